"""What places are built from: hills, trees, grass, rocks, houses, lamps, smoke, fire. Shapes stand with their foot at (x, y)."""

from __future__ import annotations

import math

import numpy as np

from generator.world.layers import Motion, Part, Site, bob, flap, flicker, foot, rise, sway, twinkle
from generator.world.light import Air, halo
from generator.world.shapes import Command, Gradient, Point, Rgba, Shape, blob, box, ellipse, limb, mix, polygon, rgba
from storyboard.staging import Season

WIDE = 9.0  # everything is drawn from -WIDE to +WIDE


def contact(at: Point, rx: float, ry: float, dark: Rgba | Gradient) -> Shape:
    """The dark where a thing touches the ground."""
    return Shape(ellipse(at, rx, ry), dark, role="shadow")


def gull(at: Point, size: float, bend: float, line: tuple[Rgba, float], phase: float) -> Part:
    """A bird far off that beats its wings, in one line (colour, width); `bend`: how far the wings are bowed."""
    (x, y), s, (tone, width) = at, size, line
    wings = (("M", x - s, y - s * 0.5), ("C", x - s * 0.6, y - s * bend, x - s * 0.2, y - s * 0.2, x, y), ("C", x + s * 0.2, y - s * 0.2, x + s * 0.6, y - s * bend, x + s, y - s * 0.5))
    return Part((Shape(wings, None, tone, width, "line"),), flap(x, y, phase))


def down(color_top: Rgba, color_low: Rgba, top: float, low: float) -> Gradient:
    return Gradient("linear", (0.0, top), (0.0, low), ((0.0, color_top), (1.0, color_low)))


def across(air: Air, color: Rgba, x: float, half: float, strength: float = 1.0) -> Gradient:
    """A colour lit from the light's side: bright there, darker away from it."""
    bright = mix(color, air.light().key, 0.24 * strength)
    dark = mix(color, (*mix(rgba("#1d1a33"), rgba(air.haze), 0.2)[:3], 255), air.shade * 0.62 * strength)
    a, b = (x - half, x + half) if air.side < 0 else (x + half, x - half)
    return Gradient("linear", (a, 0.0), (b, 0.0), ((0.0, bright), (0.5, color), (1.0, dark)))


def ridge(dice: np.random.Generator, base: float, height: float, step: float = 0.9, rough: float = 0.5, low: float = 0.6) -> tuple[Command, ...]:
    """A line of hills over the whole width, `height` above `base`, filled down to base + low."""
    n = int(2 * WIDE / step)
    points = [(-WIDE + step * (i + float(dice.uniform(-0.25, 0.25))), base - height * (1 - rough * float(dice.uniform(0, 1)))) for i in range(n + 1)]
    top = blob(points, closed=False)
    return (*top, ("L", WIDE + 1, base + low), ("L", -WIDE - 1, base + low), ("Z",))


def peaks(dice: np.random.Generator, base: float, height: float, step: float = 1.4) -> list[tuple[Point, Point, Point]]:
    """Triangles of mountains: (left foot, top, right foot)."""
    out, x = [], -WIDE + 2
    while x < WIDE - 2:
        wide, tall = step * float(dice.uniform(0.8, 1.5)), height * float(dice.uniform(0.6, 1.0))
        out.append(((x - wide, base), (x + float(dice.uniform(-0.15, 0.15)), base - tall), (x + wide, base)))
        x += step * float(dice.uniform(0.6, 1.1))
    return out


