"""What a take should show, drawn small by the world that its staging is true of: some of its drawings, who is where on them, and the same without them.

Letters: F drawings of the take, R those that are drawn here, h w the small picture.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from generator.watching.seeing import TAKEN
from generator.world.lens import Lens
from generator.world.render import STAYS, Shoot
from generator.world.truth import Figure, figures_of
from storyboard.staging import Staging

PLACES = (0, 1, 3, 4, 6, 7, 9, 10)  # of the eleven drawings that readers take, those that are drawn: among them all that figures are sought in
BARE = (1, 4, 7, 9)  # and those that are drawn without anybody too


class Drawn(NamedTuple):
    """`at`: the numbers of R drawings; `pictures` uint8 (R, h, w, 3) as they should be; `bare`: the same with nobody, by number; `masks` uint8
    (R, h, w): 0 nobody, k the subject of slot k - 1; `figures`: who is on screen, by slot, in pixels; `plain`: the first without weather."""

    at: tuple[int, ...]
    pictures: np.ndarray
    bare: dict[int, np.ndarray]
    masks: np.ndarray
    figures: tuple[dict[int, Figure], ...]
    plain: np.ndarray


def taken(frames: int) -> tuple[int, ...]:
    """The eleven drawings readers take, spread over a take of so many."""
    return tuple(round(k * (frames - 1) / (len(TAKEN) - 1) - 0.2) if k else 0 for k in range(len(TAKEN)))


def drawn(staging: Staging, size: tuple[int, int]) -> Drawn:
    """The staging at `size` (width, height)."""
    numbers = taken(staging.frames)
    at = tuple(dict.fromkeys(numbers[k] for k in PLACES))
    empty = {numbers[k] for k in BARE}
    shoot, lens = Shoot(staging, size), Lens(staging, size)
    pictures, masks, figures, bare = [], [], [], {}
    try:
        plain = shoot.draw(0)
        for frame in at:
            pictures.append(lens.over(shoot.draw(frame), frame))
            masks.append(shoot.truth(frame, size))
            figures.append({figure.slot: figure for figure in figures_of(shoot, frame)})
            if frame in empty and figures[-1]:
                bare[frame] = lens.over(shoot.draw(frame, STAYS), frame)
    finally:
        shoot.close()
        lens.close()
    return Drawn(at, np.stack(pictures), bare, np.stack(masks), tuple(figures), plain)


def apart(seen: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """float32 (h, w): levels by which two pictures differ, their finest detail left out."""
    soft = [cv2.GaussianBlur(picture, (0, 0), 1.5).astype(np.float32) for picture in (seen, asked)]
    return np.asarray(np.abs(soft[0] - soft[1]).mean(2))
