"""Places by the water: seashore, lighthouse, harbor, open sea."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.world.frames import CLEAR, NEAR, boulders, undergrowth
from generator.world.layers import HORIZON, Layer, Matrix, Motion, Part, Site, bob, foot, layer, twinkle, wave
from generator.world.light import halo
from generator.world.places_wild import hills
from generator.world.scenery import WIDE, across, contact, door, down, gull, house, lamp_post, pool, rock, tuft, water, window
from generator.world.shapes import Command, Gradient, Point, Rgba, Shape, blob, box, ellipse, limb, mix, polygon, rgba
from generator.world.sky import sky
from generator.world.weather import puddle_glints
from storyboard.staging import Weather

SEA = ("#8fc3cf", "#2f7d94")


def swell(site: Site) -> float:
    """How high the sea goes."""
    return {Weather.STORM: 2.6, Weather.RAIN: 1.4}.get(site.air.weather, 1.0)


def waves(site: Site, near: float, height: float, salt: int, period: float = 3.6) -> Part:
    """One line of waves over the whole width: rolls to and fro and lifts; light crest, dark foot."""
    air, dice, y = site.air, site.dice(salt), foot(near)
    length = 0.34 + 0.5 * near
    n = int(2 * WIDE / length)
    height *= swell(site) ** 0.7
    points = []
    for k in range(n + 1):
        x = -WIDE + k * length
        points += [(x, y), (x + length * 0.5, y - height * float(dice.uniform(0.7, 1.15)))]
    body = mix(air.paint("#3f8fa3", 1 - near), air.heaven(0.5), 0.22)
    deep = mix(air.paint("#1f5f7a", 0.5 * (1 - near)), air.heaven(0.2), 0.18)
    path = (*blob(points, closed=False), ("L", WIDE, y + 1.2), ("L", -WIDE, y + 1.2), ("Z",))
    foam = mix(air.paint("#f2f7f6", 0.4 * (1 - near)), air.heaven(0.9), 0.2)
    crest = Shape(blob(points, closed=False), None, (*foam[:3], 210), 0.008 + 0.012 * near, "line")
    return Part((Shape(path, down(body, deep, y - height, y + 0.3), role="shade"), crest), _roll(length, height, period, salt * 0.37))


def _roll(length: float, height: float, period: float, phase: float) -> Motion:
    """Half a wave to and fro, lifting as it goes."""

    def motion(t: float) -> tuple[Matrix, float]:
        return (1.0, 0.0, 0.42 * length * wave(t, period * 1.6, phase), 0.0, 1.0, 0.4 * height * wave(t, period, phase + 0.2)), 1.0

    return motion


def seashore(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(171)
    sand = [Shape((*blob([(float(x), foot(0.62) + 0.02 * np.sin(x * 1.3 + site.seed % 5)) for x in np.arange(-WIDE, WIDE + 0.1, 0.7)],
                         closed=False), ("L", WIDE, 4.0), ("L", -WIDE, 4.0), ("Z",)),
                  down(air.ground("#e9d3a2", 0.15), air.ground("#cfa871"), foot(0.62), 0.55), role="ground")]
    wet = [Shape((*blob([(float(x), foot(0.62) - 0.012 + 0.02 * np.sin(x * 1.3 + site.seed % 5))
                         for x in np.arange(-WIDE, WIDE + 0.1, 0.7)], closed=False), ("L", WIDE, foot(0.62) + 0.10),
                  ("L", -WIDE, foot(0.62) + 0.10), ("Z",)), mix(air.paint("#a78f6c", 0.15), air.heaven(0.8), 0.3), role="shade")]
    shells = [Shape(ellipse((float(dice.uniform(-3, 3)), float(dice.uniform(-0.08, 0.35))), 0.03, 0.018),
                    air.paint(str(dice.choice(["#f3e4d2", "#d99a8a", "#c9b7c9"]))), role="shade") for _ in range(14)]
    hand = site.hand
    sail = Part(boat(site, (hand * 0.1, foot(0.14) + 0.01), 0.4, "#b5443a", 0.5, True), bob(0.008, 3.0, 0.1, 0.02, 0.03, (hand * 0.1, foot(0.14))))
    return [
        *sky(site),
        layer(0.05, _headland(site, 2.0 * hand)),
        layer(0.02, water(site, foot(0.0), foot(0.7), SEA, 0.75), ground=True),
        layer(0.14, sail),
        layer(0.3, waves(site, 0.3, 0.02, 172)),
        layer(0.45, waves(site, 0.45, 0.03, 173, 3.2)),
        layer(0.02, wet, sand, ground=True),
        layer(0.62, _surf(site)),
        layer(0.6, _pier(site, hand)),
        layer(0.8, _beached(site, -hand * 1.34, foot(0.8))),
        layer(0.85, [rock(air, (hand * float(dice.uniform(1.4, 3.4)), foot(0.85)), float(dice.uniform(0.2, 0.34)), 0.08, dice, "#8d8589") for _ in range(3)]),
        layer(1.0, _gulls(site), shells, [tuft(air, (s * float(dice.uniform(1.2, 2.8)), -0.02), 0.2, air.ground("#9aa35f"), dice) for s in (-1, 1, -1)], puddle_glints(site)),
        layer(NEAR, undergrowth(site, "#8f9450", 175, 0.62)),
    ]


def _pier(site: Site, side: int) -> list[Shape]:
    """A wooden pier that runs out from one side to the deep water."""
    air, out = site.air, []
    wood = air.paint("#8a6a50", 0.25)
    dark = mix(wood, rgba("#241c30"), 0.35)
    for k in range(7):
        near = 0.84 / (1 + 0.3 * k)
        for x in (1.95, 2.45):
            out.append(Shape(box(side * x * near, foot(near) + 0.1 * near, 0.07 * near, 0.42 * near), dark, role="wood"))
    far, near = 0.3, 1.02
    deck = [(side * 1.9 * far, foot(far) - 0.22 * far), (side * 2.5 * far, foot(far) - 0.22 * far), (side * 2.5 * near, foot(near) - 0.22 * near),
            (side * 1.9 * near, foot(near) - 0.22 * near)]
    return [*out, Shape(polygon(deck), down(wood, mix(wood, rgba("#ffffff"), 0.12), -0.4, -0.2), role="wood"),
            Shape(polygon([deck[0], deck[3], (deck[3][0], deck[3][1] + 0.07), (deck[0][0], deck[0][1] + 0.02)]), dark, role="wood")]


def _beached(site: Site, x: float, y: float) -> list[Shape]:
    """A rowing boat drawn up on the sand, with its oar."""
    air, s = site.air, 1.0 if x > 0 else -1.0
    hull, band, inside = air.paint("#4a86a0", 0.1), air.paint("#f0e6d0", 0.1), mix(air.paint("#6d4f3c", 0.1), rgba("#1c1626"), 0.25)
    rim = [(x - s * 0.55, y - 0.3), (x - s * 0.2, y - 0.24), (x + s * 0.25, y - 0.26), (x + s * 0.62, y - 0.42)]
    body: tuple[Command, ...] = (("M", *rim[0]), ("C", x - s * 0.5, y - 0.04, x - s * 0.34, y, x - s * 0.2, y), ("L", x + s * 0.26, y), ("C", x + s * 0.45, y, x + s * 0.56, y - 0.2, *rim[3]),
            *blob(list(reversed(rim)), closed=False)[1:], ("Z",))
    hollow = blob([rim[0], (x - s * 0.15, y - 0.33), (x + s * 0.3, y - 0.35), rim[3], rim[2], rim[1]], tension=0.7)
    return [contact((x, y + 0.005), 0.55, 0.045, rgba("#1a1a38", 0.3)), Shape(hollow, inside, role="shade"),
            Shape(limb([(x - s * 0.3, y - 0.28), (x + s * 0.18, y - 0.56), (x + s * 0.3, y - 0.63)], [0.012, 0.012, 0.03]), air.paint("#b98a5a", 0.1), role="wood"),
            Shape(body, across(air, hull, x, 0.6, 1.2), role="wood"), Shape(blob(rim, closed=False), None, band, 0.035, "line"),
            Shape((("M", x - s * 0.46, y - 0.13), ("C", x - s * 0.2, y - 0.1, x + s * 0.3, y - 0.1, x + s * 0.5, y - 0.18)), None, band, 0.02, "line")]


def _gulls(site: Site) -> list[Part]:
    """White birds that beat their wings over the water."""
    tone, out = mix(site.air.paint("#ffffff"), rgba("#5a6478"), 0.25), []
    for k in range(4):
        x, y, s = site.hand * (-0.3 + 0.26 * k), -1.3 - 0.08 * ((k * 2) % 3), 0.06 - 0.008 * k
        out.append(gull((x, y), s, 0.7, (tone, 0.013), 0.3 * k))
    return out


def _headland(site: Site, x: float) -> list[Shape]:
    air, y = site.air, foot(0.0)
    s = 1.0 if x > 0 else -1.0
    rockc = air.paint("#9a948f", 0.9)
    return [Shape(blob([(x - s * 1.3, y + 0.02), (x - s * 0.9, y - 0.1), (x - s * 0.5, y - 0.28), (x + s * 0.4, y - 0.4),
                        (x + s * 3.5, y - 0.5), (x + s * 3.5, y + 0.02)], tension=0.7), across(air, rockc, x, 1.4), role="far")]


def _surf(site: Site) -> list[Part]:
    """Foam that runs up the sand and back."""
    air, out = site.air, []
    for k in range(3):
        y = foot(0.62) + 0.018 * k
        points = [(float(x), y + 0.016 * np.sin(x * 2.1 + 1.7 * k)) for x in np.arange(-WIDE, WIDE, 0.35)]
        foam = (*mix(air.paint("#ffffff"), air.heaven(0.9), 0.25)[:3], 215 - 55 * k)
        out.append(Part((Shape(blob(points, closed=False), None, foam, 0.026 - 0.006 * k, "line"),), bob(0.02, 3.4, 0.2 * k, 0.10)))
    return out


def lighthouse(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(181)
    x = 0.12 * site.hand
    return [
        *sky(site),
        layer(0.05, _headland(site, -2.2 * site.hand)),
        layer(0.02, water(site, foot(0.0), foot(0.75), SEA, 0.75), ground=True),
        layer(0.25, waves(site, 0.25, 0.02, 182), waves(site, 0.34, 0.03, 183)),
        layer(0.5, _beams(site, x, foot(0.5)), _rocky_isle(site, x, foot(0.5)), _light_tower(site, x, foot(0.5) - 0.16),
              house(air, (x + 0.42 * site.hand, foot(0.5) - 0.13), 0.3, ("#e8dcc6", "#8c4a45"), 0.4, dice)),
        layer(0.56, waves(site, 0.56, 0.04, 184, 3.0)),
        layer(0.7, _cliff_edge(site), ground=True),
        layer(0.8, _rope_fence(site)),
        layer(0.9, [rock(air, (s * float(dice.uniform(1.2, 3.4)), foot(0.9)), float(dice.uniform(0.2, 0.4)), 0.05, dice, "#7b7a80") for s in (-1, 1, -1, 1)]),
        layer(1.0, [tuft(air, (float(dice.uniform(-3, 3)), float(dice.uniform(-0.05, 0.0))), 0.14, air.ground("#6d8a55"), dice)
                    for _ in range(10)], puddle_glints(site)),
        layer(NEAR, undergrowth(site, "#5f8048", 186, 0.42, "#e8e0f0"), boulders(site, "#5d5f6b")),
    ]


def _rope_fence(site: Site) -> list[Shape]:
    """Posts with a rope along the edge of the cliff, open where the path goes down."""
    air, y, out = site.air, foot(0.74), []
    wood, rope = air.paint("#7a5b43", 0.15), air.paint("#d9c49a", 0.15)
    for side in (-1, 1):
        xs = [side * (0.5 + 0.55 * k) for k in range(9)]
        out += [Shape(box(x, y, 0.05, 0.27), across(air, wood, x, 0.03), role="wood") for x in xs]
        slack: list[Command] = []
        for a, b in pairwise(xs):
            slack += [("M", a, y - 0.23), ("C", a + (b - a) * 0.3, y - 0.14, a + (b - a) * 0.7, y - 0.14, b, y - 0.23)]
        out.append(Shape(tuple(slack), None, rope, 0.016, "line"))
    return out


def _cliff_edge(site: Site) -> list[Shape]:
    air, y = site.air, foot(0.7)
    edge = [(float(x), y + 0.02 * np.sin(2.3 * x + site.seed % 7) + 0.012 * np.sin(5.1 * x)) for x in np.arange(-WIDE, WIDE + 0.1, 0.4)]
    lower = [(px, py + 0.05) for px, py in edge]
    return [Shape((*blob(edge, closed=False, tension=0.4), ("L", WIDE, 4.0), ("L", -WIDE, 4.0), ("Z",)), air.ground("#6e6a70", 0.1), role="shade"),
            Shape((*blob(lower, closed=False), ("L", WIDE, 4.0), ("L", -WIDE, 4.0), ("Z",)),
                  down(air.ground("#8fa468", 0.06), air.ground("#50743f"), y, 0.6), role="ground")]


def _rocky_isle(site: Site, x: float, y: float) -> list[Shape]:
    air = site.air
    stone = air.paint("#77757e", 0.4)
    return [Shape(blob([(x - 0.95, y + 0.03), (x - 0.7, y - 0.08), (x - 0.42, y - 0.2), (x, y - 0.22), (x + 0.38, y - 0.17),
                        (x + 0.7, y - 0.05), (x + 0.95, y + 0.03)], tension=0.7), across(air, stone, x, 0.9, 1.3), role="stone")]


def _light_tower(site: Site, x: float, y: float) -> list[Shape | Part]:
    """The tower with red bands, a gallery and the lamp."""
    air, h = site.air, 0.9
    white, red, dark = air.paint("#f2ebdd", 0.3), air.paint("#c4463c", 0.3), air.paint("#3b4250", 0.3)

    def half(s: float) -> float:
        return 0.19 - 0.075 * s

    out: list[Shape | Part] = []
    bounds = (0.0, 0.22, 0.42, 0.62, 0.8)
    for k in range(4):
        a, b = bounds[k], bounds[k + 1]
        quad = polygon([(x - half(a), y - h * a), (x + half(a), y - h * a), (x + half(b), y - h * b), (x - half(b), y - h * b)])
        out.append(Shape(quad, across(air, white if k % 2 else red, x, 0.19, 1.4), role="wall"))
    top = y - h * 0.8
    glass = air.lamp("#c9d8dc", "#fff1b8", 0.2)
    out += [Shape(box(x, top + 0.02, 0.34, 0.05), dark, role="iron"), Shape(box(x, top - 0.03, 0.17, 0.17), glass, dark, 0.015, "light"),
            Shape(polygon([(x - 0.14, top - 0.19), (x, top - 0.33), (x + 0.14, top - 0.19)]), across(air, red, x, 0.14), role="roof")]
    for s in (0.3, 0.55):
        out += window(air, (x + 0.02, y - h * s), (0.06, 0.1), 0.3, arch=True)
    out += door(air, (x, y), (0.1, 0.2), "#5b4236", 0.3)
    if air.glow > 0.2:
        out.append(Part((Shape(ellipse((x, top - 0.1), 0.8, 0.8), halo((x, top - 0.1), 0.8, rgba("#ffe9a3"), 0.85 * air.glow),
                               role="glow"),), twinkle(0.7, 1.0, 2.4)))
    return out


def _beams(site: Site, x: float, y: float) -> list[Part]:
    """Two beams that sweep round: they shorten and lengthen as the lamp turns."""
    air = site.air
    if air.glow < 0.2:
        return []
    top = y - 0.16 - 0.9 * 0.8 - 0.11
    out = []
    for side in (-1, 1):
        fill = Gradient("linear", (x, top), (x + side * 4.5, top), ((0.0, rgba("#fff0bd", 0.62 * air.glow)), (1.0, rgba("#fff0bd", 0.0))))
        shape = Shape(polygon([(x, top - 0.03), (x + side * 4.5, top - 0.62), (x + side * 4.5, top + 0.42), (x, top + 0.03)]), fill, role="glow")
        out.append(Part((shape,), _sweep(x, side)))
    return out


def _sweep(x: float, side: int) -> Motion:
    def motion(t: float) -> tuple[Matrix, float]:
        turn = wave(t, 5.5, 0.25 if side > 0 else 0.75)
        return (turn, 0.0, x - turn * x, 0.0, 1.0, 0.0), 0.55 + 0.45 * abs(turn)

    return motion


def boat(site: Site, at: Point, size: float, hull: str, far: float, sail: bool = False) -> tuple[Shape, ...]:
    """A fishing boat with a mast; with or without its sail."""
    x, y = at
    air = site.air
    wood, band = air.paint(hull, far), air.paint("#f0e6d0", far)
    s = size
    body = (("M", x - 0.62 * s, y - 0.28 * s), ("C", x - 0.5 * s, y + 0.06 * s, x - 0.3 * s, y + 0.08 * s, x, y + 0.08 * s),
            ("C", x + 0.35 * s, y + 0.08 * s, x + 0.52 * s, y + 0.02 * s, x + 0.7 * s, y - 0.34 * s),
            ("C", x + 0.4 * s, y - 0.2 * s, x - 0.3 * s, y - 0.2 * s, x - 0.62 * s, y - 0.28 * s), ("Z",))
    rim = blob([(x - 0.62 * s, y - 0.28 * s), (x - 0.2 * s, y - 0.21 * s), (x + 0.3 * s, y - 0.22 * s), (x + 0.7 * s, y - 0.34 * s)], closed=False)
    out = [Shape((("M", x, y - 0.2 * s), ("L", x, y - 1.35 * s)), None, air.paint("#6a4d3a", far), 0.035 * s, "line"),
           Shape((("M", x - 0.45 * s, y - 0.3 * s), ("L", x, y - 1.3 * s), ("L", x + 0.55 * s, y - 0.35 * s)), None,
                 air.paint("#55433c", far), 0.01 * s, "line")]
    if sail:
        canvas = (("M", x + 0.04 * s, y - 1.25 * s), ("C", x + 0.42 * s, y - 0.95 * s, x + 0.5 * s, y - 0.6 * s, x + 0.46 * s,
                                                      y - 0.38 * s), ("L", x + 0.04 * s, y - 0.34 * s), ("Z",))
        out.append(Shape(canvas, across(air, air.paint("#efe0c2", far), x + 0.2 * s, 0.3 * s), role="cloth"))
    else:
        out.append(Shape(box(x - 0.22 * s, y - 0.2 * s, 0.3 * s, 0.22 * s), across(air, band, x - 0.2 * s, 0.2 * s), role="wall"))
        out += window(air, (x - 0.22 * s, y - 0.27 * s), (0.1 * s, 0.1 * s), far)
    return (*out, Shape(body, across(air, wood, x, 0.7 * s), role="wood"), Shape(rim, None, band, 0.035 * s, "line"))


def harbor(site: Site) -> list[Layer]:
    """Gabled houses in a row behind the boats, a quay that runs to one point, lamps, barrels, a bollard at hand."""
    air, hand = site.air, site.hand
    hulls = ("#b5443a", "#3d6b8c", "#4f7f63", "#c58a3a")
    berths = ((-2.5, 0.36, 0.4), (0.62, 0.34, 0.36), (-0.62, 0.4, 0.46), (2.4, 0.4, 0.5), (-1.42, 0.55, 0.8), (0.12, 0.5, 0.66), (1.5, 0.58, 0.82), (3.4, 0.58, 0.9), (-3.3, 0.55, 0.85))
    boats = [(near, Part(boat(site, (hand * x, foot(near) + 0.02), size, hulls[k % 4], 1 - near, k % 2 == 1),
                         bob(0.012 * swell(site), 2.6 + 0.3 * k, 0.21 * k, 0.01, 0.03 * swell(site), (hand * x, foot(near))))) for k, (x, near, size) in enumerate(berths)]
    lamps = (-1.5, 1.5)
    return [
        *sky(site),
        layer(0.06, hills(site, 0.06, 0.62, "#8aa6a8", 192, 1.2)),
        layer(0.16, _gables(site, 0.16)),
        layer(0.16, water(site, foot(0.16), foot(0.8), ("#8bbac2", "#2f7086"), 0.6), _mirrored(site), ground=True),
        layer(0.4, [part for near, part in boats if near <= 0.4]),
        layer(0.56, [part for near, part in boats if near > 0.4], waves(site, 0.6, 0.02, 193)),
        layer(0.72, _quay(site), ground=True),
        layer(0.84, [lamp_post(air, x, foot(0.84), 1.15) for x in lamps], _barrels(site)),
        layer(1.0, [pool(x, -0.03, 0.75, "#ffc873", 0.5 * air.glow) for x in lamps] if air.glow > 0.2 else [], _gulls(site), puddle_glints(site)),
        layer(NEAR, _bollard(site, hand * (CLEAR + 0.42)), _rigging(site, -hand)),
    ]


HOMES = ("#d98a6a", "#e8c98f", "#8fb0b5", "#cf6f62", "#f0dfbf", "#b58f9a", "#9ab58a")


def _gables(site: Site, near: float) -> list[Shape]:
    """Narrow houses side by side, each with its own gable and colour."""
    air, dice, y, x, k = site.air, site.dice(194), foot(near) + 0.01, -5.0, 0
    out: list[Shape] = []
    while x < 5.0:
        w, h = float(dice.uniform(0.24, 0.34)), float(dice.uniform(0.36, 0.56))
        wall = air.paint(HOMES[k % 7], 0.5)
        roof = air.ground(("#a65a48", "#6c5a6a", "#94503f")[k % 3], 0.5)
        cx, top = x + w / 2, y - h
        out.append(Shape(box(cx, y, w, h), across(air, wall, cx, w * 0.6), role="wall"))
        if k % 3 == 1:  # a stepped gable
            steps = [(cx - w / 2, top), (cx - w / 2, top - 0.06), (cx - w / 4, top - 0.06), (cx - w / 4, top - 0.13), (cx - w / 9, top - 0.13), (cx - w / 9, top - 0.19)]
            out.append(Shape(polygon([*steps, *((2 * cx - px, py) for px, py in reversed(steps))]), across(air, wall, cx, w * 0.6), role="wall"))
        else:
            out.append(Shape(polygon([(cx - w * 0.56, top + 0.01), (cx, top - w * 0.75), (cx + w * 0.56, top + 0.01)]), across(air, roof, cx, w * 0.6), role="roof"))
        for row in range(int(h / 0.16)):
            for dx in (-0.22, 0.22):
                pane = air.lamp("#5f7d8c", "#ffd585", 0.4) if float(dice.uniform(0, 1)) < 0.6 else air.paint("#5a6f80", 0.5)
                out.append(Shape(box(cx + dx * w, y - 0.1 - 0.15 * row, w * 0.2, 0.08), pane, mix(wall, rgba("#ffffff"), 0.35), 0.008, "pane"))
        x, k = x + w, k + 1
    return out


def _mirrored(site: Site) -> list[Part]:
    """The houses' colours in the water."""
    air, dice, out = site.air, site.dice(195), []
    for k in range(30):
        x, tone = -5.0 + 0.34 * k, (*air.paint(HOMES[k % 7], 0.5)[:3], 90)
        y = foot(0.16) + 0.012
        shape = Shape(polygon([(x, y), (x + 0.26, y), (x + 0.22, y + float(dice.uniform(0.05, 0.11))), (x + 0.05, y + 0.06)]), tone, role="haze")
        out.append(Part((shape,), bob(0.003, 2.4, 0.13 * k, 0.012)))
    return out


