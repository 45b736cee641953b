"""Premises in other languages, in emoji or in no language: every word the lexicon knows, in the order of the text."""

from __future__ import annotations

from agents.writer_offline.premise_words import NUMBERS, SKY, STARS, STOP, SUNS, VERB_SETS
from agents.writer_offline.reading.found import Being, Object, Reading
from storyboard import lexicon
from storyboard.look import Kind
from storyboard.staging import Place

LONGEST = 3  # words of a name
MOST = 6


def read_signs(premise: str, row: list[str]) -> Reading:
    found = beings(row)
    at = next(((k, sort) for k, word in enumerate(row) for sort, words in VERB_SETS.items() if any(s in words for s in lexicon.stems(word))), None)
    thing = _thing(row, found)
    if thing is not None and thing.sort == "sky":
        found = tuple(b for b in found if not set(lexicon.stems(b.asked)) & SKY or b.at == 0)
    place = _place(row, found, thing)
    prop = lexicon.prop(" ".join(w for w in row if not lexicon.kind(w))) if row else None
    if thing and thing.prop:
        prop = lexicon.Found(thing.prop, thing.exact, thing.noun)
    around = " ".join(w.lower() for w in row)
    hour, weather, season = lexicon.hour(around), lexicon.weather(" ".join(w.lower() for w in row if all(w.lower() not in b.asked for b in found))), lexicon.season(around)
    return Reading(
        premise=premise, beings=found, verb=at[1] if at else None, deed=row[at[0]].lower() if at else None, object=thing,
        place=place.value if place else None, place_word=place.word if place else None, place_exact=bool(place and place.exact),
        prop=prop.value if prop else None, prop_word=prop.word if prop else None, prop_exact=bool(prop and prop.exact),
        hour=hour.value if hour and hour.exact else None, weather=weather.value if weather and weather.exact else None,
        season=season.value if season and season.exact else None, fear=None, woman=None, latin=False,
    )  # fmt: skip


def beings(row: list[str]) -> tuple[Being, ...]:
    found: list[Being] = []
    i = 0
    while i < len(row):
        size, hit = next(((n, h) for n in range(LONGEST, 0, -1) if (h := _hit(row, i, n)) is not None), (1, None))
        if hit is not None and all(b.noun != str(hit.value) for b in found):
            count = next((NUMBERS[w.lower()] for w in row[max(0, i - 2) : i] if w.lower() in NUMBERS), 1)
            part = "hero" if not found else "friend" if row[i - 1].lower() in ("و", "y", "et", "und", "e", "和") else "object"
            found.append(Being(str(hit.value), Kind(hit.value), hit.exact, hit.word, count=count, at=i, part="hero" if part == "hero" else "friend" if part == "friend" else "object"))
        i += size
    return tuple(found[:MOST])


def _hit(row: list[str], i: int, size: int) -> lexicon.Found[Kind] | None:
    if i + size > len(row) or (size > 1 and any(w.lower() in STOP for w in row[i : i + size])):
        return None
    hit = lexicon.kind(" ".join(row[i : i + size]))
    return hit if hit is not None and len(hit.word.split()) == size else None


def _thing(row: list[str], found: tuple[Being, ...]) -> Object | None:
    for i, word in enumerate(row):
        hit, being = lexicon.prop(word), lexicon.kind(word)
        if hit is None or (being and being.exact) or any(b.at == i for b in found[:1]) or word.lower() in STOP:
            continue
        stems = set(lexicon.stems(word))
        if stems & SKY:
            noun = "sun" if stems & SUNS else "star" if stems & STARS else "rainbow" if "🌈" in word else "moon"
            return Object(f"the {noun}", noun, "sky", hit.value, False)
        return Object(f"the {hit.value}", str(hit.value), "thing", hit.value, hit.exact)
    return None


def _place(row: list[str], found: tuple[Being, ...], thing: Object | None) -> lexicon.Found[Place] | None:
    skipped = {w for b in found for w in b.asked.split()}
    hit = lexicon.place(" ".join(w for w in row if w.lower() not in skipped))
    if hit is None or not hit.exact or (hit.value is Place.SPACE and thing and thing.sort == "sky"):
        return None
    return hit
