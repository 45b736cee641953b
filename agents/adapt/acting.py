"""Who does what, as the words of a shot say it: people by name or pronoun, the first deed told of each, how they feel, what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from agents.drafts import Item, Seen
from agents.writer_offline.premise_words import OWNS
from storyboard import lexicon, naming
from storyboard.look import AIRY, Kind
from storyboard.staging import AFOOT, Action, Emotion

HOLDING = frozenset(["hold", "carry", "give", "take", "pick", "lift", "raise", "clutch", "grab", "bring", "offer", "hand", "show", "read", "eat", "drink", "with", "open", "find", "steal", "wave", "play", "write"])
THEY = frozenset({"they", "them", "their", "both"})
SIGNS = re.compile(r"[^\w\s'’-]+")
MOST_WORDS = 120  # of a shot's words that are looked at for things
MOST_SEEN = 3  # people in one shot
ANSWERS = {Action.GIVE: Action.TAKE, Action.ARGUE: Action.ARGUE, Action.DANCE_TOGETHER: Action.DANCE_TOGETHER, Action.HUG: Action.HUG, Action.CHASE: Action.RUN}
STAGED = re.compile(rf"(?:[^;,]{{1,80}} (?:{'|'.join(re.escape(str(a)) for a in Action)}), (?:{'|'.join(map(str, Emotion))})(?:; |$))+")


DEEDS_ZH = {  # the lexicon knows no Chinese verbs; the longest that comes first holds
    "跳舞": Action.DANCE, "走进": Action.ENTER, "进来": Action.ENTER, "离开": Action.LEAVE, "坐下": Action.SIT_DOWN, "站起": Action.STAND_UP, "抬头": Action.LOOK_UP,
    "挥手": Action.WAVE, "环顾": Action.LOOK_AROUND, "跑": Action.RUN, "走": Action.WALK, "坐": Action.SIT, "站": Action.STAND, "笑": Action.LAUGH, "哭": Action.CRY,
    "跳": Action.JUMP, "睡": Action.SLEEP, "抱": Action.HUG, "给": Action.GIVE, "拿": Action.TAKE, "吃": Action.EAT, "读": Action.READ, "想": Action.THINK,
    "躲": Action.HIDE, "推": Action.PUSH, "追": Action.CHASE, "吵": Action.ARGUE, "指": Action.POINT, "说": Action.TALK, "看": Action.LOOK_AROUND,
}  # fmt: skip
FEELINGS_ZH = {"高兴": Emotion.HAPPY, "开心": Emotion.HAPPY, "难过": Emotion.SAD, "悲伤": Emotion.SAD, "生气": Emotion.ANGRY, "害怕": Emotion.AFRAID, "惊": Emotion.SURPRISED, "累": Emotion.TIRED}
DEED_ZH, FEELING_ZH = re.compile("|".join(DEEDS_ZH)), re.compile("|".join(FEELINGS_ZH))


class Person(NamedTuple):
    """One of the cast, as they are spoken of."""

    name: str
    kind: Kind
    woman: bool


@dataclass
class Company:
    """The cast by everything they are called, the things of the story by their noun, and the words that are acted (`acted`)."""

    people: tuple[Person, ...]
    items: dict[str, Item] = field(default_factory=dict)
    acted: set[str] = field(default_factory=set)
    _called: dict[str, Person] = field(default_factory=dict, init=False)
    _pattern: re.Pattern[str] = field(default=re.compile(r"(?!)"), init=False)

    def __post_init__(self) -> None:
        firsts: dict[str, list[Person]] = {}
        for one in self.people:
            self._called[naming.key(one.name)] = one
            firsts.setdefault(one.name.split()[0].lower(), []).append(one)
        for first, named in firsts.items():
            if len(named) == 1 and first not in self._called and len(first) > 2 and first not in OWNS:
                self._called[first] = named[0]
        names = sorted(self._called, key=len, reverse=True)
        if names:
            self._pattern = re.compile("|".join(_bounded(name) for name in names), re.IGNORECASE)

    def find(self, name: str) -> Person | None:
        return self._called.get(naming.key(name))

    def mentions(self, words: str) -> list[tuple[int, int, Person]]:
        """(start, end, person) wherever one of the cast is named; "will" is a name only with its capital."""
        found = []
        for hit in self._pattern.finditer(words):
            cased = hit[0] != hit[0].upper() or hit[0] != hit[0].lower()
            person = self._called.get(naming.key(hit[0]))
            if person is not None and (not cased or hit[0][0].isupper() or lexicon.kind(hit[0])):
                found.append((hit.start(), hit.end(), person))
        return found


def deed(row: Sequence[str]) -> tuple[Action, str, int] | None:
    """The first deed a row of tokens tells: the action, its word, where it stands. A noun with an article or owner is none."""
    if (chinese := DEED_ZH.search("".join(row))) is not None:
        return DEEDS_ZH[chinese[0]], chinese[0], 0
    low = [w.lower() for w in row]
    for at in range(len(row)):
        if not low[at][0].isalnum() or (at and low[at - 1] in OWNS):
            continue
        for size in (3, 2, 1):
            phrase = " ".join(row[at : at + size])
            hit = _act(phrase) if at + size <= len(row) else None
            if hit is not None and len(lexicon.tokens(hit.word)) == size and not (size == 1 and lexicon.is_told(low[at])):
                return hit.value, low[at], at
    return None


@lru_cache(maxsize=50_000)
def _act(phrase: str) -> lexicon.Found[Action] | None:
    return lexicon.action(phrase)


def seen(words: str, company: Company, before: Sequence[Seen]) -> tuple[Seen, ...]:
    """Those a shot's words show, in order. `before`: who was seen last, for "he" and "they"."""
    if STAGED.fullmatch(words):
        return _staged(words, company)
    mentions = company.mentions(words)
    if not mentions:
        return tuple(_told(one, words, company) for one in _meant(words, company, before))
    order = list(dict.fromkeys(person.name for _, _, person in mentions))[:MOST_SEEN]
    clauses = dict.fromkeys(order, "")
    for (_, end, person), following in zip(mentions, [*mentions[1:], (len(words), 0, mentions[0][2])], strict=True):
        if person.name in clauses:
            clauses[person.name] += words[end : following[0]] + " "
    people = [Seen(who=name) for name in order]
    told = [_told(one, clauses[one.who], company) for one in people]
    acting = [one.who for one in told if deed(lexicon.tokens(clauses[one.who])) is not None]
    if not acting:
        told[0] = _told(people[0], words, company)
    first = next((i for i, one in enumerate(told) if one.who in acting), 0)
    holds = held(words, company) if all(one.holds is None for one in told if one.who in acting) else told[first].holds
    told = [one if one.who in acting else one.model_copy(update={"holds": None}) for one in told]
    told[first] = told[first].model_copy(update={"holds": holds})
    return tuple(_answering(told))


