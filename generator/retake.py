"""A part of a clip made anew: the other drawings are those of the clip before, and the new ones grow out of them and back into them.

The figures go from their usual way of acting into that of the part and back (`acted`); what still differs at the seams goes over within EASE
drawings on the new side (`spliced`); the old side stays as it was, to the pixel. The drawings beside the part are not given to the net as clean
ones: a given drawing stands for the four of its latent frame, and under a moving camera that doubles every line (measured: 26 dB inside the
part, against 45 without).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

import numpy as np

from generator.encode import read_frames
from storyboard.errors import BadInput
from storyboard.params import ClipParams, RetakeParams
from storyboard.take import Media

EASE = 2  # drawings in which a new picture takes over from the old one
TURN = 5  # drawings in which figures go from one way of acting into another


def drawings_of(base: Media, rate: str, size: tuple[int, int]) -> Generator[np.ndarray, None, None]:
    """The drawings of the clip before, uint8 (h, w, 3), at `rate` and `size` (width, height)."""
    return read_frames(base, rate, size)


def acted(retake: RetakeParams, usual: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A pose sketch float32 (F, 4, 11, 3) that is `usual`, and in the part `other`, from one into the other within TURN drawings."""
    share = shares(retake, len(usual), TURN).astype(np.float32)[:, None, None]
    both = (usual[..., 2] > 0) & (other[..., 2] > 0)
    out = np.where(share[..., None] > 0.5, other, usual)
    out[..., :2] = np.where(both[..., None], (1 - share[..., None]) * usual[..., :2] + share[..., None] * other[..., :2], out[..., :2])
    return out


def within(retake: RetakeParams, usual: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Numbers (F, 16) that are `usual`, and in the part `other`."""
    inside = (np.arange(len(usual)) >= retake.first) & (np.arange(len(usual)) < retake.after)
    return np.where(inside[:, None], other, usual)


def spliced(params: ClipParams, base: Media, fresh: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """The clip, uint8 (h, w, 3) each: `fresh` in the part, the clip before elsewhere. BadInput when that ends too soon."""
    assert params.retake is not None
    rate, each = ("24", 2) if params.smooth else ("12", 1)
    share = np.repeat(shares(params.retake, params.staging.frames, EASE), each)
    old = drawings_of(base, rate, params.size)
    try:
        for place, new in enumerate(fresh):
            before = next(old, None)
            if before is None and share[place] < 1:
                raise BadInput(f"The clip that stays beside the retake ends after {place} drawings. Take the retake off, or choose a longer take first.")
            yield new if before is None or share[place] == 1 else before if share[place] == 0 else _mixed(before, new, round(256 * share[place]))
    finally:
        old.close()


def shares(retake: RetakeParams, frames: int, ease: int) -> np.ndarray:
    """How much of the new is seen at each of F drawings, float64 (F): nothing outside the part, all inside but near its seams. The clip's own
    beginning and end are no seams."""
    place = np.arange(frames)
    into = (place - retake.first + 1) / (ease + 1) if retake.first else np.ones(frames)
    out = (retake.after - place) / (ease + 1) if retake.after < frames else np.ones(frames)
    share = np.clip(np.minimum(into, out), 0, 1)
    share[(place < retake.first) | (place >= retake.after)] = 0
    return share * share * (3 - 2 * share)


def _mixed(old: np.ndarray, new: np.ndarray, share: int) -> np.ndarray:
    return ((old.astype(np.uint16) * (256 - share) + new.astype(np.uint16) * share) >> 8).astype(np.uint8)
