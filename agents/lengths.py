"""How long a shot lasts: the slots of its lines, its own shortest time, the longest the engine draws. Frames at 24 a second."""

from __future__ import annotations

import math
from collections.abc import Iterable

from storyboard import timing
from storyboard.sound import Delivery, Voice, line_seconds

LONGEST_SHOT = timing.LONGEST_SHOT  # frames
SILENT = 60  # frames of a shot in which nobody speaks
ROOM = LONGEST_SHOT - timing.LEAD - timing.GAP  # frames the slots of one shot may fill


def slot(text: str, voice: Voice, delivery: Delivery, language: str) -> int:
    """Frames kept for a line: its comfortable slot, more for a slow throat or a slow delivery, so that nobody is hurried."""
    spoken = math.ceil(line_seconds(text, voice, delivery, language) * timing.RATE)
    return timing.even(max(timing.slot_for(text, language), math.ceil(spoken / 1.06)))


def room(slots: Iterable[int]) -> int:
    """Frames that these slots fill together, with the gaps between them."""
    row = list(slots)
    return sum(row) + timing.GAP * max(0, len(row) - 1)


def frames(slots: Iterable[int]) -> int:
    """The natural length of a shot with these slots."""
    row = list(slots)
    if not row:
        return SILENT
    return min(LONGEST_SHOT, timing.even(max(timing.SHORTEST, timing.LEAD + room(row) + timing.GAP)))
