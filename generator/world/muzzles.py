"""Muzzles of furred animals, in head radii, see faces.py: round, pointed, long with nostrils, or a disc."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.world.faces import INK, MOUTH, WHITE, Head, mouth, nose, whiskers
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon
from storyboard.look import Kind, Marking

SHARP = (Kind.FOX, Kind.WOLF)
DARK: Rgba = (48, 38, 44, 255)


@dataclass(frozen=True)
class Snout:
    """A muzzle: half-width, half-height, height on the face, how far it stands out, half-width of the nose."""

    w: float
    h: float
    y: float
    out: float
    nose: float
    pink: bool = False
    mouth: float = 1.0


SNOUTS: dict[Kind, Snout] = {
    Kind.FOX: Snout(0.32, 0.25, 0.44, 1.34, 0.13),
    Kind.WOLF: Snout(0.54, 0.4, 0.42, 1.5, 0.21, mouth=0.95),
    Kind.RABBIT: Snout(0.34, 0.24, 0.42, 1.08, 0.1, True, 0.75),
    Kind.BEAR: Snout(0.46, 0.38, 0.36, 1.18, 0.21),
    Kind.CAT: Snout(0.34, 0.23, 0.4, 1.06, 0.1, True, 0.8),
    Kind.DOG: Snout(0.46, 0.37, 0.38, 1.3, 0.23),
    Kind.MOUSE: Snout(0.3, 0.25, 0.44, 1.22, 0.12, True, 0.72),
    Kind.LION: Snout(0.48, 0.34, 0.36, 1.2, 0.2, mouth=0.95),
    Kind.SHEEP: Snout(0.38, 0.31, 0.5, 1.12, 0.1, True, 0.72),
    Kind.GOAT: Snout(0.37, 0.36, 0.54, 1.22, 0.12, mouth=0.72),
    Kind.DONKEY: Snout(0.52, 0.42, 0.62, 1.34, 0.0, mouth=0.85),
    Kind.HORSE: Snout(0.44, 0.4, 0.78, 1.4, 0.0, mouth=0.78),
    Kind.PIG: Snout(0.4, 0.3, 0.24, 1.24, 0.0),
}


def muzzle(head: Head) -> list[Shape]:
    """The muzzle with nose and mouth of this kind."""
    return {Kind.PIG: _disc, Kind.HORSE: _long, Kind.DONKEY: _long}.get(head.look.kind, _round)(head, SNOUTS[head.look.kind])


def _round(head: Head, form: Snout) -> list[Shape]:
    """A muzzle with a nose at its tip; the mouth opens under it, inside a jaw of fur, however the head is turned."""
    kind, sin = head.look.kind, math.sin(head.yaw)
    x, y, seen = head.spot(0.0, form.y, form.out)
    if head.side > 0.5:
        return _aside(head, form, (x, y))
    pale = head.colors.accent if head.look.marking is Marking.BELLY else head.colors.muzzle
    color = mix(head.colors.main, pale, 0.35) if kind in SHARP else pale
    w = form.w * (0.62 + 0.38 * abs(seen)) * (0.8 if kind in SHARP else 1)
    bulk = (*_bridge(head, form, (x, y)), *ellipse((x, y), -w, form.h * (0.85 if kind in SHARP else 1)))  # one outline round both
    shapes = [*_jaw(head, form, mix(color, head.colors.main, 0.25)), Shape(bulk, color, None, 0.0, "fur")]
    shapes += mouth(head, form.y + form.h * 0.5, form.out * (0.97 - 0.22 * abs(sin)), 0.82 * form.mouth * (1 - 0.25 * abs(sin)))
    gape = max(head.feel.open, head.pose.mouth)
    if kind is Kind.RABBIT and gape < 0.3 and head.feel.smile > -0.3 and not head.pose.speaks:
        tx, ty, _ = head.spot(0.0, form.y + form.h * 0.52, form.out)
        shapes.append(Shape(polygon([(tx - 0.09, ty), (tx + 0.09, ty), (tx + 0.08, ty + 0.17), (tx - 0.08, ty + 0.17)]), WHITE, None, 0.0, "eye"))
    if kind is Kind.WOLF and gape > 0.25:
        shapes.append(_fangs(head, form))
    dark = mix(head.colors.pink, (200, 80, 96, 255), 0.4) if form.pink else DARK
    shapes += nose(head, form.y - form.h * 0.55, form.nose, dark, form.out * 1.04)
    return shapes + (whiskers(head, form.y, form.out, 0.55) if kind in (Kind.CAT, Kind.MOUSE, Kind.RABBIT, Kind.LION) else [])


def _aside(head: Head, form: Snout, tip: Point) -> list[Shape]:
    """A muzzle in profile: the upper jaw with the nose at its end, the lower one that drops from its corner, the line or the dark between them.

    Letters: `at(u, v)` is a point u of the way from the cheek to the tip and v half-heights below its middle."""
    kind, way, gape = head.look.kind, head.way, max(head.feel.open, head.pose.mouth)
    pale = head.colors.accent if head.look.marking is Marking.BELLY else head.colors.muzzle
    color = mix(head.colors.main, pale, 0.12) if kind in SHARP else pale
    far, high, thin = abs(tip[0]), form.h, 0.82 if kind in SHARP else 1.0
    root, drop, lift = 0.54 * min(1.0, abs(tip[0])) + 0.2 * max(high - 0.3, 0.0), 0.5 * gape, 0.12 * head.feel.smile / high

    def at(u: float, v: float) -> Point:
        return way * (root + (far - root) * u), tip[1] + v * high

    low = [at(-0.3, 0.2), at(0.3, 0.3), at(0.74, 0.34 + 2 * drop), at(0.7, 0.86 * thin + 2 * drop), at(0.25, 1.12 * thin + 1.2 * drop), at(-0.4, 0.9)]
    top = [at(-0.32, -0.4), at(0.06, -0.98 * thin), at(0.5, -0.88 * thin), at(0.92, -0.74 * thin), at(1.06, -0.3), at(0.94, 0.34), at(0.5, 0.52), at(0.0, 0.56), at(-0.5, 0.4)]
    shapes = [Shape(blob(low), mix(pale, head.colors.main, 0.12), None, 0.0, "fur")]
    corner = at(0.08, 0.46 - lift)
    if gape > 0.09:
        shapes.append(Shape(blob([at(0.0, 0.3), at(0.86, 0.3), at(0.72, 0.42 + 2 * drop), at(0.3, 0.44 + 1.4 * drop)], tension=0.7), MOUTH, None, 0.0, "mouth"))
    shapes.append(Shape(blob(top), color, None, 0.0, "fur"))
    if kind is Kind.RABBIT and gape < 0.3 and head.feel.smile > -0.3 and not head.pose.speaks:
        shapes.append(Shape(polygon([at(0.6, 0.4), at(0.84, 0.4), at(0.84, 1.05), at(0.64, 1.05)]), WHITE, None, 0.0, "eye"))
    if kind is Kind.WOLF and gape > 0.25:
        shapes.append(Shape(polygon([at(0.7, 0.42), at(0.82, 0.4), at(0.75, 0.84)]), WHITE, None, 0.0, "eye"))
    shapes.append(Shape(blob([at(0.96, 0.3), at(0.6, 0.54), at(0.3, 0.56), corner], closed=False), None, INK, 0.058, "line"))
    dark = mix(head.colors.pink, (200, 80, 96, 255), 0.4) if form.pink else DARK
    (nx, ny), r = at(0.97, -0.56 * thin), form.nose
    shapes += [Shape(ellipse((nx, ny), r * 0.92, r * 0.78), dark, None, 0.0, "nose"), Shape(ellipse((nx + 0.2 * r, ny - 0.3 * r), r * 0.28, r * 0.18), (255, 255, 255, 120), None, 0.0, "nose")]
    return shapes + (whiskers(head, form.y, form.out, 0.55) if kind in (Kind.CAT, Kind.MOUSE, Kind.RABBIT, Kind.LION) else [])


def _bridge(head: Head, form: Snout, tip: Point) -> tuple:
    """From the face to the tip, where the muzzle stands out to the side."""
    (bx, by, _), (x, y) = head.spot(0.0, form.y - 0.02, 0.55), tip
    if abs(x - bx) <= 0.2:
        return ()
    root, end = form.h * 1.12, form.h * (0.72 if head.look.kind in SHARP else 0.92)
    spine = [(bx - 0.55 * (x - bx), by - 0.02), (bx, by - 0.05), ((bx + x) / 2, (by + y) / 2 - 0.02), (x - 0.1 * (x - bx), y)]
    return limb(spine, (0.3 * root, root * 0.86, (root + end) / 2, end))


def _jaw(head: Head, form: Snout, color: Rgba) -> list[Shape]:
    """The lower jaw: it drops with the mouth, so that the dark of it never hangs in the air."""
    gape = max(head.feel.open, head.pose.mouth)
    if gape < 0.09:
        return []
    sin = abs(math.sin(head.yaw))
    x, y, _ = head.spot(0.0, form.y + form.h * 0.62, form.out * (0.92 - 0.22 * sin))
    return [Shape(ellipse((x, y + 0.1 * gape), form.w * (0.78 - 0.1 * sin), form.h * 0.5 + 0.2 * min(gape, 0.5)), color, None, 0.0, "fur")]


def _fangs(head: Head, form: Snout) -> Shape:
    k = 1 - 0.3 * abs(math.sin(head.yaw))
    x, y, _ = head.spot(0.0, form.y + form.h * 0.46, form.out * (0.97 - 0.22 * abs(math.sin(head.yaw))))
    path: tuple = ()
    for side in (-1, 1):
        path += (("M", x + side * 0.2 * k, y), ("L", x + side * 0.1 * k, y), ("L", x + side * 0.15 * k, y + 0.12), ("Z",))
    return Shape(path, WHITE, None, 0.0, "eye")


def _long(head: Head, form: Snout) -> list[Shape]:
    """A long face that widens to a soft muzzle with two nostrils: horse and donkey."""
    colors, horse = head.colors, head.look.kind is Kind.HORSE
    x, y, seen = head.spot(0.0, form.y, form.out)
    bx, by, _ = head.spot(0.0, 0.2, 0.7)
    pale = colors.accent if head.look.marking is Marking.BELLY else mix(colors.main, colors.deep, 0.45) if horse else colors.muzzle
    w = form.w * (0.78 + 0.22 * seen)
    spine = [(bx - 0.15 * (x - bx), by - 0.32), (bx, by), ((bx + x) / 2, (by + y) / 2), (x, y + 0.04)]
    shapes = [Shape(limb(spine, (0.12, 0.36, 0.42, w * 0.96)), colors.main, None, 0.0, "fur")]
    gape = max(head.feel.open, head.pose.mouth)
    shapes.append(Shape(ellipse((x - 0.1 * math.sin(head.yaw), y + 0.2 + 0.16 * gape), w * 0.78, form.h * 0.62 + 0.14 * gape), mix(pale, colors.main, 0.3), None, 0.0, "fur"))
    shapes.append(Shape(ellipse((x, y + 0.03), w, form.h), pale, None, 0.0, "fur"))
    shapes += _lips(head, (x, y), (w, form.h)) if head.side > 0.5 else mouth(head, form.y + form.h * 0.46, form.out * 0.94, form.mouth)
    for side in (1.0, -1.0):
        nx, ny, near = head.spot(side * 0.2, form.y - form.h * 0.28, form.out * 1.02)
        if near > 0.1:
            shapes.append(Shape(ellipse((nx, ny), 0.065 * (0.5 + 0.5 * near), 0.085, 0.3 * side), mix(colors.deep, DARK, 0.6), None, 0.0, "line"))
    return shapes


def _lips(head: Head, at: Point, size: Point) -> list[Shape]:
    """The mouth of a long face in profile: along the muzzle's side, a wedge when it opens."""
    (x, y), (w, h), way, gape = at, size, head.way, max(head.feel.open, head.pose.mouth)
    lift = 0.12 * head.feel.smile
    front, corner = (x + way * 0.86 * w, y + 0.36 * h), (x - way * 0.5 * w, y + 0.46 * h - lift)
    if gape < 0.09:
        return [Shape(blob([front, (x + way * 0.3 * w, y + 0.62 * h), (x - way * 0.2 * w, y + 0.62 * h), corner], closed=False), None, INK, 0.06, "line")]
    wedge = [front, (x + way * 0.5 * w, y + 0.62 * h + 0.42 * gape), (x, y + 0.6 * h + 0.34 * gape), corner, (x + way * 0.2 * w, y + 0.46 * h)]
    return [Shape(blob(wedge, tension=0.8), MOUTH, None, 0.0, "mouth")]


