"""The cave: rock arches one behind the other, dark to light, to a mouth that shows the day; crystals, a pool, a path of light."""

from __future__ import annotations

import numpy as np

from generator.world.frames import NEAR
from generator.world.layers import Layer, Part, Site, bob, foot, layer, twinkle
from generator.world.light import halo, hex_of
from generator.world.lightning import fork, lightens
from generator.world.scenery import WIDE, across, down, pool, rock
from generator.world.shapes import Gradient, Point, Rgba, Shape, blob, ellipse, mix, polygon, rgba
from generator.world.sky import THUNDER
from generator.world.windows import falling
from storyboard.staging import Hour, Weather

BACK = 0.42  # nearness of the wall with the mouth
STONE = "#6b6184"
DEEP = "#120f22"


def cave(site: Site) -> list[Layer]:
    air, dice = site.air, site.dice(91)
    ox = 0.24 * site.hand
    wall = mix(rgba(STONE), air.paint(STONE), 0.75)
    near_x = [x + float(dice.uniform(-0.12, 0.12)) for x in (-1.75, -0.95, 1.05, 1.8, 2.7, -2.8)]
    clusters = [(site.hand * x, near, size) for x, near, size in ((-1.05, 0.62, 0.52), (-1.42, 0.62, 0.34), (-2.6, 0.62, 0.5), (1.42, 0.62, 0.4), (2.4, 0.62, 0.5))]
    return [
        layer(BACK, _mouth(site, ox, wall)),
        layer(BACK, _floor(site, ox, wall), ground=True),
        layer(0.56, _arch(site, 0.56, (ox * 0.55, 1.5, -1.42), mix(wall, rgba(DEEP), 0.3), 92)),
        layer(0.62, [_crystal(site, x, foot(near), size, k) for k, (x, near, size) in enumerate(clusters)]),
        layer(0.8, _arch(site, 0.8, (ox * 0.2, 1.85, -1.6), mix(wall, rgba(DEEP), 0.55), 93)),
        layer(0.9, _mushrooms(-site.hand * 0.62, foot(0.86)), _mushrooms(site.hand * 1.3, foot(0.9))),
        layer(1.0, _shaft(site, ox), [rock(air, (x, 0.0), float(dice.uniform(0.07, 0.13)), 0.0, dice, "#4a4560") for x in near_x], _motes(site, ox)),
        layer(NEAR, _arch(site, NEAR, (0.0, 2.08, -1.8), mix(wall, rgba(DEEP), 0.86), 96)),
    ]


def _arch(site: Site, near: float, hole: tuple[float, float, float], tone: Rgba, salt: int) -> list[Shape]:
    """A wall of rock with a rough opening: its middle, half its width, its top; stalactites hang from it, its edge is lit."""
    dice, (cx, half, top), y = site.dice(salt), hole, 0.1 if near > 1 else foot(near)
    rise = y - top
    rim: list[Point] = []
    for k in range(17):
        a = np.pi * k / 16
        rough = float(dice.uniform(0.9, 1.08))
        rim.append((cx - half * rough * float(np.cos(a)) * (1.0 - 0.12 * float(np.sin(a))), y - rise * float(np.sin(a)) ** 0.7 * rough))
    rim[0], rim[-1] = (cx - half, y + 0.8), (cx + half, y + 0.8)
    path = (("M", -WIDE, y + 0.8), *(("L" if k == 0 else c[0], *c[1:]) for k, c in enumerate(blob(rim, closed=False, tension=0.8))),
            ("L", WIDE, y + 0.8), ("L", WIDE, -6.0), ("L", -WIDE, -6.0), ("Z",))
    out = []
    for x in np.arange(cx - half * 0.82, cx + half * 0.83, half * 0.24):
        at, long, w = float(x) + float(dice.uniform(-0.06, 0.06)), float(dice.uniform(0.12, 0.42)), float(dice.uniform(0.06, 0.11))
        edge = top + rise * 0.34 * abs((at - cx) / half) ** 2.2 - 0.06
        out.append(Shape((("M", at - w, edge - 0.3), ("C", at - w * 0.8, edge, at - 0.02, edge + long * 0.6, at, edge + long),
                          ("C", at + 0.02, edge + long * 0.6, at + w * 0.8, edge, at + w, edge - 0.3), ("Z",)), across(site.air, tone, at, w, 0.7), role="stone"))
    return [*out, Shape(path, tone, role="stone"),
            Shape(blob(rim[1:-1], closed=False, tension=0.8), None, (*mix(tone, site.air.heaven(0.9), 0.3)[:3], 150), 0.018, "line")]