def _rigging(site: Site, side: int) -> list[Shape]:
    """The shrouds of a ship so near that only they are seen."""
    tone = mix(site.air.paint("#4a3a34"), rgba("#0e1018"), 0.4)
    top, out = (side * 2.0, -2.6), []
    feet = [(side * (CLEAR + 0.1 + 0.26 * k), 0.5) for k in range(4)]
    out += [Shape((("M", *top), ("L", *at)), None, tone, 0.022, "line") for at in feet]
    for k in range(11):
        u = 0.3 + 0.065 * k
        a, b = ((top[0] + (fx - top[0]) * u, top[1] + (fy - top[1]) * u) for fx, fy in (feet[0], feet[-1]))
        out.append(Shape((("M", *a), ("C", a[0] * 0.7 + b[0] * 0.3, a[1] + 0.02, a[0] * 0.3 + b[0] * 0.7, b[1] + 0.02, *b)), None, tone, 0.014, "line"))
    return out


def _quay(site: Site) -> list[Shape]:
    """Planks of the quay and its edge."""
    air, y = site.air, foot(0.72)
    out = [Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, 4), (-2 * WIDE, 4)]),
                 down(air.ground("#b39a7c", 0.12), air.ground("#7f664f"), y, 0.6), role="ground"),
           Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, y + 0.025), (-2 * WIDE, y + 0.025)]), air.ground("#5d4a3d", 0.1), role="shade")]
    gap = air.ground("#6a5342", 0.05)
    for k in range(-14, 15):
        out.append(Shape((("M", 0.34 * k * 0.72, y + 0.025), ("L", 0.34 * k * 3.1, 0.9)), None, (*gap[:3], 150), 0.010, "line"))
    return out


