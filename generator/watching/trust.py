"""How far a reader is to be trusted: its bound, and what that bound was measured to find and to blame."""

from __future__ import annotations

from typing import NamedTuple

from storyboard.watching import Check, Sort

FOUND, BLAMED = 0.90, 0.05  # a reader that finds less of what is planted, or blames more of what is sound, only advises


class Reader(NamedTuple):
    """One thing that is read. A value up to `bound` holds; with `is_least`, one down to it. `found`: share of planted faults that the bound finds,
    `blamed`: share of sound takes that it blames, both on takes that the bound was not set on (`python -m bench.listen`)."""

    sort: Sort
    bound: float
    unit: str
    found: float
    blamed: float
    is_least: bool = False

    @property
    def is_advisory(self) -> bool:
        return self.found < FOUND or self.blamed > BLAMED

    def holds(self, value: float) -> bool:
        return value >= self.bound if self.is_least else value <= self.bound

    def check(self, value: float, words: str, at: tuple[int, int] | None = None) -> Check:
        """`words`: what was read, as a sentence. `at`: frames of the take."""
        found = round(float(value), 5)
        return Check(sort=self.sort, holds=self.holds(found), value=found, bound=self.bound, unit=self.unit, is_advisory=self.is_advisory, at=at, words=words)
