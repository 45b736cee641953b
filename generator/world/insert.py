"""Inserts: one thing seen close, on what it would lie on in its place, or in somebody's two hands.

Units are those of the stage about the middle of the frame; a frame of an insert is about 0.8 wide and 0.45 high.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from generator.world.hands import cupped
from generator.world.hatch import around
from generator.world.light import Air, Light, air, halo
from generator.world.props import prop_shapes
from generator.world.scenery import contact
from generator.world.shapes import Command, Gradient, Point, Rgba, Shape, blob, ellipse, limb, mix, moved, polygon, rgba
from storyboard.staging import Place, Prop, Season, Staging

HOVERING = frozenset({Prop.STAR, Prop.MOON})
LOW = 0.035  # how high what hovers is above the table
TABLE = 0.125  # where a thing stands on the table of an insert
EDGE = 0.055  # the table's far edge
# What cannot stand lies: turned by so many radians, and seen so flat.
LAID: dict[Prop, tuple[float, float]] = {
    Prop.UMBRELLA: (0.88, 1.0), Prop.KEY: (1.5, 0.66), Prop.SWORD: (1.5, 0.7), Prop.LETTER: (-0.04, 0.66), Prop.MAP: (0.04, 0.7), Prop.FLOWER: (1.4, 0.75),
    Prop.FLUTE: (0.34, 0.8),
}  # fmt: skip
GROWN: dict[Prop, float] = {Prop.UMBRELLA: 0.78, Prop.SWORD: 0.85, Prop.KEY: 1.35, Prop.APPLE: 1.2, Prop.FLOWER: 1.15}


def insert_shapes(staging: Staging, light: Light, t: float) -> tuple[Shape, ...]:
    """What an insert shows, centred on (0, 0): the thing on a surface of its place, where it has just been put down and settles,
    or in the first subject's two hands. What belongs in the sky hovers low over it in its own light."""
    rock, lift = 0.05 * math.sin(2 * math.pi * t / 2.7), 0.007 * math.sin(2 * math.pi * t / 2.1)
    grown, here = GROWN.get(staging.focus, 1.1), air(staging)
    shapes = prop_shapes(staging.focus, light)
    if staging.subjects:
        behind, before = cupped(staging.subjects[0], light, lift)
        return (*behind, *moved(shapes, 0.0, lift - 0.02, grown, grown, rock), *before)
    under, over = SURFACES[staging.place](here, np.random.default_rng((staging.place_seed & 0xFFFFFFFF, 251)))
    turn, flat = LAID.get(staging.focus, (0.0, 1.0))
    laid = moved(moved(shapes, turn=turn), sx=grown, sy=grown * flat)
    left, _, right, low = around(laid)
    middle = (left + right) / 2
    if staging.focus in HOVERING:
        thing = moved(laid, -middle, TABLE - LOW - low + lift, turn=0.4 * rock)
        return (*under, *over, Shape(ellipse((0.0, TABLE), 0.3, 0.06), halo((0.0, TABLE), 0.3, rgba("#ffe9a8"), 0.6), role="glow"), *thing)
    settling = 0.06 * math.exp(-t / 0.6) * math.cos(2 * math.pi * t / 0.5) if flat == 1.0 else 0.0
    thing = moved(moved(laid, -middle, -low), 0.0, TABLE, turn=settling)
    half = max((right - left) / 2, 0.05)
    spot = contact((-light.side * 0.02, TABLE - 0.004), half * 1.12, 0.02 + 0.02 * (flat < 1.0), rgba("#1c1530", 0.4))
    return (*under, spot, *thing, *over)


Surface = tuple[list[Shape], list[Shape]]  # what lies under the thing, what stands before it


def _top(here: Air, color: str | Rgba, edge: list[Point] | None = None, role: str = "wood") -> Shape:
    """A surface from its far edge to below the frame, lit behind, darker before."""
    tone = here.ground(color) if isinstance(color, str) else color
    rim = blob(edge, closed=False, tension=0.6) if edge else (("M", -1.6, EDGE), ("L", 1.6, EDGE))
    fill = Gradient("linear", (0.0, EDGE), (0.0, 0.27), ((0.0, mix(tone, here.light().key, 0.2)), (1.0, mix(tone, rgba("#1c1428"), 0.26))))
    return Shape((*rim, ("L", 1.6, 0.9), ("L", -1.6, 0.9), ("Z",)), fill, role=role)


