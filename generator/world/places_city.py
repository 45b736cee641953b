"""The city street: two rows of tall houses that run to one point, a clock tower at the end of the street, lamps, trees, shops."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.world.frames import NEAR, bough, dusky
from generator.world.layers import HORIZON, Layer, Part, Site, foot, layer, sway, twinkle
from generator.world.light import halo
from generator.world.scenery import WIDE, across, down, lamp_post, pool, round_tree, tuft
from generator.world.shapes import Command, Point, Rgba, Shape, blob, box, ellipse, mix, polygon, rgba
from generator.world.sky import sky
from generator.world.weather import puddle_glints

EDGE, KERB = 1.9, 1.3  # from the middle of the street to the houses and to the pavement, on the stage line
DEPTHS = (0.14, 0.19, 0.27, 0.38, 0.54, 0.76, 0.97)  # where one house ends and the next begins
PAINTS = ("#d2906c", "#d8b377", "#8ea6ad", "#c47f78", "#dcc593", "#86a08c", "#b59a86")
SHOPS = ("#b8483f", "#3f7a78", "#c99a3c", "#5a5f95")
LAMPS = ((1.45, 0.84), (1.45, 0.5), (1.45, 0.33))


def seen(x: float, up: float, near: float) -> Point:
    """A point of the street at a depth: `x` and `up` as they would measure on the stage line."""
    return x * near, -HORIZON * (1.0 - near) - up * near


def city(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(141)
    rows = []
    for k, (far, near) in enumerate(pairwise(DEPTHS)):
        houses = [_house(site, side, (far, near), float(dice.uniform(1.9, 2.5)), (2 * k + (side > 0)) % 7) for side in (-1, 1)]
        trees = [round_tree(air, (side * EDGE * 0.8 * near, foot(near)), 1.05 * near, "#6f9a55", 1 - near, dice) for side in (-1, 1)] if k in (2, 3) else []
        lamps = [lamp_post(air, s * x * p, foot(p), 1.25 * p / 0.86, 1 - p) for s in (-1, 1) for x, p in LAMPS if far <= p < near]
        rows.append(layer((far + near) / 2, houses, trees, lamps))
    pools = [pool(s * x * p, foot(p), 0.75 * p, "#ffc873", 0.5 * air.glow) for s in (-1, 1) for x, p in LAMPS] if air.glow > 0.2 else []
    return [
        *sky(site),
        layer(0.08, _skyline(site)),
        layer(0.13, _clock_tower(site, 0.02 * site.hand, foot(0.13))),
        layer(0.1, _street(site), pools, ground=True),
        *rows[:4],
        layer(0.5, _bunting(site)),
        *rows[4:],
        layer(1.0, puddle_glints(site)),
        layer(NEAR, bough(site, -site.hand, 146), _flower_box(site)),
    ]


def _skyline(site: Site) -> list[Shape]:
    """Far roofs and domes on both sides of the street's end."""
    air, dice, y = site.air, site.dice(142), foot(0.08)
    out = []
    for k, x in enumerate(np.arange(-3.0, 3.1, 0.17)):
        w, h = float(dice.uniform(0.16, 0.24)), float(dice.uniform(0.16, 0.42))
        tone = air.paint(PAINTS[k % 7], 0.86)
        out.append(Shape(box(float(x), y, w, h), tone, role="far"))
        if k % 4 == 1:
            out.append(Shape(polygon([(x - w * 0.6, y - h), (float(x), y - h - 0.12), (x + w * 0.6, y - h)]), mix(tone, rgba("#5a4a66"), 0.25), role="far"))
        elif k % 5 == 2:
            out.append(Shape(ellipse((float(x), y - h), w * 0.4, w * 0.45), mix(tone, rgba("#4a6a76"), 0.3), role="far"))
    return out


