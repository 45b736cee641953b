"""Trims, levels and subtitles: what the cut leaves out, how loud it is, where its words are; and what each makes again."""

from __future__ import annotations

import pytest

from app.db.documents import fingerprint
from storyboard import cut, scoring, timing, upgrade
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Story, Trim
from tests.storyboard.test_plan import found, keys, remade

PICTURE = {"scene:s1", "film:film"}
LENGTH = PICTURE | {"music:score", "mix:film"}


def with_(story: Story, target: str, field: str, value: object) -> Story:
    return edit(story, Change(ops=(Set(target=target, field=field, value=value),)))


def trimmed(story: Story, shot: str, begin: int, end: int) -> Story:
    return with_(story, f"shot:{shot}", "trim", {"begin": begin, "end": end})


def test_a_trim_remakes_the_cut_and_no_clip(tale, ways):
    after = trimmed(tale, "s1-2", 10, 21)
    assert remade(tale, after, ways) == LENGTH
    cuts = found(after, ways, "scene:s1").params.cuts
    assert [(c.begin, c.frames) for c in cuts] == [(0, 78), (10, 29), (0, 84)]


def test_what_comes_after_a_trim_follows(tale):
    after = trimmed(trimmed(tale, "s1-1", 5, 0), "s1-2", 0, 20)
    assert cut.total_frames(after) == cut.total_frames(tale) - 25 == after.frames + cut.TITLE + cut.CREDITS
    assert [p.start for p in cut.picture(after)] == [48, 48 + 73, 48 + 113, 48 + 197, 48 + 261]
    starts = {h.line.id: h.start for h in cut.dialogue(after)}
    assert starts == {"n1": 48 + timing.LEAD - 5, "l1": 48 + 113 + timing.LEAD}
    assert [c.start for c in cut.timed(after)] == list(starts.values())
    assert scoring.sections(after)[-1].end_frame == cut.total_frames(after)


@pytest.mark.parametrize(("shot", "begin", "end"), [("s1-1", 9, 0), ("s1-1", 0, 11), ("s1-2", 30, 19), ("s1-2", 0, 49)])
def test_lines_are_heard_whole_and_half_a_second_is_seen(tale, shot, begin, end):
    with pytest.raises(BadInput, match=rf"Shot {shot} cannot be trimmed by {begin} frames at its beginning and {end} at its end: .*At most"):
        trimmed(tale, shot, begin, end)


def test_the_most_that_may_be_trimmed(tale):
    first, second = tale.shots[:2]
    assert timing.room(first) == Trim(begin=8, end=10) and timing.room(second) == Trim(begin=48, end=48)
    assert timing.room(trimmed(tale, "s1-2", 30, 0).shots[1]) == Trim(begin=48, end=18)
    assert trimmed(tale, "s1-1", 8, 10).shots[0].shown == 60


def test_a_trim_gives_way_to_what_is_said(tale):
    before = trimmed(tale, "s1-3", 0, 20)
    text = "Who left you here in the dark wood, little lamp? Will they come back?"
    after = with_(before, "line:l1", "text", text)
    assert after.shots[2].trim == Trim(end=timing.GAP) and after.shots[2].lines[0].text == text


def test_a_clip_moves_no_mouth_for_a_trim(tale, ways):
    assert found(tale, ways, "clip:s1-3") == found(trimmed(tale, "s1-3", 6, 12), ways, "clip:s1-3")


@pytest.mark.parametrize("kind", ["dialogue", "narration", "music", "ambience", "effects"])
def test_a_level_remakes_the_mix_and_the_film(tale, ways, kind):
    after = with_(tale, "story", f"levels.{kind}", -6)
    assert remade(tale, after, ways) == {"mix:film", "film:film"}
    role = {"dialogue": "voice", "effects": "effect"}.get(kind, kind)
    assert {p.role: p.gain_db for p in found(after, ways, "mix:film").params.placements if p.gain_db} == {role: -6}


def test_a_level_has_bounds(tale):
    with pytest.raises(BadInput, match=r"levels\.music"):
        with_(tale, "story", "levels.music", 13)


def test_subtitles_beside_the_picture_are_not_burned(tale, ways):
    beside = with_(tale, "story", "subtitles", "beside")
    assert found(tale, ways, "scene:s1").params.subtitles and not found(beside, ways, "scene:s1").params.subtitles
    assert remade(tale, beside, ways) == PICTURE
    assert list(cut.timed(beside)) == list(cut.timed(tale))


def test_stories_from_before_are_read_and_keep_their_keys(tale, ways):
    tree = tale.model_dump(mode="json")
    for gone in ("levels", "subtitles"):
        del tree[gone]
    for shot in (shot for scene in tree["scenes"] for shot in scene["shots"]):
        del shot["trim"]
    old = upgrade.load(Story.model_validate(tree).model_dump_json())
    assert old == tale and keys(old, ways) == keys(tale, ways)
    assert fingerprint(old) == "770acae7b8406f58e6fd6c9f77dd036355e05fb87d30ee9700da80dd7def228b"
    assert len({fingerprint(one) for one in (tale, trimmed(tale, "s1-2", 0, 2), with_(tale, "story", "subtitles", "beside"))}) == 3
