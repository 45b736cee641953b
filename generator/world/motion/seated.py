"""On the ground or with something in the hands: sit, sit down, stand up, sleep, eat, read."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.grip import spread
from generator.world.motion.beat import TAU, Beat, along, keys, lerp3, once, pair, thud
from generator.world.pose import LEFT, RIGHT, Pose, Room, near
from storyboard.staging import Facing

SEAT, OUT = 0.22, 0.86  # height of the hips of who sits, and how far before them the feet are, in legs


def sit(pose: Pose, beat: Beat) -> Pose:
    kick = [0.1 * beat.a * (1 + beat.wave(1.3, 0.5 * i)) for i in (LEFT, RIGHT)]
    feet = ((0.12, kick[0], OUT), (0.12, kick[1], OUT + 0.04))
    hands = ((0.05, -0.72, 0.45), (0.05, -0.72, 0.45))
    return replace(
        pose, hip=SEAT, feet=feet, hands=hands, lean=pose.lean - 0.06 + 0.05 * beat.wave(2.3), sway=0.08 * beat.a * beat.wave(2.6),
        head_tilt=0.1 * beat.a * beat.wave(2.6, -0.1), prop_hand=near(pose),
    )  # fmt: skip


def _between(pose: Pose, beat: Beat, down: float) -> Pose:
    """Between standing (0) and sitting (1): the feet stay where they are, the hips go back and down."""
    down = max(down, 0.0)
    way = math.sin(pose.yaw)
    hip = 0.96 + (SEAT - 0.96) * down
    return replace(
        pose, hip=hip, feet=((0.05 + 0.07 * down, 0.0, OUT * down), (0.05 + 0.07 * down, 0.0, OUT * down)), dx=-OUT * down * beat.leg * way,
        lean=pose.lean * (1 - down) + 0.75 * math.sin(math.pi * min(down, 1.0)) - 0.02 * down, prop_hand=near(pose),
    )  # fmt: skip


def sit_down(pose: Pose, beat: Beat) -> Pose:
    """A look behind, the hands back, down with a bump; then the legs stretch and it is well."""
    t = beat.t * beat.temper.tempo
    down = along(t, [(0.0, 0.34), (0.28, 0.22), (0.95, 1.0)])
    bump, after = thud(t, 0.88, 0.42), thud(t, 1.0, 0.5)
    back: Room = (0.35, -0.85, -0.45)
    lap: Room = (0.05, -0.72, 0.45)
    rest = once(t, 1.15, 0.6)
    hand = lerp3(back, lap, rest)
    pose = _between(pose, beat, down)
    breath = beat.wave(2.3) * rest
    side = 1.0 if math.sin(pose.yaw) < -0.3 else -1.0
    behind = 1.0 - once(t, 0.45, 0.4)
    kicked: list[Room] = [(s, 0.09 * beat.a * rest * (1 + beat.wave(1.3, 0.5 * i)), f) for i, (s, _, f) in enumerate(pose.feet)]
    return replace(
        pose, hands=(hand, hand), squash=pose.squash - 0.12 * bump, head_yaw=pose.head_yaw + 0.45 * side * behind, nod=pose.nod + 0.25 * behind + 0.4 * after,
        lean=pose.lean - 0.06 * rest + 0.05 * breath, trail=0.7 * (1 - rest) * once(t, 0.4, 0.3) - 0.6 * after, gaze=(0.5 * side * behind, 0.3 * behind),
        head_tilt=0.08 * breath, feet=(kicked[LEFT], kicked[RIGHT]),
        wag=pose.wag + after, lid=max(pose.lid, 0.9 * max(0.0, bump)),
    )  # fmt: skip


def stand_up(pose: Pose, beat: Beat) -> Pose:
    """Both hands behind it on the ground, a swing back for the push, up on its toes, and a shake."""
    t = beat.t * beat.temper.tempo
    down = along(t, [(0.0, 0.94), (0.3, 1.0), (1.0, 0.0)])
    over, shake = thud(t, 0.92, 0.45), math.sin(TAU * 3.4 * t) * (once(t, 1.25, 0.12) - once(t, 1.6, 0.3))
    press: Room = (0.3, -0.88, -0.2)
    swung = lerp3(press, (0.25, -0.6, 0.75), once(t, 0.35, 0.3))
    hand = lerp3(swung, pose.hands[LEFT], once(t, 0.85, 0.5))
    other = lerp3(swung, pose.hands[RIGHT], once(t, 0.85, 0.5))
    base = pose
    pose = _between(pose, beat, down)
    return replace(
        pose, hands=(hand, other), hip=pose.hip + 0.07 * max(0.0, over), squash=1.0 + 0.09 * over - 0.05 * once(t, 0.1, 0.2) * (1 - once(t, 0.35, 0.2)),
        lean=pose.lean + 0.32 * (1 - once(t, 0.1, 0.2)), nod=base.nod + 0.35 * (1 - once(t, 0.6, 0.4)) - 0.3 * over, sway=0.06 * shake, head_tilt=0.1 * shake,
        trail=-0.8 * once(t, 0.4, 0.2) * (1 - once(t, 0.95, 0.4)) + 0.7 * over, wag=base.wag + 1.2 * shake, mouth_width=0.4, lid=max(base.lid, 0.8 * abs(shake)),
    )  # fmt: skip


def sleep(pose: Pose, beat: Beat) -> Pose:
    breath = beat.wave(2.6)
    side = -1.0 if beat.subject.facing is Facing.RIGHT else 1.0
    hands = ((-0.15, 0.05, 0.5), (-0.2, -0.15 + 0.03 * breath, 0.55))
    return replace(
        pose, yaw=0.25 * -side, head_yaw=0.2 * -side, lid=1.0, lie=side, hands=hands, feet=((0.05, 0.1, 0.2), (0.0, 0.0, 0.1)), hip=0.9,
        squash=1.0 + 0.012 * breath, sway=0.03 * breath, nod=0.3 + 0.12 * breath, mouth=0.1 + 0.06 * breath, mouth_width=-0.5, mouth_round=0.7, speaks=True, head_tilt=0.04 * breath,
        trail=0.15 * breath, wag=0.3 * breath, droop=0.5,
    )  # fmt: skip


def eat(pose: Pose, beat: Beat) -> Pose:
    """Up to the mouth, a bite that the head meets, three chews with full cheeks, and a sigh."""
    u = (beat.t * beat.temper.tempo / 2.5 + 0.2) % 1.0
    up = keys(u, [(0, 0.35), (0.08, 0.25), (0.24, 1.0), (0.36, 1.0), (0.48, 0.4), (0.9, 0.35), (1, 0.35)])
    bite = keys(u, [(0, 0), (0.14, 0), (0.22, 1.0), (0.28, 1.0), (0.32, 0), (1, 0)])
    chewing = once(u, 0.36, 0.05) - once(u, 0.84, 0.08)
    chew = chewing * math.sin(TAU * (u - 0.36) / 0.155)
    food = lerp3((0.05, -0.62, 0.62), beat.face(1.15, 1.05), up)
    other: Room = (-0.18, -0.66, 0.5)
    return replace(
        pose, hands=pair(pose, food, other), nod=pose.nod * 0.4 + 0.1 + 0.28 * bite + 0.05 * chew, lean=pose.lean + 0.12 * bite, mouth=0.85 * bite + 0.12 * max(0.0, chew),
        mouth_width=-0.2 - 0.35 * chew * chewing, mouth_round=0.5 * chewing, speaks=chewing > 0.3 or bite > 0.3, squash=pose.squash - 0.02 * bite + 0.012 * chew,
        lid=max(pose.lid, 0.75 * (once(u, 0.5, 0.1) - once(u, 0.8, 0.1))), head_tilt=0.1 * chewing * math.sin(TAU * u) + 0.02 * chew, prop_hand=near(pose),
        gaze=(pose.gaze[0], 0.6 * (1 - chewing)), wag=pose.wag + chew, brow=0.06 * bite, trail=-0.2 * bite,
    )  # fmt: skip


def read(pose: Pose, beat: Beat) -> Pose:
    """The eyes run along the lines and jump back; now and then something makes it look twice."""
    line = (beat.t / 1.15 + 0.3 * beat.slot) % 1.0
    along_line = -0.8 + 1.6 * min(line / 0.86, 1.0) if line < 0.9 else 0.8 - 1.6 * (line - 0.9) / 0.1
    twice = keys(beat.told(3.6), [(0, 0), (0.02, 0), (0.1, 1.0), (0.4, 0.9), (0.5, 0), (1, 0)])
    side = spread(beat.subject, beat.body, beat.tall)
    hand: Room = (side, -0.44 + 0.1 * twice + 0.02 * beat.wave(1.9), 0.66)
    return replace(
        pose, hands=(hand, hand), nod=0.42 - 0.12 * twice, gaze=(along_line, 0.75), head_yaw=pose.head_yaw + 0.1 * along_line, lean=pose.lean + 0.1 * twice,
        brow=0.12 * twice, lid=max(pose.lid, 0.12), head_tilt=0.05 * beat.wave(3.1, 0.12) + 0.06 * twice, squash=pose.squash + 0.02 * twice, trail=-0.3 * twice,
        sway=pose.sway + 0.04 * beat.a * beat.wave(2.8), prop_hand=2, mouth_round=0.8 * twice, mouth=0.2 * twice,
    )  # fmt: skip
