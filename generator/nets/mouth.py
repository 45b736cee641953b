"""Mouths of puppets: they open, and close, as the pose sketch says.

A cut figure keeps the mouth it was drawn with. Where the sketch has another one, that is painted over with the colour around it; an open
mouth of its own is then laid there as high and wide as it should be, one that was drawn shut gets the dark and the tongue of a plain one, as cut-out
films lay mouths of paper. The same at the size of the drawings and at full size.

Letters: S subjects, H W pixels, h w those of a page.
"""

from collections.abc import Mapping
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.skeleton import FACE, MOUTH, REACH

ALIKE = 0.3  # pixels of a side by which a mouth may differ and stay as it is drawn
RIM, ROUND = 1.25, 1.9  # times a mouth that is painted over, and as far as the colour around is taken from
WITHIN = 0.92  # of its half-axes a head has a colour of its own
DARK, TONGUE = np.array([118.0, 42.0, 50.0]), np.array([196.0, 92.0, 96.0])  # of a mouth in full light
BRIGHT, LEAST = 190.0, 0.5  # how light a face is in full light, and as how dark a one at least its mouth is shown
SHUT = 0.5  # pixels of a drawing: half the thickness of a mouth that has closed
DEEP = 2.5  # pixels of a drawing: half the height from which on a mouth shows a tongue
WHOLE = 0.9  # of a pixel that a figure must be for a mouth to be laid there
FINE = 4  # bits of a pixel in which an ellipse is placed
NOW, DRAWN, HEAD = 0, 1, 2  # rows of what is told of a mouth: ellipses (x, y and half-axes in pixels, 0: none)


class Lips(NamedTuple):
    """The page a figure was cut from uint8 (h, w, 3), and where on it its mouth is open: an ellipse (4,), zeros for a shut one."""

    page: np.ndarray
    mouth: np.ndarray


