"""Wild places: forest, meadow, mountain, desert, river. Each lays its layers out from the site's seed, far to near."""

from __future__ import annotations

import math

import numpy as np

from generator.world.frames import CLEAR, NEAR, bough, boulders, dusky, undergrowth
from generator.world.layers import HORIZON, Layer, Part, Site, drift, foot, layer, spin, sway, twinkle
from generator.world.light import halo
from generator.world.scenery import (
    WIDE,
    across,
    down,
    flowers,
    house,
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
    window,
)
from generator.world.shapes import Command, Gradient, Point, Shape, blob, box, ellipse, limb, mix, polygon, rgba
from generator.world.sky import sky
from generator.world.weather import puddle_glints
from storyboard.staging import Season, Weather


def hills(site: Site, near: float, height: float, color: str, salt: int, step: float = 0.9) -> Shape:
    """A ridge at a depth, lit on top and fading into haze below."""
    air, base = site.air, foot(near)
    top = air.ground(color, 1 - near)
    low = mix(top, air.paint(air.haze, 1.0), 0.35)
    return Shape(ridge(site.dice(salt), base, height, step), down(top, low, base - height, base + 0.05), role="far")


def grasses(site: Site, color: str, count: int, salt: int, size: float = 0.1, reach: tuple[float, float] = (-0.32, 0.0)) -> list[Part]:
    """Tufts over the ground behind the figures at both sides of the way, larger the nearer."""
    air, dice = site.air, site.dice(salt)
    out = []
    for k, y in enumerate(sorted(float(v) for v in dice.uniform(*reach, count))):
        nearness = 1.0 + y / HORIZON
        out.append(tuft(air, ((1 if k % 2 else -1) * float(dice.uniform(0.62, 3.6)), y), size * (0.35 + 0.75 * nearness), air.ground(color, 0.6 * (1 - nearness)), dice))
    return out


def forest(site: Site) -> list[Layer]:
    """Trunks behind trunks, a clearing with light at the end of the path, one old tree with a door of roots."""
    air, dice, hand = site.air, site.dice(41), site.hand
    rays = [_ray(site, k) for k in range(4)] if air.weather is Weather.CLEAR else []
    far_trees = [trunk(air, (x + float(dice.uniform(-0.12, 0.12)), foot(0.18)), (0.1, 4.0), 0.82) for x in np.arange(-6, 6, 0.4) if abs(x) > 0.3]
    mid_trees = [trunk(air, (x + float(dice.uniform(-0.25, 0.25)), foot(0.5)), (float(dice.uniform(0.16, 0.24)), 4.4), 0.5)
                 for x in np.arange(-6.5, 6.6, 1.0) if abs(x) > 0.6]
    near_trees = [trunk(air, (hand * x + float(dice.uniform(-0.12, 0.12)), foot(0.84)), (float(dice.uniform(0.3, 0.4)), 5.0), 0.12)
                  for x in (-6.2, -4.7, -3.1, 1.65, 3.2, 4.8, 6.3)]
    way = road(air, 0.15, "#cbb184", 0.0, 0.5, float(dice.uniform(-0.1, 0.1)))
    return [
        *sky(site),
        layer(0.1, _glade(site), _clearing(site)),
        layer(0.18, far_trees, _crown(site, -1.32, 0.75, 0.22, 44)),
        layer(0.3, _bushes(site, 0.3, "#6f9a5c", 49)),
        layer(0.5, mid_trees, _bushes(site, 0.5, "#4f7f4c", 45), _crown(site, -1.52, 0.45, 0.28, 46)),
        layer(0.15, meadow_ground(site, 0.15, ("#8aa85f", "#3f6b3f")), way, ground=True),
        layer(0.8, _old_tree(site, -hand * 1.42, foot(0.8))),
        layer(0.84, near_trees, _crown(site, -1.86, 0.14, 0.34, 47)),
        layer(0.9, rays),
        layer(1.0, grasses(site, "#4c8a4a", 16, 43, 0.2), puddle_glints(site)),
        layer(NEAR, bough(site, hand, 40, "#2f5a3a"), undergrowth(site, "#3f7043", 48, 0.55)),
    ]


