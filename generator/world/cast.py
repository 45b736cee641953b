"""The cast: a Subject in a Pose under a Light becomes shapes.

    figure(subject, pose, light)   all shapes, back to front; feet at (0, 0), `pose.dx` and `pose.dy` left to the caller
    height(look)                   how tall the figure stands, in world units (a grown person is 1.0)
    head(look, pose)               (cx, cy, radius) of the head, `pose.dx` and `pose.dy` not applied

A figure is built in shares of its own height from a Rig (pose.py), painted in plain colours, then lit and scaled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.world import animals, birds, clothes, creatures, extras, grip, hats, herd, people, reptiles, states
from generator.world.clothes import NIGHT, Wear
from generator.world.faces import EYES, Head, Palette, palette
from generator.world.hands import bare_hand, hoof, stocking
from generator.world.light import Light, lifted, lit
from generator.world.pose import LEFT, RIGHT, Body, Limb, Pose, Rig, near, rig
from generator.world.proportions import BODIES, BUILDS, HEIGHTS
from generator.world.props import prop_shapes
from generator.world.shapes import Gradient, Point, Rgba, Shape, blob, ellipse, limb, mix, moved, rgba
from storyboard.look import AIRY, BIRDS, Build, Extra, Garment, Hat, Kind, Look, Marking
from storyboard.staging import Prop, Subject

FORM = {"skin", "fur", "cloth", "hat", "hair", "metal", "trim", "beak", "horn", "shoe"}
BODY = {"skin": 1.7, "fur": 1.4, "beak": 1.4, "horn": 1.4, "hair": 1.1}  # forms that poor light must not swallow, and how far it raises them
HEADS = {
    Kind.FROG: (creatures.frog_back, creatures.frog_head), **{kind: (lambda head: [], birds.bird_head) for kind in BIRDS},
    Kind.ROBOT: (creatures.robot_back, creatures.robot_head), Kind.DRAGON: (creatures.dragon_back, creatures.dragon_head),
    Kind.SPIRIT: (lambda head: [], creatures.spirit_head), Kind.GHOST: (lambda head: [], creatures.ghost_head),
    Kind.SNAKE: (lambda head: [], reptiles.snake_head), Kind.TORTOISE: (lambda head: [], reptiles.tortoise_head),
}  # fmt: skip

PALE_FRONTS = frozenset({Kind.FOX, Kind.WOLF, Kind.FROG, Kind.DRAGON, Kind.BEAR, Kind.MOUSE, Kind.CAT, Kind.DOG, Kind.RABBIT, Kind.LION, Kind.DONKEY,
                         Kind.GOAT, Kind.PIG, Kind.BIRD})  # fmt: skip


def height(look: Look) -> float:
    """How tall the figure stands, in world units, ears and hats not counted."""
    return max(0.5, HEIGHTS[look.kind] * BUILDS[look.build][2])


def body_of(look: Look) -> Body:
    """Proportions of a look. Tall figures are longer below, small ones have the larger heads."""
    body, (wide, belly, _) = BODIES[look.kind], BUILDS[look.build]
    body = replace(body, chest=body.chest * wide, belly=body.belly * belly, arm_w=body.arm_w * wide, leg_w=body.leg_w * wide)
    if look.build is Build.TALL:
        return replace(body, head=body.head * 0.9, leg=body.leg + body.head * 0.14, torso=body.torso + body.head * 0.06)
    if look.build is Build.SMALL:
        return replace(body, head=body.head * 1.1, leg=body.leg - body.head * 0.12, torso=body.torso - body.head * 0.08)
    return body


def head(look: Look, pose: Pose) -> tuple[float, float, float]:
    """Centre and radius of the head on the picture, before the root offset."""
    body, pose = held(look, pose)
    joints, k = rig(body, pose), height(look)
    x, y = _stand((joints.head[0], joints.head[1]), pose, body)
    return x * k, y * k, body.head * k


def held(look: Look, pose: Pose) -> tuple[Body, Pose]:
    """Proportions and pose as this kind takes it."""
    return reptiles.curled(body_of(look), pose) if look.kind is Kind.SNAKE else (body_of(look), pose)


def figure(subject: Subject, pose: Pose, light: Light) -> tuple[Shape, ...]:
    """The figure's shapes, back to front, lit."""
    joints = _rigged(subject, pose)
    shapes = _placed(Painter(subject, joints, light).shapes(), joints.pose, joints.body, height(subject.look))
    return tuple(_light(solid(shape), light) for shape in shapes)


