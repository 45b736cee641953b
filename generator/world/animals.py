"""Heads and tails of furred animals. All in head radii (tails: shares of the figure's height), see faces.py."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.world.faces import EYES, INK, Head, cheeks, eyes, tears
from generator.world.herd import mane, mane_before, mane_behind, mane_seen_from_behind
from generator.world.muzzles import SHARP, muzzle
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, moved, polygon
from storyboard.look import Hair, Kind, Marking

# Right half of the outline of the head seen from the front, top to chin.
SKULLS: dict[Kind, list[Point]] = {
    Kind.FOX: [(0.5, -0.78), (0.94, -0.3), (1.08, 0.12), (1.3, 0.5), (0.82, 0.62), (0.36, 0.88)],
    Kind.WOLF: [(0.5, -0.82), (0.88, -0.38), (1.0, -0.02), (1.42, 0.2), (1.08, 0.36), (1.4, 0.64), (0.94, 0.68), (0.94, 1.06), (0.4, 0.92)],
    Kind.RABBIT: [(0.5, -0.84), (0.88, -0.36), (1.0, 0.24), (0.82, 0.68), (0.36, 0.9)],
    Kind.BEAR: [(0.56, -0.84), (0.98, -0.36), (1.1, 0.22), (0.86, 0.74), (0.36, 0.94)],
    Kind.CAT: [(0.5, -0.74), (0.96, -0.34), (1.14, 0.2), (0.92, 0.62), (0.36, 0.82)],
    Kind.DOG: [(0.54, -0.84), (0.9, -0.4), (0.98, 0.16), (0.82, 0.68), (0.36, 0.94)],
    Kind.MOUSE: [(0.5, -0.78), (0.92, -0.3), (1.0, 0.2), (0.76, 0.64), (0.32, 0.86)],
    Kind.LION: [(0.56, -0.82), (0.96, -0.36), (1.06, 0.18), (0.88, 0.7), (0.4, 0.96)],
    Kind.DONKEY: [(0.48, -0.86), (0.86, -0.42), (0.86, 0.1), (0.66, 0.62), (0.4, 0.96)],
    Kind.SHEEP: [(0.5, -0.82), (0.86, -0.36), (0.88, 0.16), (0.7, 0.64), (0.34, 0.94)],
    Kind.GOAT: [(0.46, -0.86), (0.84, -0.4), (0.84, 0.08), (0.62, 0.6), (0.34, 0.96)],
    Kind.PIG: [(0.54, -0.82), (0.98, -0.34), (1.12, 0.26), (0.92, 0.72), (0.4, 0.94)],
    Kind.HORSE: [(0.44, -0.9), (0.8, -0.46), (0.78, 0.06), (0.58, 0.6), (0.38, 0.98)],
}
def animal_back(head: Head) -> list[Shape]:
    """Ears that stand behind the skull."""
    if head.back:
        return []
    return mane_behind(head) + (_only_far(head) if _flapped(head) else ears(head))


def animal_head(head: Head) -> list[Shape]:
    """Skull, markings, face and crest; from behind the ears too."""
    kind, colors = head.look.kind, head.colors
    shapes = [Shape(skull(head), colors.main, None, 0.0, "fur")]
    if head.back:
        return shapes + spots_and_stripes(head) + mane_seen_from_behind(head) + ears(head) + _tuft(head)
    shapes += _cheek_fur(head) + spots_and_stripes(head) + mask(head) + blaze(head)
    shapes += cheeks(head, 0.85 if kind not in HOOFED or kind is Kind.PIG else 0.66, 0.3, 0.17) + freckles(head)
    shapes += (mane_before(head) if kind is Kind.SHEEP else []) + eyes(head, EYES[kind]) + muzzle(head)
    shapes += (mane_before(head) if kind is not Kind.SHEEP else []) + _tuft(head) + (_only_near(head) if _flapped(head) else [])
    return shapes + tears(head, EYES[kind].theta, 0.15)


def _flapped(head: Head) -> bool:
    """Whether the near ear lies on the side of the head: a dog's always, round ones and those that stand out to the sides in profile."""
    return head.look.kind is Kind.DOG or (head.look.kind in (Kind.SHEEP, Kind.GOAT, Kind.MOUSE, Kind.BEAR, Kind.LION) and head.side > 0.4)


