"""A series as a person meets it: names that change everywhere, and a cast kept over several films."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.studio import Studio
from storyboard.upgrade import dump, load
from tests.app import fakes


@pytest.fixture(autouse=True)
def a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_makers: None) -> Path:
    for name in ("FABULA_LLM_URL", "FABULA_DB", "FABULA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FABULA_WORKERS", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Any:
    """Exit code, what was said on stdout (parsed where --json was given) or else on stderr."""

    def ask(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main(words)
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in words and said.out else said.out or said.err

    return ask


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.json"
    path.write_text(dump(fakes.story(scenes=1, shots=2)).replace("Line s1-1.", "Mira's lamp is out."))
    return path


def test_a_name_changes_wherever_it_is_said(lamp: Path, asked: Any):
    assert asked("film", str(lamp))[0] == 0
    shown = asked("rename", str(lamp), "mira", "Otto", "--dry", "--json")[1]
    assert shown["will_make"] == ["voice:s1-1-a", "scene:s1"] and shown["stay"] == 8 and load(lamp.read_bytes()).characters[0].name == "Mira"
    code, said = asked("rename", str(lamp), "mira", "Otto")
    assert code == 0 and "2 steps will be made again (voice, scene)" in said and "pronouns stay" in said
    story = load(lamp.read_bytes())
    assert (story.characters[0].id, story.characters[0].name, story.shots[0].lines[0].text) == ("mira", "Otto", "Otto's lamp is out.")
    assert asked("rename", str(lamp), "Otto", "Oto") == (2, "fabula: Oto is the name of someone of the cast already (character:oto). Give another name, or rename that first.\n")
    assert asked("rename", str(lamp), "Nobody", "X")[0] == 2
    assert asked("undo", str(lamp))[0] == 0 and load(lamp.read_bytes()).characters[0].name == "Mira"


# the library


@pytest.fixture
def kept(asked: Any, tmp_path: Path) -> Path:
    """A film of Mira the fox, and Mira and her forest in the library."""
    story = tmp_path / "one.json"
    assert asked("write", "A fox named Mira looks for a red lantern in the forest", "--seed", "4", "--out", str(story))[0] == 0
    assert asked("film", str(story), "--size", "tiny", "--out", "one.mp4")[0] == 0
    code, said = asked("library", "add", str(story), "Mira", "the forest")
    assert code == 0 and "Mira is in the library, version 1" in said
    return story


def test_a_film_with_someone_of_the_library_has_the_very_same_portrait_and_voice(kept: Path, asked: Any):
    def portrait(story: Path) -> dict[str, Any]:
        return next(e for e in asked("explain", str(story), "--size", "tiny", "--json")[1] if e["kind"] == "portrait" and e["about"] == "Mira")

    assert asked("write", "A clockmaker waits for the snow", "--with", "mira", "--with", "forest", "--seed", "8", "--out", "two.json")[0] == 0
    one, two = load(kept.read_bytes()), load(Path("two.json").read_bytes())
    assert one.direction.style == two.direction.style
    assert portrait(Path("two.json"))["state"] == "have" and portrait(Path("two.json"))["key"] == portrait(kept)["key"]
    voices = [next(c.voice for c in story.characters if c.name == "Mira") for story in (one, two)]
    assert voices[0] == voices[1]
    listed = asked("library", "--json")[1]
    assert [(e["name"], [s["is_today"] for s in e["stories"]]) for e in listed] == [("the forest", [True, True]), ("Mira", [True, True])]


def test_a_changed_entry_leaves_films_as_they_are_and_says_so(kept: Path, asked: Any):
    asked("write", "A clockmaker waits for the snow", "--with", "Mira", "--out", "two.json")
    before = Path("two.json").read_bytes()
    assert asked("edit", str(kept), "--set", "character:mira.look.body=grey")[0] == 0
    assert "version 2" in asked("library", "add", str(kept), "Mira")[1]
    said = asked("library")[1]
    assert "version 1: older; `fabula library use" in said and Path("two.json").read_bytes() == before
    assert asked("library", "use", "two.json", "Mira")[0] == 0
    assert next(c for c in load(Path("two.json").read_bytes()).characters if c.name == "Mira").look.body == "grey"
    assert "older" not in asked("library")[1]
    assert "already" in asked("library", "use", "two.json", "Mira")[1]


def test_someone_of_the_library_plays_another(kept: Path, lamp: Path, asked: Any):
    code, said = asked("library", "use", str(lamp), "Mira", "--as", "oto")
    assert code == 2 and "Mira is the name of someone" in said
    assert asked("rename", str(lamp), "Mira", "Ana")[0] == 0
    assert asked("library", "use", str(lamp), "Mira", "--as", "Ana", "--dry")[0] == 0 and "Ana" in lamp.read_text()
    assert asked("library", "use", str(lamp), "Mira", "--as", "Ana")[0] == 0
    one, story = load(kept.read_bytes()), load(lamp.read_bytes())
    mira = story.characters[0]
    assert mira == one.characters[0].model_copy(update={"id": "mira"}) and story.shots[0].lines[0].text == "Mira's lamp is out."
    assert "Say whom it plays" in asked("library", "use", str(lamp), "the forest")[1]
    assert asked("library", "use", str(lamp), "the forest", "--as", "Shore")[0] == 0
    assert load(lamp.read_bytes()).settings[0].place == "forest"


def test_the_library_goes_to_another_home(kept: Path, asked: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert asked("library", "export", "cast.json")[0] == 0
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "other"))
    assert asked("library", "import", "cast.json", "--json")[1]["entries"][0]["version"] == 1
    assert asked("library", "import", "cast.json", "--json")[1]["entries"][0]["version"] == 1  # the same again is no new version
    assert asked("library", "remove", "mira")[0] == 0
    assert [e["name"] for e in asked("library", "--json")[1]] == ["the forest"]
    assert asked("write", "A fox", "--with", "Mira") == (4, "The story is written by the embedded writer (offline).\nfabula: The library has no 'Mira'. It has: the forest; "
                                                         "`fabula library add STORY NAME` keeps someone, a place or a thing of a story.\n")  # fmt: skip
    for text in ("{}", "[" * 100_000, '{"fabula_library": 1, "entries": [{"kind": "character", "document": {"id": "x"}}]}', "\x00"):
        Path("bad.json").write_text(text)
        code, said = asked("library", "import", "bad.json")
        assert code == 2 and said.startswith("fabula: ") and said.count("\n") == 1


def test_a_draft_and_a_batch_have_who_was_given(kept: Path, asked: Any):
    with Studio() as studio:
        assert studio.named_in("Mirabel and MIRA sing") == ["Mira"] and studio.named_in("Mirabel sings") == []
    Path("premises.txt").write_text("A clockmaker waits for the snow\n")
    done = asked("batch", "premises.txt", "--with", "Mira", "--size", "tiny", "--json")[1]
    assert done["films"][0]["state"] == "made" and next(e for e in asked("library", "--json")[1] if e["name"] == "Mira")["stories"][-1]["is_today"]
    draft = asked("write", "An owl sings", "--with", "Mira", "--stop", "cast", "--json")[1]
    story = asked("write", "--draft", draft["id"], "--out", "drafted.json")
    assert story[0] == 0 and any(c.name == "Mira" and c.look == load(kept.read_bytes()).characters[0].look for c in load(Path("drafted.json").read_bytes()).characters)