def _rigged(subject: Subject, pose: Pose) -> Rig:
    """The joints of the upright figure; empty hands act on our side."""
    return rig(*held(subject.look, replace(pose, prop_hand=near(pose)) if subject.held is Prop.NONE else pose))


def _stand(point: Point, pose: Pose, body: Body) -> Point:
    """Where squash and lying take a point of the upright figure."""
    x, y = point[0] / math.sqrt(pose.squash), point[1] * pose.squash
    if not pose.lie:
        return x, y
    turn = -pose.lie * _tipped(body)
    cos, sin = math.cos(turn), math.sin(turn)
    return x * cos - y * sin + pose.lie * 0.5, x * sin + y * cos - body.belly * 0.98


def _tipped(body: Body) -> float:
    """How far a lying figure is turned: trunk and head both rest on the ground."""
    return math.pi / 2 - math.asin(max(0.0, min(0.5, (body.head * 0.95 - body.belly) / 0.72)))


def _placed(shapes: list[Shape], pose: Pose, body: Body, k: float) -> tuple[Shape, ...]:
    """Squash, lay down, scale to the height."""
    ox, oy = _stand((0.0, 0.0), pose, body)
    xx, xy = _stand((1.0, 0.0), pose, body)
    yx, yy = _stand((0.0, 1.0), pose, body)
    matrix = ((xx - ox) * k, (yx - ox) * k, ox * k, (xy - oy) * k, (yy - oy) * k, oy * k)
    return tuple(_carried(shape, matrix) for shape in shapes)


def _carried(shape: Shape, matrix: tuple[float, float, float, float, float, float]) -> Shape:
    """The shape under x' = a x + b y + c, y' = d x + e y + f; the inner loop of drawing, hence written out."""
    a, b, c, d, e, f = matrix
    path: list = []
    step: Any  # (letter, numbers)
    for step in shape.path:
        if len(step) == 7:
            op, p, q, r, s, t, u = step
            path.append((op, a * p + b * q + c, d * p + e * q + f, a * r + b * s + c, d * r + e * s + f, a * t + b * u + c, d * t + e * u + f))
        else:
            path.append(step if len(step) == 1 else (step[0], a * step[1] + b * step[2] + c, d * step[1] + e * step[2] + f))
    fill = shape.fill
    if isinstance(fill, Gradient):
        (p, q), (r, s) = fill.a, fill.b
        fill = Gradient(fill.kind, (a * p + b * q + c, d * p + e * q + f), (a * r + b * s + c, d * r + e * s + f), fill.stops)
    return Shape(tuple(path), fill, shape.stroke, shape.width * math.sqrt(abs(a * e - b * d)), shape.role, shape.part)


def joints(subject: Subject, pose: Pose) -> dict[str, Point]:
    """Where the joints are on the picture, by name, before the root offset: hips, neck, head, the ends of arms and legs; a snake's tail is its hand."""
    found, k, sides = _rigged(subject, pose), height(subject.look), ("left", "right")
    hands = reptiles.hands(found) if subject.look.kind is Kind.SNAKE else {i: arm.end for i, arm in enumerate(found.arms)}
    ends = {"hip": found.hip, "neck": found.neck, "head": found.head} | {f"{sides[i]} hand": end for i, end in hands.items()}
    ends |= {f"{sides[i]} foot": leg.end for i, leg in enumerate(found.legs)}
    return {name: (k * x, k * y) for name, (x, y) in ((name, _stand(point, found.pose, found.body)) for name, point in ends.items())}


ARMS, LEGS = ("left arm", "right arm"), ("left leg", "right leg")  # the figure's own left and right


def named(shapes: Sequence[Shape], part: str) -> list[Shape]:
    """The shapes as parts of one limb or of the head."""
    return [Shape(s.path, s.fill, s.stroke, s.width, s.role, part) for s in shapes]


