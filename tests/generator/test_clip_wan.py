"""Clips by Wan's weights: as long as their shot, from its still, in windows where it is longer than the model was taught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from app.weights import bring
from generator import clip_wan
from generator.encode import read_frames
from generator.picture import write_png
from generator.published.sampling import ready
from generator.rig import Rig
from generator.world.sample import sample_staging
from storyboard.errors import BadInput, Missing
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
    loaded, asked = clip_wan.Seat().taken(folder, "fp32", ()), params(staging=STAGING.model_copy(update={"frames": 12}))
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


def test_what_is_added_to_the_model_counts_in_the_shots_that_ask_for_it(folder: Path, tmp_path: Path):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "wan").symlink_to(folder)
    sha = {name: added(tmp_path / "weights", name) for name in ("ink", "wax")}
    rig, still = Rig(tmp_path, {"wan": tmp_path / "weights" / "wan"}), inputs(tmp_path)

    def made(*loras: LoraParams) -> bytes:
        return clip_wan.make(params(sampling=SamplingParams(loras=loras)), still, rig).path.read_bytes()

    ink, wax = (LoraParams(name=name, sha=sha[name]) for name in ("ink", "wax"))
    plain, inked, both = made(), made(ink), made(ink, wax)
    assert len({plain, inked, both, made(wax)}) == 4
    assert made() == plain and made(ink.model_copy(update={"strength": 0.0})) == plain and made(ink, wax) == both
    with pytest.raises(BadInput, match="set up anew"):
        made(ink.model_copy(update={"sha": sha["wax"]}))
    with pytest.raises(Missing, match="No lora-oil is set up"):
        made(LoraParams(name="oil", sha=""))
    assert made(ink) == inked


def added(weights: Path, name: str) -> str:
    """A LoRA of random numbers, set up."""
    source = weights.parent / f"{name}.safetensors"
    random = torch.Generator().manual_seed(len(weights.name) + ord(name[0]))
    halves = {"lora_A": (2, 48), "lora_B": (48, 2)}
    save_file({f"transformer.blocks.0.attn1.to_q.{half}.weight": torch.randn(*shape, generator=random) for half, shape in halves.items()}, source)
    return bring(weights, str(source), f"lora-{name}").digest
