"""What the studio's pages order, a worker does: stories are written in a lane of their own, and who waits for little goes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.authoring import Premise
from app.db.jobs import Job
from app.settings import Settings
from app.studio import Studio
from app.worker import Look, work
from app.writing_lane import Writing
from storyboard.errors import BadInput
from storyboard.steps import part
from tests.app import fakes

PREMISE = Premise("A fox finds a lamp", size="tiny")


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@contextmanager
def a_worker(studio: Studio) -> Iterator[None]:
    """A worker of the home, in a thread of its own."""
    over = threading.Event()
    thread = threading.Thread(target=work, args=(studio.store, Look(stop=over.is_set, afterwards="queued", gives_way=True)))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ended(studio: Studio, number: int) -> Job:
    for _ in range(1200):
        job = studio.job(number)
        if not job.is_open:
            return job
        time.sleep(0.05)
    raise AssertionError(f"job {number} did not end: {studio.job(number)}")


def test_a_premise_becomes_a_story_and_a_film_without_anybody_looking(studio: Studio):
    job = studio.order_story(Writing(PREMISE, make="film"))
    with a_worker(studio):
        written = ended(studio, job.id)
        assert written.state == "done" and written.story
        (film,) = [one for one in studio.jobs(written.story) if one.target == "film"]
        assert ended(studio, film.id).state == "done"
    assert studio.story(written.story) == studio.story(studio.write(PREMISE).id)


def test_writing_stops_at_a_level_and_goes_on_from_there(studio: Studio):
    job = studio.order_story(Writing(PREMISE, stop="cast"))
    with a_worker(studio):
        first = ended(studio, job.id)
        draft = studio.find_draft(dict(first.progress or {})["draft"])
        assert first.state == "done" and not first.story and draft.level == "cast"
        second = ended(studio, studio.order_story(Writing(PREMISE, draft=draft.id)).id)
    assert second.story and studio.story(second.story).title


def test_a_premise_that_cannot_be_used_is_refused_before_it_waits(studio: Studio):
    with pytest.raises(BadInput, match="empty"):
        studio.order_story(Writing(Premise("  ")))
    assert studio.open_jobs() == []


def test_who_waits_for_little_goes_first(studio: Studio):
    head = studio.add(fakes.story())
    film = studio.order(head, "tiny")
    still = studio.order(head, "tiny", "stills")
    assert [job.id for job in studio.open_jobs()] == [still.id, film.id]
    assert studio.store.jobs.waits_before(film) and not studio.store.jobs.waits_before(still)


def test_a_film_lets_a_short_wish_pass_and_is_made_all_the_same(studio: Studio):
    head = studio.add(fakes.story())
    film = studio.order(head, "tiny", rank=2)
    ends: list[int] = []
    with a_worker(studio):
        while studio.job(film.id).state == "queued":
            time.sleep(0.01)
        animatic = studio.order(head, "tiny", "animatic")
        while len(ends) < 2:
            ends += [n for n in (animatic.id, film.id) if n not in ends and not studio.job(n).is_open]
            time.sleep(0.01)
    assert studio.job(film.id).state == "done" and studio.job(animatic.id).state == "done"


def test_a_part_of_a_film_is_made_alone(studio: Studio):
    head = studio.add(fakes.story())
    shot = studio.story(head.id).shots[0].id
    job = studio.order(head, "tiny", f"clip:{shot}")
    with a_worker(studio):
        done = ended(studio, job.id)
    assert done.state == "done" and done.film
    made = {one.step.id for one in studio.explain(head, "tiny") if one.state == "have"}
    assert not [one for one in made if one.startswith(("film:", "scene:", "voice:"))]
    assert made >= {step.id for step in part(studio.plan(head, "tiny"), f"clip:{shot}")}


def test_the_job_says_what_was_made_and_what_was_kept(studio: Studio):
    head = studio.add(fakes.story())
    with a_worker(studio):
        first = dict(ended(studio, studio.order(head, "tiny").id).progress or {})
        second = dict(ended(studio, studio.order(head, "tiny").id).progress or {})
    assert first["made"] == first["total"] and second["kept"] == second["total"] and "made" not in second
    assert first["in_hand"] == []


def test_a_target_that_is_none_is_said(studio: Studio):
    head = studio.add(fakes.story())
    job = studio.order(head, "tiny", "clip:nobody")
    with a_worker(studio):
        assert "clip:nobody" in ended(studio, job.id).last_error


def test_a_writing_that_is_stopped_keeps_what_is_written(studio: Studio):
    job = studio.order_story(Writing(PREMISE))
    assert studio.stop(job.id).state == "stopped"
    with a_worker(studio):
        time.sleep(0.6)
    assert studio.job(job.id).state == "stopped" and studio.stories() == []