def mouth_of(now: np.ndarray, then: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """What is told of the mouth of a figure whose keypoints are `now` (11, 3) in a drawing of `size` (width, height) and were `then` on its
    page, float32 (3, 4): the mouth it should have, the one it was drawn with (zeros when that is the same one), its head."""
    side, told = np.array(size, np.float32), np.zeros((3, 4), np.float32)
    if now[FACE, 2] == 0:
        return told
    told[NOW], told[DRAWN] = ellipse_of(now, size), _brought(then, now, side)
    if np.abs(told[NOW] - told[DRAWN])[2:].max() < ALIKE:
        told[:HEAD] = 0
    told[HEAD] = *(now[FACE, :2] * side - 0.5), *(now[REACH, :2] * side)
    return told


def heads(told: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Where the heads are that are `told` (S, 3, 4), float32 (H, W) of a size (H, W)."""
    return np.maximum.reduce([_mask(size, rows[HEAD]) if rows[HEAD].any() else np.zeros(size, np.float32) for rows in told])


def ellipse_of(points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Middle and half-axes (4,), in pixels, of the open mouth of keypoints (11, 3); zeros when it is shut."""
    side, found = np.array(size, np.float32), points[MOUTH + 1, 2] > 0
    return np.concatenate([points[MOUTH, :2] * side - 0.5, points[MOUTH + 1, :2] * side]) if found else np.zeros(4, np.float32)


def speak(picture: np.ndarray, told: np.ndarray, lips: Mapping[int, Lips], front: np.ndarray, scale: int = 1) -> np.ndarray:
    """The picture uint8 (H, W, 3) with the mouths that are `told` (S, 3, 4) of it, which are those of drawings so many times smaller, where
    `front` (H, W) shows figures."""
    if not told[:, :HEAD].any():
        return picture
    out = picture.copy()
    for slot, rows in enumerate(told):
        if rows[:HEAD].any() and slot in lips:
            _spoken(out, np.stack([_scaled(row, scale) for row in rows]), lips[slot], scale)
    return np.where(front[..., None] > WHOLE, out, picture)


def _spoken(picture: np.ndarray, rows: np.ndarray, lips: Lips, scale: int) -> None:
    now, drawn, head = rows
    ground = _around(picture, now if now[2] else drawn, head)
    if ground is None:
        return
    if drawn[2]:
        _fill(picture, drawn * (1, 1, RIM, RIM), ground)
    light = float(np.clip(ground.max() / BRIGHT, LEAST, 1.0))
    if not now[2]:
        _fill(picture, np.array([*drawn[:2], 0.9 * drawn[2], SHUT * scale]), 0.5 * ground)
    elif lips.mouth[2]:
        _lay(picture, now, lips)
    else:
        _fill(picture, now, DARK * light)
        if now[3] > DEEP * scale:
            x, y, wide, high = now
            _fill(picture, np.array([x, y + 0.55 * high, 0.55 * wide, 0.3 * high]), TONGUE * light)


def _lay(picture: np.ndarray, now: np.ndarray, lips: Lips) -> None:
    """The page's own open mouth, as wide and high as it is now."""
    x, y, wide, high = now
    ys, xs = (slice(max(int(a - RIM * r - 1), 0), max(int(a + RIM * r + 2), 0)) for a, r in ((y, high), (x, wide)))
    box = picture[ys, xs]
    if not box.size:
        return
    across = (np.arange(box.shape[1], dtype=np.float32) + xs.start - x) / wide * lips.mouth[2] + lips.mouth[0]
    down = (np.arange(box.shape[0], dtype=np.float32) + ys.start - y) / high * lips.mouth[3] + lips.mouth[1]
    there = [np.ascontiguousarray(part) for part in np.meshgrid(across, down)]
    laid = cv2.remap(lips.page, there[0], there[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = _mask(picture.shape[:2], now * (1, 1, RIM, RIM))[ys, xs, None]
    box[:] = (box + share * (laid.astype(np.float32) - box)).round()


def _scaled(ellipse: np.ndarray, scale: int) -> np.ndarray:
    """The ellipse in a picture so many times larger."""
    return np.array([*(scale * (ellipse[:2] + 0.5) - 0.5), *(scale * ellipse[2:])])


def _brought(then: np.ndarray, now: np.ndarray, side: np.ndarray) -> np.ndarray:
    """The page's mouth where the head is now; zeros when it is shut there."""
    if then[MOUTH + 1, 2] == 0:
        return np.zeros(4, np.float32)
    share = now[REACH, :2] / np.maximum(then[REACH, :2], 1e-6)
    place = now[FACE, :2] + (then[MOUTH, :2] - then[FACE, :2]) * share
    return np.concatenate([place * side - 0.5, then[MOUTH + 1, :2] * share * side])


def _around(picture: np.ndarray, ellipse: np.ndarray, head: np.ndarray) -> np.ndarray | None:
    """The colour (3,) round about a mouth, on the head where it lies there; None off the picture."""
    ring = _mask(picture.shape[:2], ellipse * (1, 1, ROUND, ROUND) + (0, 0, 1, 1)) - _mask(picture.shape[:2], ellipse * (1, 1, RIM, RIM)) > 0.5
    face = ring & (_mask(picture.shape[:2], head * (1, 1, WITHIN, WITHIN)) > 0.5)
    found = picture[face if face.sum() > 3 else ring]
    return np.median(found, 0) if len(found) else None


def _fill(picture: np.ndarray, ellipse: np.ndarray, colour: np.ndarray) -> None:
    share = _mask(picture.shape[:2], ellipse)
    ys, xs = np.nonzero(share)
    picture[ys, xs] = (picture[ys, xs] + share[ys, xs, None] * (colour.astype(np.float32) - picture[ys, xs])).round()


def _mask(size: tuple[int, int], ellipse: np.ndarray) -> np.ndarray:
    """An ellipse, its edge soft, float32 (H, W)."""
    out = np.zeros(size, np.uint8)
    x, y, wide, high = (round(float(v) * (1 << FINE)) for v in np.clip(ellipse, -2000, 4000))
    cv2.ellipse(out, (x, y), (max(wide, 1 << FINE - 1), max(high, 1 << FINE - 1)), 0, 0, 360, 255, -1, cv2.LINE_AA, FINE)
    return out.astype(np.float32) / 255
