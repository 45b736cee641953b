"""The cast before any film: its pictures, its voices, what an edit would come to, a portrait of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.settings import Settings
from app.studio import Studio
from app.worker import Look, run
from storyboard import casting
from storyboard.edit import Change, Set
from storyboard.errors import BadInput
from storyboard.look import Garment, Outfit
from storyboard.sound import Voice
from storyboard.story import Story


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def head(studio: Studio, tale: Story):
    return studio.add(tale)


def made(studio: Studio, number: int):
    """The job, made here."""
    from app.crew import LocalCrew

    crew = LocalCrew(studio.settings)
    try:
        return run(studio.store, studio.store.jobs.claim(number), crew, Look()).job
    finally:
        crew.close()


def test_everyone_is_seen_in_every_outfit_before_a_film_is_made(studio: Studio, head):
    head = studio.edit(head.id, casting.dressed(studio.story(head.id), "mira", "ball", Outfit(garment=Garment.DRESS)))
    before = studio.seated(head, "tiny")
    assert {"portrait:mira", "portrait:mira.ball", "portrait:bo"} <= before.keys() and set(before.values()) == {None}
    assert made(studio, studio.sit(head, "tiny").id).state == "done"
    after = studio.seated(head, "tiny")
    assert None not in after.values() and any(one.startswith("place:") for one in after)


def test_a_voice_is_heard_and_the_story_stays(studio: Studio, head):
    job = made(studio, studio.hear(head, "mira", "Good evening.", Voice(pitch=0.5)).id)
    assert job.state == "done" and job.film and studio.file(job.film).stat().st_size > 0
    assert studio.find(head.id).revision == head.revision
    again = made(studio, studio.hear(head, "mira", "Good evening.", Voice(pitch=0.5)).id)
    assert again.film == job.film
    assert made(studio, studio.hear(head, "narrator").id).state == "done"
    with pytest.raises(BadInput, match="nobody called"):
        studio.hear(head, "ana")


def test_an_edit_is_foreseen_with_what_stays_as_it_was_written(studio: Studio, head):
    change = Change(ops=(Set(target="character:mira", field="look.kind", value="bear"),))
    found = studio.foreseen(head, change)
    assert any(row.what == "kind" for row in found.rows)
    assert studio.find(head.id).revision == head.revision


def test_a_portrait_of_ones_own_stands_for_every_outfit_and_what_becomes_of_it_is_said(studio: Studio, head, tmp_path: Path):
    picture = tmp_path / "me.png"
    Image.new("RGB", (80, 120), (200, 40, 40)).save(picture)
    head = studio.edit(head.id, casting.dressed(studio.story(head.id), "mira", "ball", Outfit(garment=Garment.DRESS)))
    head = studio.edit(head.id, casting.wearing(studio.story(head.id), "scene:s1", "mira", "ball"))
    head = studio.own(head.id, "portrait:mira", picture, size="tiny")
    pin = studio.story(head.id).character("mira").pin
    plan = studio.plan(head, "tiny")
    assert [s.pin for s in plan if s.id.startswith("portrait:mira")] == [pin]
    assert studio.seated(head, "tiny")["portrait:mira"] == pin
    assert "stands for every outfit" in studio.remarks(head, "tiny")["portrait:mira"]
    back = studio.choose(head.id, "portrait:mira", None)
    assert studio.story(back.id).character("mira").pin is None


def test_of_a_portrait_nobody_looks_at_it_is_said(studio: Studio, head, tmp_path: Path):
    picture = tmp_path / "me.png"
    Image.new("RGB", (80, 120), (200, 40, 40)).save(picture)
    studio.edit(head.id, Change(ops=(Set(target="story", field="direction.clip", value="drawn"),)))
    head = studio.own(head.id, "portrait:mira", picture, size="tiny")
    assert "no shot is made with this picture" in studio.remarks(head, "tiny")["portrait:mira"]
