"""Faces: eyes, brows, mouths and cheeks, in the head's own room.

Letters: the head is a ball of radius 1 about (0, 0), y down. A feature sits at (theta to the figure's left, y); `Head.spot`
turns the ball by the head's yaw. Emotions are numbers in FACES, so every kind of head feels with the same face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.world.pose import Pose, profile
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix, rgba
from storyboard.look import AIRY, Kind, Look
from storyboard.staging import Emotion

OLD = (Kind.OLD_MAN, Kind.OLD_WOMAN)
INK: Rgba = (52, 40, 46, 255)
WHITE: Rgba = (255, 253, 247, 255)
MOUTH: Rgba = (122, 44, 52, 255)
TONGUE: Rgba = (226, 116, 112, 255)


@dataclass(frozen=True)
class Feeling:
    """What an emotion does to a face, in head radii and shares."""

    brow: float = 0.0  # raised
    tilt: float = 0.0  # > 0: up at the inner end (sad), < 0: down (angry)
    lid: float = 0.0  # how far the upper lid is down
    low: float = 0.0  # how far the lower lid is up
    eye: float = 1.0  # size of the eyes
    pupil: float = 1.0
    smile: float = 0.3  # -1..1
    open: float = 0.0
    width: float = 0.3  # half-width of the mouth
    blush: float = 0.35


FACES: dict[Emotion, Feeling] = {
    Emotion.CALM: Feeling(lid=0.06, smile=0.5),
    Emotion.HAPPY: Feeling(brow=0.09, low=0.2, eye=1.05, smile=1.0, open=0.42, width=0.42, blush=0.75),
    Emotion.SAD: Feeling(brow=0.07, tilt=0.5, lid=0.3, smile=-0.9, width=0.29, blush=0.2),
    Emotion.ANGRY: Feeling(brow=-0.11, tilt=-0.55, lid=0.16, low=0.12, smile=-0.75, width=0.33, blush=0.55),
    Emotion.AFRAID: Feeling(brow=0.16, tilt=0.45, eye=1.22, pupil=0.62, smile=-0.5, open=0.3, width=0.26, blush=0.0),
    Emotion.SURPRISED: Feeling(brow=0.24, eye=1.26, pupil=0.78, smile=0.0, open=0.85, width=0.2, blush=0.3),
    Emotion.TIRED: Feeling(brow=-0.02, tilt=0.2, lid=0.52, low=0.1, smile=-0.2, width=0.24, blush=0.1),
}


@dataclass(frozen=True)
class Palette:
    """The colours a figure is painted from. `main`: skin, fur or metal; `muzzle`: paler; `deep`: darker."""

    main: Rgba
    accent: Rgba
    muzzle: Rgba
    deep: Rgba
    hair: Rgba
    eye: Rgba
    pink: Rgba


def palette(look: Look) -> Palette:
    """The colours of a look: skin for people, body for everyone else."""
    main = rgba(look.skin.hex if look.is_person else look.body.hex)
    if look.is_person and luma(main) < 0.29:  # brows and mouth read on it
        main = mix(main, (150, 92, 62, 255), 0.3)
    hair = _apart(rgba(look.hair_color.hex), main) if look.is_person else rgba(look.hair_color.hex)
    if look.kind is Kind.SHEEP:  # the wool is the body's colour; face and limbs show beneath it
        hair, main = main, mix(main, (104, 80, 72, 255) if luma(main) > 0.353 else (226, 208, 186, 255), 0.72)
    pink = mix(main, (238, 104, 100, 255), 0.46)
    warm = mix(main, (60, 34, 52, 255), 0.3)
    muzzle = mix(main, (255, 248, 234, 255), 0.62)
    return Palette(main, rgba(look.accent.hex), muzzle, warm, hair, rgba(look.eyes.hex), pink)


def _apart(hair: Rgba, skin: Rgba) -> Rgba:
    """Hair that cannot be taken for skin: where the two are near it goes darker, or lighter if it is the lighter of a dark pair."""
    near = 70 - math.dist(hair[:3], skin[:3])
    if near <= 0:
        return hair
    if luma(hair) > 0.7:  # white hair on pale skin is a cool grey
        return mix(hair, (104, 110, 124, 255), 0.3 + near / 140)
    return mix(hair, (26, 16, 20, 255) if luma(skin) > 0.345 or luma(hair) < luma(skin) else (186, 122, 78, 255), 0.35 + near / 140)


@dataclass(frozen=True)
class Head:
    """What head drawing needs: who, how it is held, its colours."""

    look: Look
    pose: Pose
    colors: Palette
    hatted: bool = False

    @property
    def feel(self) -> Feeling:
        return FACES[self.pose.emotion]

    @property
    def yaw(self) -> float:
        return self.pose.head_yaw

    @property
    def back(self) -> bool:
        return math.cos(self.yaw) < -0.1

    @property
    def side(self) -> float:
        """How much of a side view the head shows: 0 as far as three-quarter, 1 in profile; 0 again from behind."""
        return 0.0 if self.back else profile(self.yaw)

    @property
    def way(self) -> float:
        """To which side of the picture the face turns: -1 or 1."""
        return 1.0 if math.sin(self.yaw) >= -1e-6 else -1.0

    def turn(self, points: list[Point], aside: list[Point]) -> list[Point]:
        """An outline seen from the front on its way to that of the profile, which is given looking to the right, point for point
        in the order of the front one and mirrored for a head that looks to the left."""
        k, way = self.side, self.way
        if not k:
            return points
        if way < 0:  # the mirrored profile, round the same way from the same point
            aside = [(-x, y) for x, y in (aside[0], *reversed(aside[1:]))]
        return [(a + (c - a) * k, b + (d - b) * k) for (a, b), (c, d) in zip(points, aside, strict=True)]

    @property
    def ink(self) -> Rgba:
        """Lines straight on the skin or fur: dark; darker on dark skin, pale on dark fur, where dark would say nothing."""
        if luma(self.colors.main) > (0.392 if self.look.kind in AIRY else 0.294):  # airy beings are met at night
            return INK
        return (26, 10, 14, 255) if self.look.is_person else mix(self.colors.main, (236, 226, 214, 255), 0.5)

    @property
    def drop(self) -> float:
        """How far the features slide down when the head nods."""
        nod = max(-1.3, min(1.0, self.pose.nod))
        return (0.22 if nod > 0 else 0.32) * nod

    def spot(self, theta: float, y: float, out: float = 1.0) -> tuple[float, float, float]:
        """Where a feature is on the picture (x, y), and how much of its width is seen (<= 0: it is behind)."""
        y = y + self.drop * math.cos(self.yaw) if abs(y) < 1.2 else y
        theta += math.copysign(0.62 * self.side * max(0.0, min(1.0, 3.0 * abs(theta), 1.6 - abs(theta))), theta)  # seen from the side, eyes sit well in the head
        ring = math.sqrt(max(0.2, 1.0 - 0.55 * min(1.0, y * y)))
        return math.sin(theta + self.yaw) * ring * out, y, math.cos(theta + self.yaw)


@dataclass(frozen=True)
class Eyes:
    """Where and how large the eyes are."""

    theta: float = 0.4
    y: float = 0.0
    rx: float = 0.2
    ry: float = 0.25
    out: float = 1.0
    brow: float = 0.06  # thickness, 0: none
    lash: bool = False
    gap: float = 0.12  # between eye and brow
    white: Rgba = WHITE


def eyes(head: Head, form: Eyes) -> list[Shape]:
    """Both eyes with lids and brows; the far one first."""
    shapes: list[Shape] = []
    for side in sorted((1.0, -1.0), key=lambda s: math.cos(s * form.theta + head.yaw)):
        x, y, seen = head.spot(side * form.theta, form.y, form.out)
        if seen > 0.16:
            shapes += _eye(head, form, (x, y), side, 0.35 + 0.65 * seen)
    return shapes


def _eye(head: Head, form: Eyes, at: Point, side: float, seen: float) -> list[Shape]:
    feel, pose = head.feel, head.pose
    rx, ry = form.rx * feel.eye * seen, form.ry * feel.eye
    lid = max(feel.lid, pose.lid)
    brow = _brow(head, form, at, side, seen)
    if pose.joy or lid > 0.8:
        bow = -0.6 if pose.joy else 0.45
        arc = blob([(at[0] - rx, at[1] + 0.05), (at[0], at[1] + 0.05 + bow * ry * 0.75), (at[0] + rx, at[1] + 0.05)], closed=False)
        return [Shape(arc, None, head.ink if form.white == WHITE and head.look.kind is not Kind.BIRD else INK, 0.07, "line"), *brow]
    slope = 0.55 * feel.tilt * side  # the lid follows the brow
    top, low = -ry + 2 * ry * lid, ry - 2 * ry * feel.low

    def cut(center: Point, a: float, b: float, white: bool) -> tuple:
        """An ellipse cut by both lids, always inside the white."""
        points = []
        for k in range(14):
            x, y = center[0] + a * math.cos(k * math.tau / 14), center[1] + b * math.sin(k * math.tau / 14)
            upper = at[1] + top + (slope * (x - at[0]) if lid > 0.1 else 0.0)
            y = min(max(y, upper), at[1] + low)
            x = x if white else min(max(x, at[0] - rx * 0.96), at[0] + rx * 0.96)
            points.append((x, y))
        return blob(points, tension=0.9)

    r = 0.74 * form.rx * feel.pupil
    gx = at[0] + rx * 0.3 * (pose.gaze[0] + 0.42 * math.sin(head.yaw))
    gy = at[1] + ry * 0.34 * (pose.gaze[1] + 0.12)
    shapes = [Shape(cut(at, rx, ry, True), form.white, None, 0.0, "eye")]
    dark = mix(head.colors.eye, (28, 22, 30, 255), 0.72)
    shapes.append(Shape(cut((gx, gy), r * (0.4 + 0.6 * seen), r * 1.12, False), head.colors.eye, None, 0.0, "eye"))
    shapes.append(Shape(cut((gx, gy), 0.62 * r * (0.4 + 0.6 * seen), 0.7 * r, False), dark, None, 0.0, "eye"))
    if lid < 0.6:
        shapes.append(Shape(ellipse((gx - 0.32 * r * seen, max(gy - 0.4 * r, at[1] + top + 0.05)), 0.3 * r * seen, 0.3 * r), WHITE, None, 0.0, "eye"))
    upper = [(at[0] + k * rx * 1.04, max(at[1] - ry * math.sqrt(1 - 0.92 * k * k), at[1] + top + (slope * k * rx if lid > 0.1 else 0.0)))
             for k in (-1, -0.5, 0, 0.5, 1)]
    shapes.append(Shape(blob(upper, closed=False), None, INK, 0.05, "line"))
    if form.lash:
        ox = side * math.cos(head.yaw)
        shapes.append(Shape((("M", at[0] + ox * rx, upper[0][1]), ("L", at[0] + ox * rx * 1.35, upper[0][1] - 0.1)), None, INK, 0.05, "line"))
    return shapes + brow


def _brow(head: Head, form: Eyes, at: Point, side: float, seen: float) -> list[Shape]:
    if form.brow <= 0:
        return []
    feel = head.feel
    rx, y = form.rx * 1.15 * seen, at[1] - form.ry * feel.eye - form.gap - feel.brow - head.pose.brow
    inner, outer = at[0] - side * rx, at[0] + side * rx
    if head.yaw and seen < 0.7 and (outer - math.copysign(1.0, outer)) * outer > 0:
        outer = at[0] + side * rx * 0.6
    points = [(inner, y - 0.24 * feel.tilt), (at[0], y - 0.05), (outer, y + 0.16 * feel.tilt + 0.02)]
    if form.y > -0.4 and seen < 0.92:  # a far brow stays on the head, which narrows upward
        over = max(abs(px) - min(form.out, 1.0) * math.sqrt(max(0.2, 0.97 - py * py)) for px, py in points)
        points = [(px - math.copysign(0.7 * max(over, 0.0), at[0]), py) for px, py in points]
    color = mix(head.colors.hair, INK, 0.45) if head.look.is_person else mix(head.colors.deep, INK, 0.55)
    if head.look.kind in OLD:  # bushy, and white before the hair is
        return _bushy(points, form.brow, mix(head.colors.hair, WHITE, 0.45), side)
    if not head.look.is_person and head.ink != INK:
        color = head.ink
    return [Shape(limb(points, (form.brow, form.brow * 0.95, form.brow * 0.4)), color, None, 0.0, "line")]


def _bushy(points: list[Point], thick: float, color: Rgba, side: float) -> list[Shape]:
    """A brow of tufts that stands off at its outer end."""
    (ax, ay), (bx, by), (cx, cy) = points
    tuft = limb([(bx, by), (cx, cy), (cx + 0.09 * side, cy + 0.08)], (thick, thick * 0.9, thick * 0.2))
    return [Shape((*limb([(ax, ay), (bx, by - 0.02), (cx, cy)], (thick * 0.8, thick * 1.1, thick * 0.7)), *tuft), color, None, 0.0, "line")]


def mouth(head: Head, theta_y: float, out: float = 1.0, size: float = 1.0) -> list[Shape]:
    """A mouth at height `theta_y`: a line when shut, lips, dark and tongue when open."""
    feel, pose = head.feel, head.pose
    x, y, seen = head.spot(-0.27 * head.way * head.side, theta_y, out)
    if seen < 0.05:
        return []
    w = feel.width * (0.45 + 0.55 * seen) * size
    gape = max(feel.open, pose.mouth)
    smile = feel.smile
    if pose.speaks:
        return _speech(head, (x, y), 0.45 + 0.55 * seen, size)
    if gape < 0.09:
        line = blob([(x - w, y - 0.1 * smile * size), (x, y + 0.11 * smile * size), (x + w, y - 0.1 * smile * size)], closed=False, tension=1.25)
        bare = head.look.is_person or head.look.kind in AIRY  # others have it on a pale muzzle or chin
        lips = head.look.kind in (Kind.WOMAN, Kind.OLD_WOMAN)
        color = mix(head.colors.main, (178, 40, 58, 255), 0.68) if lips else head.ink if bare else INK
        return [Shape(line, None, color, 0.085 if lips else 0.062, "line")]
    if pose.mouth > 0.1:
        w *= 1.0 - 0.22 * pose.mouth
    w *= 1.0 - 0.4 * pose.mouth_round
    if smile > 0.3:
        top, low = y - 0.06 * smile, y + (0.12 + 0.34 * gape) * size
        points = [(x - w, top - 0.05), (x, top + 0.05), (x + w, top - 0.05), (x + w * 0.66, low - 0.08), (x, low), (x - w * 0.66, low - 0.08)]
    elif smile < -0.3:
        top, low = y - (0.05 + 0.15 * gape) * size, y + 0.16 * gape * size + 0.05
        points = [(x - w * 0.75, top + 0.05), (x, top - 0.03), (x + w * 0.75, top + 0.05), (x + w, low + 0.05), (x, low - 0.01), (x - w, low + 0.05)]
    else:
        h = (0.07 + 0.2 * gape) * size
        points = [(x + w * math.cos(k * math.tau / 8), y + h * math.sin(k * math.tau / 8)) for k in range(8)]
    shapes = [Shape(blob(points, tension=0.95), MOUTH, None, 0.0, "mouth")]
    if gape > 0.3:
        bottom = max(p[1] for p in points)
        shapes.append(Shape(ellipse((x, bottom - 0.07 * size), w * 0.52, 0.055 * size * (1 + gape)), TONGUE, None, 0.0, "line"))
    return shapes


def _speech(head: Head, at: Point, seen: float, size: float) -> list[Shape]:
    """A mouth that forms a viseme: lips pressed, spread, open, round or on the teeth; the mood keeps its corners."""
    (x, y), pose, smile = at, head.pose, head.feel.smile
    gape, round_ = pose.mouth, pose.mouth_round
    w = (0.31 + 0.05 * max(smile, 0.0)) * (1.0 + 0.38 * pose.mouth_width - 0.2 * round_) * seen * size
    lift = 0.11 * smile * (1.0 - 0.8 * round_) * size  # of the corners
    if gape < 0.09:
        line = [(x - w * 0.95, y - 0.7 * lift), (x - w * 0.4, y + 0.02), (x, y + 0.4 * lift), (x + w * 0.4, y + 0.02), (x + w * 0.95, y - 0.7 * lift)]
        return [Shape(blob(line, closed=False), None, INK, 0.075, "line")]
    top, low = y - (0.05 + 0.09 * gape + 0.06 * round_) * size, y + (0.07 + 0.34 * gape) * size
    middle = y - 0.6 * lift
    points = [(x - w, middle), (x - w * 0.64, top + 0.02), (x, top + 0.02 * (1 - round_)), (x + w * 0.64, top + 0.02), (x + w, middle),
              (x + w * 0.64, low - 0.1 * (low - middle)), (x, low), (x - w * 0.64, low - 0.1 * (low - middle))]
    lips = blob(points, tension=0.95) if round_ < 0.5 else ellipse((x, (top + low) / 2), w * 0.92, (low - top) / 2)
    shapes = [Shape(lips, MOUTH, None, 0.0, "mouth")]
    bare = head.look.kind in (Kind.FROG, *AIRY, Kind.ROBOT, Kind.DRAGON, Kind.SNAKE, Kind.TORTOISE)
    if gape > 0.5 and round_ < 0.5:
        shapes.append(Shape(ellipse((x, low - 0.085 * size), w * 0.55, 0.06 * size * (1 + gape)), TONGUE, None, 0.0, "line"))
    if pose.teeth > 0.2 and not bare:
        deep = min(0.1 * size, (low - top) * (0.25 + 0.45 * pose.teeth))
        row = [(x - w * 0.78, top + 0.04), (x - w * 0.55, top + 0.02), (x, top + 0.015), (x + w * 0.55, top + 0.02), (x + w * 0.78, top + 0.04),
               (x + w * 0.66, top + deep), (x, top + deep + 0.02), (x - w * 0.66, top + deep)]
        shapes.append(Shape(blob(row, tension=0.6), WHITE, None, 0.0, "teeth"))
    return shapes


def cheeks(head: Head, theta: float = 0.75, y: float = 0.36, size: float = 0.17) -> list[Shape]:
    """Blush, by emotion."""
    strength = min(1.0, head.feel.blush + (0.3 if head.pose.joy else 0.0))
    shapes = []
    for side in (1.0, -1.0):
        x, cy, seen = head.spot(side * theta, y, 0.92)
        if seen > 0.1 and strength > 0.02:
            color = (*head.colors.pink[:3], round(210 * strength))
            shapes.append(Shape(ellipse((x, cy), size * (0.3 + 0.7 * seen), size * 0.72), color, None, 0.0, "blush"))
    return shapes


def tears(head: Head, theta: float, y: float) -> list[Shape]:
    """Two drops on their way down the cheeks."""
    if head.pose.tears < 0:
        return []
    shapes = []
    for side, late in ((1.0, 0.0), (-1.0, 0.5)):
        way = (head.pose.tears + late) % 1.0
        x, cy, seen = head.spot(side * (theta + 0.12), y, 1.02)
        if seen > 0.05:
            r, cy = 0.1 + 0.05 * math.sin(math.pi * way), cy + 0.12 + 0.75 * way
            drop = blob([(x, cy - r * 1.7), (x + r * 0.8, cy), (x, cy + r), (x - r * 0.8, cy)])
            shapes.append(Shape(drop, (140, 200, 238, 235), None, 0.0, "tear"))
    return shapes


def nose(head: Head, y: float, rx: float, color: Rgba, out: float = 1.04) -> list[Shape]:
    """A round nose with a small light on it."""
    x, cy, seen = head.spot(0.0, y, out)
    if seen < -0.1:
        return []
    light = Shape(ellipse((x - rx * 0.25, cy - rx * 0.3), rx * 0.3, rx * 0.18), (255, 255, 255, 120), None, 0.0, "nose")
    return [Shape(ellipse((x, cy), rx, rx * 0.74), color, None, 0.0, "nose"), light]


def whiskers(head: Head, y: float, out: float, length: float) -> list[Shape]:
    """Three hairs at each side of a muzzle, one path a side."""
    shapes = []
    for side in (1.0, -1.0):
        x, cy, seen = head.spot(side * 0.35, y, out)
        if seen > 0.05:
            path: list = []
            for k in (-1, 0, 1):
                path += [("M", x, cy + 0.05 * k), ("L", x + side * length * (0.4 + 0.6 * seen), cy + 0.14 * k + 0.03)]
            shapes.append(Shape(tuple(path), None, (*mix(head.colors.deep, INK, 0.3)[:3], 190), 0.028, "line"))
    return shapes


EYES: dict[Kind, Eyes] = {
    Kind.MAN: Eyes(0.4, 0.02, 0.155, 0.19, brow=0.09),
    Kind.WOMAN: Eyes(0.4, 0.04, 0.17, 0.215, brow=0.05, lash=True),
    Kind.BOY: Eyes(0.42, 0.1, 0.17, 0.225, brow=0.06),
    Kind.GIRL: Eyes(0.42, 0.1, 0.175, 0.23, brow=0.045, lash=True),
    Kind.OLD_MAN: Eyes(0.4, 0.0, 0.14, 0.17, brow=0.1, gap=0.1),
    Kind.OLD_WOMAN: Eyes(0.4, 0.03, 0.145, 0.17, brow=0.07),
    Kind.FOX: Eyes(0.44, -0.06, 0.17, 0.22, brow=0.05),
    Kind.WOLF: Eyes(0.42, -0.14, 0.16, 0.19, brow=0.075, gap=0.09),
    Kind.RABBIT: Eyes(0.5, -0.02, 0.18, 0.25, brow=0.045),
    Kind.BEAR: Eyes(0.42, -0.12, 0.135, 0.17, brow=0.065),
    Kind.CAT: Eyes(0.46, -0.02, 0.2, 0.235, brow=0.04),
    Kind.DOG: Eyes(0.42, -0.12, 0.17, 0.215, brow=0.06),
    Kind.MOUSE: Eyes(0.44, -0.02, 0.165, 0.22, brow=0.04),
    Kind.LION: Eyes(0.42, -0.14, 0.16, 0.195, brow=0.08, gap=0.09),
    Kind.DONKEY: Eyes(0.5, -0.2, 0.185, 0.23, out=0.9, brow=0.06, gap=0.06),
    Kind.SHEEP: Eyes(0.48, -0.04, 0.18, 0.22, brow=0.05, gap=0.08),
    Kind.GOAT: Eyes(0.5, -0.14, 0.18, 0.22, out=0.9, brow=0.06),
    Kind.PIG: Eyes(0.44, -0.16, 0.16, 0.2, brow=0.055),
    Kind.HORSE: Eyes(0.54, -0.2, 0.185, 0.23, out=0.84, brow=0.055, gap=0.05),
    Kind.FROG: Eyes(0.58, -0.66, 0.27, 0.3, brow=0.055, gap=0.02),
    Kind.BIRD: Eyes(0.44, 0.0, 0.2, 0.25, brow=0.055),
    Kind.CROW: Eyes(0.42, -0.08, 0.2, 0.24, brow=0.06, gap=0.08),
    Kind.EAGLE: Eyes(0.4, -0.1, 0.17, 0.19, brow=0.11, gap=0.03),
    Kind.STORK: Eyes(0.44, -0.1, 0.19, 0.24, brow=0.05),
    Kind.ROBOT: Eyes(0.36, -0.06, 0.2, 0.23, brow=0.05, gap=0.01, out=0.98),
    Kind.DRAGON: Eyes(0.44, -0.16, 0.19, 0.24, brow=0.07, gap=0.08),
    Kind.SPIRIT: Eyes(0.4, 0.04, 0.16, 0.24, brow=0.04),
    Kind.GHOST: Eyes(0.38, -0.06, 0.2, 0.31, brow=0.035, white=(46, 42, 62, 255)),
    Kind.SNAKE: Eyes(0.5, -0.22, 0.21, 0.25, brow=0.05, gap=0.05),
    Kind.TORTOISE: Eyes(0.46, -0.12, 0.18, 0.21, brow=0.06),
    Kind.GIANT: Eyes(0.38, -0.04, 0.14, 0.18, brow=0.1, gap=0.08),
}