def _clock_tower(site: Site, x: float, y: float) -> list[Shape | Part]:
    air = site.air
    stone, roof = air.paint("#cbb08e", 0.5), air.ground("#5c7687", 0.5)
    face = (x, y - 0.74)
    out: list[Shape | Part] = [
        Shape(box(x, y, 0.26, 0.92), across(air, stone, x, 0.13, 1.3), role="wall"), Shape(box(x, y - 0.58, 0.3, 0.03), mix(stone, rgba("#2a2440"), 0.25), role="wall"),
        Shape(box(x, y - 0.9, 0.31, 0.04), mix(stone, rgba("#2a2440"), 0.25), role="wall"),
        Shape(polygon([(x - 0.16, y - 0.94), (x, y - 1.24), (x + 0.16, y - 0.94)]), across(air, roof, x, 0.16, 1.2), role="roof"),
        Shape(box(x, y, 0.1, 0.2), mix(stone, rgba("#2a2440"), 0.5), role="shade"),
        Shape(ellipse(face, 0.1, 0.1), air.lamp("#f4ead0", "#ffe9ad", 0.3), mix(stone, rgba("#3a2f3a"), 0.5), 0.016, "light"),
        Shape((("M", *face), ("L", x, face[1] - 0.07), ("M", *face), ("L", x + 0.05, face[1] + 0.02)), None, air.paint("#3a3340", 0.3), 0.012, "line")]
    if air.glow > 0.3:
        out.append(Part((Shape(ellipse(face, 0.4, 0.4), halo(face, 0.4, rgba("#ffdf9a"), 0.5 * air.glow), role="glow"),), twinkle(0.8, 1.0, 3.1)))
    return out


def _quad(x: float, low: float, high: float, depths: tuple[float, float]) -> tuple[Command, ...]:
    """An upright piece of a wall along the street."""
    far, near = depths
    return polygon([seen(x, low, far), seen(x, high, far), seen(x, high, near), seen(x, low, near)])


def _between(depths: tuple[float, float], share: float) -> float:
    """The depth at a share of the way from the near end of a wall to its far end, foreshortened."""
    far, near = depths
    return 1.0 / (1.0 / near + share * (1.0 / far - 1.0 / near))


def _house(site: Site, side: int, depths: tuple[float, float], tall: float, k: int) -> list[Shape | Part]:
    """One house: the wall along the street, the front round the corner, a roof, windows, a shop below."""
    air, x = site.air, side * EDGE
    far, near = depths
    mist = 1.0 - (far + near) / 2
    paint = air.paint(PAINTS[k], mist * 0.8)
    lit = side * air.side < 0  # the light falls on the other side's walls
    wall = mix(paint, air.light().key, 0.14) if lit else mix(paint, rgba("#2a2348"), 0.26 * (1 - 0.5 * mist))
    front = mix(paint, rgba("#2a2348"), 0.1)
    roof = mix(air.ground("#75505a", mist * 0.8), rgba("#2a2348"), 0.0 if lit else 0.2)
    (cx, top), base = seen(x, tall, near), seen(x, 0.0, near)[1]
    out: list[Shape | Part] = [
        Shape(polygon([(cx, base), (cx, top), (side * WIDE, top), (side * WIDE, base)]), across(air, front, cx + side * 0.5, 1.2), role="wall"),
        *_windows(site, [_front_pane(cx, base, side, near, u, v) for u in (0.3, 0.75, 1.2, 1.65, 2.1) for v in _floors(tall)], mist, k, front),
        Shape(_quad(x, 0.0, tall, depths), wall, role="wall"),
        Shape(polygon([seen(x, tall, far), seen(x + side * 0.25, tall + 0.34, far), seen(x + side * 0.25, tall + 0.34, near), seen(x, tall, near)]), roof, role="roof"),
        Shape(_quad(x - side * 0.05, tall - 0.06, tall + 0.03, depths), mix(wall, rgba("#fff4e0"), 0.25), role="wall")]
    panes = [_wall_pane(x, depths, u, v) for u in (0.2, 0.5, 0.8) for v in _floors(tall)]
    return [*out, *_windows(site, panes, mist, k + 20, wall), *_shop(site, side, depths, mist, k)]


