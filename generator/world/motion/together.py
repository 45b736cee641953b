"""Between two: give, take, hug, argue, dance together. Hands go as far as the other one stands (`Beat.reach`)."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.grip import spread
from generator.world.motion.beat import TAU, Beat, along, frontal, keys, lerp3, once, pair, thud
from generator.world.motion.posture import spoken
from generator.world.motion.visemes import babble
from generator.world.pose import Pose, Room, near
from storyboard.staging import Emotion, Prop

HANDED = 1.3  # seconds into a shot at which a thing that is given is taken
GRASPED = 0.9  # ... at which one that lies on the ground is


def _hands_on(beat: Beat) -> float:
    """How far out the hands are that hold what is given or taken."""
    prop = beat.subject.held
    return -0.12 if prop is Prop.NONE else spread(beat.subject, beat.body, beat.tall)


def give(pose: Pose, beat: Beat) -> Pose:
    """Held out, offered again while nobody takes it; empty hands open and come back."""
    t, holds = beat.t, beat.subject.held is not Prop.NONE or not beat.way
    again = keys(t / 1.7, [(0, 1.0), (0.1, 0.9), (0.3, 1.06), (0.4, 1.0), (1, 1.0)]) if t > HANDED else 1.0
    out = along(t, [(0.0, 0.72), (0.1, 0.66), (0.42, 1.06), (0.56, 1.0)]) * again
    back = 0.0 if holds else once(t, HANDED + 0.1, 0.6)
    far = beat.reach(pose, 0.5)
    hand: Room = (_hands_on(beat), -0.42 + (0.34 + 0.5 * beat.climb) * out, 0.35 + (far - 0.35) * out)
    hand = lerp3(hand, (0.18, -0.55, 0.35), back)
    rises = math.sin(math.pi * min(max(t / 0.42, 0.0), 1.0))
    step = 0.24 * once(t, 0.0, 0.42) + 0.02
    nodded = thud(t, HANDED + 0.2, 0.5)
    return replace(
        pose, hands=(hand, hand), lean=pose.lean + 0.26 * beat.a * (out - 0.45) * (1 - back), nod=pose.nod + 0.2 - 0.3 * out + 0.3 * nodded,
        squash=1.0 - 0.05 * (out - 0.7), prop_hand=2, trail=0.7 - out, feet=((0.05, 0, -0.12), (0.05, 0.12 * rises, step)), brow=0.08 * out,
    )  # fmt: skip


def take(pose: Pose, beat: Beat) -> Pose:
    """From the other's hands, or off the ground: looked at, reached for, grasped, drawn to the chest, pressed, looked at again."""
    return _taken_from(pose, beat) if beat.way else _picked_up(pose, beat)


def _taken_from(pose: Pose, beat: Beat) -> Pose:
    t, side = beat.t, _hands_on(beat)
    own, pressed = once(t, HANDED + 0.05, 0.5), thud(t, HANDED + 0.5, 0.5)
    out = along(t, [(0.0, 0.62), (0.3, 0.5), (0.85, 1.02), (HANDED, 1.0)])
    asked: Room = (side, -0.3 + (0.22 + 0.5 * beat.climb) * out, beat.reach(pose, 0.5) * out)
    hand = lerp3(asked, (side, -0.46, 0.55), own)
    glad = own * beat.wave(1.6)
    return replace(
        pose, hands=(hand, hand), lean=pose.lean + 0.24 * (1 - own) * out - 0.08 * own, nod=pose.nod * 0.5 + 0.1 * (1 - own) + 0.42 * own - 0.1 * pressed,
        squash=1.0 + 0.03 * (1 - own) - 0.05 * pressed + 0.01 * glad, gaze=(pose.gaze[0], 0.45 + 0.2 * own), sway=pose.sway + 0.08 * own * beat.wave(1.9),
        hip=min(pose.hip, 1.0), prop_hand=2, trail=0.5 * (own - 0.5) + 0.4 * pressed, brow=0.1, head_tilt=0.1 * own * beat.wave(1.9, -0.1),
    )  # fmt: skip


