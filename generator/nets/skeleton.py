"""Bones of a figure, and how they carry its cut from the first drawing to where it is now.

Six bones: torso (hip to neck), two arms (neck to hand), two legs (hip to foot), each turned, stretched along itself and as thick
as the head says; and the head, which keeps its half-axes. A point goes with the bones near it ("skinning").

Letters: S subjects, P points, B bones.
"""

from typing import NamedTuple

import numpy as np

HIP, NECK, HEAD, FACE, REACH = 0, 1, 2, 7, 8
LIMBS = ((NECK, 3), (NECK, 4), (HIP, 5), (HIP, 6))  # from joint to joint
THICK = (0.55, 0.22, 0.22, 0.24, 0.24)  # torso, arms, legs, as shares of the head's half-height
RIGID, HOLD = 0.9, 0.6  # the share of the head's half-axes within which it is one piece, and how strongly it holds what is near
HARD = 4  # how fast a bone's hold fades with distance
STRETCH = 2.5  # a bone becomes at most so many times longer or shorter: foreshortened ones tell no direction


class Skeleton(NamedTuple):
    """A figure at one drawing, in pixels: bones from `start` to `end` (B - 1, 2), `held` (B - 1,) bool: whether both ends are
    known; `head` (2,) its middle, `reach` (2,) its half-axes, `lean` (2,) the unit vector from the neck up to it."""

    start: np.ndarray
    end: np.ndarray
    held: np.ndarray
    head: np.ndarray
    reach: np.ndarray
    lean: np.ndarray

    @property
    def unit(self) -> float:
        """The length everything else is measured by: half the head's height."""
        return float(self.reach[1])


def skeleton(points: np.ndarray, width: int, height: int) -> Skeleton | None:
    """From keypoints (11, 3) of one subject; None for who is not there."""
    size = np.array([width, height], np.float32)
    if points[FACE, 2] == 0 or (points[REACH, :2] * size).min() < 1:
        return None
    at, seen = points[:, :2] * size - 0.5, points[:, 2] > 0
    pairs = np.array([(HIP, NECK), *LIMBS])
    head = at[FACE]
    lean = head - at[NECK] if seen[NECK] else np.array([0.0, -1.0], np.float32)
    length = float(np.hypot(*lean))
    lean = lean / length if length > 0.3 * points[REACH, 1] * height else np.array([0.0, -1.0], np.float32)
    return Skeleton(at[pairs[:, 0]], at[pairs[:, 1]], seen[pairs].all(1), head, points[REACH, :2] * size, lean.astype(np.float32))


def skin(points: np.ndarray, bones: Skeleton) -> np.ndarray:
    """How much each point (P, 2) goes with each bone, head last: (P, B), sums to 1."""
    unit = bones.unit
    near = np.empty((len(points), len(bones.held) + 1), np.float32)
    for b, thick in enumerate(THICK):
        along = bones.end[b] - bones.start[b]
        share = np.clip((points - bones.start[b]) @ along / max(float(along @ along), 1e-6), 0, 1)[:, None]
        near[:, b] = thick / (_length(points - bones.start[b] - share * along) / unit + 0.05) if bones.held[b] else 0.0
    near[:, -1] = HOLD / (np.maximum(_length((points - bones.head) / bones.reach) - RIGID, 0.0) + 0.05)
    near **= HARD
    return near / (near @ np.ones((near.shape[1], 1), np.float32))


def _length(steps: np.ndarray) -> np.ndarray:
    return np.sqrt(steps[..., 0] ** 2 + steps[..., 1] ** 2)


def carried(points: np.ndarray, now: Skeleton, then: Skeleton, weights: np.ndarray) -> np.ndarray:
    """Where the points (P, 2) of a figure with bones `now` were when its bones were `then`: (P, 2)."""
    scale = then.unit / now.unit
    out = np.zeros_like(points)
    for b in range(len(now.held)):
        matrix = _stretched(now.end[b] - now.start[b], then.end[b] - then.start[b], scale)
        out += weights[:, b, None] * ((points - now.start[b]) @ matrix.T + then.start[b])
    matrix = _turn(then.lean) @ np.diag(then.reach / now.reach) @ _turn(now.lean).T
    return out + weights[:, -1, None] * ((points - now.head) @ matrix.T.astype(np.float32) + then.head)


def _turn(up: np.ndarray) -> np.ndarray:
    """The rotation that leads straight up (0, -1) to `up`."""
    return np.array([[-up[1], -up[0]], [up[0], -up[1]]], np.float32)


def _stretched(now: np.ndarray, then: np.ndarray, scale: float) -> np.ndarray:
    """The map (2, 2) that leads one bone to another and keeps across it what `scale` says."""
    long, other = float(np.hypot(*now)), float(np.hypot(*then))
    if min(long, other) < 1.0:
        return np.eye(2, dtype=np.float32) * scale
    a, b = now / long, then / other
    along = np.clip(other / long, scale / STRETCH, scale * STRETCH)
    across_a, across_b = np.array([-a[1], a[0]]), np.array([-b[1], b[0]])
    return (along * np.outer(b, a) + scale * np.outer(across_b, across_a)).astype(np.float32)
