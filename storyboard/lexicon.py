"""Free words to the nearest thing that can be drawn: `kind("vixen")` -> (fox, exact), `kind("kangaroo")` -> (rabbit, near).

Every look-up takes a phrase and answers Found or None. The longest phrase wins, then the last word (the head of an English noun
phrase: "lighthouse keeper" is a keeper). Pure standard library; the tables are in lexicon_words.py and are read on first use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

from storyboard import lexicon_words as tables
from storyboard.document import Word
from storyboard.effects import Effect
from storyboard.effects_words import EFFECTS
from storyboard.look import PEOPLE, Color, Garment, Hat, Kind
from storyboard.staging import Action, Emotion, Hour, Place, Prop, Season, Style, Weather

IRREGULAR = {
    "mice": "mouse", "wolves": "wolf", "children": "child", "men": "man", "women": "woman", "geese": "goose", "leaves": "leaf",
    "loaves": "loaf", "knives": "knife", "thieves": "thief", "fishermen": "fisherman", "elves": "elf", "dwarves": "dwarf",
    "oxen": "ox", "feet": "foot", "teeth": "tooth", "people": "man", "sheep": "sheep", "pennies": "penny", "fairies": "fairy",
    "stole": "steal", "stolen": "steal", "lost": "lose", "found": "find", "built": "build", "made": "make", "taught": "teach",
    "learnt": "learn", "met": "meet", "saw": "see", "went": "go", "came": "come", "ran": "run", "flew": "fly", "sang": "sing",
    "slept": "sleep", "gave": "give", "took": "take", "brought": "bring", "fell": "fall", "grew": "grow", "hid": "hide",
    "kept": "keep", "wrote": "write", "told": "tell", "forgot": "forget", "fought": "fight", "woke": "wake", "swam": "swim",
    "caught": "catch", "bought": "buy", "broke": "break", "left": "leave", "won": "win", "sold": "sell", "became": "become",
    "dreamt": "dream", "drew": "draw", "held": "hold", "thought": "think", "heard": "hear", "wept": "weep", "rode": "ride",
    "ate": "eat", "eaten": "eat", "drank": "drink", "sprang": "spring", "crept": "creep", "spoke": "speak",
}  # fmt: skip
OLD, YOUNG = frozenset({"old", "elderly", "ancient", "aged", "grey-haired"}), frozenset({"young", "little", "small", "tiny"})
HANDLERS = frozenset({"keeper", "driver", "hunter", "rider", "tamer", "trainer", "catcher", "herder", "vet", "farmer", "friend", "lover", "shepherd", "thief", "guard"})
NUMBERS = {word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1)}
HIS, HER = frozenset({"he", "his", "him", "himself"}), frozenset({"she", "her", "hers", "herself"})
WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]", re.UNICODE)
SIDE = re.compile(r"\b(?:to|on|at|from|towards?) (?:the |his |her |its |their )?(?:far )?left\b", re.IGNORECASE)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
ENGLISH_MAN, ENGLISH_WOMAN = ("man", "father", "actor", "king", "boy", "lad"), ("woman", "ess", "mother", "girl", "queen", "witch", "nun")


Meaning = TypeVar("Meaning", bound=Word)


class Found(NamedTuple, Generic[Meaning]):
    """What a word means here: the value, whether it is drawn as asked, and the word that said so."""

    value: Meaning
    exact: bool
    word: str


def kind(words: str) -> Found[Kind] | None:
    """The nearest Kind. Roles ("baker") become people; age and gender come from the words around, else from the role's name.
    A creature right before a role has that role ("mouse librarian"), unless the role deals with creatures ("camel driver")."""
    found = _find(words, Kind, tables.KINDS)
    role = _role(words)
    if role is None or (found is not None and (_later(words, found.word, role[0]) or _has_role(words, found, role[0]))):
        return found
    return Found(person(words, role[1], role[0]), True, role[0])


def place(words: str) -> Found[Place] | None:
    return _find(words, Place, tables.PLACES)


def prop(words: str) -> Found[Prop] | None:
    return _find(words, Prop, tables.PROPS)


def action(words: str) -> Found[Action] | None:
    """Who points to the left does not leave."""
    return _find(SIDE.sub(" ", words), Action, tables.ACTIONS)


def emotion(words: str) -> Found[Emotion] | None:
    return _find(words, Emotion, tables.EMOTIONS)


def color(words: str) -> Found[Color] | None:
    return _find(words, Color, tables.COLORS)


def garment(words: str) -> Found[Garment] | None:
    return _find(words, Garment, tables.GARMENTS)


def hat(words: str) -> Found[Hat] | None:
    return _find(words, Hat, tables.HATS)


def hour(words: str) -> Found[Hour] | None:
    return _find(words, Hour, tables.HOURS)


def weather(words: str) -> Found[Weather] | None:
    return _find(words, Weather, tables.WEATHERS)


def style(words: str) -> Found[Style] | None:
    return _find(words, Style, tables.STYLES)


def season(words: str) -> Found[Season] | None:
    return _find(words, Season, tables.SEASONS)


def effect(words: str) -> Found[Effect] | None:
    """Of what an author wants to hear: words that mean a sound before things that make one, then the longest, then the first."""
    table = _table(EFFECTS)
    phrases = [phrase for _, phrase in sorted(_spans(words), key=lambda one: (-len(one[1].split()), one[0]))]
    phrases += sorted((word for word in table if CJK.search(word) and word in words), key=len, reverse=True)
    named = [(*table[stem], stem) for phrase in phrases for stem in stems(phrase) if stem in table]
    if not named:
        return None
    value, exact, word = min(named, key=lambda one: not one[1])
    return Found(Effect(value), exact, word)


def is_told(word: str) -> bool:
    """Whether the word is something a story tells and no picture shows ("learns", "wanted", "smell")."""
    return any(stem in tables.TOLD.split() for stem in stems(word))


def sights(where: Place) -> frozenset[str]:
    """Words for what every picture of a place shows: water at the river, sand in the desert."""
    return frozenset(word for word, (value, _) in _table(tables.SIGHTS).items() if str(where) in value.split(", "))


def is_role(word: str) -> bool:
    """Whether the word names what a person does ("baker") and not what they are."""
    return _role(word) is not None


def word_set(text: str) -> frozenset[str]:
    """The words of a table, parted by spaces."""
    return frozenset(text.split())


def tokens(text: str) -> list[str]:
    """Words and signs. Scripts without spaces are cut by the longest words the tables know; Arabic and Hebrew articles are cut off."""
    out: list[str] = []
    for token in WORDS.findall(unicodedata.normalize("NFC", text).replace("\ufe0f", "")):
        if CJK.search(token):
            out += _cut(token)
        else:
            out.append(token)
    return out


@cache
def stems(word: str) -> tuple[str, ...]:
    """The word and what it may be a form of: "wolves" -> wolf, "baking" -> bake, "looks up" -> look up, "الثعلب" -> ثعلب."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    found = [low, IRREGULAR.get(low, low)]
    for ending, new in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            found.append(low[: len(low) - len(ending)] + new)
    if low.endswith(("ing", "ed")):
        root = low.removesuffix("ing").removesuffix("ed")
        if len(root) > 3 and root[-1] == root[-2]:
            found.append(root[:-1])
    first, _, rest = low.partition(" ")
    found += [f"{stem} {rest}" for stem in stems(first)] if rest else []
    for article in ("وال", "بال", "ال", "و", "ה", "ו"):
        if low.startswith(article) and len(low) > len(article) + 1:
            found.append(low.removeprefix(article))
    return tuple(dict.fromkeys(found))


