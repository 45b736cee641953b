"""upgrade: saved stories of older releases -> today's documents. Today's format is 1, so there is nothing older to lift yet."""

from __future__ import annotations

import json
from typing import Any

from storyboard.edit import filmable, validated
from storyboard.errors import BadInput
from storyboard.story import Story

LARGEST = 64 * 2**20  # bytes of story.json
NEWEST = 1


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
    version = tree.get("format_version", NEWEST)
    if version != NEWEST:
        raise BadInput(f"This story has the format {version!r}; this Fabula reads up to {NEWEST}. Update Fabula to open it.")
    return filmable(validated(tree))


def dump(story: Story) -> str:
    """The story as story.json: UTF-8, two spaces, fields in the order of their documents."""
    return json.dumps(story.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number a story may hold")
