"""Reading a premise: who is in it, what they do and want, to what, where, when, and what stands against it. Nothing is invented here;
what is not said stays None."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.writer_offline.premise_words import FOREIGN, MOMENTS, STOP
from agents.writer_offline.reading.cast import cast
from agents.writer_offline.reading.chinese import is_chinese, to_english
from agents.writer_offline.reading.clauses import Clause, clauses
from agents.writer_offline.reading.deeds import find_object, find_place, find_prop, loose_object, main_deed, sort_of
from agents.writer_offline.reading.english_words import SMALL_TAGS
from agents.writer_offline.reading.found import Being, Object, Part, Reading
from agents.writer_offline.reading.marks import row_of, verb_form
from agents.writer_offline.reading.phrases import Row, parse
from agents.writer_offline.reading.signs import read_signs
from agents.writer_offline.reading.wants import find_fear, find_lack, find_mood, find_obstacle, find_state_want, find_want
from storyboard import lexicon

__all__ = ["Being", "Object", "Part", "Reading", "english", "is_moment", "read"]

LONGEST = 2000  # characters that are read


def read(premise: str) -> Reading:
    """What a premise says. English is parsed; of other languages every known word is taken in its order."""
    text = premise[:LONGEST]
    chinese = to_english(text) if is_chinese(text) else None
    if chinese is not None:
        return _with_sources(read_english(premise, row_of(chinese.text)), chinese.sources)
    row = row_of(text)
    latin = sum("a" <= c <= "z" for c in text.lower()) >= max(2, sum(c.isalpha() for c in text) // 2) and english([w.lower() for w in row])
    return read_english(premise, row) if latin else read_signs(premise, lexicon.tokens(text))


def _with_sources(reading: Reading, sources: dict[str, str]) -> Reading:
    """What cannot be drawn is reported in the premise's own signs."""
    beings = tuple(replace(b, asked=sources.get(b.noun, b.asked)) for b in reading.beings)
    return replace(reading, beings=beings)


def read_english(premise: str, words: list[str]) -> Reading:
    row = parse(words)
    found = clauses(row)
    beings = cast(found)
    deed = main_deed(found)
    sort = sort_of(deed)
    thing = find_object(row, deed, sort)
    if thing is None and (deed is None or deed.stem == "be"):
        thing = loose_object(found, beings)
    place, prop = find_place(found, beings, thing), find_prop(found, beings, thing)
    low = [w.lower() for w in row.words]
    hour, season = lexicon.hour(" ".join(low)), lexicon.season(" ".join(low))
    weather = lexicon.weather(" ".join(w for k, w in enumerate(low) if all(k != b.at for b in beings)))
    return Reading(
        premise=premise, beings=beings, verb=sort, deed=row.words[deed.verb.end - 1].lower() if deed and deed.verb and deed.stem != "be" else None, object=thing,
        place=place.value if place else None, place_word=place.word if place else None, place_exact=bool(place and place.exact),
        prop=prop.value if prop else None, prop_word=prop.word if prop else None, prop_exact=bool(prop and prop.exact),
        hour=hour.value if hour and hour.exact else None, weather=weather.value if weather and weather.exact else None,
        season=season.value if season and season.exact else None, fear=find_fear(row, found), woman=_gender(low), latin=True,
        **_wanted(row, found, beings, deed),
    )  # fmt: skip


def _wanted(row: Row, found: list[Clause], beings: tuple[Being, ...], deed: Clause | None) -> dict[str, Any]:
    want = find_want(row, found, beings, deed) or find_state_want(beings)
    return {"want": want, "obstacle": find_obstacle(row, found, beings), "lack": find_lack(row, found, beings), "mood": find_mood(row)}


def english(low: list[str]) -> bool:
    """Whether the words are English enough to be quoted in English sentences: some word of it is known and plain."""
    known = sum(1 for w in low if w in STOP or w in SMALL_TAGS or verb_form(w) or lexicon.kind(w) or lexicon.prop(w))
    return known > 0 and not any(w in FOREIGN for w in low)


def is_moment(low: list[str], i: int) -> bool:
    """Whether a word says when ("one summer", "in the late autumn") and not who ("befriends the winter")."""
    if low[i] not in MOMENTS or not i:
        return False
    before = next((w for w in reversed(low[:i]) if w not in ("the", "late", "early")), "")
    return low[i - 1] in ("for", "of", "a") or before in ("every", "each", "one", "that", "all", "last", "this", "at", "in", "during", "by", "until", "through")


def _gender(low: list[str]) -> bool | None:
    her = sum(w in lexicon.HER for w in low)
    his = sum(w in lexicon.HIS for w in low)
    return None if her == his else her > his
