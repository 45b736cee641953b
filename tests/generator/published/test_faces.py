"""Portraits shown to Wan by Stand-In's weights, which lie in the model's folder. (That they act as published: tests/generator/nets/test_wan_identity.py.)"""

from dataclasses import replace

import numpy as np
import pytest
import torch

from generator.published import faces
from generator.published.asking import Asked
from generator.published.sampling import ready
from generator.published.wan import pipeline
from generator.published.whole import whole
from storyboard.errors import BadInput
from storyboard.params import SamplingParams
from tests.generator.published import tiny_models

MIRA, TOM = (np.random.default_rng(n).integers(0, 256, (40, 30, 3), dtype=np.uint8) for n in (1, 2))
WORDS = Asked("A fox walks.", "blurred", frames=5, size=(64, 32), steps=2, seed=7, sampling=SamplingParams(guidance=(5.0, 4.0), shift=12.0))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Portraits as large as the clip, for speed."""
    monkeypatch.setattr(faces, "SIDE", 64)


def test_who_is_in_the_clip_is_seen_in_it(tmp_path):
    tiny_models.t2v(tmp_path)
    assert not ready(tmp_path, "").portraits
    tiny_models.stand_in(tmp_path)
    whole(tmp_path)
    assert ready(tmp_path, "with faces").portraits
    own = pipeline(tmp_path)
    nobody, mira, tom = (own.latents(replace(WORDS, references=who)) for who in ((), (MIRA,), (TOM,)))
    assert not torch.allclose(nobody, mira, rtol=1e-3) and not torch.allclose(mira, tom, rtol=1e-3)
    assert torch.equal(own.latents(replace(WORDS, references=(MIRA,), strengths=(0.0,))), nobody)
    assert torch.equal(own.latents(replace(WORDS, references=(MIRA,), strengths=(1.0,))), mira)
    both = replace(WORDS, references=(MIRA, TOM), strengths=(1.0, 0.0))
    assert torch.equal(own.latents(both), mira)
    with pytest.raises(BadInput, match="portraits of at most 4, and was asked for 5"):
        own.latents(replace(WORDS, references=(MIRA,) * 5))


def test_each_expert_has_its_own(tmp_path):
    tiny_models.t2v_two(tmp_path)
    tiny_models.stand_in(tmp_path, ("Stand-In_low.safetensors", "Stand-In_high.safetensors"))
    own = pipeline(tmp_path)
    first, second = own.faces
    assert not torch.equal(first.blocks[0]["q"].lora_up, second.blocks[0]["q"].lora_up)
    assert not torch.allclose(own.latents(replace(WORDS, references=(MIRA,))), own.latents(WORDS), rtol=1e-3)
    (tmp_path / "stand_in" / "Stand-In_low.safetensors").unlink()
    with pytest.raises(BadInput, match="one file for each"):
        pipeline(tmp_path)


def test_those_of_another_model_are_refused(tmp_path):
    tiny_models.t2v(tmp_path)
    tiny_models.stand_in(tmp_path, width=64)
    with pytest.raises(BadInput, match="does not fit this model"):
        pipeline(tmp_path)
    other = tmp_path / "other"
    tiny_models.i2v_two(other)
    tiny_models.stand_in(other)
    with pytest.raises(BadInput, match="not for this model"):
        pipeline(other)