def _glade(site: Site) -> Shape:
    """The far wall of the wood, open in the middle, where the sky is seen at the end of the path."""
    air, dice, y = site.air, site.dice(42), foot(0.1)
    heaps: list[Command] = []
    for x in np.arange(-WIDE, WIDE, 0.3):
        tall = min(0.16 + 1.7 * max(abs(float(x)) - 0.3, 0.0), 1.5) * float(dice.uniform(0.86, 1.1))
        r = float(dice.uniform(0.2, 0.3))
        heaps += [*ellipse((float(x), y - tall + 0.5 * r), r, r * 0.8), *box(float(x), y + 0.1, 0.34, tall)]
    return Shape(tuple(heaps), down(air.leaf("#5f9068", 0.8), air.leaf("#a9c49a", 0.9, 1), -1.7, y), role="shade")


def _clearing(site: Site) -> list[Shape | Part]:
    """The light at the end of the path."""
    air = site.air
    if air.weather is not Weather.CLEAR:
        return []
    glow = mix(air.heaven(1.0), air.light().key, 0.5)
    return [Part((Shape(ellipse((0.0, -0.75), 0.95, 0.95), halo((0.0, -0.75), 0.95, glow, 0.85 if not air.dark else 0.4), role="glow"),), twinkle(0.8, 1.0, 5.0))]


def _old_tree(site: Site, x: float, y: float) -> list[Shape]:
    """A broad trunk with roots, a hollow, and toadstools at its foot."""
    air, out = site.air, list(trunk(site.air, (x, y), (0.5, 5.0), 0.08))
    dark = mix(air.paint("#3a2a26"), rgba("#0c0a14"), 0.35)
    out.append(Shape((("M", x - 0.11, y - 0.42), ("C", x - 0.11, y - 0.72, x + 0.11, y - 0.72, x + 0.11, y - 0.42),
                      ("C", x + 0.09, y - 0.3, x - 0.09, y - 0.3, x - 0.11, y - 0.42), ("Z",)), dark, air.paint("#7a5a44", 0.05), 0.03, "wood"))
    for k in (0, 1):
        out.append(Shape(ellipse((x - 0.045 + 0.09 * k, y - 0.5), 0.026, 0.03), rgba("#ffe08a") if air.dark else air.paint("#d9b45a"), role="light"))
    for dx, h in ((0.42, 0.13), (0.52, 0.09), (-0.46, 0.11)):
        cap = (("M", x + dx - h * 0.6, y - h * 0.6), ("C", x + dx - h * 0.5, y - h * 1.4, x + dx + h * 0.5, y - h * 1.4, x + dx + h * 0.6, y - h * 0.6), ("Z",))
        out += [Shape(box(x + dx, y + 0.01, h * 0.28, h * 0.75), air.paint("#efe4cf"), role="cloth"), Shape(cap, across(air, air.paint("#c9453b"), x + dx, h * 0.6), role="cloth"),
                *(Shape(ellipse((x + dx + px * h, y - py * h), h * 0.09, h * 0.07), air.paint("#f6efe2"), role="line") for px, py in ((-0.2, 0.85), (0.18, 0.95), (0.3, 0.72)))]
    return out


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
    color = air.leaf("#4d8348", far)
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
        base = air.leaf(color, 1 - near)
        points = [(cx - r * 1.5, y + 0.02), (cx - r * 1.2, y - r * 0.6), (cx - r * 0.4, y - r * 1.05), (cx + r * 0.5, y - r * 0.95),
                  (cx + r * 1.25, y - r * 0.5), (cx + r * 1.5, y + 0.02)]
        parts.append(Part((Shape(blob(points), across(air, base, cx, r * 1.5), role="leaf"),), sway(cx, y, 0.03 * air.wind, 2.9, cx * 0.2)))
    return parts


