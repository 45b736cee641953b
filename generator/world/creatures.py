"""Heads and bodies that are neither people nor beasts: frog, robot, dragon, spirit, ghost. Heads in head radii, see faces.py."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.animals import blaze, freckles, mask, spots_and_stripes
from generator.world.faces import EYES, INK, TONGUE, WHITE, Head, cheeks, eyes, mouth, tears
from generator.world.herd import HORN
from generator.world.light import Light, halo
from generator.world.muzzles import nostrils
from generator.world.pose import Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix, polygon, rgba, rounded
from storyboard.look import Color, Kind, Look, Marking


def frog_back(head: Head) -> list[Shape]:
    """The two domes the eyes sit in."""
    behind = 0.55 * min(1.0, 2.5 * head.side) * head.way  # the far one hides as the head turns to its profile
    return [Shape(ellipse((head.spot(s * 0.58, 0.0)[0] - behind * (s * head.way > 0), -0.66), 0.44, 0.46), head.colors.main, None, 0.0, "fur") for s in (1.0, -1.0)]


def frog_head(head: Head) -> list[Shape]:
    """A wide head with a pale chin, eyes in the domes on top."""
    colors = head.colors
    half = [(0.6, -0.62), (1.06, -0.22), (1.26, 0.26), (0.96, 0.72), (0.4, 0.92)]
    front = [(0.0, -0.6), *half, (0.0, 0.96), *((-x, y) for x, y in reversed(half))]
    aside = [(0.0, -0.7), (0.66, -0.42), (1.1, 0.0), (1.22, 0.3), (0.94, 0.66), (0.4, 0.9), (0.0, 0.94), (-0.5, 0.84), (-0.86, 0.5), (-0.98, 0.1), (-0.9, -0.36), (-0.5, -0.66)]
    shapes = [Shape(blob(head.turn(front, aside)), colors.main, None, 0.0, "fur")]
    if head.back:
        return shapes + spots_and_stripes(head)
    d, o = head.drop, 0.24 * math.sin(head.yaw)
    pale = colors.accent if head.look.marking is Marking.BELLY else mix(colors.main, colors.muzzle, 0.7)
    chin = [(o - 1.02, 0.4 + d * 0.5), (o, 0.48 + d * 0.5), (o + 1.02, 0.4 + d * 0.5), (0.74 + o * 0.3, 0.82), (0.0, 0.95), (-0.74 + o * 0.3, 0.82)]
    chin = head.turn(chin, [(-0.2, 0.5), (0.5, 0.46), (1.18, 0.38), (0.92, 0.66), (0.4, 0.88), (-0.1, 0.84)])
    shapes += [Shape(blob(chin), pale, None, 0.0, "fur"), *spots_and_stripes(head)]
    if head.look.marking is Marking.MASK:
        shapes += [Shape(ellipse((head.spot(s * 0.58, 0.0)[0], -0.6 + 0.6 * d), 0.46, 0.38), colors.accent, None, 0.0, "fur") for s in (1.0, -1.0)]
    elif head.look.marking is Marking.PATCH:
        shapes += _splash(head)
    nodding = replace(head, pose=replace(head.pose, nod=head.pose.nod * 0.5))
    if head.look.marking is Marking.BLAZE:  # between the domes, not over them
        line = [head.spot(0.0, y, r)[:2] for y, r in ((-0.46, 0.96), (-0.12, 1.0), (0.22, 1.02))]
        shapes.append(Shape(limb(line, (0.07, 0.13, 0.05)), colors.accent, None, 0.0, "fur"))
    shapes += eyes(nodding, EYES[Kind.FROG]) + cheeks(head, 0.9, 0.3, 0.2) + freckles(head)
    return shapes + nostrils(head, 0.13, 0.02, 1.04) + mouth(head, 0.36, 0.98, 1.75) + tears(head, 0.6, -0.2)


def _splash(head: Head) -> list[Shape]:
    """A frog's patch: a splash of colour from the foot of one eye's dome down to the lip."""
    x, y, seen = head.spot(0.62, -0.2)
    if seen < 0.0:
        return []
    k = 0.5 + 0.5 * seen
    splash = [(-0.36, -0.3), (0.0, -0.2), (0.34, -0.34), (0.5, -0.06), (0.4, 0.26), (0.12, 0.42), (-0.06, 0.24), (-0.3, 0.3), (-0.44, 0.0)]
    return [Shape(blob([(x + k * px, y + py) for px, py in splash]), head.colors.accent, None, 0.0, "fur")]


def robot_back(head: Head) -> list[Shape]:
    """Antenna and ear bolts."""
    sway, colors = -0.25 * head.pose.trail - 0.08 * head.pose.wag, head.colors
    shapes = []
    if not head.hatted:
        stalk = blob([(0.0, -0.8), (0.1 * sway, -1.15), (sway, -1.45)], closed=False)
        shapes += [Shape(stalk, None, colors.deep, 0.09, "line"),
                   Shape(ellipse((sway, -1.5), 0.17, 0.17), colors.accent if head.look.marking is not Marking.NONE else (226, 88, 70, 255),
                         None, 0.0, "metal")]
    for side in (1.0, -1.0) if head.side < 0.5 else ():
        x = side * (1.04 - 0.06 * abs(math.sin(head.yaw)))
        shapes.append(Shape(rounded(x, 0.35, 0.32, 0.6, 0.1), colors.deep, None, 0.0, "metal"))
    return shapes


def _bolt(head: Head) -> list[Shape]:
    """In profile the ear bolt is a round plate on the side of the box."""
    if head.side < 0.5:
        return []
    x = -0.52 * head.way
    return [Shape(ellipse((x, 0.05), 0.3, 0.32), head.colors.deep, None, 0.0, "metal"), Shape(ellipse((x, 0.05), 0.16, 0.17), mix(head.colors.main, WHITE, 0.25), None, 0.0, "metal")]


def robot_head(head: Head) -> list[Shape]:
    """A box with a dark screen on which eyes and mouth are lines of light."""
    colors, sin = head.colors, math.sin(head.yaw)
    shapes = [Shape(rounded(0.0, 0.88, 2.08 - 0.16 * head.side, 1.76, 0.34), colors.main, None, 0.0, "metal"), *_bolt(head)]
    if head.back:
        shapes.append(Shape(rounded(0.0, 0.44, 1.0, 0.68, 0.12), colors.deep, None, 0.0, "metal"))
        return shapes + spots_and_stripes(head)
    o, d, k = (0.3 + 0.32 * head.side) * sin, 0.7 * head.drop, 0.24 * abs(sin) + 0.5 * head.side  # in profile it comes round the edge
    screen = mix((38, 46, 62, 255), colors.main, 0.1)
    shapes += spots_and_stripes(head)
    shapes.append(Shape(rounded(o, 0.68 + d, 1.68 - k, 1.24, 0.26), colors.accent
                        if head.look.marking is Marking.MASK else mix(colors.main, WHITE, 0.4), None, 0.0, "metal"))
    shapes += [Shape(rounded(o, 0.59 + d, 1.48 - k, 1.06, 0.22), screen, None, 0.0, "screen"), *_plated(head, screen)]
    glow: Rgba = (255, 238, 170, 255) if head.look.eyes in (Color.BLACK, Color.SLATE, Color.BROWN) else mix(colors.eye, WHITE, 0.3)
    lamp = replace(head, colors=replace(colors, eye=mix(glow, screen, 0.7), deep=mix(glow, WHITE, 0.2)))
    face = eyes(lamp, replace(EYES[Kind.ROBOT], white=glow)) + mouth(lamp, 0.37, 0.95, 0.8)
    for shape in face:  # brows, mouth and lines of light on the dark screen
        if shape.fill == TONGUE:
            continue
        if shape.role in ("line", "mouth"):
            shape = replace(shape, stroke=glow if shape.stroke else None, fill=mix(glow, screen, 0.2) if shape.fill else None, role="light")
        shapes.append(shape)
    return shapes + tears(head, 0.36, 0.1)


def _plated(head: Head, screen: Rgba) -> list[Shape]:
    """A robot's marks: a ring of light round one eye, a painted line over and under the screen, or rivets of light on the cheeks."""
    mark, light = head.look.marking, mix(head.colors.accent, WHITE, 0.3)
    if mark is Marking.PATCH:
        form = EYES[Kind.ROBOT]
        x, y, seen = head.spot(form.theta, form.y)
        return [Shape(ellipse((x, y), (form.rx + grown) * (0.4 + 0.6 * seen), form.ry + grown), color, None, 0.0, "screen")
                for grown, color in ((0.17, light), (0.09, screen))] if seen > 0.0 else []  # fmt: skip
    if mark is Marking.BLAZE:
        x = 0.3 * math.sin(head.yaw)
        return [Shape(rounded(x, y + r + 0.35 * head.drop, 0.3, 2 * r, 0.04), head.colors.accent, None, 0.0, "metal") for y, r in ((-0.71, 0.16), (0.78, 0.09))]
    spots = [head.spot(side * theta, y, 0.98) for side in (1.0, -1.0) for theta, y in ((0.5, 0.3), (0.66, 0.4), (0.4, 0.44))] if mark is Marking.FRECKLES else []
    return [Shape(ellipse((x, y), 0.05, 0.05), light, None, 0.0, "light") for x, y, seen in spots if seen > 0.2]


