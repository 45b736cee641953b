"""Brief: what a person may ask of the writer beside the premise."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field, model_validator

from agents.hierarchy import shape
from storyboard.document import Doc
from storyboard.errors import BadInput
from storyboard.library import Entry
from storyboard.staging import Style
from storyboard.story import Limits

LONGEST_PREMISE = 20_000  # characters
# Wished seconds: the shortest plot without one optional shot takes 24, and several take up to 39; nothing whole is shorter.
SHORTEST_SECONDS, LONGEST_SECONDS = 24.0, 3600.0
USUAL_SECONDS = 600.0  # a film up to this long is written within the usual limits; a longer one has limits that follow from its length
ROOM = 1.5  # times what a long film should take, before a limit stops it


class Brief(Doc):
    """`seconds`: wished length of the shots together; `language`: of the spoken text, None = the writer decides;
    `style`: None = the writer chooses; `seed`: the same premise and seed give the same story from the embedded writer;
    `park`: what a model gives no usable reply for waits, instead of being written by the embedded writer;
    `given`: a cast, places and things that are in the film as they are."""

    seconds: Annotated[float, Field(ge=SHORTEST_SECONDS, le=LONGEST_SECONDS)] = 40.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    style: Style | None = None
    limits: Limits = Limits()
    park: bool = False
    given: Annotated[tuple[Entry, ...], Field(max_length=12)] = ()

    @model_validator(mode="before")
    @classmethod
    def _limits_follow_the_length(cls, given: Any) -> Any:
        if isinstance(given, dict) and "limits" not in given and isinstance(given.get("seconds"), (int, float)):
            return {**given, "limits": limits_for(float(given["seconds"]))}
        return given


def limits_for(seconds: float, **more: Any) -> Limits:
    """The limits of a film of so many wished seconds, and others that a person set."""
    if not USUAL_SECONDS < seconds <= LONGEST_SECONDS:
        return Limits(**more)
    wanted = shape(seconds)
    long = {"shots": math.ceil(wanted.shots * ROOM), "seconds": seconds * ROOM, "calls": 4 * wanted.shots}
    return Limits(**(long | more))


def clean_premise(premise: str) -> str:
    """The premise without control signs and outer white space. BadInput when there is none, or too much."""
    if len(premise) > LONGEST_PREMISE:
        raise BadInput(
            f"The premise has {len(premise):,} characters and the limit is {LONGEST_PREMISE:,}: shorten it to the heart of the story."
        )
    kept = "".join(c if c.isprintable() else " " for c in premise if not "\ud800" <= c <= "\udfff")
    text = " ".join(kept.split())
    if not text:
        raise BadInput("The premise is empty: write one sentence about someone who wants something.")
    return text
