"""Between two: give, take, hug, argue, dance together, push. Hands go as far as the other one stands (`Beat.reach`)."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.grip import spread
from generator.world.motion.beat import TAU, Beat, along, ease, frontal, keys, lerp3, once, pair, thud
from generator.world.motion.posture import spoken
from generator.world.motion.visemes import babble
from generator.world.pose import Pose, Room, near
from storyboard.staging import Emotion, Prop

HANDED = 1.3  # seconds into a shot at which a thing that is given is taken


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
    """From the other's hands, or off the ground: reached for, drawn to the chest, looked at, pressed."""
    t, far = beat.t, beat.reach(pose, 0.5)
    own = once(t, HANDED, 0.55) if beat.way else once(t, 0.55, 0.7)
    side = _hands_on(beat)
    chest: Room = (side, -0.42, 0.5)
    pressed, glad = thud(t, HANDED + 0.5 if beat.way else 1.2, 0.5), own * (0.5 + 0.5 * beat.wave(1.6))
    if beat.way:
        out = along(t, [(0.0, 0.86), (0.25, 0.74), (0.8, 1.0)])
        hand = lerp3((side, -0.2 + (0.12 + 0.5 * beat.climb) * out, far * out), chest, own)
        return replace(
            pose, hands=(hand, hand), lean=pose.lean + 0.24 * (1 - own) * out - 0.08 * own, nod=pose.nod * 0.5 - 0.12 * (1 - own) + 0.42 * own - 0.1 * pressed,
            squash=1.0 + 0.03 * (1 - own) - 0.05 * pressed + 0.01 * glad, gaze=(pose.gaze[0], 0.7 * own), sway=pose.sway + 0.08 * own * beat.wave(1.9),
            hip=min(pose.hip, 1.0) + 0.03 * (1 - own), prop_hand=2, trail=0.5 * (own - 0.5) + 0.4 * pressed, brow=0.1, head_tilt=0.1 * own * beat.wave(1.9, -0.1),
        )  # fmt: skip
    low = 1.0 - own + 0.08 * math.sin(math.pi * min(t / 0.5, 1.0))
    hand = lerp3(chest, (side, -0.86, 0.74), low)
    return replace(
        pose, hands=(hand, hand), hip=0.96 - 0.5 * low, lean=pose.lean + 0.62 * low - 0.06 * own, nod=pose.nod * 0.4 + 0.35 + 0.1 * low - 0.2 * pressed,
        gaze=(pose.gaze[0], 0.75), squash=1.0 - 0.04 * low + 0.06 * pressed, prop_hand=2, trail=0.6 * pressed - 0.3 * low, brow=0.1 * own,
        feet=((0.12, 0.0, 0.12), (0.12, 0.0, -0.1)), sway=pose.sway + 0.05 * own * beat.wave(1.9), head_tilt=0.08 * own * beat.wave(1.9, -0.1),
    )  # fmt: skip


def hug(pose: Pose, beat: Beat) -> Pose:
    """Arms close round the other; a squeeze, a slow rocking of both, a pat on the back."""
    t = beat.t
    closed = along(t, [(0.0, 0.75), (0.4, 1.08), (0.6, 1.0)])
    squeeze = 0.5 + 0.5 * math.sin(TAU * t / 1.9 - 0.6)
    rock, pat = math.sin(TAU * t / 2.6) * (beat.way or 1.0), max(0.0, math.sin(TAU * t / 0.6)) * (once(t, 0.9, 0.2) - once(t, 2.0, 0.3))
    if frontal(pose):
        main: Room = (0.25 - 0.55 * closed * (0.6 + 0.4 * squeeze), 0.05, 0.8)
        other: Room = (0.2 - 0.55 * closed * (0.6 + 0.4 * squeeze), -0.12, 0.75)
    else:
        far = min(beat.reach(pose, 0.95), 1.22) if beat.way else 0.95
        high = 0.55 * min(beat.climb, 0.0) + 0.35 * max(beat.climb, 0.0)
        main = (-0.05, high + 0.02 - 0.2 * (1 - closed) + 0.06 * pat, far * closed - 0.05 * squeeze)
        other = (0.05, high - 0.28 * closed, far * closed - 0.08 * squeeze)
    return replace(
        pose, hands=pair(pose, main, other), lean=pose.lean * 0.5 + 0.12 - 0.28 * min(beat.climb, 0.0) + 0.05 * squeeze + 0.06 * rock, sway=pose.sway + 0.03 * rock, head_tilt=0.1 * rock + 0.12 * (beat.way or 1.0),
        nod=0.2 + 0.12 * squeeze, lid=max(pose.lid, ease(1.6 * squeeze - 0.1)), squash=1.0 - 0.035 * squeeze * closed, trail=0.3 * rock, prop_hand=2,
        joy=squeeze > 0.5 and pose.emotion is Emotion.HAPPY, wag=pose.wag + squeeze,
    )  # fmt: skip