MOUND: list[Point] = [(-1.4, 0.11), (-0.6, 0.066), (0.1, 0.055), (0.8, 0.07), (1.4, 0.1)]


def _blades(x: float, y: float, size: float, tone: Rgba) -> list[Shape]:
    out = []
    for k, lean in enumerate((-0.5, -0.2, 0.1, 0.45)):
        bx, tip = x + 0.16 * size * (k - 1.5), (x + lean * size * 0.8, y - size * (1.0 - 0.22 * abs(k - 1.5)))
        out.append(Shape(limb([(bx, y), ((bx + tip[0]) / 2 - 0.1 * lean * size, (y + tip[1]) / 2), tip], [0.06 * size, 0.045 * size, 0.006 * size]),
                         mix(tone, rgba("#ffffff"), 0.07 * (k % 2)), role="grass"))
    return out


def _grass(color: str, bloom: str | None = None) -> Callable[[Air, np.random.Generator], Surface]:
    def lay(here: Air, dice: np.random.Generator) -> Surface:
        tone = here.ground(color)
        under, over = [_top(here, color, MOUND, "ground")], []
        for k in range(13):
            x = -0.48 + 0.08 * k + float(dice.uniform(-0.02, 0.02))
            under += _blades(x, 0.085 + 0.02 * (k % 3), 0.07 + 0.02 * (k % 2), mix(tone, rgba("#20402c"), 0.12 + 0.07 * (k % 3)))
        for x in (-0.38, -0.29, 0.27, 0.36):
            over += _blades(x + float(dice.uniform(-0.02, 0.02)), 0.25, 0.12, mix(tone, rgba("#16302a"), 0.32))
        if bloom and here.season in (Season.SPRING, Season.SUMMER) and not here.white:
            for x, y in ((-0.33, 0.04), (0.31, 0.02), (0.4, 0.06), (-0.42, 0.07)):
                petals: tuple[Command, ...] = tuple(c for a in range(5) for c in ellipse((x + 0.017 * math.cos(1.26 * a), y + 0.015 * math.sin(1.26 * a)), 0.013, 0.012))
                under += [Shape(limb([(x, y), (x + 0.004, 0.13)], [0.004, 0.004]), mix(tone, rgba("#20402c"), 0.3), role="grass"),
                          Shape(petals, here.paint(bloom), role="leaf"), Shape(ellipse((x, y), 0.009, 0.008), here.paint("#f4d25e"), role="line")]
        return under, over

    return lay


def _sand(color: str, scattered: tuple[str, ...]) -> Callable[[Air, np.random.Generator], Surface]:
    def lay(here: Air, dice: np.random.Generator) -> Surface:
        line = (*mix(here.ground(color), rgba("#5a3a2a"), 0.28)[:3], 150)
        under = [_top(here, color, MOUND, "ground")]
        under += [Shape(blob([(-0.5, y), (-0.2, y - 0.008), (0.1, y + 0.006), (0.5, y - 0.004)], closed=False), None, line, 0.004, "line") for y in (0.1, 0.135, 0.175, 0.215)]
        for k, paint in enumerate(scattered * 2):
            x, y = (-1) ** k * float(dice.uniform(0.2, 0.38)), float(dice.uniform(0.1, 0.2))
            under += [contact((x, y + 0.008), 0.024, 0.006, rgba("#1c1530", 0.25)), Shape(ellipse((x, y), 0.021, 0.013), here.paint(paint), role="stone")]
        return under, []

    return lay


