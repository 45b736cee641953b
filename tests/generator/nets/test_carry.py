"""Where in the first drawing everything in a made clip comes from."""

import cv2
import numpy as np
import pytest

from generator.nets.camera import pixels, pull
from generator.nets.carry import carry, steady
from generator.nets.puppet import Anchor, camera_alone, empty_theatre


@pytest.fixture(scope="module")
def scene():
    """Someone on a wall who steps to the right by 4 pixels a drawing, and an anchor that knows nothing of it."""
    rng = np.random.default_rng(1)
    wall = cv2.resize(rng.integers(120, 255, (18, 32, 3)).astype(np.uint8), (256, 144), interpolation=cv2.INTER_CUBIC)
    true = np.stack([wall] * 4)
    for f in range(4):
        cv2.circle(true[f], (110 + 4 * f, 72), 26, (170, 60, 50), -1, cv2.LINE_AA)
        cv2.circle(true[f], (102 + 4 * f, 64), 6, (250, 250, 240), -1, cv2.LINE_AA)
        cv2.rectangle(true[f], (104 + 4 * f, 82), (122 + 4 * f, 88), (30, 20, 60), -1)
    return true, camera_alone(true[0], np.zeros((4, 16), np.float32))


def test_what_was_made_soft_is_found_sharp_in_the_first_drawing(scene):
    true, anchor = scene
    made = np.stack([true[0], *(cv2.GaussianBlur(drawing, (0, 0), 1.0) for drawing in true[1:])])
    moving = carry(made, empty_theatre(true[0]).sheets(), anchor)
    assert moving.frames.shape == made.shape and moving.flow.shape == (4, 144, 256, 2)
    assert not moving.flow[0].any() and (moving.trust[0] == 1).all()
    assert np.abs(moving.flow[2, 60:66, 106:114] - (-8, 0)).mean() < 0.5  # an eye, from where it was
    pulled = pull(true[0], pixels(144, 256) + moving.flow[2])
    carried = made[2] + moving.trust[2][..., None] * (pulled.astype(float) - made[2])
    assert ((carried - true[2]) ** 2).mean() < 0.85 * ((made[2].astype(float) - true[2]) ** 2).mean()


def test_what_the_first_drawing_does_not_show_is_not_trusted(scene):
    true, anchor = scene
    changed = true.copy()
    changed[2, 50:94, 40:84] = (255, 0, 255)
    changed[2, 50:94:11, 40:84] = changed[2, 50:94, 40:84:11] = 0
    unreal = anchor._replace(real=np.where(np.arange(256) < 200, anchor.real, np.float32(0)))
    moving = carry(changed, empty_theatre(true[0]).sheets(), unreal)
    assert moving.trust[2, 60:84, 50:74].max() < 0.2 and moving.trust[1, :, 206:].max() == 0
    assert moving.trust[1, 20:40, 20:180].min() > 0.9


def test_where_the_net_only_blurs_the_anchor_is_kept(scene):
    true, anchor = scene
    lost = np.stack([true[0], *(cv2.GaussianBlur(drawing, (0, 0), 12) for drawing in true[1:])])
    moving = carry(lost, empty_theatre(true[0]).sheets(), anchor)
    assert np.abs(moving.frames[2, 50:94, 90:130].astype(int) - anchor.frames[2, 50:94, 90:130]).mean() < 6
    assert np.abs(moving.flow[2, 50:94, 90:130]).max() < 0.5 and moving.trust[2, 60:84, 95:125].mean() > 0.7


def test_another_clips_anchor_is_refused(scene):
    true, anchor = scene
    with pytest.raises(ValueError, match="anchor"):
        carry(true[:2], empty_theatre(true[0]).sheets(), Anchor(*anchor))


def test_lines_do_not_tremble():
    steps = np.zeros((5, 2, 2, 2), np.float32)
    steps[2] = 4.0
    assert steady(steps)[:, 0, 0, 0].tolist() == [0.0, 1.0, 2.0, 1.0, 0.0]
