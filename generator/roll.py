"""Credits that roll: everyone and everything, over the hills of the closing card.

The words are drawn once, on a strip as long as they are, and the strip moves up past the picture: it stands while the end is read, sets off and comes to
rest softly, and stands again at its last line. Letters fade in below and out above, inside a letterbox's bars.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from generator.cards import LIMIT, Flourish, Ground, blurred, finished, from_black, palette
from generator.finish import bar
from generator.lettering import Role, drawable, face_for, ink, width, wrap
from storyboard.params import Credit, FilmParams, Size

STAND = 30  # frames in which it stands, at its beginning and at its end
STEP, GAP = 1.32, 0.12  # from row to row in letters; between parts, a share of the height
GUTTER = 0.022  # half the space between two columns, a share of the width
EDGE = 0.09  # of the height, in which letters come and go
COLUMN = "|"


class Hand(NamedTuple):
    """How a row is set: role, size as a share of the picture's height, and how strong it is."""

    role: Role
    size: float
    strength: float = 1.0


TITLE, NAME, NOTE, HEADING = Hand("title", 0.15), Hand("title", 0.062), Hand("aside", 0.054), Hand("aside", 0.044, 0.7)
MADE = Hand("aside", 0.062)


class Piece(NamedTuple):
    """A row's ink on the strip, with its left and its top in pixels."""

    mask: np.ndarray
    left: int
    top: int


def rolling(params: FilmParams) -> Iterator[np.ndarray]:
    """`credits_frames` frames, uint8 [h, w, 3]."""
    size, colors = params.size, palette(params, 1.0)
    ground = Ground(size, colors, seed=sum(params.title.encode()), late=1.0)
    strip, last = set_strip(params)
    shade = blurred(np.pad(strip, ((6, 6), (6, 6))), max(2, round(size[1] * 0.009)))[6:-6, 6:-6]
    seen = _seen(params)
    for at in range(params.credits_frames):
        picture = ground.frame(at)
        place = last * _travelled(at, params.credits_frames)
        for mask, color, strength in ((shade, colors.shade, 0.75), (strip, colors.letters, 1.0)):
            picture += (color - picture) * (_window(mask, place, size[1]) * seen * strength)[..., None]
        yield finished(picture * from_black(at, params.credits_frames), ground.dither)


def set_strip(params: FilmParams) -> tuple[np.ndarray, float]:
    """All words as one mask, float32 [rows, w], the first line in the middle of the first picture; and how far it has to go until the last line is."""
    size, (first, *_, made) = params.size, params.credits
    down = size[1]
    pieces, at = _rows(first, TITLE, size, down // 2 - round(TITLE.size * down * 0.6))
    mark = at + round(0.045 * down)
    at = mark + round(0.13 * down)
    for part in params.roll:
        pieces, at = _part(part, size, pieces, at)
        at += round(GAP * down)
    at += round(0.1 * down)
    closing, bottom = _rows(made, MADE, size, at)
    strip = np.zeros((bottom + down, size[0]), np.float32)
    for piece in (*pieces, *closing):
        _lay(strip, piece)
    line = Flourish(size, 0.5, ink_line=False)
    ornament = line.mask(1.0)
    top = mark - ornament.shape[0] // 2
    strip[top : top + ornament.shape[0]] = np.maximum(strip[top : top + ornament.shape[0]], ornament)
    return strip, float((at + bottom) // 2 - down // 2)


def _part(part: Credit, size: Size, pieces: list[Piece], at: int) -> tuple[list[Piece], int]:
    if part.heading:
        added, at = _rows(part.heading, HEADING, size, at)
        pieces, at = [*pieces, *added], at + round(0.012 * size[1])
    for name in part.names:
        added, at = _columns(name, size, at) if COLUMN in name else _rows(name, NAME if part.heading else NOTE, size, at)
        pieces = [*pieces, *added]
    return pieces, at


def _columns(name: str, size: Size, at: int) -> tuple[list[Piece], int]:
    """A name to the left of the middle, and what is said of it to the right; one under the other where they do not fit."""
    left, right = (one.strip() for one in name.split(COLUMN, 1))
    room = size[0] * (LIMIT / 2 - GUTTER)
    sides = [(left, NAME, -1), (right, NOTE, 1)]
    faces = [face_for(text, hand.role) for text, hand, _ in sides]
    if any(face and width(drawable(text, face), face, hand.size * size[1]) > room for face, (text, hand, _) in zip(faces, sides, strict=True)):
        above, at = _rows(left, NAME, size, at)
        below, at = _rows(right, NOTE, size, at)
        return [*above, *below], at
    found = [piece for text, hand, side in sides for piece in _rows(text, hand, size, at + round((NAME.size - hand.size) * size[1] * 0.9), side)[0]]
    return found, at + round(NAME.size * STEP * size[1])


def _rows(text: str, hand: Hand, size: Size, at: int, side: int = 0) -> tuple[list[Piece], int]:
    """A text from `at` down, in as many rows as it takes, in the middle or to a side of it; and where the next may begin."""
    found, pixels, face, middle = list[Piece](), hand.size * size[1], face_for(text, hand.role), size[0] // 2
    for row in wrap(drawable(text, face), face, pixels, LIMIT * size[0]) if face is not None else ():
        assert face is not None
        drawn = ink(row, face, pixels)
        gutter, across = round(GUTTER * size[0]), drawn.mask.shape[1]
        left = {0: middle - across // 2, -1: middle - gutter - across + drawn.margin, 1: middle + gutter - drawn.margin}[side]
        found.append(Piece(drawn.mask.astype(np.float32) * (hand.strength / 255), left, at))
        at += round(pixels * STEP)
    return found, at


def _lay(strip: np.ndarray, piece: Piece) -> None:
    top, left = max(piece.top, 0), max(piece.left, 0)
    mask = piece.mask[top - piece.top :, left - piece.left :][: strip.shape[0] - top, : strip.shape[1] - left]
    box = strip[top : top + mask.shape[0], left : left + mask.shape[1]]
    np.maximum(box, mask, out=box)


def _window(mask: np.ndarray, place: float, height: int) -> np.ndarray:
    """The strip's part that is seen, between pixels where it is."""
    whole, part = int(place), np.float32(place - int(place))
    rows = np.zeros((height + 1, mask.shape[1]), np.float32)
    there = mask[whole : whole + height + 1]
    rows[: len(there)] = there
    return rows[:-1] * (1 - part) + rows[1:] * part


def _seen(params: FilmParams) -> np.ndarray:
    """How much of the letters is seen in each row, [h, 1]."""
    height, black = params.size[1], bar(params.finish, params.size)
    inside = np.minimum(np.arange(height) - black, height - 1 - black - np.arange(height)) / (EDGE * height)
    ramp = np.clip(inside, 0, 1)
    return (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)[:, None]


def _travelled(at: int, frames: int) -> float:
    """Share of the way at a frame: even in the middle, soft at both ends."""
    stand = min(STAND, frames // 5)
    share = min(1.0, max(0.0, (at - stand) / max(1, frames - 1 - 2 * stand)))
    soft = 0.12
    if share < soft:
        return share * share / (2 * soft) / (1 - soft)
    if share > 1 - soft:
        return 1 - (1 - share) ** 2 / (2 * soft) / (1 - soft)
    return (share - soft / 2) / (1 - soft)
