"""Burned subtitles: two rows at most on a soft dark plate, low in the picture and inside its title-safe area.

A subtitle is drawn once and blended only over its own box. Whole-number arithmetic: the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from generator.lettering import Face, drawable, face_for, ink, wrap
from storyboard.params import Size, Subtitle

LETTER = 0.062  # height of the letters' square, as a share of the picture's height
SMALLEST = 0.84  # a text may shrink by so much to stay in two rows; a longer one is shown in parts
ROWS = 2
SAFE = 0.82  # share of the picture's width that rows may take (EBU R 95: 90 % is title-safe; the plate has margins)
FOOT = 0.075  # share of the height left free below the plate
RAMP = 3  # frames in which a subtitle appears, and in which it goes
INK, PLATE, STRENGTH = (255, 249, 236), (18, 15, 24), 0.56


class Caption(NamedTuple):
    """A subtitle as a picture. color: uint16 [h, w, 3], already weighed; cover: uint16 [h, w, 1], 0 to 256; at (top, left)."""

    start: int
    end: int
    top: int
    left: int
    color: np.ndarray
    cover: np.ndarray

    def onto(self, frame: np.ndarray, at: int) -> None:
        """Blend over the frame (uint8 [h, w, 3], changed in place) as it stands at frame `at`."""
        shown = self.strength(at)
        if shown == 0:
            return
        height, width = self.cover.shape[:2]
        box = frame[self.top : self.top + height, self.left : self.left + width]
        cover, color = self.cover, self.color
        if shown < 256:
            cover, color = cover * np.uint32(shown) >> 8, color * np.uint32(shown) >> 8
        box[:] = (box * (256 - cover) + color) >> 8

    def strength(self, at: int) -> int:
        """0 to 256. Nothing outside [start, end)."""
        if not self.start <= at < self.end:
            return 0
        ramp = min(RAMP, (self.end - self.start) // 3) + 1
        return 256 * min(at - self.start + 1, self.end - at, ramp) // ramp


def captions(subtitles: Sequence[Subtitle], size: Size, frames: int) -> list[Caption]:
    """Every subtitle as pictures, none longer than the scene; a text too long for two rows becomes several, one after another."""
    found = []
    for subtitle in subtitles:
        end = min(subtitle.end, frames)
        face = face_for(subtitle.text, "subtitle")
        if face is None or end <= subtitle.start:
            continue
        letters, pages = paged(drawable(subtitle.text, face), face, size)
        for start, stop, rows in _shared(subtitle.start, end, pages):
            found.append(_caption(rows, face, letters, size)._replace(start=start, end=stop))
    return found


def paged(text: str, face: Face, size: Size) -> tuple[float, list[list[str]]]:
    """Size of the letters in pixels, and the rows of each page."""
    width, height = size
    largest, limit = max(7.0, height * LETTER), width * SAFE
    letters = largest
    while letters >= largest * SMALLEST:
        rows = wrap(text, face, letters, limit)
        if len(rows) <= ROWS:
            return letters, [rows]
        letters -= 0.04 * largest
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


def _caption(rows: list[str], face: Face, letters: float, size: Size) -> Caption:
    width, height = size
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
    cover, color = _weighed(text, ImageChops.lighter(plate, halo))
    top, left = height - round(height * FOOT) - down + rim, (width - across) // 2
    return _inside(Caption(0, 0, top, left, color, cover), size)


def _weighed(text: Image.Image, dark: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """Text over its dark ground as cover and weighed colour."""
    over, under = (np.asarray(mask, np.uint32)[..., None] * 256 // 255 for mask in (text, dark))
    below = under * (256 - over) >> 8
    color = over * np.array(INK, np.uint32) + below * np.array(PLATE, np.uint32)
    return over + below, color


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


def _inside(caption: Caption, size: Size) -> Caption:
    """Cropped to the picture, for sizes so small that the plate is larger."""
    width, height = size
    top, left = max(0, caption.top), max(0, caption.left)
    rows = slice(top - caption.top, top - caption.top + height - top)
    columns = slice(left - caption.left, left - caption.left + width - left)
    return caption._replace(top=top, left=left, color=caption.color[rows, columns], cover=caption.cover[rows, columns])
