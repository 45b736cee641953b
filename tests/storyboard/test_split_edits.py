"""J and L cuts: sound that begins before its picture or goes on after it; what that moves, what it remakes, and how far it may go."""

from __future__ import annotations

import itertools

import pytest

from app.db.documents import fingerprint
from storyboard import cut, split_edits, timing
from storyboard.continuity import joins
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Scene, Story, Trim
from tests.storyboard.test_plan import found, keys, remade
from tests.storyboard.test_trims import trimmed, with_

SOUND = {"mix:film", "music:score", "film:film"}  # the score makes room for what is said


@pytest.fixture
def spoken(tale: Story) -> Story:
    """The tale, and Bo speaks in the first shot of its second scene while Mira is heard off screen in the last."""
    lines = [{"id": "l2", "text": "I waited for you all the night.", "slot": 40, "speaker": "bo", "on_screen": False}]
    one = with_(tale, "shot:s2-1", "lines", lines)
    return with_(one, "shot:s2-2", "lines", [{"id": "l3", "text": "And I came back.", "slot": 30, "speaker": "mira", "on_screen": False}])


def starts(story: Story) -> dict[str, int]:
    return {h.line.id: h.start for h in cut.dialogue(story)}


def first_frames(story: Story) -> dict[str, int]:
    return {p.shot.id: p.start for p in cut.picture(story)}


def test_a_j_cut_is_heard_before_it_is_seen_and_moves_nothing_else(spoken, ways):
    after = with_(spoken, "shot:s2-2", "lead", 11)
    assert starts(after)["l3"] == first_frames(after)["s2-2"] - 11
    assert first_frames(after) == first_frames(spoken)
    assert {k: v for k, v in starts(after).items() if k != "l3"} == {k: v for k, v in starts(spoken).items() if k != "l3"}
    assert remade(spoken, after, ways) == SOUND | {"scene:s2"}


def test_an_l_cut_is_heard_after_it_was_seen(spoken, ways):
    free = with_(spoken, "shot:s2-2", "lines", [])
    after = with_(free, "shot:s2-1", "tail", 20)
    assert starts(after)["l2"] + 40 == first_frames(after)["s2-2"] + 20
    assert remade(free, after, ways) == SOUND | {"scene:s2"}


def test_a_mouth_that_is_seen_moves_with_its_sound(tale, ways):
    after = with_(tale, "shot:s1-3", "lead", 6)
    assert remade(tale, after, ways) == SOUND | {"scene:s1", "clip:s1-3"}
    (span,) = found(after, ways, "clip:s1-3").params.staging.subjects[0].speech
    assert span == (timing.HANDLE - 3, timing.HANDLE - 3 + 28)
    (late,) = found(with_(tale, "shot:s1-3", "tail", 4), ways, "clip:s1-3").params.staging.subjects[0].speech
    assert late == (timing.HANDLE + 16, timing.HANDLE + 44)


def test_a_j_cut_over_a_scene_change_brings_its_air_and_its_words(spoken, ways):
    after = with_(with_(spoken, "shot:s1-3", "trim", {"begin": 0, "end": 0}), "shot:s2-1", "lead", 12)
    border = first_frames(after)["s2-1"]
    assert [(a.scene.id, a.start) for a in cut.air(after)] == [("s1", 48), ("s2", border - 12)]
    assert [a.frames for a in cut.air(after)] == [222 - 12, 134 + 12]
    placed = {(p.role, p.index): p for p in found(after, ways, "mix:film").params.placements}
    assert placed["ambience", 1].start_frame == border - 12 == placed["ambience", 0].start_frame + placed["ambience", 0].frames
    first, second = (found(after, ways, name).params.subtitles for name in ("scene:s1", "scene:s2"))
    assert (first[-1].text, first[-1].start, first[-1].goes_on) == (second[0].text, 222 - 12, True) and second[0].start == -12
    assert first[-1].end - first[-1].start == second[0].end - second[0].start and not second[0].goes_on
    assert remade(spoken, after, ways) == SOUND | {"scene:s1", "scene:s2"}


