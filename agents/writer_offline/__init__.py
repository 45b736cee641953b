"""The embedded writer: a planner with a small library of plots. No model, no key, no network; the same premise and seed give the same story.

It answers each node's question from one plan of the whole film. Where another writer has already decided (a model's cast, a model's
scenes), it stages what it is given instead.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, cast

from agents.writer import Prompt, Reply
from storyboard.document import Doc
from storyboard.errors import BadReply
from storyboard.library import Entry

LONGEST_EMBEDDED = 600.0  # seconds: its long plots with their threads are told by then; longer, it would say the same things twice


class OfflineWriter:
    """`ask` reads `prompt.slots`: premise, brief, and what the nodes before have decided. It writes English."""

    name = "offline"

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        answer = _ANSWERS[prompt.task](prompt.slots)
        if not (isinstance(answer, schema) or issubclass(schema, type(answer))):  # counts that a model is held to do not bind a plan
            raise BadReply(
                f"the embedded writer was asked for {schema.__name__} by the task {prompt.task!r} and has {type(answer).__name__}"
            )
        return cast(Reply, answer)


@lru_cache(maxsize=16)
def _film(premise: str, seed: int, seconds: float, style: str | None, given: str) -> Any:
    from agents.writer_offline.film import film

    return film(premise, seed, seconds, style, [Entry.model_validate(one) for one in json.loads(given)])


def _planned(slots: dict[str, Any]) -> Any:
    brief = slots["brief"]
    return _film(slots["premise"], brief["seed"], min(brief["seconds"], LONGEST_EMBEDDED), brief["style"], json.dumps(brief.get("given", [])))


def _own(slots: dict[str, Any], key: str) -> bool:
    """Whether what is decided is this writer's own plan."""
    return slots.get(key) in (None, getattr(_planned(slots), key).model_dump(mode="json"))


def _treatment(slots: dict[str, Any]) -> Doc:
    return _planned(slots).treatment


def _cast(slots: dict[str, Any]) -> Doc:
    return _planned(slots).cast


def _places(slots: dict[str, Any]) -> Doc:
    return _planned(slots).places


def _scenes(slots: dict[str, Any]) -> Doc:
    from agents.writer_offline import adopted, retold

    if all(_own(slots, key) for key in ("treatment", "cast", "places")):
        return _planned(slots).outline
    return (retold if retold.is_own(slots, _planned(slots)) else adopted).outline(slots, _planned(slots))


def _shots(slots: dict[str, Any]) -> Doc:
    from agents.writer_offline import adopted, retold

    planned = _planned(slots)
    if all(_own(slots, key) for key in ("treatment", "cast", "places", "outline")):
        return planned.shots[slots["number"] - 1]
    return (retold.scene_shots(slots, planned) if retold.is_own(slots, planned) else None) or adopted.scene_shots(slots)


def _acts(slots: dict[str, Any]) -> Doc:
    from agents.writer_offline.adopted import acts

    return acts(slots["treatment"])


def _sequences(slots: dict[str, Any]) -> Doc:
    from agents.writer_offline.adopted import own_sequences, sequences

    own = _own(slots, "cast") and _own(slots, "places") and _own(slots, "treatment")
    return own_sequences(slots, _planned(slots)) if own else sequences(slots, _planned(slots))


def _passage(slots: dict[str, Any]) -> Doc:
    from agents.writer_offline.adopted import own_passage, passage

    return own_passage(slots, _planned(slots)) or passage(slots)


def _review(slots: dict[str, Any]) -> Doc:
    from agents.review import Verdict

    return Verdict()


def _reading(slots: dict[str, Any]) -> Doc:
    from agents.sequences import Reading

    return Reading()


_ANSWERS = {
    "treatment": _treatment, "cast": _cast, "places": _places, "scenes": _scenes, "shots": _shots, "review": _review,
    "acts": _acts, "sequences": _sequences, "passage": _passage, "reading": _reading,
}  # fmt: skip