def _picked_up(pose: Pose, beat: Beat) -> Pose:
    t, side = beat.t, _hands_on(beat)
    own, pressed = once(t, GRASPED + 0.08, 0.65), thud(t, GRASPED + 0.7, 0.5)
    turned = 0.85 * (math.copysign(1.0, math.sin(pose.yaw)) if abs(math.sin(pose.yaw)) > 0.1 else 1.0 if beat.slot % 2 == 0 else -1.0)
    low = along(t, [(0.0, 0.5), (0.25, 0.42), (GRASPED - 0.15, 1.0), (GRASPED, 1.0)]) * (1.0 - own)
    hand = lerp3((side, -0.5, 0.6), (side, -0.98, 0.72), low)
    return replace(
        pose, yaw=turned, head_yaw=0.6 * turned, hands=(hand, hand), hip=0.96 - 0.52 * low, lean=pose.lean + 0.72 * low - 0.06 * own,
        nod=pose.nod * 0.4 + 0.35 + 0.1 * low - 0.2 * pressed, gaze=(0.3 * turned, 0.6), squash=1.0 - 0.04 * low + 0.06 * pressed, prop_hand=2,
        trail=0.6 * pressed - 0.3 * low, brow=0.1 * own, feet=((0.12, 0.0, 0.2), (0.12, 0.0, -0.18)), sway=pose.sway + 0.05 * own * beat.wave(1.9),
        head_tilt=0.08 * own * beat.wave(1.9, -0.1),
    )  # fmt: skip


def hug(pose: Pose, beat: Beat) -> Pose:
    """Arms go round the other, one high and one low; cheek to cheek with eyes shut; a squeeze, a slow rocking of both, a pat on the back."""
    t = beat.t
    closed = along(t, [(0.0, 0.86), (0.4, 1.06), (0.6, 1.0)])
    squeeze = 0.5 + 0.5 * math.sin(TAU * t / 1.9 + 1.2)
    rock, pat = math.sin(TAU * t / 2.6) * (beat.way or 1.0), max(0.0, math.sin(TAU * t / 0.6)) * (once(t, 0.9, 0.2) - once(t, 2.0, 0.3))
    if frontal(pose):
        main: Room = (0.25 - 0.55 * closed * (0.6 + 0.4 * squeeze), 0.05, 0.8)
        other: Room = (0.2 - 0.55 * closed * (0.6 + 0.4 * squeeze), -0.12, 0.75)
    else:
        far = min(beat.reach(pose, 1.25 + 0.4 * min(beat.climb, 0.0)), 1.25) if beat.way else 0.95
        high = 0.75 * min(beat.climb, 0.0) + 0.35 * max(beat.climb, 0.0)
        main = (-0.1, high - 0.1 + 0.06 * pat - 0.12 * (beat.slot % 2), far * closed - 0.05 * squeeze)
        other = (0.05, high - 0.3 * closed, far * closed - 0.08 * squeeze)
    return replace(
        pose, hands=pair(pose, main, other), lean=pose.lean * 0.5 + 0.14 - 0.28 * min(beat.climb, 0.0) + 0.04 * squeeze + 0.05 * rock, sway=pose.sway + 0.03 * rock,
        head_tilt=0.08 * rock + 0.16 * (beat.way or 1.0), nod=0.1 + 0.1 * squeeze, lid=1.0 if t > 0.25 or pose.emotion is not Emotion.SURPRISED else pose.lid,
        squash=1.0 - 0.035 * squeeze * closed, trail=0.3 * rock, prop_hand=2, joy=pose.emotion is Emotion.HAPPY, wag=pose.wag + squeeze,
    )  # fmt: skip


