"""The sky: gradient, sun or moon, stars, drifting clouds. Its layers stand still when the camera travels."""

from __future__ import annotations

from dataclasses import replace

from generator.world.layers import HORIZON, Layer, Part, Site, drift, layer, twinkle
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


def sky(site: Site, clouds: float = 1.0) -> list[Layer]:
    """All the sky: dome, stars, sun or moon, clouds."""
    lamp, disc = lamp_of_heaven(site)
    layers = [layer(0.0, dome(site), stars(site)), layer(0.0, lamp, lamp=disc)]
    if clouds > 0:
        layers.append(layer(0.02, cloud_banks(site, clouds)))
    return layers


def lamp_of_heaven(site: Site) -> tuple[list[Shape], tuple[float, float, float]]:
    """Sun or moon on the side the light comes from, and its middle and radius; only its glow behind thick weather."""
    air, dice = site.air, site.dice(1)
    veiled = air.weather in (Weather.RAIN, Weather.STORM, Weather.FOG, Weather.SNOW)
    height = {Hour.DAWN: 0.30, Hour.DAY: 0.92, Hour.DUSK: 0.26, Hour.NIGHT: 0.84}[air.hour]
    x = air.side * float(dice.uniform(0.15, 0.42))  # over the free middle of the stage
    y = -HORIZON - height - float(dice.uniform(0.0, 0.15))
    night = air.hour is Hour.NIGHT
    color = {Hour.DAWN: rgba("#fff0cf"), Hour.DAY: rgba("#fffbe6"), Hour.DUSK: rgba("#ffdf9a"), Hour.NIGHT: rgba("#f3f0d8")}[air.hour]
    radius = {Hour.DAWN: 0.15, Hour.DAY: 0.11, Hour.DUSK: 0.2, Hour.NIGHT: 0.14}[air.hour]
    wide = halo((x, y), radius * (5.0 if night else 8.0), color, 0.30 if night else 0.55)
    shapes = [Shape(ellipse((x, y), radius * 8, radius * 8), wide, role="glow")]
    if veiled and air.weather is not Weather.SNOW:
        disc = [Shape(ellipse((x, y), radius, radius), (*color[:3], 190), role="light")] if air.weather is Weather.FOG else []
        glow = [] if air.weather is Weather.STORM else [replace(shapes[0], fill=halo((x, y), radius * 7, color, 0.25)), *disc]
        return glow, (x, y, radius)
    shapes.append(Shape(ellipse((x, y), radius, radius), (*color[:3], 255 if not veiled else 120), role="light"))
    if night:
        shade = mix(color, air.heaven(0.3), 0.28)
        shapes += [Shape(ellipse((x + dx * radius, y + dy * radius), r * radius, r * radius), shade, role="light")
                   for dx, dy, r in ((-0.3, -0.2, 0.24), (0.3, 0.25, 0.17), (0.1, -0.5, 0.12))]
    return shapes, (x, y, radius)


def stars(site: Site, strength: float | None = None, count: int = 46) -> list[Part]:
    """A few groups of stars, each twinkling in its own time."""
    air = site.air
    if strength is None:
        clear = air.weather in (Weather.CLEAR,) or (air.weather is Weather.CLOUDY)
        strength = {Hour.NIGHT: 1.0, Hour.DUSK: 0.3, Hour.DAWN: 0.2}.get(air.hour, 0.0) * (1.0 if clear else 0.0)
    if strength <= 0.0:
        return []
    dice = site.dice(2)
    groups: list[list[Shape]] = [[] for _ in range(4)]
    for i in range(count):
        x, y = dice.uniform(-3.4, 3.4), -HORIZON - 0.25 - 2.6 * dice.uniform(0, 1) ** 0.9
        size = float(dice.choice([0.007, 0.009, 0.012, 0.018], p=[0.4, 0.3, 0.2, 0.1]))
        groups[i % 4].append(Shape(ellipse((float(x), float(y)), size, size), rgba("#fdf6dc", 0.9 * strength), role="light"))
    return [Part(tuple(group), twinkle(0.45, 1.0, 2.2 + 0.7 * k, 0.23 * k)) for k, group in enumerate(groups)]


def cloud_banks(site: Site, amount: float = 1.0) -> list[Part]:
    """Clouds that cross the sky with the wind; more and darker in weather."""
    air, dice = site.air, site.dice(3)
    heavy = air.weather in (Weather.CLOUDY, Weather.RAIN, Weather.STORM, Weather.SNOW)
    count = round((9 if heavy else 5) * amount)
    body = mix(air.heaven(0.55), rgba("#ffffff"), 0.55 if not air.dark else 0.12)
    if air.weather is Weather.STORM:
        body = mix(air.heaven(0.2), rgba("#20242e"), 0.25)
    elif heavy:
        body = mix(air.heaven(0.4), rgba("#ffffff"), 0.22 if not air.dark else 0.08)
    if air.hour is Hour.DUSK and not heavy:
        body = mix(rgba("#f6b08e"), air.heaven(0.6), 0.35)
    if air.weather is Weather.FOG:
        return []
    parts = []
    for k in range(count):
        y = -HORIZON - float(dice.uniform(0.62, 1.3)) - (0.15 if heavy else 0.0)
        size = float(dice.uniform(0.7, 1.5)) * (1.5 if heavy else 1.0)
        speed = 0.045 * air.wind * (0.7 + 0.5 * size) * (1 if site.seed % 2 else -1)
        shapes = cloud(size, y, body, mix(body, air.heaven(0.9), 0.6), int(dice.integers(1 << 30)), site)
        parts.append(Part(shapes, drift(speed, 9.0, 9.0 * (k + float(dice.uniform(0.2, 0.8))) / count)))
    return parts


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
