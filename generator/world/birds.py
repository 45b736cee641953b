"""Birds: heads in head radii (see faces.py), trunks, wings and tails in shares of the figure's height."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.world.animals import blaze, freckles, mask, spots_and_stripes
from generator.world.faces import EYES, INK, Head, Palette, cheeks, eyes, tears
from generator.world.pose import Limb, Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix
from storyboard.look import Color, Hair, Kind, Look, Marking

WARM = (Color.ORANGE, Color.GOLD, Color.YELLOW, Color.RUST, Color.RED)
PALE: Rgba = (250, 246, 236, 255)


@dataclass(frozen=True)
class Beak:
    """Length, half-width at the root, height of the ridge, how far the tip hooks down, colour, where its root is."""

    length: float
    w: float
    ridge: float
    hook: float
    color: Rgba
    y: float = 0.3


BEAKS: dict[Kind, Beak] = {
    Kind.BIRD: Beak(0.78, 0.3, 0.2, 0.08, (240, 166, 58, 255)),
    Kind.CROW: Beak(1.08, 0.28, 0.27, 0.12, (112, 106, 116, 255), 0.22),
    Kind.EAGLE: Beak(0.86, 0.31, 0.26, 0.3, (246, 186, 60, 255), 0.24),
    Kind.STORK: Beak(2.35, 0.2, 0.1, -0.02, (222, 84, 56, 255), 0.22),
}


def feet_color(kind: Kind) -> Rgba:
    """Bare legs of a bird."""
    return {Kind.CROW: (88, 82, 92, 255), Kind.STORK: (218, 92, 66, 255)}.get(kind, (226, 150, 60, 255))


def bird_head(head: Head) -> list[Shape]:
    """A round head with the eyes, crest and beak of its kind."""
    kind, colors = head.look.kind, head.colors
    main = mix(colors.main, PALE, 0.88) if kind is Kind.EAGLE else colors.main
    wide = {Kind.CROW: 0.96, Kind.STORK: 0.92}.get(kind, 1.0)
    shapes = _ruff(head, main) if kind is Kind.EAGLE else _throat(head) if kind is Kind.CROW else []
    shapes.append(Shape(ellipse((0, 0), wide, 0.98 if kind is not Kind.EAGLE else 0.94), main, None, 0.0, "fur"))
    if head.back:
        return shapes + spots_and_stripes(head) + _crest(head, main)
    shapes += _discs(head) + spots_and_stripes(head) + mask(head) + blaze(head) + _crest(head, main)
    shapes += cheeks(head, 0.85, 0.42, 0.15) + freckles(head)
    return shapes + eyes(head, EYES[kind]) + _beak(head, BEAKS[kind]) + tears(head, EYES[kind].theta, 0.2)


def _discs(head: Head) -> list[Shape]:
    """A pale disc round each eye, as an owl's; a stork has a dark one, crow and eagle none."""
    kind, colors, shapes = head.look.kind, head.colors, []
    shut = head.pose.joy or head.pose.lid > 0.8
    if kind in (Kind.CROW, Kind.EAGLE) or (kind is Kind.STORK and shut):  # dark on dark would hide shut eyes
        return []
    pale = colors.accent if head.look.marking is Marking.BELLY else mix(colors.main, colors.muzzle, 0.75)
    color = pale if kind is Kind.BIRD else mix(colors.main, (60, 54, 64, 255), 0.72 if luma(colors.main) > 0.353 else 0.0)
    size = (0.4, 0.44) if kind is Kind.BIRD else (0.225, 0.27)
    for side in (1.0, -1.0):
        x, y, seen = head.spot(side * 0.44, EYES[kind].y + 0.02)
        if seen > 0.1:
            shapes.append(Shape(ellipse((x, y), size[0] * (0.4 + 0.6 * seen), size[1]), color, None, 0.0, "fur"))
    return shapes


def _crest(head: Head, main: Rgba) -> list[Shape]:
    """Three feathers on top, larger with hair; an eagle's lie flat to the back, a stork has none."""
    kind, look = head.look.kind, head.look
    if head.hatted or (kind in (Kind.STORK, Kind.EAGLE) and look.hair is Hair.NONE):
        return []
    s, t, k = -0.1 * math.sin(head.yaw), 0.22 * head.pose.trail, 1.0 if look.hair is Hair.NONE else 1.6
    k *= 0.6 if kind is Kind.CROW and look.hair is Hair.NONE else 1.0
    lift = 0.14 * max(-head.pose.droop, 0.0)
    points = [(s - 0.22, -0.88), (s - 0.34 - t, -1.0 - 0.2 * k - lift), (s - 0.06, -1.02), (s + 0.02 - t, -1.06 - 0.3 * k - lift),
              (s + 0.12, -1.0), (s + 0.34 - t, -1.0 - 0.16 * k - lift), (s + 0.22, -0.86)]
    color = (head.colors.deep if kind is Kind.BIRD else main) if look.hair is Hair.NONE else head.colors.hair
    return [Shape(blob(points, tension=0.6), color, None, 0.0, "hair")]


