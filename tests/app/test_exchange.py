"""Films in other programs' formats: read back by those programs' own readers."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import opentimelineio as otio
import pysubs2
import pytest
from screenplay_tools.fountain.parser import Parser
from screenplay_tools.screenplay import ElementType

from app.exchange import FORMATS, export, format_of
from app.exchange.shotlist import rows
from storyboard import cut
from storyboard.cut import timed
from storyboard.errors import BadInput, NoRoom
from storyboard.story import Story
from storyboard.timing import HANDLE

HARD = "{so} it *was*, a < b & c --> d [[no]] /* never */ =1+1"


@pytest.fixture
def hard(tale: Story) -> Story:
    """The tale with a line that every format would like to take for a command."""
    tree = tale.model_dump()
    tree["scenes"][0]["shots"][0]["lines"][0]["text"] = HARD
    tree["scenes"][0]["shots"][1]["words"] = "=SUM(A1) | INT. NOWHERE"
    return Story.model_validate(tree)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_one_file(tale: Story, tmp_path: Path, name: str):
    path = export(tale, tmp_path / f"film.{name}", None)
    assert format_of(path) == name and path.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_endings_and_bad_folders_are_refused(tale: Story, tmp_path: Path):
    with pytest.raises(BadInput, match=r"film\.doc names no format"):
        export(tale, tmp_path / "film.doc", None)
    with pytest.raises(NoRoom, match="could not be written"):
        export(tale, tmp_path / "nowhere" / "film.srt", None)


@pytest.mark.parametrize("name", ["srt", "vtt"])
def test_subtitles_come_back_with_their_times_and_words(hard: Story, tmp_path: Path, name: str):
    path = export(hard, tmp_path / f"film.{name}", None)
    text = path.read_text(encoding="utf-8")
    found, wanted = pysubs2.SSAFile.from_string(text, format_=name), list(timed(hard))
    assert [(e.start, e.end) for e in found] == [(round(c.start * 1000 / 24), round(c.end * 1000 / 24)) for c in wanted]
    shown = " ".join(text.split())
    assert (HARD if name == "srt" else "{so} it *was*, a &lt; b &amp; c --&gt; d") in shown
    assert "Who left you here, little lamp?" in shown


def test_subtitles_never_overlap(tale: Story):
    found = list(timed(tale))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found)) and found[-1].end <= cut.total_frames(tale)


def test_otio_holds_the_whole_cut(tale: Story, tmp_path: Path):
    clip = tmp_path / "clip one.mp4"
    clip.write_bytes(b"")
    found = otio.adapters.read_from_file(str(export(tale, tmp_path / "film.otio", {"clip:s1-1": clip})))
    assert {track.duration().value for track in found.tracks} == {cut.total_frames(tale)}
    clips = {c.name: c for c in found.video_tracks()[0] if isinstance(c, otio.schema.Clip)}
    first = clips["s1-1"]
    assert first.media_reference.target_url == clip.as_uri()
    assert first.source_range.start_time.value == 2 * HANDLE and first.source_range.duration.value == 78
    assert first.available_range().duration.value == 78 + 4 * HANDLE
    placed = {c.name: found.video_tracks()[0].range_of_child(c).start_time.value for c in clips.values()}
    assert placed == {p.shot.id: p.start for p in cut.picture(tale)} | {"title": 0, "credits": cut.total_frames(tale) - cut.CREDITS}
    kinds = [(t.name, t.in_offset.value, t.out_offset.value) for t in found.video_tracks()[0] if isinstance(t, otio.schema.Transition)]
    assert kinds == [("fade", 0, 12), ("dissolve", 6, 6)]


def test_fountain_is_read_back_as_what_it_is(hard: Story, tmp_path: Path):
    parser = Parser()
    parser.add_text(export(hard, tmp_path / "film.fountain", None).read_text(encoding="utf-8"))
    by_kind: dict[ElementType, list[str]] = {}
    for element in parser.script.elements:
        by_kind.setdefault(element.type, []).append(getattr(element, "text_raw", "") or getattr(element, "name", ""))
    assert by_kind[ElementType.HEADING] == ["EXT. THE WOOD - DAY", "INT. HOME - NIGHT"]
    assert "Who left you here, little lamp?" in by_kind[ElementType.DIALOGUE]
    assert by_kind[ElementType.CHARACTER] == ["NARRATOR", "MIRA"]
    assert len(by_kind[ElementType.DIALOGUE]) == 2 and len(by_kind[ElementType.TRANSITION]) == 2
    assert any("\n=SUM(A1) | INT. NOWHERE\n" in action for action in by_kind[ElementType.ACTION])


def test_the_shot_list_says_every_shot_and_runs_no_formula(hard: Story, tmp_path: Path):
    with export(hard, tmp_path / "film.csv", {"clip:s1-2": Path("/far/away/take.mp4")}).open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [r["shot"] for r in found] == ["s1-1", "s1-2", "s1-3", "s2-1", "s2-2"]
    assert found[1]["words"].startswith("'=SUM") and found[1]["file"] == "take.mp4"
    assert found[1]["start"] == "00:00:05:06"
    assert json.loads(export(hard, tmp_path / "film.json", None).read_text(encoding="utf-8")) == rows(hard, {})
    table = export(hard, tmp_path / "film.md", None).read_text(encoding="utf-8").splitlines()
    assert len(table) == 7 and "=SUM(A1) \\| INT." in table[3]


def test_the_storyboard_names_files_but_no_folders(tale: Story, tmp_path: Path):
    text = export(tale, tmp_path / "film.storyboard.json", {"still:s1-1": Path("/home/somebody/x.png")}).read_text(encoding="utf-8")
    board = json.loads(text)
    assert board["panels"][0]["still"] == "x.png" and "somebody" not in text
    assert board["frames"] == cut.total_frames(tale) and board["panels"][0]["start"] == cut.TITLE


@pytest.mark.parametrize("ending", ["VTT", "vtt", "CSV", "Json"])
def test_the_case_of_an_ending_does_not_matter(tale: Story, tmp_path: Path, ending: str) -> None:
    path = export(tale, tmp_path / f"film.{ending}")
    assert path.read_text() == export(tale, tmp_path / f"other.{ending.lower()}").read_text()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
