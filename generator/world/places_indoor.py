"""Rooms: cottage, kitchen, workshop, library. A back wall, a floor, things along the wall, light from a window
by day and from fire and lamps by night.
"""

from __future__ import annotations

import numpy as np

from generator.world.frames import CLEAR, LOW, NEAR, drapery, dusky, post
from generator.world.layers import Layer, Part, Site, foot, layer, rise, spin, sway, twinkle
from generator.world.light import halo
from generator.world.scenery import WIDE, across, down, flame, pool
from generator.world.shapes import Command, Gradient, Rgba, Shape, blob, box, ellipse, limb, mix, polygon, rgba, rounded
from generator.world.windows import beam, outlook

WALL = 0.55  # nearness of the back wall


def room(site: Site, wall: str, floor: str, panel: str | None = None) -> tuple[list[Shape], list[Shape]]:
    """Back wall and floor: a soft light on the wall where the light comes from; boards on the floor."""
    air, y = site.air, foot(WALL)
    color = air.paint(wall, 0.15)
    shade = mix(color, rgba("#2b2036"), 0.34 if not air.dark else 0.5)
    lx = air.side * 1.3
    back = [Shape(polygon([(-WIDE, -6), (WIDE, -6), (WIDE, y + 0.1), (-WIDE, y + 0.1)]), down(shade, color, -2.4, y), role="ground"),
            Shape(ellipse((lx, -0.9), 2.6, 2.0), halo((lx, -0.9), 2.6, air.light().key, 0.36 if air.dark else 0.20), role="glow")]
    if panel is not None:
        tone = air.paint(panel, 0.12)
        back.append(Shape(box(0, y, 2 * WIDE, 0.52), down(mix(tone, color, 0.2), tone, y - 0.52, y), role="wood"))
        back += [Shape((("M", 0.32 * k, y - 0.52), ("L", 0.32 * k, y)), None, mix(tone, rgba("#20182a"), 0.3), 0.012, "line") for k in range(-20, 21)]
        back.append(Shape(box(0, y - 0.5, 2 * WIDE, 0.05), mix(tone, rgba("#ffffff"), 0.12), role="wood"))
    back.append(Shape(box(0, y, 2 * WIDE, 0.06), mix(color, rgba("#2b2036"), 0.35), role="wood"))
    ground = air.paint(floor, 0.05)
    boards = [Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, 4), (-2 * WIDE, 4)]), down(mix(ground, shade, 0.3), ground, y, 0.5), role="ground")]
    boards += [Shape((("M", 0.36 * k, y), ("L", 0.36 * k * 3.2, 1.1)), None, (*mix(ground, rgba("#20182a"), 0.4)[:3], 150), 0.010, "line")
               for k in range(-15, 16)]
    return back, boards


def cottage(site: Site) -> list[Layer]:
    air = site.air
    wx = 1.05 * site.hand
    back, floor = room(site, "#d9b98f", "#a87850", "#9a6b48")
    y = foot(WALL)
    return [
        layer(WALL, back, outlook(site, wx, y - 0.58, 0.8, 0.78), _curtains(site, wx, y - 0.58, 0.8, 0.78, "#b8544a"),
              _pictures(site, -wx * 0.2), _clock(site, wx * 0.36), _shelf(site, -wx * 2.6, -0.9, 0.8, 224), _rafters(site)),
        layer(WALL, floor, _rug(site, "#a8443f", "#e6c68a"), ground=True),
        layer(0.66, _hearth(site, -wx * 1.35, foot(0.66))),
        layer(0.82, _armchair(site, wx * 1.9, foot(0.82)), beam(site, wx, 0.62)),
        layer(1.0, [pool(-wx * 1.2, -0.05, 1.3, "#ff9d4a", 0.42 if air.dark else 0.2)]),
        layer(NEAR, drapery(site, site.hand, "#a8504a")),
    ]


