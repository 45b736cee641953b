"""People's heads: skull, ears, nose, hair, beard. All in head radii, see faces.py."""

from __future__ import annotations

import math

from generator.world.animals import freckles
from generator.world.faces import EYES, INK, OLD, WHITE, Head, cheeks, eyes, mouth, tears
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix
from storyboard.look import Hair, Kind

CHILD = (Kind.BOY, Kind.GIRL)


def person_back(head: Head) -> list[Shape]:
    """What hangs behind the head: long hair, braids."""
    hair, color, trail = head.look.hair, head.colors.hair, head.pose.trail
    x = -0.22 * math.sin(head.yaw)
    low = mix(color, (30, 20, 40, 255), 0.2)
    if hair is Hair.LONG and not head.back:
        flow = [(x - 1.02, -0.3), (x - 1.16, 0.6), (x - 1.05 - 0.25 * trail, 1.35), (x - 0.3 * trail, 1.45),
                (x + 1.05 - 0.25 * trail, 1.35), (x + 1.16, 0.6), (x + 1.02, -0.3), (x, -0.9)]
        return [Shape(blob(_drawn_back(flow, head)), low, None, 0.0, "hair")]
    if head.back:
        return []
    if hair is Hair.BOB:
        bob = [(x - 1.04, -0.3), (x - 1.2, 0.5), (x - 1.04 - 0.15 * trail, 0.96), (x, 0.8), (x + 1.04 - 0.15 * trail, 0.96), (x + 1.2, 0.5), (x + 1.04, -0.3), (x, -0.9)]
        return [Shape(blob(_drawn_back(bob, head)), low, None, 0.0, "hair")]
    if hair is Hair.AFRO:
        return [Shape(_cloud(1.34, (x - 0.1 * head.way * head.side, -0.34)), color, None, 0.0, "hair")]
    if hair is Hair.BUN and head.hatted:  # under a hat it sits low at the back
        return [Shape(ellipse((-1.04 * math.sin(head.yaw), 0.46), 0.36, 0.34), color, None, 0.0, "hair")]
    return _braids(head)[: 4 if head.side < 0.3 else 0] if hair is Hair.BRAIDS else _ponytail(head) if hair is Hair.PONYTAIL else []


def _drawn_back(points: list[Point], head: Head) -> list[Point]:
    """Hair behind the head, seen from the side: none of it before the throat."""
    k, way = 0.86 * head.side, head.way
    return [(x * (1 - k) if x * way > 0 else x * (1 - 0.16 * k), y) for x, y in points]


def _cloud(radius: float, center: Point) -> tuple:
    """A great round crown with a bumpy edge."""
    return blob([(center[0] + (radius + 0.07 * (k % 2)) * math.cos(k * math.tau / 26), center[1] + (radius + 0.07 * (k % 2)) * math.sin(k * math.tau / 26)) for k in range(26)])


def _ponytail(head: Head) -> list[Shape]:
    """Hair tied high behind; it swings to the side the face turns away from."""
    sin, cos, swing = math.sin(head.yaw), math.cos(head.yaw), -0.4 * head.pose.trail
    side = -1.0 if sin >= -0.01 else 1.0
    x = side * (0.5 + 0.42 * abs(sin)) if cos > 0 else 0.0
    out = side * 0.5 if cos > 0 else 0.0
    spine = [(x * 0.8, -0.72), (x + out * 0.9, -0.62), (x + out * 1.5 + 0.5 * swing, 0.1), (x + out * 1.1 + swing, 0.86)]
    spine = spine if cos > 0 else [(0.0, -0.5), (0.3 * swing, 0.1), (0.6 * swing, 0.7), (swing, 1.3)]
    tie = Shape(ellipse(spine[1] if cos > 0 else spine[0], 0.16, 0.16), head.colors.accent, None, 0.0, "cloth")
    return [Shape(limb(spine, (0.16, 0.26, 0.27, 0.06)), head.colors.hair, None, 0.0, "hair"), tie]