def round_tree(air: Air, at: Point, size: float, leaf: str, far: float, dice: np.random.Generator) -> Part:
    """A trunk and a crown of three soft heaps that sways in the wind; each turns in autumn in its own way, in winter it is bare."""
    x, y = at
    bark = air.paint("#6d4a35", far)
    crown = air.leaf(leaf, far, int(dice.integers(4)))
    trunk = Shape(limb([(x, y), (x + 0.01 * size, y - 0.35 * size), (x, y - 0.6 * size)], [0.055 * size, 0.035 * size, 0.02 * size]), bark, role="wood")
    heaps = []
    for dx, dy, r, tone in ((-0.2, -0.62, 0.24, 0.12), (0.2, -0.66, 0.25, 0.1), (0.0, -0.86, 0.31, 0.0)):
        cx, cy, rr = x + dx * size, y + dy * size, r * size * float(dice.uniform(0.9, 1.1))
        points = [(cx + rr * math.cos(a) * float(dice.uniform(0.9, 1.1)), cy + 0.9 * rr * math.sin(a) * float(dice.uniform(0.92, 1.08)))
                  for a in np.linspace(0, 2 * math.pi, 9)[:-1]]
        shade = mix(crown, rgba("#1f2348"), tone)
        heaps.append(Shape(blob(points), across(air, shade, cx, rr * 1.1), role="leaf"))
    if air.season is Season.WINTER:
        heaps = _bare(air, at, size, far)
    return Part((trunk, *heaps), sway(x, y, 0.022 * air.wind, 3.1 + size, x, air.gust))


def _bare(air: Air, at: Point, size: float, far: float) -> list[Shape]:
    """A crown without leaves: boughs that fork, with a little snow on them."""
    (x, y), wood, out = at, air.paint("#6d4a35", far), []
    snow = air.paint("#f2f5f8", far)
    for dx, dy in ((-0.38, -0.74), (-0.2, -1.0), (0.05, -1.12), (0.26, -0.96), (0.4, -0.7)):
        end, mid = (x + dx * size, y + dy * size), (x + dx * 0.45 * size, y + (dy * 0.5 - 0.24) * size)
        out.append(Shape(limb([(x, y - 0.42 * size), mid, end], [0.03 * size, 0.018 * size, 0.006 * size]), wood, role="wood"))
        for s in (-1, 1):
            twig = (mid[0] + (dx * 0.3 + s * 0.13) * size, mid[1] - 0.17 * size)
            out.append(Shape(limb([mid, twig], [0.012 * size, 0.004 * size]), wood, role="wood"))
        if air.white > 0.3:
            out.append(Shape((("M", mid[0], mid[1] - 0.02 * size), ("L", end[0], end[1] - 0.012 * size)), None, snow, 0.016 * size, "line"))
    return out


def pine(air: Air, at: Point, size: float, far: float, leaf: str = "#2f5d4a") -> Part:
    """A fir of three skirts."""
    x, y = at
    green = air.paint(mix(rgba(leaf), rgba("#eef2f6"), 0.5 * air.white), far)
    shapes = [Shape(box(x, y, 0.07 * size, 0.2 * size), air.paint("#5b4032", far), role="wood")]
    for low, top, half, tone in ((-0.12, -0.6, 0.27, 0.16), (-0.38, -0.82, 0.21, 0.08), (-0.62, -1.05, 0.14, 0.0)):
        skirt: list[Command] = [
            ("M", x - half * size, y + low * size),
            ("C", x - half * 0.5 * size, y + (low - 0.08) * size, x - 0.03 * size, y + (top + 0.12) * size, x, y + top * size),
            ("C", x + 0.03 * size, y + (top + 0.12) * size, x + half * 0.5 * size, y + (low - 0.08) * size, x + half * size, y + low * size),
            ("C", x + half * 0.5 * size, y + (low + 0.07) * size, x - half * 0.5 * size, y + (low + 0.07) * size, x - half * size, y + low * size),
            ("Z",)]
        shapes.append(Shape(tuple(skirt), across(air, mix(green, rgba("#18244a"), tone), x, half * size), role="leaf"))
    return Part(tuple(shapes), sway(x, y, 0.014 * air.wind, 3.4 + size * 0.5, x, 0.7 * air.gust))


