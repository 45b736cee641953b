"""Cuts for editing programs: read back by OpenTimelineIO and by their documents' own rules. Nothing is moved, and nothing left out in silence."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest

from app.exchange import EDITORS, export, unrepresented
from app.exchange.cutlist import HEAD, Origin, cutlist
from app.exchange.fcpxml import document
from app.exchange.losses import report
from generator.encode import count_frames
from storyboard import cut
from storyboard.story import Story
from tests.app import cuts, fcpxml_rules


@pytest.fixture
def whole(tale: Story) -> Story:
    return cuts.everything(tale)


@pytest.fixture(scope="module")
def files(memory: Path) -> Path:
    folder = memory / "cut-media"
    folder.mkdir()
    return folder


@pytest.fixture
def media(whole: Story, files: Path) -> dict[str, Path]:
    """Made once for this file's tests."""
    names = {path.stem.replace("-", ":", 1): path for path in files.iterdir()}
    return names or cuts.media(whole, files)


def test_the_cut_is_the_plans_cut(whole: Story):
    found = cutlist(whole, {})
    assert [(p.name, p.start, str(p.joined), p.before, p.after) for p in found.pictures] == [
        ("title", 0, "cut", 0, 0), ("s1-1", 48, "cut", 0, 0), ("s1-2", 126, "wipe", 6, 6), ("s1-3", 172, "fade", 6, 6), ("s2-1", 256, "fade", 0, 12),
        ("s2-2", 320, "dissolve", 6, 6), ("credits", 383, "cut", 0, 0),
    ]  # fmt: skip
    assert all(a.end == b.start for a, b in zip(found.pictures, found.pictures[1:], strict=False)) and found.pictures[-1].end == found.frames
    assert found.pictures[2].begin == HEAD + 5 and found.pictures[2].frames == 46
    gains = {track.name: track.sounds[0].gain_db for track in found.tracks}
    assert gains["Dialogue"] == 2.0 and gains["Music"] == -3.5 - 8


def test_one_sound_never_moves_another(whole: Story, monkeypatch: pytest.MonkeyPatch):
    """Lines that overlap lie on tracks of their own, whole and where they are."""
    heard = [cut.Heard(one.line, start) for one, start in zip(cut.dialogue(whole), (60, 70), strict=True)]
    narrated = [one._replace(line=one.line.model_copy(update={"speaker": None})) for one in heard]
    monkeypatch.setattr(cut, "dialogue", lambda _story: iter(narrated))
    tracks = {track.name: [(s.start, s.frames) for s in track.sounds] for track in cutlist(whole, {}).tracks if track.role == "narration"}
    assert tracks == {"Narration": [(60, 60)], "Narration 2": [(70, 56)]}


def test_a_bundle_opens_in_opentimelineio_with_all_its_media(whole: Story, media: dict[str, Path], tmp_path: Path):
    path = export(whole, tmp_path / "film.otioz", media, cuts.SIZE)
    (tmp_path / "out").mkdir()
    found = otio.adapters.read_from_file(str(path), extract_to_directory=str(tmp_path / "out"))
    lengths = {track.name: track.duration().value for track in found.tracks}
    assert set(lengths.values()) == {cut.total_frames(whole)} and list(lengths)[:2] == ["Picture", "Subtitles"]
    assert [track.name for track in found.tracks if not track.enabled] == ["Subtitles", "Mix"]
    names = set(zipfile.ZipFile(path).namelist())
    for clip in found.find_clips():
        reference = clip.media_reference
        if isinstance(reference, otio.schema.GeneratorReference):
            continue
        assert reference.target_url in names and (tmp_path / "out" / reference.target_url).exists()
        inside, span = reference.available_range, clip.source_range
        assert inside.start_time <= span.start_time and span.end_time_exclusive() <= inside.end_time_exclusive()
        if reference.target_url.startswith("media/clip-"):
            assert count_frames(tmp_path / "out" / reference.target_url) >= inside.duration.value
    assert [marker.name for marker in found.tracks.markers] == ["Scene s1: the wood, day", "Scene s2: home, night"]
    assert {"report.txt", "subtitles.srt"} <= names
    shot = next(clip for clip in found.find_clips() if clip.name == "s1-2").metadata["fabula"]
    assert "Seeds: still 0, clip 0" in shot["note"] and "Prompt: " in shot["note"] and shot["step"] == "clip:s1-2"