def _barrels(site: Site) -> list[Shape]:
    air, out = site.air, []
    for x, s in ((-1.78, 0.34), (-2.05, 0.28), (1.9, 0.34), (3.2, 0.34), (-3.4, 0.34)):
        y = foot(0.86)
        wood, iron = air.paint("#9a6b45", 0.05), air.paint("#4a4a55", 0.05)
        out.append(Shape(blob([(x - 0.38 * s, y), (x - 0.48 * s, y - 0.55 * s), (x - 0.38 * s, y - 1.1 * s), (x + 0.38 * s, y - 1.1 * s),
                               (x + 0.48 * s, y - 0.55 * s), (x + 0.38 * s, y)], tension=0.5), across(air, wood, x, 0.45 * s, 1.3),
                         role="wood"))
        out += [Shape((("M", x - 0.45 * s, y - h * s), ("C", x - 0.2 * s, y - (h - 0.06) * s, x + 0.2 * s, y - (h - 0.06) * s, x + 0.45 * s,
                                                        y - h * s)), None, iron, 0.06 * s, "line") for h in (0.25, 0.85)]
    return out


def _bollard(site: Site, x: float) -> list[Shape]:
    tone = mix(site.air.paint("#3d434f"), rgba("#0e1018"), 0.35)
    rope = mix(site.air.paint("#cdb07d"), rgba("#0e1018"), 0.35)
    loops = [Shape(ellipse((x, 0.3 + 0.05 * k), 0.19, 0.05), rope, mix(rope, rgba("#0e1018"), 0.4), 0.012, "cloth") for k in range(3)]
    return [Shape(box(x, 1.0, 0.28, 0.95), tone, role="iron"), *loops, Shape(ellipse((x, 0.06), 0.23, 0.09), mix(tone, site.air.light().key, 0.16), role="iron")]


