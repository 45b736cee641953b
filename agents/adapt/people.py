"""The cast of a script: everyone who speaks, and everyone whom the action introduces in capitals. Looks are what the script says of them;
what it does not say is cast as the embedded writer casts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from random import Random
from typing import Annotated

from pydantic import Field

from agents.adapt import terms
from agents.adapt.acting import STAGED
from agents.drafts import Member
from agents.writer_offline import casting
from agents.writer_offline.premise import Being
from storyboard import lexicon, naming
from storyboard.breakdown import Breakdown, PersonPlan
from storyboard.errors import BadInput
from storyboard.look import PEOPLE, Color, Garment, Hair, Kind

MOST, LONGEST_NAME = 60, 60
NEAR = 3  # of those cast before, so many are told apart at a glance
GROUP = re.compile(r"\s*(?:&|/|\+|,|，|、|\b(?:and|und|et|y)\b)\s*", re.IGNORECASE)
CAPITALS = re.compile(r"(?<![\w'’])[^\W\d_](?:[\w.'’-]*[^\W_])?(?:\s+[^\W_](?:[\w.'’-]*[^\W_])?)*(?:\s+#\d+)?")
AGED = re.compile(r"\s*[(,]\s*(?:early |mid |late |about |around )?(\d{1,3})(?:'?s)?\b", re.IGNORECASE)
TECHNICAL = frozenset(
    ["a", "an", "the", "and", "or", "of", "on", "in", "to", "at", "it", "is", "with", "for", "from", "as", "by", "his", "her", "close", "wide", "shot", "angle", "insert", "pov", "cut", "fade", "super", "title", "titles", "later", "continuous", "end", "back", "flashback", "montage", "sfx", "vfx", "vo", "os", "int", "ext", "day", "night", "ok", "tv", "usa", "uk", "eu", "ufo", "bang", "boom", "crash", "thud", "click", "silence", "beat", "pause", "black", "white", "credits", "cu", "ecu", "mcu", "ms", "ws", "ls"]
)
YOUNG, OLD = 14, 62
WOMEN, MEN = frozenset(["woman", "female", "girl", "f", "lady", "mother", "daughter", "sister", "queen", "wife"]), frozenset(["man", "male", "boy", "m", "father", "son", "brother", "king", "husband"])
WORN = re.compile(r"\b(?:wears?|wearing|dressed|clad|in (?:a|an|his|her|their))\b", re.IGNORECASE)


class Player(Member):
    """One of a script's cast: names are bounded by the story's documents, not by what a model is asked for."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


@dataclass
class Named:
    """One person of the script: the name as first written, and all that is said of them."""

    name: str
    speaks: bool = False
    told: list[str] = field(default_factory=list)
    plan: PersonPlan | None = None


def named(script: Breakdown) -> list[Named]:
    """Everyone, in the order the script brings them in. BadInput for more than a film has places for."""
    found: dict[str, Named] = {}
    if script.people:
        return [Named(one.name, plan=one) for one in script.people]
    cues = _cues(script)
    for shot in (shot for scene in script.scenes for shot in scene.shots):
        words = "" if STAGED.fullmatch(shot.words) else shot.words
        for name in (*(shot.cast or ()), *introduced(words, cues)):
            _add(found, name)
        for line in shot.lines:
            for name in speakers(line.speaker or "", cues):
                _add(found, name).speaks = True
    if len(found) > MOST:
        raise BadInput(f"The script has {len(found)} people who speak or are introduced, and a film has places for {MOST}. Merge small parts (GUARD #1, GUARD #2), or split the script.")
    for shot in (shot for scene in script.scenes for shot in scene.shots):
        _told(found, shot.words)
    return list(found.values())


def speakers(cue: str, cues: set[str]) -> list[str]:
    """Who speaks: one name, or those of "TOM AND MARY" when one of them speaks alone elsewhere."""
    parts = [part for part in GROUP.split(cue) if part]
    if len(parts) > 1 and any(naming.key(part) in cues for part in parts):
        return parts
    return [cue] if cue else []


def _cues(script: Breakdown) -> set[str]:
    """Everyone who speaks alone."""
    return {naming.key(line.speaker) for scene in script.scenes for shot in scene.shots for line in shot.lines if line.speaker and len(GROUP.split(line.speaker)) == 1}


def introduced(words: str, cues: set[str]) -> list[str]:
    """Names in capitals that can only be somebody's: a speaker's, a being's, or one whose age follows."""
    letters = [c for c in words if c.isupper() or c.islower()]
    if sum(c.islower() for c in letters) < len(letters) * 0.4:
        return []
    out = []
    for hit in CAPITALS.finditer(words):
        for name in _runs(hit[0]):
            bare = name.strip(" .'’-")
            low = naming.key(bare)
            being = lexicon.kind(bare)
            living = being is not None and being.value not in (Kind.SPIRIT, Kind.ROBOT if not being.exact else Kind.SPIRIT)
            ended = words.find(name, hit.start()) + len(name)
            if low in cues or living or AGED.match(words, ended):
                out.append(bare)
    return out