def dragon_back(head: Head) -> list[Shape]:
    """Horns and cheek fins behind the skull."""
    shapes, sin, droop = [], math.sin(head.yaw), max(head.pose.droop, 0.0)
    for side in (1.0, -1.0):
        x = side * 0.5 - 0.35 * sin
        horn = [(x, -0.6), (x + side * 0.2 - 0.2 * sin, -1.1), (x + side * 0.12 - 0.5 * sin, -1.55)]
        shapes.append(Shape(limb(horn, (0.2, 0.14, 0.02)), HORN, None, 0.0, "horn"))
        fx, d = side * 0.9 - 0.2 * sin, 0.35 * droop
        fin = [(fx, -0.2), (fx + side * 0.58, -0.42 + d), (fx + side * 0.42, -0.05 + d), (fx + side * 0.5, 0.2 + d), (fx, 0.3)]
        shapes.append(Shape(blob(fin, tension=0.35), mix(head.colors.accent, head.colors.main, 0.3), None, 0.0, "fur"))
    return shapes


def dragon_head(head: Head) -> list[Shape]:
    """A scaly head with a crest, a broad muzzle and small fangs."""
    colors = head.colors
    half = [(0.55, -0.78), (0.95, -0.32), (0.98, 0.2), (0.8, 0.66), (0.4, 0.92)]
    front = [(0.0, -0.92), *half, (0.0, 0.96), *((-x, y) for x, y in reversed(half))]
    aside = [(0.0, -0.92), (0.52, -0.8), (0.84, -0.36), (0.9, 0.2), (0.8, 0.66), (0.4, 0.9), (0.0, 0.94), (-0.42, 0.86), (-0.86, 0.5), (-0.98, 0.06), (-0.92, -0.4), (-0.54, -0.8)]
    shapes = [Shape(blob(head.turn(front, aside)), colors.main, None, 0.0, "fur")]
    for k, y in enumerate((-0.98, -0.7, -0.42) if not head.back else (-0.7, -0.3, 0.1)):  # a crest along the middle
        x, cy, seen = head.spot(0.0 if not head.back else math.pi, y, 0.5 if k == 0 else 0.8)
        r = 0.2 - 0.04 * k
        shapes.append(Shape(polygon([(x - r * 0.8, cy + 0.12), (x - 0.12 * math.sin(head.yaw), cy - r * 1.3), (x + r * 0.8, cy + 0.12)]),
                            colors.accent, None, 0.0, "horn"))
    shapes += spots_and_stripes(head)
    if head.back:
        return shapes
    shapes += mask(head) + blaze(head) + cheeks(head, 0.85, 0.25, 0.16) + freckles(head) + eyes(head, EYES[Kind.DRAGON])
    x, y, seen = head.spot(0.0, 0.42, 1.42)
    bx, by, _ = head.spot(0.0, 0.4, 0.5)
    pale = colors.accent if head.look.marking is Marking.BELLY else mix(colors.main, colors.muzzle, 0.5)
    if abs(x - bx) > 0.2:
        shapes.append(Shape(limb([(bx, by + 0.12 * head.side), ((bx + x) / 2, y - 0.02 + 0.1 * head.side), (x, y)], (0.5 - 0.12 * head.side, 0.46 - 0.1 * head.side, 0.38)), mix(colors.main, pale, 0.3), None, 0.0, "fur"))
    shapes.append(Shape(ellipse((x, y + 0.03), 0.46 + 0.14 * max(seen, 0.0), 0.4), mix(colors.main, pale, 0.3), None, 0.0, "fur"))
    shapes.append(Shape(ellipse((x, y + 0.2), 0.38 + 0.12 * max(seen, 0.0), 0.23), pale, None, 0.0, "fur"))
    for side in (1.0, -1.0):
        nx, ny, near = head.spot(side * 0.2, 0.24, 1.42)
        if near > 0.2:
            shapes += [Shape(ellipse((nx, ny), 0.13, 0.11), colors.main, None, 0.0, "fur"),
                       Shape(ellipse((nx, ny), 0.06, 0.05), mix(colors.deep, INK, 0.5), None, 0.0, "line")]
    shapes += mouth(head, 0.58, 1.38, 1.05)
    fx, fy, _ = head.spot(0.0, 0.55, 1.38)
    teeth: tuple = ()
    for side in (1.0, -1.0):
        teeth += (("M", fx + side * 0.27, fy - 0.02), ("L", fx + side * 0.15, fy - 0.01), ("L", fx + side * 0.21, fy + 0.14), ("Z",))
    return [*shapes, Shape(teeth, WHITE, None, 0.0, "eye"), *tears(head, 0.44, 0.0)]