class Painter:
    """Paints one figure in plain colours; holds only what every part needs."""

    def __init__(self, subject: Subject, joints: Rig, light: Light) -> None:
        self.subject, self.rig, self.light = subject, joints, light
        self.look, self.outfit, self.kind, self.state = subject.look, subject.outfit, subject.look.kind, subject.state
        self.dress = replace(joints, neck=joints.at(min(1.0, joints.body.shoulder + 0.14)))  # clothes end where a long neck begins
        if self.kind is Kind.GHOST:  # they go round the whole sheet
            self.dress = replace(self.dress, body=replace(joints.body, chest=joints.body.chest * 1.62, belly=joints.body.belly * 1.3))
        self.colors: Palette = palette(self.look)
        self.wear: Wear = clothes.wear(self.look, self.outfit)
        self.hand, self.role = bare_hand(self.look, self.colors)

    def shapes(self) -> list[Shape]:
        """All parts, back to front."""
        rig, back, extra = self.dress, self.rig.back, self.outfit.extra
        head_back, head_front = self.head()
        behind = self._behind()
        mantle = extras.cape(rig, self.outfit) if extra is Extra.CAPE else []
        far, near_low, near_high = self._arms()
        legs = [] if self.kind in AIRY or self.kind is Kind.SNAKE else [s for i in sorted((LEFT, RIGHT), key=lambda i: rig.legs[i].depth) for s in self._leg(rig.legs[i])]
        out = [*(() if back else mantle), *(() if back else behind), *head_back, *far, *legs, *self._trunk()]
        out += [*clothes.garment(rig, self.look, self.outfit), *states.on_trunk(rig, self.look, self.outfit, self.state)]
        out += extras.EXTRA_BODY[extra](rig, self.outfit) if extra in extras.EXTRA_BODY else []
        out += [*(behind if back else ()), *(mantle if back else ())]
        if extra is Extra.CAPE and not back:
            out += extras.clasp(rig, self.outfit)
        neck = extras.EXTRA_NECK[extra](rig, self.outfit) if extra in extras.EXTRA_NECK else []
        out = states.stained([*out, *near_low, *neck, *head_front, *near_high], self.state)
        return [*creatures.rim_of_light(out, self.rig, self.colors.main, self.light), *out] if self.kind in AIRY else out

    def _behind(self) -> list[Shape]:
        """Tail and wings."""
        tip = mix(self.colors.muzzle, (255, 252, 244, 255), 0.6) if self.kind is Kind.FOX else self.colors.hair if self.kind is Kind.SHEEP else self.colors.accent if self.look.marking is not Marking.NONE else self.colors.muzzle
        shapes = animals.tail(self.rig, self.kind, self.colors.main, tip)
        shapes += creatures.wings(self.rig, mix(self.colors.accent, self.colors.main, 0.3), self.colors.main) if self.kind is Kind.DRAGON else []
        if self.kind in BIRDS:
            shapes += birds.bird_tail(self.rig, self.look, self.colors)
        return shapes + reptiles.shell(self.rig, self.colors) if self.kind is Kind.TORTOISE else shapes

    def _trunk(self) -> list[Shape]:
        """The bare body with its markings."""
        rig, colors = self.rig, self.colors
        if self.kind is Kind.SNAKE:
            return reptiles.coil(rig, colors, self.look.marking)
        if self.kind is Kind.GHOST:
            shapes = creatures.ghost_body(rig, colors.main)
        elif self.kind is Kind.SPIRIT:
            shapes = creatures.spirit_body(rig, colors.main, (*mix(colors.main, (255, 255, 255, 255), 0.6)[:3], 150))
            if creatures.is_thundercloud(self.look):
                chest = rig.at(0.62)
                shapes.append(creatures.flash(chest[0], chest[1], 0.24))
        else:
            rows = clothes.rows_of(self.dress) if self.kind not in BIRDS else birds.trunk_rows(self.kind, rig)
            trunk = rig if self.kind in BIRDS else self.dress
            shapes = [*self._neck(), Shape(clothes.trunk(trunk, rows), colors.main, None, 0.0, self.role)]
        if self.look.is_person:
            return shapes
        covered = self.outfit.garment not in (Garment.NONE, Garment.VEST, Garment.CARDIGAN)
        if self.kind is Kind.SHEEP:  # under clothes it shows at the neck and below
            return shapes + herd.wool(rig, colors.hair)
        return shapes if covered else shapes + self._marks()

    def _neck(self) -> list[Shape]:
        """A neck that is seen: a horse's, a stork's, a tortoise's; it follows the head."""
        if self.kind is Kind.TORTOISE:
            return reptiles.throat(self.rig, self.colors)
        rig, w = self.rig, self.rig.body.chest
        if self.kind is Kind.STORK:
            return [Shape(limb([rig.at(0.6), rig.at(0.85), rig.head], (0.06, 0.046, 0.05)), self.colors.main, None, 0.0, self.role)]
        if self.kind is not Kind.HORSE:
            return []
        crest = [rig.at(0.55, -rig.ahead * w * 0.9), rig.at(0.9, -rig.ahead * w * 0.75), (rig.head[0] - rig.ahead * w * 0.7, rig.head[1])]
        return [Shape(limb(crest, (0.05, 0.055, 0.05)), herd.mane(self.colors.main), None, 0.0, "hair"),
                Shape(limb([rig.at(0.5), rig.at(0.88), rig.head], (w * 0.95, w * 0.68, w * 0.6)), self.colors.main, None, 0.0, self.role)]

    def _marks(self) -> list[Shape]:
        rig, accent, b = self.rig, self.colors.accent, self.rig.body
        if self.kind is Kind.ROBOT and not rig.back:
            return self._dials()
        if self.kind is Kind.TORTOISE:
            return [] if rig.back else reptiles.plastron(rig, self.colors)
        mark, m = self.look.marking, 0.4 * rig.ahead * b.belly
        if mark is Marking.SPOTS:
            spots = ((0.78, -0.45, 0.028), (0.52, 0.5, 0.035), (0.28, -0.35, 0.04), (0.12, 0.42, 0.03), (0.62, 0.02, 0.024))
            return [Shape(ellipse(rig.at(s, w * b.belly + 0.5 * m), r, r), accent, None, 0.0, "fur") for s, w, r in spots]
        if mark is Marking.STRIPES:
            bands = []
            for s in (0.72, 0.46, 0.2):
                for k in (-1, 1):
                    w = rig.width(b.belly * 0.98)
                    bands.append(Shape(limb([rig.at(s, k * w), rig.at(s - 0.03, k * w * 0.6), rig.at(s - 0.04, k * w * 0.25)],
                                            (0.024, 0.022, 0.005)), accent, None, 0.0, "fur"))
            return bands
        pale = mark is Marking.BELLY or self.kind in PALE_FRONTS
        if not pale or rig.back:
            return []
        color = accent if mark is Marking.BELLY else mix(self.colors.main, self.colors.muzzle, 0.75)
        m *= 1 + 0.5 * rig.side  # in profile it lies on the edge
        (cx, cy) = rig.at(0.4, m)
        shapes = [Shape(ellipse((cx, cy), rig.width(b.belly * (0.66 - 0.42 * rig.side)), b.torso * 0.44), color, None, 0.0, "fur")]
        if self.kind is Kind.DRAGON:
            for s in (0.62, 0.42, 0.22):
                w = rig.width(b.belly * (0.5 - 0.32 * rig.side))
                shapes.append(Shape(blob([rig.at(s, m - w), rig.at(s - 0.04, m), rig.at(s, m + w)], closed=False), None,
                                    mix(color, self.colors.deep, 0.35), 0.01, "line"))
        return shapes

    def _dials(self) -> list[Shape]:
        """A robot's chest: a plate, a dial and two lamps."""
        rig, b = self.rig, self.rig.body
        m, w = (0.45 + 0.2 * rig.side) * rig.ahead * b.chest, rig.width(b.chest * (0.62 - 0.36 * rig.side))
        plate = [rig.at(0.82, m - w), rig.at(0.82, m + w), rig.at(0.34, m + w * 0.92), rig.at(0.34, m - w * 0.92)]
        pale = self.colors.accent if self.look.marking is Marking.BELLY else mix(self.colors.main, (255, 255, 255, 255), 0.42)
        lamp = (255, 214, 110, 255) if self.rig.pose.wag > 0 else (246, 120, 90, 255)
        return [Shape(blob(plate, tension=0.35), pale, None, 0.0, "metal"),
                Shape(ellipse(rig.at(0.62, m - w * 0.35), 0.038 - 0.02 * rig.side, 0.038), (46, 56, 74, 255), None, 0.0, "metal"),
                Shape(ellipse(rig.at(0.68, m + w * 0.5), 0.017, 0.017), lamp, None, 0.0, "trim"),
                Shape(ellipse(rig.at(0.52, m + w * 0.5), 0.017, 0.017), (120, 206, 150, 255), None, 0.0, "trim")]  # fmt: skip

    def head(self) -> tuple[list[Shape], list[Shape]]:
        """(behind the trunk, before it), set on the neck."""
        look, outfit, hat = self.look, self.outfit, self.outfit.hat
        h = Head(look, self.rig.pose, self.colors, hat is not Hat.NONE)
        if look.is_person:
            back, front = people.person_back(h), people.person_head(h)
        else:
            make_back, make_front = HEADS.get(self.kind, (animals.animal_back, animals.animal_head))
            back, front = make_back(h), make_front(h)
        extra = rgba(outfit.extra_color.hex)
        front += [*states.on_face(h, self.state), *states.on_brow(h, hat is not Hat.NONE, self.state)]
        if outfit.extra is Extra.BEARD:
            front += people.beard(h, extra) if look.is_person else people.goatee(h, extra)
        if outfit.extra is Extra.GLASSES:
            front += extras.glasses(h, EYES[self.kind].theta, EYES[self.kind].y, mix(extra, NIGHT, 0.3))
        if outfit.extra in extras.EXTRA_HEAD:
            front += extras.EXTRA_HEAD[outfit.extra](h, extra)
        color = rgba(outfit.hat_color.hex)
        seen = (1.0, -1.0) if abs(math.sin(h.yaw)) < 0.62 else (-h.way,)  # further round, the far one is behind the cloth
        ears_late = animals.ears(h, seen) if (
            hat in (Hat.HOOD, Hat.HEADSCARF) and not h.back and self.kind in animals.EARS and self.kind is not Kind.DOG) else []
        lift = 0.0 if hat in (Hat.HOOD, Hat.HEADSCARF) else -0.32 if self.kind is Kind.FROG else -0.2 if self.kind is Kind.ROBOT else min(0.0, 0.9 * EYES[self.kind].y + 0.06)
        lift += 0.6 * min(h.drop, 0.0)  # it goes back with the head
        brim = moved(hats.hat_back(h, hat, color) if not h.back or hat is Hat.HOOD else [], dy=lift)  # high eyes, high hat
        worn = moved(hats.hat_front(h, hat, color), dy=lift)
        if self.kind is Kind.FROG:  # the eyes stand before the hat
            front = [*brim, *worn, *back, *front]
        else:
            front = [*(back if not look.is_person else ()), *brim, *front, *worn, *ears_late]
        front += states.on_top(h, hat, front, self.state)
        turn = self.rig.pose.head_tilt + 0.7 * self.rig.pose.sway * math.cos(self.rig.pose.yaw) + 0.34 * self.rig.pose.nod * self.rig.ahead
        x, y = self.rig.head
        r = self.rig.body.head
        cos, sin = r * math.cos(turn), r * math.sin(turn)
        set_on = lambda shapes: [_carried(shape, (cos, -sin, x, sin, cos, y)) for shape in shapes]  # noqa: E731
        return named(set_on(back if look.is_person else ()), "head"), named(set_on(front), "head")

    def _leg(self, leg: Limb) -> list[Shape]:
        """A leg and its foot."""
        rig, body, wear = self.rig, self.rig.body, self.wear
        dim = 0.16 if leg.depth < -0.01 else 0.0
        bare = self.colors.main if self.kind not in BIRDS else birds.feet_color(self.kind)
        socks = self.look.marking is Marking.SOCKS and not self.look.is_person
        color = mix(wear.legs or bare, NIGHT, dim)
        sock = self.colors.accent if socks else stocking(self.colors)
        role = "cloth" if wear.legs else self.role
        w = body.leg_w * (1.0 if not wear.legs else 1.1)
        ankle = (leg.end[0], leg.end[1] - 0.012)
        shapes = [Shape(limb((leg.root, leg.bend, ankle), (w * 1.18, w, w * 0.82)), color, None, 0.0, role)]
        foot = wear.shoes or (sock if socks or self.kind is Kind.FOX else bare if self.kind in BIRDS else hoof(self.colors) if self.kind in animals.HOOFED
                              else mix(self.colors.main, self.colors.deep, 0.35 if self.kind is not Kind.ROBOT else 0.8))
        if self.kind is Kind.EAGLE and not wear.legs:
            shapes.append(birds.thigh(leg, mix(self.colors.main, NIGHT, dim), w))
        if self.kind is Kind.SHEEP and not wear.legs:
            knee = (leg.bend[0], leg.bend[1] + 0.2 * (ankle[1] - leg.bend[1]))
            shapes.append(Shape(limb((leg.root, leg.bend, knee), (w * 1.7, w * 1.6, w * 1.3)), mix(self.colors.hair, NIGHT, dim), None, 0.0, "hair"))
        if socks or self.kind is Kind.FOX:
            low = (leg.bend[0] * 0.5 + ankle[0] * 0.5, leg.bend[1] * 0.5 + ankle[1] * 0.5)
            shapes.append(Shape(limb((low, ankle), (w, w * 0.9)), mix(sock, NIGHT, dim), None, 0.0, role))
        length, ahead = body.foot, rig.ahead
        x, y = leg.end[0] + ahead * length * 0.45, leg.end[1] + body.leg * 0.1
        rx = length * (0.62 + 0.38 * abs(ahead))
        sole = [(x - rx, y - 0.03), (x - rx * 0.55, y - 0.052 - 0.02 * (ahead < 0.3)),
                (x + rx * 0.55, y - 0.052 - 0.02 * (ahead > -0.3) * (ahead < 0.3)), (x + rx, y - 0.026), (x + rx * 0.85, y), (x - rx * 0.85, y)]
        tilt = 0.0 if y > -0.03 else 0.35 * ahead
        if tilt:
            sole = [(leg.end[0] + (px - leg.end[0]) * math.cos(tilt) - (py - y) * math.sin(tilt),
                     y + (px - leg.end[0]) * math.sin(tilt) + (py - y) * math.cos(tilt)) for px, py in sole]
        shapes.append(Shape(blob(sole), mix(states.shod(foot, self.state), NIGHT, dim), None, 0.0, "shoe" if wear.shoes else self.role))
        shapes += states.on_leg(rig, leg, self.look, wear, self.state)
        return named(shapes, LEGS[rig.legs.index(leg)])

    def _arms(self) -> tuple[list[Shape], list[Shape], list[Shape]]:
        """Arms behind the trunk, before it, and before the face; the prop goes with its hand."""
        far: list[Shape] = []
        low: list[Shape] = []
        high: list[Shape] = []
        rig = self.rig
        for i in sorted((LEFT, RIGHT), key=lambda i: rig.arms[i].depth):
            arm = rig.arms[i]
            behind = arm.depth < -0.035 or (rig.back and arm.depth < 0.02)
            bag = far if behind else high if arm.end[1] < rig.neck[1] + 0.1 else low
            if self.kind is Kind.SNAKE:  # it has one tail: it goes to the hand that acts
                for tip in (point for hand, point in reptiles.hands(rig).items() if hand == i):
                    low += [*reptiles.tail_arm(rig, tip, self.colors), *self._prop((tip,))]
                continue
            prop = self._prop((arm.end,)) if rig.pose.prop_hand == i else []
            sleeve, hand = self._arm(arm, behind)
            bag += sleeve
            if rig.pose.finger == i and not prop and self.kind not in (*BIRDS, Kind.SNAKE, Kind.GHOST):
                hand = [grip.finger(arm.end, arm.bend, rig.body.arm_w * 1.12, self.hand, self.role), *hand]
            if rig.pose.palm == i and not prop and self.kind not in (*BIRDS, *animals.HOOFED, Kind.SNAKE, Kind.GHOST):
                hand = [*grip.open_palm(arm.end, arm.bend, rig.body.arm_w * 1.12, self.hand, self.role), *hand]
            if prop and self.subject.held in grip.PALM:  # it rests on the palm, before it the fingertips
                prop, hand = [*hand, *prop], self._fingers(arm, (0.0, -1.0))
            if prop:  # a face may be behind the thing, never behind the shoulder; an umbrella is behind the face
                bag = far if (rig.back and behind) or self.subject.held is Prop.UMBRELLA else high
            bag += [*prop, *hand]
        if rig.pose.prop_hand == 2 and self.subject.held is not Prop.NONE and self.kind is not Kind.SNAKE:
            (far if rig.back else high).extend([*self._prop((rig.arms[0].end, rig.arms[1].end)), *self._both_fingers()])
        return far, low, high

    def _arm(self, arm: Limb, behind: bool) -> tuple[list[Shape], list[Shape]]:
        """(limb, hand): the prop is painted between."""
        body, wear, colors = self.rig.body, self.wear, self.colors
        dim = 0.17 if behind else 0.0
        w, socks = body.arm_w, self.look.marking is Marking.SOCKS and not self.look.is_person
        spine = (arm.root, arm.bend, arm.end)
        if self.kind in BIRDS:
            feathers, sleeve = birds.wing(self.rig, arm, self.look, colors, (NIGHT, dim))
            return feathers + ([Shape(blob(sleeve, tension=0.8), mix(wear.arms, NIGHT, dim), None, 0.0, "cloth")] if wear.arms else []), []
        if self.kind is Kind.GHOST and wear.arms is None:
            return creatures.ghost_sleeve(arm.root, arm.end, *(mix(tone, NIGHT, 0.09 + dim * 0.5) for tone in (colors.main, colors.accent if socks else colors.main))), []
        shapes: list[Shape] = []
        if wear.arms is None or wear.sleeve < 1.0:
            shapes.append(Shape(limb(spine, (w * 1.15, w, w * 0.85)), mix(colors.main, NIGHT, dim + (0.03 if self.kind is not Kind.SPIRIT else 0.12)), None, 0.0, self.role))
        if self.kind is Kind.SHEEP and wear.arms is None:
            shapes.append(Shape(limb(self._upto(spine, 0.72), (w * 1.75, w * 1.6, w * 1.35)), mix(colors.hair, NIGHT, dim), None, 0.0, "hair"))
        if (socks or self.kind is Kind.FOX) and (wear.arms is None or wear.sleeve < 1.0):
            mid = (arm.bend[0] * 0.45 + arm.end[0] * 0.55, arm.bend[1] * 0.45 + arm.end[1] * 0.55)
            shapes.append(Shape(limb((mid, arm.end), (w * 1.0, w * 0.92)), mix(self.hand, NIGHT, dim), None, 0.0, self.role))
        if wear.arms is not None:
            cut = self._upto(spine, wear.sleeve)
            shapes.append(Shape(limb(cut, (w * 1.22, w * 1.12 * min(wear.wide, 1.15), w * 1.0 * wear.wide)), mix(wear.arms, NIGHT, dim), None, 0.0, "cloth"))
            if wear.cuff is not None:
                a, b = cut[1], cut[2]
                start = (a[0] * 0.2 + b[0] * 0.8, a[1] * 0.2 + b[1] * 0.8)
                shapes.append(Shape(limb((start, b), (w * 1.1 * wear.wide, w * 1.12 * wear.wide)), mix(wear.cuff, NIGHT, dim), None, 0.0, "trim"))
        r = w * (1.12 if self.kind is not Kind.FROG else 1.35)
        ex, ey = arm.end[0] - arm.bend[0], arm.end[1] - arm.bend[1]
        turn = math.atan2(ey, ex)
        length = math.hypot(ex, ey) or 1.0
        center = (arm.end[0] + ex / length * r * 0.4, arm.end[1] + ey / length * r * 0.4)
        part = ARMS[self.rig.arms.index(arm)]
        shapes += states.on_arm(self.rig, arm, self.look, wear, self.state)
        return named(shapes, part), named([Shape(ellipse(center, r * 1.12, r, turn), mix(states.handled(self.hand, self.state), NIGHT, dim), None, 0.0, self.role)], part)

    def _upto(self, spine: tuple[Point, Point, Point], share: float) -> tuple[Point, Point, Point]:
        """The first part of a limb."""
        if share >= 1.0:
            return spine
        a, b, c = spine
        k = max(0.0, share - 0.5) * 2
        end = (b[0] + (c[0] - b[0]) * k, b[1] + (c[1] - b[1]) * k)
        return a, ((a[0] + b[0]) / 2 + 0.15 * (b[0] - a[0]), (a[1] + b[1]) / 2 + 0.15 * (b[1] - a[1])), end

    def _prop(self, hands: tuple[Point, ...]) -> list[Shape]:
        """The held thing, in the hand or between both, in shares of the figure's height."""
        prop = self.subject.held
        if prop is Prop.NONE:
            return []
        k, (x, y) = grip.scale(height(self.look)), grip.place(self.subject, hands, height(self.look))
        grown = (2.1 * k, 2.6 * k) if prop is Prop.UMBRELLA else (k, k)
        if prop is Prop.UMBRELLA:  # held by its hook, the roof over the head
            x, y = hands[0][0], hands[0][1] - 0.31 * k
        shapes = prop_shapes(prop, self.light)
        if grip.is_open(self.subject):
            shapes = tuple(replace(s, fill=lit(s.fill, self.light)) for s in grip.open_book(self.rig.ahead) if isinstance(s.fill, tuple))
        return [replace(s, role="prop:" + s.role) for s in moved(shapes, x, y, *grown)]

    def _fingers(self, arm: Limb, toward: Point) -> list[Shape]:
        """Fingertips before a thing: a hand's, or the last feathers of a wing."""
        return grip.fingers(arm.end, toward, self.rig.body.arm_w * 1.12, self.hand, self.role)

    def _both_fingers(self) -> list[Shape]:
        """The fingers of both hands round the edges of a thing; those behind it are not seen."""
        arms, out = self.rig.arms, []
        middle = ((arms[0].end[0] + arms[1].end[0]) / 2, (arms[0].end[1] + arms[1].end[1]) / 2)
        for arm in sorted(arms, key=lambda arm: arm.depth):
            x, y = middle[0] - arm.end[0], middle[1] - 0.02 - arm.end[1]
            length = math.hypot(x, y) or 1.0
            if not (abs(self.rig.ahead) > 0.75 and arm.depth == min(a.depth for a in arms)):
                out += self._fingers(arm, (x / length, y / length))
        return out


