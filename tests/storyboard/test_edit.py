"""Edits are pure, named by id, refused in one sentence, and never overwrite what somebody else changed."""

from __future__ import annotations

import pytest

from storyboard.edit import Add, Change, Remove, Reorder, Set, edit, rebase, stamped
from storyboard.errors import BadInput, Conflict


def test_the_story_before_is_untouched(tale):
    before = tale.model_dump_json()
    after = edit(tale, Change(ops=(Set(target="shot:s1-1", field="size", value="close-up"),)))
    assert tale.model_dump_json() == before
    assert after.shots[0].size == "close-up"


def test_two_people_in_different_fields_both_win(tale):
    mine = stamped(Change(ops=(Set(target="shot:s1-1", field="size", value="full"),)), tale)
    theirs = edit(tale, Change(ops=(Set(target="shot:s1-1", field="angle", value="low angle"),)))
    merged = edit(theirs, rebase(mine, theirs))
    assert (merged.shots[0].size, merged.shots[0].angle) == ("full", "low angle")


def test_two_people_in_one_field_keep_both_texts(tale):
    mine = stamped(Change(ops=(Set(target="line:l1", field="text", value="Mine, little lamp?"),)), tale)
    theirs = edit(tale, Change(ops=(Set(target="line:l1", field="text", value="Theirs, little lamp?"),)))
    for attempt in (rebase, lambda change, story: edit(story, change)):
        with pytest.raises(Conflict) as caught:
            attempt(mine, theirs)
        assert (caught.value.ours, caught.value.theirs) == ("Mine, little lamp?", "Theirs, little lamp?")


def test_a_field_reaches_into_lists_by_name(tale):
    story = edit(tale, Change(ops=(Set(target="shot:s1-3", field="subjects.bo.facing", value="to the right"),)))
    assert [p.facing for p in story.shots[2].subjects] == ["to the right", "to the right"]
    story = edit(tale, Change(ops=(Set(target="character:mira", field="costumes.day.outfit.color", value="red"),)))
    assert story.characters[0].costumes[0].outfit.color == "red"
    bo = tale.shots[2].subjects[1].model_dump(mode="json")
    story = edit(tale, Change(ops=(Add(target="shot:s1-1", field="subjects", document=bo, after="mira"),)))
    assert [p.character for p in story.shots[0].subjects] == ["mira", "bo"]
    with pytest.raises(BadInput, match="the fields are: mira, bo"):
        edit(tale, Change(ops=(Set(target="shot:s1-3", field="subjects.ana.facing", value="away"),)))


def test_two_people_turn_two_figures_of_one_shot(tale):
    mine = stamped(Change(ops=(Set(target="shot:s1-3", field="subjects.mira.where", value="center"),)), tale)
    theirs = edit(tale, Change(ops=(Set(target="shot:s1-3", field="subjects.bo.facing", value="away"),)))
    merged = edit(theirs, rebase(mine, theirs)).shots[2].subjects
    assert (merged[0].where, merged[1].facing) == ("center", "away")


def test_add_move_and_remove_a_shot(tale):
    new = {"id": "s1-9", "frames": 48}
    story = edit(tale, Change(ops=(Add(target="scene:s1", field="shots", document=new, after="s1-1"),)))
    assert [s.id for s in story.scenes[0].shots] == ["s1-1", "s1-9", "s1-2", "s1-3"]
    story = edit(story, Change(ops=(Reorder(target="shot:s1-9", into="scene:s2"),)))
    assert [s.id for s in story.scenes[1].shots] == ["s1-9", "s2-1", "s2-2"]
    assert edit(story, Change(ops=(Remove(target="shot:s1-9"),))) == tale


def test_a_shot_grows_to_hold_its_lines(tale):
    story = edit(tale, Change(ops=(Set(target="shot:s1-3", field="frames", value=12),)))
    assert story.shots[2].frames == 72


@pytest.mark.parametrize(
    ("op", "says"),
    [
        (Set(target="shot:nowhere", field="size", value="wide"), "s1-1"),
        (Set(target="shots", field="s1-1.size", value="wide"), "shot:s1-1.size"),
        (Set(target="shot:s1-1", field="sise", value="wide"), "size"),
        (Set(target="shot:s1-1", field="size", value="gigantic"), "extreme wide"),
        (Set(target="shot:s1-1", field="motion", value=7), "motion"),
        (Set(target="shot:s1-1", field="motion", value=float("inf")), "film: "),
        (Set(target="shot:s1-1", field="frames", value=2880), "120.00 s.*5.75 s"),
        (Set(target="line:l1", field="text", value="word " * 80), "Split it"),
        (Remove(target="character:mira"), "mira"),
        (Remove(target="story"), "story"),
        (Reorder(target="shot:s1-1", after="s9"), "s1-2"),
        (Add(target="scene:s1", field="shots", document={"id": "s1-1", "frames": 48}), "twice"),
    ],
)
def test_bad_edits_say_what_to_do(tale, op, says):
    with pytest.raises(BadInput, match=says):
        edit(tale, Change(ops=(op,)))


def test_what_an_edit_does_not_reach_stays_the_very_same(tale):
    after = edit(tale, Change(ops=(Set(target="shot:s1-1", field="size", value="close-up"),)))
    assert after.scenes[1] is tale.scenes[1]
    assert [new is old for new, old in zip(after.shots, tale.shots, strict=True)] == [False, True, True, True, True]


def test_what_was_just_added_can_be_looked_past(tale):
    ops = (Add(target="scene:s1", field="shots", document={"id": "s1-9", "frames": 48}), Set(target="line:l1", field="text", value="Who are you, lamp?"))
    assert edit(tale, Change(ops=ops)).shots[3].lines[0].text == "Who are you, lamp?"


def test_a_fault_is_told_with_its_place_in_the_whole_story(tale):
    with pytest.raises(BadInput, match=r"scenes\.1\.shots\.0\.size"):
        edit(tale, Change(ops=(Set(target="shot:s2-1", field="size", value="vast"),)))
