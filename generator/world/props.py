"""Props: the things figures hold and inserts show. Each is about 0.25 units high and centred on (0, 0), drawn in plain colours
and then lit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from generator.world.light import Light, halo, lit
from generator.world.shapes import Command, Gradient, Point, Rgba, Shape, blob, box, ellipse, limb, mix, polygon, rgba
from storyboard.staging import Prop


def prop_shapes(prop: Prop, light: Light) -> tuple[Shape, ...]:
    """The prop's shapes, back to front; none for `Prop.NONE`. Glows keep their colour whatever the light."""
    maker = PROPS.get(prop)
    if maker is None:
        return ()
    return tuple(shape if shape.role in ("glow", "light") else _lit(shape, light) for shape in maker())


def _lit(shape: Shape, light: Light) -> Shape:
    fill = shape.fill
    if isinstance(fill, Gradient):
        fill = replace(fill, stops=tuple((at, lit(color, light)) for at, color in fill.stops))
    elif fill is not None:
        fill = lit(fill, light)
    return replace(shape, fill=fill, stroke=None if shape.stroke is None else lit(shape.stroke, light))


def _round(color: Rgba, x: float, y: float, r: float) -> Gradient:
    """A ball's shading: bright above left, darker below."""
    return Gradient("radial", (x - 0.35 * r, y - 0.4 * r), (x + 1.15 * r, y - 0.4 * r),
                    ((0.0, mix(color, rgba("#ffffff"), 0.35)), (0.5, color), (1.0, mix(color, rgba("#241a38"), 0.38))))


def _side(color: Rgba, half: float) -> Gradient:
    return Gradient("linear", (-half, 0.0), (half, 0.0), ((0.0, mix(color, rgba("#ffffff"), 0.22)), (0.5, color), (1.0, mix(color, rgba("#241a38"), 0.3))))


def _star_points(points: int, outer: float, inner: float) -> list[Point]:
    return [((outer if k % 2 == 0 else inner) * math.sin(math.pi * k / points),
             -(outer if k % 2 == 0 else inner) * math.cos(math.pi * k / points)) for k in range(2 * points)]


def lantern() -> list[Shape]:
    iron, warm = rgba("#3c3f4a"), rgba("#ffd27a")
    return [Shape(ellipse((0, 0.01), 0.30, 0.30), halo((0, 0.01), 0.30, rgba("#ffc864"), 0.6), role="glow"),
            Shape(blob([(-0.05, -0.08), (0.0, -0.15), (0.05, -0.08)], closed=False), None, iron, 0.014, "line"),
            Shape(box(0, 0.085, 0.12, 0.14), warm, role="light"), Shape(ellipse((0, 0.03), 0.022, 0.042), rgba("#fff6d8"), role="light"),
            Shape(polygon([(-0.085, -0.05), (-0.03, -0.10), (0.03, -0.10), (0.085, -0.05)]), iron, role="metal"),
            Shape(box(0, 0.1175, 0.16, 0.035), iron, role="metal"),
            Shape((("M", -0.06, -0.05), ("L", -0.06, 0.09), ("M", 0.06, -0.05), ("L", 0.06, 0.09), ("M", 0, -0.05), ("L", 0, 0.09)), None, iron, 0.010, "line")]


def letter() -> list[Shape]:
    paper = rgba("#f2e6c9")
    return [Shape(box(0, 0.085, 0.26, 0.17), _side(paper, 0.16), role="paper"),
            Shape((("M", -0.13, -0.085), ("L", 0, 0.015), ("L", 0.13, -0.085)), None, rgba("#b59f78"), 0.008, "line"),
            Shape((("M", -0.13, 0.085), ("L", -0.03, -0.005), ("M", 0.13, 0.085), ("L", 0.03, -0.005)), None, rgba("#cdb88f"), 0.006,
                  "line"), Shape(ellipse((0, 0.02), 0.032, 0.03), _round(rgba("#b3342f"), 0, 0.02, 0.03), role="paper")]


