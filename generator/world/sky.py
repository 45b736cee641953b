"""The sky: gradient, sun or moon, stars, drifting clouds. Its layers stand still when the camera travels."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.layers import HORIZON, Layer, Motion, Part, Site, layer, twinkle
from generator.world.light import halo
from generator.world.scenery import WIDE
from generator.world.shapes import Command, Gradient, Rgba, Shape, ellipse, mix, polygon, rgba
from storyboard.staging import Hour, Weather

TOP, LOW = -4.2, 4.0


def sheet(fill: Rgba | Gradient, top: float = TOP - 4, low: float = LOW, role: str = "sky") -> Shape:
    """A wide rectangle."""
    return Shape(polygon([(-2 * WIDE, top), (2 * WIDE, top), (2 * WIDE, low), (-2 * WIDE, low)]), fill, role=role)


def dome(site: Site, low: float = -HORIZON) -> Shape:
    """The sky's gradient, down to the horizon at y = low."""
    air = site.air
    stops = ((0.0, air.heaven(0.0)), (0.45, air.heaven(0.45)), (0.8, air.heaven(0.85)), (1.0, air.heaven(1.0)))
    return sheet(Gradient("linear", (0.0, low - 1.75), (0.0, low), stops))


def sky(site: Site, clouds: bool = True) -> list[Layer]:
    """All the sky in three layers: dome and stars, sun or moon, clouds."""
    lamp, disc = lamp_of_heaven(site)
    return [layer(0.0, dome(site), stars(site)), layer(0.0, lamp, lamp=disc), layer(0.02, cloud_banks(site) if clouds else [])]


def free_at(site: Site, side: float) -> float:
    """Where the sky is free of what stands before it, on one side of the middle."""
    return side * site.free[0 if side * site.hand > 0 else 1]


def lamp_of_heaven(site: Site) -> tuple[list[Shape], tuple[float, float, float]]:
    """Sun or moon on the side the light comes from, and its middle and radius; only its glow behind thick weather."""
    air, dice = site.air, site.dice(1)
    height = {Hour.DAWN: 0.44, Hour.DAY: 0.95, Hour.DUSK: 0.40, Hour.NIGHT: 0.86}[air.hour]
    x = free_at(site, 1.0 if air.side > 0 else -1.0) + float(dice.uniform(-0.05, 0.05))
    y = -HORIZON - min(height + float(dice.uniform(0.0, 0.15)), site.roof)
    night = air.hour is Hour.NIGHT
    color = {Hour.DAWN: rgba("#fff0cf"), Hour.DAY: rgba("#fffbe6"), Hour.DUSK: rgba("#ffdf9a"), Hour.NIGHT: rgba("#f3f0d8")}[air.hour]
    radius = {Hour.DAWN: 0.15, Hour.DAY: 0.11, Hour.DUSK: 0.2, Hour.NIGHT: 0.14}[air.hour]
    wide = halo((x, y), radius * (5.0 if night else 8.0), color, 0.30 if night else 0.55)
    shapes = [Shape(ellipse((x, y), radius * 8, radius * 8), wide, role="glow")]
    if air.weather is not Weather.CLEAR:
        disc = [Shape(ellipse((x, y), radius, radius), (*color[:3], 190), role="light")] if air.weather is Weather.FOG else []
        glow = [] if air.weather in (Weather.STORM, Weather.RAIN) else [replace(shapes[0], fill=halo((x, y), radius * 7, color, 0.25)), *disc]
        return glow, (x, y, radius)
    shapes.append(Shape(ellipse((x, y), radius, radius), color, role="light"))
    if night:
        shade = mix(color, air.heaven(0.3), 0.28)
        shapes += [Shape(ellipse((x + dx * radius, y + dy * radius), r * radius, r * radius), shade, role="light")
                   for dx, dy, r in ((-0.3, -0.2, 0.24), (0.3, 0.25, 0.17), (0.1, -0.5, 0.12))]
    return shapes, (x, y, radius)


def stars(site: Site, strength: float | None = None, count: int = 46) -> list[Part]:
    """A few groups of stars, each twinkling in its own time."""
    air = site.air
    if strength is None:
        strength = {Hour.NIGHT: 1.0, Hour.DUSK: 0.3, Hour.DAWN: 0.2}.get(air.hour, 0.0) if air.weather is Weather.CLEAR else 0.0
    if strength <= 0.0:
        return []
    dice = site.dice(2)
    groups: list[list[Shape]] = [[] for _ in range(4)]
    for i in range(count):
        x, y = dice.uniform(-3.4, 3.4), -HORIZON - 0.25 - 2.6 * dice.uniform(0, 1) ** 0.9
        size = float(dice.choice([0.007, 0.009, 0.012, 0.018], p=[0.4, 0.3, 0.2, 0.1]))
        groups[i % 4].append(Shape(ellipse((float(x), float(y)), size, size), rgba("#fdf6dc", 0.9 * strength), role="light"))
    return [Part(tuple(group), twinkle(0.45, 1.0, 2.2 + 0.7 * k, 0.23 * k)) for k, group in enumerate(groups)]


