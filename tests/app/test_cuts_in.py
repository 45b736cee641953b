"""A cut that an editor changed comes back as edits of the story; one that nobody touched changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest
from opentimelineio.opentime import RationalTime, TimeRange

from app.exchange import export, read_cut
from app.exchange.cutlist import HEAD, cutlist
from app.exchange.recut import Understood
from app.exchange.recut import understood as held_against
from app.studio import Studio
from storyboard.edit import Change, Remove, Set, edit
from storyboard.errors import BadInput
from storyboard.grammar import Transition
from storyboard.story import Story
from tests.app import cuts


@pytest.fixture
def whole(tale: Story) -> Story:
    return cuts.everything(tale)


def understood(story: Story, path: Path) -> Understood:
    return held_against(story, read_cut(path))


def recut(story: Story, folder: Path, change: Callable[[otio.schema.Timeline], None]) -> tuple[Story, tuple[str, ...], tuple[str, ...]]:
    """The story after its cut went out, was changed, and came back; what arrived, and what was left."""
    path = export(story, folder / "cut.otio", {})
    timeline = otio.adapters.read_from_file(str(path))
    change(timeline)
    otio.adapters.write_to_file(timeline, str(path))
    found = understood(story, path)
    return (story if found.change is None else edit(story, found.change)), found.arrived, found.left


def picture(timeline: otio.schema.Timeline) -> otio.schema.Track:
    return timeline.video_tracks()[0]


def clip(timeline: otio.schema.Timeline, name: str) -> otio.schema.Clip:
    return next(one for one in timeline.find_clips() if one.name == name)


def out(track: otio.schema.Track, name: str) -> otio.schema.Clip:
    """A clip taken out of its track, with the transition it begins with."""
    at = next(number for number, one in enumerate(track) if one.name == name)
    found = track.pop(at)
    if isinstance(track[at - 1], otio.schema.Transition):
        track.pop(at - 1)
    return found


@pytest.mark.parametrize("name", ["otio", "otioz", "fcpxml"])
def test_an_untouched_cut_changes_nothing(whole: Story, tmp_path: Path, name: str):
    found = understood(whole, export(whole, tmp_path / f"cut.{name}", {}))
    assert (found.change, found.arrived, found.left) == (None, (), ())


@pytest.fixture
def split(whole: Story) -> Story:
    """With a match cut, a J cut and an L cut."""
    ops = [("s1-2", "transition", "match cut"), ("s1-3", "lead", 20), ("s1-1", "tail", 10)]
    return edit(whole, Change(ops=tuple(Set(target=f"shot:{shot}", field=field, value=value) for shot, field, value in ops)))


@pytest.mark.parametrize("name", ["otio", "fcpxml"])
def test_split_edits_and_match_cuts_come_back_as_they_went(split: Story, tmp_path: Path, name: str):
    begun = {sound.step: sound.start for track in cutlist(split, {}).tracks for sound in track.sounds}
    assert begun["voice:l1"] == 172 - 20 and begun["voice:n1"] == 126 + 10 - 60  # heard before its picture, and after it
    found = understood(split, export(split, tmp_path / f"cut.{name}", {}))
    assert (found.change, found.arrived, found.left) == (None, (), ())


def test_a_line_that_moved_over_its_cut_is_a_j_cut(whole: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = next(track for track in timeline.audio_tracks() if track.name == "Dialogue")
        track[0].source_range = TimeRange(RationalTime(0, 24), RationalTime(172 - 15, 24))

    story, arrived, left = recut(whole, tmp_path, change)
    assert story.shots[2].lead == 15 and left == ()
    assert arrived == ("shot s1-3 is heard 15 frames before its picture, and 0 after it",)


def test_what_an_editor_does_arrives(whole: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = picture(timeline)
        clip(timeline, "s1-3").source_range = TimeRange(RationalTime(HEAD + 6, 24), RationalTime(70, 24))
        out(track, "s1-2")
        fade = next(one for one in track if isinstance(one, otio.schema.Transition) and one.name == "dissolve")
        fade.metadata.clear()
        fade.name, fade.transition_type = "Wipe", "Custom_Transition"

    story, arrived, left = recut(whole, tmp_path, change)
    assert [shot.id for shot in story.shots] == ["s1-1", "s1-3", "s2-1", "s2-2"]
    assert story.shots[1].trim.model_dump() == {"begin": 6, "end": 8} and story.shots[1].transition is Transition.FADE
    assert story.shots[3].transition is Transition.WIPE
    assert arrived[0] == "shot s1-2 is left out" and "shot s1-3 is trimmed by 6 and 8 frames" in arrived
    assert story.shots[1].tail == 40 and left == ()  # its track was not cut with the picture: it goes on over the next


def test_the_story_after_the_edit_has_the_editors_cut(whole: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = picture(timeline)
        track.insert(3, out(track, "s2-2"))
        track.insert(3, out(track, "s1-2"))

    tree = whole.model_dump(mode="json")
    for shot in (shot for scene in tree["scenes"] for shot in scene["shots"]):
        shot["lines"] = []
    story, arrived, left = recut(Story.model_validate(tree), tmp_path, change)
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
    wanted = [(one.name, one.trimmed_range().duration.value) for one in picture(timeline) if isinstance(one, otio.schema.Clip)]
    assert [(shown.name, shown.frames) for shown in cutlist(story, {}).pictures] == wanted
    assert any(words.startswith("shot s2-2 comes after") for words in arrived) and left == ()


def test_scenes_change_places_as_scenes(tale: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = picture(timeline)
        for name in ("s2-2", "s2-1"):
            track.insert(1, out(track, name))

    story, arrived, _ = recut(tale, tmp_path, change)
    assert [scene.id for scene in story.scenes] == ["s2", "s1"] and [shot.id for shot in story.shots] == ["s2-1", "s2-2", "s1-1", "s1-2", "s1-3"]
    assert len([words for words in arrived if words.startswith("scene")]) == 1 and not any(words.startswith("shot s1-1 comes") for words in arrived)


def test_a_line_that_moved_to_another_shot_moves_there(tale: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = next(track for track in timeline.audio_tracks() if track.name == "Dialogue")
        track[0].source_range = TimeRange(RationalTime(0, 24), RationalTime(270 + 8, 24))  # the silence before it

    story, arrived, left = recut(tale, tmp_path, change)
    assert [line.id for shot in story.shots if shot.id == "s2-1" for line in shot.lines] == ["l1"]
    assert arrived == ("line l1 is heard in shot s2-1",) and left == ()


def test_a_line_that_is_gone_is_gone(tale: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = next(track for track in timeline.audio_tracks() if track.name == "Narration")
        del track[1]

    story, arrived, _ = recut(tale, tmp_path, change)
    assert arrived == ("line n1 is left out",) and not story.shots[0].lines


def test_what_a_story_cannot_hold_is_told(whole: Story, tmp_path: Path):
    def change(timeline: otio.schema.Timeline) -> None:
        track = picture(timeline)
        clip(timeline, "s2-1").source_range = TimeRange(RationalTime(HEAD - 4, 24), RationalTime(70, 24))
        track.append(otio.schema.Clip(name="stock.mov", source_range=TimeRange(RationalTime(0, 24), RationalTime(24, 24))))
        track.append(otio.schema.Clip(name="s1-1", source_range=TimeRange(RationalTime(HEAD, 24), RationalTime(24, 24))))
        clip(timeline, "s2-2").effects.append(otio.schema.LinearTimeWarp(name="slow", time_scalar=0.5))

    story, arrived, left = recut(whole, tmp_path, change)
    assert story == whole and arrived == ()
    assert [words.partition(" ")[0] for words in left] == ["what", "'stock'", "shot", "shot"]
    assert "in the cut twice" in left[2] and "longer in the cut by 6 frames of its handles" in left[3]


def test_names_of_files_are_enough(tale: Story, tmp_path: Path):
    """Programs drop notes; the media's names stay."""
    path = export(tale, tmp_path / "cut.otio", {})
    timeline = otio.adapters.read_from_file(str(path))
    for one in timeline.find_clips():
        step = one.metadata.get("fabula", {}).get("step")
        one.metadata.clear()
        if step is not None:
            one.name, one.media_reference = "Clip 7", otio.schema.ExternalReference(f"file:///Volumes/x/media/{step.replace(':', '-')}.mp4", one.available_range())
    otio.adapters.write_to_file(timeline, str(path))
    found = understood(tale, path)
    assert found.change is None and found.left == ()


