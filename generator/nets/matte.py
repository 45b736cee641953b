"""Mattes: who is in a picture, told by the same picture without them.

Where a picture and its blank differ somebody is; along the outline a pixel is part of both, and how much of it is theirs follows from how
much it differs (difference keying: Smith and Blinn, 1996). Without a blank figures are cut out by their bones alone (cutout.py).

Letters: H W pixels.
"""

from typing import NamedTuple

import cv2
import numpy as np

LEAST = 4.0  # levels by which a pixel differs in which somebody is
PINHOLE = 0.0025  # of the picture: a smaller hole in somebody is not one, they are of the colour of what is behind
RIM = 3  # pixels: the outline, within which a pixel may be of both
PURE = 0.3  # share of a pixel below which its colour says little of whose it is


class Keyed(NamedTuple):
    """`picture` uint8 (H, W, 3) with the colours of figures alone where they are seen; `matte` float32 (H, W): how much of a pixel
    they are."""

    picture: np.ndarray
    matte: np.ndarray


def keyed(picture: np.ndarray, blank: np.ndarray) -> Keyed:
    """Everybody in the picture uint8 (H, W, 3), whose `blank` is the same without them. ValueError for another size."""
    if picture.shape != blank.shape:
        raise ValueError(f"a picture and its blank are of one size: {picture.shape} and {blank.shape}")
    own, behind = picture.astype(np.float32), blank.astype(np.float32)
    apart = np.abs(own - behind).max(-1)
    inside = _whole(cv2.morphologyEx((apart > LEAST).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    core = cv2.erode(inside, np.ones((RIM, RIM), np.uint8)) > 0
    about = cv2.dilate(apart, np.ones((2 * RIM - 1, 2 * RIM - 1), np.uint8))
    share = np.clip(apart / np.maximum(about, LEAST), 0.0, 1.0) * cv2.dilate(inside, np.ones((3, 3), np.uint8))
    matte = np.where(core, np.float32(1), share).astype(np.float32)
    mixed = (matte > 0) & ~core
    own[mixed] = behind[mixed] + (own[mixed] - behind[mixed]) / np.maximum(matte[mixed], PURE)[:, None]
    return Keyed(own.round().clip(0, 255).astype(np.uint8), matte)


def _whole(mask: np.ndarray) -> np.ndarray:
    """The mask uint8 (H, W) without pinholes."""
    contours, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    small = [c for c, level in zip(contours, levels[0], strict=True) if level[3] >= 0 and cv2.contourArea(c) < PINHOLE * mask.size] if contours else []
    return cv2.drawContours(mask, small, -1, 1, cv2.FILLED) if small else mask
