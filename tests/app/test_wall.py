"""The wall of stories and its page: what a card says, pages, search, drafts that wait, files in by one door and out by their address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import changes
from app.authoring import Premise
from app.db.jobs import Job
from app.db.rows import StoryRow
from app.db.stories import Head
from app.exchange import FORMATS
from app.formats import MEANINGS
from app.settings import Settings
from app.studio import Studio
from app.ui import exports, stories_cards
from app.ui.tongue import WORDS, Tongue
from app.writing_lane import Writing
from storyboard.errors import BadInput, Missing
from storyboard.upgrade import dump
from tests.app import fakes

UI = Path(stories_cards.__file__).parent


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


def states(studio: Studio) -> dict[str, str]:
    return {one.head.title: one.state for one in studio.wall().cards}


def made(studio: Studio, title: str) -> Head:
    head = studio.add(fakes.story(title, scenes=1, shots=1))
    studio.film(head, "tiny")
    return head


def test_a_card_says_how_its_story_stands(studio: Studio):
    head = studio.add(fakes.story("Lamp", scenes=1, shots=1))
    assert states(studio) == {"Lamp": "unmade"} and studio.wall().cards[0].poster is None
    job = studio.order(head, "tiny")
    assert states(studio) == {"Lamp": "waiting"}
    studio.stop(job.id)
    assert states(studio) == {"Lamp": "stopped"}
    studio.film(head, "tiny")
    [card] = studio.wall().cards
    assert card.state == "made" and card.frames == 72 and card.film
    assert card.poster == next(take.sha256 for step, take in studio.takes(head.id) if step == "still:s1-1")
    studio.edit(head.id, changes.parsed(["shot:s1-1.words=other"]))
    assert states(studio) == {"Lamp": "stale"}
    studio.undo(head.id)
    assert states(studio) == {"Lamp": "made"}


def test_a_failure_is_said_until_it_is_made_good(studio: Studio):
    head = made(studio, "Lamp")
    jobs = studio.store.jobs
    claimed = jobs.claim(jobs.add(Job(0, head.id, 1, "animatic", "tiny")).id)
    assert claimed is not None
    jobs.tell(claimed, {"done": 1, "total": 4})
    assert studio.wall().cards[0].share == 0.25
    jobs.end(claimed, "failed", "no")
    assert states(studio) == {"Lamp": "failed"}


def test_the_last_changed_comes_first_and_those_put_away_apart(studio: Studio):
    first, second = studio.add(fakes.story("First")), studio.add(fakes.story("Second"))
    assert list(states(studio)) == ["Second", "First"]
    studio.edit(first.id, changes.parsed(["shot:s1-1.words=other"]))
    assert list(states(studio)) == ["First", "Second"]
    before = studio.pulse("")
    studio.put_away(second.id)
    assert studio.pulse("") != before and list(states(studio)) == ["First"]
    assert [one.head.title for one in studio.wall(is_away=True).cards] == ["Second"]


def test_pages_and_search(studio: Studio):
    story = fakes.story("A%b", scenes=1, shots=1)
    studio.add(story)
    for number in range(30):
        studio.add(story.model_copy(update={"title": f"Film {number:02}"}))
    assert studio.wall().total == 31 and len(studio.wall().cards) == 24 and len(studio.wall(page=2).cards) == 7
    assert [one.head.title for one in studio.wall("film 07").cards] == ["Film 07"]
    assert [one.head.title for one in studio.wall("%").cards] == ["A%b"]
    assert studio.wall(page=999).cards == ()


def test_a_story_of_an_older_fabula_has_its_length(studio: Studio):
    studio.add(fakes.story("Lamp", scenes=1, shots=1))
    with studio.store.database.writing() as session:
        session.execute(sa.update(StoryRow).values(frames=None))
    assert studio.wall().cards[0].frames == 72


def test_what_is_not_a_story_yet_is_shown_once(studio: Studio):
    first = studio.order_story(Writing(Premise("A fox finds a lamp"), make="film"))
    [one] = studio.unwritten()
    assert one.premise == "A fox finds a lamp" and one.job is not None and one.job.is_open
    studio.stop(first.id)
    again = studio.order_story(Writing(Premise("A fox finds a lamp"), make="film"))
    assert [one.job and one.job.id for one in studio.unwritten()] == [again.id]
    studio.stop(again.id)
    studio.give_up(again.id, "")
    assert studio.unwritten() == []
    draft = studio.draft(Premise("A bear learns to sail"), "treatment")
    assert [one.draft and one.draft.id for one in studio.unwritten()] == [draft.id]
    studio.give_up(0, draft.id)
    assert studio.unwritten() == [] and studio.drafts() == []


def test_a_file_of_any_kind_comes_in_by_one_door(studio: Studio, tmp_path: Path):
    head = made(studio, "Lamp")
    story, script, archive = tmp_path / "a.json", tmp_path / "b.fountain", tmp_path / "c.fabula"
    story.write_text(dump(fakes.story("Other")))
    script.write_text("INT. KITCHEN - DAY\n\nMira opens the door.\n\nMIRA\nHello there.\n")
    studio.pack(head, archive)
    assert studio.take_in(story)[0].title == "Other" and studio.take_in(story)[0].origin == ""
    told, said = studio.take_in(script)
    assert told.title == "b" and "1 scene" in said[0]
    odd = tmp_path / "d.exe"
    odd.write_bytes(b"MZ")
    with pytest.raises(BadInput):
        studio.take_in(odd)


def test_an_address_names_stories_by_their_ids_alone(studio: Studio, tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text(dump(fakes.story("Secret")))
    for wanted in (str(path), "Lamp", "../x", ""):
        with pytest.raises(Missing):
            studio.head(wanted)


def test_exports_go_out_and_leave_nothing(studio: Studio):
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from app.export_routes import ExportRoutes

    head = studio.add(fakes.story('../Lamp: a "film"', scenes=1, shots=1))
    server = FastAPI()
    server.include_router(ExportRoutes(studio).router())
    with TestClient(server) as client:
        found = {name: client.get(f"/export/{head.id}.{name}") for name in (*FORMATS, "fabula")}
        assert {name for name, one in found.items() if one.status_code != 200} == set()
        assert "INT." in found["fountain"].text or "EXT." in found["fountain"].text
        assert "lamp" in found["srt"].headers["content-disposition"].lower() and ".." not in found["srt"].headers["content-disposition"]
        assert client.get(f"/export/{head.id}.exe").status_code == 404 and client.get("/export/Lamp.srt").status_code == 404
    assert not list(studio.settings.scratch.glob("export-*"))


def test_titles_are_text_on_their_cards(studio: Studio):
    studio.add(fakes.story("<img src=x onerror=alert(1)>"))
    html = stories_cards.wall(Tongue("en"), studio.wall())
    assert "<img" not in html and "&lt;img" in html


def test_every_format_that_goes_out_is_offered():
    """The Screening page lists all; a story's menu the usual ones, and the way there."""
    listed = [form for forms in exports.groups(Tongue()).values() for form in forms]
    assert sorted(listed) == sorted(MEANINGS) and set(exports.SHORT) < set(listed)


def test_the_page_speaks_chinese():
    said = json.loads((WORDS / "zh" / "stories.json").read_text())
    texts = {text for name in ("stories.py", "stories_cards.py") for text in re.findall(r"""\bt\(\s*"((?:[^"\\]|\\.)*)\"""", (UI / name).read_text())}
    assert texts <= set(said) and len(texts) > 40
