"""The board: what is there of each shot, of those that are looked at, in a film of any length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import changes, worker
from app.boards import Board, Card
from app.db.stories import Head
from app.production import Production, Wish
from app.settings import Settings
from app.studio import Studio
from bench.long_story import long_story
from storyboard.errors import BadInput
from tests.app import fakes


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def made(studio: Studio, crew) -> Head:
    """A film of two scenes with three shots each, made."""
    head = studio.add(fakes.story())
    make(studio, head, crew)
    return head


def make(studio: Studio, head: Head, crew) -> None:
    for _ in Production(studio.plan(head, "tiny"), studio.store, crew, Wish(head.id)).events():
        pass


def cards(board: Board) -> dict[str, Card]:
    return {card.shot.id: card for row in board.rows for card in row.cards}


def states(studio: Studio, head: Head) -> dict[str, str]:
    return {name: card.state for name, card in cards(studio.board(head, "tiny")).items()}


def edited(studio: Studio, head: Head, *sets: str) -> Head:
    return studio.edit(head.id, changes.parsed(sets))


def test_before_anything_is_made(studio: Studio):
    board = studio.board(studio.add(fakes.story()), "tiny")
    assert [(row.number, row.first, len(row.cards)) for row in board.rows] == [(1, 1, 3), (2, 4, 3)]
    assert {(card.state, card.still, card.why) for card in cards(board).values()} == {("will make", None, "not made yet")}


def test_an_edit_makes_one_shot_stale_and_its_older_take_is_still_shown(studio: Studio, made: Head):
    before = cards(studio.board(made, "tiny"))
    assert {card.state for card in before.values()} == {"made"}
    after = cards(studio.board(edited(studio, made, "shot:s1-2.size=close-up"), "tiny"))
    assert {name for name, card in after.items() if card.state != "made"} == {"s1-2"}
    stale = after["s1-2"]
    assert stale.state == "stale" and "size" in stale.why
    assert stale.clip == replace(before["s1-2"].clip, is_current=False)
    assert after["s1-1"].clip == before["s1-1"].clip


def test_a_line_that_is_to_be_spoken_anew_makes_its_shot_stale(studio: Studio, made: Head):
    head = edited(studio, made, "line:s1-1-a.text=Line s1-0.")
    assert (states(studio, head)["s1-1"], states(studio, head)["s1-3"]) == ("stale", "made")


def test_undo_makes_it_fresh_again(studio: Studio, made: Head):
    edited(studio, made, "shot:s1-2.size=close-up")
    assert set(states(studio, studio.undo(made.id)).values()) == {"made"}


def test_another_size_was_never_made_and_shows_what_there_is(studio: Studio, made: Head):
    card = cards(studio.board(made, "preview"))["s1-1"]
    assert (card.state, card.clip.is_current) == ("will make", False)


def test_a_take_that_a_person_chose_is_pinned(studio: Studio, made: Head):
    other = cards(studio.board(made, "tiny"))["s1-2"].clip.sha256
    card = cards(studio.board(studio.choose(made.id, "clip:s1-1", other), "tiny"))["s1-1"]
    assert (card.state, card.clip.sha256) == ("pinned", other)


def test_what_is_in_hand_and_what_failed(studio: Studio):
    head = studio.add(fakes.story())
    studio.order(head, "tiny")
    job = studio.store.jobs.claim()
    studio.store.jobs.tell(job, {"in_hand": ["clip:s1-1"], "failures": {"still:s1-2": {"state": "failed", "message": "no ink"}}})
    assert states(studio, head)["s1-1"] == "making"
    studio.store.jobs.end(job, "failed", "no ink")
    found = cards(studio.board(head, "tiny"))
    assert (found["s1-1"].state, found["s1-2"].state, found["s1-2"].why) == ("will make", "failed", "no ink")


def test_a_window_of_a_long_film(studio: Studio):
    head = studio.add(long_story(100))
    board = studio.board(head, "tiny", begin=15, count=6)
    assert (board.begin, board.end, board.total) == (15, 20, 100)
    assert [[card.number for card in row.cards] for row in board.rows] == [[15, 16], [17, 18, 19, 20]]
    assert [card.shot.id for card in board.rows[1].cards] == ["s3-1", "s3-2", "s3-3", "s3-4"]
    assert studio.board(head, "tiny", begin=500).begin == 100


def test_findings_stand_at_their_shots(studio: Studio):
    head = studio.add(long_story(24))
    found = {f.shot for f in studio.check(head)}
    shown = {name for name, card in cards(studio.board(head, "tiny")).items() if card.findings}
    assert shown and shown <= found


def test_the_pulse_beats_when_something_moves_and_not_else(studio: Studio):
    head, other = studio.add(fakes.story()), studio.add(fakes.story("Other"))
    seen = {"": [studio.pulse("")], head.id: [studio.pulse(head.id)], other.id: [studio.pulse(other.id)]}

    def look() -> list[bool]:
        for name, beats in seen.items():
            beats.append(studio.pulse(name))
        return [beats[-1] != beats[-2] for beats in seen.values()]

    assert look() == [False, False, False]
    edited(studio, head, "story.title=New")
    assert look() == [True, True, False]
    studio.order(other, "tiny")
    assert look() == [True, False, True]
    job = studio.store.jobs.claim()
    assert look() == [True, False, True]
    studio.store.jobs.tell(job, {"done": 1})
    assert look() == [True, False, True]
    studio.remove(head.id)
    assert look() == [True, True, False]


def test_what_is_stale_is_made_again_and_nothing_else(studio: Studio, made: Head, crew):
    head = edited(studio, made, "shot:s1-2.size=close-up", "line:s2-1-a.text=Line s2-0.")
    job = studio.order(head, "tiny", "stale")
    outcome = worker.run(studio.store, studio.store.jobs.claim(job.id), crew)
    assert set(outcome.job.progress["last_made"]) == {"still:s1-2", "clip:s1-2", "voice:s2-1-a", "clip:s2-1"} - {"clip:s2-1"}
    assert set(states(studio, head).values()) == {"made"}
    again = studio.store.jobs.claim(studio.order(head, "tiny", "stale").id)
    with pytest.raises(BadInput, match="Nothing is stale"):
        worker.run(studio.store, again, crew)


def test_one_shot_is_made_with_its_voices(studio: Studio, crew):
    head = studio.add(fakes.story())
    outcome = worker.run(studio.store, studio.store.jobs.claim(studio.order(head, "tiny", "shot:s1-1").id), crew)
    found = cards(studio.board(head, "tiny"))
    assert {name for name, card in found.items() if card.state == "made"} == {"s1-1"}
    assert outcome.take.sha256 == found["s1-1"].clip.sha256
    assert "voice:s1-1-a" in outcome.job.progress["last_made"]


def test_what_making_would_do_is_foretold(studio: Studio, made: Head):
    told = studio.foretold(edited(studio, made, "shot:s1-2.size=close-up"), "tiny")
    assert [e.step.id for e in told.will] == ["still:s1-2"]
    assert {"clip:s1-2", "scene:s1"} <= {e.step.id for e in told.may} and told.stay > 10


def test_what_is_seen_is_mended_by_an_edit_of_what_is_seen(studio: Studio):
    head = studio.add(long_story(40))
    board = studio.board(head, "tiny", begin=9, count=16)
    change, count = studio.mend_seen(board)
    assert count > 0
    mended = studio.board(studio.edit(head.id, change), "tiny", begin=9, count=16)
    assert sum(len(card.findings) for card in cards(mended).values()) < sum(len(card.findings) for card in cards(board).values())
    assert mended.story.scenes[:1] == board.story.scenes[:1] and mended.story.characters == board.story.characters
