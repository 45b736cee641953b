"""A series as a person meets it: names that change everywhere, and a cast kept over several films."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import cli
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
