"""Where everyone in a shot is at every drawing: a sketch of poses, known from the staging without drawing anything.

    keypoints(staging)     # float32 [F, 4, 11, 3]: drawings, subjects, points, (x, y, seen)

x and y are shares of the picture's width and height, to the right and down; seen is 1, or 0 for what is not there (a place without
a subject, a subject off screen, a foot under a gown). Points 0 to 6 are the joints in POINTS; 7 is the middle of the head; 8 holds
the head's half-axes, in shares of width and height; 9 the middle of an open mouth and how wide it is open (0 to 1) where the others
hold whether they are seen; 10 the half-axes of its opening.
"""

from __future__ import annotations

import numpy as np

from generator.world.render import Shoot
from generator.world.truth import Figure, figures_of
from storyboard.staging import Staging

POINTS = ("hip", "neck", "head", "left hand", "right hand", "left foot", "right foot", "face", "reach", "mouth", "gape")
SUBJECTS = 4
FACE, REACH, MOUTH, GAPE = 7, 8, 9, 10
MEASURE = (256, 144)  # pixels of the picture in which points are found: all of one shape


def keypoints(staging: Staging, size: tuple[int, int] = MEASURE) -> np.ndarray:
    """The sketch of a shot, float32 [F, 4, 11, 3]; `size`: (width, height) of the picture, which only says its shape."""
    shoot = Shoot(staging, size)
    try:
        return sketched(shoot)
    finally:
        shoot.close()


def sketched(shoot: Shoot) -> np.ndarray:
    """The same of a shoot that is being drawn."""
    out = np.zeros((shoot.staging.frames, SUBJECTS, len(POINTS), 3), np.float32)
    for frame in range(shoot.staging.frames):
        for figure in figures_of(shoot, frame):
            if figure.slot < SUBJECTS:
                out[frame, figure.slot] = points_of(figure, shoot.size)
    return out


def points_of(figure: Figure, size: tuple[int, int]) -> np.ndarray:
    """Keypoints [11, 3] of one figure in a picture of `size` (width, height)."""
    out = np.zeros((len(POINTS), 3), np.float32)
    for place, name in enumerate(POINTS[:FACE]):
        if name in figure.joints:
            x, y = figure.joints[name]
            out[place] = x / size[0], y / size[1], 1.0
    for place, found, seen in ((FACE, figure.face, 1.0), (MOUTH, figure.gape, figure.mouth)):
        if found is not None:
            x, y, wide, high = found
            out[place], out[place + 1] = (x / size[0], y / size[1], seen), (wide / size[0], high / size[1], 1.0)
    return out
