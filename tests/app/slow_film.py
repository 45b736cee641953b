"""A maker that feeds ffmpeg a film slowly, for those who kill it half way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from generator.encode import write_mp4
from storyboard.take import Media


def make(params: Any, inputs: Any, rig: Any) -> Media:
    return write_mp4(rig.scratch / "film.mp4", frames(), "12")


def frames() -> Iterator[np.ndarray]:
    noise = np.random.default_rng(0)
    for _ in range(600):
        time.sleep(0.02)
        yield noise.integers(0, 255, (128, 128, 3), np.uint8)
