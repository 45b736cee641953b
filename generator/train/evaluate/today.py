"""Stand-in for the interface that is coming; goes away."""
from __future__ import annotations
from typing import NamedTuple
import numpy as np
from generator.nets import animate as old
from generator.nets.camera import held_by_camera, seen_from, camera_path
from generator.nets.upsampler import upsample as old_upsample, pixels


class Anchor(NamedTuple):
    frames: np.ndarray
    flow: np.ndarray
    real: np.ndarray


class Moving(NamedTuple):
    frames: np.ndarray
    flow: np.ndarray
    trust: np.ndarray
    numbers: np.ndarray


class Direction(NamedTuple):
    caption: str
    numbers: np.ndarray
    portraits: tuple = ()
    strengths: tuple = ()
    keypoints: np.ndarray | None = None
    keyframes: dict = {}


class Sampling(NamedTuple):
    steps: int = 4
    shift: float = 3.0
    seed: int = 0
    path: str = "fp32"


def camera_alone(first, numbers):
    frames = held_by_camera(first, numbers)
    grid = pixels(*first.shape[:2])
    flow = np.stack([seen_from(grid, step) - grid for step in camera_path(numbers)])
    A = Anchor(frames, flow, np.ones(frames.shape[:3], np.float32))
    NUM[id(flow)] = numbers
    return A

NUM = {}

def anchor_of(first, direction):
    return camera_alone(first, direction.numbers)


puppet = lambda first, numbers, keypoints, opening=None: camera_alone(first, numbers)


def animate_long(dit, vae, first, direction, sampling, anchor=None):
    return old.animate_long(dit, vae, first, old.Direction(direction.caption, direction.numbers, direction.portraits),
                            old.Sampling(sampling.steps, sampling.shift, sampling.seed, sampling.path == "bf16"))


def carry(made, first, anchor):
    return Moving(made, anchor.flow, anchor.real, NUM[id(anchor.flow)])


def upsample(moving, still, beyond=()):
    numbers = getattr(moving, "numbers", None)
    if numbers is None:
        numbers = NUM[id(moving.flow)]
    return old_upsample(moving.frames, still, numbers, beyond)