def meadow(site: Site) -> list[Layer]:
    """A path that winds to a mill on a hill, a great tree at one side, flowers in drifts."""
    air, dice, hand = site.air, site.dice(51), site.hand
    crowns = ("#6b9a4e", "#7fa653", "#5c8c52")
    trees = [round_tree(air, (x + float(dice.uniform(-0.2, 0.2)), foot(0.34)), float(dice.uniform(0.42, 0.6)), crowns[k % 3], 0.62, dice)
             for k, x in enumerate((-5.4, -4.2, -2.7, -1.9, 1.75, 2.9, 4.1, 5.3))]
    oak = round_tree(air, (hand * 1.42, foot(0.5)), 1.45, "#5f9148", 0.36, dice)
    blooms = [flowers(air, (1 if k % 2 else -1) * float(dice.uniform(0.75, 3)), float(dice.uniform(-0.2, 0.0)), float(dice.uniform(0.07, 0.12)),
                      ("#e2574c", "#f3c95c", "#f4f0e6", "#b987c9")[k % 4], dice) for k in range(FLOWERS[air.season])]
    blooms = [] if air.white else blooms
    poppy = "#e2574c" if air.season is not Season.SPRING else "#f3c95c"
    return [
        *sky(site),
        layer(0.06, hills(site, 0.06, 0.46, "#8fb0a0", 52, 1.5)),
        layer(0.14, hills(site, 0.14, 0.26, "#93b573", 53, 1.1)),
        layer(0.2, _mill_hill(site, -hand * 0.25), _mill(site, -hand * 0.25, foot(0.2) - 0.2)),
        layer(0.3, hills(site, 0.3, 0.12, "#9cc06a", 54, 1.8)),
        layer(0.34, trees),
        layer(0.3, meadow_ground(site, 0.3, ("#a9c765", "#5f9448")), _drifts(site), road(air, 0.3, "#dcc79a", 0.0, 0.42, -0.1 * hand), ground=True),
        layer(0.5, oak, _fence(site, -hand)),
        layer(1.0, grasses(site, "#5f9a48", 22, 55, 0.13), blooms, puddle_glints(site)),
        layer(NEAR, undergrowth(site, "#4a8244", 58, 0.55, poppy)),
    ]


FLOWERS: dict[Season, int] = {Season.SPRING: 22, Season.SUMMER: 16, Season.AUTUMN: 4, Season.WINTER: 0}


def _mill_hill(site: Site, x: float) -> Shape:
    air, y = site.air, foot(0.2)
    return Shape(blob([(x - 1.9, y + 0.06), (x - 1.0, y - 0.08), (x - 0.25, y - 0.22), (x + 0.25, y - 0.22), (x + 1.0, y - 0.07), (x + 1.9, y + 0.06)]),
                 down(air.ground("#a2c274", 0.66), air.ground("#aecb80", 0.72), y - 0.25, y), role="far")


def _mill(site: Site, x: float, y: float) -> list[Shape | Part]:
    """A windmill whose sails turn."""
    air, far = site.air, 0.5
    wall, roof, dark = air.paint("#efe2c8", far), air.ground("#a85a48", far), air.paint("#6a4d3d", far)
    hub = (x, y - 0.5)
    sails: list[Shape] = []
    for k in range(4):
        a = math.pi * (k / 2 + 0.14)
        c, s = math.cos(a), math.sin(a)
        cloth = [(hub[0] + c * r - s * w, hub[1] + s * r + c * w) for r, w in ((0.1, 0.0), (0.1, 0.075), (0.42, 0.075), (0.42, 0.0))]
        sails += [Shape(polygon(cloth), air.paint("#f7efdd", far), dark, 0.006, "cloth"),
                  Shape((("M", *hub), ("L", hub[0] + c * 0.44, hub[1] + s * 0.44)), None, dark, 0.014, "line")]
    return [Shape(polygon([(x - 0.17, y + 0.02), (x - 0.1, y - 0.48), (x + 0.1, y - 0.48), (x + 0.17, y + 0.02)]), across(air, wall, x, 0.16, 1.2), role="wall"),
            Shape((("M", x - 0.13, y - 0.46), ("C", x - 0.1, y - 0.66, x + 0.1, y - 0.66, x + 0.13, y - 0.46), ("Z",)), roof, role="roof"),
            Shape(box(x, y + 0.02, 0.07, 0.13), dark, role="wood"), *window(air, (x, y - 0.24), (0.06, 0.08), far),
            Part(tuple(sails), spin(*hub, 0.045 * air.wind)), Shape(ellipse(hub, 0.022, 0.022), dark, role="line")]


def _fence(site: Site, side: int) -> list[Shape]:
    """Rails along the meadow on one side."""
    wood, y = site.air.ground("#96714f", 0.4), foot(0.5)
    out = [Shape(box(side * (0.95 + 0.34 * k), y, 0.04, 0.26), wood, role="wood") for k in range(13)]
    return out + [Shape(polygon([(side * 0.9, y - h), (side * 5.2, y - h - 0.01), (side * 5.2, y - h + 0.03), (side * 0.9, y - h + 0.03)]), wood, role="wood") for h in (0.21, 0.11)]


