"""What would run here: how long and how much memory each way that is set up takes, and what does not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app import processor, weights
from app.cli import main
from app.processor import default_path
from app.prospects import OWN_GIB, outlooks, told
from app.settings import Settings
from app.studio import Studio
from app.ways_of import ways
from generator.published import room, verifying
from storyboard.story import Direction
from tests.generator.published import tiny_models


@pytest.fixture
def studio(given: Settings, tmp_path: Path):
    tiny_models.ti2v(tmp_path / "ti2v")
    weights.bring(given.weights, str(tmp_path / "ti2v"), "wan")
    with Studio(given) as made:
        yield made


def found(studio: Studio):
    return {one.name: one for one in outlooks(studio)}


def test_a_bare_home_says_what_the_embedded_ways_take(given: Settings):
    with Studio(given) as studio:
        one = found(studio)
        assert set(one) == {"clip: drawn", "clip: dit"}
        assert one["clip: dit"].runs and one["clip: dit"].gib == OWN_GIB and "a guess" in one["clip: dit"].words


def test_what_is_set_up_says_its_memory_and_time(studio: Studio):
    wan = found(studio)["clip: wan"]
    assert wan.runs and wan.gib and wan.minute_s and "ti2v on cpu" in wan.words and "50 steps" in wan.words and "GiB a maker" in wan.words


def test_what_does_not_fit_says_so(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "MEMORY", tmp_path / "meminfo")
    (tmp_path / "meminfo").write_text("MemAvailable: 250000 kB\n")  # one maker's net fits, two makers' do not
    assert "set FABULA_WORKERS=1" in found(studio)["clip: wan"].words
    (tmp_path / "meminfo").write_text("MemAvailable: 1000 kB\n")
    wan = found(studio)["clip: wan"]
    assert not wan.runs and "0.0 are free" in wan.words
    assert [c.is_well for c in studio.doctor() if c.name == "clip: wan"] == [False]
    (studio.settings.weights / "wan" / "model_index.json").unlink()
    assert not found(studio)["clip: wan"].runs


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (80, "80 s"), (600, "10 min"), (7200, "2 h"), (1e6, "12 days")])
def test_times_are_told_as_people_tell_them(seconds: float, words: str):
    assert told(seconds) == words


def test_verify_runs_what_is_set_up_and_says_what_it_gave(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(verifying, "SIZE", (64, 32))
    monkeypatch.setenv("FABULA_HOME", str(studio.settings.home))
    out = tmp_path / "seen.png"
    assert main(["doctor", "--verify", "--path", "fp32", "--out", str(out), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert out.read_bytes().startswith(b"\x89PNG") and first["apart"] < 1e-5 and set(first["digests"]) == {"words", "velocity", "latents", "frames"}
    assert main(["doctor", "--verify", str(tmp_path / "ti2v"), "--path", "fp32", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert all(digest in said for digest in first["digests"].values()) and "from diffusers', relative" in said
    assert main(["doctor", "--out", str(out)]) == 2 and main(["doctor", "--verify", str(tmp_path / "nowhere"), "--out", str(out)]) != 0
    assert "There is nothing at" in capsys.readouterr().err


def test_on_a_gpu_it_counts_in_bf16(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def path(**told: object) -> str:
        return ways("tiny", Direction(clip="wan"), given=replace(studio.settings, **told)).clip.path

    assert path() == default_path()
    monkeypatch.setattr(processor, "GPU", tmp_path)
    assert path() == "bf16" and path(path="fp32") == "fp32"
