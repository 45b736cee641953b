"""Where people live out of doors: village, city street, castle."""

from __future__ import annotations

import numpy as np

from generator.world.frames import LOW, NEAR, bough, boulders, undergrowth
from generator.world.layers import Layer, Matrix, Motion, Part, Site, about, foot, layer, sway, wave
from generator.world.places_wild import grasses, hills
from generator.world.scenery import (
    across,
    door,
    down,
    flowers,
    house,
    lamp_post,
    meadow_ground,
    pine,
    pool,
    road,
    round_tree,
    tuft,
    window,
)
from generator.world.shapes import Command, Point, Rgba, Shape, blob, box, ellipse, mix, polygon, rgba
from generator.world.sky import sky
from generator.world.weather import puddle_glints

WALLS = ("#e8d9bd", "#d9b99a", "#cfd3c4", "#e3c7a4", "#d8c9c9")
ROOFS = ("#b0563f", "#8c4a45", "#5f6f86", "#a8743f", "#6b7a55")


def village(site: Site) -> list[Layer]:
    """A lane that bends to the church between houses; the well at one side."""
    air, dice, hand = site.air, site.dice(131), site.hand
    far = [house(air, (float(x) + float(dice.uniform(-0.12, 0.12)), foot(0.3)), float(dice.uniform(0.36, 0.48)),
                 (str(dice.choice(WALLS)), str(dice.choice(ROOFS))), 0.6, dice) for x in np.arange(-5.5, 5.6, 0.72) if abs(x - 0.12 * hand) > 0.5]
    near = [house(air, (hand * x + float(dice.uniform(-0.06, 0.06)), foot(0.62)), float(dice.uniform(0.95, 1.15)),
                  (WALLS[int(dice.integers(5))], ROOFS[int(dice.integers(5))]), 0.22, dice) for x in (-4.6, -3.2, -1.98, 1.55, 2.9, 4.2)]
    wx = -hand * 1.32
    blooms = [] if air.white else [flowers(air, s * float(dice.uniform(1.0, 2.8)), -0.06, 0.09,
                                           str(dice.choice(["#e2574c", "#f3c95c", "#f4f0e6"])), dice) for s in (-1, 1) * 4]
    trees = [round_tree(air, (float(x), foot(0.28)), 0.5, "#7a9c58", 0.68, dice) for x in np.arange(-5.2, 5.3, 1.04) if abs(x) > 0.4]
    way = road(air, 0.16, "#dcc49a", 0.0, 0.5, 0.06 * hand)
    return [
        *sky(site),
        layer(0.08, hills(site, 0.08, 0.5, "#8fae9a", 132, 1.4)),
        layer(0.16, hills(site, 0.16, 0.26, "#97b478", 133, 1.0)),
        layer(0.22, _church(site, 0.12 * hand, foot(0.22))),
        layer(0.3, trees, far),
        layer(0.16, meadow_ground(site, 0.16, ("#a7bd6c", "#6d9450")), way, ground=True),
        layer(0.62, near),
        layer(0.84, _well(site, wx, foot(0.84)), lamp_post(air, hand * 1.5, foot(0.84), 0.95)),
        layer(1.0, grasses(site, "#6d9450", 9, 134, 0.1, (-0.08, 0.0)), blooms, _pools(site, hand * 1.5), puddle_glints(site)),
        layer(NEAR, bough(site, -hand, 136), _fence(site)),
    ]


def _church(site: Site, x: float, y: float) -> list[Shape]:
    """A small church with a spire at the end of the lane."""
    air, far = site.air, 0.55
    wall, roof = air.paint("#efe4cf", far), air.ground("#5f6f86", far)
    return [Shape(box(x + 0.2, y, 0.36, 0.28), across(air, wall, x + 0.2, 0.2), role="wall"),
            Shape(polygon([(x + 0.0, y - 0.27), (x + 0.1, y - 0.46), (x + 0.36, y - 0.46), (x + 0.42, y - 0.27)]), across(air, roof, x + 0.2, 0.22), role="roof"),
            Shape(box(x, y, 0.2, 0.56), across(air, wall, x, 0.12, 1.2), role="wall"),
            Shape(polygon([(x - 0.13, y - 0.55), (x, y - 1.02), (x + 0.13, y - 0.55)]), across(air, roof, x, 0.13, 1.2), role="roof"),
            *window(air, (x, y - 0.34), (0.06, 0.12), far, arch=True), *window(air, (x + 0.24, y - 0.08), (0.06, 0.12), far, arch=True),
            *door(air, (x, y), (0.08, 0.14), "#7a4b3a", far)]


