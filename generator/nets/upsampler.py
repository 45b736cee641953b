"""The upsampler guided by the still: small moving drawings at three times their size, with the still's line and texture.

The full-size still is pulled along the flow by which every made drawing goes back to the first (carry.py), and shown where that is
trusted; elsewhere the made drawing is shown, enlarged. What the camera brings in is taken from other pictures of the same view,
where there are such; else it mirrors what is there, and below the ground goes on. Nothing is learned here.

Letters: F drawings, H W small size, 3 the scale.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from generator.nets.camera import pixels, pull
from generator.nets.carry import Moving

SCALE = 3
FADE = 18.0  # pixels over which the still gives way to other pictures of the view beyond it, at most


def upsample(moving: Moving, still: np.ndarray, beyond: Iterable[np.ndarray] = ()) -> Iterator[np.ndarray]:
    """Drawings uint8 (3H, 3W, 3), one by one, from moving ones (F, H, W) and the still uint8 (3H, 3W, 3) that the first one is.
    `beyond`: for each another picture of the same view, at full size, for what lies beyond the still. ValueError when the still
    is not three times the size of the drawings."""
    height, width = moving.frames.shape[1:3]
    if still.shape[0] != SCALE * height or still.shape[1] != SCALE * width:
        raise ValueError(f"the still must be {SCALE} times the drawings: {still.shape[:2]} for {(height, width)}")
    size, grid, others = still.shape[1::-1], pixels(height, width), iter(beyond)
    for frame, flow, trust in zip(*moving, strict=True):
        pulled, other = pull_large(still, flow), next(others, None)
        if not flow.any() and (trust == 1).all():
            yield pulled
            continue
        shown, share = pulled.astype(np.float32), trust
        if other is not None:
            outside = left(grid + flow)
            shown += cv2.resize(outside, size, interpolation=cv2.INTER_LINEAR)[..., None] * (other - shown)
            share = np.maximum(trust, outside)
        large = cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        share = cv2.resize(share, size, interpolation=cv2.INTER_LINEAR)[..., None]
        yield (large + share * (shown - large)).round().clip(0, 255).astype(np.uint8)


def pull_large(still: np.ndarray, flow: np.ndarray) -> np.ndarray:
    """The still (3H, 3W, 3) pulled along the flow (H, W, 2) of a small drawing."""
    if not flow.any():
        return still
    return pull(still, pixels(*still.shape[:2]) + SCALE * cv2.resize(flow, still.shape[1::-1], interpolation=cv2.INTER_LINEAR), cv2.INTER_CUBIC)


def left(source: np.ndarray) -> np.ndarray:
    """Where the camera has left the first drawing, by where each pixel comes from (H, W, 2): (H, W), 0 to 1. The line between is as
    wide as what was opened, up to FADE: the still moves there as one plane, and what lies beyond it does not."""
    last = np.array([source.shape[1] - 1, source.shape[0] - 1])
    outside = np.maximum(-source, source - last).max(-1)
    share = np.clip(1.0 + outside / min(max(float(outside.max()), 1e-3), FADE), 0.0, 1.0).astype(np.float32)
    return share * share * (3.0 - 2.0 * share)
