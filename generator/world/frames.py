"""Foregrounds: what stands between the eye and the stage, in the corners only, dark, so that the light lies behind it.

Frames are drawn for the depth NEAR and keep clear of the middle, so that they cover no face, however far someone walks.
"""

from __future__ import annotations

import numpy as np

from generator.world.layers import Part, Site, sway
from generator.world.scenery import tuft
from generator.world.shapes import Command, Point, Rgba, Shape, blob, box, ellipse, limb, mix, rgba
from storyboard.staging import Season

NEAR = 1.3
CLEAR = 1.3  # units from the middle of the stage, for what is tall
LOW = 1.12  # the same for what stays below the knees
NIGHT = "#10172a"


def dusky(site: Site, color: str, share: float = 0.45) -> Rgba:
    """A thing's colour so near that the light is behind it."""
    return mix(site.air.paint(color), rgba(NIGHT), share)


def bough(site: Site, side: int, salt: int, leaf: str = "#4f7f45") -> list[Part]:
    """A branch that reaches in from an upper corner, in leaf, in blossom, in red or bare."""
    dice, air = site.dice(salt), site.air
    wood = dusky(site, "#5a4232", 0.5)
    spine = [(side * 2.9, -2.0), (side * 2.3, -1.78), (side * 1.85, -1.68), (side * 1.4, -1.64)]
    twigs = [Shape(limb(spine, [0.085, 0.06, 0.04, 0.012]), wood, role="wood")]
    ends: list[Point] = []
    for k, share in enumerate((0.34, 0.52, 0.68, 0.84, 0.97)):
        x, y = side * (2.6 - 1.2 * share), -1.86 + 0.23 * share - 0.02 * (k % 2)
        end = (x - side * float(dice.uniform(0.06, 0.14)), y + (0.1 if k % 2 else 1.0) * float(dice.uniform(0.12, 0.2)))
        twigs.append(Shape(limb([(x, y), ((x + end[0]) / 2, (y + end[1]) / 2 - 0.02), end], [0.024, 0.016, 0.006]), wood, role="wood"))
        ends += [end, ((x + end[0]) / 2, (y + end[1]) / 2 + 0.02)]
    if air.season is not Season.WINTER:
        twigs += [_sprig(site, end, leaf, k, dice) for k, end in enumerate(ends)]
    elif air.white > 0.3:
        twigs += [Shape(blob([(x - 0.07, y), (x, y - 0.035), (x + 0.07, y), (x, y + 0.008)]), air.paint("#eef3f8"), role="snow") for x, y in ends[::2]]
    return [Part(tuple(twigs), sway(side * 2.9, -2.0, 0.012 * air.wind, 3.8, 0.2 * side))]


