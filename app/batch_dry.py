"""A batch looked at and not made: what would be written, how long the films are, what they would take and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import authoring
from app.batch import check, earlier, is_whole, premise_of, script_of, wish_of
from app.batch_file import REPORT, Wish
from app.foresee import foresee
from app.studio import Studio, read_story
from storyboard.errors import FabulaError
from storyboard.memo import MemoryMemo
from storyboard.rules import said_in
from storyboard.story import Story


@dataclass(frozen=True)
class Planned:
    """`state`: keep, make, or fails (`error` says why). `seconds` of film, `making_s` and `steps` to make it: None where the story is not yet
    written; `calls` of a model that writes it, `requests` to services that make it, and their `money` where prices are known."""

    film: str
    asked: str
    state: str
    files: tuple[str, ...] = ()
    shots: int | None = None
    seconds: float | None = None
    steps: int | None = None
    making_s: float | None = None
    calls: int = 0
    requests: int = 0
    money: float | None = None
    error: str = ""


def dry(studio: Studio, wishes: Sequence[Wish], out: Path) -> list[Planned]:
    """What `run` would do, in the same order. Nothing is kept, made or sent. BadInput as in `run`."""
    check(studio, wishes)
    before = earlier(out / REPORT)
    return [_planned(studio, wish, before.get(wish_of(studio, wish)), out) for wish in wishes]


def _planned(studio: Studio, wish: Wish, row: dict[str, object] | None, out: Path) -> Planned:
    if row is not None and is_whole(out, row):
        return Planned(wish.out, wish.source, "keep", wish.files(), seconds=float(str(row["seconds"])), steps=0, making_s=0.0)
    try:
        if wish.kind == "premise" and studio.settings.writer != "offline":
            return _asked_of_a_model(studio, wish)
        story = _story(studio, wish)
        found = foresee(studio.store, story, wish.asked.get("size", "default"), studio.settings.workers)
    except FabulaError as error:
        return Planned(wish.out, wish.source, "fails", error=str(error))
    money = found.bill.money if found.bill.requests else None
    asked = found.bill.requests
    return Planned(wish.out, wish.source, "make", wish.files(), found.shots, round(found.seconds, 1), found.steps, round(found.left_s, 1), requests=asked, money=money)


def _story(studio: Studio, wish: Wish) -> Story:
    """The story itself: the embedded writer and the readers of scripts are quick and keep nothing. Judged by the home's own rules."""
    if wish.kind == "story":
        path = Path(wish.source)
        head = None if path.is_file() else studio.store.stories.find(wish.source)
        story = read_story(path) if head is None else studio.story(head.id, head.revision)
        story = authoring.directed(story, wish.asked.get("pictures", {}))
    elif wish.kind == "script":
        story = authoring.brought_in(script_of(wish)).story
    else:
        story = authoring.compose(premise_of(studio, wish), studio.settings, MemoryMemo(), lambda _: None)
    studio.guard.own(said_in(story))
    return story


def _asked_of_a_model(studio: Studio, wish: Wish) -> Planned:
    """What a model would be asked: its calls follow from the wished length."""
    from agents.budget import Price
    from agents.estimate import of_writing
    from agents.hierarchy import shape
    from agents.levels import Draft

    brief = authoring.brief(premise_of(studio, wish))
    price = Price(*studio.settings.llm_price) if studio.settings.llm_price else None
    stages = of_writing(Draft(premise="", brief=brief), price).values()
    money = None if price is None else sum(one.money or 0.0 for one in stages)
    return Planned(
        wish.out, wish.source, "make", wish.files(), shape(brief.seconds).shots, brief.seconds, calls=sum(one.calls for one in stages), money=money
    )
