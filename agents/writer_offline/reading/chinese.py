"""Chinese put into plain English by tables, so that one reader reads both: words are cut by the longest match, noun phrases turned round
("面包店丢失的钥匙": the lost key of the bakery), places and purposes put behind the verb."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from agents.writer_offline.reading import chinese_words as zh
from agents.writer_offline.reading.chinese_clauses import Clause, Word
from storyboard import lexicon

LONGEST = 6  # signs of a word
ENOUGH = 0.6  # of the signs must be understood
STOPS, PAUSES = "。！？!?.；;\n", "，,：:"


class English(NamedTuple):
    """A premise in English; `sources`: the signs behind each noun."""

    text: str
    sources: dict[str, str]


@cache
def dictionary() -> dict[str, Word]:
    """Every word of the tables; what comes first in this list wins."""
    out: dict[str, Word] = {}

    def add(sort: str, words: dict[str, str]) -> None:
        for signs, english in words.items():
            out.setdefault(signs, Word(signs, sort, english))

    add("want", dict.fromkeys(zh.WANTS, "want"))
    add("must", dict.fromkeys(zh.MUSTS, "must"))
    add("can", dict.fromkeys(zh.CANS, "can"))
    add("cannot", dict.fromkeys(zh.CANNOTS, "cannot"))
    add("fright", {"不敢": "dare"})
    add("pron", zh.PRONOUNS)
    add("aim", {"为了": "to"})
    add("nobody", {"没有人": "nobody", "没人": "nobody"})
    add("not", dict.fromkeys(zh.NOTS, "not"))
    add("and", dict.fromkeys(zh.AND, "and"))
    add("but", dict.fromkeys(zh.BUT, "but"))
    add("time", zh.meanings(zh.TIMES))
    add("together", zh.TOGETHER)
    add("ask", zh.ASKS)
    for sort, table in (("being", zh.BEINGS), ("place", zh.PLACES), ("thing", zh.THINGS), ("adj", zh.ADJECTIVES), ("verb", zh.VERBS)):
        add(sort, zh.meanings(table))
    add("be", {"是": "be"})
    add("take", {"把": "", "将": ""})
    add("by", {"被": "by"})
    add("prep", zh.PREPOSITIONS)
    add("link", zh.LINKS)
    add("side", zh.SIDES)
    add("number", {k: str(v) for k, v in zh.NUMERALS.items()})
    add("measure", dict.fromkeys(zh.MEASURES, ""))
    add("of", {"的": "of"})
    add("many", {"们": "s"})
    add("can", {"会": "can"})
    add("drop", dict.fromkeys(zh.DROPPED, ""))
    return out


def cut(text: str) -> list[Word]:
    """The words of a text, the longest first; the lexicon knows some more; what nobody knows is one sign, "unknown"."""
    known, out, i = dictionary(), list[Word](), 0
    while i < len(text):
        size = next((n for n in range(LONGEST, 0, -1) if text[i : i + n] in known), 0)
        extra = next((n for n in range(LONGEST, 1, -1) if n > size and _looked_up(text[i : i + n]) and not (text[i + n - 1] in zh.SIDES and text[i : i + n - 1] in known)), 0)
        if extra and (more := _looked_up(text[i : i + extra])) is not None:
            out.append(more)
        elif size:
            out.append(known[text[i : i + size]])
        elif text[i] in STOPS + PAUSES + "、":
            out.append(Word(text[i], "stop" if text[i] in STOPS else "pause" if text[i] in PAUSES else "and", "."))
        elif text[i].isdigit():
            out.append(Word(text[i], "number", text[i]))
        elif text[i].isalnum():
            out.append(_looked_up(text[i]) or Word(text[i], "unknown", ""))
        i += extra or size or 1
    return _settled(out)


@cache
def _looked_up(signs: str) -> Word | None:
    for sort, hit in (("being", lexicon.kind(signs)), ("place", lexicon.place(signs)), ("thing", lexicon.prop(signs))):
        if hit is not None and hit.word == signs and lexicon.CJK.search(signs):
            return Word(signs, sort, {"city street": "city", "cottage room": "room", "open sea": "sea", "loaf of bread": "bread"}.get(str(hit.value), str(hit.value)))
    return None


def _settled(words: list[Word]) -> list[Word]:
    """Words with two uses, told apart by what stands beside them; names put together."""
    out: list[Word] = []
    for i, word in enumerate(words):
        last, after = (out[-1] if out else None), (words[i + 1] if i + 1 < len(words) else None)
        if (last is not None and last.sort == "number" and word.signs in zh.MEASURES) or (word.signs in ("家", "天", "路", "山", "海") and word.sort == "place" and last is not None and last.sort == "number"):
            word = Word(word.signs, "measure", "")
        elif word.signs == "给" and after is not None and after.sort in ("being", "name", "pron", "place", "number", "adj"):
            verbs = [w for w in words[i + 1 : i + 6] if w.sort in ("verb", "pause", "stop", "of")]
            word = Word("给", "prep", "for") if verbs and verbs[0].sort == "verb" else Word("给", "towards", "to") if last is not None and last.sort in ("verb", "thing") else word
        elif word.signs in ("到", "向", "往") and last is not None and last.sort == "verb":
            word = Word(word.signs, "towards", "to")
        elif word.signs in ("要", "得") and after is not None and after.sort in ("being", "thing"):
            word = Word(word.signs, "want", "want")
        elif word.signs == "会" and after is not None and after.sort != "verb":
            word = Word("会", "drop", "")
        elif word.signs == "没有" and after is not None and after.sort in ("being", "thing", "place", "adj", "number"):
            word = Word("没有", "lack", "have no")
        out.append(word)
    return _names(out)


def _names(words: list[Word]) -> list[Word]:
    """ "小明", "丽丽", "阿强": unknown signs where a name may stand."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        first, second = words[i], words[i + 1] if i + 1 < len(words) else None
        begins = i == 0 or words[i - 1].sort in ("stop", "pause", "and", "but", "being", "link", "prep", "drop", "verb", "time", "measure", "ask")
        if second is not None and begins and len(first.signs) == 1 and len(second.signs) == 1 and first.signs in zh.PINYIN and second.signs in zh.PINYIN:
            called = first.signs == second.signs or first.signs in "小阿" or first.sort == "unknown"
            if called and (second.sort in ("unknown", "adj") or first.signs == second.signs) and second.signs not in "狗猫兔熊马鸟鱼羊猪虎":
                out.append(Word(first.signs + second.signs, "name", (zh.PINYIN[first.signs] + zh.PINYIN[second.signs]).capitalize()))
                i += 2
                continue
        out.append(first)
        i += 1
    return out


