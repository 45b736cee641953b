"""What overcomes a figure: cry, laugh, hide."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.motion.beat import TAU, Beat, along, lerp3, thud
from generator.world.pose import Pose, Room, near
from storyboard.look import BIRDS
from storyboard.staging import Emotion, Facing


def cry(pose: Pose, beat: Beat) -> Pose:
    sob, shake = max(0.0, beat.wave(1.5)), math.sin(TAU * (beat.t / 0.34 + beat.offset))
    if beat.subject.facing is not Facing.AWAY:  # turned to us: a sleeve before the face would be a mask
        pose = replace(pose, yaw=0.2 * pose.yaw, head_yaw=0.4 * pose.head_yaw)
    winged = beat.subject.look.kind in BIRDS  # whose wings are as wide as a face
    inward, eye, ahead = beat.face((0.6 if winged else 0.12) + 0.06 * shake * sob, 0.95)
    wide = (1.0 if winged else 0.62) * beat.body.head / beat.body.arm
    fist: Room = (inward + wide, eye, ahead)  # beside the eye: face and tears stay in sight
    return replace(
        pose, hands=(fist, fist), lean=pose.lean + 0.12 + 0.06 * sob, nod=0.62 + 0.15 * shake * sob, squash=0.97 + 0.028 * beat.a * shake,
        sway=0.02 * shake, lid=0.7, emotion=Emotion.SAD, mouth=0.3 + 0.3 * sob, tears=beat.cycle(0.7) % 1.0, droop=1.0, hip=0.95,
        head_tilt=0.05 * shake, trail=0.2 * shake, prop_hand=near(pose),
    )  # fmt: skip


def laugh(pose: Pose, beat: Beat) -> Pose:
    ha = beat.wave(0.36)
    swell = 0.6 + 0.4 * beat.wave(1.8)
    hand: Room = (-0.05 + 0.1 * swell, -0.55 + 0.06 * ha, 0.5)
    return replace(
        pose, hands=(hand, hand), lean=-0.16 * beat.a * swell, nod=-0.55 * swell, squash=1.0 + 0.045 * beat.a * ha, sway=0.05 * beat.wave(1.1),
        head_tilt=0.12 * beat.wave(1.1) + 0.03 * ha, joy=True, emotion=Emotion.HAPPY, mouth=0.72 + 0.25 * ha, droop=-0.3, wag=ha,
        hip=0.96 + 0.03 * ha, trail=0.3 * ha, prop_hand=near(pose),
    )  # fmt: skip


def hide(pose: Pose, beat: Beat) -> Pose:
    """It peeks out and looks to both sides, ducks with both hands over the head, shivers, and peeks again."""
    t = (beat.t + 1.3 + 0.4 * beat.slot) % 2.8
    out = along(t, [(0.0, 0.0), (0.15, 0.0), (0.25, -0.1), (0.6, 1.0), (2.2, 1.0), (2.35, -0.12), (2.5, 0.0)])
    look = along(t, [(0.6, 0.9), (0.8, 0.9), (1.0, -0.9), (1.6, -0.9), (1.8, 0.9), (2.2, 0.9)])
    duck = thud(t, 2.3, 0.35)
    shiver = math.sin(TAU * 5.3 * beat.t) * (1.0 - 0.6 * max(out, 0.0))
    if beat.subject.facing is not Facing.AWAY:  # upright behind what hides it, its face over the edge
        pose = replace(pose, yaw=0.5 * pose.yaw, head_yaw=0.6 * pose.head_yaw)
    over: Room = (-0.1, 0.62, 0.35)
    chin: Room = (-0.14, 0.1, 0.7)
    hand = lerp3(over, chin, max(out, 0.0))
    return replace(
        pose, hip=0.16 + 0.46 * out, lean=0.24 - 0.08 * out, nod=0.9 - 0.85 * out, hands=(hand, (hand[0], hand[1] + 0.02 * shiver, hand[2])), sway=0.03 * shiver,
        feet=((0.16, 0.0, 0.1), (0.16, 0.0, 0.02)), squash=0.86 + 0.14 * out - 0.06 * max(0.0, duck), lid=max(0.0, 1.0 - 1.4 * out) if out < 0.7 else pose.lid,
        gaze=(look * max(out, 0.0), -0.1), head_yaw=pose.head_yaw + 0.3 * look * max(out, 0.0), head_tilt=0.02 * shiver, droop=1.0 - 1.4 * out,
        trail=0.3 * shiver - 0.6 * duck, wag=0.4 * shiver, brow=0.1 * max(out, 0.0), emotion=Emotion.AFRAID if pose.emotion is Emotion.CALM else pose.emotion,
        prop_hand=near(pose),
    )  # fmt: skip