def _rafters(site: Site) -> list[Shape]:
    wood = mix(site.air.paint("#5f4130", 0.2), rgba("#1c1422"), 0.2)
    return [Shape(box(0, -2.02, 2 * WIDE, 0.14), wood, role="wood")] + [Shape(box(1.15 * k, -2.1, 0.14, 2.0), wood, role="wood") for k in range(-6, 7)]


def _rug(site: Site, color: str, border: str) -> list[Shape]:
    a, b = site.air.paint(color), site.air.paint(border)
    return [Shape(ellipse((0.0, 0.06), 1.3, 0.20), b, role="cloth"), Shape(ellipse((0.0, 0.06), 1.18, 0.175), a, role="cloth"),
            Shape(ellipse((0.0, 0.06), 0.85, 0.12), None, b, 0.02, "line")]


def _curtains(site: Site, x: float, y: float, w: float, h: float, color: str) -> list[Part]:
    air, tone = site.air, site.air.paint(color, 0.15)
    out = []
    for s in (-1, 1):
        px = x + s * w * 0.55
        cloth = (("M", px - s * 0.04, y - h - 0.1), ("L", px + s * 0.2, y - h - 0.1),
                 ("C", px + s * 0.18, y - h * 0.4, px + s * 0.24, y - 0.1, px + s * 0.22, y + 0.16), ("L", px + s * 0.04, y + 0.16),
                 ("C", px, y - h * 0.3, px - s * 0.1, y - h * 0.5, px - s * 0.04, y - h - 0.1), ("Z",))
        out.append(Part((Shape(cloth, across(air, tone, px + s * 0.1, 0.15, 1.3), role="cloth"),), sway(px, y - h - 0.1, 0.03, 4.0, 0.2 * s)))
    out.append(Part((Shape(box(x, y - h - 0.07, w * 1.9, 0.035), air.paint("#5a3f30", 0.1), role="wood"),)))
    return out


def _pictures(site: Site, x: float) -> list[Shape]:
    air, y = site.air, -1.0
    return [Shape(box(x, y + 0.12, 0.34, 0.28), air.paint("#7fa3a0", 0.2), air.paint("#c79a4b", 0.15), 0.04, "wall"),
            Shape(blob([(x - 0.15, y + 0.1), (x - 0.05, y - 0.03), (x + 0.05, y + 0.03), (x + 0.15, y + 0.1)]), air.paint("#5d7f57", 0.2), role="shade"),
            Shape(ellipse((x + 0.07, y - 0.06), 0.03, 0.03), air.paint("#f2d9a0", 0.2), role="shade")]


def _clock(site: Site, x: float) -> list[Shape | Part]:
    """A clock on the wall whose pendulum swings."""
    air, y = site.air, -1.06
    wood, face = air.paint("#7a4f38", 0.12), air.paint("#f2e8d2", 0.12)
    swing = Part((Shape((("M", x, y + 0.08), ("L", x, y + 0.33)), None, air.paint("#c79a4b", 0.1), 0.012, "line"),
                  Shape(ellipse((x, y + 0.34), 0.035, 0.035), air.paint("#d9ab4e", 0.1), role="iron")), sway(x, y + 0.08, -0.14, 1.6))
    return [swing, Shape(polygon([(x - 0.16, y - 0.1), (x, y - 0.25), (x + 0.16, y - 0.1), (x + 0.13, y + 0.13), (x - 0.13, y + 0.13)]), across(air, wood, x, 0.16), role="wood"),
            Shape(ellipse((x, y), 0.09, 0.09), face, air.paint("#4a3328", 0.12), 0.014, "wall"),
            Shape((("M", x, y), ("L", x, y - 0.065), ("M", x, y), ("L", x + 0.045, y + 0.015)), None, air.paint("#3a2a26", 0.12), 0.012, "line")]


