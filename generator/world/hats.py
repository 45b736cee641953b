"""Hats, in head radii, see faces.py."""

from __future__ import annotations

import math

from generator.world.faces import INK, WHITE, Head
from generator.world.muzzles import SNOUTS
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon
from storyboard.look import BIRDS, Hat


def hat_back(head: Head, hat: Hat, color: Rgba) -> list[Shape]:
    """The part of a hat behind the head."""
    if hat is Hat.HOOD:
        point = -0.5 * math.sin(head.yaw) * (0 if head.back else 1)
        points = [(point, -1.42), (0.86, -0.92), (1.2, -0.05), (1.02, 0.8), (0.5, 1.2), (-0.5, 1.2), (-1.02, 0.8), (-1.2, -0.05), (-0.86, -0.92)]
        return [Shape(blob(_withdrawn(points, head)), mix(color, INK, 0.3), None, 0.0, "hat")]
    if hat in (Hat.STRAW, Hat.WIZARD):
        wide = 1.52 if hat is Hat.STRAW else 1.36
        return [Shape(ellipse((0, -0.6), wide, 0.3), mix(color, INK, 0.28), None, 0.0, "hat")]
    return _scarf_behind(head, color) if hat is Hat.HEADSCARF else []


def hat_front(head: Head, hat: Hat, color: Rgba) -> list[Shape]:
    """A hat on the head."""
    return [] if hat is Hat.NONE else HATS[hat](head, color, mix(color, (255, 246, 224, 255), 0.55))


def _withdrawn(points: list[Point], head: Head) -> list[Point]:
    """The lining of a hood: behind a face that looks aside there is none of it."""
    k = 0.7 * head.side
    return [(x * (1 - k) if x * head.way > 0 else x, y) for x, y in points]


def _open(head: Head) -> bool:
    """Whether cloth round the head is seen from its side: its far edge is hidden, and a muzzle or beak is free of it."""
    kind = head.look.kind
    return head.side > 0.4 or (abs(math.sin(head.yaw)) > 0.4 and (kind in BIRDS or (kind in SNOUTS and SNOUTS[kind].out > 1.25)))


def _wrap(head: Head, outer: list[Point], color: Rgba, pale: Rgba) -> list[Shape]:
    """Cloth round the head that is open to the side it looks to; `outer`: its outline behind, from the top round the nape to the chin."""
    way, e = head.way, -0.6 + 0.72 * head.side
    edge = [(e + 0.66, -1.0), (e + 0.3, -0.66), (e + 0.06, -0.16), (e, 0.3), (e + 0.14, 0.72), (e + 0.5, 1.04)]
    edge = [(way * x, y) for x, y in edge]
    return [Shape(blob([*((way * x, y) for x, y in outer), *reversed(edge)], tension=0.9), color, None, 0.0, "hat"), Shape(blob(edge, closed=False), None, pale, 0.09, "trim")]


def _dome(width: float, top: float, low: float) -> list[Point]:
    return [(-width, low), (-width * 0.98, low - 0.28), (-width * 0.62, top + 0.12), (0, top), (width * 0.62, top + 0.12),
            (width * 0.98, low - 0.28), (width, low)]


