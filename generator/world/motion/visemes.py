"""Speech on a face: each drawing inside a span of speech shows a viseme, about nine changes a second, shut outside.

The families are the usual ones of drawn animation (Blair, "Cartoon Animation"): shut lips for M, B, P; spread for E; open for A;
round for O, smaller for U; teeth for F and S. A word opens on a vowel, so that a still taken at its first drawing speaks; a small one, since nobody begins at a shout.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.world.layers import DRAWINGS_PER_SECOND


class Viseme(NamedTuple):
    """`openness` 0 shut .. 1, `width` -1 pursed .. 1 spread, `roundness` 0..1, `teeth` 0..1; `spoken`: it is speech, and covers
    what the emotion does to the mouth."""

    openness: float = 0.0
    width: float = 0.0
    roundness: float = 0.0
    teeth: float = 0.0
    spoken: bool = True


SILENT = Viseme(spoken=False)
OPEN = {"A": Viseme(1.0, 0.1, 0.0, 0.3), "E": Viseme(0.5, 0.85, 0.0, 0.45), "e": Viseme(0.66, 0.35, 0.0, 0.3)}
ROUND = {"O": Viseme(0.8, -0.35, 0.9), "U": Viseme(0.42, -0.8, 1.0)}
CONSONANTS = {"M": Viseme(0.0, -0.1), "F": Viseme(0.2, 0.1, 0.0, 1.0), "S": Viseme(0.24, 0.6, 0.0, 1.0), "L": Viseme(0.34, 0.2)}


def mouth(speech_spans: Sequence[tuple[int, int]], drawing_index: float) -> Viseme:
    """The viseme of a drawing: speech inside the spans, SILENT outside."""
    for start, end in speech_spans:
        if start <= drawing_index < end:
            last = drawing_index + 1 >= end and end - start > 2
            return _scaled(_said(start, int(drawing_index) - start), 0.5 if last else 1.0)
    return SILENT


def babble(seconds: float, slot: int) -> Viseme:
    """Speech without end, for who talks while no line is heard."""
    return _scaled(_said(7 * slot, int(seconds * DRAWINGS_PER_SECOND + 1e-6)), 0.85)


def _said(seed: int, drawing: int) -> Viseme:
    """The viseme `drawing` drawings into a speech."""
    stress = 0.86 + 0.14 * math.cos(0.55 * drawing + seed)
    for viseme, since, left in _stream(seed):
        if left > drawing:
            return _scaled(viseme, stress * (1.0 if drawing == since else 0.8))
    raise AssertionError("the stream has no end")


def _stream(seed: int) -> Iterator[tuple[Viseme, int, int]]:
    """(viseme, its first drawing, the one after its last): open and round vowels of one or two drawings, a consonant between."""
    at = 0
    for step in range(1 << 20):
        roll = ((seed + 1) * 40503 + step * step * 31 + step * 2654435761) >> 5 & 0xFFFF
        table = CONSONANTS if step % 2 else ROUND if step % 4 == 2 else OPEN
        name = list(table)[roll % len(table)] if step else "e"
        length = 1 if step % 2 or roll % 3 == 0 else 2
        yield table[name], at, at + length
        at += length


def _scaled(viseme: Viseme, k: float) -> Viseme:
    return viseme._replace(openness=viseme.openness * k)
