"""The per-drawing numbers the animator is told: the camera's way, the motion amount, mouths and the time.

    [0:4]  pan x, pan y, log zoom, roll since the first drawing     [4:8]  what each changes in this drawing, x 10
    [8]    motion amount    [9:13]  openness of the mouth of subjects 1..4    [13]  seconds / 4
    [14]   share of the shot that has passed    [15]  drawings of the shot / 64
"""

from __future__ import annotations

import numpy as np

from generator.world.camera import path
from generator.world.render import DRAWINGS_PER_SECOND, on_screen, pose_of
from storyboard.staging import Staging

WIDTH = 16


def numbers(staging: Staging) -> np.ndarray:
    """float32 [F, 16], one row per drawing; see the head of this file."""
    out = np.zeros((staging.frames, WIDTH), np.float32)
    track = path(staging.camera, staging.frames)
    out[:, :4] = track
    out[1:, 4:8] = np.diff(track, axis=0) * 10.0
    out[:, 8] = staging.motion
    for slot, subject in enumerate(staging.subjects):
        out[:, 9 + slot] = [pose_of(staging, slot, f).mouth if on_screen(subject, f, staging.frames) else 0.0 for f in range(staging.frames)]
    t = np.arange(staging.frames) / DRAWINGS_PER_SECOND
    out[:, 13] = t / 4.0
    out[:, 14] = np.arange(staging.frames) / max(staging.frames - 1, 1)
    out[:, 15] = staging.frames / 64
    return out