def _pools(site: Site, x: float) -> list[Shape]:
    return pool(x, -0.03, 0.8, "#ffc873", 0.45 * site.air.glow) if site.air.glow > 0.2 else []


def _well(site: Site, x: float, y: float) -> list[Shape]:
    air = site.air
    stone, wood, roof = air.paint("#a39c94", 0.1), air.paint("#6d4f3c", 0.1), air.ground("#9a5642", 0.1)
    return [Shape(box(x - 0.2, y - 0.2, 0.035, 0.42), wood, role="wood"), Shape(box(x + 0.2, y - 0.2, 0.035, 0.42), wood, role="wood"),
            Shape(polygon([(x - 0.34, y - 0.55), (x - 0.1, y - 0.78), (x + 0.1, y - 0.78), (x + 0.34, y - 0.55)]), across(air, roof, x, 0.34), role="roof"),
            Shape(ellipse((x, y - 0.25), 0.25, 0.06), air.paint("#2f3440", 0.1), role="shade"),
            Shape((("M", x - 0.26, y - 0.26), ("L", x - 0.24, y), ("C", x - 0.2, y + 0.06, x + 0.2, y + 0.06, x + 0.24, y),
                   ("L", x + 0.26, y - 0.26), ("C", x + 0.2, y - 0.19, x - 0.2, y - 0.19, x - 0.26, y - 0.26), ("Z",)),
                  across(air, stone, x, 0.26), role="stone"),
            Shape((("M", x, y - 0.56), ("L", x, y - 0.36)), None, wood, 0.012, "line")]


def _fence(site: Site) -> list[Shape | Part]:
    """Pickets and grass in the lower corners."""
    air, dice = site.air, site.dice(135)
    color = mix(air.ground("#7b5f4a"), rgba("#15182a"), 0.3)
    out: list[Shape | Part] = []
    for side in (-1, 1):
        out += [Shape(polygon([(side * (LOW + 0.1 + 0.17 * k) - 0.045, 0.9), (side * (LOW + 0.1 + 0.17 * k) - 0.045, 0.14),
                               (side * (LOW + 0.1 + 0.17 * k), 0.07), (side * (LOW + 0.1 + 0.17 * k) + 0.045, 0.14),
                               (side * (LOW + 0.1 + 0.17 * k) + 0.045, 0.9)]), color, role="wood") for k in range(7)]
        out.append(Shape(box(side * (LOW + 0.62), 0.3, 1.3, 0.05), color, role="wood"))
        out.append(tuft(air, (side * (LOW + 0.05), 0.5), 0.25, mix(air.ground("#4a7a40"), rgba("#10222c"), 0.25), dice))
    return out


