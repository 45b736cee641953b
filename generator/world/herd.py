"""Manes, horns and wool: what lion, horse, donkey, goat and sheep wear over the plain animal. Heads in head radii, see faces.py."""

from __future__ import annotations

import math

from generator.world.faces import Head
from generator.world.muzzles import chin_beard
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix
from storyboard.look import Hair, Kind

HORN: Rgba = (240, 224, 190, 255)


def mane_color(head: Head) -> Rgba:
    """The mane's own colour: the crest's where the look names one, else deeper than the coat (lighter on a dark one)."""
    if head.look.hair is not Hair.NONE:
        return head.colors.hair
    main = head.colors.main
    return mix(main, (104, 48, 26, 255), 0.68) if head.look.kind is Kind.LION else mane(main)


def mane(main: Rgba) -> Rgba:
    """The mane and tail of a coat."""
    return mix(main, (44, 30, 34, 255), 0.72) if luma(main) > 0.275 else mix(main, (214, 196, 164, 255), 0.72)


def mane_behind(head: Head) -> list[Shape]:
    """What stands behind the skull and its ears."""
    return {Kind.LION: _lion, Kind.HORSE: _flowing, Kind.GOAT: _horns}.get(head.look.kind, _none)(head)


def mane_before(head: Head) -> list[Shape]:
    """What falls over the brow, and a goat's beard."""
    return {Kind.HORSE: _forelock, Kind.DONKEY: _crest, Kind.SHEEP: _wool_cap, Kind.GOAT: _goat}.get(head.look.kind, _none)(head)


def mane_seen_from_behind(head: Head) -> list[Shape]:
    """The back of the head."""
    if head.look.kind is Kind.LION:
        return _lion(head)
    if head.look.kind is Kind.SHEEP:
        return _wool_cap(head)
    if head.look.kind in (Kind.HORSE, Kind.DONKEY):
        t, w = 0.25 * head.pose.trail, 0.42 if head.look.kind is Kind.HORSE else 0.2
        fall = [(0.0, -1.22), (w, -0.85), (w * 1.05, 0.1), (w * 0.8 - t * 0.5, 1.0), (-t, 1.4), (-w * 0.8 - t * 0.5, 1.0), (-w * 1.05, 0.1), (-w, -0.85)]
        return [Shape(blob(fall), mane_color(head), None, 0.0, "hair")]
    return _horns(head) if head.look.kind is Kind.GOAT else []


def _none(head: Head) -> list[Shape]:
    return []


def _lion(head: Head) -> list[Shape]:
    """A great ragged ring of hair, darker without than within; it lags as the head moves."""
    color, back = mane_color(head), head.back
    sin = 0.0 if back else math.sin(head.yaw) * (1.0 + 1.6 * head.side)
    shapes = []
    for reach, locks, shade in ((1.86, 15, 0.16), (1.5, 13, 0.0)):
        points = []
        for k in range(2 * locks):
            a = math.pi * k / locks - math.pi / 2
            r = reach if k % 2 else reach * 0.84
            droop = 0.16 * max(math.sin(a), 0.0)
            lag = -0.2 * head.pose.trail * (reach - 1.0) * (0.4 + abs(math.sin(a)))
            points.append((r * math.cos(a) * 0.9 - 0.26 * sin + lag, r * math.sin(a) * 0.92 + 0.1 + droop))
        shapes.append(Shape(blob(points, tension=0.75), mix(color, (44, 24, 22, 255), shade), None, 0.0, "hair"))
    return shapes


def _flowing(head: Head) -> list[Shape]:
    """A horse's mane falls on the side it turns away from."""
    side, t = (-1.0 if head.yaw >= -0.01 else 1.0), 0.3 * head.pose.trail
    points = [(side * 0.1, -1.2), (side * 0.62, -1.12), (side * 0.98, -0.62), (side * 1.12, 0.0), (side * 1.08 - t * 0.4, 0.62),
              (side * 1.22 - t * 0.8, 1.12), (side * 0.86 - t, 1.5), (side * 0.62 - t * 0.5, 1.16), (side * 0.34, 0.9), (side * 0.3, 0.0), (-side * 0.2, -0.7)]  # fmt: skip
    return [Shape(blob(points, tension=0.85), mane_color(head), None, 0.0, "hair")]


def _forelock(head: Head) -> list[Shape]:
    if head.hatted:
        return []
    s, t, d = 0.42 * math.sin(head.yaw), 0.14 * head.pose.trail, 0.4 * head.drop
    points = [(s - 0.32, -0.98), (s - 0.05, -1.22), (s + 0.3, -1.0), (s + 0.24 - t, -0.7 + d), (s + 0.12 - t, -0.46 + d), (s + 0.05, -0.66 + d),
              (s - 0.05 - t, -0.36 + d), (s - 0.13, -0.66 + d), (s - 0.24 - t, -0.56 + d)]  # fmt: skip
    return [Shape(blob(points, tension=0.7), mane_color(head), None, 0.0, "hair")]


