"""Hands, paws, hoofs, wing tips: their colour, and how they hold the thing of an insert.

A close pair is drawn in the units of an insert (see insert.py); the right one is written down, the left one is its mirror.
"""

from __future__ import annotations

from generator.world.animals import HOOFED
from generator.world.clothes import Wear, wear
from generator.world.faces import Palette, palette
from generator.world.light import Light, lit
from generator.world.shapes import Point, Rgba, Shape, limb, luma, mix, moved, rgba
from generator.world.states import handled
from storyboard.look import AIRY, BIRDS, Kind, Look, Marking
from storyboard.staging import Subject

SHADE = rgba("#241a38")
Pair = tuple[tuple[Shape, ...], tuple[Shape, ...]]  # what is behind the thing, what is before it


def bare_hand(look: Look, colors: Palette) -> tuple[Rgba, str]:
    """Colour and role of a hand, a paw, a hoof or the tip of a wing."""
    role = "skin" if look.is_person else "metal" if look.kind is Kind.ROBOT else "fur"
    if look.marking is Marking.SOCKS and not look.is_person:
        return colors.accent, role
    if look.kind in HOOFED:
        return hoof(colors), role
    if look.kind is Kind.FOX:
        return stocking(colors), role
    return colors.deep if look.kind in BIRDS or look.kind is Kind.ROBOT else colors.main, role


def stocking(colors: Palette) -> Rgba:
    """A fox's dark forelegs and feet; pale ones on a dark coat."""
    return mix(colors.main, (38, 28, 34, 255), 0.82) if luma(colors.main) > 0.2 else mix(colors.main, colors.muzzle, 0.7)


def hoof(colors: Palette) -> Rgba:
    return mix(colors.deep, (52, 42, 46, 255), 0.55)


def cupped(subject: Subject, light: Light, lift: float) -> Pair:
    """The subject's two hands from below round a thing; a snake's tail."""
    if subject.look.kind is Kind.SNAKE:
        behind, before = _tail(lit(palette(subject.look).main, light))
    else:
        pairs = [_one(subject, light, side) for side in (-1.0, 1.0)]
        behind, before = ([s for pair in pairs for s in pair[k]] for k in (0, 1))
    return moved(behind, 0.0, lift), moved(before, 0.0, lift)


def _one(subject: Subject, light: Light, side: float) -> tuple[list[Shape], list[Shape]]:
    """One hand with its arm: `side` -1 on the left, 1 on the right."""
    look, colors, worn = subject.look, palette(subject.look), wear(subject.look, subject.outfit)
    tip, role = bare_hand(look, colors)
    tip = handled(tip, subject.state)

    def toned(color: Rgba) -> Rgba:
        seen = lit(color, light)
        return mix(seen, light.key, 0.1) if side * light.side > 0 else mix(seen, SHADE, 0.16)

    def part(color: Rgba, kind: str, spine: list[Point], widths: list[float]) -> Shape:
        return Shape(limb([(side * x, y) for x, y in spine], widths), toned(color), role=kind)

    if look.kind in BIRDS:
        quills = [part(mix(tip, SHADE, 0.08 * k), role, [(0.44, 0.28 + 0.05 * k), (0.2, 0.17 + 0.045 * k), (0.02 + 0.03 * k, 0.145 + 0.04 * k)],
                       [0.06, 0.045, 0.012]) for k in (2, 1, 0)]
        return [part(tip, role, [(0.5, 0.3), (0.26, 0.14), (0.13, 0.07)], [0.12, 0.075, 0.02])], quills
    palm = [part(tip, role, [(0.27, 0.31), (0.2, 0.2), (0.12, 0.12)], [0.08, 0.085, 0.05])]
    skin = colors.accent if look.marking is Marking.SOCKS and not look.is_person else colors.main
    arm = [part(skin, role, [(0.4, 0.37), (0.29, 0.265), (0.21, 0.2)], [0.1, 0.085, 0.07])]
    sleeve = _sleeve(worn)
    if look.kind in HOOFED or look.kind in AIRY:
        fist = [part(tip, role, [(0.27, 0.25), (0.16, 0.18), (0.06, 0.155), (0.004, 0.16)], [0.08, 0.08, 0.06, 0.022])]
    else:
        fist = [*(part(tip, role, [(0.13, 0.17 + 0.035 * k), (0.03 + 0.012 * k, 0.135 + 0.04 * k)], [0.034, 0.027]) for k in range(3)),
                part(tip, role, [(0.26, 0.29), (0.21, 0.22), (0.13, 0.19)], [0.08, 0.075, 0.04]),
                part(tip, role, [(0.20, 0.17), (0.155, 0.09), (0.125, 0.045)], [0.036, 0.032, 0.024])]
    return palm, [*arm, *fist, *(part(color, kind, spine, widths) for color, kind, spine, widths in sleeve)]


def _sleeve(worn: Wear) -> list[tuple[Rgba, str, list[Point], list[float]]]:
    """A long sleeve, and its cuff at the wrist; short ones end outside the frame."""
    if worn.arms is None or worn.sleeve < 1.0:
        return []
    k = min(worn.wide, 1.15)
    out: list[tuple[Rgba, str, list[Point], list[float]]] = [(worn.arms, "cloth", [(0.55, 0.46), (0.38, 0.31), (0.255, 0.195)], [0.16 * k, 0.12 * k, 0.09 * k])]
    return out if worn.cuff is None else [*out, (worn.cuff, "trim", [(0.285, 0.22), (0.248, 0.188)], [0.096 * k, 0.094 * k])]


def _tail(color: Rgba) -> tuple[list[Shape], list[Shape]]:
    """A snake holds things in a loop of its tail."""
    loop = limb([(-0.55, 0.3), (-0.28, 0.1), (-0.05, 0.09), (0.16, 0.12), (0.2, 0.2)], [0.1, 0.075, 0.06, 0.052, 0.045])
    end = limb([(0.2, 0.16), (0.12, 0.2), (-0.06, 0.19), (-0.19, 0.13), (-0.17, 0.05)], [0.045, 0.05, 0.042, 0.028, 0.008])
    return [Shape(loop, mix(color, SHADE, 0.16), role="fur")], [Shape(end, color, role="fur")]