def _ruff(head: Head, color: Rgba) -> list[Shape]:
    """An eagle's white neck feathers end in points over the shoulders."""
    points: list[Point] = [(-0.86, -0.2), (0.86, -0.2), (1.06, 0.62)]
    for k in range(5):
        x = 0.8 - 0.4 * k
        points += [(x + 0.12, 1.28 + 0.14 * (k % 2) - 0.06 * head.pose.trail), (x - 0.08, 0.98)]
    points.append((-1.06, 0.62))
    return [Shape(blob(points, tension=0.5), mix(color, (120, 110, 110, 255), 0.1), None, 0.0, "fur")]


def _throat(head: Head) -> list[Shape]:
    """A crow's shaggy throat."""
    o = 0.34 * math.sin(head.yaw)
    points = [(o - 0.62, 0.4), (o + 0.62, 0.4), (o + 0.5, 0.95), (o + 0.26, 0.9), (o + 0.12, 1.2), (o - 0.1, 0.94), (o - 0.3, 1.12), (o - 0.52, 0.86)]
    return [] if head.back else [Shape(blob(points, tension=0.5), mix(head.colors.main, (255, 255, 255, 255), 0.08), None, 0.0, "fur")]


def _beak(head: Head, form: Beak) -> list[Shape]:
    """Two halves that open about their root; they point at us a little downward, to the side when the head turns.

    Letters: `at(f, u, w)` is a point f forward, u up and w across from the root."""
    sin, cos = math.sin(head.yaw), max(math.cos(head.yaw), 0.0)
    bx, by, _ = head.spot(0.0, form.y, 0.88)
    gape, corner = max(head.feel.open * 0.8, head.pose.mouth), 0.1 - 0.08 * head.feel.smile
    length, w, s = form.length, form.w, 1.0 if sin >= 0 else -1.0
    color: Rgba = (92, 70, 66, 255) if head.look.body in WARM and head.look.kind is Kind.BIRD else form.color
    fall = 0.44 if length < 2 else 0.4

    def at(f: float, u: float, across: float) -> Point:
        return bx + f * sin + across * (0.4 + 0.6 * cos), by - u + f * fall * cos * cos

    drop = 0.42 * gape * min(length, 1.2)
    low = [at(0, -0.04, -w), at(0, -0.04, w), at(0.72 * length, -0.04 - drop, 0.08), at(0.76 * length, -0.05 - drop, 0.0), at(0.72 * length, -0.04 - drop, -0.08)]
    shapes = [Shape(blob(low, tension=0.6), mix(color, INK, 0.3), None, 0.0, "beak")]
    if gape > 0.12:
        inside = [at(0.05, 0.02, -w * 0.8), at(0.05, 0.02, w * 0.8), at(0.55 * length, -0.02 - 0.55 * drop, 0.0)]
        shapes.append(Shape(blob(inside, tension=0.6), (122, 44, 52, 255), None, 0.0, "mouth"))
    up = [at(0, -corner, -s * w), at(0, 0.24, -s * w * 0.55), at(0, 0.25, s * w * 0.55)]
    if abs(sin) > 0.2:
        up += [at(0.5 * length, form.ridge, 0.0), at(0.94 * length, form.ridge * 0.4, 0.0), at((1 - 0.25 * form.hook) * length, -form.hook, 0.0),
               at((0.78 - 0.3 * form.hook) * length, -0.04, 0.0), at(0.4 * length, -0.06, -s * w * 0.5)]  # the far corner is behind the ridge
    else:
        up += [at(0, -corner, s * w), at(length, -form.hook, 0.05), at(length, -form.hook - 0.02, -0.05)]
    return [*shapes, Shape(blob(up, tension=0.62), color, None, 0.0, "beak"), *_nostril(head, at(0.3 * length, form.ridge * 0.4, s * 0.06), color)]


def _nostril(head: Head, at: Point, color: Rgba) -> list[Shape]:
    return [Shape(ellipse(at, 0.045, 0.03, 0.5), mix(color, INK, 0.55), None, 0.0, "line")] if abs(math.sin(head.yaw)) > 0.2 else []


def trunk_rows(kind: Kind, rig: Rig) -> list[tuple[float, float]]:
    """Half-widths up the trunk: an egg; a stork's has a long neck on it, an eagle's is broad above."""
    b = rig.body
    if kind is Kind.STORK:
        return [(0.72, 0.03), (0.62, 0.058), (0.52, b.chest * 0.95), (0.3, b.belly * 1.16), (0.06, b.belly * 1.08), (-0.12, b.belly * 0.55)]
    if kind is Kind.EAGLE:
        return [(1.05, b.chest * 0.62), (0.84, b.chest * 1.08), (0.45, b.belly * 1.1), (0.05, b.belly * 0.82), (-0.14, b.belly * 0.42)]
    return [(1.05, b.chest * 0.8), (0.8, b.chest * 1.12), (0.4, b.belly * 1.08), (0.05, b.belly * 0.92), (-0.14, b.belly * 0.5)]


