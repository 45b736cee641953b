"""A premise read with a cast, a place and a thing that a person gives: those it names are who they are, the others play its hero, then
its counterpart; its place and its thing are the given ones, unless it says others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from agents.drafts import MOST_CAST
from agents.given import member
from agents.writer_offline.casting import Role
from agents.writer_offline.knowledge import concept
from agents.writer_offline.premise import Being, Reading, read
from storyboard import lexicon, naming
from storyboard.library import Entry
from storyboard.look import PEOPLE, Kind
from storyboard.story import Setting, Thing

WOMEN = (Kind.WOMAN, Kind.GIRL, Kind.OLD_WOMAN)


class Told(NamedTuple):
    """A reading, and who of it is given, by the name."""

    reading: Reading
    known: Mapping[str, Role]


def read_with(premise: str, given: Sequence[Entry]) -> Told:
    """The reading of a premise in which the given ones take part."""
    if not given:
        return Told(read(premise), {})
    roles = [_role(entry) for entry in given if entry.kind == "character"][:MOST_CAST]
    reading = read(_introduced(premise, roles))
    reading = replace(reading, premise=premise, beings=_played(reading, roles))
    for entry in given:
        if isinstance(entry.document, Setting) and reading.place in (None, entry.document.place):
            reading = replace(reading, place=entry.document.place, place_word=naming.core_of(entry.name)[1], place_exact=True)
        elif isinstance(entry.document, Thing) and reading.prop in (None, entry.document.prop):
            reading = replace(reading, prop=entry.document.prop, prop_word=naming.core_of(entry.name)[1], prop_exact=True)
    if roles and reading.beings and reading.beings[0].name == roles[0].name:
        reading = replace(reading, woman=roles[0].woman)
    return Told(reading, {role.name: role for role in roles})


def _role(entry: Entry) -> Role:
    one = entry.character
    noun, adjectives = _noun(one.role, one.look.kind)
    woman = entry.woman if entry.woman is not None else one.name[-1:] in "aeiy"
    return Role(member(one), concept(noun, one.look.kind), noun, adjectives, one.look.kind in WOMEN if one.look.kind in PEOPLE else woman, True)


def _noun(role: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """What the story calls them by, and the words before it: of their role where it says what is drawn, else the kind itself."""
    found = lexicon.kind(role) if role else None
    if found is None or not (found.value is kind or (kind in PEOPLE and found.value in PEOPLE)):
        return str(kind), ()
    before = role.lower().partition(found.word)[0].split()[-2:]
    return found.word, tuple(word for word in before if word.isalpha() and word not in naming.ARTICLES)


def _introduced(premise: str, roles: Sequence[Role]) -> str:
    """The premise as it would be if it called the given ones by what they are: "Mira finds a lamp" is "the fox finds a lamp"."""
    text = premise
    for role in roles:
        words = " ".join([*role.adjectives, role.noun])
        text = naming.retelling(role.name, f"the {words}")(text)
        one = rf"(?:the|an?) (?:[a-z]+ )?{re.escape(role.noun)}"
        text = re.sub(rf"{one}(?:,|,? named|,? called)? the {re.escape(words)}\b|the {re.escape(words)},? {one}\b", f"the {words}", text)  # "the fox Mira", "Mira the fox"
    return text


def _played(reading: Reading, roles: Sequence[Role]) -> tuple[Being, ...]:
    """Who is in it: each given one where it has one of their sort without a name, else first, but nobody whom the premise names."""
    beings = list(reading.beings)
    taken: set[int] = set()
    for role in roles:
        free = [n for n, b in enumerate(beings) if n not in taken and not b.name]
        at = next((n for n in free if beings[n].noun == role.noun), None)
        at = next((n for n in free if beings[n].kind is role.member.kind), None) if at is None else at
        if at is None:
            at = next(n for n in range(len(beings) + 1) if n not in taken and (n >= len(beings) or not beings[n].name))
        was = beings[at : at + 1]
        part = was[0].part if was else "friend" if at else "hero"
        beings[at : at + 1] = [Being(role.noun, role.member.kind, True, role.noun, role.name, role.adjectives, at=was[0].at if was else 0, part=part)]
        taken.add(at)
    return tuple(beings)