def held(words: str, company: Company) -> str | None:
    """The story's name for the thing the words put into somebody's hands; the story gets it when it is new."""
    row = lexicon.tokens(words)[:MOST_WORDS]
    verb = next((i for i, w in enumerate(row) if any(stem in HOLDING for stem in lexicon.stems(w))), None)
    return None if verb is None else thing(" ".join(row[verb + 1 : verb + 8]), company)


def thing(words: str, company: Company) -> str | None:
    """The story's name for the first thing named in the words."""
    for word in lexicon.tokens(words)[:MOST_WORDS]:
        hit = lexicon.prop(word) if word[0].isalnum() else None
        if hit is not None and lexicon.kind(word) is None:
            noun = hit.word if hit.word.isascii() else str(hit.value)
            company.items.setdefault(noun, Item(name=f"the {noun}"[:60], prop=hit.value, asked="" if hit.exact else noun[:60]))
            return company.items[noun].name
    return None


def feeling(words: str) -> Emotion:
    if (chinese := FEELING_ZH.search(words)) is not None:
        return FEELINGS_ZH[chinese[0]]
    hit = lexicon.emotion(SIGNS.sub(" ", words[:600]))
    return hit.value if hit is not None and hit.exact else Emotion.CALM


def fitting(action: Action, kind: Kind) -> Action:
    """Who has no feet floats."""
    return Action.FLOAT if kind in AIRY and action in AFOOT else action


def _told(one: Seen, words: str, company: Company) -> Seen:
    found = deed(lexicon.tokens(words))
    person = company.find(one.who)
    action = fitting(found[0] if found else Action.STAND, person.kind if person else Kind.MAN)
    emotion = feeling(words)
    company.acted |= {found[1]} if found else set()
    company.acted |= {w.lower() for w in lexicon.tokens(words)[:MOST_WORDS] if w[0].isalnum() and emotion is not Emotion.CALM and feeling(w) is emotion}
    return Seen(who=one.who, action=action, emotion=emotion, holds=held(words, company))


def _answering(told: list[Seen]) -> list[Seen]:
    """Whoever is dealt with and does nothing else takes what is given, hugs back, runs from the chaser."""
    first = next((one for one in told if one.action in ANSWERS), None)
    if first is None or len(told) < 2:
        return told
    return [one.model_copy(update={"action": ANSWERS[first.action]}) if one is not first and one.action is Action.STAND else one for one in told]


def _meant(words: str, company: Company, before: Sequence[Seen]) -> list[Seen]:
    """Those a pronoun means: of those seen last."""
    low = {w.lower() for w in lexicon.tokens(words)}
    if low & THEY or {"他们", "她们", "两人", "二人"} & low:
        return list(before)
    women = {p.name: p.woman for p in company.people}
    for pronouns, woman in ((lexicon.HER, True), (lexicon.HIS, False)):
        if low & pronouns:
            return [one for one in before if women.get(one.who) is woman][:1] or list(before)[:1]
    return list(before)[:1] if {"他", "她", "它"} & set(words) else []


def _staged(words: str, company: Company) -> tuple[Seen, ...]:
    """Words that Fabula wrote itself: "Mira walking, happy; Bo waving, calm"."""
    out = []
    for part in words.split("; "):
        front, _, emotion = part.rpartition(", ")
        action = max((a for a in Action if front.endswith(f" {a}")), key=lambda a: len(a.value))
        person = company.find(front.removesuffix(f" {action}"))
        if person is not None:
            out.append(Seen(who=person.name, action=action, emotion=Emotion(emotion)))
    return tuple(out[:MOST_SEEN])


def _bounded(name: str) -> str:
    escaped = re.escape(name)
    return escaped if lexicon.CJK.search(name) else rf"(?<!\w){escaped}(?!\w)"
