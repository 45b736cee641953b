"""A batch as a person meets it: many films from one file, faults in it said before anything is made, none of them stopping the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import authoring, cli
from storyboard.errors import BadInput
from storyboard.upgrade import dump
from tests.app import fakes

ROOT = Path(__file__).resolve().parents[2]
FIVE = """
defaults: {seed: 3}
films:
  - premise: A fox finds a lamp
    title: 1984
    language: no
    exports: [srt, fountain]
  - premise: POISON
    out: bad/poison
  - script: tale.fountain
    title: The Tale
    exports: [csv]
  - story: lamp.story.json
    slates: yes
  - premise: A crow learns to sing
    style: ink
"""


@pytest.fixture(autouse=True)
def a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_makers: None) -> Iterator[None]:
    for name in ("FABULA_LLM_URL", "FABULA_DB", "FABULA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FABULA_WORKERS", "2")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tale.fountain").write_text("INT. COTTAGE - DAY\n\nMira waits by the window.\n\nMIRA\nWhere is it?\n")
    (tmp_path / "lamp.story.json").write_text(dump(fakes.story(scenes=1, shots=2)))
    yield


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[authoring.Premise]:
    """Stories of one shot in place of the writer's; POISON is refused. Returns what was asked."""
    asked: list[authoring.Premise] = []

    def compose(premise: authoring.Premise, *_: object) -> object:
        asked.append(premise)
        if "POISON" in premise.text:
            raise BadInput("This premise cannot be used.")
        return authoring.titled(fakes.story(title=premise.text, scenes=1, shots=1), premise.title)

    monkeypatch.setattr(authoring, "compose", compose)
    return asked


def batch(capsys: pytest.CaptureFixture[str], text: str, *more: str) -> tuple[int, Any, str]:
    """Exit code, the films of its report, stderr."""
    Path("films.yaml").write_text(text)
    capsys.readouterr()
    code = cli.main(["batch", "films.yaml", "--json", *more])
    said = capsys.readouterr()
    return code, json.loads(said.out)["films"] if said.out else None, said.err


def test_a_poisoned_film_leaves_the_others_finished_and_is_listed(written: list[authoring.Premise], capsys: pytest.CaptureFixture[str]):
    code, films, _ = batch(capsys, FIVE)
    assert code == 8 and [one["state"] for one in films] == ["made", "failed", "made", "made", "made"]
    assert films[1]["error"] == "This premise cannot be used." and not films[1]["files"]
    assert films[0]["title"] == "1984" and (written[0].language, written[0].seed) == ("no", 3)
    found = sorted(path.relative_to("films").as_posix() for path in Path("films").rglob("*") if path.is_file())
    expected = ["1984.fountain", "a-crow-learns-to-sing.mp4", "the-tale.csv", "lamp.mp4", "the-tale.mp4", "1984.srt", "report.json"]
    assert set(expected) <= set(found) and not [name for name in found if "poison" in name]
    assert json.loads(Path("films/report.json").read_text())["films"] == films


def test_a_second_run_makes_only_what_is_missing(written: list[authoring.Premise], capsys: pytest.CaptureFixture[str]):
    batch(capsys, FIVE)
    stamp = Path("films/lamp.mp4").stat().st_mtime_ns
    Path("films/the-tale.csv").write_text("changed by hand")
    written.clear()
    code, films, said = batch(capsys, FIVE.replace("POISON", "A bear").replace("learns to sing", "learns to swim"))
    assert code == 0 and [one["state"] for one in films] == ["kept", "made", "made", "kept", "made"]
    assert [one.text for one in written] == ["A bear", "A crow learns to swim"] and "1984.mp4 is there and whole: kept" in said
    assert Path("films/lamp.mp4").stat().st_mtime_ns == stamp and Path("films/the-tale.csv").read_text() != "changed by hand"
    Path("tale.fountain").write_text(Path("tale.fountain").read_text() + "\nShe sits down.\n")
    assert [one["state"] for one in batch(capsys, FIVE)[1]] == ["kept", "failed", "made", "kept", "made"]


def test_a_step_and_a_fault_of_ours_that_fail_are_listed(
    written: list[authoring.Premise], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from app.studio import Studio

    monkeypatch.setenv("FAKE_BAD", "Where is it?")
    told = Studio.direct

    def broken(self: Studio, *given: Any) -> Any:
        raise ZeroDivisionError("division by zero") if "lamp" in str(given) else told(self, *given)

    monkeypatch.setattr(Studio, "direct", broken)
    code, films, _ = batch(capsys, FIVE)
    assert code == 8 and [one["state"] for one in films] == ["made", "failed", "failed", "failed", "made"]
    assert "this one always fails" in films[2]["error"] and "fault of its own" in films[3]["error"] and "ZeroDivisionError" in films[3]["error"]
    monkeypatch.setattr(Studio, "direct", told)
    monkeypatch.setenv("FAKE_BAD", "tempo_bpm")
    told_of = batch(capsys, "films: [{story: lamp.story.json, slates: yes}]")[1][0]
    assert told_of["state"] == "slated" and "music:score failed" in told_of["error"] and Path("films/lamp.mp4").exists()


def test_a_story_the_rules_refuse_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str], written: list[authoring.Premise]):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "rules.toml").write_text('words = ["crow"]\n')
    code, films, _ = batch(capsys, FIVE)
    assert code == 8 and [one["state"] for one in films] == ["made", "failed", "made", "made", "failed"] and "crow" in films[4]["error"]