def person_head(head: Head) -> list[Shape]:
    """Skull, face and hair from the front or the side; hair alone from behind."""
    if head.back:
        return _back_of_head(head)
    kind, colors = head.look.kind, head.colors
    shapes = [*_ears(head, far=True), Shape(_skull(head), colors.main, None, 0.0, "skin")]
    shapes += cheeks(head, 0.72, 0.42 if kind in CHILD else 0.38, 0.2 if kind in CHILD else 0.17)
    if kind in OLD:
        shapes += _wrinkles(head)
    shapes += (_stubble(head) if kind is Kind.MAN else []) + freckles(head)
    shapes += eyes(head, EYES[kind]) + mouth(head, 0.6 if kind in CHILD else 0.57, 0.95, 0.9) + (_moustache(head) if kind is Kind.OLD_MAN else []) + _nose(head)
    near_braid = _braids(head)[2 if head.way > 0 else 0 :][:2] if head.look.hair is Hair.BRAIDS and head.side >= 0.3 else []
    return shapes + _hair(head) + _ears(head, far=False) + near_braid + tears(head, 0.4, 0.2)


def beard(head: Head, color: tuple) -> list[Shape]:
    """A full beard round the mouth; the mouth is painted again on it."""
    if head.back:
        return []
    x, y, seen = head.spot(0.0, 0.4, 0.9)
    x, w = x - 0.42 * head.way * head.side, 0.45 + 0.35 * max(seen, 0.0) + 0.12 * head.side
    sway = 0.12 * head.pose.trail
    edge = [(x - 0.62 - 0.3 * w, y - 0.35), (x - w * 1.02, y + 0.3), (x - 0.45 * w - sway, y + 0.86), (x - sway, y + 1.0),
            (x + 0.45 * w - sway, y + 0.86), (x + w * 1.02, y + 0.3),
            (x + 0.4 + 0.42 * w, y - 0.35), (x + 0.52 * w, y - 0.02), (x + 0.2 * w, y - 0.1), (x, y - 0.02), (x - 0.2 * w, y - 0.1),
            (x - 0.52 * w, y - 0.02)]  # fmt: skip
    return [Shape(blob(edge), color, None, 0.0, "hair"), *mouth(head, 0.6, 0.95, 0.75), *_nose(head)]


def goatee(head: Head, color: Rgba) -> list[Shape]:
    """A beard that leaves a muzzle free: cheeks and chin."""
    if head.back:
        return []
    o, t, d = 0.45 * math.sin(head.yaw), 0.12 * head.pose.trail, 0.4 * head.drop
    edge = [(o - 0.72, 0.62 + d), (o - 0.5, 1.05 + d), (o - 0.2 - t, 1.4 + d), (o - t, 1.52 + d), (o + 0.2 - t, 1.4 + d),
            (o + 0.5, 1.05 + d), (o + 0.72, 0.62 + d), (o + 0.4, 0.82 + d), (o, 0.9 + d), (o - 0.4, 0.82 + d)]
    return [Shape(blob(edge, tension=0.8), color, None, 0.0, "hair")]


def _skull(head: Head) -> tuple:
    """Round for children, a stronger jaw for grown people."""
    kind, lean = head.look.kind, 0.1 * math.sin(head.yaw)
    jaw = {Kind.MAN: 0.74, Kind.OLD_MAN: 0.7, Kind.WOMAN: 0.6, Kind.OLD_WOMAN: 0.66, Kind.GIANT: 0.86}.get(kind, 0.72)
    chin = 0.98 if kind in CHILD else 1.04
    right = [(0.52, -0.86), (0.93, -0.34), (0.95, 0.18), (jaw, 0.7), (0.3, chin)]
    points: list[Point] = [(0.0, -1.0)] + [(px + lean * (py > 0), py) for px, py in right]
    points += [(-px + lean * (py > 0), py) for px, py in reversed(right)]
    out = 0.1 * (jaw - 0.66)  # a strong jaw is a strong chin
    aside = [(0.0, -1.0), (0.58, -0.82), (0.9, -0.36), (0.88, 0.16), (0.84 + out, 0.72), (0.42 + out, chin - 0.02),
             (-0.16, 0.9), (-0.56, 0.66), (-0.98, 0.16), (-1.0, -0.36), (-0.58, -0.86)]  # fmt: skip
    return blob(head.turn(points, aside))


