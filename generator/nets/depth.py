"""Depth: what stands farther away moves less when the camera travels.

A camera that turns or zooms moves the picture as one plane (camera.py); one that travels moves every plane by itself. The picture is
taken apart by how near things are and put together again, far to near; what was hidden between them is filled in with what is far about it.

Letters: H W pixels.
"""

import math
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels

FINE = 0.02  # of nearness: standing things that differ by less are one plane
LEAST = 0.2  # of the way to a thing that is left, at least, when the camera comes near it
COVERED = 0.5  # of a pixel: less is taken to show what was hidden
ABOUT, NEARER = 0.06, 0.15  # of the height around within which something is so much farther: what is hidden there is filled in with that


class Depth(NamedTuple):
    """How near everything in the first drawing but its figures is, `near` float32 (H, W): 0 infinitely far, 1 where the figures stand,
    more before them; `ground` bool (H, W): what lies instead of standing, as near as its row is; `vanishing`: the vanishing point in shares
    of width and height; `dolly`: how far in the camera has come by then, as a factor."""

    near: np.ndarray
    ground: np.ndarray
    vanishing: tuple[float, float]
    dolly: float


def resized(depth: Depth, size: tuple[int, int]) -> Depth:
    """The depth for pictures of another `size` (width, height)."""
    near, ground = (cv2.resize(part, size, interpolation=cv2.INTER_NEAREST) for part in (depth.near, depth.ground.astype(np.uint8)))
    return depth._replace(near=near, ground=ground > 0)


class Travelled(NamedTuple):
    """A picture uint8 (H, W, 3) as a camera that travelled sees it; `flow` float32 (H, W, 2) and `real` float32 (H, W) as in an
    anchor (puppet.py)."""

    picture: np.ndarray
    flow: np.ndarray
    real: np.ndarray