_ENDINGS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e"))


def person(words: str, age: str, role: str) -> Kind:
    """The Kind of a person by age ("old", "adult", "young") and by the pronouns and adjectives around."""
    low = {w.lower() for w in tokens(words)}
    if low & OLD:
        age = "old"
    elif low & YOUNG and age != "old":
        age = "young"
    woman = bool(low & HER) or role.endswith(ENGLISH_WOMAN)
    if not woman and not low & HIS and not role.endswith(ENGLISH_MAN):
        woman = sum(map(ord, role)) % 2 == 0
    return {
        "old": (Kind.OLD_MAN, Kind.OLD_WOMAN), "adult": (Kind.MAN, Kind.WOMAN), "young": (Kind.BOY, Kind.GIRL),
    }[age][woman]  # fmt: skip


@cache
def _table(text: str) -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for line in filter(None, text.splitlines()):
        value, _, words = line.partition(": ")
        near = False
        for word in words.split():
            if word == "|":
                near = True
            elif word not in found or (found[word][1] is False and not near):
                found[word.replace("_", " ")] = (value, not near)
    return found


@cache
def _roles() -> dict[str, str]:
    return {word: age for word, (age, _) in _table(tables.ROLES).items()}


def _role(words: str) -> tuple[str, str] | None:
    roles = _roles()
    found = None
    for _, word in _spans(words):
        for stem in stems(word):
            if stem in roles and (found is None or len(stem.split()) >= len(found[0].split())):
                found = (stem, roles[stem])
    return found


