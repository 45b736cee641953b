"""Edit: one bounded wish for a change, in names and numbers as people use them. A model and the embedded reviser answer with the same."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc

WHAT = Literal[
    "weather", "hour", "season", "place", "music", "style", "tint", "title", "rename", "kind", "colour", "hair", "wears", "temper", "delivery",
    "say", "replace", "remove", "shorten", "length", "size", "narration", "order", "state",
]  # fmt: skip
EVERYONE, NOBODY = "everyone", "nobody"


class Edit(Doc):
    """`scene`: its number from 1, 0 = every scene, or the whole film; `shot`: its number within that scene, 0 = every shot of it.
    `who`: a name of the cast, "narrator", "everyone" or "nobody"; `line`: the words of the line that is meant; `to`: what it becomes."""

    what: WHAT
    scene: Annotated[int, Field(ge=0, le=600)] = 0
    shot: Annotated[int, Field(ge=0, le=200)] = 0
    who: Annotated[str, Field(max_length=80)] = NOBODY
    line: Annotated[str, Field(max_length=400)] = ""
    to: Annotated[str, Field(max_length=400)] = ""


class Edits(Doc):
    """What a note asks for, in order. `left`: the parts of the note that no edit can do, word for word."""

    edits: Annotated[tuple[Edit, ...], Field(max_length=24)] = ()
    left: Annotated[tuple[Annotated[str, Field(max_length=300)], ...], Field(max_length=12)] = ()
