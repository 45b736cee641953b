"""What a part of a sentence shows: who is in it, what each does and feels, what they hold, which thing is seen close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from agents.adapt import acting
from agents.adapt.prose.cast import Being
from agents.adapt.prose.mentions import being, is_verb
from agents.adapt.prose.reading import Beat, Ref
from agents.adapt.prose.vocabulary import DEEDS, DETERMINERS, FEELINGS, INDEFINITE, MODAL, NOT, POSSESSIVES, SMALL
from storyboard import lexicon
from storyboard.breakdown import SeenPlan
from storyboard.lexicon import word_set
from storyboard.staging import Action, Emotion

MOST_SEEN = 3
NOTHING_DONE = frozenset({"no", "nothing", "nobody", "none"})
MEANT = {Action.CRY: Emotion.SAD, Action.LAUGH: Emotion.HAPPY, Action.ARGUE: Emotion.ANGRY, Action.HIDE: Emotion.AFRAID, Action.DANCE: Emotion.HAPPY, Action.HUG: Emotion.HAPPY}
ANSWERED = {Action.CHASE: Emotion.AFRAID, Action.ARGUE: Emotion.ANGRY, Action.HUG: Emotion.HAPPY}
NOTHING = word_set("time story stories memory memories dream dreams word words language light fire sound laughter laugh voice echo silence hope magic heart minute hour thing things secret secrets surprise color colour scent smell "
                    "ear nose tail shadow tooth feather tree forest garden leaf grass sun ice snow water raindrop wish sense spring wheel")  # fmt: skip


class View(NamedTuple):
    """Who is seen, and the noun of a thing that is seen close when nobody is."""

    seen: tuple[SeenPlan, ...]
    shows: str = ""


def view(beat: Beat, span: tuple[int, int], names: Mapping[int, Sequence[str]], carried: Sequence[Being]) -> tuple[View, Sequence[Being]]:
    """What the letters [start, end) of a beat show. `names`: by a being's number, what the film calls them, a crowd by several; `carried`:
    who acts when nobody is named. The second: who acted last."""
    inside = _inside(beat, span)
    known = [ref for ref in beat.refs if ref.who.number in names]
    refs = [ref for ref in known if inside[0] <= ref.at < inside[1]]
    groups = _together(beat, [ref for ref in refs if ref.does])
    carried = [who for who in _resumed(beat, inside, known, carried) if who.number in names]
    seen: dict[str, SeenPlan] = {}
    first = groups[0][0].at if groups else inside[1]
    if carried and (not groups or (span[0] > 0 and _acts(beat, inside[0], first))):
        goes = _goes_on(beat, inside[0], first)
        for who in carried:
            _stage(seen, beat, (inside[0] if goes else first, first), names[who.number])
    for at, group in enumerate(groups):
        until = groups[at + 1][0].at if at + 1 < len(groups) else inside[1]
        for ref in group:
            _stage(seen, beat, (group[-1].end, until), names[ref.who.number])
    _dealt_with(seen, beat, [ref for ref in refs if not ref.does], names)
    thing = _thing(beat, inside) if not refs else ""
    return View(() if thing else tuple(seen.values())[:MOST_SEEN], thing), [ref.who for ref in groups[-1]] if groups else carried


def _together(beat: Beat, doers: Sequence[Ref]) -> list[list[Ref]]:
    """Those who act, who act together side by side: "a Fox and a Leopard"."""
    out: list[list[Ref]] = []
    for ref in doers:
        between = [] if _signs(beat) or not out else beat.row[out[-1][-1].end : ref.at]
        if out and between and all(t.low in ("and", ",", "with") for t in between):
            out[-1].append(ref)
        else:
            out.append([ref])
    return out


def _resumed(beat: Beat, inside: tuple[int, int], refs: Sequence[Ref], carried: Sequence[Being]) -> Sequence[Being]:
    """Who a part without a name goes on with: "who ..." with the last named before it, a bare verb with the sentence's first."""
    if _signs(beat) or inside[0] >= len(beat.row) or not inside[0]:
        return carried
    opens, before = beat.row[inside[0]], [ref for ref in refs if ref.end <= inside[0] and not ref.owner]
    if opens.low in ("who", "which") and before:
        return [before[-1].who]
    if is_verb(opens.low) and before and beat.row[inside[0] - 1].text == ",":
        doers = _together(beat, [ref for ref in before if ref.does])
        return [ref.who for ref in doers[0]] if doers else carried
    return carried


def _dealt_with(seen: dict[str, SeenPlan], beat: Beat, refs: Sequence[Ref], names: Mapping[int, Sequence[str]]) -> None:
    """Those with whom something is done answer it; whose things are named are seen when nobody else is."""
    done = next((one.action for one in seen.values() if one.action in acting.ANSWERS), None)
    alone = len(seen) == 1 and done is not None
    action = acting.ANSWERS[done] if alone and done is not None else Action.STAND
    emotion = ANSWERED.get(done, Emotion.CALM) if alone and done is not None else Emotion.CALM
    for ref in refs:
        if not (ref.owner and seen) and not (seen and _missing(beat, ref)):
            for name in names[ref.who.number][: 3 - min(2, len(seen))]:
                seen.setdefault(name, SeenPlan(who=name, action=action, emotion=emotion))


def _missing(beat: Beat, ref: Ref) -> bool:
    """Whether somebody is named as not being there: "without finding any Wolves"."""
    return not _signs(beat) and any(t.low in ("without", "no", "any", "nor", "missing") for t in beat.row[max(0, ref.at - 3) : ref.at + 1])


def _stage(seen: dict[str, SeenPlan], beat: Beat, span: tuple[int, int], names: Sequence[str]) -> None:
    """Put somebody into the picture, or let them do what they now do."""
    left, right = span
    words = [t.low for t in beat.row[left:right]] if not _signs(beat) else [beat.text[left:right]]
    around = [t.low for t in beat.row[max(0, left - 4) : right]] if not _signs(beat) else [beat.text[max(0, left - 6) : right]]
    action, emotion, holds = deed(words), feeling(around), held(words)
    if emotion is Emotion.CALM and action is not None:
        emotion = MEANT.get(action, Emotion.CALM)
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


def _inside(beat: Beat, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    if _signs(beat):
        return span
    inside = [at for at, token in enumerate(beat.row) if start <= token.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _acts(beat: Beat, left: int, right: int) -> bool:
    return not _signs(beat) and right - left > 1 and any(is_verb(t.low) for t in beat.row[left:right]) and deed([t.low for t in beat.row[left:right]]) is not None


def _goes_on(beat: Beat, left: int, right: int) -> bool:
    """Whether a part goes on with who acted last: before its verb stands nobody and nothing that could do it."""
    for token in () if _signs(beat) else beat.row[left:right]:
        if is_verb(token.low) or token.low.endswith("ing"):
            return True
        if token.low in INDEFINITE or (token.text[0].isalpha() and token.low not in SMALL and not token.low.endswith("ly")):
            return False
    return True


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
        if not NOTHING_DONE.isdisjoint(words[at + 1 : at + 3]):
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
    return found.value if found is not None and found.exact and found.word == word and found.value is not Emotion.CALM else None


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
