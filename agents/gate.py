"""Gated: a model's Writer that asks a person before the first call of each stage is sent. What the memo has costs nothing and asks nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from agents.estimate import STAGES, WRITING, Estimate
from agents.writer import Prompt, Reply, Writer, allow
from storyboard.errors import Unapproved
from storyboard.story import Limits

Approve = Callable[[Estimate, str], bool]  # an estimate, and which limits it is likely to pass


class Gated:
    """`approve` is asked once for each stage. Unapproved when it says no: nothing of that stage is sent."""

    def __init__(self, writer: Writer, estimates: Mapping[str, Estimate], approve: Approve):
        self.writer, self.name = writer, writer.name
        self._estimates, self._approve = estimates, approve
        self._approved: set[str] = set()
        self._limits = Limits()
        self._lock = threading.Lock()

    def allow(self, limits: Limits) -> None:
        self._limits = limits
        allow(self.writer, limits)

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        stage = STAGES.get(prompt.task, WRITING)
        with self._lock:  # scenes are written side by side; a person is asked once
            if stage not in self._approved and stage in self._estimates:
                estimate = self._estimates[stage]
                if not self._approve(estimate, estimate.over(self._limits)):
                    raise Unapproved(unapproved(estimate, estimate.over(self._limits)))
                self._approved.add(stage)
        return self.writer.ask(prompt, schema)


def unapproved(estimate: Estimate, over: str) -> str:
    more = f" (more than is allowed: {over})" if over else ""
    return (
        f"Nothing was sent to the model: {estimate.words()}{more}, and a budget is set, so a person must approve it first. Run it again on a terminal and "
        "say y, or with --approve; what is written so far is kept."
    )
