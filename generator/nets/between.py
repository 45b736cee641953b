"""24 drawings a second from 12: between two neighbours one is made that shows everything halfway.

Both are pulled halfway along the optical flow between them (DIS), from either side; where the two disagree, one would see a
double image, so the one that changes less there is shown alone.

    for picture in doubled(pictures): ...    # F drawings in, 2 F out; the last one comes twice
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels

WIDEST = 256  # pixels of width at which the flow is sought
SOFT = 1.0  # pixels (deviation) by which drawings are softened before
APART = 12.0  # levels by which the two halfway drawings differ where they are no longer mixed
SURE = 6.0  # levels by which one is to fit better to be shown alone


class Way(NamedTuple):
    """What comes halfway from one drawing to another: `step` float32 (h, w, 2), in pixels, to where each pixel comes from, `soft`
    uint8 (h, w, 3): what is seen there, and `misses` float32 (h, w): by how many levels the other drawing shows something else."""

    step: np.ndarray
    soft: np.ndarray
    misses: np.ndarray


def doubled(pictures: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Drawings uint8 (H, W, 3), 12 a second, to twice as many: each as it was, and after it one halfway to the next."""
    before = None
    for picture in pictures:
        if before is not None:
            yield before
            yield halfway(before, picture)
        before = picture
    if before is not None:
        yield before
        yield before.copy()


def halfway(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """The drawing between two uint8 (H, W, 3)."""
    if np.array_equal(one, two):
        return one.copy()
    small = [_small(picture) for picture in (one, two)]
    first, second = _way(*small), _way(*reversed(small))
    apart = _apart(first.soft, second.soft) / APART
    better = np.clip((second.misses - first.misses) / SURE, -1.0, 1.0) * np.minimum(apart, 1.0)
    share = cv2.GaussianBlur(0.5 + 0.5 * better, (0, 0), SOFT).astype(np.float32)
    share = cv2.resize(share, one.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.blendLinear(_pulled(one, first.step), _pulled(two, second.step), share, 1.0 - share)


def _small(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[:2]
    if width > WIDEST:
        picture = cv2.resize(picture, (WIDEST, round(height * WIDEST / width)), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(picture, (0, 0), SOFT)


def _way(one: np.ndarray, two: np.ndarray) -> Way:
    seek = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    flow = seek.calc(
        cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), cv2.cvtColor(two, cv2.COLOR_RGB2GRAY), np.zeros((*one.shape[:2], 2), np.float32)
    )
    grid = pixels(*one.shape[:2])
    step = flow
    for _ in range(2):  # the flow of what arrives here, which set out half a flow before
        step = _read(flow, grid - 0.5 * step)
    soft = _read(one, grid - 0.5 * step)
    misses = _apart(soft, _read(two, grid + 0.5 * step))
    return Way(-0.5 * step, soft, cv2.GaussianBlur(misses, (0, 0), SOFT))


def _apart(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """By how many levels two drawings (h, w, 3) differ, in the colour that differs most: float32 (h, w)."""
    red, green, blue = cv2.split(cv2.absdiff(one, two))
    return cv2.max(cv2.max(red, green), blue).astype(np.float32)


def _pulled(picture: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The picture (H, W, 3) read a `step` (h, w, 2) further, in pixels of the step's own size."""
    height, width = picture.shape[:2]
    step = cv2.resize(step, (width, height), interpolation=cv2.INTER_LINEAR) * (width / step.shape[1])
    return _read(picture, pixels(height, width) + step, cv2.INTER_CUBIC)


def _read(values: np.ndarray, there: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
    return cv2.remap(values, there[..., 0].copy(), there[..., 1].copy(), how, borderMode=cv2.BORDER_REPLICATE)
