"""What each word of an English premise does there: noun, verb, adjective, or one of the small words. One pass, from left to right;
a word is judged by its form, by what stands before it and by the next word."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from agents.writer_offline.reading.english_words import (
    ADJECTIVES,
    FEARFUL,
    LY_NOT_ADVERBS,
    NOUN_TOO,
    NUMBERS,
    SMALL_TAGS,
    TENSES,
    TITLES,
    VERBS,
)
from storyboard import lexicon

TITLE_DOT = re.compile(rf"\b({'|'.join(TITLES)})\.(?=\s)", re.IGNORECASE)
ENDS = frozenset(".!?;:—–…")
QUOTES = frozenset("\"“”'‘’«»()[]")
OPENS = frozenset({"det", "num", "prep", "pron", "to", "adv", "poss"})  # what a verb may be followed by
SUFFIXES = ("ful", "less", "ous", "ish", "able", "ible", "ive", "iest")


class Form(NamedTuple):
    """A verb as it stands: its base form, and base, s, past or ing."""

    stem: str
    form: str


@cache
def verb_form(word: str) -> Form | None:
    low = word.lower()
    if low in FEARFUL or low in ("friend", "friends"):
        return None
    past = TENSES.get(low) or lexicon.IRREGULAR.get(low)
    if past in VERBS and past != low and low not in ("people", "leaves", "sheep"):
        return Form(past, "past")
    if low in VERBS and low.isascii():
        return Form(low, "base")
    for ending, form in (("ing", "ing"), ("ed", "past"), ("s", "s")):
        if low.endswith(ending):
            stem = next((s for s in lexicon.stems(low)[1:] if s in VERBS and s.isascii()), None)
            if stem:
                return Form(stem, form)
    return None


@cache
def is_adjective(word: str) -> bool:
    low = word.lower()
    if low in ADJECTIVES or lexicon.color(low) is not None or (low.endswith(SUFFIXES) and len(low) > 5 and lexicon.kind(low) is None):
        return True
    found = lexicon.emotion(low)
    return found is not None and found.word == low


def is_many(word: str) -> bool:
    """Whether a noun is a plural."""
    low = word.lower()
    if low in ("mice", "children", "men", "women", "geese", "people", "wolves", "oxen", "feet", "teeth", "thieves", "fishermen", "elves", "dwarves", "firemen"):
        return True
    return low.endswith("s") and not low.endswith(("ss", "us", "is", "'s"))


def row_of(text: str) -> list[str]:
    """The words and signs, titles without their dot."""
    return lexicon.tokens(TITLE_DOT.sub(r"\1", text))


def tags(row: list[str]) -> list[str]:
    out: list[str] = []
    for i in range(len(row)):
        out.append(_tag(row, out, i))
    return out


def _tag(row: list[str], out: list[str], i: int) -> str:
    word, low = row[i], row[i].lower().replace("’", "'")
    if not any(c.isalnum() for c in word):
        return "stop" if word in ENDS else "quote" if word in QUOTES else "conj" if word == "&" else "comma"
    if low == "both" and _before(out, i) == "noun":
        return "adv"
    if low in ("that", "her", "to", "no", "one", "before", "after", "since", "up", "down", "out", "off", "past", "as", "for", "so", "like", "long", "first", "last", "what", "not", "all", "how"):
        return _double(row, out, i, low)
    if low.endswith(("'s", "s'")) and low not in SMALL_TAGS:
        return "poss"
    if low in SMALL_TAGS and not (low == "may" and word == "May"):
        return SMALL_TAGS[low]
    if low.isdigit() or low in NUMBERS:
        return "num"
    if low.endswith("ly") and low not in LY_NOT_ADVERBS and len(low) > 4:
        return "adv"
    if i and row[i - 1].lower() in TITLES and word[:1].isupper():
        return "noun"
    if _is_verb(row, out, i):
        return "verb"
    return "adj" if is_adjective(low) or (_before(out, i) in ("det", "poss", "num", "adj", "be", "prep") and _is_participle(row, i)) else "noun"


def _is_participle(row: list[str], i: int) -> bool:
    form = verb_form(row[i])
    return form is not None and form.form in ("past", "ing") and row[i].lower() not in NOUN_TOO


def _double(row: list[str], out: list[str], i: int, low: str) -> str:
    """Small words with two uses, told apart by the next word."""
    after = row[i + 1].lower() if i + 1 < len(row) else ""
    last = _before(out, i)
    nounlike = after.isalnum() and (after not in SMALL_TAGS or SMALL_TAGS[after] == "num" or after in ("last", "first")) and not after.endswith("ly")
    opens = SMALL_TAGS.get(after) in ("det", "num") or after in ("her", "no", "one") or after.endswith("'s") or nounlike
    if low == "that":
        return "rel" if last in ("noun", "poss") else "det" if nounlike and last not in ("verb", "adj") else "sub"
    if low == "her":
        form = verb_form(after)
        deed = form is not None and form.form == "base" and last == "verb" and after not in NOUN_TOO  # "sees her run"
        return "det" if nounlike and not deed else "pron"
    if low == "to":
        form = verb_form(after)
        base = (form is not None and form.form == "base") or SMALL_TAGS.get(after) in ("be", "have", "modal") or after in ("not", "like", "long")
        return "prep" if not base and (opens or after == "") else "to" if base else "prep"
    if low in ("no", "all"):
        return "pron" if after == "one" else "det"
    if low == "one" and i and row[i - 1].lower() == "no":
        return "quote"  # "no one" is one word
    if low == "one":
        return "pron" if (i and row[i - 1].lower() in ("no", "any", "every")) or not nounlike else "num"
    if low in ("before", "after", "since", "for", "like", "past", "as"):
        if low == "like" and last in ("to", "pron", "modal"):
            return "verb"
        return "sub" if low in ("before", "after", "since", "as") and _clause_follows(row, i + 1) else "prep"
    if low in ("up", "down", "out", "off"):
        return "prep" if SMALL_TAGS.get(after) == "det" or after in ("her", "of") else "adv"
    if low == "long":
        return "verb" if last in ("noun", "pron", "modal", "to") and after in ("to", "for") else "adj"
    if low in ("first", "last"):
        return "adj" if last in ("det", "poss", "adj") else "adv"
    if low == "not":
        return "neg"
    return {"how": "quote" if after == "to" else "sub", "so": "sub" if SMALL_TAGS.get(after) in ("pron", "det") else "adv", "what": "sub"}.get(low, "adv")


def _clause_follows(row: list[str], i: int) -> bool:
    """Whether a finite verb comes before the next stop."""
    for k in range(i, min(len(row), i + 7)):
        low = row[k].lower()
        if low in ENDS or low == ",":
            return False
        form = verb_form(low)
        if SMALL_TAGS.get(low) in ("be", "modal", "have") or (k > i and form and form.form in ("s", "past") and row[k - 1].lower() not in ("the", "a", "an")):
            return True
    return False


def _before(out: list[str], i: int) -> str:
    """What stands before, adverbs and quotes left out."""
    return next((tag for tag in reversed(out[:i]) if tag not in ("adv", "neg", "quote")), "stop")


def _follows(row: list[str], i: int) -> str:
    """What small word comes next: its tag, "noun" for any other word, "stop" at the end."""
    if i + 1 >= len(row):
        return "stop"
    low = row[i + 1].lower()
    if not low[0].isalnum():
        return "stop" if low in ENDS else "comma"
    if low == "to":
        return "to"
    return "poss" if low.endswith("'s") else "num" if low.isdigit() else "det" if low in ("her", "no", "that") else SMALL_TAGS.get(low, "adv" if low.endswith("ly") else "noun")


def _is_verb(row: list[str], out: list[str], i: int) -> bool:
    low, form, last, after = row[i].lower(), verb_form(row[i]), _before(out, i), _follows(row, i)
    if last in ("to", "modal"):
        return form is None or form.form == "base" or not lexicon.kind(low)
    if last in ("noun", "adj", "pron", "rel", "poss") and form is None:
        return _sounds_like_a_verb(low, last, after) and not (last == "adj" and out[-1] == "adj")
    if form is None:
        return False
    if last in ("det", "num", "poss"):
        return False
    if last == "adj" and form.form == "past" and after == "prep" and lexicon.kind(row[i - 1]):
        return True  # "a giant made of stone"
    if last == "adj":
        return form.form == "s" and low not in NOUN_TOO and after in OPENS and lexicon.prop(low) is None
    if last == "have":
        return form.form == "past" and after != "noun"
    if last == "be":
        return form.form == "ing" or (form.form == "past" and not is_adjective(low))
    if last in ("pron", "rel", "sub"):
        return form.form != "ing" or last == "sub"
    if last in ("noun",):
        return _agrees(row, out, i, form, after)
    return _begins(row, out, i, form, after, last)


def _sounds_like_a_verb(low: str, last: str, after: str) -> bool:
    """An unknown word that ends like a verb where one is due ("a tailor hems the sky")."""
    if lexicon.kind(low) or lexicon.prop(low) or lexicon.place(low) or not low.isalpha() or len(low) < 4:
        return False
    if last in ("pron", "rel"):
        return low.endswith(("s", "ed")) and not low.endswith("ss")
    return last == "noun" and low.endswith(("s", "ed")) and not low.endswith(("ss", "us", "is")) and after in ("det", "num", "pron", "poss", "to")


def _agrees(row: list[str], out: list[str], i: int, form: Form, after: str) -> bool:
    """After a noun: "a robot chef cooks", "two mice search", not "a night guard"."""
    noun = row[i - 1]
    begun = next((k for k in range(i - 1, -1, -1) if out[k] not in ("noun", "adj", "adv", "poss")), -1)
    one = begun >= 0 and row[begun].lower() in ("a", "an", "one", "another", "every", "each")
    many = is_many(noun) and not one
    listed = _subjects(row, out, i)
    if form.form == "s":
        if many and begun > 0 and row[begun].lower() == "of" and out[begun - 1] == "noun" and not is_many(row[begun - 1]):
            return after in OPENS  # "a family of raccoons runs"
        if many and not listed and begun >= 0 and out[begun] == "num":
            return False
        return not many or (one or form.stem not in NOUN_TOO)
    if form.form == "past":
        return True
    if form.form == "ing":
        return lexicon.kind(row[i]) is None
    if many or listed:
        then = verb_form(row[i + 1]) if i + 1 < len(row) else None
        if form.stem in NOUN_TOO and then and then.form == "base" and row[i + 1].lower() not in NOUN_TOO:
            return False  # "a nurse and a night guard hear"
        return form.stem not in NOUN_TOO or after != "noun" or listed or not _comes_later(row, i + 1)
    return form.stem not in NOUN_TOO and lexicon.kind(row[i]) is None and lexicon.prop(row[i]) is None and after != "verb"


def _comes_later(row: list[str], i: int) -> bool:
    """Whether the sentence has a plain verb after this."""
    for word in row[i:]:
        if word in ENDS or word == ",":
            return False
        form = verb_form(word)
        if SMALL_TAGS.get(word.lower()) in ("be", "have", "modal") or (form is not None and form.form != "ing" and word.lower() not in NOUN_TOO and not is_adjective(word)):
            return True
    return False


def _subjects(row: list[str], out: list[str], i: int) -> bool:
    """Whether two or more are joined before the verb, no verb being there yet: "an owl and a hedgehog build"."""
    begun = next((k for k in range(i - 1, -1, -1) if out[k] in ("stop", "sub", "verb", "be", "modal", "have")), -1)
    return "conj" in out[begun + 1 : i] and row[i - 1].lower() not in ("and", "or")


def _begins(row: list[str], out: list[str], i: int, form: Form, after: str, last: str) -> bool:
    """At the beginning of a phrase: after "and", a comma, a preposition, a verb, or nothing."""
    low = row[i].lower()
    begun = next((k for k in range(i - 1, -1, -1) if out[k] == "stop"), -1)
    verbs = [k for k in range(begun + 1, i) if out[k] in ("verb", "be", "modal", "have")]
    if last == "prep":
        return form.form == "ing" and after in (*OPENS, "stop", "comma", "noun") and low not in ADJECTIVES and lexicon.place(low) is None
    if last == "verb":
        if form.form == "s" and "rel" in out[begun + 1 :] and sum(out[k] == "verb" for k in verbs) == 1 and after in OPENS:
            return True  # "a swan who cannot swim hides"
        if form.form == "base":
            before = verb_form(row[verbs[-1]])
            return before is not None and before.stem in ("help", "let", "dare", "go", "come") and low not in NOUN_TOO
        return form.form == "ing" and after != "noun"
    if last in ("conj", "comma"):
        if form.form == "ing":
            return bool(verbs) or after in OPENS
        if not verbs:
            listed = last == "comma" and form.form in ("base", "s") and "conj" in out[begun + 1 :] and after in ("prep", "det", "to", "pron")
            told = last == "comma" and form.form in ("s", "past") and after in OPENS and i > 1 and out[begun + 1 : i].count("comma") > 1
            return (listed or told) and lexicon.kind(low) is None  # "two brothers, a thief and a monk, fight for"
        if form.form in ("s", "past"):
            return (after in (*OPENS, "stop", "conj", "comma") or form.stem not in NOUN_TOO) and not (form.form == "past" and after == "noun" and low in ADJECTIVES)
        return after in ("det", "pron", "to", "poss") or (form.stem not in NOUN_TOO and after != "noun" and lexicon.kind(low) is None)
    if last == "stop":
        if form.form == "ing":
            return after in ("det", "pron", "poss")
        return form.form == "base" and after in ("det", "pron", "poss", "num") and lexicon.kind(low) is None
    return False
