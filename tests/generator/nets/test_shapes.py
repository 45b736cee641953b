"""Shapes and their rounding rules."""

import pytest

from generator.nets.shapes import LatentShape, TokenGrid, VideoShape, round_frames


def test_a_clip_and_its_latent_and_tokens():
    latent = VideoShape(17, 144, 256).latent()
    assert latent == LatentShape(5, 18, 32)
    assert latent.tokens() == TokenGrid(5, 9, 16)
    assert latent.tokens().total == 720
    assert latent.video() == VideoShape(17, 144, 256)


@pytest.mark.parametrize("shape", [(0, 8, 8), (2, 8, 8), (16, 8, 8), (5, 12, 8), (5, 8, 0)])
def test_what_does_not_fit_is_refused(shape):
    with pytest.raises(ValueError):
        VideoShape(*shape).latent()


def test_odd_latents_have_no_tokens():
    with pytest.raises(ValueError, match="patches"):
        LatentShape(1, 3, 4).tokens()


@pytest.mark.parametrize(("given", "rounded"), [(0, 1), (1, 1), (2, 5), (5, 5), (6, 9), (33, 33)])
def test_frames_round_up(given, rounded):
    assert round_frames(given) == rounded
