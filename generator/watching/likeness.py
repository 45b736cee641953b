"""A take beside what it should show: is everyone there and like themselves, is nobody else there, does the picture move as asked.

Every figure is a badness: the larger, the worse.

Letters: R drawings compared, h w the small picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from generator.watching.drawn import Drawn, apart

LEAST = 0.004  # share of the picture somebody must cover to be compared
AROUND = 13  # pixels about a figure in which a little of it may be, a shadow or a hand
STRANGE = 32.0  # levels by which a place must differ to hold something that is not asked for
PARTS, FEW = 3, 50  # of a figure whose colours are compared each by itself; pixels a part must have
LAB = np.array([1 / 3, 1.0, 1.0])  # how much lightness and the two hues count: light and shadow lie a little elsewhere in a take
COARSE = 32  # levels of a step of colour
CORNER, FIRM = 0.4, 0.02  # squared levels a pixel by which a picture changes both ways where it has corners; share of it that must, to be asked
AGREED = 1.0  # pixels of 256
BODY = np.ones((7, 7), np.uint8)  # pixels: what is narrower is an edge that lies a little elsewhere


class Measure(NamedTuple):
    """One figure read of a take. `name`: of its bound (bounds.py); `who`: a slot, -1: the whole picture; `at`: drawings [first, after)."""

    name: str
    value: float
    who: int = -1
    at: tuple[int, int] | None = None


def compared(pictures: np.ndarray, drawn: Drawn) -> Iterator[Measure]:
    """Of a take's drawings uint8 (F, h, w, 3), all that comparing tells."""
    seen = [pictures[frame] for frame in drawn.at]
    far = np.stack([apart(a, b) for a, b in zip(seen, drawn.pictures, strict=True)])
    for slot in range(int(drawn.masks.max())):
        yield from _somebody(seen, far, drawn, slot)
    yield from _nobody_else(seen, far, drawn)
    yield from _moved(seen, drawn)


def _somebody(seen: list[np.ndarray], far: np.ndarray, drawn: Drawn, slot: int) -> Iterator[Measure]:
    where = drawn.masks == slot + 1
    shown = [k for k in range(len(drawn.at)) if where[k].mean() >= LEAST]
    if not shown:
        return
    levels = np.array([far[k][where[k]].mean() for k in shown])
    worst = drawn.at[shown[int(levels.argmax())]]
    yield Measure("likeness", float(np.quantile(levels, 0.75)), slot, (worst, worst + 1))
    even, parts = [_evened(seen[k], drawn, k) for k in shown], [_parts(where[k]) for k in shown]
    yield Measure("colours", max(_colours([one[part[n]] for one, part in zip(even, parts, strict=True)],
                                          [drawn.pictures[k][part[n]] for k, part in zip(shown, parts, strict=True)]) for n in range(PARTS)), slot)
    shares = []
    for k in shown:
        if drawn.at[k] in drawn.bare:
            without = apart(seen[k], drawn.bare[drawn.at[k]])[where[k]].mean()
            shares.append((float(levels[shown.index(k)] / max(levels[shown.index(k)] + without, 1e-3)), drawn.at[k]))
    if shares:
        share, frame = max(shares)
        yield Measure("presence", share, slot, (frame, frame + 1))


def _evened(picture: np.ndarray, drawn: Drawn, k: int) -> np.ndarray:
    """The picture without what is lighter or darker in all of its place than it should be."""
    place = drawn.masks[k] == 0
    if place.mean() < 0.1:
        return picture
    light = np.median(picture[place].astype(np.int16) - drawn.pictures[k][place], axis=0)
    return np.clip(picture - light, 0, 255).astype(np.uint8)


def _parts(where: np.ndarray) -> list[np.ndarray]:
    """bool (h, w): a figure's upper, middle and lower part, and so on down."""
    rows = np.nonzero(where.any(1))[0]
    edges = np.linspace(rows[0], rows[-1] + 1, PARTS + 1).astype(int)
    height = np.arange(len(where))[:, None]
    return [where & (height >= top) & (height < low) for top, low in pairwise(edges)]


def _colours(seen: list[np.ndarray], asked: list[np.ndarray]) -> float:
    """How far the colours of a part of somebody lie from those it should have, wherever these are: the mean distance of their hues, and a little of
    their lightness, as the one are carried over into the others (Wasserstein). 0 for a part of which too little is seen."""
    pixels = [np.concatenate(several)[None] for several in (seen, asked)]
    if pixels[0].shape[1] < FEW:
        return 0.0
    ranks = np.linspace(0.02, 0.98, 49)
    ways = [np.quantile(cv2.cvtColor(one, cv2.COLOR_RGB2LAB)[0].astype(np.float32), ranks, axis=0) for one in pixels]
    return float(np.abs(ways[0] - ways[1]).mean(0) @ LAB)


