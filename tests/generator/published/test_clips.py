"""One contract for every published video net that diffusers runs: as many drawings as asked for, at their rate and size, the same seed the same
film, the still and the words change it. Tiny random weights of the published classes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generator import clip_diffusers
from generator.encode import read_frames, write_mp4
from generator.picture import write_png
from generator.published.families import CLIPS, family_of
from generator.rig import Rig
from generator.world.sample import sample_staging
from storyboard.errors import BadInput
from storyboard.params import NetClipParams, RetakeParams
from storyboard.take import Media
from tests.generator.published import tiny_video

SIZE = (64, 36)
BUILT: dict[str, Callable[[Path], None]] = {"HunyuanVideo 1.5": tiny_video.hunyuan, "LTX-2": tiny_video.ltx2, "CogVideoX": tiny_video.cogvideox}
STAGING = sample_staging(0, "heldout").model_copy(update={"frames": 5})


@pytest.fixture(scope="module", params=BUILT)
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rig:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("published")
    BUILT[request.param](folder / "clips")
    return Rig(folder, {"clips": folder / "clips"})


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (9, 16, 3)).astype(np.uint8).repeat(4, axis=0).repeat(4, axis=1)


def made(rig: Rig, still: int = 1, **changed: Any) -> Media:
    inputs = {"still": (write_png(rig.scratch / "still.png", picture(still)),)}
    if "retake" in changed:
        inputs["base"] = (write_mp4(rig.scratch / "base.mp4", [np.full((36, 64, 3), 90, np.uint8)] * 5, "12"),)
    if "keyframes" in changed:
        inputs["keyframe"] = (write_png(rig.scratch / "last.png", picture(7)),)
    params = NetClipParams(staging=STAGING, prompt="A fox walks through snow.", size=SIZE, canvas=(96, 64), steps=1).model_copy(update=changed)
    return clip_diffusers.make(params, inputs, rig)


def test_a_clip_has_its_drawings_at_its_rate_and_the_same_seed_makes_it_again(rig: Rig):
    first = made(rig)
    assert (first.frames, first.rate, first.width, first.height) == (5, "12", *SIZE)
    pictures = list(read_frames(first))
    assert np.std(pictures) > 3 and any(not np.array_equal(pictures[0], one) for one in pictures)
    written = first.path.read_bytes()
    assert made(rig).path.read_bytes() == written


def test_the_seed_the_still_and_the_words_change_it(rig: Rig):
    told: list[dict[str, Any]] = [{}, {"seed": 4}, {"still": 2}, {"prompt": "A bear swims in the sea."}]
    assert len({made(rig, **one).path.read_bytes() for one in told}) == 4


def test_smooth_is_twice_as_many_drawings(rig: Rig):
    found = made(rig, smooth=True)
    assert (found.frames, found.rate) == (10, "24")


def test_a_last_picture_is_taken_or_refused_in_a_sentence(rig: Rig):
    family = family_of(rig.weights["clips"], CLIPS)
    if "pictures" in family.words:
        plain = made(rig).path.read_bytes()
        assert made(rig, keyframes=(4,)).path.read_bytes() != plain
    else:
        with pytest.raises(BadInput, match=f"{family.name} begins with the still and takes no other picture"):
            made(rig, keyframes=(4,))


def test_a_part_that_is_made_anew_leaves_the_rest_as_it_was(rig: Rig):
    far = [float(np.abs(one.astype(int) - 90).mean()) for one in read_frames(made(rig, retake=RetakeParams(first=3, after=5)))]
    assert max(far[:3]) < 3 < 10 < far[4]


def test_bf16_is_the_same_again_too(rig: Rig):
    first = made(rig, path="bf16").path.read_bytes()
    assert made(rig, path="bf16").path.read_bytes() == first != made(rig).path.read_bytes()


def test_int8_is_refused(rig: Rig):
    with pytest.raises(BadInput, match="computes in fp32 or bf16"):
        made(rig, path="int8")