def _hearth(site: Site, x: float, y: float) -> list[Shape | Part]:
    """The fireplace: stones, a mantel with things on it, a fire that burns (higher at night)."""
    air = site.air
    stone, dark = air.paint("#9b8d86", 0.1), air.paint("#2a2026")
    out: list[Shape | Part] = [Shape(box(x, y, 0.92, 3.4), across(air, mix(stone, rgba("#2b2036"), 0.1), x, 0.5), role="stone"),
                               Shape(rounded(x, y, 1.12, 0.95, 0.06), across(air, stone, x, 0.6), role="stone")]
    dice = site.dice(213)
    for _ in range(9):
        out.append(Shape(rounded(x + float(dice.uniform(-0.46, 0.46)), y - float(dice.choice([0.06, 0.3, 0.55, 0.8])), 0.16, 0.09, 0.03),
                         mix(stone, rgba("#40303a"), float(dice.uniform(0.08, 0.25))), role="shade"))
    out.append(Shape((("M", x - 0.3, y), ("L", x - 0.3, y - 0.36), ("C", x - 0.28, y - 0.64, x + 0.28, y - 0.64, x + 0.3, y - 0.36),
                      ("L", x + 0.3, y), ("Z",)), dark, role="shade"))
    out += [Shape(limb([(x - 0.2, y - 0.03), (x + 0.2, y - 0.07)], [0.035, 0.035]), air.paint("#5b3c2a"), role="wood"),
            Shape(limb([(x - 0.2, y - 0.08), (x + 0.2, y - 0.03)], [0.03, 0.03]), air.paint("#6b4732"), role="wood")]
    out += flame(x, y - 0.06, 0.36 if air.dark else 0.28)
    out.append(Shape(box(x, y - 0.93, 1.3, 0.08), air.paint("#7a5139", 0.1), role="wood"))
    for dx, w, h, color in ((-0.45, 0.1, 0.2, "#5f86a0"), (-0.25, 0.07, 0.12, "#d9a441"), (0.3, 0.12, 0.14, "#b8574a"), (0.47, 0.06, 0.22, "#e8dcc0")):
        out.append(Shape(rounded(x + dx, y - 1.01, w, h, 0.02), air.paint(color, 0.1), role="cloth"))
    return out


def _armchair(site: Site, x: float, y: float) -> list[Shape]:
    air, tone = site.air, site.air.paint("#5e7f78", 0.05)
    dark = mix(tone, rgba("#1f1a2e"), 0.25)
    return [Shape(rounded(x, y - 0.05, 0.62, 0.85, 0.18), across(air, tone, x, 0.32, 1.2), role="cloth"),
            Shape(rounded(x, y - 0.06, 0.7, 0.32, 0.06), dark, role="cloth"),
            Shape(rounded(x - 0.34, y - 0.03, 0.17, 0.46, 0.07), tone, role="cloth"), Shape(rounded(x + 0.34, y - 0.03, 0.17, 0.46, 0.07), tone, role="cloth")]


def kitchen(site: Site) -> list[Layer]:
    air = site.air
    wx = 0.95 * site.hand
    back, floor = room(site, "#c9d0b4", "#b98a63", "#8fa39a")
    y = foot(WALL)
    return [
        layer(WALL, back, _tiles(site, y), outlook(site, wx, y - 0.62, 0.72, 0.7), _shelf(site, -wx * 0.3, -1.05, 0.9, 221),
              _shelf(site, wx * 2.2, -1.1, 0.8, 222), _pots(site, -wx * 1.42)),
        layer(WALL, floor, _checker(site), ground=True),
        layer(0.66, _stove(site, -wx * 1.28, foot(0.66))),
        layer(0.84, _table(site, wx * 1.5, foot(0.84), "#a9774d"), beam(site, wx, 0.55)),
        layer(1.0, [pool(-wx * 1.2, -0.05, 1.2, "#ff9d4a", 0.4 if air.dark else 0.15)]),
        layer(NEAR, _herbs(site, site.hand)),
    ]


