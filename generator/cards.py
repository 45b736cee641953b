"""The film's two cards, drawn: a quiet landscape in the film's tint that never quite stands still, and lettering over it.

In gouache it is dusk: hills in layers, a low glow, drifting motes, cream letters. In ink and in woodcut it is paper: pale washes, an inked ridge
line, dark letters. The title rises into place over the morning side of the sky; the credits stand over the same hills, later.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from generator.finish import bar
from generator.lettering import Role, drawable, face_for, ink, width, wrap
from storyboard.params import FilmParams, Size
from storyboard.staging import Style

FADE = 10  # frames from black, and to black
RISE = 0.02  # how far the letters come up, as a share of the height
LIMIT = 0.8  # share of the width that rows may take


class Palette(NamedTuple):
    """Colours of a card, RGB in [0, 1]: the sky from top to horizon, the hills from far to near, letters, their ground, light."""

    sky: tuple[np.ndarray, np.ndarray, np.ndarray]
    hills: tuple[np.ndarray, ...]
    letters: np.ndarray
    shade: np.ndarray
    light: np.ndarray
    line: float  # strength of an inked ridge line


class Row(NamedTuple):
    """A row of lettering: text, role, size and middle as shares of the picture's height, and when it appears (share of the card)."""

    text: str
    role: Role
    size: float
    middle: float
    begin: float
    strength: float = 1.0


def title_card(params: FilmParams) -> Iterator[np.ndarray]:
    """`title_frames` frames, uint8 [h, w, 3]: the title, out of black and back into it."""
    rows, bottom = block(params.title, "title", 0.165, 0.42, params.size)
    placed = [row._replace(begin=0.1) for row in rows]
    yield from _card(params, params.title_frames, placed, flourish=bottom + 0.085, late=0.0)


def credits_card(params: FilmParams) -> Iterator[np.ndarray]:
    """`credits_frames` frames: the first line large, the last small at the foot, those between in italics."""
    lines = [line.strip() for line in params.credits]
    first, *others = lines or [""]
    last = others.pop() if others else ""
    rows, bottom = block(first, "title", 0.15, 0.25, params.size)
    placed = [row._replace(begin=0.04) for row in rows]
    at = bottom + 0.17
    for index, text in enumerate(t for t in others if t):
        added, bottom_of = block(text, "aside", 0.066 if index == 0 else 0.05, at, params.size, top=True)
        placed += [row._replace(begin=0.12 + 0.06 * index, strength=1.0 if index == 0 else 0.86) for row in added]
        at = bottom_of + 0.078
    if last:
        placed.append(Row(last, "aside", 0.044, 0.935, 0.2, 0.72))
    yield from _card(params, params.credits_frames, placed, flourish=bottom + 0.075, late=1.0)


def block(text: str, role: Role, size: float, middle: float, picture: Size, top: bool = False) -> tuple[list[Row], float]:
    """The text in two rows at most about `middle` (or from it down), made smaller until it fits; and where its last row ends."""
    across, down = picture
    face = face_for(text, role)
    if face is None:
        return [], middle
    text = drawable(text, face)
    rows = wrap(text, face, size * down, LIMIT * across)
    while size > 0.03 and (len(rows) > 2 or max(width(r, face, size * down) for r in rows) > LIMIT * across):
        size *= 0.94
        rows = wrap(text, face, size * down, LIMIT * across)
    step = size * (1.24 if any(ord(c) > 0x2E80 for c in text) else 1.08)  # ideographs fill their square
    start = middle if top else middle - step * (len(rows) - 1) / 2
    return [Row(row, role, size, start + step * i, 0.0) for i, row in enumerate(rows)], start + step * (len(rows) - 1) + size * 0.36


def _card(params: FilmParams, count: int, rows: Sequence[Row], flourish: float, late: float) -> Iterator[np.ndarray]:
    colors = palette(params, late)
    ground = Ground(params.size, colors, seed=sum(params.title.encode()), late=late)
    inks = [(row, *_stamp(row, params.size)) for row in within(rows, params) if face_for(row.text, row.role)]
    mark = Flourish(params.size, clear(params, flourish), ink_line=colors.line > 0)
    for at in range(count):
        share = at / max(1, count - 1)
        picture = ground.frame(at)
        for row, mask, top, left in inks:
            shown = smooth((share - row.begin) / 0.26) * row.strength
            _letter(picture, colors, mask, (top + (1 - smooth((share - row.begin) / 0.4)) * RISE * params.size[1], left), shown)
        band = picture[mark.rows]
        band += (colors.letters - band) * mark.mask(smooth((share - 0.16) / 0.4))[..., None]
        yield finished(picture * from_black(at, count), ground.dither)


