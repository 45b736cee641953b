"""What is measured of a row of frames: jumps, black, held pictures, and the colours that two pictures share. Small frames, uint8 [F, h, w, 3]."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from generator.encode import read_frames
from storyboard.take import Media

SIDE = 96  # pixels of the longer side of what is looked at
AROUND = 6  # frames on either side that a cut must stand out from
QUIET = 1.0  # grey levels of change that are never a cut
HELD = (0.03, 0.2)  # grey levels of change, between which two frames that show the same picture, encoded twice, differ at most
ONCE_MORE = 1.6  # times what held frames of the scene usually change
DARK, EVEN = 12.0, 4.0  # mean and spread (grey levels) up to which a frame is black
STEP = 2.0  # Lab units in a shade
SHADES, PAIRS = 96, 800  # that are kept of a picture, and of two
SHIFT, BLUR = 15.0, 2.0  # Lab: the furthest that a light may have jumped, and how near two differences are the same


def seen(media: Media) -> np.ndarray:
    """Every frame of an mp4, uint8 [F, h, w, 3], its longer side SIDE pixels."""
    longer = max(media.width, media.height)
    size = tuple(max(2, round(SIDE * side / longer)) for side in (media.width, media.height))
    return np.stack(list(read_frames(media, size=(size[0], size[1]))))


def changes(frames: np.ndarray) -> np.ndarray:
    """[F]: how much every frame differs from the one before it, in grey levels; 0 for the first."""
    moved = [float(np.abs(b.astype(np.int16) - a).mean()) for a, b in pairwise(frames)]
    return np.array([0.0, *moved])


def standing_out(change: np.ndarray) -> np.ndarray:
    """[F]: how many times a change is the largest of those within AROUND frames of it: a cut stands alone, what moves or flashes does not."""
    found = np.zeros(len(change))
    for at in np.flatnonzero(change > QUIET).tolist():
        near = change[max(0, at - AROUND) : at + AROUND + 1].copy()
        near[min(at, AROUND)] = 0.0
        found[at] = change[at] / (QUIET + near.max(initial=0.0))
    return found


def black(frames: np.ndarray) -> np.ndarray:
    """[F]: which frames are black."""
    grey = frames.astype(np.float32).mean(axis=3)
    return np.asarray((grey.mean(axis=(1, 2)) < DARK) & (grey.std(axis=(1, 2)) < EVEN))


def longest_held(change: np.ndarray) -> tuple[int, int]:
    """Frames [first, after) of the longest stretch that shows one picture. How much a picture changes by being encoded again hangs on what is in it,
    and is seen where drawings are held: in the lesser half of all changes."""
    usual = float(np.median(np.sort(change[1:])[: max(1, len(change) // 2)])) if len(change) > 1 else 0.0
    held = min(max(ONCE_MORE * usual, HELD[0]), HELD[1])
    best, first = (0, 1), 0
    for at in range(1, len(change) + 1):
        if at == len(change) or change[at] >= held:
            best = (first, at) if at - first > best[1] - best[0] else best
            first = at
    return best


class Shades(NamedTuple):
    """The colours of a picture: Lab [S, 3], and the share of it that each covers [S]."""

    lab: np.ndarray
    share: np.ndarray


def shades(frame: np.ndarray) -> Shades:
    lab = cv2.cvtColor((frame / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2Lab).reshape(-1, 3)
    found, count = np.unique(np.rint(lab / STEP).astype(np.int32), axis=0, return_counts=True)
    most = np.argsort(-count, kind="stable")[:SHADES]
    return Shades(found[most] * STEP, count[most] / count.sum())


def shifted(before: np.ndarray, after: np.ndarray) -> float:
    """How surely all colours moved the same way from one picture to another of the same place in the same light, 0 to 1. Every pair of shades
    votes for the difference between them, by the area that both cover: where the light is the same, the differences near none win."""
    a, b = shades(before), shades(after)
    apart = (b.lab[None] - a.lab[:, None]).reshape(-1, 3)
    votes = np.minimum(a.share[:, None], b.share[None]).reshape(-1)
    near = np.flatnonzero(np.linalg.norm(apart, axis=1) <= SHIFT)
    near = near[np.argsort(-votes[near], kind="stable")[:PAIRS]]
    if not len(near):
        return 0.0
    apart, votes = apart[near], votes[near]
    squares = np.square(apart).sum(axis=1)
    between = squares[:, None] + squares[None] - 2 * apart @ apart.T
    most = float((np.exp(-between / (2 * BLUR**2)) @ votes).max())
    none = float(np.exp(-squares / (2 * BLUR**2)) @ votes)
    return max(0.0, 1 - none / most)
