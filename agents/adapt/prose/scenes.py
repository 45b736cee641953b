"""Where and when a tale goes on: a lapse of time, a way to another place and a break begin a scene."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from agents.adapt.headings import one_when
from agents.adapt.prose.mentions import being
from agents.adapt.prose.reading import Beat, Told
from agents.adapt.prose.vocabulary import DETERMINERS as ARTICLES
from agents.adapt.prose.vocabulary import JOINING, PREPOSITIONS
from storyboard import lexicon
from storyboard.lexicon import word_set
from storyboard.staging import Place

LAPSE = re.compile(
    r"(?:(?:but|and|so|then|now),? )?(?:(?:early |late |very early )?(?:on |in )?(?:the )?(?:next|following) (?:day|morning|evening|night|afternoon|week|month|year|spring|summer|autumn|winter)"
    r"|(?:early |late )?(?:that|one|the same|that same|on a|one fine|one cold|one hot) (?:\w+ )?(?:day|morning|evening|night|afternoon|week|spring|summer|autumn|winter)\b"
    r"|(?:\w+ ){1,3}(?:days?|weeks?|months?|years?|hours?|nights?) (?:later|afterwards?|after|passed|went by|had passed)|(?:not )?long after(?:wards?)?|some ?time (?:later|after)|(?:soon|shortly|a little) after(?:wards?)?"
    r"|in the (?:morning|evening|afternoon|middle of the night|spring|summer|autumn|winter)|at (?:dawn|dusk|midnight|noon|nightfall|sunset|sunrise|daybreak)|when (?:the )?(?:morning|night|evening|spring|summer|autumn|winter|darkness|dawn|sun) (?:came|fell|rose|set|had)"
    r"|(?:by|before|after|until) (?:dawn|evening|nightfall|morning|sunset|dark|midnight|noon)|after (?:a|some|many|several|two|three|a few) (?:\w+ )?(?:while|time|days|weeks|months|years|hours)|(?:winter|spring|summer|autumn|night|evening|morning|dawn) (?:came|fell|broke|arrived)"
    r"|from (?:then|that day) on|ever since|years went by|time passed)",
    re.IGNORECASE,
)
LAPSE_ZH = re.compile(r"第[二三四五]天|次日|当天晚上|那天(?:晚上|夜里)?|几[天年个]|过了|多年(?:以)?后|有一[天次年回]|一天|一[年次]|(?:第二天)?早[上晨]|傍晚|晚上|夜里|半夜|天[黑亮]|春天|夏天|秋天|冬天|从此|不久(?:以?后)?|后来")
LAPSED = re.compile(r"\b(?:that|the next|the same|the following) (?:very |same )?(?:night|evening|morning|afternoon|day)\b", re.IGNORECASE)
HOURS_ZH = re.compile("晚上|夜里|半夜|夜晚|早上|早晨|清晨|傍晚|黄昏|中午|下午|天黑|天亮")
MOTION = word_set(
    "went came walked ran crawled set arrived returned climbed rode sailed flew travelled traveled journeyed reached entered brought carried led swam hurried jumped rushed fled marched wandered strolled crept drove moved stepped followed "
    "turned rowed drifted landed settled go come reached hopped dashed galloped passed passing crossed got started headed hastened made off dragged slipped lived stood sat found lay visited"
)
PLACED = re.compile(
    r"\b(to|into|onto|in|at|on|upon|near|through|across|toward|towards|beside|by|along|under|inside|outside|from|over|up|down|reached|entered|crossed|left|of|among|amid|behind)\s+(?=((?:[A-Za-z’'-]+[ ]?){1,5}))", re.IGNORECASE,
)
HOME = re.compile(r"\b(?:went|came|ran|walked|hurried|returned|got|arrived|carried \w+|brought \w+|back) home\b|\bat home\b", re.IGNORECASE)
PLACED_ZH = re.compile(r"(?:在|到|来到|走进|回到|去|进|跑到|走到|路过|经过|爬上|住在)([\u4e00-\u9fff]{1,6}?)(?:里|上|边|旁|中|下|，|。|去|来|的|有|$)")
WISHED = word_set("would could should if wish wished wanted want decided planned hoped dreamed imagine imagined might may promised thought never not")
THITHER = word_set("to into onto toward towards reached entered across through up down at")
STAYS = word_set("in at on upon near through beside by along under inside across reached entered into to among amid behind")
NO_PLACES = word_set("time day night way life world hand hands head back side end top bottom heart mouth room ground hole tree tree's air bed table door window front middle morning evening moment "
                      "office point case course state star square church king queen ring shop bank school tower mine square lane pole bridge well bay port track tent den nest shade temple throne lord well") - frozenset({"bridge", "well", "den", "church", "school", "lane", "shop", "temple", "mine", "tower", "port"})  # fmt: skip
WATER = word_set("fish crab whale dolphin octopus lobster shark goldfish seal squid")
FARM = word_set("donkey mule ass horse cow ox bull calf sheep lamb goat hen rooster cock goose duck pig dog cat farmer shepherd milkmaid kid")
TIMES = ("midnight", "night", "evening", "sunset", "dusk", "nightfall", "morning", "dawn", "daybreak", "sunrise", "noon", "afternoon", "dark")
SEASONS = ("spring", "summer", "autumn", "winter")
SHORT = 2  # beats of the shortest scene that a change of place alone ends
OPENS = 3  # beats of a scene's beginning, which may say when it is
LONGEST = 60  # beats of a scene


@dataclass
class Stretch:
    """The beats of one scene: in which chapter, where (a noun; "" where nothing says), when (words of time)."""

    chapter: int
    place: str = ""
    when: tuple[str, ...] = ()
    beats: list[Beat] = field(default_factory=list)


@lru_cache(maxsize=50_000)
def drawn(noun: str) -> Place | None:
    """The place that a noun means, None when it means none."""
    low = noun.lower()
    if low in NO_PLACES or (known := lexicon.place(low)) is None:
        return None
    other = being(low)
    return known.value if known.word in lexicon.stems(low) and (other is None or known.exact) else None


def stretches(told: Told) -> list[Stretch]:
    """The scenes of the whole text, each with a place."""
    out: list[Stretch] = []
    for beat in told.beats:
        place, goes = ("", False) if beat.said else where(beat, told.chinese)
        when = () if beat.said else times(beat.text, told.chinese)
        now = out[-1] if out else None
        if now is None or _breaks(beat, now, place if goes else "", told.chinese):
            stays = now.place if now is not None and now.chapter == beat.chapter else ""
            if now is not None and not beat.rests and beat.chapter == now.chapter and not (LAPSE_ZH.match(beat.text[:10]) if told.chinese else LAPSE.match(beat.text[:60]) or LAPSED.search(beat.text)):
                when = (*when, "same")
            elif now is not None and not any(one_when(word).hour for word in when):
                when = (*when, "day")
            out.append(Stretch(beat.chapter, place or stays, when, [beat]))
            continue
        now.beats.append(beat)
        now.place = now.place or place
        if len(now.beats) <= OPENS:
            now.when = now.when or when
    return _settled(out, told)


def _breaks(beat: Beat, now: Stretch, goes: str, zh: bool) -> bool:
    if beat.chapter != now.chapter or beat.rests or len(now.beats) >= LONGEST:
        return True
    if beat.said or beat.tag:
        return False
    lapse = LAPSE_ZH.match(beat.text[:10]) if zh else LAPSE.match(beat.text[:60])
    if lapse:
        return True
    if not zh and LAPSED.search(beat.text):
        return True
    return bool(goes) and drawn(goes) is not (drawn(now.place) if now.place else None) and (len(now.beats) >= SHORT or not goes)


def where(beat: Beat, zh: bool = False) -> tuple[str, bool]:
    """(the place a sentence is in, "" for none; whether somebody gets there in it)."""
    if zh:
        hits = [w for hit in PLACED_ZH.finditer(beat.text) for w in lexicon.tokens(hit[1]) if (p := lexicon.place(w)) is not None and p.word == w and lexicon.kind(w) is None]
        return (hits[0], bool(re.search("到|去|进|回|爬", beat.text))) if hits else ("", False)
    words = {w.lower() for w in re.findall(r"[A-Za-z']+", beat.text)}
    moves = bool(words & MOTION)
    found = ("", False)
    for hit in PLACED.finditer(beat.text[:500]):
        said = hit[1].lower()
        before = {w.lower() for w in re.findall(r"[A-Za-z']+", beat.text[max(0, hit.start() - 60) : hit.start()])}
        if before & WISHED or said in ("from", "of", "left", "over"):
            continue
        noun = _place_noun(hit[2])
        if noun and (said in STAYS or said in THITHER):
            goes = moves and (said in THITHER or said == "in")
            if goes or not found[0]:
                found = (noun, goes or found[1])
    if not found[1] and HOME.search(beat.text) and not words & WISHED:
        return "home", True
    return found


def _place_noun(phrase: str) -> str:
    """The place that a phrase names: its first noun that is one, up to the next small word ("a rocky region", "a slow river")."""
    row = phrase.split()
    for at, word in enumerate(row):
        low = word.lower().strip("’'-")
        if at and (low in PREPOSITIONS - {"of"} or low in JOINING):
            return ""
        if drawn(low) is not None and not (at + 1 < len(row) and being(row[at + 1].lower()) is not None) and low not in ARTICLES:
            return low
    return ""


def times(text: str, zh: bool = False) -> tuple[str, ...]:
    """Words of hour and season that the sentence says of itself."""
    if zh:
        hours = [{"夜里": "夜晚", "半夜": "夜晚", "天黑": "夜晚", "天亮": "早晨"}.get(hit[0], hit[0]) for hit in HOURS_ZH.finditer(text[:200])]
        return (*hours[:1], *(hit.word for table in (lexicon.season, lexicon.weather) if (hit := table(text[:200])) is not None and hit.exact))
    found = LAPSE.match(text[:60])
    said = (found[0] if found else "").lower()
    opened = [w for w in (*TIMES, *SEASONS) if re.search(rf"\b{w}\b", said)]
    later = re.findall(r"\b(?:that|one|the next|next|same|winter|dark|cold|summer|in the|at) (?:\w+ )?(night|evening|morning|afternoon|dawn|dusk|midnight|sunset|winter|spring|summer|autumn)\b", text.lower()[:300])
    words = dict.fromkeys([*(later[-1:] or []), *opened])
    weather = lexicon.weather(" ".join(w for w in re.findall(r"[a-z]+", text.lower()[:200]) if w in ("rain", "rained", "raining", "snow", "snowed", "snowing", "storm", "fog", "mist", "thunder", "stormy", "rainy", "snowy")))
    return tuple({"dark": "night"}.get(w, w) for w in words) + ((weather.word,) if weather and weather.exact else ())


def _settled(out: list[Stretch], told: Told) -> list[Stretch]:
    """Every scene with a place: as before, as next, or what its creatures live in."""
    usual = _usual(told)
    before = ""
    for at, one in enumerate(out):
        same = before if at and out[at - 1].chapter == one.chapter else ""
        one.place = one.place or same or before or usual
        before = one.place
    return out


def _usual(told: Told) -> str:
    """Where a text plays that never says: by its creatures."""
    nouns = Counter(b.noun for b in told.roster.beings for _ in range(b.tally) if b.noun)
    if told.chinese:
        return "森林" if any(not lexicon.is_role(n) for n in nouns) else "村庄"
    kinds: Sequence[tuple[str, frozenset[str]]] = (("seashore", WATER), ("meadow", FARM))
    best = max(kinds, key=lambda kind: sum(n for noun, n in nouns.items() if noun in kind[1]))
    if sum(n for noun, n in nouns.items() if noun in best[1]) * 2 >= max(1, sum(nouns.values())):
        return best[0]
    people = sum(n for noun, n in nouns.items() if lexicon.is_role(noun)) + sum(b.tally for b in told.roster.beings if b.named and not b.noun)
    return "village" if people * 2 > sum(nouns.values()) else "forest"
