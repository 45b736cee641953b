"""Closed questions about a shot, for a model that sees: what is asked, which answers there are, and which of them the shot's documents expect.

Nothing of a reply is ever content: an answer is one of those that were offered, or it is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.document import Doc
from storyboard.look import Kind
from storyboard.staging import INDOORS, Staging, Weather
from storyboard.watching import Sort

YES_NO = ("yes", "no")
MOST_FIGURES = 4
WET = {Weather.RAIN: "rain", Weather.STORM: "rain", Weather.SNOW: "snow"}
PEOPLE = (Kind.MAN, Kind.WOMAN, Kind.BOY, Kind.GIRL, Kind.OLD_MAN, Kind.OLD_WOMAN)


class Question(Doc):
    """One closed question. `who`: the slot of the subject it is about, -1: the whole picture."""

    sort: Sort
    text: str
    answers: tuple[str, ...]
    expected: str
    who: int = -1


class AskedClipParams(Doc):
    """A clip that a model is asked about; beside the pictures, these questions are all that it is told."""

    questions: tuple[Question, ...]


def questions(staging: Staging) -> tuple[Question, ...]:
    """What a picture of this staging should answer: how many figures, each kind once, and what falls from the sky."""
    return tuple(_questions(staging))


def _questions(staging: Staging) -> Iterator[Question]:
    seen = [one for one in staging.subjects if one.visible[0] < one.visible[1]]
    count = min(len(seen), MOST_FIGURES)
    text = f"How many figures (people, or animals and beings that act like people) are seen, {MOST_FIGURES} for {MOST_FIGURES} or more?"
    yield Question(sort="count", text=text, answers=tuple(map(str, range(MOST_FIGURES + 1))), expected=str(count))
    for kind in dict.fromkeys(one.look.kind for one in seen):
        slot = next(k for k, one in enumerate(staging.subjects) if one.look.kind is kind)
        named = f"{kind}" if kind in PEOPLE else f"{kind} (drawn as a character)"
        yield Question(sort="identity", text=f"Is {_article(named)} {named} seen?", answers=YES_NO, expected="yes", who=slot)
    falls = WET.get(staging.weather)
    for what in ("rain", "snow"):
        if falls in (what, None) and staging.place not in INDOORS:
            yield Question(sort="action", text=f"Does {what} fall?", answers=YES_NO, expected="yes" if falls == what else "no")


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