def open_sea(site: Site) -> list[Layer]:
    """The deck of a small boat in front, the waves behind it; the deck stands, the sea goes."""
    air, dice = site.air, site.dice(201)
    side = site.hand
    far_boat = Part(boat(site, (-side * 0.1, foot(0.12)), 0.34, "#8c4a3e", 0.75, True), bob(0.012, 3.0, 0.1, 0.02, 0.05, (-side * 0.1, foot(0.12))))
    return [
        *sky(site),
        layer(0.02, water(site, foot(0.0), foot(1.2), SEA, 0.8), ground=True),
        layer(0.12, far_boat, _gulls(site), waves(site, 0.16, 0.014, 202)),
        layer(0.3, waves(site, 0.3, 0.03, 203, 3.4)),
        layer(0.5, waves(site, 0.5, 0.05, 204, 3.1)),
        layer(0.72, waves(site, 0.72, 0.075, 205, 2.8)),
        layer(0.86, _rail(site), _life_ring(site, side * 0.72, foot(0.86) - 0.19), _mast(site, side * 1.32)),
        layer(0.86, _deck(site), ground=True),
        layer(1.0, _coil(site, -side * 1.3), puddle_glints(site)),
        layer(NEAR, _rigging(site, -side)),
        layer(1.35,
              [Part((Shape(ellipse((float(dice.uniform(-2.4, 2.4)), 0.75), 0.5, 0.25),
                           (*mix(air.paint("#ffffff"), air.heaven(0.8), 0.3)[:3], 120), role="haze"),),
                    bob(0.08 * swell(site), 2.4, 0.3 * k, 0.1)) for k in range(4)]),
    ]


