"""What a part of a sentence shows: who is in it, what each does and feels, what they hold, which thing is seen close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from agents.adapt import acting
from agents.adapt.prose.cast import Being
from agents.adapt.prose.mentions import being, is_verb
from agents.adapt.prose.reading import Beat
from agents.adapt.prose.vocabulary import DEEDS, DETERMINERS, FEELINGS, MODAL, NOT, POSSESSIVES
from storyboard import lexicon
from storyboard.breakdown import SeenPlan
from storyboard.staging import Action, Emotion

MOST_SEEN = 3
ANSWERED = {Action.CHASE: Emotion.AFRAID, Action.ARGUE: Emotion.ANGRY, Action.HUG: Emotion.HAPPY}
NOTHING = frozenset("time story stories memory memories dream dreams word words language light fire sound laughter laugh voice echo silence hope magic heart minute hour thing things secret secrets surprise color colour scent smell "
                    "ear nose tail shadow tooth feather tree forest garden leaf grass sun ice snow water raindrop wish sense spring wheel".split())  # fmt: skip


class View(NamedTuple):
    """Who is seen, and the noun of a thing that is seen close when nobody is."""

    seen: tuple[SeenPlan, ...]
    shows: str = ""


def view(beat: Beat, span: tuple[int, int], names: Mapping[int, Sequence[str]], carried: Being | None) -> tuple[View, Being | None]:
    """What the letters [start, end) of a beat show. `names`: by a being's number, what the film calls them, a crowd by several; `carried`:
    who acts when nobody is named. The second: who acted last."""
    start, end = span
    refs = [ref for ref in beat.refs if start <= beat.row[ref.at].start < end] if not _signs(beat) else [ref for ref in beat.refs if start <= ref.at < end]
    refs = [ref for ref in refs if ref.who.number in names]
    doers = [ref for ref in refs if ref.does]
    begins = _tokens_from(beat, start, end)
    cues: list[tuple[Being, int, int]] = []
    first = doers[0].at if doers else begins[1]
    leads = carried is not None and carried.number in names and (not doers or (_acts(beat, begins[0], first) and doers[0].who is not carried and start > 0))
    if leads and carried is not None:
        cues.append((carried, begins[0], first))
    for at, ref in enumerate(doers):
        cues.append((ref.who, ref.end, doers[at + 1].at if at + 1 < len(doers) else begins[1]))
    seen: dict[str, SeenPlan] = {}
    for who, left, right in cues:
        _stage(seen, beat, (left, right), names[who.number])
    acting_on = next((one.action for one in seen.values() if one.action in acting.ANSWERS), None)
    for ref in refs:
        if not ref.does and not (ref.owner and seen):
            for name in names[ref.who.number][: 3 - min(2, len(seen))]:
                answer = acting.ANSWERS.get(acting_on, Action.STAND) if acting_on is not None and len(seen) == 1 else Action.STAND
                seen.setdefault(name, SeenPlan(who=name, action=answer, emotion=ANSWERED.get(acting_on, Emotion.CALM) if acting_on is not None and len(seen) == 1 else Emotion.CALM))
    shown = tuple(seen.values())[:MOST_SEEN]
    thing = _thing(beat, begins) if not refs else ""
    lead = doers[-1].who if doers else carried
    return View(() if thing else shown, thing), lead


def _stage(seen: dict[str, SeenPlan], beat: Beat, span: tuple[int, int], names: Sequence[str]) -> None:
    """Put somebody into the picture, or let them do what they now do."""
    left, right = span
    words = [t.low for t in beat.row[left:right]] if not _signs(beat) else [beat.text[left:right]]
    around = [t.low for t in beat.row[max(0, left - 4) : right]] if not _signs(beat) else [beat.text[max(0, left - 6) : right]]
    action, emotion, holds = deed(words), feeling(around), held(words)
    for name in names:
        old = seen.get(name)
        if old is not None and len(names) > 1:
            continue
        done = action or (old.action if old is not None else Action.STAND)
        seen[name] = SeenPlan(
            who=name, action=done if old is None or old.action is Action.STAND else old.action, emotion=emotion if old is None or old.emotion is Emotion.CALM else old.emotion, holds=(old.holds if old else "") or (holds if name == names[0] else ""),
        )  # fmt: skip


def _signs(beat: Beat) -> bool:
    """Whether the beat is Chinese, whose tokens are its letters."""
    return len(beat.row) == 1 and len(beat.row[0].text) > 1 and bool(lexicon.CJK.search(beat.text))


def _tokens_from(beat: Beat, start: int, end: int) -> tuple[int, int]:
    if _signs(beat):
        return start, end
    inside = [at for at, token in enumerate(beat.row) if start <= token.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _acts(beat: Beat, left: int, right: int) -> bool:
    return not _signs(beat) and right - left > 1 and any(is_verb(t.low) for t in beat.row[left:right]) and deed([t.low for t in beat.row[left:right]]) is not None


def deed(words: Sequence[str]) -> Action | None:
    """The first deed that is really done: not one that is wished, feared or denied."""
    if words and lexicon.CJK.search(words[0]):
        found = acting.deed(lexicon.tokens("".join(words)))
        return found[0] if found else None
    skip = 0
    for at, word in enumerate(words):
        if word in NOT or word in MODAL:
            skip = 4
        skip = max(0, skip - 1)
        if skip or (at and words[at - 1] in POSSESSIVES | {"the", "a", "an"} and word != "laugh"):
            continue
        known = next((DEEDS[phrase] for n in (3, 2, 1) if (phrase := " ".join(words[at : at + n])) in DEEDS), None)
        if known is not None:
            return known
        if (is_verb(word) or word.endswith("ing") or (at and words[at - 1] == "to")) and (hit := _lexical(word)) is not None:
            return hit
    return None


@lru_cache(maxsize=50_000)
def _lexical(word: str) -> Action | None:
    found = lexicon.action(word) if word.isalpha() and not lexicon.is_told(word) else None
    return found.value if found is not None else None


def feeling(words: Sequence[str]) -> Emotion:
    if words and lexicon.CJK.search(words[0]):
        return acting.feeling("".join(words))
    for at, word in enumerate(words):
        found = FEELINGS.get(word) or _felt(word)
        if found is not None and not set(words[max(0, at - 3) : at]) & NOT:
            return found
    return Emotion.CALM


@lru_cache(maxsize=50_000)
def _felt(word: str) -> Emotion | None:
    found = lexicon.emotion(word) if word.isalpha() else None
    return found.value if found is not None and found.exact and found.value is not Emotion.CALM else None


def held(words: Sequence[str]) -> str:
    """The noun of what is put into somebody's hands."""
    verb = next((at for at, word in enumerate(words) if any(stem in acting.HOLDING for stem in lexicon.stems(word)) and word not in ("with", "found", "read")), None)
    return "" if verb is None else next((noun for word in words[verb + 1 : verb + 7] if (noun := thing(word))), "")


@lru_cache(maxsize=50_000)
def thing(word: str) -> str:
    """The word when it names a thing that hands can hold."""
    low = word.lower()
    if not low.isalpha() or low in NOTHING or (being(low) is not None and low not in ("bone", "egg")):
        return ""
    found = lexicon.prop(low)
    return low if found is not None and found.word not in NOTHING else ""


def _thing(beat: Beat, span: tuple[int, int]) -> str:
    """The thing that a part without anybody is about: the first that an article or owner begins."""
    if _signs(beat):
        return ""
    row = beat.row[span[0] : span[1]]
    for at, token in enumerate(row):
        if thing(token.low) and not is_verb(token.low) and any(t.low in DETERMINERS | POSSESSIVES for t in row[max(0, at - 4) : at]):
            return token.low
    return ""
