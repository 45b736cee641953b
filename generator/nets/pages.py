"""The pictures a clip is cut from: its first drawing, and a stand-in for everyone who is not in it.

Who comes in later is cut out of a portrait that stands in for them. Every pixel of an anchor (puppet.py) comes from a place on
one of these pages; at full size it comes from the same place on the same page, three times as large.

Letters: F drawings, H W their size, h w that of a page.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.skeleton import FACE, skeleton

SCALE = 3  # of the full size to that of the drawings
MOST = 48  # pixels of half a head, more than which no page needs


class StandIn(NamedTuple):
    """A picture of one subject alone uint8 (h, w, 3), in the light of the shot, and their keypoints (11, 3) in it."""

    picture: np.ndarray
    keypoints: np.ndarray


class Page(NamedTuple):
    """A picture uint8 (h, w, 3) at the size of the drawings, and who is to be cut out of it: keypoints (4, 11, 3), zeros for
    everybody else."""

    picture: np.ndarray
    keypoints: np.ndarray


NOBODY: Mapping[int, StandIn] = {}


def pages_of(first: np.ndarray, keypoints: np.ndarray, stand_ins: Mapping[int, StandIn] = NOBODY) -> tuple[Page, ...]:
    """The first drawing uint8 (H, W, 3), and the stand-ins, by slot, of those whose heads `keypoints` (F, 4, 11, 3) have outside of it.
    A page is so large that its figure need not grow, as far as its picture goes."""
    own, pages = keypoints[0].copy(), []
    for slot in missing(keypoints):
        if slot in stand_ins:
            own[slot] = 0
            unit = _largest(keypoints[:, slot], first.shape[1::-1])
            pages.append(_page(slot, stand_ins[slot], unit, keypoints.shape[1:]))
    return Page(first, own), *pages


def missing(keypoints: np.ndarray) -> list[int]:
    """Slots of those whose heads a sketch (F, 4, 11, 3) shows, but not in the first drawing."""
    seen = _inside(keypoints)  # (F, 4)
    return [int(slot) for slot in np.flatnonzero(seen.any(0) & ~seen[0])]


def _page(slot: int, stand_in: StandIn, unit: float, shape: tuple[int, ...]) -> Page:
    height, width = stand_in.picture.shape[:2]
    share = min(1 / SCALE, min(unit, MOST) / max(float(stand_in.keypoints[FACE + 1, 1]) * height, 1.0))
    size = (max(round(share * width), 1), max(round(share * height), 1))
    alone = np.zeros(shape, np.float32)
    alone[slot] = stand_in.keypoints
    return Page(cv2.resize(stand_in.picture, size, interpolation=cv2.INTER_AREA), alone)


def enlarged(pages: Sequence[Page], still: np.ndarray, stand_ins: Mapping[int, StandIn]) -> list[np.ndarray]:
    """The same pages at full size: the still uint8 (3H, 3W, 3) and the pictures of the stand-ins, uint8 (3h, 3w, 3)."""
    large = [still]
    for page in pages[1:]:
        picture = stand_ins[int(page.keypoints[:, FACE, 2].argmax())].picture
        large.append(cv2.resize(picture, (SCALE * page.picture.shape[1], SCALE * page.picture.shape[0]), interpolation=cv2.INTER_AREA))
    return large


def _largest(rows: np.ndarray, size: tuple[int, int]) -> float:
    """Half the largest head of a subject (F, 11, 3) that is ever in the picture, in pixels."""
    units = [bones.unit for row in rows[_inside(rows)] if (bones := skeleton(row, *size)) is not None]
    return max(units, default=1.0)


def _inside(keypoints: np.ndarray) -> np.ndarray:
    """Whether the middle of each head is in the picture: bool (...), of (..., 11, 3)."""
    x, y, seen = np.moveaxis(keypoints[..., FACE, :], -1, 0)
    return (seen > 0) & (x > 0) & (x < 1) & (y > 0) & (y < 1)
