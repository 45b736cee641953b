"""Lightning: when it strikes, its fork before the clouds, and its light on what stands below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from generator.world.layers import STILL, Layer, Motion, Part, Site, foot, layer
from generator.world.light import Light, halo
from generator.world.shapes import Command, Gradient, Point, Shape, ellipse, mix, moved, polygon, rgba
from generator.world.sky import free_at, sheet
from storyboard.staging import Weather

PALE = rgba("#dfe8ff")
EDGED = frozenset({"roof", "leaf", "stone", "iron", "wood", "wall", "cloth", "far"})  # what shows an edge of light in a flash
AFTER, EVERY = 0.28, 3.4  # seconds in which a flash sinks to a third, and between two


def strike(seed: int, t: float) -> float:
    """How bright the lightning of a storm is at a time in seconds, 0 .. 1. Every storm begins in a flash that flickers out."""
    since = (t + 0.03) % (EVERY + 0.25 * (seed % 5))
    return math.exp(-since / AFTER) * (0.86 + 0.14 * math.cos(since * 33.0)) if since < 1.2 else 0.0


def lightens(site: Site, strength: float = 1.0, motion: Motion | None = None) -> Motion:
    """What is seen by lightning only, and moves as it does at other times."""

    def lit(t: float) -> tuple[tuple[float, float, float, float, float, float], float]:
        matrix, opacity = motion(t) if motion else (STILL, 1.0)
        return matrix, opacity * strength * strike(site.seed, t)

    return lit


def fork(site: Site, top: Point, low: float, wide: float) -> list[Shape]:
    """A forked line from a point down to the height `low`, `wide` where it begins, with its glow."""
    dice, x = site.dice(34), top[0]
    n, spine = 7, [top]
    for k in range(1, n + 1):
        x += (0.11 if k % 2 else -0.075) * (low - top[1]) * float(dice.uniform(0.75, 1.25)) * (-1 if site.seed % 2 else 1)
        spine.append((x, top[1] + (low - top[1]) * k / n))
    path: list[Command] = [*_tapered(spine, wide)]
    for at, way, long in ((2, 1, 0.3), (4, -1, 0.24)):
        (bx, by), span = spine[at], low - top[1]
        twig = [(bx, by), (bx + way * 0.14 * span, by + 0.3 * long * span), (bx + way * 0.12 * span, by + 0.55 * long * span), (bx + way * 0.28 * span, by + long * span)]
        path += _tapered(twig, 0.6 * wide)
    middle, r = spine[n // 2], 0.75 * (low - top[1])
    return [Shape(ellipse(middle, r, r), halo(middle, r, PALE, 0.55), role="glow"), Shape(tuple(path), rgba("#fdfdff"), role="light")]


def _tapered(points: Sequence[Point], wide: float) -> tuple[Command, ...]:
    n = len(points)
    right = [(px + wide * (1.0 - k / (n - 0.4)), py) for k, (px, py) in enumerate(points)]
    return polygon([*points, *reversed(right)])


def thunder(site: Site) -> list[Layer]:
    """What a storm lays just over its clouds: the fork, and the sky lit behind the land."""
    if site.air.weather is not Weather.STORM:
        return []
    x = free_at(site, -1.0 if site.air.side > 0 else 1.0)
    low = Gradient("linear", (0.0, -2.2), (0.0, -0.42), ((0.0, (*PALE[:3], 0)), (0.55, (*PALE[:3], 10)), (1.0, (*PALE[:3], 110))))
    return [layer(0.01, Part((sheet(low),), lightens(site)), Part(tuple(fork(site, (x, -1.95), -0.5, 0.075)), lightens(site, 1.3)))]


def flashed(site: Site, one: Layer) -> Layer:
    """A layer as lightning shows it: an edge of light on what stands, a pale sheen on the ground."""
    if one.ground:
        return replace(one, parts=(*one.parts, Part((sheet((*PALE[:3], 46), foot(one.near), role="haze"),), lightens(site))))
    if not 0.1 < one.near < 1.25:
        return one
    by = 0.006 + 0.010 * one.near
    side = by if free_at(site, -1.0 if site.air.side > 0 else 1.0) > 0 else -by
    out: list[Part] = []
    for part in one.parts:
        edged = [Shape(s.path, (*PALE[:3], 235), role="rim") for s in part.shapes if s.role in EDGED and s.fill is not None]
        out += [Part(tuple(moved(edged, side, -0.9 * by)), lightens(site, 0.95, part.motion)), part] if edged else [part]
    return replace(one, parts=tuple(out))


def flash(seed: int, t: float, light: Light) -> Light:
    """The light of figures in a storm at a time in seconds."""
    level = strike(seed, t)
    if level < 0.02:
        return light
    return replace(light, ambient=mix(light.ambient, PALE, 0.3 * level), rim=mix(light.rim or light.ambient, PALE, min(1.0, 1.6 * level)))
