"""The two drawing styles, laid on shapes just before they are painted.

GOUACHE: flat colour, a soft darker edge inside the larger shapes, no outlines. INK: paler washes under dark lines whose width
lives: heavier on what is near and on the shadow side, thinner on small things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.world.shapes import Gradient, Rgba, Shape, mix, rgba
from storyboard.staging import Style

BARE = frozenset({"glow", "shadow", "line", "haze", "sky", "light", "eye", "pupil", "rain", "shade", "cheek", "rim"})


@dataclass(frozen=True)
class Hand:
    """How a style draws. `line`: ink colour; `width`: outline in units on the stage; `wash`: share of paper in the colours;
    `edge`: darkness of gouache's soft edge."""

    line: Rgba | None
    width: float
    wash: float
    paper: Rgba
    edge: float


HANDS: dict[Style, Hand] = {
    Style.GOUACHE: Hand(None, 0.010, 0.0, rgba("#f5ecd9"), 0.16),
    Style.INK: Hand(rgba("#2a2430"), 0.013, 0.26, rgba("#f4ead4"), 0.0),
}


def dressed(shapes: Sequence[Shape], style: Style, dark: float = 0.0, weight: float = 1.0) -> tuple[Shape, ...]:
    """The shapes in the style. `dark`: 0 day .. 1 night (paper shows less); `weight`: of the line, less for far things."""
    hand = HANDS[style]
    if style is Style.GOUACHE:
        return tuple(_gouache(shape, hand, weight) for shape in shapes)
    wash = hand.wash * (1.0 - 0.62 * dark)
    return tuple(_ink(shape, hand, wash, weight) for shape in shapes)


def _gouache(shape: Shape, hand: Hand, weight: float) -> Shape:
    if shape.role in BARE or shape.stroke is not None or shape.fill is None or weight < 0.5:
        return shape
    fill = shape.fill
    color = fill.stops[-1][1] if isinstance(fill, Gradient) else fill
    if color[3] < 250:
        return shape
    return replace(shape, stroke=(*mix(color, rgba("#2b2440"), hand.edge)[:3], 255), width=hand.width)


def _ink(shape: Shape, hand: Hand, wash: float, weight: float) -> Shape:
    fill = shape.fill
    if shape.role not in ("glow", "shadow", "light", "eye", "pupil"):
        fill = _washed(fill, hand.paper, wash)
    if shape.role in BARE or shape.fill is None or weight < 0.12 or hand.line is None:
        return replace(shape, fill=fill)
    color = fill.stops[0][1] if isinstance(fill, Gradient) else fill
    if color is None or color[3] < 250:
        return replace(shape, fill=fill)
    line = mix(color, hand.line, 0.55 + 0.4 * min(weight, 1.0))
    return replace(shape, fill=fill, stroke=(*line[:3], 255), width=hand.width * (0.55 + 0.75 * weight))


def _washed(fill: Rgba | Gradient | None, paper: Rgba, wash: float) -> Rgba | Gradient | None:
    if fill is None:
        return None
    if isinstance(fill, Gradient):
        return replace(fill, stops=tuple((at, _pale(color, paper, wash)) for at, color in fill.stops))
    return _pale(fill, paper, wash)


def _pale(color: Rgba, paper: Rgba, wash: float) -> Rgba:
    return (*mix(color, paper, wash)[:3], color[3])
