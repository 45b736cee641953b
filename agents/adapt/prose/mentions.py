"""Who is named in a sentence: nouns of beings with what stands before them, names, names with titles. Nothing is resolved here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from agents.adapt.prose.vocabulary import (
    AUX,
    BEINGS,
    CROWDS,
    DETERMINERS,
    EITHER,
    JOINING,
    LIFELESS,
    NOT_NAMES,
    NUMBERS,
    ORDINALS,
    PAST,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    SMALL,
    SPEECH,
    STARTS,
    TITLES,
    word_set,
)  # fmt: skip
from storyboard import lexicon

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*\.?|[^\w\s]|_")
ABBREVIATED = frozenset({"mr.", "mrs.", "ms.", "dr.", "st."})
MANY = word_set("many several few these those both")
BEFORE = 4  # words that are looked at before a noun
COMPOUND = word_set("show skin tail coat house hole story hunt meat milk egg eggs fur market fight race pen dance song voice tooth teeth head heart hat bone trap shop yard")


class Token(NamedTuple):
    text: str
    low: str  # in small letters, without "'s"
    start: int
    end: int
    owner: bool  # ends in "'s"

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Mention(NamedTuple):
    """`head`: the noun in the singular, or the name; `before`: the words before it, in small letters; `at`, `end`: tokens."""

    head: str
    words: str  # as written, without article
    at: int
    end: int
    before: tuple[str, ...] = ()
    name: bool = False
    plural: bool = False
    owner: bool = False
    number: int = 1
    caps: tuple[str, ...] = ()  # words before the noun that have a capital, in small letters


def tokens(text: str) -> list[Token]:
    out: list[Token] = []
    for hit in WORD.finditer(text):
        word = hit[0]
        if word.endswith(".") and word.lower() not in ABBREVIATED and len(word) > 1:
            word = word[:-1]
        low = word.lower().replace("’", "'")
        owner = low.endswith(("'s", "s'"))
        out.append(Token(word, low.removesuffix("'s").rstrip("'."), hit.start(), hit.start() + len(word), owner))
        if len(word) < len(hit[0]):
            out.append(Token(".", ".", hit.end() - 1, hit.end(), owner=False))
    return out


@lru_cache(maxsize=100_000)
def being(word: str) -> tuple[str, bool] | None:
    """(the noun in the singular, whether it stands in the plural) of a word for somebody."""
    low = word.lower()
    if low in LIFELESS:
        return None
    single = PLURALS.get(low) or (low if _known(low) else next((s for s in (low.removesuffix("s"), low.removesuffix("es")) if s != low and _known(s)), None))
    if single is None or single in LIFELESS:
        return None
    return single, (single != low or low in ("people", "townspeople", "folk", "townsfolk", "crowd")) and low not in EITHER


def _known(word: str) -> bool:
    if word in BEINGS or word in CROWDS:
        return True
    hit = lexicon.kind(word) if len(word) > 2 and word.isascii() else None
    return hit is not None and hit.word == word


@lru_cache(maxsize=100_000)
def is_verb(word: str) -> bool:
    """Whether a word can be what somebody did: a form of the past, or an auxiliary."""
    return word in PAST or word in AUX or word in SPEECH or (len(word) > 3 and word.endswith("ed"))


@lru_cache(maxsize=100_000)
def _is_noun(word: str) -> bool:
    return word in COMPOUND or being(word) is not None


def mentions(row: list[Token], extra: frozenset[str] = frozenset()) -> list[Mention]:
    """Everyone a row of tokens names, in order. `extra`: nouns that are somebody in this text only."""
    found: list[Mention] = []
    at = 0
    while at < len(row):
        one = _noun(row, at, extra) or _ordinal(row, at) or (None if row[at].low in extra else _name(row, at))
        if one is not None:
            found.append(one)
        at = one.end if one is not None else at + 1
    return found


def _noun(row: list[Token], at: int, extra: frozenset[str]) -> Mention | None:
    token = row[at]
    known = ((token.low, False) if token.low in extra else being(token.low)) if token.text[0].isalpha() else None
    if known is None:
        return None
    following = row[at + 1] if at + 1 < len(row) else None
    if following is not None and not token.owner and following.text[0].isalpha() and _is_noun(following.low) and not (is_verb(following.low)):
        return None
    if following is not None and token.capital and following.capital and not token.owner and following.low not in SMALL and not is_verb(following.low):
        return None  # "Captain Ahab": the name has it
    words, before, has = _before(row, at)
    single, plural = known
    named = token.capital and ((at > 0 and row[at - 1].text not in (".", "“", '"', "—")) or bool(before))
    if not (has or named or plural or (at == 0 and token.capital) or _called(row, at)):
        return None
    if plural and not (has or named) and not _loose(row, at):
        return None
    start = at - len(words)
    caps = tuple(t.low for t in words if t.capital and t.low not in SMALL and t.low not in DETERMINERS and t.start > 0) if token.capital else ()
    count = next((NUMBERS[w] for w in before if w in NUMBERS), 1)
    written = " ".join([*(t.text for t in words if t.low not in SMALL and t.low not in NUMBERS), token.text.removesuffix("'s").removesuffix("’s")])
    return Mention(single, written, max(0, start), at + 1, tuple(before), plural=plural or count > 1 or not MANY.isdisjoint(before), owner=token.owner, number=count, caps=caps)


def _ordinal(row: list[Token], at: int) -> Mention | None:
    """ "The youngest rang his bell": somebody told from others of their kind, without the noun."""
    the = at > 0 and row[at - 1].low == "the" and row[at].low in ORDINALS
    if not the or at + 1 >= len(row) or not (is_verb(row[at + 1].low) or row[at + 1].low in SPEECH):
        return None
    return Mention("", row[at].text, at - 1, at + 1, ("the", row[at].low))


def _before(row: list[Token], at: int) -> tuple[list[Token], list[str], bool]:
    """The tokens of the phrase before its noun, its words without article, and whether an article, owner or number begins it."""
    words: list[Token] = []
    for token in reversed(row[max(0, at - BEFORE) : at]):
        if token.low in DETERMINERS | POSSESSIVES or token.owner:
            words.insert(0, token)
            return words, [t.low for t in words], True
        if token.text == "," and words and at - 1 >= 0:
            break
        if token.low in ("very", "quite", "rather", "so", "most", "little", "good", "old", "poor", "big", "own", "new") and token.text[0].isalpha() and token.low not in ("own", "so"):
            words.insert(0, token)
            continue
        if not token.text[0].isalpha() or token.low in SMALL or (is_verb(token.low) and not token.low.endswith("ed")) or token.low.endswith("ly"):
            break
        words.insert(0, token)
    keep = [t for t in words if t.capital]
    keep = keep if len(keep) == len(words) else []
    return keep, [t.low for t in keep], False


def _called(row: list[Token], at: int) -> bool:
    """ "said Fox", "with Grandma": a noun that is used as a name has its capital."""
    return row[at].capital and at > 0


def _loose(row: list[Token], at: int) -> bool:
    """A bare plural that is somebody: a verb follows ("wolves howled"), or a preposition stands before it ("for mice", "by Wolves")."""
    following = row[at + 1].low if at + 1 < len(row) else ""
    return is_verb(following) or following in JOINING or (at > 0 and row[at - 1].low in PREPOSITIONS | JOINING) or at == 0


def _name(row: list[Token], at: int) -> Mention | None:
    """A run of capitals that is no noun: "Tom", "Mr Bell", "Captain Ahab", "Mary Ann"."""
    end = at
    while end < len(row) and end - at < 4 and _is_proper(row, end, at) and not (end > at and row[end - 1].owner):
        end += 1
    while end > at and row[end - 1].low.rstrip(".") in ("of", "the", "de", "von"):
        end -= 1
    if end > at and end < len(row) and row[end].capital and not row[end - 1].owner and being(row[end].low) is not None:
        return None  # "the Town Mouse": the noun has it
    titled = end - at > 1 and row[at].low in TITLES
    if end == at or (end - at == 1 and row[at].low.rstrip(".") in TITLES):
        return None
    if at > 0 and row[at - 1].low in ("a", "an") and not titled:
        return None
    run = row[at:end]
    words = " ".join(t.text.removesuffix("'s").removesuffix("’s").rstrip("'’") for t in run)
    return Mention(run[-1].low, words, at, end, tuple(t.low for t in run[:-1]), name=True, owner=run[-1].owner)


def _is_proper(row: list[Token], at: int, begun: int) -> bool:
    token = row[at]
    if not token.capital or not token.text[0].isalpha() or len(token.low) < 2 or token.low in NOT_NAMES:
        return False
    if token.low.rstrip(".") in TITLES:
        return at + 1 < len(row) and row[at + 1].capital and row[at + 1].text[0].isalpha()
    if token.low in STARTS or token.low in SMALL or (is_verb(token.low) and at == 0) or (token.low.endswith("ly") and at == 0):
        return False
    known = being(token.low)
    if known is not None and begun == at:
        return at + 1 < len(row) and row[at + 1].capital and row[at + 1].low not in SMALL
    return known is None