FAULTS = (
    ("films:\n  - premise: A\n    titel: B", "line 3: there is no 'titel' here; is 'title' meant?"),
    ("films:\n  - premise: A\n  - script: no.fountain", "line 3: there is no script 'no.fountain'"),
    ("films:\n  - title: A", "line 2: this film has no premise, script or story"),
    ("films:\n  - premise: A\n    story: B", "line 2: this film has premise and story"),
    ("films:\n  - script: tale.fountain\n    with: [Mira]", "line 3: with cannot be said of a film that is made from a script"),
    ("films:\n  - premise: A\n    seed: many", "line 3: seed is 'many'; give a whole number"),
    ("films:\n  - premise: A\n    seed: 1.5", "seed is '1.5'"),
    ("films:\n  - premise: A\n    minutes: 900", "line 3: minutes is '900'; give a number from 0 to 60"),
    ("films:\n  - premise: A\n    minutes: 0.1", "a whole story takes 24 to 3600 seconds"),
    ("films:\n  - premise: A\n    size: huge", "give one of: default, preview, tiny"),
    ("films:\n  - premise: A\n    pictures: drawn", "pictures takes names and values of: still, clip, smooth"),
    ("films:\n  - premise: A\n    pictures: {smooth: 3}", "pictures.smooth is '3'; give yes or no"),
    ("films:\n  - premise: A\n    exports: srt", "exports: srt stands here where a list is wanted"),
    ("films:\n  - premise: A\n    exports: [avi]", "one of exports is 'avi'; give one of: srt"),
    ("films:\n  - premise:\n", "premise is nothing; give it in words"),
    ("films:\n  - premise: A\n    premise: B", "line 3: premise is said twice"),
    ("films:\n  - premise: A\n    out: ../a", "give a film's name in the folder of films"),
    ("films:\n  - premise: A\n    out: /tmp/a", "give a film's name in the folder of films"),
    ("films:\n  - premise: A fox\n  - premise: A  fox!", "line 3: this film would write a-fox.mp4, and so does the film of line 2"),
    ("films:\n  - premise: A\n    out: Fox\n  - premise: B\n    out: fox", "line 4: this film would write fox.mp4"),
    ("films:\n  - premise: A\n    out: report\n    exports: [json]", "which is the batch's own report"),
    ("films:\n  - premise: A\n    with: [Nobody]", "Line 2: The library has no 'Nobody'"),
    ("films:\n  - story: nosuch", "Line 2: "),
    ("defaults: {title: A}\nfilms:\n  - premise: A", "line 1: there is no 'title' here"),
    ("films: []", "holds 0 films"),
    ("- premise: A", "line 1: a list stands here; give \"films:\""),
    ("films:\n  - premise: 'A", "this is not YAML"),
    ("a: &x [1]\nfilms: *x", "stands for another place"),
    ("films: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ("", "is empty; give `films:`"),
    ("films:\n  - premise: !!python/object/apply:os.system [ls]", "premise is a list; give it in words"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "words"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_in_the_file_is_one_sentence_before_anything_is_made(text: str, words: str, capsys: pytest.CaptureFixture[str]):
    code, films, said = batch(capsys, text)
    assert (code, films) == (2, None)
    assert said.splitlines()[-1].startswith("fabula: ") and words in said.splitlines()[-1]
    assert not Path("films").exists()


def test_dry_says_what_would_be_made_and_makes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """The embedded writer, for real."""
    Path("broken.csv").write_text("nonsense")
    text = FIVE.replace("POISON", "A bear").replace("style: ink", "size: tiny") + "  - script: broken.csv\n"
    code, films, _ = batch(capsys, text, "--dry")
    assert code == 8 and [one["state"] for one in films] == ["make"] * 5 + ["fails"] and films[5]["error"]
    assert films[4]["shots"] == 3 and all(one["seconds"] > 1 and one["making_s"] > 0 for one in films[:5])
    assert films[0]["files"] == ["1984.mp4", "1984.srt", "1984.story.json", "1984.fountain"]
    assert not Path("films").exists() and not list((tmp_path / "home").rglob("*.mp4"))
    capsys.readouterr()
    assert cli.main(["stories", "--json"]) == 0 and json.loads(capsys.readouterr().out) == []


def test_dry_says_what_a_model_would_cost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_LLM_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("FABULA_LLM_MODEL", "some")
    monkeypatch.setenv("FABULA_LLM_PRICE", "1/2")
    code, films, _ = batch(capsys, FIVE, "--dry")
    assert code == 0 and films[0]["calls"] > 5 and films[0]["money"] > 0 and films[2]["calls"] == 0


def test_a_batch_that_was_killed_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    Path("films.yaml").write_text("films:\n" + "".join(f"  - premise: A fox and the number {n}\n    size: tiny\n" for n in range(3)))
    words = [sys.executable, "-m", "tests.app.fakes", "batch", "films.yaml"]
    with subprocess.Popen(words, env=os.environ | {"PYTHONPATH": str(ROOT), "FAKE_PAUSE": "0.1"}, start_new_session=True) as process:
        report = Path("films/report.json")
        while not report.exists() and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
    assert [one["state"] for one in json.loads(report.read_text())["films"]] == ["made", "waits", "waits"]
    code = cli.main(["batch", "films.yaml"])
    said = capsys.readouterr().out
    assert code == 0 and [line.split()[1] for line in said.splitlines()[1:4]] == ["kept", "made", "made"]
    assert cli.main(["stories", "--json"]) == 0 and len(json.loads(capsys.readouterr().out)) == 3
