"""Weather before the lens: rain, snow, fog, storm with lightning. Falling things repeat in tiles, so they never run out."""

from __future__ import annotations

import math

from generator.world.layers import Layer, Matrix, Motion, Part, Site, fall, foot, layer, twinkle
from generator.world.shapes import Command, Gradient, Shape, blob, ellipse, mix, polygon, rgba
from generator.world.sky import sheet
from storyboard.staging import Hour, Place, Season, Weather


def before(site: Site) -> tuple[Part, ...]:
    """What is glued to the frame (units: frame heights from its middle)."""
    weather = site.air.weather
    if weather is Weather.RAIN:
        return rain(site, 1.0, 0.25)
    if weather is Weather.STORM:
        return rain(site, 1.5, 0.9)
    if weather is Weather.SNOW:
        return snow(site)
    if weather is Weather.FOG:
        return fog(site)
    return ()


def behind(site: Site) -> list[Layer]:
    """Layers just over the sky: lightning and its flash."""
    if site.air.weather is not Weather.STORM:
        return []
    return [layer(0.01, Part((bolt(site),), _strike(0.9, site.seed)), Part((sheet(rgba("#cfdcff", 0.5)),), _strike(1.0, site.seed)))]


def rain(site: Site, amount: float, slant: float) -> tuple[Part, ...]:
    """Two sheets of falling lines, the nearer longer and faster. A tile is one frame high; speed: whole tiles in whole seconds."""
    dice = site.dice(31)
    color = mix(rgba("#eef4f8"), site.air.heaven(0.8), 0.2)
    parts = []
    for sheet_at, (count, long, wide, speed) in enumerate(((30, 0.10, 0.0045, 1.25), (16, 0.19, 0.008, 1.9))):
        shapes = []
        for _ in range(round(count * amount)):
            x0, y0 = float(dice.uniform(-1.0, 1.0)), float(dice.uniform(0, 1.0))
            for k in (-2, -1, 0):  # the same drop in three tiles, so that the wrap is not seen
                for m in (-2, -1, 0, 1):
                    x, y = x0 + 2.0 * m, y0 + k
                    if -3.2 < x < 1.4:
                        shapes.append((("M", x, y), ("L", x - long * slant * 0.6, y - long)))
        path = tuple(command for line in shapes for command in line)
        shape = Shape(path, None, (*color[:3], 120 + 45 * sheet_at), wide, "rain")
        parts.append(Part((shape,), fall(slant * speed * 0.6, speed, 2.0, 1.0)))
    return tuple(parts)


def snow(site: Site) -> tuple[Part, ...]:
    """Three sheets of flakes that sway as they fall."""
    dice = site.dice(32)
    color = mix(rgba("#ffffff"), site.air.heaven(0.7), 0.1 if site.air.hour is not Hour.NIGHT else 0.3)
    parts = []
    for k, (count, radius, speed) in enumerate(((40, 0.007, 0.12), (26, 0.012, 0.19), (13, 0.020, 0.28))):
        path: list[Command] = []
        for _ in range(count):
            x0, y0 = float(dice.uniform(-1.1, 1.1)), float(dice.uniform(0, 1.0))
            for row in (-1.5, -0.5):
                path += ellipse((x0, y0 + row), radius, radius)
        shape = Shape(tuple(path), (*color[:3], 225), role="rain")
        parts.append(Part((shape,), _waft(speed, 0.03 + 0.02 * k, 2.8 + 0.6 * k, 0.3 * k)))
    return tuple(parts)


def _waft(speed: float, aside: float, period: float, phase: float) -> Motion:
    def motion(t: float) -> tuple[Matrix, float]:
        return (1.0, 0.0, aside * math.sin(2 * math.pi * (t / period + phase)), 0.0, 1.0, (speed * t) % 1.0), 1.0

    return motion


