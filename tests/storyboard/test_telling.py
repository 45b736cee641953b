"""A storybook: the narrator alone is heard, mouths are still, and what the cast says is read in the picture with their names."""

from __future__ import annotations

from storyboard import cut
from storyboard.cuesheet import cue_sheet
from storyboard.edit import Change, Set, edit
from storyboard.plan import plan
from tests.storyboard.test_plan import remade


def as_storybook(story):
    return edit(story, Change(ops=(Set(target="story", field="telling", value="storybook"),)))


def test_only_the_narrator_is_heard_and_everything_is_read(tale, ways):
    book = as_storybook(tale)
    lines = [line for shot in book.shots for line in shot.lines]
    spoken = [line for line in lines if line.speaker is not None]
    assert spoken  # else this shows nothing
    steps = {one.id: one for one in plan(book, ways)}
    assert {name for name in steps if name.startswith("voice:")} == {f"voice:{line.id}" for line in lines if line.speaker is None}
    assert not any(p.role == "voice" for p in steps["mix:film"].params.placements)
    shown = " ".join(s.text for scene in book.scenes for s in steps[f"scene:{scene.id}"].params.subtitles)
    for line in lines:
        who = "" if line.speaker is None else f"{book.character(line.speaker).name}: "
        assert f"{who}{line.text}"[:40] in shown


def test_mouths_are_still(tale, ways):
    speaking = [s for step in plan(as_storybook(tale), ways) if step.kind == "clip" for s in step.params.staging.subjects if s.speech]
    assert not speaking


def test_captions_are_in_the_picture_even_where_subtitles_are_beside_it(tale, ways):
    beside = edit(as_storybook(tale), Change(ops=(Set(target="story", field="subtitles", value="beside"),)))
    assert cue_sheet(beside).is_burned
    assert any(step.params.subtitles for step in plan(beside, ways) if step.kind == "scene")


def test_an_acted_film_hangs_on_nothing_new(tale, ways):
    assert remade(tale, edit(as_storybook(tale), Change(ops=(Set(target="story", field="telling", value="acted"),))), ways) == set()
    assert " ".join(c.text for c in cut.timed(tale)).split() == " ".join(l.text for s in tale.shots for l in s.lines).split()


def test_a_chinese_name_has_a_chinese_colon(tale):
    book = as_storybook(tale).model_copy(update={"language": "zh"})
    line = next(line for shot in book.shots for line in shot.lines if line.speaker is not None)
    assert book.read(line).text.startswith(f"{book.character(line.speaker).name}：")
