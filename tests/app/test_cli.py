"""The command line as a person and as a script meet it: answers, files, exit codes, one plain sentence for each fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import cli, deliver
from app.settings import settings
from storyboard.errors import BadInput
from storyboard.upgrade import dump, load
from tests.app import fakes

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "gradio", "diffusers", "sqlalchemy", "pydantic", "numpy", "langgraph", "openai")


@pytest.fixture(autouse=True)
def a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_makers: None) -> Path:
    for name in ("FABULA_LLM_URL", "FABULA_DB", "FABULA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FABULA_WORKERS", "2")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.json"
    path.write_text(dump(fakes.story(scenes=1, shots=2)))
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    """Exit code, stdout (parsed where --json was given), stderr."""
    capsys.readouterr()
    code = cli.main(words)
    said = capsys.readouterr()
    return code, json.loads(said.out) if "--json" in words and said.out else said.out, said.err


def test_help_imports_nothing_heavy():
    code = f"import sys, app.cli; app.cli.parser_().format_help(); print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    shown = subprocess.run([sys.executable, "-m", "app", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(name in shown.stdout for name in ("write", "make", "film", "explain", "takes", "doctor"))


def test_every_command_has_its_function():
    parser = cli.parser_()
    choices = next(a.choices for a in parser._actions if a.dest == "command")
    assert set(choices) == set(cli.functions())


def test_from_a_story_file_to_a_film(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code, told, said = asked(capsys, "make", "--story", "story.json", "--out", "a.mp4", "--json")
    assert code == 0 and told["failures"] == [] and Path(told["film"]).read_bytes()
    assert load((tmp_path / "a.story.json").read_bytes()) == load(story.read_bytes())
    assert "00:00:0" in (tmp_path / "a.srt").read_text()
    assert "Traceback" not in said
    again = asked(capsys, "film", "story.json", "--out", "b.mp4", "--json")[1]
    assert again["sha256"] == told["sha256"] and again["id"] == told["id"]
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_what_is_not_drawn_as_asked_is_said_before_it_is_made(capsys: pytest.CaptureFixture[str]):
    premise, missing = "A girl polishes the samovar of her grandmother", "Not shown in this film: the samovar."
    assert missing in asked(capsys, "write", premise, "--size", "tiny", "--out", "story.json")[1]
    assert missing in asked(capsys, "explain", "story.json", "--size", "tiny")[1]
    code, _, said = asked(capsys, "make", "--story", "story.json", "--size", "tiny")
    assert code == 0 and missing in said


def test_explain_json_is_the_promise(story: Path, capsys: pytest.CaptureFixture[str]):
    _, told, _ = asked(capsys, "explain", "story.json", "--json")
    assert all({"kind", "way", "version", "weights", "steps", "state", "key"} <= row.keys() for row in told)
    assert {row["state"] for row in told} == {"will make", "may make"}


def test_an_edit_of_a_file_is_in_the_file(story: Path, capsys: pytest.CaptureFixture[str]):
    code, told, _ = asked(capsys, "edit", "story.json", "--set", "shot:s1-2.size=close-up", "--set", "shot:s1-2.camera.amount=0.5", "--json")
    assert code == 0 and told["revision"] == 2
    assert load(story.read_bytes()).shots[1].camera.amount == 0.5
    assert asked(capsys, "undo", "story.json")[0] == 0
    assert load(story.read_bytes()).shots[1].camera.amount == 0.0
    assert [r["number"] for r in asked(capsys, "history", "lamp", "--json")[1]] == [1, 2]
    assert len(asked(capsys, "stories", "--json")[1]) == 1


def test_check_says_what_to_set_and_mend_sets_it(story: Path, capsys: pytest.CaptureFixture[str]):
    first = load(story.read_bytes()).shots[0]
    asked(capsys, "edit", "story.json", "--set", f"shot:{first.id}.frames=50")
    bad = json.loads(story.read_text())
    bad["things"].append({"id": "spare", "name": "the spare", "prop": "key"})
    bad["scenes"][0]["shots"][0]["frames"] = 10
    story.write_text(json.dumps(bad))
    code, found, _ = asked(capsys, "check", "story.json", "--json")
    short = next(f for f in found if f["what"] == "too short")
    assert code == 0 and short["shot"] == first.id and short["set"][0].startswith(f"shot:{first.id}.frames=")
    assert asked(capsys, "edit", "story.json", "--set", short["set"][0], "--out", "held.json")[0] == 0
    assert "too short" not in {f["what"] for f in asked(capsys, "check", "held.json", "--json")[1]}
    code, told, _ = asked(capsys, "check", "story.json", "--mend", "--out", "mended.json", "--json")
    assert code == 0 and {"too short", "unused prop"} <= {f["what"] for f in told["mended"]}
    left = asked(capsys, "check", "mended.json", "--json")[1]
    assert [(f["shot"], f["what"]) for f in left] == [(f["shot"], f["what"]) for f in told["left"]]
    assert asked(capsys, "check", "story.json", "--out", "x.json")[0] == 2


def test_a_person_says_how_pictures_are_made(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FABULA_PATH", "fp32")

    def ways() -> set[str]:
        return {f"{r['kind']} {r['way']} {r['path']}" for r in asked(capsys, "explain", "story.json", "--json")[1] if r["kind"] in ("still", "clip")}

    assert ways() == {"still drawn none", "clip dit fp32"}
    assert "dit, 1 step, fp32" in asked(capsys, "explain", "story.json")[1]
    asked(capsys, "edit", "story.json", "--set", "story.direction.clip=drawn", "--set", "story.direction.still=tiny")
    assert ways() == {"still tiny fp32", "clip drawn none"}
    steered = "make", "--story", "story.json", "--clip", "dit", "--still", "drawn", "--smooth", "--size", "tiny", "--json"
    told = [asked(capsys, *steered)[1] for _ in range(2)]
    assert told[0] == told[1] | {"seconds": told[0]["seconds"], "job": told[0]["job"]} and told[0]["revision"] == 3
    direction = load((tmp_path / "film.story.json").read_bytes()).direction
    assert (direction.clip, direction.still, direction.smooth) == ("dit", "drawn", True)
    asked(capsys, "write", "A fox finds a lamp", "--size", "tiny", "--clip", "drawn", "--out", "fox.json")
    assert load((tmp_path / "fox.json").read_bytes()).direction.clip == "drawn"


def test_explain_says_that_the_way_has_changed(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "film", "story.json", "--size", "tiny", "--out", "a.mp4")
    asked(capsys, "edit", "story.json", "--set", "story.direction.clip=drawn")
    rows = {r["id"]: r for r in asked(capsys, "explain", "story.json", "--size", "tiny", "--json")[1]}
    assert rows["clip:s1-2"]["why"] == "changed: the way, which was dit"
    assert {r["kind"] for r in rows.values() if r["state"] != "have"} == {"clip", "scene", "film"}


def test_the_animatic_draws_every_picture(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "edit", "story.json", "--set", "story.direction.still=tiny")
    rows = asked(capsys, "explain", "story.json", "--animatic", "--json")[1]
    assert {r["way"] for r in rows if r["kind"] in ("still", "clip")} == {"drawn"}


@pytest.mark.parametrize(("still", "clip"), [("drawn", "dit"), ("tiny", "drawn")])
def test_another_take_is_of_what_chance_made(story: Path, capsys: pytest.CaptureFixture[str], still: str, clip: str):
    asked(capsys, "edit", "story.json", "--set", f"story.direction.still={still}", "--set", f"story.direction.clip={clip}")
    for kind, way in (("still", still), ("clip", clip)):
        assert asked(capsys, "takes", "story.json", "--step", f"{kind}:s1-2", "--another")[0] == (2 if way == "drawn" else 0)


def test_each_file_stands_for_its_own_revision(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "edit", "story.json", "--set", "shot:s1-2.size=close-up", "--out", "a.json")
    asked(capsys, "edit", "story.json", "--set", "shot:s1-1.size=close-up", "--out", "b.json")
    sizes = {name: [shot.size for shot in load((tmp_path / name).read_bytes()).shots] for name in ("story.json", "a.json", "b.json")}
    assert sizes["a.json"] == [sizes["story.json"][0], "close-up"] and sizes["b.json"] == ["close-up", sizes["story.json"][1]]
    rows = asked(capsys, "history", "lamp", "--json")[1]
    assert [(r["number"], r["parent"], r["is_today"]) for r in rows] == [(1, None, False), (2, 1, False), (3, 1, True)]
    assert asked(capsys, "undo", "a.json", "--json")[1]["revision"] == 1
    assert load((tmp_path / "a.json").read_bytes()) == load(story.read_bytes())
    assert asked(capsys, "undo", "b.json", "--json")[1]["revision"] == 1


def test_takes_of_a_file_are_in_the_file(story: Path, capsys: pytest.CaptureFixture[str]):
    _, _, said = asked(capsys, "takes", "story.json", "--step", "clip:s1-2", "--another")
    first = load(story.read_bytes()).shots[1]
    assert first.seeds.clip == 1, said
    asked(capsys, "film", "story.json", "--out", "a.mp4")
    digest = asked(capsys, "takes", "story.json", "--step", "clip:s1-2", "--json")[1][0]["sha256"]
    _, told, _ = asked(capsys, "takes", "story.json", "--step", "clip:s1-2", "--choose", digest[:12])
    assert load(story.read_bytes()).shots[1].pins.clip == digest and "Written to story.json" in told
    asked(capsys, "takes", "story.json", "--step", "clip:s1-2", "--choose", "none")
    assert load(story.read_bytes()).shots[1].pins.clip is None


def test_a_file_edited_by_hand_is_a_new_revision(story: Path, capsys: pytest.CaptureFixture[str]):
    first = asked(capsys, "new", "story.json", "--json")[1]
    story.write_text(story.read_text().replace("shot s1-2", "something else"))
    second = asked(capsys, "explain", "story.json", "--json")
    assert second[0] == 0
    assert [(h["id"], h["revision"]) for h in asked(capsys, "stories", "--json")[1]] == [(first["id"], 2)]


def test_takes_choose_and_another(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "film", "story.json", "--out", "a.mp4")
    one = asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--json")[1]
    assert len(one) == 1 and one[0]["step"] == "clip:s1-2"
    asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--another")
    asked(capsys, "film", "the lamp", "--out", "a.mp4")
    two = asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--json")[1]
    assert {t["sha256"] for t in two} > {one[0]["sha256"]} and len(two) == 2
    assert asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--choose", one[0]["sha256"][:10])[0] == 0
    rows = {r["id"]: r for r in asked(capsys, "explain", "the lamp", "--json")[1]}
    assert rows["clip:s1-2"]["state"] == "have" and rows["clip:s1-2"]["why"] == "chosen"
    assert rows["scene:s1"]["state"] == "have"  # the first take's scene is still there
    assert asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--choose", "none")[0] == 0
    assert len(asked(capsys, "takes", "the lamp", "--step", "clip:s1-2", "--json")[1]) == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["film", "nosuch"], 4, "fabula stories"),
        (["film", "nosuch.json"], 2, "no story file"),
        (["film", "broken.json"], 2, "not a story.json"),
        (["film", "list.json"], 2, "holds one object"),
        (["film", "half.json"], 2, "not a story Fabula can film"),
        (["film", "story.json", "--out", "nosuch/a.mp4"], 2, "is not there"),
        (["film", "story.json", "--out", "."], 2, "is a folder"),
        (["film", "story.json", "--out", "a.txt"], 2, "should end in .mp4"),
        (["edit", "story.json"], 2, "nothing to change"),
        (["edit", "story.json", "--set", "nonsense"], 2, "TARGET.FIELD=VALUE"),
        (["edit", "story.json", "--set", "shot:s9-9.size=wide"], 2, "no 'shot:s9-9'"),
        (["edit", "story.json", "--set", "shot:s1-1.size=enormous"], 2, "size"),
        (["edit", "story.json", "--set", "story.direction.clip=clay"], 2, "direction.clip: Input should be 'dit'"),
        (["edit", "story.json", "--change", "nosuch.json"], 2, "no file"),
        (["edit", "story.json", "--change", "list.json"], 2, "not a change"),
        (["undo", "story.json"], 2, "nothing to undo"),
        (["takes", "story.json", "--choose", "none"], 2, "--step"),
        (["takes", "story.json", "--step", "film:film", "--another"], 2, "portrait:, still:, clip: or voice:"),
        (["takes", "story.json", "--step", "still:s1-1", "--another"], 2, "same picture"),
        (["sheet", "story.json"], 4, "fabula film"),
        (["export", "story.json", "--out", "a.docx"], 2, "names no format"),
        (["make"], 2, "Give a premise"),
        (["make", "  "], 2, "premise is empty"),
        (["make", "x", "--file", "story.json"], 2, "not both"),
        (["make", "--file", "nosuch.txt"], 2, "no file"),
        (["make", "a fox " * 20_000], 2, "premise"),
        (["make", "a fox", "--out", "nosuch/a.mp4"], 2, "is not there"),
        (["write", "a fox", "--minutes", "nan"], 2, "seconds"),
        (["batch", "nosuch.txt"], 2, "no file nosuch.txt"),
        (["batch", "latin.txt"], 2, "not UTF-8 text (line 2)"),
    ],
)
def test_faults_are_one_plain_sentence(words: list[str], code: int, says: str, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "broken.json").write_text('{"title": ')
    (tmp_path / "list.json").write_text("[1, 2]")
    (tmp_path / "latin.txt").write_bytes(b"a fox\na caf\xe9\n")
    (tmp_path / "half.json").write_text('{"title": "x", "premise": "y"}')
    found, out, said = asked(capsys, *words)
    last = said.strip().splitlines()[-1]
    assert (found, out) == (code, "")
    assert last.startswith("fabula: ") and says in last and "Traceback" not in said


def test_a_home_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "file" / "home"))
    code, _, said = asked(capsys, "stories")
    assert code == 6 and said.startswith("fabula: ")


def test_settings_are_held_against_what_they_may_be():
    with pytest.raises(BadInput, match="http"):
        settings({"FABULA_LLM_URL": "file:///etc/passwd"})
    with pytest.raises(BadInput, match="whole number"):
        settings({"FABULA_WORKERS": "many"})
    assert settings({"FABULA_HOME": "/x"}).writer == "offline"
    given = settings({"FABULA_LLM_URL": "http://127.0.0.1:1/v1", "FABULA_LLM_KEY": "canary"})
    assert given.writer == "openai" and "canary" not in repr(given)
    assert settings({"XDG_DATA_HOME": "/data"}).home == Path("/data/fabula")


def test_a_step_that_fails_is_named_and_the_rest_is_kept(story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FAKE_BAD", "shot s1-2")
    code, _, said = asked(capsys, "film", "story.json", "--out", "a.mp4")
    assert code == 8 and "still:s1-2 failed" in said.splitlines()[-1]
    assert not Path("a.mp4").exists()
    monkeypatch.delenv("FAKE_BAD")
    assert asked(capsys, "film", "story.json", "--out", "a.mp4")[0] == 0
    assert [j["state"] for j in asked(capsys, "jobs", "lamp", "--json")[1]] == ["done", "failed"]


def test_a_bug_is_one_sentence_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from app import commands

    monkeypatch.setitem(commands.COMMANDS, "stories", lambda _: 1 // 0)
    code, _, said = asked(capsys, "stories")
    assert code == 1 and "fault of its own" in said and "Traceback" not in said
    monkeypatch.setenv("FABULA_DEBUG", "1")
    assert "Traceback" in asked(capsys, "stories")[2]


def test_doctor_clean_remove(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "film", "story.json", "--out", "a.mp4")
    checks = {c["name"]: c for c in asked(capsys, "doctor", "--json")[1]}
    assert checks["database"]["is_well"] and checks["media"]["is_well"] and "embedded writer" in checks["writer"]["words"]
    assert asked(capsys, "clean", "--json")[1]["files"] == 0
    assert asked(capsys, "remove", "lamp")[0] == 0
    assert asked(capsys, "film", "lamp")[0] == 4
    assert asked(capsys, "restore", "lamp")[0] == 0 and asked(capsys, "history", "lamp")[0] == 0
    assert "There is no removed story 'lamp'" in asked(capsys, "restore", "lamp")[2]
    asked(capsys, "remove", "lamp")
    assert asked(capsys, "clean", "--now", "--json")[1]["files"] == 0  # a film may be in the making beside us
    for path in settings().media.glob("??/*"):
        os.utime(path, (0, 0))
    went = asked(capsys, "clean", "--now", "--json")[1]
    assert went["files"] > 5


def test_a_file_is_put_in_place_whole_or_not_at_all(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("before")

    def broken(part: Path) -> None:
        part.write_text("half")
        raise ValueError

    with pytest.raises(ValueError):
        deliver.place(path, broken)
    assert path.read_text() == "before" and [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_the_worker_makes_what_others_order(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    env = {**os.environ}
    worker = subprocess.Popen([sys.executable, "-m", "tests.app.fakes", "worker"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert "Serving" in worker.stderr.readline()
        lock = tmp_path / "home" / "worker.lock"
        while not lock.exists():
            assert worker.poll() is None
        code, told, _ = asked(capsys, "film", "story.json", "--out", "a.mp4", "--json")
        assert code == 0 and told["sha256"]
        assert asked(capsys, "worker")[0] == 2
    finally:
        worker.terminate()
        assert worker.wait(20) == 0


@pytest.mark.parametrize(("bad", "step"), [("shot s1-2", "still:s1-2"), ("tempo_bpm", "music:score")])
def test_a_film_with_slates_is_made_all_the_same(
    bad: str, step: str, story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("FAKE_BAD", bad)
    code, told, _ = asked(capsys, "film", "story.json", "--out", "a.mp4", "--slates", "--json")
    assert code == 8 and Path("a.mp4").exists()
    assert {f["step"]: f["state"] for f in told["failures"]}[step] == "failed"


def test_one_bad_premise_never_stops_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from app import authoring

    def compose(premise: authoring.Premise, *_: object) -> object:
        if "bad" in premise.text:
            raise BadInput("This premise cannot be used.")
        return fakes.story(title=premise.text, scenes=1, shots=1)

    monkeypatch.setattr(authoring, "compose", compose)
    (tmp_path / "premises.txt").write_text("# a note\nA fox\n\na bad one\nA crow?\n")
    code, told, _ = asked(capsys, "batch", "premises.txt", "--out", "films", "--json")
    assert code == 8 and [d["state"] for d in told["films"]] == ["made", "failed", "made"]
    assert sorted(p.name for p in (tmp_path / "films").glob("*.mp4")) == ["001-a-fox.mp4", "003-a-crow.mp4"]


def test_a_premise_becomes_a_tiny_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The embedded writer, for real; the makers are fakes."""
    code, told, said = asked(capsys, "make", "A fox finds a lamp", "--size", "tiny", "--seed", "3", "--out", "a.mp4", "--json")
    assert code == 0, said
    assert "written by the embedded writer" in said and told["writer"] == "offline"
    story = load((tmp_path / "a.story.json").read_bytes())
    assert len(story.shots) <= 3
    again = asked(capsys, "make", "A fox finds a lamp", "--size", "tiny", "--seed", "3", "--out", "b.mp4", "--json")[1]
    assert (again["id"], again["sha256"]) == (told["id"], told["sha256"])


