"""How a figure acts: an Action, an Emotion and a moment give a Pose.

All motion is a smooth function of time, so any drawing can be made alone and the same one is always the same. Every action
has a cycle short enough to be read in a two-second window; idle breath, blink and sway never stop.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.world.pose import LEFT, RIGHT, Pose, Room, near
from storyboard.look import AIRY
from storyboard.staging import Action, Emotion, Facing, Prop, Subject

TAU = 2 * math.pi
DRAWINGS_PER_SECOND = 12
BODY_YAW = {Facing.LEFT: -1.0, Facing.RIGHT: 1.0, Facing.CAMERA: 0.0, Facing.AWAY: math.pi}
HEAD_YAW = {Facing.LEFT: -0.58, Facing.RIGHT: 0.58, Facing.CAMERA: 0.0, Facing.AWAY: math.pi}
TRAVEL = 0.78  # the way of a walk over a shot, in units
TOLD = 0.4  # where in its cycle a gesture begins: stretched out, since the first drawing is the still and has to tell what is done


@dataclass(frozen=True)
class Beat:
    """The moment: seconds, share of the shot, size of the movement, the figure's own offset in cycles, where the target is."""

    t: float
    share: float
    a: float
    offset: float
    target_dx: float
    speech: float
    subject: Subject

    def cycle(self, seconds: float) -> float:
        """Cycles of this length done by now."""
        return self.t / seconds + self.offset

    def wave(self, seconds: float, ahead: float = 0.0) -> float:
        return math.sin(TAU * (self.cycle(seconds) + ahead))


class Moment(NamedTuple):
    """`t` seconds into a shot of `duration` seconds."""

    t: float
    duration: float


def pose(subject: Subject, moment: Moment, motion: float, slot: int, target_dx: float, speech: float) -> Pose:
    """The pose of a subject at a moment of its shot; `motion` 0..1 is how much it moves, `speech` opens the mouth."""
    share = min(max(moment.t / max(moment.duration, 1e-6), 0.0), 1.0)
    beat = Beat(moment.t, share, 0.45 + 0.7 * motion, slot * 0.37, target_dx, speech, subject)
    still = _mood(_idle(beat), beat)
    acted = ACTIONS[subject.action](_turn_to_target(still, beat), beat)
    if subject.prop is not Prop.NONE:
        acted = _hold(acted, beat)
    if subject.look.kind in AIRY and subject.action is not Action.FLOAT:
        acted = replace(acted, dy=acted.dy - 0.05 + 0.02 * beat.wave(1.9))
    return replace(acted, mouth=max(acted.mouth, speech))


def mouth(speech_spans: Sequence[tuple[int, int]], drawing_index: float) -> float:
    """How open a speaking mouth is at a drawing: syllables at about four a second inside the spans, shut outside."""
    for start, end in speech_spans:
        if start <= drawing_index < end:
            edge = min(1.0, (drawing_index - start + 1) / 1.5, (end - drawing_index) / 1.5)
            return edge * syllable(drawing_index / DRAWINGS_PER_SECOND + 0.37 * start)
    return 0.0


def syllable(t: float) -> float:
    """Openness 0..1 of a mouth that speaks without end."""
    stress = 0.72 + 0.28 * math.sin(TAU * 0.83 * t + 1.0)
    return stress * (0.5 - 0.5 * math.cos(TAU * 3.9 * t + 0.8 * math.sin(TAU * 1.1 * t))) * 0.9 + 0.06


