"""Burned subtitles: two rows at most on a soft dark plate, low in the picture and inside its title-safe area; and the words that a scene
opens with, small, at the upper left. Both lie in the picture, never on a letterbox's bar.

A subtitle is drawn once and blended only over its own box, in the film's own colours (planar.py). Whole-number arithmetic: the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from generator.finish import bar
from generator.lettering import Face, drawable, face_for, ink, wrap
from generator.lettering import width as line_width
from generator.planar import coded, planes
from storyboard.params import SceneParams, Size, Subtitle
from storyboard.timing import RATE

LETTER = 0.062  # height of the letters' square, as a share of the picture's height
NARROW = 0.8  # of a square or tall picture: of so much of its width
SMALLEST = 0.84  # a text may shrink by so much to stay in two rows; a longer one is shown in parts
ROWS = 2
SAFE = 0.82  # share of the picture's width that rows may take (EBU R 95: 90 % is title-safe; the plate has margins)
FOOT, BARRED = 0.075, 0.03  # share of the height left free below the plate; above a black bar, less is enough
SMALL = 0.052  # height of the letters that a scene opens with
OPENED, SLOW = (10, 82), 12  # frames of the scene in which they are seen, and in which they come and go
INK, PLATE, STRENGTH = (255, 249, 236), (18, 15, 24), 0.62


class Caption(NamedTuple):
    """A subtitle as a planar picture. cover: uint32 [h, w], 0 to 256, and the same at half size for chroma; colors: luma and the two
    chromas, already weighed; at (top, left), both even."""

    start: int
    end: int
    top: int
    left: int
    cover: np.ndarray
    thin: np.ndarray
    colors: tuple[np.ndarray, np.ndarray, np.ndarray]
    ramp: int = 3  # frames in which it appears, and in which it goes

    def onto(self, frame: np.ndarray, at: int) -> None:
        """Blend over the planar frame (uint8 [3h/2, w], changed in place) as it stands at frame `at`."""
        shown = self.strength(at)
        if shown == 0:
            return
        for plane, cover, color, k in zip(planes(frame), (self.cover, self.thin, self.thin), self.colors, (1, 2, 2), strict=True):
            height, width = cover.shape
            top, left = self.top // k, self.left // k
            box = plane[top : top + height, left : left + width]
            if shown < 256:
                cover, color = cover * shown >> 8, color * shown >> 8
            box[:] = (box * (256 - cover) + color) >> 8

    def strength(self, at: int) -> int:
        """0 to 256. Nothing outside [start, end)."""
        if not self.start <= at < self.end:
            return 0
        ramp = min(self.ramp, (self.end - self.start) // 3) + 1
        return 256 * min(at - self.start + 1, self.end - at, ramp) // ramp


def captions(subtitles: Sequence[Subtitle], size: Size, frames: int, under: int = 0) -> list[Caption]:
    """Every subtitle as pictures, none longer than the scene; a text too long for two rows becomes several, one after another. `under`: rows of
    the black bar under the picture."""
    found = []
    for subtitle in subtitles:
        end = subtitle.end if subtitle.goes_on else min(subtitle.end, frames)
        face = face_for(subtitle.text, "subtitle")
        if face is None or end <= subtitle.start:
            continue
        letters, pages = paged([drawable(row, face) for row in subtitle.text.split("\n")], face, size)
        for start, stop, rows in _shared(subtitle.start, end, pages):
            found.append(_caption(rows, face, letters, (size[0], size[1] - under), size)._replace(start=start, end=stop))
    return found


def opening(params: SceneParams, frames: int) -> list[Caption]:
    """The words for place and time that the scene opens with, if it has any and lasts long enough to read them."""
    face, (width, height) = face_for(params.opening, "aside"), params.size
    end = min(OPENED[1], frames)
    if face is None or end - OPENED[0] < RATE:
        return []
    letters, limit = max(7.0, min(height, NARROW * width) * SMALL), width * SAFE
    rows = wrap(drawable(params.opening, face), face, letters, limit)[:ROWS]
    margin, top = round(0.3 * letters), bar(params.finish, params.size) + round(height * FOOT * 0.8)
    rim = round(letters * 1.1)
    text, halo = _haloed(rows, face, letters, rim)
    corner = (round(width * 0.06) - margin - rim, max(top - rim, bar(params.finish, params.size)))
    return [_laid(text, halo, corner, params.size)._replace(start=OPENED[0], end=end, ramp=SLOW)]


def _haloed(rows: list[str], face: Face, letters: float, rim: int) -> tuple[Image.Image, Image.Image]:
    """Rows flush left, and a dark ground whose edges are softer than a subtitle's."""
    inks = [ink(row, face, letters).mask for row in rows]
    step = round(letters * 1.16)
    text = Image.new("L", (max(m.shape[1] for m in inks) + 2 * rim, step * (len(rows) - 1) + inks[0].shape[0] + 2 * rim), 0)
    for index, mask in enumerate(inks):
        text.paste(Image.fromarray(mask), (rim, rim + index * step))
    plate, edge = Image.new("L", text.size, 0), round(rim * 0.55)
    ImageDraw.Draw(plate).rounded_rectangle((edge, edge, text.width - edge, text.height - edge), radius=round(letters * 0.6), fill=round(255 * STRENGTH))
    near = text.filter(ImageFilter.GaussianBlur(letters * 0.07)).point([min(255, round(v * 1.6)) for v in range(256)])
    return text, ImageChops.lighter(near, plate.filter(ImageFilter.GaussianBlur(letters * 0.3)))


