"""A whole film by the real command line, written, pictured, moved and spoken by services on loopback; what it costs is told before and kept after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.services import KEY, Request, Services, serving

ROOT = Path(__file__).resolve().parents[2]
PRICES = {"FABULA_LLM_PRICE": "1/2", "FABULA_IMAGE_PRICE": "0.04", "FABULA_VIDEO_PRICE": "0.1", "FABULA_SPEECH_PRICE": "15"}
ASKED = ("make", "A fox borrows a light", "--still", "api", "--clip", "api", "--voice", "speech", "--size", "tiny", "--out", "a.mp4")


def paid(services: Services) -> list[Request]:
    return [one for one in services.asked if not one.path.endswith("/moderations")]


class Home:
    """A folder in which commands are typed, and services that they may ask."""

    def __init__(self, folder: Path, services: Services):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FABULA_")}
        told = services.environment("LLM", "IMAGE", "VIDEO", "SPEECH", "MODERATION")
        self.folder, self.told = folder, {**kept, **told, **PRICES, "FABULA_HOME": str(folder / "home"), "FABULA_WORKERS": "2", "PYTHONPATH": str(ROOT)}

    def fabula(self, *words: str) -> tuple[int, Any, str]:
        """Exit code, the JSON that was printed, what was said beside it."""
        done = subprocess.run([sys.executable, "-m", "app", *words, "--json"], cwd=self.folder, env=self.told, capture_output=True, text=True)
        assert KEY not in done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_one_sentence_becomes_a_film_by_services_and_nothing_is_asked_twice(tmp_path: Path):
    with serving() as services:
        home = Home(tmp_path, services)
        code, made, said = home.fabula(*ASKED)
        assert code == 0, said
        stills, clips, lines = services.of("/images/edits") + services.of("/images/generations"), services.of("/v1/videos"), services.of("/audio/speech")
        assert made["failures"] == [] and made["writer"] == "m" and (tmp_path / "a.mp4").stat().st_size > 10_000
        story = json.loads((tmp_path / "a.story.json").read_text())
        assert len(stills) == len(clips) == sum(len(one["shots"]) for one in story["scenes"]) == 3 and lines and services.of("/chat/completions")
        assert services.of("/images/edits") and all("Image 1 is" in one.told["prompt"] and one.files for one in services.of("/images/edits"))
        told = [one for request in services.of("/moderations") for one in request.told["input"]]
        assert {one.told["prompt"].partition("\nLeave out")[0] for one in stills} <= set(told)
        assert "Services are asked" in said and "seconds of clips for" in said
        before = len(paid(services))
        code, again, _ = home.fabula(*ASKED)
        assert code == 0 and again["sha256"] == made["sha256"] and len(paid(services)) == before
        code, costs, _ = home.fabula("costs", "a.story.json", "--size", "tiny")
    of = {name: [one for one in costs["asked"] if one["service"] == name] for name in ("llm", "image", "video", "speech")}
    assert {name: len(several) for name, several in of.items()} == {"llm": len(services.of("/chat/completions")), "image": 3, "video": 3, "speech": len(lines)}
    seconds = sum(int(one.told["seconds"]) for one in clips)
    spoken = sum(len(one.told["input"]) for one in lines)
    written = sum(one["money"] for one in of["llm"])
    assert costs["spent"] == pytest.approx(written + 3 * 0.04 + seconds * 0.1 + spoken * 15e-6) and written > 0
    assert costs["left"]["requests"] == 0 and {one["paid"] for one in costs["asked"]} == {"yes"}
    assert not any(KEY.encode() in path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())


def test_a_film_that_would_cost_more_than_it_may_is_not_begun(tmp_path: Path):
    with serving() as services:
        home = Home(tmp_path, services)
        code, _, said = home.fabula(*ASKED, "--money", "0.5", "--approve")
        assert code == 7 and "of services" in said and "limits.money is 0.5" in said and services.of("/chat/completions")
        assert not [one for one in services.asked if one.path.startswith(("/v1/images", "/v1/videos", "/v1/audio"))]