@cache
def _values(values: type[Meaning]) -> frozenset[str]:
    return frozenset(str(v) for v in values)


@lru_cache(maxsize=8192)  # the words of a script come back
def _find(words: str, values: type[Meaning], text: str) -> Found[Meaning] | None:
    """Longest phrase first, exact before near, the later word before the earlier."""
    table = _table(text)
    known = _values(values)
    best: tuple[tuple[int, int, int], Found[Meaning]] | None = None
    for at, phrase in _spans(words):
        for stem in stems(phrase):
            if stem in table and table[stem][0] in known:
                value, exact = table[stem]
                rank = (len(stem.split()), at, int(exact))
                if best is None or rank > best[0]:
                    best = (rank, Found(values(value), exact, stem))
                break
    return best[1] if best else None


def _spans(words: str) -> list[tuple[int, str]]:
    """(position, phrase) of one to three words."""
    row = tokens(words)
    return [(i, " ".join(row[i : i + n]).lower()) for n in (1, 2, 3) for i in range(len(row) - n + 1)]


def _has_role(words: str, being: Found[Kind], role: str) -> bool:
    """Whether the being is a creature that stands right before the role it has."""
    row = [stems(word) for word in tokens(words)]
    at = next((i for i, forms in enumerate(row) if role in forms), 0)
    return at > 0 and being.word in row[at - 1] and being.value not in PEOPLE and role not in HANDLERS


def _later(words: str, first: str, second: str) -> bool:
    """Whether `first` stands after `second` in the words, and so is the head."""
    row = [s for _, phrase in _spans(words) for s in [stems(phrase)]]
    places = {w: max((i for i, s in enumerate(row) if w in s), default=-1) for w in (first, second)}
    return len(first.split()) >= len(second.split()) and places[first] > places[second]


@cache
def _known() -> frozenset[str]:
    every = (tables.KINDS, tables.ROLES, tables.PLACES, tables.PROPS, tables.ACTIONS, tables.EMOTIONS, tables.HOURS, tables.WEATHERS, tables.STYLES, tables.SEASONS)
    return frozenset(w for text in every for w in _table(text) if CJK.search(w))


def _cut(run: str) -> list[str]:
    """A run of CJK, cut into known words (longest first) and the pieces between."""
    out, rest, at = [], "", 0
    while at < len(run):
        size = next((n for n in (5, 4, 3, 2, 1) if run[at : at + n] in _known()), 0)
        if size:
            out += [rest] if rest else []
            out.append(run[at : at + size])
            rest = ""
        else:
            rest += run[at]
        at += size or 1
    return out + ([rest] if rest else [])
