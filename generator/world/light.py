"""Light: what the hour, the weather and the film's tint do to colours; shared by places, props and figures."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from generator.world.dressing import Instead, instead
from generator.world.shapes import Gradient, Rgba, luma, mix, rgba
from storyboard.look import Color
from storyboard.staging import AIRLESS, INDOORS, Hour, Place, Season, Staging, Weather


@dataclass(frozen=True)
class Light:
    """How a figure or thing is lit. `ambient`: multiply every colour by ambient/255 (alpha unused). `key`: colour of the
    main light, mixed in on the lit side. `side`: where the key stands, -1 left .. +1 right. `rim`: colour of an edge light
    on the lit side, or None. `shade`: 0..1, how dark the far side becomes. `dark`: 0 day .. 1 night. `tones`: the two colours
    darks and lights lean to. `inks`: the dark, the cool, the warm ink and the paper of prints made in this light."""

    ambient: Rgba = (255, 255, 255, 255)
    key: Rgba = (255, 250, 235, 255)
    side: float = -0.6
    rim: Rgba | None = None
    shade: float = 0.25
    dark: float = 0.0
    tones: tuple[Rgba, Rgba] | None = None
    inks: tuple[Rgba, Rgba, Rgba, Rgba] = (rgba("#1f1d2b"), rgba("#5f8796"), rgba("#c8674a"), rgba("#f0e4c9"))


def lit(color: Rgba, light: Light) -> Rgba:
    """The colour under the ambient light (alpha kept)."""
    return _under(color, light.ambient, light.tones)


@lru_cache(maxsize=1 << 14)
def _under(color: Rgba, ambient: Rgba, tones: tuple[Rgba, Rgba] | None) -> Rgba:
    r, g, b = (round(c * m / 255) for c, m in zip(color[:3], ambient[:3], strict=True))
    return _leaning((r, g, b, color[3]), tones, 0.1)


def lifted(own: Rgba, seen: Rgba, light: Light, most: float) -> Rgba:
    """What a dark form of a body is seen as in poor light: its colour under the ambient light, raised so far that eyes and mouth
    stand out on it, though no more than `most` times, and warmed towards its own hue. Full light leaves it as it is."""
    poor, level = min(1.8 * light.dark, 1.0), luma(seen)
    if poor <= 0.0:
        return seen
    wish = min(level + 0.75 * poor * max(0.0, FLOOR - level), most * level)
    raised, hue = (tuple(min(255.0, c * wish / max(luma(of), 0.02)) for c in of[:3]) for of in (seen, own))
    r, g, b = (round(a + (c - a) * 0.5 * poor) for a, c in zip(raised, hue, strict=True))
    return r, g, b, seen[3]


FLOOR = 0.31  # how light a form is, 0 black .. 1 white, from which poor light need not raise it


def _leaning(color: Rgba, tones: tuple[Rgba, Rgba] | None, share: float) -> Rgba:
    """The colour drawn to a pair of tones, darks to the first and lights to the second: few colours that belong together."""
    if tones is None:
        return color
    return mix(color, (*mix(*tones, luma(color))[:3], color[3]), share)


@dataclass(frozen=True)
class Air:
    """The grade of one place at one hour in one weather. Colours are "#rrggbb".

    `sky`: top, middle, horizon. `haze`: what far things fade to, `thick`: how much (0..1) at the horizon. `glow`: how far
    lamps and windows are lit. `white`: snow on the ground, 0..1. `wind`: how strongly things sway, 1 = a breeze; `gust`: how far
    it bends them for good, sideways per unit of height. `fade`: how soon things go to the haze, 1 evenly, less sooner. `tones`: the
    two colours darks and lights of the place lean to. `inks`: see Light."""

    sky: tuple[str, str, str]
    ambient: str
    haze: str
    key: str
    thick: float = 0.6
    rim: str | None = None
    shade: float = 0.28
    side: float = -0.7
    glow: float = 0.0
    white: float = 0.0
    wind: float = 1.0
    wet: float = 0.0
    vivid: float = 1.0
    shadow: tuple[float, float] = (0.3, 1.0)  # darkness, length
    tint: str | None = None
    gust: float = 0.0
    fade: float = 0.72
    tones: tuple[str, str] | None = None
    inks: tuple[str, str, str, str] = ("#1f1d2b", "#5f8796", "#c8674a", "#f0e4c9")
    hour: Hour = Hour.DAY
    weather: Weather = Weather.CLEAR
    season: Season = Season.SUMMER
    instead: Instead = ()  # colours that others stand in for

    def paint(self, color: str | Rgba, far: float = 0.0, alpha: float = 1.0) -> Rgba:
        """A thing's colour here, `far` away (0 at hand .. 1 at the horizon)."""
        plain = rgba(dict(self.instead).get(color, color)) if isinstance(color, str) else color
        plain = _saturated(plain, self.vivid)
        seen = lit(plain, Light(ambient=rgba(self.ambient)))
        seen = mix(seen, (*rgba(self.haze)[:3], seen[3]), min(self.thick * far**self.fade, 1.0))
        seen = _leaning(seen, self._tones, 0.18)
        return (*self._tinted(seen)[:3], round(plain[3] * alpha))

    def ground(self, color: str, far: float = 0.0, alpha: float = 1.0) -> Rgba:
        """As `paint`, in its season's green, under the snow if it lies."""
        seen = self.paint(mix(self.grown(color), rgba("#eef2f6"), self.white * 0.82), far, alpha)
        return mix(seen, (*rgba("#a9bfe6")[:3], seen[3]), 0.3 * self.white * self._night()) if self.white else seen  # snow glows at night

    def grown(self, color: str) -> Rgba:
        """What is green follows the season; the rest keeps its colour."""
        plain = rgba(color)
        tone, share = GRASS[self.season]
        return mix(plain, rgba(tone), share) if plain[1] > plain[0] * 0.98 and plain[1] > plain[2] else plain

    def leaf(self, color: str, far: float = 0.0, kind: int = 0) -> Rgba:
        """A crown's colour: every `kind` of tree turns in its own way."""
        tones, share = LEAVES[self.season]
        turned = mix(self.grown(color) if share == 0.0 else rgba(color), rgba(tones[kind % len(tones)]), share)
        return self.paint(mix(turned, rgba("#eef2f6"), self.white * 0.35), far * (0.7 if share else 1.0))

    def bright(self, color: str, alpha: float = 1.0) -> Rgba:
        """A light's own colour: nothing dims it, the film's tint only leans it a little."""
        return rgba(color, alpha)

    def lamp(self, off: str, on: str, far: float = 0.0) -> Rgba:
        """A window or lamp: `off` by day, `on` as the lights come on."""
        return mix(self.paint(off, far), mix(rgba(on), self.paint(on, far), far * 0.5), self.glow)

    def heaven(self, share: float) -> Rgba:
        """The sky's colour at a height: 0 top, 0.5 middle, 1 horizon."""
        top, middle, low = (self._tinted(rgba(c)) for c in self.sky)
        return mix(top, middle, share * 2) if share < 0.5 else mix(middle, low, share * 2 - 1)

    @property
    def _tones(self) -> tuple[Rgba, Rgba] | None:
        return None if self.tones is None else (rgba(self.tones[0]), rgba(self.tones[1]))

    def _tinted(self, color: Rgba) -> Rgba:
        if self.tint is None:
            return color
        r, g, b = (min(255, round(c * (0.35 + 0.95 * luma(color)))) for c in rgba(self.tint)[:3])
        return mix(color, (r, g, b, color[3]), 0.2)

    @property
    def dark(self) -> bool:
        return self.glow > 0.5

    def _night(self) -> float:
        """How dark it is: 0 by day, a little at dusk, 1 in a clear night."""
        return min(max((0.8 - luma(rgba(self.ambient))) / 0.36, 0.0), 1.0)

    def light(self) -> Light:
        """The light figures and things of this place stand in."""
        rim = None if self.rim is None else rgba(self.rim)
        grey = round(255 * luma(rgba(self.ambient)))
        plain = mix(rgba(self.ambient), (grey, grey, grey, 255), 0.5 * self._night())  # faces keep some of their warmth at night
        ambient = self._tinted(mix(plain, rgba("#ffffff"), 0.18 + 0.16 * self._night()))
        dark, cool, warm, paper = (rgba(ink) for ink in self.inks)
        return Light(ambient, self._tinted(rgba(self.key)), self.side, rim, self.shade, self._night(), self._tones, (dark, cool, warm, paper))


