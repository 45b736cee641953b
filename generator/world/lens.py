"""What is between the scene and the lens: rain, snow and fog, laid over drawings that were made without them.

Stills and training clips are drawn without it, and it is laid over every drawing of a clip, whoever made the clip: what falls
cannot be foreseen from one picture, so no net is asked to.
"""

from __future__ import annotations

import cv2
import numpy as np

from generator.world.layers import DRAWINGS_PER_SECOND, STILL, Matrix, times
from generator.world.light import air
from generator.world.places import before_lens
from generator.world.raster import Board, Sheet
from generator.world.style import Brush, hand_of
from storyboard.staging import Staging


class Lens:
    """The weather of one staging at one size (width, height). Close it when done."""

    def __init__(self, staging: Staging, size: tuple[int, int]) -> None:
        width, height = size
        self._matrix: Matrix = (height, 0.0, width / 2, 0.0, height, height / 2)  # units: frame heights from the middle
        self._parts, self._begun = before_lens(staging), staging.begun
        self._board = Board(size)
        brush = Brush(hand_of(staging.style, staging.mix, staging.share), air(staging).light())
        self._sheets = [self._board.add(Sheet(brush.dressed(part.shapes)), "front") for part in self._parts]

    def over(self, picture: np.ndarray, frame: float) -> np.ndarray:
        """The drawing uint8 [h, w, 3] as it is seen through the weather of its time (`frame`: 12 to the second, halves between)."""
        if not self._parts:
            return picture
        for part, sheet in zip(self._parts, self._sheets, strict=True):
            moved, opacity = part.motion((self._begun + frame) / DRAWINGS_PER_SECOND) if part.motion else (STILL, 1.0)
            sheet.place(times(self._matrix, moved), opacity)
        cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA, dst=self._board.pixels)
        self._board.paint("front", False)
        return self._board.picture()

    def close(self) -> None:
        self._board.close()
