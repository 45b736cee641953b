"""Planar pictures: uint8 [3h/2, w] as H.264 keeps them. The h rows of luma come first, then two planes of chroma, each at half the
width and half the height, row after row (I420, BT.709, 16 black and 235 white). What only passes through stays as it is.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

BLACK = (16, 128, 128)


def height_of(picture: np.ndarray) -> int:
    return picture.shape[0] * 2 // 3


def planes(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Luma [h, w] and the two chromas [h/2, w/2] of a planar picture, as views into it."""
    h, w = height_of(picture), picture.shape[1]
    chroma = picture.reshape(-1)[h * w :].reshape(2, h // 2, w // 2)
    return picture[:h], chroma[0], chroma[1]


def plain(color: tuple[int, int, int], like: np.ndarray) -> np.ndarray:
    """A planar picture of one colour (luma, blue, red), as large as another."""
    out = np.empty_like(like)
    for plane, value in zip(planes(out), color, strict=True):
        plane[:] = value
    return out


def enlarged(picture: np.ndarray, zoom: float, middle: tuple[float, float]) -> np.ndarray:
    """The part around `middle` (shares of the width and height) enlarged `zoom` times, to fill the picture."""
    out = np.empty_like(picture)
    for old, new in zip(planes(picture), planes(out), strict=True):
        (high, wide), (x, y) = old.shape, middle
        left, top = (min(max(at - 0.5 / zoom, 0.0), 1 - 1 / zoom) for at in (x, y))
        box = (left * wide, top * high, (left + 1 / zoom) * wide, (top + 1 / zoom) * high)
        new[:] = np.asarray(Image.fromarray(old).resize((wide, high), Image.Resampling.BICUBIC, box=box))
    return out


def columns(values: np.ndarray, height: int) -> np.ndarray:
    """A number for each column (w,) as one for each sample of a planar picture of that height: [3h/2, w]."""
    width = len(values)
    return np.concatenate([np.broadcast_to(values, (height, width)), np.tile(values[::2], height).reshape(height // 2, width)])


def coded(color: tuple[int, int, int]) -> tuple[int, int, int]:
    """An RGB colour as luma, blue and red differences (ITU-R BT.709, video range)."""
    r, g, b = (value / 255 for value in color)
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return round(16 + 219 * luma), round(128 + 224 * (b - luma) / 1.8556), round(128 + 224 * (r - luma) / 1.5748)


def from_rgb(picture: np.ndarray) -> np.ndarray:
    """uint8 [h, w, 3] as a planar picture; chroma is the mean of each two by two."""
    height, width = picture.shape[:2]
    out = np.empty((height * 3 // 2, width), np.uint8)
    r, g, b = (picture[..., k].astype(np.float32) for k in range(3))
    y = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255
    for plane, values in zip(planes(out), (219 * y + 16, 224 / 1.8556 * (b / 255 - y) + 128, 224 / 1.5748 * (r / 255 - y) + 128), strict=True):
        if plane.shape != values.shape:
            values = values.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
        plane[:] = np.round(values).clip(0, 255).astype(np.uint8)
    return out