def key() -> list[Shape]:
    gold = rgba("#d9a63c")
    ring = ellipse((0, -0.075), 0.058, 0.052) + tuple(reversed_ring(0, -0.075, 0.032, 0.027))
    return [Shape(ring, _side(gold, 0.07), role="metal"), Shape(box(0, 0.125, 0.026, 0.16), _side(gold, 0.02), role="metal"),
            Shape(box(0.035, 0.111, 0.05, 0.022), gold, role="metal"), Shape(box(0.028, 0.072, 0.036, 0.02), gold, role="metal"),
            Shape(box(0, -0.013, 0.05, 0.018), mix(gold, rgba("#ffffff"), 0.3), role="metal")]


def reversed_ring(x: float, y: float, rx: float, ry: float) -> list[Command]:
    """An ellipse that runs the other way: a hole, by the non-zero rule."""
    k = 0.5522847498
    pts = [(1, 0), (1, -k), (k, -1), (0, -1), (-k, -1), (-1, -k), (-1, 0), (-1, k), (-k, 1), (0, 1), (k, 1), (1, k), (1, 0)]
    p = [(x + rx * a, y + ry * b) for a, b in pts]
    return [("M", *p[0]), *(("C", *p[i], *p[i + 1], *p[i + 2]) for i in (1, 4, 7, 10)), ("Z",)]


def book() -> list[Shape]:
    cover = rgba("#8f3f4a")
    return [Shape(polygon([(-0.10, -0.11), (0.10, -0.125), (0.12, 0.1), (-0.085, 0.125)]), mix(cover, rgba("#241a38"), 0.35), role="cloth"),
            Shape(polygon([(-0.09, -0.105), (0.105, -0.12), (0.118, 0.085), (-0.08, 0.11)]), rgba("#f0e4c8"), role="paper"),
            Shape(polygon([(-0.12, -0.115), (0.085, -0.125), (0.095, 0.09), (-0.105, 0.11)]), _side(cover, 0.13), role="cloth"),
            Shape(ellipse((-0.01, -0.01), 0.045, 0.05), None, rgba("#e3b95a"), 0.010, "line"),
            Shape(ellipse((-0.01, -0.01), 0.016, 0.018), rgba("#e3b95a"), role="line"),
            Shape((("M", -0.098, -0.112), ("L", -0.083, 0.108)), None, rgba("#e3b95a"), 0.008, "line")]


def flower() -> list[Shape]:
    petal = rgba("#e4607a")
    out = [Shape(blob([(0.0, 0.13), (0.015, 0.05), (0.0, -0.05)], closed=False), None, rgba("#4f7f45"), 0.014, "line"),
           Shape(ellipse((0.04, 0.05), 0.045, 0.017, -0.6), rgba("#5f9550"), role="leaf")]
    out += [Shape(ellipse((0.045 * math.cos(a), -0.07 + 0.045 * math.sin(a)), 0.04, 0.03, a), mix(petal, rgba("#ffffff"), 0.1 * (k % 2)),
                  role="leaf") for k, a in enumerate(2 * math.pi * i / 6 for i in range(6))]
    return [*out, Shape(ellipse((0, -0.07), 0.028, 0.028), _round(rgba("#f3c94f"), 0, -0.07, 0.03), role="leaf")]


def apple() -> list[Shape]:
    body = blob([(0, -0.05), (0.05, -0.075), (0.095, -0.03), (0.085, 0.05), (0.035, 0.1), (0, 0.09), (-0.035, 0.1), (-0.085, 0.05),
                 (-0.095, -0.03), (-0.05, -0.075)])
    return [Shape(body, _round(rgba("#cc3b36"), 0, 0, 0.1), role="fruit"),
            Shape(blob([(0, -0.055), (0.006, -0.09), (0.02, -0.12)], closed=False), None, rgba("#6b4630"), 0.014, "line"),
            Shape(ellipse((0.05, -0.1), 0.042, 0.018, -0.45), rgba("#6b9a4a"), role="leaf"),
            Shape(ellipse((-0.045, -0.025), 0.016, 0.026, 0.5), rgba("#ffffff", 0.6), role="eye")]


def bread() -> list[Shape]:
    crust = rgba("#c98a4b")
    out = [Shape(blob([(-0.13, 0.06), (-0.125, -0.02), (-0.06, -0.085), (0.06, -0.085), (0.125, -0.02), (0.13, 0.06), (0, 0.085)]),
                 _round(crust, 0, -0.01, 0.14), role="bread")]
    return out + [Shape(blob([(x - 0.02, -0.06 + 0.01 * abs(k)), (x + 0.006, -0.02), (x + 0.03, 0.02)], closed=False), None,
                        rgba("#f0d6a3"), 0.016, "line") for k, x in ((-1, -0.06), (0, 0.0), (1, 0.055))]


