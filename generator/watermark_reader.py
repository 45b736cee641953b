"""Finding the watermark in any film: what is left of its pictures without their drawing, against the pattern's signs.

The statistic is z = sum(s x) / sqrt(sum(x^2)) over the cells, s the signs and x what the film shows there. An unmarked film knows nothing
of the signs, which are fair coins, so by Hoeffding's inequality (1963) P(z >= t) <= exp(-t^2 / 2), whatever the film: no model of films
is needed. Where several places of the pattern are tried the chances add up. What is told is that bound: the chance of a false alarm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
from scipy.signal import correlate

from generator.watermark import CELLS, parts, signs, words

PER_CELL = 8  # samples a cell has along each side
LONGER = CELLS * PER_CELL  # samples along the longer side of a picture that is read
DRAWING = 17  # samples: the median over so many is the drawing; what differs from it by little may be the mark
CLIP = 2.0  # levels: an edge of the drawing says no more than this
LOUDEST = 1.5  # of the median cell: no cell says more
ALARM = 1e-6  # the chance of a false alarm below which the mark is found
SPELLED = 1e-3  # the chance of a wrong number below which it is told
ZOOMS = tuple(1 + step / 100 for step in range(81))  # how much larger cells may be shown after a crop
DARK = 24  # luma: rows and columns never lighter than this are bars beside the picture


class Mark(NamedTuple):
    """What a film says. `z`: the statistic; `chance`: at most so likely is such a z, or a higher one, in a film without the mark; `zoom`:
    how much larger the cells are shown than in a whole picture; `number`: None where it cannot be read."""

    found: bool
    z: float
    chance: float
    zoom: float
    mirrored: bool
    number: int | None


class _Place(NamedTuple):
    """The pattern laid over the film: z, the cells as the film shows them, and where in the pattern the first of them is."""

    z: float
    cells: np.ndarray
    row: int
    column: int
    zoom: float = 1.0
    mirrored: bool = False


def read(pictures: Iterable[np.ndarray]) -> Mark:
    """`pictures`: luma of some of a film's pictures, uint8 [h, w], the longer side LONGER. The whole picture is tried first, then crops."""
    film = shown(pictures)
    whole = _best(film, ())[0]
    if whole is not None and (chance := _chance(whole.z, 1)) <= ALARM:
        return _told(whole, chance)
    place, tried = _searched(film)
    place = place if whole is None or (place is not None and place.z > whole.z) else whole
    return Mark(False, 0.0, 1.0, 1.0, False, None) if place is None else _told(place, _chance(place.z, tried))


def shown(pictures: Iterable[np.ndarray]) -> np.ndarray:
    """What is left of the pictures without their drawing, added up, float64 [h, w]; bars are cut off, the longer side is LONGER."""
    total = brightest = None
    for luma in pictures:
        rest = luma.astype(np.float32) - cv2.medianBlur(luma, DRAWING)
        rest = np.clip(rest, -CLIP, CLIP)
        total = rest.astype(np.float64) if total is None else total + rest
        brightest = luma if brightest is None else np.maximum(brightest, luma)
    if total is None or brightest is None:
        return np.zeros((PER_CELL, PER_CELL))
    rows, columns = (np.flatnonzero(brightest.max(axis) > DARK) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return total
    inner = total[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return total if inner.size > 0.98 * total.size else _scaled(inner, LONGER / max(inner.shape))


def _scaled(film: np.ndarray, by: float) -> np.ndarray:
    height, width = (max(PER_CELL, round(side * by)) for side in film.shape)
    found: np.ndarray = cv2.resize(film, (width, height), interpolation=cv2.INTER_LINEAR)
    return found


def _best(film: np.ndarray, phases: Iterable[tuple[int, int]]) -> tuple[_Place | None, int]:
    """The best place of the pattern over the film, and how many were tried. No `phases`: only the corner on the corner."""
    mask, name = parts()[0].astype(np.float64), signs("Fabula") * parts()[0].astype(np.float64)
    best, tried = None, 0
    for down, right in phases or ((0, 0),):
        x = cells(film[down:, right:])
        if min(x.shape) < 4 or max(x.shape) > CELLS:
            continue
        if not phases:
            here = name[: x.shape[0], : x.shape[1]]
            return _Place(_z((x * here).sum(), (x * x * abs(here)).sum()), x, 0, 0), 1
        z = correlate(name, x, "valid") / np.sqrt(np.maximum(correlate(mask, x * x, "valid"), 1e-12))
        row, column = np.unravel_index(int(z.argmax()), z.shape)
        tried += z.size
        if best is None or z[row, column] > best.z:
            best = _Place(float(z[row, column]), x, int(row), int(column))
    return best, tried


def cells(film: np.ndarray) -> np.ndarray:
    """Every whole cell's mean, none louder than LOUDEST times the median one: float64 [rows, columns]."""
    rows, columns = (side // PER_CELL for side in film.shape)
    means = film[: rows * PER_CELL, : columns * PER_CELL].reshape(rows, PER_CELL, columns, PER_CELL).mean((1, 3))
    most = LOUDEST * np.median(abs(means)) if means.size else 0.0
    return np.clip(means, -most, most)


def _searched(film: np.ndarray) -> tuple[_Place | None, int]:
    """The best place of the pattern over a film that may be a crop, or mirrored; and how many were tried."""
    best, tried = None, 0
    for place, count in _everywhere(film):
        tried += count
        if place is not None and (best is None or place.z > best.z):
            best = place
    return best, tried


def _everywhere(film: np.ndarray) -> Iterator[tuple[_Place | None, int]]:
    phases = [(down, right) for down in range(0, PER_CELL, 2) for right in range(0, PER_CELL, 2)]
    for mirrored in (False, True):
        for zoom in ZOOMS:
            scaled = _scaled(film[:, ::-1] if mirrored else film, 1 / zoom)
            place, count = _best(scaled, phases)
            yield None if place is None else place._replace(zoom=zoom, mirrored=mirrored), count


def _z(said: float, power: float) -> float:
    return float(said / math.sqrt(power)) if power > 0 else 0.0


def _chance(z: float, tried: int) -> float:
    """Hoeffding's bound, for both looks (the whole picture, and crops) together."""
    return min(1.0, 2 * tried * math.exp(-z * z / 2)) if z > 0 else 1.0


def _told(place: _Place, chance: float) -> Mark:
    found = chance <= ALARM
    return Mark(found, round(place.z, 2), chance, place.zoom, place.mirrored, _number(place) if found else None)


def _number(place: _Place) -> int | None:
    """The number that the other cells spell; None where a byte is not sure."""
    x = place.cells
    window = np.s_[place.row : place.row + x.shape[0], place.column : place.column + x.shape[1]]
    spelled = []
    for byte, where in enumerate(parts()[1:]):
        mask = where[window]
        spoken = [signs(words(value << 8 * (1 - byte))[1 + byte])[window][mask] for value in range(256)]
        z = np.array(spoken) @ x[mask] / math.sqrt(max((x[mask] ** 2).sum(), 1e-12))
        if 256 * math.exp(-(z.max() ** 2) / 2) > SPELLED / 2:
            return None
        spelled.append(int(z.argmax()))
    return spelled[0] << 8 | spelled[1]
