"""Figures and the ground: the shadow they cast, their mirror on wet ground, the light round them and the lamps near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.world.camera import View
from generator.world.hatch import around
from generator.world.lamps import HELD, Lamp, lamps_of, near_lamps
from generator.world.layers import Layer, times
from generator.world.light import Air, Light
from generator.world.lightning import flash
from generator.world.raster import Affine, Laid
from generator.world.scenery import contact
from generator.world.shapes import Gradient, Rgba, Shape, ellipse, mix, moved, rgba
from generator.world.style import Brush
from storyboard.staging import INDOORS, Hour, Place, Prop, Staging, Subject, Weather

SHINING = frozenset({Prop.LANTERN, Prop.STAR, Prop.MOON})
SOFT_GROUND = frozenset({Place.CLOUDS})  # a floor that takes no shadow with an edge
# How long shadows are, in heights of who casts them, and how far they come towards the viewer.
LENGTHS: dict[Hour, tuple[float, float]] = {Hour.DAWN: (1.35, 0.16), Hour.DAY: (0.42, 0.12), Hour.DUSK: (1.6, 0.17), Hour.NIGHT: (0.7, 0.14)}


@dataclass(frozen=True)
class Ground:
    """What the figures of one staging stand on and in."""

    air: Air
    light: Light
    lamps: tuple[Lamp, ...]
    indoors: bool
    seed: int
    edged: bool

    def at(self, t: float) -> Ground:
        """The ground at a time in seconds: lightning lights it up."""
        stormy = self.air.weather is Weather.STORM and not self.indoors
        return replace(self, light=flash(self.seed, t, self.light)) if stormy else self

    def light_at(self, x: float, subject: Subject) -> Light:
        """The light a figure stands in at x (units along the stage): the place's, and that of the lamps near it."""
        night = self.air.glow
        lamps = self.lamps
        if subject.held in SHINING:
            lamps = (*lamps, Lamp(x + 0.1, HELD, rgba("#ffd690"), 0.8))
        return near_lamps(self.light, lamps, x, night) if night > 0.05 else self.light

    def insert_light(self) -> Light:
        """The light on a thing seen close: after dark in a room somebody holds a lamp to it."""
        return near_lamps(self.light, (Lamp(-0.4, 1.3, rgba("#ffd08a"), 0.75),), 0.0, self.air.glow) if self.indoors else self.light

    def under(self, figure: Sequence[Shape], height: float, lift: float, stage: Affine) -> list[Laid]:
        """The mirror on wet ground, the cast shadow, and the dark where the feet touch. `stage`: units of the ground to pixels."""
        out: list[Laid] = []
        body = silhouette(figure, rgba("#000000"))
        dark, _ = self.air.shadow
        tone = mix(rgba("#17173a"), rgba(self.air.haze), 0.12)
        fade = 1.0 / (1.0 + 4.0 * max(lift, 0.0))
        if self.air.wet > 0.5:
            mirror = (1.0, 0.0, 0.0, 0.0, -0.62, 0.62 * lift)
            out.append((times(stage, mirror), _larger(figure), 0.2 * fade))
        if self.edged and dark > 0.15:
            length, down = (0.5, 0.1) if self.indoors else LENGTHS[self.air.hour]
            slope: Affine = (1.0, self.light.side * length, 0.0, 0.0, -down, 0.0)
            up: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, -lift)
            out.append((times(stage, times(slope, up)), [Shape(s.path, tone, role=s.role) for s in body], 0.9 * dark))
        half = 0.19 * height
        stops = ((0.0, (*tone[:3], round(255 * min(0.2 + dark, 0.55) * fade))), (0.5, (*tone[:3], round(255 * 0.7 * dark * fade))), (1.0, (*tone[:3], 0)))
        x = -0.05 * height * self.light.side
        touch = contact((x, 0.0), half, 0.045 * height, Gradient("radial", (x, 0.0), (x + half, 0.0), stops))
        return [*out, (stage, [touch], 1.0)]

    def behind(self, figure: Sequence[Shape], light: Light, brush: Brush) -> list[Shape]:
        """Edge light on the side of the light the figure stands in, and in the dark a breath of haze: dark figures stand out
        from dark grounds."""
        out = []
        body = silhouette(figure, (0, 0, 0, 255), 0.08)
        if not body:
            return []
        if light.dark > 0.15:
            strength = min(2.0 * light.dark, 1.0) * (0.4 if self.indoors else 1.0)
            left, top, right, low = around(body)
            x, y, r = (left + right) / 2, top + 0.42 * (low - top), 0.75 * max(low - top, right - left)
            haze = mix(rgba(self.air.haze), light.rim or light.key, 0.4)
            stops = ((0.0, (*haze[:3], round(165 * strength))), (0.45, (*haze[:3], round(96 * strength))), (1.0, (*haze[:3], 0)))
            out.append(Shape(ellipse((x, y), r, r), Gradient("radial", (x, y), (x + r, y), stops), role="glow"))
        strength = max(brush.hand.rim, 0.9 if light.dark > 0.15 else 0.0) if light.rim is not None else 0.0
        if strength > 0.05:
            tone = brush.grade((*light.rim[:3], 255)) if light.rim else (0, 0, 0, 0)
            by = 0.014 * brush.fine * strength
            out += moved([Shape(s.path, tone, role=s.role) for s in body], by * (1.0 if light.side > 0 else -1.0), -0.55 * by)
        return out


def ground_of(staging: Staging, air: Air, layers: Sequence[Layer], view: View) -> Ground:
    """The ground of a staging: its lamps are those of the place as the camera first sees it."""
    indoors = staging.place in INDOORS
    return Ground(air, air.light(), lamps_of(layers, view), indoors, staging.place_seed, staging.place not in SOFT_GROUND)


def _larger(figure: Sequence[Shape]) -> list[Shape]:
    """The pieces of a figure that its mirror on the ground shows."""
    out = []
    for shape in figure:
        x0, y0, x1, y1 = shape.extent
        if shape.role not in ("glow", "line", "cheek", "shine") and max(x1 - x0, y1 - y0) > 0.06:
            out.append(shape)
    return out


def silhouette(figure: Sequence[Shape], color: Rgba, least: float = 0.05) -> list[Shape]:
    """The larger opaque pieces of a figure in one colour: what its shadow and its edge light are made of."""
    out = []
    for shape in figure:
        fill = shape.fill.stops[0][1] if isinstance(shape.fill, Gradient) else shape.fill
        if fill is None or fill[3] < 140 or shape.role in ("glow", "shadow", "eye", "line", "cheek", "shine"):
            continue
        x0, y0, x1, y1 = shape.extent
        if max(x1 - x0, y1 - y0) > least:
            out.append(Shape(shape.path, color, role="rim"))
    return out
