"""A paragraph of action cut into shots: every sentence that shows something new to do is a shot, what only describes stays with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.adapt import terms
from agents.adapt.acting import deed
from storyboard.breakdown import ShotPlan
from storyboard.grammar import Size
from storyboard.lexicon import tokens

ENDS = re.compile(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘'(]?[^\W_a-z])|(?<=[。！？])[」』”]*")
SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|No|vs|etc)|\b[A-Z])\.$")
MOST = 500  # letters of a shot's words
DIRECTION = re.compile(
    r"(?P<said>(?:EXTREME |MEDIUM |VERY )?(?:CLOSE|WIDE|LONG|FULL|MEDIUM)(?:[- ]?UP)?(?: SHOT| ANGLE)?|INSERT(?: SHOT)?|ESTABLISHING(?: SHOT)?|ECU|CU|MCU|MS|WS|LS)"
    r"(?:\s+(?:ON|OF)\b|\s*[:–—-]\s|\s*[:.]?$)"
)


def beats(paragraph: str) -> Iterator[ShotPlan]:
    """The shots of a paragraph, in order; their words together are the paragraph's."""
    words = ""
    has_deed = False
    for sentence in sentences(paragraph):
        acts = deed(tokens(sentence)) is not None
        if words and ((acts and has_deed) or len(words) + len(sentence) >= MOST or DIRECTION.match(sentence)):
            yield _shot(words)
            words, has_deed = "", False
        words, has_deed = f"{words} {sentence}".strip(), has_deed or acts
    if words:
        yield _shot(words)


def sentences(paragraph: str) -> Iterator[str]:
    """Its sentences; one longer than a shot's words may be is cut between words."""
    held = ""
    for piece in filter(None, (p.strip() for p in ENDS.split(paragraph))):
        held = f"{held} {piece}".strip()
        if SHORT.search(held) and len(held) < MOST:  # "Mr. Fox"
            continue
        yield from cut_to(held, MOST)
        held = ""
    yield from cut_to(held, MOST)


def cut_to(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most so many letters, cut between words where there are any."""
    at, text = 0, text.strip()
    while len(text) - at > most:
        space = text.rfind(" ", at + most // 2, at + most + 1)
        end = space if space > 0 else at + most
        if piece := text[at:end].strip():
            yield piece
        at = end
    if piece := text[at:].strip():
        yield piece


def _shot(words: str) -> ShotPlan:
    asked = DIRECTION.match(words)
    size: Size | None = terms.size(asked["said"]) if asked else None
    return ShotPlan(words=words, size=size)
