"""A take as a course of pictures: sharp or not, flickering, standing still, with holes and jumps. Most of it needs no truth beside it.

Letters: F drawings, h w the small picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from generator.watching.drawn import Drawn
from generator.watching.likeness import Measure

QUIET = 0.6  # levels: what changes less from one drawing to the next stands still
SPAN = 4  # drawings beside a jump that say how much the picture moves there


def followed(pictures: np.ndarray, drawn: Drawn | None) -> Iterator[Measure]:
    """Of a take's drawings uint8 (F, h, w, 3); beside the truth where there is one."""
    grey = np.stack([cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in pictures])
    yield from _sharp(grey, drawn)
    if len(grey) < 3:
        return
    changes = np.array([float(cv2.absdiff(a, b).mean()) for a, b in pairwise(grey)])
    yield _flicker(grey)
    yield _jump(changes)
    if drawn is not None:
        yield from _freeze(grey, drawn)


def _edges(grey: np.ndarray) -> float:
    return float(cv2.Laplacian(grey, cv2.CV_32F).std())


def _sharp(grey: np.ndarray, drawn: Drawn | None) -> Iterator[Measure]:
    """How much of the edges there should be is missing on the whole; and in the worst drawing, of those beside it."""
    edges = np.array([_edges(one) for one in grey])
    if drawn is not None:
        asked = np.array([_edges(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)) for picture in drawn.pictures])
        yield Measure("blur", float(np.median(1 - edges[list(drawn.at)] / np.maximum(asked, 1e-3))))
    if len(edges) > SPAN:
        usual = np.array([np.median(edges[max(k - SPAN, 0) : k + SPAN + 1]) for k in range(len(edges))])
        kept = edges / np.maximum(usual, 1e-3)
        worst = int(kept.argmin())
        yield Measure("hole", float(1 - kept[worst]), -1, (worst, worst + 1))


def _flicker(grey: np.ndarray) -> Measure:
    """How much the light of the picture goes up and down from drawing to drawing: the median turn of its mean level."""
    level = np.array([float(one.mean()) for one in grey])
    turns = np.abs(level[2:] - 2 * level[1:-1] + level[:-2]) / 2
    return Measure("flicker", float(np.quantile(turns, 0.6)))


def _jump(changes: np.ndarray) -> Measure:
    """The largest change between two drawings, over the largest beside it, in levels over what stands still."""
    found = []
    for k, change in enumerate(changes):
        beside = np.concatenate([changes[max(k - SPAN, 0) : k], changes[k + 1 : k + 1 + SPAN]])
        found.append((change + QUIET) / (float(np.max(beside, initial=0.0)) + QUIET))
    k = int(np.argmax(found))
    return Measure("jump", float(found[k]), -1, (k, k + 2))


def _freeze(grey: np.ndarray, drawn: Drawn) -> Iterator[Measure]:
    """How much of the change that should be in a part of the take is not: the worst of the spans between drawings that are apart."""
    asked = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in drawn.pictures]
    worst, where = -1.0, None
    for k in range(len(drawn.at) - 2):
        a, b = drawn.at[k], drawn.at[k + 2]
        true = float(cv2.absdiff(asked[k], asked[k + 2]).mean())
        if true > QUIET:
            still = 1 - float(cv2.absdiff(grey[a], grey[b]).mean()) / true
            if still > worst:
                worst, where = still, (a, b + 1)
    if where is not None:
        yield Measure("freeze", worst, -1, where)