def _herbs(site: Site, side: int) -> list[Part]:
    """Bunches of herbs that hang from a beam in one upper corner: stems tied above, leaves below."""
    out = [Part((Shape(box(side * 2.2, -1.5, 1.7, 0.08), dusky(site, "#6a4c3a", 0.3), role="wood"),))]
    for k, color in enumerate(("#7fa05a", "#a08ab8", "#6f9450")):
        x, tone = side * (CLEAR + 0.18 + 0.24 * k), dusky(site, color, 0.2)
        stems = tuple(c for dx in (-0.05, 0.0, 0.05) for c in (("M", x, -1.46), ("L", x + dx, -1.3)))
        leaves: list[Command] = []
        for row in range(4):
            for j in (-1, 0, 1):
                leaves += ellipse((x + j * (0.035 + 0.012 * row), -1.31 + 0.055 * row + 0.015 * abs(j)), 0.042, 0.02, j * 0.7 + np.pi / 2)
        out.append(Part((Shape(stems, None, dusky(site, "#8a9a5a", 0.2), 0.016, "line"), Shape(tuple(leaves), tone, role="leaf"),
                         Shape(box(x, -1.36, 0.06, 0.035), dusky(site, "#d9c49a", 0.15), role="cloth")), sway(x, -1.5, -0.02, 3.4, 0.2 * k)))
    return out


def _tiles(site: Site, y: float) -> list[Shape]:
    """A band of glazed tiles over the panels, with a coloured border."""
    air = site.air
    glaze, joint = air.paint("#eae4d0", 0.15), air.paint("#c9c6b0", 0.2)
    lines = tuple(c for k in range(-40, 41) for c in (("M", 0.2 * k, y - 0.53), ("L", 0.2 * k, y - 0.93)))
    return [Shape(box(0, y - 0.53, 2 * WIDE, 0.4), glaze, role="shade"), Shape((*lines, ("M", -WIDE, y - 0.73), ("L", WIDE, y - 0.73)), None, joint, 0.01, "line"),
            Shape(box(0, y - 0.92, 2 * WIDE, 0.045), air.paint("#7fa3a8", 0.2), role="shade")]


def _checker(site: Site) -> list[Shape]:
    air, out, y = site.air, [], foot(WALL)
    rows = (y, -0.11, -0.02, 0.12, 0.36, 0.8)
    for r in range(len(rows) - 1):
        a, b = rows[r], rows[r + 1]
        wa, wb = 0.3 * (1 + (a - y) * 2.4), 0.3 * (1 + (b - y) * 2.4)
        for k in range(-14, 14):
            if (k + r) % 2:
                out.append(Shape(polygon([(k * wa, a), ((k + 1) * wa, a), ((k + 1) * wb, b), (k * wb, b)]), air.paint("#d9b48a", 0.05, 0.75), role="shade"))
    return out


def _shelf(site: Site, x: float, y: float, w: float, salt: int) -> list[Shape]:
    air, dice = site.air, site.dice(salt)
    out = [Shape(box(x, y, w, 0.05), air.paint("#7a5139", 0.1), role="wood"), Shape(box(x, y - 0.36, w, 0.045), air.paint("#7a5139", 0.1), role="wood")]
    for row in (0.05, 0.405):
        px = x - w / 2 + 0.08
        while px < x + w / 2 - 0.05:
            jw, jh = float(dice.uniform(0.08, 0.14)), float(dice.uniform(0.1, 0.22))
            color = air.paint(str(dice.choice(["#d8694f", "#e9c46a", "#6d97a8", "#e8dfc8", "#83a06c", "#b98a63"])), 0.12)
            out.append(Shape(rounded(px, y - row, jw, jh, 0.025), across(air, color, px, jw * 0.6), role="cloth"))
            px += jw + float(dice.uniform(0.03, 0.07))
    return out


