"""A person's own films: found in a folder, cut where they were cut, and sifted for what is worth learning from.

A cut is a change of the picture that stands out from those about it, as the watcher finds them (watching/pictures.py); a slow dissolve is not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from generator.encode import count_frames, read_frames
from generator.watching import pictures
from generator.watching.scene import EXTRA
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.take import Media

ENDINGS = (".mp4", ".mov", ".m4v")
SHAPES = (16 / 9, 4 / 3, 1.0, 3 / 4, 9 / 16)
MULTIPLE = 32  # of sides, which every Wan model takes
SLOW, SMALL = 0.9, 0.9  # shares of the wanted rate and sides that are enough


@dataclass(frozen=True)
class Wanted:
    """What clips are to be: frames a second, how many frames (each 1 + 4 n), pixels of the shorter side of a wide picture; and the bounds: grey levels
    of the Laplacian of a sharp picture, grey levels by which one picture differs from the next, on average."""

    rate: int = 24
    counts: tuple[int, ...] = (121, 81, 49, 33, 17)
    side: int = 480
    least_sharp: float = 3.0
    least_motion: float = 0.2
    most_motion: float = 40.0


class Stretch(NamedTuple):
    """Frames [first, first + frames) of a film at the wanted rate."""

    first: int
    frames: int


class Sifted(NamedTuple):
    """How many scenes a film has, which stretches of it are kept, and why others are not."""

    scenes: int
    kept: tuple[Stretch, ...]
    dropped: tuple[str, ...]


def films(folder: Path) -> tuple[Media, ...]:
    """All films of a folder, by name. Missing, BadInput, Corrupt."""
    if not folder.is_dir():
        raise Missing(f"There is no folder {folder}. Give the folder that your films are in.")
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS)
    if not found:
        raise BadInput(f"{folder} holds no films ({', '.join(ENDINGS)}). Put some in, or convert others with ffmpeg first.")
    return tuple(_media(file) for file in found)


def _media(file: Path) -> Media:
    frames = count_frames(file)  # says what is wrong with what is no film
    film = cv2.VideoCapture(str(file), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    width, height, rate = (film.get(one) for one in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS))
    film.release()
    if not (width and height and rate > 0):
        raise Corrupt(f"{file.name} does not say its size or its rate. Convert it with ffmpeg and try again.")
    return Media(file, "mp4", frames, str(Fraction(rate).limit_denominator(1001)), int(width), int(height))


def bucket(media: Media, wanted: Wanted) -> tuple[int, int]:
    """Width and height of a film's clips: of a few shapes of about one area, the one that is nearest to its own."""
    shape = min(SHAPES, key=lambda one: abs(np.log(one * media.height / media.width)))
    area = wanted.side**2 * SHAPES[0]
    width, height = (area * shape) ** 0.5, (area / shape) ** 0.5
    return max(MULTIPLE, round(width / MULTIPLE) * MULTIPLE), max(MULTIPLE, round(height / MULTIPLE) * MULTIPLE)


def sifted(media: Media, wanted: Wanted) -> Sifted:
    """A film looked through once, small. What hangs on sharpness is found when its clips are read."""
    size = bucket(media, wanted)
    if media.width < SMALL * size[0] or media.height < SMALL * size[1]:
        return Sifted(0, (), (f"smaller than {size[0]}x{size[1]}",))
    if float(Fraction(media.rate)) < SLOW * wanted.rate:
        return Sifted(0, (), (f"films of fewer than {wanted.rate} frames a second",))
    change, black = _looked_through(media, wanted.rate)
    scenes, kept, dropped = _scenes(change, black), list[Stretch](), list[str]()
    for start, end in scenes:
        stretches = tuple(_stretches(start, end, wanted.counts))
        if not stretches:
            dropped.append(f"scenes of fewer than {min(wanted.counts)} frames")
        for one in stretches:
            why = _fault(change[one.first + 1 : one.first + one.frames], wanted)
            if why:
                dropped.append(why)
            else:
                kept.append(one)
    passages = int((np.diff(black.astype(np.int8), prepend=0) > 0).sum())
    return Sifted(len(scenes), tuple(kept), (*dropped, *["passages of black"] * passages))


def _scenes(change: np.ndarray, black: np.ndarray) -> list[tuple[int, int]]:
    """Frames [first, after) between cuts and black passages."""
    cuts = np.flatnonzero((pictures.standing_out(change) > EXTRA.bound) | (np.diff(black.astype(np.int8), prepend=black[:1].astype(np.int8)) != 0))
    return [(start, end) for start, end in pairwise((0, *cuts.tolist(), len(change))) if end > start and not black[start]]


def _looked_through(media: Media, rate: int) -> tuple[np.ndarray, np.ndarray]:
    """Of every frame at `rate`: how much it differs from the one before, and whether it is black."""
    longer = max(media.width, media.height)
    size = (max(2, round(pictures.SIDE * media.width / longer)), max(2, round(pictures.SIDE * media.height / longer)))
    change, black, before = list[float](), list[bool](), None
    for frame in read_frames(media, str(rate), size):
        change.append(0.0 if before is None else float(pictures.changes(np.stack([before, frame]))[1]))
        black.append(bool(pictures.black(frame[None])[0]))
        before = frame
    return np.array(change), np.array(black)


def _stretches(start: int, end: int, counts: Sequence[int]) -> Iterator[Stretch]:
    """The longest that fit, one after another."""
    while fitting := [count for count in counts if start + count <= end]:
        yield Stretch(start, max(fitting))
        start += max(fitting)


def _fault(change: np.ndarray, wanted: Wanted) -> str:
    moved = float(change.mean()) if len(change) else wanted.least_motion
    return "in which nothing moves" if moved < wanted.least_motion else "in which everything moves at once" if moved > wanted.most_motion else ""


def clips(media: Media, stretches: Sequence[Stretch], wanted: Wanted) -> Iterator[np.ndarray | None]:
    """Each stretch as uint8 (F, H, W, 3); None for one that is not sharp."""
    frames, at = read_frames(media, str(wanted.rate), bucket(media, wanted)), 0
    for one in stretches:
        held = list[np.ndarray]()
        while at < one.first + one.frames:
            frame = next(frames, None)
            if frame is None:
                raise Corrupt(f"{media.path.name} ends before its frame {at}, though it was longer a moment ago. Is it being written?")
            if at >= one.first:
                held.append(frame)
            at += 1
        video = np.stack(held)
        yield video if _sharp(video) >= wanted.least_sharp else None
    frames.close()


def _sharp(video: np.ndarray) -> float:
    """Grey levels: the spread of the Laplacian of the middling one of a few pictures."""
    few = video[:: max(1, len(video) // 5)]
    return float(np.median([cv2.Laplacian(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.CV_32F).std() for frame in few]))
