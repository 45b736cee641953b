"""The still carried along what was made, enlarged, and drawings between drawings."""

import cv2
import numpy as np
import pytest

from generator.nets.between import doubled
from generator.nets.carry import Moving, carry
from generator.nets.puppet import Anchor, camera_alone
from generator.nets.upsampler import SCALE, upsample

HEIGHT, WIDTH = 72, 128


def scenery(seed=0, wide=WIDTH):
    """A still (3H, 3W, 3) with soft ground and hard things on it."""
    dice = np.random.default_rng(seed)
    small = cv2.GaussianBlur(dice.integers(0, 255, (HEIGHT, wide, 3)).astype(np.float32), (0, 0), 9)
    still = cv2.resize(np.clip((small - 127) * 6 + 127, 0, 255), (SCALE * wide, SCALE * HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    for _ in range(14):
        x, y = int(dice.integers(0, SCALE * wide)), int(dice.integers(0, SCALE * HEIGHT))
        cv2.circle(still, (x, y), int(dice.integers(10, 40)), dice.integers(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    return still


def small(still):
    return cv2.resize(still, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def apart(a, b):
    return float(np.abs(a.astype(int) - b).mean())


def panned(frames=4, step=2):
    """A wide still seen by a camera that goes `step` small pixels to the right each drawing: stills, small drawings, numbers."""
    wide = scenery(wide=WIDTH + 64)
    stills = [np.ascontiguousarray(wide[:, SCALE * step * f : SCALE * (step * f + WIDTH)]) for f in range(frames)]
    numbers = np.zeros((frames, 16), np.float32)
    numbers[:, 0] = step * np.arange(frames) / WIDTH
    return stills, np.stack([small(s) for s in stills]), numbers


def test_a_clip_that_stands_is_its_still():
    still = scenery()
    first = small(still)
    made = np.repeat(first[None], 3, 0)
    moving = carry(made, first, camera_alone(first, np.zeros((3, 16), np.float32)))
    assert not moving.flow.any() and (moving.trust == 1).all()
    assert all((picture == still).all() for picture in upsample(moving, still))


def test_soft_drawings_get_the_stills_line_back():
    stills, true, numbers = panned()
    soft = np.stack([true[0], *(cv2.GaussianBlur(d, (0, 0), 1.5) for d in true[1:])])
    made = list(upsample(carry(soft, true[0], camera_alone(true[0], numbers)), stills[0]))
    inside = (slice(None), slice(0, SCALE * (WIDTH - 16)))
    enlarged = cv2.resize(soft[-1], stills[0].shape[1::-1], interpolation=cv2.INTER_CUBIC)
    assert apart(made[-1][inside], stills[-1][inside]) < 0.4 * apart(enlarged[inside], stills[-1][inside])


def test_what_the_net_moved_farther_than_its_anchor_is_followed():
    _, (first, moved), _ = panned(frames=2, step=3)
    standing = Anchor(np.repeat(first[None], 4, 0), np.zeros((4, HEIGHT, WIDTH, 2), np.float32), np.ones((4, HEIGHT, WIDTH), np.float32))
    moving = carry(np.stack([first, moved, moved, moved]), first, standing)
    assert abs(float(np.median(moving.flow[2][20:50, 30:90, 0])) - 3) < 0.3


def test_what_is_new_is_shown_as_made():
    still = scenery()
    first = small(still)
    made = np.repeat(first[None], 2, 0)
    made[1, 20:50, 40:80] = (250, 20, 20)
    moving = carry(made, first, camera_alone(first, np.zeros((2, 16), np.float32)))
    shown = list(upsample(moving, still))[1]
    assert moving.trust[1, 30:40, 50:70].max() < 0.1 and apart(shown[90:120, 150:210], np.full((30, 60, 3), (250, 20, 20))) < 6
    assert apart(shown[180:, :], still[180:, :]) < 1


def test_other_pictures_of_the_view_show_what_the_camera_brings_in():
    stills, true, numbers = panned(step=6)
    moving = carry(true, true[0], camera_alone(true[0], numbers))
    mirrored, further = (list(upsample(moving, stills[0], more))[-1] for more in ((), stills))
    edge = (slice(None), slice(-SCALE * 12, None))
    assert apart(further[edge], stills[-1][edge]) < 0.5 * apart(mirrored[edge], stills[-1][edge])


def test_a_still_of_another_size_is_refused():
    first = small(scenery())
    moving = Moving(first[None], np.zeros((1, HEIGHT, WIDTH, 2), np.float32), np.ones((1, HEIGHT, WIDTH), np.float32))
    with pytest.raises(ValueError, match="3 times"):
        next(upsample(moving, scenery()[:100]))


def test_between_two_drawings_things_are_half_way():
    pictures = []
    for x in (40, 46):
        picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
        cv2.circle(picture, (x, 36), 12, (30, 30, 120), -1, cv2.LINE_AA)
        pictures.append(picture)
    made = list(doubled(pictures))
    assert len(made) == 4 and (made[0] == pictures[0]).all() and (made[2] == pictures[1]).all() and (made[3] == pictures[1]).all()
    dark = made[1][..., 0] < 110
    assert abs(np.nonzero(dark)[1].mean() - 43) < 1 and 0.85 < dark.sum() / (pictures[0][..., 0] < 110).sum() < 1.15
    assert list(doubled([])) == []
