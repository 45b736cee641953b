"""The cut's part of the rubric: whether the film's picture changes where the story says and nowhere inside the shot, whether who should be seen at
once is there, and whether the figures of a match cut meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import cv2
import numpy as np

from generator.encode import read_frames
from generator.fitting import fitted
from generator.rubric import Said
from generator.watching.seeing import PICTURE
from generator.world.render import Shoot
from generator.world.truth import figures_of
from storyboard.cut import CROSS
from storyboard.grammar import AT_ONCE, Transition
from storyboard.params import Framing
from storyboard.staging import Staging
from storyboard.take import Media

SMALL = (64, 36)  # what changes are measured at
CHANGED, JUMP, NEAR = 4.0, 10.0, 3  # levels of a change of picture; of a jump inside a shot; frames about a cut in which it must be the largest
AS_MUCH, SUDDEN = 0.6, 4.0  # share of the cut's own change that counts as another; times the usual change there that is sudden
ROUND, SLACK, SURE = 1.3, 0.06, 0.5  # half a head's surroundings, in its own; how far it may be from where it should, in widths; correlation
MEET, MISS = 0.04, 0.12  # widths by which heads of a match cut may be apart for 2 points, for 1

Point = tuple[float, float]


class Stood(NamedTuple):
    """One drawing as it should be: a picture uint8 [P, Q, 3], and each head in it by slot: middle and half-axes in pixels."""

    picture: np.ndarray
    heads: Mapping[int, tuple[float, float, float, float]]


class Span(NamedTuple):
    """A shot's frames [start, end) in the film, and how it begins."""

    start: int
    end: int
    transition: Transition


class Met(NamedTuple):
    """The two sides of a match cut: where the first head is in the last picture of the one shot and the first of the other, in shares of the
    clip (None: it is not found), and how the cut frames both."""

    old: Point | None
    new: Point | None
    closes: Framing | None
    opens: Framing | None


def small_frames(film: Media) -> np.ndarray:
    """uint8 [F, 36, 64]: the whole film, small and grey."""
    return np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in read_frames(film, size=SMALL)])


def stood(staging: Staging, size: tuple[int, int], drawing: int) -> Stood:
    shoot = Shoot(staging, size)
    try:
        picture = fitted(shoot.draw(drawing), PICTURE)
        wide, high = PICTURE[0] / size[0], PICTURE[1] / size[1]
        faces = {figure.slot: figure.face for figure in figures_of(shoot, drawing)}
    finally:
        shoot.close()
    return Stood(picture, {slot: (x * wide, y * high, a * wide, b * high) for slot, (x, y, a, b) in faces.items()})


def found(should: Stood, picture: np.ndarray) -> dict[int, Point | None]:
    """Where each head is in a clip's drawing uint8 [P, Q, 3], in shares of it, by slot; None where it is not near where it should be. Heads that
    the frame cuts are left out."""
    return {slot: _sought(should.picture, head, picture) for slot, head in should.heads.items() if _is_whole(head)}


def _is_whole(head: tuple[float, float, float, float]) -> bool:
    x, y, a, b = head
    return a > 3 and x - ROUND * a >= 0 and x + ROUND * a < PICTURE[0] and y - ROUND * b >= 0 and y + ROUND * b < PICTURE[1]


def _sought(should: np.ndarray, head: tuple[float, float, float, float], picture: np.ndarray) -> Point | None:
    x, y, a, b = head
    x0, x1, y0, y1 = int(x - ROUND * a), int(x + ROUND * a) + 1, int(y - ROUND * b), int(y + ROUND * b) + 1
    room = round(SLACK * PICTURE[0])
    left, top = max(x0 - room, 0), max(y0 - room, 0)
    where = cv2.matchTemplate(picture[top : y1 + room, left : x1 + room], should[y0:y1, x0:x1], cv2.TM_CCOEFF_NORMED)
    _, best, _, (dx, dy) = cv2.minMaxLoc(where)
    return ((left + dx - x0 + x) / PICTURE[0], (top + dy - y0 + y) / PICTURE[1]) if best >= SURE else None


def begins(frames: np.ndarray, span: Span, seen: Mapping[int, Point | None], met: Met | None) -> Said:
    """Points of a cut. `frames`: the film's `small_frames`; `seen`: what `found` says of the shot's first picture; `met`: of a match cut."""
    change = _change(frames, span)
    if change is None:
        return Said(0, why="the picture does not change where the cut should be")
    if any(one is None for one in seen.values()):
        return Said(0, why="somebody is not found where they should stand")
    if _jumps(frames, span, change):
        return Said(1, why="the picture jumps again inside the shot")
    apart = 0.0 if met is None else _apart(met)
    if apart is None or apart > MISS:
        return Said(0, why="the figures of the match cut do not meet")
    return Said(2) if apart <= MEET else Said(1, why=f"the figures of the match cut miss each other by {apart:.0%} of the width")


def _change(frames: np.ndarray, span: Span) -> float | None:
    """Levels by which the picture changes at a cut; None where it does not, or more so beside it."""
    half = 0 if span.transition in AT_ONCE else CROSS // 2
    first, last = max(span.start - 1 - half, 0), min(span.start + half, len(frames) - 1)
    change = _levels(frames[first], frames[last])
    beside = [_levels(frames[t - 1], frames[t]) for t in range(max(span.start - NEAR, 1), min(span.start + NEAR + 1, len(frames)))]
    return None if change < CHANGED or (half == 0 and change < max(beside)) else change


def _jumps(frames: np.ndarray, span: Span, change: float) -> bool:
    """Whether the picture changes at once, as at a cut, between the shot's own transitions."""
    steps = np.array([_levels(frames[t - 1], frames[t]) for t in range(span.start + CROSS // 2 + 1, span.end - CROSS // 2)])
    usual = float(np.median(steps[steps > 0.1])) if (steps > 0.1).any() else 0.0
    return bool((steps > max(JUMP, AS_MUCH * change, SUDDEN * usual)).any())


def _levels(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(np.int16) - b).mean())


def _apart(met: Met) -> float | None:
    """Widths between the heads on both sides of a match cut; 0 where there is nobody to match, None where one is not found."""
    if met.old is None or met.new is None:
        return None
    (x0, y0), (x1, y1) = _framed(met.old, met.closes), _framed(met.new, met.opens)
    return float(np.hypot(x0 - x1, (y0 - y1) * PICTURE[1] / PICTURE[0]))


def _framed(point: Point, framing: Framing | None) -> Point:
    """Where a point of the clip is in the film."""
    if framing is None:
        return point
    return (point[0] - framing.x) * framing.zoom + 0.5, (point[1] - framing.y) * framing.zoom + 0.5
