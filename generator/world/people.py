"""People's heads: skull, ears, nose, hair, beard. All in head radii, see faces.py."""

from __future__ import annotations

import math

from generator.world.faces import EYES, INK, Head, cheeks, eyes, mouth, tears
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon
from storyboard.look import Hair, Hat, Kind

CHILD = (Kind.BOY, Kind.GIRL)
OLD = (Kind.OLD_MAN, Kind.OLD_WOMAN)
MALE = (Kind.MAN, Kind.OLD_MAN)


def person_back(head: Head) -> list[Shape]:
    """What hangs behind the head: long hair, braids."""
    hair, color, trail = head.look.hair, head.colors.hair, head.pose.trail
    x = -0.22 * math.sin(head.yaw)
    low = mix(color, (30, 20, 40, 255), 0.2)
    if hair is Hair.LONG and not head.back:
        flow = [(x - 1.02, -0.3), (x - 1.16, 0.6), (x - 1.05 - 0.25 * trail, 1.35), (x - 0.3 * trail, 1.45),
                (x + 1.05 - 0.25 * trail, 1.35), (x + 1.16, 0.6), (x + 1.02, -0.3), (x, -0.9)]
        return [Shape(blob(flow), low, None, 0.0, "hair")]
    return _braids(head) if hair is Hair.BRAIDS and not head.back else []


def person_head(head: Head) -> list[Shape]:
    """Skull, face and hair from the front or the side; hair alone from behind."""
    if head.back:
        return _back_of_head(head)
    kind, colors = head.look.kind, head.colors
    shapes = [*_ears(head, far=True), Shape(_skull(head), colors.main, None, 0.0, "skin")]
    shapes += cheeks(head, 0.72, 0.42 if kind in CHILD else 0.38, 0.2 if kind in CHILD else 0.17)
    if kind in OLD:
        shapes += _wrinkles(head)
    shapes += eyes(head, EYES[kind]) + mouth(head, 0.6 if kind in CHILD else 0.57, 0.95, 0.9) + _nose(head)
    return shapes + _hair(head) + _ears(head, far=False) + tears(head, 0.4, 0.2)


def beard(head: Head, color: tuple) -> list[Shape]:
    """A full beard round the mouth; the mouth is painted again on it."""
    if head.back:
        return []
    x, y, seen = head.spot(0.0, 0.4, 0.9)
    w = 0.45 + 0.35 * seen
    sway = 0.12 * head.pose.trail
    edge = [(x - 0.62 - 0.3 * w, y - 0.35), (x - w * 1.02, y + 0.3), (x - 0.45 * w - sway, y + 0.86), (x - sway, y + 1.0),
            (x + 0.45 * w - sway, y + 0.86), (x + w * 1.02, y + 0.3),
            (x + 0.4 + 0.42 * w, y - 0.35), (x + 0.52 * w, y - 0.02), (x + 0.2 * w, y - 0.1), (x, y - 0.02), (x - 0.2 * w, y - 0.1),
            (x - 0.52 * w, y - 0.02)]  # fmt: skip
    nose_at = _nose(head) if head.look.is_person else []
    return [Shape(blob(edge), color, None, 0.0, "hair"), *mouth(head, 0.6, 0.95, 0.75), *nose_at]


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
    jaw = {Kind.MAN: 0.74, Kind.OLD_MAN: 0.7, Kind.WOMAN: 0.6, Kind.OLD_WOMAN: 0.66}.get(kind, 0.72)
    chin = 0.98 if kind in CHILD else 1.04
    right = [(0.52, -0.86), (0.93, -0.34), (0.95, 0.18), (jaw, 0.7), (0.3, chin)]
    points: list[Point] = [(0.0, -1.0)] + [(px + lean * (py > 0), py) for px, py in right]
    points += [(-px + lean * (py > 0), py) for px, py in reversed(right)]
    return blob(points)


def _ears(head: Head, far: bool) -> list[Shape]:
    shapes = []
    for side in (1.0, -1.0):
        depth = math.cos(side * math.pi / 2 + head.yaw)
        if (depth < 0.15) == far and head.look.hair not in (Hair.LONG,):
            x = math.sin(side * math.pi / 2 + head.yaw)
            center = (x * (0.98 if far else 0.94), 0.12 + 0.5 * head.drop)
            shapes.append(Shape(ellipse(center, 0.15, 0.2), mix(head.colors.main, head.colors.pink, 0.25), None, 0.0, "skin"))
    return shapes