def _sprig(site: Site, at: Point, leaf: str, k: int, dice: np.random.Generator) -> Shape:
    """Five leaves about a point, as one shape."""
    tone = mix(site.air.leaf(leaf, 0.0, 1 + k % 3 // 2), rgba(NIGHT), (0.1 if site.air.season is Season.SPRING else 0.34) + 0.05 * (k % 3))
    path: list[Command] = []
    for j in range(5):
        turn = float(dice.uniform(-0.5, 0.5)) + 2 * np.pi * j / 5
        cx, cy = at[0] + 0.075 * float(np.cos(turn)), at[1] + 0.06 * float(np.sin(turn))
        path += ellipse((cx, cy), 0.075, 0.034, turn)
    return Shape(tuple(path), tone, role="leaf")


def undergrowth(site: Site, color: str, salt: int, tall: float = 0.5, blooms: str | None = None) -> list[Part]:
    """Grass in both lower corners, higher on one side, with flowers in it in the warm seasons."""
    dice, air = site.dice(salt), site.air
    out: list[Part] = []
    tone = mix(air.ground(color), rgba(NIGHT), 0.34)
    for side in (-1, 1):
        grow = tall * (1.0 if side == site.hand else 0.62)
        bank = [(side * (LOW - 0.1), 0.62), (side * (LOW + 0.2), 0.47), (side * 2.2, 0.4), (side * 4.0, 0.36), (side * 4.2, 2.0), (side * LOW, 2.0)]
        out.append(Part((Shape(blob(bank, tension=0.6), mix(tone, rgba(NIGHT), 0.2), role="shade"),)))
        for k in range(5):
            x = side * (LOW + 0.12 + 0.2 * k)
            out.append(tuft(air, (x, 0.48), grow * (0.66 + 0.1 * k), mix(tone, rgba(NIGHT), 0.04 * k), dice, 7))
            if blooms and not air.white and air.season is not Season.AUTUMN and k % 2 == 0:
                out.append(_bloom(site, (x + side * 0.05, 0.44 - grow * (0.62 + 0.08 * k)), blooms, x))
    return out


def _bloom(site: Site, at: Point, color: str, phase: float) -> Part:
    x, y = at
    petals = tuple(c for dx, dy in ((-0.03, 0.0), (0.03, 0.0), (0.0, -0.03), (0.0, 0.026)) for c in ellipse((x + dx, y + dy), 0.03, 0.027))
    stem = Shape((("M", x, y), ("C", x, y + 0.15, x + 0.02, y + 0.3, x + 0.01, 0.5)), None, dusky(site, "#4a7a45", 0.4), 0.012, "line")
    return Part((stem, Shape(petals, dusky(site, color, 0.16), role="leaf"), Shape(ellipse((x, y), 0.016, 0.016), dusky(site, "#f4d25e", 0.2), role="line")),
                sway(x, 0.5, 0.07 * site.air.wind, 2.4, phase))


def boulders(site: Site, color: str) -> list[Shape]:
    """Dark stones in both lower corners, one higher than the other."""
    out = []
    for side in (-1, 1):
        h, tone = (0.52 if side == site.hand else 0.32), dusky(site, color, 0.5)
        points = [(side * (LOW + 0.05), 0.62), (side * (LOW + 0.16), 0.34 - h * 0.35), (side * (LOW + 0.42), 0.34 - h), (side * (LOW + 0.85), 0.26 - h),
                  (side * 3.2, 0.2 - h), (side * 3.4, 0.7)]
        face = [(side * (LOW + 0.16), 0.34 - h * 0.35), (side * (LOW + 0.42), 0.34 - h), (side * (LOW + 0.85), 0.26 - h), (side * (LOW + 0.5), 0.36 - h * 0.62)]
        out += [Shape(blob(points, tension=0.5), tone, role="stone"),
                Shape(blob(face, tension=0.4), mix(tone, site.air.light().key, 0.16), role="shade")]
        if site.air.white > 0.3:
            cap = [(side * (LOW + 0.3), 0.36 - h), (side * (LOW + 0.6), 0.27 - h), (side * (LOW + 1.0), 0.23 - h), (side * (LOW + 0.7), 0.36 - h)]
            out.append(Shape(blob(cap), site.air.paint("#dfe7ef"), role="snow"))
    return out


def post(site: Site, side: int, color: str = "#5b4234", wide: float = 0.3) -> list[Shape]:
    """A doorpost or pillar at one edge of the frame."""
    tone, x = dusky(site, color, 0.5), side * (CLEAR + 0.42 + wide / 2)
    return [Shape(box(x, 2.0, wide, 9.0), tone, role="wood"),
            Shape(box(x - side * wide * 0.42, 2.0, wide * 0.14, 9.0), mix(tone, site.air.light().key, 0.18), role="wood")]


def drapery(site: Site, side: int, color: str) -> Part:
    """A curtain's edge, gathered, down one side of the frame."""
    shapes, tone = [], dusky(site, color, 0.28)
    for k in range(8):
        x = side * (CLEAR + 0.3 + 0.2 * k)
        fold = (("M", x - 0.14, -4.0), ("L", x + 0.14, -4.0), ("C", x + 0.12, -2.0, x + 0.12 + side * 0.1, -0.6, x + 0.13 + side * 0.03, 1.4),
                ("L", x - 0.13 + side * 0.03, 1.4), ("C", x - 0.1 + side * 0.1, -0.6, x - 0.14, -2.0, x - 0.14, -4.0), ("Z",))
        shapes.append(Shape(fold, mix(tone, rgba(NIGHT), 0.22 * (k % 2) + 0.06 * min(k, 4)), role="cloth"))
    return Part(tuple(reversed(shapes)), sway(side * 2.0, -4.0, -0.006, 4.6, 0.3 * side))
