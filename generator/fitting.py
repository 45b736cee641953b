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


def bordered(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The whole picture (h, w, 3) in the middle of one of `size` (width, height), its edges carried outwards where the shapes differ."""
    height, width = picture.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    wide, high = min(size[0], round(width * scale)), min(size[1], round(height * scale))
    left, top = (size[0] - wide) // 2, (size[1] - high) // 2
    return cv2.copyMakeBorder(fitted(picture, (wide, high)), top, size[1] - high - top, left, size[0] - wide - left, cv2.BORDER_REFLECT)
