"""English plurals of the nouns that stories are told with."""

from __future__ import annotations

PLURALS = {
    "mouse": "mice", "man": "men", "woman": "women", "child": "children", "wolf": "wolves", "goose": "geese", "sheep": "sheep", "fish": "fish", "deer": "deer",
    "thief": "thieves", "tooth": "teeth", "leaf": "leaves", "postman": "postmen", "fisherman": "fishermen",
}  # fmt: skip


def plural(noun: str) -> str:
    """"old fisherman" -> "old fishermen": of several words the last one."""
    first, _, last = noun.rpartition(" ")
    if last in PLURALS:
        word = PLURALS[last]
    elif last.endswith(("s", "x", "ch", "sh")):
        word = last + "es"
    else:
        word = last[:-1] + "ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else last + "s"
    return f"{first} {word}".strip()
