"""Two results of one story, an earlier and a later one: what rose or fell beyond its interval, which is paired by shot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from app.film_bench_report import ALL, points, spread
from app.film_bench_result import Result, Tried
from generator.measures import Mean, mean_of
from storyboard.errors import BadInput
from storyboard.rubric import Criterion

Verdict = Literal["rose", "fell", "as before"]
FEWEST = 5  # shots of which anything is said to rise or fall: fewer may all go one way by chance
GOOD = {"redundancy": -1, "motion": 0, "diversity": 0, "seconds": 0}  # which way is better, where more is not; 0: neither is a regression


class Changed(NamedTuple):
    """One figure of one way, of the shots that both results judged: its change from the earlier result, paired by shot."""

    way: str
    name: str
    unit: str
    change: Mean
    verdict: Verdict
    is_regression: bool

    def words(self) -> str:
        return f"{self.way:<24}{self.name:<24}{spread(self.change, self.unit, True):<28}{self.verdict}{', worse' * self.is_regression}"


class Comparison(NamedTuple):
    rows: tuple[Changed, ...]
    notes: tuple[str, ...]

    @property
    def regressions(self) -> tuple[Changed, ...]:
        return tuple(row for row in self.rows if row.is_regression)

    def words(self) -> str:
        told = f"{len(self.regressions)} of {len(self.rows)} figures are worse than before, beyond their interval." if self.regressions else "Nothing is worse than before, beyond its interval."
        return "\n".join([*(row.words() for row in self.rows), *self.notes, told])


def against(now: Result, before: Result) -> Comparison:
    """What became of each way that both results have. BadInput: they have no way or no shot in common, or are of different stories."""
    if now.title != before.title:
        raise BadInput(f"The results are of different stories: {now.title!r} now, {before.title!r} before. Compare two of the same story.")
    both = [(one, other) for one in now.ways for other in before.ways if (one.name, one.size) == (other.name, other.size)]
    shots = [shot for shot in now.shots if shot in before.shots]
    if not both or not shots:
        raise BadInput(f"The results have no {'shot' if both else 'way'} in common; now: {_listed(now)}; before: {_listed(before)}.")
    rows = tuple(row for one, other in both for row in _changes(one, other, shots))
    return Comparison(rows, tuple(_notes(now, before, len(both), len(shots))))


def _listed(result: Result) -> str:
    return ", ".join(f"{way.name} ({way.size})" for way in result.ways) + f"; {len(result.shots)} shots from {result.shots[0] if result.shots else 'none'}"


def _changes(now: Tried, before: Tried, shots: list[str]) -> Iterator[Changed]:
    for name in (*Criterion, None):
        of = points(name, is_sure=True)
        yield _changed(now.name, str(name or ALL), "points", mean_of([of(now.marks, shot) - of(before.marks, shot) for shot in shots]))
    old, new = ({one.shot: one for one in way.shots} for way in (before, now))
    for field, unit in (("motion", "levels"), ("diversity", "levels"), ("redundancy", "%"), ("seconds", "s")):
        yield _changed(now.name, field, unit, mean_of([getattr(new[s], field) - getattr(old[s], field) for s in shots if s in old and s in new]))


def _changed(way: str, name: str, unit: str, change: Mean) -> Changed:
    is_told = change.of >= FEWEST
    verdict: Verdict = "rose" if is_told and change.low > 0 else "fell" if is_told and change.high < 0 else "as before"
    good = GOOD.get(name, 1)
    return Changed(way, name, unit, change, verdict, (verdict == "fell" and good > 0) or (verdict == "rose" and good < 0))


def _notes(now: Result, before: Result, ways: int, shots: int) -> Iterator[str]:
    """What keeps the two from being the same measurement."""
    if now.story != before.story:
        yield "The story was changed since: its shots are compared by their ids."
    if now.readers != before.readers:
        yield "Other readers read the earlier result: a difference in points may be theirs."
    if ways < max(len(now.ways), len(before.ways)):
        yield f"Compared are the {ways} ways that both results have."
    if shots < max(len(now.shots), len(before.shots)):
        yield f"Compared are the {shots} shots that both results judged."
    if shots < FEWEST:
        yield f"{shots} shots are too few to tell a change from chance: bench {FEWEST} or more."
