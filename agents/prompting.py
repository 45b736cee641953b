"""Prompts: one .md per node under prompts/. Rendering is strict both ways: a slot without a value fails, so does a value without a slot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from agents.writer import Prompt

SLOT = re.compile(r"\{\{([a-z_]+)\}\}")
MARK = re.compile(r"<(?=/?(?:premise|treatment|before|now|state|sequence|act|after|scene|plan|script|note)\b)", re.IGNORECASE)
LONGEST_PROMPT = 30_000  # characters of rules and question together, whatever the film's length; a premise may take 20,000 of them
PARTING = "\n---\n"  # above it the rules (system), below it the question (user)
TASKS = ("treatment", "cast", "places", "scenes", "shots", "review", "acts", "sequences", "passage", "reading", "revise", "translate")


@cache
def template(task: str) -> tuple[str, str]:
    """(system, user) of a task. The system part has no slots: no person's text ever stands there."""
    text = (files("agents") / "prompts" / f"{task}.md").read_text(encoding="utf-8")
    system, parting, user = text.partition(PARTING)
    if not parting:
        raise ValueError(f"prompts/{task}.md has no line --- between the rules and the question")
    if SLOT.search(system):
        raise ValueError(f"prompts/{task}.md: a slot stands in the rules, where no story text may be")
    return system.strip(), user.strip()


def fill(text: str, values: Mapping[str, str]) -> str:
    """KeyError names the slots that are missing or the values that are too many."""
    wanted = set(SLOT.findall(text))
    if wanted != set(values):
        raise KeyError(f"missing slots {sorted(wanted - set(values))}, unknown values {sorted(set(values) - wanted)}")
    return SLOT.sub(lambda m: values[m[1]], text)


def prompt(
    task: str, values: Mapping[str, Any], data: dict[str, Any], names: dict[str, tuple[str, ...]] | None = None, seed: int = 0
) -> Prompt:
    """The Prompt of a task: `values` fill its text; `data` is what the embedded writer reads instead. ValueError when it is longer than
    LONGEST_PROMPT, which the bounds of the documents rule out."""
    system, user = template(task)
    filled = fill(user, {k: text(v) for k, v in values.items()})
    if len(system) + len(filled) > LONGEST_PROMPT:
        raise ValueError(f"the prompt {task!r} has {len(system) + len(filled):,} characters; the bound is {LONGEST_PROMPT:,}: bound its slots")
    return Prompt(task=task, system=system, user=filled, slots=data, names=names or {}, seed=seed)


def text(value: Any) -> str:
    """A value as it stands in a prompt. It cannot end the marks it stands between, or begin others."""
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=None)
    return MARK.sub("‹", plain)