def _saturated(color: Rgba, amount: float) -> Rgba:
    """The colour with its saturation times `amount`."""
    if amount == 1.0:
        return color
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in color[:3]))
    r, g, b = (round(c * 255) for c in colorsys.hsv_to_rgb(h, min(s * amount, 1.0), v))
    return r, g, b, color[3]


# One row per hour under a clear sky.
HOURS: dict[Hour, Air] = {
    Hour.DAWN: Air(("#7d9cc4", "#f0c7b8", "#fde3bd"), "#ecd3d6", "#f9d6c0", "#ffd9a8", 0.84, "#ffd8b0", 0.3, 0.75, 0.35,
                   shadow=(0.24, 2.0), hour=Hour.DAWN),
    Hour.DAY: Air(("#4d9cdb", "#94cdea", "#e2f0e6"), "#ffffff", "#c2e0e8", "#fff4d6", 0.6, None, 0.26, -0.65, 0.0,
                  shadow=(0.28, 1.0), hour=Hour.DAY),
    Hour.DUSK: Air(("#4b4a86", "#d9777a", "#fcc574"), "#c4a2bd", "#d08a96", "#ffb866", 0.6, "#ffc47a", 0.42, -0.85, 0.75,
                   shadow=(0.34, 2.4), hour=Hour.DUSK),
    Hour.NIGHT: Air(("#101a3e", "#22386b", "#46659a"), "#6577a8", "#38568f", "#a9c4ee", 0.72, "#b4cdf2", 0.4, 0.7, 1.0,
                    shadow=(0.34, 1.3), hour=Hour.NIGHT),
}

