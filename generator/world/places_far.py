"""Places far from home: the moon, above the clouds."""

from __future__ import annotations

import math

import numpy as np

from generator.world.frames import LOW, NEAR, boulders
from generator.world.layers import HORIZON, Layer, Matrix, Motion, Part, Site, bob, drift, foot, layer, sway, twinkle
from generator.world.light import halo
from generator.world.scenery import WIDE, across, contact, down, gull, ridge, rock
from generator.world.shapes import Command, Gradient, Rgba, Shape, blob, box, ellipse, limb, mix, polygon, rgba, rounded
from generator.world.sky import sheet, sky, stars


def moon(site: Site) -> list[Layer]:
    """Grey ground under a black sky at every hour; the hour tints it. A ringed planet, a landing craft, tracks that lead to it."""
    air, dice, hand = site.air, site.dice(101), site.hand
    tone = mix(air.heaven(0.2), rgba("#0b1030"), 0.72)
    dome = sheet(Gradient("linear", (0, -2.6), (0, -HORIZON), ((0.0, mix(tone, rgba("#05060f"), 0.5)), (1.0, mix(tone, air.heaven(0.8), 0.22)))))
    planet = (-hand * 0.08, -1.2, 0.25)
    grey = mix(rgba("#d3cfd4"), air.paint("#d3cfd4"), 0.6)
    near_x = [s * float(dice.uniform(1.5, 3.4)) for s in (-1, 1, -1, 1)]
    return [
        layer(0.0, dome, _milky_way(site), stars(site, 1.0, 90)),
        layer(0.0, _planet(site, *planet), lamp=(planet[0], planet[1], planet[2] * 1.35)),
        layer(0.06, _lunar_hills(site, 0.06, 0.42, mix(grey, tone, 0.66), 102)),
        layer(0.16, _lunar_hills(site, 0.16, 0.2, mix(grey, tone, 0.46), 103)),
        layer(0.2, _dust_ground(site, grey, tone), ground=True),
        layer(0.5, _lander(site, hand * 1.38, foot(0.5))),
        layer(0.62, _flag(site, -hand * 0.98, foot(0.62))),
        layer(0.84, [rock(air, (x, foot(0.84)), float(dice.uniform(0.2, 0.36)), 0.0, dice, "#a9a6b4") for x in near_x]),
        layer(1.0, [_mote(site, k) for k in range(10)]),
        layer(NEAR, boulders(site, "#6d6a80")),
    ]


def _milky_way(site: Site) -> list[Shape]:
    """A pale band across the sky."""
    lean, out = 0.34 * site.hand, []
    for k in range(7):
        path = ellipse((0.2 * site.hand, -1.45), 3.4, 0.08 + 0.07 * k, lean)
        out.append(Shape(path, rgba("#b9b4e6", 0.028), role="glow"))
    return out


def _planet(site: Site, x: float, y: float, r: float) -> list[Shape | Part]:
    """A banded planet with a ring, lit from one side; the ring goes behind it and comes before it."""
    side = site.air.side
    body = Gradient("linear", (x + side * r, y - 0.3 * r), (x - side * r, y + 0.3 * r),
                    ((0.0, rgba("#f7d2a4")), (0.5, rgba("#d0868c")), (1.0, rgba("#3c2f5e"))))
    glow = Part((Shape(ellipse((x, y), r * 2.4, r * 2.4), halo((x, y), r * 2.4, rgba("#f0b8a0"), 0.4), role="glow"),), twinkle(0.7, 1.0, 4.0))
    bands = [Shape(ellipse((x, y + dy * r), r * w, r * 0.07), rgba("#fbe3c4", 0.35), role="shade") for dy, w in ((-0.35, 0.88), (0.1, 0.97), (0.45, 0.8))]
    near_half = [(x + r * 1.75 * math.cos(a) * math.cos(0.3) + r * 0.36 * math.sin(a) * math.sin(0.3),
                  y - r * 1.75 * math.cos(a) * math.sin(0.3) + r * 0.36 * math.sin(a) * math.cos(0.3)) for a in np.linspace(0, math.pi, 13)]
    ring = Shape(ellipse((x, y), r * 1.75, r * 0.36, -0.3), None, rgba("#d9b894", 0.8), 0.03, "line")
    return [glow, ring, Shape(ellipse((x, y), r, r), body, role="light"), *bands, Shape(blob(near_half, closed=False), None, rgba("#f7dfbd"), 0.034, "line")]


