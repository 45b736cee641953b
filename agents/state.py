"""State of the writing graph: plain JSON data only, so that nothing in it needs a class to be read back."""

from __future__ import annotations

from operator import or_
from typing import Annotated, Any, TypedDict


def joined(a: list[str], b: list[str]) -> list[str]:
    return list(dict.fromkeys([*a, *b]))


class State(TypedDict, total=False):
    """`shots`: scene number (as text) -> SceneShots; `parts`: units the embedded writer had to write in a model's stead."""

    premise: str
    brief: dict[str, Any]
    treatment: dict[str, Any]
    cast: dict[str, Any]
    places: dict[str, Any]
    outline: dict[str, Any]
    shots: Annotated[dict[str, Any], or_]
    findings: list[dict[str, str]]
    round: int
    parts: Annotated[list[str], joined]
    story: dict[str, Any]


class SceneTask(TypedDict):
    """What one scene's node is given: the state and which scene."""

    state: State
    number: int
