"""Headings: "INT. HOUSE - NIGHT - RAIN" is a side, a place, and when. What they call for is found among what can be drawn."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyboard import lexicon
from storyboard.breakdown import ScenePlan
from storyboard.staging import INDOORS, Hour, Place, Season, Weather

SIDE = re.compile(r"(INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT|EST|内/外景?|外/内景?|内景|外景|内|外)(?:[. ：:。]+|$)", re.IGNORECASE)
SIDES = {"int": "INT.", "内景": "INT.", "内": "INT.", "ext": "EXT.", "est": "EXT.", "外景": "EXT.", "外": "EXT."}
BREAK = re.compile(r"(\s+[-–—]+\s*|[,.;·/]\s+|，)")
LATER = frozenset(["later", "稍后"])  # a time that is not drawn: as before
SAME = LATER | {"continuous", "same", "continued", "cont'd", "cont", "续", "同时"}  # as before
FILLERS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "ten", "years", "year", "weeks", "week", "months", "month", "days", "hour", "minute", "second", "the", "a", "that", "this", "next", "previous", "following", "day's", "moments", "minutes", "hours", "seconds", "few", "some", "time", "of", "in", "at", "on", "early", "late", "before", "after", "same", "day", "-", "."])
OUTSIDE = {Place.LIBRARY: Place.CITY, Place.STAGE: Place.CITY, Place.CAVE: Place.MOUNTAIN}  # what is before an inner place; else a village
INSIDE = {Place.WORKSHOP: Place.WORKSHOP, Place.SPACE: Place.WORKSHOP, Place.CASTLE: Place.LIBRARY, Place.CITY: Place.LIBRARY}  # what is within; else a room
HOURS = {"noon": Hour.DAY, "下午": Hour.DAY, "上午": Hour.DAY, "中午": Hour.DAY, "早晨": Hour.DAWN, "早上": Hour.DAWN, "晚上": Hour.NIGHT, "傍晚": Hour.DUSK, "日": Hour.DAY,
         "夜": Hour.NIGHT, "晨": Hour.DAWN, "昏": Hour.DUSK, "夜晚": Hour.NIGHT}  # fmt: skip


class When(NamedTuple):
    """The hour, weather and season a heading gives; None where it does not say."""

    hour: Hour | None = None
    weather: Weather | None = None
    season: Season | None = None


def heading(text: str) -> ScenePlan:
    """Side, place and when of a heading."""
    found = SIDE.match(text)
    rest = text[found.end() :].strip(" -–—") if found else text
    side = "" if found is None else SIDES.get(found[1].lower(), "EXT./INT." if found[1].lower().startswith(("ext", "外")) else "INT./EXT.")
    parts, told = BREAK.split(rest), list[str]()
    while len(parts) > 2 and is_when(parts[-1]):
        told.insert(0, parts[-1].strip())
        del parts[-2:]
    return ScenePlan(side=side, place="".join(parts).strip(), when=tuple(told))


def is_when(words: str) -> bool:
    """Whether the words say when, and nothing but that."""
    row = [w.lower() for w in lexicon.tokens(words)]
    said = [w for w in row if w not in FILLERS]
    return bool(row) and len(row) <= 6 and (bool(said) or "day" in row or "same" in row) and all(w in SAME or any(one_when(w)) for w in said)


def one_when(words: str) -> When:
    """What one phrase says exactly; a season that is named is no weather, though winter alone would mean snow elsewhere."""
    hour, weather, season = lexicon.hour(words), lexicon.weather(words), lexicon.season(words)
    if words.lower() in list(Season):
        weather = None
    return When(
        HOURS.get(words.lower()) or (hour.value if hour and hour.exact else None), weather.value if weather and weather.exact else None,
        season.value if season and season.exact else None,
    )  # fmt: skip


def when(parts: tuple[str, ...]) -> When:
    """All that the parts of a heading say; the first that says something holds."""
    found = [one_when(part) for part in parts]
    return When(*(next((getattr(one, name) for one in found if getattr(one, name) is not None), None) for name in When._fields))


def drawn_place(side: str, name: str, words: str) -> tuple[Place, bool]:
    """The nearest place that can be drawn, and whether it is the one that is asked for. `words`: what happens there, asked where
    the name says nothing."""
    hit = lexicon.place(name)
    if hit is None:
        told = lexicon.place(words)
        fits = told is not None and told.exact and (side not in ("INT.", "EXT.") or (told.value in INDOORS) == (side == "INT."))
        place = told.value if told is not None and fits else Place.COTTAGE if side == "INT." else Place.VILLAGE
        return place, False
    if side == "EXT." and hit.value in INDOORS:
        return OUTSIDE.get(hit.value, Place.VILLAGE), False
    if side == "INT." and hit.value not in INDOORS:
        return INSIDE.get(hit.value, Place.COTTAGE), False
    return hit.value, hit.exact


def shown(name: str) -> str:
    """A place's name as the story has it: capitals only where names have them."""
    return name if not name.isupper() else " ".join(word[:1] + word[1:].lower() if not any(c.isdigit() for c in word) else word for word in name.split())
