"""A whole film by published weights, set up and made by the real command line; the weights are random, so its pictures mean nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from storyboard.params import Sampling
from storyboard.upgrade import load
from tests.generator.published import tiny_models

ROOT = Path(__file__).resolve().parents[2]


def fabula(folder: Path, *words: str) -> tuple[int, Any, str]:
    """Exit code, the JSON that was printed, what was said beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FABULA_")}
    told = {**kept, "FABULA_HOME": str(folder / "home"), "FABULA_WORKERS": "2", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "app", *words, "--json"], cwd=folder, env=told, capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_one_sentence_becomes_a_film_by_weights_that_were_set_up(tmp_path: Path):
    tiny_models.ti2v(tmp_path / "weights")
    code, told, said = fabula(tmp_path, "weights", "--set-up", "weights", "--as", "wan")
    assert code == 0 and told["what"].startswith("ti2v"), said
    code, written, said = fabula(tmp_path, "write", "A fox borrows a light", "--clip", "wan", "--size", "tiny")
    assert code == 0, said
    story = written["id"]
    code, _, said = fabula(tmp_path, "edit", story, "--set", "story.direction.sampling.steps=1", "--set", "story.direction.sampling.guidance=[1, 1]")
    assert code == 0, said
    asked = ("film", story, "--size", "tiny", "--out", "a.mp4")
    code, made, said = fabula(tmp_path, *asked)
    assert code == 0 and made["failures"] == [] and (tmp_path / "a.mp4").stat().st_size > 10_000, said
    direction = load((tmp_path / "a.story.json").read_text()).direction
    assert direction.clip == "wan" and direction.sampling == Sampling(steps=1, guidance=(1, 1))
    code, again, _ = fabula(tmp_path, *asked)
    assert code == 0 and again["sha256"] == made["sha256"]