# What the season does to grass (a tone, its share) and to crowns (tones by kind of tree, their share).
GRASS: dict[Season, tuple[str, float]] = {
    Season.SPRING: ("#9fdc58", 0.45), Season.SUMMER: ("#5c9c38", 0.2), Season.AUTUMN: ("#d3a046", 0.62), Season.WINTER: ("#a8a48e", 0.4),
}  # fmt: skip
LEAVES: dict[Season, tuple[tuple[str, ...], float]] = {
    Season.SPRING: (("#a9d85f", "#f7a3bd", "#f9c6d4", "#b8e070"), 0.8), Season.SUMMER: (("#6b9a4e",), 0.0),
    Season.AUTUMN: (("#e8872a", "#cc4026", "#efb93a", "#c25f24"), 0.92), Season.WINTER: (("#8d8478",), 0.8),
}  # fmt: skip
# What it does to the light out of doors: a tone, its share in sky and haze, its share in the ambient light.
CAST: dict[Season, tuple[str, float, float]] = {
    Season.SPRING: ("#eaf6ea", 0.08, 0.0), Season.SUMMER: ("#ffffff", 0.0, 0.0),
    Season.AUTUMN: ("#f2c78a", 0.14, 0.16), Season.WINTER: ("#aac6e6", 0.34, 0.12),
}  # fmt: skip

# What the weather lays over it: colour of the veil, share of it in sky, ambient and haze, and the numbers that change.
VEILS: dict[Weather, tuple[str, float, dict[str, float]]] = {
    Weather.CLEAR: ("#ffffff", 0.0, {}),
    Weather.CLOUDY: ("#9ca8b6", 0.6, {"vivid": 0.76, "shade": 0.14, "glow": 0.1}),
    Weather.RAIN: ("#66788c", 0.7, {"vivid": 0.8, "shade": 0.16, "wet": 1.0, "glow": 0.45, "wind": 1.4}),
    Weather.SNOW: ("#93a6c2", 0.66, {"vivid": 0.8, "shade": 0.18, "white": 1.0, "glow": 0.4, "wind": 0.8}),
    Weather.FOG: ("#cdd5d6", 0.72, {"vivid": 0.7, "shade": 0.12, "thick": 1.0, "fade": 0.5, "glow": 0.35, "wind": 0.5}),
    Weather.STORM: ("#2e3848", 0.8, {"vivid": 0.74, "shade": 0.34, "wet": 1.0, "glow": 0.7, "wind": 2.4, "gust": 0.3}),
}
DIM: dict[Hour, float] = {Hour.DAWN: 0.92, Hour.DAY: 1.0, Hour.DUSK: 0.78, Hour.NIGHT: 0.36}