def _runs(phrase: str) -> list[str]:
    """The runs of words in capitals within a phrase."""
    runs: list[list[str]] = [[]]
    for word in phrase.split():
        capital = len(word) > 1 and word.upper() == word and any(c.isalpha() and c.upper() != c.lower() for c in word)
        if (capital and word.lower().strip(".") not in TECHNICAL) or (runs[-1] and word.startswith("#")):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]


def _add(found: dict[str, Named], name: str) -> Named:
    key = naming.key(" ".join(name.split()))
    if len(name) > LONGEST_NAME:
        raise BadInput(f"The name {name[:40]!r}... has {len(name)} letters, and the longest a film's credits take is {LONGEST_NAME}. Shorten it in the script.")
    return found.setdefault(key, Named(name))


def _told(found: dict[str, Named], words: str) -> None:
    """Keep the words with those they name, in any case and without their family name too."""
    low = words.lower()
    for key, one in found.items():
        at = low.find(key)
        if at >= 0 and len(one.told) < 12:
            one.told.append(words)
            if one.name.isupper() and words[at : at + len(key)].lower() == key and not words[at : at + len(key)].isupper() and words[at].isupper():
                one.name = words[at : at + len(key)]


def cast(people: list[Named], title: str, seed: int) -> list[casting.Role]:
    """A role for each."""
    roles: list[casting.Role] = []
    for one in people:
        name = proper(one.name)
        woman = _woman(one) if one.plan is None or one.plan.woman is None else one.plan.woman
        being = _being(one, name[:24], woman) if one.plan is None else _planned(one.plan, woman)  # as long as the embedded writer's names are
        for attempt in range(8):
            rng = Random(f"fabula adapt 1|{title}|{name}|{seed}|{attempt}")
            role = casting.played(being, rng, woman if being.kind not in PEOPLE else None, tuple(roles[-NEAR:]))
            role = replace(role, member=Player(**{**_worn(role.member, one).__dict__, "name": name}))
            if not any(_looks(role.member) == _looks(other.member) for other in roles):
                break
        roles.append(role)
    return roles


def proper(name: str) -> str:
    """A name in capitals as one writes it; "R2-D2", "J.J." and names that are written otherwise stay."""
    if not name.isupper():
        return name
    return " ".join(word if any(c.isdigit() for c in word) or word.count(".") > 1 else _risen(word) for word in name.split())


def _risen(word: str) -> str:
    """The first letter of a word and of what follows a hyphen, an apostrophe or Mc in capitals."""
    parts = re.split(r"([-’'])", word)
    return "".join(part[:1] + part[1:].lower() if i == 0 or len(part) > 2 else part.lower() for i, part in enumerate(parts))


def _being(one: Named, name: str, woman: bool) -> Being:
    """Who they are: by their name ("THE OLD FOX"), else by what is said right beside it, else somebody of their age."""
    told = _beside(one)
    age = next((int(hit[1]) for words in one.told for hit in [_age(words, one.name)] if hit), None)
    for words in (name, *told):
        hit = lexicon.kind(words)
        if hit is not None:
            kind = _aged(hit.value, age, woman) if lexicon.is_role(hit.word) else hit.value
            adjectives = tuple(w.lower() for w in lexicon.tokens(words) if w.isalpha())[:8]
            color = terms.first_color(" ".join(adjectives[:6]))
            plural = hit.word.endswith("s") and not hit.word.endswith("ss")
            return Being(hit.word, kind, hit.exact and not plural, hit.word, name, _kept(adjectives, hit.word), 1, Color(color) if color else None)
    base = {"old"} & set(_words(told)) or (age is not None and age >= OLD)
    kind = _aged(Kind.OLD_WOMAN if woman else Kind.OLD_MAN, age if age is not None else 70 if base else 30, woman)
    return Being(str(kind), kind, True, str(kind), name, _kept(_words(told), str(kind)), 1, None)


def _planned(plan: PersonPlan, woman: bool) -> Being:
    """Who somebody is of whom it is known what they are."""
    told = " ".join([*plan.words, plan.noun, "she" if woman else "he"])
    hit = lexicon.kind(told) if plan.noun else None
    kind = hit.value if hit is not None else Kind.SPIRIT if plan.asked else lexicon.person(told, "adult", "woman" if woman else "man")
    noun = hit.word if hit is not None else plan.asked or str(kind)
    color = terms.first_color(" ".join(plan.words[:6]))
    exact = (hit is not None and hit.exact and not plan.asked) or (hit is None and not plan.asked)
    return Being(noun, kind, exact, plan.asked or noun, plan.name[:24], _kept(plan.words, noun), 1, Color(color) if color else None)


