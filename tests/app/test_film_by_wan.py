"""A whole film by published weights, set up and made by the real command line; the weights are random, so its pictures mean nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

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
    asked = ("make", "A fox borrows a light", "--clip", "wan", "--size", "tiny", "--out", "a.mp4")
    tiny_models.ti2v(tmp_path / "weights")
    (tmp_path / "weights" / "sampling.json").write_text('{"steps": 1, "guidance": [1, 1]}')
    code, told, said = fabula(tmp_path, "weights", "--set-up", "weights", "--as", "wan")
    assert code == 0 and told["what"].startswith("ti2v"), said
    code, made, said = fabula(tmp_path, *asked)
    assert code == 0 and made["failures"] == [], said
    story = load((tmp_path / "a.story.json").read_text())
    assert story.direction.clip == "wan" and (tmp_path / "a.mp4").stat().st_size > 10_000
    code, again, _ = fabula(tmp_path, *asked)
    assert code == 0 and again["sha256"] == made["sha256"]