def wings(rig: Rig, color: Rgba, bone: Rgba) -> list[Shape]:
    """A dragon's small wings at its back."""
    shapes = []
    beat = 0.35 * rig.pose.wag + 0.3 * rig.pose.trail
    x0, y0 = rig.at(0.78)
    for side in (1.0, -1.0):
        k = 1.0 if abs(rig.ahead) < 0.4 else (1.0 if side * rig.ahead < 0 else 0.45)
        up = beat - 0.25 * max(rig.pose.droop, 0.0)
        tip = (x0 + side * 0.36 * k, y0 - 0.2 - 0.16 * up)
        points = [(x0, y0 - 0.04), tip, (x0 + side * 0.3 * k, y0 - 0.02 - 0.06 * up), (x0 + side * 0.22 * k, y0 + 0.05),
                  (x0 + side * 0.12 * k, y0 + 0.08), (x0, y0 + 0.1)]
        shapes.append(Shape(blob(points, tension=0.45), color, None, 0.0, "fur"))
        shapes.append(Shape(limb([(x0, y0), ((x0 + tip[0]) / 2, (y0 + tip[1]) / 2 - 0.03), tip], (0.02, 0.016, 0.006)), bone, None, 0.0, "fur"))
    return shapes


def is_thundercloud(look: Look) -> bool:
    """Dark spirits are storms: they wear a flash of lightning on the chest."""
    return look.kind is Kind.SPIRIT and look.body in (Color.SLATE, Color.NAVY, Color.BLACK)


