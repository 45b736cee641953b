"""Shapes as values: what cast.py and scenery.py build and render.py paints.

Letters: x to the right, y DOWN, lengths in world units (a grown person is 1.0 high; ground is y = 0, up is negative).
Colours are (r, g, b, a) with 0..255. A picture is a tuple of shapes, painted in order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal

Rgba = tuple[int, int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Command = tuple[str, *tuple[float, ...]]  # ("M", x, y) ("L", x, y) ("C", x1, y1, x2, y2, x, y) ("Z",)


@dataclass(frozen=True)
class Gradient:
    """`linear` from a to b, or `radial` about a with the radius |a b|. Stops: (offset 0..1, colour)."""

    kind: Literal["linear", "radial"]
    a: Point
    b: Point
    stops: tuple[tuple[float, Rgba], ...]


@dataclass(frozen=True)
class Shape:
    """One painted path. `role` tells the style what it paints ("skin", "cloth", "eye", "line", "glow", "shadow", "ground" ...);
    `part` which part of a body it is ("head", "left arm" ...), whatever order the parts are painted in."""

    path: tuple[Command, ...]
    fill: Rgba | Gradient | None = None
    stroke: Rgba | None = None
    width: float = 0.0
    role: str = ""
    part: str = ""

    @cached_property
    def extent(self) -> Box:
        return extent(self.path)


def extent(path: tuple[Command, ...]) -> Box:
    """The box round all points of a path, curve handles included."""
    steps: Any = path
    xs: list[float] = [v for step in steps for v in step[1::2]]
    ys: list[float] = [v for step in steps for v in step[2::2]]
    return min(xs), min(ys), max(xs), max(ys)


def rgba(hex_color: str, alpha: float = 1.0) -> Rgba:
    """"#rrggbb" to (r, g, b, a)."""
    value = int(hex_color.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255, round(255 * alpha)


@lru_cache(maxsize=1 << 16)  # the same few colours come back in every drawing
def mix(a: Rgba, b: Rgba, share: float) -> Rgba:
    """a at share 0, b at share 1, straight between in sRGB."""
    red, green, blue, alpha = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return red, green, blue, alpha


def luma(color: Rgba) -> float:
    """How light a colour is to the eye: 0 black .. 1 white."""
    return (color[0] * 3 + color[1] * 5 + color[2] * 2) / 2550


def ellipse(center: Point, rx: float, ry: float, turn: float = 0.0) -> tuple[Command, ...]:
    """An ellipse of four cubic arcs, turned by `turn` radians (clockwise on screen)."""
    k = 0.5522847498
    unit = [(1, 0), (1, k), (k, 1), (0, 1), (-k, 1), (-1, k), (-1, 0), (-1, -k), (-k, -1), (0, -1), (k, -1), (1, -k), (1, 0)]
    cos, sin = math.cos(turn), math.sin(turn)
    pts = [(center[0] + rx * x * cos - ry * y * sin, center[1] + rx * x * sin + ry * y * cos) for x, y in unit]
    curves = [("C", *pts[i], *pts[i + 1], *pts[i + 2]) for i in (1, 4, 7, 10)]
    return (("M", *pts[0]), *curves, ("Z",))


def polygon(points: Sequence[Point], closed: bool = True) -> tuple[Command, ...]:
    lines = [("L", *p) for p in points[1:]]
    return (("M", *points[0]), *lines, *([("Z",)] if closed else []))


def box(x: float, y: float, w: float, h: float) -> tuple[Command, ...]:
    """A rectangle with its foot's middle at (x, y)."""
    return polygon([(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2, y), (x - w / 2, y)])


def rounded(x: float, y: float, w: float, h: float, r: float) -> tuple[Command, ...]:
    """A rectangle of soft corners, foot's middle at (x, y)."""
    l, t, k = x - w / 2, y - h, r * 0.45
    return (("M", l + r, t), ("L", l + w - r, t), ("C", l + w - k, t, l + w, t + k, l + w, t + r), ("L", l + w, y - r),
            ("C", l + w, y - k, l + w - k, y, l + w - r, y), ("L", l + r, y), ("C", l + k, y, l, y - k, l, y - r),
            ("L", l, t + r), ("C", l, t + k, l + k, t, l + r, t), ("Z",))


def blob(points: Sequence[Point], closed: bool = True, tension: float = 1.0) -> tuple[Command, ...]:
    """A smooth curve through all points (Catmull-Rom as cubic Beziers); tension 0 gives straight lines."""
    n = len(points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    curves: list[Command] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        c1 = (p1[0] + tension * (p2[0] - p0[0]) / 6, p1[1] + tension * (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - tension * (p3[0] - p1[0]) / 6, p2[1] - tension * (p3[1] - p1[1]) / 6)
        curves.append(("C", *c1, *c2, *p2))
    return (("M", *points[0]), *curves, *([("Z",)] if closed else []))


def limb(spine: Sequence[Point], widths: Sequence[float]) -> tuple[Command, ...]:
    """A tapered, rounded limb along a spine; widths are half-widths at the spine's points."""
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        (ax, ay), (bx, by) = spine[max(i - 1, 0)], spine[min(i + 1, len(spine) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny, w = -(by - ay) / length, (bx - ax) / length, widths[i]
        left.append((x + nx * w, y + ny * w))
        right.append((x - nx * w, y - ny * w))
    return blob([*left, *reversed(right)])


def moved(shapes: Sequence[Shape], dx: float = 0.0, dy: float = 0.0, sx: float = 1.0, sy: float = 1.0, turn: float = 0.0) -> tuple[Shape, ...]:
    """Shapes scaled by (sx, sy), turned by `turn` radians about the origin, then moved by (dx, dy). Gradients move along."""
    scale = math.sqrt(abs(sx * sy))
    if turn == 0.0:
        return tuple(_slid(s, (dx, dy), (sx, sy), scale) for s in shapes)
    cos, sin = math.cos(turn), math.sin(turn)

    def at(x: float, y: float) -> Point:
        x, y = x * sx, y * sy
        return x * cos - y * sin + dx, x * sin + y * cos + dy

    def path(commands: tuple[Command, ...]) -> tuple[Command, ...]:
        out: list[Command] = []
        for op, *nums in commands:
            pts = [at(nums[i], nums[i + 1]) for i in range(0, len(nums), 2)]
            out.append((op, *(v for p in pts for v in p)))
        return tuple(out)

    def fill(paint: Rgba | Gradient | None) -> Rgba | Gradient | None:
        return replace(paint, a=at(*paint.a), b=at(*paint.b)) if isinstance(paint, Gradient) else paint

    return tuple(replace(s, path=path(s.path), fill=fill(s.fill), width=s.width * scale) for s in shapes)


def _slid(shape: Shape, by: Point, grown: Point, thicker: float) -> Shape:
    """moved() without a turn: the same numbers, sooner."""
    (dx, dy), (sx, sy) = by, grown
    path: list[Command] = []
    for step in shape.path:
        if len(step) == 7:
            op, p, q, r, s, t, u = step
            path.append((op, p * sx + dx, q * sy + dy, r * sx + dx, s * sy + dy, t * sx + dx, u * sy + dy))
        elif len(step) == 3:
            op, p, q = step
            path.append((op, p * sx + dx, q * sy + dy))
        else:
            path.append(step)
    fill = shape.fill
    if isinstance(fill, Gradient):
        (p, q), (r, s) = fill.a, fill.b
        fill = Gradient(fill.kind, (p * sx + dx, q * sy + dy), (r * sx + dx, s * sy + dy), fill.stops)
    return Shape(tuple(path), fill, shape.stroke, shape.width * thicker, shape.role)