def test_fcpxml_comes_back_changed(whole: Story, tmp_path: Path):
    path = export(whole, tmp_path / "cut.fcpxml", {})
    tree = ET.parse(path)
    spine = tree.getroot().find(".//spine")
    assert spine is not None
    taken = next(one for one in spine if one.get("name") == "s1-2")
    spine.remove(next(one for one in spine if one.get("name") == "Wipe"))
    spine.remove(taken)
    at = 0
    for one in spine:
        if one.tag != "transition":
            one.set("offset", f"{at}/24s")
            at += round(24 * float(__import__("fractions").Fraction(one.get("duration", "")[:-1])))
    tree.write(path)
    found = understood(whole, path)
    assert found.arrived == ("shot s1-2 is left out",) and found.left == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.otio", b"{"), ("cut.otio", b"[" * 100_000), ("cut.otio", b'{"OTIO_SCHEMA": "Clip.2"}'), ("cut.otioz", b"PK"), ("cut.fcpxml", b"<fcpxml>"),
        ("cut.fcpxml", b'<!DOCTYPE f [<!ENTITY a "b">]><fcpxml/>'), ("cut.fcpxml", b"<fcpxml/>"), ("cut.fcpxml", b""),
    ],
)  # fmt: skip
def test_what_is_no_cut_is_refused_in_a_sentence(tale: Story, tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=r"\.$"):
        understood(tale, tmp_path / name)


