"""The interface's language. English is written in the pages; other languages are tables from the English text, one file per page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storyboard.document import Word

LANGUAGES = {"en": "English", "zh": "中文"}
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Tongue:
    """Says the interface's texts in a language. `t("Make {n} shots", n=3)`; what has no translation stays English."""

    language: str = "en"

    def __call__(self, text: str, **slots: Any) -> str:
        said = table(self.language).get(text, text)
        return said.format(**slots) if slots else said

    def explained(self, word: Word) -> str:
        """A word of the film language with its meaning: "pan: the camera turns sideways on its foot"."""
        return self("{word}: {meaning}", word=self(word.value), meaning=self(word.meaning)) if word.meaning else self(word.value)


@cache
def table(language: str) -> dict[str, str]:
    """English -> this language, of every page."""
    found: dict[str, str] = {}
    for path in sorted((WORDS / language).glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found