def _stubble(head: Head) -> list[Shape]:
    """The shadow of a shaven beard on a grown man's jaw."""
    lean, chin, jaw = 0.1 * math.sin(head.yaw), 1.0, 0.71
    right = [(0.3, 0.4), (0.6, 0.3), (0.89, 0.2), (jaw, 0.68), (0.29, chin)]
    points: list[Point] = [(lean, 0.44)] + [(px + lean, py) for px, py in right]
    points += [(-px + lean, py) for px, py in reversed(right)]
    aside = [(0.62, 0.46), (0.7, 0.46), (0.78, 0.46), (0.83, 0.5), (0.82, 0.7), (0.42, 0.98), (-0.14, 0.86), (-0.5, 0.6), (-0.55, 0.22), (-0.15, 0.36), (0.25, 0.43)]
    return [Shape(blob(head.turn(points, aside)), mix(head.colors.main, (52, 50, 66, 255), 0.17), None, 0.0, "cheek")]


def _ears(head: Head, far: bool) -> list[Shape]:
    shapes = []
    for side in (1.0, -1.0):
        depth = math.cos(side * math.pi / 2 + head.yaw)
        if (depth < 0.15) == far and head.look.hair not in (Hair.LONG, Hair.BOB):
            x = math.sin(side * math.pi / 2 + head.yaw)
            center = (x * (0.98 if far else 0.94), 0.12 + 0.5 * head.drop)
            shapes.append(Shape(ellipse(center, 0.15, 0.2), mix(head.colors.main, head.colors.pink, 0.25), None, 0.0, "skin"))
    return shapes


def _nose(head: Head) -> list[Shape]:
    kind = head.look.kind
    size = {Kind.MAN: 0.14, Kind.OLD_MAN: 0.19, Kind.OLD_WOMAN: 0.15, Kind.WOMAN: 0.1, Kind.GIANT: 0.2}.get(kind, 0.095)
    x, y, seen = head.spot(0.0, 0.28, 1.06)
    if seen < -0.05:
        return []
    if head.side > 0.6:  # from the brow out to a round tip, and back to the lip
        way, tip = head.way, 0.75 * size + 0.05 * (kind not in CHILD)
        ridge = [(0.8, -0.1), (0.92, 0.02), (0.92 + tip * 0.8, 0.2 + 0.3 * size), (0.94 + tip, 0.3 + 0.3 * size), (0.9 + tip * 0.5, 0.34 + 0.8 * size), (0.84, 0.4), (0.7, 0.2)]
        return [Shape(blob([(way * px, py + y - 0.28) for px, py in ridge], tension=0.9), mix(head.colors.main, head.colors.pink, 0.22), None, 0.0, "skin")]
    return [Shape(ellipse((x, y), size, size * 0.88), mix(head.colors.main, head.colors.pink, 0.5), None, 0.0, "cheek")]


def _wrinkles(head: Head) -> list[Shape]:
    """Folds beside the eyes and under them, from the nose to the corners of the mouth and across the forehead: darker than the skin, paler on dark skin."""
    main = head.colors.main
    path: tuple = ()
    color = mix(main, (110, 56, 50, 255), 0.55) if luma(main) > 0.42 else mix(main, (255, 216, 186, 255), 0.34)
    folds = [((0.7, 0.04), (0.82, 0.0), (0.94, -0.04)), ((0.7, 0.12), (0.82, 0.14), (0.94, 0.18)), ((0.28, 0.26), (0.42, 0.31), (0.58, 0.26)), ((0.2, 0.38), (0.4, 0.5), (0.46, 0.66))]
    for side in (1.0, -1.0):
        for fold in folds:
            spots = [head.spot(side * theta, y, 0.97) for theta, y in fold]
            if min(seen for _, _, seen in spots) > 0.15:
                path += blob([(x, y) for x, y, _ in spots], closed=False)
    for y, half in ((-0.52, 0.3), (-0.64, 0.22)):
        middle = -0.5 * head.way * head.side
        path += blob([head.spot(middle + k * half, y + 0.03 * abs(k), 0.97)[:2] for k in (-1, 0, 1)], closed=False)
    return [Shape(path, None, color, 0.036, "line")]


