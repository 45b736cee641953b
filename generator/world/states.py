"""States: what is to be seen on somebody for a while, laid over the drawn figure: holes, drips, mud, snow, soot, flour, bandages.

    stained(shapes, states)              the colours of the whole figure: wet, dusted
    on_trunk(rig, look, outfit, states)  over the garment, in shares of the figure's height
    on_leg, on_arm, on_hand              over one limb
    on_face, on_top                      over the face, and over hair, ears and hat, in head radii

Nothing here is drawn by chance: a tear is in the same place in every drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.world.clothes import NIGHT, Wear, front
from generator.world.faces import EYES, Head, Palette
from generator.world.hatch import edges
from generator.world.pose import Limb, Rig
from generator.world.shapes import Point, Rgba, Shape, blob, ellipse, limb, luma, mix, polygon, rgba
from storyboard.look import AIRY, BIRDS, Garment, Hair, Hat, Kind, Look, Outfit
from storyboard.states import State

States = Sequence[State]
MUD, SPLASH = (92, 60, 36, 255), (112, 76, 46, 255)
SNOW, SNOW_DIM = (246, 249, 253, 255), (216, 226, 240, 255)
SOOT, ASH = (38, 34, 38, 255), (128, 122, 122, 255)
FLOUR, FLOUR_DIM = (252, 249, 241, 255), (226, 222, 214, 255)
GAUZE, SEAM = (247, 243, 232, 255), (198, 190, 176, 255)
UNEVEN = (1.0, 0.92, 1.06, 0.95, 0.86, 0.98, 1.1, 0.94, 0.88, 1.04)  # radii round a smudge
DROP: Rgba = (205, 230, 246, 255)
UNDER: Rgba = (226, 218, 206, 255)  # a shirt seen through a hole
DUST = {"cloth": 0.12, "fur": 0.12, "hair": 0.2, "hat": 0.14, "trim": 0.12, "shoe": 0.16}
STAINS = {State.WET: {"cloth": 0.55, "hair": 0.6, "fur": 0.5, "hat": 0.5, "trim": 0.4, "shoe": 0.45, "skin": 0.06}, State.SOOTY: DUST, State.FLOURY: DUST}
# How far a garment hangs under the hips in leg lengths, and its half-width there in those of the belly.
HEMS: dict[Garment, tuple[float, float]] = {
    Garment.COAT: (0.62, 1.42), Garment.DRESS: (0.58, 1.8), Garment.TUNIC: (0.4, 1.42), Garment.ROBE: (0.94, 1.5), Garment.SMOCK: (0.3, 1.34),
    Garment.UNIFORM: (0.3, 1.22), Garment.SUIT: (0.18, 1.12), Garment.APRON: (0.53, 1.1), Garment.CARDIGAN: (0.14, 1.12), Garment.ARMOUR: (0.2, 1.26),
}  # fmt: skip


def stained(shapes: Sequence[Shape], states: States) -> list[Shape]:
    """All that is worn and grown darker when wet, paler or blacker when dusted."""
    out = list(shapes)
    for state, shares in STAINS.items():
        if state in states:
            out = [replace(s, fill=mix(s.fill, _tone(state, s.fill), shares[s.role])) if isinstance(s.fill, tuple) and s.role in shares else s for s in out]
    return out


def _tone(state: State, fill: Rgba) -> Rgba:
    """What a colour leans to: its own deep shade when wet, the dust's when dusty."""
    if state is State.WET:
        return round(fill[0] * 0.36), round(fill[1] * 0.4), round(fill[2] * 0.5 + 6), fill[3]
    return (*(SOOT if state is State.SOOTY else FLOUR)[:3], fill[3])


def on_trunk(rig: Rig, look: Look, outfit: Outfit, states: States) -> list[Shape]:
    """What lies over the garment, or over bare fur."""
    out: list[Shape] = []
    for state in states:
        out += TRUNKS[state](rig, look, outfit) if state in TRUNKS else []
    return out


