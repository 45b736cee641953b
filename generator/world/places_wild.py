"""Wild places: forest, meadow, mountain, desert, river. Each lays its layers out from the site's seed, far to near."""

from __future__ import annotations

import numpy as np

from generator.world.layers import HORIZON, Layer, Part, Site, drift, foot, layer, sway, twinkle
from generator.world.scenery import (
    WIDE,
    across,
    box,
    down,
    flowers,
    meadow_ground,
    peaks,
    pine,
    ridge,
    road,
    rock,
    round_tree,
    trunk,
    tuft,
    water,
)
from generator.world.shapes import Gradient, Shape, blob, ellipse, limb, mix, polygon, rgba
from generator.world.sky import sky
from generator.world.weather import puddle_glints


def hills(site: Site, near: float, height: float, color: str, salt: int, step: float = 0.9) -> Shape:
    """A ridge at a depth, lit on top and fading into haze below."""
    air, base = site.air, foot(near)
    top = air.ground(color, 1 - near)
    low = mix(top, air.paint(air.haze, 1.0), 0.35)
    return Shape(ridge(site.dice(salt), base, height, step), down(top, low, base - height, base + 0.05), role="far")


def grasses(site: Site, color: str, count: int, salt: int, size: float = 0.1, reach: tuple[float, float] = (-0.32, 0.0)) -> list[Part]:
    """Tufts over the ground behind the figures, larger the nearer."""
    air, dice = site.air, site.dice(salt)
    out = []
    for y in sorted(float(v) for v in dice.uniform(*reach, count)):
        nearness = 1.0 + y / HORIZON
        out.append(tuft(air, (float(dice.uniform(-3.6, 3.6)), y), size * (0.35 + 0.75 * nearness), air.ground(color, 0.6 * (1 - nearness)), dice))
    return out