def _pots(site: Site, x: float) -> list[Part]:
    air, out = site.air, []
    for k in range(3):
        px, c = x - 0.3 + 0.3 * k, air.paint(("#b5653c", "#6d7480", "#c58a45")[k], 0.1)
        shapes = (Shape((("M", px, -1.62), ("L", px, -1.42)), None, air.paint("#4a3a34", 0.1), 0.014, "line"),
                  Shape(rounded(px, -1.18, 0.2, 0.22, 0.05), across(air, c, px, 0.12, 1.3), role="iron"))
        out.append(Part(shapes, sway(px, -1.62, -0.03, 3.2, 0.3 * k)))
    return [Part((Shape(box(x, -1.61, 1.0, 0.04), air.paint("#5a4034", 0.1), role="wood"),)), *out]


def _stove(site: Site, x: float, y: float) -> list[Shape | Part]:
    """An iron stove with a fire behind its door and a steaming pot."""
    air = site.air
    iron = air.paint("#4d525e", 0.08)
    out: list[Shape | Part] = [Shape(box(x + 0.22, y - 0.5, 0.14, 2.6), across(air, iron, x + 0.22, 0.08), role="iron"),
                               Shape(rounded(x, y - 0.06, 0.95, 0.62, 0.05), across(air, iron, x, 0.5, 1.2), role="iron"),
                               Shape(box(x, y - 0.66, 1.05, 0.06), mix(iron, rgba("#ffffff"), 0.1), role="iron"),
                               Shape(box(x - 0.36, y, 0.08, 0.08), iron, role="iron"), Shape(box(x + 0.36, y, 0.08, 0.08), iron, role="iron"),
                               Shape(rounded(x - 0.12, y - 0.16, 0.36, 0.3, 0.04), rgba("#33191a"), role="shade")]
    out += flame(x - 0.12, y - 0.18, 0.2, 0.4)
    pot = air.paint("#b5583f", 0.05)
    out += [Shape(rounded(x - 0.18, y - 0.71, 0.34, 0.24, 0.06), across(air, pot, x - 0.18, 0.18, 1.3), role="iron"),
            Shape(ellipse((x - 0.18, y - 0.95), 0.18, 0.035), mix(pot, rgba("#ffffff"), 0.15), role="iron")]
    steam = (Shape(ellipse((x - 0.18, y - 1.0), 0.10, 0.08), rgba("#f4efe6", 0.42), role="haze"),)
    return [*out, *(Part(steam, rise(x - 0.18, y - 1.0, 0.6, 3.0, k / 4, 0.08)) for k in range(4))]


def _table(site: Site, x: float, y: float, color: str) -> list[Shape]:
    air, wood = site.air, site.air.paint(color, 0.04)
    dark = mix(wood, rgba("#241a28"), 0.3)
    loaf = blob([(x + 0.08, y - 0.51), (x + 0.1, y - 0.62), (x + 0.26, y - 0.68), (x + 0.42, y - 0.62), (x + 0.44, y - 0.51)], tension=0.8)
    cuts = tuple(c for k in range(3) for c in (("M", x + 0.16 + 0.09 * k, y - 0.65), ("L", x + 0.21 + 0.09 * k, y - 0.58)))
    return [Shape(box(x - 0.4, y, 0.07, 0.45), dark, role="wood"), Shape(box(x + 0.4, y, 0.07, 0.45), dark, role="wood"),
            Shape(rounded(x, y - 0.44, 1.05, 0.08, 0.03), across(air, wood, x, 0.5), role="wood"),
            Shape(loaf, across(air, air.paint("#c98f4f"), x + 0.26, 0.2), role="cloth"), Shape(cuts, None, air.paint("#f0d6a0"), 0.018, "line"),
            Shape(ellipse((x - 0.15, y - 0.56), 0.14, 0.06), air.paint("#e3d6bd"), role="cloth"),
            Shape(ellipse((x - 0.18, y - 0.60), 0.06, 0.055), air.paint("#c8413b"), role="cloth"),
            Shape(ellipse((x - 0.08, y - 0.59), 0.055, 0.05), air.paint("#d9a441"), role="cloth")]


