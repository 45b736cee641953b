"""Scripts made to be slow: twice the letters take twice the work, counted in calls and not in seconds; a bare megabyte ends in a sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from agents.adapt import adapt
from app.exchange.fountain import read, screenplay
from storyboard.errors import BadInput
from storyboard.screenplay import LONGEST, text

ROOM = 2.6  # times the work for twice the letters; nested passes would take four times

SLOW: dict[str, Callable[[int], str]] = {
    "scenes": lambda n: "INT. A\n\nx x x x\n\n" * (n // 17),
    "places": lambda n: "".join(f"INT. ROOM {i}\n\nTom waits.\n\n" for i in range(n // 25)),
    "people": lambda n: "".join(f"INT. A\n\n@P{i % 50}\nHi there.\n\nThe P{i % 50} walks to P{i * 7 % 50}.\n\n" for i in range(n // 50)),
    "speeches": lambda n: "".join("INT. A\n\n" + "@Tom\nHello, my friend.\n\n" * 20 for _ in range(n // 500)),
    "long lines": lambda n: ("INT. A\n\n@Tom\n" + "Hello there my friend. " * 20 + "\n\n") * (n // 480),
    "own shots": lambda n: "".join(f"INT. A\n\n[[s{i}-1: wide, eye level, normal lens, static camera, 60 frames]]\n\nTom runs.\n\n" for i in range(n // 90)),
    "capitals": lambda n: "INT. A\n\n" + " ".join(f"TOM{i}" for i in range(n // 8)),
    "new words": lambda n: "".join(f"INT. A\n\nThe w{i}k runs to the q{i}z.\n\n" for i in range(n // 36)),
    "asides": lambda n: "@A\n" + "(x)\n" * (n // 4), "lyrics": lambda n: "~a b\n" * (n // 5), "marks": lambda n: "**a*_" * (n // 5), "notes": lambda n: "[[a]]\n\n" * (n // 7),
    "dual": lambda n: ("INT. A\n\n" + "@A\nx y\n\n@B ^\ny z\n\n" * 10) * (n // 200), "title page": lambda n: "Title: x\n" + "".join(f"k{i}: v\n" for i in range(n // 8)),
}  # fmt: skip
ENDLESS = {"sung rows": "~a\n", "sentences": "He runs. ", "Chinese sentences": "小明跑。", "headings": "INT. A\n\n", "speeches": "@A\nx\n\n", "parentheses": "(", "transitions": "CUT TO:\n\n", "notes": "[[]]"}


def made(page: str) -> str:
    """In and out again, or the sentence that refuses it."""
    try:
        return text(screenplay(adapt(read(page), "x").story))
    except BadInput as error:
        return str(error)


def work(page: str) -> int:
    """Calls, of Python and of C, that a script costs."""
    found = 0

    def count(frame: Any, event: str, arg: Any) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        made(page)
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize("name", SLOW)
def test_twice_the_letters_take_twice_the_work(name: str):
    made(SLOW[name](10_000))  # whatever is read or compiled once
    small, large = work(SLOW[name](5_000)), work(SLOW[name](10_000))
    assert large < ROOM * small


@pytest.mark.parametrize("name", ENDLESS)
def test_a_megabyte_of_nothing_is_refused_in_a_sentence(name: str):
    said = made((ENDLESS[name] * LONGEST)[:LONGEST])
    assert len(said) < 400 and any(words in said for words in ("a story holds", "a scene holds", "no scene in this script", "more than 50,000 elements"))