def _stone(color: str, moss: bool = False) -> Callable[[Air, np.random.Generator], Surface]:
    """A slab of rock or hewn stone with its front face below."""

    def lay(here: Air, dice: np.random.Generator) -> Surface:
        tone = here.ground(color)
        edge = [(-1.5, 0.07), (-0.42, 0.062), (-0.2, 0.05), (0.15, 0.056), (0.4, 0.05), (1.5, 0.075)]
        front = [(-1.5, 0.19), (-0.36, 0.185), (-0.1, 0.2), (0.2, 0.19), (0.42, 0.2), (1.5, 0.185)]
        under = [_top(here, tone, edge, "stone"),
                 Shape((*blob(front, closed=False, tension=0.4), ("L", 1.5, 0.9), ("L", -1.5, 0.9), ("Z",)), mix(tone, rgba("#1c1a30"), 0.42), role="stone")]
        under += [Shape(blob([(x, 0.07), (x + 0.03, 0.11), (x + 0.01, 0.19)], closed=False), None, (*mix(tone, rgba("#1c1a30"), 0.4)[:3], 170), 0.004, "line")
                  for x in (-0.3, 0.24, 0.37)]
        if moss:
            under += [Shape(ellipse((x, 0.19 + 0.01 * k), 0.09, 0.018), here.ground("#6f9450"), role="shade") for k, x in enumerate((-0.34, 0.3, 0.02))]
        return under, []

    return lay


def _boards(color: str, beside: Callable[[Air], list[Shape]]) -> Callable[[Air, np.random.Generator], Surface]:
    """Planks that run away from the eye, and what lies on them at one side."""

    def lay(here: Air, dice: np.random.Generator) -> Surface:
        tone = here.paint(color)
        lines = [Shape((("M", 0.9 * x, EDGE), ("L", 1.75 * x, 0.4)), None, mix(tone, rgba("#20141c"), 0.4), 0.005, "line") for x in (-0.5, -0.3, -0.1, 0.12, 0.33, 0.52)]
        return [_top(here, tone), *lines, Shape((("M", -1.6, EDGE), ("L", 1.6, EDGE)), None, mix(tone, here.light().key, 0.35), 0.006, "line"), *beside(here)], []

    return lay


def _cloth(color: str, other: str) -> Callable[[Air, np.random.Generator], Surface]:
    """A table under a checked cloth whose hem hangs in scallops over its edge."""

    def lay(here: Air, dice: np.random.Generator) -> Surface:
        light, dark = here.paint(color), here.paint(other)
        under, rows = [_top(here, light, role="cloth")], (EDGE, 0.08, 0.112, 0.15, 0.196)
        for r in range(4):
            a, b = rows[r], rows[r + 1]
            wa, wb = 0.07 * (1 + (a - EDGE) * 4), 0.07 * (1 + (b - EDGE) * 4)
            under += [Shape(polygon([(k * wa, a), ((k + 1) * wa, a), ((k + 1) * wb, b), (k * wb, b)]), (*dark[:3], 190), role="shade")
                      for k in range(-9, 9) if (k + r) % 2]
        scallops: tuple[Command, ...] = (("M", -1.0, 0.196), *(("C", x + 0.02, 0.232, x + 0.08, 0.232, x + 0.1, 0.196) for x in (-1.0 + 0.1 * k for k in range(20))), ("Z",))
        wood = here.paint("#6d4a38")
        under += [Shape(polygon([(-1.6, 0.196), (1.6, 0.196), (1.6, 0.9), (-1.6, 0.9)]), mix(wood, rgba("#1c1428"), 0.35), role="wood"), Shape(scallops, light, role="cloth"),
                  Shape((("M", -1.0, 0.197), ("L", 1.0, 0.197)), None, dark, 0.006, "line")]
        return under, []

    return lay


def _puffs(here: Air, dice: np.random.Generator) -> Surface:
    white, shade = mix(here.paint("#ffffff"), here.heaven(0.9), 0.15), mix(here.paint("#a9bce2"), here.heaven(0.6), 0.35)
    fill = Gradient("linear", (0.0, 0.03), (0.0, 0.26), ((0.0, white), (1.0, shade)))

    def row(y: float, r: float, step: float) -> Shape:
        path = tuple(c for k in range(-8, 9) for c in ellipse((step * k + 0.04 * (k % 2), y - 0.014 * (k % 3)), r, r * 0.55))
        return Shape((*path, *polygon([(-1.5, y), (1.5, y), (1.5, 0.9), (-1.5, 0.9)])), fill, role="cloth")

    return [row(0.09, 0.08, 0.11)], [row(0.215, 0.07, 0.13)]