def workshop(site: Site) -> list[Layer]:
    air = site.air
    wx = 1.0 * site.hand
    back, floor = room(site, "#b59f86", "#8a6a50", None)
    y = foot(WALL)
    return [
        layer(WALL, back, _rafters(site), outlook(site, wx, y - 0.6, 0.84, 0.72), _tool_board(site, -wx * 0.75, -0.78),
              _wheels(site, -wx * 2.6, -1.0), _wheels(site, wx * 1.85, -1.0), _shelf(site, wx * 0.06, -0.98, 0.56, 223)),
        layer(WALL, floor, ground=True),
        layer(0.68, _bench(site, -wx * 1.2, foot(0.68)), _crates(site, wx * 1.75, foot(0.7))),
        layer(0.84, _hanging_lamp(site, -wx * 0.9), beam(site, wx, 0.7)),
        layer(1.0, [pool(-wx * 0.9, -0.05, 1.3, "#ffc36b", 0.45 * max(air.glow, 0.25)), _shavings(site)]),
        layer(NEAR, post(site, -site.hand, "#6d4f3c")),
    ]


def _gear(x: float, y: float, r: float, teeth: int, color: Rgba, hole: Rgba) -> tuple[Shape, ...]:
    points = []
    for k in range(teeth * 4):
        a = 2 * np.pi * k / (teeth * 4)
        rr = r if (k // 2) % 2 else r * 0.82
        points.append((float(x + rr * np.cos(a)), float(y + rr * np.sin(a))))
    spokes = tuple(Shape(ellipse((float(x + 0.45 * r * np.cos(a)), float(y + 0.45 * r * np.sin(a))), r * 0.15, r * 0.15), hole,
                         role="shade") for a in np.linspace(0, 2 * np.pi, 6)[:-1])
    return (Shape(polygon(points), color, role="iron"), *spokes, Shape(ellipse((x, y), r * 0.14, r * 0.14), hole, role="shade"))


def _wheels(site: Site, x: float, y: float) -> list[Part]:
    """Gears on the wall that turn into each other."""
    air = site.air
    hole = mix(air.paint("#5f4f42", 0.2), rgba("#1c1422"), 0.2)
    return [Part(_gear(x, y, 0.3, 12, air.paint("#c79a4b", 0.12), hole), spin(x, y, 0.08)),
            Part(_gear(x + 0.46, y + 0.17, 0.2, 8, air.paint("#a9713f", 0.12), hole), spin(x + 0.46, y + 0.17, -0.12)),
            Part(_gear(x - 0.2, y + 0.45, 0.18, 8, air.paint("#8d8f96", 0.12), hole), spin(x - 0.2, y + 0.45, -0.12))]


def _tool_board(site: Site, x: float, y: float) -> list[Shape]:
    air = site.air
    wood, iron, handle = air.paint("#8b6b4e", 0.12), air.paint("#aab0b5", 0.1), air.paint("#b5523f", 0.1)
    out = [Shape(box(x, y, 1.15, 0.62), wood, role="wood")]
    for k, dx in enumerate((-0.42, -0.22, 0.0, 0.2, 0.42)):
        px, top = x + dx, y - 0.52
        out.append(Shape(limb([(px, top + 0.2), (px, top + 0.42)], [0.02, 0.026]), handle if k % 2 else air.paint("#d9a45f", 0.1), role="wood"))
        head = box(px, top + 0.2, 0.16, 0.08) if k % 3 == 0 else limb([(px, top), (px, top + 0.2)], [0.012 + 0.02 * (k % 2), 0.03])
        out.append(Shape(head, iron, role="iron"))
    return out


def _bench(site: Site, x: float, y: float) -> list[Shape]:
    air, wood = site.air, site.air.paint("#a9774d", 0.08)
    dark = mix(wood, rgba("#241a28"), 0.3)
    return [Shape(box(x - 0.62, y, 0.12, 0.52), dark, role="wood"), Shape(box(x + 0.62, y, 0.12, 0.52), dark, role="wood"),
            Shape(box(x, y - 0.14, 1.2, 0.06), dark, role="wood"),
            Shape(rounded(x, y - 0.5, 1.55, 0.12, 0.03), across(air, wood, x, 0.8), role="wood"),
            Shape(rounded(x - 0.5, y - 0.62, 0.2, 0.18, 0.03), air.paint("#6d7480", 0.05), role="iron"),
            Shape(box(x + 0.1, y - 0.62, 0.5, 0.05), air.paint("#d9b98a", 0.05), role="wood"),
            Shape(ellipse((x + 0.55, y - 0.68), 0.07, 0.07), air.paint("#c79a4b", 0.05), role="iron")]


def _crates(site: Site, x: float, y: float) -> list[Shape]:
    air, out = site.air, []
    for dx, dy, s in ((-0.2, 0.0, 0.42), (0.26, 0.0, 0.36), (-0.16, -0.42, 0.34)):
        wood = air.paint("#b08a5f", 0.08)
        out += [Shape(box(x + dx, y + dy, s, s), across(air, wood, x + dx, s / 2), role="wood"),
                Shape((("M", x + dx - s / 2, y + dy - s), ("L", x + dx + s / 2, y + dy)), None, mix(wood, rgba("#241a28"), 0.3), 0.03, "line")]
    return out


def _hanging_lamp(site: Site, x: float) -> list[Part]:
    """A lamp on a cord that swings a little; its cone of light by night."""
    air = site.air
    shapes = [Shape((("M", x, -4.0), ("L", x, -1.66)), None, air.paint("#2f2a30"), 0.014, "line"),
              Shape(polygon([(x - 0.05, -1.68), (x + 0.05, -1.68), (x + 0.19, -1.5), (x - 0.19, -1.5)]), air.paint("#4f7a72"), role="iron"),
              Shape(ellipse((x, -1.5), 0.08, 0.04), air.lamp("#d8d2bd", "#ffe6a6"), role="light")]
    if air.glow > 0.2:
        cone = Gradient("linear", (0.0, -1.5), (0.0, 0.0), ((0.0, rgba("#ffd68a", 0.24 * air.glow)), (1.0, rgba("#ffd68a", 0.0))))
        shapes.insert(0, Shape(polygon([(x - 0.17, -1.5), (x + 0.17, -1.5), (x + 1.0, 0.1), (x - 1.0, 0.1)]), cone, role="glow"))
        shapes.insert(0, Shape(ellipse((x, -1.45), 0.8, 0.8), halo((x, -1.45), 0.8, rgba("#ffd68a"), 0.6 * air.glow), role="glow"))
    return [Part(tuple(shapes), sway(x, -4.0, -0.012, 3.4))]


def _shavings(site: Site) -> list[Shape]:
    dice = site.dice(214)
    return [Shape(ellipse((float(dice.uniform(-2.5, 2.5)), float(dice.uniform(-0.1, 0.25))), 0.035, 0.014, float(dice.uniform(0, 3))),
                  site.air.paint("#e0c08a", 0.0, 0.8), role="shade") for _ in range(16)]


def library(site: Site) -> list[Layer]:
    air = site.air
    wx = 0.0
    back, floor = room(site, "#8d6b54", "#8a5b40", None)
    y = foot(WALL)
    shelves = [s for k, x in enumerate((-3.9, -2.5, -1.15, 1.15, 2.5, 3.9)) for s in _bookcase(site, x, y, 1.25, 2.6, 231 + k)]
    side = site.hand
    return [
        layer(WALL, back, outlook(site, wx, y - 0.42, 0.72, 1.55, arch=True), shelves),
        layer(WALL, floor, _rug(site, "#3f5f7a", "#d9b46a"), ground=True),
        layer(0.64, _ladder(site, side * 1.35, foot(0.64))),
        layer(0.84, _desk_lamp(site, -side * 1.75, foot(0.84)), beam(site, wx, 0.7)),
        layer(1.0, [pool(-side * 1.6, -0.05, 1.1, "#ffc36b", 0.42 * max(air.glow, 0.2))]),
        layer(NEAR, post(site, side, "#5f4030", 0.34), _book_pile(site, -side)),
    ]


def _book_pile(site: Site, side: int) -> list[Shape]:
    """Books heaped in one lower corner."""
    out, y = [], 0.62
    for k, (w, h, color) in enumerate(((0.72, 0.13, "#a8443f"), (0.62, 0.11, "#3f6a7a"), (0.66, 0.13, "#c79a4b"), (0.5, 0.1, "#5d7a4f"), (0.4, 0.11, "#7a5a86"))):
        tone = dusky(site, color, 0.42)
        x = side * (LOW + 0.5 + 0.03 * (k % 2))
        out += [Shape(rounded(x, y, w, h, 0.02), tone, role="cloth"), Shape(box(x - side * w * 0.44, y - h * 0.15, 0.05, h * 0.7), mix(tone, rgba("#efe3c8"), 0.5), role="shade")]
        y -= h
    return out


def _bookcase(site: Site, x: float, y: float, w: float, h: float, salt: int) -> list[Shape]:
    air, dice = site.air, site.dice(salt)
    wood = air.paint("#5f4030", 0.12)
    out = [Shape(box(x, y, w, h), wood, role="wood")]
    colors = ["#a8443f", "#3f6a7a", "#c79a4b", "#5d7a4f", "#7a5a86", "#d8c7a4", "#394a6b"]
    rows = 6
    for row in range(rows):
        low = y - 0.05 - row * h / rows
        out.append(Shape(box(x, low, w - 0.1, h / rows - 0.06), mix(wood, rgba("#150f1a"), 0.5), role="shade"))
        px = x - w / 2 + 0.08
        while px < x + w / 2 - 0.1:
            bw, bh = float(dice.uniform(0.05, 0.11)), h / rows * float(dice.uniform(0.6, 0.82))
            if dice.uniform(0, 1) > 0.1:
                out.append(Shape(box(px + bw / 2, low, bw * 0.92, bh), air.paint(str(dice.choice(colors)), 0.14), role="shade"))
            px += bw
    return out


def _ladder(site: Site, x: float, y: float) -> list[Shape]:
    wood = site.air.paint("#b8894f", 0.08)
    lean = 0.35 if x < 0 else -0.35
    out = [Shape(limb([(x + d, y), (x + d + lean, y - 2.3)], [0.028, 0.024]), wood, role="wood") for d in (-0.17, 0.17)]
    return out + [Shape(limb([(x - 0.17 + lean * s, y - 2.3 * s), (x + 0.17 + lean * s, y - 2.3 * s)], [0.02, 0.02]), wood, role="wood")
                  for s in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)]


