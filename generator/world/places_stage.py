"""The theatre stage: a gilded arch, red curtains drawn aside, a painted backcloth of the hour, wings, footlights, heads in the dark."""

from __future__ import annotations

import math

import numpy as np

from generator.world.frames import LOW, NEAR
from generator.world.layers import Layer, Part, Site, bob, foot, layer, sway, twinkle
from generator.world.light import halo
from generator.world.scenery import WIDE, across, down, pool
from generator.world.shapes import Command, Gradient, Rgba, Shape, blob, box, ellipse, mix, polygon, rgba
from storyboard.staging import Hour, Weather

BACK = 0.5  # nearness of the backcloth
RED, GOLD, DARK = "#a3323a", "#d9a84a", "#3a0f1e"


def stage(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(241)
    spot = Gradient("linear", (0.0, -2.6), (0.0, 0.0), ((0.0, rgba("#fff3cf", 0.34)), (1.0, rgba("#fff3cf", 0.05))))
    beam = Part((Shape(polygon([(air.side * 1.2 - 0.1, -2.9), (air.side * 1.2 + 0.1, -2.9), (0.95, 0.08), (-0.95, 0.08)]), spot, role="glow"),),
                twinkle(0.8, 1.0, 4.2))
    return [
        layer(BACK, _backcloth(site), _hung(site)),
        layer(BACK, _boards(site), pool(0.0, 0.0, 1.15, "#fff0c4", 0.6), ground=True),
        layer(0.62, _waves(site, 0.62, "#5f8f9f", 242), [_wing(site, s, 0.62) for s in (-1, 1)]),
        layer(0.78, [_wing(site, s, 0.78) for s in (-1, 1)]),
        layer(0.92, [_drape(site, s, float(dice.uniform(0, 1))) for s in (-1, 1)], _valance(site)),
        layer(1.0, beam),
        layer(1.12, _apron(site), [_footlight(site, 0.42 * k, k) for k in range(-9, 10)]),
        layer(NEAR, _audience(site)),
    ]


def _backcloth(site: Site) -> list[Shape]:
    """A painted sky of the hour, a painted moon or sun with a face, hills and a castle."""
    air, y = site.air, foot(BACK)
    sky = [mix(rgba(c), air.paint("#c9a27a", 0.2), 0.22) for c in air.sky]
    hill, far = mix(air.paint("#6d9080", 0.3), sky[1], 0.2), mix(air.paint("#8fae9a", 0.3), sky[2], 0.35)
    out = [Shape(polygon([(-WIDE, -6), (WIDE, -6), (WIDE, y + 0.1), (-WIDE, y + 0.1)]),
                 Gradient("linear", (0, -2.0), (0, y), tuple((k / 2, c) for k, c in enumerate(sky))), role="sky")]
    for cx in (-4.4, 0.0, 4.4):
        out.append(Shape(blob([(cx - 2.3, y), (cx - 1.6, y - 0.5), (cx - 0.6, y - 0.34), (cx + 0.3, y - 0.66), (cx + 1.2, y - 0.4), (cx + 2.3, y)]), far, role="far"))
        towers: list[Command] = []
        for dx, h in ((0.12, 0.3), (0.26, 0.42), (0.4, 0.3)):
            tx = cx + site.hand * dx
            towers += box(tx, y - 0.5, 0.1, h)
            towers += polygon([(tx - 0.08, y - 0.5 - h), (tx, y - 0.66 - h), (tx + 0.08, y - 0.5 - h)])
        out.append(Shape(tuple(towers), mix(far, rgba("#5a4a6a"), 0.3), role="far"))
        out.append(Shape(blob([(cx - 2.4, y), (cx - 1.4, y - 0.2), (cx - 0.3, y - 0.36), (cx + 0.9, y - 0.16), (cx + 2.4, y)]), hill, role="far"))
    return out


STRING = (*rgba("#4a3a34")[:3], 150)
CARDS = ((-0.72, -1.12), (0.62, -1.36), (-1.5, -1.4), (1.5, -1.1), (-3.3, -1.2), (3.2, -1.3))


def _hung(site: Site) -> list[Part]:
    """What hangs on strings: sun or moon and two clouds of card under a clear sky; else dark clouds with their paper rain, snow or lightning."""
    air, tone = site.air, rgba("#ffe6a0")
    if air.weather is Weather.FOG:
        veil = Gradient("linear", (0.0, -1.6), (0.0, foot(BACK)), ((0.0, rgba("#f2f0e8", 0.5)), (1.0, rgba("#f2f0e8", 0.86))))
        return [Part((Shape(polygon([(-WIDE, -2.4), (WIDE, -2.4), (WIDE, foot(BACK)), (-WIDE, foot(BACK))]), veil, role="haze"),), bob(0.02, 4.0))]
    if air.weather is not Weather.CLEAR:
        return _card_weather(site)
    out, night = [_card_lamp(site, tone)], air.hour in (Hour.NIGHT, Hour.DUSK)
    for k, (x, y) in enumerate(CARDS):
        out.append(_card_cloud(site.hand * x, y, 0.8, mix(rgba("#fff6e6"), rgba(air.sky[1]), 0.3), k))
    if night:
        stars = [(x, y) for x, y in ((-0.5, -1.52), (0.2, -1.08), (0.42, -1.56), (-0.9, -1.4), (1.0, -1.45), (-1.2, -1.15))]
        out += [Part((Shape(polygon([(x + q * math.sin(math.pi * k / 5), y - q * math.cos(math.pi * k / 5)) for k in range(10) for q in ((0.05, 0.022)[k % 2],)]),
                            tone, role="light"),), twinkle(0.5, 1.0, 2.4 + 0.3 * j, 0.2 * j)) for j, (x, y) in enumerate(stars)]
    return out


def _card_lamp(site: Site, tone: Rgba) -> Part:
    """A crescent, by day a sun."""
    at, r = (-site.hand * 0.14, -1.06), 0.17
    if site.air.hour in (Hour.NIGHT, Hour.DUSK):
        lamp: tuple[Command, ...] = (("M", at[0] - 0.05, at[1] - r), ("C", at[0] + 0.24, at[1] - r, at[0] + 0.24, at[1] + r, at[0] - 0.05, at[1] + r),
                ("C", at[0] + 0.09, at[1] + r * 0.5, at[0] + 0.09, at[1] - r * 0.5, at[0] - 0.05, at[1] - r), ("Z",))
    else:
        lamp = polygon([(at[0] + q * math.sin(math.pi * k / 10), at[1] - q * math.cos(math.pi * k / 10)) for k in range(20) for q in ((r * 1.3, r * 0.95)[k % 2],)])
    return Part((Shape(ellipse(at, 0.6, 0.6), halo(at, 0.6, tone, 0.4), role="glow"), Shape((("M", at[0], -4.0), ("L", at[0], at[1] - r)), None, STRING, 0.006, "line"),
                 Shape(lamp, tone, mix(tone, rgba("#b5742f"), 0.5), 0.014, "cloth")), sway(at[0], -4.0, 0.008, 4.0))


def _card_cloud(x: float, y: float, size: float, tone: Rgba, k: int) -> Part:
    """A cloud of card on its string."""
    s = size
    card = tuple(c for dx, dy, r in ((-0.24, 0.02, 0.13), (-0.02, -0.04, 0.2), (0.22, 0.01, 0.14)) for c in ellipse((x + dx * s, y + dy * s), r * s, r * s * 0.8))
    return Part((Shape((("M", x, -4.0), ("L", x, y - 0.1 * s)), None, STRING, 0.006, "line"), Shape(card, tone, role="cloth")), bob(0.015, 3.6, 0.2 * k, 0.06))


def _card_weather(site: Site) -> list[Part]:
    """Three dark clouds of card, and below them what falls from such, each on its string."""
    air, out = site.air, []
    tone = {Weather.STORM: "#3f4658", Weather.RAIN: "#76828f", Weather.SNOW: "#9aa6b4"}.get(air.weather, "#a9b0b4")
    for k, x in enumerate((-3.6, -2.4, -1.3, -0.5, 0.3, 1.1, 2.3, 3.5)):
        y = -1.2 + 0.13 * (k % 2)
        for j in range(3 if air.weather in (Weather.RAIN, Weather.STORM, Weather.SNOW) else 0):
            out.append(_card_drop(air.weather, x + 0.22 * (j - 1), y + 0.24 + 0.13 * ((j + k) % 3), k + j))
        if air.weather is Weather.STORM and k % 2:
            out.append(_card_bolt(site, x + 0.1, y + 0.06))
        out.append(_card_cloud(x, y, 1.5, mix(rgba(tone), rgba("#ffffff"), 0.1 * (k % 2)), k))
    return out


def _card_drop(weather: Weather, x: float, y: float, k: int) -> Part:
    """A drop of silver paper or a paper flake on a string."""
    if weather is Weather.SNOW:
        shape = Shape(polygon([(x + q * math.sin(math.pi * i / 6), y - q * math.cos(math.pi * i / 6)) for i in range(12) for q in ((0.06, 0.024)[i % 2],)]), rgba("#fbfdff"), role="cloth")
    else:
        shape = Shape((("M", x, y - 0.09), ("C", x + 0.02, y - 0.04, x + 0.045, y, x, y + 0.02), ("C", x - 0.045, y, x - 0.02, y - 0.04, x, y - 0.09), ("Z",)), rgba("#5f9fd0"), role="cloth")
    return Part((Shape((("M", x, -4.0), ("L", x, y - 0.06)), None, STRING, 0.005, "line"), shape), bob(0.035, 1.7, 0.23 * k))


def _card_bolt(site: Site, x: float, y: float) -> Part:
    """A gilded zigzag."""
    zigzag = [(x, y), (x + 0.13, y), (x + 0.06, y + 0.2), (x + 0.15, y + 0.2), (x - 0.08, y + 0.56), (x - 0.01, y + 0.29), (x - 0.1, y + 0.29)]
    tone = site.air.bright("#ffd34d")
    return Part((Shape(ellipse((x, y + 0.28), 0.4, 0.4), halo((x, y + 0.28), 0.4, tone, 0.5), role="glow"), Shape(polygon(zigzag), tone, rgba("#a86a1e"), 0.012, "light")), sway(x, -4.0, 0.004, 2.2))


def _boards(site: Site) -> list[Shape]:
    air, y = site.air, foot(BACK)
    wood = air.paint("#b07d50")
    dark = mix(wood, rgba("#2a1c24"), 0.4)
    out = [Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, 4), (-2 * WIDE, 4)]), down(dark, wood, y, 0.4), role="ground")]
    return out + [Shape((("M", 0.34 * k * BACK, y), ("L", 0.34 * k * 1.9, 0.38)), None, (*mix(wood, rgba("#20141c"), 0.45)[:3], 150), 0.010, "line")
                  for k in range(-26, 27)]


