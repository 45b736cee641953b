"""Who is in a picture, told by the same picture without them."""

import cv2
import numpy as np
import pytest

from generator.nets.cutout import shared
from generator.nets.matte import keyed
from generator.nets.skeleton import skeleton

SIZE = (120, 90)


def disc(ground):
    """A red disc on a ground, and how much of each pixel it is."""
    large = np.zeros((4 * SIZE[1], 4 * SIZE[0]), np.uint8)
    cv2.circle(large, (240, 180), 100, 255, -1)
    share = cv2.resize(large, SIZE, interpolation=cv2.INTER_AREA)[..., None] / 255.0
    return (ground + share * (np.array([200, 30, 40]) - ground)).round().astype(np.uint8), share[..., 0]


def test_a_figure_is_laid_over_another_ground_as_if_it_had_been_drawn_there():
    here, there = (np.linspace(a, b, SIZE[0])[None, :, None] + np.zeros((SIZE[1], 1, 3)) for a, b in ((90, 250), (240, 60)))
    picture, share = disc(here)
    found = keyed(picture, here.astype(np.uint8))
    assert np.abs(found.matte - share).mean() < 0.01 and found.matte.max() == 1 and not found.matte[:10].any()
    laid = there + found.matte[..., None] * (found.picture - there)
    assert np.abs(laid - disc(there)[0]).mean() < 1.0 and np.abs(laid - disc(there)[0]).max() < 60


def test_a_figure_has_no_holes_where_it_is_of_the_colour_behind_it():
    ground = np.full((SIZE[1], SIZE[0], 3), 120.0)
    picture, _ = disc(ground)
    picture[40:44, 56:60] = 120
    assert keyed(picture, ground.astype(np.uint8)).matte[40:44, 56:60].min() == 1


def test_a_blank_of_another_size_is_refused():
    with pytest.raises(ValueError, match="one size"):
        keyed(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 5, 3), np.uint8))


def test_two_figures_share_a_matte_by_their_bones():
    def standing(x):
        points = np.zeros((11, 3), np.float32)
        for row, y in ((0, 60), (1, 40), (2, 30), (3, 55), (4, 55), (5, 85), (6, 85), (7, 26)):
            points[row] = x / SIZE[0], y / SIZE[1], 1
        points[8] = 8 / SIZE[0], 9 / SIZE[1], 1
        return skeleton(points, *SIZE)

    left, right = shared(np.ones(SIZE[::-1], np.float32), [standing(40), standing(80)])
    assert left[50, 40] and right[50, 80] and not (left & right).any() and not (left[:, 62:].any() or right[:, :58].any())