def _dust_ground(site: Site, grey: Rgba, tone: Rgba) -> list[Shape]:
    """The plain, its craters, and tracks that bend from the stage to the landing craft."""
    air, dice = site.air, site.dice(104)
    top = foot(0.2)
    dust = mix(grey, rgba("#3a3a58"), 0.4)
    out = [Shape(polygon([(-2 * WIDE, top), (2 * WIDE, top), (2 * WIDE, 4), (-2 * WIDE, 4)]), down(mix(grey, tone, 0.4), mix(grey, tone, 0.06), top, 0.5),
                 role="ground")]
    for near, x in ((0.28, -1.2), (0.36, 0.5), (0.46, -0.75), (0.58, 1.5), (0.72, -1.3), (0.9, 1.0), (1.16, -0.5), (1.4, 1.35)):
        cx = site.hand * x + float(dice.uniform(-0.15, 0.15))
        for shift in (-4.2, 0.0, 4.2):
            out += _crater(cx + shift, foot(near), 0.42 * near * float(dice.uniform(0.8, 1.2)), grey, dust, air.side)
    for k in range(15):
        near = 1.5 / (1 + 0.15 * k)
        x = site.hand * (1.05 * (1 - (near - 0.48) / 1.02) ** 0.6 * near + 0.05 * (k % 2) * near - 0.1)
        out.append(Shape(ellipse((x, foot(near)), 0.05 * near, 0.014 * near), mix(dust, rgba("#1a1830"), 0.3), role="shade"))
    return out


def _crater(x: float, y: float, w: float, grey: Rgba, dust: Rgba, side: float) -> list[Shape]:
    h = w * 0.2
    bowl = Gradient("linear", (x + side * w, y), (x - side * w, y), ((0.0, mix(dust, rgba("#1a1830"), 0.5)), (1.0, mix(dust, grey, 0.35))))
    return [Shape(ellipse((x, y - 0.12 * h), w * 1.12, h * 1.2), mix(grey, rgba("#ffffff"), 0.3), role="shade"), Shape(ellipse((x, y + 0.08 * h), w, h), bowl, role="shade")]


def _lunar_hills(site: Site, near: float, height: float, color: Rgba, salt: int) -> Shape:
    base = foot(near)
    return Shape(ridge(site.dice(salt), base, height, 0.8), down(mix(color, rgba("#ffffff"), 0.2), color, base - height, base), role="far")


def _lander(site: Site, x: float, y: float) -> list[Shape | Part]:
    """A stout rocket on three legs with a lit window and a ladder."""
    air = site.air
    white, red, iron = air.paint("#ece6dc", 0.12), air.paint("#c9503f", 0.12), air.paint("#59606e", 0.12)
    hull = blob([(x - 0.2, y - 0.16), (x - 0.24, y - 0.55), (x - 0.13, y - 0.92), (x, y - 1.08), (x + 0.13, y - 0.92), (x + 0.24, y - 0.55), (x + 0.2, y - 0.16)], tension=0.8)
    nose = blob([(x - 0.155, y - 0.86), (x - 0.1, y - 0.98), (x, y - 1.09), (x + 0.1, y - 0.98), (x + 0.155, y - 0.86), (x, y - 0.83)], tension=0.8)
    legs = [Shape(limb([(x + s * 0.16, y - 0.3), (x + s * 0.36, y - 0.12), (x + s * 0.4, y)], [0.035, 0.025, 0.02]), red, role="iron") for s in (-1, 1)]
    feet = [Shape(ellipse((x + s * 0.4, y), 0.07, 0.02), iron, role="iron") for s in (-1, 0, 1)]
    glass = (x, y - 0.64)
    rungs: tuple[Command, ...] = tuple(c for k in range(4) for c in (("M", x - 0.05, y - 0.05 - 0.07 * k), ("L", x + 0.05, y - 0.05 - 0.07 * k)))
    return [contact((x - air.side * 0.1, y + 0.01), 0.5, 0.05, rgba("#12101f", 0.4)), *legs, *feet,
            Shape(limb([(x, y - 0.2), (x, y)], [0.03, 0.02]), iron, role="iron"), Shape(hull, across(air, white, x, 0.25, 1.5), role="wall"),
            Shape(nose, across(air, red, x, 0.15, 1.3), role="wall"), Shape(rounded(x, y - 0.3, 0.46, 0.05, 0.02), red, role="wall"),
            Part((Shape(ellipse(glass, 0.4, 0.4), halo(glass, 0.4, rgba("#ffdc8f"), 0.5), role="glow"),), twinkle(0.7, 1.0, 3.0)),
            Shape(ellipse(glass, 0.085, 0.085), rgba("#ffe6a6"), iron, 0.026, "light"), Shape(rungs, None, iron, 0.014, "line")]


