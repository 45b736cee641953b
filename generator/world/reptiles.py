"""Snake and tortoise: an upright coil, and a shell on two legs. Heads in head radii (see faces.py), the rest in shares of the height."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from generator.world.animals import blaze, freckles, mask, spots_and_stripes
from generator.world.faces import EYES, INK, Head, Palette, cheeks, eyes, mouth, tears
from generator.world.muzzles import nostrils
from generator.world.pose import Body, Pose, Rig, near
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, mix, polygon
from storyboard.look import Marking

RINGS = ((0.24, 0.255, 0.082), (0.6, 0.205, 0.076), (0.92, 0.15, 0.066))  # of the coil: height in legs, half-width, half-height


def curled(body: Body, pose: Pose) -> tuple[Body, Pose]:
    """A snake does not lie down: it sinks until its head rests on its coil."""
    return (replace(body, torso=body.torso * 0.3), replace(pose, lie=0.0, lean=0.1, sway=0.1, head_tilt=0.14)) if pose.lie else (body, pose)


def coil(rig: Rig, colors: Palette, marking: Marking) -> list[Shape]:
    """Rings on the ground and the neck that rises from them in an S."""
    (hx, hy), sway = rig.hip, 0.014 * rig.pose.wag
    mark = colors.accent if marking in (Marking.STRIPES, Marking.SPOTS, Marking.SOCKS) else mix(colors.main, colors.deep, 0.55)
    shapes: list[Shape] = []
    for k, (up, rx, ry) in enumerate(RINGS):
        x, y = hx + (-1) ** k * sway + 0.012 * (-1) ** k, min(hy * up, -ry)
        shapes.append(Shape(ellipse((x, y), rx, ry), mix(colors.main, INK, 0.1 - 0.05 * k), None, 0.0, "fur"))
        shapes += _bands((x, y), rx, ry, mark)
    return [*shapes, *_neck(rig, colors, mark)]


def _bands(center: Point, rx: float, ry: float, color: Rgba) -> list[Shape]:
    """Saddles of the pattern across one ring."""
    path: tuple = ()
    for a in (-0.95, -0.32, 0.32, 0.95):
        x = center[0] + rx * 0.92 * math.sin(a)
        reach = ry * math.cos(a) * 0.9
        path += limb([(x - 0.012, center[1] - reach), (x + 0.012, center[1] - reach * 0.4), (x, center[1] - reach * 0.02)], (0.026, 0.02, 0.004))
    return [Shape(path, color, None, 0.0, "line")]


def _neck(rig: Rig, colors: Palette, mark: Rgba) -> list[Shape]:
    (hx, hy), (nx, ny) = rig.hip, rig.neck
    bow = -0.075 * (rig.ahead if abs(rig.ahead) > 0.3 else 0.6) - 0.03 * rig.pose.trail
    low = (hx - bow * 0.4, min(hy * 0.8, -0.06))
    spine = [low, (hx + bow, hy + (ny - hy) * 0.3), (nx - bow * 0.55, hy + (ny - hy) * 0.72), (nx, ny - 0.02)]
    w = rig.body.chest
    shapes = [Shape(limb(spine, (w * 1.05, w * 0.98, w * 0.82, w * 0.86)), colors.main, None, 0.0, "fur")]
    if rig.back:
        dots: tuple = ()
        for x, y in spine[1:]:
            dots += polygon([(x - 0.03, y), (x, y - 0.045), (x + 0.03, y), (x, y + 0.045)])
        return [*shapes, Shape(dots, mark, None, 0.0, "line")]
    off = 0.4 * w * rig.ahead
    front = [(x + off, y) for x, y in spine]
    pale = colors.accent if mark is not colors.accent else colors.muzzle
    shapes.append(Shape(limb(front, (w * 0.5, w * 0.52, w * 0.44, w * 0.4)), mix(colors.main, pale, 0.7), None, 0.0, "fur"))
    rungs: tuple = ()
    for (ax, ay), (bx, by) in itertools.pairwise(front[1:]):
        for k in (0.15, 0.5, 0.85):
            x, y = ax + (bx - ax) * k, ay + (by - ay) * k
            rungs += (("M", x - w * 0.36, y - 0.006), ("L", x, y + 0.008), ("L", x + w * 0.36, y - 0.006))
    return [*shapes, Shape(rungs, None, mix(colors.main, colors.deep, 0.4), 0.007, "line")]


def hands(rig: Rig) -> dict[int, Point]:
    """The one hand of a snake, by the arm that acts: where the tip of its tail holds things."""
    i = rig.pose.prop_hand if rig.pose.prop_hand < 2 else near(rig.pose)
    (x, y), way = rig.arms[i].end, _way(rig, rig.arms[i].end)
    return {i: (x + way * 0.14, min(y, -0.1))}


def _way(rig: Rig, end: Point) -> float:
    """The side of the coil, -1 or 1, on which the tail comes out."""
    return 1.0 if end[0] >= rig.hip[0] else -1.0


def tail_arm(rig: Rig, tip: Point, colors: Palette) -> list[Shape]:
    """The tail comes round the coil and acts as an arm."""
    hx = rig.hip[0]
    way = _way(rig, tip)
    out = hx + way * 0.3
    spine = [(hx - way * 0.05, -0.045), (hx + way * 0.2, -0.045), (out + way * 0.03, -0.1), ((out + tip[0]) / 2 + way * 0.07, (tip[1] - 0.1) / 2), tip]
    return [Shape(limb(spine, (0.05, 0.055, 0.048, 0.036, 0.016)), colors.main, None, 0.0, "fur")]


def snake_head(head: Head) -> list[Shape]:
    """A broad flat head; a forked tongue flicks."""
    colors = head.colors
    half = [(0.46, -0.76), (0.92, -0.42), (1.14, 0.12), (0.98, 0.58), (0.46, 0.82)]
    front = [(0.0, -0.82), *half, (0.0, 0.88), *((-x, y) for x, y in reversed(half))]
    aside = [(0.0, -0.78), (0.56, -0.52), (1.16, -0.06), (1.4, 0.34), (1.12, 0.66), (0.5, 0.82), (0.0, 0.84), (-0.5, 0.74), (-0.92, 0.4), (-0.96, 0.0), (-0.84, -0.46), (-0.44, -0.74)]
    shapes = [Shape(blob(head.turn(front, aside)), colors.main, None, 0.0, "fur")]
    if head.back:
        return shapes + spots_and_stripes(head)
    o, d = 0.3 * math.sin(head.yaw), head.drop
    pale = mix(colors.main, colors.accent if head.look.marking is Marking.BELLY else colors.muzzle, 0.6)
    chin = [(o - 0.9, 0.38 + d * 0.5), (o, 0.5 + d * 0.5), (o + 0.9, 0.38 + d * 0.5), (0.62 + o * 0.3, 0.74), (0.0, 0.86), (-0.62 + o * 0.3, 0.74)]
    chin = head.turn(chin, [(-0.2, 0.54), (0.6, 0.52), (1.36, 0.4), (1.06, 0.66), (0.5, 0.8), (-0.1, 0.78)])
    shapes += [Shape(blob(chin), pale, None, 0.0, "fur"), *spots_and_stripes(head), *mask(head), *blaze(head)]
    shapes += cheeks(head, 0.95, 0.26, 0.17) + freckles(head) + eyes(head, EYES[head.look.kind]) + nostrils(head, 0.12, 0.14, 1.06) + mouth(head, 0.4, 1.0, 1.4 if head.pose.lid < 0.8 else 0.8)
    return shapes + _tongue(head) + tears(head, 0.5, 0.0)


def _tongue(head: Head) -> list[Shape]:
    if head.pose.wag < -0.35 or max(head.feel.open, head.pose.mouth) > 0.2:
        return []
    x, y, _ = head.spot(0.0, 0.5, 1.04)
    s = 0.3 * math.sin(head.yaw)
    fork = (("M", x, y), ("L", x + s * 0.8, y + 0.24), ("L", x + s + 0.13, y + 0.4), ("M", x + s * 0.8, y + 0.24), ("L", x + s - 0.1, y + 0.42))
    return [Shape(fork, None, (206, 62, 78, 255), 0.07, "line")]


def tortoise_head(head: Head) -> list[Shape]:
    """Bald and round, with a beak of a lip and heavy lids."""
    colors = head.colors
    half = [(0.54, -0.8), (0.9, -0.34), (0.98, 0.2), (0.82, 0.66), (0.4, 0.9)]
    front = [(0.0, -0.9), *half, (0.0, 0.95), *((-x, y) for x, y in reversed(half))]
    aside = [(0.0, -0.9), (0.52, -0.78), (0.86, -0.36), (0.98, 0.14), (0.86, 0.62), (0.42, 0.84), (0.0, 0.9), (-0.42, 0.84), (-0.84, 0.5), (-0.98, 0.1), (-0.92, -0.38), (-0.54, -0.8)]
    shapes = [Shape(blob(head.turn(front, aside)), colors.main, None, 0.0, "fur")]
    if head.back:
        return shapes + spots_and_stripes(head)
    shapes += spots_and_stripes(head) + mask(head) + blaze(head) + cheeks(head, 0.85, 0.3, 0.17) + freckles(head)
    x, y, seen = head.spot(0.0, 0.42, 1.12)
    pale = mix(colors.main, colors.accent if head.look.marking is Marking.BELLY else colors.muzzle, 0.5)
    w = 0.5 * (0.6 + 0.4 * seen)
    lip = [(x - w, y + 0.02), (x - w * 0.6, y - 0.26), (x, y - 0.32), (x + w * 0.6, y - 0.26), (x + w, y + 0.02), (x + w * 0.5, y + 0.16),
           (x + 0.05 * math.sin(head.yaw), y + 0.28), (x - w * 0.5, y + 0.16)]  # fmt: skip
    lip = head.turn(lip, [(0.5, 0.24), (0.78, 0.08), (1.06, 0.04), (1.26, 0.24), (1.28, 0.5), (1.12, 0.56), (0.86, 0.6), (0.52, 0.56)])
    jaw = Shape(ellipse((x, y + 0.22 + 0.12 * max(head.feel.open, head.pose.mouth)), w * 0.8, 0.24), mix(pale, colors.main, 0.4), None, 0.0, "fur")
    shapes += [jaw, Shape(blob(lip, tension=0.9), pale, None, 0.0, "fur"), *nostrils(head, 0.1, 0.24, 1.16)]
    return shapes + mouth(head, 0.56, 1.08, 0.95) + eyes(head, EYES[head.look.kind]) + tears(head, 0.46, 0.1)


def throat(rig: Rig, colors: Palette) -> list[Shape]:
    """A tortoise's wrinkled neck, out of the shell."""
    w = rig.body.head * 0.52
    (ax, ay), (bx, by) = rig.at(0.62), ((rig.neck[0] + rig.head[0]) / 2, (rig.neck[1] + rig.head[1]) / 2)
    folds: tuple = ()
    for k in (0.4, 0.62):
        x, y = ax + (bx - ax) * k, ay + (by - ay) * k
        folds += (("M", x - w * 0.6, y), ("L", x, y + 0.01), ("L", x + w * 0.6, y))
    return [Shape(limb([(ax, ay), ((ax + bx) / 2, (ay + by) / 2), (bx, by)], (w * 1.25, w, w * 0.95)), colors.main, None, 0.0, "fur"),
            Shape(folds, None, mix(colors.main, colors.deep, 0.5), 0.009, "line")]