def _floors(tall: float) -> list[float]:
    return [float(v) for v in np.arange(0.78, tall - 0.3, 0.46)]


def _wall_pane(x: float, depths: tuple[float, float], u: float, v: float) -> tuple[Command, ...]:
    return _quad(x, v, v + 0.27, (_between(depths, u + 0.07), _between(depths, u - 0.07)))


def _front_pane(x: float, base: float, side: int, near: float, u: float, v: float) -> tuple[Command, ...]:
    return box(x + side * u * near, base - v * near, 0.2 * near, 0.27 * near)


def _windows(site: Site, panes: list[tuple[Command, ...]], mist: float, salt: int, wall: Rgba) -> list[Shape]:
    """The panes as two shapes: those with a light behind and those without."""
    air, dice = site.air, site.dice(150 + salt)
    lit: list[Command] = []
    unlit: list[Command] = []
    for pane in panes:
        (lit if float(dice.uniform(0, 1)) < 0.55 else unlit).extend(pane)
    frame = mix(wall, rgba("#fff4e0"), 0.3)
    tones = ((unlit, mix(air.paint("#5f7383", mist), wall, 0.2)), (lit, air.lamp("#7890a0", "#ffd585", mist * 0.8)))
    return [Shape(tuple(path), tone, frame, 0.014 * (1 - 0.8 * mist), "pane") for path, tone in tones if path]


def _shop(site: Site, side: int, depths: tuple[float, float], mist: float, k: int) -> list[Shape | Part]:
    """A shop window, a door and a striped awning along the pavement, and the same round the corner."""
    air, x = site.air, side * EDGE
    glass, cloth, cream = air.lamp("#8aa3ad", "#ffdf9c", mist * 0.7), air.paint(SHOPS[k % 4], mist * 0.8), air.paint("#f1e6d2", mist * 0.8)
    wood = air.paint("#5d4038", mist * 0.8)
    far, near = depths
    cx, base = seen(x, 0.0, near)
    out: list[Shape | Part] = [
        Shape(_quad(x, 0.08, 0.5, (_between(depths, 0.62), _between(depths, 0.1))), glass, wood, 0.022 * near, "pane"),
        Shape(_quad(x, 0.0, 0.52, (_between(depths, 0.9), _between(depths, 0.74))), wood, role="wood"),
        Shape(box(cx + side * 0.62 * near, base - 0.08 * near, 0.7 * near, 0.4 * near), glass, wood, 0.022 * near, "pane"),
        Shape(box(cx + side * 1.25 * near, base, 0.26 * near, 0.52 * near), wood, role="wood")]
    for j in range(6):
        a, b = _between(depths, j / 6), _between(depths, (j + 1) / 6)
        out.append(Shape(polygon([seen(x, 0.68, a), seen(x, 0.68, b), seen(x - side * 0.26, 0.52, b), seen(x - side * 0.26, 0.52, a)]),
                         cloth if j % 2 else cream, role="cloth"))
        u, v = cx + side * 0.25 * near * j, cx + side * 0.25 * near * (j + 1)
        out.append(Shape(polygon([(u, base - 0.68 * near), (v, base - 0.68 * near), (v, base - 0.54 * near), (u, base - 0.54 * near)]),
                         cloth if j % 2 else cream, role="cloth"))
    if air.glow > 0.3:
        at = seen(x, 0.3, (far + near) / 2)
        out.append(Part((Shape(ellipse(at, 0.55 * near, 0.4 * near), halo(at, 0.55 * near, rgba("#ffcf80"), 0.4 * air.glow), role="glow"),),
                        twinkle(0.8, 1.0, 3.7, x * near)))
    return out


