"""Seats and covers: what figures sit on and hide behind, drawn with the foot at (x, y); and how a figure sits on a seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from generator.world.camera import WORLD, Body
from generator.world.cast import body_of, height
from generator.world.layers import Part, Site
from generator.world.pose import LEFT, RIGHT, Pose
from generator.world.scenery import across, contact, down
from generator.world.shapes import Point, Shape, blob, box, ellipse, limb, mix, moved, polygon, rgba, rounded
from generator.world.spots import Furniture, seat_of, spots_of
from storyboard.look import Look
from storyboard.staging import Place, Staging


def seat_height(staging: Staging, slot: int) -> float:
    """How high over the ground this subject sits; 0 on the ground itself."""
    seat = seat_of(staging, slot)
    return 0.0 if seat is None else seat.height


def on_seat(staging: Staging, slot: int, body: Body) -> Body:
    """The body as high as its seat."""
    return replace(body, face=(body.face[0], body.face[1] - seat_height(staging, slot)))


def seated(pose: Pose, look: Look, seat: Furniture) -> Pose:
    """The pose of sitting, with the shins over the edge of the seat and the feet toward the ground."""
    drop = min(seat.height / (body_of(look).leg * height(look)), 0.72)
    swing = [0.25 * pose.feet[k][1] for k in (LEFT, RIGHT)]
    left, right = ((0.12, -drop + swing[k], 0.52) for k in (LEFT, RIGHT))
    return replace(pose, hip=0.16, feet=(left, right))


def seats_in(site: Site, place: Place) -> list[Part]:
    """The place's seats, in the units of its layers, with their feet on the stage line."""
    return [Part(tuple(FORMS[s.kind](site, (s.x / WORLD, 0.0), s.height / WORLD))) for s in spots_of(place, site.seed).sit]


def cover_shapes(site: Site, cover: Furniture) -> list[Shape]:
    """What a figure hides behind, in stage units about its own foot."""
    return FORMS[cover.kind](site, (0.0, 0.0), cover.height)


def peeped_over(body: Body, cover: Furniture) -> float:
    """How many times its size a cover is drawn, for whoever hides to look out over it."""
    return min(1.8, max(-body.face[1] - 0.4 * body.radius, 0.15) / cover.height)


def standing_cover(site: Site, cover: Furniture, body: Body) -> Part:
    """A cover where it stands while nobody is behind it, in the units of the place's layers. `body`: of who hides there in another shot."""
    k = peeped_over(body, cover) / WORLD
    return Part(moved(cover_shapes(site, cover), cover.x / WORLD, 0.0, k, k))


def _shadow(site: Site, x: float, y: float, half: float) -> Shape:
    """The dark under a thing that stands on the ground."""
    return contact((x - site.air.side * 0.05, y), half * 1.12, half * 0.16, rgba("#1a1a38", 0.28))


def _snow(site: Site, x: float, y: float, half: float) -> list[Shape]:
    """A lid of snow when it lies."""
    if site.air.white < 0.3:
        return []
    lid = blob([(x - half, y + 0.012), (x - 0.6 * half, y - 0.02), (x, y - 0.026), (x + 0.6 * half, y - 0.02), (x + half, y + 0.012), (x, y + 0.02)])
    return [Shape(lid, site.air.paint("#f2f5f8"), role="snow")]


def _log(site: Site, at: Point, h: float) -> list[Shape]:
    """A fallen trunk, sawn at one end."""
    (x, y), air, half = at, site.air, 1.75 * h
    bark, wood = air.paint("#75533d"), air.paint("#d9b184")
    grain = mix(bark, rgba("#2a1c26"), 0.35)
    lines = [Shape((("M", x - half * 0.8, y - h * s), ("C", x - half * 0.3, y - h * (s + 0.05), x + half * 0.2, y - h * (s - 0.04), x + half * 0.6, y - h * s)),
                   None, grain, 0.008, "line") for s in (0.3, 0.55)]
    end = (x + half * 0.98, y - h * 0.5)
    return [_shadow(site, x, y, half), Shape(rounded(x, y, 2 * half, h, h * 0.42), down(mix(bark, air.light().key, 0.2), mix(bark, rgba("#241a2c"), 0.3), y - h, y),
                                              role="wood"), *lines,
            Shape(ellipse(end, h * 0.26, h * 0.49), wood, role="wood"), Shape(ellipse(end, h * 0.15, h * 0.3), None, grain, 0.007, "line"),
            Shape(ellipse((x - half * 0.55, y - h * 0.95), h * 0.5, h * 0.13), air.ground("#6f9450"), role="shade"), *_snow(site, x, y - h, half * 0.9)]


