"""Whole pipelines of Wan beside diffusers' own, of the same random tiny weights and from the same seed."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, WanImageToVideoPipeline
from PIL import Image
from pydantic import ValidationError

from generator.nets.linears import works
from generator.published.asking import Asked
from generator.published.autoencoder import autoencoder
from generator.published.sampling import ready
from generator.published.text import cleaned
from generator.published.wan import pipeline
from storyboard.errors import BadInput, Missing
from storyboard.params import SamplingParams
from tests.generator.published import tiny_models

SIZE = (64, 32)
WORDS = Asked("A fox walks\n in  the rain &amp; the cat.", "blurred, worst quality", frames=9, size=SIZE, steps=4, seed=7)
FIRST, LAST = (np.random.default_rng(n).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8) for n in (1, 2))


def far(found, wanted):
    assert found.shape == wanted.shape
    return float((found - wanted).abs().max() / wanted.abs().max())


def asked_of(theirs, asked, **more):
    """Latents as diffusers makes them."""
    shape = {"width": asked.size[0], "height": asked.size[1], "num_frames": asked.frames, "num_inference_steps": asked.steps}
    told = {"prompt": asked.prompt, "negative_prompt": asked.negative, "guidance_scale": asked.sampling.guidance[0]}
    return theirs(**shape, **told, **more, generator=torch.Generator().manual_seed(asked.seed), output_type="latent").frames


def sampled(shift, *guidance):
    return SamplingParams(guidance=guidance or (5.0, 5.0), shift=shift)


@pytest.fixture(scope="module")
def t2v(tmp_path_factory):
    folder = tmp_path_factory.mktemp("t2v")
    return tiny_models.t2v(folder), pipeline(folder), folder


def test_words_are_read_as_diffusers_reads_them(t2v):
    theirs, own, _ = t2v
    wanted, _ = theirs.encode_prompt(WORDS.prompt, do_classifier_free_guidance=False, max_sequence_length=512)
    found = own.text.words(WORDS.prompt)
    assert torch.equal(found.states, wanted) and found.length == 11 and not found.states[:, 11:].any()
    assert cleaned("&lt;p&gt; a \n  fox&amp;amp;cat ") == "<p> a fox&cat"


def test_text_to_video_is_diffusers(t2v):
    theirs, own, _ = t2v
    wanted = asked_of(theirs, WORDS)
    found = own.latents(WORDS)
    assert far(found, wanted) < 1e-4
    with torch.no_grad():
        pictures = theirs.video_processor.postprocess_video(theirs.vae.decode(wanted * own.coder.deviation + own.coder.mean, return_dict=False)[0])[0]
    assert np.abs(own.coder.decode(found) - 255 * pictures).max() <= 1


def test_outside_its_span_guidance_costs_no_pass(t2v, monkeypatch):
    _, own, _ = t2v
    net, passes = own.nets[0], []
    velocity = net.velocity
    monkeypatch.setattr(net, "velocity", lambda *given: passes.append(float(given[1].max())) or velocity(*given))
    whole = own.latents(WORDS)
    asked = replace(WORDS, sampling=WORDS.sampling.model_copy(update={"guided": (0.0, 0.9)}))
    assert len(passes) == 2 * WORDS.steps and len(own.latents(asked)) == 1
    seen = passes[2 * WORDS.steps :]
    high = [time for time in asked.schedule.times if time > 900]
    assert high and len(seen) == 2 * WORDS.steps - len(high) and all(seen.count(time / 1000) <= 1 for time in high)
    assert not torch.equal(own.latents(asked), whole) and "guided" not in WORDS.sampling.model_dump(mode="json")
    with pytest.raises(ValidationError, match="smaller to a larger share"):
        SamplingParams(guided=(0.9, 0.1))


def test_eulers_steps_and_one_forward_a_step_where_nothing_is_avoided(t2v):
    theirs, own, _ = t2v
    asked = replace(WORDS, sampling=SamplingParams(guidance=(1.0, 1.0), shift=3.0, solver="euler", table="euler"))
    before, theirs.scheduler = theirs.scheduler, FlowMatchEulerDiscreteScheduler(shift=3.0)
    try:
        wanted = asked_of(theirs, asked)
    finally:
        theirs.scheduler = before
    assert far(own.latents(asked), wanted) < 1e-4


@pytest.mark.parametrize("steps", [1, 4])
def test_few_steps_that_are_told_where_they_end(tmp_path, steps):
    """AnyFlow, sampled as its folder says."""
    theirs, own = tiny_models.anyflow(tmp_path), pipeline(tmp_path)
    asked = replace(WORDS, sampling=ready(tmp_path, "").sampling, steps=steps)
    assert asked.sampling.guidance == (1.0, 1.0) and ready(tmp_path, "").steps == 4
    assert far(own.latents(asked), asked_of(theirs, asked)) < 1e-4
    steady = asked_of(theirs, asked, use_mean_velocity=False)
    assert far(own.latents(asked), steady) > 1e-3


def test_two_experts_take_turns(tmp_path):
    theirs, own = tiny_models.t2v_two(tmp_path), pipeline(tmp_path)
    asked = replace(WORDS, sampling=sampled(12.0, 4.0, 3.0), steps=6)
    assert {own._expert(time) for time in asked.schedule.times} == {0, 1}
    assert far(own.latents(asked), asked_of(theirs, asked, guidance_scale_2=3.0)) < 1e-4


def test_a_first_picture_and_what_clip_sees_of_it(tmp_path):
    theirs, own = tiny_models.i2v(tmp_path), pipeline(tmp_path)
    asked = replace(WORDS, sampling=sampled(3.0), pictures={0: FIRST})
    assert far(own.latents(asked), asked_of(theirs, asked, image=Image.fromarray(FIRST))) < 1e-4


def test_a_first_and_a_last_picture(tmp_path):
    theirs, own = tiny_models.i2v(tmp_path, places=10), pipeline(tmp_path)
    asked = replace(WORDS, sampling=sampled(3.0), pictures={8: LAST, 0: FIRST})
    assert far(own.latents(asked), asked_of(theirs, asked, image=Image.fromarray(FIRST), last_image=Image.fromarray(LAST))) < 1e-4
    with pytest.raises(BadInput, match="out of its first and its last picture"):
        own.latents(replace(asked, pictures={0: FIRST}))


def test_a_first_picture_and_two_experts(tmp_path):
    theirs, own = tiny_models.i2v_two(tmp_path), pipeline(tmp_path)
    asked = replace(WORDS, sampling=sampled(5.0, 3.5, 3.5), steps=6, pictures={0: FIRST})
    assert far(own.latents(asked), asked_of(theirs, asked, image=Image.fromarray(FIRST))) < 1e-4


def test_a_first_picture_in_its_place_and_none(tmp_path):
    """Wan 2.2 TI2V: one model with and without a picture."""
    theirs, own = tiny_models.ti2v(tmp_path), pipeline(tmp_path)
    assert far(own.latents(WORDS), asked_of(theirs, WORDS)) < 1e-4
    parts = {name: part for name, part in theirs.components.items() if name != "transformer_2"}
    shown = WanImageToVideoPipeline(**parts, image_encoder=None, image_processor=None, expand_timesteps=True)
    shown.set_progress_bar_config(disable=True)
    asked = replace(WORDS, pictures={0: FIRST})
    found = own.latents(asked)
    assert far(found, asked_of(shown, asked, image=Image.fromarray(FIRST))) < 1e-4
    assert own.coder.decode(found).shape == (9, 32, 64, 3)


def test_vace_is_given_frames_and_references(tmp_path):
    theirs, own = tiny_models.vace(tmp_path), pipeline(tmp_path)
    asked = replace(WORDS, sampling=sampled(3.0), pictures={0: FIRST, 5: LAST})
    video, mask = torch.full((1, 9, 3, 32, 64), 0.5), torch.ones(1, 9, 3, 32, 64)  # 0 to 1
    for place, picture in asked.pictures.items():
        video[0, place], mask[0, place] = torch.from_numpy(picture).permute(2, 0, 1) / 255, 0
    assert far(own.latents(asked), asked_of(theirs, asked, video=video, mask=mask)) < 1e-4
    asked = replace(WORDS, sampling=sampled(3.0), references=(FIRST, LAST))
    wanted = asked_of(theirs, asked, reference_images=[Image.fromarray(one) for one in asked.references])
    assert far(own.latents(asked), wanted[:, :, 2:]) < 1e-4  # theirs still has the references before it


def test_a_flow_map_is_told_where_its_steps_end(tmp_path):
    theirs, own = tiny_models.anyflow(tmp_path), pipeline(tmp_path)
    told = ready(tmp_path, "as given out")
    assert (told.prompt, told.steps, told.sampling) == ("wan-t2v", 4, SamplingParams(guidance=(1.0, 1.0), shift=5.0, solver="euler", table="even"))
    for steps in (1, 4):
        asked = replace(WORDS, steps=steps, sampling=told.sampling)
        assert far(own.latents(asked), asked_of(theirs, asked)) < 1e-4


def test_what_a_model_cannot_take_is_said(t2v):
    _, own, folder = t2v
    with pytest.raises(BadInput, match="multiples of 16"):
        own.latents(replace(WORDS, frames=8))
    with pytest.raises(BadInput, match="no picture for frame 0"):
        own.latents(replace(WORDS, pictures={0: FIRST}))
    with pytest.raises(Missing, match="no folder vae"):
        autoencoder(folder / "transformer")


@pytest.mark.parametrize(("path", "bound"), [one for one in (("bf16", 0.1), ("int8", 0.3)) if works(one[0])])
def test_fewer_bits_stay_near(t2v, path, bound):
    _, own, folder = t2v
    asked = replace(WORDS, sampling=sampled(5.0, 1.0, 1.0))
    exact, rough = own.latents(asked), pipeline(folder, path).latents(asked)
    assert 0 < float((rough - exact).norm() / exact.norm()) < bound
