"""Weather: what falls before the lens, what lies between the layers of a place, on its tops and on its ground.

Falling things repeat in tiles, so they never run out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.world.hatch import edges
from generator.world.lamps import warm_glows
from generator.world.layers import Item, Layer, Matrix, Motion, Part, Site, fall, foot, layer, twinkle
from generator.world.lightning import flashed
from generator.world.scenery import flowers
from generator.world.shapes import Command, Gradient, Rgba, Shape, blob, ellipse, extent, mix, rgba
from generator.world.sky import sheet
from storyboard.staging import Hour, Place, Season, Weather


def before(site: Site) -> tuple[Part, ...]:
    """What is glued to the frame (units: frame heights from its middle)."""
    weather = site.air.weather
    if weather is Weather.RAIN:
        return rain(site, 1.0, 0.25)
    if weather is Weather.STORM:
        return rain(site, 1.15, 0.9)
    if weather is Weather.SNOW:
        return snow(site)
    if weather is Weather.FOG:
        return fog(site)
    return ()


def rain(site: Site, amount: float, slant: float) -> tuple[Part, ...]:
    """Three sheets of falling lines, the nearer longer and faster. A tile is one frame high; speed: whole tiles in whole seconds."""
    dice, far = site.dice(31), site.air.heaven(0.85)
    dark, pale = mix(far, rgba("#2c3a52"), 0.62), mix(rgba("#f4f9ff"), far, 0.12)  # some of it is seen on pale grounds, some on dark ones
    parts = []
    for count, long, wide, speed, color in ((40, 0.10, 0.0036, 1.25, (*dark[:3], 120)), (34, 0.13, 0.0046, 1.55, (*pale[:3], 170)), (15, 0.19, 0.0066, 1.9, (*pale[:3], 190))):
        path: list[Command] = []
        for _ in range(round(count * amount)):
            x0, y0 = float(dice.uniform(-1.0, 1.0)), float(dice.uniform(0, 1.0))
            for k in (-2, -1, 0):  # the same drop in three tiles, so that the wrap is not seen
                for m in (-2, -1, 0, 1):
                    x, y = x0 + 2.0 * m, y0 + k
                    if -3.2 < x < 1.4:
                        path += [("M", x, y), ("L", x - long * slant * 0.6, y - long)]
        parts.append(Part((Shape(tuple(path), None, color, wide, "rain"),), fall(slant * speed * 0.6, speed, 2.0, 1.0)))
    return tuple(parts)


def snow(site: Site) -> tuple[Part, ...]:
    """Three sheets of flakes that sway as they fall."""
    dice = site.dice(32)
    color = mix(rgba("#ffffff"), site.air.heaven(0.7), 0.04 if site.air.hour is not Hour.NIGHT else 0.2)
    shade = mix(site.air.heaven(0.3), rgba("#46597e"), 0.5)
    parts = []
    for k, (count, radius, speed) in enumerate(((44, 0.009, 0.12), (28, 0.015, 0.19), (13, 0.024, 0.28))):
        path: list[Command] = []
        for _ in range(count):
            x0, y0 = float(dice.uniform(-1.1, 1.1)), float(dice.uniform(0, 1.0))
            for row in (-1.5, -0.5):
                path += ellipse((x0, y0 + row), radius, radius)
        under = Shape(tuple(path), (*shade[:3], 0), (*shade[:3], 90), 0.7 * radius, "rain")  # so that flakes are seen before what is pale
        parts.append(Part((under, Shape(tuple(path), (*color[:3], 250), role="rain")), _waft(speed, 0.03 + 0.02 * k, 2.8 + 0.6 * k, 0.3 * k)))
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
        fill = Gradient("linear", (0.0, y - h), (0.0, y + h), ((0.0, (*color[:3], 0)), (0.5, (*color[:3], 60)), (1.0, (*color[:3], 0))))
        parts.append(Part((Shape(path, fill, role="haze"),), fall((0.05 + 0.03 * k) * (1 if k % 2 else -1), 0.0, 2.2, 0.0, (-1.1, 0.0))))
    return tuple(parts)


SPRING = ("#f3cf4a", "#f7f2ea", "#e88fb0", "#a987d6")  # flowers of the grass
LEAFY = frozenset({Place.FOREST, Place.MEADOW, Place.VILLAGE, Place.CITY, Place.CASTLE, Place.MOUNTAIN, Place.RIVER})


def shed(site: Site, place: Place) -> list[Part]:
    """What trees let fall where they stand: leaves in autumn, petals in spring; some lie on the ground."""
    air, dice = site.air, site.dice(36)
    if place not in LEAFY or air.season not in (Season.AUTUMN, Season.SPRING) or air.white:
        return []
    size, kinds = (1.0, (0, 1, 2, 3)) if air.season is Season.AUTUMN else (0.6, (1, 3))
    parts = _blooms(site) if air.season is Season.SPRING and place is not Place.CITY else []
    lying: dict[int, list[Command]] = {k: [] for k in kinds}
    for k in range(56):
        near = float(dice.uniform(0.5, 1.3))
        lying[kinds[k % len(kinds)]] += ellipse((float(dice.uniform(-3.6, 3.6)), foot(near)), 0.034 * near * size, 0.012 * near * size, float(dice.uniform(-0.4, 0.4)))
    parts.append(Part(tuple(Shape(tuple(path), air.leaf("#8aa85a", 0.0, k), role="shade") for k, path in lying.items())))
    for k in range(9):
        at = (float(dice.uniform(-2.4, 2.4)), -1.75)
        leaf = Shape(ellipse(at, 0.036 * size, 0.018 * size, float(dice.uniform(-0.6, 0.6))), air.leaf("#8aa85a", 0.0, kinds[k % len(kinds)]), role="shade")
        parts.append(Part((leaf,), _flutter(1.8, 6.0 + 0.5 * (k % 4), k / 9)))
    return parts


def _blooms(site: Site) -> list[Part]:
    """The first flowers in the grass at both sides of the way."""
    dice = site.dice(37)
    return [flowers(site.air, (1 if k % 2 else -1) * float(dice.uniform(0.72, 2.2)), float(dice.uniform(-0.16, 0.05)), 0.11, SPRING[k % 4], dice) for k in range(18)]


def _flutter(way: float, period: float, phase: float) -> Motion:
    """Sinks `way` units in a period, swinging from side to side; fades in and out at the ends."""

    def motion(t: float) -> tuple[Matrix, float]:
        share = (t / period + phase) % 1.0
        aside = 0.16 * math.sin(2 * math.pi * 2.5 * share)
        return (1.0, 0.0, aside, 0.0, 1.0, way * share), min(1.0, 8 * share, 8 * (1 - share))

    return motion


MISTED = (0.16, 0.34, 0.58, 0.86)  # depths at which fog hangs between the layers
TOPS = frozenset({"plank", "roof", "leaf", "stone", "iron", "wood", "wall"})


def settled(site: Site, layers: Sequence[Layer]) -> list[Layer]:
    """The layers of an open place as its weather leaves them: fog between them, snow on their tops."""
    if site.air.weather is Weather.FOG:
        return _misted(site, layers)
    if site.air.white:
        return [replace(one, parts=tuple(_snowed(site, part, one) for part in one.parts)) for one in layers]
    if site.air.weather is Weather.STORM:
        layers = [flashed(site, one) for one in layers]
    return [_shining(one) for one in layers] if site.air.wet > 0.5 and site.air.glow > 0.2 else list(layers)


def _shining(one: Layer) -> Layer:
    """Warm lights draw long streaks on the wet ground below them."""
    if one.ground or not 0.35 < one.near < 1.2:
        return one
    y, out = foot(one.near), []
    for _, glow in warm_glows([one]):
        (x, up), color = glow.a, glow.stops[0][1]
        if up < y - 0.1:
            long, wide = 0.34 * one.near, 0.045
            clear, full = (*color[:3], 0), (*color[:3], round(min(color[3] * 0.75, 150)))
            fill = Gradient("linear", (0.0, y), (0.0, y + long), ((0.0, clear), (0.12, full), (1.0, clear)))
            out += [Shape(ellipse((x, y + 0.5 * long), wide * k, 0.5 * long), fill, role="haze") for k in (1.0, 0.45)]
    return replace(one, parts=(*one.parts, Part(tuple(out)))) if out else one


def lamplit(site: Site, layers: Sequence[Layer]) -> list[Layer]:
    """A room after dark: its strongest lamp lights the walls round it, and the far corners go dark."""
    lamps = list(warm_glows(one for one in layers if one.near < 1.0))
    if not lamps or site.air.glow < 0.5:
        return list(layers)
    at, lamp = max(lamps, key=lambda found: found[1].stops[0][1][3] * found[0].near)
    (x, y), warm, r = lamp.a, lamp.stops[0][1], 4.6
    dusk = rgba("#170c26", 0.62 * site.air.glow)
    stops = ((0.0, (*warm[:3], 84)), (0.14, (*warm[:3], 52)), (0.3, (*warm[:3], 14)), (0.42, (*dusk[:3], 26)), (0.75, dusk), (1.0, dusk))
    pooled = Layer(at.near, (Part((sheet(Gradient("radial", (x, y), (x + r, y), stops), role="haze"),)),))
    last = max(k for k, one in enumerate(layers) if one.near < 1.0)
    return [*layers[: last + 1], pooled, *layers[last + 1 :]]


def _misted(site: Site, layers: Sequence[Layer]) -> list[Layer]:
    """Veils of haze that stand on the ground at several depths, so that every layer is paler than the one before it."""
    out: list[Layer] = []
    left = list(MISTED)
    color = rgba(site.air.haze)
    for one in layers:
        while left and one.near > left[0] and not one.ground:
            out.append(layer(left[0], _veil(color, foot(left[0]), 0.5 - 0.45 * left[0])))
            left.pop(0)
        out.append(one)
    return out


def _veil(color: Rgba, y: float, strength: float) -> Shape:
    clear, full = (*color[:3], 0), (*color[:3], round(255 * strength))
    fill = Gradient("linear", (0.0, y - 1.3), (0.0, y + 0.3), ((0.0, clear), (0.6, full), (0.82, full), (1.0, clear)))
    return sheet(fill, y - 3.6, y + 0.3, "haze")


def _snowed(site: Site, part: Part, one: Layer) -> Part:
    """Snow on the upper edges of what stands: a cap that follows the outline and hangs a little over."""
    if one.ground or not 0.1 < one.near < 1.3:
        return part
    white = site.air.paint("#f6f9fc", 0.8 * max(0.0, 1.0 - one.near))
    shade = mix(white, site.air.paint("#9db4d6", 0.8 * max(0.0, 1.0 - one.near)), 0.6)
    out: list[Shape] = []
    for shape in part.shapes:
        out.append(shape)
        if shape.role in TOPS and shape.fill is not None:
            cap = _cap(shape)
            if cap is not None:
                top, low = extent(cap)[1], extent(cap)[3]
                out.append(Shape(cap, Gradient("linear", (0.0, top), (0.0, low + 1e-3), ((0.0, white), (0.6, white), (1.0, shade))), role="snow"))
    return replace(part, shapes=tuple(out))


def _cap(shape: Shape) -> tuple[Command, ...] | None:
    """The upper edge of a form as a band of snow, thick where it is level, thin where it is steep; None for slivers."""
    x0, y0, x1, y1 = shape.extent
    wide = x1 - x0
    if not 0.05 < wide < 3.0 or y0 < -3.5 or y1 - y0 < 0.03 or y1 - y0 > 6 * wide:
        return None
    lines = edges(shape.path)
    xs = np.linspace(x0 + 0.02 * wide, x1 - 0.02 * wide, 9)
    ya, yb, xa, xb = lines[:, 1], lines[:, 3], lines[:, 0], lines[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        at = ya[None] + (xs[:, None] - xa[None]) / (xb - xa)[None] * (yb - ya)[None]
    at = np.where((xa[None] <= xs[:, None]) != (xb[None] <= xs[:, None]), at, np.inf).min(1)
    if not np.isfinite(at).all():
        return None
    steep = np.abs(np.gradient(at, xs))
    thick = min(0.11, 0.2 * wide, 0.4 * (y1 - y0)) / (1.0 + 0.8 * steep) * np.array([0.35, 0.8, 1.0, 0.78, 1.12, 0.85, 1.05, 0.8, 0.35])
    rim = min(0.012, 0.04 * wide)
    top = [(float(x), float(y) - rim) for x, y in zip(xs, at, strict=True)]
    low = [(float(x), float(y + t)) for x, y, t in zip(xs, at, thick, strict=True)]
    return (*blob(top, closed=False), ("L", *low[-1]), *blob(low[::-1], closed=False)[1:], ("Z",))


def puddle_glints(site: Site) -> list[Item]:
    """Puddles that hold the sky, and rings where rain meets them."""
    if site.air.wet < 0.5:
        return []
    dice = site.dice(35)
    sky, edge = mix(site.air.heaven(0.95), rgba("#ffffff"), 0.18), site.air.heaven(0.6)  # lighter than the ground, as the low sky is
    color = (*mix(rgba("#ffffff"), site.air.heaven(0.6), 0.4)[:3], 130)
    out: list[Item] = []
    for k in range(7):
        x, y, w = -3.0 + k + float(dice.uniform(-0.3, 0.3)), float(dice.uniform(-0.2, 0.22)), float(dice.uniform(0.22, 0.5))
        w *= 1.0 + 1.2 * y
        fill = Gradient("linear", (0.0, y - 0.16 * w), (0.0, y + 0.16 * w), ((0.0, (*edge[:3], 150)), (1.0, (*sky[:3], 205))))
        path = blob([(x + w * math.cos(a) * (1.0 + 0.16 * math.sin(3 * a + k)), y + 0.15 * w * math.sin(a) * (1.0 + 0.12 * math.sin(2 * a + k)))
                     for a in (math.tau * i / 10 for i in range(10))])
        out.append(Shape(path, fill, role="shade"))
        rings = tuple(Shape(ellipse((x + w * dx, y + 0.03 * w * dy), 0.09 * s, 0.022 * s), None, color, 0.007, "rain")
                      for dx, dy, s in ((-0.4, -1.0, 0.8), (0.3, 1.0, 1.1)))
        out.append(Part(rings, twinkle(0.0, 1.0, 0.9 + 0.11 * k, k * 0.17)))
    return out
