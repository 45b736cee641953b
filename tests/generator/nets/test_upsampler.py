"""The upsampler guided by the still."""

import cv2
import numpy as np
import pytest

from generator.nets.camera import seen_from
from generator.nets.upsampler import guide, pixels, pull, pull_large, steady, upsample


@pytest.fixture(scope="module")
def scene():
    """A full-size scene that pans: still uint8 (144, 192, 3), drawings (3, 48, 64, 3), the true large drawings, numbers."""
    rng = np.random.default_rng(0)
    wide = np.full((144, 260, 3), 200, np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, 250)), int(rng.integers(0, 140))
        cv2.circle(wide, (x, y), int(rng.integers(4, 14)), rng.integers(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    large = np.stack([wide[:, 6 * f : 6 * f + 192] for f in range(3)])
    small = np.stack([cv2.resize(picture, (64, 48), interpolation=cv2.INTER_AREA) for picture in large])
    numbers = np.zeros((3, 16), np.float32)
    numbers[:, 0] = np.arange(3) / 32  # 6 of 192 pixels a drawing
    return large[0], small, large, numbers


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_the_still_lends_its_detail(scene):
    still, small, large, numbers = scene
    made = np.stack(list(upsample(small, still, numbers)))
    assert made.shape == large.shape and made.dtype == np.uint8
    plain = np.stack([cv2.resize(picture, (192, 144), interpolation=cv2.INTER_CUBIC) for picture in small])
    inner = np.s_[:, :, :-24]  # what the pan brings in is not in the still
    assert error(made[inner], large[inner]) < 0.4 * error(plain[inner], large[inner])
    assert np.array_equal(made, np.stack(list(upsample(small, still, numbers))))


def test_softness_alone_is_no_reason_for_distrust(scene):
    still, small, large, numbers = scene
    soft = np.stack([small[0], *(cv2.GaussianBlur(picture, (0, 0), 1) for picture in small[1:])])
    made = np.stack(list(upsample(soft, still, numbers)))
    plain = np.stack([cv2.resize(picture, (192, 144), interpolation=cv2.INTER_CUBIC) for picture in soft])
    inner = np.s_[1:, 12:-12, 12:-24]  # what the pan brings in is not in the still
    assert error(made[inner], large[inner]) < 0.4 * error(plain[inner], large[inner])


def test_trust_is_low_where_the_still_knows_nothing(scene):
    _, small, _, numbers = scene
    changed = np.stack([small[0], small[0]])
    changed[1, 5:40, 15:50] = (255, 0, 255)
    trust = guide(changed, numbers[:1].repeat(2, 0)).trust
    assert trust[0].mean() > 0.99
    assert trust[1, 18:26, 28:36].mean() < 0.2


def test_what_the_camera_brings_in_mirrors_what_is_there(scene):
    still, small, _, numbers = scene
    numbers = numbers.copy()
    numbers[1:, 0] = 0.25  # a quarter of the width to the right
    same = small[:1].repeat(3, 0)
    source = guide(same, numbers).source[1]
    assert source[24, 63, 0] > 64
    pulled = pull_large(still, source)
    assert np.array_equal(pulled, pull_large(still, source)) and pulled.std() > 5


def test_a_figure_is_moved_as_far_as_is_asked(scene):
    _, small, _, numbers = scene
    held = numbers[:1].repeat(3, 0)
    drifting = np.stack([small[0], small[1], small[1]])
    one, two = (guide(drifting, held, gain).source[2] - guide(drifting, held, 0.0).source[2] for gain in (1.0, 2.0))
    assert np.abs(one).max() > 0.5 and np.allclose(two, 2 * one, atol=1e-3)


def test_lines_do_not_tremble():
    flows = np.zeros((5, 2, 2, 2), np.float32)
    flows[2] = 4.0
    assert steady(flows)[:, 0, 0, 0].tolist() == [0.0, 1.0, 2.0, 1.0, 0.0]


def test_another_scale_is_refused(scene):
    with pytest.raises(ValueError, match="3 times"):
        next(upsample(scene[1], scene[0][:100], scene[3]))


def test_the_ground_goes_on_below_a_frame_that_opens():
    picture = np.zeros((48, 64, 3), np.uint8)
    picture[20:44, 30:34] = (255, 0, 0)  # someone stands on plain ground
    picture[44:] = (0, 90, 0)
    wider = seen_from(pixels(48, 64), np.array([0.0, 0.0, -0.5, 0.0]))
    opened = pull(picture, wider)
    assert (opened[43:, :, 1] > 60).all() and not opened[43:, :, 0].any()


def test_what_the_camera_brings_in_is_taken_from_other_drawings_of_the_shot(scene):
    still, small, large, numbers = scene
    mirrored, true = (np.stack(list(upsample(small, still, numbers, beyond))) for beyond in ((), large))
    edge = np.s_[2, :, -10:]
    assert error(true[edge], large[edge]) < 0.1 * error(mirrored[edge], large[edge])
    assert error(true[:, 12:-12, 12:-30], mirrored[:, 12:-12, 12:-30]) < 2.0  # where the still has been, nothing changes
