"""Pictures at another size."""

from __future__ import annotations

import cv2
import numpy as np


def fitted(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture (h, w, ...) at `size` (width, height): by area when it shrinks, by cubic curves when it grows."""
    if picture.shape[1::-1] == tuple(size):
        return picture
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if picture.shape[1] > size[0] else cv2.INTER_CUBIC)


def covering(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture (h, w, ...) at `size` (width, height), filling it: what stands over is cut off, as much on either side."""
    height, width = picture.shape[:2]
    share = min(width / size[0], height / size[1])
    across, down = max(1, round(size[0] * share)), max(1, round(size[1] * share))
    left, top = (width - across) // 2, (height - down) // 2
    return fitted(np.ascontiguousarray(picture[top : top + down, left : left + across]), size)