def ease(x: float) -> float:
    """Smoothstep of x, held to 0..1."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3 - 2 * x)


def keys(phase: float, marks: Sequence[tuple[float, float]]) -> float:
    """A value eased between marks (when 0..1, value); the phase wraps, so first and last value should agree."""
    phase %= 1.0
    for (t0, v0), (t1, v1) in itertools.pairwise(marks):
        if phase <= t1:
            return v0 + (v1 - v0) * ease((phase - t0) / max(t1 - t0, 1e-6))
    return marks[-1][1]


def lerp3(a: Room, b: Room, share: float) -> Room:
    """a at share 0, b at share 1."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _idle(beat: Beat) -> Pose:
    """Breath, blink, a shift of weight."""
    facing = beat.subject.facing
    blink = max(0.0, 1.0 - abs((beat.t + 0.9 * beat.offset + 1.1) % 2.7 - 1.6) / 0.13)
    swing = 0.06 * beat.wave(2.6)
    hand = (0.22 + swing * 0.6, -0.92, 0.1 + swing)
    other = (0.22 - swing * 0.6, -0.92, 0.1 - swing)
    return Pose(
        yaw=BODY_YAW[facing], head_yaw=HEAD_YAW[facing], squash=1.0 + 0.016 * beat.wave(1.9), sway=0.035 * beat.wave(3.1),
        head_tilt=0.05 * beat.wave(3.1, 0.12), lid=blink, hands=(hand, other), trail=0.25 * beat.wave(2.1), wag=0.6 * beat.wave(1.5),
        gaze=(0.12 * beat.wave(4.3), 0.05 * beat.wave(3.7)), emotion=beat.subject.emotion,
    )  # fmt: skip


MOODS: dict[Emotion, tuple[float, float, float]] = {  # lean, nod, droop
    Emotion.CALM: (0.0, 0.0, 0.0),
    Emotion.HAPPY: (-0.05, -0.15, -0.5),
    Emotion.SAD: (0.16, 0.55, 1.0),
    Emotion.ANGRY: (0.14, 0.2, -0.3),
    Emotion.AFRAID: (-0.1, 0.1, 0.9),
    Emotion.SURPRISED: (-0.13, -0.2, -1.0),
    Emotion.TIRED: (0.14, 0.4, 0.7),
}


def _mood(pose: Pose, beat: Beat) -> Pose:
    """Posture of an emotion."""
    lean, nod, droop = MOODS[pose.emotion]
    pose = replace(pose, lean=pose.lean + lean, nod=pose.nod + nod, droop=droop)
    tremble = 0.03 * math.sin(TAU * 5.3 * beat.t)
    if pose.emotion is Emotion.AFRAID:
        hands = ((-0.1, -0.1 + tremble, 0.5), (-0.1, -0.14 - tremble, 0.5))
        return replace(pose, hip=0.86, hands=hands, sway=pose.sway + tremble)
    if pose.emotion is Emotion.ANGRY:
        return replace(pose, hands=((0.45, -0.75, -0.05), (0.45, -0.75 + tremble, -0.05)))
    if pose.emotion is Emotion.SURPRISED:
        return replace(pose, hands=((0.55, -0.45, 0.25), (0.55, -0.45, 0.25)))
    if pose.emotion is Emotion.HAPPY:
        return replace(pose, squash=pose.squash + 0.012 * beat.wave(0.95))
    return pose


def _turn_to_target(pose: Pose, beat: Beat) -> Pose:
    """A figure that faces us half turns to the one it deals with; the eyes go there in any case."""
    if beat.subject.target < 0 and abs(beat.target_dx) < 1e-6:
        return pose
    way = math.copysign(1.0, beat.target_dx)
    if beat.subject.facing is not Facing.CAMERA:
        return replace(pose, gaze=(0.3 * math.copysign(1.0, math.sin(pose.yaw) or 1.0), pose.gaze[1]))
    return replace(pose, yaw=0.6 * way, head_yaw=0.45 * way, gaze=(0.4 * way, pose.gaze[1]))


