"""Places far from home: the cave, the moon, above the clouds."""

from __future__ import annotations

import math

import numpy as np

from generator.world.layers import HORIZON, Layer, Matrix, Motion, Part, Site, bob, drift, foot, layer, twinkle
from generator.world.light import halo, hex_of
from generator.world.scenery import WIDE, across, down, pool, ridge, rock
from generator.world.shapes import Command, Gradient, Rgba, Shape, blob, ellipse, mix, polygon, rgba
from generator.world.sky import sheet, sky, stars


def moon(site: Site) -> list[Layer]:
    """Grey ground under a black sky at every hour; the hour tints it."""
    air, dice = site.air, site.dice(101)
    tone = mix(air.heaven(0.2), rgba("#0b1030"), 0.72)
    dome = sheet(Gradient("linear", (0, -2.6), (0, -HORIZON), ((0.0, mix(tone, rgba("#05060f"), 0.5)), (1.0, mix(tone, air.heaven(0.8), 0.22)))))
    px, py, r = -air.side * 0.95, -1.45, 0.36
    grey = mix(rgba("#c9c6cc"), air.paint("#c9c6cc"), 0.6)
    dust = mix(grey, rgba("#3a3a58"), 0.35)
    ground = [Shape(polygon([(-WIDE, foot(0.25)), (WIDE, foot(0.25)), (WIDE, 4), (-WIDE, 4)]),
                    down(mix(grey, tone, 0.3), mix(grey, tone, 0.12), foot(0.25), 0.6), role="ground")]
    for _ in range(9):
        share = float(dice.uniform(0.05, 1.0))
        x, y, w = float(dice.uniform(-4, 4)), foot(0.25) + 0.8 * share, 0.16 + 0.35 * share
        ground += _crater(x, y, w, grey, dust, air.side)
    return [
        layer(0.0, dome, stars(site, 1.0, 80), _planet(site, px, py, r)),
        layer(0.08, _lunar_hills(site, 0.08, 0.4, mix(grey, tone, 0.55), 102)),
        layer(0.2, _lunar_hills(site, 0.2, 0.16, mix(grey, tone, 0.4), 103)),
        layer(0.25, ground, ground=True),
        layer(0.8, [rock(air, (s * float(dice.uniform(1.4, 3.4)), foot(0.8)), float(dice.uniform(0.2, 0.4)), 0.0, dice, "#a9a6b4") for s in (-1, 1, -1, 1)]),
        layer(1.0, [_mote(site, k) for k in range(10)]),
        layer(1.35, [rock(air, (s * 2.0, 0.7), 0.8, 0.0, dice, "#4b4a60") for s in (-1, 1)]),
    ]


def _planet(site: Site, x: float, y: float, r: float) -> list[Shape | Part]:
    """A banded planet with a ring, lit from one side."""
    side = site.air.side
    body = Gradient("linear", (x + side * r, y - 0.3 * r), (x - side * r, y + 0.3 * r),
                    ((0.0, rgba("#f3c7a0")), (0.5, rgba("#c9808a")), (1.0, rgba("#3c2f5e"))))
    glow = Part((Shape(ellipse((x, y), r * 2.4, r * 2.4), halo((x, y), r * 2.4, rgba("#f0b8a0"), 0.4), role="glow"),), twinkle(0.7, 1.0, 4.0))
    bands = [Shape(ellipse((x, y + dy * r), r * w, r * 0.07), rgba("#fbe3c4", 0.35), role="shade") for dy, w in ((-0.35, 0.88), (0.1, 0.97), (0.45, 0.8))]
    ring = Shape(ellipse((x, y), r * 1.75, r * 0.36, -0.3), None, rgba("#f4dcb8", 0.75), 0.035, "line")
    return [glow, Shape(ellipse((x, y), r, r), body, role="light"), *bands, ring]


