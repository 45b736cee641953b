"""Desk: who writes, who steps in, who is told; and what the nodes read of the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from agents.state import State
from agents.writer import Parked, Prompt, Writer, WriterUnusable
from storyboard.document import Doc
from storyboard.errors import BadReply

Answer = TypeVar("Answer", bound=Doc)


class Remark(str):
    """What a person should still be able to read when the next unit has begun: `stays` says so to whoever shows progress."""

    stays = True


@dataclass
class Desk:
    """Who writes, who steps in, who is told. `park`: nobody steps in; what has no usable reply waits."""

    writer: Writer
    fallback: Writer
    tell: Callable[[str], None] = lambda message: None
    park: bool = False

    def ask(self, question: Prompt, schema: type[Answer], unit: str, needed: bool = True, stands: tuple[Answer, str] | None = None) -> tuple[Answer, str]:
        """The writer's answer and its name; when it cannot be used, the embedded writer's, and whoever is told hears why. Parked instead
        when that was asked for and the unit is `needed` (a review is not: without it the story is whole). `stands`: what was answered
        before and by whom, when something better is asked for; it stays when nothing better comes."""
        self.tell(unit)
        try:
            return self.writer.ask(question, schema), self.writer.name
        except WriterUnusable:
            raise
        except BadReply as error:
            why = " ".join(str(error).split())
            if self.writer.name == self.fallback.name:
                raise
            if stands is not None:
                self.tell(Remark(f"{unit} stays as it was: {why}"))
                return stands
            if self.park and needed:
                raise Parked(f"{unit}: {why}") from error
            self.tell(Remark(f"the embedded writer steps in ({unit}): {why}"))
            return self.fallback.ask(question, schema), self.fallback.name

    def credit(self, writers: dict[str, str]) -> str:
        """Who wrote a story of these units, for its credits: the embedded writer alone, as if no model had been set, or the model."""
        if set(writers.values()) == {self.fallback.name}:
            return self.fallback.name
        return f"{self.writer.name[:60]} (parts by {self.fallback.name})" if self.fallback.name in writers.values() else self.writer.name


def data(state: State, *keys: str) -> dict[str, Any]:
    """What the embedded writer reads instead of a prompt: the premise, the brief, and what the nodes before have decided."""
    return {key: state[key] for key in ("premise", "brief", *keys)}  # type: ignore[literal-required]


def seed(state: State) -> int:
    return int(state["brief"]["seed"])