def _hold(pose: Pose, beat: Beat) -> Pose:
    """One hand (or both) carries the prop where it can be seen."""
    if pose.prop_hand == 2 or beat.subject.action in (Action.SLEEP, Action.FLOAT):
        return pose
    carried: Room = (0.3, -0.34 + 0.08 * beat.wave(0.9), 0.62)
    if beat.subject.action is Action.JUMP:  # up, as far as it goes
        carried = (0.4, 1.1, 0.1)
    if beat.subject.prop is Prop.UMBRELLA:  # by the hand away from us, so that its pole does not cross the face
        pose = replace(pose, prop_hand=1 - near(pose))
        carried = (0.7, -0.2 + 0.05 * beat.wave(0.9), 0.25)
    if beat.subject.facing is Facing.AWAY:
        carried = (0.75, -0.2 + 0.08 * beat.wave(0.9), 0.1)
    hands = list(pose.hands)
    hands[pose.prop_hand] = lerp3(hands[pose.prop_hand], carried, 0.85)
    return replace(pose, hands=(hands[0], hands[1]))


def _pair(pose: Pose, main: Room, other: Room) -> tuple[Room, Room]:
    """Hands with `main` on our side."""
    return (main, other) if near(pose) == LEFT else (other, main)


def _stand(pose: Pose, beat: Beat) -> Pose:
    weight = beat.wave(2.8)
    return replace(pose, sway=pose.sway + 0.05 * beat.a * weight, squash=pose.squash + 0.01 * beat.wave(1.4), prop_hand=near(pose))


def _gait(pose: Pose, beat: Beat, seconds: float, stride: float, lift: float) -> Pose:
    """Feet that step and arms that swing against them; shared by walk and run."""
    feet, hands = [], []
    for i in (LEFT, RIGHT):
        phase = TAU * (beat.cycle(seconds) + 0.5 * i)
        feet.append((0.02, lift * beat.a * max(0.0, -math.sin(phase)), stride * beat.a * math.cos(phase)))
        swing = -math.cos(phase) * beat.a
        hands.append((0.2, -0.85 + 0.25 * abs(swing), 0.14 + 0.9 * swing))
    way = math.sin(pose.yaw)
    dx = 0.0 if abs(way) < 0.3 else math.copysign(TRAVEL * min(beat.a, 1.0), way) * (beat.share - 0.5)
    return replace(pose, dx=dx, feet=(feet[0], feet[1]), hands=(hands[0], hands[1]), prop_hand=near(pose))


def _walk(pose: Pose, beat: Beat) -> Pose:
    step = TAU * 2 * beat.cycle(0.76)
    pose = _gait(pose, beat, 0.76, 0.62, 0.42)
    return replace(
        pose, hip=0.95 - 0.06 * beat.a * math.cos(step), lean=pose.lean + 0.07, sway=0.09 * beat.a * beat.wave(0.76, 0.05),
        squash=1.0 - 0.025 * beat.a * math.cos(step + 0.5), head_tilt=0.07 * beat.a * beat.wave(0.76, -0.1),
        nod=pose.nod + 0.12 * math.cos(step - 0.8), trail=0.45 + 0.25 * math.sin(step), wag=beat.wave(0.76, -0.2),
    )  # fmt: skip


def _run(pose: Pose, beat: Beat) -> Pose:
    step = TAU * 2 * beat.cycle(0.5)
    pose = _gait(pose, beat, 0.5, 0.9, 0.75)
    hands = tuple((0.25, -0.42 + 0.35 * fwd, 0.25 + 0.75 * fwd) for _, _, fwd in pose.hands)
    return replace(
        pose, hands=(hands[0], hands[1]), hip=0.86 - 0.04 * math.cos(step), lean=pose.lean + 0.34, dy=-0.05 * beat.a * (0.5 + 0.5 * math.sin(step)),
        squash=1.0 + 0.05 * beat.a * math.sin(step - 0.4), sway=0.06 * beat.wave(0.5), nod=pose.nod - 0.25,
        trail=0.9 + 0.1 * math.sin(step), wag=beat.wave(0.5, -0.2), droop=0.4, mouth=0.2,
    )  # fmt: skip


