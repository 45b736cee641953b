"""Mouths of puppets: they open, and close, as the pose sketch says.

A cut figure keeps the mouth it was drawn with. Where the sketch has another one, that is painted over with the colour around it, and the
dark of the new one is laid there, as cut-out films do with mouths on paper.
"""

import cv2
import numpy as np

from generator.nets.skeleton import FACE, MOUTH, REACH

ALIKE = 0.3  # pixels of a side by which a mouth may differ and stay as it is drawn
RIM, ROUND = 1.25, 1.9  # times a mouth that is painted over, and as far as the colour around is taken from
DARK = np.array([118.0, 42.0, 50.0])  # the dark of a mouth in full light
BRIGHT, LEAST = 190.0, 0.5  # how light a face is in full light, and as how dark a one at least its mouth is shown
WITHIN = 0.92  # of its half-axes a head has a colour of its own
SHUT = 0.5  # pixels: half the thickness of a mouth that has closed
FINE = 4  # bits of a pixel in which an ellipse is placed


def speak(picture: np.ndarray, real: np.ndarray, now: np.ndarray, then: np.ndarray) -> None:
    """Change the mouth of a figure whose keypoints are `now` (11, 3) and were `then` on its page, in the picture float32 (H, W, 3);
    `real` (H, W) becomes 0 there."""
    height, width = picture.shape[:2]
    size = np.array([width, height], np.float32)
    here, there = _ellipse(now, size), _brought(then, now, size)
    either = there if here is None else here
    if now[FACE, 2] == 0 or either is None or _alike(here, there):
        return
    ground = _around(picture, either, np.concatenate([now[FACE, :2] * size - 0.5, now[REACH, :2] * size]))
    if ground is None:
        return
    if there is not None:
        _fill(picture, real, there * (1, 1, RIM, RIM), ground)
    if here is None:
        _fill(picture, real, np.array([*either[:2], 0.9 * either[2], SHUT]), 0.5 * ground)
    else:
        _fill(picture, real, here, DARK * np.clip(ground.max() / BRIGHT, LEAST, 1.0))


def _ellipse(points: np.ndarray, size: np.ndarray) -> np.ndarray | None:
    """Middle and half-axes (4,) in pixels of the mouth, None when it is shut."""
    return np.concatenate([points[MOUTH, :2] * size - 0.5, points[MOUTH + 1, :2] * size]) if points[MOUTH + 1, 2] > 0 else None


def _brought(then: np.ndarray, now: np.ndarray, size: np.ndarray) -> np.ndarray | None:
    """The page's mouth where the head is now."""
    if then[MOUTH + 1, 2] == 0 or now[FACE, 2] == 0:
        return None
    share = now[REACH, :2] / np.maximum(then[REACH, :2], 1e-6)
    place = now[FACE, :2] + (then[MOUTH, :2] - then[FACE, :2]) * share
    return np.concatenate([place * size - 0.5, then[MOUTH + 1, :2] * share * size])


def _alike(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return False
    return bool(np.abs(one - other)[2:].max() < ALIKE)


def _around(picture: np.ndarray, ellipse: np.ndarray, head: np.ndarray) -> np.ndarray | None:
    """The colour (3,) round about a mouth, on the head where it lies there; None off the picture."""
    ring = _mask(picture.shape[:2], ellipse * (1, 1, ROUND, ROUND) + (0, 0, 1, 1)) - _mask(picture.shape[:2], ellipse * (1, 1, RIM, RIM)) > 0.5
    face = ring & (_mask(picture.shape[:2], head * (1, 1, WITHIN, WITHIN)) > 0.5)
    found = picture[face if face.sum() > 3 else ring]
    return np.median(found, 0) if len(found) else None


def _fill(picture: np.ndarray, real: np.ndarray, ellipse: np.ndarray, colour: np.ndarray) -> None:
    share = _mask(picture.shape[:2], ellipse)
    picture += share[..., None] * (colour.astype(np.float32) - picture)
    real *= 1.0 - share


def _mask(size: tuple[int, int], ellipse: np.ndarray) -> np.ndarray:
    """An ellipse, its edge soft, float32 (H, W)."""
    out = np.zeros(size, np.uint8)
    x, y, wide, high = (round(float(v) * (1 << FINE)) for v in np.clip(ellipse, -2000, 2000))
    cv2.ellipse(out, (x, y), (max(wide, 1 << FINE - 1), max(high, 1 << FINE - 1)), 0, 0, 360, 255, -1, cv2.LINE_AA, FINE)
    return out.astype(np.float32) / 255