def skull(head: Head) -> tuple:
    """The head's outline; the far cheek draws in as the head turns, and in profile the muzzle alone stands out."""
    half, sin = SKULLS[head.look.kind], math.sin(head.yaw) * (0 if head.back else 1)
    right = [(x * (1 - 0.16 * max(sin, 0) * (y > -0.2)), y) for x, y in half]
    left = [(-x * (1 - 0.16 * max(-sin, 0) * (y > -0.2)), y) for x, y in half]
    tension = 0.62 if head.look.kind in SHARP else 1.0
    face = [(0.5, -0.8), (0.8, -0.42), (0.8, 0.0), (0.74, 0.34), (0.66, 0.56), (0.52, 0.72), (0.36, 0.84), (0.2, 0.92)]
    nape = [(-0.54, -0.8), (-0.92, -0.4), (-0.98, 0.06), (-0.9, 0.34), (-0.78, 0.56), (-0.62, 0.74), (-0.42, 0.86), (-0.2, 0.92)]
    if head.look.kind is Kind.WOLF:  # a ragged ruff
        nape = [(x * (1.0, 1.16)[k % 2], y) if k > 2 else (x, y) for k, (x, y) in enumerate(nape)]
    n = len(half)
    kept = [0, 1, *(round(2 + k * 5 / max(n - 3, 1)) for k in range(n - 2))]
    aside = [(0.0, -0.92), *(face[k] for k in kept), (0.0, 0.94), *(nape[k] for k in reversed(kept))]
    return blob(head.turn([(0.0, -0.92), *right, (0.0, 0.98), *reversed(left)], aside), tension=tension)


def ears(head: Head, sides: tuple[float, ...] = (1.0, -1.0)) -> list[Shape]:
    """Both ears, or those of the sides named; emotions prick them or lay them back, movement makes them lag."""
    shapes: list[Shape] = []
    droop, trail = head.pose.droop, head.pose.trail
    for side in sides:
        turn = 0.5 * math.sin(head.yaw) * (-1 if head.back else 1)
        flap = 0.16 * head.pose.wag * side
        bend = (turn, 0.45 * max(droop, 0.0) + 0.12 * flap - 0.1 * max(-droop, 0.0))
        shapes += moved(EARS[head.look.kind](head, side, bend, trail), dx=_aside(head, side))
    return shapes


def _aside(head: Head, side: float) -> float:
    """How far an ear moves over the head as it turns to its profile, where the two stand nearly behind each other."""
    kind, way = head.look.kind, head.way
    near = side * way < 0
    return head.side * ((-0.28 - 0.2 * (kind is Kind.MOUSE) if near else 0.02) * way - (side * EAR_AT[kind] - 0.22 * way))


def _only_far(head: Head) -> list[Shape]:
    """The hanging ear that the turned head hides."""
    return [] if abs(math.sin(head.yaw)) < 0.3 else ears(head, (head.way,))


def _only_near(head: Head) -> list[Shape]:
    """Hanging ears on our side of the head."""
    return ears(head) if abs(math.sin(head.yaw)) < 0.3 else ears(head, (-head.way,))


def _ear(outline: list[Point], head: Head, side: float, at: Point, turn: float) -> list[Shape]:
    """An ear outline (root at the origin, pointing up) set at `at`, turned outward; an inner one of 60 % on it."""
    cos, sin = math.cos(turn * side), math.sin(turn * side)
    place = lambda k, dy: [(at[0] + (side * x * cos - y * sin) * k, at[1] + (side * x * sin + y * cos) * k + dy) for x, y in outline]  # noqa: E731
    tension = 0.5 if head.look.kind in (*SHARP, Kind.CAT) else 1.0
    shapes = [Shape(blob(place(1.0, 0.0), tension=tension), head.colors.main, None, 0.0, "fur")]
    if not head.back:
        inner = mix(head.colors.pink, head.colors.muzzle, 0.35)
        shapes.append(Shape(blob(place(0.62, -0.08), tension=tension), inner, None, 0.0, "skin"))
    return shapes