def _wave(pose: Pose, beat: Beat) -> Pose:
    swing = beat.wave(0.62)
    front = abs(math.sin(pose.yaw)) < 0.5
    up: Room = (0.85 + 0.42 * swing * beat.a, 0.86 - 0.12 * swing, 0.2) if front else (0.45 + 0.1 * swing, 0.8 - 0.2 * swing, 0.86 + 0.36 * swing * beat.a)
    rest: Room = (0.3, -0.85, -0.05)
    hands = _pair(pose, up, rest) if front else _pair(pose, rest, up)
    side = 1.0 if near(pose) == LEFT else -1.0
    return replace(
        pose, hands=hands, sway=pose.sway - side * 0.1 + 0.04 * swing, head_tilt=-side * 0.1 + 0.05 * beat.wave(0.62, -0.15),
        squash=1.0 + 0.025 * beat.a * beat.wave(0.62, 0.2), trail=0.4 * swing, prop_hand=1 - near(pose) if front else near(pose), wag=swing,
    )  # fmt: skip


def _talk(pose: Pose, beat: Beat) -> Pose:
    one, two = beat.wave(1.25), beat.wave(0.97, 0.3)
    main: Room = (0.42 + 0.2 * one * beat.a, -0.3 + 0.42 * one * beat.a, 0.55)
    other: Room = (0.36, -0.5 + 0.3 * two * beat.a, 0.5)
    speech = max(beat.speech, 0.0 if beat.subject.speech else 0.75 * syllable(beat.t + beat.offset))
    return replace(
        pose, hands=_pair(pose, main, other), nod=pose.nod + 0.22 * beat.a * two, head_tilt=0.09 * beat.a * one, lean=pose.lean + 0.05 * one,
        sway=pose.sway + 0.04 * two, mouth=speech, squash=pose.squash + 0.012 * beat.wave(0.63), prop_hand=1 - near(pose),
    )  # fmt: skip


def _sit(pose: Pose, beat: Beat) -> Pose:
    kick = [0.1 * beat.a * (1 + beat.wave(1.3, 0.5 * i)) for i in (LEFT, RIGHT)]
    feet = ((0.12, kick[0], 0.86), (0.12, kick[1], 0.9))
    hands = ((0.05, -0.72, 0.45), (0.05, -0.72, 0.45))
    return replace(
        pose, hip=0.22, feet=feet, hands=hands, lean=pose.lean - 0.06 + 0.05 * beat.wave(2.3), sway=0.08 * beat.a * beat.wave(2.6),
        head_tilt=0.1 * beat.a * beat.wave(2.6, -0.1), prop_hand=near(pose),
    )  # fmt: skip


def _jump(pose: Pose, beat: Beat) -> Pose:
    u = beat.cycle(1.2) % 1.0
    air = min(max((u - 0.32) / 0.42, 0.0), 1.0)
    dy = -1.45 * beat.a * 0.3 * air * (1 - air) * 4 * 0.8
    hip = keys(u, [(0, 0.95), (0.2, 0.52), (0.28, 0.55), (0.36, 1.0), (0.55, 0.92), (0.74, 0.98), (0.84, 0.6), (1, 0.95)])
    arm = keys(u, [(0, 0.8), (0.22, 0.3), (0.38, 1.0), (0.62, 0.9), (0.8, 0.6), (1, 0.8)])
    squash = keys(u, [(0, 1.0), (0.2, 0.88), (0.35, 1.13), (0.53, 0.98), (0.72, 1.08), (0.82, 0.84), (0.92, 1.03), (1, 1.0)])
    tuck = keys(u, [(0, 0), (0.36, 0), (0.53, 0.32), (0.7, 0), (1, 0)])
    feet = ((0.1, tuck, -tuck * 0.8), (0.1, tuck, 0.3 * tuck))
    hand: Room = (0.3 + 0.7 * max(arm, 0.0), -0.85 + 1.75 * max(arm, 0.0), 0.1 + 0.5 * arm)
    lift = keys(u, [(0, 0.2), (0.22, 0.6), (0.4, -0.6), (0.6, -0.2), (0.82, 0.5), (1, 0.2)])
    return replace(pose, dy=dy, hip=hip, squash=squash, feet=feet, hands=(hand, hand), nod=lift, lean=pose.lean + 0.2 * (0.95 - hip),
                   trail=2.2 * (u - 0.5) if 0.3 < u < 0.75 else 0.2 * beat.wave(0.6), wag=beat.wave(0.6), droop=-0.6, mouth=0.35 * air,
                   prop_hand=near(pose))  # fmt: skip


