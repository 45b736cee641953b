"""A clip's picture in another shape of film: the window that storyboard/reframe.py chose, brought to the film's size with Lanczos.

A window wider than the film's shape is shown whole, over a dark blurred fill of itself. Pillow resizes in whole numbers, so the
bytes are the same on every machine. Pictures are planar (planar.py).
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from generator.planar import height_of, planes
from storyboard.reframe import Shape, Window

UP = 0.46  # where the middle of a picture over a fill is, as a share of the film's height: captions stand below it
SMALL, DIM = 12, 0.5  # the fill is blurred at this share of its size, and so dark
SOFT = 1.6


def reframed(picture: np.ndarray, window: Window, frame: int, size: Shape) -> np.ndarray:
    """The window of a picture at a frame of its shot, as uint8 [3h/2, w] of `size` (width, height)."""
    width, height = size
    across, down = picture.shape[1], height_of(picture)
    out = np.empty((height * 3 // 2, width), np.uint8)
    whole = window.span * across  # pixels of the picture across the film
    tall = min(height, 2 * round(width * down / whole / 2))
    top = 2 * round((height * UP - tall / 2) / 2) if tall < height - 2 else 0
    tall = tall if top > 0 else height
    left = window.middle(frame) * across - whole / 2
    for plane, target, k in zip(planes(picture), planes(out), (1, 2, 2), strict=True):
        source = Image.fromarray(plane)
        if top > 0:
            target[:] = _fill(source, (width // k, height // k), dim=k == 1)
        box = (max(0.0, left / k), 0.0, min(across / k, (left + whole) / k), down / k)
        target[top // k : (top + tall) // k] = np.asarray(source.resize((width // k, tall // k), Image.Resampling.LANCZOS, box))
    return out


def _fill(source: Image.Image, size: Shape, dim: bool) -> np.ndarray:
    """The middle of the plane over the whole film, out of focus; luma darker, chroma as it is."""
    width, height = size
    share = width * source.height / (height * source.width)
    box = (source.width * (1 - share) / 2, 0.0, source.width * (1 + share) / 2, float(source.height))
    small = source.resize((max(4, width // SMALL), max(4, height // SMALL)), Image.Resampling.BOX, box)
    fill = np.asarray(small.filter(ImageFilter.GaussianBlur(SOFT)).resize(size, Image.Resampling.BICUBIC))
    return (16 + (fill.astype(np.uint16) - 16) * DIM).astype(np.uint8) if dim else fill