def _kept(adjectives: tuple[str, ...], noun: str) -> tuple[str, ...]:
    """What of the words can be seen in a build or an age."""
    seen = lexicon.OLD | lexicon.YOUNG | {"tall", "big", "huge", "fat", "round", "slim", "thin"}
    return tuple(w for w in adjectives if w in seen and w not in noun.split())


def _aged(kind: Kind, age: int | None, woman: bool) -> Kind:
    if kind not in PEOPLE or kind is Kind.GIANT or age is None:
        return kind
    pairs = {"young": (Kind.BOY, Kind.GIRL), "adult": (Kind.MAN, Kind.WOMAN), "old": (Kind.OLD_MAN, Kind.OLD_WOMAN)}
    return pairs["young" if age < YOUNG else "old" if age >= OLD else "adult"][woman]


def _age(words: str, name: str) -> re.Match[str] | None:
    at = words.lower().find(name.lower())
    return AGED.match(words, at + len(name)) if at >= 0 else None


def _beside(one: Named) -> list[str]:
    """What stands right beside the name: "a burly baker" in "TOM (40s), a burly baker, ..." and in "The burly baker, TOM"."""
    out = []
    for words in one.told:
        at = words.lower().find(one.name.lower())
        if at < 0:
            continue
        after = re.sub(r"^\s*\([^)]{0,80}\)", lambda hit: f", {hit[0].strip(' ()')},", words[at + len(one.name) :][:160])
        hit = re.match(r"\s*(?:,|\bis\b|\bwas\b|是)\s*([^.;!?。]{2,100})", after)
        before = re.search(r"(?:^|[.,;]\s*)((?:a|an|the)\s[\w\s-]{2,40}?),?\s*(?:(?:called|named)\s+)?$", words[:at][-60:], re.IGNORECASE)
        out += [_noun_phrase(found) for found in (hit[1] if hit else "", before[1] if before else "") if found]
    return [phrase for phrase in out if phrase]


def _noun_phrase(words: str) -> str:
    """The beginning of the words, up to where something begins to happen."""
    kept: list[str] = []
    for word in lexicon.tokens(words)[:12]:
        if word.lower() in ("who", "whose", "with", "in", "wearing", "at", "on", "from", "and") or (word.lower().endswith("s") and lexicon.action(word) and kept and kept[-1] == ","):
            break
        kept.append(word)
    return " ".join(kept)


def _woman(one: Named) -> bool:
    """By the words beside the name, then by pronouns in the same sentences, then by the name's own ending."""
    beside = set(_words(_beside(one))) | set(_words([one.name]))
    if beside & (WOMEN | MEN):
        return bool(beside & WOMEN)
    low = _words(one.told)
    her, his = sum(w in lexicon.HER for w in low), sum(w in lexicon.HIS for w in low)
    return her > his if her != his else one.name.lower()[-1] in "aeiy"


def _words(texts: list[str]) -> tuple[str, ...]:
    return tuple(w.lower() for text in texts for w in lexicon.tokens(text))


def _worn(member: Member, one: Named) -> Member:
    """The clothes, the hat and the hair that the script gives them, in the colours it says."""
    change: dict[str, object] = {}
    for words in one.told:
        start = words.lower().find(one.name.lower())
        told = lexicon.tokens(words[max(start, 0) :][:300])
        if not WORN.search(words):
            told = told[:16]
        for find, names in ((lexicon.garment, ("garment", "garment_color")), (lexicon.hat, ("hat", "hat_color"))):
            at, worn = next(((i, hit.value) for i, w in enumerate(told) if (hit := find(w)) and hit.exact), (0, None))
            if worn is not None and names[0] not in change:
                change[names[0]] = worn
                if color := terms.first_color(" ".join(told[max(0, at - 2) : at])):
                    change[names[1]] = Color(color)
        hair = next((i for i, w in enumerate(told) if w.lower() == "hair" or w.lower().endswith("-haired")), None)
        color = terms.first_color(" ".join(told[max(0, hair - 2) : hair + 1]).replace("-haired", "")) if hair is not None else ""
        if color and member.kind in PEOPLE:
            change["hair_color"] = Color(color)
    if member.kind not in PEOPLE and change.get("garment") is Garment.NONE:
        change.pop("garment")
    return member.model_copy(update=change)


def _looks(member: Member) -> tuple[object, ...]:
    hair = (member.skin, member.hair, member.hair_color) if member.kind in PEOPLE and member.hair is not Hair.NONE else ()
    return (member.kind, member.build, member.body, member.garment, member.garment_color, member.hat, member.extra, *hair)