def _pointed(head: Head, side: float, bend: Point, trail: float) -> list[Shape]:
    kind = head.look.kind
    w, h, x = {Kind.FOX: (0.36, 0.95, 0.58), Kind.WOLF: (0.29, 0.82, 0.5), Kind.CAT: (0.4, 0.72, 0.62)}[kind]
    at = (side * (x + 0.2 * head.hatted) - bend[0] * 0.45, -0.56)
    lag = -0.12 * trail
    outline = [(-w, 0.05), (-w * 0.55, -h * 0.6), (0.06 + side * lag, -h), (w * 0.66, -h * 0.5), (w, 0.1)]
    turn = 0.28 + 0.3 * head.hatted + bend[1] * 1.3
    shapes = _ear(outline, head, side, at, turn)
    if kind is Kind.FOX:
        cos, sin = math.cos(turn * side), math.sin(turn * side)
        tip = [(at[0] + side * a * cos - b * sin, at[1] + side * a * sin + b * cos)
               for a, b in [(-w * 0.42, -h * 0.66), (0.06 + side * lag, -h), (w * 0.5, -h * 0.62), (0.02, -h * 0.58)]]
        shapes.append(Shape(blob(tip, tension=0.4), mix(head.colors.main, INK, 0.72), None, 0.0, "fur"))
    return shapes


def _tall(head: Head, side: float, bend: Point, trail: float) -> list[Shape]:
    at = (side * (0.42 + 0.3 * head.hatted) - bend[0] * 0.5, -0.66)
    lag = -0.5 * trail * side
    fold = 0.9 * bend[1]
    outline = [(-0.2, 0.1), (-0.27, -0.6), (-0.2 + lag * 0.5 + fold * 0.3, -1.2), (0.02 + lag + fold, -1.62 + fold * 0.7),
               (0.26 + lag * 0.5 + fold * 0.6, -1.15), (0.27, -0.5), (0.2, 0.1)]
    return _ear(outline, head, side, at, 0.14 + 0.35 * head.hatted + bend[1] * 1.0)


def _round(head: Head, side: float, bend: Point, trail: float) -> list[Shape]:
    mouse, lion = head.look.kind is Kind.MOUSE, head.look.kind is Kind.LION
    r = 0.68 if mouse else 0.36
    x, y = (0.86, -0.72) if mouse else (0.92, -0.84) if lion else (0.74, -0.72)
    center = (side * x - bend[0] * (0.5 if mouse else 0.35), y + 0.35 * bend[1] + 0.05 * trail * side)
    near = 1 - 0.2 * (side * math.sin(head.yaw) > 0.2)
    inner = mix(head.colors.pink, head.colors.muzzle, 0.35)
    shapes = [Shape(ellipse(center, r * near, r), head.colors.main, None, 0.0, "fur")]
    if not head.back:  # a mouse's is wide and soft, so that it is never taken for an eye
        k, inner = (0.8, mix(head.colors.main, head.colors.pink, 0.5)) if mouse else (0.66, inner)
        shapes.append(Shape(ellipse((center[0] - side * 0.1 * r, center[1] + 0.12 * r), r * k * near, r * k), inner, None, 0.0, "skin"))
    return shapes


LEAVES: dict[Kind, tuple[float, float, Point, float]] = {  # half-width, length, root, how far it is turned outward
    Kind.DONKEY: (0.27, 1.42, (0.44, -0.66), 0.36), Kind.HORSE: (0.2, 0.66, (0.42, -0.8), 0.16), Kind.GOAT: (0.2, 0.74, (0.76, -0.42), 1.9),
    Kind.SHEEP: (0.2, 0.66, (0.78, -0.36), 1.78), Kind.PIG: (0.36, 0.66, (0.6, -0.66), 0.74),
}  # fmt: skip
HOOFED = frozenset(LEAVES)  # who has such ears has hoofs


def _leaf(head: Head, side: float, bend: Point, trail: float) -> list[Shape]:
    """A leaf-shaped ear, upright or to the side; a pig's folds forward at the tip."""
    kind = head.look.kind
    w, h, (x, y), out = LEAVES[kind]
    lag, fold = -0.25 * trail * side, 0.34 if kind is Kind.PIG else 0.0
    outline = [(-0.1, 0.1), (-w, -0.4 * h), (-0.7 * w + lag * 0.5, -0.78 * h), (lag + fold, -h + 0.5 * fold), (0.7 * w + lag * 0.5 + 0.2 * fold, -0.72 * h), (w, -0.36 * h), (0.1, 0.1)]
    at = (side * (x + 0.12 * head.hatted) - bend[0] * 0.45, y)
    return _ear(outline, head, side, at, out + 0.2 * head.hatted * (out < 1) + bend[1] * (1.1 if out < 1 else 0.7))


