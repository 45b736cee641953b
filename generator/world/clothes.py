"""Clothes: what lies over the trunk and limbs, in shares of the figure's height."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.world.faces import WHITE
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon, rgba
from storyboard.look import Garment, Look, Outfit

NIGHT: Rgba = (44, 40, 58, 255)
STEEL: Rgba = (178, 186, 200, 255)
GILT: Rgba = (240, 206, 112, 255)


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
        case Garment.APRON:
            return Wear(mix(trim, NIGHT, 0.06) if person else None, 0.8, None, trousers, shoes)
        case Garment.SUIT:
            return Wear(dark, 1.0, (244, 240, 232, 255), mix(color, NIGHT, 0.2) if person else None, shoes, 1.06)
        case Garment.UNIFORM:
            return Wear(dark, 1.0, trim, mix(color, NIGHT, 0.34) if person else None, shoes, 1.08)
        case Garment.SMOCK:
            return Wear(dark, 0.6, trim, trousers, shoes, 1.14)
        case Garment.ARMOUR:
            return Wear(mix(color, STEEL, 0.78), 1.0, mix(trim, STEEL, 0.3), mix(mix(color, STEEL, 0.6), NIGHT, 0.3) if person else None, shoes, 1.1)
        case Garment.CARDIGAN:
            return Wear(dark, 1.0, mix(color, NIGHT, 0.24), trousers, shoes, 1.14)
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


def front(rig: Rig) -> float:
    """How far the front's middle line is turned to the side, in lengths."""
    return (0.62 + 0.26 * rig.side) * rig.ahead * rig.body.chest


def _front(rig: Rig, top: float, length: float) -> list[Point]:
    """The middle line of the front, from s = top down to `length` under the hips."""
    m = front(rig)
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
    m = front(rig)
    for s in (0.72, 0.46, 0.2):
        x, y = rig.at(s, m * (1 - 0.14 * rig.side) + 0.032 * (1 - rig.side))
        shapes.append(Shape(ellipse((x, y), 0.0165, 0.0165), trim, None, 0.0, "trim"))
    return [*shapes, *_collar(rig, trim)]


def _collar(rig: Rig, trim: Rgba) -> list[Shape]:
    m, w = front(rig), rig.body.chest
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
    w, m = rig.width(rig.body.chest * 0.62), 0.3 * front(rig)
    points = [rig.at(0.97, -w), rig.at(0.86, m), rig.at(0.97, w)]
    return [Shape(limb(points, (0.022, 0.034, 0.022)), trim, None, 0.0, "trim")]