def _drifts(site: Site) -> list[Shape]:
    """Flowers so far that they are flecks of colour."""
    air, dice = site.air, site.dice(59)
    if air.white or air.season is Season.AUTUMN:
        return []
    out = []
    for k in range(9):
        color = air.paint(("#f4f0e6", "#f3c95c", "#e58a7c", "#c9a3d6")[k % 4], 0.3)
        near = float(dice.uniform(0.36, 0.82))
        cx, y = (1 if k % 2 else -1) * float(dice.uniform(1.1, 4.5)) * near, foot(near)
        path = tuple(c for _ in range(16) for c in ellipse((cx + float(dice.normal(0, 0.34)) * near, y + float(dice.normal(0, 0.024)) * near), 0.022 * near, 0.011 * near))
        out.append(Shape(path, color, role="shade"))
    return out


def mountain(site: Site) -> list[Layer]:
    """Peaks over a lake, a hut beside it, a path, firs at both sides."""
    air, dice, hand = site.air, site.dice(61), site.hand
    far_pines = [pine(air, (float(x) + float(dice.uniform(-0.12, 0.12)), foot(0.27)), float(dice.uniform(0.26, 0.4)), 0.72, "#4d7563")
                 for x in np.arange(-5.6, 5.7, 0.3) if abs(x - 0.12 * hand) > 0.55]
    pines = [pine(air, (hand * x + float(dice.uniform(-0.1, 0.1)), foot(0.62)), float(dice.uniform(0.95, 1.35)), 0.3, "#3d6657")
             for x in (-1.4, -1.95, -2.9, -4.0, -5.2, 1.75, 2.3, 3.4, 4.5, 5.6)]
    stones = [rock(air, (side * float(dice.uniform(1.3, 3.6)), foot(0.86)), float(dice.uniform(0.2, 0.4)), 0.1, dice, "#85828c") for side in (-1, 1, -1, 1)]
    hut = house(air, (hand * 0.14, foot(0.36)), 0.44, ("#b98a62", "#6d4a44"), 0.5, dice)
    lake = [water(site, foot(0.24), foot(0.36), ("#9cc6d2", "#5f9ab0"), 0.6)]
    return [
        *sky(site),
        layer(0.04, _peaks(site, 0.04, 0.95, "#7f93b8", 62, 1.3)),
        layer(0.12, _peaks(site, 0.12, 0.55, "#6d7f9c", 63, 0.9)),
        layer(0.2, hills(site, 0.2, 0.14, "#7fae68", 64, 0.7)),
        layer(0.27, far_pines),
        layer(0.2, lake, meadow_ground(site, 0.34, ("#8cb65c", "#4f8446")), road(air, 0.34, "#d6c498", 0.05 * hand, 0.4, 0.06 * hand), ground=True),
        layer(0.36, hut),
        layer(0.62, pines),
        layer(0.86, stones),
        layer(1.0, grasses(site, "#5f9448", 14, 65, 0.1), puddle_glints(site)),
        layer(NEAR, boulders(site, "#77747f")),
    ]


def _peaks(site: Site, near: float, height: float, color: str, salt: int, step: float) -> list[Shape]:
    """Mountains: a lit and a shaded face, snow on the upper third."""
    air, base = site.air, foot(near)
    body = air.paint(color, 0.62 * (1 - near))
    snow = air.paint("#f8fafc", 0.3 * (1 - near))
    shapes = []
    for left, top, right in peaks(site.dice(salt), base + 0.05, height, step):
        lit_face, dark_face = mix(body, air.light().key, 0.15), mix(body, rgba("#232a52"), 0.22)
        ridge_foot = (top[0] + 0.18 * (right[0] - top[0]), base + 0.05)
        bend = (top[0] + 0.02, (top[1] + base) / 2)
        faces = (([left, top, bend, ridge_foot], lit_face if air.side < 0 else dark_face),
                 ([ridge_foot, bend, top, right], dark_face if air.side < 0 else lit_face))
        for points, tone in faces:
            shapes.append(Shape(polygon(points), down(tone, mix(tone, air.paint(air.haze, 1.0), 0.5), top[1], base), role="far"))
        cut = {Season.WINTER: 0.62, Season.SPRING: 0.36, Season.AUTUMN: 0.28}.get(air.season, 0.2)  # how far down the snow lies
        la, ra = _along(top, left, cut), _along(top, right, cut)
        mid = (top[0] + 0.01, top[1] + (base - top[1]) * cut * 0.75)
        cap = [top, ra, (ra[0] * 0.6 + mid[0] * 0.4, ra[1] + 0.05 * height), mid, (la[0] * 0.55 + mid[0] * 0.45, la[1] + 0.06 * height), la]
        shapes.append(Shape(polygon(cap), snow, role="snow"))
    return shapes


