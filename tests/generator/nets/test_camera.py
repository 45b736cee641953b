"""Numbers per latent frame, and the picture moved by the camera."""

import numpy as np
import pytest
import torch

from generator.nets.camera import CLOCK, CLOCK_WAVES, LONGEST_CLOCK, latent_clock, latent_numbers, relative_numbers
from generator.nets.puppet import camera_alone


def test_every_drawing_is_kept():
    numbers = torch.arange(9 * 16, dtype=torch.float32).view(1, 9, 16)
    made = latent_numbers(numbers)
    assert made.shape == (1, 3, 64)
    assert torch.equal(made[0, 0], numbers[0, 0].repeat(4))
    assert torch.equal(made[0, 2], numbers[0, 5:9].flatten())


def test_wrong_numbers_are_refused():
    with pytest.raises(ValueError, match="16 numbers"):
        latent_numbers(torch.zeros(1, 5, 3))
    with pytest.raises(ValueError, match="1 \\+ 4 n"):
        latent_numbers(torch.zeros(1, 4, 16))


def test_the_path_counts_from_the_first_drawing_of_the_window():
    numbers = torch.ones(1, 5, 16)
    numbers[0, :, 0] = torch.arange(5) + 3.0
    made = relative_numbers(numbers)
    assert made[0, :, 0].tolist() == [0, 1, 2, 3, 4]
    assert (made[0, :, 1:4] == 0).all() and (made[0, :, 4:] == 1).all()


@pytest.fixture
def picture():
    y, x = np.mgrid[0:48, 0:64]
    return np.stack([x * 3, y * 4, (x + y) * 2], -1).astype(np.uint8)


def test_a_camera_that_goes_right_moves_the_picture_left(picture):
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 0] = 8 / 64
    made = camera_alone(picture, numbers).frames
    assert np.array_equal(made[0], picture)
    assert np.abs(made[1][:, :50].astype(int) - picture[:, 8:58]).max() <= 1


def test_a_camera_that_goes_down_moves_the_picture_up(picture):
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 1] = 6 / 48
    assert np.abs(camera_alone(picture, numbers).frames[1][:40].astype(int) - picture[6:46]).max() <= 1


def test_zooming_in_keeps_the_middle_and_enlarges(picture):
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 2] = np.log(2)
    made = camera_alone(picture, numbers).frames[1].astype(int)
    assert abs(made[24, 32, 0] - picture[24, 32, 0]) <= 3
    assert abs((made[24, 40, 0] - made[24, 24, 0]) - 24) <= 2


def test_a_camera_that_turns_clockwise_turns_the_picture_the_other_way(picture):
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 3] = np.pi / 2
    made = camera_alone(np.ascontiguousarray(picture[:, 8:56]), numbers).frames[1].astype(int)
    right_of_middle = picture[:, 8:56][24, 40].astype(int)
    assert np.abs(made[24 - 16, 24] - right_of_middle).max() <= 8


def test_the_clock_comes_as_waves_at_each_latents_last_drawing():
    numbers = torch.zeros(1, 9, 16)
    numbers[0, :, CLOCK] = torch.arange(9) / 12 / 4
    made = latent_clock(numbers)
    assert made.shape == (1, 3, 2 * CLOCK_WAVES)
    assert torch.equal(made[0, 0], torch.cat([torch.zeros(CLOCK_WAVES), torch.ones(CLOCK_WAVES)]))
    turn = 2 * torch.pi * (4 / 12 / 4) / LONGEST_CLOCK
    assert torch.allclose(made[0, 1, [0, 4]], torch.tensor([turn, 5 * turn]).sin(), atol=1e-5)