def flash(x: float, y: float, size: float) -> Shape:
    """A stroke of lightning centred on (x, y), `size` units high."""
    points = ((0.12, -0.5), (-0.3, 0.08), (-0.04, 0.08), (-0.14, 0.5), (0.32, -0.1), (0.05, -0.1), (0.3, -0.5))
    return Shape(polygon([(x + size * px, y + size * py) for px, py in points]), rgba("#ffe27a"), role="light")


def spirit_body(rig: Rig, main: Rgba, glow: Rgba) -> list[Shape]:
    """A wisp: from the shoulders it narrows to a tail that curls up behind, with drops of mist about it and a whirl on the breast."""
    pose, (hx, hy) = rig.pose, rig.hip
    way = -1.0 if rig.ahead > 0.2 else 1.0  # the tail curls to the side it leaves behind
    drift, wave = 0.1 * pose.trail * way + 0.08 * abs(rig.ahead) * way, 0.03 * pose.wag
    spine = [rig.at(1.1), rig.at(0.65), rig.at(0.15), (hx + 0.3 * drift, hy * 0.72), (hx + way * 0.05 + drift, hy * 0.3), (hx + way * 0.15 + drift, -0.05),
             (hx + way * 0.26 + drift, -0.06 + wave), (hx + way * 0.3 + drift, -0.13 + wave), (hx + way * 0.25 + drift, -0.17 + wave)]  # fmt: skip
    w = rig.body.belly / 0.2
    widths = (0.11 * w, 0.165 * w, 0.165 * w, 0.125 * w, 0.09, 0.06, 0.04, 0.025, 0.006)
    inner = [(x + 0.02 * way, y) for x, y in spine[1:7]]
    mist: tuple = ()
    for x, y, r in ((-0.17, 0.62, 0.026), (-0.1, 0.24, 0.019), (0.34, 0.75, 0.017)):
        cx, cy = hx + way * x + drift, hy * y + wave
        mist += blob([(cx, cy - 1.7 * r), (cx + 0.8 * r, cy + 0.1 * r), (cx, cy + r), (cx - 0.8 * r, cy + 0.1 * r)])
    x, y = rig.at(0.5, 0.5 * rig.ahead * rig.body.chest)
    whirl = [(x + (0.012 + 0.0085 * k) * math.cos(0.75 * k), y + (0.012 + 0.0085 * k) * math.sin(0.75 * k)) for k in range(10)]
    shapes = [Shape(mist, main, None, 0.0, "fur"), Shape(limb(spine, widths), main, None, 0.0, "fur"), Shape(limb(inner, [0.45 * v for v in widths[1:7]]), glow, None, 0.0, "mist")]
    return shapes if rig.back else [*shapes, Shape(blob(whirl, closed=False), None, (*glow[:3], 235), 0.016, "mist")]


