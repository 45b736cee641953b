"""Shards: what is written is what was drawn, and a run can be taken up again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from generator.world import shards
from generator.world.numbers import numbers
from generator.world.sample import sample_staging
from storyboard.caption import caption
from storyboard.grammar import Camera, Move
from storyboard.look import Kind, Look
from storyboard.staging import Action, Place, Staging, Subject


def test_a_shard_round_trip_and_resume(tmp_path: Path) -> None:
    order = shards.Order(tmp_path / "a.safetensors", 3, 2, 7, "heldout")
    shards.write(order)
    written = order.path.stat().st_mtime_ns
    assert shards.write(order)[1] == 0.0 and order.path.stat().st_mtime_ns == written
    assert [p.name for p in tmp_path.iterdir()] == ["a.safetensors"]
    stagings = [sample_staging(7 * shards.STRIDE + 3 + k, "heldout") for k in range(2)]
    with safe_open(order.path, "numpy") as shard:
        meta = shard.metadata()
        shapes = {name: tuple(shard.get_slice(name).get_shape()) for name in ("video", "mask", "numbers", "refs")}
        clip, row, opening = (shard.get_tensor(name)[1] for name in ("video", "numbers", "opening"))
    assert shapes == {"video": (2, 33, 144, 256, 3), "mask": (2, 33, 36, 64), "numbers": (2, 33, 16), "refs": (2, 2, 96, 96, 3)}
    assert json.loads(meta["captions"]) == [caption(s) for s in stagings]
    assert json.loads(meta["strata"]) == [str(s.camera.move) for s in stagings]
    assert meta["split"] == "heldout"
    start = shards.start_of(stagings[1])
    assert json.loads(meta["starts"]) == [shards.start_of(s) for s in stagings]
    assert np.array_equal(clip, shards.clip_of(stagings[1], start)["video"])
    assert np.array_equal(opening, shards.clip_of(stagings[1], 0)["video"][0])
    assert np.array_equal(row, numbers(stagings[1])[start : start + shards.DRAWINGS])


def test_orders_cover_the_run(tmp_path: Path) -> None:
    orders = shards.orders_of(tmp_path, 70, 1, "train")
    assert [o.count for o in orders] == [32, 32, 6] and len({o.path for o in orders}) == 3


def test_numbers_tell_camera_speech_and_time() -> None:
    speaker = Subject(look=Look(kind=Kind.CAT), action=Action.STAND, speech=((8, 20),))
    staging = Staging(place=Place.CITY, subjects=(speaker,), camera=Camera(move=Move.ZOOM, amount=-1.0), motion=0.25, frames=33)
    rows = numbers(staging)
    assert rows.shape == (33, 16) and rows.dtype == np.float32
    assert rows[-1, 2] < 0 and np.allclose(np.cumsum(rows[:, 6]) / 10, rows[:, 2], atol=1e-5)
    assert rows[8:20, 9].max() > 0.4 and rows[:8, 9].max() < 0.2 and not rows[:, 10:13].any()
    assert np.allclose(rows[:, 8], 0.25) and rows[12, 13] == np.float32(0.25)


def test_neighbouring_clips_are_shots_of_one_scene():
    alone, scenes = (shards.stagings_of(shards.Order(Path("x"), 0, 8, 3, "train", together=together)) for together in (1, 4))
    for place, (staging, own) in enumerate(zip(scenes, alone, strict=True)):
        first = alone[place - place % 4]
        assert all(getattr(staging, name) == getattr(first, name) for name in shards.SHARED)
        assert (staging.camera, staging.size, staging.frames) == (own.camera, own.size, own.frames)
        if staging.subjects and first.subjects:
            assert staging.subjects[0].look == first.subjects[0].look and staging.subjects[0].action == own.subjects[0].action


def test_half_a_scene_is_refused(tmp_path: Path):
    with pytest.raises(SystemExit):
        shards.main(["--out", str(tmp_path), "--clips", "3", "--together", "2"])
