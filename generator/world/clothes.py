"""Clothes: what lies over the trunk and limbs (shares of the figure's height) and hats (head radii)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.world.faces import WHITE, Head
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon, rgba
from storyboard.look import Extra, Garment, Look, Outfit

NIGHT: Rgba = (44, 40, 58, 255)


@dataclass(frozen=True)
class Wear:
    """How limbs are clothed: colours, or None for bare; `sleeve` is the share of the arm it covers."""

    arms: Rgba | None = None
    sleeve: float = 1.0
    cuff: Rgba | None = None
    legs: Rgba | None = None
    shoes: Rgba | None = None
    wide: float = 1.0


def wear(look: Look, outfit: Outfit) -> Wear:
    """The clothing of arms and legs. People always wear trousers and shoes; animals keep bare paws."""
    color, trim = rgba(outfit.color.hex), rgba(outfit.trim.hex)
    person = look.is_person
    shoes = mix(mix(color, (96, 60, 44, 255), 0.7), NIGHT, 0.35) if person else None
    trousers = mix(mix(color, (88, 92, 112, 255), 0.6), NIGHT, 0.45) if person else None
    dark = mix(color, NIGHT, 0.12)
    match outfit.garment:
        case Garment.NONE:
            return Wear((206, 216, 224, 255) if person else None, 0.55, None, (104, 108, 124, 255) if person else None, shoes)
        case Garment.COAT:
            return Wear(dark, 1.0, trim, trousers, shoes, 1.12)
        case Garment.DRESS:
            return Wear(dark, 0.5, None, None, shoes, 1.2)
        case Garment.TUNIC:
            return Wear(dark, 0.62, trim, trousers, shoes, 1.1)
        case Garment.OVERALLS:
            return Wear(mix(trim, NIGHT, 0.06), 1.0, None, mix(color, NIGHT, 0.14), shoes)
        case Garment.SWEATER:
            return Wear(dark, 1.0, trim, trousers, shoes, 1.14)
        case Garment.ROBE:
            return Wear(dark, 1.0, trim, None, shoes, 1.35)
        case _:
            return Wear(mix(trim, NIGHT, 0.06) if person else None, 1.0, None, trousers, shoes)


def trunk(rig: Rig, rows: Sequence[tuple[float, float]], skirt: Sequence[tuple[float, float]] = ()) -> tuple:
    """An outline round the trunk: rows (s up the trunk, half-width) from the neck down, then skirt rows (length, half-width)."""
    right: list[Point] = [rig.at(s, rig.width(w)) for s, w in rows]
    left: list[Point] = [rig.at(s, -rig.width(w)) for s, w in rows]
    for length, w in skirt:
        right.append(rig.below(length, rig.width(w)))
        left.append(rig.below(length, -rig.width(w)))
    return blob(right + left[::-1], tension=0.85)


def rows_of(rig: Rig, grow: float = 1.0, low: float = -0.1) -> list[tuple[float, float]]:
    """The naked trunk's rows, grown by a factor."""
    c, b = rig.body.chest * grow, rig.body.belly * grow
    return [(1.02, c * 0.42), (0.9, c * 0.86), (0.62, (c * 1.25 + b) / 2.25), (0.25, b * 1.03), (low, b * (0.86 if low > -0.15 else 0.95))]


