"""Depth: what stands farther away moves less when the camera travels.

A camera that turns or zooms moves the picture as one plane (camera.py); one that travels moves every plane by itself. The picture is
taken apart by how near things are and put together again, far to near; what was hidden between them is filled in from around it.

Letters: H W pixels.
"""

import math
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels

BIN = 0.1  # of nearness: what is so much alike is laid as one sheet, each pixel at its own depth
LEAST = 0.2  # of the way to a thing that is left, at least, when the camera comes near it
COVERED = 0.5  # of a pixel: less is taken to show what was hidden
ABOUT, NEARER = 15, 0.15  # pixels around within which something is so much farther: what is hidden there is filled in with that


class Depth(NamedTuple):
    """`near` float32 (H, W) of the first drawing without its figures: 0 infinitely far, 1 where the figures stand, more before them;
    `vanishing`: the vanishing point, x and y in pixels; `dolly`: how far in the camera has come by then, as a factor."""

    near: np.ndarray
    vanishing: tuple[float, float]
    dolly: float


class Travelled(NamedTuple):
    """A picture float32 (H, W, 3) as a camera that travelled sees it; `flow` float32 (H, W, 2) and `real` float32 (H, W) as in an
    anchor (puppet.py)."""

    picture: np.ndarray
    flow: np.ndarray
    real: np.ndarray


def travelled(picture: np.ndarray, depth: Depth, step: np.ndarray) -> Travelled:
    """The picture uint8 (H, W, 3) after a camera `step` (4,): to the right and down in shares of the frame, in as log zoom. A camera that
    travels does not roll."""
    height, width = picture.shape[:2]
    grid = pixels(height, width)
    bins = np.round(depth.near / BIN).astype(np.int32)
    made, flow = picture.astype(np.float32), np.zeros_like(grid)
    covered, shown = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    for level in np.unique(bins):
        mask = bins == level
        least, most = float(depth.near[mask].min()), float(depth.near[mask].max())
        source = _source(grid, depth, step, np.full((1, 1), (least + most) / 2, np.float32))
        if most - least > 0.01:
            source = _source(grid, depth, step, np.clip(_read(depth.near, source), least, most))
        share = _read(mask.astype(np.float32), source)
        made += share[..., None] * (_read(picture, source) - made)
        there = share > COVERED
        flow[there], shown[there] = (source - grid)[there], level * BIN
        covered = np.maximum(covered, share)
    x, y = (grid + flow)[..., 0], (grid + flow)[..., 1]
    inside = (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    return Travelled(_filled(made, covered, shown), flow, ((covered > COVERED) & inside).astype(np.float32))


def _filled(made: np.ndarray, covered: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """The picture with what nothing covers taken from the nearest of what is far there: what was hidden is behind."""
    lost = covered < 1 - 1e-3
    if not lost.any():
        return made
    least = cv2.erode(np.where(lost, np.float32(9), shown), np.ones((ABOUT, ABOUT), np.uint8))
    lends = ~lost & (shown <= least + NEARER)
    _, labels = cv2.distanceTransformWithLabels((~lends).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    places = np.zeros(labels.max() + 1, np.int64)
    places[labels[lends]] = np.flatnonzero(lends)
    out = made.copy()
    out[lost] = made.reshape(-1, made.shape[-1])[places[labels[lost]]]
    return out


def _source(points: np.ndarray, depth: Depth, step: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Where in the first drawing the points (H, W, 2) lie that are so `near` (scalar or (H, W)) after the step.

    A point at p, seen from the vanishing point o, goes to o + k'/k (p - o) - k' n t: k = 1 / (1 - n (1 - 1/d)) grows with the dolly d,
    t is the travel on the stage line in pixels, which keeps the middle of the frame in its place while the camera goes in."""
    height, width = points.shape[:2]
    pan_x, pan_y, log_zoom, _ = step.tolist()
    size, origin = np.array([width, height]), np.array(depth.vanishing)
    middle = (size - 1) / 2
    before, after = depth.dolly, depth.dolly * math.exp(log_zoom)
    travel = (middle - origin) * (1 / before - 1 / after) + np.array([pan_x, pan_y]) * size / after
    grown, growing = (1.0 / np.maximum(1.0 - near * np.float32(1.0 - 1.0 / d), np.float32(LEAST)) for d in (before, after))
    ratio, shift = grown / growing, growing * near
    x, y = (ratio * (points[..., k] + np.float32(travel[k]) * shift - np.float32(origin[k])) + np.float32(origin[k]) for k in (0, 1))
    return np.stack([x, y], -1)


def _read(picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    return cv2.remap(picture, source[..., 0].copy(), source[..., 1].copy(), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