def bird_tail(rig: Rig, look: Look, colors: Palette) -> list[Shape]:
    """Feathers behind and below; long for a crow, a fan for an eagle."""
    x, y = rig.at(0.1)
    wag, long = 0.03 * rig.pose.wag, {Kind.CROW: 1.35, Kind.EAGLE: 1.25}.get(look.kind, 1.0)
    if abs(rig.ahead) > 0.3:  # from the side: back and down
        way = -rig.ahead * long
        spine = [(x - rig.ahead * rig.body.belly * 0.5, y - 0.06), (x + way * 0.2, min(y + 0.02, -0.05)), (x + way * 0.34, min(y + 0.09 + wag, -0.03))]
        path = limb(spine, (0.07, 0.055, 0.03))
    else:
        path = blob([(x - 0.06, y - 0.05), (x + 0.06, y - 0.05), (x + 0.085 * long, y + 0.12 * long), (x + wag, min(y + 0.15 * long, -0.02)), (x - 0.085 * long, y + 0.12 * long)], tension=0.6)
    if rig.back:
        return _fan((x, y), long, wag, mix(colors.main, PALE, 0.82) if look.kind is Kind.EAGLE else _feathers(look, colors))
    color = mix(colors.main, PALE, 0.82) if look.kind is Kind.EAGLE else _feathers(look, colors)
    return [Shape(path, color, None, 0.0, "fur")]


def _fan(root: Point, long: float, wag: float, color: Rgba) -> list[Shape]:
    """The tail from behind: feathers that spread from one root, the outer ones below."""
    (x, y), shapes = root, []
    for k in (-1.0, 1.0, -0.5, 0.5, 0.0):
        tip = (x + wag + 0.13 * k * long, min(y + (0.22 - 0.05 * abs(k)) * long, -0.02))
        feather = limb([(x + 0.02 * k, y - 0.02), ((x + tip[0]) / 2 + 0.02 * k, (y + tip[1]) / 2), tip], (0.018, 0.036, 0.026))
        shapes.append(Shape(feather, mix(color, INK, 0.22 * abs(k)), None, 0.0, "fur"))
    return shapes


def _feathers(look: Look, colors: Palette) -> Rgba:
    """Wings: deeper than the body; a stork's are dark, a crow's shine."""
    if look.marking is Marking.SOCKS:
        return colors.accent
    if look.kind is Kind.STORK:
        return (64, 60, 72, 255) if luma(colors.main) > 0.353 else mix(colors.main, PALE, 0.6)
    return mix(colors.main, (120, 130, 170, 255), 0.2) if look.kind is Kind.CROW and luma(colors.main) < 0.314 else colors.deep


def wing(rig: Rig, arm: Limb, look: Look, colors: Palette, dim: tuple[Rgba, float]) -> tuple[list[Shape], list[Point]]:
    """A broad wing, feathered below, toward (`dim`: a colour, its share) on the far side; and the outline of a sleeve over its shoulder."""
    (sx, sy), (ex, ey) = arm.root, arm.end
    dx, dy = ex - sx, ey - sy
    length = math.hypot(dx, dy) or 1.0
    side = 1.0 if dx * rig.ahead <= 0 and abs(dx) < 0.5 * abs(dy) else math.copysign(1.0, dx)
    nx, ny = -dy / length * side, dx / length * side
    if ny < 0:
        nx, ny = -nx, -ny
    w = 0.1 if look.kind is Kind.EAGLE else 0.075
    at = lambda k, n: (sx + dx * k + nx * n, sy + dy * k + ny * n)  # noqa: E731
    points = [at(-0.08, -0.02), at(0.4, -0.05), at(0.85, -0.035), at(1.12, 0.01), at(0.95, 0.04), at(0.98, w * 0.85),
              at(0.76, w * 0.95), at(0.72, w * 1.3), at(0.45, w * 1.1), at(0.0, w * 0.7)]
    color = _feathers(look, colors)
    shapes = [Shape(blob(points, tension=0.75), mix(color, *dim), None, 0.0, "fur")]
    if look.kind is Kind.STORK:  # white above, dark below
        top = [at(-0.1, -0.025), at(0.4, -0.055), at(0.74, -0.045), at(0.7, w * 0.55), at(0.4, w * 0.75), at(0.0, w * 0.75)]
        shapes.append(Shape(blob(top, tension=0.8), mix(colors.main, *dim), None, 0.0, "fur"))
    else:
        quills = blob([at(0.3, w * 0.55), at(0.75, w * 0.5)], closed=False) + blob([at(0.35, w * 0.1), at(0.85, w * 0.15)], closed=False)
        shapes.append(Shape(quills, None, mix(mix(color, INK, 0.3), *dim), 0.008, "line"))
    return shapes, [at(-0.1, -0.03), at(0.3, -0.058), at(0.46, -0.05), at(0.44, w * 1.2), at(0.0, w * 0.9)]


def thigh(leg: Limb, color: Rgba, width: float) -> Shape:
    """An eagle's feathered thigh."""
    end = (leg.bend[0] * 0.35 + leg.end[0] * 0.65, leg.bend[1] * 0.35 + leg.end[1] * 0.65)
    return Shape(limb((leg.root, leg.bend, end), (width * 2.2, width * 1.9, width * 1.1)), color, None, 0.0, "fur")
