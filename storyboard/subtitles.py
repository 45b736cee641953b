"""Subtitles: a scene's lines as cues that can be read, by the rules of storyboard/reading.py.

A cue begins with the voice. It stays into the silence after it where reading needs that, a long line is cut where its sense breaks, and
short lines that follow each other too fast to be read share a cue, with a dash for each speaker where there are two. What stays too fast
all the same is named by a lint (storyboard/continuity/words.py), which gives the line more room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from storyboard.reading import APART, CHAIN, LONGEST, SHORTEST, Pace, fits, frames_to_read, letters, pace_of, pieces, rows
from storyboard.timing import Cue, Placed

TURN = 24  # frames of silence over which two lines may share a cue


class Said(NamedTuple):
    """What one cue shows: frames [start, end) in which it is heard, its text, who says it (None: the narrator), whether it ends its line."""

    start: int
    end: int
    texts: tuple[str, ...]
    speakers: tuple[str | None, ...]
    ends_line: bool = True


def cues(lines: Iterable[Placed], end: int, language: str, narrow: bool = False) -> list[Cue]:
    """The cues of these lines, none past frame `end`. `narrow`: for a square or tall picture."""
    heard = [one for line, start in lines for one in _heard(line.text, (start, line.slot), line.speaker, language, narrow)]
    heard = _joined(heard, end, language, narrow)
    ends = [*(one.start - APART for one in heard[1:]), end - APART]
    return [_cue(one, limit, language, narrow) for one, limit in zip(heard, ends, strict=False)]


def shown(texts: Sequence[str], language: str, pace: Pace) -> str:
    """As it is read: one text in its rows, two of them a row each, behind a dash."""
    return rows(texts[0], language, pace) if len(texts) == 1 else "\n".join(f"-{text}" for text in texts)


def _heard(text: str, span: tuple[int, int], speaker: str | None, language: str, narrow: bool) -> Iterator[Said]:
    """A line in pieces that two rows hold, each while its share of the text is said."""
    (start, slot), pace = span, pace_of(text, language, narrow)
    size = letters(text, pace)
    a_frame = size / slot  # letters said in one
    parts = pieces(text, language, pace, a_frame * (SHORTEST + APART), a_frame * LONGEST if slot > LONGEST else 1e9)
    weights = [letters(part, pace) for part in parts]
    total, at, passed = sum(weights) or 1.0, start, 0.0
    for index, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        passed += weight
        end = start + round(slot * passed / total)
        yield Said(at, max(end, at + 1), (part,), (speaker,), index == len(parts) - 1)
        at = max(end, at + 1)


def _joined(heard: list[Said], end: int, language: str, narrow: bool) -> list[Said]:
    """With what could not be read alone beside what follows or comes before, where both fit."""
    out: list[Said] = []
    for index, one in enumerate(heard):
        limit = heard[index + 1].start - APART if index + 1 < len(heard) else end - APART
        if out and (_hurried(out[-1], one.start - APART, language, narrow) or _hurried(one, limit, language, narrow)):
            both = _together(out[-1], one, language, narrow)
            if both is not None and _speed(both, limit, language, narrow) < max(_speed(out[-1], one.start - APART, language, narrow), _speed(one, limit, language, narrow)):
                out[-1] = both
                continue
        out.append(one)
    return out


def _together(one: Said, two: Said, language: str, narrow: bool) -> Said | None:
    """Two cues as one; None where they do not fit, or are too far apart."""
    if two.start - one.end > TURN or two.end - one.start > LONGEST or not one.ends_line or not two.ends_line or len(two.texts) > 1:
        return None
    pace = pace_of(" ".join((*one.texts, *two.texts)), language, narrow)
    texts: tuple[str, ...] = (*one.texts[:-1], f"{one.texts[-1]} {two.texts[0]}") if one.speakers[-1] == two.speakers[0] else (*one.texts, *two.texts)
    speakers = one.speakers if len(texts) == len(one.texts) else (*one.speakers, *two.speakers)
    held = fits(texts[0], language, pace) if len(texts) == 1 else len(texts) == 2 and all(letters(text, pace) < pace.row for text in texts)
    return Said(one.start, two.end, texts, speakers) if held else None


def _hurried(one: Said, limit: int, language: str, narrow: bool) -> bool:
    """Whether it cannot be read with ease before frame `limit`."""
    return _speed(one, limit, language, narrow) > 1


def _speed(one: Said, limit: int, language: str, narrow: bool) -> float:
    """How fast it would have to be read, beside what a reader manages with ease."""
    pace = pace_of(text := " ".join(one.texts), language, narrow)
    return frames_to_read(text, pace.rate, pace) / max(1, min(limit - one.start, LONGEST))


def _cue(one: Said, limit: int, language: str, narrow: bool) -> Cue:
    pace = pace_of(" ".join(one.texts), language, narrow)
    text = shown(one.texts, language, pace)
    end = max(one.end, one.start + frames_to_read(text, pace.rate, pace))
    end = limit if limit - end < CHAIN - APART and limit > one.start else end
    return Cue(one.start, max(one.start + 1, min(end, limit, one.start + LONGEST)), text, one.speakers)


def unread(found: Sequence[Cue], language: str, narrow: bool = False) -> Iterator[tuple[Cue, int]]:
    """The cues that are gone before they are read, and how many frames they lack."""
    for cue in found:
        pace = pace_of(cue.text, language, narrow)
        lacks = frames_to_read(cue.text, pace.most, pace) - (cue.end - cue.start)
        if lacks > 0:
            yield cue, lacks


def broken(found: Sequence[Cue], language: str, narrow: bool = False) -> list[str]:
    """Every rule that these cues break, in words."""
    said = []
    for cue in found:
        pace = pace_of(cue.text, language, narrow)
        told = cue.text.split("\n")
        said += [f"{cue.text!r} has {len(told)} rows"] * (len(told) > 2)
        said += [f"{row!r} has {letters(row, pace):g} letters" for row in told if letters(row, pace) > pace.row]
        said += [f"{cue.text!r} stays {cue.end - cue.start} frames"] * (not SHORTEST <= cue.end - cue.start <= LONGEST)
    said += [f"{b.text!r} comes {b.start - a.end} frames after {a.text!r}" for a, b in pairwise(found) if b.start - a.end < APART]
    return said + [f"{cue.text!r} lacks {lacks} frames" for cue, lacks in unread(found, language, narrow) if cue.end - cue.start >= SHORTEST]