def _crater(x: float, y: float, w: float, grey: Rgba, dust: Rgba, side: float) -> list[Shape]:
    h = w * 0.22
    return [Shape(ellipse((x, y), w * 1.1, h * 1.15), mix(grey, rgba("#ffffff"), 0.18), role="shade"),
            Shape(ellipse((x - side * -0.05 * w, y + 0.08 * h), w, h),
                  Gradient("linear", (x + side * w, y), (x - side * w, y), ((0.0, mix(dust, rgba("#1a1830"), 0.5)), (1.0, dust))),
                  role="shade")]


def _lunar_hills(site: Site, near: float, height: float, color: Rgba, salt: int) -> Shape:
    base = foot(near)
    return Shape(ridge(site.dice(salt), base, height, 0.8), down(mix(color, rgba("#ffffff"), 0.15), color, base - height, base), role="far")


def _mote(site: Site, k: int) -> Part:
    dice = site.dice(110 + k)
    at = (float(dice.uniform(-2.5, 2.5)), float(dice.uniform(-1.4, -0.1)))
    return Part((Shape(ellipse(at, 0.012, 0.012), rgba("#fff6df", 0.8), role="light"),), bob(0.10, 3.2 + 0.3 * k, 0.17 * k, 0.07))


def clouds(site: Site) -> list[Layer]:
    """A floor of clouds under the open sky; far banks sail slower than near ones."""
    air = site.air
    snow = mix(rgba("#ffffff"), air.heaven(0.9), 0.25)
    white = mix(air.paint("#ffffff"), snow, 0.3)
    shade = mix(air.paint("#aebfe0"), air.heaven(0.6), 0.35)
    floor = Shape(polygon([(-2 * WIDE, foot(0.2)), (2 * WIDE, foot(0.2)), (2 * WIDE, 4), (-2 * WIDE, 4)]),
                  down(mix(white, air.heaven(1.0), 0.4), white, foot(0.2), 0.3), role="haze")
    return [
        *sky(site, 0.5),
        layer(0.06, _bank(site, 0.06, 0.55, (mix(white, air.heaven(0.95), 0.65), mix(shade, air.heaven(0.95), 0.6)), 121, 0.03)),
        layer(0.15, _bank(site, 0.15, 0.34, (mix(white, air.heaven(0.95), 0.4), mix(shade, air.heaven(0.95), 0.35)), 122, 0.05)),
        layer(0.2, floor, _folds(site, white, shade), ground=True),
        layer(0.45, _bank(site, 0.45, 0.2, (mix(white, air.heaven(1.0), 0.15), shade), 123, 0.07)),
        layer(0.75, _bank(site, 0.75, 0.13, (white, mix(shade, white, 0.3)), 124, 0.09)),
        layer(1.15, _bank(site, 1.35, 0.14, (white, shade), 125, 0.12)),
        layer(1.5, _bank(site, 1.75, 0.3, (white, shade), 126, 0.16)),
    ]


def _bank(site: Site, near: float, size: float, colors: tuple[Rgba, Rgba], salt: int, speed: float) -> Part:
    """One row of heaped cloud over the whole width that sails to and fro; its colours above and below."""
    top, low = colors
    dice, y = site.dice(salt), foot(near)
    path: list[Command] = []
    for x in np.arange(-WIDE, WIDE, size * 1.1):
        r = size * float(dice.uniform(0.55, 1.0))
        path += ellipse((float(x), y - r * 0.25), r * 1.2, r * 0.8)
    path += polygon([(-WIDE, y - size * 0.05), (WIDE, y - size * 0.05), (WIDE, y + size), (-WIDE, y + size)])
    fill = Gradient("linear", (0.0, y - size * 0.95), (0.0, y + size * 0.5), ((0.0, top), (0.55, mix(top, low, 0.75)), (1.0, top)))
    return Part((Shape(tuple(path), fill, role="sky"),), _sail(speed, near))