def castle(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(161)
    cx = 0.0
    trees = [pine(air, (float(x) + float(dice.uniform(-0.2, 0.2)), foot(0.6)), float(dice.uniform(0.6, 1.0)), 0.35, "#3c6a52")
             for x in np.arange(-4.8, 4.9, 0.8) if abs(x - cx) > 1.2]
    return [
        *sky(site),
        layer(0.05, hills(site, 0.05, 0.6, "#90a8b4", 162, 1.2)),
        layer(0.2, _hill(site, cx), _castle(site, cx, foot(0.2) - 0.28)),
        layer(0.3, hills(site, 0.3, 0.14, "#84a466", 163, 0.8)),
        layer(0.3, meadow_ground(site, 0.3, ("#9cb566", "#5d874a")), road(air, 0.3, "#d6bf94", cx, 0.46, 0.0), ground=True),
        layer(0.6, trees),
        layer(0.85, _wall(site)),
        layer(1.0, grasses(site, "#5f8f48", 14, 164, 0.11, (-0.1, 0.0)), puddle_glints(site)),
        layer(NEAR, undergrowth(site, "#4f8048", 168, 0.4, "#d9607a"), boulders(site, "#6d6a76")),
    ]


def _hill(site: Site, x: float) -> Shape:
    y = foot(0.2)
    return Shape(blob([(x - 3.2, y + 0.1), (x - 1.7, y - 0.12), (x - 0.85, y - 0.36), (x + 0.85, y - 0.36), (x + 1.8, y - 0.1),
                       (x + 3.3, y + 0.1)]), down(site.air.ground("#8aa87a", 0.7), site.air.ground("#9cba7e", 0.8), y - 0.4, y), role="far")


def _castle(site: Site, x: float, y: float) -> list[Shape | Part]:
    """Five towers and a wall with a gate; flags fly, windows glow."""
    air = site.air
    stone = air.paint("#cdbfb2", 0.42)
    roof = air.paint(mix(rgba(("#4f6c96", "#8f4f5c", "#5a7a6a")[site.seed % 3]), rgba("#eef2f6"), 0.6 * air.white), 0.4)
    out: list[Shape | Part] = []
    for dx, w, h in ((0.1, 0.24, 0.66), (-0.32, 0.2, 0.52), (0.46, 0.18, 0.46)):
        out += _tower(site, (x + dx, y), (w, h), stone, roof)
    out.append(Shape(box(x, y, 1.6, 0.3), across(air, stone, x, 0.9), role="stone"))
    teeth: list[Command] = []
    for i in range(12):
        teeth += box(x - 0.78 + 0.142 * i, y - 0.29, 0.07, 0.06)
    out.append(Shape(tuple(teeth), stone, role="stone"))
    for dx in (-0.85, 0.85):
        out += _tower(site, (x + dx, y), (0.24, 0.42), stone, roof)
    out += door(air, (x, y), (0.22, 0.24), "#5b4236", 0.5)
    return out


def _tower(site: Site, at: Point, size: tuple[float, float], stone: Rgba, roof: Rgba) -> list[Shape | Part]:
    """A round tower with a pointed roof and a flag."""
    (x, y), (w, h) = at, size
    air = site.air
    top = y - h
    flag = Shape(blob([(x, top - w * 1.75), (x + 0.1, top - w * 1.72 + 0.01), (x + 0.2, top - w * 1.66), (x + 0.09, top - w * 1.6),
                       (x, top - w * 1.55)], tension=0.6), air.paint("#d2544a", 0.35), role="cloth")
    wins = window(air, (x, y - h * 0.62), (w * 0.22, w * 0.4), 0.45, arch=True)
    return [Shape(box(x, y, w, h), across(air, stone, x, w * 0.6, 1.3), role="stone"),
            Shape(box(x, top, w * 1.2, 0.05), mix(stone, rgba("#2a2a48"), 0.18), role="stone"),
            Shape(polygon([(x - w * 0.68, top - 0.04), (x, top - w * 1.5), (x + w * 0.68, top - 0.04)]), across(air, roof, x, w * 0.7, 1.3), role="roof"),
            Shape((("M", x, top - w * 1.4), ("L", x, top - w * 1.78)), None, air.paint("#4a4350", 0.4), 0.012, "line"),
            Part((flag,), _flutter(x, top - w * 1.65, x)), *wins]


def _flutter(x: float, y: float, phase: float) -> Motion:
    """A flag: shears about its pole and shortens in the wind."""
    def motion(t: float) -> tuple[Matrix, float]:
        return about(x, y, 1.0 + 0.10 * wave(t, 0.9, phase), 0.0, 0.35 * wave(t, 1.1, phase + 0.3), 1.0), 1.0

    return motion


def _wall(site: Site) -> list[Shape | Part]:
    """Low ruined walls with ivy at both sides of the way."""
    air, dice = site.air, site.dice(166)
    stone = air.paint("#9a949a", 0.08)
    out: list[Shape | Part] = []
    for s in (-1, 1):
        y, x0, x1 = foot(0.85), s * 1.35, s * 4.6
        tops = [(x0 + (x1 - x0) * k / 6, y - 0.42 + float(dice.uniform(-0.08, 0.1)) - (0.12 if k else 0)) for k in range(7)]
        path: list[tuple[float, float]] = [(x0, y)]
        for k, (px, py) in enumerate(tops):
            path += [(px, py), (tops[min(k + 1, 6)][0], py)]
        path += [(x1, y)]
        out.append(Shape(polygon(path), down(mix(stone, air.light().key, 0.1), mix(stone, rgba("#26243e"), 0.25), y - 0.6, y), role="stone"))
        for _ in range(8):
            bx, by = x0 + (x1 - x0) * float(dice.uniform(0.02, 0.9)), y - float(dice.uniform(0.06, 0.36))
            out.append(Shape(box(bx, by, 0.16, 0.07), mix(stone, rgba("#2a2844"), float(dice.uniform(0.05, 0.2))), role="shade"))
        ivy = [(x0 + s * (0.05 + 0.1 * k), y - 0.4 + 0.05 * (k % 2)) for k in range(4)]
        out.append(Part(tuple(Shape(ellipse((px, py), 0.08, 0.10), air.ground("#557f45", 0.05), role="leaf") for px, py in ivy),
                        sway(x0, y, 0.02 * air.wind, 2.8, s * 0.2)))
    return out
