"""Layers: the parts of a place in depth, as values, and the small motions that keep a place alive.

Every part is painted once; what moves is its matrix and its opacity, a smooth function of the time in seconds.
Letters: near = parallax: 0 the sky (never moves with the camera), 1 the line on which figures stand, above 1 before them.
In true perspective a thing that stands on the ground at nearness p has its foot at y = -HORIZON (1 - p).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from generator.world.light import Air, way_round
from generator.world.shapes import Shape
from storyboard.timing import DRAWINGS

Matrix = tuple[float, float, float, float, float, float]
Motion = Callable[[float], tuple[Matrix, float]]  # seconds -> (matrix, opacity)

DRAWINGS_PER_SECOND = int(DRAWINGS)
HORIZON = 0.42  # height of the horizon above the stage line, in units
STILL: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """m after n."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * j, a * h + b * k, a * i + b * o + c, d * g + e * j, d * h + e * k, d * i + e * o + f)


def inverse(m: Matrix) -> Matrix:
    """The map that undoes m."""
    a, b, c, d, e, f = m
    det = a * e - b * d
    return (e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det)


@dataclass(frozen=True)
class Part:
    """Shapes that move as one; `motion` None: they stand still."""

    shapes: tuple[Shape, ...]
    motion: Motion | None = None


Item: TypeAlias = "Shape | Part | Sequence[Item]"  # what a layer is painted from: lists may lie in lists


@dataclass(frozen=True)
class Layer:
    """Parts at one depth. `near`: see above. `ground`: the plane between the depth `near` (its far edge) and the stage
    line; it is stretched, not moved, when the camera rises or trucks. `lamp`: middle and
    radius of a sun or moon that the frame's edge must not cut."""

    near: float
    parts: tuple[Part, ...]
    ground: bool = False
    lamp: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Site:
    """What a place is laid out from: its air, and numbers that are the same in every shot there."""

    air: Air
    seed: int
    free: tuple[float, float] = (0.35, 0.35)  # how far from the middle nothing stands before the sky, on the hand's side and on the other
    roof: float = 9.0  # how high over the horizon the sky is seen

    @property
    def hand(self) -> int:
        """Which way round the place is laid out: -1 or 1."""
        return way_round(self.seed)

    def dice(self, salt: int) -> np.random.Generator:
        return np.random.default_rng((self.seed & 0xFFFFFFFF, salt))


def foot(near: float) -> float:
    """Where a thing at this depth touches the ground."""
    return -HORIZON * (1.0 - near)


def layer(near: float, *items: Item, ground: bool = False, lamp: tuple[float, float, float] | None = None) -> Layer:
    """A layer of shapes and moving parts, in painting order; neighbouring still shapes become one part."""
    parts: list[Part] = []
    still: list[Shape] = []
    for item in _flatten(items):
        if isinstance(item, Shape):
            still.append(item)
            continue
        if still:
            parts.append(Part(tuple(still)))
            still = []
        parts.append(item)
    if still:
        parts.append(Part(tuple(still)))
    return Layer(near, tuple(parts), ground, lamp)


def _flatten(items: Sequence[Item]) -> list[Shape | Part]:
    out: list[Shape | Part] = []
    for item in items:
        if isinstance(item, (Shape, Part)):
            out.append(item)
        else:
            out.extend(_flatten(item))
    return out


def wave(t: float, period: float, phase: float = 0.0) -> float:
    """A sine of the given period in seconds; phase in turns."""
    return math.sin(2 * math.pi * (t / period + phase))


def about(x: float, y: float, a: float, b: float, d: float, e: float) -> Matrix:
    """The linear map (a b; d e) that leaves (x, y) where it is."""
    return (a, b, x - a * x - b * y, d, e, y - d * x - e * y)


def sway(x: float, y: float, lean: float, period: float = 3.0, phase: float = 0.0, gust: float = 0.0) -> Motion:
    """Leans to and fro from its foot (x, y); lean = sideways travel per unit of height, `gust`: how much of it stays."""

    def motion(t: float) -> tuple[Matrix, float]:
        shear = gust + lean * (wave(t, period, phase) + 0.35 * wave(t, period * 0.53, phase + 0.2))
        return about(x, y, 1.0, -shear, 0.0, 1.0), 1.0

    return motion


