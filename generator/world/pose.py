"""Pose: how a figure holds itself at one drawing; Rig: where that puts its joints on the picture.

Letters: a joint in the body's own room is (side to the figure's left, up, forward). `yaw` is how far the body is turned from
the camera: 0 faces us, + to the right of the picture, pi away. Hands are given in arm lengths from the shoulder, feet in leg
lengths from the ground below the hip, `side` counted outward. Angles are radians.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from generator.world.shapes import Point
from storyboard.staging import Emotion

Room = tuple[float, float, float]
LEFT, RIGHT = 0, 1  # the figure's own left and right
THREE_QUARTER = 0.66  # how far a head turns before its profile begins


def profile(yaw: float, start: float = THREE_QUARTER) -> float:
    """How much of a side view a turn is: 0 from the front as far as `start`, 1 in true profile and from there to the back."""
    turned = math.atan2(abs(math.sin(yaw)), math.cos(yaw))
    share = min(max((turned - start) / (math.pi / 2 - start), 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)


@dataclass(frozen=True)
class Pose:
    """One drawing's worth of acting. `dx`, `dy`: root offset on the picture (dy < 0 is up)."""

    dx: float = 0.0
    dy: float = 0.0
    yaw: float = 0.0
    head_yaw: float = 0.0
    head_tilt: float = 0.0  # roll on the picture, clockwise
    nod: float = 0.0  # -1 looks up .. 1 looks down
    lean: float = 0.0  # forward
    sway: float = 0.0  # to the figure's left
    squash: float = 1.0  # height factor, volume kept
    hip: float = 1.0  # height of the hips, share of the leg
    hands: tuple[Room, Room] = ((0.2, -0.93, 0.1), (0.2, -0.93, 0.1))
    feet: tuple[Room, Room] = ((0.05, 0.0, 0.0), (0.05, 0.0, 0.0))
    gaze: Point = (0.0, 0.0)
    lid: float = 0.0  # 0 open .. 1 shut, over what the emotion asks
    mouth: float = 0.0  # 0 shut .. 1 open
    mouth_width: float = 0.0  # -1 pursed .. 1 spread
    mouth_round: float = 0.0  # 0..1
    teeth: float = 0.0  # 0..1 of the opening
    speaks: bool = False  # the mouth forms speech, whatever the emotion does to it
    brow: float = 0.0  # raised over what the emotion asks, in head radii
    emotion: Emotion = Emotion.CALM
    joy: bool = False  # eyes shut in laughter
    trail: float = 0.0  # how far scarf, tail, hair lag behind, -1..1
    wag: float = 0.0  # tail, ears, wings to and fro, -1..1
    droop: float = 0.0  # ears and tail: -1 pricked .. 1 hanging
    tears: float = -1.0  # 0..1 along a tear's way, -1: none
    lie: float = 0.0  # 0 upright, 1 / -1 lying with the head to the left / right
    prop_hand: int = RIGHT  # which hand holds the prop, 2: both
    finger: int = -1  # which hand has its first finger out, -1: none
    palm: int = -1  # which hand is open, its fingers spread, -1: none


@dataclass(frozen=True)
class Body:
    """Proportions of a kind; all lengths as shares of its height, `head` a radius, widths half-widths."""

    head: float
    leg: float
    torso: float
    chest: float
    belly: float
    arm: float
    arm_w: float
    leg_w: float
    foot: float = 0.085
    stoop: float = 0.0
    shoulder: float = 0.86  # where the arms begin, as a share of the trunk; what is above it is neck


class Limb(NamedTuple):
    """Root, bend and end of an arm or leg on the picture; `depth` > 0 is nearer to us than the body's middle."""

    root: Point
    bend: Point
    end: Point
    depth: float


@dataclass(frozen=True)
class Rig:
    """Joints of one pose, on the picture, in shares of the figure's height, feet at y = 0."""

    body: Body
    pose: Pose
    hip: Point
    neck: Point
    head: Point
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]

    @property
    def back(self) -> bool:
        """Seen from behind."""
        return math.cos(self.pose.yaw) < -0.25

    @property
    def ahead(self) -> float:
        """Where forward is on the picture: -1 left .. 0 to us or away .. 1 right."""
        return math.sin(self.pose.yaw)

    @property
    def side(self) -> float:
        """How much of a side view the trunk shows: 0 as far as three-quarter, 1 in profile; 0 again from behind."""
        return 0.0 if self.back else profile(self.pose.yaw, 1.0)

    def width(self, half: float) -> float:
        """A half-width of the trunk as seen from this side."""
        cos, sin = math.cos(self.pose.yaw), math.sin(self.pose.yaw)
        return half * math.hypot(cos, 0.86 * sin)

    def at(self, s: float, w: float = 0.0) -> Point:
        """A point of the trunk: `s` from the hips (0) to the neck (1), `w` across, in lengths, + to the right."""
        (hx, hy), (nx, ny) = self.hip, self.neck
        length = math.hypot(nx - hx, ny - hy) or 1.0
        ux, uy = (nx - hx) / length, (ny - hy) / length
        return hx + (nx - hx) * s - uy * w, hy + (ny - hy) * s + ux * w

    def below(self, length: float, w: float = 0.0) -> Point:
        """A point of a skirt `length` under the hips, drawn toward the feet, never under the ground."""
        fx = (self.legs[0].end[0] + self.legs[1].end[0]) / 2
        share = min(1.0, length / self.body.leg)
        return self.hip[0] + (fx - self.hip[0]) * share * 0.9 + w, min(self.hip[1] + length, -0.012)


