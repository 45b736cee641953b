"""Reading a premise: who is in it, what they do, to what, where, when. Nothing is invented here; what is not said stays None."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from agents.writer_offline.premise_words import (
    ABILITIES,
    ALL_VERBS,
    BREAK,
    FOREIGN,
    MOMENTS,
    MUST,
    NUMBERS,
    OWNS,
    SKY,
    STARS,
    STOP,
    SUNS,
    VERB_SETS,
)  # fmt: skip
from storyboard import lexicon
from storyboard.look import PEOPLE, Color, Kind
from storyboard.sound import Mood
from storyboard.staging import Hour, Place, Prop, Season, Weather


@dataclass(frozen=True)
class Being:
    """Someone the premise names. `noun`: as the story will call them; `asked`: the premise's words; `count`: how many."""

    noun: str
    kind: Kind
    exact: bool
    asked: str
    name: str | None = None
    adjectives: tuple[str, ...] = ()
    count: int = 1
    color: Color | None = None
    at: int = 0
    part: str = "hero"  # hero, friend, rival, object, owner


class Object(NamedTuple):
    """What the verb is done to. `sort`: sky, thing, ability, being, place, or skill ("to dream")."""

    phrase: str
    noun: str
    sort: str
    prop: Prop | None
    exact: bool


@dataclass(frozen=True)
class Reading:
    premise: str
    beings: tuple[Being, ...]
    verb: str | None
    deed: str | None  # the word that said the verb
    object: Object | None
    place: Place | None
    place_word: str | None
    place_exact: bool
    prop: Prop | None
    prop_word: str | None
    prop_exact: bool
    hour: Hour | None
    weather: Weather | None
    season: Season | None
    fear: str | None  # what somebody in it is afraid of
    woman: bool | None  # what the pronouns say of the hero
    latin: bool  # whether the premise's own words can stand in an English sentence
    want: str | None = None
    obstacle: str | None = None
    mood: Mood | None = None