def _dust(here: Air, dice: np.random.Generator) -> Surface:
    grey = mix(rgba("#cfcbd2"), here.paint("#cfcbd2"), 0.6)
    under = [_top(here, grey, MOUND, "ground")]
    for x, y, r in ((-0.3, 0.11, 0.07), (0.33, 0.1, 0.05), (0.26, 0.2, 0.09), (-0.2, 0.215, 0.06)):
        under += [Shape(ellipse((x, y - 0.003), r * 1.1, r * 0.26), mix(grey, rgba("#ffffff"), 0.35), role="shade"),
                  Shape(ellipse((x, y), r, r * 0.22), mix(grey, rgba("#2a2848"), 0.4), role="shade")]
    return under, []


def _nothing(here: Air) -> list[Shape]:
    return []


def _rope(here: Air) -> list[Shape]:
    tone = here.paint("#cdb07d")
    return [Shape(ellipse((0.33, 0.13 - 0.018 * k), 0.09 - 0.008 * k, 0.026), mix(tone, rgba("#3a2a2a"), 0.14 * (k % 2)), mix(tone, rgba("#3a2a2a"), 0.4), 0.004, "cloth")
            for k in range(3)]


def _shavings(here: Air) -> list[Shape]:
    curls = [Shape(blob([(x, y), (x + 0.012, y - 0.012), (x + 0.03, y - 0.008), (x + 0.034, y + 0.004)], closed=False), None, here.paint("#e6c894"), 0.009, "line")
             for x, y in ((-0.36, 0.12), (-0.27, 0.17), (-0.31, 0.2), (0.22, 0.11), (0.31, 0.2))]
    handle = Shape(limb([(0.27, 0.16), (0.38, 0.125)], [0.016, 0.019]), here.paint("#b5523f"), role="wood")
    return [*curls, handle, Shape(limb([(0.2, 0.183), (0.27, 0.16)], [0.006, 0.008]), here.paint("#aab0b5"), role="iron")]


def _volumes(here: Air) -> list[Shape]:
    """Two books and an inkwell at one side of a desk."""
    out, y = [], 0.135
    for w, h, color in ((0.2, 0.036, "#a8443f"), (0.17, 0.032, "#3f6a7a"), (0.18, 0.03, "#c79a4b")):
        tone = here.paint(color)
        out += [Shape(polygon([(-0.42, y), (-0.42 + w, y), (-0.42 + w, y - h), (-0.42, y - h)]), tone, role="cloth"),
                Shape(polygon([(-0.435 + w, y - 0.006), (-0.425 + w, y - 0.006), (-0.425 + w, y - h + 0.006), (-0.435 + w, y - h + 0.006)]), mix(tone, rgba("#efe3c8"), 0.7), role="shade")]
        y -= h
    return [*out, Shape(blob([(0.29, 0.14), (0.285, 0.11), (0.31, 0.09), (0.35, 0.09), (0.375, 0.11), (0.37, 0.14)], tension=0.6), here.paint("#394a6b"), role="iron"),
            Shape(limb([(0.335, 0.1), (0.36, 0.02), (0.4, -0.08)], [0.003, 0.012, 0.016]), here.paint("#f0e9d8"), role="cloth")]


SURFACES: dict[Place, Callable[[Air, np.random.Generator], Surface]] = {
    Place.FOREST: _stone("#6f5a48", moss=True), Place.MEADOW: _grass("#86a852", "#f4f0e6"), Place.VILLAGE: _stone("#a8a096"), Place.CITY: _stone("#9a96a0"),
    Place.CASTLE: _stone("#aaa2a6", moss=True), Place.SEASHORE: _sand("#dfc592", ("#f3e4d2", "#d99a8a", "#c9b7c9")), Place.LIGHTHOUSE: _grass("#7f9a58"),
    Place.HARBOR: _boards("#a3876a", _rope), Place.SEA: _boards("#b48d62", _rope), Place.MOUNTAIN: _stone("#96939a"), Place.DESERT: _sand("#e2bb7c", ("#b07850", "#c9925f")),
    Place.RIVER: _grass("#83a24f", "#e8d26a"), Place.CAVE: _stone("#6d6680"), Place.COTTAGE: _cloth("#f1e8d6", "#c98a86"), Place.KITCHEN: _cloth("#f4efe2", "#7fa0b8"),
    Place.WORKSHOP: _boards("#a9774d", _shavings), Place.LIBRARY: _boards("#7a4f38", _volumes), Place.SPACE: _dust, Place.CLOUDS: _puffs,
    Place.STAGE: _boards("#b07d50", _nothing),
}  # fmt: skip
