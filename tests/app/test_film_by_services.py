"""A whole film by the real command line, written, pictured and spoken by services on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.services import KEY, serving

ROOT = Path(__file__).resolve().parents[2]


def fabula(folder: Path, more: dict[str, str], *words: str) -> tuple[int, Any, str]:
    """Exit code, the JSON that was printed, what was said beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FABULA_")}
    told = {**kept, "FABULA_HOME": str(folder / "home"), "FABULA_WORKERS": "2", "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run([sys.executable, "-m", "app", *words, "--json"], cwd=folder, env=told, capture_output=True, text=True)
    assert KEY not in done.stdout + done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_one_sentence_becomes_a_film_by_services_and_nothing_is_asked_twice(tmp_path: Path):
    asked = ("make", "A fox borrows a light", "--still", "api", "--voice", "speech", "--size", "tiny", "--out", "a.mp4")
    with serving() as services:
        told = services.environment("LLM", "IMAGE", "SPEECH")
        code, made, said = fabula(tmp_path, told, *asked)
        assert code == 0, said
        stills, lines = services.of("/images/edits") + services.of("/images/generations"), services.of("/audio/speech")
        assert made["failures"] == [] and made["writer"] == "m" and Path(tmp_path / "a.mp4").stat().st_size > 10_000
        shots = json.loads((tmp_path / "a.story.json").read_text())["scenes"]
        assert len(stills) == sum(len(one["shots"]) for one in shots) == 3 and lines and services.of("/chat/completions")
        assert [len(one.files) for one in services.of("/images/edits")] and all("Image 1 is" in one.told["prompt"] for one in services.of("/images/edits"))
        before = len(services.asked)
        code, again, _ = fabula(tmp_path, told, *asked)
        assert code == 0 and again["sha256"] == made["sha256"] and len(services.asked) == before
    assert not any(KEY.encode() in path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
