"""Prompt: a compiled prompt; Part: one sentence of it with its rank, by which sentences are left out when there are too many words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from storyboard.document import Doc
from storyboard.ways import Target

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]", re.UNICODE)
LETTERS_A_TOKEN = 5  # of a script with spaces; a sign of a script without them is a token of its own, and so is a comma


class Prompt(Doc):
    """What a model reads. `negative`: what it is told not to make, for models that take that apart; `words`: the author's own, beside;
    `references`: the characters whose portraits it names, in order; `tokens`: of `text`, roughly (words and signs for the embedded nets); `most`: that its encoder reads;
    `left_out`: sentences that did not fit, the least important first."""

    target: Target
    text: str
    negative: str = ""
    words: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    tokens: int = 0
    most: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Identities alone, which are never left out, are more than the encoder reads: they should be said shorter."""
        return self.tokens > self.most


class Part(NamedTuple):
    """One sentence. `rank` 0 is never left out; of the others the highest goes first. `label`: the line it stands in, for targets with lines."""

    text: str
    rank: int
    label: str = ""


class Room(NamedTuple):
    """What a target has room for. `words`: aimed at, and sentences of a rank from `spare` on go for it; `tokens`: never passed but by rank 0."""

    words: int
    tokens: int
    spare: int = 7


def paragraph(parts: Sequence[Part]) -> str:
    return " ".join(part.text for part in parts)


def lines(parts: Sequence[Part]) -> str:
    """A line for each label, in the order in which labels come."""
    labels = dict.fromkeys(part.label for part in parts)
    return "\n".join(f"{label}: {paragraph([p for p in parts if p.label == label])}" for label in labels)


def fitted(parts: Sequence[Part], room: Room, written: Callable[[Sequence[Part]], str]) -> tuple[str, tuple[str, ...]]:
    """The text of the parts that there is room for, `written` from them in their order, and the texts of those left out."""
    kept = [part for part in parts if part.text]
    left_out: list[str] = []
    while True:
        text = written(kept)
        least = 1 if tokens_of(text) > room.tokens else room.spare if words_of(text) > room.words else None
        loose = [part for part in kept if least is not None and part.rank >= least]
        if not loose:
            return text, tuple(left_out)
        gone = max(reversed(loose), key=lambda part: part.rank)  # of equals the last
        kept.remove(gone)
        left_out.append(gone.text)


def tokens_of(text: str) -> int:
    """Roughly what T5 and CLIP make of it, rather too many than too few; their beginning and end counted in."""
    return 2 + sum(math.ceil(len(w) / LETTERS_A_TOKEN) if w.isascii() or w[0] < "\u0590" else len(w) for w in WORD.findall(text))


def words_of(text: str) -> int:
    return len(text.split())