def _moustache(head: Head) -> list[Shape]:
    """Bushy, over the lip, in two halves; in profile the near one."""
    color, d = mix(head.colors.hair, WHITE, 0.3), 0.02 * head.feel.smile
    path: tuple = ()
    for side in (1.0, -1.0):
        (ax, ay, _), (bx, by, _), (cx, cy, seen) = head.spot(side * 0.02, 0.44, 0.98), head.spot(side * 0.24, 0.48 - d, 1.0), head.spot(side * 0.5, 0.58 - 2 * d, 0.97)
        if seen > 0.0:
            path += limb([(ax, ay), (bx, by), (cx, cy)], (0.09, 0.12, 0.03))
    return [Shape(path, color, None, 0.0, "hair")] if path else []


def _horseshoe(head: Head) -> list[Shape]:
    """What is left of an old man's hair: a band round the back of the head from temple to temple."""
    shapes: list[Shape] = []
    top: list[Point] = []
    low: list[Point] = []
    for k in range(26):
        theta = 1.42 + k * (math.tau - 2.84) / 24
        if k < 25 and math.cos(theta + head.yaw) > -0.1:
            full = math.sin(math.pi * k / 24) ** 0.7  # it begins as a tuft over the ear
            x, ragged = math.sin(theta + head.yaw), 0.03 * (k % 2)
            for edge, y in ((top, -0.04 - 0.52 * full), (low, 0.06 + 0.64 * full + ragged)):
                edge.append(((1.06 + 0.1 * (1 - full) + ragged) * x * math.sqrt(1 - 0.5 * y * y), y))
        else:
            if len(top) > 6:  # those at the edge crowd together
                top, low = top[1:-1], low[1:-1]
            if len(top) > 1:
                ends = [((a[0] + b[0]) * 0.575, (a[1] + b[1]) / 2) for a, b in ((top[-1], low[-1]), (top[0], low[0]))]
                shapes.append(Shape(blob([*top, ends[0], *reversed(low), ends[1]]), head.colors.hair, None, 0.0, "hair"))
            top, low = [], []
    return shapes


def _hair(head: Head) -> list[Shape]:
    """The cap of hair over the brow; it leaves the face free on the side we see it from."""
    hair, color = head.look.hair, head.colors.hair
    if hair is Hair.NONE:
        return []
    if _bald_on_top(head):
        return _horseshoe(head)
    sin = math.sin(head.yaw)
    o, d = 0.5 * sin, 0.6 * head.drop
    swell = 1.07 if hair in (Hair.SHORT, Hair.BUN, Hair.TUFT, Hair.PONYTAIL) else 1.12
    wild = _tuft(head) if hair is Hair.TUFT and not head.hatted else []
    hair = Hair.SHORT if hair is Hair.TUFT else hair
    low = {Hair.LONG: 0.75, Hair.SHORT: 0.02, Hair.BUN: -0.02, Hair.CURLY: 0.3, Hair.BRAIDS: 0.3, Hair.BOB: 0.7, Hair.PONYTAIL: -0.02, Hair.AFRO: 0.1}[hair]
    outer = [(swell * math.cos(a), swell * math.sin(a) * 1.02) for a in (math.pi * (1 + k / 8) for k in range(9))]
    if hair is Hair.CURLY:
        outer = _curls()
    outer = _hairline([(-0.97, low), *outer, (0.97, low)], head)
    if hair is Hair.BOB:
        return _fringe(head, outer)
    part = 0.16 if hair in (Hair.SHORT, Hair.CURLY) else -0.12
    inner = [(min(0.93, o + 0.86), low * 0.6 - 0.1 + d), (min(0.9, o + 0.66), -0.36 + d), (o + 0.3, -0.52 + d),
             (o + part, -0.46 - 0.16 * (part < 0) + d), (o - 0.34, -0.44 + d), (max(-0.88, o - 0.66), -0.3 + d),
             (max(-0.93, o - 0.86), low * 0.6 - 0.1 + d)]
    inner = _temple(inner, head, [(0.02, -0.04), (-0.42, max(low, 0.0) * 0.5 + 0.5)] if hair is not Hair.LONG else [(0.12, 0.6), (-0.1, 1.3)])
    shapes = []
    if hair is Hair.BUN and not head.hatted:
        shapes.append(Shape(ellipse((-0.25 * sin, -1.18), 0.4, 0.36), mix(color, (255, 240, 220, 255), 0.06), None, 0.0, "hair"))
    shapes.append(Shape(blob(outer + inner, tension=0.8), color, None, 0.0, "hair"))
    shine = blob([(-0.5 + 0.3 * sin, -0.72), (0.0 + 0.3 * sin, -0.86), (0.42 + 0.3 * sin, -0.78)], closed=False)
    return [*wild, *shapes, Shape(shine, None, (*mix(color, (255, 255, 255, 255), 0.35)[:3], 120), 0.07, "shine")]


