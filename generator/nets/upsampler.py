"""The upsampler guided by the still: small moving drawings to three times their size, with the still's line and texture.

The full-size still, and whoever stands in for those it does not show, are pulled along the flow that says where everything comes from (carry.py), as one moves a puppet, and shown
where it is trusted; elsewhere the small drawing is enlarged. What the camera brings in is taken from other drawings of the same
view, where there are such.

Letters: F drawings, H W small size, 3 the scale.
"""

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from generator.nets.camera import pixels
from generator.nets.carry import Moving, pulled
from generator.nets.pages import SCALE

FADE = 18.0  # pixels over which the still gives way to the drawn shot beyond it, at most


def upsample(moving: Moving, pages: Sequence[np.ndarray], beyond: Iterable[np.ndarray] = ()) -> Iterator[np.ndarray]:
    """Drawings with where they come from, and their pages at full size, uint8 (3h, 3w, 3), to drawings uint8 (3H, 3W, 3), one
    by one. `beyond`: for each another drawing of the same view, at full size, for what lies beyond the still.
    ValueError when the still is not three times the size of the drawings."""
    height, width = moving.frames.shape[1:3]
    still = pages[0]
    if still.shape[:2] != (SCALE * height, SCALE * width):
        raise ValueError(f"the still must be {SCALE} times the drawings: {still.shape[:2]} for {(height, width)}")
    own, grid, others = pixels(height, width), pixels(*still.shape[:2]), iter(beyond)
    for frame, flow, trust, page in zip(*moving, strict=True):
        source, other = grid + SCALE * _enlarged(flow, cv2.INTER_LINEAR), next(others, None)
        stands = pulled(pages, _enlarged(page, cv2.INTER_NEAREST), source, cv2.INTER_CUBIC)
        if other is not None and (outside := left(own + flow) * (page == 0)).any():
            stands = _laid(stands, other, _enlarged(outside, cv2.INTER_LINEAR))
            trust = np.maximum(trust, outside)
        yield _laid(_enlarged(frame, cv2.INTER_CUBIC), stands, _enlarged(trust, cv2.INTER_LINEAR))


def left(source: np.ndarray) -> np.ndarray:
    """Where the camera has left the first drawing, by where each pixel comes from (H, W, 2): (H, W), 0 to 1. The line between is as
    wide as what was opened, up to FADE: the still moves there as one plane, and what lies beyond it does not."""
    x, y = source[..., 0], source[..., 1]
    outside = np.maximum(np.maximum(-x, x - (source.shape[1] - 1)), np.maximum(-y, y - (source.shape[0] - 1)))
    share = np.clip(1.0 + outside / min(max(float(outside.max()), 1e-3), FADE), 0.0, 1.0).astype(np.float32)
    return share * share * (3.0 - 2.0 * share)


def _enlarged(values: np.ndarray, how: int) -> np.ndarray:
    return cv2.resize(values, (SCALE * values.shape[1], SCALE * values.shape[0]), interpolation=how)


def _laid(under: np.ndarray, over: np.ndarray, share: np.ndarray) -> np.ndarray:
    return cv2.blendLinear(np.ascontiguousarray(over), under, share, 1.0 - share)
