"""State of the writing graph: plain JSON data only, so that nothing in it needs a class to be read back."""

from __future__ import annotations

from operator import or_
from typing import Annotated, Any, TypedDict


class State(TypedDict, total=False):
    """`shots`: scene number (as text) -> SceneShots; `writers`: unit ("cast", "scene 2") -> the name of who wrote it last."""

    premise: str
    brief: dict[str, Any]
    treatment: dict[str, Any]
    cast: dict[str, Any]
    places: dict[str, Any]
    outline: dict[str, Any]
    shots: Annotated[dict[str, Any], or_]
    findings: list[dict[str, str]]
    round: int
    writers: Annotated[dict[str, str], or_]
    story: dict[str, Any]


class SceneTask(TypedDict):
    """What one scene's node is given: the state and which scene."""

    state: State
    number: int