def _bald_on_top(head: Head) -> bool:
    return head.look.kind is Kind.OLD_MAN and head.look.hair is Hair.SHORT


def _hairline(outer: list[Point], head: Head) -> list[Point]:
    """The crown's outline, from left to right; from the side it begins over the forehead and goes down to the nape."""
    k, way, last = head.side, head.way, len(outer) - 1
    if not k:
        return outer
    points = []
    for i, (x, y) in enumerate(outer):
        share = i / last if way > 0 else 1 - i / last  # 0 at the nape, 1 at the forehead
        brow, nape = max(0.0, share - 0.72) / 0.28, max(0.0, 0.3 - share) / 0.3
        tx, ty = x - way * 0.22 * brow, y - (0.66 if i not in (0, last) else y + 0.44) * brow
        tx, ty = tx + way * 0.2 * nape * nape, ty + max(0.62 - y, 0.0) * nape * nape
        points.append((x + (tx - x) * k, y + (ty - y) * k))
    return points


def _temple(inner: list[Point], head: Head, ends: list[Point]) -> list[Point]:
    """The edge of the hair towards the face, from right to left; from the side it runs from the forehead over the temple and `ends` at the ear and the nape."""
    k, way = head.side, head.way
    aside = [(0.8, -0.5), (0.68, -0.56), (0.42, -0.5), (0.26, -0.3), (0.2, 0.02), *ends][-len(inner) :]
    aside = aside if way > 0 else [(-x, y) for x, y in reversed(aside)]
    return [(a + (c - a) * k, b + (d - b) * k) for (a, b), (c, d) in zip(inner, aside, strict=True)]


def _fringe(head: Head, outer: list[Point]) -> list[Shape]:
    """A bob's cap: cut straight over the brows."""
    o, d, color = 0.5 * math.sin(head.yaw), 0.6 * head.drop, head.colors.hair
    inner = [(min(0.95, o + 0.9), 0.5 + d), (min(0.86, o + 0.76), -0.2 + d), (o + 0.3, -0.34 + d), (o - 0.3, -0.34 + d), (max(-0.86, o - 0.76), -0.2 + d), (max(-0.95, o - 0.9), 0.5 + d)]
    inner = _temple(inner, head, [(0.16, 0.6), (-0.1, 1.0)])
    cuts: tuple = ()
    for x in (-0.4, -0.1, 0.25, 0.5) if head.side < 0.5 else ():
        cuts += (("M", o + x, -0.4 + d), ("L", o * 0.8 + x * 0.9, -0.68 + d))
    lines = [Shape(cuts, None, mix(color, INK, 0.3), 0.04, "line")] if cuts else []
    return [Shape(blob(outer + inner, tension=0.5), color, None, 0.0, "hair"), *lines]


