"""Windows seen from inside: the land, the hour and the weather behind the panes, and the light they let in."""

from __future__ import annotations

from generator.world.layers import Matrix, Motion, Part, Site, bob, twinkle
from generator.world.light import halo
from generator.world.lightning import PALE, fork, lightens
from generator.world.scenery import down
from generator.world.shapes import Command, Point, Shape, blob, ellipse, limb, mix, polygon, rgba
from generator.world.sky import THUNDER
from storyboard.staging import Hour, Season, Weather

Box = tuple[float, float, float, float]  # the middle of the sill, width, height


def outlook(site: Site, x: float, y: float, w: float, h: float, arch: bool = False) -> list[Shape | Part]:
    """A window with the hour and the weather outside. (x, y): the sill's middle."""
    air, pane = site.air, (x, y, w, h)
    frame, light = air.paint("#6b4a38", 0.1), mix(air.heaven(1.0), rgba("#ffffff"), 0.25)
    out: list[Shape | Part] = [
        Shape(ellipse((x, y - h / 2), w * 1.9, h * 1.4), halo((x, y - h / 2), w * 1.9, light, 0.34 if not air.dark else 0.16), role="glow"),
        *([Part((Shape(ellipse((x, y - h / 2), w * 2.2, w * 2.2), halo((x, y - h / 2), w * 2.2, PALE, 0.6), role="glow"),), lightens(site))] if air.weather is Weather.STORM else []),
        Shape(_opening(pane, y, arch), down(air.heaven(0.0), air.heaven(1.0), y - h, y - 0.2 * h), frame, 0.06, "pane"),
        *_heaven(site, pane, arch), *_land(site, pane), *falling(site, pane)]
    return [*out, Shape(_opening(pane, y, arch), None, frame, 0.05, "line"),
            Shape((("M", x, y - h * (0.95 if arch else 1.0)), ("L", x, y), ("M", x - w / 2, y - h * 0.52), ("L", x + w / 2, y - h * 0.52)), None, frame, 0.032, "line"),
            Shape(polygon([(x - w * 0.58, y), (x + w * 0.58, y), (x + w * 0.58, y + 0.06), (x - w * 0.58, y + 0.06)]), mix(frame, rgba("#ffffff"), 0.12), role="wood")]


def _opening(pane: Box, low: float, arch: bool) -> tuple[Command, ...]:
    """The window's outline above the height `low`."""
    x, y, w, h = pane
    left, right = x - w / 2, x + w / 2
    if not arch:
        return polygon([(left, low), (left, y - h), (right, y - h), (right, low)])
    return (("M", left, low), ("L", left, y - h * 0.7), ("C", left, y - h * 1.06, right, y - h * 1.06, right, y - h * 0.7), ("L", right, low), ("Z",))


def _heaven(site: Site, pane: Box, arch: bool) -> list[Shape | Part]:
    """Sun, moon and stars of a clear sky; the clouds of any other, and lightning under those of a storm."""
    air, (x, y, w, h) = site.air, pane
    if air.weather is Weather.CLEAR:
        high = {Hour.DAY: 0.78, Hour.NIGHT: 0.74}.get(air.hour, 0.46)
        at, r = (x - site.hand * 0.24 * w, y - min(high * h, 0.78)), 0.075 * min(w, h) + 0.02
        disc = Shape(ellipse(at, r, r), rgba("#f6f1d4") if air.hour is Hour.NIGHT else rgba("#fff3c4"), role="light")
        stars = [Part((Shape(ellipse((x + site.hand * dx * w, y - dy * h), 0.011, 0.011), rgba("#fdf3cf"), role="light"),), twinkle(0.3, 1.0, 2.0 + 0.4 * k, 0.2 * k))
                 for k, (dx, dy) in enumerate(((0.1, 0.86), (0.3, 0.68), (0.36, 0.9), (-0.06, 0.62)))] if air.hour is Hour.NIGHT else []
        return [Shape(ellipse(at, 2.6 * r, 2.6 * r), halo(at, 2.6 * r, rgba("#fff0c0"), 0.5), role="glow"), disc, *stars]
    if air.weather is Weather.FOG:
        return []
    stormy, low = air.weather is Weather.STORM, y - 0.6 * h
    tone = mix(air.heaven(0.2), rgba(THUNDER if stormy else "#55617a"), 0.8 if stormy else 0.36)
    edge = mix(tone, air.heaven(1.0), 0.3)
    heaps = tuple(c for k in range(4) for c in ellipse((x + w * (0.25 * k - 0.375), low), w * 0.115, h * (0.05 + 0.025 * (k % 2))))
    out: list[Shape | Part] = [Shape((*_opening(pane, low, arch), *heaps), down(tone, edge, y - h, low + 0.05 * h), role="shade")]
    if stormy:
        out.append(Part(tuple(fork(site, (x + 0.3 * w * site.hand, y - 0.94 * h), y - 0.12 * h, 0.062)), lightens(site, 1.3)))
    return out