def argue(pose: Pose, beat: Beat) -> Pose:
    """In turns: one stabs at the other with a finger, word by word; the other rears back, shakes its head, throws up its hands."""
    u = (beat.t / 2.4 + 0.5 * (beat.slot % 2) + 0.06) % 1.0
    charge = keys(u, [(0, 0.7), (0.06, 1.0), (0.44, 1.0), (0.52, -0.5), (0.6, -0.4), (0.9, -0.45), (1, 0.7)])
    on = max(charge, 0.0)
    stab = on * max(0.0, math.sin(TAU * u * 6.0))
    up = keys(u, [(0, 0), (0.5, 0), (0.6, 1.0), (0.72, 0.9), (0.84, 0), (1, 0)])
    front = frontal(pose)
    finger: Room = (0.1 + 0.25 * front, -0.1 + 0.14 * (1 - stab) * on, 0.9 + 0.25 * stab)
    hip: Room = (0.32, -0.58, -0.12)
    thrown: Room = (0.8, 0.1, 0.35)
    main = lerp3(lerp3(hip, finger, min(on * 1.6, 1.0)), thrown, up)
    other = lerp3(hip, thrown, up)
    no = math.sin(TAU * u * 5.5) * max(-charge, 0.0) * (1 - up)
    acted = replace(
        pose, hands=pair(pose, main, other), lean=pose.lean + 0.2 * charge + 0.07 * stab, nod=pose.nod * 0.5 + 0.12 * stab - 0.3 * up, head_yaw=pose.head_yaw + 0.4 * no,
        squash=1.0 - 0.03 * stab + 0.05 * up, feet=((0.1, 0, 0.16), (0.1, 0, -0.16)), brow=0.1 * up, trail=-0.6 * charge, droop=-0.3, wag=no + stab,
        head_tilt=0.08 * stab - 0.06 * up, emotion=Emotion.ANGRY if pose.emotion is Emotion.CALM else pose.emotion, prop_hand=1 - near(pose),
        finger=near(pose) if on > 0.2 else -1,
    )  # fmt: skip
    return acted if beat.subject.speech or charge < 0.2 else spoken(acted, babble(beat.t, beat.slot))


def dance_together(pose: Pose, beat: Beat) -> Pose:
    """Face to face with both hands held: they step to one side and to the other with the joined hands swinging high, and turn in and out as one."""
    bar = math.sin(TAU * beat.t / 1.2 + 0.9)
    hop = abs(math.sin(TAU * beat.t / 1.2 + 0.9))
    way = beat.way or 1.0
    turned = way * (0.95 - 0.5 * (0.5 + 0.5 * math.sin(TAU * beat.t / 2.4)))
    far = beat.reach(replace(pose, yaw=turned), beat.tall / (2.0 * beat.tall + beat.moment.rise))  # hands meet where short arms get, too
    level = min(max(0.31 * beat.moment.rise / (beat.tall * beat.body.arm), -0.8), 0.8) - 0.12
    up, low = level + 0.24 * bar, level - 0.24 * bar
    near_hand, far_hand = (0.12, up, far), (0.12, low, far)
    lifted = (0.34 * beat.a * max(0.0, bar * way), 0.34 * beat.a * max(0.0, -bar * way))
    return replace(
        pose, yaw=turned, head_yaw=0.62 * turned, hands=pair(replace(pose, yaw=turned), near_hand, far_hand), lean=0.02 + 0.06 * bar,
        feet=((0.1, lifted[0], 0.05), (0.1, lifted[1], -0.05)), hip=0.86 + 0.12 * hop, squash=0.96 + 0.07 * hop, sway=0.16 * bar,
        head_tilt=0.22 * beat.a * bar, trail=math.sin(TAU * beat.t / 1.2 - 0.6), wag=beat.wave(0.6), nod=pose.nod - 0.1, gaze=(0.4 * way, pose.gaze[1]),
        joy=pose.emotion in (Emotion.HAPPY, Emotion.CALM) and bar > 0.3, prop_hand=near(pose),
    )  # fmt: skip