def drift(speed: float, span: float, start: float = 0.0) -> Motion:
    """Travels sideways at `speed` units a second, wrapping every `span` units (fading at the wrap)."""

    def motion(t: float) -> tuple[Matrix, float]:
        at = (start + speed * t) % span
        fade = min(1.0, 8.0 * min(at, span - at) / span)
        return (1.0, 0.0, at - span / 2, 0.0, 1.0, 0.0), fade

    return motion


def bob(height: float, period: float = 3.0, phase: float = 0.0, sideways: float = 0.0, turn: float = 0.0, pivot: tuple[float, float] = (0, 0)) -> Motion:
    """Rises, sinks and rocks: a boat, a buoy, foam."""

    def motion(t: float) -> tuple[Matrix, float]:
        dy, dx = height * wave(t, period, phase), sideways * wave(t, period * 1.3, phase + 0.25)
        angle = turn * wave(t, period * 1.1, phase + 0.1)
        c, s = math.cos(angle), math.sin(angle)
        m = about(*pivot, c, -s, s, c)
        return (m[0], m[1], m[2] + dx, m[3], m[4], m[5] + dy), 1.0

    return motion


def twinkle(low: float, high: float, period: float, phase: float = 0.0) -> Motion:
    """Brightens and dims: a star, a glint, a far window."""

    def motion(t: float) -> tuple[Matrix, float]:
        return STILL, low + (high - low) * (0.5 + 0.5 * wave(t, period, phase))

    return motion


def flicker(x: float, y: float, phase: float = 0.0, strength: float = 1.0) -> Motion:
    """A flame: stretches and leans from its foot, three slow sines together."""

    def motion(t: float) -> tuple[Matrix, float]:
        tall = 1.0 + strength * (0.12 * wave(t, 0.9, phase) + 0.07 * wave(t, 0.53, phase * 2))
        lean = strength * (0.10 * wave(t, 1.3, phase) + 0.05 * wave(t, 0.71, phase))
        return about(x, y, 1.0 + 0.4 * (1.0 - tall), -lean, 0.0, tall), 1.0

    return motion


def rise(x: float, y: float, up: float, period: float, phase: float, aside: float = 0.0) -> Motion:
    """A puff: leaves (x, y), rises `up` units, grows and fades, again and again."""

    def motion(t: float) -> tuple[Matrix, float]:
        share = (t / period + phase) % 1.0
        grown = 0.45 + 1.1 * share
        dx = aside * share + 0.04 * wave(t, 2.6, phase)
        m = about(x, y, grown, 0.0, 0.0, grown)
        return (m[0], m[1], m[2] + dx, m[3], m[4], m[5] - up * share), min(1.0, 5.0 * share) * (1.0 - share) ** 0.8

    return motion


def fall(vx: float, vy: float, width: float, height: float, shift: tuple[float, float] = (0.0, 0.0)) -> Motion:
    """A tile of falling things that repeats every (width, height): moves by (vx, vy) a second and wraps without a seam."""

    def motion(t: float) -> tuple[Matrix, float]:
        dx = (shift[0] + vx * t) % width if width else 0.0
        dy = (shift[1] + vy * t) % height if height else 0.0
        return (1.0, 0.0, dx, 0.0, 1.0, dy), 1.0

    return motion


def flap(x: float, y: float, phase: float = 0.0) -> Motion:
    """The wings of a bird far off, about its body at (x, y)."""
    return lambda t: (about(x, y, 1.0, 0.0, 0.0, 0.4 + 0.6 * wave(t, 0.9, phase)), 1.0)


def spin(x: float, y: float, turns_per_second: float) -> Motion:
    """A wheel about (x, y)."""

    def motion(t: float) -> tuple[Matrix, float]:
        angle = 2 * math.pi * turns_per_second * t
        c, s = math.cos(angle), math.sin(angle)
        return about(x, y, c, -s, s, c), 1.0

    return motion