def _flag(site: Site, x: float, y: float) -> list[Shape | Part]:
    air = site.air
    cloth = blob([(x, y - 0.66), (x + 0.13, y - 0.69), (x + 0.28, y - 0.65), (x + 0.27, y - 0.48), (x + 0.13, y - 0.51), (x, y - 0.48)], tension=0.7)
    star = polygon([(x + 0.13 + r * math.sin(math.pi * k / 5), y - 0.585 - r * math.cos(math.pi * k / 5)) for k in range(10) for r in ((0.06, 0.026)[k % 2],)])
    return [Shape(limb([(x, y), (x, y - 0.7)], [0.013, 0.011]), air.paint("#d9d6dc", 0.1), role="iron"),
            Part((Shape(cloth, air.paint("#d8594c", 0.06), role="cloth"), Shape(star, rgba("#ffe6a6"), role="light")), sway(x, y, 0.006, 3.8))]


def _mote(site: Site, k: int) -> Part:
    dice = site.dice(110 + k)
    at = (float(dice.uniform(-2.5, 2.5)), float(dice.uniform(-1.4, -0.1)))
    return Part((Shape(ellipse(at, 0.012, 0.012), rgba("#fff6df", 0.8), role="light"),), bob(0.10, 3.2 + 0.3 * k, 0.17 * k, 0.07))


def clouds(site: Site) -> list[Layer]:
    """A floor of clouds under the open sky, a castle of cloud far off, a balloon; far banks sail slower than near ones."""
    air = site.air
    hazy = air.heaven(0.9)
    white = mix(air.paint("#ffffff"), mix(rgba("#ffffff"), hazy, 0.3), 0.35)
    shade = mix(air.paint("#8fa6d6"), air.heaven(0.4), 0.4)
    floor = [Shape(polygon([(-2 * WIDE, foot(0.24)), (2 * WIDE, foot(0.24)), (2 * WIDE, 4), (-2 * WIDE, 4)]),
                   Gradient("linear", (0.0, foot(0.24)), (0.0, 0.5), ((0.0, mix(white, hazy, 0.5)), (0.55, white), (1.0, mix(shade, white, 0.3)))), role="haze")]
    return [
        *sky(site),
        layer(0.04, _rainbow(site), _bank(site, 0.05, 0.42, (mix(white, hazy, 0.55), mix(shade, hazy, 0.6)), 121, 0.02)),
        layer(0.1, _cloud_castle(site, -site.hand * 0.22, foot(0.1)), _bank(site, 0.1, 0.3, (mix(white, hazy, 0.35), mix(shade, hazy, 0.4)), 122, 0.03)),
        layer(0.24, _bank(site, 0.22, 0.22, (mix(white, hazy, 0.15), mix(shade, hazy, 0.2)), 128, 0.05)),
        layer(0.3, _balloon(site, site.hand * 1.42, -0.66)),
        layer(0.24, floor, _folds(site, white, shade), ground=True),
        layer(0.5, _bank(site, 0.5, 0.17, (white, mix(shade, white, 0.2)), 123, 0.07)),
        layer(0.75, _bank(site, 0.74, 0.12, (white, mix(shade, white, 0.3)), 124, 0.09)),
        layer(1.0, _gulls(site)),
        layer(1.15, _bank(site, 1.5, 0.12, (mix(white, shade, 0.25), shade), 125, 0.12)),
        layer(NEAR, _heaps(site, mix(white, shade, 0.45), mix(shade, rgba("#26305c"), 0.3))),
    ]


def _bank(site: Site, near: float, size: float, colors: tuple[Rgba, Rgba], salt: int, speed: float) -> Part:
    """One row of heaped cloud over the whole width that sails to and fro; its colours above and below. Every few heaps one towers."""
    top, low = colors
    dice, y = site.dice(salt), foot(near)
    path: list[Command] = []
    for k, x in enumerate(np.arange(-WIDE, WIDE, size * 0.95)):
        r = size * float(dice.uniform(0.5, 0.8)) * (1.35 if k % 4 == 0 else 1.0)
        path += ellipse((float(x), y - r * 0.25), r * 1.15, r * 0.85)
        path += ellipse((float(x) + r * 0.5, y - r * 0.85), r * 0.62, r * 0.55) if k % 4 == 0 else ()
    path += polygon([(-WIDE, y - size * 0.05), (WIDE, y - size * 0.05), (WIDE, y + size), (-WIDE, y + size)])
    fill = Gradient("linear", (0.0, y - size * 1.2), (0.0, y + size * 0.5), ((0.0, top), (0.4, mix(top, low, 0.25)), (0.72, low), (1.0, mix(top, low, 0.3))))
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
        y = foot(0.24) + 0.9 * share**1.3
        w = 0.5 + share
        out.append(Part((Shape(ellipse((0.0, y), w, 0.03 + 0.05 * share), (*mix(shade, white, 0.25)[:3], 120), role="haze"),),
                        drift(0.06 + 0.1 * share, 11.0, float(dice.uniform(0, 11)))))
    return out