def test_a_packed_clip_shows_the_same_drawings(whole: Story, media: dict[str, Path], tmp_path: Path):
    """Each drawing twice: frame 2n and 2n + 1 of the packed clip are drawing n."""
    from generator.encode import read_frames
    from storyboard.take import Media

    export(whole, tmp_path / "film.otioz", media, cuts.SIZE)
    with zipfile.ZipFile(tmp_path / "film.otioz") as packed:
        packed.extract("media/clip-s1-2.mp4", tmp_path)
    before = list(read_frames(Media(media["clip:s1-2"], "mp4", 0, "12", *cuts.SIZE)))
    after = list(read_frames(Media(tmp_path / "media" / "clip-s1-2.mp4", "mp4", 0, "24", *cuts.SIZE)))
    assert len(after) == 2 * len(before)
    for at, shown in enumerate(after):
        apart = [abs(shown.astype(int) - drawing.astype(int)).mean() for drawing in before]
        assert apart.index(min(apart)) == at // 2


@pytest.mark.parametrize("name", ["fcpxml", "fcpxml.zip"])
def test_fcpxml_keeps_the_formats_rules(whole: Story, media: dict[str, Path], tmp_path: Path, name: str):
    path = export(whole, tmp_path / f"film.{name}", media, cuts.SIZE)
    text = path.read_bytes() if name == "fcpxml" else zipfile.ZipFile(path).read("film.fcpxml")
    root = ET.fromstring(text)
    fcpxml_rules.check(root)
    spine = fcpxml_rules.spine(root)
    assert [(one.name, one.start) for one in spine] == [(p.name, p.start) for p in cutlist(whole, media).pictures]
    assert spine[-1].start + spine[-1].frames == cut.total_frames(whole) == fcpxml_rules.frames(root.find(".//sequence"), "duration")
    heard = {one.name: (one.start, one.frames) for one in fcpxml_rules.connected(root)}
    assert heard["music:score"] == (0, cut.total_frames(whole)) and heard["voice:l1"] == (180, 56)
    names = set(zipfile.ZipFile(path).namelist()) if name == "fcpxml.zip" else set()
    for rep in root.iter("media-rep"):
        source = rep.get("src", "")
        assert source.removeprefix("./") in names if names else Path(source.removeprefix("file://")).exists()


def test_another_reader_of_fcpxml_finds_the_same_pictures(whole: Story, media: dict[str, Path], tmp_path: Path):
    """OpenTimelineIO's adapter, which knows nothing of transitions and places nothing that is connected."""
    with zipfile.ZipFile(export(whole, tmp_path / "film.fcpxml.zip", media, cuts.SIZE)) as packed:
        packed.extractall(tmp_path)
    found = otio.adapters.read_from_file(str(tmp_path / "film.fcpxml"), adapter_name="fcpx_xml")
    track = next(track for each in found if isinstance(each, otio.schema.Timeline) for track in each.video_tracks())
    spans = [(one.name, one.source_range.start_time.value, one.source_range.duration.value) for one in track]
    assert spans == [(shown.name, shown.begin, shown.frames) for shown in cutlist(whole, media).pictures]


def test_fcpxml_says_levels_roles_fades_and_captions(whole: Story, media: dict[str, Path]):
    root = ET.fromstring(document(cutlist(whole, media, Origin(cuts.SIZE)), {step: path.as_uri() for step, path in media.items()}, frozenset()))
    by_name = {one.get("name"): one for one in root.iter("asset-clip")}
    assert by_name["score"].find("adjust-volume").get("amount") == "-11.5dB" and by_name["score"].get("audioRole") == "music"
    assert by_name["s2-1"].find("adjust-blend/param/fadeIn").get("duration") == "1/2s"
    assert [one.tag for one in by_name["s1-2"].find("adjust-blend/param")] == ["fadeOut"]  # the fade of the shot after it
    assert [(one.get("name"), one.get("duration")) for one in root.iter("transition")] == [("Wipe", "1/2s"), ("Cross Dissolve", "1/2s")]
    assert "".join(next(root.iter("caption")).itertext()).strip() == 'Once a fox <went> out & "sought" 光。'
    assert by_name["the finished mix"].get("enabled") == "0" and all(one.get("srcEnable") == "video" for one in root.find(".//spine") if one.tag == "asset-clip")


def test_a_film_that_is_not_made_goes_out_with_the_places_of_its_media(whole: Story, tmp_path: Path):
    fcpxml_rules.check(ET.parse(export(whole, tmp_path / "film.fcpxml", {}, cuts.SIZE)).getroot())
    said = [one.words() for one in unrepresented(whole, "fcpxml", {})]
    assert "s1-1: its media. clip:s1-1 is not made yet in this size. Instead: an empty reference of the right length; make the film and export again." in said


