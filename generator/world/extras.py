"""What is worn over the clothes: on the trunk in shares of the figure's height, on the head in head radii."""

from __future__ import annotations

import math
from collections.abc import Callable

from generator.world.clothes import GILT, NIGHT, STEEL, front
from generator.world.faces import EYES, WHITE, Head
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, rgba
from storyboard.look import Extra, Outfit


def cape(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A cape from the shoulders; it hangs behind and lags."""
    color = rgba(outfit.extra_color.hex)
    c, leg = rig.body.chest, rig.body.leg
    blow = -rig.ahead * (0.08 + 0.2 * max(rig.pose.trail, 0.0)) - 0.05 * rig.pose.trail * (abs(rig.ahead) < 0.4)
    wide = c * (1.75 if abs(rig.ahead) < 0.5 else 1.35)
    up = 0.1 * max(rig.pose.trail, 0.0) * abs(rig.ahead)
    points = [rig.at(1.0, -rig.width(c * 0.7)), rig.at(1.0, rig.width(c * 0.7)),
              (rig.below(0)[0] + wide * 0.95 + blow * 0.5, rig.at(0.2)[1]),
              (rig.hip[0] + wide + blow, min(rig.hip[1] + leg * 0.72 - up, -0.02)),
              (rig.hip[0] + blow, min(rig.hip[1] + leg * 0.8 - up, -0.012)),
              (rig.hip[0] - wide + blow, min(rig.hip[1] + leg * 0.72 - up, -0.02)),
              (rig.below(0)[0] - wide * 0.95 + blow * 0.5, rig.at(0.2)[1])]  # fmt: skip
    return [Shape(blob(points, tension=0.8), color, None, 0.0, "cloth")]


def clasp(rig: Rig, outfit: Outfit) -> list[Shape]:
    """What one sees of a cape from before: the collar at the neck."""
    w = rig.width(rig.body.chest * 0.8)
    points = [rig.at(0.98, -w), rig.at(0.84, 0.4 * front(rig)), rig.at(0.98, w)]
    color = rgba(outfit.extra_color.hex)
    x, y = rig.at(0.84, 0.6 * front(rig))
    return [Shape(limb(points, (0.034, 0.028, 0.034)), color, None, 0.0, "cloth"), Shape(ellipse((x, y), 0.02, 0.02), (240, 204, 110, 255), None, 0.0, "trim")]


def scarf(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A thick scarf; one end blows backward with the movement."""
    color, pose = rgba(outfit.extra_color.hex), rig.pose
    w = max(rig.width(rig.body.chest * 0.8), rig.body.head * 0.62)
    ring = [rig.at(0.97, -w), rig.at(0.86, 0.2 * front(rig)), rig.at(0.97, w)]
    way = -1.0 if rig.ahead >= -0.01 else 1.0
    x, y = rig.at(0.88, way * w * (0.5 + 0.2 * abs(rig.ahead)))
    wind = max(pose.trail, 0.0) * abs(rig.ahead)  # at rest both ends hang flat down the chest or the back
    blow, fall = 0.03 + 0.3 * wind + 0.02 * pose.trail, 0.24 - 0.16 * wind
    flutter = 0.03 * pose.wag * wind
    end = [(x, y), (x + way * blow * 0.5, y + fall * 0.5 + flutter), (x + way * blow, y + fall - flutter)]
    bands = [_cut(end, a, b) for a, b in ((0.5, 0.6), (0.72, 0.82))]
    dark = mix(color, NIGHT, 0.14)
    return [*_fringes(end, dark), Shape(_strip(end, 0.04, 0.052), dark, None, 0.0, "cloth"), *(Shape(_strip(band, 0.047, 0.049), mix(color, WHITE, 0.45), None, 0.0, "trim") for band in bands),
            Shape(limb(ring, (0.042, 0.05, 0.042)), color, None, 0.0, "cloth")]  # fmt: skip


def _cut(spine: list[Point], a: float, b: float) -> list[Point]:
    """The part of a spine of three points between two shares of its length."""
    at = lambda t: tuple((1 - t) ** 2 * p + 2 * t * (1 - t) * (2 * q - (p + r) / 2) + t * t * r for p, q, r in zip(*spine, strict=True))  # noqa: E731
    (ax, ay), (bx, by) = at(a), at(b)
    return [(ax, ay), (bx, by)]


def _strip(spine: list[Point], start: float, end: float) -> tuple:
    """Flat cloth along a spine with square ends; half-widths at both."""
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        (ax, ay), (bx, by) = spine[max(i - 1, 0)], spine[min(i + 1, len(spine) - 1)]
        length, w = math.hypot(bx - ax, by - ay) or 1.0, start + (end - start) * i / (len(spine) - 1)
        left.append((x - (by - ay) / length * w, y + (bx - ax) / length * w))
        right.append((x + (by - ay) / length * w, y - (bx - ax) / length * w))
    return blob([*left, *reversed(right)], tension=0.3)


def _fringes(spine: list[Point], color: Rgba) -> list[Shape]:
    """Threads at the end of a scarf."""
    (ax, ay), (x, y) = spine[-2], spine[-1]
    length = math.hypot(x - ax, y - ay) or 1.0
    ux, uy = (x - ax) / length, (y - ay) / length
    path: tuple = ()
    for k in (-0.038, -0.013, 0.013, 0.038):
        path += (("M", x - uy * k, y + ux * k), ("L", x - uy * k * 1.1 + ux * 0.026, y + ux * k * 1.1 + uy * 0.026))
    return [Shape(path, None, color, 0.012, "line")]


def bag(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A shoulder bag on a strap across the chest."""
    color = mix(rgba(outfit.extra_color.hex), (120, 80, 50, 255), 0.12)
    way = 1.0 if rig.ahead > -0.3 else -1.0
    way = -way if abs(rig.ahead) > 0.3 else way
    c, b = rig.width(rig.body.chest), rig.width(rig.body.belly)
    x, y = rig.at(0.0, way * b * 0.95)
    x, y = x + way * 0.01, y + 0.015 * rig.pose.wag
    strap = blob([rig.at(0.95, -way * c * 0.6), rig.at(0.5, way * c * 0.2), (x, y - 0.05)], closed=False)
    sack = [(x - 0.075, y - 0.05), (x + 0.075, y - 0.05), (x + 0.085, y + 0.06), (x - 0.085, y + 0.06)]
    flap = [(x - 0.08, y - 0.055), (x + 0.08, y - 0.055), (x + 0.06, y + 0.012), (x - 0.06, y + 0.012)]
    return [Shape(strap, None, mix(color, NIGHT, 0.3), 0.022, "line"), Shape(blob(sack, tension=0.5), color, None, 0.0, "cloth"),
            Shape(blob(flap, tension=0.5), mix(color, NIGHT, 0.28), None, 0.0, "cloth")]


def glasses(head: Head, theta: float, y: float, color: Rgba) -> list[Shape]:
    """Round glasses; one ring for each eye and a bridge."""
    if head.back:
        return []
    shapes, rings = [], []
    for side in (1.0, -1.0):
        x, cy, seen = head.spot(side * theta, y, 1.02)
        if seen > 0.15:
            rings.append((x, cy, seen))
            rx, ry = 0.3 * (0.35 + 0.65 * seen), 0.32
            shapes.append(Shape(ellipse((x, cy), rx, ry), (255, 255, 255, 46), None, 0.0, "glass"))
            shapes.append(Shape((*ellipse((x, cy), rx, ry), *ellipse((x, cy), -rx + 0.07, ry - 0.07)), color, None, 0.0, "line"))
    if len(rings) == 1:  # in profile one sees the arm that goes to the ear
        (ax, ay, seen), back = rings[0], -head.way
        shapes.append(Shape((("M", ax + back * 0.3 * (0.35 + 0.65 * seen), ay - 0.04), ("L", 0.08 * back, 0.02)), None, color, 0.06, "line"))
    if len(rings) == 2:
        (ax, ay, _), (bx, by, _) = sorted(rings)
        shapes.append(Shape((("M", ax + 0.2, ay - 0.06), ("L", bx - 0.2, by - 0.06)), None, color, 0.06, "line"))
    return shapes


def bow_tie(rig: Rig, outfit: Outfit) -> list[Shape]:
    """Two wings and a knot at the throat."""
    if rig.back:
        return []
    color = rgba(outfit.extra_color.hex)
    x, y = rig.at(0.9, 0.7 * front(rig))
    wings: tuple = ()
    for k in (-1, 1):
        wings += blob([(x, y), (x + k * 0.074, y - 0.042), (x + k * 0.064, y), (x + k * 0.074, y + 0.042)], tension=0.5)
    return [Shape(wings, color, None, 0.0, "cloth"), Shape(ellipse((x, y), 0.02, 0.023), mix(color, NIGHT, 0.3), None, 0.0, "cloth")]


def necklace(rig: Rig, outfit: Outfit) -> list[Shape]:
    """Round beads, larger toward the middle."""
    w = rig.width(rig.body.chest * 0.62)
    m = 0.6 * front(rig)
    beads: tuple = ()
    for k in range(-3, 4):
        s = 0.98 - 0.2 * (1 - (k / 3) ** 2) * (0.2 if rig.back else 1.0)
        r = 0.022 - 0.0022 * abs(k)
        beads += ellipse(rig.at(s, w * k / 3 + m * (1 - abs(k) / 3)), r, r)
    return [Shape(beads, rgba(outfit.extra_color.hex), None, 0.0, "trim")]


def tools(rig: Rig, outfit: Outfit) -> list[Shape]:
    """A pocket on the chest out of which a rule, a brush and a spanner look."""
    if rig.back:
        return []
    x, y = rig.at(0.5, front(rig) - 0.3 * rig.body.chest)
    pocket = [(x - 0.058, y - 0.03), (x + 0.058, y - 0.03), (x + 0.052, y + 0.062), (x - 0.052, y + 0.062)]
    color = mix(rgba(outfit.extra_color.hex), (120, 80, 50, 255), 0.15)
    return [Shape(limb([(x - 0.034, y + 0.02), (x - 0.038, y - 0.085)], (0.013, 0.013)), (232, 196, 96, 255), None, 0.0, "trim"),
            Shape(limb([(x, y + 0.02), (x + 0.002, y - 0.07)], (0.009, 0.009)), (150, 104, 66, 255), None, 0.0, "trim"),
            Shape(ellipse((x + 0.003, y - 0.088), 0.015, 0.026), (206, 82, 70, 255), None, 0.0, "trim"),
            Shape(limb([(x + 0.034, y + 0.02), (x + 0.036, y - 0.06)], (0.01, 0.01)), STEEL, None, 0.0, "trim"),
            Shape(ellipse((x + 0.037, y - 0.074), 0.021, 0.018), STEEL, None, 0.0, "trim"),
            Shape(blob(pocket, tension=0.3), color, None, 0.0, "cloth")]  # fmt: skip


def earrings(head: Head, color: Rgba) -> list[Shape]:
    """A ring below each ear that can be seen."""
    shapes = []
    for side in (1.0, -1.0):
        if math.cos(side * math.pi / 2 + head.yaw) > -0.3 or head.back:
            x = math.sin(side * math.pi / 2 + head.yaw) * (1.0 if head.look.is_person else 0.94 * min(1.0, EYES[head.look.kind].out))
            ring = (*ellipse((x, 0.52 + 0.3 * head.drop), 0.13, 0.16), *ellipse((x, 0.52 + 0.3 * head.drop), -0.07, 0.1))
            shapes.append(Shape(ring, mix(color, GILT, 0.35), None, 0.0, "trim"))
    return shapes


def eyepatch(head: Head, color: Rgba) -> list[Shape]:
    """A patch over the left eye, on a band round the head."""
    form, dark = EYES[head.look.kind], mix(color, (30, 26, 32, 255), 0.72)
    if head.back:
        return [Shape(limb([(-1.0, 0.1), (0.0, -0.3), (1.0, -0.5)], (0.05, 0.05, 0.05)), dark, None, 0.0, "cloth")]
    x, y, seen = head.spot(form.theta, form.y, 1.02)
    top, low = head.spot(-0.9, form.y - 0.55, 0.98), head.spot(1.45, form.y + 0.16, 0.98)
    ends: list[Point] = [top[:2], (x - 0.1, y - 0.12), low[:2]]
    if head.side > 0.3:  # in profile it runs round the crown, over the near eye or from it
        way = head.way
        ends = [(0.78 * way, y - 0.5), (0.0, y - 0.4), (-0.96 * way, y + 0.06)] if seen < 0.1 else [(x + 0.2 * way, y - 0.2), (0.0, y - 0.12), (-0.96 * way, y + 0.06)]
    band = Shape(limb(ends, (0.045, 0.05, 0.045)), dark, None, 0.0, "cloth")
    k, h = (0.4 + 0.6 * max(seen, 0.0)) * form.rx / 0.16, form.ry / 0.2  # as large as the eye it hides
    patch = [(x - 0.27 * k, y - 0.26 * h), (x + 0.27 * k, y - 0.26 * h), (x + 0.24 * k, y + 0.1 * h), (x, y + 0.25 * h), (x - 0.24 * k, y + 0.1 * h)]
    return [band, *([Shape(blob(patch, tension=0.8), dark, None, 0.0, "cloth")] if seen > 0.1 else [])]


EXTRA_BODY: dict[Extra, Callable[[Rig, Outfit], list[Shape]]] = {Extra.BAG: bag, Extra.TOOLS: tools}
EXTRA_NECK: dict[Extra, Callable[[Rig, Outfit], list[Shape]]] = {Extra.SCARF: scarf, Extra.BOW_TIE: bow_tie, Extra.NECKLACE: necklace}
EXTRA_HEAD: dict[Extra, Callable[[Head, Rgba], list[Shape]]] = {Extra.EARRINGS: earrings, Extra.EYEPATCH: eyepatch}