def trunk(air: Air, at: Point, size: tuple[float, float], far: float, bark: str = "#5d4436") -> list[Shape]:
    """A great tree (width, height) whose crown is above the frame."""
    (x, y), (width, tall) = at, size
    color = air.paint(bark, far)
    w = width / 2
    points = [(x - w * 1.9, y), (x - w * 1.1, y - 0.14), (x - w, y - 0.6), (x - w * 0.9, y - tall), (x + w * 0.9, y - tall),
              (x + w, y - 0.6), (x + w * 1.15, y - 0.12), (x + w * 2.0, y)]
    body = Shape(blob(points, tension=0.8), across(air, color, x, w * 1.2), role="wood")
    grain = air.paint(mix(rgba(bark), rgba("#2a1f2a"), 0.4), far)
    lines = [Shape(blob([(x + w * s, y - 0.25), (x + w * (s * 0.8), y - tall * 0.4), (x + w * s * 0.9, y - tall * 0.8)], closed=False),
                   None, grain, width * 0.05, "line")
             for s in (-0.35, 0.3)]
    return [body, *lines] if far < 0.5 else [body]


def tuft(air: Air, at: Point, size: float, color: Rgba, dice: np.random.Generator, blades: int = 5) -> Part:
    """Blades of grass that lean with the wind."""
    x, y = at
    shapes = []
    for i in range(blades):
        s = (i - (blades - 1) / 2) / max(blades - 1, 1)
        lean, tall = s * 0.7 * size + float(dice.uniform(-0.1, 0.1)) * size, size * float(dice.uniform(0.7, 1.1)) * (1 - 0.5 * abs(s))
        bx, w = x + s * size * 0.5, 0.05 * size
        blade = (("M", bx - w, y), ("C", bx - w, y - tall * 0.5, bx + lean * 0.5, y - tall * 0.8, bx + lean, y - tall),
                 ("C", bx + lean * 0.6, y - tall * 0.7, bx + w, y - tall * 0.4, bx + w, y), ("Z",))
        shapes.append(Shape(blade, mix(color, rgba("#ffffff"), 0.06 * (i % 2)), role="grass"))
    return Part(tuple(shapes), sway(x, y, 0.10 * air.wind, 2.1 + float(dice.uniform(0, 1)), x * 0.13, 3.0 * air.gust))


def rock(air: Air, at: Point, size: float, far: float, dice: np.random.Generator, color: str = "#8b8a8f") -> list[Shape]:
    """A stone with a lit cap."""
    x, y = at
    base = air.paint(color, far)
    points = [(x + size * px * float(dice.uniform(0.9, 1.1)), y + size * py * float(dice.uniform(0.9, 1.1)))
              for px, py in ((-0.5, 0.02), (-0.44, -0.25), (-0.2, -0.46), (0.15, -0.5), (0.42, -0.28), (0.52, 0.02))]
    body = Shape(blob(points, tension=0.55), across(air, base, x, size * 0.5, 1.3), role="stone")
    shapes = [body]
    if air.white:
        cap = [(px, py) for px, py in points[1:5]]
        shapes.append(Shape(blob([*cap, (x + size * 0.1, y - size * 0.33), (x - size * 0.2, y - size * 0.3)], tension=0.6),
                            air.paint("#f2f5f8", far), role="snow"))
    return shapes


def window(air: Air, at: Point, size: tuple[float, float], far: float = 0.0, arch: bool = False) -> list[Shape]:
    """A window (width, height) with a cross; lit when the lamps are on."""
    (x, y), (w, h) = at, size
    pane = air.lamp("#6d8596", "#ffd27a", far)
    frame = air.paint("#5a4436", far)
    path = _arched(x, y, w, h) if arch else box(x, y, w, h)
    shapes = []
    if air.glow > 0.3:
        shapes.append(Shape(ellipse((x, y - h / 2), w * 1.6, w * 1.6),
                            halo((x, y - h / 2), w * 1.6, rgba("#ffc765"), 0.42 * air.glow * (1 - 0.6 * far)), role="glow"))
    shapes += [Shape(path, pane, frame, w * 0.12, "pane"),
               Shape((("M", x, y - h), ("L", x, y), ("M", x - w / 2, y - h * 0.5), ("L", x + w / 2, y - h * 0.5)), None, frame, w * 0.08, "line")]
    return shapes


