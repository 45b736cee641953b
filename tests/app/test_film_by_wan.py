"""A whole film by published weights, set up and made by the real command line; the weights are random, so its pictures mean nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import settings
from app.ways_of import ways
from app.weights import bring
from storyboard.params import Sampling, SamplingParams
from storyboard.story import Direction
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


def test_a_story_walks_its_model_otherwise(tmp_path: Path):
    here = settings({"FABULA_HOME": str(tmp_path)})
    tiny_models.ti2v(tmp_path / "given")
    bring(here.weights, str(tmp_path / "given"), "wan")
    usual, few = (ways("default", Direction(clip="wan", sampling=own), given=here).clip for own in (Sampling(), Sampling(guidance=(1, 1), sigmas=(1, 0.75, 0.5))))
    assert (usual.prompt, usual.steps, usual.canvas) == ("wan-i2v", 50, (768, 448)) and usual.sampling == SamplingParams()
    assert few.steps == 3 and few.sampling == SamplingParams(guidance=(1, 1), sigmas=(1, 0.75, 0.5))
    (tmp_path / "given" / "sampling.json").write_text('{"guidance": [1, 1], "sigmas": [1, 0.5]}')
    bring(here.weights, str(tmp_path / "given"), "wan")
    taught, more = (ways("default", Direction(clip="wan", sampling=own), given=here).clip for own in (Sampling(), Sampling(steps=8)))
    assert (taught.steps, taught.sampling.sigmas) == (2, (1, 0.5)) and (more.steps, more.sampling.sigmas, more.sampling.guidance) == (8, (), (1, 1))
    for wrong, said in (({"sigmas": (0.5, 0.75)}, "sigmas fall"), ({"steps": 4, "sigmas": (1, 0.5)}, "2 sigmas are not for 4 steps")):
        with pytest.raises(ValidationError, match=said):
            Sampling(**wrong)
