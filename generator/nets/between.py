"""Drawings between drawings: 24 a second from 12, for who wants smooth motion and not animation on twos.

Between two neighbours stands each of them moved half way along the optical flow (dense inverse search: Kroeger et al., 2016) to the other.
Where the two agree they are mixed; where they do not (what is hidden and shown, what turned) the earlier is taken, because two things
at once are a ghost.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from generator.nets.camera import pixels
from generator.nets.carry import sought

SIDE = 384  # pixels: flows are sought in pictures no wider
AGREE = 24.0  # levels by which two half-way pictures may differ and be mixed


def doubled(pictures: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Each picture uint8 (H, W, 3) and the one half way to the next; the last one twice."""
    seeker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    before = None
    for picture in pictures:
        if before is not None:
            yield before
            yield half_way(seeker, before, picture)
        before = picture
    if before is not None:
        yield before
        yield before


def half_way(seeker: cv2.DISOpticalFlow, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The picture between two, uint8 (H, W, 3)."""
    if np.array_equal(a, b):
        return a
    height, width = a.shape[:2]
    share = min(1.0, SIDE / width)
    size = (max(round(width * share), 16), max(round(height * share), 16))
    small_a, small_b = (cv2.cvtColor(cv2.resize(p, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY) for p in (a, b))
    there, back = (cv2.resize(sought(seeker, *pair), (width, height)) * (width / size[0]) for pair in ((small_a, small_b), (small_b, small_a)))
    grid = pixels(height, width)
    early, late = _moved(a, grid - 0.5 * there), _moved(b, grid - 0.5 * back)
    differ = cv2.GaussianBlur(np.abs(early.astype(np.int16) - late).max(-1).astype(np.float32), (0, 0), 2.0)
    share_late = (0.5 * np.exp(-((differ / AGREE) ** 2)))[..., None]
    return (early + share_late * (late.astype(np.float32) - early)).round().clip(0, 255).astype(np.uint8)


def _moved(picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    return cv2.remap(picture, np.ascontiguousarray(source[..., 0]), np.ascontiguousarray(source[..., 1]), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