def _hanging(head: Head, side: float, bend: Point, trail: float) -> list[Shape]:
    x = side * 0.8 - bend[0] * 0.32
    swing = 0.22 * side * (bend[1] - 0.3) - 0.25 * trail
    lift = 0.5 * max(0.0, -head.pose.droop) + 0.3 * abs(trail)
    out = x + side * (0.34 + 0.3 * lift)
    points = [(x - side * 0.26, -0.78), (x + side * 0.16, -0.86), (out + 0.3 * swing, -0.2), (out + swing, 0.5 - 0.5 * lift),
              (x + side * 0.12 + swing, 0.72 - 0.5 * lift), (x - side * 0.06 + 0.5 * swing, 0.25)]
    return [Shape(blob(points), head.colors.deep, None, 0.0, "fur")]


EARS = {Kind.FOX: _pointed, Kind.WOLF: _pointed, Kind.CAT: _pointed, Kind.RABBIT: _tall, Kind.MOUSE: _round, Kind.BEAR: _round, Kind.DOG: _hanging,
        Kind.LION: _round, Kind.DONKEY: _leaf, Kind.HORSE: _leaf, Kind.GOAT: _leaf, Kind.SHEEP: _leaf, Kind.PIG: _leaf}
EAR_AT = {Kind.FOX: 0.58, Kind.WOLF: 0.5, Kind.CAT: 0.62, Kind.RABBIT: 0.42, Kind.MOUSE: 0.86, Kind.BEAR: 0.74, Kind.DOG: 0.8, Kind.LION: 0.92,
          **{kind: root[0] for kind, (_, _, root, _) in LEAVES.items()}}  # how far from the middle


def _cheek_fur(head: Head) -> list[Shape]:
    """The pale lower face of fox and wolf, in two halves that leave the bridge of the nose."""
    if head.look.kind not in SHARP:
        return []
    shapes, sin = [], math.sin(head.yaw)
    ragged = head.look.kind is Kind.WOLF
    pale = head.colors.muzzle if ragged else mix(head.colors.muzzle, (255, 252, 246, 255), 0.7)
    for side in (1.0, -1.0):
        k = 1 - 0.16 * max(side * sin, 0.0)
        m = 0.42 * sin
        d = head.drop
        edge = 1.3 if not ragged else 1.2
        tip = (side * edge * k * 0.97, 0.5 if not ragged else 0.71)
        points = [(m + side * 0.08, 0.12 + d), (m + side * 0.5, 0.3 + d), tip, (side * 0.8 * k, 0.63 if not ragged else 0.71),
                  (side * 0.36, 0.87), (m * 0.3, 0.95)]
        if head.side:  # in profile the near half runs from the muzzle back to a ragged tip under the ear
            if side * head.way > 0:
                continue
            aside = [(0.74, 0.24), (0.24, 0.3), (-0.5, 0.62) if not ragged else (-0.62, 0.5), (-0.1, 0.68), (0.1, 0.86), (0.6, 0.7)]
            points = [(x + (head.way * a - x) * head.side, y + (b - y) * head.side) for (x, y), (a, b) in zip(points, aside, strict=True)]
        shapes.append(Shape(blob(points, tension=0.6), pale, None, 0.0, "fur"))
    return shapes


def mask(head: Head) -> list[Shape]:
    """MASK: a band of accent over the eyes; PATCH: round one eye only."""
    if head.look.marking not in (Marking.MASK, Marking.PATCH):
        return []
    form, shapes = EYES[head.look.kind], []
    for side in (1.0, -1.0) if head.look.marking is Marking.MASK else (1.0,):
        x, y, seen = head.spot(side * (form.theta + 0.06), form.y + 0.02)
        if seen > 0.0:
            shapes.append(Shape(ellipse((x, y), (form.rx + 0.2) * (0.35 + 0.65 * seen), form.ry + 0.15, 0.25 * side), head.colors.accent, None, 0.0, "fur"))
    return shapes


def blaze(head: Head) -> list[Shape]:
    """BLAZE: a bright line from the brow to the nose."""
    if head.look.marking is not Marking.BLAZE:
        return []
    top, mid, low = head.spot(0.0, -0.86, 0.92), head.spot(0.0, -0.3, 1.0), head.spot(0.0, 0.2, 1.02)
    return [Shape(limb([top[:2], mid[:2], low[:2]], (0.1, 0.15, 0.11)), head.colors.accent, None, 0.0, "fur")]


