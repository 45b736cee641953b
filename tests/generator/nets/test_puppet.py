"""The first drawing's figures, moved by their bones before a filled-in plate."""

import cv2
import numpy as np
import pytest

from generator.nets.puppet import camera_alone, puppet

WIDTH, HEIGHT = 256, 144


def drawn(hip, camera=0.0):
    """Someone red on a striped wall, standing with the hip at `hip`, and their keypoints (4, 9, 3)."""
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    for x in range(0, WIDTH, 32):
        picture[:, x : x + 4] = (120, 160, 200)
    picture = np.roll(picture, -round(camera * WIDTH), axis=1)
    x, y = hip
    points = np.zeros((4, 9, 3), np.float32)
    joints = [(x, y), (x, y - 30), (x, y - 40), (x - 14, y - 5), (x + 14, y - 5), (x - 7, y + 30), (x + 7, y + 30), (x, y - 44)]
    for a, b, thick in ((0, 1, 16), (1, 3, 6), (1, 4, 6), (0, 5, 7), (0, 6, 7)):
        cv2.line(picture, joints[a], joints[b], (200, 30, 40), thick, cv2.LINE_AA)
    cv2.circle(picture, joints[7], 14, (150, 20, 30), -1, cv2.LINE_AA)
    points[0, :8, 0], points[0, :8, 1], points[0, :8, 2] = *(np.array(joints).T + 0.5) / np.array([[WIDTH], [HEIGHT]]), 1
    points[0, 8] = 14 / WIDTH, 14 / HEIGHT, 0
    return picture, points


@pytest.fixture(scope="module")
def walk():
    return [np.stack(part) for part in zip(*(drawn((80 + 10 * f, 90)) for f in range(5)), strict=True)]


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_who_walks_is_where_the_keypoints_say(walk):
    true, points = walk
    made = puppet(true[0], np.zeros((5, 16), np.float32), points)
    assert made.frames.dtype == np.uint8 and made.flow.shape == (5, HEIGHT, WIDTH, 2) and made.real.shape == (5, HEIGHT, WIDTH)
    still = camera_alone(true[0], np.zeros((5, 16), np.float32))
    assert error(made.frames[1:], true[1:]) < 0.1 * error(still.frames[1:], true[1:])
    assert np.allclose(made.flow[4, 80, 120], (-40, 0), atol=0.5) and made.real[4, 80, 120] == 1  # the hip, from where it was
    assert made.real[4, 80, 78] == 0 and not made.flow[4, 10, 10].any()  # behind where it stood; the wall


def test_nothing_changes_when_nothing_moves(walk):
    true, points = walk
    made = puppet(true[0], np.zeros((3, 16), np.float32), points[:1].repeat(3, 0))
    assert (made.frames == true[0]).all() and np.abs(made.flow).max() < 0.01 and (made.real == 1).all()


def test_who_goes_with_the_camera_leaves_no_seam():
    picture, points = drawn((100, 90))
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 0] = 0.0625
    gone = points.copy()
    gone[0, :8, 0] -= 0.0625
    made, held = puppet(picture, numbers, np.stack([points, gone])), camera_alone(picture, numbers)
    assert np.abs(made.frames.astype(int) - held.frames).max() <= 1
    assert (held.real[1, :, -14:] == 0).all() and (held.real[1, :, :-18] == 1).all()


def test_who_leaves_is_gone(walk):
    true, points = walk
    away = points[:2].copy()
    away[1] = 0
    made = puppet(true[0], np.zeros((2, 16), np.float32), away)
    empty, _ = drawn((-500, 90))
    assert error(made.frames[1], empty) < 0.05 * error(true[0], empty)
