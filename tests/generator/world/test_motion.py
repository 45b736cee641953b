"""Motion: deterministic, smooth, never still, and it goes the way the figure faces."""

from __future__ import annotations

import dataclasses
import itertools
import math

import pytest

from generator.world import cast, motion
from generator.world.layers import DRAWINGS_PER_SECOND
from generator.world.pose import LEFT, RIGHT, Pose, rig
from storyboard.look import Kind, Look
from storyboard.staging import Action, Emotion, Facing, Prop, Subject

STEP = 1 / DRAWINGS_PER_SECOND


def acted(action: Action, t: float, facing: Facing = Facing.RIGHT, amount: float = 0.5, emotion: Emotion = Emotion.CALM) -> Pose:
    subject = Subject(look=Look(kind=Kind.BOY), action=action, facing=facing, emotion=emotion)
    return motion.pose(subject, motion.Moment(t, 2.75), amount, 1, 0.0)


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


def test_no_two_actions_move_alike() -> None:
    shown = {a: [flat(acted(a, k * STEP)) for k in range(0, 33, 4)] for a in Action}
    for one, two in itertools.combinations(Action, 2):
        far = max(abs(a - b) for here, there in zip(shown[one], shown[two], strict=True) for a, b in zip(here, there, strict=True))
        assert far > 0.25, (one, two)


def test_no_arm_crosses_a_face_that_speaks() -> None:
    for kind, action, emotion in itertools.product((Kind.GIRL, Kind.WOLF), (Action.TALK, Action.POINT, Action.ARGUE), Emotion):
        look = Look(kind=kind)
        body = cast.body_of(look)
        for k in range(33):
            subject = Subject(look=look, action=action, emotion=emotion, facing=Facing.RIGHT)
            joints = rig(body, motion.pose(subject, motion.Moment(k * STEP, 2.75), 0.5, 0, 0.0))
            for arm in joints.arms:
                x, y = (arm.end[0] - joints.head[0]) / body.head, (arm.end[1] - joints.head[1]) / body.head
                assert math.hypot(x - 0.3, y - 0.45) > 0.3, (kind, action, emotion, k)


@pytest.mark.parametrize("action", [Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE, Action.LEAVE])
def test_walkers_travel_the_way_they_face(action: Action) -> None:
    for facing, sign in ((Facing.RIGHT, 1), (Facing.LEFT, -1)):
        gone = [acted(action, k * STEP, facing).dx * sign for k in range(33)]
        assert gone[0] == 0.0 and gone == sorted(gone) and 0.2 < gone[-1] < 2.5
    if action is not Action.LEAVE:
        assert acted(action, 1.0, Facing.CAMERA).dx == 0.0


def walker(action: Action, kind: Kind, t: float, emotion: Emotion = Emotion.CALM, room: float = math.inf) -> Pose:
    subject = Subject(look=Look(kind=kind), action=action, facing=Facing.RIGHT, emotion=emotion)
    return motion.pose(subject, motion.Moment(t, 2.75, room), 0.6, 0, 0.0)


STEADY = [a for a in Action if a not in (Action.FLOAT, Action.SLEEP)]


@pytest.mark.parametrize("action", STEADY)
@pytest.mark.parametrize("kind", [Kind.BOY, Kind.WOLF, Kind.BIRD])
def test_a_foot_on_the_ground_does_not_slide(action: Action, kind: Kind) -> None:
    look = Look(kind=kind)
    body, tall = cast.body_of(look), cast.height(look)
    for emotion, room in ((Emotion.CALM, math.inf), (Emotion.AFRAID, 0.6), (Emotion.HAPPY, math.inf), (Emotion.TIRED, 0.4)):
        poses = [walker(action, kind, k * STEP, emotion, room) for k in range(33)]
        for here, there in itertools.pairwise(poses):
            for foot in (LEFT, RIGHT):
                if max(here.feet[foot][1], there.feet[foot][1]) < 0.02 and min(here.dy, there.dy) > -1e-3:
                    x0, x1 = (rig(body, p).legs[foot].end[0] / math.sqrt(p.squash) + p.dx / tall for p in (here, there))
                    assert abs(x1 - x0) < 0.02, (emotion, room)


def test_who_leaves_in_a_long_shot_stands_and_looks_back() -> None:
    subject = Subject(look=Look(kind=Kind.WOLF), action=Action.LEAVE, facing=Facing.RIGHT, emotion=Emotion.SAD)
    poses = [motion.pose(subject, motion.Moment(k * STEP, 6.4, 1.6), 0.5, 0, 0.0) for k in range(77)]
    way = [p.dx for p in poses]
    held = [k for k in range(76) if abs(way[k + 1] - way[k]) < 1e-6]
    assert way == sorted(way) and way[-1] > 1.1 and len(held) > 8
    assert min(poses[k].head_yaw for k in held) < -0.4 < 0.3 < max(p.head_yaw for p in poses)
    assert poses[0].head_yaw < -0.4 and max(hand[1] for hand in poses[0].hands) > 0.6  # a farewell on the still
    body, tall = cast.body_of(subject.look), cast.height(subject.look)
    for here, there in itertools.pairwise(poses):
        for foot in (LEFT, RIGHT):
            if max(here.feet[foot][1], there.feet[foot][1]) < 0.02:
                x0, x1 = (rig(body, p).legs[foot].end[0] / math.sqrt(p.squash) + p.dx / tall for p in (here, there))
                assert abs(x1 - x0) < 0.02


