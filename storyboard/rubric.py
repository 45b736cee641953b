"""The rubric of a film: six things of a shot, each worth 0, 1 or 2 points, so that a film of six shots is worth 72.

What each number of points means is in POINTS, in words that hold for whoever gives them: the readers of the drawn world (generator/rubric.py),
which look where the story says that something is and compare what they find with what should be there; or a person. A reader that does not
read a shot's own truth rightly is not believed about that shot: its points are advisory there. What no reader can tell is left to the person:
it has no points, never invented ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from storyboard.document import Doc, Word
from storyboard.story import Shot, Story

MOST = 2  # points for one thing in one shot
Points = Annotated[int, Field(ge=0, le=MOST)]


class Criterion(Word):
    IDENTITY = "identity", "everyone in the shot is who they are"
    COSTUME = "costume", "everyone wears what this shot says"
    PLACE = "place", "the place is the one it is, laid out as in every other shot there"
    PROP = "prop", "what is held, or shown close, is the thing it is; empty hands are empty"
    ACTION = "action", "everyone does what this shot says"
    CUT = "cut", "the shot begins where and how it should, and shows at once what it is about"


POINTS: dict[Criterion, tuple[str, str, str]] = {  # what 0, 1 and 2 points mean; of several figures the worst counts
    Criterion.IDENTITY: (
        "somebody is taken for another, or for nobody of the film",
        "taken for the right one of the film's cast, but a stranger would fit better",
        "taken for the right one, among the cast and sixty strangers",
    ),
    Criterion.COSTUME: (
        "neither the garment nor its colour is the one that should be worn, or it is another costume of the film",
        "the garment or its colour is right, and no other costume of the film fits better",
        "the costume fits better than every other of the film and those of sixty strangers",
    ),
    Criterion.PLACE: (
        "another place would fit better",
        "the right kind of place, but another layout of it would fit better",
        "the place as it is laid out in every shot there fits best, among twenty places and other layouts",
    ),
    Criterion.PROP: (
        "empty hands, another thing, or something where nothing should be",
        "the right thing, but not in most of the drawings looked at",
        "the right thing, or rightly nothing, in most of the drawings looked at, among ten things",
    ),
    Criterion.ACTION: (
        "four other actions or more would fit better",
        "among the four actions that fit best",
        "the action that fits best, of all thirty-one",
    ),
    Criterion.CUT: (
        "no change of picture where the cut should be, or nobody is found where somebody should stand",
        "a change where it should be, but the picture jumps again inside the shot, or the figures of a match cut miss each other by a little",
        "a change where it should be, none inside the shot, everyone found where they should stand; in a match cut they meet",
    ),
}  # fmt: skip


class Mark(Doc):
    """What was given for one thing in one shot. `points` None: nobody could tell, `why` says what was lacking. `is_advisory`: the reader did
    not read the shot's truth rightly, so its points weigh less. `by`: who gave them."""

    shot: str
    criterion: Criterion
    points: Points | None = None
    is_advisory: bool = False
    by: str = "readers"
    why: str = ""


def sampled(story: Story, count: int, seed: int = 0) -> tuple[Shot, ...]:
    """So many of the film's shots, in its order: all, or as many drawn evenly by the seed."""
    shots = story.shots
    if len(shots) <= count:
        return shots
    chosen = set(random.Random(f"rubric {seed}").sample(range(len(shots)), count))
    return tuple(shot for number, shot in enumerate(shots) if number in chosen)


def total(marks: Iterable[Mark]) -> tuple[int, int]:
    """Points given, and the most that could be given to what was judged."""
    given = [one.points for one in marks if one.points is not None]
    return sum(given), MOST * len(given)