def test_a_cut_of_another_story_is_refused(tale: Story, tmp_path: Path):
    tree = tale.model_dump(mode="json")
    for scene in tree["scenes"]:
        for shot in scene["shots"]:
            shot["id"] += "x"
    path = export(Story.model_validate(tree), tmp_path / "cut.otio", {})
    with pytest.raises(BadInput, match="another story"):
        understood(tale, path)


def test_a_studio_makes_a_revision_of_it(given, tale: Story, tmp_path: Path):
    with Studio(given) as studio:
        head = studio.add(tale)
        same, found = studio.recut(head.id, studio.export(head, tmp_path / "cut.otio"))
        assert same.revision == head.revision and found.words() == "the cut is as the story has it"
        timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
        out(picture(timeline), "s1-2")
        otio.adapters.write_to_file(timeline, str(tmp_path / "cut.otio"))
        changed, found = studio.recut(head.id, tmp_path / "cut.otio")
        assert changed.revision == head.revision + 1 and "shot s1-2 is left out" in found.arrived
        assert "s1-2" not in {shot.id for shot in studio.story(head.id).shots}


@pytest.mark.parametrize("name", ["otio", "fcpxml"])
def test_what_was_edited_since_the_cut_went_out_stays(given, tale: Story, tmp_path: Path, name: str):
    with Studio(given) as studio:
        head = studio.add(tale)
        path = studio.export(head, tmp_path / f"cut.{name}")
        trimmed = studio.edit(head.id, Change(ops=(Set(target="shot:s1-2", field="trim.end", value=12), Remove(target="shot:s2-2"))))
        same, found = studio.recut(head.id, path)
        assert same.revision == trimmed.revision and found.change is None
