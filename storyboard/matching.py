"""The match cut: where the main figure is at a cut, and how far both shots close in so that it stays there.

Where figures stand is told by the shot: its size, who stands where and faces what, and where its camera move begins and ends. The numbers
are those of the drawn world, measured over its figures at every size; clips of other makers are asked for the same framing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storyboard.grammar import Camera, Move, Size, Transition
from storyboard.params import Framing
from storyboard.staging import Facing, Where
from storyboard.story import Presence, Scene, Shot

MOST, STEP = 1.08, 0.01  # the largest enlargement, and the steps in which the least that is enough is sought
NEAR = 0.004  # shares of the picture within which two places are one


class Anchor(NamedTuple):
    """Where the main figure's face, or the thing shown, is: its middle in shares of the picture, its half height in picture heights."""

    x: float
    y: float
    size: float


class Seat(NamedTuple):
    """A face in shots of one size: its row, its half height, how far from the middle who stands left or right is, and how far from there who
    looks out of the picture is moved to have room before the face."""

    y: float
    size: float
    aside: float
    room: float


SEATS: dict[Size, Seat] = {
    Size.EXTREME_WIDE: Seat(0.60, 0.065, 0.22, 0.04), Size.WIDE: Seat(0.46, 0.105, 0.22, 0.04), Size.FULL: Seat(0.36, 0.15, 0.22, 0.04),
    Size.MEDIUM: Seat(0.48, 0.25, 0.135, 0.035), Size.MEDIUM_CLOSE: Seat(0.44, 0.38, 0.10, 0.035), Size.CLOSE: Seat(0.53, 0.30, 0.07, 0.035),
    Size.EXTREME_CLOSE: Seat(0.52, 0.62, 0.03, 0.03), Size.INSERT: Seat(0.5, 0.3, 0.0, 0.0),
}  # fmt: skip
ALONE_IN = (Size.CLOSE, Size.EXTREME_CLOSE)  # who else is there is not seen
TOGETHER = {Size.MEDIUM: Seat(0.53, 0.20, 0.25, 0.0), Size.MEDIUM_CLOSE: Seat(0.60, 0.24, 0.25, 0.0)}  # where there is somebody beside
SIDES = {Where.LEFT: -1, Where.CENTER: 0, Where.RIGHT: 1}
LOOKS = {Facing.LEFT: 1, Facing.RIGHT: -1}
HALF: dict[Move, tuple[float, float, float]] = {  # where half a full move brings the camera: widths to the right, heights down, log of the enlargement
    Move.PAN: (0.175, 0, 0), Move.TRUCK: (0.175, 0, 0), Move.TILT: (0, -0.15, 0), Move.PEDESTAL: (0, -0.13, 0), Move.ZOOM: (0, 0, 0.25), Move.DOLLY: (0, 0, 0.25),
}  # fmt: skip


def anchor(shot: Shot, ends: bool) -> Anchor | None:
    """What to look at when the shot begins, or `ends`; None where nobody is seen and nothing is shown."""
    alone = len(shot.subjects) <= 1 or shot.size in ALONE_IN
    seat = SEATS[shot.size] if alone else TOGETHER.get(shot.size, SEATS[shot.size])
    if shot.size is Size.INSERT:
        return moved(Anchor(0.5, seat.y, seat.size), shot.camera, ends) if shot.focus else None
    seen = [p for p in shot.subjects if (p.visible[1] >= 1.0 if ends else p.visible[0] <= 0.0)]
    if not seen or (shot.size in ALONE_IN and seen[0] is not shot.subjects[0]):
        return None
    x = 0.5 + aside(seen[0], seat if alone else seat._replace(room=0.0))
    return moved(Anchor(x, seat.y, seat.size), shot.camera, ends)


def aside(presence: Presence, seat: Seat) -> float:
    """How far from the middle somebody stands, in shares of the width."""
    return SIDES[presence.where] * seat.aside + LOOKS.get(presence.facing, 0) * seat.room