def _nose(head: Head) -> list[Shape]:
    kind = head.look.kind
    size = {Kind.MAN: 0.14, Kind.OLD_MAN: 0.19, Kind.OLD_WOMAN: 0.15, Kind.WOMAN: 0.1}.get(kind, 0.095)
    x, y, seen = head.spot(0.0, 0.28, 1.06)
    if seen < 0.05:
        return []
    return [Shape(ellipse((x, y), size, size * 0.88), mix(head.colors.main, head.colors.pink, 0.5), None, 0.0, "cheek")]


def _wrinkles(head: Head) -> list[Shape]:
    """Two short folds beside each eye."""
    shapes = []
    for side in (1.0, -1.0):
        for y, fall in ((0.06, -0.03), (0.14, 0.04)):
            (x0, y0, _), (x1, y1, seen) = head.spot(side * 0.74, y), head.spot(side * 0.94, y + fall)
            if seen > 0.15:
                shapes.append(Shape((("M", x0, y0), ("L", x1, y1)), None, (*head.colors.deep[:3], 150), 0.03, "line"))
    return shapes


def _hair(head: Head) -> list[Shape]:
    """The cap of hair over the brow; it leaves the face free on the side we see it from."""
    hair, color = head.look.hair, head.colors.hair
    if hair is Hair.NONE:
        return []
    sin = math.sin(head.yaw)
    o, d = 0.5 * sin, 0.6 * head.drop
    swell = 1.07 if hair in (Hair.SHORT, Hair.BUN, Hair.TUFT) else 1.12
    wild = _tuft(head) if hair is Hair.TUFT and not head.hatted else []
    hair = Hair.SHORT if hair is Hair.TUFT else hair
    low = {Hair.LONG: 0.75, Hair.SHORT: 0.02, Hair.BUN: -0.02, Hair.CURLY: 0.3, Hair.BRAIDS: 0.3}[hair]
    outer = [(swell * math.cos(a), swell * math.sin(a) * 1.02) for a in (math.pi * (1 + k / 8) for k in range(9))]
    if hair is Hair.CURLY:
        outer = _curls()
    outer = [(-0.97, low), *outer, (0.97, low)]
    part = 0.16 if hair in (Hair.SHORT, Hair.CURLY) else -0.12
    inner = [(min(0.93, o + 0.86), low * 0.6 - 0.1 + d), (min(0.9, o + 0.66), -0.36 + d), (o + 0.3, -0.52 + d),
             (o + part, -0.46 - 0.16 * (part < 0) + d), (o - 0.34, -0.44 + d), (max(-0.88, o - 0.66), -0.3 + d),
             (max(-0.93, o - 0.86), low * 0.6 - 0.1 + d)]
    shapes = []
    if hair is Hair.BUN:
        bun_y = -0.2 if head.hatted else -1.18
        shapes.append(Shape(ellipse((-0.25 * sin * (4 if head.hatted else 1), bun_y), 0.4, 0.36), mix(color, (255, 240, 220, 255), 0.06), None, 0.0, "hair"))
    shapes.append(Shape(blob(outer + inner, tension=0.8), color, None, 0.0, "hair"))
    shine = blob([(-0.5 + 0.3 * sin, -0.72), (0.0 + 0.3 * sin, -0.86), (0.42 + 0.3 * sin, -0.78)], closed=False)
    return [*wild, *shapes, Shape(shine, None, (*mix(color, (255, 255, 255, 255), 0.35)[:3], 120), 0.07, "shine")]


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
    if hair is Hair.NONE:
        return shapes
    if hair is Hair.TUFT:
        shapes, hair = shapes + ([] if head.hatted else _tuft(head)), Hair.SHORT
    if hair is Hair.CURLY:
        return [*shapes, Shape(blob([*_curls(), (0.9, 0.75), (0, 0.9), (-0.9, 0.75)]), color, None, 0.0, "hair")]
    low = {Hair.LONG: 1.45, Hair.SHORT: 0.62, Hair.BUN: 0.6, Hair.BRAIDS: 0.75}[hair]
    t = -0.2 * head.pose.trail if hair is Hair.LONG else 0.0
    cap = [(0, -1.08), (0.78, -0.78), (1.07, -0.05), (0.98 + t * 0.5, low * 0.7), (0.6 + t, low), (t, low * 1.04), (-0.6 + t, low),
           (-0.98 + t * 0.5, low * 0.7), (-1.07, -0.05), (-0.78, -0.78)]
    shapes.append(Shape(blob(cap), color, None, 0.0, "hair"))
    if hair is Hair.BUN:
        shapes.append(Shape(ellipse((0, -0.95), 0.42, 0.38), mix(color, INK, 0.12), None, 0.0, "hair"))
    return shapes + (_braids(head) if hair is Hair.BRAIDS else [])


