"""The upsampler guided by the still: small moving drawings to three times their size, with the still's line and texture.

The full-size still, and whoever stands in for those it does not show, are pulled along the flow that says where everything comes from (carry.py), as one moves a puppet, and shown
where it is trusted; elsewhere the small drawing is enlarged. Mouths are laid at full size. What the camera brings in is taken from other drawings of the same
view, where there are such.

Letters: F drawings, H W small size, 3 the scale.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from generator.nets.camera import pixels
from generator.nets.carry import Moving, pulled
from generator.nets.pages import SCALE, Sheets

FADE = 18.0  # pixels over which the still gives way to the drawn shot beyond it, at most


def upsample(
    moving: Moving, sheets: Sheets, backs: Iterable[np.ndarray] = (), beyond: Iterable[np.ndarray] = ()
) -> Iterator[np.ndarray]:
    """Drawings with where they come from, and their sheets at full size, to drawings uint8 (3H, 3W, 3), one by one. Of each drawing, at full
    size: `backs`: what is behind the figures, where that is not pulled along the flow; `beyond`: another drawing of the same view, for what lies
    beyond the still.
    ValueError when the sheets are not three times the size of the drawings."""
    height, width = moving.frames.shape[1:3]
    if sheets.behind.shape[:2] != (SCALE * height, SCALE * width):
        raise ValueError(f"the still must be {SCALE} times the drawings: {sheets.behind.shape[:2]} for {(height, width)}")
    own, behind, others = pixels(height, width), iter(backs), iter(beyond)
    for parts in zip(*moving, strict=True):
        one, other = Moving(*parts), next(others, None)
        large = _enlarged(one)
        stands, trust = pulled(sheets, large, SCALE, next(behind, None)), large.trust
        if other is not None and (outside := left(own + one.flow) * (one.front == 0)).any():
            outside = _resized(outside, cv2.INTER_LINEAR)
            stands, trust = _laid(stands, other, outside), np.maximum(trust, outside)
        yield _laid(large.frames, stands, trust)


def _enlarged(one: Moving) -> Moving:
    """One drawing (no leading F), three times as large."""
    flow, front_flow = (SCALE * _resized(part, cv2.INTER_LINEAR) for part in (one.flow, one.front_flow))
    front, page = (_resized(part, cv2.INTER_NEAREST) for part in (one.front, one.page))
    return Moving(_resized(one.frames, cv2.INTER_CUBIC), flow, one.shade, front, front_flow, page, _resized(one.trust, cv2.INTER_LINEAR))


def left(source: np.ndarray) -> np.ndarray:
    """Where the camera has left the first drawing, by where each pixel comes from (H, W, 2): (H, W), 0 to 1. The line between is as
    wide as what was opened, up to FADE: the still moves there as one plane, and what lies beyond it does not."""
    x, y = source[..., 0], source[..., 1]
    outside = np.maximum(np.maximum(-x, x - (source.shape[1] - 1)), np.maximum(-y, y - (source.shape[0] - 1)))
    share = np.clip(1.0 + outside / min(max(float(outside.max()), 1e-3), FADE), 0.0, 1.0).astype(np.float32)
    return share * share * (3.0 - 2.0 * share)


def _resized(values: np.ndarray, how: int) -> np.ndarray:
    return cv2.resize(values, (SCALE * values.shape[1], SCALE * values.shape[0]), interpolation=how)


def _laid(under: np.ndarray, over: np.ndarray, share: np.ndarray) -> np.ndarray:
    return cv2.blendLinear(np.ascontiguousarray(over), under, share, 1.0 - share)