def _cap(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    crown = [*_dome(1.05, -1.28, -0.52), (0.5, -0.44), (0, -0.42), (-0.5, -0.44)]
    shapes = [Shape(blob(crown, tension=0.8), color, None, 0.0, "hat")]
    band = [(-1.02, -0.54), (0, -0.45), (1.02, -0.54)]
    shapes.append(Shape(limb(band, (0.11, 0.12, 0.11)), pale, None, 0.0, "hat"))
    return shapes + ([] if head.back else _peak(head, mix(color, INK, 0.5), -0.5)) + _badge(head)


def _peak(head: Head, color: Rgba, y: float) -> list[Shape]:
    """A short peak over the brow: it points where the face looks and never comes down over the eyes."""
    sin = math.sin(head.yaw)
    x, k = (0.42 + 0.2 * head.side) * sin, 1 - 0.2 * abs(sin) - 0.3 * head.side
    tip = (0.5 + 0.14 * head.side) * sin
    points = [(x - 0.68 * k, y + 0.02), (x, y - 0.07), (x + 0.68 * k, y + 0.02), (x + 0.62 * k + tip * 0.7, y + 0.12 - 0.04 * abs(sin)),
              (x + tip, y + 0.2 - 0.1 * abs(sin)), (x - 0.62 * k + tip * 0.7, y + 0.12 - 0.04 * abs(sin))]  # fmt: skip
    return [Shape(blob(points), color, None, 0.0, "hat")]


def _badge(head: Head) -> list[Shape]:
    return [] if head.back or head.side > 0.6 else [Shape(ellipse((0.62 * math.sin(head.yaw), -0.84), 0.12, 0.13), (240, 206, 112, 255), None, 0.0, "trim")]


def _straw(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    crown = [*_dome(0.9, -1.42, -0.6), (0, -0.5)]
    ribbon = [(-0.9, -0.72), (0, -0.62), (0.9, -0.72)]
    brim = [(-1.55, -0.58), (-0.9, -0.72), (0, -0.66), (0.9, -0.72), (1.55, -0.58), (0.95, -0.42), (0, -0.34), (-0.95, -0.42)]
    return [Shape(blob(crown, tension=0.85), color, None, 0.0, "hat"),
            Shape(limb(ribbon, (0.12, 0.13, 0.12)), mix(color, INK, 0.55), None, 0.0, "trim"),
            Shape(blob(brim), mix(color, pale, 0.35), None, 0.0, "hat")]


def _top(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.12 * head.pose.trail
    crown = [(-0.72, -0.62), (-0.66 + s * 0.5, -1.2), (-0.76 + s, -1.86), (s, -1.95), (0.76 + s, -1.86), (0.66 + s * 0.5, -1.2), (0.72, -0.62), (0, -0.52)]
    band = [(-0.69, -0.82), (0, -0.74), (0.69, -0.82)]
    brim = [(-1.2, -0.7), (-0.7, -0.68), (0, -0.62), (0.7, -0.68), (1.2, -0.7), (0.75, -0.5), (0, -0.43), (-0.75, -0.5)]
    return [Shape(blob(crown, tension=0.45), color, None, 0.0, "hat"), Shape(limb(band, (0.11, 0.12, 0.11)), pale, None, 0.0, "trim"),
            Shape(blob(brim), mix(color, INK, 0.18), None, 0.0, "hat")]


def _crown_hat(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    zig: list[Point] = [(-0.72, -0.66), (-0.84, -1.42), (-0.4, -1.02), (0.0, -1.58), (0.4, -1.02), (0.84, -1.42), (0.72, -0.66), (0.0, -0.54)]
    shapes = [Shape(polygon(zig), color, None, 0.0, "hat"), Shape(limb([(-0.72, -0.7), (0, -0.6), (0.72, -0.7)], (0.09, 0.1, 0.09)), pale, None, 0.0, "trim")]
    for x, y in ((-0.84, -1.42), (0.0, -1.58), (0.84, -1.42)):
        shapes.append(Shape(ellipse((x, y), 0.11, 0.11), pale, None, 0.0, "trim"))
    gem = Shape(ellipse(((0.3 + 0.24 * head.side) * math.sin(head.yaw), -0.86), 0.1 - 0.03 * head.side, 0.13), (206, 62, 78, 255), None, 0.0, "trim")
    return shapes if head.back else [*shapes, gem]


def _hood(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    sin = math.sin(head.yaw)
    point = -0.5 * sin
    outer = [(point, -1.42), (0.86, -0.92), (1.2, -0.05), (1.0, 0.8), (0.4, 1.18), (-0.4, 1.18), (-1.0, 0.8), (-1.2, -0.05), (-0.86, -0.92)]
    if head.back:
        return [Shape(blob(outer), color, None, 0.0, "hat")]
    if _open(head):
        return _wrap(head, [(0.4, -1.22), (-0.5, -1.42), (-0.98, -0.86), (-1.2, -0.05), (-1.02, 0.8), (-0.4, 1.22), (0.3, 1.2)], color, pale)
    o = 0.3 * sin
    hole = [(o + 0.9 * math.cos(a) * (1 - 0.12 * abs(sin)), 0.16 + 0.84 * math.sin(a)) for a in (-math.pi / 2 - k * math.tau / 12 for k in range(12))]
    return [Shape((*blob(outer), *blob(hole)), color, None, 0.0, "hat"), Shape(blob([*hole, hole[0]], closed=False), None, pale, 0.09, "trim")]


def _beanie(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.2 * head.pose.trail
    crown = [*_dome(1.04, -1.36, -0.5), (0, -0.4)]
    fold = [(-1.03, -0.52), (0, -0.44), (1.03, -0.52)]
    ribs: tuple = ()
    for x in (-0.5, 0.0, 0.5):
        ribs += (("M", x, -0.66), ("L", x * 0.7, -1.16))
    return [Shape(blob(crown, tension=0.9), color, None, 0.0, "hat"), Shape(ribs, None, mix(color, INK, 0.2), 0.05, "line"),
            Shape(limb(fold, (0.15, 0.16, 0.15)), mix(color, pale, 0.6), None, 0.0, "trim"),
            Shape(ellipse((s, -1.46), 0.26, 0.25), pale, None, 0.0, "trim")]


def _wizard(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.35 * head.pose.trail - 0.3 * math.sin(head.yaw)
    cone = [(-0.8, -0.6), (-0.5 + s * 0.1, -1.2), (-0.16 + s * 0.5, -1.85), (0.16 + s * 1.2, -2.28), (0.14 + s * 0.6, -1.8),
            (0.5 + s * 0.1, -1.2), (0.8, -0.6), (0, -0.5)]
    band = [(-0.76, -0.76), (0, -0.66), (0.76, -0.76)]
    brim = [(-1.4, -0.6), (-0.8, -0.7), (0, -0.64), (0.8, -0.7), (1.4, -0.6), (0.85, -0.44), (0, -0.36), (-0.85, -0.44)]
    star = [((0.2 if k % 2 == 0 else 0.09) * math.cos(k * math.pi / 5 - math.pi / 2) + 0.1 * s,
             (0.2 if k % 2 == 0 else 0.09) * math.sin(k * math.pi / 5 - math.pi / 2) - 1.18) for k in range(10)]
    return [Shape(blob(cone, tension=0.8), color, None, 0.0, "hat"), Shape(polygon(star), pale, None, 0.0, "trim"),
            Shape(limb(band, (0.1, 0.11, 0.1)), pale, None, 0.0, "trim"), Shape(blob(brim), mix(color, INK, 0.12), None, 0.0, "hat")]


def _chef(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """A white band and a puffed crown; the wearer's colour is the band's lining."""
    white, s = (250, 247, 240, 255), -0.2 * head.pose.trail
    path: tuple = ()
    for x, y, r in ((-0.62, -1.34, 0.42), (-0.22, -1.62, 0.46), (0.28, -1.62, 0.46), (0.66, -1.34, 0.42), (0.0, -1.24, 0.5)):
        path += ellipse((x + s, y), r, r)
    band = [(-0.8, -0.5), (-0.78, -1.06), (0, -1.14), (0.78, -1.06), (0.8, -0.5), (0, -0.42)]
    pleats: tuple = ()
    for x in (-0.36, 0.0, 0.36):
        pleats += (("M", x, -1.08), ("L", x * 1.3 + s * 0.6, -1.44))
    return [Shape(path, white, None, 0.0, "hat"), Shape(pleats, None, (206, 202, 204, 255), 0.045, "line"),
            Shape(blob(band, tension=0.5), mix(white, (210, 206, 206, 255), 0.25), None, 0.0, "hat"),
            Shape(limb([(-0.8, -0.56), (0, -0.48), (0.8, -0.56)], (0.07, 0.08, 0.07)), color, None, 0.0, "trim")]


def _helmet(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """Round and hard, a ridge over the top and a rim all round."""
    sin = 0.0 if head.back else math.sin(head.yaw)
    crown = [*_dome(1.08, -1.32, -0.5), (0, -0.42)]
    ridge = [(0.75 * sin, -0.5), (0.6 * sin, -0.95), (0.2 * sin, -1.34), (-0.3 * sin, -1.4)]
    rim = [(-1.2, -0.52), (-0.6, -0.48), (0, -0.44), (0.6, -0.48), (1.2, -0.52)]
    return [Shape(blob(crown, tension=0.9), color, None, 0.0, "hat"), Shape(limb(ridge, (0.1, 0.13, 0.13, 0.06)), mix(color, WHITE, 0.3), None, 0.0, "hat"),
            Shape(limb(rim, (0.05, 0.12, 0.13, 0.12, 0.05)), mix(color, INK, 0.2), None, 0.0, "hat"), *_badge(head)]


def _scarf_behind(head: Head, color: Rgba) -> list[Shape]:
    points = [(0, -1.2), (0.8, -0.9), (1.14, -0.1), (0.98, 0.72), (0.5, 1.12), (-0.5, 1.12), (-0.98, 0.72), (-1.14, -0.1), (-0.8, -0.9)]
    return [Shape(blob(_withdrawn(points, head)), mix(color, INK, 0.28), None, 0.0, "hat")]


def _headscarf(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """Round the head with dots, tied under the chin; a corner hangs behind."""
    sin, t = math.sin(head.yaw), 0.16 * head.pose.trail
    dots: tuple = ()
    if head.back:
        hood = [(0, -1.2), (0.82, -0.9), (1.14, -0.1), (0.98, 0.5), (0.3, 1.1), (-t, 1.46), (-0.3, 1.1), (-0.98, 0.5), (-1.14, -0.1), (-0.82, -0.9)]
        for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.0, -0.1), (-0.55, 0.25), (0.55, 0.25), (0.0, 0.6)):
            dots += ellipse((x, y), 0.08, 0.08)
        return [Shape(blob(hood), color, None, 0.0, "hat"), Shape(dots, pale, None, 0.0, "trim")]
    if _open(head):
        for x, y in ((-0.42, -0.72), (0.06, -0.92), (-0.66, -0.2), (-0.52, 0.36)):
            dots += ellipse((head.way * x, y), 0.08, 0.08)
        x, t = (0.1 + 0.3 * head.side) * head.way, t + 0.12 * head.way
        tails: list[Point] = [(x, 1.06), (x - 0.3 - t, 1.4), (x - 0.08, 1.3), (x + 0.12, 1.42), (x + 0.34 - t, 1.34)]
        outer = [(0.3, -1.12), (-0.4, -1.14), (-0.96, -0.76), (-1.16, 0.0), (-0.98, 0.66), (-0.4, 1.08), (0.2, 1.1)]
        return [*_wrap(head, outer, color, mix(color, INK, 0.2)), Shape(dots, pale, None, 0.0, "trim"), Shape(blob(tails, tension=0.6), mix(color, INK, 0.14), None, 0.0, "hat"),
                Shape(ellipse((x, 1.08), 0.14, 0.11), mix(color, WHITE, 0.16), None, 0.0, "hat")]
    outer = [(-0.1 * sin, -1.22), (0.8, -0.92), (1.13, -0.1), (1.0, 0.62), (0.42, 1.08), (-0.42, 1.08), (-1.0, 0.62), (-1.13, -0.1), (-0.8, -0.92)]
    o = 0.26 * sin
    hole = [(o + 0.86 * math.cos(a) * (1 - 0.1 * abs(sin)), 0.2 + 0.82 * math.sin(a) * (0.97 if math.sin(a) < 0 else 1.0))
            for a in (-math.pi / 2 - k * math.tau / 12 for k in range(12))]  # fmt: skip
    for x, y in ((-0.5, -0.86), (0.0, -0.95), (0.5, -0.86)):
        dots += ellipse((x - 0.1 * sin, y), 0.08, 0.07)
    knot: list[Point] = [(o, 1.08), (o - 0.3 - t, 1.4), (o - 0.08, 1.3), (o + 0.12, 1.42), (o + 0.34 - t, 1.34)]
    return [Shape((*blob(outer), *blob(hole)), color, None, 0.0, "hat"), Shape(dots, pale, None, 0.0, "trim"),
            Shape(blob(knot, tension=0.6), mix(color, INK, 0.14), None, 0.0, "hat"), Shape(ellipse((o, 1.1), 0.14, 0.11), mix(color, WHITE, 0.16), None, 0.0, "hat")]


def _turban(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """Wound cloth: bands that cross over the brow, a pin where they meet."""
    sin = 0.0 if head.back else math.sin(head.yaw)
    bulk = [(-1.12, -0.42), (-1.22, -0.86), (-0.84, -1.34), (0, -1.52), (0.84, -1.34), (1.22, -0.86), (1.12, -0.42), (0.5, -0.4), (0.5 * sin, -0.5), (-0.5, -0.4)]
    x = (0.55 + 0.35 * head.side) * sin
    folds: tuple = ()
    for k in (0.0, 0.34, 0.68):
        for side in (-1.0, 1.0):
            if side * sin * head.side < 0.5:  # from the side all of them run to the nape
                folds += blob([(x, -0.56 - 0.1 * k), (x + side * (0.6 - 0.2 * k), -0.86 - 0.5 * k), (side * (1.12 - 0.3 * k), -0.74 - 0.6 * k)], closed=False)
    shapes = [Shape(blob(bulk), color, None, 0.0, "hat"), Shape(folds, None, mix(color, INK, 0.3), 0.05, "line")]
    if head.back:
        return shapes
    return [*shapes, Shape(ellipse((x, -0.72), 0.13, 0.16), (240, 206, 112, 255), None, 0.0, "trim"), Shape(ellipse((x, -0.72), 0.07, 0.09), pale, None, 0.0, "trim")]


def _flat(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """A soft low cap that leans forward onto its peak."""
    sin = 0.0 if head.back else math.sin(head.yaw)
    crown = [(-1.08, -0.48), (-1.14 + 0.1 * sin, -0.82), (-0.66 + 0.2 * sin, -1.16), (0.1 * sin, -1.2), (0.66 + 0.2 * sin, -1.14),
             (1.14 + 0.1 * sin, -0.8), (1.08, -0.48), (0, -0.42)]  # fmt: skip
    checks: tuple = ()
    for x in (-0.45, 0.1, 0.6):
        checks += blob([(x + 0.1 * sin, -1.1), (x * 1.12 + 0.1 * sin, -0.8), (x * 1.15, -0.52)], closed=False)
    checks += blob([(-1.0, -0.78), (0, -0.84), (1.0, -0.78)], closed=False)
    shapes = [Shape(blob(crown), color, None, 0.0, "hat"), Shape(checks, None, mix(color, pale, 0.3), 0.045, "line")]
    return shapes + ([] if head.back else _peak(head, mix(color, INK, 0.22), -0.52))


def _beret(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    """A soft disc pulled to one side."""
    s = -0.14 * head.pose.trail
    disc = [(-0.98, -0.46), (-1.34 + s, -0.86), (-0.96 + s, -1.28), (-0.1 + s, -1.36), (0.72, -1.16), (1.08, -0.74), (0.98, -0.44), (0, -0.46)]
    return [Shape(blob(disc), color, None, 0.0, "hat"), Shape(limb([(-1.0, -0.52), (0, -0.46), (1.0, -0.52)], (0.07, 0.08, 0.07)), mix(color, INK, 0.26), None, 0.0, "hat"),
            Shape(limb([(-0.22 + s, -1.34), (-0.26 + s, -1.5)], (0.05, 0.03)), mix(color, INK, 0.3), None, 0.0, "hat")]


HATS = {
    Hat.CAP: _cap, Hat.STRAW: _straw, Hat.TOP: _top, Hat.CROWN: _crown_hat, Hat.HOOD: _hood, Hat.BEANIE: _beanie, Hat.WIZARD: _wizard,
    Hat.CHEF: _chef, Hat.HELMET: _helmet, Hat.HEADSCARF: _headscarf, Hat.TURBAN: _turban, Hat.FLAT: _flat, Hat.BERET: _beret,
}  # fmt: skip
