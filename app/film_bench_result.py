"""What a film bench found, as a document: kept as JSON, read again to be compared with a later one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from app.changes import json_of
from storyboard.document import Doc, Share
from storyboard.errors import BadInput
from storyboard.rubric import Mark

Level = Annotated[float, Field(ge=0.0, le=255.0)]
Seconds = Annotated[float, Field(ge=0.0)]


class Pictures(Doc):
    """How the pictures of one shot go on: levels by which a drawing differs from the one before (`motion`), and from the one half a clip away
    (`diversity`); the share of drawings that repeat the one before (`redundancy`). `seconds`: making its still, its clip and its readings took."""

    shot: str
    motion: Level
    diversity: Level
    redundancy: Share
    seconds: Seconds = 0.0


class Tried(Doc):
    """One way and what came of it. `film`: the SHA-256 of the film; `wall_s`: seconds this time, with what was there kept; `made_s`: seconds that
    making all of it took, whenever that was, by kind of step in `by_kind`; `bytes`: of the film's file; `findings`: what the watcher found, by sort."""

    name: str
    edits: tuple[str, ...] = ()
    size: str
    target: str = "film"
    story: str
    film: str
    film_s: Seconds
    wall_s: Seconds
    made_s: Seconds
    by_kind: dict[str, Seconds]
    bytes: int
    findings: dict[str, int] | None = None  # None: nothing was watched
    marks: tuple[Mark, ...] = ()
    shots: tuple[Pictures, ...] = ()


class Floor(Doc):
    """The film of the first way with every shot held on its first drawing: what stands still keeps its people and does nothing. `slideshow`: the
    same, with the slow zoom of a slideshow. `blurred`: marks of the film blurred beyond recognition: what chance and colours alone are given."""

    marks: tuple[Mark, ...] = ()
    blurred: tuple[Mark, ...] = ()
    frozen: tuple[Pictures, ...] = ()
    slideshow: tuple[Pictures, ...] = ()


class Result(Doc):
    """One run: the story, the shots that were looked at, who read them (name -> SHA-256 of weights), the ways, and the floor beside them."""

    kind: Literal["fabula film bench"] = "fabula film bench"
    version: Literal[1] = 1
    title: str
    story: str
    seed: int
    shots: tuple[str, ...]
    of_shots: int
    readers: dict[str, str]
    ways: Annotated[tuple[Tried, ...], Field(min_length=1)]
    floor: Floor = Floor()
    made_at: str = ""


def read_result(path: Path) -> Result:
    """An earlier result. BadInput."""
    try:
        return Result.model_validate_json(json_of(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise BadInput(f"{path} is no result of `fabula bench film`: {where}: {first['msg']}. Give a result.json that it wrote.") from error
