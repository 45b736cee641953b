"""The pose sketch: blots where joints are, regions where bodies are."""

import numpy as np
import pytest
import torch

from generator.nets.pose import HEAD, MAPS, POSE, pose_maps, regions
from generator.nets.shapes import LatentShape
from generator.world.keypoints import POINTS, SUBJECTS, keypoints
from generator.world.sample import sample_staging
from storyboard.staging import Action

SHAPE = LatentShape(3, 18, 32)


def standing(x, y, tall=0.4):
    """A figure (11, 3) with its feet at (x, y)."""
    ups = {"hip": 0.45, "neck": 0.75, "head": 0.88, "left hand": 0.5, "right hand": 0.5, "left foot": 0.0, "right foot": 0.0, "face": 0.88}
    out = np.zeros((11, 3), np.float32)
    for row, name in enumerate(POINTS[:-3]):
        out[row] = x, y - tall * ups[name], 1.0
    out[8], out[9], out[10] = (0.03, 0.05, 1), (x, y - 0.85 * tall, 0.6), (0.01, 0.01, 1)
    return out


def sketch(**where):
    out = np.zeros((1, 9, SUBJECTS, 11, 3), np.float32)
    for slot, place in where.items():
        out[0, :, int(slot[1])] = standing(*place)
    return torch.from_numpy(out)


def test_blots_are_where_the_joints_are():
    maps = pose_maps(sketch(s0=(0.25, 0.9)), SHAPE)
    assert maps.shape == (1, POSE, 3, 18, 32) and float(maps.min()) >= 0 and float(maps.max()) <= 1
    head = maps[0, HEAD, 0]
    y, x = divmod(int(head.argmax()), 32)
    assert abs(x + 0.5 - 0.25 * 32) <= 1 and abs(y + 0.5 - (0.9 - 0.4 * 0.88) * 18) <= 1
    assert not maps[:, MAPS:].any()


def test_an_open_mouth_shows_and_a_shut_one_does_not():
    talking = sketch(s0=(0.5, 0.9))
    shut = talking.clone()
    shut[..., 9:, :] = 0
    assert float(pose_maps(talking, SHAPE)[0, HEAD + 1].max()) > 0.3 and not pose_maps(shut, SHAPE)[0, HEAD + 1].any()


def test_regions_are_apart_and_whoever_is_not_sketched_may_be_anywhere():
    inside = regions(pose_maps(sketch(s0=(0.2, 0.9), s1=(0.8, 0.9)), SHAPE))
    assert inside.shape == (1, SUBJECTS, 3 * 9 * 16)
    left, right, third = inside[0, 0], inside[0, 1], inside[0, 2]
    assert left.any() and right.any() and not (left & right).any() and third.all()
    columns = torch.arange(16).repeat(3 * 9)
    assert columns[left].max() < 8 <= columns[right].min()


def test_the_sketch_of_a_shot_is_its_world():
    staging = next(s for s in (sample_staging(n, "train") for n in range(200)) if s.subjects and s.subjects[0].action is Action.WALK)
    told = keypoints(staging)
    assert told.shape == (staging.frames, SUBJECTS, 11, 3) and told[0, 0, HEAD, 2] == 1
    assert np.abs(np.diff(told[:, 0, HEAD, 0])).max() > 0


def test_drawings_must_fit_the_latents():
    with pytest.raises(ValueError, match="9 drawings"):
        pose_maps(torch.zeros(1, 8, 4, 11, 3), SHAPE)
