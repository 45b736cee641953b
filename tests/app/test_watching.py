"""What a person is told of the watcher's readings: which take they are of, what helps, what several takes cost, and that they go where the film goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from app import changes, worker
from app.calls import Calls
from app.commands_watch import at_the_end
from app.crew import LocalCrew
from app.db import bundles
from app.db.jobs import Job
from app.db.stories import Head
from app.production import Production, Wish
from app.settings import Settings, settings
from app.studio import Studio
from app.ui import shot_picture, takes, watch
from app.ui.tongue import Tongue
from app.watching import WATCH, measured
from storyboard.errors import BadInput
from storyboard.watching import Check
from tests.app import fakes

T = Tongue()


@pytest.fixture
def studio(given: Settings, fake_makers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setitem(generator.MAKERS, ("clip", "best"), "generator.take_best")
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def amiss(own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch) -> LocalCrew:
    """A crew whose readers find something in every clip."""
    monkeypatch.setenv("FAKE_FINDINGS", "all")
    return own_crew


def made(studio: Studio, crew: LocalCrew, *sets: str) -> Head:
    return make(studio, told(studio, *sets), crew)


def told(studio: Studio, *sets: str) -> Head:
    """A story that is watched, unless it is said otherwise."""
    return studio.edit(studio.add(fakes.story()).id, changes.parsed(["story.direction.watch=true", *sets]))


def make(studio: Studio, head: Head, crew: LocalCrew) -> Head:
    for _ in Production(studio.plan(head, "tiny"), studio.store, crew, Wish(head.id)).events():
        pass
    return head


def test_every_take_of_a_film_is_read_and_nothing_is_amiss(studio: Studio, crew: LocalCrew):
    known = studio.readings(made(studio, crew), "tiny")
    assert (len(known.reads), known.unseen, known.amiss, known.is_watched) == (6 + 4 + 2 + 1, (), (), True)
    assert all(one.is_current for one in known.reads)


def test_a_finding_names_its_shot_and_what_helps(studio: Studio, amiss: LocalCrew):
    head = made(studio, amiss)
    found = studio.readings(head, "tiny", "s1-2").findings
    assert [(one.step, one.shot, one.check.words, one.remedy.step) for one in found] == [("clip:s1-2", "s1-2", "It stands still.", "clip:s1-2")]
    lines, told = at_the_end(studio, head, "tiny")
    assert "6 findings" in lines[0] and lines[1] == "  s1-1: It stands still." and told["watched"]["findings"] == 6
    assert Calls(studio).watch(head.id, "tiny")["findings"][0]["another"] == "clip:s1-1"


def test_a_drawn_or_chosen_take_is_not_said_to_be_mended_by_another_seed(studio: Studio, amiss: LocalCrew):
    head = made(studio, amiss, "story.direction.clip=drawn")
    assert {one.remedy.step for one in studio.readings(head, "tiny").findings} == {""}
    assert {one.remedy.command for one in studio.readings(head, "tiny").findings} == {""}


def test_an_older_take_keeps_its_reading_and_is_marked_so(studio: Studio, amiss: LocalCrew):
    head = made(studio, amiss)
    head = studio.edit(head.id, changes.parsed(["shot:s1-2.size=close-up"]))
    known = {one.step: one for one in studio.readings(head, "tiny").reads}
    assert (known["clip:s1-2"].is_current, known["clip:s1-1"].is_current) == (False, True)
    cards = {card.shot.id: card for row in studio.board(head, "tiny").rows for card in row.cards}
    assert [(read.step, read.is_current, len(read.reading.findings)) for read in cards["s1-2"].reads] == [("clip:s1-2", False, 1)]
    assert [read.step for read in cards["s1-1"].reads] == ["clip:s1-1", "voice:s1-1-a"]


def test_takes_that_nobody_has_read_are_read_when_it_is_asked_for_and_nothing_else_is_made(studio: Studio, crew: LocalCrew):
    head = make(studio, studio.add(fakes.story()), crew)
    assert not studio.readings(head, "tiny").is_watched
    head = studio.edit(head.id, changes.parsed(["story.direction.watch=true", "shot:s2-1.size=close-up"]))
    unseen = studio.readings(head, "tiny").unseen
    assert set(unseen) == {f"clip:s{n}-{m}" for n in (1, 2) for m in (1, 2, 3)} - {"clip:s2-1"} | {f"voice:s{n}-{m}-a" for n in (1, 2) for m in (1, 3)} | {"scene:s1", "mix:film"}
    job = studio.watch(head, "tiny")
    assert job is not None
    steps = worker.steps_of(studio.store, job)
    production = Production(steps, studio.store, crew, Wish(head.id))
    events = list(production.events())
    assert {e.kind for e in events if e.state == "made"} == {"reading"} and not production.failures
    assert studio.readings(head, "tiny").unseen == () and studio.watch(head, "tiny") is None
    with pytest.raises(BadInput, match="nothing to read"):
        worker.steps_of(studio.store, Job(0, head.id, head.revision, WATCH, "tiny"))


def test_what_several_takes_and_retries_cost_is_known_before_they_are_made(studio: Studio, crew: LocalCrew):
    assert studio.foretold(told(studio), "tiny").cost.takes == 0
    head = told(studio, "story.direction.takes=3", "story.direction.retries=1")
    cost = studio.foretold(head, "tiny").cost
    assert (cost.takes, cost.retries, cost.readings) == (2 * 6, 6, 3 * 6 + 4 + 2 + 1)
    assert cost.takes_s > 0 and cost.retries_s > 0
    left = studio.foretold(make(studio, head, crew), "tiny")
    assert (left.will, left.may, left.cost.takes, left.cost.retries) == ((), (), 0, 0), "no take had a finding, so no retry is left to be paid"


def test_of_several_takes_the_page_says_which_stands_and_why(studio: Studio, crew: LocalCrew):
    head = made(studio, crew, "story.direction.takes=3")
    view = studio.shot(head, "s1-2", "tiny")
    kept = view.of("clip:s1-2")
    assert sorted(one.seed for one in kept) == [0, 1, 2] and [one.seed for one in kept if one.standing == "in use"] == [0]
    assert all((one.step, one.take.sha256) in view.readings for one in kept)
    assert "Of 3 takes the one with seed 0 stands" in (watch.choice(T, view, "clip:s1-2") or "")
    assert takes.html(T, view).count("take-card") == 3 + 1
    assert shot_picture.step_words(T, view, "reading:clip:s1-2#1") == "the reading of a take of the clip (seed 1)"


def test_the_bar_asks_for_more_or_for_less():
    low = Check(sort="identity", holds=False, value=0.5, bound=0.8, words="")
    high = Check(sort="freeze", holds=False, value=0.9, bound=0.5, unit="s", words="")
    assert (measured(low), measured(high)) == (("0.5", "at least", "0.8"), ("0.9 s", "at most", "0.5"))


@pytest.mark.parametrize("lean", [False, True])
def test_readings_and_choices_go_with_an_archive(studio: Studio, crew: LocalCrew, tmp_path: Path, lean: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundles, "FORMAT", bundles.FORMAT | dict.fromkeys(("clip", "effect", "scene", "film"), "png"))  # as the fake makers have them
    head = made(studio, crew, "story.direction.takes=2", 'shot:s1-1.sounds=["knock"]')
    path = studio.pack(head, tmp_path / "film.fabula", lean)
    with Studio(settings({"FABULA_HOME": str(tmp_path / "other")})) as other:
        back = other.unpack(path)
        states = {one.step.id: one.state for one in other.explain(back, "tiny")}
        assert states["clip:s1-2"] == states["reading:clip:s1-2#1"] == "have"
        assert ("reading:mix:film" in {f"reading:{one.step}" for one in other.readings(back, "tiny").reads}) == (not lean)


def test_a_reading_that_is_lost_says_so(studio: Studio, crew: LocalCrew):
    head = made(studio, crew)
    kept = next(take for step, take in studio.takes(head.id) if step == "reading:clip:s1-1")
    studio.store.media.path(kept.sha256, "json").write_text("{}" + " " * (kept.size - 2))
    read = next(one for one in studio.readings(head, "tiny").reads if one.step == "clip:s1-1")
    assert "is damaged" in read.reading.unread[0]