def freckles(head: Head) -> list[Shape]:
    """FRECKLES: three dots on each cheek."""
    if head.look.marking is not Marking.FRECKLES:
        return []
    color = mix(head.colors.deep, (150, 70, 40, 255), 0.4)
    path: tuple = ()
    for side in (1.0, -1.0):
        for theta, y in ((0.5, 0.26), (0.66, 0.34), (0.8, 0.24)):
            x, cy, seen = head.spot(side * theta, y, 0.98)
            path += ellipse((x, cy), 0.046, 0.046) if seen > 0.2 else ()
    return [Shape(path, color, None, 0.0, "line")] if path else []


def spots_and_stripes(head: Head) -> list[Shape]:
    """SPOTS and STRIPES on the head."""
    accent, shapes, back = head.colors.accent, [], head.back
    if head.look.marking is Marking.SPOTS:
        for theta, y, r in ((0.62, -0.58, 0.17), (-0.3, -0.7, 0.13), (1.15, 0.28, 0.13), (-1.05, 0.1, 0.15), (2.8, -0.1, 0.2),
                            (-2.6, 0.4, 0.16), (3.4, -0.55, 0.15)):
            x, cy, seen = head.spot(theta, y, 0.96)
            if seen > 0.08:
                shapes.append(Shape(ellipse((x, cy), r * (0.3 + 0.7 * seen), r), accent, None, 0.0, "fur"))
    elif head.look.marking is Marking.STRIPES:
        for theta, y0, y1 in ((0.0, -0.92, -0.42), (0.34, -0.86, -0.48), (-0.34, -0.86, -0.48)):
            a, b = head.spot(theta + (math.pi if back else 0), y0, 0.9), head.spot(theta + (math.pi if back else 0), y1, 0.95)
            shapes.append(Shape(limb([a[:2], ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), b[:2]], (0.08, 0.085, 0.02)), accent, None, 0.0, "fur"))
        for side in (1.0, -1.0):
            for y in (0.12, 0.42):
                a, b = head.spot(side * 1.4, y), head.spot(side * 0.98, y + 0.06)
                if b[2] > 0.0 and not back:
                    shapes.append(Shape(limb([(side * 0.98, y), ((side * 0.98 + b[0]) / 2, y + 0.05), b[:2]], (0.08, 0.075, 0.02)), accent, None, 0.0, "fur"))
    return shapes


def _tuft(head: Head) -> list[Shape]:
    """Hair of an animal: a crest on top."""
    if head.look.hair is Hair.NONE or head.hatted:
        return []
    s, t = 0.3 * math.sin(head.yaw) * (0 if head.back else 1), 0.16 * head.pose.trail
    big = 1.25 if head.look.hair in (Hair.CURLY, Hair.TUFT, Hair.LONG) else 0.9
    points = [(-0.34, -0.8), (-0.36 - t, -1.0 - 0.22 * big), (-0.12, -1.0), (0.0 - t, -1.05 - 0.34 * big), (0.14, -1.0),
              (0.36 - t, -1.0 - 0.2 * big), (0.34, -0.8), (0.0, -0.58)]
    return [Shape(blob([(x + s, y) for x, y in points], tension=0.6), head.colors.hair, None, 0.0, "hair")]


@dataclass(frozen=True)
class Tail:
    """Length in heights, half-widths along it, how high it curls, and whether the tip is pale."""

    length: float
    widths: tuple[float, ...]
    curl: float
    tip: bool = False


TAILS: dict[Kind, Tail] = {
    Kind.FOX: Tail(0.56, (0.03, 0.08, 0.118, 0.1, 0.012), 0.8, True),
    Kind.WOLF: Tail(0.42, (0.032, 0.06, 0.075, 0.055, 0.01), 0.2),
    Kind.CAT: Tail(0.5, (0.03, 0.03, 0.03, 0.032, 0.024), 1.35),
    Kind.DOG: Tail(0.3, (0.03, 0.036, 0.036, 0.03, 0.015), 1.1),
    Kind.MOUSE: Tail(0.55, (0.017, 0.015, 0.013, 0.01, 0.006), 0.5),
    Kind.DRAGON: Tail(0.42, (0.11, 0.085, 0.06, 0.04, 0.014), 0.5),
    Kind.LION: Tail(0.46, (0.024, 0.021, 0.019, 0.018, 0.016), 0.95),
    Kind.DONKEY: Tail(0.36, (0.022, 0.019, 0.017, 0.015, 0.014), 0.3),
    Kind.HORSE: Tail(0.46, (0.03, 0.06, 0.075, 0.06, 0.02), 0.12),
    Kind.GOAT: Tail(0.14, (0.034, 0.036, 0.03, 0.012), 1.3),
}