def _waves(site: Site, near: float, color: str, salt: int) -> Part:
    """A row of waves of painted card that is pushed to and fro."""
    y, tone = foot(near), site.air.paint(color, 0.2)
    path: list[Command] = [("M", -6.0, y)]
    for k in range(48):
        x = -6.0 + 0.25 * k
        path.append(("C", x + 0.02, y - 0.1, x + 0.13, y - 0.19, x + 0.21, y - 0.14))
        path.append(("C", x + 0.17, y - 0.13, x + 0.17, y - 0.08, x + 0.25, y - 0.07))
    path += [("L", 6.0, y), ("Z",)]
    return Part((Shape(tuple(path), down(mix(tone, rgba("#ffffff"), 0.25), tone, y - 0.18, y), role="wood"),), bob(0.0, 3.2, salt * 0.1, 0.08))


def _wing(site: Site, side: int, near: float) -> list[Shape]:
    """A flat cut as trees at the side of the stage, on its batten."""
    air, y = site.air, foot(near)
    x = side * (1.0 + 0.55 * (near - 0.5))
    green = mix(air.paint("#4f7f58", 1 - near), rgba("#2b2040"), 0.1 if near < 0.7 else 0.24)
    crown = tuple(c for dx, dy, r in ((0.0, -1.02, 0.24), (0.22, -0.82, 0.24), (-0.16, -0.76, 0.2), (0.34, -1.2, 0.26), (0.55, -0.95, 0.3))
                  for c in ellipse((x + side * dx, y + dy), r, r * 0.95))
    return [Shape(box(x + side * 0.12, y, 0.1, 0.8), mix(green, rgba("#5a3a2a"), 0.6), role="wood"), Shape(box(x + side * 0.12, y, 0.5, 0.03), air.paint("#7a5139"), role="wood"),
            Shape(crown, across(air, green, x + side * 0.2, 0.45, 1.2), role="leaf"),
            Shape(ellipse((x + side * 0.02, y - 0.98), 0.15, 0.12), (*mix(green, rgba("#ffffff"), 0.22)[:3], 120), role="shade")]


