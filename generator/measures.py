"""What is measured of drawings, and how sure a mean is. Drawings are uint8 (F, H, W, 3), levels 0 to 255."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

NAN = float("nan")


class Mean(NamedTuple):
    """A mean, its bootstrap 95 % interval and of how many it is."""

    mean: float
    low: float
    high: float
    of: int


class Row(NamedTuple):
    """One line of the table. `ceiling` and `floor` are means of the same figure for the best and the poorest there is; `target` is nan where
    nothing is asked; `least`: the target is a minimum (else a maximum). `unit`: "%" for shares, else what is counted."""

    part: str
    name: str
    value: Mean
    ceiling: float = NAN
    floor: float = NAN
    target: float = NAN
    least: bool = True
    unit: str = "%"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the mean meets the target; None where nothing is asked or nothing was measured."""
        if self.target != self.target or self.value.mean != self.value.mean:
            return None
        return self.value.mean >= self.target if self.least else self.value.mean <= self.target


def share_of(share: float, whole: float) -> float:
    """A target that is a share of another figure; nan where that is nothing."""
    return share * whole if whole > 0 else NAN


def mean_of(values: Sequence[float], rounds: int = 2000) -> Mean:
    """Mean and bootstrap interval, leaving out nan."""
    kept = np.array([value for value in values if value == value], np.float64)
    if len(kept) == 0:
        return Mean(NAN, NAN, NAN, 0)
    drawn = np.random.default_rng(0).choice(kept, (rounds, len(kept))).mean(axis=1)
    return Mean(float(kept.mean()), float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5)), len(kept))


def quantile_of(values: Sequence[float], share: float, rounds: int = 1000) -> Mean:
    """A quantile (`share` of the values lie below) and its bootstrap interval, as a Mean."""
    kept = np.array([value for value in values if value == value], np.float64)
    if len(kept) == 0:
        return Mean(NAN, NAN, NAN, 0)
    drawn = np.quantile(np.random.default_rng(0).choice(kept, (rounds, len(kept))), share, axis=1)
    return Mean(float(np.quantile(kept, share)), float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5)), len(kept))


def psnr(made: np.ndarray, true: np.ndarray, where: np.ndarray | None = None) -> float:
    """Decibels between drawings, over all pixels or where (F, H, W) is true; nan for nowhere."""
    error = (made.astype(np.float32) - true.astype(np.float32)) ** 2
    chosen = error if where is None else error[where]
    if chosen.size == 0:
        return NAN
    return float(10 * np.log10(255**2 / max(float(chosen.mean()), 1e-3)))


def edges(frames: np.ndarray) -> np.ndarray:
    """The Laplacian of grey drawings, float32 (F, H, W)."""
    return np.stack([cv2.Laplacian(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY), cv2.CV_32F) for f in frames])


def sharpness(frames: np.ndarray, where: np.ndarray | None = None) -> np.ndarray:
    """Deviation of the Laplacian in every drawing (F,), over all pixels or where (F, H, W) is true; nan where it is true of too few."""
    found = edges(frames)
    if where is None:
        return found.std(axis=(1, 2))
    return np.array([float(e[w].std()) if w.mean() > 0.01 else NAN for e, w in zip(found, where, strict=True)])


def motion(frames: np.ndarray, where: np.ndarray) -> float:
    """Mean change from drawing to drawing, in levels, where (F, H, W) is true in either; nan for nowhere."""
    either = where[1:] | where[:-1]
    if not either.any():
        return NAN
    return float(np.abs(np.diff(frames.astype(np.float32), axis=0)).mean(-1)[either].mean())


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's, of two courses; nan where one of them stands still."""
    if a.std() < 1e-6 or b.std() < 1e-6:
        return NAN
    return float(np.corrcoef(a, b)[0, 1])


def global_motion(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> np.ndarray | None:
    """The similarity (2, 3) that carries drawing `a` to `b` where (H, W) is true: corners followed by Lucas and Kanade (1981), fitted by
    RANSAC. None where there is too little to follow."""
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (a, b)]
    corners = cv2.goodFeaturesToTrack(grey[0], 300, 0.01, 4, mask=where.astype(np.uint8))
    if corners is None or len(corners) < 8:
        return None
    moved, found, _ = cv2.calcOpticalFlowPyrLK(grey[0], grey[1], corners, np.zeros_like(corners), winSize=(15, 15), maxLevel=3)
    kept = found.ravel() == 1
    if kept.sum() < 8:
        return None
    matrix, _ = cv2.estimateAffinePartial2D(corners[kept], moved[kept], method=cv2.RANSAC, ransacReprojThreshold=0.6, maxIters=2000, confidence=0.999)
    return None if matrix is None else np.asarray(matrix)