def _across(rig: Rig, s: float, w: float) -> Point:
    """A point of the trunk, or (s < 0, in leg lengths) of the skirt; `w` across from -1 to 1."""
    b = rig.body
    half = rig.width(b.belly + (b.chest - b.belly) * max(s, 0.0)) * 0.9
    return rig.at(s, w * half) if s >= 0 else rig.below(-s * b.leg, w * half * 1.05)


def _torn(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    """Holes with ragged edges that show what is under them, and a hem in rags; on bare fur scratches and tufts."""
    if outfit.garment is Garment.NONE and not look.is_person:
        return _ragged(rig, look)
    color = rgba(outfit.color.hex) if outfit.garment is not Garment.NONE else (218, 226, 232, 255)
    under = mix(color, NIGHT, 0.62) if luma(color) > 0.45 else UNDER
    out, k = [], rig.body.torso / 0.32
    m = 0.0 if rig.back else front(rig) * 0.5
    for s, w, size, turn in ((0.6, 0.56, 0.066, 0.7), (0.16, -0.56, 0.08, -0.5), (-0.24, 0.55, 0.058, 0.3)):
        if s < 0 and HEMS.get(outfit.garment, (0.0, 0.0))[0] < 0.4:
            continue
        x, y = _across(rig, s, w * (1 - 0.3 * rig.side))
        out += _hole((x + m * 0.4, y), size * k, turn, under, color)
    return [*out, *_rags(rig, outfit, color)]


def _hole(at: Point, size: float, turn: float, under: Rgba, cloth: Rgba) -> list[Shape]:
    """A rent: a jagged slit, a flap of cloth hanging from it, and a few threads across."""
    cos, sin = math.cos(turn), math.sin(turn)

    def put(points: Sequence[Point]) -> list[Point]:
        return [(at[0] + size * (x * cos - y * sin), at[1] + size * (x * sin + y * cos)) for x, y in points]

    rent = put([(-1.0, 0.0), (-0.55, -0.5), (-0.28, -0.3), (0.12, -0.62), (0.42, -0.34), (1.0, -0.16), (0.62, 0.3), (0.3, 0.2), (0.0, 0.58), (-0.3, 0.26), (-0.6, 0.42)])
    flap = put([(-0.62, 0.36), (-0.3, 0.2), (0.0, 0.5), (0.3, 0.14), (0.36, 0.62), (0.08, 1.0), (-0.3, 0.72)])
    threads: tuple = ()
    for x in (-0.24, 0.22):
        a, b = put([(x, -0.34), (x + 0.1, 0.3)])
        threads += (("M", *a), ("L", *b))
    edge = mix(cloth, NIGHT, 0.45)
    return [Shape(polygon(rent), under, edge, size * 0.1, "stain"), Shape(threads, None, mix(cloth, (255, 250, 240, 255), 0.3), size * 0.07, "line"), Shape(polygon(flap), mix(cloth, NIGHT, 0.2), None, 0.0, "stain")]


def _rags(rig: Rig, outfit: Outfit, color: Rgba) -> list[Shape]:
    """Teeth of cloth that hang from the hem, and slits up into it."""
    if outfit.garment not in HEMS or outfit.garment is Garment.ARMOUR:
        return []
    length, wide = HEMS[outfit.garment]
    b, leg = rig.body.belly, rig.body.leg
    half = rig.width(min(b * 2.05, b + 0.125) if outfit.garment is Garment.DRESS else min(b * wide, b + 0.07) if outfit.garment is Garment.ROBE else b * wide)
    low, out = rig.below(length * leg), []
    x, y, tooth = low[0], low[1], min(0.075, 0.3 * leg, max(0.012, -low[1] - 0.004))
    teeth: list[Point] = [(x - half * 0.96, y - 0.035)]
    for n, (share, drop) in enumerate(((-0.94, 0.5), (-0.74, 0.05), (-0.56, 1.0), (-0.34, 0.1), (-0.16, 0.65), (0.06, 0.0), (0.26, 0.95), (0.44, 0.1), (0.66, 0.7), (0.8, 0.0), (0.94, 0.85))):
        teeth.append((x + half * share, y + drop * tooth + 0.004 * (n % 2)))
    teeth.append((x + half * 0.96, y - 0.035))
    out.append(Shape(polygon(teeth), mix(color, NIGHT, 0.1), None, 0.0, "stain"))
    for share, up in ((-0.36, 0.075), (0.42, 0.1)):
        slit = [(x + half * (share - 0.1), y + 0.008), (x + half * (share + 0.02), y - up), (x + half * (share + 0.1), y + 0.008)]
        out.append(Shape(polygon(slit), mix(color, NIGHT, 0.62), None, 0.0, "stain"))
    return out


def _ragged(rig: Rig, look: Look) -> list[Shape]:
    """Fur that stands out at the sides, and scratches."""
    color = rgba(look.body.hex)
    out, b = [], rig.body
    if look.kind not in AIRY and look.kind is not Kind.ROBOT:
        for s, side, size in ((0.72, 1, 0.05), (0.42, -1, 0.055), (0.14, 1, 0.05), (0.84, -1, 0.045)):
            x, y = rig.at(s, side * rig.width(b.belly) * 0.9)
            tuft = [(x - side * 0.02, y - size), (x + side * size * 0.9, y - size * 0.7), (x + side * size * 0.35, y - size * 0.2), (x + side * size * 1.15, y + size * 0.1),
                    (x + side * size * 0.3, y + size * 0.35), (x + side * size * 0.75, y + size), (x - side * 0.02, y + size * 0.8)]  # fmt: skip
            out.append(Shape(polygon(tuft), mix(color, NIGHT, 0.12), None, 0.0, "stain"))
    tone = mix(color, (178, 62, 60, 255), 0.75) if look.kind is not Kind.ROBOT else mix(color, NIGHT, 0.7)
    marks: tuple = ()
    for s, w in ((0.62, 0.1), (0.26, -0.45)):
        x, y = _across(rig, s, w)
        for k in (-1, 0, 1):
            marks += limb([(x + 0.032 * k - 0.025, y - 0.045), (x + 0.032 * k, y), (x + 0.032 * k + 0.018, y + 0.05)], (0.003, 0.008, 0.002))
    return [*out, Shape(marks, tone, None, 0.0, "stain")]


def _dripping(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    """Streaks of light on what clings, drops along the hem."""
    length, wide = HEMS.get(outfit.garment, (0.0, 1.0))
    b, out = rig.body, list[Shape]()
    for s, w, long in ((0.8, 0.5, 0.1), (0.56, -0.5, 0.13), (0.26, 0.3, 0.1), (0.4, 0.72, 0.08)):
        (x, y), bow = _across(rig, s, w), 0.012 * (1 if w > 0 else -1)
        out.append(Shape(limb([(x, y), (x + bow, y + long * 0.5), (x + bow * 0.6, y + long)], (0.003, 0.008, 0.003)), (*DROP[:3], 150), role="shine"))
    x, y = rig.below(length * b.leg) if length else rig.at(0.0)
    half = rig.width(b.belly * wide) * 0.9
    for share, fall, size in ((-0.9, 0.02, 0.012), (-0.36, 0.055, 0.0105), (0.3, 0.03, 0.011), (0.86, 0.05, 0.012)):
        at = (x + half * share, min(y + fall, -0.03))
        out.append(_drop(at, size))
    return out


def _drop(at: Point, size: float) -> Shape:
    """A drop as it falls."""
    (x, y), r = at, size
    path = (("M", x, y - 2.1 * r), ("C", x + 0.25 * r, y - 1.1 * r, x + r, y - 0.6 * r, x + r, y), ("C", x + r, y + 1.25 * r, x - r, y + 1.25 * r, x - r, y),
            ("C", x - r, y - 0.6 * r, x - 0.25 * r, y - 1.1 * r, x, y - 2.1 * r), ("Z",))  # fmt: skip
    return Shape(path, DROP, None, 0.0, "stain")


def _splashed(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    """Mud up from below: thick along the hem, in splashes over the belly."""
    length, wide = HEMS.get(outfit.garment, (0.0, 1.0))
    b, out = rig.body, list[Shape]()
    if length >= 0.3:
        low, half = rig.below(length * b.leg), rig.width(min(b.belly * wide, b.belly + 0.11)) * 0.94
        rim = [(-1.0, -0.01), (-0.78, -0.06), (-0.6, -0.035), (-0.36, -0.1), (-0.14, -0.05), (0.1, -0.075), (0.34, -0.03), (0.6, -0.095), (0.82, -0.04), (1.0, -0.055), (0.96, 0.004), (0.0, 0.008), (-0.96, 0.004)]
        out.append(Shape(blob([(low[0] + half * x, low[1] + y) for x, y in rim], tension=0.8), MUD, None, 0.0, "stain"))
    spots = ((0.16, 0.68, 0.046), (0.34, -0.66, 0.036), (0.62, 0.5, 0.022), (0.02, -0.2, 0.03), (-0.22, 0.3, 0.034))
    for s, w, r in spots:
        if s >= 0 or length >= 0.4:
            out += _splat(_across(rig, s, w), r)
    return out


def _splat(at: Point, r: float, tone: Rgba = SPLASH) -> list[Shape]:
    """A splash with arms, and drops about it."""
    x, y = at
    arms = [(x + r * k * math.cos(a), y + r * k * math.sin(a)) for a, k in zip(np.linspace(0, 2 * math.pi, 11)[:-1], (1.0, 0.6, 1.25, 0.66, 0.95, 0.6, 1.15, 0.7, 0.9, 0.62), strict=True)]
    drops = (*ellipse((x + 1.7 * r, y - 0.8 * r), 0.24 * r, 0.2 * r), *ellipse((x - 1.3 * r, y - 1.2 * r), 0.2 * r, 0.24 * r), *ellipse((x + 0.4 * r, y + 1.6 * r), 0.22 * r, 0.22 * r))
    return [Shape(blob(arms, tension=0.9), tone, None, 0.0, "stain"), Shape(drops, tone, None, 0.0, "stain")]


def _snowed(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    """Flakes that hang on to the cloth."""
    flakes: tuple = ()
    for s, w, r in ((0.72, 0.4, 0.009), (0.6, -0.62, 0.011), (0.44, 0.78, 0.008), (0.36, -0.2, 0.008), (0.16, 0.42, 0.011), (0.1, -0.7, 0.009), (0.84, -0.3, 0.007)):
        flakes += ellipse(_across(rig, s, w), r, r * 0.86)
    return [Shape(flakes, (*SNOW[:3], 248), None, 0.0, "snow")]


def _patches(rig: Rig, tone: Rgba) -> list[Shape]:
    """Smudges over the trunk."""
    return [blot for s, w, r in ((0.8, -0.62, 0.05), (0.42, 0.6, 0.07), (0.1, -0.5, 0.062), (-0.22, 0.42, 0.05))
            for blot in _smear(_across(rig, max(s, 0.02) if s < 0 and rig.body.leg < 0.22 else s, w), (r, 0.78 * r), (*tone[:3], 190))]


def _sooty(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    return _patches(rig, _soot(rgba(outfit.color.hex) if outfit.garment is not Garment.NONE else rgba(look.body.hex)))


def _floury(rig: Rig, look: Look, outfit: Outfit) -> list[Shape]:
    return _patches(rig, _flour(rgba(outfit.color.hex) if outfit.garment is not Garment.NONE else rgba(look.body.hex)))


def _soot(ground: Rgba) -> Rgba:
    """Soot that is seen on this ground: ash on black."""
    return SOOT if luma(ground) > 0.24 else ASH


def _flour(ground: Rgba) -> Rgba:
    return FLOUR if luma(ground) < 0.84 else FLOUR_DIM


TRUNKS = {State.TORN: _torn, State.WET: _dripping, State.MUDDY: _splashed, State.SNOWY: _snowed, State.SOOTY: _sooty, State.FLOURY: _floury}


def on_leg(rig: Rig, leg: Limb, look: Look, worn: Wear, states: States) -> list[Shape]:
    """Mud to the knee; a torn knee."""
    w, out = rig.body.leg_w, list[Shape]()
    ankle = (leg.end[0], leg.end[1] - 0.012)
    if State.TORN in states and worn.legs is not None and rig.legs.index(leg) == 0:
        (x, y), r = leg.bend, w * 0.62
        out.append(Shape(polygon([(x - r, y - 0.3 * r), (x - 0.3 * r, y - r), (x + 0.2 * r, y - 0.5 * r), (x + r, y - 0.7 * r), (x + 0.7 * r, y + 0.5 * r), (x, y + r), (x - 0.7 * r, y + 0.6 * r)]), UNDER, mix(worn.legs, NIGHT, 0.4), 0.008, "stain"))
    if State.MUDDY in states:
        tall = (0.34 if look.kind in BIRDS else 0.72)
        top = (leg.bend[0] + (ankle[0] - leg.bend[0]) * (1 - tall), leg.bend[1] + (ankle[1] - leg.bend[1]) * (1 - tall))
        out.append(Shape(limb((top, ankle), (w * 0.98, w * 0.98)), MUD, None, 0.0, "stain"))
        x, y = top
        out.append(Shape(blob([(x - w, y + 0.01), (x - w * 0.7, y - 0.045), (x - w * 0.2, y - 0.012), (x + w * 0.25, y - 0.06), (x + w * 0.7, y - 0.014), (x + w, y + 0.012), (x, y + 0.03)], tension=0.8), MUD, None, 0.0, "stain"))
    return out


def shod(color: Rgba, states: States) -> Rgba:
    """A shoe or paw as it is now."""
    return mix(color, MUD, 0.86) if State.MUDDY in states else color


def on_arm(rig: Rig, arm: Limb, look: Look, worn: Wear, states: States) -> list[Shape]:
    """A bandage, a torn elbow, snow, splashes on the sleeve."""
    w, out = rig.body.arm_w, list[Shape]()
    a, b = arm.bend, arm.end

    def at(share: float, off: float = 0.0) -> Point:
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share + off

    left = rig.arms.index(arm) == 0
    for state in states:
        if state is State.BANDAGED and left:
            thick = 1.24 if look.kind not in BIRDS else 1.7
            out.append(Shape(limb((at(0.06), at(0.36), at(0.66)), (w * thick, w * thick * 1.02, w * thick * 0.96)), GAUZE, None, 0.0, "gauze"))
            out += [_wrapping(at(share), (b[0] - a[0], b[1] - a[1]), w * thick) for share in (0.2, 0.36, 0.52)]
        if state is State.TORN and not left and worn.arms is not None and worn.sleeve >= 0.8 and look.kind not in BIRDS:
            (x, y), r = at(-0.02), w * 0.8
            out.append(Shape(polygon([(x - r, y), (x - 0.4 * r, y - r), (x + 0.1 * r, y - 0.6 * r), (x + 0.8 * r, y - 0.8 * r), (x + r, y + 0.4 * r), (x + 0.2 * r, y + 1.1 * r), (x - 0.5 * r, y + 0.7 * r)]), UNDER, NIGHT, 0.006, "stain"))
        if state is State.SNOWY:
            (rx, ry), side = arm.root, math.copysign(1.0, arm.bend[0] - arm.root[0] or 1.0)
            heap = [(rx - side * w * 0.1, ry - w * 0.95), (rx + side * w * 0.75, ry - w * 0.5), (rx + (a[0] - rx) * 0.5 + side * w * 0.85, ry + (a[1] - ry) * 0.36)]
            out.append(Shape(limb(heap, (w * 0.42, w * 0.62, w * 0.3)), SNOW, None, 0.0, "snow"))
            out.append(Shape(limb((at(0.25, -w * 0.75), at(0.62, -w * 0.8)), (w * 0.2, w * 0.26)), SNOW, None, 0.0, "snow") if abs(b[0] - a[0]) > abs(b[1] - a[1]) else Shape(ellipse(at(0.4), w * 0.2, w * 0.17), SNOW, None, 0.0, "snow"))
        if state is State.MUDDY:
            out += _splat(at(0.45), w * 0.55)
    return out


def _wrapping(at: Point, along: Point, half: float) -> Shape:
    """One turn of a bandage, as the line of its edge."""
    length = math.hypot(*along) or 1.0
    ux, uy = along[0] / length, along[1] / length
    a = (at[0] - uy * half + ux * half * 0.3, at[1] + ux * half + uy * half * 0.3)
    b = (at[0] + uy * half - ux * half * 0.3, at[1] - ux * half - uy * half * 0.3)
    return Shape((("M", *a), ("L", *b)), None, SEAM, 0.009, "line")


def handled(color: Rgba, states: States) -> Rgba:
    """A hand as it is now."""
    for state, tone, share in ((State.MUDDY, MUD, 0.5), (State.SOOTY, _soot(color), 0.6), (State.FLOURY, _flour(color), 0.72)):
        color = mix(color, (*tone[:3], color[3]), share) if state in states else color
    return color


def on_face(head: Head, states: States) -> list[Shape]:
    """Smudges on the face, under eyes, hats and glasses."""
    if head.back:
        return []
    main, out = head.colors.main, list[Shape]()
    for state, tone, alpha in ((State.MUDDY, SPLASH, 235), (State.SOOTY, _soot(main), 205), (State.FLOURY, _flour(main), 225)):
        if state in states:
            marks = MARKS[state]
            for theta, y, r, flat in marks:
                x, y, seen = head.spot(theta, y + EYES[head.look.kind].y, 0.96)
                if seen > 0.2:
                    out += _smear((x, y), (r * (0.4 + 0.6 * seen), r * flat), (*tone[:3], alpha))
    return out


MARKS: dict[State, tuple[tuple[float, float, float, float], ...]] = {
    State.MUDDY: ((0.78, 0.42, 0.2, 0.6), (-0.62, -0.42, 0.15, 0.7), (0.98, 0.08, 0.07, 1.0), (-0.9, 0.5, 0.08, 1.0)),
    State.SOOTY: ((0.74, 0.4, 0.3, 0.7), (-0.84, 0.34, 0.24, 0.85), (-0.3, -0.52, 0.3, 0.5), (0.0, 0.3, 0.14, 0.9)),
    State.FLOURY: ((-0.74, 0.4, 0.32, 0.72), (0.84, 0.34, 0.24, 0.85), (0.26, -0.52, 0.28, 0.5), (0.0, 0.3, 0.15, 0.9)),
}


def _smear(at: Point, size: Point, tone: Rgba) -> list[Shape]:
    """A smudge with an uneven, soft edge."""
    out = []
    for grown, alpha, turn, (dx, dy) in ((1.0, 0.42, 0.2, (0.0, 0.0)), (0.66, 0.6, 1.1, (-0.22, 0.1)), (0.42, 0.6, 2.3, (0.42, -0.24))):
        x, y = at[0] + dx * size[0], at[1] + dy * size[1]
        ring = [(x + size[0] * grown * k * math.cos(a + turn), y + size[1] * grown * k * math.sin(a + turn)) for a, k in zip(np.linspace(0, 2 * math.pi, 11)[:-1], UNEVEN, strict=True)]
        out.append(Shape(blob(ring), (*tone[:3], round(tone[3] * alpha)), role="stain"))
    return out


def on_brow(head: Head, hatted: bool, states: States) -> list[Shape]:
    """A bandage round the head, with a knot at the side."""
    if State.BANDAGED not in states:
        return []
    kind, drop = head.look.kind, head.drop * math.cos(head.yaw)
    eye = EYES[kind]
    y = (eye.y + 0.62 if kind is Kind.FROG else eye.y - eye.ry - (0.2 if hatted else 0.3)) + drop
    tilt, bow = 0.1 * head.way, -0.1 * (1 if not head.back else -1)
    reach = 1.02 if abs(y) < 0.35 else math.sqrt(max(0.3, 1.06 - y * y))
    spine = [(-reach, y + tilt), (-0.5, y + bow + 0.5 * tilt), (0.5, y + bow - 0.5 * tilt), (reach, y - tilt)]
    knot = -head.way * reach * 0.92
    end = [(knot, y + 0.02), (knot - 0.14 * head.way, y + 0.24), (knot - 0.1 * head.way, y + 0.46)]
    other = [(knot, y + 0.02), (knot - 0.3 * head.way, y + 0.14), (knot - 0.42 * head.way, y + 0.34)]
    lines: tuple = ()
    for off in (-0.04, 0.05):
        lines += (("M", -reach * 0.9, y + tilt + off), ("C", -0.5, y + bow + off + 0.03, 0.4, y + bow + off - 0.05, reach * 0.9, y - tilt + off * 0.4))
    return [Shape(limb(end, (0.05, 0.075, 0.08)), mix(GAUZE, SEAM, 0.4), None, 0.0, "gauze"), Shape(limb(other, (0.05, 0.07, 0.07)), GAUZE, None, 0.0, "gauze"),
            Shape(limb(spine, (0.1, 0.125, 0.125, 0.1)), GAUZE, None, 0.0, "gauze"), Shape(lines, None, SEAM, 0.028, "line")]  # fmt: skip


def on_top(head: Head, hat: Hat, drawn: Sequence[Shape], states: States) -> list[Shape]:
    """What lies on hair, ears and hat as they are `drawn`: snow; strands of wet hair over the brow."""
    out: list[Shape] = []
    if State.SNOWY in states:
        out += _lid(head, hat, drawn)
    if State.WET in states:
        out += [] if hat is not Hat.NONE or head.back else _strands(head)
        for x, y, r in ((0.78, 0.5, 0.06), (-0.86, 0.34, 0.055), (-0.42, 1.02, 0.06)):
            out.append(_drop((x, y), r))
    return out


def _lid(head: Head, hat: Hat, drawn: Sequence[Shape]) -> list[Shape]:
    """Snow that follows the upper edge of a head or hat."""
    kept = [s for s in drawn if s.role in (("hat", "trim") if hat is not Hat.NONE else ("skin", "fur", "hair", "metal")) and s.fill is not None]
    if not kept:
        return []
    pieces = np.concatenate([edges(s.path) for s in kept])
    half = 0.72 if hat is not Hat.NONE or head.look.is_person else 0.5
    xs = np.linspace(-half, half, 9)
    tops = []
    for x in xs:
        over = pieces[(np.minimum(pieces[:, 0], pieces[:, 2]) <= x) & (np.maximum(pieces[:, 0], pieces[:, 2]) >= x)]
        share = np.clip((x - over[:, 0]) / np.where(over[:, 2] == over[:, 0], 1e-6, over[:, 2] - over[:, 0]), 0.0, 1.0)
        found = over[:, 1] + share * (over[:, 3] - over[:, 1])
        tops.append(max(float(found.min()), -1.25 if hat is Hat.NONE else -2.2) if len(found) else -0.8)
    upper = [(float(x), top - (0.1 if 0 < n < 8 else -0.02)) for n, (x, top) in enumerate(zip(xs, tops, strict=True))]
    lower = [(float(x), top + deep) for x, top, deep in zip(xs, tops, (0.1, 0.24, 0.13, 0.26, 0.16, 0.28, 0.13, 0.22, 0.1), strict=True)]
    return [Shape(blob([*upper, *reversed(lower)], tension=0.8), SNOW, None, 0.0, "snow")]


def _strands(head: Head) -> list[Shape]:
    """Wet locks that stick to the brow."""
    look = head.look
    if look.kind is Kind.ROBOT or look.kind in AIRY or (look.is_person and look.hair is Hair.NONE):
        return []
    colors: Palette = head.colors
    tone, out = mix(colors.hair if look.is_person else colors.deep, (20, 24, 40, 255), 0.42), list[Shape]()
    y0 = EYES[look.kind].y
    for theta, low, thick in ((-0.5, -0.1, 0.07), (-0.18, -0.24, 0.085), (0.12, -0.06, 0.075), (0.42, -0.22, 0.08), (0.74, 0.1, 0.07)):
        x, y, seen = head.spot(theta, y0 + low, 0.98)
        top, ty, _ = head.spot(theta * 0.7, -0.82, 1.0)
        if seen > 0.15:
            out.append(Shape(limb([(top, ty), ((x + top) / 2 + 0.05, (y + ty) / 2), (x, y)], (thick, thick * 0.9, 0.012)), tone, role="line"))
    return out
