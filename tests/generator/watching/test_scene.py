"""The watcher sees where a scene is cut, and what is wrong at its joins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from generator.captions import captions
from generator.encode import FILM, write_mp4
from generator.planar import from_rgb
from generator.rig import Rig
from generator.watching import scene as reader
from generator.watching import subtitle
from storyboard.finish import FinishParams
from storyboard.grammar import Transition
from storyboard.params import CutParams, SceneParams, Subtitle
from storyboard.watching import Reading, WatchSceneParams

SIZE, LENGTHS = (320, 180), (48, 60, 48)
PALETTE = np.array([(120, 170, 220), (90, 140, 70), (200, 180, 140), (150, 60, 50), (60, 50, 70), (230, 210, 90)], np.uint8)
Frames = list[np.ndarray]


def shot(seed: int, frames: int) -> Frames:
    """Blocks of one palette, as a place has them, drifting on twos."""
    dice = np.random.default_rng(seed)
    page = cv2.resize(PALETTE[dice.integers(0, len(PALETTE), (9, 24))], (640, 180), interpolation=cv2.INTER_NEAREST)
    return [page[:, 4 * (k // 2) : 4 * (k // 2) + 320] for k in range(frames)]


def drawn() -> Frames:
    return [frame for seed, frames in enumerate(LENGTHS) for frame in shot(seed, frames)]


def params(*subtitles: Subtitle, grain: float = 0.0, opens: Transition = Transition.CUT) -> SceneParams:
    cuts = tuple(CutParams(frames=frames, transition=opens if n == 1 else Transition.CUT) for n, frames in enumerate(LENGTHS))
    return SceneParams(cuts=cuts, cross=12, subtitles=subtitles, size=SIZE, finish=FinishParams(grain=grain))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    def _read(frames: Frames, given: SceneParams | None = None) -> Reading:
        media = write_mp4(tmp_path / "scene.mp4", frames, "24", FILM)
        return reader.read(WatchSceneParams(scene=given or params()), {"scene": (media,)}, Rig(tmp_path))

    return _read


def wrong(found: Reading) -> dict[str, tuple[int, int] | None]:
    """What does not hold, and where."""
    return {one.unit: one.at for one in found.checks if not one.holds}


def test_a_scene_as_it_was_cut_has_nothing_wrong_with_it(read):
    found = read(drawn())
    assert (wrong(found), found.unread) == ({}, ())


@pytest.mark.parametrize("off", [-3, 1, 6])
def test_a_cut_at_another_frame_is_told(read, off: int):
    frames = drawn()
    frames[min(48, 48 + off) : max(48, 48 + off)] = [frames[48 if off < 0 else 47]] * abs(off)
    assert reader.PLACE.unit in wrong(read(frames))
    assert next(one.value for one in read(frames).checks if one.unit == reader.PLACE.unit) == abs(off)


def test_a_cut_that_nobody_planned_is_told_where_it_is(read):
    frames = drawn()
    frames[70:90] = shot(9, 20)
    told = wrong(read(frames))
    assert told[reader.EXTRA.unit] in ((70, 71), (90, 91)) and reader.PLACE.unit not in told


def test_light_that_jumps_at_a_cut_is_told(read):
    frames = drawn()
    frames[48:108] = [np.clip(frame * 0.8, 0, 255).astype(np.uint8) for frame in frames[48:108]]
    assert wrong(read(frames))[reader.SEAM.unit] in ((47, 49), (107, 109))


def test_black_and_frozen_frames_are_told(read):
    frames = drawn()
    frames[48:50] = [np.zeros_like(frames[0])] * 2
    told = wrong(read(frames))
    assert told[reader.BLACK.unit] == (48, 50)
    frames = drawn()
    frames[20:32] = [frames[20]] * 12
    assert wrong(read(frames))[reader.FREEZE.unit] in ((20, 32), (21, 32))  # the codec may take a frame to come to rest


def test_under_grain_a_freeze_is_not_read_and_that_is_said(read):
    assert any("grain" in one for one in read(drawn(), params(grain=0.4)).unread)


def test_shots_that_are_alike_are_said_to_have_no_cut_that_can_be_seen(read):
    same = shot(0, sum(LENGTHS))
    assert len(read(same).unread) == 2


def test_a_dissolve_is_no_cut(read):
    frames, before, after = drawn(), shot(0, 60), shot(1, 60)
    frames[42:54] = [(a * (1 - k / 12) + b * (k / 12)).astype(np.uint8) for k, (a, b) in enumerate(zip(before[42:54], after[:12], strict=True))]
    assert reader.EXTRA.unit not in wrong(read(frames, params(opens=Transition.DISSOLVE)))


def burned(subtitle: Subtitle) -> Frames:
    frames = [from_rgb(frame).copy() for frame in drawn()]
    for one in captions([subtitle], SIZE, len(frames)):
        for at, frame in enumerate(frames):
            one.onto(frame, at)
    return frames


def test_a_subtitle_is_seen_when_it_is_due_and_missed_when_it_is_not(read):
    one = Subtitle(start=20, end=100, text="Once a fox went out\nto find a light.")
    assert wrong(read(burned(one), params(one))) == {}
    late = one.model_copy(update={"start": 40})
    assert set(wrong(read(burned(late), params(one)))) == {subtitle.SEEN.unit}
    assert set(wrong(read(drawn(), params(one)))) == {subtitle.SEEN.unit}


def test_a_subtitle_too_fast_to_be_read_is_told(read):
    one = Subtitle(start=20, end=34, text="Once a fox went out\nto find a light.")
    assert {subtitle.SPEED.unit, subtitle.STAY.unit} <= set(wrong(read(burned(one), params(one))))