def _point(pose: Pose, beat: Beat) -> Pose:
    u = (beat.cycle(1.7) + TOLD) % 1.0
    out = keys(u, [(0, 0.55), (0.16, 0.4), (0.32, 1.06), (0.4, 0.97), (0.75, 1.0), (1, 0.55)])
    flat = abs(math.sin(pose.yaw)) < 0.3  # seen from front or back: point sideways
    rise = 0.3 if flat else 0.08
    main: Room = (0.95 * out, rise, 0.15) if flat else (0.0, rise, 1.0 * out)
    body = (out - 0.7) * beat.a
    pose = replace(pose, hands=_pair(pose, main, (0.32, -0.85, -0.2)), lean=pose.lean + (0 if flat else 0.2 * body), prop_hand=1 - near(pose))
    side = (1.0 if near(pose) == LEFT else -1.0) if flat else 0.0
    return replace(pose, sway=pose.sway + 0.14 * side * body, nod=pose.nod - 0.15 * out, squash=1 + 0.03 * body, trail=-0.5 * body)


def _give(pose: Pose, beat: Beat) -> Pose:
    u = (beat.cycle(2.4) + TOLD) % 1.0
    out = keys(u, [(0, 0.25), (0.12, 0.12), (0.34, 1.0), (0.42, 0.92), (0.8, 0.96), (1, 0.25)])
    hand: Room = (-0.12, -0.38 + 0.32 * out, 0.35 + 0.6 * out)
    return replace(
        pose, hands=(hand, hand), lean=pose.lean + 0.24 * beat.a * (out - 0.35), nod=pose.nod + 0.25 - 0.3 * out, squash=1.0 - 0.04 * (out - 0.5),
        prop_hand=2, trail=0.5 - out, feet=((0.05, 0, -0.12), (0.05, 0, 0.18 * out)),
    )  # fmt: skip


def _dance(pose: Pose, beat: Beat) -> Pose:
    beat_half = beat.wave(1.0)
    hop = abs(math.sin(math.pi * beat.cycle(0.5)))
    turn = 0.95 * beat.a * beat.wave(2.0)
    left: Room = (1.0, 0.18 + 0.7 * beat_half, 0.3)
    right: Room = (1.0, 0.18 - 0.7 * beat_half, 0.3)
    feet = ((0.16, 0.3 * beat.a * max(0.0, beat_half), 0.05), (0.16, 0.3 * beat.a * max(0.0, -beat_half), 0.05))
    return replace(
        pose, yaw=pose.yaw * 0.5 + turn if beat.subject.facing is not Facing.AWAY else pose.yaw + turn, head_yaw=pose.head_yaw * 0.5 + 0.55 * turn
        if beat.subject.facing is not Facing.AWAY else pose.head_yaw + turn, hands=(left, right), feet=feet, sway=0.2 * beat.a * beat_half,
        hip=0.86 + 0.12 * hop, squash=0.96 + 0.07 * hop, head_tilt=0.18 * beat.a * beat.wave(1.0, -0.12), trail=beat.wave(1.0, -0.25), wag=beat.wave(0.5),
        dx=0.07 * beat.a * beat_half, joy=beat.wave(4.0) > 0.5, prop_hand=near(pose),
    )  # fmt: skip


def _sleep(pose: Pose, beat: Beat) -> Pose:
    breath = beat.wave(2.6)
    side = -1.0 if beat.subject.facing is Facing.RIGHT else 1.0
    hands = ((-0.15, 0.05, 0.5), (-0.2, -0.15 + 0.03 * breath, 0.55))
    return replace(
        pose, yaw=0.25 * -side, head_yaw=0.2 * -side, lid=1.0, lie=side, hands=hands, feet=((0.05, 0.1, 0.2), (0.0, 0.0, 0.1)), hip=0.9,
        squash=1.0 + 0.012 * breath, sway=0.03 * breath, nod=0.3 + 0.12 * breath, mouth=0.12 + 0.12 * breath, head_tilt=0.04 * breath,
        trail=0.15 * breath, wag=0.3 * breath, droop=0.5,
    )  # fmt: skip


