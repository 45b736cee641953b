"""What new films have, and what the Settings page tells: through Studio and as the page's HTML."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.authoring import Premise
from app.settings import Settings
from app.studio import Studio
from app.ui import settings_here, settings_keys
from app.ui.place import Place
from app.ui.tongue import Tongue
from app.writing_lane import Writing
from storyboard.errors import BadInput
from tests.app import fake_makers

SECRETS = ("key-of-the-writer", "word-in-the-address", "password-of-the-door")


def test_new_films_have_what_is_usual_also_after_a_restart(given: Settings):
    with Studio(given) as studio:
        assert studio.usual_premise("A fox").limits == {}
        studio.set_usual(size="preview", style="ink", minutes=1.0, calls=50)
        studio.set_usual(calls=60)
    with Studio(given) as studio:
        premise = studio.usual_premise("A fox")
        assert (premise.size, premise.style, premise.minutes, premise.limits) == ("preview", "ink", 1.0, {"calls": 60})
        studio.usual_size = "tiny"
        assert (studio.usual_premise("A fox").size, studio.usual().size) == ("tiny", "preview")


def test_a_usual_budget_counts_where_a_film_has_none_of_its_own(given: Settings):
    with Studio(given) as studio:
        studio.set_usual(calls=60, tokens=9000)
        job = studio.order_story(Writing(Premise("A fox learns to sail", limits={"calls": 5})))
        assert studio.writing(job).premise.limits == {"calls": 5, "tokens": 9000}


@pytest.mark.parametrize("wrong", [{"size": "huge"}, {"minutes": 0.01}, {"calls": -1}, {"money": -2.0}])
def test_what_no_film_could_have_is_refused_and_nothing_changes(given: Settings, wrong: dict[str, object]):
    with Studio(given) as studio:
        with pytest.raises(BadInput):
            studio.set_usual(**wrong)
        assert studio.usual() == type(studio.usual())()


def test_room_is_counted(given: Settings):
    with Studio(given) as studio:
        kept = studio.store.bring(fake_makers.png(given.scratch / "a.png", "ab" * 32))
        room = studio.room()
        assert (room.files, room.kept, room.spare) == (1, kept.size, 0)
        assert room.free > 0


def test_the_page_tells_no_secret(given: Settings):
    told = replace(
        given, llm_url="http://me:word-in-the-address@127.0.0.1:9/v1?token=word-in-the-address", llm_model="a-model", llm_key="key-of-the-writer", password="password-of-the-door",
    )  # fmt: skip
    with Studio(told) as studio:
        page = settings_here.html(studio, Tongue("en")) + settings_keys.html(studio, Tongue("en"), Place("settings"))
    assert "a-model" in page
    assert "THE PASSWORD" in page
    assert not [one for one in SECRETS if one in page]


def test_rules_are_told_as_text(given: Settings):
    (given.home).mkdir(parents=True, exist_ok=True)
    (given.home / "rules.toml").write_text('words = ["<script>alert(1)</script>", "gore"]\naudience = "children"\n')
    with Studio(given) as studio:
        page = settings_here.html(studio, Tongue("en"))
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "Words: 2" in page


def test_broken_rules_are_said_and_the_page_stands(given: Settings):
    given.home.mkdir(parents=True, exist_ok=True)
    (given.home / "rules.toml").write_text("words = 3")
    with Studio(given) as studio:
        page = settings_here.html(studio, Tongue("en"))
    assert "needs a hand" in page
    assert "What makes what" in page


def test_the_example_for_scripts_runs_as_python_and_json(given: Settings):
    with Studio(given) as studio:
        page = settings_keys.html(studio, Tongue("zh"), Place("settings"))
    compile(settings_keys.SCRIPT.format(here=settings_keys.HERE, auth=""), "example", "exec")
    assert "mcpServers" in page
    assert json.loads(Path(settings_keys.__file__).with_name("words").joinpath("zh", "settings.json").read_text("utf-8"))
