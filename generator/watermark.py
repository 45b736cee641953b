"""The invisible watermark: every picture's luma one level up or down, in soft cells whose signs say "Fabula" and a number.

The pattern is CELLS cells along the longer side, from the upper left corner, and the same in every picture: it costs few bytes, leaves
held drawings held, lives through another size and another rate, and adds up over a film (watermark_reader.py). Half the cells, in chess
order, say that the film is Fabula's; the others spell the number, a byte in each half. Spread spectrum after Cox et al. 1997.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from generator.planar import height_of

CELLS = 48  # along the longer side: 16 pixels each at 768x432
STEEPNESS = 1.4  # before rounding: above 1, so that a cell's middle is whole and only its border, where signs change, is left alone
MOST = 65_535


def onto(pictures: Iterable[np.ndarray], number: int | None) -> Iterator[np.ndarray]:
    """Planar pictures, uint8 [3h/2, w], with the watermark; `number` None: as they are."""
    for picture in pictures:
        yield picture if number is None else marked(picture, number)


def marked(picture: np.ndarray, number: int) -> np.ndarray:
    """The picture with the watermark: a new one."""
    height, width = height_of(picture), picture.shape[1]
    more, less = _levels(width, height, number)
    out = np.empty_like(picture)
    out[height:] = picture[height:]
    cv2.add(picture[:height], more, dst=out[:height])
    cv2.subtract(out[:height], less, dst=out[:height])
    return out


@functools.lru_cache(maxsize=4)
def _levels(width: int, height: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    """What is added and what is taken away, 0 or 1 for each pixel: uint8 [h, w] twice."""
    cell = max(width, height) / CELLS
    across, down = ((np.arange(side, dtype=np.float32) + 0.5) / cell - 0.5 for side in (width, height))
    x, y = np.meshgrid(across, down)
    soft = cv2.remap(pattern(number).astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    levels = np.rint(soft * STEEPNESS)
    return (levels > 0).astype(np.uint8), (levels < 0).astype(np.uint8)


def pattern(number: int) -> np.ndarray:
    """Every cell's sign, int8 [CELLS, CELLS]: a wide picture shows the upper rows, a tall one the left columns."""
    out = np.zeros((CELLS, CELLS), np.int8)
    for word, where in zip(words(number), parts(), strict=True):
        out[where] = signs(word)[where]
    return out


def words(number: int) -> tuple[str, str, str]:
    """What the three parts of the pattern say."""
    return "Fabula", f"high {number >> 8}", f"low {number & 255}"


def parts() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which cells say that it is Fabula's, and which spell the number's two bytes: bool [CELLS, CELLS] each."""
    y, x = np.mgrid[:CELLS, :CELLS]
    name = (x + y) % 2 == 0
    return name, ~name & (x % 2 == 0), ~name & (x % 2 == 1)


@functools.cache
def signs(word: str) -> np.ndarray:
    """Fair coins that a word throws, int8 [CELLS, CELLS] of -1 and 1: the bits of SHA-256, the same for ever."""
    size = CELLS * CELLS // 8
    bits = b"".join(hashlib.sha256(f"{word} {count}".encode()).digest() for count in range(-(-size // 32)))[:size]
    return np.unpackbits(np.frombuffer(bits, np.uint8)).reshape(CELLS, CELLS).astype(np.int8) * 2 - 1