# Rooms: the light inside, and its key, by hour.
ROOMS: dict[Hour, tuple[str, str, str | None]] = {
    Hour.DAWN: ("#efd8cd", "#ffe0b8", "#ffdcb8"),
    Hour.DAY: ("#f4ebdd", "#fff2d2", None),
    Hour.DUSK: ("#dca98b", "#ffb765", "#ffc078"),
    Hour.NIGHT: ("#a98377", "#ffb45e", "#ffb765"),
}
# How far the weather at the window dims a room.
GLOOM: dict[Weather, float] = {Weather.CLOUDY: 0.12, Weather.RAIN: 0.3, Weather.SNOW: 0.14, Weather.FOG: 0.14, Weather.STORM: 0.5}

# The palette of an hour: the colours its darks and its lights lean to, and the inks of a print: dark, cool, warm, paper.
PALETTES: dict[Hour, tuple[tuple[str, str], tuple[str, str, str, str]]] = {
    Hour.DAWN: (("#54497c", "#ffe3c8"), ("#2b2740", "#8a8fae", "#d98a76", "#f6e6d2")),
    Hour.DAY: (("#2f4a66", "#fff4d8"), ("#1f2530", "#5b8c98", "#cf6f4a", "#f3e8cd")),
    Hour.DUSK: (("#472e68", "#ffd08c"), ("#251b36", "#6d5c8c", "#d9703f", "#f7d9a4")),
    Hour.NIGHT: (("#0f2050", "#9cc2ec"), ("#10162c", "#31507f", "#cc8440", "#d3dde6")),
}
# What a kind of place adds to the darks of every palette.
EARTHS: dict[str, frozenset[Place]] = {
    "#1f4d3c": frozenset({Place.FOREST, Place.MEADOW, Place.RIVER}),
    "#174a70": frozenset({Place.SEASHORE, Place.LIGHTHOUSE, Place.HARBOR, Place.SEA}),
    "#5c3a4c": frozenset({Place.VILLAGE, Place.CITY, Place.CASTLE, Place.STAGE}),
    "#44528c": frozenset({Place.MOUNTAIN, Place.CLOUDS, Place.SPACE}),
    "#7c4026": frozenset({Place.DESERT}),
    "#5a3628": INDOORS - {Place.STAGE},
}
# Fog has its own clean light at every hour: the haze everything goes to.
MISTS: dict[Hour, str] = {Hour.DAWN: "#f6dfd2", Hour.DAY: "#d2dfe3", Hour.DUSK: "#f3c8a2", Hour.NIGHT: "#4b6a9c"}


def _palette(place: Place, hour: Hour) -> dict[str, Any]:
    """Tones and inks of a place at an hour."""
    (dark, light), inks = PALETTES[hour]
    earth = next((color for color, places in EARTHS.items() if place in places), dark)
    level = {Hour.NIGHT: 0.25}.get(hour, 0.4)
    return {"tones": (_blend(dark, earth, level), light), "inks": (_blend(inks[0], earth, 0.12), _blend(inks[1], earth, 0.22), *inks[2:])}


def _weathered(clear: Air, weather: Weather) -> dict[str, Any]:
    """What a weather other than a clear sky makes of an hour: sky, haze, ambient light."""
    veil, share, _ = VEILS[weather]
    grey = _scaled(veil, DIM[clear.hour], clear.hour)
    if weather is Weather.FOG:
        mist = MISTS[clear.hour]
        sky = (_blend(mist, clear.sky[0], 0.22), _blend(mist, clear.sky[1], 0.08), mist)
        return {"sky": sky, "haze": mist, "ambient": _blend(clear.ambient, mist, 0.35)}
    shares = (0.96, 0.78, 0.42) if weather is Weather.STORM else (share, share * 0.95, share * 0.5)
    low = _scaled("#808ca4" if weather is Weather.STORM else "#c6d0da", DIM[clear.hour] * 1.15, clear.hour)
    return {"sky": tuple(_blend(c, grey, s) for c, s in zip(clear.sky, shares, strict=True)),
            "haze": _blend(clear.haze, grey, share * 0.75), "ambient": _blend(clear.ambient, low, share * 0.8)}