def test_walkers_stop_at_the_end_of_their_room_with_both_feet_down() -> None:
    for action in (Action.WALK, Action.RUN, Action.ENTER):
        end = walker(action, Kind.BOY, 2.75, room=0.5)
        assert 0.25 < end.dx <= 0.5 and max(foot[1] for foot in end.feet) < 0.02
        assert end.dx == walker(action, Kind.BOY, 2.6, room=0.5).dx


def test_fear_walks_otherwise_than_joy() -> None:
    glad, scared, weary = (walker(Action.WALK, Kind.BOY, 1.0, e) for e in (Emotion.HAPPY, Emotion.AFRAID, Emotion.TIRED))
    assert glad.dx > 1.2 * scared.dx > weary.dx
    assert max(h[1] for h in scared.hands) > -0.4 > max(h[1] for h in glad.hands)


def test_sit_down_ends_seated_and_stand_up_begins_so() -> None:
    sat, stood = acted(Action.SIT, 2.0).hip, acted(Action.STAND, 2.0).hip
    down, up = [acted(Action.SIT_DOWN, k * STEP).hip for k in range(33)], [acted(Action.STAND_UP, k * STEP).hip for k in range(33)]
    assert down[0] > 0.6 and abs(down[-1] - sat) < 0.03 and abs(down[20] - sat) < 0.03
    assert up[0] < 0.4 and abs(up[-1] - stood) < 0.06 and abs(up[20] - stood) < 0.1


def test_who_gives_reaches_out_and_who_takes_draws_in() -> None:
    def out(action: Action, prop: Prop, t: float) -> float:
        subject = Subject(look=Look(kind=Kind.GIRL), action=action, facing=Facing.RIGHT, prop=prop, target=0)
        return motion.pose(subject, motion.Moment(t, 2.75), 0.5, 1, 0.5).hands[RIGHT][2]

    assert out(Action.GIVE, Prop.STAR, 1.2) > out(Action.GIVE, Prop.STAR, 0.0) > 0.6
    assert out(Action.GIVE, Prop.NONE, 2.5) < out(Action.GIVE, Prop.STAR, 1.2) - 0.2
    assert out(Action.TAKE, Prop.NONE, 1.2) - 0.2 > out(Action.TAKE, Prop.STAR, 2.5)


def test_a_hug_reaches_as_far_as_the_other_stands() -> None:
    subject = Subject(look=Look(kind=Kind.BOY), action=Action.HUG, facing=Facing.RIGHT, target=0)
    reaches = [motion.pose(subject, motion.Moment(1.0, 2.75), 0.5, 1, dx).hands[RIGHT][2] for dx in (0.1, 0.15, 0.2)]
    assert reaches[0] < reaches[1] - 0.1 < reaches[2] - 0.1


def test_jump_leaves_the_ground_and_comes_back() -> None:
    rises = [acted(Action.JUMP, k * STEP).dy for k in range(33)]
    assert min(rises) < -0.15 and max(rises) == 0.0


def test_emotions_change_the_pose() -> None:
    poses = {emotion: acted(Action.STAND, 0.5, emotion=emotion) for emotion in Emotion}
    assert len({(*tuple(flat(p)), p.emotion) for p in poses.values()}) == len(Emotion)


def test_mouth_speaks_only_inside_the_spans() -> None:
    spans = ((4, 16), (20, 30))
    said = [motion.mouth(spans, k) for k in range(33)]
    assert all(v == motion.SILENT for k, v in enumerate(said) if not any(a <= k < b for a, b in spans))
    assert all(v.spoken and 0.0 <= v.openness <= 1.0 for v in said[4:16] + said[20:30])
    assert said[4].openness > 0.5  # a still taken at the first drawing speaks
    assert said == [motion.mouth(spans, k) for k in range(33)]


def test_visemes_change_eight_to_ten_times_a_second_and_take_every_form() -> None:
    for start in (0, 5, 17):
        said = [motion.mouth(((start, start + 120),), start + k) for k in range(119)]
        forms = [(round(v.width, 2), round(v.roundness, 2), round(v.teeth, 2)) for v in said]
        changes = sum(a != b for a, b in itertools.pairwise(forms))
        assert 7.5 < changes * DRAWINGS_PER_SECOND / 118 < 10.5
        assert any(v.openness == 0.0 for v in said) and any(v.openness > 0.8 for v in said)
        assert any(v.roundness > 0.8 for v in said) and any(v.width > 0.8 for v in said) and any(v.teeth == 1.0 for v in said)


def test_speech_moves_the_mouth_even_of_who_grins() -> None:
    for action, emotion in ((Action.STAND, Emotion.HAPPY), (Action.LAUGH, Emotion.HAPPY), (Action.WALK, Emotion.SAD)):
        subject = Subject(look=Look(kind=Kind.GIRL), action=action, emotion=emotion)
        shut = motion.pose(subject, motion.Moment(1.0, 2.75), 0.5, 0, 0.0, motion.Viseme(0.0))
        wide = motion.pose(subject, motion.Moment(1.0, 2.75), 0.5, 0, 0.0, motion.Viseme(0.8))
        assert shut.speaks and shut.mouth == 0.0 and wide.mouth == 0.8


def test_sleepers_shut_their_eyes_and_lie() -> None:
    for k in range(24):
        pose = acted(Action.SLEEP, k * STEP)
        assert pose.lid == 1.0 and pose.lie