def argue(pose: Pose, beat: Beat) -> Pose:
    """In turns: one stabs at the other with a finger, word by word; the other rears back, shakes its head, throws up its hands."""
    u = (beat.t / 2.4 + 0.5 * (beat.slot % 2) + 0.06) % 1.0
    charge = keys(u, [(0, 0.7), (0.06, 1.0), (0.44, 1.0), (0.52, -0.5), (0.6, -0.4), (0.9, -0.45), (1, 0.7)])
    on = max(charge, 0.0)
    stab = on * max(0.0, math.sin(TAU * u * 6.0))
    up = keys(u, [(0, 0), (0.5, 0), (0.6, 1.0), (0.72, 0.9), (0.84, 0), (1, 0)])
    front = frontal(pose)
    finger: Room = (0.1 + 0.25 * front, -0.12 + 0.16 * (1 - stab) * on, 0.72 + 0.4 * stab)
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
    """Hand in hand and face to face on one bar; on the next both open to the room, the free arms out."""
    bar = math.sin(TAU * beat.t / 1.0 + 0.9)
    hop = abs(math.sin(math.pi * beat.t / 0.5 + 0.45))
    opened = 0.5 + 0.5 * math.sin(TAU * beat.t / 2.0 - 0.4)
    way = beat.way or 1.0
    turned = way * (1.0 - 0.6 * opened)
    far = beat.reach(replace(pose, yaw=turned), 0.52)
    two: Room = (0.1 + 0.35 * opened, -0.12 + 0.22 * bar + 0.5 * beat.climb, far)
    one = lerp3((0.1, -0.34 - 0.16 * bar + 0.5 * beat.climb, far), (1.0, 0.02 + 0.34 * bar, 0.2), ease(1.5 * opened - 0.25))
    lifted = (0.32 * beat.a * max(0.0, bar * way), 0.32 * beat.a * max(0.0, -bar * way))
    return replace(
        pose, yaw=turned, head_yaw=way * (0.6 - 0.45 * opened), hands=pair(replace(pose, yaw=turned), one, two), lean=0.05 - 0.12 * opened,
        feet=((0.1, lifted[0], 0.05), (0.1, lifted[1], -0.05)), hip=0.86 + 0.12 * hop, squash=0.96 + 0.07 * hop, sway=0.12 * bar * way,
        head_tilt=0.2 * beat.a * math.sin(TAU * beat.t / 1.0 + 0.2), trail=math.sin(TAU * beat.t / 1.0 - 0.6), wag=beat.wave(0.5), nod=pose.nod - 0.15 * opened,
        joy=pose.emotion is Emotion.HAPPY and opened > 0.6, prop_hand=near(pose),
    )  # fmt: skip


def push(pose: Pose, beat: Beat) -> Pose:
    """The whole body a beam from the heels to the palms: a breath, a heave, a tremble, and again."""
    u = (beat.t * beat.temper.tempo / 1.7 + 0.3) % 1.0
    heave = keys(u, [(0, 0.15), (0.12, 0.0), (0.32, 1.06), (0.7, 1.0), (0.86, 0.1), (1, 0.15)])
    strain = heave * math.sin(TAU * 6.1 * beat.t)
    front = frontal(pose)
    out = 0.62 + 0.42 * heave
    main: Room = (0.0, -0.1 + 0.02 * strain, out) if not front else (0.2, -0.16, out)
    other: Room = (0.0, -0.26 - 0.02 * strain, out - 0.06) if not front else (0.2, -0.16, out)
    feet = ((0.08, 0.0, -0.34), (0.08, 0.0, -0.95)) if math.sin(pose.yaw) >= 0 else ((0.08, 0.0, -0.95), (0.08, 0.0, -0.34))
    back = abs(math.sin(pose.yaw)) > 0.3
    return replace(
        pose, hands=pair(pose, main, other), lean=pose.lean + 0.34 + 0.26 * heave, hip=0.86 - 0.1 * heave, feet=feet if back else ((0.2, 0, 0.1), (0.2, 0, -0.2)),
        nod=0.15 + 0.5 * heave, squash=1.0 - 0.05 * heave + 0.012 * strain, head_tilt=0.02 * strain, sway=pose.sway + 0.01 * strain, lid=max(pose.lid, 0.55 * heave),
        mouth=0.3 + 0.1 * strain, mouth_width=0.7 * heave, teeth=heave, speaks=heave > 0.4, brow=-0.08 * heave, trail=0.6 * (0.4 - heave), wag=strain, droop=0.3 * heave,
        prop_hand=near(pose),
    )  # fmt: skip