def _along(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def desert(site: Site) -> list[Layer]:
    """Dunes with a lit and a shaded side that lead to a rock arch; palms at one side, cacti at the other."""
    air, dice, hand = site.air, site.dice(71), site.hand
    cacti = [_cactus(site, hand * x + float(dice.uniform(-0.1, 0.1)), foot(0.62), float(dice.uniform(0.45, 0.62))) for x in (1.5, 2.6, 4.2, -3.6)]
    palms = [_palm(site, -hand * x, foot(0.62), size) for x, size in ((1.3, 1.0), (1.62, 0.8), (4.4, 0.9))]
    return [
        *sky(site),
        layer(0.06, _mesas(site)),
        layer(0.14, _dune(site, 0.14, 0.16, 73)),
        layer(0.3, _arch(site, 0.12 * hand), _dune(site, 0.3, 0.13, 74)),
        layer(0.35, meadow_ground(site, 0.35, ("#efcb8c", "#cf9a5e")), _ripples(site), _crest(site), ground=True),
        layer(0.62, cacti, palms, _oasis(site, -hand * 1.46)),
        layer(1.0, [rock(air, (float(dice.uniform(-3, 3)), -0.02), float(dice.uniform(0.05, 0.1)), 0.0, dice, "#b07850") for _ in range(5)],
              _dust(site), puddle_glints(site)),
        layer(NEAR, boulders(site, "#a9683f"), [tuft(air, (s * (CLEAR + 0.12 + 0.14 * k), 0.3), 0.3, dusky(site, "#a08a50"), dice, 6) for s in (-1, 1) for k in range(3)]),
    ]


def _dune(site: Site, near: float, height: float, salt: int) -> list[Shape]:
    """A row of dunes: long lit slopes, short shaded ones under a sharp crest."""
    air, dice, y = site.air, site.dice(salt), foot(near)
    tone = air.ground("#e9bd80", 1 - near)
    lit_tone, shade = mix(tone, air.light().key, 0.2), mix(tone, rgba("#7a4a4a"), 0.3)
    s, out, x = (1 if air.side < 0 else -1), [], -7.0
    while x < 7.0:
        w, h = float(dice.uniform(1.2, 2.0)), height * float(dice.uniform(0.7, 1.2))
        top = (x + s * 0.16 * w, y - h)
        out.append(Shape((("M", x - w, y + 0.05), ("C", x - w * 0.5, y - h * 0.1, top[0] - w * 0.3, y - h * 0.95, *top), ("C", top[0] + w * 0.3, y - h * 0.9, x + w * 0.6, y - h * 0.1, x + w, y + 0.05), ("Z",)),
                         down(lit_tone, tone, y - h, y), role="far"))
        out.append(Shape((("M", *top), ("C", top[0] + s * w * 0.3, y - h * 0.9, x + s * w * 0.6, y - h * 0.1, x + s * w, y + 0.05),
                          ("C", x + s * w * 0.5, y + 0.02, x + s * w * 0.2, y, x + s * w * 0.12, y + 0.03), ("C", x + s * w * 0.26, y - h * 0.4, top[0] + s * 0.02, y - h * 0.6, *top), ("Z",)),
                         shade, role="shade"))
        x += w * 0.95
    return out


def _crest(site: Site) -> list[Shape]:
    """The edge of the dune one stands on, that bends away to the arch."""
    air, hand, y = site.air, site.hand, foot(0.35)
    shade = (*air.ground("#a86f48")[:3], 120)
    return [Shape((("M", hand * 0.3, y), ("C", -hand * 0.5, y + 0.06, hand * 0.9, -0.1, -hand * 0.4, 0.12), ("C", -hand * 1.2, 0.26, -hand * 1.4, 0.4, -hand * 1.2, 0.9),
                   ("L", -hand * 6, 0.9), ("C", -hand * 3.2, 0.3, -hand * 1.3, 0.06, -hand * 0.5, -0.02), ("C", hand * 0.2, -0.1, -hand * 0.3, y + 0.06, hand * 0.3, y), ("Z",)),
                  shade, role="shade")]


def _palm(site: Site, x: float, y: float, size: float) -> Part:
    """A palm with a leaning trunk."""
    air, lean = site.air, 0.12 * size
    bark, leaf = air.paint("#8a6244", 0.3), air.paint("#5f8f4f", 0.3)
    top = (x + lean, y - size)
    shapes = [Shape(limb([(x, y), (x + lean * 0.3, y - size * 0.5), top], [0.05 * size, 0.035 * size, 0.03 * size]), across(air, bark, x, 0.06), role="wood")]
    for k, (dx, dy) in enumerate(((-0.5, 0.16), (-0.4, -0.12), (-0.1, -0.26), (0.3, -0.2), (0.5, 0.02), (0.34, 0.26), (-0.24, 0.28))):
        tip, mid = (top[0] + dx * size, top[1] + dy * size), (top[0] + dx * 0.55 * size, top[1] + (dy * 0.5 - 0.14) * size)
        shapes.append(Shape(limb([top, mid, tip], [0.02 * size, 0.05 * size, 0.006]), mix(leaf, rgba("#1c2f2a"), 0.07 * (k % 3)), role="leaf"))
    return Part(tuple(shapes), sway(x, y, 0.02 * air.wind, 3.2, x, 0.7 * air.gust))


def _oasis(site: Site, x: float) -> list[Shape | Part]:
    """A low bank of sand with grass about the feet of the palms."""
    air, dice, y = site.air, site.dice(77), foot(0.62)
    bank = blob([(x - 0.75, y + 0.05), (x - 0.4, y - 0.04), (x, y - 0.07), (x + 0.4, y - 0.04), (x + 0.75, y + 0.05), (x, y + 0.09)])
    return [Shape(bank, down(air.ground("#dcb878", 0.25), air.ground("#c8995e", 0.2), y - 0.07, y + 0.08), role="shade"),
            *(tuft(air, (x + dx, y + 0.02), 0.16, air.ground("#7f9a4a", 0.2), dice, 6) for dx in (-0.34, -0.16, 0.06, 0.22, 0.44))]


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


def _arch(site: Site, x: float) -> list[Shape]:
    """A mesa with a window worn through it: a broad foot, a slender one, layers of stone, its inner side in shadow."""
    air, y, s = site.air, foot(0.35) + 0.04, site.hand
    color = air.paint("#b96f4c", 0.4)

    def line(*points: Point) -> list[Point]:
        return [(x + s * px, y + py) for px, py in points]

    outer = line((-0.98, 0), (-0.86, -0.34), (-0.8, -0.62), (-0.7, -0.86), (-0.3, -0.93), (0.2, -0.9), (0.5, -0.84), (0.6, -0.62), (0.62, -0.3), (0.74, 0))
    inner = line((0.4, 0), (0.36, -0.34), (0.24, -0.56), (0.0, -0.64), (-0.2, -0.52), (-0.28, -0.28), (-0.3, 0))
    deep = line((-0.3, 0), (-0.28, -0.28), (-0.2, -0.52), (0.0, -0.64), (0.24, -0.56), (0.12, -0.52), (-0.06, -0.5), (-0.14, -0.3), (-0.16, 0))
    path = (*blob(outer, closed=False, tension=0.5), ("L", *inner[0]), *blob(inner, closed=False, tension=0.6)[1:], ("Z",))
    bands = [Shape(blob(line(*row), closed=False, tension=0.6), None, mix(color, rgba("#7a3f34"), 0.35), wide, "line")
             for row, wide in ((((-0.77, -0.7), (-0.3, -0.76), (0.2, -0.74), (0.55, -0.7)), 0.022), (((-0.83, -0.42), (-0.6, -0.45), (-0.3, -0.42)), 0.018),
                               (((-0.9, -0.2), (-0.62, -0.22), (-0.36, -0.2)), 0.014), (((0.42, -0.32), (0.6, -0.34)), 0.014))]
    return [Shape(path, across(air, color, x, 0.95, 1.3), role="stone"), Shape(blob(deep, tension=0.5), mix(color, rgba("#4a2436"), 0.45), role="shade"), *bands]


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
             for x in np.arange(-5.4, 5.5, 0.8) if abs(x) > 1.1]
    reeds = [_reed(site, side * (0.95 + 0.11 * k) + float(dice.uniform(-0.04, 0.04)), foot(0.9), 0.5, k) for side in (-1, 1) for k in range(5)]
    stream = water(site, foot(0.24), foot(0.8), ("#8fc0c4", "#3f7f92"), 0.5)
    return [
        *sky(site),
        layer(0.08, hills(site, 0.08, 0.42, "#93b39a", 82, 1.3)),
        layer(0.22, hills(site, 0.2, 0.06, "#8db46a", 83), trees),
        layer(0.24, stream, ground=True),
        layer(0.42, _bridge(site, 0.1 * site.hand)),
        layer(0.24, _bank(site), ground=True),
        layer(0.62, _willow(site, -site.hand * 1.5, foot(0.78))),
        layer(0.9, reeds),
        layer(1.0, grasses(site, "#5d8f48", 14, 84, 0.12, (-0.06, 0.0)), puddle_glints(site)),
        layer(NEAR, bough(site, site.hand, 87), [_reed(site, side * (CLEAR + 0.1 + 0.13 * k), 0.5, 0.72 + 0.06 * k, k) for side in (-1, 1) for k in range(5)],
              undergrowth(site, "#4a7a44", 88, 0.36)),
    ]