def paged(told: Sequence[str], face: Face, size: Size) -> tuple[float, list[list[str]]]:
    """Size of the letters in pixels, and the rows of each page: the rows as they were told where they fit, else broken anew."""
    width, height = size
    largest, limit, text = max(7.0, min(height, NARROW * width) * LETTER), width * SAFE, " ".join(told)
    sizes = [largest * (1 - 0.04 * step) for step in range(round((1 - SMALLEST) / 0.04) + 1)]
    for letters in sizes if len(told) == ROWS else ():
        if max(line_width(row, face, letters) for row in told) <= limit:
            return letters, [list(told)]
    for letters in sizes:
        rows = wrap(text, face, letters, limit)
        if len(rows) <= ROWS:
            return letters, [rows]
    rows = wrap(text, face, largest, limit)
    return largest, [rows[i : i + ROWS] for i in range(0, len(rows), ROWS)]


def _shared(start: int, end: int, pages: list[list[str]]) -> list[tuple[int, int, list[str]]]:
    """Each page's span: its share of the letters."""
    weights = [sum(map(len, rows)) for rows in pages]
    total, spent, found = sum(weights) or 1, 0, []
    for rows, weight in zip(pages, weights, strict=True):
        first, last = (start + (end - start) * part // total for part in (spent, spent + weight))
        found.append((first, last, rows))
        spent += weight
    return found


def _caption(rows: list[str], face: Face, letters: float, clear: Size, size: Size) -> Caption:
    """`clear`: width, and the height down to the bar."""
    width, height = clear
    mask = _text_mask(rows, face, letters)
    pad, soft = round(letters * 0.42), max(1.0, letters * 0.2)
    rim = round(3 * soft)
    across, down = mask.width + 2 * (pad + rim), mask.height + 2 * rim + round(pad * 0.5)
    plate = Image.new("L", (across, down), 0)
    box = (rim, rim, across - rim - 1, down - rim - 1)
    ImageDraw.Draw(plate).rounded_rectangle(box, radius=round(letters * 0.5), fill=round(255 * STRENGTH))
    plate = plate.filter(ImageFilter.GaussianBlur(soft))
    text = Image.new("L", plate.size, 0)
    text.paste(mask, (rim + pad, rim + round(pad * 0.25)))
    halo = text.filter(ImageFilter.GaussianBlur(max(0.8, letters * 0.07))).point([min(255, round(v * 1.5)) for v in range(256)])
    corner = ((width - across) // 2, height - round(size[1] * (FOOT if clear == size else BARRED)) - down + rim)
    return _laid(text, ImageChops.lighter(plate, halo), corner, size)


def _laid(text: Image.Image, dark: Image.Image, corner: tuple[int, int], size: Size) -> Caption:
    """Text over its dark ground as cover and weighed colours, laid with its corner there (it may lie outside a very small picture);
    widened to even sides, so that chroma fits."""
    (x, y), (width, height) = corner, size
    left, top = max(0, x) // 2 * 2, max(0, y) // 2 * 2
    right, bottom = min(x + text.width + 1, width) // 2 * 2, min(y + text.height + 1, height) // 2 * 2
    inside = (left - x, top - y, right - x, bottom - y)
    over, under = (np.asarray(mask.crop(inside), np.uint32) * 256 // 255 for mask in (text, dark))
    below = under * (256 - over) >> 8
    ink, plate, weights = coded(INK), coded(PLATE), (halved(over), halved(below))
    luma = over * ink[0] + below * plate[0]
    blue, red = (weights[0] * ink[k] + weights[1] * plate[k] for k in (1, 2))
    return Caption(0, 0, top, left, over + below, weights[0] + weights[1], (luma, blue, red))


def halved(values: np.ndarray) -> np.ndarray:
    """The mean of each two by two, [h, w] to [h/2, w/2]."""
    h, w = values.shape
    return (values.reshape(h // 2, 2, w // 2, 2).sum(axis=(1, 3), dtype=np.uint32) + 2) >> 2


def _text_mask(rows: list[str], face: Face, letters: float) -> Image.Image:
    """All rows, centred, one below the other."""
    inks = [ink(row, face, letters) for row in rows]
    step = round(letters * 1.16)
    width = max(i.mask.shape[1] for i in inks)
    picture = Image.new("L", (width, step * (len(rows) - 1) + inks[0].mask.shape[0]), 0)
    for index, row in enumerate(inks):
        layer = Image.new("L", picture.size, 0)
        layer.paste(Image.fromarray(row.mask), ((width - row.mask.shape[1]) // 2, index * step))
        picture = ImageChops.lighter(picture, layer)
    return picture