def _crest(head: Head) -> list[Shape]:
    """A donkey's short mane stands up between the ears."""
    if head.hatted:
        return []
    s, t = 0.3 * math.sin(head.yaw), 0.1 * head.pose.trail
    points: list[Point] = []
    for k, (x, y) in enumerate(((-0.3, -0.84), (-0.3, -1.2), (-0.12, -1.06), (-0.06, -1.36), (0.08, -1.08), (0.18, -1.3), (0.24, -1.02), (0.3, -0.82), (0.0, -0.6))):
        points.append((x + s - t * (k % 2), y))
    return [Shape(blob(points, tension=0.5), mane_color(head), None, 0.0, "hair")]


def _horns(head: Head) -> list[Shape]:
    """Two horns that sweep up and back."""
    shapes, sin = [], 0.0 if head.back else math.sin(head.yaw)
    for side in (1.0, -1.0):
        side *= 1 - 0.75 * head.side  # in profile one stands behind the other
        x = side * (0.8 if head.hatted else 0.36) - 0.25 * sin
        spine = [(x, -0.68), (x + side * 0.1 - 0.05 * sin, -1.16), (x + side * 0.34 - 0.3 * sin, -1.56), (x + side * 0.66 - 0.62 * sin, -1.66)]
        if head.hatted:  # beside the brim
            spine = [(x - 0.1 * sin, -0.5), (x + side * 0.34 - 0.3 * sin, -0.86), (x + side * 0.74 - 0.6 * sin, -1.16), (x + side * 1.16 - 0.8 * sin, -1.14)]
        shapes.append(Shape(limb(spine, (0.17, 0.15, 0.1, 0.03)), mix(HORN, (120, 92, 70, 255), 0.3), None, 0.0, "horn"))
        for k in (0.35, 0.65):  # rings
            ax, ay = spine[1] if k > 0.5 else ((spine[0][0] + spine[1][0]) / 2, (spine[0][1] + spine[1][1]) / 2)
            shapes.append(Shape(limb([(ax - 0.14, ay + 0.03), (ax, ay + 0.05), (ax + 0.14, ay - 0.01)], (0.02, 0.028, 0.02)), (128, 98, 74, 255), None, 0.0, "line"))
    return shapes


def _goat(head: Head) -> list[Shape]:
    return chin_beard(head, mix(head.colors.muzzle, (255, 252, 244, 255), 0.4) if head.look.hair is Hair.NONE else head.colors.hair)


def _puffs(circles: list[tuple[float, float, float]], color: Rgba) -> Shape:
    """Round tufts as one shape: a single outline round them all."""
    path: tuple = ()
    for x, y, r in circles:
        path += ellipse((x, y), r, r)
    return Shape(path, color, None, 0.0, "hair")


def _curls(circles: list[tuple[float, float, float]], color: Rgba) -> Shape:
    """Small hooks of wool drawn into the tufts, as one open line each."""
    path: tuple = ()
    for x, y, r in circles:
        path += blob([(x - 0.45 * r, y - 0.1 * r), (x, y + 0.4 * r), (x + 0.45 * r, y - 0.05 * r)], closed=False)
    return Shape(path, None, mix(color, (120, 104, 110, 255), 0.3), 0.05, "line")


def _wool_cap(head: Head) -> list[Shape]:
    """Wool over the crown down to the brow; all round from behind."""
    color, sin = head.colors.hair, 0.0 if head.back else math.sin(head.yaw)
    if head.back:
        ring = [(0.78 * math.cos(k * math.tau / 9), 0.74 * math.sin(k * math.tau / 9) - 0.1, 0.42) for k in range(9)]
        circles = [*ring, (0.0, -0.1, 0.75)]
    else:
        low = 0.3 * head.drop
        circles = [(x + 0.14 * sin, y, r) for x, y, r in ((-0.84, -0.5, 0.34), (-0.6, -0.86, 0.38), (-0.14, -1.04, 0.42), (0.36, -1.0, 0.4),
                                                          (0.74, -0.7, 0.36), (0.9, -0.36, 0.26), (-0.94, -0.2, 0.26))]  # fmt: skip
        circles += [(x + 0.4 * sin, y + low, 0.3) for x, y in ((-0.44, -0.62), (0.0, -0.58), (0.42, -0.62))]
    return [_puffs(circles, color), _curls([circles[1], circles[4], circles[-1]], color)]


def wool(rig: Rig, color: Rgba) -> list[Shape]:
    """A sheep's trunk: tufts all over, legs and hands stick out."""
    rows = ((0.94, 0.55, 0.62), (0.7, 0.8, 0.72), (0.42, 0.95, 0.78), (0.12, 0.85, 0.76), (-0.08, 0.5, 0.68))
    half, c = rig.width(rig.body.belly), rig.body.belly
    circles = []
    for s, wide, r in rows:
        for k in (-1.0, -0.05, 1.0):
            x, y = rig.at(s, k * half * wide * 0.86)
            circles.append((x, y, c * r * 0.62))
    hooks = [circles[i] for i in (3, 5, 7, 9, 11)]
    return [_puffs(circles, color), Shape(_curls(hooks, color).path, None, mix(color, (120, 104, 110, 255), 0.34), 0.01, "line")]
