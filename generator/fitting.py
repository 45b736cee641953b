"""Pictures at another size."""

from __future__ import annotations

import cv2
import numpy as np


def fitted(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture (h, w, ...) at `size` (width, height): by area when it shrinks, by cubic curves when it grows."""
    if picture.shape[1::-1] == tuple(size):
        return picture
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if picture.shape[1] > size[0] else cv2.INTER_CUBIC)


def cropped(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The largest middle part of the picture (h, w, ...) that has the shape of `size` (width, height), at that size."""
    height, width = picture.shape[:2]
    scale = min(width / size[0], height / size[1])
    wide, high = min(width, round(size[0] * scale)), min(height, round(size[1] * scale))
    left, top = (width - wide) // 2, (height - high) // 2
    return fitted(np.ascontiguousarray(picture[top : top + high, left : left + wide]), size)
