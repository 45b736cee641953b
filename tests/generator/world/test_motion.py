"""Motion: deterministic, smooth, never still, and it goes the way the figure faces."""

from __future__ import annotations

import dataclasses
import math

import pytest

from generator.world import motion
from generator.world.pose import Pose
from storyboard.look import Kind, Look
from storyboard.staging import Action, Emotion, Facing, Subject

STEP = 1 / motion.DRAWINGS_PER_SECOND


def acted(action: Action, t: float, facing: Facing = Facing.RIGHT, amount: float = 0.5, emotion: Emotion = Emotion.CALM) -> Pose:
    subject = Subject(look=Look(kind=Kind.BOY), action=action, facing=facing, emotion=emotion)
    return motion.pose(subject, motion.Moment(t, 2.75), amount, 1, 0.0, 0.0)


def flat(pose: Pose) -> list[float]:
    """All numbers of a pose."""
    out: list[float] = []
    for value in dataclasses.asdict(pose).values():
        items = [value] if not isinstance(value, tuple) else [v for part in value for v in (part if isinstance(part, tuple) else (part,))]
        out += [float(v) for v in items if isinstance(v, int | float)]
    return out


@pytest.mark.parametrize("action", list(Action))
def test_successive_drawings_differ_and_repeat_exactly(action: Action) -> None:
    for amount in (0.0, 0.5, 1.0):
        for k in range(33):
            here, there = acted(action, k * STEP, amount=amount), acted(action, (k + 1) * STEP, amount=amount)
            assert here == acted(action, k * STEP, amount=amount)
            assert all(math.isfinite(v) for v in flat(here))
            assert max(abs(a - b) for a, b in zip(flat(here), flat(there), strict=True)) > 1e-3


@pytest.mark.parametrize("action", [a for a in Action if a is not Action.STAND])
def test_actions_differ_from_standing(action: Action) -> None:
    far = max(max(abs(a - b) for a, b in zip(flat(acted(action, k * STEP)), flat(acted(Action.STAND, k * STEP)), strict=True)) for k in range(24))
    assert far > 0.3


@pytest.mark.parametrize("action", [Action.WALK, Action.RUN])
def test_walkers_travel_the_way_they_face(action: Action) -> None:
    for facing, sign in ((Facing.RIGHT, 1), (Facing.LEFT, -1)):
        start, end = acted(action, 0.0, facing).dx * sign, acted(action, 2.75, facing).dx * sign
        assert start < 0 < end and end - start <= 0.8
    assert acted(action, 1.0, Facing.CAMERA).dx == 0.0


def test_jump_leaves_the_ground_and_comes_back() -> None:
    rises = [acted(Action.JUMP, k * STEP).dy for k in range(33)]
    assert min(rises) < -0.15 and max(rises) == 0.0


def test_emotions_change_the_pose() -> None:
    poses = {emotion: acted(Action.STAND, 0.5, emotion=emotion) for emotion in Emotion}
    assert len({(*tuple(flat(p)), p.emotion) for p in poses.values()}) == len(Emotion)


def test_mouth_speaks_only_inside_the_spans() -> None:
    spans = ((4, 16), (20, 30))
    opens = [motion.mouth(spans, k) for k in range(33)]
    assert all(o == 0.0 for k, o in enumerate(opens) if not any(a <= k < b for a, b in spans))
    assert all(0.0 <= o <= 1.0 for o in opens) and max(opens) > 0.5
    inside = opens[4:16]
    turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(inside, inside[1:], inside[2:], strict=False))
    assert turns >= 4  # syllables
    assert opens == [motion.mouth(spans, k) for k in range(33)]


def test_speech_opens_the_mouth() -> None:
    subject = Subject(look=Look(kind=Kind.GIRL))
    assert motion.pose(subject, motion.Moment(1.0, 2.75), 0.5, 0, 0.0, 0.8).mouth >= 0.8


def test_sleepers_shut_their_eyes_and_lie() -> None:
    for k in range(24):
        pose = acted(Action.SLEEP, k * STEP)
        assert pose.lid == 1.0 and pose.lie
