"""Gestures of one figure on its feet."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from generator.world.motion.beat import TAU, Beat, frontal, keys, pair, thud
from generator.world.motion.posture import spoken
from generator.world.motion.visemes import babble
from generator.world.pose import LEFT, Pose, Room, near
from storyboard.look import BIRDS, Kind
from storyboard.staging import Emotion, Facing


def stand(pose: Pose, beat: Beat) -> Pose:
    weight = beat.wave(2.8)
    return replace(pose, sway=pose.sway + 0.05 * beat.a * weight, squash=pose.squash + 0.01 * beat.wave(1.4), prop_hand=near(pose))


def wave(pose: Pose, beat: Beat) -> Pose:
    """High and wide of the head, half turned to us: the open palm, to and fro in a wide arc, or it would point."""
    swing, late = beat.wave(0.62), beat.wave(0.62, -0.15)
    turned = pose.yaw if beat.subject.facing is Facing.AWAY else max(-0.5, min(0.5, pose.yaw))
    pose = replace(pose, yaw=turned)
    up: Room = (0.84 + 0.3 * swing * beat.a, 1.02 - 0.28 * swing * beat.a, 0.1)
    rest: Room = (0.3, -0.85, -0.05)
    side = 1.0 if near(pose) == LEFT else -1.0
    return replace(
        pose, hands=pair(pose, up, rest), sway=pose.sway - side * 0.1 + 0.04 * swing, head_tilt=side * 0.1 + 0.06 * late,
        squash=1.0 + 0.025 * beat.a * beat.wave(0.62, 0.2), trail=0.4 * late, prop_hand=1 - near(pose), wag=swing, palm=near(pose),
    )  # fmt: skip


def talk(pose: Pose, beat: Beat) -> Pose:
    one, two = beat.wave(1.25), beat.wave(0.97, 0.3)
    main: Room = (0.42 + 0.2 * one * beat.a, -0.3 + 0.42 * one * beat.a, 0.55)
    other: Room = (0.36, -0.5 + 0.3 * two * beat.a, 0.5)
    said = pose if beat.subject.speech else spoken(pose, babble(beat.t, beat.slot))
    return replace(
        said, hands=pair(pose, main, other), nod=said.nod + 0.22 * beat.a * two, head_tilt=0.09 * beat.a * one, lean=pose.lean + 0.05 * one,
        sway=pose.sway + 0.04 * two, squash=pose.squash + 0.012 * beat.wave(0.63), prop_hand=1 - near(pose), brow=said.brow + 0.05 * max(0.0, one),
    )  # fmt: skip


def jump(pose: Pose, beat: Beat) -> Pose:
    """Up at once, then a landing that is caught, looked at and tried again."""
    u = (beat.t * beat.temper.tempo / 1.45 + beat.offset) % 1.0
    air = min(max((u - 0.28) / 0.36, 0.0), 1.0)
    dy = -1.45 * beat.a * 0.3 * air * (1 - air) * 4 * 0.8
    hip = keys(u, [(0, 0.95), (0.18, 0.5), (0.24, 0.53), (0.31, 1.0), (0.48, 0.92), (0.64, 0.98), (0.72, 0.56), (0.84, 0.99), (1, 0.95)])
    arm = keys(u, [(0, 0.7), (0.18, 0.2), (0.33, 1.0), (0.54, 0.9), (0.72, 0.45), (0.84, 0.8), (1, 0.7)])
    squash = keys(u, [(0, 1.0), (0.18, 0.86), (0.3, 1.14), (0.46, 0.98), (0.62, 1.09), (0.71, 0.83), (0.82, 1.04), (0.92, 0.99), (1, 1.0)])
    tuck = keys(u, [(0, 0), (0.31, 0), (0.46, 0.34), (0.62, 0), (1, 0)])
    feet = ((0.1, tuck, -tuck * 0.8), (0.1, tuck, 0.3 * tuck))
    hand: Room = (0.3 + 0.7 * max(arm, 0.0), -0.85 + 1.75 * max(arm, 0.0), 0.1 + 0.5 * arm)
    lift = keys(u - 0.03, [(0, 0.2), (0.2, 0.6), (0.36, -0.6), (0.54, -0.2), (0.75, 0.55), (1, 0.2)])
    return replace(pose, dy=dy, hip=hip, squash=squash, feet=feet, hands=(hand, hand), nod=lift, lean=pose.lean + 0.2 * (0.95 - hip),
                   trail=2.2 * (u - 0.46) if 0.26 < u < 0.66 else 0.5 * thud(u, 0.66, 0.2), wag=beat.wave(0.6), droop=-0.6, mouth=0.35 * air,
                   prop_hand=near(pose))  # fmt: skip


def point(pose: Pose, beat: Beat) -> Pose:
    """Out at once, held and stressed, the eyes along the arm, which is never drawn back: that would be a wave or a call to come. At
    nobody: half turned to us, at something up there."""
    u = beat.told(2.3)
    out = keys(u, [(0, 0.94), (0.14, 0.88), (0.27, 1.08), (0.34, 0.97), (0.52, 1.0), (0.58, 0.92), (0.64, 1.05), (0.85, 1.0), (1, 0.94)])
    if not beat.way and not frontal(pose):  # with the arm on that side, so that it crosses no face
        pose = replace(pose, yaw=math.copysign(0.28, math.sin(pose.yaw)))
    flat = frontal(pose)  # point sideways
    arm = near(pose) if beat.way or beat.subject.facing in (Facing.CAMERA, Facing.AWAY) or beat.subject.look.kind is Kind.SNAKE else 1 - near(pose)
    rise = 0.45 if not beat.way else 0.3 if flat else -0.06 + 0.5 * beat.climb
    main: Room = (0.95 * out, rise * out, 0.15) if flat else (0.0, rise * out, 1.08 * out)
    rest: Room = (0.32, -0.85, -0.2)
    body, side = (out - 0.7) * beat.a, (1.0 if arm == LEFT else -1.0) if flat else 0.0
    seen = side * math.cos(pose.yaw) or math.copysign(1.0, math.sin(pose.yaw))
    return replace(
        pose, hands=(main, rest) if arm == LEFT else (rest, main), lean=pose.lean + (0 if flat else 0.2 * body), prop_hand=1 - arm, finger=arm,
        sway=pose.sway + 0.14 * side * body, nod=pose.nod * 0.5 - (0.15 if beat.way else 0.4) * out, squash=1 + 0.03 * body, trail=-0.5 * body, brow=0.12 * out,
        head_yaw=0.5 * seen if flat and not beat.way and beat.subject.facing is not Facing.AWAY else pose.head_yaw,
        gaze=(0.5 * seen, pose.gaze[1] if beat.way else -0.4),
    )  # fmt: skip


def dance(pose: Pose, beat: Beat) -> Pose:
    beat_half = beat.wave(1.0)
    hop = abs(math.sin(math.pi * beat.cycle(0.5)))
    turn = 0.8 * beat.a * beat.wave(2.0)
    left: Room = (1.0, 0.18 + 0.7 * beat_half, 0.3)
    right: Room = (1.0, 0.18 - 0.7 * beat_half, 0.3)
    feet = ((0.11, 0.3 * beat.a * max(0.0, beat_half), 0.0), (0.11, 0.3 * beat.a * max(0.0, -beat_half), 0.0))
    away = beat.subject.facing is Facing.AWAY
    return replace(
        pose, yaw=pose.yaw + turn if away else pose.yaw * 0.5 + turn, head_yaw=pose.head_yaw + turn if away else pose.head_yaw * 0.5 + 0.55 * turn,
        hands=(left, right), feet=feet, sway=0.24 * beat.a * beat_half, hip=0.86 + 0.12 * hop, squash=0.96 + 0.07 * hop,
        head_tilt=0.18 * beat.a * beat.wave(1.0, -0.12), trail=beat.wave(1.0, -0.25), wag=beat.wave(0.5), joy=beat.wave(4.0) > 0.5 and pose.emotion in (Emotion.HAPPY, Emotion.CALM), prop_hand=near(pose),
    )  # fmt: skip


def look_up(pose: Pose, beat: Beat) -> Pose:
    """The head goes far back, chin to the sky, and stays there; it turns a little after what it sees. The hands wait behind the back and the
    mouth is shut: a raised hand or an open mouth would be a call or a wave."""
    up = keys(beat.told(3.4), [(0, 0.9), (0.06, 0.75), (0.26, 1.06), (0.34, 1.0), (0.88, 1.0), (1, 0.9)])
    if frontal(pose) and beat.subject.facing is not Facing.AWAY:  # from straight before it, a head that goes back only grows short
        pose = replace(pose, yaw=0.85 if beat.slot % 2 == 0 else -0.85, head_yaw=0.55 if beat.slot % 2 == 0 else -0.55)
    side = math.copysign(1.0, math.sin(pose.yaw) or 1.0)
    behind: Room = (-0.05, -0.72, -0.5)
    return replace(
        pose, nod=pose.nod * 0.3 - 0.8 * up, lean=-0.22 * up, gaze=(0.35 * side, -0.65 * up), squash=1.0 + 0.03 * up, hands=(behind, behind),
        trail=0.4 * up, head_tilt=-0.38 * side * up + 0.05 * beat.wave(1.7), head_yaw=pose.head_yaw + 0.16 * beat.wave(3.4), prop_hand=near(pose),
        brow=0.1 * up,
    )  # fmt: skip


def look_around(pose: Pose, beat: Beat) -> Pose:
    """The eyes go first, then the head with a dip, then the shoulders; ears and hair come after."""
    marks = [(0, -1), (0.24, -1), (0.46, 1.06), (0.52, 1), (0.74, 1), (0.95, -1.06), (1, -1)]
    side, early, late = (keys(beat.cycle(2.9) + k, marks) for k in (0.0, 0.07, -0.06))
    dip = max(0.0, 1 - abs(side))
    away = beat.subject.facing is Facing.AWAY
    return replace(
        pose, head_yaw=pose.head_yaw + 1.3 * side if away else pose.head_yaw * 0.35 + 0.85 * side, yaw=pose.yaw * 0.8 + 0.22 * late,
        gaze=(0.55 * early, 0.1 * dip), nod=pose.nod + 0.3 * dip, sway=0.07 * beat.a * late, lean=pose.lean + 0.08, trail=-0.4 * late,
        squash=1.0 - 0.03 * dip, lid=max(pose.lid, 0.6 * dip), prop_hand=near(pose), brow=0.05 * abs(side),
    )  # fmt: skip


WINGED = frozenset({*BIRDS, Kind.DRAGON})
WORKED = {"hammer": 1.5, "spade": 1.55, "ladle": 1.22}  # arm lengths before a figure at which its task stands


def work(pose: Pose, beat: Beat) -> Pose:
    """At a task beside it, with the tool of the place: a hammer and a nail, a spade in the earth, a ladle in a pot."""
    side = math.copysign(1.0, math.sin(pose.yaw)) if abs(math.sin(pose.yaw)) > 0.1 else 1.0 if beat.slot % 2 == 0 else -1.0
    if beat.subject.facing is not Facing.AWAY:
        pose = replace(pose, yaw=0.95 * side, head_yaw=0.55 * side, gaze=(0.3 * side, 0.45))
    u = (beat.cycle(1.1) + 0.5) % 1.0
    up = keys(u, [(0, 0.0), (0.1, 0.05), (0.5, 1.0), (0.6, 1.06), (0.76, -0.06), (0.86, 0.04), (1, 0.0)])
    main, other = TOOLS[beat.moment.task](up, TAU * beat.cycle(1.4))
    stirs = beat.moment.task == "ladle"
    return replace(
        pose, hands=pair(pose, main, other), lean=pose.lean + (0.22 if stirs else 0.34 - 0.3 * up), hip=0.94 if stirs else 0.88 + 0.08 * up, nod=0.4 - 0.3 * up * (not stirs),
        squash=1.0 if stirs else 0.97 + 0.05 * up, sway=pose.sway + 0.06 * stirs * beat.wave(1.4), trail=0.6 * (0.5 - up), feet=((0.12, 0, 0.22), (0.12, 0, -0.2)),
        prop_hand=near(pose), lid=max(pose.lid, 0.1),
    )  # fmt: skip


TOOLS: dict[str, Callable[[float, float], tuple[Room, Room]]] = {  # the hands: how far up the tool is, the angle of a round
    "hammer": lambda up, _: ((0.06, -0.5 + 0.6 * up, 1.0), (0.0, -0.52, 0.95)),
    "spade": lambda up, _: ((0.02, -0.12 + 0.35 * up, 0.86), (0.02, -0.64 + 0.35 * up, 0.86)),
    "ladle": lambda _, turn: ((0.0, -0.02 + 0.06 * math.sin(turn), 1.08 + 0.12 * math.cos(turn)), (0.25, -0.62, 0.1)),
}


def float_(pose: Pose, beat: Beat) -> Pose:
    bob = beat.wave(1.8)
    feet = ((0.08, 0.12 + 0.1 * beat.wave(1.8, 0.2), -0.3), (0.08, 0.05 + 0.1 * beat.wave(1.8, 0.45), -0.42 + 0.1 * bob))
    winged = beat.subject.look.kind in WINGED
    flap, size = (beat.wave(0.6), 0.85) if winged else (beat.wave(1.8, 0.3), 0.32)
    hand: Room = (0.78, -0.12 + size * flap, 0.25)
    other: Room = (0.78, -0.12 + size * (flap if winged else beat.wave(1.8, 0.38)), 0.25)
    way = math.sin(pose.yaw)
    return replace(
        pose, dy=-0.2 - 0.085 * beat.a * bob, dx=0.3 * beat.a * (beat.share - 0.5) * way, feet=feet, hands=(hand, other), lean=pose.lean + 0.12 + 0.06 * bob,
        sway=0.1 * beat.a * beat.wave(2.6), head_tilt=0.1 * beat.wave(2.6, -0.1), trail=0.6 + 0.4 * beat.wave(1.8, 0.25),
        wag=1.6 * flap if winged else beat.wave(1.2), prop_hand=near(pose),
    )  # fmt: skip


def think(pose: Pose, beat: Beat) -> Pose:
    """A hand at the chin that taps, the other under its elbow; the eyes look for it up on one side, then on the other."""
    side = keys(beat.told(4.2), [(0, -1), (0.06, -1), (0.14, 1), (0.5, 1), (0.58, -1), (1, -1)])
    early = keys(beat.told(4.2) + 0.02, [(0, -1), (0.06, -1), (0.14, 1), (0.5, 1), (0.58, -1), (1, -1)])
    tap = max(0.0, math.sin(TAU * beat.t / 0.55)) * (abs(side) > 0.95)
    _, height, ahead = beat.face(1.05 - 0.15 * tap, 0.75)
    chin: Room = (-0.2, height, ahead) if beat.subject.look.kind is not Kind.SNAKE else (-0.6, height + 0.06, -0.2)  # whose tail comes from the side
    elbow: Room = (-0.55, -0.5, 0.45)
    return replace(
        pose, hands=pair(pose, chin, elbow), head_tilt=0.13 * side + 0.02 * tap, head_yaw=pose.head_yaw * 0.8 + 0.18 * side, gaze=(0.75 * early, -0.75),
        nod=pose.nod * 0.4 - 0.18 + 0.25 * (1 - abs(side)), sway=pose.sway + 0.06 * beat.a * side, lid=max(pose.lid, 0.7 * (1 - abs(early))),
        trail=-0.3 * side, brow=0.07, mouth_round=0.4, prop_hand=1 - near(pose), feet=((0.1, 0, 0.04), (0.1, 0.0, -0.06)),
    )  # fmt: skip
