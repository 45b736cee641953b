"""remembered: what a function says of a frozen document, kept for as long as that very document lives.

An edit makes new documents only where it touches the story, so what was worked out of the others still holds, at any number of them.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


def remembered(work: Callable[[Given], Found]) -> Callable[[Given], Found]:
    """By identity, never by value: asking costs one look into a table, whatever the size of the document. `work` must be pure."""
    known: dict[int, tuple[weakref.ref[Any], Found]] = {}

    @wraps(work)
    def ask(given: Given) -> Found:
        name = id(given)
        if (kept := known.get(name)) is not None and kept[0]() is given:
            return kept[1]
        found = work(given)
        known[name] = weakref.ref(given, lambda _gone: known.pop(name, None)), found
        return found

    return ask
