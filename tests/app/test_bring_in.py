"""Scripts and shot lists from outside, through the doors a person uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.adapt import adapt
from app import cli, uploads
from app.authoring import Script
from app.exchange import broken_down, export, incoming
from app.exchange.shotlist import as_csv, as_json, rows
from app.exchange.shotlist_in import read_csv, read_json
from app.exchange.storyboard_json import board
from app.settings import Settings
from app.studio import Studio
from storyboard.errors import BadInput
from storyboard.grammar import Angle, Move, Size, Transition
from storyboard.staging import Action, Hour, Place, Prop
from storyboard.story import Story

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
FOREIGN = """Scene;Shot #;INT/EXT;Location;Time of Day;Shot Size;Angle;Movement;Duration;Characters;Description;Dialogue;Equipment
1;1A;EXT;Harbour;Night;WS;High;Crane down;4;;Boats rock in the storm.;;Crane
1;1B;EXT;Harbour;Night;MCU;OTS;;3 s;ANNA, PETER;Anna gives Peter a letter.;"ANNA: Read it.
PETER (V.O.): I can't.";
2;2A;INT;Kitchen;Dawn;ECU;;Slow push in;0:09;;The kettle boils.;;
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_import_export_import_on_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["import", str(SCRIPTS / "bakery.fountain"), "--out", "bakery.json"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("The Last Loaf: 3 scenes, 17 shots, 12 lines, 3 characters; drawn instead: kangaroo as rabbit") and "fabula film" in said
    assert cli.main(["export", "bakery.json", "--out", "out.fountain"]) == 0
    page = Path("out.fountain").read_text(encoding="utf-8")
    Path("out.fountain").write_text(page.replace("You have so much bread.", "So much bread!"), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["import", "out.fountain", "--into", "bakery.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["revision"] == 2
    with Studio() as studio:
        head = studio.stories()[0]
        before, after = studio.story(head.id, 1), studio.story(head.id, 2)
    assert [a.id for a, b in zip(before.shots, after.shots, strict=True) if a != b] == [next(s.id for s in before.shots for line in s.lines if "so much" in line.text)]
    assert before.characters == after.characters


def test_a_script_without_a_title_is_called_as_its_file(given: Settings, tmp_path: Path):
    path = tmp_path / "my_first-script.txt"
    path.write_bytes("INT. HOUSE - DAY\r\n\r\nTOM\r\nHello.\r\n".encode("utf-16"))
    with Studio(given) as studio:
        head, adapted = studio.bring_in(Script(path))
        assert head.title == "my first script" and adapted.words() == "1 scene, 1 shot, 1 line, 1 character."
        assert studio.bring_in(Script(path))[0].id == head.id
        assert studio.bring_in(Script(path, title="Named", pictures={"clip": "drawn"}))[0].title == "Named"


@pytest.mark.parametrize(("data", "words"), [
    (b"%PDF-1.7 x", "is a PDF"), (b"<?xml version='1.0'?><FinalDraft/>", "an XML document"), (b"{\\rtf1 x}", "an RTF document"), (b"PK\x03\x04x", "office document"),
    (b"caf\xe9", "not UTF-8 text"), (b"", "no scene in this script"), (b"\xff\xfe\x00", "not UTF-8 text"), (b"\x00" * 100, "no scene in this script"),
])  # fmt: skip
def test_files_that_are_no_script_are_refused_in_a_sentence(home: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str):
    Path("x.fountain").write_bytes(data)
    assert cli.main(["import", "x.fountain"]) == 2
    said = capsys.readouterr().err
    assert words in said and "fault of its own" not in said


def test_the_format_is_told_by_name_or_ending(tmp_path: Path):
    assert [incoming(Path(f"a.{e}")) for e in ("fountain", "TXT", "md", "csv", "tsv", "json")] == ["fountain", "prose", "prose", "csv", "csv", "json"]
    assert incoming(Path("a.doc"), "Fountain") == "fountain"
    with pytest.raises(BadInput, match=r"a\.doc does not end in what can be read"):
        incoming(Path("a.doc"))
    with pytest.raises(BadInput, match="larger than"):
        (tmp_path / "big.txt").write_bytes(b"a" * 100)
        uploads.text(tmp_path / "big.txt", 50)


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_our_own_shot_lists_come_back(tale: Story, write: object):
    read = read_csv if write is as_csv else read_json
    first = write(rows(tale, {}))  # type: ignore[operator]
    adapted = adapt(read(first), tale.title)
    story = adapted.story
    assert [len(s.shots) for s in story.scenes] == [3, 2] and [s.id for s in story.scenes] == ["s1", "s2"]
    assert [s.words for s in story.shots] == [s.words for s in tale.shots]
    assert [s.size for s in story.shots if s.id != "s1-2"] == [s.size for s in tale.shots if s.id != "s1-2"]
    assert "1 insert shows nothing that can be drawn close, and is drawn as a close-up." in adapted.remarks
    assert [line.text for s in story.shots for line in s.lines] == [line.text for s in tale.shots for line in s.lines]
    again = write(rows(story, {}))  # type: ignore[operator]
    assert write(rows(adapt(read(again), tale.title).story, {})) == again  # type: ignore[operator]


def test_the_storyboard_comes_back(tale: Story):
    found = read_json(json.dumps(board(tale, {})))
    assert (found.tally()["scenes"], found.tally()["shots"], found.tally()["lines"]) == (2, 5, 2)


def test_a_foreign_shot_list_is_understood():
    adapted = adapt(read_csv(FOREIGN), "x")
    one, two, three, four = adapted.story.shots
    assert (one.size, one.angle, one.camera.words(), one.frames) == (Size.WIDE, Angle.HIGH, "crane down", 96)
    assert (two.size, two.angle) == (Size.MEDIUM_CLOSE, Angle.OVER_SHOULDER)
    assert [(p.character, p.action) for p in two.subjects] == [("anna", Action.GIVE), ("peter", Action.TAKE)]
    assert [(line.speaker, line.text, line.on_screen) for line in two.lines] == [("anna", "Read it.", True), ("peter", "I can't.", False)]
    assert adapted.story.thing(two.subjects[0].prop or "").prop is Prop.LETTER
    assert three.camera.move is Move.DOLLY and three.frames + four.frames == 216 and three.transition is Transition.CUT
    assert [s.hour for s in adapted.story.scenes] == [Hour.NIGHT, Hour.DAWN] and adapted.story.settings[1].place is Place.KITCHEN
    assert "Columns that are not used: Equipment." in adapted.remarks and any("3 shots of the list are 4 here" in r for r in adapted.remarks)


def test_a_size_or_length_that_cannot_be_read_is_said():
    script = read_csv("words,size,duration\nA fox sits,huge,4\nA fox runs,wide,-3\n")
    assert script.remarks == ("Not understood, and left to Fabula: size 'huge', length '-3'.",)


@pytest.mark.parametrize(("words", "named", "said"), [
    ("", "csv", "is empty"), ("a,b\n1,2\n", "csv", "No column of this shot list"), ("[]", "json", "holds no shot list"), ("{", "json", "cannot be read"), ("[" * 100_000, "json", "cannot be read"),
    ('{"settings": [], "characters": []}', "json", "fabula new"), ("words\n" + "x\n" * 10_001, "csv", "10,001 rows"), ('words\n"' + "x" * 200_000, "csv", "cannot be read"),
    ('{"shots": [1, null, "x"]}', "json", "holds no shot list"), ('[{"words": {"a": 1}, "size": [], "lines": [{}]}]', "json", ""),
])  # fmt: skip
def test_hostile_shot_lists_make_a_story_or_a_sentence(words: str, named: str, said: str):
    try:
        adapt(broken_down(words, named), "x")
    except BadInput as error:
        assert said and said in str(error)
    else:
        assert not said


def test_formulas_are_guarded_out_and_unguarded_in(tale: Story, tmp_path: Path):
    tree = tale.model_dump()
    tree["scenes"][0]["shots"][1]["words"] = "=SUM(A1) sits."
    path = export(Story.model_validate(tree), tmp_path / "a.csv", None)
    assert read_csv(path.read_text(encoding="utf-8")).scenes[0].shots[1].words == "=SUM(A1) sits."
