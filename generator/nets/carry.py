"""Carrying the still along what the net has made: where in the first drawing every pixel of every made drawing comes from.

A made drawing is a mean of what may come and has been through an autoencoder: it says where things are better than how they
look. The anchor (puppet.py) says where its own pixels come from; an optical flow (dense inverse search: Kroeger et al., 2016) from the made
drawing to the anchor's says how much farther the net has moved them. Both drawings are softened first, because a soft one compared with
a sharp one differs everywhere.

Letters: F drawings, H W pixels.
"""

from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels, pull
from generator.nets.puppet import Anchor

SOFT = 1.2  # pixels (deviation) by which drawings are softened before the flow between them is sought
EVEN = 2.5  # pixels over which that flow is evened out
FARTHEST = 10.0  # pixels: what has gone farther than this from its anchor is not followed
KIN, ALIKE = 2.0, 26.0  # softened by so many pixels, a drawing that differs by so many levels is seen to show something else


class Moving(NamedTuple):
    """Made drawings uint8 (F, H, W, 3); `flow` float32 (F, H, W, 2): the step in pixels (x, y) from each pixel to where in the first
    drawing it comes from; `trust` float32 (F, H, W): how far the first drawing may stand for the made one there, 0 to 1."""

    frames: np.ndarray
    flow: np.ndarray
    trust: np.ndarray


def carry(made: np.ndarray, first: np.ndarray, anchor: Anchor) -> Moving:
    """Made drawings uint8 (F, H, W, 3), the first of which is `first` (H, W, 3), followed back to it by way of their anchor."""
    grid, seeker = pixels(*first.shape[:2]), cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    steps = [_step(seeker, *pair) for pair in zip(made, anchor.frames, strict=True)]
    flow, trust = np.empty_like(anchor.flow), np.empty_like(anchor.real)
    for f, step in enumerate(steady(np.stack(steps))):
        there = grid + step
        flow[f] = step + pull(anchor.flow[f], there)
        known = pull(anchor.real[f], there)
        trust[f] = trusted(made[f], pull(first, grid + flow[f])) * known
    return Moving(made, flow, trust)


def steady(steps: np.ndarray) -> np.ndarray:
    """Flows (F, H, W, 2) with each drawing's weighed against its neighbours' (1 2 1), so that lines do not tremble."""
    padded = np.concatenate([steps[:1], steps, steps[-1:]])
    smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    smooth[0] = steps[0]
    return smooth


def trusted(drawing: np.ndarray, carried: np.ndarray) -> np.ndarray:
    """How far a carried drawing may stand for the made one, both (H, W, 3): (H, W), 0 to 1."""
    differs = np.abs(_softened(carried, KIN) - _softened(drawing, KIN)).max(axis=-1)
    trust = np.exp(-((differs / ALIKE) ** 2)).astype(np.float32)
    return cv2.GaussianBlur(cv2.erode(trust, np.ones((3, 3))), (5, 5), 0)


def _step(seeker: cv2.DISOpticalFlow, drawing: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Where in the guess each pixel of the drawing is, as a step (H, W, 2)."""
    if np.array_equal(drawing, guess):
        return np.zeros((*drawing.shape[:2], 2), np.float32)
    here, there = (cv2.cvtColor(_softened(picture, SOFT).astype(np.uint8), cv2.COLOR_RGB2GRAY) for picture in (drawing, guess))
    step = cv2.GaussianBlur(sought(seeker, here, there), (0, 0), EVEN)
    length = np.linalg.norm(step, axis=-1, keepdims=True)
    return step * np.minimum(1.0, FARTHEST / np.maximum(length, 1e-6))


def sought(seeker: cv2.DISOpticalFlow, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The step (H, W, 2) from each pixel of one grey picture uint8 (H, W) to where it is in the other."""
    return np.asarray(seeker.calc(here, there, np.empty((*here.shape, 2), np.float32)), np.float32)


def _softened(picture: np.ndarray, wide: float) -> np.ndarray:
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), wide)
