"""Telling: the words of a plot filled with this story's people, places and things, with the grammar put right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from agents.writer_offline.casting import Also, Role
from agents.writer_offline.knowledge import Motif, place_words
from agents.writer_offline.premise import Object
from agents.writer_offline.premise_words import word_set
from agents.writer_offline.script import Variant
from storyboard.staging import Place

SLOT = re.compile(r"\{([a-z]+(?:\.[A-Za-z0-9]+)?)\}")
SENTENCE = re.compile(r"(^|[.!?…]\s+)([a-zà-ÿ])")
UNIQUE = word_set("sun moon sea wind night winter spring summer autumn death thunder")
SOUNDS_VOWEL, SOUNDS_CONSONANT = ("hour", "honest", "heir"), ("uni", "one", "eu", "use", "ukulele")


@dataclass(frozen=True)
class World:
    """What is decided about one film before it is told."""

    hero: Role
    other: Role
    object: Object
    prop_noun: str
    skill: str
    fear: str
    home: Place
    away: Place
    far: Place
    motif: Motif
    rest: tuple[Also, ...] = ()
    want: str = ""  # a clause after "wants to"
    obstacle: str = ""  # what the premise says stands in the way: a noun phrase or a clause
    premise: str = ""


def everyone(world: World) -> tuple[Role, ...]:
    return world.hero, world.other, *(also.role for also in world.rest)


def article(noun: str) -> str:
    low = noun.lower()
    vowel = (low[:1] in "aeiou" and not low.startswith(SOUNDS_CONSONANT)) or low.startswith(SOUNDS_VOWEL)
    return f"{'an' if vowel else 'a'} {noun}"


def plural(noun: str) -> str:
    irregular = {
        "mouse": "mice",
        "wolf": "wolves",
        "child": "children",
        "man": "men",
        "woman": "women",
        "thief": "thieves",
        "goose": "geese",
    }
    if noun in irregular:
        return irregular[noun]
    head, last = noun[: noun.rfind(" ") + 1], noun.split()[-1]
    if last in irregular:
        return head + irregular[last]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


def slots(world: World) -> dict[str, str]:
    """Every slot a plot may name."""
    twins = world.hero.noun == world.other.noun
    found = {**of_role("a", world.hero, twins), **of_role("b", world.other, twins)}
    for name in ("home", "away", "far"):
        found |= place_slots(name, getattr(world, name))
    found |= object_slots(world)
    thing = world.prop_noun
    found |= {"p": thing, "p.a": article(thing), "p.the": f"the {thing}", "skill": world.skill, "fear": world.fear}
    found["goal"] = world.object.phrase if world.object.sort == "place" else place_words(world.far).the
    found["want"] = world.want or f"have {found['obj']}"
    return found


def of_role(key: str, role: Role, twins: bool) -> dict[str, str]:
    """The slots of one role: how the story speaks of them. `twins`: another is of the same noun, so the name alone tells them apart."""
    she = role.woman
    words = " ".join([*role.adjectives, role.noun])
    who = f"the {words}, called {role.name}," if role.noun in UNIQUE else f"{article(words)} named {role.name}"
    generic = role.noun in ("boy", "girl", "man", "woman") and role.member.name and role.given and not role.adjectives
    he, him, his = ("she", "her", "her") if she else ("he", "him", "his")
    called = role.name if twins else f"the {role.noun}"
    return {
        key: role.name, f"{key}.who": who, f"{key}.the": role.name if generic else called,
        f"{key}.noun": role.noun, f"{key}.nouns": plural(role.noun), f"{key}.he": he, f"{key}.him": him, f"{key}.his": his,
        f"{key}.tag": f"{role.name} the {role.noun}" if not generic else role.name, f"{key}.self": "herself" if she else "himself",
    }  # fmt: skip


def place_slots(name: str, place: Place) -> dict[str, str]:
    words = place_words(place)
    return {f"{name}.the": words.the, f"{name}.at": words.at, f"{name}.to": words.to}


def object_slots(world: World) -> dict[str, str]:
    """`obj`: with the definite article or an owner; `obj.a`: as first spoken of."""
    thing = world.object
    phrase = re.sub(r"^(?:his|her|its) ", "his " if not world.hero.woman else "her ", thing.phrase)
    bare = re.sub(r"^(?:a|an|the|his|her|its|their|some|one|only) ", "", phrase)
    many = bare.endswith("s") and not bare.endswith(("ss", "us", "is")) and thing.sort != "being"
    definite = f"the {bare}" if re.match(r"(?:a|an|some) ", phrase) else phrase
    it = "them" if many else "it"
    return {"obj": definite, "obj.a": phrase, "obj.bare": bare, "obj.it": it, "obj.was": "were" if many else "was", "obj.noun": thing.noun}


def render(text: str, values: dict[str, str]) -> str:
    """The text with its slots filled and its sentences begun with capitals. KeyError for a slot nobody knows."""
    filled = text
    for _ in range(3):  # a filled slot may hold slots of its own
        filled = SLOT.sub(lambda m: _value(m[1], values), filled)
    filled = re.sub(r"\b([Tt])he the\b", r"\1he", filled)
    filled = re.sub(r",(?=[,.!?:;])", "", filled)
    return SENTENCE.sub(lambda m: m[1] + m[2].upper(), filled)


def _value(key: str, values: dict[str, str]) -> str:
    name, _, field = key.partition(".")
    if field[:1].isupper():
        return _capital(values[f"{name}.{field[0].lower()}{field[1:]}"])
    return values[key]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def about(text: str, key: str, other: str) -> str:
    """A concept's text, which says {x} and {o}, said of the role `key`."""
    return text.replace("{x", "{" + key).replace("{o", "{" + other)


def pick(variants: tuple[Variant, ...], tags: frozenset[str], rng: Random, used: set[str]) -> int | None:
    """The index of a variant whose tags hold: those that say most about this story first, those not yet said before others."""
    open_ = [(i, v) for i, v in enumerate(variants) if holds(v.tags, tags)]
    if not open_:
        return None
    most = max(_weight(v.tags) for _, v in open_)
    fresh = [i for i, v in open_ if _weight(v.tags) == most and v.text not in used]
    choice = rng.choice(fresh or [i for i, _ in open_])
    used.add(variants[choice].text)
    return choice


def _weight(tags: tuple[str, ...]) -> int:
    return sum(not t.startswith(("!", "voice=")) for t in tags)


def holds(wanted: tuple[str, ...], tags: frozenset[str]) -> bool:
    return all((t[1:] not in tags) if t.startswith("!") else t in tags or t.startswith("voice=") for t in wanted)


def title_case(text: str) -> str:
    small = {"a", "an", "the", "and", "of", "to", "in", "at", "for", "by"}
    words = text.split()
    return " ".join(w if (w.lower() in small and i) else w[:1].upper() + w[1:] for i, w in enumerate(words))