def hat_back(head: Head, hat: Hat, color: Rgba) -> list[Shape]:
    """The part of a hat behind the head."""
    if hat is Hat.HOOD:
        point = -0.5 * math.sin(head.yaw) * (0 if head.back else 1)
        points = [(point, -1.42), (0.86, -0.92), (1.2, -0.05), (1.02, 0.8), (0.5, 1.2), (-0.5, 1.2), (-1.02, 0.8), (-1.2, -0.05), (-0.86, -0.92)]
        return [Shape(blob(points), mix(color, INK, 0.3), None, 0.0, "hat")]
    if hat in (Hat.STRAW, Hat.WIZARD):
        wide = 1.52 if hat is Hat.STRAW else 1.36
        return [Shape(ellipse((0, -0.6), wide, 0.3), mix(color, INK, 0.28), None, 0.0, "hat")]
    return []


def hat_front(head: Head, hat: Hat, color: Rgba) -> list[Shape]:
    """A hat on the head."""
    return [] if hat is Hat.NONE else HATS[hat](head, color, mix(color, (255, 246, 224, 255), 0.55))


def _dome(width: float, top: float, low: float) -> list[Point]:
    return [(-width, low), (-width * 0.98, low - 0.28), (-width * 0.62, top + 0.12), (0, top), (width * 0.62, top + 0.12),
            (width * 0.98, low - 0.28), (width, low)]


