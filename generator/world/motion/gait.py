"""Going: walk, run, sneak, enter, leave, chase. Feet do not slide: the way is measured in strides of the planted foot.

A stride is one cycle of both feet. A foot is on the ground for `duty` of it and goes back from +reach to -reach under the body
meanwhile, so the body goes 2 reach / duty leg lengths a stride. Time only says how many strides are done.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.world.motion.beat import GOING_YAW, TAU, Beat, ease, lerp3, once, pair, thud
from generator.world.pose import LEFT, RIGHT, Body, Pose, Room, near
from storyboard.staging import Action, Emotion, Facing, Subject, Where


@dataclass(frozen=True)
class Gait:
    """How something goes: seconds and reach (leg lengths) of a stride, share of it a foot is down, how high it comes up, height and
    drop of the hips, lean, swing of the arms, leap (units)."""

    seconds: float
    reach: float
    duty: float
    lift: float
    hip: float
    drop: float
    lean: float
    swing: float = 1.0
    leap: float = 0.0


GAITS: dict[Action, Gait] = {
    Action.WALK: Gait(0.8, 0.56, 0.56, 0.34, 0.95, 0.05, 0.07),
    Action.RUN: Gait(0.56, 0.54, 0.42, 0.7, 0.86, 0.05, 0.34, 1.2, 0.05),
    Action.SNEAK: Gait(1.6, 0.62, 0.6, 0.95, 0.8, 0.05, 0.36, 0.25),
    Action.ENTER: Gait(0.72, 0.66, 0.56, 0.36, 0.95, 0.055, 0.1),
    Action.LEAVE: Gait(0.78, 0.62, 0.56, 0.34, 0.95, 0.05, 0.1),
    Action.PUSH: Gait(1.25, 0.42, 0.66, 0.2, 0.84, 0.03, 0.0, 0.0),
    Action.CHASE: Gait(0.52, 0.56, 0.42, 0.75, 0.84, 0.05, 0.46, 0.3, 0.05),
}
SLOWEST = 0.62  # of its own pace: so far a figure slows down to fill a long shot
START = 0.03  # strides done when a shot begins: legs apart


def heading(subject: Subject) -> float:
    """Which side of the picture a going figure goes to: -1, 1, or 0 toward us and away."""
    if subject.facing in (Facing.LEFT, Facing.RIGHT):
        return 1.0 if subject.facing is Facing.RIGHT else -1.0
    if subject.action is Action.PUSH:  # what is pushed is beside it
        return -1.0 if subject.where is Where.RIGHT else 1.0
    if subject.action is Action.ENTER:
        return -1.0 if subject.where is Where.RIGHT else 1.0
    if subject.action is Action.LEAVE:
        return -1.0 if subject.where is Where.LEFT else 1.0
    return 0.0


def pace(beat: Beat) -> float:
    """Units a second along the picture while the figure goes at its own pace, whichever way."""
    gait = GAITS[beat.subject.action]
    return _stride(beat, gait, TURNED) * beat.temper.tempo / gait.seconds


TURNED = math.sin(GOING_YAW)  # how much of a step is seen from the side a walker is drawn at


def _stride(beat: Beat, gait: Gait, seen: float) -> float:
    """Units along the picture in a stride."""
    return 2.0 * gait.reach * beat.a * beat.leg * seen / gait.duty


class Way(NamedTuple):
    """Strides done, how much it has come to a stand (0..1), and when it stands (seconds)."""

    strides: float
    stands: float
    stopped: float


def _way(beat: Beat, seen: float) -> Way:
    """At its own pace, slower in a long shot; at the end of its room it stops over one foot while the other comes down. Who leaves
    and still has time stands half-way."""
    gait, other = GAITS[beat.subject.action], 0.5 * (beat.slot % 2)
    start, often = START + other, beat.temper.tempo / gait.seconds
    if math.isinf(beat.moment.room) or seen < 1e-3:
        return Way(start + often * beat.t, 0.0, math.inf)
    end = _over_a_foot(start + beat.moment.room / _stride(beat, gait, seen), gait)
    if end <= start:
        return Way(gait.duty / 2 + other, once(beat.t, 0.0, 0.25), 0.25)
    there = 0.62 * beat.moment.duration if beat.subject.action is Action.ENTER else beat.moment.duration - 0.3  # who enters has to look round, too
    often = min(often, max(often * SLOWEST, (end - start + 0.25) / max(there, 0.1)))
    if beat.subject.action is Action.LEAVE:
        spare, middle = beat.moment.duration - (end - start - 0.4) / often, _over_a_foot(start + 0.4 * (end - start), gait)
        first = _stretch(start, middle, often, beat.t)
        if spare > 1.0 and middle > start:
            late = beat.t - first.stopped - min(spare - 0.4, 2.6)
            return first if late < -0.2 else Way(middle + often * max(late, 0.0) ** 2 / (max(late, 0.0) + 0.15), 1.0 - once(late, -0.2, 0.2), math.inf)
    return _stretch(start, end, often, beat.t)


def _over_a_foot(strides: float, gait: Gait) -> float:
    """The last stride before, at which one foot is under the body and the other passes it."""
    return math.floor(2.0 * (strides - gait.duty / 2)) / 2.0 + gait.duty / 2


def _stretch(start: float, end: float, often: float, t: float) -> Way:
    """From a stride to a stride, `often` a second; over the last half step it slows down."""
    last = min(0.25, end - start)
    begins = (end - last - start) / often
    stops = begins + 2.0 * last / often
    late = min(max((t - begins) / max(stops - begins, 1e-6), 0.0), 1.0)
    strides = start + often * t if not late else end - last * (1.0 - late) ** 2
    return Way(strides, once(t, stops - 0.08, 0.25), stops + 0.17)


def _foot(phase: float, duty: float) -> tuple[float, float]:
    """(forward in reaches, height 0..1) of a foot at a phase of its stride; it comes down at 0."""
    phase %= 1.0
    if phase < duty:
        return 1.0 - 2.0 * phase / duty, 0.0
    swung = (phase - duty) / (1.0 - duty)
    return -1.0 + 2.0 * ease(swung), math.sin(math.pi * swung)


def _pulsed(strides: float) -> float:
    """Strides taken stealthily: each foot is put down and waits."""
    whole = math.floor(2.0 * strides)
    return (whole + ease(1.3 * (2.0 * strides - whole))) / 2.0


def _heaved(strides: float) -> float:
    """Strides taken against something heavy: a heave of one stride, then a rest."""
    whole = math.floor(strides)
    return whole + ease((strides - whole) / HEAVE)


HEAVE = 0.74  # share of a stride's time in which it goes on, when something heavy is pushed


def go(pose: Pose, beat: Beat) -> tuple[Pose, float, float]:
    """(the pose with feet, arms and way; strides done; how much it stands 0..1)."""
    gait, temper = GAITS[beat.subject.action], beat.temper
    seen = abs(math.sin(pose.yaw))
    strides, stands, _ = _way(beat, seen)
    begun = START + 0.5 * (beat.slot % 2)
    if beat.subject.action is Action.SNEAK and not stands:
        strides, begun = _pulsed(strides), _pulsed(begun)
    if beat.subject.action is Action.PUSH:
        strides, begun = _heaved(strides), _heaved(begun)
    feet, hands = [], []
    for i in (LEFT, RIGHT):
        ahead, rise = _foot(strides + 0.5 * i, gait.duty)
        feet.append((0.02, gait.lift * temper.lift * beat.a * rise * (1.0 - stands), gait.reach * beat.a * ahead))
        swing = -math.cos(TAU * (strides + 0.5 * i)) * beat.a * gait.swing * temper.swing * (1.0 - stands)
        hands.append(lerp3((0.2, -0.87 + 0.25 * abs(swing), 0.14 + 0.85 * swing), pose.hands[i], max(stands, CARRIED.get(beat.subject.emotion, 0.0))))
    air = (strides % 0.5 - gait.duty) / (0.5 - gait.duty) if gait.leap else 0.0
    dy = -gait.leap * temper.lift * beat.a * math.sin(math.pi * air) if air > 0 else 0.0
    step = math.cos(2 * TAU * strides) * (1.0 - stands)
    dx = (strides - begun) * _stride(beat, gait, seen) * math.copysign(1.0, math.sin(pose.yaw)) if seen > 1e-3 else 0.0
    hip = min(gait.hip, pose.hip + 0.02) if stands < 0.5 or gait.hip > 0.9 else gait.hip
    gone = replace(
        pose, dx=dx, dy=dy, feet=(feet[0], feet[1]), hands=(hands[0], hands[1]), hip=hip - gait.drop * temper.lift * beat.a * step,
        lean=pose.lean + gait.lean * (1.0 - 0.7 * stands), prop_hand=near(pose),
    )  # fmt: skip
    return gone, strides, stands


CARRIED: dict[Emotion, float] = {Emotion.AFRAID: 0.8, Emotion.ANGRY: 0.45, Emotion.SURPRISED: 0.5}  # how far the hands keep what the mood does


def walk(pose: Pose, beat: Beat) -> Pose:
    pose, strides, stands = go(pose, beat)
    step, moving = 2 * TAU * strides, beat.a * (1.0 - stands)
    side = math.sin(TAU * strides)
    return replace(
        pose, sway=pose.sway + 0.09 * moving * side, squash=1.0 - 0.028 * moving * beat.temper.lift * math.cos(step + 0.5),
        head_tilt=pose.head_tilt + 0.08 * moving * math.sin(TAU * strides - 0.7), nod=pose.nod + 0.12 * moving * math.cos(step - 0.9),
        trail=pose.trail * stands + (0.45 + 0.25 * math.sin(step - 0.6)) * (1.0 - stands), wag=math.sin(TAU * strides - 1.2) if stands < 1 else pose.wag,
    )  # fmt: skip


def run(pose: Pose, beat: Beat) -> Pose:
    pose, strides, stands = go(pose, beat)
    step, moving = 2 * TAU * strides, 1.0 - stands
    bent = tuple(lerp3(hand, (0.25, -0.4 + 0.3 * hand[2], 0.25 + 0.7 * hand[2]), 0.9 * moving * (1.0 - CARRIED.get(pose.emotion, 0.0))) for hand in pose.hands)
    puff = 0.3 * stands * beat.wave(0.45)
    return replace(
        pose, hands=(bent[0], bent[1]), squash=1.0 + 0.055 * beat.a * moving * math.sin(step - 2.2) + 0.05 * puff, sway=0.06 * moving * math.sin(TAU * strides),
        nod=pose.nod - 0.25 * moving + 0.3 * puff, trail=0.9 * moving + 0.1 * math.sin(step), wag=math.sin(TAU * strides - 1.0), droop=0.4 * moving,
        mouth=0.25 + 0.25 * max(0.0, puff),
    )  # fmt: skip


def chase(pose: Pose, beat: Beat) -> Pose:
    """A run with both hands after somebody; they snatch in turn."""
    pose = run(pose, beat)
    grab = math.sin(TAU * beat.cycle(0.48))
    one: Room = (0.0, -0.1 + 0.16 * grab, 1.05 + 0.12 * grab)
    two: Room = (0.0, -0.1 - 0.16 * grab, 1.05 - 0.12 * grab)
    return replace(pose, hands=(one, two), nod=pose.nod - 0.2, mouth=0.5)


def sneak(pose: Pose, beat: Beat) -> Pose:
    """Low, high knees, paws before the chest; each foot is tried first, and at each stop the head turns to listen."""
    pose, strides, _ = go(pose, beat)
    wait = 0.5 - 0.5 * math.cos(2 * TAU * (strides + 0.12))
    ahead = math.copysign(1.0, math.sin(pose.yaw)) if abs(math.sin(pose.yaw)) > 0.3 else 0.0
    listen = math.sin(TAU * beat.cycle(2.7))
    paws: tuple[Room, Room] = ((0.0, -0.22 + 0.08 * wait, 0.68), (0.0, -0.36 - 0.06 * wait, 0.55))
    low = 0.8 - 0.08 * wait
    return replace(
        pose, hands=paws, hip=low, head_yaw=pose.head_yaw - 0.35 * ahead * max(0.0, listen) + (0.5 * listen if not ahead else 0.0), gaze=(0.6 * listen, 0.1),
        nod=pose.nod - 0.25 + 0.15 * wait, head_tilt=0.08 * listen, squash=1.0 - 0.04 * wait, trail=0.3 * (1.0 - wait), wag=0.3 * listen, droop=-0.7,
        sway=0.05 * math.sin(TAU * strides), mouth_round=0.6, mouth=max(pose.mouth, 0.0),
    )  # fmt: skip


LEANT = 0.62  # how far who pushes leans at the height of a heave


def braced(body: Body) -> float:
    """How far before it, in shares of its height, a figure has its palms against what it pushes."""
    return 0.9 * body.arm + (body.shoulder - 0.25) * body.torso * math.sin(LEANT + body.stoop)


def push(pose: Pose, beat: Beat) -> Pose:
    """The whole body a beam from the heels to the palms: it heaves, steps after what gives way, rests, and heaves again."""
    turned = heading(beat.subject)
    _, _, stopped = _way(beat, TURNED)
    done = _way(beat, TURNED).strides
    rest = once(done % 1.0, HEAVE - 0.06, 0.08) - once(done % 1.0, 0.92, 0.08) if beat.t < stopped else 0.0
    heave, body = 1.0 - rest, beat.body
    strain = heave * math.sin(TAU * 6.1 * beat.t)
    pose, *_ = go(replace(pose, yaw=turned, head_yaw=0.58 * turned), beat)
    lean = LEANT - 0.22 * rest + 0.015 * strain
    ahead = (braced(body) - (body.shoulder - 0.25) * body.torso * math.sin(lean + body.stoop)) / body.arm
    main: Room = (-0.05, -0.02 + 0.02 * strain - 0.1 * rest, ahead)
    other: Room = (-0.05, -0.2 - 0.02 * strain - 0.1 * rest, ahead)
    feet = [(0.08, rise, forward - 0.52) for _, rise, forward in pose.feet]
    return replace(
        pose, hands=pair(pose, main, other), lean=lean, feet=(feet[LEFT], feet[RIGHT]), nod=0.5 * heave - 0.1 * rest, squash=1.0 - 0.04 * heave + 0.012 * strain,
        head_tilt=0.02 * strain, lid=max(pose.lid, 0.55 * heave), mouth=0.3 + 0.1 * strain * heave, mouth_width=0.7 * heave, teeth=heave, speaks=heave > 0.4,
        brow=-0.08 * heave, trail=0.5 * rest, wag=strain, droop=0.3 * heave, gaze=(0.4 * turned, 0.0),
    )  # fmt: skip


def enter(pose: Pose, beat: Beat) -> Pose:
    """From the side to its place; there it stops, rocks and turns to whom it came for."""
    final, turned = pose, heading(beat.subject)
    _, stands, stopped = _way(beat, TURNED)
    pose = walk(replace(pose, yaw=GOING_YAW * turned, head_yaw=0.66 * turned), beat)
    if not stands:
        return pose
    rocked, looks = thud(beat.t, stopped - 0.1, 0.5), once(beat.t, stopped - 0.25, 0.4)
    seeks = 0.0 if beat.way else math.sin(TAU * max(beat.t - stopped - 0.2, 0.0) / 1.8) * once(beat.t, stopped + 0.2, 0.2)  # nobody is there: where are they?
    return replace(
        pose, yaw=pose.yaw + (final.yaw - pose.yaw) * once(beat.t, stopped, 0.5), head_yaw=pose.head_yaw + (final.head_yaw - pose.head_yaw) * looks + 0.55 * seeks,
        gaze=(pose.gaze[0] + 0.5 * seeks, pose.gaze[1]),
        lean=pose.lean + 0.12 * rocked, squash=pose.squash - 0.04 * rocked, trail=pose.trail - 0.8 * rocked, nod=pose.nod + 0.2 * rocked,
    )  # fmt: skip


def leave(pose: Pose, beat: Beat) -> Pose:
    """Out of the frame; who does not storm out looks back with a hand raised in farewell, then turns to its way."""
    turned = heading(beat.subject)
    _, stands, _ = _way(beat, TURNED)
    pose = walk(replace(pose, yaw=GOING_YAW * turned, head_yaw=0.66 * turned), beat)
    back = max(stands, 1.0 - once(beat.t, 0.75, 0.35)) if beat.subject.emotion is not Emotion.ANGRY else 0.0
    wave: Room = (0.85, 0.9, -0.5 + 0.22 * beat.wave(0.5))
    i = near(pose)
    hands = [lerp3(hand, wave, back) if k == i else hand for k, hand in enumerate(pose.hands)]
    return replace(pose, head_yaw=pose.head_yaw - 1.3 * turned * back, nod=pose.nod + 0.1 * back, gaze=(pose.gaze[0] - 0.6 * turned * back, pose.gaze[1]),
                   hands=(hands[LEFT], hands[RIGHT]), prop_hand=1 - i)


GOING: dict[Action, Callable[[Pose, Beat], Pose]] = {
    Action.WALK: walk, Action.RUN: run, Action.SNEAK: sneak, Action.ENTER: enter, Action.LEAVE: leave, Action.CHASE: chase, Action.PUSH: push,
}  # fmt: skip


def glide(pose: Pose, beat: Beat) -> Pose:
    """A spirit has no feet: it leans into its way, open-armed, and waves behind."""
    gone = GOING[beat.subject.action](pose, beat)
    if beat.subject.action is Action.PUSH:
        return replace(gone, dy=-0.06 - 0.02 * beat.wave(1.8))
    hand: Room = (0.7, -0.2 + 0.2 * beat.wave(1.8), 0.1)
    return replace(gone, dy=-0.14 - 0.05 * beat.wave(1.8), hip=1.0, squash=1.0 + 0.02 * beat.wave(1.8), sway=0.04 * beat.wave(2.6), hands=(hand, hand))


def travels(subject: Subject) -> bool:
    """Whether the figure goes from one place of the frame to another."""
    return subject.action in GOING and heading(subject) != 0.0