def travelled(picture: np.ndarray, depth: Depth, step: np.ndarray) -> Travelled:
    """The picture uint8 (H, W, 3), which the depth is of, after a camera `step` (4,): to the right and down in shares of the frame, in as log
    zoom. A camera that travels does not roll."""
    height, width = picture.shape[:2]
    way = _Way(depth, step, (width, height))
    made, source = picture.copy(), np.zeros((height, width, 2), np.float32)
    covered, shown = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    for near, mask in _planes(depth):
        x, y = way.plane(near) if near is not None else way.lying(_rows(depth))
        there = np.stack(np.broadcast_arrays(x, y), -1).astype(np.float32)
        share = _read(mask, there)
        made = cv2.blendLinear(_read(picture, there), made, share, 1.0 - share)
        ours = share > COVERED
        source[ours], shown[ours] = there[ours], depth.near[mask > 0].min() if near is None else near
        covered = np.maximum(covered, share)
    source[covered <= COVERED] = pixels(height, width)[covered <= COVERED]
    x, y = source[..., 0], source[..., 1]
    inside = (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    return Travelled(_filled(made, covered, shown), source - pixels(height, width), ((covered > COVERED) & inside).astype(np.float32))


class _Way:
    """Where what the camera sees after a step was before. A point at p that is so near (n), seen from the vanishing point o, goes to
    o + k'/k (p - o) - k' n t: k = 1 / (1 - n (1 - 1/d)) grows with the dolly d; t is the travel on the stage line in pixels, which keeps
    the middle of the frame in its place while the camera goes in."""

    def __init__(self, depth: Depth, step: np.ndarray, size: tuple[int, int]) -> None:
        pan_x, pan_y, log_zoom, _ = step.tolist()
        self.size = size
        self.origin = tuple(share * side - 0.5 for share, side in zip(depth.vanishing, size, strict=True))
        self.before, self.after = depth.dolly, depth.dolly * math.exp(log_zoom)
        self.travel = tuple(
            ((side - 1) / 2 - origin) * (1 / self.before - 1 / self.after) + pan * side / self.after
            for side, origin, pan in zip(size, self.origin, (pan_x, pan_y), strict=True)
        )

    def plane(self, near: float) -> tuple[np.ndarray, np.ndarray]:
        """Places x (1, W) and y (H, 1) of a plane that stands so near."""
        return self._back(0, np.arange(self.size[0])[None], near), self._back(1, np.arange(self.size[1])[:, None], near)

    def lying(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places x (H, W) and y (H, 1) of the ground, whose rows (H,) are so near."""
        grown, growing = self._grown(rows, self.before), self._grown(rows, self.after)
        at = np.arange(len(rows))
        gone = self.origin[1] + growing / grown * (at - self.origin[1]) - growing * rows * self.travel[1]  # where each row is now
        y = np.interp(at, *_rising(gone, at))
        near = np.interp(y, at, rows)
        return self._back(0, np.arange(self.size[0])[None], near[:, None]), y[:, None]

    def _back(self, axis: int, now: np.ndarray, near: float | np.ndarray) -> np.ndarray:
        grown, growing = self._grown(near, self.before), self._grown(near, self.after)
        return np.asarray(self.origin[axis] + grown / growing * (now - self.origin[axis] + growing * near * self.travel[axis]))

    @staticmethod
    def _grown(near: float | np.ndarray, dolly: float) -> np.ndarray:
        return 1.0 / np.maximum(1.0 - np.asarray(near) * (1.0 - 1.0 / dolly), LEAST)


def _rising(places: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places that only go down the picture, with their rows: two more, far beyond, at the rate of the last."""
    kept = np.maximum.accumulate(places)
    first, last = np.diff(kept[:2])[0] or 1.0, np.diff(kept[-2:])[0] or 1.0
    far = 10 * len(rows)
    return np.concatenate([[kept[0] - far * first], kept, [kept[-1] + far * last]]), np.concatenate([[rows[0] - far], rows, [rows[-1] + far]])


def _planes(depth: Depth) -> list[tuple[float | None, np.ndarray]]:
    """What stands, by how near, far to near, and what lies (None) where its far edge is among them; each with its mask float32 (H, W)."""
    levels = np.round(depth.near / FINE).astype(np.int32)
    planes = list[tuple[float, float | None, np.ndarray]]()
    for level in np.unique(levels[~depth.ground]):
        mask = ~depth.ground & (levels == level)
        planes.append((level * FINE, float(depth.near[mask].mean()), mask.astype(np.float32)))
    if depth.ground.any():
        planes.append((float(depth.near[depth.ground].min()), None, depth.ground.astype(np.float32)))
    return [(near, mask) for _, near, mask in sorted(planes, key=lambda plane: plane[0])]


def _rows(depth: Depth) -> np.ndarray:
    """How near the ground is by row (H,), also where something stands before all of it."""
    rows = np.flatnonzero(depth.ground.any(1))
    near = np.array([depth.near[row][depth.ground[row]].mean() for row in rows])
    return np.interp(np.arange(len(depth.near)), rows, near)


def _read(values: np.ndarray, source: np.ndarray) -> np.ndarray:
    x, y = (np.ascontiguousarray(source[..., k]) for k in (0, 1))
    return cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _filled(made: np.ndarray, covered: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """The picture with what nothing covers taken from the nearest of what is far there: what was hidden is behind."""
    lost = covered < 1 - 1e-3
    if not lost.any():
        return made
    about = 2 * round(ABOUT * made.shape[0]) + 1
    least = cv2.erode(np.where(lost, np.float32(9), shown), np.ones((about, about), np.uint8))
    lends = ~lost & (shown <= least + NEARER)
    _, labels = cv2.distanceTransformWithLabels((~lends).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    places = np.zeros(labels.max() + 1, np.int64)
    places[labels[lends]] = np.flatnonzero(lends)
    made[lost] = made.reshape(-1, made.shape[-1])[places[labels[lost]]]
    return made
