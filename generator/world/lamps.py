"""Lamps: the practical lights of a place, found in its own drawing, and what they do to those who stand near.

A warm glow in a layer near the stage is a lamp. Its light reaches as far as it is drawn; a figure within it turns warm on its side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.world.camera import View
from generator.world.layers import Layer
from generator.world.light import Light
from generator.world.shapes import Gradient, Rgba, mix

NEAREST, FARTHEST = 1.15, 0.55  # depths between which a lamp lights the stage
WARM = 50  # how much more red than blue, of 255, a warm light is
FAINTEST = 40  # opacity, of 255, under which a glow lights nothing
REACH = 1.5  # how much farther than its drawn glow a lamp is felt
HELD = 0.55  # how far a light in one's own hand is felt by its holder


@dataclass(frozen=True)
class Lamp:
    """A light: where on the stage (units), how far it reaches, its colour, its strength 0..1."""

    x: float
    reach: float
    color: Rgba
    strength: float


def warm_glows(layers: Iterable[Layer]) -> Iterator[tuple[Layer, Gradient]]:
    """The warm lights that are drawn in these layers, each with its layer: round glows that are clearly more red than blue."""
    for layer in layers:
        for fill in (s.fill for part in layer.parts for s in part.shapes if s.role == "glow"):
            if isinstance(fill, Gradient) and fill.kind == "radial" and fill.stops[0][1][0] > fill.stops[0][1][2] + WARM:
                yield layer, fill


def lamps_of(layers: Sequence[Layer], view: View) -> tuple[Lamp, ...]:
    """The lamps of a place as they stand for this camera, in units along the stage."""
    out = []
    for layer, glow in warm_glows(one for one in layers if FARTHEST <= one.near <= NEAREST):
        color = glow.stops[0][1]
        if color[3] >= FAINTEST:
            a, _, c, *_ = view.matrix(layer)
            (x, _), (edge, _) = glow.a, glow.b
            px, _ = view.on_screen(0.0, 0.0)
            out.append(Lamp((a * x + c - px) / view.scale, REACH * a * abs(edge - x) / view.scale, color, min(color[3] / 190, 1.0)))
    return tuple(out)


def near_lamps(light: Light, lamps: Sequence[Lamp], x: float, night: float) -> Light:
    """The light at x on the stage. `night`: how much lamps count here, 0 in the sun .. 1 in the dark."""
    warmth, side, color = 0.0, 0.0, light.key
    for lamp in lamps:
        away = (lamp.x - x) / max(lamp.reach, 1e-6)
        felt = lamp.strength * max(0.0, 1.0 - away * away) ** 2 * night
        if felt > 0.0:
            warmth += felt
            side += felt * max(-1.0, min(1.0, 3.0 * away))
            color = mix(color, (*lamp.color[:3], 255), felt / warmth)
    if warmth <= 0.0:
        return light
    share = min(warmth, 1.0)
    warm = mix((*color[:3], 255), (255, 255, 255, 255), 0.25)
    return replace(light, ambient=mix(light.ambient, warm, 0.5 * share), key=mix(light.key, warm, 0.8 * share), shade=light.shade + 0.12 * share,
                   rim=None if light.rim is None else mix(light.rim, (*color[:3], 255), 0.8 * share),
                   side=light.side + (side / warmth - light.side) * 0.8 * share)
