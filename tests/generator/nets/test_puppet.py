"""Figures cut out of a drawing and moved by their bones."""

import numpy as np

from generator.nets.puppet import camera_alone, puppet

HEIGHT, WIDTH = 72, 128


def scene():
    """A drawing with a red figure (a block with a round head) on green ground, and its keypoints (4, 9, 3)."""
    picture = np.full((HEIGHT, WIDTH, 3), (120, 190, 120), np.uint8)
    picture[::8] = (100, 170, 100)
    picture[30:60, 40:52] = (200, 40, 40)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    picture[(x - 46) ** 2 + (y - 24) ** 2 < 64] = (220, 180, 150)
    told = np.zeros((4, 9, 3), np.float32)
    points = {0: (46, 46), 1: (46, 32), 2: (46, 25), 3: (41, 44), 4: (51, 44), 5: (43, 59), 6: (49, 59), 7: (46, 24)}
    for row, (px, py) in points.items():
        told[0, row] = px / WIDTH, py / HEIGHT, 1.0
    told[0, 8] = 8 / WIDTH, 8 / HEIGHT, 0.0
    return picture, told


def clip(told, frames, step=0.0):
    out = np.repeat(told[None], frames, 0)
    out[:, 0, :8, 0] += step * np.arange(frames)[:, None] / WIDTH
    return out, np.zeros((frames, 16), np.float32)


def test_who_does_not_move_is_left_alone():
    picture, told = scene()
    sketch, numbers = clip(told, 5)
    made = puppet(picture, numbers, sketch)
    assert (made.frames == picture).all() and not made.flow.any() and (made.real == 1).all()


def test_a_figure_walks_and_what_was_behind_it_is_filled():
    picture, told = scene()
    sketch, numbers = clip(told, 9, 4.0)
    made = puppet(picture, numbers, sketch)
    last = made.frames[-1].astype(int)
    body = (slice(36, 56), slice(42 + 32, 50 + 32))
    assert np.abs(last[body] - (200, 40, 40)).mean() < 25
    left = last[36:56, 42:50]
    assert (left[..., 1] > left[..., 0]).mean() > 0.9  # green again
    assert np.abs(made.flow[-1][body] - (-32, 0)).max() < 3 and made.real[-1][body].mean() > 0.9
    assert made.real[-1][36:56, 42:50].mean() < 0.2
    assert np.abs(last[:, :30] - picture[:, :30]).max() <= 1  # far from anyone nothing changes


def test_the_camera_moves_everyone_and_says_what_it_brought_in():
    picture, told = scene()
    sketch, numbers = clip(told, 3)
    numbers[:, 0] = (0.0, 0.05, 0.125)
    sketch[:, 0, :8, 0] -= numbers[:, :1]
    made, alone = puppet(picture, numbers, sketch), camera_alone(picture, numbers)
    assert np.abs(made.frames.astype(int) - alone.frames).mean() < 0.5
    assert np.array_equal(alone.frames[-1][:, : WIDTH - 17], picture[:, 16:-1])
    assert (alone.real[-1][:, -15:] == 0).all() and (alone.real[-1][:, : WIDTH - 17] == 1).all()


def test_nobody_is_the_camera_alone():
    picture, told = scene()
    sketch, numbers = clip(np.zeros_like(told), 3)
    numbers[:, 1] = (0.0, 0.1, 0.2)
    made, alone = puppet(picture, numbers, sketch), camera_alone(picture, numbers)
    assert all(np.array_equal(a, b) for a, b in zip(made, alone, strict=True))


def test_who_goes_off_screen_leaves_the_plate():
    picture, told = scene()
    sketch, numbers = clip(told, 3)
    sketch[1:, 0] = 0
    last = puppet(picture, numbers, sketch).frames[-1].astype(int)
    figure = last[36:56, 42:50]
    assert (figure[..., 1] > figure[..., 0]).mean() > 0.9
