"""The pictures a clip is cut from: its first drawing, and a stand-in for everyone who is not in it, or whom its frame cuts.

Who comes in later, or further, is cut out of a picture of their own. What was behind somebody is on the plate: the first drawing without its
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
from generator.nets.skeleton import FACE, REACH, skeleton

SCALE = 3  # of the full size to that of the drawings
MOST = 48  # pixels of half a head, more than which no page needs
CUT, WHOLE = 0.2, 0.05  # of half a head that the frame cuts off at a side: who loses more is not shown whole, who loses less is


class StandIn(NamedTuple):
    """A picture of one subject alone uint8 (h, w, 3), in the light of the shot, the same without them, their keypoints (11, 3) in it, and the
    same picture with other `faces`."""

    picture: np.ndarray
    blank: np.ndarray
    keypoints: np.ndarray
    faces: tuple[np.ndarray, ...] = ()


class Plate(NamedTuple):
    """The first drawing without its figures, uint8 (3H, 3W, 3): `bare` of anything of theirs, and `shaded` by their shadows and the light
    about them; and these alone, the `veil` uint8 (3H, 3W, 4), colours times how much they hide, then that."""

    bare: np.ndarray
    shaded: np.ndarray
    veil: np.ndarray


class Known(NamedTuple):
    """What is known of a shot besides its first drawing: its plate; stand-ins by slot; `depth` (3H, 3W) for a camera that travels; the same drawing
    with other `faces` uint8 (3H, 3W, 3), and which of its faces everyone has `worn` in each drawing, uint8 (F, S): 0 that of the first drawing. None
    and nobody where it is not known."""

    plate: Plate | None = None
    stand_ins: Mapping[int, StandIn] = {}
    depth: Depth | None = None
    faces: tuple[np.ndarray, ...] = ()
    worn: np.ndarray | None = None


NOTHING_KNOWN = Known()


class Page(NamedTuple):
    """A picture uint8 (h, w, 3); the same in the colours of its figures alone, along their outlines; how much of each pixel is somebody,
    float32 (h, w), None where that is not known; who is to be cut out of it: keypoints (4, 11, 3), zeros for everybody else; which face they
    have there; and at full size, but for that of the first drawing: the picture it was reduced from, and its blank."""

    picture: np.ndarray
    figures: np.ndarray
    matte: np.ndarray | None
    keypoints: np.ndarray
    face: int = 0
    source: tuple[np.ndarray, np.ndarray | None] | None = None


def pages_of(first: np.ndarray, keypoints: np.ndarray, known: Known = NOTHING_KNOWN) -> tuple[Page, ...]:
    """The first drawing uint8 (H, W, 3), with every face; and the stand-ins, with theirs, of those of whom `keypoints` (F, 4, 11, 3) bring in more
    than it shows. A page is so large that its figure need not grow, as far as its picture goes."""
    own, pages, seen = keypoints[0].copy(), [], _inside(keypoints[0])
    size, blank = (first.shape[1], first.shape[0]), blank_of(known)
    for slot in arriving(keypoints):
        if slot in known.stand_ins:
            own[slot] *= seen[slot]
            alone, stand_in = np.zeros_like(own), known.stand_ins[slot]
            alone[slot] = stand_in.keypoints
            reduced = _size(stand_in, _largest(keypoints[:, slot], size))
            for face, picture in enumerate((stand_in.picture, *stand_in.faces)):
                pages.append(_page(picture, stand_in.blank, reduced, alone)._replace(face=face, source=(picture, stand_in.blank)))
    others = [_page(picture, blank, size, own)._replace(face=face, source=(picture, blank)) for face, picture in enumerate(known.faces, 1)]
    return _page(first, blank, size, own), *others, *pages


def playing(pages: Sequence[Page], known: Known, frames: int) -> np.ndarray:
    """The page everyone is cut out of in each drawing, int (F, 4): with the face that is worn then, and of their stand-in where there is one."""
    plays = np.zeros((frames, len(pages[0].keypoints)), np.int64)
    starts = [number for number, page in enumerate(pages) if page.face == 0]
    for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        here = pages[start].keypoints[:, FACE, 2] > 0
        worn = 0 if known.worn is None else np.minimum(known.worn[:frames, : plays.shape[1]], end - start - 1)
        plays[:, here] = (start + worn + 0 * plays)[:, here]
    return plays


def blank_of(known: Known) -> np.ndarray | None:
    return None if known.plate is None else known.plate.shaded


class Shade(NamedTuple):
    """A figure's part of a veil, uint8 (h, w, 4), and the pixel of its upper left corner."""

    veil: np.ndarray
    left: int
    top: int


