"""Whole pipelines of Wan beside diffusers' own, of the same random tiny weights and from the same seed."""

import numpy as np
import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from generator.nets.video_dit import VideoDiT, VideoDiTConfig
from generator.published.asking import Asked
from generator.published.autoencoder import autoencoder
from generator.published.text import cleaned, text_encoder
from generator.published.wan import Pipeline
from storyboard.errors import BadInput, Missing
from storyboard.params import SamplingParams
from tests.generator.published import tiny_models

SIZES = {"num_layers": 2, "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 40, "text_dim": 20, "freq_dim": 32}
ASKED = Asked("A fox walks\n in  the rain &amp; the cat.", "blurred, worst quality", frames=9, size=(48, 32), steps=4, seed=7)


def ours(theirs, **changes):
    net = VideoDiT(VideoDiTConfig(**{**SIZES, **changes}))
    net.load_state_dict(theirs.state_dict())
    return net.eval().requires_grad_(False)


def far(found, wanted):
    return float((found - wanted).abs().max() / wanted.abs().max())


def asked_of(pipeline, asked, **more):
    width, height = asked.size
    return pipeline(
        prompt=asked.prompt, negative_prompt=asked.negative, width=width, height=height, num_frames=asked.frames, num_inference_steps=asked.steps,
        guidance_scale=asked.sampling.guidance[0], generator=torch.Generator().manual_seed(asked.seed), output_type="latent", **more,
    ).frames  # fmt: skip


@pytest.fixture(scope="module")
def t2v(tmp_path_factory):
    folder = tmp_path_factory.mktemp("t2v")
    pipeline = tiny_models.t2v(folder)
    return pipeline, Pipeline(text_encoder(folder), autoencoder(folder), (ours(pipeline.transformer),)), folder


def test_words_are_read_as_diffusers_reads_them(t2v):
    theirs, own, _ = t2v
    wanted, _ = theirs.encode_prompt(ASKED.prompt, do_classifier_free_guidance=False, max_sequence_length=512)
    found = own.text.words(ASKED.prompt)
    assert torch.equal(found.states, wanted) and found.length == 11 and not found.states[:, 11:].any()
    assert cleaned("&lt;p&gt; a \n  fox&amp;amp;cat ") == "<p> a fox&cat"


def test_text_to_video_is_diffusers(t2v):
    theirs, own, _ = t2v
    wanted = asked_of(theirs, ASKED)
    found = own.latents(ASKED)
    assert found.shape == wanted.shape and far(found, wanted) < 1e-4
    with torch.no_grad():
        pictures = theirs.video_processor.postprocess_video(theirs.vae.decode(wanted * own.coder.deviation + own.coder.mean, return_dict=False)[0])[0]
    assert np.abs(own.coder.decode(found) - 255 * pictures).max() <= 1


def test_one_forward_a_step_where_nothing_is_avoided_and_eulers_steps(t2v):
    theirs, own, _ = t2v
    asked = Asked(**{**ASKED.__dict__, "sampling": SamplingParams(guidance=(1.0, 1.0), shift=3.0, solver="euler", table="euler")})
    before, theirs.scheduler = theirs.scheduler, FlowMatchEulerDiscreteScheduler(shift=3.0)
    try:
        wanted = asked_of(theirs, asked)
    finally:
        theirs.scheduler = before
    assert far(own.latents(asked), wanted) < 1e-4


def test_what_a_model_cannot_take_is_said(t2v):
    _, own, folder = t2v
    with pytest.raises(BadInput, match="multiples of 16"):
        own.latents(Asked("", "", frames=8, size=(48, 32), steps=1))
    with pytest.raises(BadInput, match="no picture for frame 0"):
        own.latents(Asked("", "", frames=9, size=(48, 32), steps=1, pictures={0: np.zeros((32, 48, 3), np.uint8)}))
    with pytest.raises(Missing, match="no folder vae"):
        autoencoder(folder / "transformer")
