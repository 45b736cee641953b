"""Documents are closed, whole, and come back from story.json as they were; captions say what a shot shows."""

from __future__ import annotations

import json

import pytest

from storyboard.caption import caption
from storyboard.errors import BadInput
from storyboard.plan import stage
from storyboard.staging import Season
from storyboard.story import LEFT_OUT, Substitution
from storyboard.upgrade import dump, load


def test_a_story_comes_back_as_it_was(tale):
    assert load(dump(tale)) == tale


def test_a_story_of_the_first_format_is_made_as_it_was(tale):
    tree = json.loads(dump(tale))
    del tree["format_version"]
    old = tree | {"format_version": 1, "direction": {"style": "ink and wash", "tint": None, "words": ""}}
    for shot in (shot for scene in tree["scenes"] for shot in scene["shots"]):
        del shot["keyframes"]
    lifted = load(json.dumps(old))
    assert (lifted.direction.style, lifted.direction.still, lifted.direction.clip, lifted.direction.smooth) == ("ink and wash", "drawn", "dit", False)
    assert lifted.scenes == tale.scenes and json.loads(dump(lifted))["format_version"] == 2


def test_story_json_keeps_its_promise_to_scripts(tale):
    tree = json.loads(dump(tale))
    assert isinstance(tree["characters"], list)
    assert all({"id", "shots"} <= set(scene) for scene in tree["scenes"])
    assert all({"id", "frames"} <= set(shot) for scene in tree["scenes"] for shot in scene["shots"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a story.json"),
        ("[]", "one object"),
        ("{", "not a story.json"),
        ('{"title": NaN}', "NaN"),
        ("{}", "title"),
        ("[" * 100_000, "not a story.json"),
        ('{"format_version": 99}', "Update Fabula"),
    ],
)
def test_a_file_that_is_no_story_is_refused_in_a_sentence(text, says):
    with pytest.raises(BadInput, match=says):
        load(text)


def test_unknown_fields_and_dangling_names_are_refused(tale):
    tree = json.loads(dump(tale))
    with pytest.raises(BadInput, match="colour"):
        load(json.dumps({**tree, "colour": "red"}))
    tree["scenes"][0]["shots"][0]["subjects"][0]["character"] = "nobody"
    with pytest.raises(BadInput, match="nobody"):
        load(json.dumps(tree))


def test_a_caption_says_who_where_what_and_how(tale):
    said = caption(stage(tale, tale.scenes[0], tale.shots[2]))
    assert said == (
        "gouache. wide, eye level, static camera. forest, day, clear. "
        "<s1> a rust fox in a blue coat, walking to the right, calm, on the left, speaking. "
        "<s2> a grey mouse, waving to the left, calm, on the right."
    )


def test_a_season_is_said_and_drawn_when_it_is_not_summer(tale):
    scene = tale.scenes[0].model_copy(update={"season": Season.WINTER})
    staging = stage(tale, scene, scene.shots[0])
    assert staging.season is Season.WINTER and "winter" in caption(staging)
    assert "summer" not in caption(stage(tale, tale.scenes[0], scene.shots[0]))


@pytest.mark.parametrize(
    ("kind", "asked", "drawn", "sentence"),
    [
        ("prop", "accordion", LEFT_OUT, "Not shown in this film: the accordion."), ("prop", "狐狸", LEFT_OUT, "Not shown in this film: 狐狸."),
        ("action", "steal", LEFT_OUT, 'The text says "steal"; no shot shows it.'), ("attribute", "Paris", LEFT_OUT, 'The text says "Paris"; no shot shows it.'),
        ("action", "sings", "talking", 'The text says "sings"; it is shown as talking.'), ("prop", "oar", "sword", 'The text says "oar"; it is drawn as a sword.'),
        ("place", "station", "city street", 'The text says "station"; the nearest place is drawn: city street.'),
        ("character", "3 wolves", "1", 'The text says "3 wolves"; the film shows 1.'),
    ],
)  # fmt: skip
def test_what_is_not_drawn_as_asked_is_a_sentence(kind: str, asked: str, drawn: str, sentence: str):
    assert Substitution(kind=kind, asked=asked, drawn=drawn).words() == sentence
