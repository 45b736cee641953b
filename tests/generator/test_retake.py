"""A part of a clip made anew: what was outside stays to the pixel, what is inside is new, and no seam jumps."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generator import clip_drawn
from generator.encode import read_frames
from generator.retake import EASE, acted, shares, spliced
from generator.rig import Rig
from generator.world.keypoints import keypoints
from generator.world.render import drawings
from generator.world.sample import sample_staging
from storyboard.errors import BadInput
from storyboard.params import ClipParams, RetakeParams
from storyboard.staging import Action, Size
from storyboard.take import Media

SIZE = (64, 64)
STAGING = next(s for s in (sample_staging(n, "heldout") for n in range(300)) if len(s.subjects) == 1 and s.size is Size.FULL)
STILL = STAGING.model_copy(update={"frames": 24, "subjects": (STAGING.subjects[0].model_copy(update={"action": Action.STAND, "visible": (0.0, 1.0)}),)})
WAVING = STILL.model_copy(update={"subjects": (STILL.subjects[0].model_copy(update={"action": Action.WAVE}),)})
PART = RetakeParams(first=8, after=18, staging=WAVING)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Media:
    return clip_drawn.make(ClipParams(staging=STILL, size=SIZE), {}, Rig(tmp_path_factory.mktemp("base"), {}))


@pytest.mark.parametrize("smooth", [False, True])
def test_outside_the_part_every_drawing_is_the_old_one(base: Media, smooth: bool):
    params = ClipParams(staging=STILL, size=SIZE, smooth=smooth, retake=PART)
    each = 2 if smooth else 1
    fresh = [picture for picture in drawings(WAVING, SIZE) for _ in range(each)]
    old, made = list(read_frames(base, "24" if smooth else "12")), list(spliced(params, base, fresh))
    assert len(made) == len(fresh)
    outside = [n for n in range(len(made)) if not 8 * each <= n < 18 * each]
    assert all(np.array_equal(made[n], old[n]) for n in outside)
    assert all(np.array_equal(made[n], fresh[n]) for n in range((8 + EASE) * each, (18 - EASE) * each))


def test_no_seam_jumps_more_than_the_clips_own_motion(base: Media):
    def steps(clip: list[np.ndarray]) -> np.ndarray:
        return np.array([np.abs(b.astype(int) - a).mean() for a, b in pairwise(clip)])

    fresh = list(drawings(WAVING, SIZE))
    made = steps(list(spliced(ClipParams(staging=STILL, size=SIZE, retake=PART), base, fresh)))
    hard = list(read_frames(base, "12"))
    hard[8:18] = fresh[8:18]
    seams = [7, 17]
    assert made[seams].max() < 0.6 * steps(hard)[seams].max()


def test_a_drawn_retake_is_a_clip_of_the_same_length(base: Media, tmp_path: Path):
    made = clip_drawn.make(ClipParams(staging=STILL, size=SIZE, retake=PART), {"base": (base,)}, Rig(tmp_path, {}))
    assert (made.frames, made.rate, made.width) == (base.frames, base.rate, base.width)


def test_figures_go_into_the_new_way_of_acting_and_back():
    usual, other = keypoints(STILL), keypoints(WAVING)
    sketch = acted(PART, usual, other)
    assert np.array_equal(sketch[:8], usual[:8]) and np.array_equal(sketch[18:], usual[18:])
    inside = sketch[12:14, 0, :, :2]
    assert np.abs(inside - other[12:14, 0, :, :2]).max() < 0.2 * np.abs(inside - usual[12:14, 0, :, :2]).max()


def test_a_part_at_the_clips_end_has_no_seam_there():
    share = shares(RetakeParams(first=16, after=24), 24, EASE)
    assert share[15] == 0 and share[-1] == 1
    assert shares(RetakeParams(first=0, after=8), 24, EASE)[0] == 1


def test_a_base_that_is_too_short_is_named(base: Media):
    longer = STILL.model_copy(update={"frames": 40})
    fresh = (np.zeros((*SIZE, 3), np.uint8) for _ in range(40))
    with pytest.raises(BadInput, match="ends after 24 drawings"):
        list(spliced(ClipParams(staging=longer, size=SIZE, retake=PART), base, fresh))
