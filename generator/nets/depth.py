"""Depth: what stands farther away moves less when the camera travels.

A camera that turns or zooms moves the picture as one plane (camera.py); one that travels moves every plane by itself. The picture is
taken apart by how near things are and put together again, far to near; what was hidden between them is filled in with what is far about it.

Letters: H W pixels.
"""

import math
from collections.abc import Iterator
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


class Plane(NamedTuple):
    """What stands `near` (None: what lies), its mask float32 (H, W), and the columns and rows it is in: left, top, right, low."""

    near: float | None
    mask: np.ndarray
    box: tuple[int, int, int, int]


class Apart(NamedTuple):
    """A first drawing taken apart: its depth, its planes, far to near, and how near the ground is by row (H,)."""

    depth: Depth
    planes: list[Plane]
    rows: np.ndarray


def apart(depth: Depth) -> Apart:
    """Once for all drawings of a clip. What lies is where its far edge is among what stands."""
    levels = np.round(depth.near / FINE).astype(np.int32)
    masks = [~depth.ground & (levels == level) for level in np.unique(levels[~depth.ground])]
    found = [(float(depth.near[mask].mean()), Plane(float(depth.near[mask].mean()), mask.astype(np.float32), _box(mask))) for mask in masks]
    if depth.ground.any():
        edge = float(depth.near[depth.ground].min())
        found.append((edge, Plane(None, depth.ground.astype(np.float32), _box(depth.ground))))
    return Apart(depth, [plane for _, plane in sorted(found, key=lambda one: one[0])], _rows(depth))


def travelled(picture: np.ndarray, made_of: Apart, step: np.ndarray) -> Travelled:
    """The picture uint8 (H, W, 3), taken apart, after a camera `step` (4,): to the right and down in shares of the frame, in as log zoom. A camera
    that travels does not roll."""
    height, width = picture.shape[:2]
    made, source = picture.copy(), np.zeros((height, width, 2), np.float32)
    covered, shown = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    for near, box, places, share in _laid(made, picture, made_of, step):
        ours = share > COVERED
        source[box][ours] = np.stack(np.broadcast_arrays(*places), -1)[ours]
        shown[box][ours] = made_of.rows.min() if near is None else near
        covered[box] = np.maximum(covered[box], share)
    source[covered <= COVERED] = pixels(height, width)[covered <= COVERED]
    x, y = source[..., 0], source[..., 1]
    inside = (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    return Travelled(_filled(made, covered, shown), source - pixels(height, width), ((covered > COVERED) & inside).astype(np.float32))


def seen_through(picture: np.ndarray, made_of: Apart, step: np.ndarray) -> np.ndarray:
    """The same picture alone, uint8 (H, W, 3); what nothing covers is not filled in: the farthest plane is seen through it."""
    made = picture.copy()
    for _ in _laid(made, picture, made_of, step):
        pass
    return made


def _laid(
    made: np.ndarray, picture: np.ndarray, made_of: Apart, step: np.ndarray
) -> Iterator[tuple[float | None, tuple[slice, slice], tuple[np.ndarray, np.ndarray], np.ndarray]]:
    """Lay the planes of a picture onto what is `made`, far to near: of each how near it is, its box, where it comes from and how much of each
    pixel it is."""
    height, width = picture.shape[:2]
    way = _Way(made_of.depth, step, (width, height))
    for number, plane in enumerate(made_of.planes):
        x, y = way.lying(made_of.rows) if plane.near is None else way.standing(plane.near)
        box = np.s_[0:height, 0:width] if number == 0 or plane.near is None else way.lands(plane)
        if made[box].size:
            places = x[:, box[1]] if len(x) == 1 else x[box], y[box[0]]
            share = _read(plane.mask, places)
            over = np.ones_like(share) if number == 0 else share
            made[box] = cv2.blendLinear(_read(picture, places), np.ascontiguousarray(made[box]), over, 1.0 - over)
            yield plane.near, box, places, share


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

    def standing(self, near: float) -> tuple[np.ndarray, np.ndarray]:
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

    def lands(self, plane: Plane) -> tuple[slice, slice]:
        """Rows and columns in which a plane that stands is seen now; to the border of the picture where it reached that."""
        assert plane.near is not None
        spans = list[slice]()
        for axis, side in enumerate(self.size):
            ends = (plane.box[axis], plane.box[axis + 2])
            low, high = (self._forth(axis, end, plane.near) for end in ends)
            low, high = (-1.0 if ends[0] == 0 else low), (float(side) if ends[1] == side - 1 else high)
            spans.append(slice(max(math.floor(low) - 2, 0), max(min(math.ceil(high) + 3, side), 0)))
        return spans[1], spans[0]

    def _forth(self, axis: int, then: float, near: float) -> float:
        grown, growing = (float(self._grown(near, d)) for d in (self.before, self.after))
        return self.origin[axis] + growing / grown * (then - self.origin[axis]) - growing * near * self.travel[axis]

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


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(xs[0]), int(ys[0]), int(xs[-1]), int(ys[-1])


def _rows(depth: Depth) -> np.ndarray:
    """How near the ground is by row (H,), also where something stands before all of it; as far as anything where there is none."""
    rows = np.flatnonzero(depth.ground.any(1))
    if not len(rows):
        return np.zeros(len(depth.near))
    near = np.array([depth.near[row][depth.ground[row]].mean() for row in rows])
    return np.interp(np.arange(len(depth.near)), rows, near)


def _read(values: np.ndarray, places: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The values (H, W, ...) at places x (1 or h, w) and y (h, 1): all of a plane that stands is moved and scaled as one."""
    x, y = (part.astype(np.float32) for part in places)
    if len(x) > 1 or x.shape[1] < 2 or len(y) < 2:
        return cv2.remap(values, *_whole(x, y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    across, down = float(x[0, 1] - x[0, 0]), float(y[1, 0] - y[0, 0])
    there = np.array([[across, 0, x[0, 0]], [0, down, y[0, 0]]])
    return cv2.warpAffine(values, there, (x.shape[1], len(y)), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)


def _whole(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    one, other = np.broadcast_arrays(x, y)
    return np.ascontiguousarray(one), np.ascontiguousarray(other)


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
