"""A text told in fewer words: which of its beats a film of so many seconds tells.

What happens counts, more when somebody known does it, when it changes where or when the tale is, when it is answered; description and
asides count little. What leads to something stays with it: beats are left out one by one while much is told, and taken in runs when little is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.adapt.prose.reading import Beat, Told
from agents.adapt.prose.scenes import Stretch
from agents.adapt.prose.staging import deed
from storyboard.lexicon import word_set

SHARE = 26.0  # seconds: chapters are taken together until they have as much
RUN = 26.0  # seconds of the longest run of beats that are told together
MUCH = 0.45  # of a group's length: less is taken in runs
LEANING = word_set("this that these those it such there thereupon")


class Worth(NamedTuple):
    """What each beat is worth, and which begin a scene."""

    values: dict[int, float]
    opens: set[int]


def chosen(told: Told, scenes: Sequence[Stretch], cost: Callable[[Beat], float], seconds: float) -> set[int]:
    """Numbers of the beats that are told; all of them when there is time."""
    costs = {beat.number: cost(beat) for beat in told.beats}
    total = sum(costs.values())
    if total <= seconds:
        return {beat.number for beat in told.beats}
    worth = _values(told, scenes)
    kept: set[int] = set()
    groups = _groups(told, costs, seconds / total)
    for at, group in enumerate(groups):
        whole = sum(costs[b.number] for b in group)
        budget = seconds * whole / total
        must = set(_ends(group, first=at == 0, last=at == len(groups) - 1))
        kept |= _thinned(group, worth.values, costs, budget, must) if budget >= MUCH * whole else _runs(group, worth, costs, budget, must)
    return _answered(told.beats, kept - _again(told.beats, kept))


def _again(beats: Sequence[Beat], kept: set[int]) -> set[int]:
    """Sentences of those told that are told a second time, word for word."""
    met: set[str] = set()
    out: set[int] = set()
    for beat in beats:
        if beat.number in kept and not beat.said and not beat.tag:
            out |= {beat.number} if beat.text in met else set()
            met.add(beat.text)
    return out


def _groups(told: Told, costs: Mapping[int, float], share: float) -> list[list[Beat]]:
    """Chapters in order, neighbours joined until each group has seconds enough for a scene."""
    out: list[list[Beat]] = []
    chapter = -1
    for beat in told.beats:
        full = bool(out) and sum(costs[b.number] for b in out[-1]) * share >= SHARE if beat.chapter != chapter else False
        if not out or full:
            out.append([])
        chapter = beat.chapter
        out[-1].append(beat)
    if len(out) > 1 and sum(costs[b.number] for b in out[-1]) * share < SHARE / 2:
        out[-2] += out.pop()
    return out


def _ends(group: Sequence[Beat], first: bool, last: bool) -> list[int]:
    """The first beats of the tale and its last ones."""
    plain = [b.number for b in group if not b.tag]
    return (plain[:1] if first else []) + (plain[-2:] if last else [])


def _values(told: Told, scenes: Sequence[Stretch]) -> Worth:
    opens = {scene.beats[0].number for scene in scenes}
    weight = {b.number: math.log1p(b.tally) for b in told.roster.beings}
    most = max(weight.values(), default=1.0) or 1.0
    out: dict[int, float] = {}
    for before, beat in zip([None, *told.beats], told.beats, strict=False):
        who = {ref.who.number for ref in beat.refs} | ({beat.speaker.number} if beat.speaker else set())
        known = sum(weight[n] / most for n in who)
        value = 0.4 + min(1.5, known)
        if beat.said:
            value += 0.9 + (0.8 if before is not None and (before.said or before.tag) else 0.0) + (0.4 if beat.text.rstrip().endswith(("?", "!")) else 0.0)
        else:
            acts = bool(beat.doers)
            words = [t.low for t in beat.row] if len(beat.row) > 1 else [beat.text]
            value += (0.6 if acts else -0.6) + (1.2 if acts and deed(words[:80]) is not None else 0.0)
        value += 0.8 if beat.number in opens else 0.0
        value += sum(0.8 * weight[ref.who.number] / most for ref in beat.refs if ref.who.first == beat.number)
        out[beat.number] = max(0.05, value)
    return Worth(out, opens)


def _leans(beat: Beat) -> bool:
    """Whether a beat means nothing without the one before: "This they did", a part of a speech after its tag."""
    first = beat.row[0].low if beat.row else ""
    return beat.tag or (not beat.said and first in LEANING)


def _thinned(group: Sequence[Beat], values: Mapping[int, float], costs: Mapping[int, float], budget: float, must: set[int]) -> set[int]:
    """All but those worth least for their length, until the rest fits."""
    kept = {b.number for b in group}
    left = sum(costs[n] for n in kept)
    following = {a.number: b for a, b in pairwise(group)}
    for number in sorted(kept, key=lambda n: (values[n] / max(1.0, costs[n]) ** 0.6)):
        if left <= budget:
            break
        if number in must:
            continue
        gone = [number]
        while (then := following.get(gone[-1])) is not None and then.number in kept and _leans(then) and then.number not in must:
            gone.append(then.number)
        left -= sum(costs[n] for n in gone if n in kept)
        kept -= set(gone)
    return kept


def _runs(group: Sequence[Beat], worth_of: Worth, costs: Mapping[int, float], budget: float, must: set[int]) -> set[int]:
    """Runs of neighbours that tell most, none beginning with what leans on the one before."""
    values, opens = worth_of
    kept = set(must)
    left = budget - sum(costs[n] for n in kept)
    length = min(RUN, max(8.0, budget))
    found: list[tuple[float, list[int]]] = []
    step = max(1, len(group) // 400)
    for at in range(0, len(group), step):
        if _leans(group[at]):
            continue
        run: list[int] = []
        spent = worth = 0.0
        for beat in group[at : at + 12]:
            if spent and (spent + costs[beat.number] > length or (len(run) > 1 and beat.number in opens)):
                break
            run.append(beat.number)
            spent, worth = spent + costs[beat.number], worth + values[beat.number]
        found.append((worth / max(0.75 * length, spent) * (0.6 if group[at].said else 1.0), run))
    for _, run in sorted(found, key=lambda one: (-one[0], one[1][:1])):
        if not kept.isdisjoint(run):
            continue
        for number in run:
            if costs[number] > left * 1.05:
                break
            kept.add(number)
            left -= costs[number]
        if left < 3.0:
            break
    if len(kept) == len(must) and group and left > 3.0:  # one sentence that is longer than all there is time for
        kept.add(max(group, key=lambda b: values[b.number] / max(3.0, costs[b.number])).number)
    return kept


def _answered(beats: Sequence[Beat], kept: set[int]) -> set[int]:
    """A speech keeps the tag that says who speaks; a tag nobody needs goes."""
    out = set(kept)
    for before, beat in zip([None, *beats], beats, strict=False):
        if beat.tag and before is not None and (before.number in out) != (beat.number in out):
            out ^= {beat.number}
    base = frozenset(out)
    for before, tag, after in zip(beats, beats[1:], beats[2:], strict=False):
        one = tag.tag and before.said and after.said and before.speaker is after.speaker and before.paragraph == after.paragraph
        if one and {before.number, after.number} & base:  # one speech, with its tag in the middle
            out |= {before.number, tag.number, after.number}
    return out
