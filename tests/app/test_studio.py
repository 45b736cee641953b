"""The studio: which revision a file names, one job that two people wait for, and promises that production keeps."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import changes, worker
from app import studio as studio_module
from app.crew import LocalCrew
from app.db.stories import Head
from app.production import Production, Wish
from app.settings import Settings
from app.studio import Studio
from app.worker import Look, Outcome
from storyboard.errors import BadInput, Missing, Stopped
from storyboard.take import Event, Take
from tests.app import fake_makers, fakes


@pytest.fixture
def studio(given: Settings, fake_makers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(studio_module, "POLL_S", 0.01)
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def head(studio: Studio) -> Head:
    return studio.add(fakes.story(scenes=1, shots=2))


def titled(studio: Studio, head: Head, title: str) -> Head:
    return studio.edit(head.id, changes.parsed([f"story.title={title}"]))


# a file names one revision


def test_a_file_saved_from_another_story_stands_for_that_one(studio: Studio, tmp_path: Path):
    older, newer = studio.add(fakes.story("Older")), studio.add(fakes.story("Newer"))
    path = tmp_path / "film.json"
    studio.save(newer, path)
    studio.save(older, path)
    path.write_text(path.read_text().replace("shot s1-2", "something else"))
    found = studio.find(str(path))
    assert (found.id, found.revision) == (older.id, 2)
    assert studio.store.stories.head(newer.id).revision == 1


def test_taking_up_a_file_turns_to_its_revision_and_loses_none(studio: Studio, head: Head, tmp_path: Path):
    path = studio.save(head, tmp_path / "lamp.json")
    titled(studio, head, "A")
    found, file = studio.take_up(str(path))
    assert (found.revision, found.title, file) == (1, "The Lamp", path)
    assert titled(studio, head, "B").revision == 3
    assert [(r.number, r.parent) for r in studio.history(head.id)] == [(1, None), (2, 1), (3, 1)]


def test_a_story_named_by_its_title_is_taken_up_as_it_is_today(studio: Studio, head: Head):
    titled(studio, head, "A")
    found, file = studio.take_up(head.id)
    assert (found.revision, file) == (2, None)


def test_a_file_that_equals_today_does_not_move_the_pointer(studio: Studio, head: Head, tmp_path: Path):
    titled(studio, head, "A")
    titled(studio, head, "The Lamp")  # revision 3 equals revision 1
    studio.undo(head.id)
    path = studio.save(studio.undo(head.id), tmp_path / "lamp.json")
    assert studio.take_up(str(path))[0].revision == 1


# one job, two who wait

GONE = "/".join((socket.gethostname(), "another boot", "1", "1"))  # a worker of this machine that certainly no longer runs


def test_a_waiter_who_leaves_does_not_end_the_film(studio: Studio, head: Head):
    theirs = studio.store.jobs.claim(studio.order(head).id)
    assert theirs is not None
    with pytest.raises(Stopped, match="Stopped waiting"):
        studio.film(head, look=Look(stop=lambda: True))
    assert studio.store.jobs.tell(theirs, {})  # nobody asked it to stop


def test_who_ordered_the_film_ends_it(studio: Studio, head: Head, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "is_there", lambda _store: True)
    with pytest.raises(Stopped, match="goes on from here"):
        studio.film(head, look=Look(stop=lambda: True))
    assert [job.state for job in studio.jobs(head.id)] == ["stopped"]


def test_a_waiter_orders_again_what_the_other_stopped(studio: Studio, head: Head, monkeypatch: pytest.MonkeyPatch):
    theirs = studio.store.jobs.claim(studio.order(head).id)
    assert theirs is not None

    def they_stop() -> bool:
        studio.store.jobs.end(theirs, "stopped", "Stopped.")
        return False

    monkeypatch.setattr(Studio, "_make_here", lambda self, job, look: Outcome(self.store.jobs.end(job, "failed", "made here"), None, {}))
    film = studio.film(head, look=Look(stop=they_stop))
    assert film.job.id != theirs.id and film.job.last_error == "made here"


def test_a_gone_maker_is_waited_for_without_haste_while_a_worker_lives(studio: Studio, head: Head, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr("app.db.jobs.me", lambda: GONE)
        studio.store.jobs.claim(studio.order(head).id)
    looks: list[str] = []

    def is_there(_store: object) -> bool:
        looks.append("worker")
        assert len(looks) < 100, "a busy loop"
        return True

    def stop() -> bool:
        looks.append("stop")
        return looks.count("stop") > 3

    monkeypatch.setattr(worker, "is_there", is_there)
    with pytest.raises(Stopped):
        studio.film(head, look=Look(stop=stop))
    assert looks.count("worker") <= 5


def test_a_gone_maker_without_a_worker_is_replaced(studio: Studio, head: Head, monkeypatch: pytest.MonkeyPatch):
    job = studio.order(head)
    with monkeypatch.context() as patch:
        patch.setattr("app.db.jobs.me", lambda: GONE)
        studio.store.jobs.claim(job.id)
    monkeypatch.setattr(Studio, "_make_here", lambda self, job, look: Outcome(self.store.jobs.end(job, "failed", "made here"), None, {}))
    made = studio.film(head).job
    assert (made.id, made.last_error) == (job.id, "made here")


@pytest.mark.parametrize("bad", ["shot s1-2", "tempo_bpm"])
def test_a_film_made_there_reports_what_one_made_here_does(
    bad: str, studio: Studio, head: Head, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FAKE_BAD", bad)
    theirs = studio.store.jobs.claim(studio.order(head, "tiny", "slated").id)
    assert theirs is not None
    here: list[Outcome] = []

    def they_make() -> bool:
        here.append(worker.run(studio.store, theirs, own_crew))
        return False

    seen: list[Event] = []
    there = studio.film(head, "tiny", Look(lambda event, _left_s: seen.append(event), they_make), "slated")
    assert here and there.path is not None
    assert plain(there.failures) == plain(here[0].failures)
    assert worker.summary(there.failures) == worker.summary(here[0].failures)
    assert not {s for s in there.failures if s.startswith(("scene", "mix", "film"))}  # made after all, with slates
    assert {e.state for e in there.failures.values()} == ({"failed"} if bad == "tempo_bpm" else {"failed", "waits"})


def plain(failures: dict[str, Event]) -> dict[str, tuple[str, str, str]]:
    return {step: (e.kind, e.state, e.message) for step, e in failures.items()}


# promises


def made(studio: Studio, head: Head, crew: LocalCrew) -> Production:
    production = Production(studio.plan(head), studio.store, crew, Wish(head.id))
    list(production.events())
    return production


def test_explain_says_cannot_make_where_production_fails(studio: Studio, head: Head, crew: LocalCrew):
    made(studio, head, crew)
    lost = studio.edit(head.id, changes.chosen(studio.story(head.id), "clip:s1-2", "0" * 64))
    told = {e.step.id: e for e in studio.explain(lost)}
    refused = {name for name, e in told.items() if e.state == "cannot make"}
    assert refused == {"clip:s1-2", "scene:s1", "film:film"}
    assert "choose another" in told["clip:s1-2"].why and told["film:film"].why == "hangs on scene:s1"
    assert refused == set(made(studio, lost, crew).failures)


@pytest.fixture
def takes(studio: Studio, head: Head, crew: LocalCrew) -> dict[str, Take]:
    return made(studio, head, crew).takes


def test_only_a_file_of_the_step_s_kind_can_be_chosen(studio: Studio, head: Head, takes: dict[str, Take], tmp_path: Path):
    voice = takes["voice:s1-1-a"].sha256
    with pytest.raises(BadInput, match=rf"{voice[:12]}.* kind voice; clip:s1-1 needs one of kind clip\. `fabula takes`"):
        studio.choose(head.id, "clip:s1-1", voice)
    own = studio.store.bring(fake_makers.png(tmp_path / "own.png", "ab" * 32)).sha256
    with pytest.raises(BadInput, match="is a png file; voice:s1-1-a needs one of kind voice"):
        studio.choose(head.id, "voice:s1-1-a", own)
    assert studio.history(head.id)[-1].number == 1
    studio.choose(head.id, "still:s1-1", own)
    studio.choose(head.id, "clip:s1-1", takes["clip:s1-2"].sha256)
    pins = studio.story(head.id).shots[0].pins
    assert (pins.still, pins.clip) == (own, takes["clip:s1-2"].sha256)


@pytest.mark.parametrize("digits", [12, 64])
def test_a_take_whose_file_is_gone_cannot_be_chosen(digits: int, studio: Studio, head: Head, takes: dict[str, Take]):
    take = takes["clip:s1-1"]
    studio.store.media.path(take.sha256, take.format).unlink()
    with pytest.raises(Missing, match="is not in"):
        studio.choose(head.id, "clip:s1-1", take.sha256[:digits])
