"""Clips as arrays."""

from __future__ import annotations

import numpy as np

from generator.rubric_truth import LOOKED


def whole(looked: np.ndarray) -> np.ndarray:
    """uint8 [F, h, w, 3]: the drawings that are looked at, each held until the next."""
    return np.repeat(looked, np.diff([*LOOKED, LOOKED[-1] + 1]), 0)