def _arched(x: float, y: float, w: float, h: float) -> tuple[Command, ...]:
    r = w / 2
    return (("M", x - r, y), ("L", x - r, y - h + r), ("C", x - r, y - h, x - r * 0.45, y - h - r * 0.1, x, y - h - r * 0.1),
            ("C", x + r * 0.45, y - h - r * 0.1, x + r, y - h, x + r, y - h + r), ("L", x + r, y), ("Z",))


def door(air: Air, at: Point, size: tuple[float, float], color: str, far: float = 0.0) -> list[Shape]:
    (x, y), (w, h) = at, size
    return [Shape(_arched(x, y, w, h), air.paint(color, far), air.paint("#4a352b", far), w * 0.1, "wood"),
            Shape(ellipse((x + w * 0.28, y - h * 0.45), w * 0.06, w * 0.06), air.paint("#e0b65a", far), role="line")]


def house(air: Air, at: Point, size: float, colors: tuple[str, str], far: float, dice: np.random.Generator) -> list[Shape | Part]:
    """A small house: crooked roof, door, two windows, chimney with smoke. Colours of the walls and of the roof."""
    (x, y), (walls, roof) = at, colors
    w, h = size * float(dice.uniform(0.8, 1.05)), size * float(dice.uniform(0.55, 0.7))
    wall, top = air.paint(walls, far), air.paint(mix(rgba(roof), rgba("#eef2f6"), 0.75 * air.white), far)
    lean, peak = size * float(dice.uniform(-0.08, 0.08)), size * float(dice.uniform(0.45, 0.62))
    eaves = w * 0.6
    tiles: list[Command] = [
        ("M", x - eaves, y - h + 0.05 * size),
        ("C", x - w * 0.3, y - h - peak * 0.5, x + lean - w * 0.1, y - h - peak * 0.95, x + lean, y - h - peak),
        ("C", x + lean + w * 0.12, y - h - peak * 0.9, x + w * 0.34, y - h - peak * 0.4, x + eaves, y - h + 0.05 * size), ("Z",)]
    cx = x + w * 0.24
    smoke = smoke_of(air, cx, y - h - peak * 0.72, size * 0.5, far)
    shapes: list[Shape | Part] = [*smoke, Shape(box(cx, y - h - peak * 0.2, size * 0.13, peak * 0.55), air.paint("#8d6a5a", far), role="stone"),
                                  Shape(box(x, y, w, h + 0.02), across(air, wall, x, w * 0.6), role="wall"),
                                  Shape(tuple(tiles), across(air, top, x, w * 0.7), role="roof")]
    shapes += door(air, (x - w * 0.22, y), (size * 0.17, size * 0.36), "#7a4b3a", far)
    shapes += window(air, (x + w * 0.2, y - h * 0.35), (size * 0.2, size * 0.2), far)
    shapes += window(air, (x + lean * 0.5, y - h - peak * 0.22), (size * 0.13, size * 0.15), far, arch=True)
    return shapes


def smoke_of(air: Air, x: float, y: float, size: float, far: float = 0.3, count: int = 4) -> list[Part]:
    """Puffs that rise from a chimney and thin out."""
    color = (*mix(air.paint("#d9d6d6", far), air.heaven(0.7), 0.35)[:3], 190)
    puff = (Shape(ellipse((x, y), size * 0.22, size * 0.18), color, role="haze"),)
    return [Part(puff, rise(x, y, size * 1.5, 4.0, k / count, size * 0.6 * air.wind * (1 if air.side > 0 else -1))) for k in range(count)]


