"""The Screening page: its look and telling are edits of single fields, a film has shapes, and each form is taken away with what it loses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from app.exchange import EDITORS
from app.formats import MEANINGS
from app.settings import Settings
from app.studio import Studio
from app.ui import screening, screening_away, screening_look, screening_player
from app.ui.place import Place
from app.ui.sizes import in_shape, shape_of, shapes
from app.ui.tongue import Tongue
from app.ways_of import PROFILES, film_shape
from storyboard.errors import BadInput
from storyboard.finish import Stock
from storyboard.story import Story
from tests.app import fakes

T = Tongue()


@pytest.fixture
def shell(given: Settings, fake_makers: None) -> Iterator[Any]:
    with Studio(given) as studio:
        studio.usual_size = "tiny"
        yield SimpleNamespace(studio=studio, t=T)


@pytest.fixture
def place(shell: Any) -> Place:
    return Place("screening", shell.studio.add(fakes.story(scenes=1, shots=2)).id)


def story(shell: Any, place: Place) -> Story:
    found: Story = shell.studio.story(place.story)
    return found


def field(shell: Any, place: Place, name: str, value: Any, kind: str = "word", was: Any = None) -> str:
    data = {"do": "set", "target": "story", "field": name, "value": value, "kind": kind, "was": json.dumps(was)}
    return screening_look.edited(shell, screening.seen(shell, place), data)


@pytest.mark.parametrize(
    ("name", "value", "kind", "was", "now"),
    [("finish.stock", "noir", "word", "clean", Stock.NOIR), ("finish.grain", "0.5", "float", None, 0.5), ("finish.letterbox", "2.39", "none", None, "2.39"),
     ("telling", "storybook", "word", "acted", "storybook"), ("direction.voice", "piper", "word", "espeak", "piper"), ("mark", "", "count", 0, None),
     ("openings", "place and time", "word", "none", "place and time")],
)  # fmt: skip
def test_a_field_of_the_look_is_one_edit(shell: Any, place: Place, name: str, value: str, kind: str, was: Any, now: Any):
    assert "made again" in field(shell, place, name, value, kind, was)
    found: Any = story(shell, place)
    for part in name.split("."):
        found = getattr(found, part)
    assert found == now
    assert field(shell, place, name, value, kind, was) == "" and len(shell.studio.history(place.story)) == 2


def test_an_own_amount_can_be_given_back_to_the_stock(shell: Any, place: Place):
    field(shell, place, "finish.stock", "noir", was="clean")
    at = "as the film stock has it"
    assert 'value="0.7"' in screening_look.html(T, screening.seen(shell, place)) and at not in screening_look.html(T, screening.seen(shell, place))
    field(shell, place, "finish.vignette", "0.1", "float")
    assert at in screening_look.html(T, screening.seen(shell, place))
    field(shell, place, "finish.vignette", "", "none", 0.1)
    assert story(shell, place).finish.vignette is None


def test_every_shape_is_watched_and_made_by_its_name(shell: Any, place: Place):
    assert set(shapes(T)) == set(PROFILES) and shape_of("tiny") == "wide" and in_shape("tiny:tall", "wide") == "tiny"
    tall = screening.seen(shell, place.at(part="tall"))
    assert tall.size == "tiny:tall" and film_shape(tall.size) is not None and tall.film is None
    screening._do(shell, place.at(part="tall"), {"do": "make", "target": "film"}, lambda *_: None)
    assert [job.size for job in shell.studio.jobs(place.story)] == ["tiny:tall"]
    shell.studio.film(tall.head, "tiny:tall")
    assert screening.seen(shell, place.at(part="tall")).film is not None and screening.seen(shell, place.at(part="wide")).film is None
    assert "in this shape yet: Wide 16:9" in screening_player.html(shell, screening.seen(shell, place.at(part="wide")))


def test_every_form_is_listed_with_its_meaning_and_address(shell: Any, place: Place):
    html = screening_away.html(shell, screening.seen(shell, place))
    for form, meaning in MEANINGS.items():
        assert f"/export/{place.story}.{form}?size=tiny&amp;revision=1" in html and meaning in html, form
    assert "animatic=true" not in html
    shell.studio.animatic(shell.studio.find(place.story), "tiny")
    watched = screening_away.html(shell, screening.seen(shell, place.at(part="animatic")))
    assert f"/export/{place.story}.gif?size=tiny&amp;revision=1&amp;animatic=true" in watched


def test_forms_for_editing_programs_say_what_they_lose(shell: Any, place: Place):
    now = screening.seen(shell, place)
    assert screening_away.html(shell, now).count('data-do="losses"') == len(EDITORS)
    assert "screen-losses" in screening_away.html(shell, now, "edl")


def test_a_cut_comes_back(shell: Any, place: Place, tmp_path: Any):
    head = shell.studio.find(place.story)
    cut = shell.studio.export(head, tmp_path / "a.otio", "tiny")
    assert "as the story has it" in screening_away.brought(shell, place, str(cut)) and shell.studio.find(place.story).revision == 1
    with pytest.raises(BadInput):
        screening_away.brought(shell, place, None)
