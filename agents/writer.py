"""Writer: whoever answers the nodes' questions. Prompt: one question, as text for a model and as data for the embedded writer."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol, TypeVar

from pydantic import Field

from storyboard.digest import digest
from storyboard.document import Doc
from storyboard.errors import BadReply
from storyboard.memo import Memo
from storyboard.story import Limits

Reply = TypeVar("Reply", bound=Doc)


class WriterUnusable(BadReply):
    """The writer will never answer (key refused, no such model): the work stops at once, nothing is written in its stead."""


class Parked(BadReply):
    """No usable reply came for a unit, and the person asked that nobody steps in: what was written is kept, and the unit waits."""


class Prompt(Doc):
    """`system`: the node's own rules, never a person's text; `user`: the rendered question; `slots`: the same as plain data;
    `names`: which names each field may hold ("who" -> the cast), inserted into the schema as its only choices."""

    task: str
    system: str
    user: str
    slots: dict[str, Any] = Field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    seed: int = 0


class Writer(Protocol):
    """`ask` answers with a whole, valid document or raises BadReply. `name` goes on the film's credits and into the memo's keys."""

    name: str

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply: ...


def allow(writer: Writer, limits: Limits) -> None:
    """Tell a writer that costs something what it may use from now on; the embedded writer costs nothing."""
    told = getattr(writer, "allow", None)
    if told is not None:
        told(limits)


def reply_key(prompt: Prompt, model: str, schema: type[Doc]) -> str:
    """What a reply is remembered under: what the model is sent, model, schema, seed. The slots are not sent, so they do not count:
    a writing stopped by its limits goes on with what was paid for when they are raised."""
    return digest("reply", prompt.model_copy(update={"slots": {}}), model, _schema_digest(schema), prompt.seed)


@cache
def _schema_digest(schema: type[Doc]) -> str:
    return digest(schema.__name__, schema.model_json_schema())


class Remembering:
    """A model's Writer whose accepted replies are kept in a Memo, so that resuming is replay and nothing is paid twice.
    Not for the embedded writer: it costs nothing, and its kept answers would outlive a change of its plots."""

    def __init__(self, writer: Writer, memo: Memo):
        self.writer, self.memo, self.name = writer, memo, writer.name

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        key = reply_key(prompt, self.name, schema)
        kept = self.memo.get(key)
        if kept is None:
            self.memo.put(key, self.writer.ask(prompt, schema).model_dump_json())
            kept = self.memo.get(key)
        if kept is None:
            raise RuntimeError("the memo did not keep what was put into it")
        return schema.model_validate_json(kept)