def tail(rig: Rig, kind: Kind, main: Rgba, tip: Rgba) -> list[Shape]:
    """The tail from the hips backward; it wags, lags behind and hangs when the mood does."""
    pose = rig.pose
    if kind is Kind.PIG:
        return _curly(rig, main)
    if kind in (Kind.RABBIT, Kind.BEAR, Kind.SHEEP):
        r = 0.045 if kind is Kind.BEAR else 0.062
        x, y = rig.at(0.08, 0.0)
        back = -rig.ahead * (rig.body.belly * 0.95 + r * 0.3)
        return [Shape(ellipse((x + back, y), r, r), main if kind is Kind.BEAR else tip, None, 0.0, "fur")]
    form = TAILS.get(kind)
    if form is None:
        return []
    away = -rig.ahead if abs(rig.ahead) > 0.35 else -0.75 if pose.lie < 0 else 0.75
    x, y = rig.at(0.06, 0.0)
    x += away * rig.body.belly * (0.55 if not rig.back else 0.0)  # from behind one sees its root
    curl = form.curl * (1 - 0.75 * max(pose.droop, 0.0)) + 0.15 * max(-pose.droop, 0.0)
    angle = 0.35 - 0.25 * pose.trail - 0.4 * max(pose.droop, 0) * -1  # below the level
    spine = [(x, y - 0.035)] if rig.back else [(x, y)]
    steps = len(form.widths) - 1
    for k in range(steps):
        bend = angle - curl * 1.5 * (k / steps) ** 1.1 + 0.32 * pose.wag * math.sin(1.2 + k * 0.9)
        x += away * math.cos(bend) * form.length / steps
        y += math.sin(bend) * form.length / steps
        spine.append((x, min(y, -0.02)))
    shapes = [Shape(limb(spine, form.widths), main if kind is not Kind.HORSE else mane(main), None, 0.0, "fur")]
    if kind in (Kind.LION, Kind.DONKEY):
        (ax, ay), (bx, by) = spine[-1], spine[-2]
        tuft = limb([(bx * 0.3 + ax * 0.7, by * 0.3 + ay * 0.7), (ax, ay), (ax + 0.6 * (ax - bx), ay + 0.6 * (ay - by))], (0.02, 0.046, 0.008))
        shapes.append(Shape(tuft, mix(main, (104, 48, 26, 255), 0.68) if kind is Kind.LION else mane(main), None, 0.0, "hair"))
    if form.tip:
        end = [spine[-3], spine[-2], spine[-1]]
        mid = (end[0][0] * 0.35 + end[1][0] * 0.65, end[0][1] * 0.35 + end[1][1] * 0.65)
        shapes.append(Shape(limb([mid, end[1], end[2]], (form.widths[-3] * 0.9, form.widths[-2], form.widths[-1])), tip, None, 0.0, "fur"))
    if kind is Kind.DRAGON:
        (ax, ay), (bx, by) = spine[-1], spine[-2]
        dx, dy = ax - bx, ay - by
        spade = [(ax - dy * 0.6, ay + dx * 0.6), (ax + dx * 0.9, ay + dy * 0.9), (ax + dy * 0.6, ay - dx * 0.6)]
        shapes.append(Shape(polygon(spade), tip, None, 0.0, "fur"))
    return shapes


def _curly(rig: Rig, main: Rgba) -> list[Shape]:
    """A pig's tail: a turn and a half of a corkscrew."""
    away = -rig.ahead if abs(rig.ahead) > 0.35 else 0.75
    x, y = rig.at(0.14, 0.0)
    x += away * rig.body.belly * (0.92 if abs(rig.ahead) > 0.35 else 1.15)
    turns = []
    for k in range(9):
        a, r = k * 1.15 + 0.3 * rig.pose.wag, 0.036
        turns.append((x + away * (0.014 * k + r * math.sin(a)), y - 0.012 * k + r * (1 - math.cos(a)) - 0.03))
    return [Shape(limb(turns, (0.018, *[0.016] * 7, 0.008)), mix(main, (214, 96, 110, 255), 0.3), None, 0.0, "fur")]