def shell_color(colors: Palette) -> Rgba:
    return mix(colors.main, (134, 88, 48, 255), 0.72)


def shell(rig: Rig, colors: Palette) -> list[Shape]:
    """The dome on the back: a rim round the trunk from before, a hump from the side, all its plates from behind."""
    color, b = shell_color(colors), rig.body
    ahead = rig.ahead if abs(rig.ahead) > 0.2 else 0.0
    x, y = rig.at(0.36)
    x -= ahead * b.belly * 0.62
    rx, ry = b.belly * (1.62 - 0.3 * abs(ahead)), b.torso * 0.62
    rim = Shape(ellipse((x, y), rx, ry, -0.12 * ahead), mix(color, (250, 226, 170, 255), 0.42), None, 0.0, "fur")
    dome = Shape(ellipse((x - 0.012 * ahead, y - 0.008), rx * 0.9, ry * 0.9, -0.12 * ahead), color, None, 0.0, "fur")
    return [rim, dome, *_plates((x, y), rx, ry, color, ahead)]


def _plates(center: Point, rx: float, ry: float, color: Rgba, ahead: float) -> list[Shape]:
    """Hexagons on the dome, paler than its seams."""
    path: tuple = ()
    for px, py, r in ((0.0, -0.45, 0.24), (0.0, 0.0, 0.27), (0.0, 0.46, 0.24), (-0.5, -0.24, 0.21), (-0.5, 0.24, 0.21), (0.5, -0.24, 0.21), (0.5, 0.24, 0.21)):
        x, y = center[0] + rx * (px - 0.25 * ahead) * 0.95, center[1] + ry * py
        if abs(px - 0.25 * ahead) < 0.7:
            path += polygon([(x + rx * r * math.cos(k * math.tau / 6), y + ry * r * 0.92 * math.sin(k * math.tau / 6)) for k in range(6)])
    return [Shape(path, mix(color, (236, 196, 120, 255), 0.34), None, 0.0, "line")]


def plastron(rig: Rig, colors: Palette) -> list[Shape]:
    """The pale front of the shell, in plates."""
    m, b = 0.4 * rig.ahead * rig.body.belly, rig.body
    color = mix(shell_color(colors), (252, 232, 184, 255), 0.72)
    w = rig.width(b.belly * 0.8)
    x, y = rig.at(0.36, m)
    seams: tuple = (("M", x, y - b.torso * 0.36), ("L", x, y + b.torso * 0.36))
    for k in (-0.16, 0.12):
        seams += (("M", x - w * 0.9, y + b.torso * k), ("L", x + w * 0.9, y + b.torso * k))
    return [Shape(ellipse((x, y), w, b.torso * 0.44), color, None, 0.0, "fur"), Shape(seams, None, mix(color, (134, 88, 48, 255), 0.4), 0.009, "line")]
