"""Strange pictures: shards as training reads them, warps as the camera's numbers say."""

from __future__ import annotations

import cv2
import numpy as np

from generator.nets.puppet import camera_alone
from generator.train import strange, textures
from generator.train.data import open_clips
from generator.world import camera
from storyboard.grammar import Camera, Move


def test_a_shard_is_read_as_every_other(tmp_path):
    strange.main(["--out", str(tmp_path), "--clips", "3", "--seed", "4", "--split", "heldout", "--workers", "1"])
    clips = open_clips(tmp_path, "heldout")
    assert clips.count == 3
    shapes = {name: clips.array(0, name).shape for name in ("video", "opening", "mask", "numbers", "refs", "keypoints", "before")}
    assert shapes == {
        "video": (33, 144, 256, 3), "opening": (144, 256, 3), "mask": (33, 36, 64), "numbers": (33, 16), "refs": (2, 96, 96, 3),
        "keypoints": (33, 4, 11, 3), "before": (1, 4, 11, 3),
    }  # fmt: skip
    for clip in range(3):
        assert clips.caption(clip).startswith("a picture. ") and clips.start(clip) == 0
        assert not clips.array(clip, "mask").any() and np.array_equal(clips.array(clip, "opening"), clips.array(clip, "video")[0])


def test_the_same_seed_gives_the_same_clip_and_splits_differ():
    one, again, other = (strange.strange_clip(7, split)[0]["video"] for split in ("train", "train", "heldout"))
    assert np.array_equal(one, again) and not np.array_equal(one, other)


def test_a_picture_moves_as_the_camera_numbers_say():
    """What the net's own warp makes of the first drawing is what a later one shows, wherever the first drawing holds it."""
    height, width = strange.pictures(1, seed=3)[0].shape[:2]
    drawn = textures.cells(np.random.default_rng(1), (width, height)).clip(0, 255).astype(np.uint8)
    picture = cv2.GaussianBlur(drawn, (0, 0), 3)
    for move, amount in ((Move.PAN, 0.8), (Move.TILT, -0.8), (Move.ZOOM, 0.9), (Move.ROLL, 1.0)):
        path = camera.path(Camera(move=move, amount=amount), 33)
        video = strange.warped(picture, path)
        guess = camera_alone(video[0], strange.numbers_of(path, 0.0)).frames
        inside = (slice(50, 94), slice(110, 146))
        assert np.abs(video[-1][inside].astype(int) - guess[-1][inside]).mean() < 3.0
        assert np.abs(video[-1][inside].astype(int) - video[0][inside]).mean() > np.abs(video[-1][inside].astype(int) - guess[-1][inside]).mean()


def test_no_path_leaves_the_picture():
    """A red border beyond the margin never comes into frame."""
    picture = np.full_like(strange.pictures(1, seed=0)[0], 128)
    picture[:4] = picture[-4:] = picture[:, :4] = picture[:, -4:] = (255, 0, 0)
    for move in Move:
        for amount in (-1.0, 1.0):
            assert np.unique(strange.warped(picture, camera.path(Camera(move=move, amount=amount), 77)[::19])).tolist() == [128]


def test_what_lives_moves_and_returns():
    picture = strange.pictures(1, seed=5)[0]
    path = np.zeros((30, 4), np.float32)
    life = strange.Life(128, 72, 25, "sway", 5.0, 0.0)
    video = strange.warped(picture, path, (life,)).astype(int)
    period = round(12 * strange.PERIODS["sway"])
    assert np.abs(video[7] - video[0])[50:90, 100:150].mean() > 2 * np.abs(video[period] - video[0])[50:90, 100:150].mean()
    assert np.array_equal(video[7][:, :10], video[0][:, :10])