def near(pose: Pose) -> int:
    """The arm that is on our side of the body."""
    return RIGHT if math.sin(pose.yaw) >= -1e-6 else LEFT


def rig(body: Body, pose: Pose) -> Rig:
    """Joints from proportions and pose."""
    lean, hip_up = pose.lean + body.stoop, body.leg * pose.hip
    up = (math.sin(pose.sway), math.cos(lean) * math.cos(pose.sway), math.sin(lean))
    hip3 = (0.0, hip_up, -0.25 * body.torso * math.sin(lean))
    neck3 = _along(hip3, up, body.torso)
    head3 = _along(neck3, (up[0] * 1.1, up[1], up[2] * 1.25), body.head * 0.86)
    head3 = (head3[0], head3[1], head3[2] + body.head * 0.16 * pose.nod)
    arms, legs = [], []
    for i in (LEFT, RIGHT):
        out = 1.0 if i == LEFT else -1.0
        root = _along(hip3, up, body.torso * body.shoulder)
        root = (root[0] + out * body.chest * 0.86, root[1], root[2])
        side, rise, ahead = _reach(pose.hands[i], 1.3)
        end = _above_ground((root[0] + out * side * body.arm, root[1] + rise * body.arm, root[2] + ahead * body.arm), body.arm_w, pose.yaw)
        arms.append(_limb(root, end, body.arm / 2, (out * 0.9, -0.7, -0.8), pose.yaw))
        root = (out * body.belly * 0.5, hip_up + body.leg * 0.06, hip3[2])
        side, rise, ahead = pose.feet[i]
        end = (root[0] + out * side * body.leg, (rise + 0.1) * body.leg, ahead * body.leg)
        legs.append(_limb(root, end, body.leg * 0.5, (out * 0.25, 0.3, 1.0), pose.yaw))
    points = (_flat(hip3, pose.yaw), _flat(neck3, pose.yaw), _flat(head3, pose.yaw))
    return Rig(body, pose, *points, (arms[0], arms[1]), (legs[0], legs[1]))


def _above_ground(hand: Room, radius: float, yaw: float) -> Room:
    """A hand that rests on the ground at most, as the picture shows it."""
    side, up, ahead = hand
    return side, max(up, radius + 0.13 * (ahead * math.cos(yaw) - side * math.sin(yaw))), ahead


def _limb(root: Room, end: Room, half: float, pole: Room, yaw: float) -> Limb:
    """Two bones of length `half` from root to end, bent toward the pole."""
    span = tuple(e - r for e, r in zip(end, root, strict=True))
    dist = math.sqrt(sum(v * v for v in span)) or 1e-6
    axis = tuple(v / dist for v in span)
    along = sum(p * a for p, a in zip(pole, axis, strict=True))
    off = [p - along * a for p, a in zip(pole, axis, strict=True)]
    norm = math.sqrt(sum(v * v for v in off)) or 1.0
    bulge = math.sqrt(max(0.0, half * half - dist * dist / 4))
    x, y, z = (r + s / 2 + bulge * o / norm for r, s, o in zip(root, span, off, strict=True))
    depth = end[2] * math.cos(yaw) - end[0] * math.sin(yaw)
    return Limb(_flat(root, yaw), _flat((x, y, z), yaw), _flat(end, yaw), depth)


def _flat(point: Room, yaw: float) -> Point:
    """The picture of a joint: seen level, the nearer a little lower."""
    side, up, ahead = point
    depth = ahead * math.cos(yaw) - side * math.sin(yaw)
    return side * math.cos(yaw) + ahead * math.sin(yaw), -up + 0.13 * depth


def _along(start: Room, way: Room, length: float) -> Room:
    return start[0] + way[0] * length, start[1] + way[1] * length, start[2] + way[2] * length


def _reach(hand: Room, most: float) -> Room:
    """A hand no farther from its shoulder than a drawn arm may stretch."""
    dist = math.sqrt(sum(v * v for v in hand))
    k = min(1.0, most / max(dist, 1e-6))
    return hand[0] * k, hand[1] * k, hand[2] * k
