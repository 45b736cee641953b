"""A film in another language: pictures keep their keys but where a mouth moves otherwise; voices, subtitles and cards are anew; nothing is cut."""

from __future__ import annotations

import pytest

from storyboard import timing
from storyboard.errors import BadInput
from storyboard.story import Line, Story
from storyboard.translation import Translation, lacking, too_long, translated, wanted
from storyboard.ways import Ways
from tests.storyboard.test_plan import keys


def lines_of(story: Story) -> list[Line]:
    return [line for shot in story.shots for line in shot.lines]


def chinese(story: Story, **more: str) -> Translation:
    """Each line in about as much Chinese as its slot holds."""
    text = "好的我们现在就一起出发去海边看看吧朋友们都在那里等着我们呢真的太好了" * 4
    lines = {one.line.id: text[: max(1, int(one.longest * 0.8))] for one in wanted(story, "zh")}
    return Translation(language="zh", title="灯", moral="分享。", lines=lines | more)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {step for step in before.keys() | after.keys() if before.get(step) != after.get(step)}


def test_pictures_stay_and_words_are_anew(tale: Story, ways: Ways) -> None:
    found = translated(tale, chinese(tale))
    assert found.moved == () and found.story.language == "zh" and found.story.title == "灯"
    assert [(s.id, s.frames, s.seeds, s.pins) for s in found.story.shots] == [(s.id, s.frames, s.seeds, s.pins) for s in tale.shots]
    moved = changed(keys(tale, ways), keys(found.story, ways))
    assert {step for step in moved if step.startswith(("portrait", "still", "clip", "ambience", "music"))} == set()
    assert {f"voice:{line.id}" for line in lines_of(tale)} | {"mix:film", "film:film"} <= moved
    assert {step for step in moved if step.startswith("scene:")} == {f"scene:{s.id}" for s in tale.scenes if any(shot.lines for shot in s.shots)}


def test_a_line_that_is_too_long_takes_the_room_of_its_shot_and_moves_that_mouth_alone(tale: Story, ways: Ways) -> None:
    roomy = next(shot for shot in tale.shots if shot.lines and shot.frames - timing.needed(shot) >= 8 and shot.lines[0].speaker)
    line = roomy.lines[0]
    ours = next(one for one in wanted(tale, "zh") if one.line.id == line.id)
    text = "我们现在就一起出发去海边看看吧朋友们都在那里等着我们呢" * 3
    longer = next(text[:n] for n in range(1, len(text)) if timing.natural_frames(text[:n], "zh", tale.character(line.speaker or "").voice, line.delivery) > line.slot * 1.16)
    found = translated(tale, chinese(tale, **{line.id: longer}))
    assert found.moved == (line.id,) and ours.most > ours.longest
    shot = next(one for one in found.story.shots if one.id == roomy.id)
    assert shot.frames == roomy.frames and timing.needed(shot) <= shot.frames
    moved = {step for step in changed(keys(tale, ways), keys(found.story, ways)) if step.startswith(("portrait", "still", "clip"))}
    assert moved == {f"clip:{roomy.id}"}


def test_a_line_past_all_room_is_reported_with_what_would_fit_and_never_cut(tale: Story) -> None:
    first = lines_of(tale)[0]
    told = chinese(tale, **{first.id: "很久很久以前有一座山" * 20})
    (long,) = too_long(tale, told)
    assert long.line == first.id and 0 < long.longest < 200 and long.seconds > long.room
    with pytest.raises(BadInput, match=rf"(?s)1 line is too long.*{first.id} needs .* letters"):
        translated(tale, told)
    shorter = long.text[: long.longest - 2]
    assert too_long(tale, chinese(tale, **{first.id: shorter})) == ()


def test_what_is_lacking_or_unknown_is_said(tale: Story) -> None:
    told = chinese(tale)
    first = lines_of(tale)[0].id
    partly = told.model_copy(update={"lines": {k: v for k, v in told.lines.items() if k != first}})
    assert lacking(tale, partly) == (first,)
    with pytest.raises(BadInput, match=f"1 of {len(lines_of(tale))} lines are not translated yet, the first is {first}"):
        translated(tale, partly)
    with pytest.raises(BadInput, match="no line 'nowhere'"):
        translated(tale, chinese(tale, nowhere="好"))


def test_a_recording_in_the_first_language_is_left_out_and_told(tale: Story) -> None:
    first = lines_of(tale)[0]
    plain = tale.model_dump()
    for scene in plain["scenes"]:
        for shot in scene["shots"]:
            for line in shot["lines"]:
                line["pin"] = "0" * 64 if line["id"] == first.id else line["pin"]
    found = translated(Story.model_validate(plain), chinese(tale))
    assert found.unrecorded == (first.id,) and lines_of(found.story)[0].pin is None