@lru_cache(maxsize=512)
def air_of(place: Place, hour: Hour, weather: Weather, tint: Color | None = None, season: Season = Season.SUMMER) -> Air:
    """The grade of a place at an hour in a weather and season, leaning to the film's tint. Where snow falls it is winter."""
    season = Season.WINTER if weather is Weather.SNOW else season
    clear = HOURS[hour]
    _, share, numbers = VEILS[weather]
    values = clear.__dict__ | _weathered(clear, weather) | _palette(place, hour) | numbers | {"weather": weather}
    values["glow"] = max(clear.glow, numbers.get("glow", 0.0))
    if share > 0.4 and weather is not Weather.SNOW:
        values["rim"] = None if hour is not Hour.NIGHT else clear.rim
        values["shadow"] = (clear.shadow[0] * 0.45, 1.0)
    values["tint"], values["season"] = (None if tint is None else tint.hex), season
    _turn(values, season, hour)
    if place is Place.CAVE or place in AIRLESS:
        values |= {"white": 0.0, "wet": 0.0}  # no snow, no rain
    if place in INDOORS and place is not Place.CAVE:
        ambient, key, rim = ROOMS[hour]
        ambient = _blend(ambient, "#77829c", 0.0 if hour is Hour.NIGHT else GLOOM.get(weather, 0.0))
        values |= {"ambient": ambient, "key": key, "rim": rim, "thick": 0.3, "white": 0.0, "wet": 0.0, "vivid": 1.0, "fade": 0.72, "gust": 0.0,
                   "shadow": (0.3, 1.0), "shade": 0.3}
        values["haze"] = _blend(ambient, "#5a4a4e", 0.35)
    return Air(**values)


def _turn(values: dict[str, Any], season: Season, hour: Hour) -> None:
    """The season's light, and its snow."""
    tone, heaven, ambient = CAST[season]
    dimmed = _scaled(tone, DIM[hour], hour)
    values["sky"] = tuple(_blend(c, dimmed, heaven) for c in values["sky"])
    values["haze"] = _blend(values["haze"], dimmed, heaven)
    values["ambient"] = _blend(values["ambient"], dimmed, ambient)
    if season is Season.WINTER:
        values["white"] = max(values.get("white", 0.0), 0.85)


def _scaled(color: str, level: float, hour: Hour) -> str:
    """A colour dimmed to the hour; nights go blue, dusks violet."""
    cast = {Hour.NIGHT: (0.78, 0.95, 1.4), Hour.DUSK: (0.99, 0.88, 1.16), Hour.DAWN: (1.0, 0.96, 1.07), Hour.DAY: (1, 1, 1)}[hour]
    return hex_of(tuple(min(255, round(c * level * k)) for c, k in zip(rgba(color)[:3], cast, strict=True)))


def _blend(a: str, b: str, share: float) -> str:
    return hex_of(mix(rgba(a), rgba(b), share))


def hex_of(color: Sequence[int]) -> str:
    """(r, g, b, ...) to "#rrggbb"."""
    r, g, b = color[:3]
    return f"#{r:02x}{g:02x}{b:02x}"


def halo(center: tuple[float, float], radius: float, color: Rgba, strength: float = 0.6) -> Gradient:
    """A soft round glow that ends at `radius`."""
    inner, middle = (*color[:3], round(255 * strength)), (*color[:3], round(255 * strength * 0.35))
    return Gradient("radial", center, (center[0] + radius, center[1]), ((0.0, inner), (0.4, middle), (1.0, (*color[:3], 0))))


def way_round(place_seed: int) -> int:
    """Which way round a place is laid out: -1 or 1."""
    return 1 if place_seed % 2 else -1


def air(staging: Staging) -> Air:
    """The grade of the staging's place. Rooms and caves are lit from their window or mouth, by night from their fire."""
    out = air_of(staging.place, staging.hour, staging.weather, staging.tint, staging.season)
    out = replace(out, instead=instead(staging.place, staging.dressing)) if staging.dressing else out
    if staging.place not in INDOORS or staging.place is Place.STAGE:
        return out
    side = 0.75 * way_round(staging.place_seed)
    return replace(out, side=-side if staging.hour is Hour.NIGHT and staging.place is not Place.CAVE else side)