def _deck(site: Site) -> list[Shape]:
    air, y = site.air, foot(0.86)
    out = [Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, 4), (-2 * WIDE, 4)]),
                 down(air.ground("#c79f70", 0.05), air.ground("#8b6546"), y, 0.6), role="ground")]
    gap = air.ground("#6b4a35")
    out += [Shape((("M", 0.3 * k, y), ("L", 0.3 * k * 2.2, 0.9)), None, (*gap[:3], 160), 0.011, "line") for k in range(-16, 17)]
    return out


def _rail(site: Site) -> list[Shape]:
    air, y = site.air, foot(0.86)
    white, wood = air.paint("#efe4cd", 0.05), air.paint("#8a5e40", 0.05)
    out = [Shape(box(0.0, y, 2 * WIDE, 0.07), wood, role="wood")]
    out += [Shape(box(0.42 * k, y, 0.045, 0.36), across(air, white, 0.42 * k, 0.03), role="wood") for k in range(-14, 15)]
    out.append(Shape(box(0.0, y - 0.35, 2 * WIDE, 0.055), wood, role="wood"))
    return out


def _life_ring(site: Site, x: float, y: float) -> list[Shape]:
    """A ring of white and red on the rail."""
    air, r, wide = site.air, 0.13, 0.075
    white, red = air.paint("#f6f1e6", 0.05), air.paint("#cf4a3e", 0.05)
    bands = [(("M", x + r * math.cos(a - 0.4), y + r * math.sin(a - 0.4)), ("C", x + 1.06 * r * math.cos(a - 0.14), y + 1.06 * r * math.sin(a - 0.14),
              x + 1.06 * r * math.cos(a + 0.14), y + 1.06 * r * math.sin(a + 0.14), x + r * math.cos(a + 0.4), y + r * math.sin(a + 0.4)))
             for a in (math.pi * (0.25 + 0.5 * k) for k in range(4))]
    return [Shape(ellipse((x, y), r, r), None, mix(white, rgba("#2a2440"), 0.5), wide + 0.02, "line"), Shape(ellipse((x, y), r, r), None, white, wide, "line"),
            *(Shape(band, None, red, wide, "line") for band in bands)]