def forest(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(41)
    rays = [_ray(site, k) for k in range(4)] if air.weather.value in ("clear", "cloudy") else []
    far_trees = [trunk(air, (x + float(dice.uniform(-0.12, 0.12)), foot(0.18)), (0.11, 4.0), 0.82) for x in np.arange(-5, 5, 0.42)]
    mid_trees = [trunk(air, (x + float(dice.uniform(-0.3, 0.3)), foot(0.5)), (float(dice.uniform(0.16, 0.24)), 4.4), 0.5) for x in np.arange(-5.5, 5.6, 1.05)]
    near_xs = [x + float(dice.uniform(-0.2, 0.2)) for x in (-4.9, -3.3, -1.75, 1.6, 3.2, 4.8)]
    near_trees = [trunk(air, (x, foot(0.84)), (float(dice.uniform(0.34, 0.48)), 5.0), 0.12) for x in near_xs]
    ground = meadow_ground(site, 0.15, ("#7fa05a", "#3f6b3f"))
    ferns = grasses(site, "#4c8a4a", 16, 43, 0.2)
    return [
        *sky(site, 0.0),
        layer(0.1, Shape(ridge(site.dice(42), foot(0.1), 1.5, 0.5, 0.4),
                         down(air.paint("#6f9a6a", 0.95), air.paint("#a9c49a", 0.9), -2.0, foot(0.1)), role="far")),
        layer(0.18, far_trees, _crown(site, -1.75, 0.75, 0.25, 44)),
        layer(0.5, mid_trees, _bushes(site, 0.5, "#4f7f4c", 45), _crown(site, -2.0, 0.45, 0.3, 46)),
        layer(0.15, ground, road(air, 0.15, "#c2a877", float(dice.uniform(-0.3, 0.3))), ground=True),
        layer(0.84, near_trees, _crown(site, -2.4, 0.12, 0.34, 47)),
        layer(0.9, rays),
        layer(1.0, ferns, puddle_glints(site)),
        layer(1.35, _frame_leaves(site, "#22412f", 48)),
    ]


def _ray(site: Site, k: int) -> Part:
    """A shaft of light that comes slanting from the light's side and breathes."""
    air = site.air
    x = (-1.9 + 1.1 * k) * (1 if air.side < 0 else -1)
    lean = 0.9 if air.side < 0 else -0.9
    color = rgba(air.key)
    level = 0.22 if not air.dark else 0.09
    fill = Gradient("linear", (0.0, -2.4), (0.0, 0.0), ((0.0, (*color[:3], round(255 * level))), (1.0, (*color[:3], 0))))
    shape = Shape(polygon([(x - 0.1, -2.6), (x + 0.18, -2.6), (x + lean + 0.45, 0.1), (x + lean - 0.1, 0.1)]), fill, role="glow")
    return Part((shape,), twinkle(0.45, 1.0, 3.4 + 0.6 * k, 0.3 * k))


def _crown(site: Site, y: float, far: float, size: float, salt: int) -> list[Part]:
    """The leaf roof above: heaps along a line that sway a little."""
    air, dice = site.air, site.dice(salt)
    color = air.ground("#4d8348", far)
    parts = []
    for i, x in enumerate(np.arange(-5.4, 5.5, size * 2.3)):
        r = size * float(dice.uniform(0.9, 1.5))
        points = [(x + r * 1.35 * np.cos(a) * float(dice.uniform(0.85, 1.15)), y - 0.5 * r + r * np.sin(a) * float(dice.uniform(0.8, 1.2)))
                  for a in np.linspace(0, 2 * np.pi, 10)[:-1]]
        points = [(float(px), float(py)) for px, py in points]
        shade = mix(color, rgba("#16303a"), 0.14 * (i % 3))
        fill = down(mix(shade, rgba("#10202e"), 0.25), mix(shade, air.light().key, 0.12), y - r * 1.5, y + r * 0.6)
        parts.append(Part((Shape(blob(points), fill, role="leaf"),
                           Shape(box(float(x), y - r, r * 2.6, 4.0), mix(shade, rgba("#10202e"), 0.25), role="shade")),
                          sway(float(x), y - 1.5, 0.02 * air.wind, 3.5, i * 0.13)))
    return parts


def _bushes(site: Site, near: float, color: str, salt: int) -> list[Part]:
    air, dice = site.air, site.dice(salt)
    parts = []
    for x in np.arange(-5.0, 5.1, 0.75):
        if float(dice.uniform(0, 1)) < 0.4:
            continue
        r, cx, y = float(dice.uniform(0.14, 0.26)), float(x) + float(dice.uniform(-0.2, 0.2)), foot(near)
        base = air.ground(color, 1 - near)
        points = [(cx - r * 1.5, y + 0.02), (cx - r * 1.2, y - r * 0.6), (cx - r * 0.4, y - r * 1.05), (cx + r * 0.5, y - r * 0.95),
                  (cx + r * 1.25, y - r * 0.5), (cx + r * 1.5, y + 0.02)]
        parts.append(Part((Shape(blob(points), across(air, base, cx, r * 1.5), role="leaf"),), sway(cx, y, 0.03 * air.wind, 2.9, cx * 0.2)))
    return parts


def _frame_leaves(site: Site, color: str, salt: int) -> list[Part]:
    """Dark leaves in the lower corners, before everything: the frame of the picture."""
    air, dice = site.air, site.dice(salt)
    tone = mix(air.ground(color), rgba("#0d1a24"), 0.3)
    parts = []
    for side in (-1, 1):
        for k in range(4):
            x, y = side * (1.75 + 0.34 * k), 0.42
            h = float(dice.uniform(0.3, 0.5))
            lean = -side * float(dice.uniform(0.02, 0.2))
            leaf = blob([(x - 0.10, y + 0.2), (x - 0.1 + lean * 0.5, y - h * 0.5), (x + lean, y - h), (x + 0.10 + lean * 0.5, y - h * 0.5),
                         (x + 0.10, y + 0.2)])
            parts.append(Part((Shape(leaf, mix(tone, rgba("#ffffff"), 0.02 * k), role="leaf"),), sway(x, y, 0.06 * air.wind, 2.6 + 0.3 * k, 0.17 * k)))
    return parts


def meadow(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(51)
    trees = [round_tree(air, (float(x), foot(0.42)), float(dice.uniform(0.5, 0.85)), str(dice.choice(["#6b9a4e", "#7fa653", "#5c8c52"])),
                        0.55, dice) for x in (-2.6 + float(dice.uniform(-0.5, 0.5)), -1.9, 1.5 + float(dice.uniform(-0.3, 0.6)), 3.4)]
    blooms = [flowers(air, float(dice.uniform(-3, 3)), float(dice.uniform(-0.2, 0.0)), float(dice.uniform(0.07, 0.12)),
                      str(dice.choice(["#e2574c", "#f3c95c", "#f4f0e6", "#b987c9"])), dice) for _ in range(16)]
    if air.white:
        blooms = []
    return [
        *sky(site),
        layer(0.06, hills(site, 0.06, 0.5, "#8fb0a0", 52, 1.5)),
        layer(0.14, hills(site, 0.14, 0.32, "#93b573", 53, 1.1)),
        layer(0.3, hills(site, 0.3, 0.2, "#9cc06a", 54, 1.8)),
        layer(0.42, trees),
        layer(0.3, meadow_ground(site, 0.3, ("#a9c765", "#5f9448")), ground=True),
        layer(1.0, grasses(site, "#5f9a48", 22, 55, 0.13), blooms, puddle_glints(site)),
        layer(1.3, [tuft(air, (side * (1.2 + 0.4 * k), 0.4), 0.34, mix(air.ground("#3e7440"), rgba("#10222c"), 0.2), dice, 7)
                    for side in (-1, 1) for k in range(3)]),
    ]


def mountain(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(61)
    pines = [pine(air, (float(x) + float(dice.uniform(-0.3, 0.3)), foot(0.5)), float(dice.uniform(0.5, 0.9)), 0.5, "#3d6657")
             for x in np.arange(-4.6, 4.7, 0.85) if float(dice.uniform(0, 1)) < 0.75]
    stones = [rock(air, (side * float(dice.uniform(1.3, 3.6)), foot(0.86)), float(dice.uniform(0.3, 0.6)), 0.1, dice, "#85828c") for side in (-1, 1, -1, 1)]
    return [
        *sky(site),
        layer(0.04, _peaks(site, 0.04, 1.35, "#7f93b8", 62, 1.5)),
        layer(0.12, _peaks(site, 0.12, 0.8, "#6d7f9c", 63, 1.0)),
        layer(0.25, hills(site, 0.25, 0.26, "#7d9683", 64, 0.7)),
        layer(0.5, pines),
        layer(0.25, meadow_ground(site, 0.25, ("#a8aa8e", "#77786f")), ground=True),
        layer(0.86, stones),
        layer(1.0, grasses(site, "#7d8a5c", 10, 65, 0.09),
              [rock(air, (float(dice.uniform(-3, 3)), 0.02 - 0.2 * k / 5), 0.07, 0.0, dice) for k in range(5)], puddle_glints(site)),
        layer(1.35, [rock(air, (side * 2.05, 0.75), 0.9, 0.0, dice, "#4f4d58") for side in (-1, 1)]),
    ]


def _peaks(site: Site, near: float, height: float, color: str, salt: int, step: float) -> list[Shape]:
    """Mountains: a lit and a shaded face, snow on the upper third."""
    air, base = site.air, foot(near)
    body = air.paint(color, 1 - near)
    snow = air.paint("#f4f6fa", (1 - near) * 0.6)
    shapes = []
    for left, top, right in peaks(site.dice(salt), base + 0.05, height, step):
        lit_face, dark_face = mix(body, air.light().key, 0.15), mix(body, rgba("#232a52"), 0.22)
        ridge_foot = (top[0] + 0.18 * (right[0] - top[0]), base + 0.05)
        bend = (top[0] + 0.02, (top[1] + base) / 2)
        faces = (([left, top, bend, ridge_foot], lit_face if air.side < 0 else dark_face),
                 ([ridge_foot, bend, top, right], dark_face if air.side < 0 else lit_face))
        for points, tone in faces:
            shapes.append(Shape(polygon(points), down(tone, mix(tone, air.paint(air.haze, 1.0), 0.5), top[1], base), role="far"))
        cut = 0.34
        la, ra = _along(top, left, cut), _along(top, right, cut)
        mid = (top[0] + 0.01, top[1] + (base - top[1]) * cut * 0.75)
        cap = [top, ra, (ra[0] * 0.6 + mid[0] * 0.4, ra[1] + 0.05 * height), mid, (la[0] * 0.55 + mid[0] * 0.45, la[1] + 0.06 * height), la]
        shapes.append(Shape(polygon(cap), snow, role="snow"))
    return shapes


def _along(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def desert(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(71)
    ax = float(dice.choice([-1.6, 1.6])) + float(dice.uniform(-0.2, 0.2))
    cacti = [_cactus(site, float(x) + float(dice.uniform(-0.3, 0.3)), foot(0.6), float(dice.uniform(0.4, 0.6))) for x in (-3.4, -ax * 1.2, 3.1, ax * 1.9)]
    return [
        *sky(site, 0.6),
        layer(0.06, _mesas(site)),
        layer(0.15, hills(site, 0.15, 0.22, "#e0b07c", 73, 2.0)),
        layer(0.35, _arch(site, ax), hills(site, 0.35, 0.16, "#e6b878", 74, 2.6)),
        layer(0.35, meadow_ground(site, 0.35, ("#efcb8c", "#cf9a5e")), _ripples(site), ground=True),
        layer(0.6, cacti),
        layer(1.0, [rock(air, (float(dice.uniform(-3, 3)), -0.02), float(dice.uniform(0.05, 0.1)), 0.0, dice, "#b07850") for _ in range(5)],
              _dust(site), puddle_glints(site)),
        layer(1.3, Shape(ridge(site.dice(75), 0.62, 0.3, 1.8, 0.8), air.ground("#a9713f"), role="ground")),
    ]


def _mesas(site: Site) -> list[Shape]:
    air, dice = site.air, site.dice(72)
    shapes = []
    for x in np.arange(-4.5, 4.6, 1.5):
        w, h, cx = float(dice.uniform(0.4, 0.8)), float(dice.uniform(0.25, 0.6)), float(x) + float(dice.uniform(-0.4, 0.4))
        y = foot(0.06)
        body = air.paint("#c98362", 0.85)
        shapes.append(Shape(polygon([(cx - w * 0.7, y), (cx - w * 0.5, y - h * 0.8), (cx - w * 0.42, y - h), (cx + w * 0.42, y - h),
                                     (cx + w * 0.5, y - h * 0.75), (cx + w * 0.75, y)]), across(air, body, cx, w), role="far"))
    return shapes


def _arch(site: Site, x: float) -> Shape:
    air, y = site.air, foot(0.35)
    color = air.paint("#b96f4c", 0.45)
    outer = [(x - 0.85, y + 0.05), (x - 0.8, y - 0.7), (x - 0.45, y - 1.15), (x + 0.1, y - 1.22), (x + 0.62, y - 0.95), (x + 0.8, y - 0.4),
             (x + 0.95, y + 0.05)]
    inner = [(x + 0.45, y + 0.05), (x + 0.42, y - 0.45), (x + 0.1, y - 0.82), (x - 0.25, y - 0.78), (x - 0.42, y - 0.4), (x - 0.4, y + 0.05)]
    path = blob(outer, closed=False, tension=0.9) + tuple(("L", *inner[0]) if i == 0 else c for i, c in enumerate(blob(inner, closed=False, tension=0.9)))
    return Shape((*path, ("Z",)), across(air, color, x, 0.9, 1.3), role="stone")


def _cactus(site: Site, x: float, y: float, size: float) -> list[Shape]:
    air = site.air
    green = air.ground("#5f8a5a", 0.35)
    w = 0.075 * size
    arms = [Shape(limb([(x + s * 0.02, y - 0.42 * size), (x + s * 0.2 * size, y - 0.44 * size), (x + s * 0.23 * size, y - 0.75 * size)],
                       [w * 0.8, w * 0.85, w * 0.5]), green, role="leaf") for s in (-1, 1)]
    return [*arms, Shape(limb([(x, y), (x, y - 0.5 * size), (x, y - size)], [w, w * 1.15, w * 0.7]), across(air, green, x, w), role="leaf")]


def _ripples(site: Site) -> list[Shape]:
    air, dice = site.air, site.dice(76)
    color = air.ground("#b98450", 0.1)
    shapes = []
    for _ in range(12):
        y, x = float(dice.uniform(-0.22, 0.4)), float(dice.uniform(-3.5, 3.5))
        w = 0.3 + 0.5 * (y + 0.3)
        shapes.append(Shape(blob([(x - w, y), (x - w * 0.3, y - 0.02), (x + w * 0.3, y + 0.012), (x + w, y - 0.005)], closed=False), None,
                            (*color[:3], 120), 0.008, "line"))
    return shapes


def _dust(site: Site) -> list[Part]:
    """Sand that runs low over the ground."""
    color = (*site.air.ground("#f0d6a4", 0.2)[:3], 70)
    return [Part((Shape(ellipse((0.0, -0.1 + 0.09 * k), 0.9, 0.03), color, role="haze"),), drift(0.35 * site.air.wind, 7.0, 1.7 * k)) for k in range(4)]


def river(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(81)
    trees = [round_tree(air, (float(x) + float(dice.uniform(-0.2, 0.2)), foot(0.22)), float(dice.uniform(0.55, 0.9)), "#7da45c", 0.7, dice)
             for x in np.arange(-4.4, 4.5, 0.8)]
    reeds = [_reed(site, side * (0.95 + 0.11 * k) + float(dice.uniform(-0.04, 0.04)), foot(0.9), 0.5, k) for side in (-1, 1) for k in range(5)]
    stream = water(site, foot(0.24), foot(0.8), ("#8fc0c4", "#3f7f92"), 0.5)
    return [
        *sky(site),
        layer(0.08, hills(site, 0.08, 0.42, "#93b39a", 82, 1.3)),
        layer(0.22, hills(site, 0.2, 0.06, "#8db46a", 83), trees),
        layer(0.24, stream, ground=True),
        layer(0.45, _bridge(site, float(dice.choice([-1.4, 1.4])))),
        layer(0.24, _bank(site), ground=True),
        layer(0.9, reeds),
        layer(1.0, grasses(site, "#5d8f48", 14, 84, 0.12, (-0.06, 0.0)), puddle_glints(site)),
        layer(1.3, [_reed(site, side * (1.65 + 0.13 * k), 0.5, 0.9, k) for side in (-1, 1) for k in range(3)]),
    ]


def _bank(site: Site) -> list[Shape]:
    """The near bank: grass with a muddy edge along the water."""
    air, dice, y = site.air, site.dice(85), foot(0.8)
    points = [(float(x), y + 0.012 + float(dice.uniform(-0.012, 0.012))) for x in np.arange(-WIDE, WIDE + 0.1, 0.6)]
    edge = (*blob(points, closed=False), ("L", WIDE, 4.0), ("L", -WIDE, 4.0), ("Z",))
    lower = [(px, py + 0.022) for px, py in points]
    grass = (*blob(lower, closed=False), ("L", WIDE, 4.0), ("L", -WIDE, 4.0), ("Z",))
    return [Shape(edge, air.ground("#8a6c4b", 0.1), role="shade"),
            Shape(grass, down(air.ground("#9fbf62", 0.08), air.ground("#55843f"), y, 0.6), role="ground")]


def _reed(site: Site, x: float, y: float, size: float, k: int) -> Part:
    air = site.air
    stem, head = air.ground("#6b8f4a", 0.05), air.paint("#7a4b2f", 0.05)
    lean = 0.05 * ((k % 3) - 1)
    shapes = (Shape(limb([(x, y), (x + lean * 0.3, y - size * 0.5), (x + lean, y - size)], [0.012, 0.009, 0.005]), stem, role="grass"),
              Shape(ellipse((x + lean, y - size * 0.98), 0.018, 0.06), head, role="leaf"),
              Shape(limb([(x, y), (x + 0.06, y - size * 0.45), (x + 0.16, y - size * 0.6)], [0.014, 0.011, 0.002]), stem, role="grass"))
    return Part(shapes, sway(x, y, 0.05 * air.wind, 2.3, k * 0.19))


def _bridge(site: Site, x: float) -> list[Shape]:
    """A stone bridge of one arch over the water."""
    air, y = site.air, foot(0.45)
    stone = air.paint("#a59a8c", 0.45)
    top = [(x - 1.3, y - 0.14), (x, y - 0.36), (x + 1.3, y - 0.14)]
    path = (*blob(top, closed=False), ("L", x + 1.3, y + 0.02), ("L", x + 0.55, y + 0.02),
            ("C", x + 0.45, y - 0.28, x - 0.45, y - 0.28, x - 0.55, y + 0.02), ("L", x - 1.3, y + 0.02), ("Z",))
    rail = [(px, py - 0.09) for px, py in top]
    return [Shape(blob(rail, closed=False), None, air.paint("#8d8275", 0.4), 0.04, "line"), Shape(path, across(air, stone, x, 1.4), role="stone")]
