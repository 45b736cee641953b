"""How things are held: where the hands take a thing, which fingers come round it. Places are in the thing's own room (props.py).

A fist closes round what has a stem or a handle; what has none rests on a palm with the fingertips before it; what is large is
taken by its edges in both hands.
"""

from __future__ import annotations

import math

from generator.world.pose import Body
from generator.world.shapes import Point, Rgba, Shape, limb, mix, polygon, rgba
from storyboard.staging import Action, Prop, Subject

FIST: dict[Prop, Point] = {
    Prop.LANTERN: (0.0, -0.14), Prop.BASKET: (0.0, -0.155), Prop.FLOWER: (0.0, 0.09), Prop.SWORD: (0.0, 0.11), Prop.KEY: (0.0, -0.02), Prop.FLUTE: (-0.03, 0.01),
    Prop.UMBRELLA: (0.02, 0.12),
}  # fmt: skip
PALM: dict[Prop, Point] = {
    Prop.LETTER: (0.0, 0.075), Prop.BOOK: (0.0, 0.1), Prop.APPLE: (0.0, 0.075), Prop.BREAD: (0.0, 0.065), Prop.BOWL: (0.0, 0.095), Prop.MAP: (0.0, 0.085),
    Prop.STAR: (0.0, 0.075), Prop.MOON: (-0.02, 0.115), Prop.GIFT: (0.0, 0.1), Prop.EGG: (0.0, 0.115), Prop.GEAR: (0.0, 0.105), Prop.SEED: (0.0, 0.095),
    Prop.TEDDY: (0.0, 0.11),
}  # fmt: skip
TWO_HANDED: dict[Prop, Point] = {  # the right one of both places
    Prop.BOOK: (0.105, 0.03), Prop.BREAD: (0.115, 0.035), Prop.BOWL: (0.105, 0.02), Prop.MAP: (0.135, 0.03), Prop.MOON: (0.085, 0.075), Prop.GIFT: (0.105, 0.06),
    Prop.EGG: (0.09, 0.05), Prop.GEAR: (0.11, 0.03), Prop.TEDDY: (0.08, 0.05), Prop.STAR: (0.075, 0.05), Prop.LETTER: (0.12, 0.03),
}  # fmt: skip
OPEN_BOOK: Point = (0.15, 0.05)


def is_open(subject: Subject) -> bool:
    """Whether the book is open."""
    return subject.action is Action.READ and subject.held is Prop.BOOK


def scale(tall: float) -> float:
    """Size of a thing in shares of the height of a figure `tall` units high: the same thing is larger for the small."""
    return (0.55 + 0.45 * tall) / tall


def spread(subject: Subject, body: Body, tall: float) -> float:
    """How far out, in arm lengths from the shoulder, each of two hands takes the thing."""
    x, _ = OPEN_BOOK if is_open(subject) else TWO_HANDED.get(subject.held, (0.05, 0.0))
    return (x * scale(tall) - body.chest * 0.86) / body.arm


def place(subject: Subject, hands: tuple[Point, ...], tall: float) -> Point:
    """Where the middle of the thing is, held by one hand or two."""
    prop, k = subject.held, scale(tall)
    if len(hands) == 2:
        y = OPEN_BOOK[1] if is_open(subject) else TWO_HANDED.get(prop, FIST.get(prop) or PALM[prop])[1]
        return (hands[0][0] + hands[1][0]) / 2, (hands[0][1] + hands[1][1]) / 2 - k * y
    x, y = FIST.get(prop) or PALM[prop]
    return hands[0][0] - k * x, hands[0][1] - k * y


def fingers(hand: Point, toward: Point, r: float, color: Rgba, role: str) -> list[Shape]:
    """Three fingertips from a hand of radius r that come round the edge of a thing, the way to its middle (a unit vector)."""
    (ux, uy), tone = toward, mix(color, (40, 24, 44, 255), 0.1)
    out = []
    for j, long in ((-1, 0.85), (1, 0.9), (0, 1.05)):
        x, y = hand[0] - uy * j * 0.62 * r, hand[1] + ux * j * 0.62 * r
        tips = [(x - ux * 0.35 * r, y - uy * 0.35 * r), (x + ux * long * r, y + uy * long * r)]
        out.append(Shape(limb(tips, (0.36 * r, 0.3 * r)), tone if j else color, None, 0.0, role))
    return out


def finger(hand: Point, wrist: Point, r: float, color: Rgba, role: str) -> Shape:
    """The first finger of a fist, out the way the arm goes."""
    x, y = hand[0] - wrist[0], hand[1] - wrist[1]
    k = r / max((x * x + y * y) ** 0.5, 1e-6)
    root, knuckle, tip = ((hand[0] + x * k * far, hand[1] + (y * k - 0.12 * r) * far) for far in (0.5, 1.6, 2.5))
    return Shape(limb([root, knuckle, tip], (0.42 * r, 0.4 * r, 0.27 * r)), color, None, 0.0, role)


def open_palm(hand: Point, wrist: Point, r: float, color: Rgba, role: str) -> list[Shape]:
    """An open hand: four fingers spread out the way the arm goes, the thumb on its inner side."""
    x, y = hand[0] - wrist[0], hand[1] - wrist[1]
    way, inner = math.atan2(y, x), -1.0 if x > 0 else 1.0
    out = []
    for angle, long in ((-0.6, 1.75), (-0.2, 2.0), (0.2, 2.0), (0.6, 1.75), (1.45 * inner, 1.35)):
        c, s = math.cos(way + angle), math.sin(way + angle)
        points = [(hand[0] + c * k * r, hand[1] + s * k * r) for k in (0.4, long)]
        out.append(Shape(limb(points, (0.36 * r, 0.27 * r)), color, None, 0.0, role))
    return out


def open_book(turned: float) -> list[Shape]:
    """An open book from outside: two covers, the edge of the pages over them; narrower when its reader is turned."""
    cover, w = rgba("#8f3f4a"), 0.17 * (1.0 - 0.45 * abs(turned))
    shapes = []
    for side in (-1.0, 1.0):
        page = [(0.0, -0.095), (side * w * 0.5, -0.135), (side * w * 0.97, -0.125), (side * w * 0.97, 0.05), (0.0, 0.1)]
        back = [(0.0, -0.085), (side * w, -0.115), (side * (w + 0.008), 0.085), (0.0, 0.115)]
        shapes += [Shape(polygon(page), rgba("#f3e8cf"), role="paper"),
                   Shape(polygon(back), mix(cover, rgba("#241a38"), 0.18 if side > 0 else 0.0), role="cloth")]
    rib = [(0.0, -0.085), (0.0, 0.115)]
    return [*shapes, Shape(limb(rib, (0.014, 0.014)), mix(cover, rgba("#241a38"), 0.3), role="cloth"),
            Shape(limb([(-w * 0.75, -0.03), (-w * 0.3, -0.02)], (0.008, 0.008)), rgba("#e3b95a"), role="line")]