def _cap(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    sin = math.sin(head.yaw)
    crown = [*_dome(1.05, -1.28, -0.52), (0.5, -0.44), (0, -0.42), (-0.5, -0.44)]
    shapes = [Shape(blob(crown, tension=0.8), color, None, 0.0, "hat")]
    band = [(-1.02, -0.54), (0, -0.45), (1.02, -0.54)]
    shapes.append(Shape(limb(band, (0.11, 0.12, 0.11)), pale, None, 0.0, "hat"))
    if not head.back:
        x = 0.75 * sin
        visor = [(x - 0.66, -0.48), (x, -0.56), (x + 0.66, -0.48), (x + 0.58 + 0.3 * sin, -0.26), (x + 0.3 * sin, -0.17), (x - 0.58 + 0.3 * sin, -0.26)]
        shapes.append(Shape(blob(visor), mix(color, INK, 0.5), None, 0.0, "hat"))
        shapes.append(Shape(ellipse((0.62 * sin, -0.8), 0.12, 0.13), (240, 206, 112, 255), None, 0.0, "trim"))
    return shapes


def _straw(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    crown = [*_dome(0.9, -1.42, -0.6), (0, -0.5)]
    ribbon = [(-0.9, -0.72), (0, -0.62), (0.9, -0.72)]
    brim = [(-1.55, -0.58), (-0.9, -0.72), (0, -0.66), (0.9, -0.72), (1.55, -0.58), (0.95, -0.42), (0, -0.34), (-0.95, -0.42)]
    return [Shape(blob(crown, tension=0.85), color, None, 0.0, "hat"),
            Shape(limb(ribbon, (0.12, 0.13, 0.12)), mix(color, INK, 0.55), None, 0.0, "trim"),
            Shape(blob(brim), mix(color, pale, 0.35), None, 0.0, "hat")]


def _top(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.12 * head.pose.trail
    crown = [(-0.72, -0.62), (-0.66 + s * 0.5, -1.2), (-0.76 + s, -1.86), (s, -1.95), (0.76 + s, -1.86), (0.66 + s * 0.5, -1.2), (0.72, -0.62), (0, -0.52)]
    band = [(-0.69, -0.82), (0, -0.74), (0.69, -0.82)]
    brim = [(-1.2, -0.7), (-0.7, -0.68), (0, -0.62), (0.7, -0.68), (1.2, -0.7), (0.75, -0.5), (0, -0.43), (-0.75, -0.5)]
    return [Shape(blob(crown, tension=0.45), color, None, 0.0, "hat"), Shape(limb(band, (0.11, 0.12, 0.11)), pale, None, 0.0, "trim"),
            Shape(blob(brim), mix(color, INK, 0.18), None, 0.0, "hat")]


def _crown_hat(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    zig: list[Point] = [(-0.72, -0.66), (-0.84, -1.42), (-0.4, -1.02), (0.0, -1.58), (0.4, -1.02), (0.84, -1.42), (0.72, -0.66), (0.0, -0.54)]
    shapes = [Shape(polygon(zig), color, None, 0.0, "hat"), Shape(limb([(-0.72, -0.7), (0, -0.6), (0.72, -0.7)], (0.09, 0.1, 0.09)), pale, None, 0.0, "trim")]
    for x, y in ((-0.84, -1.42), (0.0, -1.58), (0.84, -1.42)):
        shapes.append(Shape(ellipse((x, y), 0.11, 0.11), pale, None, 0.0, "trim"))
    return [*shapes, Shape(ellipse((0.25 * math.sin(head.yaw), -0.86), 0.1, 0.13), (206, 62, 78, 255), None, 0.0, "trim")]


def _hood(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    sin = math.sin(head.yaw)
    point = -0.5 * sin
    outer = [(point, -1.42), (0.86, -0.92), (1.2, -0.05), (1.0, 0.8), (0.4, 1.18), (-0.4, 1.18), (-1.0, 0.8), (-1.2, -0.05), (-0.86, -0.92)]
    if head.back:
        return [Shape(blob(outer), color, None, 0.0, "hat")]
    o = 0.3 * sin
    hole = [(o + 0.9 * math.cos(a) * (1 - 0.12 * abs(sin)), 0.16 + 0.84 * math.sin(a)) for a in (-math.pi / 2 - k * math.tau / 12 for k in range(12))]
    return [Shape((*blob(outer), *blob(hole)), color, None, 0.0, "hat"), Shape(blob([*hole, hole[0]], closed=False), None, pale, 0.09, "trim")]


def _beanie(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.2 * head.pose.trail
    crown = [*_dome(1.04, -1.36, -0.5), (0, -0.4)]
    fold = [(-1.03, -0.52), (0, -0.44), (1.03, -0.52)]
    ribs: tuple = ()
    for x in (-0.5, 0.0, 0.5):
        ribs += (("M", x, -0.66), ("L", x * 0.7, -1.16))
    return [Shape(blob(crown, tension=0.9), color, None, 0.0, "hat"), Shape(ribs, None, mix(color, INK, 0.2), 0.05, "line"),
            Shape(limb(fold, (0.15, 0.16, 0.15)), mix(color, pale, 0.6), None, 0.0, "trim"),
            Shape(ellipse((s, -1.46), 0.26, 0.25), pale, None, 0.0, "trim")]


def _wizard(head: Head, color: Rgba, pale: Rgba) -> list[Shape]:
    s = -0.35 * head.pose.trail - 0.3 * math.sin(head.yaw)
    cone = [(-0.8, -0.6), (-0.5 + s * 0.1, -1.2), (-0.16 + s * 0.5, -1.85), (0.16 + s * 1.2, -2.28), (0.14 + s * 0.6, -1.8),
            (0.5 + s * 0.1, -1.2), (0.8, -0.6), (0, -0.5)]
    band = [(-0.76, -0.76), (0, -0.66), (0.76, -0.76)]
    brim = [(-1.4, -0.6), (-0.8, -0.7), (0, -0.64), (0.8, -0.7), (1.4, -0.6), (0.85, -0.44), (0, -0.36), (-0.85, -0.44)]
    star = [((0.2 if k % 2 == 0 else 0.09) * math.cos(k * math.pi / 5 - math.pi / 2) + 0.1 * s,
             (0.2 if k % 2 == 0 else 0.09) * math.sin(k * math.pi / 5 - math.pi / 2) - 1.18) for k in range(10)]
    return [Shape(blob(cone, tension=0.8), color, None, 0.0, "hat"), Shape(polygon(star), pale, None, 0.0, "trim"),
            Shape(limb(band, (0.1, 0.11, 0.1)), pale, None, 0.0, "trim"), Shape(blob(brim), mix(color, INK, 0.12), None, 0.0, "hat")]


HATS = {Hat.CAP: _cap, Hat.STRAW: _straw, Hat.TOP: _top, Hat.CROWN: _crown_hat, Hat.HOOD: _hood, Hat.BEANIE: _beanie, Hat.WIZARD: _wizard}