def test_a_capcut_draft_is_whole(whole: Story, media: dict[str, Path], tmp_path: Path):
    with zipfile.ZipFile(export(whole, tmp_path / "film.capcut.zip", media, cuts.SIZE)) as packed:
        names = set(packed.namelist())
        content, about = (json.loads(packed.read(f"The Lamp/draft_{part}.json")) for part in ("content", "meta_info"))
    total = round(cut.total_frames(whole) * 1_000_000 / 24)
    assert content["duration"] == about["tm_duration"] == total and content["fps"] == 24.0 and content["canvas_config"]["width"] == 64
    known = {one["id"]: (kind, one) for kind, several in content["materials"].items() for one in several}
    named = [(track["type"], track["name"]) for track in content["tracks"]]
    assert named == [("video", ""), *(("audio", track.name) for track in cutlist(whole, media).tracks), ("text", "Subtitles")]
    for track in content["tracks"]:
        at = 0
        for segment in track["segments"]:
            target = segment["target_timerange"]
            assert target["start"] >= at and (at := target["start"] + target["duration"]) <= total
            kind, material = known[segment["material_id"]]
            assert all(ref in known for ref in segment["extra_material_refs"])
            if kind in ("videos", "audios"):
                source = segment["source_timerange"]
                assert source["start"] + source["duration"] <= material["duration"] + 1
                assert "The Lamp/" + material["path"].partition("_##/")[2] in names
        assert at == total or track["type"] in ("text", "audio")
    pictures = content["tracks"][0]["segments"]
    joined = [[known[ref][1]["name"] for ref in one["extra_material_refs"] if known[ref][0] == "transitions"] for one in pictures]
    assert [at for at, several in enumerate(joined) if several] == [1, 4]  # the wipe and the dissolve, each with the shot before it
    assert [[point["values"] for point in one["common_keyframes"][0]["keyframe_list"]] for one in pictures if one["common_keyframes"]] == [
        [[1.0], [0.0]], [[0.0], [1.0]], [[0.0], [1.0]]
    ]  # fmt: skip
    assert json.loads(known[content["tracks"][-1]["segments"][0]["material_id"]][1]["content"])["text"].startswith("Once a fox <went>")


@pytest.mark.parametrize("name", EDITORS)
def test_what_a_format_cannot_say_is_told_with_what_stands_there(whole: Story, media: dict[str, Path], name: str):
    found = unrepresented(whole, name, media)
    assert all(part for one in found for part in one) and not any(one.what == "its media" for one in found)
    what = {one.where.split(" at ")[0]: one.what for one in found}
    assert what["s1-2"] == "a film of your own" and what["s1-3"] == "1 pictures given for its middle" and what["s2-2"] == "a part made anew"
    words = report(found)
    assert "subtitles burned into the picture" in words and ("all of the sound" if name == "edl" else "the mix") in words and ("wipe it begins with" in words) and words.count("Instead:") == len(found)
    assert all(part in words for part in ("the invisible mark", "the film's finish", "the words that scenes begin with"))
    fades = [one for one in found if one.what == "the fade it begins with"]
    assert len(fades) == {"otio": 2, "otioz": 2, "fcpxml": 0, "fcpxml.zip": 0, "capcut.zip": 1, "premiere.zip": 2, "edl": 2}[name]
    assert ("where they lie on this machine" in words) is (name in ("otio", "fcpxml", "edl"))


def test_older_forms_keep_the_cut(whole: Story, media: dict[str, Path], tmp_path: Path):
    """Read back by their own adapters: Premiere's XML with its transitions and sounds, the decision list with its picture."""
    with zipfile.ZipFile(export(whole, tmp_path / "film.premiere.zip", media, cuts.SIZE)) as packed:
        text, names = packed.read("film.xml").decode(), set(packed.namelist())
    found = otio.adapters.read_from_string(text, "fcp_xml")
    picture, *sounds = found.tracks
    assert picture.duration().value == cut.total_frames(whole) and len(sounds) == len(cutlist(whole, media).tracks)
    joined = [(one.in_offset.value, one.out_offset.value) for one in picture if isinstance(one, otio.schema.Transition)]
    assert joined == [(6, 6), (6, 6), (0, 12), (6, 6)] and all(clip.media_reference.target_url in names for clip in found.find_clips())
    listed = otio.adapters.read_from_string(export(whole, tmp_path / "film.edl", media).read_text(), "cmx_3600", rate=24)
    assert [clip.name for clip in listed.find_clips()] == [shown.name for shown in cutlist(whole, media).pictures]
    assert listed.duration().value == cut.total_frames(whole)


def test_a_package_is_the_same_bytes_again(whole: Story, media: dict[str, Path], tmp_path: Path):
    first, second = (export(whole, tmp_path / f"{at}.capcut.zip", media, cuts.SIZE).read_bytes() for at in "ab")
    assert first == second and sorted(one.name for one in tmp_path.iterdir()) == ["a.capcut.zip", "b.capcut.zip"]
