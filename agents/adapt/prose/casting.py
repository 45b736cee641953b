"""Who of a text's beings is cast, under which name, as what: a crowd by those who stand for it, whoever is too much for a film left out and said."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from agents.adapt import people
from agents.adapt.prose.cast import Being, kept, standing, young
from agents.adapt.prose.chinese import ZH_EXTRA
from agents.adapt.prose.reading import Told
from agents.adapt.prose.vocabulary import BEINGS, KIN, PLURALS
from storyboard import lexicon
from storyboard.breakdown import PersonPlan
from storyboard.look import PEOPLE
from storyboard.story import Substitution

CROWD = 3  # who stand for a crowd
ORDER = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")
SONS = ("Eldest", "Second", "Youngest")
MOST = 36  # of the cast of a film: more faces than these nobody tells apart


class Casting(NamedTuple):
    """The plans, what the film calls each being by its number, crowds that are shown as fewer, and how many beings a film would need."""

    people: tuple[PersonPlan, ...]
    names: dict[int, tuple[str, ...]]
    crowds: tuple[Substitution, ...]
    wanted: int
    absent: set[int]  # those who are only spoken of


def cast(told: Told, beats: set[int]) -> Casting:
    """The cast of those beats that are told."""
    met: Counter[int] = Counter()
    present: set[int] = set()
    for beat in told.beats:
        if beat.number in beats:
            present |= {ref.who.number for ref in beat.refs if not beat.said} | ({beat.speaker.number} if beat.speaker is not None else set())
            met.update({ref.who.number for ref in beat.refs} | ({beat.speaker.number} if beat.speaker is not None else set()))
    found = kept(told.roster.beings, told.spoken)
    here = sorted((b for b in found if b.number in present or (met[b.number] and b.tally > 1 and not b.crowd)), key=lambda b: (-(met[b.number] + 0.2 * b.tally), b.first))
    chosen = sorted(here[:MOST], key=lambda b: b.first)
    plans: list[PersonPlan] = []
    names: dict[int, tuple[str, ...]] = {}
    crowds: list[Substitution] = []
    for one in sorted(chosen, key=lambda b: b.crowd):
        members = [names[b.number][0] for b in chosen if one.crowd and not b.crowd and b.noun == one.noun and b.number in names]
        if len(members) > 1 or (members and one.count < 2 and not standing(one.noun)):
            names[one.number] = tuple(members[:CROWD])
            continue
        made = _plans(one, told, {plan.name.lower() for plan in plans})
        if len(plans) + len(made) > people.MOST:
            break
        names[one.number] = tuple(plan.name for plan in made)
        plans += made
        if one.crowd and (one.count > len(made) or one.count < 2):
            crowds.append(Substitution(kind="character", asked=_asked(one), drawn=str(len(made))))
    return Casting(tuple(plans), names, tuple(crowds), len(found), {b.number for b in here} - present)


def _asked(one: Being) -> str:
    number = f"{one.count} " if one.count > 1 else ""
    return f"{number}{max(one.many, key=lambda w: one.many[w], default=one.noun)}"[:80]


def _plans(one: Being, told: Told, taken: set[str]) -> list[PersonPlan]:
    if not one.crowd:
        return [_plan(one, _free(one.name, taken), _noun(one, told))]
    stand = standing(one.noun)
    count = min(CROWD, one.count) if one.count > 1 else CROWD
    if not stand and one.count < 2 and _noun(one, told)[1]:
        count = 1  # one stand-in for many that cannot be drawn
    single = one.noun.capitalize() if one.noun.isascii() else one.noun
    out: list[PersonPlan] = []
    for at in range(count):
        if stand and one.count < 2:
            name, noun = f"{ORDER[at]} {single}" if not one.noun.startswith("animal") else stand[at].title(), (stand[at], "")
        else:
            named = (SONS if one.noun in ("son", "daughter", "brother", "sister") and count == 3 else ORDER)[at]
            name, noun = single if count == 1 else f"{named} {single}", _noun(one, told)
        name = _free(name, taken | {plan.name.lower() for plan in out})
        out.append(_plan(one, name, noun))
    return out


def _plan(one: Being, name: str, noun: tuple[str, str]) -> PersonPlan:
    role = lexicon.is_role(noun[0]) and not young(one)
    words = tuple(w for w, _ in one.before.most_common(8) if w.isalpha() and not (role and w in lexicon.YOUNG))
    small = ("little",) if young(one) else ()
    return PersonPlan(name=name[: people.LONGEST_NAME], noun=noun[0], asked=noun[1][:60], words=(*words, *small)[:8], woman=one.woman)


def _noun(one: Being, told: Told) -> tuple[str, str]:
    """(what the lexicon draws, the author's word where that is only near)."""
    if not one.noun:
        found = next((h for h in sorted(one.heads) if lexicon.kind(h) is not None and h in BEINGS), "")
        return found, ""
    noun = PLURALS.get(one.noun, one.noun)
    owner = told.roster.beings[one.owner] if one.owner is not None else None
    if noun in KIN and owner is not None and owner.noun and (hit := lexicon.kind(BEINGS.get(owner.noun, owner.noun))) is not None and hit.value not in PEOPLE:
        drawn = BEINGS.get(owner.noun, owner.noun)
        return drawn, "" if hit.exact else f"{noun} {owner.noun}"
    drawn = BEINGS.get(noun) or ZH_EXTRA.get(noun) or noun
    hit = lexicon.kind(drawn)
    if hit is None:  # a thing that speaks is a spirit, somebody of an unknown trade a person; both are said
        thing = noun.isascii() and (lexicon.prop(noun) or lexicon.place(noun) or any(w[0].isupper() for w in one.written))
        return ("spirit" if thing else "woman" if one.woman else "man"), noun
    return drawn, "" if hit.exact else noun


def _free(name: str, taken: set[str]) -> str:
    number, wanted = 2, name
    while wanted.lower() in taken:
        wanted, number = f"{name} {number}", number + 1
    return wanted