def _curls() -> list[Point]:
    """A bumpy outline over the head."""
    points = []
    for k in range(27):
        a = math.pi * (0.92 + 1.16 * k / 26)
        r = 1.16 + (0.16 if k % 3 == 1 else 0.0)
        points.append((r * math.cos(a), r * math.sin(a)))
    return points


def _tuft(head: Head) -> list[Shape]:
    s, t = 0.3 * math.sin(head.yaw), 0.18 * head.pose.trail
    points = [(-0.62 + s, -0.66), (-0.75 + s - t, -1.22), (-0.32 + s, -1.0), (-0.15 + s - t, -1.5), (0.12 + s, -1.04),
              (0.45 + s - t, -1.38), (0.42 + s, -0.92), (0.7 + s, -0.62), (0.2 + s, -0.6), (0.0 + s, -0.48), (-0.25 + s, -0.62)]
    return [Shape(blob(points, tension=0.55), head.colors.hair, None, 0.0, "hair")]


def _braids(head: Head) -> list[Shape]:
    """Two plaits with ties; the far one is narrower when the head turns."""
    shapes, trail = [], head.pose.trail
    cos, sin = math.cos(head.yaw), math.sin(head.yaw)
    for side in (1.0, -1.0):
        x = side * 0.98 * cos - 0.3 * sin
        side *= 1 - 0.6 * head.side
        swing = -0.35 * trail + 0.06 * side
        spine = [(x, 0.15), (x + side * 0.2, 0.6), (x + side * 0.16 + 0.4 * swing, 1.05), (x + side * 0.1 + swing, 1.5)]
        shapes.append(Shape(limb(spine, (0.16, 0.23, 0.2, 0.07)), head.colors.hair, None, 0.0, "hair"))
        tie = (x + side * 0.12 + 0.8 * swing, 1.3)
        shapes.append(Shape(ellipse(tie, 0.17, 0.1), head.colors.pink, None, 0.0, "cloth"))
    return shapes


def _back_of_head(head: Head) -> list[Shape]:
    hair, color = head.look.hair, head.colors.hair
    shapes = [*_ears(head, far=False), Shape(_skull(head), head.colors.main, None, 0.0, "skin")]
    for side in (1.0, -1.0):
        shapes.append(Shape(ellipse((side * 0.97 * abs(math.cos(head.yaw)), 0.12), 0.14, 0.2), head.colors.main, None, 0.0, "skin"))
    if hair is Hair.NONE or _bald_on_top(head):
        return shapes + (_horseshoe(head) if hair is not Hair.NONE else [])
    if hair is Hair.TUFT:
        shapes, hair = shapes + ([] if head.hatted else _tuft(head)), Hair.SHORT
    if hair is Hair.CURLY:
        return [*shapes, Shape(blob([*_curls(), (0.9, 0.75), (0, 0.9), (-0.9, 0.75)]), color, None, 0.0, "hair")]
    if hair is Hair.AFRO:
        return [*shapes, Shape(_cloud(1.34, (0.0, -0.3)), color, None, 0.0, "hair")]
    low = {Hair.LONG: 1.45, Hair.SHORT: 0.62, Hair.BUN: 0.6, Hair.BRAIDS: 0.75, Hair.BOB: 0.95, Hair.PONYTAIL: 0.6}[hair]
    t = -0.2 * head.pose.trail if hair is Hair.LONG else 0.0
    cap = [(0, -1.08), (0.78, -0.78), (1.07, -0.05), (0.98 + t * 0.5, low * 0.7), (0.6 + t, low), (t, low * 1.04), (-0.6 + t, low),
           (-0.98 + t * 0.5, low * 0.7), (-1.07, -0.05), (-0.78, -0.78)]
    shapes.append(Shape(blob(cap), color, None, 0.0, "hair"))
    if hair is Hair.BUN:
        shapes.append(Shape(ellipse((0, -0.95), 0.42, 0.38), mix(color, INK, 0.12), None, 0.0, "hair"))
    return shapes + (_braids(head) if hair is Hair.BRAIDS else _ponytail(head) if hair is Hair.PONYTAIL else [])