def _desk_lamp(site: Site, x: float, y: float) -> list[Shape | Part]:
    """A reading desk with books and a green lamp."""
    air = site.air
    out: list[Shape | Part] = list(_table(site, x, y, "#7a4f38")[:3])
    for k, color in enumerate(("#a8443f", "#3f6a7a", "#c79a4b")):
        out.append(Shape(box(x + 0.22, y - 0.52 - 0.06 * k, 0.34 - 0.04 * k, 0.055), air.paint(color), role="cloth"))
    lamp = (x - 0.2, y - 0.86)
    out += [Shape(limb([(x - 0.2, y - 0.52), (x - 0.2, y - 0.8)], [0.02, 0.014]), air.paint("#c79a4b"), role="iron"),
            Shape((("M", lamp[0] - 0.16, lamp[1] + 0.06),
                   ("C", lamp[0] - 0.14, lamp[1] - 0.12, lamp[0] + 0.14, lamp[1] - 0.12, lamp[0] + 0.16, lamp[1] + 0.06), ("Z",)),
                  air.lamp("#4f8a6a", "#7fd09a"), role="light")]
    if air.glow > 0.2:
        out.append(Part((Shape(ellipse(lamp, 0.9, 0.9), halo(lamp, 0.9, rgba("#ffdf94"), 0.6 * air.glow), role="glow"),), twinkle(0.85, 1.0, 3.3)))
    return out