class Sheets(NamedTuple):
    """What drawings are pulled from, small or at full size: what is `behind` everybody uint8 (H, W, 3); of each page its `figures`
    uint8 (h, w, 3) and how much of a pixel they are, `mattes` float32 (h, w); and by slot the `shades` of those of the first drawing."""

    behind: np.ndarray
    figures: tuple[np.ndarray, ...]
    mattes: tuple[np.ndarray, ...]
    shades: Mapping[int, Shade]


def enlarged(pages: Sequence[Page], still: np.ndarray, known: Known) -> list[Page]:
    """The same pages at full size: the still uint8 (3H, 3W, 3) and the pictures the others were reduced from, three times as large."""
    large = list[Page]()
    for page in pages:
        picture, blank = page.source or (still, blank_of(known))
        large.append(_page(picture, blank, (SCALE * page.picture.shape[1], SCALE * page.picture.shape[0]), page.keypoints))
    return large


def shades_of(plate: Plate, at: Mapping[int, float], size: tuple[int, int]) -> dict[int, Shade]:
    """What figures lay over what is about them, by slot, for pictures of a `size` (width, height); `at`: where each stands, as a share of the
    width: whoever is nearest."""
    veil, found = fitted(plate.veil, size), dict[int, Shade]()
    if not at or not veil.any():
        return found
    slots, across = sorted(at), (np.arange(size[0]) + 0.5) / size[0]
    nearest = np.abs(across[:, None] - np.array([at[slot] for slot in slots])).argmin(1)
    for number, slot in enumerate(slots):
        own = veil * (nearest == number).astype(np.uint8)[None, :, None]
        rows, columns = (np.flatnonzero(own.any(axis)) for axis in ((1, 2), (0, 2)))
        if len(rows):
            left, top = int(columns[0]), int(rows[0])
            found[slot] = Shade(np.ascontiguousarray(own[top : rows[-1] + 1, left : columns[-1] + 1]), left, top)
    return found


def shaded(picture: np.ndarray, shades: Mapping[int, Shade], maps: np.ndarray, scale: int = 1) -> np.ndarray:
    """The picture uint8 (H, W, 3) under the shades where affine `maps` (S, 2, 3) bring them from, which are those of drawings so many times
    smaller."""
    out = picture.copy()
    for slot, shade in shades.items():
        if maps[slot].any():
            _lay_shade(out, shade, maps[slot].astype(np.float64) * (1, 1, scale))
    return out


def _lay_shade(picture: np.ndarray, shade: Shade, there: np.ndarray) -> None:
    """Lay a shade over the picture, where the map `there` (2, 3), which grows and moves, brings it from; only there is anything computed."""
    grown, corner = np.diag(there[:, :2]), np.array([shade.left, shade.top])
    low = np.maximum(np.floor((corner - 1 - there[:, 2]) / grown), 0).astype(int)
    high = np.minimum(np.ceil((corner + shade.veil.shape[1::-1] - there[:, 2]) / grown) + 1, picture.shape[1::-1]).astype(int)
    if (high <= low).any():
        return
    box = np.s_[low[1] : high[1], low[0] : high[0]]
    here = np.column_stack([np.diag(grown), there[:, 2] + grown * low - corner])
    moved = cv2.warpAffine(shade.veil, here, tuple((high - low).tolist()), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT)
    clear = cv2.cvtColor(255 - moved[..., 3], cv2.COLOR_GRAY2RGB)
    picture[box] = cv2.add(cv2.multiply(picture[box], clear, scale=1 / 255), moved[..., :3])


def arriving(keypoints: np.ndarray) -> list[int]:
    """Slots of those whose heads a sketch (F, 4, 11, 3) shows, but not in the first drawing, or there cut by a side of the frame and whole
    in another."""
    seen, lost = _inside(keypoints), _cut_off(keypoints)  # (F, 4)
    further = (lost[0] > CUT) & (seen & (lost < WHOLE)).any(0)
    return [int(slot) for slot in np.flatnonzero(seen.any(0) & (~seen[0] | further))]


def _cut_off(keypoints: np.ndarray) -> np.ndarray:
    """How much of half a head lies beyond a side of the picture: (...), of (..., 11, 3)."""
    x, half = keypoints[..., FACE, 0], np.maximum(keypoints[..., REACH, 0], 1e-6)
    return np.maximum(half - x, x + half - 1.0) / half


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