def garment(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    """The garment over the trunk."""
    if outfit.garment is Garment.NONE:
        return _undershirt(rig) if look.is_person else []
    return GARMENTS[outfit.garment](rig, look, (rgba(outfit.color.hex), rgba(outfit.trim.hex)))


def _undershirt(rig: Rig) -> list[Shape]:
    return [Shape(trunk(rig, rows_of(rig, 1.0)), (104, 108, 124, 255), None, 0.0, "cloth"),
            Shape(trunk(rig, rows_of(rig, 1.05, 0.06)), (218, 226, 232, 255), None, 0.0, "cloth")]


def _middle(rig: Rig) -> float:
    """How far the front's middle line is turned to the side, in lengths."""
    return 0.62 * rig.ahead * rig.body.chest


def _front(rig: Rig, top: float, length: float) -> list[Point]:
    """The middle line of the front, from s = top down to `length` under the hips."""
    m = _middle(rig)
    points = [rig.at(s, m) for s in (top, top / 2, 0.0)]
    return [*points, rig.below(length, m * 1.1)] if length > 0 else points


def _coat(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    leg, b = rig.body.leg, rig.body.belly
    skirt = [(leg * 0.3, b * 1.24), (leg * 0.62, b * 1.42)]
    shapes = [Shape(trunk(rig, rows_of(rig, 1.1, 0.0)[:-1], skirt), color, None, 0.0, "cloth")]
    if rig.back:
        belt = [rig.at(0.28, -rig.width(b * 0.5)), rig.at(0.26, 0), rig.at(0.28, rig.width(b * 0.5))]
        return [*shapes, Shape(limb(belt, (0.018,) * 3), trim, None, 0.0, "trim")]
    line = _front(rig, 0.92, leg * 0.6)
    shapes.append(Shape(blob(line, closed=False), None, mix(color, NIGHT, 0.4), 0.011, "line"))
    m = _middle(rig)
    for s in (0.72, 0.46, 0.2):
        x, y = rig.at(s, m + 0.032)
        shapes.append(Shape(ellipse((x, y), 0.0165, 0.0165), trim, None, 0.0, "trim"))
    return [*shapes, *_collar(rig, trim)]


def _collar(rig: Rig, trim: Rgba) -> list[Shape]:
    m, w = _middle(rig), rig.body.chest
    if rig.back:
        return [Shape(limb([rig.at(0.97, -w * 0.5), rig.at(0.93), rig.at(0.97, w * 0.5)], (0.02, 0.026, 0.02)), trim, None, 0.0, "trim")]
    points = [rig.at(1.0, -rig.width(w * 0.56)), rig.at(0.82, m), rig.at(1.0, rig.width(w * 0.56)),
              rig.at(0.84, rig.width(w * 0.66) * 0.8 + m * 0.3), rig.at(0.66, m), rig.at(0.84, -rig.width(w * 0.66) * 0.8 + m * 0.3)]
    return [Shape(blob(points, tension=0.4), trim, None, 0.0, "trim")]


def _dress(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    leg, b, c = rig.body.leg, rig.body.belly, rig.body.chest
    wide = min(b * 2.05, b + 0.125) * (1.0 + 0.12 * abs(rig.pose.trail))
    top = [(1.02, c * 0.42), (0.9, c * 0.92), (0.62, (c + b) / 2), (0.36, b * 0.84)]
    skirt = [(leg * 0.2, min(b * 1.45, b + 0.05)), (leg * 0.6, wide)]
    shapes = [Shape(trunk(rig, top, skirt), color, None, 0.0, "cloth")]
    hem = [rig.below(leg * 0.58, k * rig.width(wide)) for k in (-0.97, -0.5, 0.0, 0.5, 0.97)]
    hem = [(x, y + 0.012 * math.cos(i * 1.57 - 3.14)) for i, (x, y) in enumerate(hem)]
    shapes.append(Shape(limb(hem, (0.018,) * 5), trim, None, 0.0, "trim"))
    waist = [rig.at(0.34, -rig.width(b * 0.86)), rig.at(0.3, 0), rig.at(0.34, rig.width(b * 0.86))]
    shapes.append(Shape(limb(waist, (0.019, 0.022, 0.019)), trim, None, 0.0, "trim"))
    return [*shapes, *_round_collar(rig, trim)]


def _round_collar(rig: Rig, trim: Rgba) -> list[Shape]:
    w, m = rig.width(rig.body.chest * 0.62), 0.3 * _middle(rig)
    points = [rig.at(0.97, -w), rig.at(0.86, m), rig.at(0.97, w)]
    return [Shape(limb(points, (0.022, 0.034, 0.022)), trim, None, 0.0, "trim")]


def _tunic(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    leg, b = rig.body.leg, rig.body.belly
    shapes = [Shape(trunk(rig, rows_of(rig, 1.07, 0.0)[:-1], [(leg * 0.12, b * 1.15), (leg * 0.4, b * 1.42)]), color, None, 0.0, "cloth")]
    belt = [rig.at(0.22, -rig.width(b * 1.08)), rig.at(0.17, 0), rig.at(0.22, rig.width(b * 1.08))]
    shapes.append(Shape(limb(belt, (0.023, 0.026, 0.023)), trim, None, 0.0, "trim"))
    if not rig.back:
        x, y = rig.at(0.18, _middle(rig) * 0.9)
        shapes.append(Shape(ellipse((x, y), 0.028, 0.026), mix(trim, NIGHT, 0.55), None, 0.0, "trim"))
        neck = [rig.at(1.0, -0.05 + _middle(rig) * 0.5), rig.at(0.72, _middle(rig)), rig.at(1.0, 0.05 + _middle(rig) * 0.5)]
        shapes.append(Shape(polygon(neck), trim, None, 0.0, "trim"))
    return shapes


def _overalls(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, shirt = colors
    c = rig.body.chest
    shapes = [Shape(trunk(rig, rows_of(rig, 1.05, -0.05)), shirt, None, 0.0, "cloth"),
              Shape(trunk(rig, [(0.42, rig.body.belly * 1.1), (0.2, rig.body.belly * 1.12), (-0.14, rig.body.belly * 1.0)]), color, None,
                    0.0, "cloth")]
    m = 0.45 * _middle(rig)
    for k in (-1, 1):
        strap = [rig.at(0.98, k * rig.width(c * 0.52) + m * 0.4), rig.at(0.66, k * rig.width(c * 0.5) + m),
                 rig.at(0.4, (k if not rig.back else k * 0.3) * rig.width(c * 0.5) + m)]
        shapes.append(Shape(limb(strap, (0.018, 0.019, 0.019)), color, None, 0.0, "cloth"))
    if rig.back:
        return shapes
    bib = [rig.at(0.72, -rig.width(c * 0.6) + m), rig.at(0.72, rig.width(c * 0.6) + m), rig.at(0.3, rig.width(c * 0.74) + m),
           rig.at(0.3, -rig.width(c * 0.74) + m)]
    shapes.append(Shape(blob(bib, tension=0.3), color, None, 0.0, "cloth"))
    pocket = [rig.at(0.52, -rig.width(c * 0.3) + m), rig.at(0.52, rig.width(c * 0.3) + m), rig.at(0.3, rig.width(c * 0.24) + m),
              rig.at(0.3, -rig.width(c * 0.24) + m)]
    shapes.append(Shape(blob(pocket, tension=0.4), mix(color, NIGHT, 0.22), None, 0.0, "cloth"))
    for k in (-1, 1):
        shapes.append(Shape(ellipse(rig.at(0.67, k * rig.width(c * 0.5) + m), 0.015, 0.015), (240, 214, 140, 255), None, 0.0, "trim"))
    return shapes


def _sweater(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    c, b = rig.body.chest, rig.body.belly
    person = [Shape(trunk(rig, rows_of(rig, 1.0)), wear(look, Outfit()).legs, None, 0.0, "cloth")] if look.is_person else []
    shapes = [*person, Shape(trunk(rig, rows_of(rig, 1.12, -0.02)), color, None, 0.0, "cloth")]
    for s, half, w in ((0.56, (c * 1.2 + b) / 2.2 * 1.12, 0.036), (0.0, b * 1.02, 0.024)):
        band = [rig.at(s, -rig.width(half) * 0.98), rig.at(s - 0.05, 0), rig.at(s, rig.width(half) * 0.98)]
        shapes.append(Shape(limb(band, (w, w, w)), trim, None, 0.0, "trim"))
    neck = [rig.at(0.98, -rig.width(c * 0.5)), rig.at(0.93, 0), rig.at(0.98, rig.width(c * 0.5))]
    return [*shapes, Shape(limb(neck, (0.03, 0.036, 0.03)), mix(color, NIGHT, 0.2), None, 0.0, "cloth")]


def _robe(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    leg, b = rig.body.leg, rig.body.belly
    wide = min(b * 1.78, b + 0.09)
    skirt = [(leg * 0.25, min(b * 1.28, b + 0.03)), (leg * 0.65, min(b * 1.5, b + 0.06)), (leg * 0.97, wide)]
    shapes = [Shape(trunk(rig, rows_of(rig, 1.1, 0.0)[:-1], skirt), color, None, 0.0, "cloth")]
    hem = [rig.below(leg * 0.93, k * rig.width(wide * 0.98)) for k in (-0.96, -0.4, 0.4, 0.96)]
    shapes.append(Shape(limb(hem, (0.022,) * 4), trim, None, 0.0, "trim"))
    if not rig.back:
        line = _front(rig, 0.95, leg * 0.92)
        shapes.append(Shape(limb(line, (0.024,) * len(line)), trim, None, 0.0, "trim"))
    belt = [rig.at(0.2, -rig.width(b * 1.1)), rig.at(0.15, 0), rig.at(0.2, rig.width(b * 1.1))]
    return [*shapes, Shape(limb(belt, (0.016, 0.019, 0.016)), mix(trim, NIGHT, 0.3), None, 0.0, "trim")]


def _vest(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    c, b, m = rig.body.chest, rig.body.belly, _middle(rig)
    shapes = [Shape(trunk(rig, rows_of(rig, 1.0)), wear(look, Outfit()).legs, None, 0.0, "cloth"),
              Shape(trunk(rig, rows_of(rig, 1.04, 0.02)), trim, None, 0.0, "cloth")] if look.is_person else []
    if rig.back:
        return [*shapes, Shape(trunk(rig, rows_of(rig, 1.1, 0.05)), color, None, 0.0, "cloth")]
    rows = rows_of(rig, 1.1, 0.02)
    for k in (-1, 1):
        outer = [rig.at(s, k * rig.width(w)) for s, w in rows]
        inner = [rig.at(s, m + k * w) for s, w in ((0.04, 0.05 + 0.2 * b), (0.4, 0.03 + 0.12 * c), (0.74, 0.3 * c), (0.98, 0.36 * c))]
        shapes.append(Shape(blob(outer + inner, tension=0.7), color, None, 0.0, "cloth"))
        edge = blob([rig.at(s, m + k * w) for s, w in ((0.06, 0.05 + 0.2 * b), (0.4, 0.03 + 0.12 * c), (0.74, 0.3 * c), (0.96, 0.36 * c))], closed=False)
        shapes.append(Shape(edge, None, trim if not look.is_person else mix(color, NIGHT, 0.35), 0.014, "trim"))
    return shapes


GARMENTS = {
    Garment.COAT: _coat, Garment.DRESS: _dress, Garment.TUNIC: _tunic, Garment.OVERALLS: _overalls,
    Garment.SWEATER: _sweater, Garment.ROBE: _robe, Garment.VEST: _vest,
}  # fmt: skip


def cape(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A cape from the shoulders; it hangs behind and lags."""
    color = rgba(outfit.extra_color.hex)
    c, leg = rig.body.chest, rig.body.leg
    blow = -rig.ahead * (0.08 + 0.2 * max(rig.pose.trail, 0.0)) - 0.05 * rig.pose.trail * (abs(rig.ahead) < 0.4)
    wide = c * (1.75 if abs(rig.ahead) < 0.5 else 1.35)
    up = 0.1 * max(rig.pose.trail, 0.0) * abs(rig.ahead)
    points = [rig.at(1.0, -rig.width(c * 0.7)), rig.at(1.0, rig.width(c * 0.7)),
              (rig.below(0)[0] + wide * 0.95 + blow * 0.5, rig.at(0.2)[1]),
              (rig.hip[0] + wide + blow, min(rig.hip[1] + leg * 0.72 - up, -0.02)),
              (rig.hip[0] + blow, min(rig.hip[1] + leg * 0.8 - up, -0.012)),
              (rig.hip[0] - wide + blow, min(rig.hip[1] + leg * 0.72 - up, -0.02)),
              (rig.below(0)[0] - wide * 0.95 + blow * 0.5, rig.at(0.2)[1])]  # fmt: skip
    return [Shape(blob(points, tension=0.8), color, None, 0.0, "cloth")]


def clasp(rig: Rig, outfit: Outfit) -> list[Shape]:
    """What one sees of a cape from before: the collar at the neck."""
    w = rig.width(rig.body.chest * 0.8)
    points = [rig.at(0.98, -w), rig.at(0.84, 0.4 * _middle(rig)), rig.at(0.98, w)]
    color = rgba(outfit.extra_color.hex)
    x, y = rig.at(0.84, 0.6 * _middle(rig))
    return [Shape(limb(points, (0.034, 0.028, 0.034)), color, None, 0.0, "cloth"), Shape(ellipse((x, y), 0.02, 0.02), (240, 204, 110, 255), None, 0.0, "trim")]


def scarf(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A thick scarf; one end blows backward with the movement."""
    color, pose = rgba(outfit.extra_color.hex), rig.pose
    w = max(rig.width(rig.body.chest * 0.8), rig.body.head * 0.62)
    ring = [rig.at(0.97, -w), rig.at(0.86, 0.2 * _middle(rig)), rig.at(0.97, w)]
    way = -1.0 if rig.ahead >= -0.01 else 1.0
    x, y = rig.at(0.9, way * w * 0.6)
    blow = 0.1 + 0.16 * abs(rig.ahead) * (0.4 + max(pose.trail, 0.0)) + 0.04 * pose.trail
    fall = 0.22 - 0.13 * max(pose.trail, 0.0) * abs(rig.ahead)
    flutter = 0.03 * pose.wag
    end = [(x, y), (x + way * blow * 0.5, y + fall * 0.4 + flutter), (x + way * blow, y + fall - flutter)]
    stripe = mix(color, WHITE, 0.45)
    tip = [(end[1][0] * 0.25 + end[2][0] * 0.75, end[1][1] * 0.25 + end[2][1] * 0.75), end[2]]
    return [Shape(limb(end, (0.032, 0.042, 0.045)), mix(color, NIGHT, 0.14), None, 0.0, "cloth"), Shape(limb(tip, (0.045, 0.046)), stripe, None, 0.0, "trim"),
            Shape(limb(ring, (0.042, 0.05, 0.042)), color, None, 0.0, "cloth")]  # fmt: skip


def bag(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A shoulder bag on a strap across the chest."""
    color = mix(rgba(outfit.extra_color.hex), (120, 80, 50, 255), 0.12)
    way = 1.0 if rig.ahead > -0.3 else -1.0
    way = -way if abs(rig.ahead) > 0.3 else way
    c, b = rig.width(rig.body.chest), rig.width(rig.body.belly)
    x, y = rig.at(0.0, way * b * 0.95)
    x, y = x + way * 0.01, y + 0.015 * rig.pose.wag
    strap = blob([rig.at(0.95, -way * c * 0.6), rig.at(0.5, way * c * 0.2), (x, y - 0.05)], closed=False)
    sack = [(x - 0.075, y - 0.05), (x + 0.075, y - 0.05), (x + 0.085, y + 0.06), (x - 0.085, y + 0.06)]
    flap = [(x - 0.08, y - 0.055), (x + 0.08, y - 0.055), (x + 0.06, y + 0.012), (x - 0.06, y + 0.012)]
    return [Shape(strap, None, mix(color, NIGHT, 0.3), 0.022, "line"), Shape(blob(sack, tension=0.5), color, None, 0.0, "cloth"),
            Shape(blob(flap, tension=0.5), mix(color, NIGHT, 0.28), None, 0.0, "cloth")]


def glasses(head: Head, theta: float, y: float, color: Rgba) -> list[Shape]:
    """Round glasses; one ring for each eye and a bridge."""
    if head.back:
        return []
    shapes, rings = [], []
    for side in (1.0, -1.0):
        x, cy, seen = head.spot(side * theta, y, 1.02)
        if seen > 0.15:
            rings.append((x, cy, seen))
            rx, ry = 0.3 * (0.35 + 0.65 * seen), 0.32
            shapes.append(Shape(ellipse((x, cy), rx, ry), (255, 255, 255, 46), None, 0.0, "glass"))
            shapes.append(Shape((*ellipse((x, cy), rx, ry), *ellipse((x, cy), -rx + 0.07, ry - 0.07)), color, None, 0.0, "line"))
    if len(rings) == 2:
        (ax, ay, _), (bx, by, _) = sorted(rings)
        shapes.append(Shape((("M", ax + 0.2, ay - 0.06), ("L", bx - 0.2, by - 0.06)), None, color, 0.06, "line"))
    return shapes


EXTRA_BODY = {Extra.SCARF: scarf, Extra.BAG: bag}