def bowl() -> list[Shape]:
    clay = rgba("#5f86a0")
    steam = [Shape(blob([(x, -0.07), (x + 0.018, -0.1), (x - 0.01, -0.13), (x + 0.012, -0.16)], closed=False), None, rgba("#ffffff", 0.55),
                   0.012, "line") for x in (-0.04, 0.04)]
    return [*steam, Shape((("M", -0.13, -0.03), ("C", -0.12, 0.07, -0.06, 0.1, 0, 0.1), ("C", 0.06, 0.1, 0.12, 0.07, 0.13, -0.03), ("Z",)),
                          _side(clay, 0.13), role="clay"),
            Shape(ellipse((0, -0.03), 0.13, 0.035), mix(clay, rgba("#ffffff"), 0.3), role="clay"),
            Shape(ellipse((0, -0.027), 0.11, 0.026), rgba("#d9924e"), role="shade"),
            Shape(box(0, 0.11, 0.09, 0.02), mix(clay, rgba("#241a38"), 0.3), role="clay")]


def map_() -> list[Shape]:
    paper, ink = rgba("#e9d6a8"), rgba("#8a6a45")
    return [Shape(polygon([(-0.14, -0.09), (-0.05, -0.105), (0.05, -0.085), (0.14, -0.1), (0.14, 0.09), (0.05, 0.105), (-0.05, 0.085),
                           (-0.14, 0.1)]), _side(paper, 0.16), role="paper"),
            Shape((("M", -0.05, -0.105), ("L", -0.05, 0.085), ("M", 0.05, -0.085), ("L", 0.05, 0.105)), None, mix(paper, ink, 0.4), 0.006, "line"),
            Shape(blob([(-0.11, 0.05), (-0.06, 0.0), (-0.01, 0.03), (0.04, -0.03), (0.08, -0.03)], closed=False), None, ink, 0.010, "line"),
            Shape((("M", 0.075, -0.055), ("L", 0.11, -0.02), ("M", 0.11, -0.055), ("L", 0.075, -0.02)), None, rgba("#c0392f"), 0.014,
                  "line"), Shape(blob([(-0.1, -0.05), (-0.075, -0.075), (-0.05, -0.045)], closed=False), None, ink, 0.008, "line")]


def star() -> list[Shape]:
    return [Shape(ellipse((0, 0), 0.30, 0.30), halo((0, 0), 0.30, rgba("#ffe9a0"), 0.75), role="glow"),
            Shape(blob(_star_points(5, 0.125, 0.06), tension=0.35), rgba("#ffe07a"), role="light"),
            Shape(blob(_star_points(5, 0.07, 0.034), tension=0.35), rgba("#fff6cf"), role="light")]


def moon() -> list[Shape]:
    pale, dark = rgba("#fff1c4"), rgba("#e2c98c")
    outer = [(0.125 * math.sin(a), -0.125 * math.cos(a)) for a in [math.pi * (0.08 - 1.16 * k / 12) for k in range(13)]]
    inner = [(0.078 + 0.1 * math.sin(a), -0.1 * math.cos(a)) for a in [math.pi * (-0.9 + 0.8 * k / 10) for k in range(11)]]
    return [Shape(ellipse((0, 0), 0.30, 0.30), halo((0, 0), 0.30, rgba("#ffe9a0"), 0.75), role="glow"),
            Shape(blob([*outer, *inner], tension=0.8), pale, role="light"),
            *[Shape(ellipse((x, y), r, r), dark, role="light") for x, y, r in ((-0.085, -0.02, 0.014), (-0.066, 0.045, 0.010), (-0.058, -0.065, 0.009))]]