def _cry(pose: Pose, beat: Beat) -> Pose:
    sob, shake = max(0.0, beat.wave(1.5)), math.sin(TAU * (beat.t / 0.34 + beat.offset))
    ahead = 0.72 - 0.24 * abs(math.sin(pose.yaw))
    hand: Room = (0.02, 0.22 + 0.1 * shake, ahead)
    other: Room = (0.02, 0.22 - 0.1 * shake, ahead)
    return replace(
        pose, hands=(hand, other), lean=pose.lean + 0.12 + 0.06 * sob, nod=0.62 + 0.15 * shake * sob, squash=0.97 + 0.028 * beat.a * shake,
        sway=0.02 * shake, lid=0.7, emotion=Emotion.SAD, mouth=0.3 + 0.3 * sob, tears=beat.cycle(0.7) % 1.0, droop=1.0, hip=0.95,
        head_tilt=0.05 * shake, trail=0.2 * shake, prop_hand=near(pose),
    )  # fmt: skip


def _laugh(pose: Pose, beat: Beat) -> Pose:
    ha = beat.wave(0.36)
    swell = 0.6 + 0.4 * beat.wave(1.8)
    hand: Room = (-0.05 + 0.1 * swell, -0.55 + 0.06 * ha, 0.5)
    return replace(
        pose, hands=(hand, hand), lean=-0.16 * beat.a * swell, nod=-0.55 * swell, squash=1.0 + 0.045 * beat.a * ha, sway=0.05 * beat.wave(1.1),
        head_tilt=0.12 * beat.wave(1.1) + 0.03 * ha, joy=True, emotion=Emotion.HAPPY, mouth=0.72 + 0.25 * ha, droop=-0.3, wag=ha,
        hip=0.96 + 0.03 * ha, trail=0.3 * ha, prop_hand=near(pose),
    )  # fmt: skip


def _look_up(pose: Pose, beat: Beat) -> Pose:
    up = keys(beat.cycle(2.8) + TOLD, [(0, 0.15), (0.06, 0.0), (0.26, 1.08), (0.34, 1.0), (0.86, 1.0), (1, 0.15)])
    hand: Room = (0.28, -0.9, -0.05 - 0.12 * up)
    return replace(
        pose, nod=pose.nod * 0.3 + 0.1 - 1.15 * up, lean=-0.14 * beat.a * up, gaze=(pose.gaze[0] * 0.4, -0.95 * up), squash=1.0 + 0.03 * up,
        hands=(hand, hand), trail=0.4 * up, head_tilt=0.06 * beat.wave(1.7), prop_hand=near(pose), mouth=0.14 * up,
    )  # fmt: skip


def _look_around(pose: Pose, beat: Beat) -> Pose:
    side = keys(beat.cycle(2.3), [(0, -1), (0.2, -1), (0.5, 1), (0.7, 1), (1, -1)])
    early = keys(beat.cycle(2.3) + 0.07, [(0, -1), (0.2, -1), (0.5, 1), (0.7, 1), (1, -1)])
    dip = 1 - abs(side)
    return replace(
        pose, head_yaw=pose.head_yaw * 0.35 + 0.85 * side if beat.subject.facing is not Facing.AWAY else pose.head_yaw + 1.3 * side,
        yaw=pose.yaw * 0.8 + 0.22 * side, gaze=(0.55 * early, 0.1 * dip), nod=pose.nod + 0.3 * dip, sway=0.07 * beat.a * side,
        lean=pose.lean + 0.08, trail=-0.4 * side, squash=1.0 - 0.03 * dip, lid=max(pose.lid, 0.6 * dip), prop_hand=near(pose),
    )  # fmt: skip


