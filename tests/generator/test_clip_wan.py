"""Clips by Wan's weights: as long as their shot, from its still, in windows where it is longer than the model was taught."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from generator import clip_wan
from generator.checkpoints import set_up
from generator.encode import read_frames
from generator.picture import write_png
from generator.published.opening import opened
from generator.published.sampling import ready
from generator.published.variants import variant_of
from generator.published.wan import pipeline
from generator.rig import Rig
from generator.world.sample import sample_staging
from storyboard.digest import file_digest
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.params import LoraParams, NetClipParams, RetakeParams, SamplingParams
from storyboard.take import Media
from tests.generator.published import tiny_models

SIZE, CANVAS = (48, 32), (64, 32)
STAGING = sample_staging(0, "heldout").model_copy(update={"frames": 5})
PICTURE = np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ti2v")
    tiny_models.ti2v(made)
    return made


def params(**changed: object) -> NetClipParams:
    told = {"prompt": "A fox walks.", "negative": "blurred", "sampling": SamplingParams(), "seed": 3}
    return NetClipParams(staging=STAGING, size=SIZE, canvas=CANVAS, steps=2, **told).model_copy(update=changed)


def inputs(place: Path, **more: Media) -> dict[str, tuple[Media, ...]]:
    return {"still": (write_png(place / "still.png", PICTURE),)} | {role: (media,) for role, media in more.items()}


@pytest.mark.parametrize(("smooth", "frames", "rate"), [(False, 5, "12"), (True, 10, "24")])
def test_a_clip_has_its_drawings_at_its_rate_and_the_same_bytes_again(folder: Path, tmp_path: Path, smooth: bool, frames: int, rate: str):
    rig, asked = Rig(tmp_path, {"wan": folder}), params(smooth=smooth)
    made = clip_wan.make(asked, inputs(tmp_path), rig)
    assert (made.frames, made.rate, made.width, made.height) == (frames, rate, *SIZE)
    first = made.path.read_bytes()
    assert clip_wan.make(asked, inputs(tmp_path), rig).path.read_bytes() == first
    assert clip_wan.make(asked.model_copy(update={"seed": 4}), inputs(tmp_path), rig).path.read_bytes() != first


def test_a_long_shot_is_made_in_windows_that_go_on_from_each_other(folder: Path, tmp_path: Path):
    loaded, asked = clip_wan.load(folder, pipeline(folder)), params(staging=STAGING.model_copy(update={"frames": 12}))
    whole, parts = (clip_wan.frames(asked, inputs(tmp_path), loaded._replace(longest=longest)) for longest in (121, 9))
    assert len(whole) == len(parts) == 25 and np.array_equal(whole[0], parts[0]) and not np.array_equal(whole[-1], parts[-1])
    assert list(clip_wan.windows(25, 9)) == [(0, 9), (8, 9), (16, 9)] and list(clip_wan.windows(1, 9)) == [(0, 1)]


def test_a_retake_keeps_the_rest_of_the_clip(folder: Path, tmp_path: Path):
    rig, still = Rig(tmp_path, {"wan": folder}), inputs(tmp_path)
    made = clip_wan.make(params(staging=STAGING.model_copy(update={"frames": 12})), still, rig)
    base = Media(path=made.path.replace(tmp_path / "base.mp4"), format="mp4", frames=made.frames, rate=made.rate, width=made.width, height=made.height)
    anew = params(staging=STAGING.model_copy(update={"frames": 12}), seed=9, retake=RetakeParams(first=6, after=12))
    made = clip_wan.make(anew, still | {"base": (base,)}, rig)
    before, after = (np.stack(list(read_frames(one, "12", SIZE))).astype(int) for one in (base, made))
    assert np.abs(before[:5] - after[:5]).mean() < 3 < np.abs(before[-1] - after[-1]).mean()


def test_a_model_that_reads_words_alone_says_that_it_cannot_take_a_chosen_picture(tmp_path: Path):
    folder = tmp_path / "t2v"
    tiny_models.t2v(folder)
    rig = Rig(tmp_path, {"wan": folder})
    assert clip_wan.make(params(), inputs(tmp_path), rig).frames == 5
    with pytest.raises(BadInput, match="takes no picture for frame 0"):
        clip_wan.make(params(pinned=True), inputs(tmp_path), rig)
    with pytest.raises(BadInput, match="takes no picture for frame 8"):
        clip_wan.make(params(keyframes=(4,)), inputs(tmp_path, keyframe=write_png(tmp_path / "k.png", PICTURE)), rig)


def test_what_a_film_is_told_of_the_model(folder: Path, tmp_path: Path):
    told = ready(folder, "as given out")
    assert (told.prompt, told.portraits, told.steps, told.multiple) == ("wan-i2v", False, 50, 32)
    assert told.sampling == SamplingParams(guidance=(5.0, 5.0), shift=5.0)
    tiny_models.t2v_two(tmp_path)
    two = ready(tmp_path, "as given out")
    assert (two.prompt, two.steps, two.multiple, two.sampling.guidance, two.sampling.shift) == ("wan-t2v", 40, 16, (4.0, 3.0), 12.0)
    own = tmp_path / "sampling.json"
    own.write_text(json.dumps({"solver": "euler", "guidance": [1, 1], "sigmas": [1, 0.75, 0.5, 0.25]}))
    few = ready(tmp_path, "with four steps")
    assert (few.steps, few.sampling) == (4, SamplingParams(guidance=(1, 1), shift=12.0, solver="euler", sigmas=(1, 0.75, 0.5, 0.25)))
    for wrong, said in (({"step": 4}, "says step"), ({"steps": 3, "sigmas": [1, 0.5]}, "2 sigmas for 3"), ({"shift": -1}, "shift")):
        own.write_text(json.dumps(wrong))
        with pytest.raises(BadInput, match=said):
            ready(tmp_path, said)
    own.unlink()
    (tmp_path / "scheduler" / "scheduler_config.json").write_text('{"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}')
    assert ready(tmp_path, "with another scheduler").sampling == SamplingParams(guidance=(4.0, 3.0), shift=3.0, solver="euler", table="euler")


def lora(weights: Path, name: str, seed: int, module: str = "blocks.0.attn1.to_q") -> LoraParams:
    """A LoRA of the tiny TI2V, set up in `weights` as the command does it."""
    draw = torch.Generator().manual_seed(seed)
    width = variant_of(opened(weights / "wan", "transformer")).dit.dim
    halves = {f"transformer.{module}.lora_A.weight": torch.randn(4, width, generator=draw), f"transformer.{module}.lora_B.weight": torch.randn(width, 4, generator=draw)}
    file = weights / f"lora-{name}" / "one.safetensors"
    file.parent.mkdir()
    save_file(halves, file)
    place = f"lora-{name}/one.safetensors"
    (weights / f"lora-{name}.json").write_text(json.dumps({"name": f"lora-{name}", "source": "here", "files": {place: file_digest(file)}, "seen": {}}))
    return LoraParams(name=name, sha=set_up(f"lora-{name}", weights).digest)


@pytest.mark.parametrize("path", ["fp32", "bf16"])
def test_a_clip_wears_its_own_loras_and_the_next_one_others(path: str, tmp_path: Path):
    weights = tmp_path / "weights"
    tiny_models.ti2v(weights / "wan")
    rig = Rig(tmp_path, {"wan": weights / "wan"})
    mira, ink = lora(weights, "mira", 1), lora(weights, "ink", 2, "blocks.1.attn2.to_v")

    def made(*loras: LoraParams, rig: Rig = rig) -> bytes:
        asked = params(sampling=SamplingParams(loras=loras), path=path)
        return clip_wan.make(asked, inputs(tmp_path), rig).path.read_bytes()

    several = [made(), made(mira), made(mira.model_copy(update={"strength": -2.0})), made(mira, ink), made(ink)]
    assert len(set(several)) == 5
    assert made(mira) == several[1] == made(mira, rig=Rig(tmp_path, {"wan": weights / "wan"})) and made() == several[0]  # whatever was worn before
    with pytest.raises(Corrupt, match="ink was set up anew"):
        made(ink.model_copy(update={"sha": "0" * 64}))
    with pytest.raises(Missing, match="fabula weights --set-up FILE --as lora-nobody"):
        made(LoraParams(name="nobody", sha=""))
    with pytest.raises(BadInput, match=r"The LoRA lora-far does not fit this model: it adds to blocks\.90\.attn1\.to_q"):
        made(lora(weights, "far", 3, "blocks.90.attn1.to_q"))
    assert made(mira) == several[1]


def test_vace_is_shown_who_is_in_the_shot_unless_their_portrait_counts_nothing(tmp_path: Path):
    tiny_models.vace(tmp_path / "vace")
    rig, portrait = Rig(tmp_path, {"wan": tmp_path / "vace"}), write_png(tmp_path / "p.png", PICTURE[::-1].copy())
    shown, hidden = (clip_wan.make(params(strengths=(much,)), inputs(tmp_path, portrait=portrait), rig).path.read_bytes() for much in (1.0, 0.0))
    alone = clip_wan.make(params(), inputs(tmp_path), rig).path.read_bytes()
    assert hidden == alone != shown