def _street(site: Site) -> list[Shape]:
    """Cobbles, pavements and rails that run to the end of the street, and a crossing before the stage."""
    air, far = site.air, 0.1
    top = foot(far)

    def strip(a: float, b: float, color: Rgba, near: float = 3.4) -> Shape:
        return Shape(polygon([seen(a, 0.0, far), seen(b, 0.0, far), seen(b, 0.0, near), seen(a, 0.0, near)]), color, role="shade")

    stone, path, kerb = air.ground("#77747f"), air.ground("#c9bfb0", 0.1), air.ground("#98918c", 0.1)
    out = [Shape(polygon([(-2 * WIDE, top), (2 * WIDE, top), (2 * WIDE, 4), (-2 * WIDE, 4)]), down(air.ground("#a8a3a0", 0.5), stone, top, 0.6), role="ground")]
    for s in (-1, 1):
        out += [strip(s * KERB, s * 12.0, path), strip(s * KERB, s * (KERB - 0.05), kerb)]
        out += [strip(s * 0.34, s * 0.37, mix(stone, rgba("#2a2440"), 0.3))]
    for near in (0.3, 0.4, 0.52, 0.66, 0.8, 0.94):  # joints of the pavement
        y = foot(near)
        out += [Shape(polygon([(s * KERB * near, y), (s * 9, y), (s * 9, y + 0.008), (s * KERB * near, y + 0.008)]), kerb, role="shade") for s in (-1, 1)]
    for k in range(-3, 4):
        out.append(Shape(polygon([seen(0.36 * k - 0.1, 0.0, 1.14), seen(0.36 * k + 0.1, 0.0, 1.14), seen(0.36 * k + 0.1, 0.0, 1.5), seen(0.36 * k - 0.1, 0.0, 1.5)]),
                         air.ground("#e3ddd0", 0.0, 0.6), role="shade"))
    return out


def _bunting(site: Site) -> list[Shape | Part]:
    """Lines of little flags across the street that swing in the wind."""
    air = site.air
    out: list[Shape | Part] = []
    for row, (y, half) in enumerate(((-1.02, 0.98), (-1.3, 1.02))):
        points = [(half * (k / 9 - 1), y + 0.16 * math.sin(math.pi * k / 18)) for k in range(19)]
        out.append(Shape(blob(points, closed=False), None, air.paint("#4a4048", 0.3), 0.008, "line"))
        for k, (x, at) in enumerate(points[1:-1]):
            color = air.paint(("#d2544a", "#e9c46a", "#5f97a0", "#f1e6d2")[(k + row) % 4], 0.25)
            flag = Shape(polygon([(x - 0.04, at), (x + 0.04, at), (x, at + 0.1)]), color, role="cloth")
            out.append(Part((flag,), sway(x, at, 0.22 * air.wind, 1.9 + 0.3 * row, 0.09 * k)))
    return out


def _flower_box(site: Site) -> list[Shape | Part]:
    """A stone box with flowers in one lower corner."""
    air, dice, side = site.air, site.dice(145), site.hand
    stone = dusky(site, "#8d8078", 0.45)
    green = mix(air.ground("#4d7a45"), rgba("#101a26"), 0.3)
    out: list[Shape | Part] = [tuft(air, (side * (1.55 + 0.2 * k), 0.12), 0.3, green, dice) for k in range(9)]
    if not air.white:
        out += [Shape(ellipse((side * (1.5 + 0.15 * k), -0.1 + 0.05 * (k % 2)), 0.05, 0.045), dusky(site, ("#e2574c", "#f0b8c8")[k % 2], 0.15), role="leaf")
                for k in range(12)]
    return [*out, Shape(box(side * 2.9, 1.4, 3.0, 1.3), stone, role="stone"), Shape(box(side * 2.9, 0.17, 3.06, 0.08), mix(stone, air.light().key, 0.15), role="stone")]