def solid(shape: Shape) -> Shape:
    """A stroke as a filled path: the rasteriser rounds the width of strokes, not of fills."""
    if shape.stroke is None or shape.fill is not None:
        return shape
    half = shape.width / 2
    path: list[Any] = []
    for spine in _spines(shape.path):
        path += limb(spine, [half * 0.8, *[half * 1.06] * (len(spine) - 2), half * 0.8])
    return Shape(tuple(path), shape.stroke, role=shape.role, part=shape.part)


def _spines(path: tuple) -> list[list[Point]]:
    """The points along each part of an open path; curves at thirds."""
    spines: list[list[Point]] = []
    for op, *n in path:
        if op == "M":
            spines.append([(n[0], n[1])])
        elif op == "L":
            spines[-1].append((n[0], n[1]))
        elif op == "C":
            (x, y) = spines[-1][-1]
            for t in (1 / 3, 2 / 3, 1.0):
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                spines[-1].append((a * x + b * n[0] + c * n[2] + d * n[4], a * y + b * n[1] + c * n[3] + d * n[5]))
    return spines


def _light(shape: Shape, light: Light) -> Shape:
    """The shape under the light: forms get a soft turn from lit to shaded, small marks the ambient colour only."""
    if shape.role.startswith("prop:"):  # lit by its maker
        return replace(shape, role=shape.role[5:] or "prop")
    stroke = None if shape.stroke is None else lit(shape.stroke, light)
    if shape.role in ("screen", "light") or not isinstance(shape.fill, tuple):
        return shape
    color = lit(shape.fill, light)
    if shape.role not in FORM:
        return Shape(shape.path, color if shape.role != "eye" else mix(color, shape.fill, 0.25), stroke, shape.width, shape.role, shape.part)
    if shape.role in BODY:
        color = lifted(shape.fill, color, light, BODY[shape.role])
        light = replace(light, shade=light.shade * (1.0 - 0.5 * light.dark)) if shape.part == "head" else light
    return Shape(shape.path, _turned(shape, color, light), stroke, shape.width, shape.role, shape.part)


