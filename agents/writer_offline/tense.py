"""Tense: a clause of a premise ("the sky grows darker every night") as a storyteller says it ("the sky grew darker every night")."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.writer_offline.reading.english_words import PASTS
from agents.writer_offline.reading.marks import row_of
from agents.writer_offline.reading.phrases import Small, Verb, parse
from storyboard import lexicon

AUXILIARIES = {
    "is": "was", "are": "were", "am": "was", "has": "had", "have": "had", "can": "could", "cannot": "could not", "can't": "could not", "does": "did",
    "doesn't": "did not", "do": "did", "don't": "did not", "isn't": "was not", "aren't": "were not", "hasn't": "had not", "haven't": "had not",
    "will": "would", "won't": "would not", "may": "might",
}  # fmt: skip
FINITE = ("s", "base", "past", "finite")
PAST = {base: past for past, base in (*reversed(PASTS.items()), *reversed(lexicon.IRREGULAR.items()))}  # of several the first
DOUBLES = re.compile(r"^[^aeiou]*[aeiou][bdgmnprt]$")  # one short syllable: stop, stopped


def is_clause(words: str) -> bool:
    """Whether the words say that something is or happens, and do not only name a thing."""
    phrases = parse(row_of(words)).phrases
    return any(isinstance(one, Verb) and one.form in FINITE and not (isinstance(last, Small) and last.tag == "rel") for last, one in pairwise(phrases))


def past(clause: str) -> str:
    """The clause with its finite verbs in the past; as it is where none is known."""
    row = row_of(clause)
    found = [one for one in parse(row).phrases if isinstance(one, Verb) and one.form in FINITE]
    words = list(row)
    for verb in found:
        first = row[verb.start].lower()
        if first in AUXILIARIES:
            words[verb.start] = AUXILIARIES[first]
        elif verb.form == "s" and not verb.helper:
            words[verb.end - 1] = past_of(verb.stem)
        elif verb.form == "base" and not verb.helper and verb.end - verb.start == 1 and verb.start and row[verb.start - 1].lower() != "to":
            words[verb.start] = past_of(verb.stem)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(words))


def past_of(stem: str) -> str:
    if stem in PAST:
        return PAST[stem]
    if stem.endswith("e"):
        return f"{stem}d"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return f"{stem[:-1]}ied"
    return f"{stem}{stem[-1]}ed" if DOUBLES.match(stem) else f"{stem}ed"
