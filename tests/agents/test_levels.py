"""A story written level by level: what a person has is taken as it is, and what follows is written from it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agents.brief import Brief
from agents.levels import LEVELS, Draft, changed, put
from agents.levels_words import words
from agents.writer_offline import OfflineWriter
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import begin, go_on, write
from storyboard.errors import BadInput
from storyboard.memo import MemoryMemo
from storyboard.story import Story
from tests.agents.fake_endpoint import good, reply, serving
from tests.agents.obedient import obedient

PREMISE = "A fox learns to sail"


def up_to(level: str) -> Draft:
    writer, memo = OfflineWriter(), MemoryMemo()
    found = go_on(begin(PREMISE, Brief(), writer), writer, memo, stop=level)
    assert isinstance(found, Draft)
    return found


def finished(draft: Draft, writer: Any = None, memo: Any = None) -> Story:
    found = go_on(draft, writer or OfflineWriter(), memo or MemoryMemo())
    assert isinstance(found, Story)
    return found


def test_stopping_at_every_level_ends_in_the_same_story():
    draft = up_to("treatment")
    for level in LEVELS[1:]:
        draft = Draft.model_validate_json(draft.model_dump_json())  # as another process reads it
        draft = go_on(draft, OfflineWriter(), MemoryMemo(), stop=level)  # type: ignore[assignment]
        assert draft.level == level and draft.approved == LEVELS[: LEVELS.index(level)]
    assert finished(draft) == write(PREMISE, Brief(), OfflineWriter(), MemoryMemo())


def test_what_follows_is_written_from_what_was_changed():
    draft = put(up_to("treatment"), "treatment.ending", "They sail home in the rain.")
    story = finished(draft)
    assert "sail home in the rain" in story.scenes[-1].model_dump_json()
    plain = write(PREMISE, Brief(), OfflineWriter(), MemoryMemo())
    assert [s.shots for s in story.scenes[:2]] == [s.shots for s in plain.scenes[:2]]  # the rest is as it was


def test_another_cast_plays_the_same_film_by_its_names():
    draft = up_to("cast")
    name = draft.cast.members[0].name  # type: ignore[union-attr]
    for field, value in {f"cast.{name}.name": "Olga", "cast.Olga.kind": "crow", "cast.Olga.role": "crow"}.items():
        draft = put(draft, field, value)
    story = finished(draft)
    said = " ".join(line.text for shot in story.shots for line in shot.lines)
    assert "Olga" in said and name not in said and " fox" not in said
    assert str(story.character("olga").look.kind) == "crow"


def test_a_changed_level_takes_back_only_what_nobody_approved():
    draft = up_to("cast")
    assert put(draft, "treatment.title", "Sails").level == "treatment"
    kept = put(put(draft, f"cast.{draft.cast.members[0].name}.hat", "beret"), "treatment.title", "Sails")
    assert kept.level == "cast" and kept.approved == ("treatment", "cast")
    assert finished(kept).title == "Sails" and str(finished(kept).characters[0].costumes[0].outfit.hat) == "beret"


@pytest.mark.parametrize(("path", "value", "said"), [
    ("cast.Rufo.kind", "owl", "kind"), ("treatment.nope", "x", "there are: title"), ("cast.Bob.kind", "fox", "Rufo"), ("nope.x", 1, "no level 'nope'"),
    ("outline.1.beat", "x", "no outline yet"), ("treatment", "x", "names no field"), ("cast.Rufo", 3, "cannot be changed|Rufo"),
])  # fmt: skip
def test_what_cannot_be_changed_is_said(path: str, value: Any, said: str):
    with pytest.raises(BadInput, match=said):
        put(up_to("cast"), path, value)


def test_names_must_be_those_of_the_draft():
    draft = up_to("shots")
    with pytest.raises(BadInput, match="'Bob'"):
        put(draft, "shots.1.1.lines.1.speaker", "Bob")
    with pytest.raises(BadInput, match="'the moon'"):
        changed(draft, {"outline": json.loads(draft.model_dump_json())["outline"] | {"scenes": [draft.outline.scenes[0].model_dump(mode="json") | {"place": "the moon"}]}})


def test_levels_read_with_the_names_that_change_them():
    draft = up_to("shots")
    shown, line = words(draft), draft.shots["1"].shots[0].lines[0]
    assert f"cast.{draft.cast.members[0].name}: fox" in shown and f"{line.speaker}: {line.text}" in shown  # type: ignore[union-attr]
    assert "outline.2: " in shown and "shots.1.2: " in shown
    assert put(draft, "shots.1.1.lines.1.text", "Why not me?").shots["1"].shots[0].lines[0].text == "Why not me?"


def test_a_model_is_asked_only_for_what_is_not_there():
    memo = MemoryMemo()
    with serving(lambda n, request: reply(good(request))) as endpoint:
        writer = OpenAIWriter(Endpoint(endpoint.url, "m", retries=0))
        draft = go_on(begin("Two neighbours share a lamp", Brief(), writer), writer, memo, stop="cast")
        asked = len(endpoint.asked)
        draft = put(draft, "treatment.ending", "They read until the sun comes.")  # type: ignore[arg-type]
        draft = go_on(draft, writer, memo, stop="cast")
        rest = [request["messages"][1]["content"] for request in endpoint.asked[asked:]]
        shots = go_on(draft, writer, memo, stop="shots")
        before = len(endpoint.asked)
        story = finished(shots, writer, memo)  # type: ignore[arg-type]
    assert asked == 3 and len(rest) == 2 and all("until the sun comes" in text for text in rest)
    assert len(endpoint.asked) == before and isinstance(story, Story) and story.writer == "m"


def test_a_long_film_stops_and_goes_on_too():
    memo = MemoryMemo()
    with serving(lambda n, request: reply(obedient(request))) as endpoint:
        writer = OpenAIWriter(Endpoint(endpoint.url, "m", retries=0))
        draft = go_on(begin("Two neighbours share a lamp", Brief(seconds=300), writer), writer, memo, stop="outline")
        draft = put(draft, "outline.1.weather", "fog")  # type: ignore[arg-type]
        asked = len(endpoint.asked)
        story = finished(draft, writer, memo)
    assert str(story.scenes[0].weather) == "fog" and len(story.scenes) > 12
    assert len(endpoint.asked) - asked >= len(story.scenes)


@pytest.mark.parametrize("level, path, value, said", [
    ("cast", "cast.1.name", "{second}", "two of its cast would be called {second}"), ("outline", "outline.9.weather", "rain", "there are: scenes, 1, 2, 3, 4"),
    ("cast", "places.{place}", "forest", "is all of {place}; name one of its fields: name, place"),
])  # fmt: skip
def test_a_change_that_makes_no_sense_is_told_what_there_is(level: str, path: str, value: str, said: str):
    draft = up_to(level)
    names = {"second": draft.cast.members[1].name, "place": draft.places.locales[0].name}  # type: ignore[union-attr]
    with pytest.raises(BadInput) as told:
        put(draft, path.format(**names), value.format(**names))
    assert said.format(**names) in str(told.value)