def _turned(shape: Shape, color: Rgba, light: Light) -> Rgba | Gradient:
    """A gradient across the shape from the key light's side to the far one."""
    x0, y0, x1, y1 = shape.extent
    if max(x1 - x0, y1 - y0) < 0.03:
        return color
    bright = mix(color, (*light.key[:3], color[3]), 0.18)
    dark_to = (round(color[0] * 0.5), round(color[1] * 0.46), round(color[2] * 0.6), color[3])
    dark = mix(color, dark_to, min(1.0, 0.12 + 0.95 * light.shade))
    side = light.side if abs(light.side) > 0.15 else 0.15
    cx, cy, r = (x0 + x1) / 2, (y0 + y1) / 2, math.hypot(x1 - x0, y1 - y0) / 2
    ux, uy = side * 0.8, -0.62
    norm = math.hypot(ux, uy)
    ux, uy = ux / norm, uy / norm
    stops = [(0.0, bright), (0.5, color), (1.0, dark)]
    if light.rim is not None and max(x1 - x0, y1 - y0) > 0.1:
        stops = [(0.0, mix(color, (*light.rim[:3], color[3]), 0.75)), (0.16, mix(color, (*light.rim[:3], color[3]), 0.3)), (0.3, bright),
                 (0.55, color), (1.0, dark)]
    k = r * 0.86
    return Gradient("linear", (cx + ux * k, cy + uy * k), (cx - ux * k, cy - uy * k), tuple(stops))