# Rows of a covered sky, far to near: the height of its lower edge over the horizon, the size of its heaps, how dark it is.
LIDS: dict[Weather, tuple[tuple[float, float, float], ...]] = {
    Weather.CLOUDY: ((0.36, 0.26, 0.08), (0.62, 0.40, 0.42), (0.98, 0.52, 0.86)),
    Weather.RAIN: ((0.46, 0.26, 0.4), (0.74, 0.40, 0.66), (1.04, 0.52, 0.9)),
    Weather.SNOW: ((0.50, 0.26, 0.4), (0.80, 0.40, 0.6), (1.08, 0.48, 0.8)),
    Weather.STORM: ((0.42, 0.30, 0.66), (0.68, 0.46, 0.86), (0.98, 0.58, 1.0)),
}  # fmt: skip
THUNDER = "#141a29"


def cloud_banks(site: Site) -> list[Part]:
    """The clouds of the weather: a small one far off in a clear sky, rows that cover it all in any other; none in fog."""
    air = site.air
    if air.weather is Weather.CLEAR:
        return _fair(site)
    light = mix(air.heaven(0.8), rgba("#ffffff"), (0.62 if not air.dark else 0.2) if air.weather is Weather.CLOUDY else 0.06)
    dark = mix(air.heaven(0.1), rgba(THUNDER if air.weather is Weather.STORM else "#3a4456"), {Weather.STORM: 0.84, Weather.RAIN: 0.5, Weather.SNOW: 0.4}.get(air.weather, 0.34))
    return [_row(site, k, -HORIZON - up, size, (mix(light, dark, tone), mix(light, dark, tone * (0.86 if air.weather is Weather.STORM else 0.6))))
            for k, (up, size, tone) in enumerate(LIDS.get(air.weather, ()))]


def _fair(site: Site) -> list[Part]:
    """One small cloud, low and away from the lamp of the sky; none at night."""
    air, dice = site.air, site.dice(3)
    if air.hour is Hour.NIGHT:
        return []
    body = mix(rgba("#ffffff"), air.heaven(0.9), 0.1) if air.hour is Hour.DAY else mix(air.heaven(1.0), rgba("#fff0d8"), 0.35)
    y, away = -HORIZON - float(dice.uniform(0.5, 0.66)), 1.0 if air.side < 0 else -1.0
    shapes = cloud(float(dice.uniform(0.36, 0.46)), y, body, mix(body, air.heaven(0.8), 0.5), int(dice.integers(1 << 30)), site)
    return [Part(shapes, _sail(away * float(dice.uniform(0.8, 1.2)), 0.25, 0.0))]


def _row(site: Site, k: int, y: float, size: float, colors: tuple[Rgba, Rgba]) -> Part:
    """Cloud from the top of the sky down to a lower edge of heaps at y; its colours above and at the edge."""
    dice, path = site.dice(61 + k), list[Command]()
    x = -2 * WIDE
    while x < 2 * WIDE:
        r = size * float(dice.uniform(0.55, 1.0))
        path += ellipse((x, y - r * 0.3), r * 1.25, r * 0.62)
        x += r * 1.7
    path += polygon([(-2 * WIDE, TOP - 8), (2 * WIDE, TOP - 8), (2 * WIDE, y - size * 0.3), (-2 * WIDE, y - size * 0.3)])
    above, edge = colors
    fill = Gradient("linear", (0.0, y - 1.5 * size), (0.0, y + 0.4 * size), ((0.0, above), (0.5, mix(above, edge, 0.4)), (1.0, edge)))
    return Part((Shape(tuple(path), fill, role="sky"),), _sail(0.0, 2.0, 0.4 * k + 0.01 * (site.seed % 7), 0.012 * site.air.wind * (1 + k)))


def _sail(x: float, reach: float, phase: float, speed: float = 0.02) -> Motion:
    """Sails to and fro about x so slowly that no turn is seen."""
    return lambda t: ((1.0, 0.0, x + reach * math.sin(speed * t + phase), 0.0, 1.0, 0.0), 1.0)


def cloud(size: float, y: float, body: Rgba, under: Rgba, seed: int, site: Site) -> tuple[Shape, ...]:
    """A long flat-bottomed cloud of a few round heaps, lighter on top."""
    dice = site.dice(seed)
    n = int(dice.integers(4, 7))
    fill = Gradient("linear", (0.0, y - 0.22 * size), (0.0, y + 0.06 * size), ((0.0, body), (1.0, under)))
    path: list[Command] = []
    for i in range(n):
        share = (i + 0.5) / n
        r = size * (0.07 + 0.12 * (1 - abs(2 * share - 1)) * float(dice.uniform(0.7, 1.2)))
        path += ellipse((size * (share - 0.5) * 1.1, y - r * 0.55), r * 1.25, r)
    path += ellipse((0.0, y), size * 0.62, size * 0.055)
    return (Shape(tuple(path), fill, role="sky"),)