def _mouth(site: Site, ox: float, wall: Rgba) -> list[Shape | Part]:
    """The back wall and the world outside its opening."""
    air, y = site.air, foot(BACK)
    rim = [(ox - 0.62, y), (ox - 0.6, -0.85), (ox - 0.32, -1.22), (ox + 0.1, -1.32), (ox + 0.45, -1.1), (ox + 0.62, -0.7), (ox + 0.6, y)]
    hills = [(ox - 0.62, y), (ox - 0.35, -0.5), (ox + 0.0, -0.42), (ox + 0.3, -0.56), (ox + 0.6, y)]
    clear = air.weather is Weather.CLEAR
    moon = [Shape(ellipse((ox + 0.18, -0.95), 0.1, 0.1), rgba("#f6f1d4") if air.hour is Hour.NIGHT else rgba("#fff3c8"), role="light")] if clear else []
    out: list[Shape | Part] = [
        Shape(polygon([(-WIDE, -5), (WIDE, -5), (WIDE, y + 0.1), (-WIDE, y + 0.1)]), down(mix(wall, rgba(DEEP), 0.55), wall, -1.9, y), role="wall"),
        Shape(ellipse((ox, -0.75), 1.9, 1.35), halo((ox, -0.75), 1.9, air.heaven(0.85), 0.7), role="glow"),
        Shape(blob(rim, tension=0.8), Gradient("linear", (0, -1.35), (0, y), ((0.0, air.heaven(0.35)), (1.0, air.heaven(1.0)))), role="shade"), *moon, *_outside(site, ox),
        Shape(blob(hills, tension=0.8), air.leaf("#7f9a86", 0.6), role="far")]
    out += falling(site, (ox, y, 0.94, 0.8))
    return [*out, Shape(blob(rim[:-1], closed=False, tension=0.8), None, (*mix(wall, air.heaven(1.0), 0.6)[:3], 200), 0.03, "line")]


def _outside(site: Site, ox: float) -> list[Shape | Part]:
    """The clouds of the weather in the mouth, and lightning under those of a storm."""
    air = site.air
    if air.weather in (Weather.CLEAR, Weather.FOG):
        return []
    stormy = air.weather is Weather.STORM
    tone = mix(air.heaven(0.2), rgba(THUNDER if stormy else "#55617a"), 0.8 if stormy else 0.36)
    lid = [(ox - 0.61, -0.8), (ox - 0.56, -0.98), (ox - 0.32, -1.22), (ox + 0.1, -1.32), (ox + 0.45, -1.1), (ox + 0.61, -0.78),
           (ox + 0.42, -0.84), (ox + 0.24, -0.76), (ox + 0.04, -0.88), (ox - 0.18, -0.78), (ox - 0.4, -0.9)]
    out: list[Shape | Part] = [Shape(blob(lid, tension=0.8), down(tone, mix(tone, air.heaven(1.0), 0.3), -1.3, -0.78), role="shade")]
    return [*out, Part(tuple(fork(site, (ox - 0.1 * site.hand, -0.95), -0.42, 0.055)), lightens(site, 1.3))] if stormy else out


def _floor(site: Site, ox: float, wall: Rgba) -> list[Shape]:
    """The floor, a path of light from the mouth to the stage, a pool that mirrors the crystals."""
    air, y = site.air, foot(BACK)
    bright = air.heaven(0.95)
    way = (("M", ox - 0.55, y), ("C", ox - 0.7, -0.1, -0.9, 0.0, -1.3, 0.5), ("L", 1.3, 0.5), ("C", 0.9, 0.1, ox + 0.7, -0.05, ox + 0.55, y), ("Z",))
    glow = Gradient("linear", (0.0, y), (0.0, 0.45), ((0.0, (*bright[:3], 170)), (1.0, (*bright[:3], 0))))
    px = -0.95 * site.hand
    return [Shape(polygon([(-2 * WIDE, y), (2 * WIDE, y), (2 * WIDE, 4), (-2 * WIDE, 4)]),
                  down(mix(wall, rgba(DEEP), 0.1), mix(wall, rgba(DEEP), 0.5), y, 0.55), role="ground"),
            Shape(way, glow, role="glow"), *pool(ox, y + 0.05, 1.2, hex_of(bright), 0.5),
            Shape(ellipse((px, -0.09), 0.6, 0.055), mix(rgba("#4f8fb0"), bright, 0.25), role="shade"),
            Shape(ellipse((px, -0.095), 0.5, 0.04), mix(rgba("#7fd6d8"), bright, 0.3), role="shade"),
            Shape(ellipse((px + 0.1, -0.1), 0.2, 0.012), (*rgba("#ffffff")[:3], 150), role="haze")]


