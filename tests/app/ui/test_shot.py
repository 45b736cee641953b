"""The Shot page: every field saves itself and only itself, what a person wrote is text and never markup, and each button does what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from app.db.stories import Head
from app.settings import Settings
from app.shots import ShotView
from app.studio import Studio
from app.ui import fields, shot, shot_form, shot_own, shot_picture, takes
from app.ui.fields import Spot
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.errors import BadInput, Conflict
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
    return Place("shot", shell.studio.add(fakes.story(scenes=1, shots=3)).id, "s1-1")


def view(shell: Any, place: Place) -> ShotView:
    found: ShotView = shell.studio.shot(shell.studio.find(place.story), place.shot, "tiny")
    return found


def do(shell: Any, place: Place, **data: Any) -> Any:
    return shot._do(shell, place, data, lambda _: {"looked": True})


def field(shell: Any, place: Place, target: str, name: str, value: Any, kind: str = "word", was: Any = None, tried: Any = ()) -> Any:
    return do(shell, place, do="set", target=target, field=name, value=value, kind=kind, was=json.dumps(was), tried=json.dumps(tried), label=name)


def story(shell: Any, place: Place) -> Story:
    found: Story = shell.studio.story(place.story)
    return found


def made(shell: Any, place: Place) -> Head:
    head: Head = shell.studio.find(place.story)
    shell.studio.film(head, "tiny", target=f"shot:{place.shot}")
    return head


# fields


@pytest.mark.parametrize(
    ("kind", "given", "was", "value"),
    [("word", "rain", "clear", "rain"), ("none", "", "mira", None), ("seconds", "2.5", 72, 60), ("int", "90", 84, 90), ("float", "0.5", 0.0, 0.5),
     ("bool", False, True, False), ("from", "25", [0.0, 1.0], [0.25, 1.0]), ("to", "50", [0.0, 1.0], [0.0, 0.5])],
)  # fmt: skip
def test_a_field_becomes_one_operation_that_knows_what_was_seen(kind: str, given: Any, was: Any, value: Any):
    data = {"target": "shot:a", "field": "x", "kind": kind, "value": given, "was": json.dumps(was)}
    asked = fields.operation(data, was)
    assert asked is not None and (asked.value, asked.was) == (value, was)
    assert fields.operation(data, value) is None


def test_a_second_change_of_a_field_is_no_conflict_with_the_first(shell: Any, place: Place):
    field(shell, place, "shot:s1-1", "size", "close-up", was="wide")
    field(shell, place, "shot:s1-1", "size", "medium", was="wide", tried=["close-up"])
    assert story(shell, place).shots[0].size == "medium"
    with pytest.raises(Conflict):
        field(shell, place, "shot:s1-1", "size", "full", was="wide")


def test_a_field_that_moves_nothing_else_leaves_the_form_alone(shell: Any, place: Place):
    assert field(shell, place, "shot:s1-1", "angle", "low angle", was="eye level").updates == {"looked": True}
    assert field(shell, place, "shot:s1-1", "angle", "low angle", was="eye level").updates == {}
    words = "And then she said a great many more words than there was any time for at all."
    assert field(shell, place, "line:s1-1-a", "text", words, "text", was="Line s1-1.").updates is None  # the shot is longer now
    assert story(shell, place).shots[0].frames > 72


def test_a_number_that_is_none_is_named(shell: Any, place: Place):
    with pytest.raises(BadInput, match="frames: 'soon' is no number"):
        field(shell, place, "shot:s1-1", "frames", "soon", "seconds", was=72)


def test_every_field_of_the_form_reads_back_as_it_stands(shell: Any, place: Place):
    """What is shown in a field, left as it is, is no edit: for every kind of field of the page."""
    shown: list[Spot] = []
    real = fields._data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fields, "_data", lambda spot: shown.append(spot) or real(spot))
        shot_form.html(T, view(shell, place))
    assert len(shown) > 30
    for spot in shown:
        text = spot.value if spot.kind == "bool" else fields.shown(spot) if spot.value is not None else ""
        now = fields.now(story(shell, place), spot.target, spot.field)
        data = {"target": spot.target, "field": spot.field, "kind": spot.kind, "value": text, "was": json.dumps(spot.value)}
        assert spot.field.endswith("costume") or fields.operation(data, now) is None, spot


# what is written is text


def test_words_of_a_story_are_never_markup(shell: Any, place: Place):
    bad = "<img src=x onerror=alert(1)>"
    for target, name in (("shot:s1-1", "words"), ("scene:s1", "beat"), ("line:s1-1-a", "text"), ("character:mira", "name"), ("shot:s1-1", "prompt.more")):
        shell.studio.edit(place.story, shot.changes.parsed([f"{target}.{name}={bad}"]))
    made(shell, place)
    found = view(shell, place)
    pages = [shot_form.html(T, found), shot_picture.head(T, found), shot_picture.frame(T, found), shot_picture.status(T, found, {"clip:s1-1": bad})]
    pages += [takes.html(T, found), takes.framings(T, shell.studio.framings(found.head, "s1-1", "tiny")), shot_own.given_html(T, found), shot_own.retake_html(T, found)]
    assert all("<img src=x" not in page for page in pages) and "&lt;img src=x" in pages[0]


# what it looks like, and what making it would do


def test_the_picture_is_the_newest_thing_there_is_and_says_what_it_is(shell: Any, place: Place):
    assert "fb-nopicture" in shot_picture.frame(T, view(shell, place)) and "not made yet" in shot_picture.head(T, view(shell, place))
    shell.studio.film(shell.studio.find(place.story), "tiny", target="still:s1-1")
    assert "Its first picture, as it is now." in shot_picture.frame(T, view(shell, place))
    made(shell, place)
    assert "<video" in shot_picture.frame(T, view(shell, place)) and "Nothing would be made again" in shot_picture.status(T, view(shell, place), {})
    field(shell, place, "shot:s1-1", "size", "close-up", was="wide")
    found = view(shell, place)
    assert "This is the clip as it was" in shot_picture.frame(T, found) and "out of date" in shot_picture.head(T, found)
    status = shot_picture.status(T, found, {})
    assert "2 steps of this shot would be made" in status and "changed: size" in status and "every other shot stays as it is" in status


def test_a_changed_line_makes_only_its_voice_again(shell: Any, place: Place):
    made(shell, place)
    field(shell, place, "line:s1-1-a", "text", "Line s1-2.", "text", was="Line s1-1.")
    status = shot_picture.status(T, view(shell, place), {})
    assert "One step of this shot would be made" in status and "every picture stays as it is" in status


# buttons


def test_people_and_lines_come_and_go(shell: Any, place: Place):
    do(shell, place, do="come", value="oto")
    assert [one.character for one in story(shell, place).shots[0].subjects] == ["mira", "oto"]
    do(shell, place, do="go", who="mira")
    assert [one.character for one in story(shell, place).shots[0].subjects] == ["oto"]
    do(shell, place, do="say", values=json.dumps({"speaker": "oto", "text": "Here I am."}))
    lines = story(shell, place).shots[0].lines
    assert [line.text for line in lines] == ["Line s1-1.", "Here I am."]
    do(shell, place, do="earlier", line=lines[1].id)
    do(shell, place, do="unsay", line="s1-1-a")
    assert [line.text for line in story(shell, place).shots[0].lines] == ["Here I am."]


def test_takes_are_chosen_held_and_let_go(shell: Any, place: Place):
    made(shell, place)
    do(shell, place, do="candidates", step="clip:s1-1", count="2")
    shell.studio.film(shell.studio.find(place.story), "tiny", target="clip:s1-1#1,2")
    other = next(one for one in view(shell, place).of("clip:s1-1") if one.standing == "other")
    do(shell, place, do="choose", step="clip:s1-1", sha=other.take.sha256)
    assert view(shell, place).media("clip:s1-1") == other.take.sha256 and "Choose none" in takes.html(T, view(shell, place))
    do(shell, place, do="unpin", step="clip:s1-1")
    assert story(shell, place).shots[0].pins.clip is None
    do(shell, place, do="frame", name="closer")
    assert story(shell, place).shots[0].size == "full"


def test_making_is_ordered_and_never_done_by_the_page(shell: Any, place: Place):
    for asked, target in (("make", "shot:s1-1"), ("draw", "still:s1-1"), ("framings", "framing:s1-1")):
        do(shell, place, do=asked)
        assert shell.studio.jobs(place.story)[0].target == target
    assert not shell.studio.takes(place.story)


def test_a_part_is_taken_again_from_the_page(shell: Any, place: Place):
    made(shell, place)
    values = {"begin": "1.0", "end": "2.0", "who": "mira", "action": "waving", "emotion": ""}
    do(shell, place, do="retake", values=json.dumps(values))
    retake = story(shell, place).shots[0].retake
    assert retake is not None and retake.acting[0].action == "waving" and shell.studio.jobs(place.story)[0].target == "shot:s1-1"
    assert "1.00 to 2.00 s is a retake" in shot_picture.status(T, view(shell, place), {})
    do(shell, place, do="whole")
    assert story(shell, place).shots[0].retake is None
    with pytest.raises(BadInput, match="two times in seconds"):
        do(shell, place, do="retake", values=json.dumps({"begin": "", "end": ""}))


def test_a_note_on_the_shot_is_shown_and_then_made(shell: Any, place: Place):
    answer = shot_own._ask(shell, place, "closer, and in the rain", "panel")
    assert "full" in answer.updates["panel"] and "Not done" in answer.updates["panel"]
    shot_own._decided(shell, place)
    assert story(shell, place).shots[0].size == "full" and story(shell, place).scenes[0].weather == "clear"
    assert shell.studio.jobs(place.story)[0].target == "shot:s1-1"


def test_a_shot_that_is_gone_says_so_and_leads_on(shell: Any, place: Place):
    assert shot._view(shell, place.at(shot="s9-9"))[0] is None
    assert "view=board" in shot._gone(shell, place)
    assert shot._view(shell, place.at(shot=""))[0].shot.id == "s1-1"  # type: ignore[union-attr]


# what is heard beside the lines


def test_sounds_are_free_words_with_commas_between(shell: Any, place: Place):
    field(shell, place, "shot:s1-1", "sounds", "knock,  owl， ", "words", [])
    assert story(shell, place).shots[0].sounds == ("knock", "owl")
    assert 'value="knock, owl"' in shot_form.html(T, view(shell, place))


def test_sound_is_moved_to_the_frame_and_no_further_than_there_is_room(shell: Any, place: Place):
    second = place.at(shot="s1-2")
    field(shell, second, "shot:s1-2", "lead", "0.29", "frames", 0)
    assert story(shell, place).shots[1].lead == 7
    assert 'value="0.29"' in shot_form.html(T, view(shell, second))
    with pytest.raises(BadInput, match="At most"):
        field(shell, second, "shot:s1-2", "lead", "100", "frames", 7)


def test_a_shot_has_its_own_softness_or_the_films(shell: Any, place: Place):
    field(shell, place, "shot:s1-1", "aperture", "0.5", "amount")
    assert story(shell, place).shots[0].aperture == 0.5
    field(shell, place, "shot:s1-1", "aperture", "", "amount", 0.5)
    assert story(shell, place).shots[0].aperture is None