def lamp_post(air: Air, x: float, y: float, size: float, far: float = 0.0) -> list[Shape | Part]:
    """A street lamp with its glow and its pool of light."""
    iron = air.paint("#38404c", far)
    head = (x, y - size)
    shapes: list[Shape | Part] = [Shape(limb([(x, y), (x, y - size * 0.2), (x, y - size * 0.92)],
                                             [0.035 * size, 0.018 * size, 0.014 * size]), iron, role="iron"),
                                  Shape(box(x, y, 0.12 * size, 0.05 * size), iron, role="iron"),
                                  Shape(polygon([(x - 0.05 * size, y - size * 0.9), (x + 0.05 * size, y - size * 0.9),
                                                 (x + 0.075 * size, y - size * 1.04), (x - 0.075 * size, y - size * 1.04)]),
                                        air.lamp("#b9c4c8", "#ffe3a0", far), role="light"),
                                  Shape(polygon([(x - 0.09 * size, y - size * 1.04), (x + 0.09 * size, y - size * 1.04),
                                                 (x, y - size * 1.13)]), iron, role="iron")]
    if air.glow > 0.2:
        shapes.insert(0, Part((Shape(ellipse(head, 0.62 * size, 0.62 * size),
                                     halo(head, 0.62 * size, rgba("#ffcf7d"), 0.62 * air.glow * (1 - 0.5 * far)), role="glow"),),
                              twinkle(0.86, 1.0, 3.3, x)))
    return shapes


def pool(x: float, y: float, w: float, color: str = "#ffc873", strength: float = 0.4) -> list[Shape]:
    """Light lying on the ground: flat rings one in another, since a gradient cannot be flat."""
    rings, paint = 14, rgba(color)
    return [Shape(ellipse((x, y), w * share, w * share * 0.32), (*paint[:3], round(255 * strength * 1.15 / rings)), role="glow")
            for share in (((k + 1) / rings) ** 1.15 for k in range(rings))]


def flame(x: float, y: float, size: float, phase: float = 0.0) -> list[Part]:
    """Fire of three tongues, each with its own flicker, and its glow."""
    parts = [Part((Shape(ellipse((x, y - size * 0.4), size * 2.4, size * 2.4), halo((x, y - size * 0.4), size * 2.4, rgba("#ff9d45"), 0.55),
                         role="glow"),), twinkle(0.75, 1.0, 1.1, phase))]
    for k, (scale, color) in enumerate(((1.0, "#e8622c"), (0.72, "#f59a38"), (0.42, "#ffe08a"))):
        w, h = 0.34 * size * scale, size * scale
        tongue = (("M", x - w, y - 0.1 * h), ("C", x - w, y - 0.5 * h, x - 0.1 * w, y - 0.55 * h, x, y - h),
                  ("C", x + 0.25 * w, y - 0.6 * h, x + w, y - 0.5 * h, x + w, y - 0.1 * h),
                  ("C", x + w * 0.8, y + 0.05 * h, x - w * 0.8, y + 0.05 * h, x - w, y - 0.1 * h), ("Z",))
        parts.append(Part((Shape(tongue, rgba(color), role="light"),), flicker(x, y, phase + 0.31 * k)))
    return parts


def meadow_ground(site: Site, near: float, colors: tuple[str, str], patches: int = 7) -> list[Shape]:
    """The ground from its far edge to below the frame: a gradient and a few long soft patches."""
    air, dice, top = site.air, site.dice(7), foot(near)
    far = 1.0 - near
    shapes = [Shape(polygon([(-2 * WIDE, top), (2 * WIDE, top), (2 * WIDE, 4.0), (-2 * WIDE, 4.0)]),
                    Gradient("linear", (0.0, top), (0.0, 0.75), ((0.0, air.ground(colors[0], far * 0.7)),
                                                                 (0.35, air.ground(colors[0], far * 0.2)), (1.0, air.ground(colors[1])))),
                    role="shade")]
    for _ in range(patches):
        share = float(dice.uniform(0.1, 1.0))
        y = top + (0.5 - top) * share**1.5
        w = 0.5 + 1.6 * share
        tone = mix(rgba(colors[0]), rgba(colors[1]), float(dice.uniform(-0.4, 1.3)) if share > 0.2 else 0.5)
        r, g, b, a = (min(max(c, 0), 255) for c in tone)
        paint = air.paint(mix((r, g, b, a), rgba("#eef2f6"), air.white * 0.82), far * (1 - share) * 0.6, 0.5)
        shapes.append(Shape(ellipse((float(dice.uniform(-5, 5)), y), w, 0.05 + 0.07 * share), paint, role="shade"))
    return shapes