def _crystal(site: Site, x: float, y: float, size: float, k: int) -> list[Part]:
    tones = ("#7fe0d6", "#b796f0", "#86b8ff")
    color = rgba(tones[k % 3])
    dark, bright = mix(color, rgba("#2b2456"), 0.45), mix(color, rgba("#ffffff"), 0.45)
    shapes: list[Shape] = []
    for dx, h, lean in ((-0.5, 0.5, -0.3), (0.5, 0.55, 0.28), (-0.26, 0.85, -0.14), (0.26, 0.72, 0.16), (0.0, 1.15, 0.0)):
        bx, w, top = x + dx * size, 0.14 * size, h * size
        tip, left, right = (bx + lean * size, y - top), (bx - w + lean * size * 0.75, y - top * 0.75), (bx + w + lean * size * 0.75, y - top * 0.75)
        mid = (bx + lean * size * 0.75, y - top * 0.68)
        lit_left = site.air.side < 0
        shapes.append(Shape(polygon([(bx - w, y), left, tip, mid, (bx, y)]), bright if lit_left else color, role="stone"))
        shapes.append(Shape(polygon([(bx, y), mid, tip, right, (bx + w, y)]), dark if lit_left else bright, role="stone"))
    glow = Part((Shape(ellipse((x, y - size * 0.4), size * 1.5, size * 1.5), halo((x, y - size * 0.4), size * 1.5, color, 0.6), role="glow"),),
                twinkle(0.5, 1.0, 2.6 + 0.4 * k, 0.27 * k))
    return [glow, Part(tuple(shapes))]


def _mushrooms(x: float, y: float) -> list[Shape | Part]:
    """A few that shine in the dark."""
    out: list[Shape | Part] = [Part((Shape(ellipse((x, y - 0.06), 0.3, 0.2), halo((x, y - 0.06), 0.3, rgba("#8ff0c8"), 0.45), role="glow"),), twinkle(0.5, 1.0, 3.4, x))]
    for dx, h in ((-0.09, 0.1), (0.08, 0.08), (0.0, 0.15)):
        cap = (("M", x + dx - h * 0.5, y - h * 0.75), ("C", x + dx - h * 0.45, y - h * 1.35, x + dx + h * 0.45, y - h * 1.35, x + dx + h * 0.5, y - h * 0.75), ("Z",))
        out += [Shape(polygon([(x + dx - 0.012, y), (x + dx - 0.01, y - h * 0.8), (x + dx + 0.01, y - h * 0.8), (x + dx + 0.012, y)]), rgba("#cfe9dc"), role="line"),
                Shape(cap, rgba("#8fe6c2"), role="light")]
    return out


def _shaft(site: Site, ox: float) -> Part:
    """Light that falls in from the mouth."""
    key = site.air.heaven(0.95)
    fill = Gradient("linear", (ox, -1.1), (-0.2 * ox, 0.1), ((0.0, (*key[:3], 80)), (1.0, (*key[:3], 0))))
    beam = polygon([(ox - 0.2, -1.15), (ox + 0.3, -1.05), (-0.1 * ox + 0.75, 0.15), (-0.5 * ox - 0.75, 0.15)])
    return Part((Shape(beam, fill, role="glow"),), twinkle(0.7, 1.0, 4.6))


def _motes(site: Site, x: float) -> list[Part]:
    """Dust in the light."""
    dice = site.dice(95)
    out = []
    for k in range(9):
        at = (x * 0.6 + float(dice.uniform(-0.9, 0.9)), float(dice.uniform(-1.2, -0.1)))
        out.append(Part((Shape(ellipse(at, 0.011, 0.011), (*site.air.heaven(0.95)[:3], 190), role="light"),), bob(0.08, 3.0 + 0.4 * k, 0.2 * k, 0.1)))
    return out