def _drape(site: Site, side: int, phase: float) -> Part:
    """A curtain drawn aside: folds, a golden cord, a swelling foot."""
    air, red, gold = site.air, site.air.paint(RED), site.air.paint(GOLD)
    shapes = []
    for k in range(9):
        x = side * (1.24 + 0.21 * k)
        waist, low = x + side * 0.12, x - side * (0.06 - 0.02 * k)
        fold = (("M", x - 0.2, -4.5), ("L", x + 0.2, -4.5), ("C", x + 0.2, -1.8, waist + 0.15, -1.2, waist + 0.13, -0.72), ("C", low + 0.15, -0.5, low + 0.19, -0.2, low + 0.2, 0.0),
                ("L", low - 0.2, 0.0), ("C", low - 0.19, -0.2, low - 0.15, -0.5, waist - 0.13, -0.72), ("C", waist - 0.15, -1.2, x - 0.2, -1.8, x - 0.2, -4.5), ("Z",))
        shapes.append(Shape(fold, across(air, mix(red, rgba(DARK), 0.3 * (k % 2)), x, 0.22, 1.8), role="cloth"))
    shapes.reverse()
    x = side * 1.36
    shapes.append(Shape(blob([(x - side * 0.16, -0.74), (x + side * 0.3, -0.68), (x + side * 0.9, -0.8)], closed=False), None, gold, 0.05, "line"))
    shapes += [Shape(ellipse((x - side * 0.1, -0.66), 0.035, 0.05), gold, role="cloth"), Shape(box(x - side * 0.1, -0.46, 0.05, 0.17), mix(gold, rgba("#7a4a1e"), 0.3), role="cloth")]
    return Part(tuple(shapes), sway(side * 2.0, -4.5, -0.006, 4.4, phase))