def _nobody_else(seen: list[np.ndarray], far: np.ndarray, drawn: Drawn) -> Iterator[Measure]:
    """The largest thing that is seen outside all figures, twice at least, in shares of the picture: any, and one in the colours of a figure."""
    usual = _commoner(drawn)
    sizes: dict[str, list[tuple[float, int]]] = {"stranger": [], "double": []}
    for k, mask in enumerate(drawn.masks):
        near = cv2.dilate((mask > 0).astype(np.uint8), np.ones((AROUND, AROUND), np.uint8))
        strange = (far[k] > STRANGE) & (near == 0)
        for name, where in (("stranger", strange), ("double", strange & usual[tuple(seen[k][..., c] // COARSE for c in range(3))])):
            how = cv2.MORPH_OPEN if name == "stranger" else cv2.MORPH_CLOSE
            whole = cv2.morphologyEx(cv2.medianBlur(where.astype(np.uint8), 5), how, BODY)
            _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
            sizes[name].append((float(stats[1:, cv2.CC_STAT_AREA].max(initial=0)) / mask.size, drawn.at[k]))
    for name, found in sizes.items():
        if name == "stranger" or (drawn.masks > 0).any():
            size, frame = sorted(found)[-2] if len(found) > 1 else found[0]
            yield Measure(name, size, -1, (frame, frame + 1))


def _commoner(drawn: Drawn) -> np.ndarray:
    """bool (8, 8, 8): colours that are commoner on the figures than about them."""
    counts = []
    for inside in (True, False):
        pixels = drawn.pictures[(drawn.masks > 0) == inside] // COARSE
        table = np.zeros((256 // COARSE,) * 3, np.float32)
        np.add.at(table, tuple(pixels.T), 1.0)
        counts.append(table / max(len(pixels), 1))
    return np.asarray(counts[0] > 2 * counts[1])


def _moved(seen: list[np.ndarray], drawn: Drawn) -> Iterator[Measure]:
    """How far what is seen lies from where it should be: the place by the camera, a figure by what it does (dense inverse search, Kroeger et al. 2016).
    A place is asked only where it has corners (on a plain wall, or along an edge, anything fits anywhere), and where the way back is the way there."""
    seek = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    place, ways, figures = list[float](), list[np.ndarray](), dict[int, list[float]]()
    for picture, asked, mask in zip(seen, drawn.pictures, drawn.masks, strict=True):
        before, after = (cv2.resize(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), (256, 144), interpolation=cv2.INTER_AREA) for one in (asked, picture))
        moved, back = seek.calc(before, after, np.zeros((144, 256, 2), np.float32)), seek.calc(after, before, np.zeros((144, 256, 2), np.float32))
        flow = np.linalg.norm(moved, axis=2)
        who = cv2.resize(mask, (256, 144), interpolation=cv2.INTER_NEAREST)
        told = (who == 0) & _corners(before) & _agree(moved, back)
        if told.mean() > FIRM:
            place.append(float(np.median(flow[told])))
            ways.append(np.median(moved[told], axis=0))
        for slot in range(int(mask.max())):
            if (who == slot + 1).mean() >= LEAST:
                rows = np.nonzero((who == slot + 1).any(1))[0]
                figures.setdefault(slot, []).append(float(flow[who == slot + 1].mean()) / (1 + float(rows[-1] - rows[0])))
    if place:
        yield Measure("path", float(np.quantile(place, 0.75)))
        jerks = np.linalg.norm(np.diff(np.array(ways), axis=0), axis=1) if len(ways) > 1 else np.zeros(1)
        k = int(jerks.argmax())
        yield Measure("shift", float(jerks[k]), -1, (drawn.at[k], drawn.at[min(k + 1, len(drawn.at) - 1)] + 1))
    for slot, found in figures.items():
        yield Measure("pose", float(np.quantile(found, 0.75)), slot)


def _corners(grey: np.ndarray) -> np.ndarray:
    """bool (h, w): where a picture uint8 (h, w) changes in both directions, so that motion can be told (the smaller eigenvalue of the structure
    tensor: Shi and Tomasi, 1994)."""
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 8
    xx, yy, xy = (cv2.GaussianBlur(product, (0, 0), 3) for product in (across * across, down * down, across * down))
    return np.asarray((xx + yy) / 2 - np.hypot((xx - yy) / 2, xy) > CORNER)


def _agree(there: np.ndarray, back: np.ndarray) -> np.ndarray:
    """bool (h, w): where two flows (h, w, 2), from one picture to another and back, end where they began: nothing was hidden or uncovered there
    (Sundaram, Brox and Keutzer, 2010)."""
    rows, columns = np.mgrid[: there.shape[0], : there.shape[1]].astype(np.float32)
    home = cv2.remap(back, columns + there[..., 0], rows + there[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.linalg.norm(there + home, axis=2) < AGREED)