def test_an_l_cut_over_a_scene_change_keeps_the_air_of_the_scene_it_ends(tale, ways):
    after = with_(tale, "shot:s1-3", "tail", 18)
    border = first_frames(after)["s2-1"]
    one, two = cut.air(after)
    assert one.start + one.frames == two.start == border + 18 and starts(after)["l1"] + 56 == border + 18
    assert [s.text for s in found(after, ways, "scene:s2").params.subtitles] == ["Who left you here, little lamp?"]
    shown = found(after, ways, "scene:s2").params.subtitles[0]
    assert shown.start == 18 - 56 and shown.end == 18


def test_nobody_talks_over_another(spoken):
    for shot, field in itertools.product(("s1-2", "s1-3", "s2-1", "s2-2"), ("lead", "tail")):
        around = split_edits.around(spoken.shots, [s.id for s in spoken.shots].index(shot))
        most = getattr(split_edits, f"most_{field}")(around)
        after = with_(spoken, f"shot:{shot}", field, most) if most else spoken
        heard = sorted((h.start, h.start + h.line.slot) for h in cut.dialogue(after))
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(heard))
        with pytest.raises(BadInput, match=rf"sound of shot {shot} cannot .* At most {most}"):
            with_(spoken, f"shot:{shot}", field, most + 1)


def test_the_ends_of_the_film_have_no_split(tale):
    for shot, field in (("s1-1", "lead"), ("s2-2", "tail")):
        with pytest.raises(BadInput, match="At most 0"):
            with_(tale, f"shot:{shot}", field, 1)


def test_a_split_gives_way_when_its_neighbour_changes(spoken):
    split = with_(spoken, "shot:s2-2", "lead", 12)
    after = with_(split, "line:l2", "text", "I waited for you all the night, and the lamp was lit until the morning came.")
    ends = starts(after)["l2"] + next(h.line.slot for h in cut.dialogue(after) if h.line.id == "l2")
    assert after.shots[4].lead < 12 and starts(after)["l3"] >= ends + split_edits.BREATH


def test_an_l_cut_lets_the_picture_go_before_the_line_has_ended(tale):
    with pytest.raises(BadInput, match="cannot be trimmed"):
        trimmed(tale, "s1-3", 0, 24)
    split = with_(tale, "shot:s1-3", "tail", 10)
    after = trimmed(split, "s1-3", 0, 24)
    assert after.shots[2].trim == Trim(end=24) and starts(after)["l1"] + 56 == first_frames(after)["s2-1"] + 10


def test_an_unsplit_story_is_the_same_as_before_splits_came(tale, ways):
    plain = tale.model_dump(mode="json")
    for scene in plain["scenes"]:
        for shot in scene["shots"]:
            del shot["lead"], shot["tail"]
    old = Story.model_validate(plain)
    assert old == tale and keys(old, ways) == keys(tale, ways)
    assert fingerprint(old) == fingerprint(tale) != fingerprint(with_(tale, "shot:s1-3", "tail", 1))


def test_a_split_that_moves_nothing_and_a_line_talked_over_are_named(spoken):
    mute = spoken.model_copy(update={"scenes": tuple(with_lead(scene, "s1-2", 5) for scene in spoken.scenes)})
    (found_one,) = joins.mute_splits(mute)
    assert found_one.shot == "s1-2" and not list(joins.mute_splits(edit(mute, found_one.changes[0])))
    loud = spoken.model_copy(update={"scenes": tuple(with_lead(scene, "s2-2", 40) for scene in spoken.scenes)})  # no edit does this
    (over,) = joins.talked_over(loud)
    assert over.shot == "s2-2" and not list(joins.talked_over(edit(loud, over.changes[0])))
    assert edit(loud, Change(ops=(Set(target="story", field="title", value="The Lamp"),))).shots[4].lead == 12  # any edit brings it into bounds


def with_lead(scene: Scene, shot: str, lead: int) -> Scene:
    return scene.model_copy(update={"shots": tuple(s.model_copy(update={"lead": lead}) if s.id == shot else s for s in scene.shots)})
