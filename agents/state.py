"""State of the writing graph: plain JSON data only, so that nothing in it needs a class to be read back."""

from __future__ import annotations

from operator import add, or_
from typing import Annotated, Any, TypedDict


class State(TypedDict, total=False):
    """`shots`: scene number (as text) -> SceneShots; `writers`: unit ("cast", "scene 2") -> the name of who wrote it last.

    Of a long film only: `acts`; `sequences`, each with the number of its act; `spans`: the first and last scene of each sequence written;
    `facts`: the state at the end of each. Of the reviews: `scripts`, by sequence; `readings`: what was found, by round and sequence;
    `findings`: all that the last round found. `parked`: what waits for a usable reply."""

    premise: str
    brief: dict[str, Any]
    treatment: dict[str, Any]
    cast: dict[str, Any]
    places: dict[str, Any]
    acts: list[dict[str, Any]]
    sequences: list[dict[str, Any]]
    spans: list[list[int]]
    facts: list[list[dict[str, Any]]]
    outline: dict[str, Any]
    shots: Annotated[dict[str, Any], or_]
    title: str
    scripts: dict[str, str]
    readings: Annotated[dict[str, list[dict[str, str]]], or_]
    findings: list[dict[str, str]]
    parked: Annotated[list[str], add]
    round: int
    writers: Annotated[dict[str, str], or_]
    story: dict[str, Any]


class SceneTask(TypedDict):
    """What one scene's node is given: the state and which scene."""

    state: State
    number: int


class ReadingTask(TypedDict):
    """What one reading of a script is given: the state and the key of the script."""

    state: State
    part: str