def test_a_note_is_shown_before_it_is_made(story: Path, capsys: pytest.CaptureFixture[str]):
    code, told, _ = asked(capsys, "revise", "story.json", "end in the rain, and juggle", "--json")
    assert code == 0 and not told["accepted"] and [row["after"] for row in told["rows"]] == ["rain"]
    assert told["left"] == ['"juggle": not understood']
    assert load(story.read_bytes()).scenes[-1].weather != "rain"
    code, told, _ = asked(capsys, "revise", "story.json", "--accept", "--json")
    assert code == 0 and told["accepted"] and str(load(story.read_bytes()).scenes[-1].weather) == "rain"
    code, _, said = asked(capsys, "revise", "story.json", "--accept")
    assert code == 4 and "Nothing waits to be accepted" in said
    code, _, said = asked(capsys, "revise", "story.json", "juggle")
    assert code == 2 and "It can change: the weather" in said


def test_words_without_quotes_are_told_of_them(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        cli.main(["write", "A", "fox", "sails"])
    assert "unrecognized arguments: fox sails. Put several words in quotes" in capsys.readouterr().err


def test_only_the_last_note_shown_can_be_accepted(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "revise", "story.json", "no narrator")
    asked(capsys, "revise", "story.json", "end in the rain")
    assert "rain" in asked(capsys, "revise", "story.json", "--accept")[1]
    code, _, said = asked(capsys, "revise", "story.json", "--accept")
    assert code == 4 and "Nothing waits to be accepted" in said


def test_what_was_shown_is_what_is_made_or_nothing(story: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "revise", "story.json", "end in the rain")
    asked(capsys, "edit", "story.json", "--set", "story.title=Other")  # elsewhere: no matter
    assert asked(capsys, "revise", "story.json", "--accept")[0] == 0
    asked(capsys, "revise", "story.json", "end in the snow")
    asked(capsys, "edit", "story.json", "--set", "scene:s1.weather=fog")
    code, _, said = asked(capsys, "revise", "story.json", "--accept")
    assert code == 2 and "changed by someone else" in said
    asked(capsys, "revise", "story.json", "cut the last shot")
    asked(capsys, "edit", "story.json", "--set", f"shot:{load(story.read_bytes()).shots[-1].id}.size=close-up")
    code, _, said = asked(capsys, "revise", "story.json", "--accept")
    assert code == 2 and "no longer do what was shown" in said


def test_a_story_is_written_level_by_level_and_approved(capsys: pytest.CaptureFixture[str]):
    told = asked(capsys, "write", "A fox learns to sail", "--stop", "treatment", "--json")[1]
    assert told["level"] == "treatment" and told["levels"]["treatment"]["ending"]
    assert asked(capsys, "write", "A fox learns to sail", "--stop", "treatment", "--json")[1]["id"] == told["id"]
    asked(capsys, "draft", told["id"], "--set", "treatment.title=Sails", "--set", "treatment.ending=They go home in the rain.")
    code, shown, _ = asked(capsys, "write", "--draft", told["id"][:5], "--stop", "cast")
    assert code == 0 and ": fox" in shown and told["id"] in shown
    assert told["id"] in asked(capsys, "drafts")[1]
    code, words, _ = asked(capsys, "write", "--draft", told["id"], "--out", "sails.json")
    assert code == 0 and words.startswith("Sails:") and "go home in the rain" in Path("sails.json").read_text()
    assert "No draft waits" in asked(capsys, "drafts")[1]
    code, _, said = asked(capsys, "draft", told["id"])
    assert code == 2 and "has become the story" in said


def test_a_draft_says_what_it_does_not_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code, _, said = asked(capsys, "write", "A fox learns to sail", "--stop", "cast", "--out", "story.json")
    assert code == 2 and "--stop does not write" in said
    draft = asked(capsys, "write", "A fox learns to sail", "--stop", "cast", "--json")[1]["id"]
    code, _, said = asked(capsys, "write", "--draft", draft, "--minutes", "3", "--size", "tiny")
    assert code == 2 and "leave out --minutes, --size" in said
    assert asked(capsys, "write", "--draft", draft, "--calls", "9")[0] == 0


def test_levels_go_out_and_come_back_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    told = asked(capsys, "write", "A fox learns to sail", "--stop", "outline", "--json")[1]
    told["levels"]["outline"]["scenes"][0]["weather"] = "fog"
    (tmp_path / "levels.json").write_text(json.dumps({"outline": told["levels"]["outline"]}))
    again = asked(capsys, "draft", told["id"], "--change", "levels.json", "--json")[1]
    assert again["levels"]["outline"]["scenes"][0]["weather"] == "fog" and "outline" in again["approved"]
    (tmp_path / "levels.json").write_text("[1]")
    assert asked(capsys, "draft", told["id"], "--change", "levels.json")[0] == 2
    assert "There is nothing to change" in asked(capsys, "draft", told["id"], "--set", "treatment.title=" + told["levels"]["treatment"]["title"])[2]


def test_prompts_are_shown_and_steered(story: Path, capsys: pytest.CaptureFixture[str]):
    assert asked(capsys, "edit", "story.json", "--set", "shot:s1-2.prompt.more=dust in the light", "--set", "shot:s1-2.prompt.avoid=moths")[0] == 0
    code, told, _ = asked(capsys, "prompts", "story.json", "--shot", "s1-2", "--target", "wan-t2v", "--json")
    assert code == 0 and [(row["shot"], row["target"]) for row in told] == [("s1-2", "wan-t2v")]
    assert "Dust in the light." in told[0]["text"] and told[0]["negative"].startswith("moths, ") and told[0]["words"][0] == load(story.read_bytes()).shots[1].words
    shown = asked(capsys, "prompts", "story.json")[1]
    assert all(f"\n{one.id}\n" in f"\n{shown}" for one in load(story.read_bytes()).shots) and "Leave out: Moths." in shown
    code, _, said = asked(capsys, "prompts", "story.json", "--shot", "s9")
    assert code == 2 and "s1-2" in said