def _mast(site: Site, x: float) -> list[Shape | Part]:
    """The mast with its ropes, a sail furled on the boom, a lantern under it."""
    air, y = site.air, foot(0.86)
    wood, cloth, cord = air.paint("#7a5538", 0.05), air.paint("#efe2c8", 0.05), air.paint("#5a473a", 0.05)
    s = 1.0 if x < 0 else -1.0
    end, boom = x + s * 1.05, -1.28
    bulges = tuple(c for k in range(5) for c in ellipse((x + s * (0.13 + 0.195 * k), boom - 0.075 + 0.006 * k), 0.125, 0.085 - 0.007 * k))
    ties = tuple(c for k in range(1, 5) for c in (("M", x + s * (0.033 + 0.195 * k), boom - 0.13), ("L", x + s * (0.033 + 0.195 * k), boom + 0.03)))
    lamp = (x + s * 0.34, boom + 0.26)
    out: list[Shape | Part] = [Shape((("M", x, -3.6), ("L", end, boom - 0.04), ("M", x, -3.4), ("L", x - s * 1.2, y - 0.34)), None, cord, 0.013, "line"),
                               Part((Shape(bulges, down(mix(cloth, air.light().key, 0.25), mix(cloth, rgba("#5a5068"), 0.22), boom - 0.16, boom), role="cloth"),
                                     Shape(limb([(x, boom + 0.02), (end, boom - 0.01)], [0.035, 0.025]), across(air, wood, x + s * 0.5, 0.6), role="wood"),
                                     Shape(ties, None, cord, 0.016, "line")), bob(0.006, 2.8)),
                               Shape(limb([(x, y), (x, -1.5), (x, -4.0)], [0.065, 0.055, 0.04]), across(air, wood, x, 0.07), role="wood"),
                               Shape((("M", lamp[0], boom), ("L", lamp[0], lamp[1] - 0.06)), None, cord, 0.012, "line"),
                               Shape(ellipse(lamp, 0.05, 0.07), air.lamp("#c4c9c6", "#ffdf94"), air.paint("#3b3a40"), 0.015, "light")]
    if air.glow > 0.2:
        out.append(Part((Shape(ellipse(lamp, 0.7, 0.7), halo(lamp, 0.7, rgba("#ffcf7d"), 0.7 * air.glow), role="glow"),), twinkle(0.8, 1.0, 2.7)))
    return out


def _coil(site: Site, x: float) -> list[Shape]:
    air = site.air
    rope: Rgba = air.paint("#cdb07d")
    return [Shape(ellipse((x, -0.02 - 0.03 * k), 0.2 - 0.02 * k, 0.05), mix(rope, rgba("#3a2a2a"), 0.12 * (k % 2)), air.paint("#8a6d47"),
                  0.008, "cloth") for k in range(3)]


__all__ = ["HORIZON", "boat", "harbor", "lighthouse", "open_sea", "seashore", "waves"]