def sword() -> list[Shape]:
    steel = rgba("#c9d2da")
    return [Shape(polygon([(-0.02, 0.06), (-0.02, -0.19), (0, -0.23), (0, 0.06)]), mix(steel, rgba("#ffffff"), 0.4), role="metal"),
            Shape(polygon([(0, 0.06), (0, -0.23), (0.02, -0.19), (0.02, 0.06)]), mix(steel, rgba("#2b3350"), 0.25), role="metal"),
            Shape(limb([(-0.07, 0.065), (0, 0.07), (0.07, 0.065)], [0.012, 0.016, 0.012]), rgba("#d9a63c"), role="metal"),
            Shape(box(0, 0.1475, 0.024, 0.075), rgba("#7a4630"), role="cloth"),
            Shape(ellipse((0, 0.155), 0.02, 0.02), rgba("#d9a63c"), role="metal")]


def umbrella() -> list[Shape]:
    cloth = rgba("#c8473f")
    out = [Shape((("M", 0, -0.22), ("L", 0, 0.1), ("C", 0, 0.15, 0.05, 0.15, 0.05, 0.11)), None, rgba("#6b4630"), 0.014, "line")]
    edges = (-0.24, -0.12, 0.0, 0.12, 0.24)
    for k in range(4):
        a, b = edges[k], edges[k + 1]
        panel = (("M", a, -0.1), ("C", a * 0.95, -0.2, a * 0.5, -0.27, 0, -0.28), ("C", b * 0.5, -0.27, b * 0.95, -0.2, b, -0.1),
                 ("C", b * 0.7 + a * 0.3, -0.125, a * 0.7 + b * 0.3, -0.125, a, -0.1), ("Z",))
        out.append(Shape(panel, mix(cloth, rgba("#ffffff" if k < 2 else "#241a38"), 0.14 * abs(1.5 - k)), role="cloth"))
    return out


def basket() -> list[Shape]:
    straw = rgba("#c79a5a")
    out = [Shape(blob([(-0.11, -0.02), (-0.09, -0.13), (0, -0.165), (0.09, -0.13), (0.11, -0.02)], closed=False), None,
                 mix(straw, rgba("#3a2418"), 0.25), 0.02, "line")]
    out += [Shape(ellipse((x, -0.03), 0.045, 0.04), _round(rgba(c), x, -0.03, 0.045), role="fruit")
            for x, c in ((-0.06, "#cc3b36"), (0.0, "#e3b341"), (0.06, "#7fa053"))]
    out.append(Shape((("M", -0.13, -0.02), ("L", 0.13, -0.02), ("C", 0.12, 0.06, 0.1, 0.09, 0.08, 0.1), ("L", -0.08, 0.1),
                      ("C", -0.1, 0.09, -0.12, 0.06, -0.13, -0.02), ("Z",)), _side(straw, 0.13), role="wood"))
    return out + [Shape((("M", -0.12, y), ("C", -0.05, y + 0.012, 0.05, y + 0.012, 0.12, y)), None, mix(straw, rgba("#3a2418"), 0.35),
                        0.009, "line") for y in (0.015, 0.045, 0.073)]


def flute() -> list[Shape]:
    wood = rgba("#a8713f")
    return [Shape(limb([(-0.15, 0.05), (0.15, -0.05)], [0.02, 0.016]), mix(wood, rgba("#ffffff"), 0.08), role="wood"),
            *[Shape(ellipse((-0.06 + 0.045 * k, 0.02 - 0.015 * k), 0.008, 0.008), rgba("#3a2418"), role="line") for k in range(5)],
            Shape(limb([(-0.15, 0.05), (-0.12, 0.04)], [0.024, 0.022]), rgba("#e3c07a"), role="wood")]


def gift() -> list[Shape]:
    paper, ribbon = rgba("#5f8fb0"), rgba("#e8574c")
    return [Shape(box(0, 0.11, 0.21, 0.16), _side(paper, 0.11), role="paper"),
            Shape(box(0, -0.025, 0.24, 0.05), mix(paper, rgba("#ffffff"), 0.2), role="paper"),
            Shape(box(0, 0.115, 0.035, 0.19), ribbon, role="cloth"),
            Shape(ellipse((-0.045, -0.1), 0.045, 0.026, 0.5), ribbon, role="cloth"),
            Shape(ellipse((0.045, -0.1), 0.045, 0.026, -0.5), mix(ribbon, rgba("#241a38"), 0.15), role="cloth"),
            Shape(ellipse((0, -0.085), 0.02, 0.02), mix(ribbon, rgba("#ffffff"), 0.2), role="cloth")]


