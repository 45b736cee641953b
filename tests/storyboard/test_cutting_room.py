"""The cutting room: every change to whole shots and scenes is one edit, leaves a film, and is refused in words where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storyboard import cutting_room, timing
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Story
from storyboard.upgrade import dump, load

SHA = "ab" * 32


def order(story: Story) -> list[list[str]]:
    return [[shot.id for shot in scene.shots] for scene in story.scenes]


def after(story: Story, *sets: tuple[str, str, object]) -> Story:
    return edit(story, Change(ops=tuple(Set(target=t, field=f, value=v) for t, f, v in sets)))


def lasting(tale: Story, frames: int) -> Story:
    return after(tale, ("shot:s2-1", "frames", frames))


def test_a_shot_goes_behind_another_and_into_another_scene(tale):
    assert order(edit(tale, cutting_room.moved(tale, "s1-1", "s1-3"))) == [["s1-2", "s1-3", "s1-1"], ["s2-1", "s2-2"]]
    assert order(edit(tale, cutting_room.moved(tale, "s1-1", "s2-1"))) == [["s1-2", "s1-3"], ["s2-1", "s1-1", "s2-2"]]
    assert order(edit(tale, cutting_room.moved(tale, "s2-2", None, "s1"))) == [["s2-2", "s1-1", "s1-2", "s1-3"], ["s2-1"]]
    with pytest.raises(BadInput, match="already"):
        cutting_room.moved(tale, "s1-2", "s1-1")


def test_a_shot_walks_through_the_whole_film_and_its_scene_goes_when_it_was_the_last_there(tale):
    story = tale
    for _ in range(4):
        story = edit(story, cutting_room.nudged(story, "s1-1", 1))
    assert order(story) == [["s1-2", "s1-3"], ["s2-1", "s1-1", "s2-2"]]
    for shot in ("s1-3", "s1-2"):
        story = edit(story, cutting_room.nudged(story, shot, 1))
    assert order(story) == [["s1-2", "s1-3", "s2-1", "s1-1", "s2-2"]]
    with pytest.raises(BadInput, match="first already"):
        cutting_room.nudged(tale, "s1-1", -1)


def test_the_last_shot_of_a_scene_takes_it_along(tale):
    story = edit(tale, cutting_room.taken_out(tale, "s2-1"))
    assert order(edit(story, cutting_room.moved(story, "s2-2", "s1-1"))) == [["s1-1", "s2-2", "s1-2", "s1-3"]]
    story = edit(story, cutting_room.taken_out(story, "s2-2"))
    assert order(story) == [["s1-1", "s1-2", "s1-3"]]
    for shot in ("s1-1", "s1-2"):
        story = edit(story, cutting_room.taken_out(story, shot))
    with pytest.raises(BadInput, match="at least one"):
        cutting_room.taken_out(story, "s1-3")


def test_scenes_change_places(tale):
    assert [s.id for s in edit(tale, cutting_room.scene_nudged(tale, "s2", -1)).scenes] == ["s2", "s1"]
    with pytest.raises(BadInput, match="last already"):
        cutting_room.scene_nudged(tale, "s2", 1)


def test_a_shot_added_shows_who_was_there(tale):
    story = edit(tale, cutting_room.added(tale, "s1-3"))
    new = story.scenes[0].shots[3]
    assert [p.character for p in new.subjects] == ["mira", "bo"] and not new.lines and new.size != tale.shots[2].size
    insert = edit(tale, cutting_room.added(tale, "s1-2")).scenes[0].shots[2]
    assert insert.subjects and insert.focus is None


def test_a_shot_is_split_in_the_middle(tale):
    story = lasting(tale, 120)
    first, second = edit(story, cutting_room.split(story, "s2-1")).scenes[1].shots[:2]
    assert (first.frames, second.frames) == (60, 60)
    assert (first.id, first.transition, second.transition) == ("s2-1", "fade", "cut")
    with pytest.raises(BadInput, match=r"2\.67 s.*4 s"):
        cutting_room.split(tale, "s2-1")


def test_lines_go_with_their_half(tale):
    two = {"id": "l2", "text": "And who lit you?", "slot": 40, "speaker": "mira"}
    story = after(tale, ("shot:s1-3", "lines", [line.model_dump(mode="json") for line in tale.shots[2].lines] + [two]), ("shot:s1-3", "frames", 130))
    for at in (None, "l2"):
        first, second = edit(story, cutting_room.split(story, "s1-3", at)).scenes[0].shots[2:4]
        assert ([line.id for line in first.lines], [line.id for line in second.lines]) == (["l1"], ["l2"])
        assert (first.frames, second.frames) == (timing.needed(first), 130 - timing.needed(first))
    with pytest.raises(BadInput, match="l2"):
        cutting_room.split(story, "s1-3", "l1")


def test_keyframes_pins_and_who_is_seen_go_with_their_half(tale):
    given = [{"frame": 20, "picture": SHA}, {"frame": 60, "picture": SHA[::-1]}, {"frame": 90, "picture": SHA}]
    story = after(
        lasting(tale, 120), ("shot:s2-1", "keyframes", given), ("shot:s2-1", "pins", {"still": SHA, "last": SHA[::-1], "clip": None}),
        ("shot:s2-1", "subjects.bo.visible", [0.75, 1.0]),
    )  # fmt: skip
    first, second = edit(story, cutting_room.split(story, "s2-1")).scenes[1].shots[:2]
    assert ([k.frame for k in first.keyframes], [k.frame for k in second.keyframes]) == ([20], [30])
    assert (first.pins.still, first.pins.last, second.pins.still, second.pins.last) == (SHA, None, SHA[::-1], SHA[::-1])
    assert (first.subjects, [p.visible for p in second.subjects]) == ((), [(0.5, 1.0)])


def test_what_is_not_there_is_said(tale):
    for change in (lambda: cutting_room.split(tale, "x"), lambda: cutting_room.moved(tale, "s1-1", "x"), lambda: cutting_room.scene_nudged(tale, "x", 1)):
        with pytest.raises(BadInput, match="'x'"):
            change()


def changes(story: Story) -> Iterator[Change]:
    """Everything the board can do to every shot and scene."""
    for scene in story.scenes:
        for by in (-1, 1):
            yield from attempted(cutting_room.scene_nudged, story, scene.id, by)
    for shot in story.shots:
        for by in (-1, 1):
            yield from attempted(cutting_room.nudged, story, shot.id, by)
        for work in (cutting_room.added, cutting_room.split, cutting_room.taken_out):
            yield from attempted(work, story, shot.id)


def attempted(work, *given) -> Iterator[Change]:
    try:
        yield work(*given)
    except BadInput as error:
        assert str(error).endswith((".", "first."))


def test_every_change_leaves_a_story_that_can_be_saved_and_read(tale):
    for change in changes(lasting(tale, 120)):
        story = edit(lasting(tale, 120), change)
        assert load(dump(story)) == story
