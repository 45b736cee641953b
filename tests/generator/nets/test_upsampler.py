"""The guided upsampler and its classical fallback."""

import cv2
import numpy as np
import pytest
import torch

from generator.nets.upsampler import Upsampler, UpsamplerConfig, guide, load_upsampler, save_upsampler, upsample


@pytest.fixture(scope="module")
def scene():
    """A full-size scene that drifts: still uint8 (144, 192, 3), drawings (3, 48, 64, 3), the true large drawings."""
    rng = np.random.default_rng(0)
    wide = np.full((144, 260, 3), 200, np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, 250)), int(rng.integers(0, 140))
        cv2.circle(wide, (x, y), int(rng.integers(4, 14)), rng.integers(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    large = np.stack([wide[:, 6 * f : 6 * f + 192] for f in range(3)])
    small = np.stack([cv2.resize(picture, (64, 48), interpolation=cv2.INTER_AREA) for picture in large])
    return large[0], small, large


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_the_still_lends_its_detail(scene):
    still, small, large = scene
    made = upsample(small, still)
    assert made.shape == large.shape and made.dtype == np.uint8
    plain = np.stack([cv2.resize(picture, (192, 144), interpolation=cv2.INTER_CUBIC) for picture in small])
    assert error(made, large) < 0.7 * error(plain, large)
    assert np.array_equal(made, upsample(small, still))


def test_trust_is_low_where_the_still_knows_nothing(scene):
    still, small, _ = scene
    changed = small[:2].copy()
    changed[1, 10:30, 10:30] = (255, 0, 255)
    trust = guide(changed, still).trust
    assert trust[0].mean() > 0.9
    assert trust[1, 14:26, 14:26].mean() < 0.1


def test_a_fresh_net_changes_nothing(scene, tmp_path):
    still, small, _ = scene
    torch.manual_seed(0)
    net = Upsampler(UpsamplerConfig(width=8, depth=1)).eval()
    assert np.array_equal(upsample(small[:2], still, net), upsample(small[:2], still))
    path = tmp_path / "upsampler.safetensors"
    save_upsampler(path, net, net.state_dict(), {})
    assert load_upsampler(path).config == net.config


def test_another_scale_is_refused(scene):
    with pytest.raises(ValueError, match="3 times"):
        guide(scene[1], scene[0][:100])
