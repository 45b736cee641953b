"""The upsampler guided by the still."""

import cv2
import numpy as np
import pytest

from generator.nets.camera import pixels, pull, seen_from
from generator.nets.carry import carry
from generator.nets.puppet import camera_alone, empty_theatre
from generator.nets.upsampler import upsample


@pytest.fixture(scope="module")
def scene():
    """A full-size scene that pans: still uint8 (144, 192, 3), where everything comes from, the true large drawings (3, 144, 192, 3)."""
    rng = np.random.default_rng(0)
    wide = np.full((144, 260, 3), 200, np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, 250)), int(rng.integers(0, 140))
        cv2.circle(wide, (x, y), int(rng.integers(4, 14)), rng.integers(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    large = np.stack([wide[:, 6 * f : 6 * f + 192] for f in range(3)])
    small = np.stack([cv2.resize(picture, (64, 48), interpolation=cv2.INTER_AREA) for picture in large])
    numbers = np.zeros((3, 16), np.float32)
    numbers[:, 0] = np.arange(3) / 32  # 6 of 192 pixels a drawing
    return large[0], carry(small, sheets(small[0]), camera_alone(small[0], numbers)), large


def sheets(picture):
    return empty_theatre(picture).sheets()


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_the_still_lends_its_detail(scene):
    still, moving, large = scene
    made = np.stack(list(upsample(moving, sheets(still))))
    assert made.shape == large.shape and made.dtype == np.uint8
    plain = np.stack([cv2.resize(picture, (192, 144), interpolation=cv2.INTER_CUBIC) for picture in moving.frames])
    inner = np.s_[:, :, :-24]  # what the pan brings in is not in the still
    assert error(made[inner], large[inner]) < 0.4 * error(plain[inner], large[inner])
    assert np.array_equal(made, np.stack(list(upsample(moving, sheets(still)))))


def test_what_is_trusted_and_does_not_move_is_the_still_itself(scene):
    still, moving, _ = scene
    calm = moving._replace(flow=np.zeros_like(moving.flow), trust=np.ones_like(moving.trust))
    assert all(np.array_equal(picture, still) for picture in upsample(calm, sheets(still)))


def test_what_is_not_trusted_is_the_made_drawing_enlarged(scene):
    still, moving, _ = scene
    plain = cv2.resize(moving.frames[2], (192, 144), interpolation=cv2.INTER_CUBIC)
    assert np.array_equal(list(upsample(moving._replace(trust=np.zeros_like(moving.trust)), sheets(still)))[2], plain)


def test_another_scale_is_refused(scene):
    with pytest.raises(ValueError, match="3 times"):
        next(upsample(scene[1], sheets(scene[0][:100])))


def test_the_ground_goes_on_below_a_frame_that_opens():
    picture = np.zeros((48, 64, 3), np.uint8)
    picture[20:44, 30:34] = (255, 0, 0)  # someone stands on plain ground
    picture[44:] = (0, 90, 0)
    wider = seen_from(pixels(48, 64), np.array([0.0, 0.0, -0.5, 0.0]))
    opened = pull(picture, wider)
    assert (opened[43:, :, 1] > 60).all() and not opened[43:, :, 0].any()


def test_what_the_camera_brings_in_is_taken_from_other_drawings_of_the_shot(scene):
    still, moving, large = scene
    alone, helped = (np.stack(list(upsample(moving, sheets(still), (), beyond))) for beyond in ((), large))
    edge = np.s_[2, :, -10:]
    assert error(helped[edge], large[edge]) < 0.3 * error(alone[edge], large[edge])
    assert error(helped[:, 12:-12, 12:-30], alone[:, 12:-12, 12:-30]) < 2.0  # where the still has been, nothing changes
