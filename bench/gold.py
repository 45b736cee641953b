"""The sample files: texts to be told, and what was written down by hand beside each. One block a text:

    premise: A mouse and two pupils ...       the text, in one line
    characters: mouse, pupil x2+              and any other of FIELDS
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from storyboard import lexicon

SAMPLES = Path(__file__).parent / "samples"
FABLES = SAMPLES / "fables.txt"
FIELDS = ("characters", "places", "props", "actions", "want", "obstacle", "mood", "aside", "title", "named")


class Gold(NamedTuple):
    """A text and what it says, by field."""

    premise: str
    said: dict[str, str]

    @property
    def tale(self) -> str:
        """The text without the title that stands before it."""
        return self.premise.removeprefix(f"{self.said.get('title', '')}. ")

    def words(self, field: str) -> tuple[str, ...]:
        """What a field lists; nothing where the text says nothing of it."""
        return tuple(word for part in self.said.get(field, "").split(",") if (word := part.strip()))


def read(path: Path) -> list[Gold]:
    """The blocks of a sample file. ValueError for a line that is none of premise and FIELDS."""
    found: list[Gold] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, value = line.partition(": ")
        if not line.strip() or line.startswith("#"):
            continue
        if key == "premise":
            found.append(Gold(value, {}))
        elif key in FIELDS and found:
            found[-1].said[key] = value.strip()
        else:
            raise ValueError(f"{path}:{number} begins with {key!r}: use premise, {', '.join(FIELDS)}")
    return found


def stems(words: str) -> set[str]:
    """The stems of every word."""
    return {stem for token in lexicon.tokens(words) for stem in lexicon.stems(token)}