def spirit_head(head: Head) -> list[Shape]:
    """A face in a flame: tongues of mist rise from it and blow backward."""
    colors, t = head.colors, 0.3 * head.pose.trail + 0.1 * head.pose.wag + 0.5 * head.way * head.side
    flame = [(-0.98, 0.2), (-0.98, -0.3), (-1.2 - 0.5 * t, -0.92), (-0.72, -0.76), (-0.6 - 0.8 * t, -1.28), (-0.26, -1.0), (0.16 - 1.2 * t, -1.68), (0.36, -1.02),
             (0.82 - 0.7 * t, -1.28), (0.78, -0.68), (0.98, -0.2), (0.98, 0.25), (0.7, 0.78), (0.0, 1.0), (-0.7, 0.78)]  # fmt: skip
    shapes = [Shape(ellipse((0, 0), 1.0, 0.98) if head.hatted else blob(flame, tension=0.85), colors.main, None, 0.0, "fur")]
    if not head.hatted:
        core = [(-0.3, -0.72), (-0.3 - 0.4 * t, -1.02), (-0.06, -0.88), (0.1 - 0.8 * t, -1.36), (0.26, -0.9), (0.42 - 0.4 * t, -0.98), (0.4, -0.7)]
        shapes.append(Shape(blob(core, tension=0.85), (*mix(colors.main, WHITE, 0.5)[:3], 150), None, 0.0, "mist"))
    if head.back:
        return shapes + spots_and_stripes(head)
    shapes += spots_and_stripes(head) + mask(head) + blaze(head) + cheeks(head, 0.7, 0.36, 0.19) + freckles(head)
    return shapes + eyes(head, EYES[Kind.SPIRIT]) + mouth(head, 0.5, 0.95, 0.85) + tears(head, 0.38, 0.2)


