"""Readings, several takes and retries in the one loop, with makers of milliseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from app.crew import LocalCrew
from app.db.store import Store
from app.explain import explain
from app.production import produce
from app.ways_of import ways
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.take import Event
from tests.app import fakes

pytestmark = pytest.mark.usefixtures("fake_makers")
Log = Callable[[str], list[str]]


def steps(takes: int = 1, retries: int = 0) -> tuple[Step, ...]:
    story = fakes.story()
    story = story.model_copy(update={"direction": story.direction.model_copy(update={"watch": True, "takes": takes, "retries": retries})})
    return plan(story, ways(direction=story.direction))


def made(events: list[Event]) -> Counter[str]:
    return Counter(e.kind for e in events if e.state == "made")


def test_readings_are_kept_and_read_back(store: Store, crew: LocalCrew):
    events = list(produce(steps(), store, crew))
    assert made(events)["reading"] == 6 + 4 + 2 + 1
    take = next(e.take for e in events if e.step == "reading:clip:s1-1" and e.take)
    assert store.reading(take.sha256).findings == ()
    assert made(list(produce(steps(), store, crew))) == {}


def test_a_retry_is_made_only_where_something_was_found(store: Store, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    unwatched = tuple(s for s in steps() if s.kind != "reading")
    wanted = next(e.take for e in list(produce(unwatched, store, own_crew)) if e.step == "clip:s1-2" and e.take)
    own_crew.close()
    monkeypatch.setenv("FAKE_FINDINGS", wanted.sha256[:16])
    events = list(produce(steps(retries=2), store, own_crew))
    retried = [e.step for e in events if e.state == "made" and e.kind == "clip" and "#" in e.step]
    assert retried == ["clip:s1-2#1"], "the second take of that shot is sound, so there is no third, and no other shot has a second"
    assert events[-1].done == events[-1].total and any(e.step == "film:film" and e.state == "made" for e in events)
    told = explain(steps(retries=2), store)
    assert {e.state for e in told} == {"have"} and "clip:s1-2#1" in {e.step.id for e in told} and "clip:s1-1#1" not in {e.step.id for e in told}


def test_where_nothing_helps_the_bound_ends_it_and_the_film_is_made(store: Store, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_FINDINGS", "all")
    events = list(produce(steps(retries=1), store, own_crew))
    assert sum(e.kind == "clip" and e.state == "made" and "#" in e.step for e in events) == 2 * 6
    assert any(e.step == "film:film" and e.state == "made" for e in events)


def test_best_of_two_makes_the_first_take_no_second_time(store: Store, crew: LocalCrew, log: Log):
    list(produce(steps(), store, crew))
    before = len(log("end"))
    list(produce(steps(takes=2), store, crew))
    assert len(set(log("end"))) == len(log("end"))
    assert Counter(one.split("-")[0] for one in log("end")[before:])["netclip"] == 6
