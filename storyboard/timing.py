"""Time: whole frames, exact rates, seconds only at the edges.

The story runs at 24 frames a second, drawings at 12: each is held twice (animation on twos). A clip carries HANDLE drawings
before and after its shot, so that a new transition remakes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from storyboard.sound import Delivery, Voice, line_seconds
from storyboard.story import Line, Shot, Trim

RATE = Fraction(24)
DRAWINGS = Fraction(12)
HANDLE = 4  # drawings kept before and after the shot
LEAD = 8  # frames of silence before the first line of a shot
GAP = 8  # frames between lines, and after the last
SHORTEST = 48  # frames: no shot is shorter than two seconds
LEAST_SHOWN = 12  # frames of a trimmed shot: half a second is seen
LONGEST_SHOT = 138  # frames: 77 drawings with both handles, six windows of the net; a longer shot is split
STRETCH = 0.15  # a voice may be that much faster or slower than natural to meet its slot
PLAIN_VOICE = Voice()


class Placed(NamedTuple):
    """A line at its first frame, counted from the start of its shot."""

    line: Line
    start: int


class Cue(NamedTuple):
    """A subtitle: frames [start, end) of what it is counted from, its text in one row or two, and who says it (None: the narrator),
    one for each row where two speak."""

    start: int
    end: int
    text: str
    speakers: tuple[str | None, ...] = ()


def frames_of(seconds: float, rate: Fraction = RATE) -> int:
    """The nearest whole frame."""
    return round(Fraction(seconds).limit_denominator(100_000) * rate)


def seconds_of(frames: int, rate: Fraction = RATE) -> float:
    return float(Fraction(frames) / rate)


def even(frames: int) -> int:
    """Rounded up to a whole number of drawings."""
    return frames + frames % 2


def natural_frames(text: str, language: str, voice: Voice = PLAIN_VOICE, delivery: Delivery = Delivery.PLAIN) -> int:
    """How long the voice needs for the text when nobody hurries it."""
    return max(1, math.ceil(line_seconds(text, voice, delivery, language) * RATE))


def slot_for(text: str, language: str, voice: Voice = PLAIN_VOICE, delivery: Delivery = Delivery.PLAIN) -> int:
    """A comfortable slot for a text: its natural length and a breath."""
    return even(natural_frames(text, language, voice, delivery) + 4)


def fits(line: Line, language: str, voice: Voice = PLAIN_VOICE) -> bool:
    """Whether the voice meets the line's slot when stretched by at most STRETCH, or padded by as much as half the slot."""
    natural, slot = natural_frames(line.text, language, voice, line.delivery), line.slot
    return natural <= slot * (1 + STRETCH) and natural >= slot * 0.5


def placed(shot: Shot) -> Iterator[Placed]:
    """The shot's lines, one after another. The first of a J cut begins `lead` frames before the first picture that is seen, the last of an
    L cut ends `tail` frames after the last; an only line follows its lead."""
    at = shot.trim.begin - shot.lead if shot.lead else LEAD
    ends = shot.frames - shot.trim.end + shot.tail
    for index, line in enumerate(shot.lines):
        if is_late(shot) and index == len(shot.lines) - 1:
            at = max(at, ends - line.slot)
        yield Placed(line, at)
        at += line.slot + GAP


def is_late(shot: Shot) -> bool:
    """Whether its last line goes on after its picture."""
    return shot.tail > 0 and len(shot.lines) > (1 if shot.lead else 0)


def needed(shot: Shot) -> int:
    """The shortest length in which all lines are heard, but for what an L cut leaves to the next shot."""
    free = [*placed(shot.model_copy(update={"tail": 0, "trim": Trim()}))]
    ends = [p.start + p.line.slot + GAP for p in free]
    if is_late(shot):
        ends[-1] = max(ends[-1] - GAP - shot.tail, free[-1].start + GAP)
    return max([SHORTEST, *map(even, ends)])


def room(shot: Shot) -> Trim:
    """The most that may be trimmed at its beginning and at its end, each beside the other's trim: lines are heard whole."""
    both = max(0, shot.frames - LEAST_SHOWN)
    begin, end = both - shot.trim.end, both - shot.trim.begin
    if shot.lines:
        spoken = sum(line.slot + GAP for line in shot.lines) - GAP
        late = shot.tail if is_late(shot) else 0
        if shot.lead:  # they begin with the picture, wherever that does
            free = shot.frames + shot.lead + late - spoken
            begin, end = min(begin, free - shot.trim.end), min(end, free - shot.trim.begin)
        else:
            begin, end = min(begin, LEAD), min(end, shot.frames + late - spoken - LEAD)
    return Trim(begin=max(0, begin), end=max(0, end))


def fitted(shot: Shot) -> Trim:
    """The shot's trim, as much of it as there is room for."""
    if shot.trim == Trim():
        return shot.trim
    begin = min(shot.trim.begin, room(shot.model_copy(update={"trim": Trim()})).begin)
    end = room(shot.model_copy(update={"trim": Trim(begin=begin)})).end
    return Trim(begin=begin, end=min(shot.trim.end, end))


def drawings(shot: Shot) -> int:
    """Drawings of the shot's clip, handles included."""
    return even(shot.frames) // 2 + 2 * HANDLE


def drawing_at(frame: int) -> int:
    """The place in the shot's clip of the drawing that is seen at a frame of the shot."""
    return HANDLE + frame // int(RATE / DRAWINGS)
