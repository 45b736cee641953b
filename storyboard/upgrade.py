"""upgrade: saved stories of older releases -> today's documents.

Format 2 says in the direction how pictures are made, and has keyframes in shots; a story of format 1 was made as it says here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from storyboard.edit import filmable
from storyboard.errors import BadInput
from storyboard.story import Story
from storyboard.tree import validated

LARGEST = 64 * 2**20  # bytes of story.json
NEWEST = 2
Plain = dict[str, Any]


def load(text: str | bytes) -> Story:
    """A story.json as a Story. BadInput says in one sentence what is wrong with it."""
    if len(text) > LARGEST:
        raise BadInput(f"This story file has {len(text) / 2**20:.0f} MiB; the largest Fabula reads is {LARGEST // 2**20} MiB.")
    try:
        tree: Any = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is not a story.json: {error}. Export the story again, or write one with `fabula write`.") from error
    if not isinstance(tree, dict):
        raise BadInput(f"A story.json holds one object, this one holds {type(tree).__name__}.")
    return filmable(validated(lifted(tree)))


def lifted(tree: Plain) -> Plain:
    """A plain story of any format as one of today's. BadInput for a format this Fabula does not know."""
    while (version := tree.get("format_version", NEWEST)) != NEWEST:
        lift = LIFTS.get(version) if type(version) is int else None
        if lift is None:
            raise BadInput(f"This story has the format {version!r}; this Fabula reads up to {NEWEST}. Update Fabula to open it.")
        tree = lift(tree)
    return tree


def _from_1(tree: Plain) -> Plain:
    direction = tree.get("direction", {})
    if isinstance(direction, dict):  # what is not is told by the validation that follows
        direction = {"still": "drawn", "clip": "dit", "smooth": False, **direction}
    return {**tree, "format_version": 2, "direction": direction}


LIFTS: dict[int, Callable[[Plain], Plain]] = {1: _from_1}


def dump(story: Story) -> str:
    """The story as story.json: UTF-8, two spaces, fields in the order of their documents."""
    return json.dumps(story.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number a story may hold")