def _disc(head: Head, form: Snout) -> list[Shape]:
    """A pig's snout: a disc on a short barrel, two upright nostrils, the mouth below."""
    colors = head.colors
    x, y, seen = head.spot(0.0, form.y, form.out)
    bx, by, _ = head.spot(0.0, form.y, 0.72)
    rim = mix(colors.main, colors.pink, 0.75)
    w = form.w * (0.5 + 0.5 * seen)
    shapes = mouth(head, form.y + form.h * 1.42, 1.0 - 0.28 * head.side, 0.9)
    if abs(x - bx) > 0.08:
        shapes.append(Shape(limb([(bx, by), ((bx + x) / 2, y), (x, y)], (form.h * 1.06, form.h, form.h * 0.98)), mix(colors.main, colors.pink, 0.35), None, 0.0, "fur"))
    shapes.append(Shape(ellipse((x, y), w, form.h), rim, None, 0.0, "fur"))
    face = Shape(ellipse((x + 0.03 * math.sin(head.yaw), y - 0.01), w * 0.8, form.h * 0.78), mix(rim, (255, 236, 226, 255), 0.3), None, 0.0, "nose")
    holes = [Shape(ellipse((x + side * w * 0.34, y), 0.07 * (0.5 + 0.5 * seen), 0.11), mix(colors.deep, DARK, 0.45), None, 0.0, "nose") for side in (1, -1)]
    return [*shapes, face, *holes]


def nostrils(head: Head, theta: float, y: float, out: float) -> list[Shape]:
    """Two small dark marks of a nose that has no tip."""
    shapes = []
    for side in (1.0, -1.0):
        x, cy, seen = head.spot(side * theta, y, out)
        if seen > 0:
            shapes.append(Shape(ellipse((x, cy), 0.035, 0.05), mix(head.colors.deep, DARK, 0.4), None, 0.0, "line"))
    return shapes


def chin_beard(head: Head, color: Rgba) -> list[Shape]:
    """A goat's: from under the muzzle, it lags."""
    x, y = head.spot(0.0, 0.8, 1.0)[0], 1.0 + 0.5 * head.drop + 0.16 * max(head.feel.open, head.pose.mouth)
    t = 0.16 * head.pose.trail
    points = [(x - 0.24, y - 0.12), (x + 0.24, y - 0.12), (x + 0.18 - t * 0.5, y + 0.2), (x + 0.02 - t, y + 0.58), (x - 0.16 - t * 0.5, y + 0.2)]
    return [Shape(blob(points, tension=0.8), color, None, 0.0, "hair")]
