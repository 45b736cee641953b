"""Estimate: what a stage of work with a model is likely to take, before anything is sent: calls, tokens, money.

Calls follow from how a film of that length is divided (hierarchy.py). Tokens a call are those measured by bench/writing.py on films of 12 to
657 shots (1,180 to 1,490 sent, 341 to 429 received). A review that finds something has its scenes written again, in at most ROUNDS rounds,
which is not in it; limits hold whatever the estimate says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from agents.budget import Price
from agents.hierarchy import shape
from agents.levels import Draft
from storyboard.story import Limits

SENT, RECEIVED = 1490, 430  # tokens a call
STAGES = {"review": "reviewing", "reading": "reviewing", "revise": "revising"}  # a question's task -> its stage; all others: WRITING
WRITING = "writing"


class Estimate(NamedTuple):
    """What a stage is likely to take. `money` None: the price is not known; `times`: of so many films together."""

    stage: str
    calls: int
    sent: int
    received: int
    money: float | None
    times: int = 1

    def words(self) -> str:
        """As in "writing takes about 26 calls, 38,740 tokens sent and 11,180 received, 0.0125 in money"."""
        films = f" {self.times} films together" if self.times > 1 else ""
        money = "" if self.money is None else f", {self.money * self.times:.4f} in money"
        calls = self.calls * self.times
        return f"{self.stage}{films} takes about {calls} call{'s' * (calls != 1)}, {self.sent * self.times:,} tokens sent and {self.received * self.times:,} received{money}"

    def over(self, limits: Limits) -> str:
        """Which limits it is likely to pass, in words; empty when none."""
        found = [f"limits.calls is {limits.calls}"] if self.calls > limits.calls else []
        if limits.tokens is not None and self.sent + self.received > limits.tokens:
            found.append(f"limits.tokens is {limits.tokens:,}")
        if limits.money is not None and self.money is not None and self.money > limits.money:
            found.append(f"limits.money is {limits.money:g}")
        return " and ".join(found)


def of_calls(stage: str, calls: int, price: Price | None, sent: int | None = None) -> Estimate:
    """`sent`: tokens of all of them together, where they are known."""
    asked, told = sent if sent is not None else calls * SENT, calls * RECEIVED
    return Estimate(stage, calls, asked, told, None if price is None else price.of(asked, told))


def of_writing(draft: Draft, price: Price | None) -> Mapping[str, Estimate]:
    """By stage: what is left to write of a draft, and its review."""
    wanted = shape(draft.brief.seconds)
    scenes = wanted.scenes if draft.outline is None else len(draft.outline.scenes)
    planning = (wanted.acts + wanted.sequences + (wanted.acts > 1)) if wanted.long else 1
    calls = (draft.treatment is None) + 2 * (draft.places is None) + (planning if draft.outline is None else 0) + (0 if draft.shots else scenes)
    return {WRITING: of_calls(WRITING, calls, price), "reviewing": of_calls("reviewing", 0 if draft.shots else wanted.sequences, price)}
