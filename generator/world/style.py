"""Six drawing styles as one set of numbers, laid on shapes just before they are painted.

A `Hand` says how a style draws: its lines, its shading, its hatching, the shadow each piece casts on what lies under it, its inks
and its paper. Styles differ in numbers only, so any two of them can be mixed: `hand_of(a, b, 0.3)` lies between the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from generator.world.hatch import rows, wedges
from generator.world.light import Light
from generator.world.shapes import Gradient, Rgba, Shape, luma, mix, moved, rgba
from storyboard.staging import Style

BARE = frozenset({"glow", "shadow", "line", "haze", "sky", "light", "eye", "rain", "shade", "cheek", "rim", "shine"})
BROAD = frozenset({"sky", "ground", "far", "haze", "glow", "shadow", "shade", "light", "eye", "rain", "cheek", "rim", "shine", "screen", "pane"})
LANDS = frozenset({"sky", "ground", "far"})
KINDS = {"eye": "clear", "light": "lamp", "pane": "lamp", "skin": "skin"}  # roles whose colours are mixed by rules of their own
FINER = {"skin": 0.3, "fur": 0.75, "leaf": 0.8, "hair": 0.8}  # forms that are hatched less than others
Stops = tuple[tuple[float, Rgba], ...]
FACE = 0.3  # and heads: faces have to be read
OWN = 0.42  # share of the pull to few inks that reaches figures and things: a coat's colour is how somebody is known
SHADE = rgba("#1d1a36")  # what shadows and dark sides lean to
PLAIN = 0.56  # frame heights a unit at which lines have the width their style says; larger figures get relatively finer ones


@dataclass(frozen=True)
class Hand:
    """How a style draws. Lengths are units on the stage, the rest shares from 0 to 1 unless said.

    `line`: colour of outlines; `width`; `tie`: share of `line` in the outline, the rest is the shape's own colour; `taper`: how much
    thinner far things are lined; `reach`: nearness below which nothing is outlined; `life`: how much heavier the line is on the
    shadow side. `wash`: share of `paper` in all colours; `vivid`: saturation, 1 as the world has it; `inks`: pull to the few inks
    of the light; `steps`: pull to few tones, `levels` of them. `shading`: contrast of lit and dark sides, 1 as the world has it; `round`: 1 shades
    forms as balls; `hard`: 1 makes the turn to the dark side an edge; `bands`: 1 makes skies and glows of flat bands. `hatch`: how
    far hatching reaches over a form; `pitch`: its spacing. `cast`: how far a piece's shadow falls away from the light; `deep`: its
    darkness; `soft`: how far it is spread; `halo`: width of the shadow all round a sheet; `sheen`: width of its lit edge. `lean`: pull
    to the two tones of the light. `rim`: strength of edge light; `glow`: of glows.
    """

    line: Rgba = (43, 36, 64, 255)
    width: float = 0.0
    tie: float = 0.0
    taper: float = 0.0
    reach: float = 0.5
    life: float = 0.0
    wash: float = 0.0
    paper: Rgba = (245, 236, 217, 255)
    vivid: float = 1.0
    inks: float = 0.0
    steps: float = 0.0
    levels: float = 8.0
    shading: float = 1.0
    round: float = 0.0
    hard: float = 0.0
    bands: float = 0.0
    hatch: float = 0.0
    pitch: float = 0.022
    cast: float = 0.0
    deep: float = 0.0
    soft: float = 0.0
    halo: float = 0.0
    sheen: float = 0.0
    lean: float = 0.0
    rim: float = 0.7
    glow: float = 1.0


HANDS: dict[Style, Hand] = {
    Style.GOUACHE: Hand(width=0.011, tie=0.22, taper=0.2, wash=0.07, vivid=1.1, shading=0.72),
    Style.INK: Hand(line=rgba("#2a2430"), width=0.0165, tie=0.95, taper=0.58, reach=0.12, life=0.55, wash=0.26, paper=rgba("#f4ead4"),
                    shading=0.7, hatch=0.16, pitch=0.03, rim=0.25, glow=0.9),
    Style.CUTOUT: Hand(steps=0.6, vivid=1.08, shading=0.16, bands=0.96, cast=0.030, deep=0.36, soft=0.4, halo=0.05,
                       sheen=0.006, lean=0.06, rim=0.0, glow=0.7),
    Style.WOODCUT: Hand(line=rgba("#1c1a22"), width=0.020, tie=1.0, taper=0.5, reach=0.1, life=0.5, wash=0.0, paper=rgba("#efe2c6"),
                        inks=0.86, shading=0.15, bands=1.0, hatch=0.5, pitch=0.026, rim=0.0, glow=0.55),
    Style.SOFT: Hand(shading=1.5, round=1.0, cast=0.014, deep=0.26, soft=0.9, vivid=1.06, rim=1.0, glow=1.3),
    Style.FLAT: Hand(steps=1.0, levels=5.0, vivid=1.5, lean=0.2, shading=1.25, hard=1.0, bands=1.0, rim=0.0, glow=0.8),
}


@lru_cache(maxsize=64)
def hand_of(style: Style, other: Style | None = None, share: float = 0.0) -> Hand:
    """The hand of a style, or one that lies `share` of the way to another's."""
    a = HANDS[style]
    if other is None or share <= 0.0:
        return a
    b = HANDS[other]
    between = {f.name: _between(getattr(a, f.name), getattr(b, f.name), share) for f in fields(Hand)}
    return replace(a, **between)


