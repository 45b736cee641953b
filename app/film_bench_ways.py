"""What a film bench compares: ways of making the same story, each said as a name, as edits of the story, or as a size."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from app.changes import parsed
from app.ways_of import film_size
from storyboard.edit import edit, stamped
from storyboard.errors import BadInput
from storyboard.story import Story

NAMES: dict[str, tuple[str, ...]] = {
    "drawn": ("direction.still=drawn", "direction.clip=drawn"),
    "dit": ("direction.still=drawn", "direction.clip=dit"),
    "own": ("direction.still=tiny", "direction.clip=dit"),
}
MEANINGS = {
    "animatic": "the story's animatic, as `fabula animatic` makes it",
    "drawn": "a film whose clips are drawn throughout",
    "dit": "clips by the embedded net, from drawn stills",
    "own": "clips by the embedded net, from stills of its own",
}
MOST = 6  # ways beside one another


class Asked(NamedTuple):
    """One way: its name for people, the edits that make a story's film so, of which size, and whether it is the animatic."""

    name: str
    edits: tuple[str, ...]
    size: str
    is_animatic: bool = False

    @property
    def target(self) -> str:
        return "animatic" if self.is_animatic else "film"

    @property
    def words(self) -> str:
        """What it stands for, in full."""
        said = MEANINGS.get(self.name, "")
        return "; ".join(part for part in (said, " ".join(self.edits), f"size {self.size}") if part)


def asked_ways(told: Sequence[str], size: str) -> tuple[Asked, ...]:
    """Each way as people say it: `drawn`, `"direction.still=tiny direction.takes=4"`, `"dit size=preview"`. BadInput names what there is."""
    if not 1 <= len(told) <= MOST:
        raise BadInput(f"{len(told)} ways were given; give 1 to {MOST}, as in --ways drawn dit. {_known()}")
    found = tuple(_asked(one, size) for one in told)
    twice = next((one.name for n, one in enumerate(found) if any(one[1:] == other[1:] for other in found[:n])), None)
    if twice is not None:
        raise BadInput(f"The way {twice!r} was given twice; give ways that differ.")
    return found


def _asked(text: str, size: str) -> Asked:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise BadInput(f"The way {text!r} cannot be read: {str(error).lower()}. Put a way of several words in quotes.") from error
    edits, is_animatic = list[str](), False
    for word in words:
        if word == "animatic":
            is_animatic = True
        elif word in NAMES:
            edits += NAMES[word]
        elif word.startswith("size="):
            size = word.removeprefix("size=")
        elif "=" in word and "." in word.partition("=")[0]:
            edits.append(word)
        else:
            raise BadInput(f"{word!r} is no way. {_known()}")
    if not words:
        raise BadInput(f"A way was given without a word. {_known()}")
    film_size(size)
    return Asked(" ".join(words), tuple(edits), size, is_animatic)


def _known() -> str:
    return f"A way is one of {', '.join(MEANINGS)}, or edits in quotes, as in \"direction.still=drawn direction.smooth=true\", and may name a size, as in \"dit size=preview\"."


def story_of(story: Story, way: Asked) -> Story:
    """The story as this way makes it. BadInput: an edit that the story does not take."""
    if not way.edits:
        return story
    change = parsed([f"story.{one}" if one.startswith(("direction.", "finish.", "levels.", "score.")) else one for one in way.edits], f"film bench: {way.name}")
    try:
        made = edit(story, stamped(change, story))
    except BadInput as error:
        raise BadInput(f"The way {way.name!r} cannot be made of this story: {error}") from error
    lost = [one.id for one in story.shots if one.id not in {shot.id for shot in made.shots}]
    if lost:
        raise BadInput(f"The way {way.name!r} takes the shot {lost[0]} out of the film. Ways are compared shot by shot: change how shots are made, not which there are.")
    return made
