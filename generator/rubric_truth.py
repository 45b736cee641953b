"""What a shot should show, drawn: the pictures that readers of its clip are held against, who is where in them, and the clip's own pictures.

Letters: T looked-at drawings, P Q the picture readers see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from generator.encode import read_frames
from generator.fitting import fitted
from generator.watching.seeing import MASK, PICTURE, TAKEN
from generator.world.render import Shoot
from generator.world.truth import Figure, figures_of
from storyboard.staging import Staging
from storyboard.take import Media

LOOKED = TAKEN  # drawings of a clip that are looked at: of its first 33, which is as much as readers of actions learned on
SHORTEST = TAKEN[-1] + 1  # drawings of a clip that can be judged


class Truth(NamedTuple):
    """The looked-at drawings as the drawn world makes them. `figures`: who is where, by slot, in pixels of the picture."""

    staging: Staging
    pictures: np.ndarray  # uint8 [T, P, Q, 3]
    masks: np.ndarray  # uint8 [T, 108, 192]: 0 nobody, k = slot k - 1
    figures: tuple[Mapping[int, Figure], ...]


def truth_of(staging: Staging, size: tuple[int, int]) -> Truth:
    """`size`: width and height of the film's pictures."""
    shoot = Shoot(staging, size)
    try:
        drawn = [(fitted(shoot.draw(k), PICTURE), shoot.truth(k, MASK), {f.slot: _in_picture(f, size) for f in figures_of(shoot, k)}) for k in LOOKED]
    finally:
        shoot.close()
    pictures, masks, figures = zip(*drawn, strict=True)
    return Truth(staging, np.stack(pictures), np.stack(masks), figures)


def drawings_of(clip: Media) -> np.ndarray:
    """uint8 [F, P, Q, 3]: a clip's drawings, 12 a second, as readers see them."""
    return np.stack([picture for n, picture in enumerate(read_frames(clip, size=PICTURE)) if clip.rate != "24" or n % 2 == 0])


def _in_picture(figure: Figure, size: tuple[int, int]) -> Figure:
    wide, high = PICTURE[0] / size[0], PICTURE[1] / size[1]
    x, y, half, tall = figure.face
    joints = {name: (px * wide, py * high) for name, (px, py) in figure.joints.items()}
    return replace(figure, joints=joints, face=(x * wide, y * high, half * wide, tall * high))