def _tunic(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    leg, b = rig.body.leg, rig.body.belly
    shapes = [Shape(trunk(rig, rows_of(rig, 1.07, 0.0)[:-1], [(leg * 0.12, b * 1.15), (leg * 0.4, b * 1.42)]), color, None, 0.0, "cloth")]
    belt = [rig.at(0.22, -rig.width(b * 1.08)), rig.at(0.17, 0), rig.at(0.22, rig.width(b * 1.08))]
    shapes.append(Shape(limb(belt, (0.023, 0.026, 0.023)), trim, None, 0.0, "trim"))
    if not rig.back:
        x, y = rig.at(0.18, front(rig) * 0.9)
        shapes.append(Shape(ellipse((x, y), 0.028, 0.026), mix(trim, NIGHT, 0.55), None, 0.0, "trim"))
        neck = [rig.at(1.0, -0.05 + front(rig) * 0.5), rig.at(0.72, front(rig)), rig.at(1.0, 0.05 + front(rig) * 0.5)]
        shapes.append(Shape(polygon(neck), trim, None, 0.0, "trim"))
    return shapes


def _overalls(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, shirt = colors
    c = rig.body.chest
    b = rig.body.belly
    shapes = [Shape(trunk(rig, rows_of(rig, 1.05, -0.05)), shirt, None, 0.0, "cloth"),
              Shape(trunk(rig, [(0.36, b * 0.98), (0.24, b * 1.08), (0.04, b * 1.06), (-0.12, b * 0.86)]), color, None, 0.0, "cloth")]
    m = (0.45 + 0.45 * rig.side) * front(rig)
    for k in (-1, 1):
        flat = 1.0 - 0.6 * rig.side
        strap = [rig.at(0.98, k * rig.width(c * 0.52) * flat + m * 0.4 * (1 - rig.side)), rig.at(0.66, k * rig.width(c * 0.5) * flat + m * (1 - 0.4 * rig.side)),
                 rig.at(0.4, (k if not rig.back else k * 0.3) * rig.width(c * 0.5) * flat + m)]
        shapes.append(Shape(limb(strap, (0.018, 0.019, 0.019)), color, None, 0.0, "cloth"))
    if rig.back:
        return shapes
    bib = [rig.at(0.72, -rig.width(c * 0.6) * flat + m), rig.at(0.72, rig.width(c * 0.6) * flat + m), rig.at(0.3, rig.width(c * 0.74) * flat + m),
           rig.at(0.3, -rig.width(c * 0.74) * flat + m)]
    shapes.append(Shape(blob(bib, tension=0.3), color, None, 0.0, "cloth"))
    pocket = [rig.at(0.52, -rig.width(c * 0.3) * flat + m), rig.at(0.52, rig.width(c * 0.3) * flat + m), rig.at(0.3, rig.width(c * 0.24) * flat + m),
              rig.at(0.3, -rig.width(c * 0.24) * flat + m)]
    shapes.append(Shape(blob(pocket, tension=0.4), mix(color, NIGHT, 0.22), None, 0.0, "cloth"))
    dots = [rig.at(0.67, k * rig.width(c * 0.5) * flat + m) for k in (-1, 1)]
    return [*shapes, *(Shape(ellipse(dot, 0.015, 0.015), GILT, None, 0.0, "trim") for dot in dots)]


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
    cord, m, c = mix(trim, NIGHT, 0.3), front(rig), rig.body.chest
    belt = Shape(limb([rig.at(0.2, -rig.width(b * 1.1)), rig.at(0.15, 0), rig.at(0.2, rig.width(b * 1.1))], (0.016, 0.019, 0.016)), cord, None, 0.0, "trim")
    if rig.back:
        return [*shapes, belt]
    seam = blob([rig.at(0.14, 0.8 * m), rig.below(leg * 0.4, m), rig.below(leg * 0.9, m * 1.1)], closed=False)
    over = [rig.at(1.0, 0.5 * m - 0.42 * c), rig.at(0.62, m - 0.16 * c), rig.at(0.2, m + 0.3 * c * (1 - rig.side))]
    under = [rig.at(1.0, 0.5 * m + 0.42 * c), rig.at(0.78, 0.8 * m + 0.26 * c), rig.at(0.58, m - 0.02 * c)]
    x, y = rig.at(0.17, 0.8 * m)
    ends = limb([(x, y), (x - 0.018, y + 0.06), (x - 0.014, y + 0.11)], (0.01, 0.012, 0.014)) + limb([(x, y), (x + 0.022, y + 0.05), (x + 0.02, y + 0.09)], (0.01, 0.012, 0.014))
    return [*shapes, Shape(seam, None, mix(color, NIGHT, 0.4), 0.011, "line"), Shape(limb(under, (0.024, 0.026, 0.022)), mix(trim, NIGHT, 0.12), None, 0.0, "trim"),
            Shape(limb(over, (0.024, 0.026, 0.022)), trim, None, 0.0, "trim"), belt, Shape(ends, cord, None, 0.0, "trim"), Shape(ellipse((x, y), 0.022, 0.019), cord, None, 0.0, "trim")]


def _panels(rig: Rig) -> tuple[int, ...]:
    """The halves of an open garment that are seen: -1 on the left of the picture, 1 on the right; in profile only the near one."""
    return (-1, 1) if rig.side < 0.5 else (-1,) if rig.ahead > 0 else (1,)


def _vest(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    color, trim = colors
    c, b, m = rig.body.chest, rig.body.belly, front(rig)
    shapes = [Shape(trunk(rig, rows_of(rig, 1.0)), wear(look, Outfit()).legs, None, 0.0, "cloth"),
              Shape(trunk(rig, rows_of(rig, 1.04, 0.02)), trim, None, 0.0, "cloth")] if look.is_person else []
    if rig.back:
        return [*shapes, Shape(trunk(rig, rows_of(rig, 1.1, 0.05)), color, None, 0.0, "cloth")]
    rows = rows_of(rig, 1.1, 0.02)
    for k in _panels(rig):
        outer = [rig.at(s, k * rig.width(w)) for s, w in rows]
        inner = [rig.at(s, m + k * w) for s, w in ((0.04, 0.05 + 0.2 * b), (0.4, 0.03 + 0.12 * c), (0.74, 0.3 * c), (0.98, 0.36 * c))]
        shapes.append(Shape(blob(outer + inner, tension=0.7), color, None, 0.0, "cloth"))
        edge = blob([rig.at(s, m + k * w) for s, w in ((0.06, 0.05 + 0.2 * b), (0.4, 0.03 + 0.12 * c), (0.74, 0.3 * c), (0.96, 0.36 * c))], closed=False)
        shapes.append(Shape(edge, None, trim if not look.is_person else mix(color, NIGHT, 0.35), 0.014, "trim"))
    return shapes


def _shirt(rig: Rig, look: Look, color: Rgba) -> list[Shape]:
    """What is under an open or tied garment: trousers and a shirt for people, nothing for fur."""
    if not look.is_person:
        return []
    return [Shape(trunk(rig, rows_of(rig, 1.0)), wear(look, Outfit()).legs, None, 0.0, "cloth"), Shape(trunk(rig, rows_of(rig, 1.04, 0.02)), color, None, 0.0, "cloth")]


def _apron(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """A bib on a band round the neck and a skirt before the legs; a bow behind."""
    color, trim = colors
    leg, b, c, m = rig.body.leg, rig.body.belly, rig.body.chest, 0.5 * front(rig)
    shapes = _shirt(rig, look, mix(trim, NIGHT, 0.04))
    if rig.back:
        tie = limb([rig.at(0.24, -rig.width(b)), rig.at(0.2), rig.at(0.24, rig.width(b))], (0.016,) * 3)
        x, y = rig.at(0.2)
        bow = limb([(x - 0.07, y - 0.03), (x, y), (x + 0.07, y - 0.03)], (0.03, 0.01, 0.03)) + limb([(x, y), (x + 0.02, y + 0.12)], (0.012, 0.018))
        return [*shapes, Shape(tie, color, None, 0.0, "cloth"), Shape(bow, color, None, 0.0, "cloth")]
    low = rig.below(leg * 0.55)
    panel = [rig.at(0.84, m - 0.52 * c), rig.at(0.84, m + 0.52 * c), rig.at(0.36, m + rig.width(b) * 0.8), rig.at(0.12, rig.width(b) * 1.02),
             (low[0] + rig.width(b) * 1.12 + m * 0.4, low[1]), (low[0] - rig.width(b) * 1.12 + m * 0.4, low[1]), rig.at(0.12, -rig.width(b) * 1.02),
             rig.at(0.36, m - rig.width(b) * 0.8)]  # fmt: skip
    straps = limb([rig.at(1.0, -0.4 * c), rig.at(0.82, m - 0.42 * c)], (0.014, 0.014)) + limb([rig.at(1.0, 0.4 * c), rig.at(0.82, m + 0.42 * c)], (0.014, 0.014))
    x, y = rig.at(-0.02, m)
    pocket = [(x - 0.4 * b, y), (x + 0.4 * b, y), (x + 0.34 * b, y + 0.075), (x - 0.34 * b, y + 0.075)]
    belt = limb([rig.at(0.3, -rig.width(b) * 0.98), rig.at(0.27, m), rig.at(0.3, rig.width(b) * 0.98)], (0.014,) * 3)
    return [*shapes, Shape(straps, color, None, 0.0, "cloth"), Shape(blob(panel, tension=0.45), color, None, 0.0, "cloth"),
            Shape(belt, mix(color, NIGHT, 0.16), None, 0.0, "cloth"), Shape(blob(pocket, tension=0.4), mix(color, NIGHT, 0.14), None, 0.0, "cloth")]


def _suit(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """A jacket over a white shirt, a tie, lapels that open to one button."""
    color, trim = colors
    c, b, m, leg = rig.body.chest, rig.body.belly, front(rig), rig.body.leg
    jacket = Shape(trunk(rig, rows_of(rig, 1.09, 0.0)[:-1], [(leg * 0.18, b * 1.12)]), color, None, 0.0, "cloth")
    if rig.back:
        vent = (("M", *rig.at(0.1)), ("L", *rig.below(leg * 0.16)))
        return [jacket, Shape(vent, None, mix(color, NIGHT, 0.4), 0.01, "line")]
    shirt = [rig.at(1.0, m * 0.6 - 0.42 * c), rig.at(1.0, m * 0.6 + 0.42 * c), rig.at(0.32, m)]
    tie = [rig.at(0.94, m * 0.8 - 0.02), rig.at(0.94, m * 0.8 + 0.02), rig.at(0.84, m * 0.9 + 0.012), rig.at(0.46, m + 0.03), rig.at(0.36, m), rig.at(0.46, m - 0.03), rig.at(0.84, m * 0.9 - 0.012)]
    shapes = [jacket, Shape(polygon(shirt), (246, 243, 236, 255), None, 0.0, "cloth"), Shape(blob(tie, tension=0.4), trim, None, 0.0, "trim")]
    for k in (-1, 1):
        lapel = [rig.at(1.0, m * 0.6 + k * 0.44 * c), rig.at(0.78, m * 0.8 + k * 0.66 * c), rig.at(0.7, m * 0.9 + k * 0.42 * c), rig.at(0.3, m + k * 0.01)]
        shapes.append(Shape(blob(lapel, tension=0.25), mix(color, WHITE, 0.14), None, 0.0, "cloth"))
    line = [rig.at(0.3, m), rig.at(0.1, m), rig.below(leg * 0.14, m)]
    return [*shapes, Shape(blob(line, closed=False), None, mix(color, NIGHT, 0.4), 0.01, "line"), Shape(ellipse(rig.at(0.2, m + 0.014), 0.014, 0.014), NIGHT, None, 0.0, "trim")]


def _uniform(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """Two rows of buttons, a belt with a buckle, shoulder boards."""
    color, trim = colors
    c, b, m, leg = rig.body.chest, rig.body.belly, front(rig), rig.body.leg
    shapes = [Shape(trunk(rig, rows_of(rig, 1.08, 0.0)[:-1], [(leg * 0.16, b * 1.14), (leg * 0.3, b * 1.22)]), color, None, 0.0, "cloth")]
    for k in (-1, 1):
        board = [rig.at(0.99, k * rig.width(c * 0.5)), rig.at(0.93, k * rig.width(c * 1.06))]
        shapes.append(Shape(limb(board, (0.026, 0.03)), trim, None, 0.0, "trim"))
    belt = [rig.at(0.2, -rig.width(b * 1.06)), rig.at(0.16, 0), rig.at(0.2, rig.width(b * 1.06))]
    shapes.append(Shape(limb(belt, (0.021, 0.024, 0.021)), mix(color, NIGHT, 0.55), None, 0.0, "trim"))
    if rig.back:
        return shapes
    dots: tuple = ()
    for s in (0.8, 0.58, 0.36):
        for k in _panels(rig):
            dots += ellipse(rig.at(s, m * (1 - 0.3 * rig.side) + k * 0.34 * c * (1 - 0.6 * rig.side)), 0.0155, 0.0155)
    neck = [rig.at(0.98, -rig.width(c * 0.46)), rig.at(0.92, 0.4 * m), rig.at(0.98, rig.width(c * 0.46))]
    return [*shapes, Shape(limb(neck, (0.026, 0.03, 0.026)), trim, None, 0.0, "trim"), Shape(dots, GILT, None, 0.0, "trim"),
            Shape(ellipse(rig.at(0.165, m * 0.9), 0.027, 0.022), GILT, None, 0.0, "trim")]


def _smock(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """Loose and short, a notch at the neck, a pocket on the chest."""
    color, trim = colors
    c, b, m, leg = rig.body.chest, rig.body.belly, front(rig), rig.body.leg
    shapes = [Shape(trunk(rig, rows_of(rig, 1.12, 0.0)[:-1], [(leg * 0.16, b * 1.26), (leg * 0.3, b * 1.34)]), color, None, 0.0, "cloth")]
    if rig.back:
        return shapes
    notch = [rig.at(1.0, m * 0.5 - 0.4 * c), rig.at(0.74, m), rig.at(1.0, m * 0.5 + 0.4 * c)]
    x, y = rig.at(0.6, m * (1 - 0.9 * rig.side) + 0.46 * c * (1 - rig.side))
    pocket = [(x - 0.036, y - 0.024), (x + 0.036, y - 0.024), (x + 0.032, y + 0.042), (x - 0.032, y + 0.042)]
    hem = [rig.below(leg * 0.27, k * rig.width(b * 1.3)) for k in (-0.97, 0.0, 0.97)]
    return [*shapes, Shape(limb(notch, (0.02, 0.024, 0.02)), trim, None, 0.0, "trim"), Shape(blob(pocket, tension=0.3), mix(color, trim, 0.4), None, 0.0, "trim"),
            Shape(limb(hem, (0.014,) * 3), mix(color, trim, 0.6), None, 0.0, "trim")]


def _armour(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """A breastplate with a ridge and a badge, shoulder plates, a skirt of plates."""
    steel = mix(colors[0], STEEL, 0.82)
    c, b, m, leg = rig.body.chest, rig.body.belly, front(rig), rig.body.leg
    skirt = trunk(rig, [(0.24, b * 1.04), (0.04, b * 1.12)], [(leg * 0.2, b * 1.26)])
    plates: tuple = ()
    for k in (-0.5, 0.0, 0.5):
        plates += (("M", *rig.at(0.1, k * b)), ("L", *rig.below(leg * 0.18, k * b * 1.3)))
    shapes = [Shape(skirt, mix(steel, NIGHT, 0.24), None, 0.0, "metal"), Shape(plates, None, mix(steel, NIGHT, 0.5), 0.009, "line"),
              Shape(trunk(rig, rows_of(rig, 1.12, 0.12)), steel, None, 0.0, "metal")]
    for k in (-1, 1):
        shapes.append(Shape(ellipse(rig.at(0.88, k * rig.width(c * 0.98) * (1 - 0.9 * rig.side)), c * 0.42, c * 0.36), mix(steel, WHITE, 0.2), None, 0.0, "metal"))
    if rig.back:
        return shapes
    ridge = blob([rig.at(0.96, m), rig.at(0.6, m * 1.1), rig.at(0.18, m)], closed=False)
    if rig.side > 0.6:  # its edge
        return [*shapes, Shape(limb([rig.at(0.72, m * 1.04), rig.at(0.56, m * 1.06)], (0.012, 0.008)), colors[1], None, 0.0, "trim")]
    x, y = rig.at(0.66, m * 1.05)
    badge = [(x - 0.05, y - 0.045), (x + 0.05, y - 0.045), (x + 0.045, y + 0.02), (x, y + 0.062), (x - 0.045, y + 0.02)]
    return [*shapes, Shape(ridge, None, mix(steel, WHITE, 0.5), 0.012, "line"), Shape(blob(badge, tension=0.4), colors[1], None, 0.0, "trim")]


def _cardigan(rig: Rig, look: Look, colors: tuple[Rgba, Rgba]) -> list[Shape]:
    """Knitted and open over a shirt, with large buttons down one edge."""
    color, trim = colors
    c, b, m, leg = rig.body.chest, rig.body.belly, front(rig), rig.body.leg
    shapes = _shirt(rig, look, mix(trim, WHITE, 0.3))
    if rig.back:
        return [*shapes, Shape(trunk(rig, rows_of(rig, 1.12, 0.0)[:-1], [(leg * 0.14, b * 1.12)]), color, None, 0.0, "cloth")]
    rows = [*rows_of(rig, 1.12, 0.0)[:-1], (-0.12, b * 1.12)]
    edge = ((-0.12, 0.22 * b), (0.3, 0.14 * c), (0.66, 0.16 * c), (0.98, 0.36 * c))
    for k in _panels(rig):
        outer, inner = [rig.at(s, k * rig.width(w)) for s, w in rows], [rig.at(s, m * 0.9 + k * w) for s, w in edge]
        shapes += [Shape(blob(outer + inner, tension=0.6), color, None, 0.0, "cloth"), Shape(limb(inner, (0.016,) * 4), mix(color, NIGHT, 0.22), None, 0.0, "trim")]
    dots: tuple = ()
    for s, w in ((0.56, 0.16 * c), (0.3, 0.15 * c), (0.04, 0.2 * b)):
        dots += ellipse(rig.at(s, m * 0.9 + w * (1 - 2 * rig.side * (rig.ahead > 0))), 0.018, 0.018)
    return [*shapes, Shape(dots, trim, None, 0.0, "trim")]


GARMENTS = {
    Garment.APRON: _apron, Garment.SUIT: _suit, Garment.UNIFORM: _uniform, Garment.SMOCK: _smock, Garment.ARMOUR: _armour, Garment.CARDIGAN: _cardigan,
    Garment.COAT: _coat, Garment.DRESS: _dress, Garment.TUNIC: _tunic, Garment.OVERALLS: _overalls,
    Garment.SWEATER: _sweater, Garment.ROBE: _robe, Garment.VEST: _vest,
}  # fmt: skip
