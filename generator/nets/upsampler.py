"""The upsampler guided by the still: small moving drawings to three times their size, with the still's line and texture.

A net that foresees many futures at once draws their mean, which is soft; where things go is told by it better than how they
look. So the still, moved by the known camera, is laid along a smooth optical flow (Farneback, 2003) onto every small drawing,
as one moves a puppet, and shown where it is trusted: unless the drawing plainly shows something else, which is then enlarged
in its place. What the camera brings in is taken from other drawings of the shot, where there are such; else it mirrors what is
there, and below the ground goes on.

Letters: F drawings, H W small size, 3 the scale.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import camera_path, seen_from

SCALE = 3
SOFT = 2.0  # pixels (deviation) by which pictures are softened before the flow between them is sought
WINDOW = 0.25  # side of the window in which the flow is one, in widths of the drawing: a figure, not a face
FADE = 18.0  # pixels over which the still gives way to the drawn shot beyond it, at most
GAIN = 2.0  # a mean of futures moves less than any of them: how much farther the still is moved than the made drawings say
ALIKE, LEVELS = 5.0, 60.0  # softened by so many pixels, a drawing that differs by so many levels is seen to show something else


class Guide(NamedTuple):
    """What the first drawing says about each drawing: where in it each pixel comes from (F, H, W, 2), x and y in pixels,
    and how far that is trusted (F, H, W), 0 to 1."""

    source: np.ndarray
    trust: np.ndarray


def guide(frames: np.ndarray, numbers: np.ndarray, gain: float = 1.0) -> Guide:
    """From drawings uint8 (F, H, W, 3), the first being the still, and their numbers (F, 16), which hold the camera's path.
    `gain`: by how much what moves of itself is moved farther."""
    grid, path = pixels(*frames.shape[1:3]), camera_path(numbers)
    flows = [flow(frame, pull(frames[0], seen_from(grid, step))) for frame, step in zip(frames, path, strict=True)]
    sources = [seen_from(grid + gain * moved, step) for moved, step in zip(steady(np.stack(flows)), path, strict=True)]
    trust = [trusted(frame, frames[0], source) for frame, source in zip(frames, sources, strict=True)]
    return Guide(np.stack(sources), np.stack(trust))


def flow(drawing: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Where in `held` each pixel of the drawing (H, W, 3) is, as a step (H, W, 2), x and y in pixels."""
    here, there = (cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), SOFT), cv2.COLOR_RGB2GRAY) for picture in (drawing, held))
    window = max(round(WINDOW * drawing.shape[1]), 15)
    start = np.zeros((*drawing.shape[:2], 2), np.float32)
    return cv2.calcOpticalFlowFarneback(here, there, start, 0.5, 4, window, 5, 7, 1.5, cv2.OPTFLOW_FARNEBACK_GAUSSIAN)


def steady(flows: np.ndarray) -> np.ndarray:
    """Flows (F, H, W, 2) with each drawing's weighed against its neighbours' (1 2 1), so that lines do not tremble."""
    padded = np.concatenate([flows[:1], flows, flows[-1:]])
    smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    smooth[0] = flows[0]
    return smooth


def trusted(drawing: np.ndarray, first: np.ndarray, source: np.ndarray) -> np.ndarray:
    """How far the first drawing, pulled from `source`, may stand for the drawing: (H, W), 0 to 1."""
    height, width = drawing.shape[:2]
    differs = np.abs(_softened(pull(first, source)) - _softened(drawing)).max(axis=-1)
    outside = (source < -1).any(-1) | (source[..., 0] > width) | (source[..., 1] > height)
    trust = np.where(outside, 1.0, np.exp(-((differs / LEVELS) ** 2))).astype(np.float32)
    return cv2.GaussianBlur(cv2.erode(trust, np.ones((3, 3))), (5, 5), 0)


def _softened(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), ALIKE)


def pixels(height: int, width: int) -> np.ndarray:
    """Every pixel's own place (H, W, 2), x and y."""
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def pull(picture: np.ndarray, source: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
    """The picture read at `source` (H, W, 2), x and y in pixels. Beyond its sides and its top it is mirrored (scenery and sky
    go on); below, its border goes on (ground, and the clothes of those whom the frame cuts)."""
    x, y = np.ascontiguousarray(source[..., 0]), np.minimum(source[..., 1], np.float32(picture.shape[0] - 1))
    return cv2.remap(picture, x, y, how, borderMode=cv2.BORDER_REFLECT_101)


def pull_large(still: np.ndarray, source: np.ndarray) -> np.ndarray:
    """The still (3H, 3W, 3) read where `source` (H, W, 2) says for the small drawing."""
    step = cv2.resize(source - pixels(*source.shape[:2]), still.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return pull(still, pixels(*still.shape[:2]) + SCALE * step, cv2.INTER_CUBIC)


def left(source: np.ndarray) -> np.ndarray:
    """Where the camera has left the first drawing: (H, W), 0 to 1. The line between is as wide as what was opened, up to FADE: the still
    moves there as one plane, and what lies beyond it does not."""
    last = np.array([source.shape[1] - 1, source.shape[0] - 1])
    outside = np.maximum(-source, source - last).max(-1)
    share = np.clip(1.0 + outside / min(max(float(outside.max()), 1e-3), FADE), 0.0, 1.0).astype(np.float32)
    return share * share * (3.0 - 2.0 * share)


def upsample(frames: np.ndarray, still: np.ndarray, numbers: np.ndarray, beyond: Iterable[np.ndarray] = ()) -> Iterator[np.ndarray]:
    """Drawings uint8 (F, H, W, 3) with their numbers (F, 16) and the still uint8 (3H, 3W, 3) that the first one is, to
    drawings uint8 (3H, 3W, 3), one by one. `beyond`: for each another drawing of the
    same view, at full size, for what lies beyond the still. ValueError when the still is not three times the size of the drawings."""
    if still.shape[0] != SCALE * frames.shape[1] or still.shape[1] != SCALE * frames.shape[2]:
        raise ValueError(f"the still must be {SCALE} times the drawings: {still.shape[:2]} for {frames.shape[1:3]}")
    size = still.shape[1::-1]
    others = iter(beyond)
    for frame, source, trust in zip(frames, *guide(frames, numbers, GAIN), strict=True):
        pulled, other = pull_large(still, source).astype(np.float32), next(others, None)
        if other is not None:
            pulled += cv2.resize(left(source), size, interpolation=cv2.INTER_LINEAR)[..., None] * (other - pulled)
        large = cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        share = cv2.resize(trust, size, interpolation=cv2.INTER_LINEAR)[..., None]
        yield (large + share * (pulled - large)).round().clip(0, 255).astype(np.uint8)