def to_english(premise: str) -> English | None:
    """The premise in English, or None when too little of it is understood."""
    words = cut(re.sub(r"\s+", "", premise))
    signs = sum(len(w.signs) for w in words if w.sort not in ("stop", "pause"))
    share = 1 - sum(len(w.signs) for w in words if w.sort == "unknown") / max(1, signs)
    sources: dict[str, str] = {}
    out, many = "", False
    for part, mark in _clauses([w for w in words if w.sort not in ("unknown", "drop")]):
        clause = Clause(part, sources, many)
        text = clause.english()
        many = clause.many
        out += f"{text}{'. ' if mark == 'stop' else ', '}" if text else ""
    joined = re.sub(r"[,.] *$", "", out).replace(" ,", ",")
    return English(joined[:1].upper() + joined[1:], sources) if share >= ENOUGH and joined else None


def _clauses(words: list[Word]) -> list[tuple[list[Word], str]]:
    """The words between the stops, each with the sort of the stop after it."""
    out: list[tuple[list[Word], str]] = []
    part: list[Word] = []
    for word in words:
        if word.sort in ("stop", "pause"):
            out += [(part, word.sort)] if part else []
            part = []
        else:
            part.append(word)
    return out + ([(part, "stop")] if part else [])


def is_chinese(text: str) -> bool:
    """Whether most letters are Chinese signs, and none Japanese."""
    letters = [c for c in text if c.isalpha()]
    signs = sum("\u3400" <= c <= "\u9fff" for c in letters)
    return bool(letters) and signs * 2 > len(letters) and not any("\u3040" <= c <= "\u30ff" for c in letters)
