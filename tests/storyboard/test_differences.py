"""A difference is read by people: what, where, before, after."""

from __future__ import annotations

from storyboard.differences import difference
from storyboard.edit import Add, Change, Remove, Reorder, Set, edit
from tests.app import fakes


def rows(*ops):
    story = fakes.story(scenes=2, shots=2)
    return [row.words() for row in difference(story, edit(story, Change(ops=ops)))]


def test_nothing_changed_is_no_row():
    story = fakes.story(scenes=1, shots=2)
    assert difference(story, story) == ()


def test_fields_are_named_as_people_name_them():
    story = fakes.story(scenes=2, shots=2)
    scene, shot = story.scenes[1], story.scenes[1].shots[0]
    said = rows(Set(target="story", field="title", value="The Sea"), Set(target=f"scene:{scene.id}", field="weather", value="rain"),
                Set(target=f"shot:{shot.id}", field="frames", value=120))  # fmt: skip
    assert f"story: title: {story.title} -> The Sea" in said
    assert f"scene 2: weather: {scene.weather} -> rain" in said
    assert f"scene 2, shot 1: length: {shot.frames / 24:.2f} s -> 5.00 s" in said


def test_what_comes_goes_and_moves_is_one_row_each():
    story = fakes.story(scenes=2, shots=2)
    first, second = story.scenes
    assert len(rows(Remove(target=f"scene:{second.id}"))) == 1
    assert rows(Reorder(target=f"scene:{second.id}")) == [f"story: order of the scenes: {first.id}, {second.id} -> {second.id}, {first.id}"]
    gone = rows(Remove(target=f"shot:{first.shots[1].id}"))
    assert len(gone) == 1 and gone[0].startswith("scene 1, shot 2: the whole shot:") and gone[0].endswith("-> removed")
    line = {"id": "new-line", "text": "And so it was.", "slot": 30}
    assert "scene 1, shot 1, narrator: line: And so it was." in rows(Add(target=f"shot:{first.shots[0].id}", field="lines", document=line))
