"""How much a film moves, minute by minute, beside two floors made of its own stills: every shot held, and every shot slowly zoomed (Ken Burns).

redundant: the share of drawings (12 a second) that hardly differ from the one before. motion: how far the picture moves, in pixels a second of
a picture 256 across. acting: how far it moves beside what one camera move (shift, turn, zoom) accounts for. change: how many levels of
grey the picture differs from itself half a second before, once the camera's part is undone. A slideshow is redundant and still; a slowly zoomed one
moves and is not redundant, but nobody acts in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from statistics import fmean
from typing import NamedTuple

import cv2
import numpy as np

from generator.encode import read_frames
from storyboard.story import Shot
from storyboard.take import Media
from storyboard.timing import DRAWINGS, HANDLE, RATE

SIZE = (256, 144)
APART = 6  # drawings: half a second
SAME = 0.25  # levels of grey: less is no change
ZOOM = 1.08  # of a shot that is slowly zoomed, from its beginning to its end
WAYS = ("film", "slideshow", "ken burns")


class Motion(NamedTuple):
    """Of one shot: (drawings, of them redundant), and of every half second: motion, acting, change."""

    drawings: int
    redundant: int
    motion: tuple[float, ...]
    acting: tuple[float, ...]
    change: tuple[float, ...]


def shown(clip: Media, shot: Shot) -> np.ndarray:
    """The drawings of a clip that the film shows, grey, 12 a second: uint8 (F, h, w)."""
    share = Fraction(clip.rate) / RATE
    every = max(1, round(Fraction(clip.rate) / DRAWINGS))
    held = int(RATE / DRAWINGS)
    first, last = (int((HANDLE * held + cut) * share) for cut in (shot.trim.begin, shot.trim.end))
    frames = [cv2.cvtColor(f, cv2.COLOR_RGB2GRAY) for n, f in enumerate(read_frames(clip, size=SIZE)) if first <= n < clip.frames - last and n % every == 0]
    return np.stack(frames)


def floors(still: np.ndarray, count: int) -> Iterator[tuple[str, np.ndarray]]:
    """The same shot as slides: its first drawing held; and zoomed."""
    yield "slideshow", np.repeat(still[None], count, 0)
    height, width = still.shape
    zoomed = []
    for k in range(count):
        by = 1 + (ZOOM - 1) * k / max(count - 1, 1)
        matrix = np.array([[by, 0, width / 2 * (1 - by)], [0, by, height / 2 * (1 - by)]])
        zoomed.append(cv2.warpAffine(still, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
    yield "ken burns", np.stack(zoomed)


def measured(frames: np.ndarray) -> Motion:
    """Of uint8 (F, h, w)."""
    differ = np.abs(np.diff(frames.astype(np.int16), axis=0)).mean((1, 2))
    seek = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    found: list[tuple[float, float, float]] = []
    for k in range(0, len(frames) - APART, APART):
        found.append(_pair(seek, frames[k], frames[k + APART]))
    columns = tuple(zip(*found, strict=True)) if found else ((), (), ())
    return Motion(len(differ), int((differ < SAME).sum()), *columns)


def _pair(seek: cv2.DISOpticalFlow, first: np.ndarray, second: np.ndarray) -> tuple[float, float, float]:
    flow = seek.calc(first, second, np.zeros((*first.shape, 2), np.float32))
    height, width = first.shape
    y, x = np.mgrid[4:height:8, 4:width:8]
    start = np.stack([x.ravel(), y.ravel()], 1).astype(np.float32)
    moved = start + flow[y.ravel(), x.ravel()]
    camera, _ = cv2.estimateAffinePartial2D(start, moved, ransacReprojThreshold=1.0)
    camera = np.array([[1, 0, 0], [0, 1, 0]], np.float64) if camera is None else camera
    beside = np.linalg.norm(moved - (start @ camera[:, :2].T + camera[:, 2]), axis=1)
    still = cv2.warpAffine(first, camera, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    change = np.abs(still.astype(np.int16) - second)[8:-8, 8:-8].mean()
    per_second = DRAWINGS / APART
    return float(np.linalg.norm(flow, axis=2).mean() * per_second), float(beside.mean() * per_second), float(change)


def by_minute(shots: list[tuple[float, dict[str, Motion]]]) -> list[dict[str, dict[str, float]]]:
    """Of (where a shot begins in seconds, its motion by way): for every minute and way the figures."""
    minutes: dict[int, list[dict[str, Motion]]] = {}
    for begins, ways in shots:
        minutes.setdefault(int(begins // 60), []).append(ways)
    return [{way: summed([ways[way] for ways in minutes[minute]]) for way in WAYS} for minute in sorted(minutes)]


def summed(shots: list[Motion]) -> dict[str, float]:
    def over(name: str) -> float:
        values = [value for shot in shots for value in getattr(shot, name)]
        return round(fmean(values), 2) if values else 0.0

    drawings = sum(shot.drawings for shot in shots)
    redundant = round(sum(shot.redundant for shot in shots) / max(drawings, 1), 3)
    return {"redundant": redundant, "motion": over("motion"), "acting": over("acting"), "change": over("change")}