def _sail(speed: float, phase: float) -> Motion:
    """Sails steadily; turns only after half a minute, so that no wrap is ever seen."""

    def motion(t: float) -> tuple[Matrix, float]:
        return (1.0, 0.0, 2.0 * math.sin(speed * 0.5 * t + phase), 0.0, 1.0, 0.008 * math.sin(2 * math.pi * (t / 3.5 + phase))), 1.0

    return motion


def _folds(site: Site, white: Rgba, shade: Rgba) -> list[Part]:
    dice = site.dice(127)
    out = []
    for k in range(10):
        share = (k + 0.5) / 10
        y = foot(0.2) + 0.9 * share**1.3
        w = 0.5 + share
        out.append(Part((Shape(ellipse((0.0, y), w, 0.03 + 0.05 * share), (*mix(shade, white, 0.4)[:3], 130), role="haze"),),
                        drift(0.06 + 0.1 * share, 11.0, float(dice.uniform(0, 11)))))
    return out


def cave(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(91)
    ox = 0.8 if air.side > 0 else -0.8
    wall = mix(rgba("#5b5470"), air.paint("#5b5470"), 0.7)
    back = Shape(polygon([(-WIDE, -5), (WIDE, -5), (WIDE, foot(0.5)), (-WIDE, foot(0.5))]),
                 down(mix(wall, rgba("#15132a"), 0.6), wall, -2.2, foot(0.5)), role="wall")
    mouth = [(ox - 0.72, foot(0.5)), (ox - 0.66, -0.9), (ox - 0.3, -1.45), (ox + 0.2, -1.5), (ox + 0.6, -1.05), (ox + 0.74, foot(0.5))]
    light_in = Shape(ellipse((ox, -0.8), 2.2, 1.6), halo((ox, -0.8), 2.2, air.heaven(0.8), 0.55), role="glow")
    hole = Shape(blob(mouth, tension=0.8), Gradient("linear", (0, -1.5), (0, foot(0.5)), ((0.0, air.heaven(0.3)), (1.0, air.heaven(0.95)))), role="shade")
    hill = Shape(blob([(ox - 0.7, foot(0.5)), (ox - 0.3, -0.55), (ox + 0.25, -0.62), (ox + 0.72, foot(0.5))]), air.paint("#7f9a86", 0.7), role="far")
    crystals = [_crystal(site, float(x) + float(dice.uniform(-0.15, 0.15)), foot(0.62), float(dice.uniform(0.25, 0.5)), k)
                for k, x in enumerate((-2.6, -ox * 1.1, -ox * 1.75, 2.7, 3.4))]
    floor = [Shape(polygon([(-WIDE, foot(0.5)), (WIDE, foot(0.5)), (WIDE, 4), (-WIDE, 4)]),
                   down(mix(wall, rgba("#201c38"), 0.15), mix(wall, rgba("#17142b"), 0.5), foot(0.5), 0.6), role="ground"),
             pool(air, ox, foot(0.75), 1.3, hex_of(air.heaven(0.9)), 0.5)]
    return [
        layer(0.5, back, light_in, hole, hill, _drips(site, 0.5, 92, 0.55)),
        layer(0.5, floor, ground=True),
        layer(0.62, crystals),
        layer(0.85, _stalagmites(site, wall), _drips(site, 0.85, 93, 0.3)),
        layer(1.0, [rock(air, (float(dice.uniform(-3, 3)), 0.0), float(dice.uniform(0.06, 0.12)), 0.0, dice, "#4a4560") for _ in range(5)], _motes(site, ox)),
        layer(1.4, _cave_frame(site, wall)),
    ]


def _crystal(site: Site, x: float, y: float, size: float, k: int) -> list[Part]:
    tones = ("#7fe0d6", "#b796f0", "#86b8ff")
    color = rgba(tones[k % 3])
    dark, lightc = mix(color, rgba("#2b2456"), 0.45), mix(color, rgba("#ffffff"), 0.4)
    shapes: list[Shape] = []
    for dx, h, lean in ((-0.28, 0.6, -0.2), (0.26, 0.7, 0.18), (0.0, 1.0, 0.0)):
        bx, w, top = x + dx * size, 0.13 * size, h * size
        tip = (bx + lean * size, y - top)
        shapes.append(Shape(polygon([(bx - w, y), (bx - w + lean * size * 0.75, y - top * 0.75), tip,
                                     (bx + lean * size * 0.75, y - top * 0.7), (bx, y)]), lightc if site.air.side < 0 else color, role="stone"))
        shapes.append(Shape(polygon([(bx, y), (bx + lean * size * 0.75, y - top * 0.7), tip, (bx + w + lean * size * 0.75, y - top * 0.75),
                                     (bx + w, y)]), dark if site.air.side < 0 else lightc, role="stone"))
    glow = Part((Shape(ellipse((x, y - size * 0.4), size * 1.3, size * 1.3), halo((x, y - size * 0.4), size * 1.3, color, 0.5),
                       role="glow"),), twinkle(0.35, 1.0, 2.6 + 0.4 * k, 0.27 * k))
    return [glow, Part(tuple(shapes))]


def _drips(site: Site, near: float, salt: int, low: float) -> list[Shape]:
    """Stalactites from above."""
    dice = site.dice(salt)
    tone = mix(site.air.paint("#4a4462", 1 - near), rgba("#151228"), 0.35)
    shapes = []
    for x in np.arange(-5, 5.1, 0.55):
        cx, h, w = float(x) + float(dice.uniform(-0.2, 0.2)), float(dice.uniform(0.3, 1.0)) * 0.9, float(dice.uniform(0.12, 0.26))
        y = -2.3 + low * 0.4
        shapes.append(Shape((("M", cx - w, -5.0), ("L", cx - w, y), ("C", cx - w * 0.4, y + 0.1, cx - 0.03, y + h * 0.6, cx, y + h),
                             ("C", cx + 0.03, y + h * 0.6, cx + w * 0.4, y + 0.1, cx + w, y), ("L", cx + w, -5.0), ("Z",)), tone, role="stone"))
    return shapes


def _stalagmites(site: Site, wall: Rgba) -> list[Shape]:
    dice = site.dice(94)
    shapes = []
    for side in (-1, 1):
        for k in range(3):
            x, h, w, y = side * (1.5 + 0.75 * k), float(dice.uniform(0.35, 0.8)), float(dice.uniform(0.12, 0.2)), foot(0.85)
            shapes.append(Shape((("M", x - w, y), ("C", x - w * 0.4, y - 0.1, x - 0.04, y - h * 0.6, x, y - h),
                                 ("C", x + 0.04, y - h * 0.6, x + w * 0.4, y - 0.1, x + w, y), ("Z",)),
                                across(site.air, mix(wall, rgba("#1b1830"), 0.2), x, w), role="stone"))
    return shapes


def _motes(site: Site, x: float) -> list[Part]:
    """Dust in the light."""
    dice = site.dice(95)
    out = []
    for k in range(8):
        at = (x + float(dice.uniform(-0.9, 0.9)), float(dice.uniform(-1.3, -0.2)))
        out.append(Part((Shape(ellipse(at, 0.012, 0.012), (*site.air.heaven(0.9)[:3], 190), role="light"),), bob(0.08, 3.0 + 0.4 * k, 0.2 * k, 0.1)))
    return out


def _cave_frame(site: Site, wall: Rgba) -> list[Shape]:
    dark = mix(wall, rgba("#0e0c1c"), 0.75)
    return [Shape(blob([(s * 6, -5), (s * 1.95, -2.4), (s * 1.7, -1.5), (s * 1.85, -0.8), (s * 1.7, -0.1), (s * 1.5, 0.5), (s * 1.3, 1.6),
                        (s * 6, 1.6)], tension=0.8), dark, role="stone") for s in (-1, 1)]