def fog(site: Site) -> tuple[Part, ...]:
    """Long pale banks that slide past each other."""
    dice = site.dice(33)
    color = mix(rgba(site.air.haze), site.air.heaven(0.9), 0.4)
    parts = []
    for k in range(5):
        y, h, lift = -0.14 + 0.15 * k, 0.17, float(dice.uniform(0.02, 0.05))
        xs = [0.275 * m for m in range(-16, 17)]  # the wave repeats every 2.2, so that the wrap is not seen
        top = [(x, y - h - lift * math.sin(2 * math.pi * (x / 1.1 + 0.3 * k))) for x in xs]
        low = [(x, y + h + lift * math.sin(2 * math.pi * (x / 1.1 + 0.7 * k))) for x in reversed(xs)]
        path = (*blob(top, closed=False), ("L", *low[0]), *blob(low, closed=False)[1:], ("Z",))
        fill = Gradient("linear", (0.0, y - h), (0.0, y + h), ((0.0, (*color[:3], 0)), (0.5, (*color[:3], 92)), (1.0, (*color[:3], 0))))
        parts.append(Part((Shape(path, fill, role="haze"),), fall((0.05 + 0.03 * k) * (1 if k % 2 else -1), 0.0, 2.2, 0.0, (-1.1, 0.0))))
    return tuple(parts)


LEAFY = frozenset({Place.FOREST, Place.MEADOW, Place.VILLAGE, Place.CITY, Place.CASTLE, Place.MOUNTAIN, Place.RIVER})


def shed(site: Site, place: Place) -> list[Part]:
    """What trees let fall where they stand: leaves in autumn, petals in spring; some lie on the ground."""
    air, dice = site.air, site.dice(36)
    if place not in LEAFY or air.season not in (Season.AUTUMN, Season.SPRING) or air.white:
        return []
    size, kinds = (1.0, (0, 1, 2, 3)) if air.season is Season.AUTUMN else (0.6, (1, 3))
    lying: dict[int, list[Command]] = {k: [] for k in kinds}
    for k in range(56):
        near = float(dice.uniform(0.5, 1.3))
        lying[kinds[k % len(kinds)]] += ellipse((float(dice.uniform(-3.6, 3.6)), foot(near)), 0.034 * near * size, 0.012 * near * size, float(dice.uniform(-0.4, 0.4)))
    parts = [Part(tuple(Shape(tuple(path), air.leaf("#8aa85a", 0.0, k), role="shade") for k, path in lying.items()))]
    for k in range(9):
        at = (float(dice.uniform(-2.4, 2.4)), -1.75)
        leaf = Shape(ellipse(at, 0.036 * size, 0.018 * size, float(dice.uniform(-0.6, 0.6))), air.leaf("#8aa85a", 0.0, kinds[k % len(kinds)]), role="shade")
        parts.append(Part((leaf,), _flutter(1.8, 6.0 + 0.5 * (k % 4), k / 9)))
    return parts


def _flutter(way: float, period: float, phase: float) -> Motion:
    """Sinks `way` units in a period, swinging from side to side; fades in and out at the ends."""

    def motion(t: float) -> tuple[Matrix, float]:
        share = (t / period + phase) % 1.0
        aside = 0.16 * math.sin(2 * math.pi * 2.5 * share)
        return (1.0, 0.0, aside, 0.0, 1.0, way * share), min(1.0, 8 * share, 8 * (1 - share))

    return motion


def bolt(site: Site) -> Shape:
    """A forked line from the clouds to the horizon."""
    dice = site.dice(34)
    x, y = float(dice.uniform(-0.9, 0.9)), -2.4
    points = [(x, y)]
    while y < -0.5:
        x, y = x + float(dice.uniform(-0.18, 0.18)), y + float(dice.uniform(0.15, 0.3))
        points.append((x, y))
    right = [(px + 0.035 * (1 - i / len(points)) + 0.006, py) for i, (px, py) in enumerate(points)]
    return Shape(polygon([*points, *reversed(right)]), rgba("#f4f6ff"), role="light")


def _strike(strength: float, seed: int) -> Motion:
    """Every few seconds a flash that fades over half a second; the same in every drawing of the same time."""
    first = 0.5 + (seed % 7) * 0.2

    def motion(t: float) -> tuple[Matrix, float]:
        since = (t - first) % 3.4
        level = math.exp(-since / 0.16) if since < 1.0 else 0.0
        return (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), strength * level

    return motion


def puddle_glints(site: Site) -> list[Part]:
    """Rings where rain meets the ground."""
    if site.air.wet < 0.5:
        return []
    dice = site.dice(35)
    color = (*mix(rgba("#ffffff"), site.air.heaven(0.6), 0.4)[:3], 120)
    parts = []
    for k in range(6):
        rings = tuple(Shape(ellipse((float(dice.uniform(-3, 3)), float(dice.uniform(-0.15, 0.35))), 0.09, 0.02), None, color, 0.008, "rain") for _ in range(4))
        parts.append(Part(rings, twinkle(0.0, 1.0, 0.9 + 0.11 * k, k * 0.17)))
    return parts