def clear(params: FilmParams, place: float) -> float:
    """A place down the picture (share of its height) as it is between a letterbox's bars."""
    black = bar(params.finish, params.size) / params.size[1]
    return black + place * (1 - 2 * black)


def within(rows: Sequence[Row], params: FilmParams) -> list[Row]:
    """Rows set for the whole picture, between the bars: nearer to each other, and a little smaller."""
    share = math.sqrt(1 - 2 * bar(params.finish, params.size) / params.size[1])
    return [row._replace(middle=clear(params, row.middle), size=row.size * share) for row in rows]


def from_black(at: int, count: int) -> float:
    ramp = min(FADE, count // 4) + 1
    return smooth(min(at + 1, count - at, ramp) / ramp)


def finished(picture: np.ndarray, dither: np.ndarray) -> np.ndarray:
    """To 8 bits, with half a step of still noise so that the sky does not band."""
    return np.clip(picture * 255 + dither, 0, 255).astype(np.uint8)


def palette(params: FilmParams, late: float) -> Palette:
    """Colours of a card in the film's tint. `late`: 0 for the title, 1 for the credits, where the light is lower."""
    hue, saturation = 0.62, 0.42
    if params.tint is not None:
        red, green, blue = (int(params.tint.hex[i : i + 2], 16) / 255 for i in (1, 3, 5))
        hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
        saturation = 0.16 + 0.42 * saturation

    def color(turn: float, soft: float, value: float) -> np.ndarray:
        return np.array(colorsys.hsv_to_rgb((hue + turn) % 1, min(1.0, saturation * soft), value), np.float32)

    warm = np.array([1.0, 0.83, 0.6], np.float32)
    if params.style in (Style.INK, Style.WOODCUT):
        paper = np.array([0.955, 0.93, 0.88], np.float32) - 0.03 * late
        washes = tuple(paper * (1 - t) + color(0.0, 0.9, 0.62) * t for t in (0.14, 0.28, 0.46))
        return Palette((paper * (1 - 0.2) + color(0, 0.7, 0.8) * 0.2, paper, paper), washes, color(0, 0.6, 0.14), paper, warm, 0.62)
    glow = color(-0.02, 0.8, 0.7) * (0.5 - 0.18 * late) + warm * (0.46 - 0.16 * late)
    sky = (color(0.03, 1.25, 0.13 - 0.03 * late), color(0.015, 1.1, 0.3 - 0.06 * late), glow)
    hills = (color(0.0, 1.0, 0.37 - 0.09 * late), color(0.01, 1.15, 0.25 - 0.06 * late), color(0.02, 1.3, 0.13 - 0.03 * late))
    return Palette(sky, hills, np.array([1.0, 0.965, 0.89], np.float32), color(0.03, 1.2, 0.05), warm, 0.0)


class Ground:
    """The landscape behind the lettering. Everything that does not move is drawn once."""

    def __init__(self, size: Size, colors: Palette, seed: int, late: float):
        self._width, self._height = size
        self._colors = colors
        chance = np.random.Generator(np.random.PCG64(seed))
        self._x = np.linspace(0, size[0] / size[1], size[0], dtype=np.float32)
        self._y = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
        self._lift = 0.07 * late
        self._waves = chance.uniform(0, 2 * math.pi, (3, 4))
        self._motes = chance.uniform(0, 1, (34, 5))
        self._sky = self._painted_sky(late)
        self._light = (self._halo[..., None] * colors.light * (0.3 if colors.line else 1.0)).astype(np.float32)
        self.dither = (chance.uniform(0, 1, (size[1], size[0], 1)) + 0.0).astype(np.float32)

    def frame(self, at: int) -> np.ndarray:
        """Float32 [h, w, 3] in [0, 1] at frame `at` of the card."""
        seconds = at / 24
        picture = self._sky + self._light * (0.13 + 0.02 * math.sin(seconds * 1.7))
        for layer, color in enumerate(self._colors.hills):
            self._hill(picture, layer, color, seconds)
        self._drift(picture, seconds)
        return picture

    def _painted_sky(self, late: float) -> np.ndarray:
        top, middle, low = self._colors.sky
        rise = np.clip(self._y / 0.82, 0, 1)[..., None]
        upper, lower = np.clip(rise * 1.7, 0, 1), np.clip(rise * 1.7 - 0.7, 0, 1)
        upper, lower = upper * upper * (3 - 2 * upper), lower * lower
        sky = top * (1 - upper) + middle * upper
        sky = sky * (1 - lower) + low * lower
        across = self._width / self._height
        self._halo = np.exp(-(((self._x - across * (0.5 + 0.16 * late)) / 0.62) ** 2) - ((self._y - 0.78) / 0.3) ** 2).astype(np.float32)
        corner = ((self._x / across - 0.5) ** 2 + (self._y - 0.48) ** 2)[..., None]
        strength = 0.16 if self._colors.line else 0.55
        brush = np.stack([np.sin(self._y * (9 + 7 * k) + self._x * (1.1 + k) + 2.1 * k) for k in range(3)], -1).sum(-1, keepdims=True)
        return (np.broadcast_to(sky, (self._height, self._width, 3)) * (1 - strength * corner) + 0.006 * brush).astype(np.float32)

    def _ridge(self, layer: int, seconds: float) -> np.ndarray:
        """Height of a hill's edge in each column, as a share of the picture from the top."""
        a, b, c, d = self._waves[layer]
        x = self._x + seconds * 0.012 * (1 + layer) ** 1.3
        swell = 0.045 * np.sin(1.6 * x * (1 + 0.3 * layer) + a) + 0.022 * np.sin(4.1 * x + b) + 0.006 * np.sin(11 * x + c)
        tufts = 0.0024 * (1 + layer) * np.abs(np.sin(38 * x + d + 2 * np.sin(7 * x)))
        return (0.72 - self._lift + 0.085 * layer - swell - tufts).astype(np.float32)

    def _hill(self, picture: np.ndarray, layer: int, color: np.ndarray, seconds: float) -> None:
        ridge = self._ridge(layer, seconds)
        first = max(0, int(ridge.min() * self._height) - 4)
        y, halo, picture = self._y[first:], self._halo[first:], picture[first:]
        below = (y - ridge) * self._height
        mask = np.clip(below + 0.5, 0, 1)[..., None]
        depth = np.clip((y - ridge) / 0.3, 0, 1)[..., None]
        if self._colors.line:
            tone = color + (self._colors.sky[2] - color) * np.clip(depth * 1.6, 0, 0.85)
        else:
            tone = color * (1.18 - 0.45 * depth) + 0.05 * halo[..., None] * self._colors.light * (1 - depth)
        picture += (tone - picture) * mask
        if self._colors.line:
            living = 0.9 + 0.5 * np.sin(5 * self._x + layer + self._waves[layer][1])
            stroke = np.clip(living * self._height / 432 - np.abs(below) * 0.8 + 0.4, 0, 1)[..., None]
            picture += (self._colors.letters - picture) * stroke * self._colors.line * (0.45 + 0.27 * layer)

    def _drift(self, picture: np.ndarray, seconds: float) -> None:
        """Motes of light that rise slowly and glow in turn; on paper, flecks of ink."""
        paper = self._colors.line > 0
        for across, up, pace, phase, big in self._motes[: 14 if paper else 34]:
            x = (across + 0.01 * math.sin(seconds * 0.9 + phase * 6.3)) * self._width
            y = ((0.25 + 0.72 * up) - seconds * (0.006 + 0.016 * pace)) * self._height
            shine = 0.5 + 0.5 * math.sin(seconds * (1.2 + 1.6 * pace) + phase * 6.3)
            radius = (0.9 + 1.6 * big * big) * self._height / 432
            color = self._colors.letters if paper else self._colors.light
            _dot(picture, (x, y), radius, color, (0.1 if paper else 0.75) * shine * shine)


def _dot(picture: np.ndarray, middle: tuple[float, float], radius: float, color: np.ndarray, strength: float) -> None:
    """A soft dot with a faint glow, drawn over its own box only."""
    x, y = middle
    reach = math.ceil(radius * 5)
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    box = picture[top : max(top, int(y) + reach), left : max(left, int(x) + reach)]
    rows = np.arange(top, top + box.shape[0], dtype=np.float32)[:, None] - y
    columns = np.arange(left, left + box.shape[1], dtype=np.float32) - x
    far = (rows * rows + columns * columns) / (radius * radius)
    box += (color - box) * ((np.exp(-far) + 0.18 * np.exp(-far / 7)) * strength)[..., None]


class Flourish:
    """The ornament under the title: two tapering lines that grow from a small lozenge."""

    def __init__(self, size: Size, middle: float, ink_line: bool):
        across, down = size
        reach = max(3, round(0.02 * down))
        top = round(middle * down) - reach
        self.rows = slice(max(0, top), max(0, min(down, top + 2 * reach)))
        self._x = (np.arange(across, dtype=np.float32) - (across - 1) / 2) / down
        self._y = (np.arange(down, dtype=np.float32)[self.rows, None] - middle * down) / down
        self._pixel, self._strength = 1 / down, 0.85 if ink_line else 0.8

    def mask(self, grown: float) -> np.ndarray:
        """Cover of the picture's `rows`, in [0, 1], float32 [rows, w]. `grown`: 0 to 1."""
        if grown <= 0:
            return np.zeros((len(self._y), len(self._x)), np.float32)
        far = np.abs(self._x)
        bend = 0.006 * np.sin(np.clip((far - 0.03) / 0.24, 0, 1) * math.pi)
        taper = 0.0028 * np.clip((0.03 + 0.27 * grown - far) / 0.2, 0, 1) * (far > 0.034)
        line = np.clip((taper - np.abs(self._y + bend)) / self._pixel + 0.5, 0, 1) * (taper > 0)
        lozenge = np.clip((0.0135 * grown - np.abs(self._y) - far * 0.8) / self._pixel + 0.5, 0, 1)
        beads = np.clip((0.0042 * grown - np.hypot(self._y, far - 0.025)) / self._pixel + 0.5, 0, 1)
        return (np.maximum(np.maximum(line, lozenge), beads) * self._strength).astype(np.float32)


def _stamp(row: Row, size: Size) -> tuple[np.ndarray, float, int]:
    """A row's ink as float32 mask, the place of its top, and of its left."""
    face = face_for(row.text, row.role)
    assert face is not None
    drawn = ink(drawable(row.text, face), face, row.size * size[1])
    mask = drawn.mask.astype(np.float32) / 255
    top = row.middle * size[1] + row.size * size[1] * 0.33 - drawn.baseline
    return mask, top, (size[0] - mask.shape[1]) // 2


def _letter(picture: np.ndarray, colors: Palette, mask: np.ndarray, place: tuple[float, int], shown: float) -> None:
    """Lettering with a soft ground of its own. `place`: top (between pixels: it moves) and left."""
    top, left = place
    if shown <= 0:
        return
    whole, part = math.floor(top), top - math.floor(top)
    moved = np.pad(mask, ((1, 1), (0, 0)))
    moved = moved[1:] * (1 - part) + moved[:-1] * part
    spread = max(2, round(mask.shape[0] * 0.07))
    ground = blurred(np.pad(moved, spread * 2), spread)
    _over(picture, ground * (0.75 * shown), colors.shade, (whole - 2 * spread + spread // 3, left - 2 * spread))
    _over(picture, moved * shown, colors.letters, (whole, left))


def _over(picture: np.ndarray, mask: np.ndarray, color: np.ndarray, place: tuple[int, int]) -> None:
    """Paint `color` through the mask at (top, left), cropped to the picture."""
    top, left = place
    height, width = picture.shape[:2]
    rows, columns = slice(max(0, top), min(height, top + mask.shape[0])), slice(max(0, left), min(width, left + mask.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    box = picture[rows, columns]
    box += (color - box) * mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left, None]


def blurred(mask: np.ndarray, radius: int) -> np.ndarray:
    """Three box blurs: near a Gaussian, and exact sums everywhere."""
    size = radius | 1
    for axis in (0, 1) * 3:
        total = np.cumsum(np.pad(mask, [(size // 2 + 1, size // 2) if a == axis else (0, 0) for a in (0, 1)]), axis=axis)
        after, before = (slice(size, None), slice(None, -size))
        mask = (total[after] - total[before] if axis == 0 else total[:, after] - total[:, before]) / size
    return mask


def smooth(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)