def read(premise: str) -> Reading:
    text = premise[:2000]
    row = lexicon.tokens(text)
    low = [w.lower().replace("’", "'") for w in row]
    latin = sum("a" <= c <= "z" for c in text.lower()) >= max(2, sum(c.isalpha() for c in text) // 2) and english(low)
    at, verb, deed = find_verb(row, low)
    found = beings(row, low, latin, at)
    thing = find_object(row, low, at, verb, latin) if at is not None else None
    if thing is None:
        thing = loose_object(row, low, latin, found)
    found = tuple(b for b in found if thing is None or thing.sort not in ("sky", "thing", "ability", "skill") or not _inside(b, thing))
    found += owners(row, low, found)
    place = find_place(row, low, found, thing)
    prop = lexicon.prop(" ".join(w for w in row if not lexicon.kind(w))) if row else None
    if thing and thing.prop:
        prop = lexicon.Found(thing.prop, thing.exact, thing.noun)
    around = " ".join(low)
    hour, weather = lexicon.hour(around), lexicon.weather(" ".join(w for w in low if all(w not in b.asked for b in found)))
    season = lexicon.season(around)
    return Reading(
        premise=premise, beings=found, verb=verb, deed=deed, object=thing,
        place=place.value if place else None, place_word=place.word if place else None, place_exact=bool(place and place.exact),
        prop=prop.value if prop else None, prop_word=prop.word if prop else None, prop_exact=bool(prop and prop.exact),
        hour=hour.value if hour and hour.exact else None, weather=weather.value if weather and weather.exact else None,
        season=season.value if season and season.exact else None, fear=find_fear(row, low) if latin else None, woman=_gender(low), latin=latin,
    )  # fmt: skip


def english(low: list[str]) -> bool:
    """Whether the words are English enough to be quoted in English sentences: some word of it is known and plain."""
    known = sum(1 for w in low if w in STOP or any(s in ALL_VERBS for s in lexicon.stems(w)) or lexicon.kind(w) or lexicon.prop(w))
    foreign = sum(1 for w in low if w in FOREIGN)
    return known > 0 and foreign == 0


def _gender(low: list[str]) -> bool | None:
    her = sum(w in lexicon.HER for w in low)
    his = sum(w in lexicon.HIS for w in low)
    return None if her == his else her > his


def find_verb(row: list[str], low: list[str]) -> tuple[int | None, str | None, str | None]:
    """The main verb: the first known one that does not stand where a noun stands."""
    best = None
    for i, word in enumerate(low):
        if i < (main_clause(low) or 0):
            continue
        if i and (low[i - 1] in OWNS or lexicon.color(low[i - 1]) or low[i - 1] in lexicon.OLD | lexicon.YOUNG):
            continue
        if i == 0 and len(low) > 1 and row[0][0].isascii() and low[0] in ("love", "dream", "hope", "fear", "race"):
            continue
        sort = next((k for k, words in VERB_SETS.items() if any(s in words for s in lexicon.stems(word))), None)
        if sort and not (i + 1 < len(low) and lexicon.kind(low[i + 1]) and i and low[i - 1] in OWNS):
            best = (i, sort, word)
            break
    if best is None:
        return None, None, None
    i, sort, word = best
    rest = low[i + 1 : i + 6]
    if sort == "lose" and rest[:1] in (["to"], ["how"]):
        return i, "learn", word
    if sort == "learn" and "to" in rest and "want" in lexicon.stems(word):
        return _wanted(low, i, sort, word)
    if sort in ("build", "give") and "friends" in rest:
        return i, "friend", word
    return best


def main_clause(low: list[str]) -> int | None:
    """ "A frog who is afraid of water must cross the river": where the deed begins, after "must"; None when nobody must."""
    after = pairwise(low)
    return next((i + 1 for i, (word, then) in enumerate(after) if word in MUST or (word in ("has", "have") and then == "to")), None)


def find_fear(row: list[str], low: list[str]) -> str | None:
    """What somebody is afraid of, as a phrase: "afraid of water" fears "the water"."""
    for i, word in enumerate(low):
        if any(s in VERB_SETS["fear"] for s in lexicon.stems(word)):
            thing = find_object(row, low, i, "fear", True)
            return None if thing is None else thing.phrase
    return None


def _wanted(low: list[str], i: int, sort: str, word: str) -> tuple[int, str, str]:
    """ "wants to find ..." is about finding; "wants to fly" is about learning."""
    j = low.index("to", i) + 1
    inner = next((k for k, words in VERB_SETS.items() if j < len(low) and any(s in words for s in lexicon.stems(low[j]))), None)
    alone = j + 1 >= len(low) or low[j + 1] in BREAK or not low[j + 1].isalpha()
    if inner in (None, "learn") or alone:
        return i, "learn", word
    if inner in ("build", "give") and "friends" in low[j:]:
        return j, "friend", low[j]
    return j, inner, low[j]


def beings(row: list[str], low: list[str], latin: bool, verb_at: int | None) -> tuple[Being, ...]:
    """Everyone named, in order, at most three."""
    found: list[Being] = []
    i = 0
    while i < len(row):
        size = next((n for n in (3, 2, 1) if _is_being(row, low, i, n, verb_at)), 0)
        if size:
            being = _being(row, low, i, size, latin)
            if all(b.noun != being.noun or b.name != being.name for b in found):
                found.append(being)
        i += size or 1
    if not found and latin:
        found = [Being("child", lexicon.person("", "young", n), True, "", name=n, at=0) for n in _proper(row, low)[:1]]
    return tuple(found[:3])


def owners(row: list[str], low: list[str], found: tuple[Being, ...]) -> tuple[Being, ...]:
    """ "A clockmaker's robot": the clockmaker is in it too, after the robot."""
    for i, word in enumerate(low):
        if word.endswith(("'s", "’s")) and len(found) == 1:
            hit = lexicon.kind(row[i][:-2])
            if hit and hit.exact:
                return (Being(hit.word, Kind(hit.value), True, hit.word, at=i),)
    return ()


def _is_being(row: list[str], low: list[str], i: int, n: int, verb_at: int | None) -> bool:
    if i + n > len(row) or (verb_at is not None and i <= verb_at < i + n and not _noun_place(low, i)):
        return False
    phrase = " ".join(row[i : i + n])
    if is_moment(low, i):
        return False
    if low[i] in ("friend", "friends") and i and low[i - 1] not in ("a", "best", "old", "imaginary"):
        return False
    if row[i].endswith(("'s", "’s")) or (n > 1 and any(w in STOP for w in low[i : i + n])):
        return False
    hit = lexicon.kind(phrase)
    if hit is None or len(hit.word.split()) != n:
        return False
    after = low[i + n] if i + n < len(low) and i + n != verb_at else ""
    following = lexicon.kind(after) if after.isalpha() else None
    return not (n == 1 and (lexicon.is_role(after) or (following is not None and following.word != hit.word)))


def is_moment(low: list[str], i: int) -> bool:
    """Whether a word says when ("one summer", "in the late autumn") and not who ("befriends the winter")."""
    if low[i] not in MOMENTS or not i:
        return False
    before = next((w for w in reversed(low[:i]) if w not in ("the", "late", "early")), "")
    return low[i - 1] in ("for", "of", "a") or before in ("every", "each", "one", "that", "all", "last", "this", "at", "in", "during", "by", "until", "through")


def _noun_place(low: list[str], i: int) -> bool:
    return i > 0 and (low[i - 1] in OWNS or low[i - 1] in lexicon.OLD | lexicon.YOUNG)


def _being(row: list[str], low: list[str], i: int, n: int, latin: bool) -> Being:
    hit = lexicon.kind(" ".join(row[max(0, i - 2) : i + n])) or lexicon.kind(" ".join(row[i : i + n]))
    own = lexicon.kind(" ".join(row[i : i + n]))
    assert hit is not None and own is not None
    if hit.word != own.word and not (lexicon.is_role(own.word) and hit.value not in PEOPLE):  # "mouse librarian" is a mouse
        hit = own
    noun = own.word if latin else str(own.value)
    left = low[max(0, i - 3) : i]
    adjectives = tuple(w for w in _tail(left) if w not in NUMBERS and w != hit.word) if latin else ()
    count = next((NUMBERS[w] for w in left if w in NUMBERS), 1)
    hue = next((c.value for w in adjectives if (c := lexicon.color(w)) and c.exact), None)
    kind = hit.value
    if lexicon.is_role(own.word) or kind in (Kind.MAN, Kind.WOMAN, Kind.BOY, Kind.GIRL):
        kind = _aged(kind, adjectives)
    return Being(noun, kind, own.exact, own.word, _named(row, low, i + n), adjectives, count, hue, i)


def _tail(left: list[str]) -> list[str]:
    """The adjectives right before a noun."""
    out: list[str] = []
    for word in reversed(left):
        if word in STOP or word in OWNS or not word.isalpha() or word in ALL_VERBS or word.endswith("'s"):
            break
        out.insert(0, word)
    return out


def _aged(kind: Kind, adjectives: tuple[str, ...]) -> Kind:
    old = {Kind.MAN: Kind.OLD_MAN, Kind.WOMAN: Kind.OLD_WOMAN, Kind.BOY: Kind.OLD_MAN, Kind.GIRL: Kind.OLD_WOMAN}
    young = {Kind.MAN: Kind.BOY, Kind.WOMAN: Kind.GIRL, Kind.OLD_MAN: Kind.MAN, Kind.OLD_WOMAN: Kind.WOMAN}
    if set(adjectives) & lexicon.OLD:
        return old.get(kind, kind)
    if set(adjectives) & {"young", "little"}:
        return young.get(kind, kind)
    return kind


def _named(row: list[str], low: list[str], i: int) -> str | None:
    """ "a fox named Rufo", "a fox called Rufo", "the fox, Rufo"."""
    if i + 1 < len(row) and low[i] in ("named", "called") and row[i + 1][:1].isupper():
        return row[i + 1][:24]
    if i < len(row) and row[i][:1].isupper() and row[i].isalpha() and low[i] not in STOP and not lexicon.kind(row[i]):
        return row[i][:24]
    return None


def _proper(row: list[str], low: list[str]) -> list[str]:
    """Capitalised words that no table knows: names."""
    tables = (lexicon.kind, lexicon.place, lexicon.prop, lexicon.hour, lexicon.weather)
    return [
        w for i, w in enumerate(row)
        if w[0].isupper() and not w.isupper() and w.isalpha() and len(w) < 20 and low[i] not in STOP and not any(table(w) for table in tables)
        and not any(s in ALL_VERBS for s in lexicon.stems(w))
    ]  # fmt: skip


def find_object(row: list[str], low: list[str], at: int, verb: str | None, latin: bool) -> Object | None:
    if not latin:
        return None
    if verb == "learn":
        return _skill(row, low, at)
    j = at + 1
    while j < len(low) and low[j] in (
        "for",
        "to",
        "up",
        "after",
        "of",
        "back",
        "down",
        "away",
        "on",
        "at",
        "with",
        "into",
        "across",
        "from",
    ):
        j += 1
    end = j
    while end < len(low) and (low[end] not in BREAK or end == j) and (low[end].isalnum() or "'" in low[end] or "-" in low[end]):
        end += 1
    words = row[j:end][:7]
    return sorted_object(words, verb) if words else None


def _skill(row: list[str], low: list[str], at: int) -> Object | None:
    if "to" in low[at:]:
        j = low.index("to", at) + 1
        if any(s in VERB_SETS["learn"] for s in lexicon.stems(low[j])) and "to" in low[j:]:  # "wants to learn to read"
            j = low.index("to", j) + 1
        words = []
        for k in range(j, min(len(low), j + 4)):
            if low[k] in BREAK or not low[k].isalpha():
                break
            words.append(low[k])
        if words:
            return Object(" ".join(words), words[0], "skill", None, True)
    word = low[at]
    stem = next((s for s in lexicon.stems(word) if s in ALL_VERBS), word)
    if stem in ("dream", "sing", "dance", "swim"):
        return Object(stem, stem, "skill", None, True)
    found = sorted_object(row[at + 1 : at + 5], "learn")
    return found


def sorted_object(words: list[str], verb: str | None) -> Object | None:
    """The noun phrase with what it is."""
    low = [w.lower() for w in words]
    while low and low[-1] in STOP:
        words, low = words[:-1], low[:-1]
    if not low:
        return None
    head = low[low.index("of") - 1] if "of" in low[1:] else low[-1]
    phrase = " ".join(w if w[0].isupper() and i and w.lower() not in STOP else w.lower() for i, w in enumerate(words))
    if low[0] not in OWNS and low[0] not in NUMBERS and not head.endswith("s") and not words[0][0].isupper():
        phrase = f"the {phrase}"
    elif low[0] in ("a", "an", "some"):
        phrase = f"{phrase}"
    prop, kind, place = lexicon.prop(head), lexicon.kind(head), lexicon.place(head)
    stems = set(lexicon.stems(head))
    if stems & SKY:
        sort = "sky"
    elif stems & ABILITIES and (low[0] in ("his", "her", "its", "their") or head in ABILITIES):
        sort = "ability"
    elif kind and (kind.exact or not prop) and verb not in ("build", "steal"):
        sort = "being"
    elif place and ((place.exact and not prop) or verb == "journey"):
        sort = "place"
    else:
        sort = "thing"
    return Object(phrase, head, sort, prop.value if prop else None, bool(prop and prop.exact and sort == "thing"))


def loose_object(row: list[str], low: list[str], latin: bool, found: tuple[Being, ...]) -> Object | None:
    """A premise without a verb ("fox, moon"): the first thing in it that is not its hero."""
    for i, word in enumerate(row):
        if any(b.at == i for b in found[:1]) or low[i] in STOP:
            continue
        hit, being = lexicon.prop(word), lexicon.kind(word)
        if hit and not (being and being.exact):
            if any(s in SKY for s in lexicon.stems(word)):
                english = {"star": "the moon"}.get(str(hit.value), f"the {hit.value}")
                noun = low[i] if latin else _sky_word(word)
                return Object(f"the {noun}" if noun else english, noun or "moon", "sky", hit.value, False)
            noun = hit.word if latin else str(hit.value)
            return Object(f"the {noun}", noun, "thing", hit.value, hit.exact)
    return None


def _sky_word(word: str) -> str:
    if set(lexicon.stems(word)) & SUNS:
        return "sun"
    if set(lexicon.stems(word)) & STARS:
        return "star"
    return "rainbow" if "🌈" in word else "moon"


def _inside(being: Being, thing: Object) -> bool:
    return bool(re.search(rf"\b{re.escape(being.asked)}\b", thing.phrase)) and being.at > 0


def find_place(row: list[str], low: list[str], found: tuple[Being, ...], thing: Object | None) -> lexicon.Found | None:
    """Where it is set: after a preposition if there is one, else anywhere but in the hero's own name or the object."""
    for i, word in enumerate(low[:-1]):
        if word in ("in", "on", "at", "by", "under", "inside", "near", "across", "through", "beneath", "above", "behind", "to", "into"):
            hit = lexicon.place(" ".join(row[i + 1 : i + 5]))
            if hit and hit.value is Place.SPACE and thing and thing.sort == "sky":
                continue
            if hit and (hit.exact or not lexicon.kind(hit.word)):
                return hit
    skipped = {w for b in found for w in b.asked.split()} | ({thing.noun} if thing and thing.sort in ("sky", "thing") else set())
    rest = " ".join(w for w in row if w.lower() not in skipped)
    hit = lexicon.place(rest)
    if hit and hit.value is Place.SPACE and thing and thing.sort == "sky":
        return None
    return hit if hit and hit.exact else None