def _land(site: Site, pane: Box) -> list[Shape]:
    """Two hills from side to side, the nearer with a tree on it."""
    air, (x, y, w, h) = site.air, pane
    left, right, s = x - w / 2, x + w / 2, site.hand
    mist = 0.9 if air.weather is Weather.FOG else 0.55
    open_air = mix(rgba("#ffffff"), air.heaven(0.9), 0.45 if air.hour is Hour.DAY else 0.8)
    dim = {Hour.NIGHT: 0.7, Hour.DUSK: 0.4}.get(air.hour, 0.3 if air.weather is Weather.STORM else 0.0)

    def tone(color: str, far: float) -> tuple[int, int, int, int]:
        plain = mix(air.grown(color), rgba("#eef3f8"), 0.85 if air.season is Season.WINTER else 0.0)
        return mix(mix(plain, rgba("#1b2a4a"), dim), mix(air.heaven(0.95), open_air, 0.2), far)

    far = blob([(left, y - h * 0.2), (x - s * 0.2 * w, y - h * 0.3), (x + s * 0.2 * w, y - h * 0.18), (right, y - h * 0.26)], closed=False)
    near = blob([(left, y - h * (0.1 + 0.06 * s)), (x, y - h * 0.14), (right, y - h * (0.1 - 0.06 * s))], closed=False)
    tree: Point = (x + s * 0.22 * w, y - 0.1 * h)
    crown = mix(tone("#4f7f4a", 0.6 * mist), rgba("#16303a"), 0.12)
    r = 0.11 * min(w, h)
    return [Shape((*far, ("L", right, y), ("L", left, y), ("Z",)), tone("#7fa58c", mist), role="shade"),
            Shape((*near, ("L", right, y), ("L", left, y), ("Z",)), tone("#6f9a55", 0.5 * mist), role="shade"),
            Shape(limb([tree, (tree[0], tree[1] - 1.4 * r)], [0.2 * r, 0.14 * r]), mix(crown, rgba("#4a342c"), 0.6), role="shade"),
            Shape(ellipse((tree[0], tree[1] - 2.0 * r), r, 1.15 * r), crown, role="shade")]


def falling(site: Site, pane: Box) -> list[Part]:
    """Rain or snow within a box."""
    air, dice, (x, y, w, h) = site.air, site.dice(211), pane
    if air.weather is Weather.SNOW:
        spots = [(x + w * (0.12 * (k * 5 % 8) - 0.42), 0.0) for k in range(14)]
        flake = 0.016 + 0.012 * min(w, 0.5)
        return [Part((Shape(ellipse((px, y - 0.95 * h), flake, flake), rgba("#ffffff", 0.95), role="rain"),), _drop((0.0, 0.9 * h), 3.2, k / 14 + 0.03 * (k % 3)))
                for k, (px, _) in enumerate(spots)]
    if air.weather not in (Weather.RAIN, Weather.STORM):
        return []
    slant = min(0.34 if air.weather is Weather.STORM else 0.12, 0.36 * w / h)
    tone, long, out = (*mix(rgba("#f2f7ff"), air.heaven(0.6), 0.15)[:3], 175), 0.17 * h, []
    for k in range(13):
        px = x - w / 2 + 0.03 + (w - 0.06 - slant * 0.95 * h) * ((k * 7 % 13) / 13 + float(dice.uniform(0.0, 0.05)))
        line = Shape((("M", px, y - 0.97 * h), ("L", px + slant * long, y - 0.97 * h + long)), None, tone, 0.011, "rain")
        out.append(Part((line,), _drop((slant * 0.74 * h, 0.74 * h), 0.62, k / 13)))
    return out


def _drop(way: Point, period: float, phase: float) -> Motion:
    def motion(t: float) -> tuple[Matrix, float]:
        share = (t / period + phase) % 1.0
        return (1.0, 0.0, way[0] * share, 0.0, 1.0, way[1] * share), min(1.0, 8 * share, 8 * (1 - share))

    return motion


def beam(site: Site, x: float, w: float) -> list[Part]:
    """The window's light lying on the floor and in the dust of the room, by day under a clear sky."""
    air = site.air
    if air.dark or air.weather is not Weather.CLEAR:
        return []
    lean = -0.75 * site.hand
    key = air.light().key
    shaft = Shape(polygon([(x - w * 0.45, -1.25), (x + w * 0.45, -1.25), (x + lean + w * 0.9, 0.2), (x + lean - w * 0.5, 0.2)]),
                  down((*key[:3], 70), (*key[:3], 0), -1.3, 0.1), role="glow")
    out = [Part((shaft,), twinkle(0.65, 1.0, 4.5))]
    dice = site.dice(212)
    for k in range(8):
        at = (x + lean * 0.5 + float(dice.uniform(-0.5, 0.5)), float(dice.uniform(-1.1, -0.1)))
        out.append(Part((Shape(ellipse(at, 0.009, 0.009), (*key[:3], 200), role="light"),), bob(0.07, 3.1 + 0.4 * k, 0.2 * k, 0.08)))
    return out
