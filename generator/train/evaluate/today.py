"""Stand-in for the interface that is coming; goes away."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generator.nets import animate, puppet as puppets, upsampler

NUM: dict = {}


class Moving(NamedTuple):
    frames: np.ndarray
    flow: np.ndarray
    trust: np.ndarray


def kept(anchor, numbers):
    NUM[id(anchor.flow)] = numbers
    return anchor


def camera_alone(first, numbers):
    return kept(puppets.camera_alone(first, numbers), numbers)


def anchor_of(first, direction):
    return kept(animate.anchor_of(first, direction), direction.numbers)


def puppet(first, numbers, keypoints, opening=None):
    n, k = (np.concatenate([a, b]) for a, b in ((numbers[:1], numbers), (opening, keypoints)))
    return kept(puppets.Anchor(*(part[1:] for part in puppets.puppet(first, n, k))), numbers)


def carry(made, first, anchor):
    return Moving(made, anchor.flow, anchor.real)


def upsample(moving, still, beyond=()):
    return upsampler.upsample(moving.frames, still, NUM[id(moving.flow)], beyond)
