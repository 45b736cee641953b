"""24 drawings a second from 12."""

import cv2
import numpy as np

from generator.nets.between import doubled, halfway


def drawn(x, size=(144, 256)):
    picture = np.full((*size, 3), 210, np.uint8)
    picture[::12] = (150, 180, 210)
    cv2.circle(picture, (x, size[0] // 2), size[0] // 6, (180, 40, 30), -1, cv2.LINE_AA)
    cv2.circle(picture, (x - 5, size[0] // 2 - 5), 5, (20, 20, 30), -1, cv2.LINE_AA)
    return picture


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_every_drawing_is_kept_and_the_last_one_repeated():
    drawings = [drawn(100), drawn(106), drawn(112)]
    made = list(doubled(iter(drawings)))
    assert len(made) == 6
    assert all(np.array_equal(made[2 * n], drawing) for n, drawing in enumerate(drawings)) and np.array_equal(made[5], drawings[2])
    assert list(doubled([])) == [] and len(list(doubled(drawings[:1]))) == 2


def test_what_moves_is_halfway_and_only_once():
    one, true, two = drawn(100), drawn(106), drawn(112)
    made = halfway(one, two)
    mixed = ((one.astype(int) + two) // 2).astype(np.uint8)
    assert error(made, true) < 0.25 * min(error(one, true), error(mixed, true))


def test_full_size_is_as_good():
    one, true, two = (drawn(x, (432, 768)) for x in (300, 312, 324))
    assert error(halfway(one, two), true) < 0.25 * error(one, true)


def test_what_stands_still_stays_as_it_is():
    assert np.array_equal(halfway(drawn(90), drawn(90)), drawn(90))