def _rainbow(site: Site) -> list[Shape]:
    """An arc by fair days."""
    air = site.air
    if air.dark or air.weather.value not in ("clear", "cloudy"):
        return []
    at = (-site.hand * 0.3, foot(0.04) + 0.1)
    return [Shape(ellipse(at, 1.12 - 0.035 * k, 1.06 - 0.035 * k), None, rgba(color, 0.3), 0.037, "haze")
            for k, color in enumerate(("#f08a7a", "#f5c07a", "#f2e490", "#a5d8a0", "#8fc0e8", "#b9a4dc"))]


def _cloud_castle(site: Site, x: float, y: float) -> list[Shape | Part]:
    """Pale towers that stand on a cloud."""
    air, hazy = site.air, site.air.heaven(0.9)
    wall = mix(air.paint("#f6ead2"), hazy, 0.3)
    roof = mix(air.paint("#7f8fc9"), hazy, 0.3)
    out: list[Shape | Part] = []
    for dx, w, h in ((0.0, 0.15, 0.66), (-0.19, 0.11, 0.44), (0.19, 0.11, 0.5), (-0.33, 0.09, 0.28), (0.33, 0.09, 0.3)):
        top = y - 0.1 - h
        out += [Shape(box(x + dx, y, w, h + 0.1), across(air, wall, x + dx, w * 0.6, 1.2), role="far"),
                Shape(polygon([(x + dx - w * 0.64, top), (x + dx, top - w * 1.7), (x + dx + w * 0.64, top)]), across(air, roof, x + dx, w * 0.6), role="far"),
                Shape(box(x + dx, top + 0.16, w * 0.24, 0.07), air.lamp("#8b93b5", "#ffe09a", 0.2), role="pane")]
    out.append(Shape(box(x, y, 0.7, 0.22), across(air, wall, x, 0.4), role="far"))
    return out


def _balloon(site: Site, x: float, y: float) -> list[Part]:
    """A striped hot-air balloon with its basket."""
    air = site.air
    red, cream, dark = air.paint("#cf5546", 0.2), air.paint("#f6ead0", 0.2), air.paint("#6d4a38", 0.2)
    def gore(half: float) -> tuple[Command, ...]:
        return (("M", x, y - 0.62), ("C", x + half, y - 0.62, x + half * 1.05, y - 0.22, x + half * 0.28, y), ("L", x - half * 0.28, y),
                ("C", x - half * 1.05, y - 0.22, x - half, y - 0.62, x, y - 0.62), ("Z",))
    skin = [Shape(gore(half), across(air, tone, x, half, 1.2), role="cloth" if k == 0 else "shade")
            for k, (half, tone) in enumerate(((0.36, red), (0.245, cream), (0.135, red), (0.05, cream)))]
    ropes = Shape((("M", x - 0.1, y), ("L", x - 0.055, y + 0.14), ("M", x + 0.1, y), ("L", x + 0.055, y + 0.14)), None, dark, 0.008, "line")
    basket = Shape(rounded(x, y + 0.24, 0.13, 0.1, 0.02), across(air, air.paint("#a9774d", 0.15), x, 0.07), role="wood")
    flame = [Shape(ellipse((x, y - 0.2), 0.5, 0.5), halo((x, y - 0.2), 0.5, rgba("#ffcf7d"), 0.5 * air.glow), role="glow")] if air.glow > 0.3 else []
    return [Part((*flame, *skin, ropes, basket), bob(0.025, 4.2, 0.1, 0.03, 0.02, (x, y)))]


def _gulls(site: Site) -> list[Part]:
    """Three birds far off that beat their wings."""
    dark, out = site.air.paint("#6d7690", 0.4), []
    for k in range(3):
        x, y, s = site.hand * (0.1 + 0.2 * k), -1.32 + 0.07 * ((k + 1) % 2), 0.055
        out.append(gull((x, y), s, 0.6, (dark, 0.012), 0.3 * k))
    return out


def _heaps(site: Site, top: Rgba, low: Rgba) -> list[Part]:
    """Clouds in both lower corners, one higher than the other."""
    out = []
    for side in (-1, 1):
        lift = 0.3 if side == site.hand else 0.12
        path = tuple(c for k in range(5) for c in ellipse((side * (LOW + 0.35 + 0.34 * k), 0.52 - lift * (0.35 + 0.3 * k)), 0.36, 0.27 + 0.05 * k))
        out.append(Part((Shape(path, down(top, low, 0.1 - lift, 0.6), role="sky"),), bob(0.012, 4.4, 0.2 * side, 0.03)))
    return out
