"""Figures cut out of a drawing, and the plate behind them.

Where a figure is is known roughly from its bones. Where nobody knows more, its outline is found by GrabCut (Rother, Kolmogorov and Blake,
2004) from there, and what it hides is filled in from around it (Telea, 2004). With a matte only whose each pixel is is asked.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from generator.nets.skeleton import THICK, Skeleton

MUCH = 0.1  # of a pixel that is seen to be somebody's
FAR = 4.0  # half heads from its bones within which something seen is a figure's: trains, tails, wings, what is held
ROUNDS = 2  # of GrabCut: more changes little
MOST = 40000  # pixels of a box above which the outline is sought at half the size
AROUND = 1.4  # how far beyond its bones a figure may reach, in half heads
LIKELY = 1.4  # the head with its ears and hair, in half heads
GROW = 2  # pixels by which a hole is larger than its figure: outlines are soft
FILL = 3.0  # radius of the filling, in pixels


def cut_out(picture: np.ndarray, bones: Skeleton, others: np.ndarray) -> np.ndarray:
    """The figure's mask (H, W) bool in the picture uint8 (H, W, 3); `others`: what belongs to nearer ones."""
    sure, likely, may = _sketch(picture.shape[:2], bones)
    box = _box(may)
    if box is None or not sure.any():
        return np.zeros(picture.shape[:2], bool)
    labels = np.where(may, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    labels[likely] = cv2.GC_PR_FGD
    labels[sure] = cv2.GC_FGD
    labels[others] = cv2.GC_BGD
    found = np.zeros(picture.shape[:2], bool)
    found[box] = _grabbed(np.ascontiguousarray(picture[box]), labels[box])
    return _largest(found, sure & ~others)


def shared(matte: np.ndarray, figures: Sequence[Skeleton]) -> list[np.ndarray]:
    """Whose is what a matte (H, W) shows: for each figure a mask (H, W) bool, of the pixels nearer to its bones than to anyone else's."""
    seen = np.argwhere(matte > MUCH)
    out = [np.zeros(matte.shape, bool) for _ in figures]
    if len(seen) and figures:
        away = np.stack([_away(seen[:, ::-1].astype(np.float32), bones) for bones in figures])  # (figures, pixels)
        owner, near = away.argmin(0), away.min(0) < FAR
        for number, mask in enumerate(out):
            mask[tuple(seen[near & (owner == number)].T)] = True
    return out


def _away(points: np.ndarray, bones: Skeleton) -> np.ndarray:
    """How far points (P, 2) are from a figure's body, in half heads; less than 0 inside."""
    away = [np.hypot(*((points - bones.head) / bones.reach).T) - 1.0]
    for b, thick in enumerate(THICK):
        if bones.held[b]:
            along = bones.end[b] - bones.start[b]
            share = np.clip((points - bones.start[b]) @ along / max(float(along @ along), 1e-6), 0, 1)[:, None]
            away.append(np.hypot(*(points - bones.start[b] - share * along).T) / bones.unit - thick)
    return np.min(away, 0)


def _grabbed(picture: np.ndarray, labels: np.ndarray) -> np.ndarray:
    size = labels.shape[1::-1]
    if labels.size > MOST:
        half = (size[0] // 2, size[1] // 2)
        picture, labels = cv2.resize(picture, half, interpolation=cv2.INTER_AREA), cv2.resize(labels, half, interpolation=cv2.INTER_NEAREST)
    labels, ours = np.ascontiguousarray(labels), (cv2.GC_FGD, cv2.GC_PR_FGD)
    if 0 < np.isin(labels, ours).sum() < labels.size:
        cv2.setRNGSeed(7)  # the colours it tells apart are found from a random start
        cv2.grabCut(picture, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
    return cv2.resize(np.isin(labels, ours).astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5


def _largest(found: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """The pieces that touch what is surely the figure, without pinholes."""
    closed = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, pieces = cv2.connectedComponents(closed)
    kept = np.unique(pieces[sure & found])
    return np.isin(pieces, kept[kept > 0])


def _sketch(size: tuple[int, int], bones: Skeleton) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What surely, likely and possibly is the figure: three masks (H, W) bool."""
    sure, likely, may = (np.zeros(size, np.uint8) for _ in range(3))
    unit = bones.unit
    for b, thick in enumerate(THICK):
        if bones.held[b]:
            one, other = pixel(bones.start[b]), pixel(bones.end[b])
            cv2.line(likely, one, other, 1, max(round(2 * thick * unit), 1))
            cv2.line(may, one, other, 1, max(round(2 * (thick + AROUND) * unit), 1))
            if b == 0:
                cv2.line(sure, one, other, 1, max(round(0.4 * unit), 1))
    for mask, reach in ((sure, 0.75), (likely, LIKELY), (may, LIKELY + AROUND)):
        cv2.ellipse(mask, pixel(bones.head), pixel(np.maximum(bones.reach * reach, 1)), 0, 0, 360, 1, -1)
    return sure > 0, likely > 0, may > 0


def pixel(place: np.ndarray) -> tuple[int, int]:
    """A place in whole pixels."""
    x, y = np.clip(place, -2000, 2000)  # beyond that cv2 draws nothing sensible
    return round(float(x)), round(float(y))


def _box(mask: np.ndarray) -> tuple[slice, slice] | None:
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(ys):
        return None
    grown = 4
    return slice(max(ys[0] - grown, 0), ys[-1] + 1 + grown), slice(max(xs[0] - grown, 0), xs[-1] + 1 + grown)


def grown(figure: np.ndarray) -> np.ndarray:
    """The hole (H, W) bool that a figure leaves: a little more than its mask, for outlines are soft."""
    return cv2.dilate(figure.astype(np.uint8), np.ones((2 * GROW + 1,) * 2, np.uint8)) > 0


def plate(picture: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """The picture uint8 (H, W, 3) with the `hole` (H, W) bool filled in from around it."""
    if hole.all():
        return picture
    return cv2.inpaint(picture, hole.astype(np.uint8), FILL, cv2.INPAINT_TELEA)