def _stump(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, half = at, site.air, 1.25 * h
    bark, wood = air.paint("#75533d"), air.paint("#dcb98c")
    body = blob([(x - half * 1.25, y), (x - half, y - h * 0.3), (x - half * 0.92, y - h), (x + half * 0.92, y - h), (x + half, y - h * 0.3), (x + half * 1.3, y)],
                tension=0.6)
    rings = [Shape(ellipse((x, y - h), half * s, half * s * 0.26), None, mix(wood, rgba("#5a3a2a"), 0.4), 0.007, "line") for s in (0.6, 0.3)]
    return [_shadow(site, x, y, half * 1.2), Shape(body, across(air, bark, x, half), role="wood"),
            Shape(ellipse((x, y - h), half * 0.95, half * 0.27), wood, role="wood"), *rings, *_snow(site, x, y - h, half * 0.9)]


def _rock(site: Site, at: Point, h: float, color: str = "#8f8a90") -> list[Shape]:
    (x, y), air = at, site.air
    tone, half = air.paint(color), (1.5 if h < 0.4 else 0.95) * h
    points = [(x - half, y + 0.01), (x - half * 0.95, y - h * 0.55), (x - half * 0.6, y - h), (x + half * 0.55, y - h * 1.02), (x + half * 0.9, y - h * 0.5),
              (x + half, y + 0.01)]
    top = [(x - half * 0.62, y - h * 0.97), (x - half * 0.2, y - h * 1.08), (x + half * 0.5, y - h * 1.02), (x + half * 0.2, y - h * 0.82), (x - half * 0.4, y - h * 0.8)]
    return [_shadow(site, x, y, half), Shape(blob(points, tension=0.6), across(air, tone, x, half, 1.3), role="stone"),
            Shape(blob(top, tension=0.7), mix(tone, air.light().key, 0.32), role="shade"), *_snow(site, x, y - h, half * 0.7)]


def _boulder(site: Site, at: Point, h: float, color: str = "#8f8a90") -> list[Shape]:
    """Nearly round: something that can be rolled."""
    (x, y), air, r = at, site.air, 0.6 * h
    tone = air.paint(color)
    points = [(-0.62, 0.02), (-0.98, -0.5), (-0.9, -1.12), (-0.42, -1.56), (0.2, -1.66), (0.74, -1.36), (1.0, -0.78), (0.94, -0.3), (0.58, 0.02)]
    cracks = [Shape(blob([(x + r * a, y + r * b) for a, b in line], closed=False), None, mix(tone, rgba("#2a1c26"), 0.35), 0.014, "line")
              for line in (((-0.5, -1.2), (-0.2, -0.95), (-0.34, -0.62)), ((0.3, -0.5), (0.52, -0.72), (0.7, -0.62)))]
    top = [(-0.6, -1.3), (-0.2, -1.52), (0.3, -1.54), (0.62, -1.3), (0.1, -1.2), (-0.3, -1.1)]
    return [_shadow(site, x, y, r), Shape(blob([(x + r * a, y + r * b) for a, b in points]), across(air, tone, x, r, 1.3), role="stone"),
            Shape(blob([(x + r * a, y + r * b) for a, b in top]), mix(tone, air.light().key, 0.3), role="shade"), *cracks, *_snow(site, x, y - 1.6 * r, r * 0.5)]


def _bench(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, half = at, site.air, 1.6 * h
    wood, iron = air.paint("#a06a44"), air.paint("#3f454f")
    legs = [Shape(box(x + s * half * 0.8, y, 0.05, h), iron, role="iron") for s in (-1, 1)]
    posts = [Shape(box(x + s * half * 0.8, y - h, 0.035, h * 0.9), iron, role="iron") for s in (-1, 1)]
    back = [Shape(rounded(x, y - h * k, 2 * half, h * 0.26, 0.015), across(air, wood, x, half), role="plank") for k in (1.25, 1.6)]
    return [_shadow(site, x, y, half), *posts, *back, *legs, Shape(rounded(x, y - h * 0.82, 2 * half, h * 0.22, 0.018), mix(wood, air.light().key, 0.12), role="plank"),
            *_snow(site, x, y - h, half * 0.95)]


def _stool(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, half = at, site.air, 0.95 * h
    wood = air.paint("#a9774d")
    legs = [Shape(limb([(x + s * half * 0.7, y - h), (x + s * half * 1.05, y)], [0.022, 0.018]), mix(wood, rgba("#2a1c26"), 0.3), role="wood") for s in (-1, 1)]
    return [_shadow(site, x, y, half), *legs, Shape(box(x, y - h * 0.35, half * 1.6, 0.025), mix(wood, rgba("#2a1c26"), 0.3), role="wood"),
            Shape(rounded(x, y - h * 0.84, 2.1 * half, h * 0.2, 0.03), across(air, wood, x, half), role="wood"),
            Shape(rounded(x, y - h * 0.94, 1.7 * half, h * 0.14, 0.03), air.paint("#b5524a"), role="cloth")]


def _crate(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, half = at, site.air, 0.72 * h if h > 0.4 else 0.95 * h
    wood = air.paint("#b08a5f")
    dark = mix(wood, rgba("#241a28"), 0.35)
    slats = [Shape((("M", x - half, y - h * s), ("L", x + half, y - h * s)), None, dark, 0.012, "line") for s in (0.33, 0.66)]
    return [_shadow(site, x, y, half), Shape(box(x, y, 2 * half, h), across(air, wood, x, half), role="wood"), *slats,
            Shape((("M", x - half * 0.9, y - h * 0.06), ("L", x + half * 0.9, y - h * 0.94)), None, mix(wood, rgba("#241a28"), 0.18), 0.045, "line"),
            *(Shape(box(x + s * half * 0.93, y, half * 0.14, h), mix(wood, air.light().key, 0.1), role="wood") for s in (-1, 1)),
            Shape(box(x, y - h * 0.93, 2.1 * half, h * 0.09), mix(wood, air.light().key, 0.16), role="wood"), *_snow(site, x, y - h, half)]


def _block(site: Site, at: Point, h: float) -> list[Shape]:
    """A hewn stone fallen from the wall."""
    (x, y), air, half = at, site.air, 1.35 * h if h < 0.4 else 0.9 * h
    stone = air.paint("#a39da2")
    return [_shadow(site, x, y, half), Shape(polygon([(x - half, y), (x - half * 0.97, y - h), (x + half * 0.94, y - h * 1.02), (x + half, y)]),
                                              across(air, stone, x, half, 1.2), role="stone"),
            Shape(polygon([(x - half * 0.97, y - h), (x - half * 0.8, y - h * 1.12), (x + half * 0.84, y - h * 1.13), (x + half * 0.94, y - h * 1.02)]),
                  mix(stone, air.light().key, 0.32), role="stone"), *_snow(site, x, y - h * 1.05, half * 0.85)]


def _barrel(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, half = at, site.air, 0.42 * h
    wood, iron = air.paint("#9a6b45"), air.paint("#4a4a55")
    body = blob([(x - half * 0.8, y), (x - half, y - 0.5 * h), (x - half * 0.8, y - h), (x + half * 0.8, y - h), (x + half, y - 0.5 * h), (x + half * 0.8, y)],
                tension=0.5)
    hoops = [Shape((("M", x - half * 0.94, y - k * h), ("C", x - half * 0.4, y - (k - 0.05) * h, x + half * 0.4, y - (k - 0.05) * h, x + half * 0.94, y - k * h)),
                   None, iron, 0.05 * h, "line") for k in (0.22, 0.78)]
    return [_shadow(site, x, y, half), Shape(body, across(air, wood, x, half, 1.3), role="wood"), *hoops,
            Shape(ellipse((x, y - h), half * 0.8, half * 0.2), mix(wood, rgba("#241a28"), 0.2), role="wood"), *_snow(site, x, y - h, half * 0.75)]


def _bush(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air, out = at, site.air, [_shadow(site, *at, 0.9 * h)]
    for dx, dy, r, dark in ((-0.62, -0.34, 0.42, 0.16), (0.6, -0.36, 0.44, 0.12), (-0.1, -0.56, 0.5, 0.0), (0.2, -0.26, 0.5, 0.08)):
        tone = mix(air.leaf("#5f9148"), rgba("#17303a"), dark)
        points = [(x + h * (dx + r * px), y + h * (dy + r * py)) for px, py in
                  ((-1.0, 0.1), (-0.72, -0.66), (-0.1, -0.92), (0.6, -0.7), (1.0, -0.05), (0.7, 0.62), (-0.6, 0.66))]
        out.append(Shape(blob(points), across(air, tone, x + h * dx, h * r), role="leaf"))
    return out


def _cloud(site: Site, at: Point, h: float) -> list[Shape]:
    (x, y), air = at, site.air
    white, shade = mix(air.paint("#ffffff"), air.heaven(0.9), 0.12), mix(air.paint("#b9c8e4"), air.heaven(0.8), 0.3)
    path = tuple(c for dx, r in ((-1.1, 0.55), (-0.4, 0.9), (0.5, 0.82), (1.2, 0.5)) for c in ellipse((x + dx * h, y - r * h * 0.45), r * h, r * h * 0.66))
    return [Shape(path, down(white, shade, y - h, y + 0.1 * h), role="cloth")]


FORMS: dict[str, Callable[[Site, Point, float], list[Shape]]] = {
    "log": _log, "stump": _stump, "rock": _rock, "bench": _bench, "stool": _stool, "crate": _crate, "block": _block, "barrel": _barrel, "bush": _bush,
    "boulder": _boulder, "cloud": _cloud, "sandstone": partial(_rock, color="#c08a5c"), "moonstone": partial(_rock, color="#b5b1bd"),
    "sandboulder": partial(_boulder, color="#c08a5c"), "moonboulder": partial(_boulder, color="#b5b1bd"),
}  # fmt: skip