def _work(pose: Pose, beat: Beat) -> Pose:
    u = beat.cycle(0.95) % 1.0
    up = keys(u, [(0, 0.0), (0.1, 0.05), (0.5, 1.0), (0.6, 1.06), (0.78, -0.06), (0.88, 0.04), (1, 0.0)])
    main: Room = (0.12, -0.66 + 1.45 * up * min(beat.a, 1.0), 1.0)
    other: Room = (0.1, -0.5 + 0.85 * up * beat.a, 0.85)
    return replace(
        pose, hands=_pair(pose, main, other), lean=pose.lean + 0.3 - 0.3 * up, hip=0.88 + 0.1 * up, nod=0.55 - 0.5 * up, squash=0.97 + 0.05 * up,
        trail=0.6 * (0.5 - up), feet=((0.12, 0, 0.22), (0.12, 0, -0.2)), prop_hand=near(pose), gaze=(pose.gaze[0], 0.3),
    )  # fmt: skip


def _float(pose: Pose, beat: Beat) -> Pose:
    bob = beat.wave(1.8)
    feet = ((0.08, 0.12 + 0.1 * beat.wave(1.8, 0.2), -0.3), (0.08, 0.05 + 0.1 * beat.wave(1.8, 0.45), -0.42 + 0.1 * bob))
    hand: Room = (0.78, -0.12 + 0.32 * beat.wave(1.8, 0.3), 0.25)
    other: Room = (0.78, -0.12 + 0.32 * beat.wave(1.8, 0.38), 0.25)
    way = math.sin(pose.yaw)
    return replace(
        pose, dy=-0.2 - 0.085 * beat.a * bob, dx=0.3 * beat.a * (beat.share - 0.5) * way, feet=feet, hands=(hand, other), lean=pose.lean + 0.12 + 0.06 * bob,
        sway=0.1 * beat.a * beat.wave(2.6), head_tilt=0.1 * beat.wave(2.6, -0.1), trail=0.6 + 0.4 * beat.wave(1.8, 0.25),
        wag=beat.wave(1.2), prop_hand=near(pose),
    )  # fmt: skip


def _hug(pose: Pose, beat: Beat) -> Pose:
    squeeze = 0.5 + 0.5 * beat.wave(1.5)
    frontal = abs(math.sin(pose.yaw)) < 0.3
    main: Room = (0.25 - 0.5 * squeeze, 0.05, 0.8) if frontal else (0.0, 0.12 - 0.14 * squeeze, 0.95 - 0.12 * squeeze)
    other: Room = (0.2 - 0.5 * squeeze, -0.12, 0.75) if frontal else (0.1, -0.05 - 0.1 * squeeze, 0.92 - 0.12 * squeeze)
    return replace(
        pose, hands=_pair(pose, main, other), lean=pose.lean + 0.1 + 0.12 * beat.a * squeeze, sway=pose.sway + 0.09 * beat.a * beat.wave(1.9),
        head_tilt=0.16 * beat.wave(1.9, -0.1), nod=0.25, lid=max(pose.lid, ease(1.6 * squeeze - 0.2)), squash=1.0 - 0.03 * squeeze,
        trail=0.3 * squeeze, prop_hand=2,
        joy=squeeze > 0.55 and pose.emotion is Emotion.HAPPY,
    )  # fmt: skip


ACTIONS: dict[Action, Callable[[Pose, Beat], Pose]] = {
    Action.STAND: _stand, Action.WALK: _walk, Action.RUN: _run, Action.WAVE: _wave, Action.TALK: _talk, Action.SIT: _sit,
    Action.JUMP: _jump, Action.POINT: _point, Action.GIVE: _give, Action.DANCE: _dance, Action.SLEEP: _sleep, Action.CRY: _cry,
    Action.LAUGH: _laugh, Action.LOOK_UP: _look_up, Action.LOOK_AROUND: _look_around, Action.WORK: _work, Action.FLOAT: _float, Action.HUG: _hug,
}  # fmt: skip