def _between(a: Any, b: Any, share: float) -> Any:
    return mix(a, b, share) if isinstance(a, tuple) else a + (b - a) * share


class Brush:
    """A hand at work in one light: turns the world's plain shapes into drawn ones. `scale`: frame heights a unit of what it draws."""

    def __init__(self, hand: Hand, light: Light, scale: float = PLAIN) -> None:
        self.hand, self.light, self.scale = hand, light, scale
        self.fine = min(max((PLAIN / max(scale, 0.01)) ** 0.55, 0.3), 1.15)
        self.wash = hand.wash * (1.0 - 0.62 * light.dark)  # paper shows less at night
        self.bright = luma(light.ambient) ** (0.95 - 0.5 * light.dark)  # prints are made for the light they show, not in it
        self.away = -1.0 if light.side > 0 else 1.0  # which way shadows fall
        self._grades: dict[tuple[Rgba, str], Rgba] = {}
        self._stops: dict[tuple[Stops, str], Stops] = {}

    def own(self) -> Brush:
        """The same hand for figures and what they hold: they keep more of their own colours."""
        return Brush(replace(self.hand, inks=OWN * self.hand.inks), self.light, self.scale) if self.hand.inks > 0.0 else self

    def dressed(self, shapes: Sequence[Shape], weight: float = 1.0) -> tuple[Shape, ...]:
        """The shapes as this hand draws them. `weight`: of the line, less for far things."""
        out: list[Shape] = []
        for shape in shapes:
            out += self._drawn(shape, weight)
        return tuple(out)

    def _drawn(self, shape: Shape, weight: float) -> list[Shape]:
        hand, role = self.hand, shape.role
        fill = self._fill(shape.fill, shape)
        stroke = None if shape.stroke is None else self.grade(shape.stroke)
        plain = Shape(shape.path, fill, stroke, shape.width, role)
        color = _solid(shape.fill)
        if role in BARE or color is None or color[3] < 250:
            return [plain, *self._carved(shape, plain)] if role in ("sky", "shade") else [plain]
        box = shape.extent if hand.deep > 0.02 or hand.hatch > 0.02 or hand.life > 0.02 else (0.0, 0.0, 0.0, 0.0)
        size = max(box[2] - box[0], box[3] - box[1])
        out = self._under(shape, color, size, weight)
        drawn = self._outlined(plain, weight)
        if hand.life > 0.02 and drawn.stroke is not None and drawn is not plain and 0.1 + 0.2 * (1.0 - weight) < size < 6:
            by = hand.life * drawn.width
            out.append(self._shifted(shape, self.away * by, 0.6 * by, drawn.stroke))
        return [*out, drawn, *(self._hatching(shape, fill, box, weight) if hand.hatch > 0.02 and role not in ("grass", "snow", "plank") else self._carved(shape, plain))]

    def _outlined(self, shape: Shape, weight: float) -> Shape:
        hand = self.hand
        tie = hand.tie * (0.3 + 0.7 * min(weight, 1.0))
        if tie < 0.02 or hand.width * self.fine < 0.001 or weight < hand.reach or (shape.stroke is not None and tie < 0.5):
            return shape
        color = _solid(shape.fill) or self.hand.line
        line = hand.line
        if hand.inks > 0.3 and luma(color) < 0.3:
            line = mix(self.light.inks[3], color, 0.25)  # a carved line round what is printed dark
        wide = hand.width * (1.0 - hand.taper + hand.taper * min(weight, 1.3)) * self.fine
        outline = (*mix(color, line, tie)[:3], 255)
        return Shape(shape.path, shape.fill, outline, wide * (0.45 if shape.role == "grass" else 1.0), shape.role, shape.part)

    def _under(self, shape: Shape, color: Rgba, size: float, weight: float) -> list[Shape]:
        """The shadow a piece casts on what lies under it (one step when hard, three when soft), and the lit edge of its sheet."""
        hand, out = self.hand, []
        if hand.deep <= 0.02 or size < 0.045 or shape.role in ("ground", "grass", "snow"):
            return []
        night = (1.0 - 0.3 * self.light.dark) * min(weight, 1.0) ** 0.6  # shadows thin out in the haze
        reach = hand.cast * (self.fine if size < 4 else 1.0) * min(1.0, 0.35 + 1.2 * size)
        if hand.halo > 0.002 and size > 0.25:
            for wide, share in ((1.0, 0.07), (0.62, 0.09), (0.3, 0.11)):
                tone = (*SHADE[:3], round(255 * share * night * (1.0 if size > 4 else 0.6)))
                out.append(Shape(shape.path, None, tone, hand.halo * wide * (self.fine**2.2 if size < 4 else 1.0), "shadow"))
        count = 1 if hand.soft < 0.1 or size < 0.09 else 2
        tone = (*SHADE[:3], round(255 * hand.deep * night / count * (1.15 if count > 1 else 1.0)))
        spread = [1.0 - hand.soft * 0.8 * k / max(count - 1, 1) for k in range(count)]
        out += [self._shifted(shape, self.away * reach * s, 0.8 * reach * s, tone) for s in spread]
        if hand.sheen > 0.001 and size > 0.08:
            by = hand.sheen * (self.fine if size < 4 else 1.0)
            out.append(self._shifted(shape, -self.away * by, -0.8 * by, (*mix(self.grade(color), self.light.key, 0.5)[:3], 255)))
        return out

    def _shifted(self, shape: Shape, dx: float, dy: float, tone: Rgba) -> Shape:
        return Shape(moved((shape,), dx, dy)[0].path, tone, role="shadow")

    def _hatching(self, shape: Shape, fill: Rgba | Gradient | None, box: tuple[float, float, float, float], weight: float) -> list[Shape]:
        """Lines that grow from the dark side of a form and thin out towards the light; faces carry few, far things faint ones."""
        color = _solid(fill)
        if shape.role in BROAD or color is None:
            return self._carved(shape, Shape(shape.path, fill, role=shape.role))
        if weight < self.hand.reach or box[2] - box[0] > 8.0 or (weight < 0.99 and min(box[2] - box[0], box[3] - box[1]) < 0.2 - 0.1 * weight):
            return []
        less = FINER.get(shape.role, 1.0) * (FACE if shape.part == "head" and shape.role not in ("hat", "hair") else 1.0)
        reach, pitch = self.hand.hatch * less, self.hand.pitch * self.fine * (1.0 if weight >= 1.0 else 1.25)
        path = wedges(shape.path, box, (self.light.side, -0.62), pitch * (0.6 + 0.4 * FINER.get(shape.role, 1.0)), reach)
        r, g, b, a = self._line_on(color)
        return [Shape(path, (r, g, b, round(a * min(1.0, 0.25 + weight))), role="line")] if path else []

    def _line_on(self, color: Rgba) -> Rgba:
        """The colour of a hatching line on a ground: dark on light, carved out of dark."""
        if self.hand.inks > 0.3 and luma(color) < 0.3:
            return (*mix(color, self.light.inks[3], 0.6)[:3], 255)
        return (*mix(color, self.hand.line, 0.9)[:3], round(255 * min(1.0, 0.35 + self.hand.inks)))

    def _carved(self, shape: Shape, drawn: Shape) -> list[Shape]:
        """Long strokes over skies, grounds and hills where the hand hatches boldly."""
        if self.hand.hatch < 0.3 or drawn.fill is None or shape.role not in ("sky", "ground", "far"):
            return []
        x0, y0, x1, y1 = shape.extent
        if x1 - x0 < 8.0:
            return []
        if shape.role == "far":
            tone = (*mix(_solid(drawn.fill) or SHADE, self.hand.line, 0.6)[:3], 150)  # lines that follow the ridge, finer the lower
            return [Shape(moved((shape,), dy=d)[0].path, None, tone, w, "line") for d, w in ((0.03, 0.008), (0.07, 0.006), (0.12, 0.004))]
        fill = drawn.fill
        if isinstance(fill, Gradient):
            y0, y1 = max(min(fill.a[1], fill.b[1]), y0), min(max(fill.a[1], fill.b[1]), y1)
        sky = shape.role == "sky"
        tone = self.light.inks[3] if sky or luma(_solid(fill) or SHADE) < 0.3 else self.hand.line
        path = rows((-5.0, max(y0, -3.2), 5.0, min(y1, 0.9)), 0.075 if sky else 0.05, up=sky)
        return [Shape(path, (*tone[:3], round(255 * (0.34 if sky else 0.42))), role="line")]

    def _fill(self, fill: Rgba | Gradient | None, shape: Shape) -> Rgba | Gradient | None:
        role = shape.role
        if fill is None:
            return None
        if not isinstance(fill, Gradient):
            return self.grade(fill, role)
        hand = self.hand
        if role in ("glow", "shadow"):
            return self._glowing(fill, role)
        if role in BROAD:
            stops = [(at, _dimmer(c, hand.inks * (0.34 - 0.3 * at)) if role == "sky" else c) for at, c in fill.stops]
            fill = replace(fill, stops=tuple((at, self.grade(c, role)) for at, c in stops))
            return _banded(fill, 5, hand.bands) if hand.bands > 0.02 and role != "haze" else fill
        if (fill.stops, role) not in self._stops:
            self._stops[fill.stops, role] = self._shaded(fill.stops, role)
        fill = Gradient(fill.kind, fill.a, fill.b, self._stops[fill.stops, role])
        if hand.hard > 0.02:
            return _two(fill, hand.hard)
        return _ball(fill, shape.extent) if hand.round > 0.5 and fill.kind == "linear" else fill

    def _shaded(self, stops: Stops, role: str) -> Stops:
        """A form's turn from lit to dark with this hand's contrast, in its colours."""
        middle, hand = stops[len(stops) // 2][1], self.hand
        contrast = hand.shading * (1.0 - {"skin": 0.45, "fur": 0.2}.get(role, 0.0) * hand.hard)  # an edge of shadow is kept light on faces
        return tuple((at, self.grade(_apart(middle, c, contrast), role)) for at, c in stops)

    def _glowing(self, fill: Gradient, role: str) -> Gradient:
        strength = self.hand.glow if role == "glow" else 1.0
        stops = tuple((at, (*c[:3], min(round(c[3] * strength), 255))) for at, c in fill.stops)
        fill = replace(fill, stops=stops)
        return _banded(fill, 4, self.hand.bands) if self.hand.bands > 0.02 and fill.kind == "radial" else fill

    def grade(self, color: Rgba, role: str = "") -> Rgba:
        """A colour as this hand mixes it: prints do not lighten skies and grounds at night, washes leave eyes and lights clear, and skin is
        warm in any light."""
        kind = "broad" if role in LANDS and self.light.dark > 0.5 else KINDS.get(role, "")
        if (color, kind) not in self._grades:
            self._grades[color, kind] = self._mixed(color, kind)
        return self._grades[color, kind]

    def _mixed(self, color: Rgba, kind: str) -> Rgba:
        hand, wash = self.hand, 0.0 if kind in ("clear", "lamp") else self.wash
        level = luma(color)
        r, g, b = _vivid(color, level, hand.vivid)
        if hand.lean > 0.0 and self.light.tones is not None and kind != "lamp":
            r, g, b = (c + (t - c) * hand.lean for c, t in zip((r, g, b), mix(*self.light.tones, level), strict=False))
        if hand.steps > 0.0:
            wish = max(round(hand.levels * (0.5 + 1.12 * (level - 0.5))), 0.5) / hand.levels
            k = min(1.0 + hand.steps * (wish / max(level, 0.03) - 1.0), 255.0 / max(r, g, b, 1.0))
            r, g, b = r * k, g * k, b * k
        out: Rgba = (round(r), round(g), round(b), color[3])
        if hand.inks > 0.0:
            out = mix(out, (*self._ink(out, level if kind in ("broad", "lamp") else min(level / self.bright, 1.0), kind)[:3], color[3]), hand.inks)
        return (*mix(out, hand.paper, wash)[:3], color[3]) if wash > 0 else out

    def _ink(self, color: Rgba, level: float, kind: str) -> Rgba:
        """The nearest tone of the light's inks: dark, a cool or a warm one, its tint, paper."""
        dark, cool, warm, paper = self.light.inks
        ink = warm if color[0] > 1.2 * color[2] + 6 or kind == "skin" else cool
        if level < 0.27:
            return dark
        if level < 0.5 or (color[0] > color[2] + 120 and level < 0.7):
            return ink
        if color[0] > color[2] + (90 if kind != "lamp" else 25) and self.light.dark > 0.5:
            return mix(ink, paper, 0.45)
        return mix(ink, paper, 0.55) if level < 0.74 else paper


def _vivid(color: Rgba, level: float, amount: float) -> tuple[float, float, float]:
    """The colour farther from its grey or nearer to it, as far as it goes without a change of hue."""
    grey = 255.0 * level
    most, least = max(color[:3]) - grey, grey - min(color[:3])
    amount = min(amount, (255.0 - grey) / most if most > 0.5 else amount, grey / least if least > 0.5 else amount)
    r, g, b = (grey + (c - grey) * amount for c in color[:3])
    return r, g, b


def _solid(fill: Rgba | Gradient | None) -> Rgba | None:
    """One colour that stands for a fill: the middle of a gradient."""
    return fill.stops[len(fill.stops) // 2][1] if isinstance(fill, Gradient) else fill


def _apart(middle: Rgba, color: Rgba, amount: float) -> Rgba:
    if amount == 1.0:
        return color
    r, g, b = (min(max(round(m + (c - m) * amount), 0), 255) for m, c in zip(middle[:3], color[:3], strict=True))
    return r, g, b, color[3]


def _dimmer(color: Rgba, share: float) -> Rgba:
    return mix(color, (*SHADE[:3], color[3]), share) if share > 0.0 else color


def _at(fill: Gradient, share: float) -> Rgba:
    last = fill.stops[0]
    for stop in fill.stops:
        if stop[0] >= share:
            span = stop[0] - last[0]
            return mix(last[1], stop[1], (share - last[0]) / span) if span > 1e-6 else stop[1]
        last = stop
    return last[1]


def _two(fill: Gradient, hard: float) -> Gradient:
    """A lit and a dark side with an edge between them."""
    soft = 0.4 * (1.0 - hard) + 0.004
    lit, dark = _at(fill, 0.3), _at(fill, 0.88)
    return replace(fill, stops=((0.0, lit), (0.56 - soft, lit), (0.56 + soft, dark), (1.0, dark)))


def _banded(fill: Gradient, count: int, share: float) -> Gradient:
    """The gradient in flat bands; `share` 1: with edges."""
    soft = 0.5 * (1.0 - share) / count + 0.001
    stops: list[tuple[float, Rgba]] = [(0.0, _at(fill, 0.5 / count))]
    for k in range(1, count):
        stops += [(k / count - soft, _at(fill, (k - 0.5) / count)), (k / count + soft, _at(fill, (k + 0.5) / count))]
    return replace(fill, stops=(*stops, (1.0, _at(fill, 1.0 - 0.5 / count))))


def _ball(fill: Gradient, box: tuple[float, float, float, float]) -> Gradient:
    """A turn from side to side as a turn round a ball, with a little light thrown back into the dark edge. Walls stay as they are."""
    (ax, ay), (bx, by) = fill.a, fill.b
    ux, uy = ax - bx, min(ay - by, -0.3 * abs(ax - bx))
    norm, radius = math.hypot(ux, uy) or 1.0, math.hypot(box[2] - box[0], box[3] - box[1]) / 2
    if radius > 2.5:
        return fill
    center = ((box[0] + box[2]) / 2 + 0.48 * radius * ux / norm, (box[1] + box[3]) / 2 + 0.48 * radius * uy / norm)
    dark, plain = fill.stops[-1][1], _at(fill, 0.5)
    stops = (*((0.86 * at, mix(c, plain, 0.4 if at < 0.2 else 0.0)) for at, c in fill.stops), (1.0, (*mix(dark, rgba("#9fb2d8"), 0.16)[:3], dark[3])))
    return Gradient("radial", center, (center[0] + 1.63 * radius, center[1]), stops)