def moved(found: Anchor, camera: Camera, ends: bool) -> Anchor:
    """The same under the camera: a move begins half of it before the framing that was asked for, and ends half of it after."""
    right, down, nearer = (half * camera.amount * (1 if ends else -1) for half in HALF.get(camera.move, (0, 0, 0)))
    grown = math.exp(nearer)
    return Anchor(0.5 + (found.x - 0.5 - right) * grown, 0.5 + (found.y - 0.5 - down) * grown, found.size * grown)


def meet(old: Anchor, new: Anchor) -> tuple[Framing, Framing]:
    """The framings of two shots in which their anchors come together, or as near as MOST allows: the least that is enough. Where they cannot
    have one size and one place, the place counts as much."""
    best, least = (1.0, 1.0), math.inf
    for zooms in enlargements(old.size / new.size):
        apart = distance(old, new, zooms)
        if apart < least - NEAR / 2:
            best, least = zooms, apart
        if least <= NEAR:
            break
    x, y = (together((a, best[0]), (b, best[1])) for a, b in ((old.x, new.x), (old.y, new.y)))
    first, second = (Framing(zoom=round(z, 4), x=round(x[k].middle, 4), y=round(y[k].middle, 4)) for k, z in enumerate(best))
    return first, second


def enlargements(ratio: float) -> Iterator[tuple[float, float]]:
    """Of the old and the new shot, the least first: those that make figures whose sizes have this ratio alike, as far as MOST goes; then the
    largest of both, which moves them furthest."""
    for step in range(round((MOST - 1) / STEP) + 1):
        zoom = 1 + step * STEP
        yield (max(1.0, zoom / ratio), zoom) if ratio >= 1 else (zoom, max(1.0, zoom * ratio))
    yield MOST, MOST


def distance(old: Anchor, new: Anchor, zooms: tuple[float, float]) -> float:
    """How far two anchors are apart at best in shots so enlarged: the furthest of place along, place across and size."""
    sides = (together((a, zooms[0]), (b, zooms[1])) for a, b in ((old.x, new.x), (old.y, new.y)))
    return max(abs(old.size * zooms[0] - new.size * zooms[1]), *(abs(one.to - two.to) for one, two in sides))


class Brought(NamedTuple):
    """Along one side of the picture: where an anchor comes `to`, and the middle of the part that is enlarged for that."""

    to: float
    middle: float


def together(old: tuple[float, float], new: tuple[float, float]) -> tuple[Brought, Brought]:
    """Two anchors, each (place, zoom), brought as near to each other as the picture's edges allow."""
    (low_a, high_a), (low_b, high_b) = (((at - 1) * zoom + 1, at * zoom) for at, zoom in (old, new))
    wish = (old[0] + new[0]) / 2
    low, high = max(low_a, low_b), min(high_a, high_b)
    meeting = min(max(wish, low), high) if low <= high else (low + high) / 2
    found = [min(max(meeting, a), b) for a, b in ((low_a, high_a), (low_b, high_b))]
    one, two = (Brought(to, min(1.0, max(0.0, at - (to - 0.5) / zoom))) for to, (at, zoom) in zip(found, (old, new), strict=True))
    return one, two


def met(before: Shot, after: Shot) -> tuple[Framing | None, Framing | None]:
    """How the cut from one shot to the next frames both; none where it is no match cut, or there is nothing to match."""
    if after.transition is not Transition.MATCH:
        return None, None
    old, new = anchor(before, ends=True), anchor(after, ends=False)
    return meet(old, new) if old and new else (None, None)


def matched(before: Sequence[Shot], scene: Scene, after: Sequence[Shot]) -> Sequence[tuple[Framing | None, Framing | None]]:
    """For each shot of the scene, its framing where it begins and where it ends. `before`, `after`: the last shot of the scene before and the
    first of the next, if any: each scene makes its own half of a cut between them."""
    row = [*before, *scene.shots, *after]
    cuts = [met(a, b) for a, b in itertools.pairwise(row)]
    closes = [old for old, _ in cuts] if after else [*(old for old, _ in cuts), None]
    opens = [new for _, new in cuts] if before else [None, *(new for _, new in cuts)]
    return list(zip(opens, closes[len(before) :], strict=False))[: len(scene.shots)]