def ghost_body(rig: Rig, main: Rgba) -> list[Shape]:
    """One sheet over head and all: folds, and a hem in scallops that blows backward."""
    pose, body = rig.pose, rig.body
    drift = -0.1 * pose.trail * (1 if rig.ahead >= 0 else -1) - 0.1 * rig.ahead
    (cx, cy), mid, r = rig.head, rig.at(0.45), body.head
    x, w1 = rig.hip[0], rig.width(body.belly) * 1.42
    hem: list[Point] = []
    for k in range(9):
        u = 1 - k / 4
        lift = (0.0 if k % 2 == 0 else 0.075) + 0.022 * math.sin(2.1 * k + 3.0 * pose.wag)
        hem.append((x + w1 * u * 1.08 + drift * (1 - 0.4 * abs(u)), -0.045 - max(lift, 0.0)))
    dome = [(cx + r * px, cy + r * py) for px, py in ((-1.0, 0.5), (-0.98, -0.2), (-0.66, -0.84), (0.0, -1.1), (0.66, -0.84), (0.98, -0.2), (1.0, 0.5))]
    points = [*dome, (mid[0] + w1 * 0.92, mid[1]), *hem, (mid[0] - w1 * 0.92, mid[1])]
    folds: tuple = ()
    for u in (-0.5, 0.04, 0.52):
        folds += blob([(mid[0] + w1 * u * 0.7, mid[1] + 0.02), (x + w1 * u * 0.95 + drift * 0.4, (mid[1] - 0.1) / 2), (x + w1 * u * 1.1 + drift, -0.12)], closed=False)
    return [Shape(blob(points, tension=0.8), main, None, 0.0, "fur"), Shape(folds, None, mix(main, (110, 112, 160, 255), 0.3), 0.011, "line")]


def ghost_sleeve(root: Point, end: Point, main: Rgba, hand: Rgba) -> list[Shape]:
    """The sheet over an arm: it hangs in a point from the hand, which may have a colour of its own."""
    x, y = end
    fall = [(root[0], root[1] - 0.05), ((root[0] + x) / 2, (root[1] + y) / 2 - 0.06), (x, y - 0.045), (x + 0.035 * (1 if x >= root[0] else -1), y + 0.01),
            (x * 0.9 + root[0] * 0.1, y + 0.12), ((root[0] + x) / 2, (root[1] + y) / 2 + 0.1), (root[0], root[1] + 0.14)]  # fmt: skip
    inner = (root[0] * 0.42 + x * 0.58, root[1] * 0.42 + y * 0.58)
    cuff = [(inner[0], inner[1] - 0.055), *fall[2:5], (inner[0], inner[1] + 0.105)]
    return [Shape(blob(fall, tension=0.8), main, None, 0.0, "fur"), *([Shape(blob(cuff, tension=0.6), hand, None, 0.0, "fur")] if hand != main else [])]


def ghost_head(head: Head) -> list[Shape]:
    """A face on the sheet (see ghost_body): large dark eyes. From behind there is only the sheet."""
    colors = replace(head.colors, eye=(64, 60, 88, 255))
    crease = blob([(-0.3, -0.96), (-0.42, -0.7), (-0.4, -0.46)], closed=False) + blob([(0.16, -1.0), (0.3, -0.78)], closed=False)
    creases = Shape(crease, None, mix(head.colors.main, (110, 112, 160, 255), 0.3), 0.045, "line")
    if head.back:
        return [creases, *spots_and_stripes(head)]
    shapes = [creases]
    shapes += spots_and_stripes(head) + mask(head) + blaze(head) + cheeks(head, 0.72, 0.36, 0.19) + freckles(head)
    return shapes + eyes(replace(head, colors=colors), EYES[Kind.GHOST]) + mouth(head, 0.48, 0.96, 0.85) + tears(head, 0.38, 0.2)


def rim_of_light(shapes: list[Shape], rig: Rig, main: Rgba, light: Light) -> list[Shape]:
    """What stands behind an airy being in dim light: a halo and a bright rim, so that a dark one reads against the dark."""
    if luma(light.ambient) > 0.804:
        return []
    pale = mix(main, (226, 236, 255, 255), 0.72)
    x, y = rig.at(0.7)
    glow = Shape(ellipse((x, y), 0.74, 0.74), halo((x, y), 0.74, pale, 0.8), None, 0.0, "glow")
    return [glow, *(Shape(s.path, None, (*mix(pale, light.ambient, 0.35)[:3], 235), 0.024, "light") for s in shapes if s.role == "fur")]