def road(air: Air, near: float, color: str, x: float = 0.0, wide: float = 0.55, bend: float = 0.3) -> Shape:
    """A lane that runs from the stage to the far edge of the ground."""
    top = foot(near)
    path = (("M", x - wide * 2.0, 1.4), ("C", x - wide * 1.1, 0.3, x - wide + bend, 0.0, x + bend * 1.4 - wide * 0.12, top),
            ("L", x + bend * 1.4 + wide * 0.12, top), ("C", x + wide * 0.5 + bend, 0.0, x + wide * 1.3, 0.3, x + wide * 2.2, 1.4), ("Z",))
    return Shape(path, down(air.ground(color, (1 - near) * 0.6), air.ground(color), top, 0.4), role="shade")


def water(site: Site, top: float, low: float, colors: tuple[str, str], far: float = 0.6) -> list[Shape | Part]:
    """Water from y = top (far) to y = low (near): a gradient that mirrors the sky, and glints that come and go."""
    air, dice = site.air, site.dice(11)
    upper = mix(air.paint(colors[0], far), air.heaven(0.9), 0.45)
    lower = mix(air.paint(colors[1]), air.heaven(0.35), 0.25)
    out: list[Shape | Part] = [Shape(polygon([(-2 * WIDE, top), (2 * WIDE, top), (2 * WIDE, low), (-2 * WIDE, low)]),
                                     down(upper, lower, top, low), role="shade")]
    bright = mix(air.heaven(0.95), rgba("#ffffff"), 0.35 if not air.dark else 0.1)
    for k in range(16):
        share = (k + 0.5) / 16
        y = top + (low - top) * share**1.6
        w, thick = 0.12 + 0.35 * share, 0.006 + 0.012 * share
        shapes = tuple(Shape(ellipse((float(dice.uniform(-4.5, 4.5)), y), w * float(dice.uniform(0.6, 1.3)), thick), (*bright[:3], 150),
                             role="haze") for _ in range(4))
        out.append(Part(shapes, _glide(0.10 + 0.15 * share, 2.6 + 1.2 * share, k * 0.37)))
    return out


def _glide(reach: float, period: float, phase: float) -> Motion:
    """A glint: slides aside and back while it brightens and dims."""
    slide, shine = bob(0.004, period, phase, reach), twinkle(0.25, 1.0, period * 0.7, phase)
    return lambda t: (slide(t)[0], shine(t)[1])


def flowers(air: Air, x: float, y: float, size: float, color: str, dice: np.random.Generator) -> Part:
    """A few blooms on stems that nod."""
    stem, bloom, heart = air.ground("#5b8a4a"), air.paint(color), air.paint("#f4d25e")
    shapes: list[Shape] = []
    for _ in range(3):
        dx, h = float(dice.uniform(-0.6, 0.6)) * size, size * float(dice.uniform(0.7, 1.2))
        shapes.append(Shape((("M", x + dx * 0.5, y), ("L", x + dx, y - h)), None, stem, size * 0.08, "line"))
        shapes.append(Shape(ellipse((x + dx, y - h), size * 0.2, size * 0.17), bloom, role="leaf"))
        shapes.append(Shape(ellipse((x + dx, y - h), size * 0.07, size * 0.07), heart, role="line"))
    return Part(tuple(shapes), sway(x, y, 0.09 * air.wind, 2.4, x))
