"""What a story's film would be and take, before anything is made."""

from __future__ import annotations

from typing import NamedTuple

from app.bills import Bill, bill
from app.db.store import Store
from app.explain import explain
from app.pace import Pace
from app.ways_of import ways
from storyboard import cut
from storyboard.plan import plan
from storyboard.story import Story


class Foreseen(NamedTuple):
    """`seconds` of film; `steps` to be made, of `total`; `left_s`: how long that takes, by what such steps took here before; `bill`: what
    services are asked for it."""

    shots: int
    seconds: float
    steps: int
    total: int
    left_s: float
    bill: Bill


def foresee(store: Store, story: Story, size: str, workers: int) -> Foreseen:
    """Of this story in this size. Nothing is kept and nothing is made."""
    steps = plan(story, ways(size, story.direction, given=store.settings))
    todo = [one.step for one in explain(steps, store) if one.state != "have"]
    return Foreseen(len(story.shots), cut.total_frames(story) / 24, len(todo), len(steps), Pace(store.takes.pace()).left_s(todo, workers), bill(todo, store.settings))