def _willow(site: Site, x: float, y: float) -> list[Part]:
    """A willow that trails its branches."""
    air = site.air
    leaf = air.leaf("#8fae5c", 0.3, 2)
    wood = Shape(limb([(x, y), (x + 0.04, y - 0.5), (x - 0.04, y - 1.0)], [0.13, 0.09, 0.05]), across(air, air.paint("#6d5240", 0.25), x, 0.12), role="wood")
    out = [Part((wood,))]
    for k in range(11):
        px, top = x + 0.13 * (k - 5), y - 1.28 + 0.014 * (k - 5) ** 2
        low = y - 0.32 - 0.16 * ((k * 7) % 3)
        if air.season is Season.WINTER:
            out.append(Part((Shape((("M", x, y - 1.0), ("C", x, top, px, top, px, low)), None, air.ground("#7a6450", 0.3), 0.014, "line"),), sway(px, top, -0.03 * air.wind, 3.3, 0.13 * k)))
            continue
        strand = blob([(px - 0.1, top + 0.04), (px, top - 0.06), (px + 0.1, top + 0.04), (px + 0.07, (top + low) / 2), (px, low), (px - 0.07, (top + low) / 2)])
        out.append(Part((Shape(strand, down(mix(leaf, air.light().key, 0.15), mix(leaf, rgba("#1f3a34"), 0.22 + 0.06 * (k % 3)), top, low), role="leaf"),),
                        sway(px, top, -0.035 * air.wind, 3.3, 0.13 * k)))
    return out


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
    """A stone bridge that humps over the water in one arch, with a parapet."""
    air, y = site.air, foot(0.45)
    stone, dark = air.paint("#b0a494", 0.4), air.paint("#8d8275", 0.4)
    top = [(x - 1.05, y - 0.02), (x - 0.6, y - 0.2), (x, y - 0.33), (x + 0.6, y - 0.2), (x + 1.05, y - 0.02)]
    path = (*blob(top, closed=False), ("L", x + 1.05, y + 0.06), ("L", x + 0.5, y + 0.06),
            ("C", x + 0.46, y - 0.3, x - 0.46, y - 0.3, x - 0.5, y + 0.06), ("L", x - 1.05, y + 0.06), ("Z",))
    ring = (("M", x + 0.5, y + 0.06), ("C", x + 0.46, y - 0.3, x - 0.46, y - 0.3, x - 0.5, y + 0.06))
    rail = [(px, py - 0.055) for px, py in top]
    joints = [Shape((("M", px, y - 0.06 - h), ("L", px + 0.1, y - 0.06 - h)), None, dark, 0.012, "line")
              for px, h in ((x - 0.78, 0.0), (x - 0.66, 0.05), (x + 0.6, 0.0), (x + 0.7, 0.05), (x - 0.06, 0.19), (x + 0.3, 0.15))]
    return [Shape(path, across(air, stone, x, 1.2), role="stone"), Shape(ring, None, dark, 0.03, "line"), *joints,
            Shape(blob(rail, closed=False), None, mix(stone, air.light().key, 0.2), 0.045, "line"), Shape(blob(top, closed=False), None, dark, 0.014, "line")]