def _valance(site: Site) -> list[Shape]:
    """Swags above, with a fringe and tassels, under the gilded arch."""
    air, red, gold = site.air, site.air.paint(RED), site.air.paint(GOLD)
    out = [Shape(box(0, -1.5, 2 * WIDE, 3.0), mix(red, rgba(DARK), 0.35), role="cloth")]
    for k in range(-12, 13):
        x = 0.5 * k
        swag = (("M", x - 0.27, -1.62), ("C", x - 0.2, -1.26, x + 0.2, -1.26, x + 0.27, -1.62), ("Z",))
        out += [Shape(swag, across(air, red, x, 0.28, 1.4), role="cloth"),
                Shape((("M", x - 0.26, -1.58), ("C", x - 0.2, -1.25, x + 0.2, -1.25, x + 0.26, -1.58)), None, gold, 0.03, "line"),
                Shape(ellipse((x + 0.25, -1.5), 0.025, 0.07), gold, role="cloth")]
    return out


def _apron(site: Site) -> list[Shape]:
    """The stage's front edge with its gilded moulding."""
    air, gold = site.air, site.air.paint(GOLD)
    return [Shape(polygon([(-WIDE, 0.17), (WIDE, 0.17), (WIDE, 2.0), (-WIDE, 2.0)]), mix(air.paint("#6a2a30"), rgba("#180a14"), 0.5), role="wood"),
            Shape(box(0, 0.19, 2 * WIDE, 0.035), mix(gold, rgba("#3a2414"), 0.25), role="wood")]


def _footlight(site: Site, x: float, k: int) -> list[Shape | Part]:
    y = 0.165
    shell = mix(site.air.paint("#c79a4b"), rgba("#2a1a10"), 0.4)
    glow = Part((Shape(ellipse((x, y - 0.08), 0.26, 0.22), halo((x, y - 0.08), 0.26, rgba("#ffd990"), 0.6), role="glow"),), twinkle(0.7, 1.0, 2.5 + 0.1 * (k % 5), 0.13 * k))
    return [glow, Shape((("M", x - 0.07, y), ("C", x - 0.075, y - 0.12, x + 0.075, y - 0.12, x + 0.07, y), ("Z",)), shell, role="iron")]


def _audience(site: Site) -> list[Shape | Part]:
    """Heads of those who watch, dark, in the lower corners."""
    dice, dark = site.dice(243), mix(site.air.paint("#2c1a2c"), rgba("#0c0612"), 0.6)
    out: list[Shape | Part] = []
    for side in (-1, 1):
        for k in range(4):
            x, y, r = side * (LOW + 0.12 + 0.36 * k), 0.27 - 0.06 * k * (side == site.hand), 0.13 + 0.02 * float(dice.uniform(0, 1))
            ears = tuple(c for s in (-1, 1) for c in ellipse((x + s * r * 0.66, y - r * 0.95), r * 0.3, r * 0.46)) if k % 2 else ()
            body = (*ellipse((x, y), r, r * 1.05), *ears, *ellipse((x, y + 0.34), r * 1.9, 0.26))
            out.append(Part((Shape(body, dark, role="stone"),), bob(0.008, 3.0 + 0.3 * k, float(np.abs(side * 0.2 + 0.1 * k)))))
    return out