def egg() -> list[Shape]:
    shell = rgba("#e6dcc2")
    out = [Shape(blob([(0, -0.14), (0.07, -0.08), (0.1, 0.03), (0.06, 0.11), (0, 0.13), (-0.06, 0.11), (-0.1, 0.03), (-0.07, -0.08)]),
                 _round(shell, 0, 0.0, 0.14), role="shell")]
    return out + [Shape(ellipse((x, y), r, r * 0.9), rgba("#7f9a8c", 0.8), role="shade")
                  for x, y, r in ((-0.04, -0.05, 0.016), (0.04, -0.02, 0.02), (-0.02, 0.05, 0.022), (0.055, 0.06, 0.013),
                                  (-0.065, 0.02, 0.012), (0.01, -0.1, 0.01))]


def gear() -> list[Shape]:
    brass = rgba("#c79a4b")
    points = []
    for k in range(40):
        a, r = 2 * math.pi * k / 40, 0.125 if (k // 2) % 2 else 0.1
        points.append((r * math.cos(a), r * math.sin(a)))
    return [Shape(polygon(points) + tuple(reversed_ring(0, 0, 0.05, 0.05)), _round(brass, 0, 0, 0.13), role="metal"),
            Shape(ellipse((0, 0), 0.078, 0.078), None, mix(brass, rgba("#3a2418"), 0.35), 0.009, "line")]


def seed() -> list[Shape]:
    husk = rgba("#9a6b3f")
    return [Shape(blob([(0, 0.0), (0.01, -0.06), (-0.005, -0.11)], closed=False), None, rgba("#6b9a4a"), 0.016, "line"),
            Shape(ellipse((0.045, -0.115), 0.05, 0.024, -0.5), rgba("#7fb356"), role="leaf"),
            Shape(ellipse((-0.04, -0.10), 0.036, 0.018, 0.5), rgba("#93c268"), role="leaf"),
            Shape(blob([(0, -0.03), (0.065, 0.03), (0.045, 0.1), (0, 0.12), (-0.045, 0.1), (-0.065, 0.03)]), _round(husk, 0, 0.04, 0.08),
                  role="wood"),
            Shape(blob([(0.0, -0.02), (0.02, 0.05), (0.0, 0.11)], closed=False), None, mix(husk, rgba("#2a180e"), 0.4), 0.007, "line")]


def teddy() -> list[Shape]:
    fur = rgba("#b58a5c")
    pale, dark = mix(fur, rgba("#ffffff"), 0.4), rgba("#33241f")
    out = [Shape(ellipse((x, y), r, r), _round(fur, x, y, r), role="cloth")
           for x, y, r in ((-0.06, 0.12, 0.035), (0.06, 0.12, 0.035), (-0.09, 0.03, 0.03), (0.09, 0.03, 0.03), (-0.06, -0.115, 0.03),
                           (0.06, -0.115, 0.03))]
    out += [Shape(ellipse((0, 0.06), 0.075, 0.075), _round(fur, 0, 0.06, 0.075), role="cloth"),
            Shape(ellipse((0, -0.06), 0.082, 0.073), _round(fur, 0, -0.06, 0.08), role="cloth"),
            Shape(ellipse((0, -0.04), 0.036, 0.028), pale, role="shade")]
    return out + [Shape(ellipse((x, -0.07), 0.010, 0.010), dark, role="line") for x in (-0.03, 0.03)] + [
        Shape(ellipse((0, -0.05), 0.011, 0.008), dark, role="line"), Shape(box(0.035, 0.0925, 0.035, 0.035), rgba("#c8574c"), role="shade")]


PROPS: dict[Prop, Callable[[], list[Shape]]] = {
    Prop.LANTERN: lantern, Prop.LETTER: letter, Prop.KEY: key, Prop.BOOK: book, Prop.FLOWER: flower, Prop.APPLE: apple, Prop.BREAD: bread, Prop.BOWL: bowl,
    Prop.MAP: map_, Prop.STAR: star, Prop.MOON: moon, Prop.SWORD: sword, Prop.UMBRELLA: umbrella, Prop.BASKET: basket, Prop.FLUTE: flute, Prop.GIFT: gift, Prop.EGG: egg,
    Prop.GEAR: gear, Prop.SEED: seed, Prop.TEDDY: teddy,
}
