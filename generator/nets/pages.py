"""The pictures a clip is cut from: its first drawing, and a stand-in for everyone who is not in it.

Who comes in later is cut out of a picture of their own. What was behind somebody is on the plate: the first drawing without its
figures, where that is known. Every pixel of an anchor (puppet.py) comes from a place on one of these pages; at full size it comes from the
same place on the same page, three times as large.

Letters: F drawings, H W their size, h w that of a page.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.fitting import fitted
from generator.nets.depth import Depth
from generator.nets.matte import keyed
from generator.nets.mouth import Lips
from generator.nets.skeleton import FACE, skeleton

SCALE = 3  # of the full size to that of the drawings
MOST = 48  # pixels of half a head, more than which no page needs


class StandIn(NamedTuple):
    """A picture of one subject alone uint8 (h, w, 3), in the light of the shot, the same without them, and their keypoints (11, 3) in it."""

    picture: np.ndarray
    blank: np.ndarray
    keypoints: np.ndarray


class Plate(NamedTuple):
    """The first drawing without its figures, uint8 (3H, 3W, 3): `bare` of anything of theirs, and `shaded` by their shadows and the light
    about them."""

    bare: np.ndarray
    shaded: np.ndarray


class Known(NamedTuple):
    """What is known of a shot besides its first drawing: its plate; stand-ins by slot; `depth` (3H, 3W) for a camera that travels. None and nobody where it is not known."""

    plate: Plate | None = None
    stand_ins: Mapping[int, StandIn] = {}
    depth: Depth | None = None


NOTHING_KNOWN = Known()


class Page(NamedTuple):
    """A picture uint8 (h, w, 3); the same in the colours of its figures alone, along their outlines; how much of each pixel is somebody,
    float32 (h, w), None where that is not known; and who is to be cut out of it: keypoints (4, 11, 3), zeros for everybody else."""

    picture: np.ndarray
    figures: np.ndarray
    matte: np.ndarray | None
    keypoints: np.ndarray


def pages_of(first: np.ndarray, keypoints: np.ndarray, known: Known = NOTHING_KNOWN) -> tuple[Page, ...]:
    """The first drawing uint8 (H, W, 3), and the stand-ins of those whose heads `keypoints` (F, 4, 11, 3) have outside of it. A page is so
    large that its figure need not grow, as far as its picture goes."""
    own, pages = keypoints[0].copy(), []
    for slot in missing(keypoints):
        if slot in known.stand_ins:
            own[slot] = 0
            alone = np.zeros_like(own)
            alone[slot] = known.stand_ins[slot].keypoints
            size = _size(known.stand_ins[slot], _largest(keypoints[:, slot], first.shape[1::-1]))
            pages.append(_page(known.stand_ins[slot].picture, known.stand_ins[slot].blank, size, alone))
    return _page(first, blank_of(known), (first.shape[1], first.shape[0]), own), *pages


def blank_of(known: Known) -> np.ndarray | None:
    return None if known.plate is None else known.plate.shaded


class Sheets(NamedTuple):
    """What drawings are pulled from, small or at full size: what is `behind` everybody uint8 (H, W, 3); of each page its `figures`
    uint8 (h, w, 3) and how much of a pixel they are, `mattes` float32 (h, w); and by slot what those of the first drawing change about them,
    `shades` float32 (H, W, 3), in levels, and everybody's `lips`."""

    behind: np.ndarray
    figures: tuple[np.ndarray, ...]
    mattes: tuple[np.ndarray, ...]
    shades: Mapping[int, np.ndarray]
    lips: Mapping[int, Lips]


def enlarged(pages: Sequence[Page], still: np.ndarray, known: Known) -> list[Page]:
    """The same pages at full size: the still uint8 (3H, 3W, 3) and the pictures of the stand-ins, three times as large."""
    large = [_page(still, blank_of(known), (still.shape[1], still.shape[0]), pages[0].keypoints)]
    for page in pages[1:]:
        stand_in = known.stand_ins[int(page.keypoints[:, FACE, 2].argmax())]
        size = (SCALE * page.picture.shape[1], SCALE * page.picture.shape[0])
        large.append(_page(stand_in.picture, stand_in.blank, size, page.keypoints))
    return large


def shades_of(plate: Plate, at: Mapping[int, float], size: tuple[int, int]) -> dict[int, np.ndarray]:
    """What figures change about them, by slot, in levels, float32 (H, W, 3) of a `size` (width, height); `at`: where each stands, as a share of the
    width: whoever is nearest."""
    change = fitted(plate.shaded, size).astype(np.float32) - fitted(plate.bare, size)
    if not at or not change.any():
        return {}
    slots, across = sorted(at), (np.arange(size[0]) + 0.5) / size[0]
    nearest = np.abs(across[:, None] - np.array([at[slot] for slot in slots])).argmin(1)
    return {slot: change * (nearest == number)[None, :, None] for number, slot in enumerate(slots)}


def shaded(picture: np.ndarray, shades: Mapping[int, np.ndarray], maps: np.ndarray, scale: int = 1) -> np.ndarray:
    """The picture uint8 (H, W, 3) with what figures change about them where affine `maps` (S, 2, 3) bring it from, which are those of drawings so
    many times smaller."""
    size, out = (picture.shape[1], picture.shape[0]), picture
    for slot, change in shades.items():
        if maps[slot].any():
            there = maps[slot].astype(np.float32) * (1, 1, scale)
            moved = cv2.warpAffine(change, there, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT)
            out = cv2.add(out, moved, dtype=cv2.CV_8U)
    return out


def missing(keypoints: np.ndarray) -> list[int]:
    """Slots of those whose heads a sketch (F, 4, 11, 3) shows, but not in the first drawing."""
    seen = _inside(keypoints)  # (F, 4)
    return [int(slot) for slot in np.flatnonzero(seen.any(0) & ~seen[0])]


def _page(picture: np.ndarray, blank: np.ndarray | None, size: tuple[int, int], keypoints: np.ndarray) -> Page:
    picture = fitted(picture, size)
    return Page(picture, picture, None, keypoints) if blank is None else Page(picture, *keyed(picture, fitted(blank, size)), keypoints)


def _size(stand_in: StandIn, unit: float) -> tuple[int, int]:
    """Width and height of a page whose figure has a head of half height `unit`."""
    height, width = stand_in.picture.shape[:2]
    share = min(1 / SCALE, min(unit, MOST) / max(float(stand_in.keypoints[FACE + 1, 1]) * height, 1.0))
    return max(round(share * width), 1), max(round(share * height), 1)


def _largest(rows: np.ndarray, size: tuple[int, int]) -> float:
    """Half the largest head of a subject (F, 11, 3) that is ever in the picture, in pixels."""
    units = [bones.unit for row in rows[_inside(rows)] if (bones := skeleton(row, *size)) is not None]
    return max(units, default=1.0)


def _inside(keypoints: np.ndarray) -> np.ndarray:
    """Whether the middle of each head is in the picture: bool (...), of (..., 11, 3)."""
    x, y, seen = np.moveaxis(keypoints[..., FACE, :], -1, 0)
    return (seen > 0) & (x > 0) & (x < 1) & (y > 0) & (y < 1)
