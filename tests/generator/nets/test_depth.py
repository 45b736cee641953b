"""What is far moves less when the camera travels."""

import cv2
import numpy as np
import pytest

from generator.nets.camera import pixels, seen_from
from generator.nets.depth import Depth, apart, travelled
from generator.nets.puppet import camera_alone
from generator.world.camera import PARALLAX
from generator.world.numbers import numbers
from generator.world.render import Shoot
from generator.world.sample import sample_staging
from generator.world.truth import depth_of
from storyboard.grammar import Camera, Move

SIZE = (128, 72)


@pytest.fixture(scope="module")
def wall():
    """A wall and a red post before it, and how near they are."""
    dice = np.random.default_rng(3)
    picture = cv2.resize(dice.integers(90, 255, (9, 16, 3)).astype(np.uint8), SIZE, interpolation=cv2.INTER_CUBIC)
    picture[:, 60:68] = (200, 0, 0)
    near = np.full(SIZE[::-1], 0.2, np.float32)
    near[:, 60:68] = 1.0
    return picture, Depth(near, np.zeros_like(near, bool), (0.5, 0.56), 1.0)


def test_a_truck_moves_what_is_near_more_and_shows_what_was_behind(wall):
    picture, depth = wall
    made = travelled(picture, apart(depth), np.array([0.125, 0.0, 0.0, 0.0]))  # 16 pixels on the stage line
    post = (made.picture[..., 0] > 150) & (made.picture[..., 1] < 40)
    assert np.flatnonzero(post.mean(0) > 0.9).tolist() == list(range(44, 52))
    assert np.allclose(made.flow[30, 47], (16, 0), atol=0.01) and np.allclose(made.flow[30, 20], (3.2, 0), atol=0.01)
    hidden = np.s_[:, 58:64]  # where the post hid the wall: filled in with wall, and not real
    assert not made.real[hidden].any() and made.picture[hidden][..., 1].min() > 60
    assert made.real[:, 70:120].all() and not made.real[:, 126:].any()


@pytest.mark.parametrize("step", [(0.05, -0.03, 0.0, 0.0), (0.0, 0.0, 0.2, 0.0)])
def test_one_plane_is_what_a_still_camera_sees(wall, step):
    picture, depth = wall
    step = np.array(step)
    made = travelled(picture, apart(depth._replace(near=np.ones_like(depth.near))), step)
    assert np.abs(made.flow - (seen_from(pixels(*SIZE[::-1]), step) - pixels(*SIZE[::-1]))).max() < 0.01


def test_a_push_in_leaves_the_sky_where_it_is(wall):
    picture, depth = wall
    made = travelled(picture, apart(depth._replace(near=np.zeros_like(depth.near))), np.array([0.0, 0.0, 0.4, 0.0]))
    assert np.abs(made.flow).max() < 1e-3 and np.abs(made.picture - picture).max() <= 1


@pytest.mark.parametrize("move", [Move.TRUCK, Move.DOLLY, Move.PEDESTAL])
def test_the_worlds_own_depth_brings_its_places_nearer_to_the_truth(move):
    gain = []
    for number in range(500_000, 500_010):
        camera = Camera(move=move, amount=0.6)
        staging = sample_staging(number, "train").model_copy(update={"camera": camera, "subjects": (), "frames": 33})
        shoot = Shoot(staging, SIZE)
        true = [shoot.draw(frame) for frame in (0, 32)]
        shoot.close()
        told = numbers(staging)[[0, 32]]
        errors = [np.square(camera_alone(true[0], told, depth).frames[1].astype(float) - true[1]).mean() for depth in (None, depth_of(staging, SIZE))]
        gain.append(10 * np.log10(errors[0] / errors[1]))
    assert np.mean(gain) > 1.0


def test_only_a_camera_that_travels_needs_depth():
    staging = sample_staging(3, "train")
    assert all((depth_of(staging.model_copy(update={"camera": Camera(move=move)}), SIZE) is not None) == (move in PARALLAX) for move in Move)
