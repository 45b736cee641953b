"""The contract of a crew: makes what it is sent, says why when it cannot, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.crew import Crew, LocalCrew, Task, module_of, rebuilt, sweep
from app.process import is_gone, me, only_one
from app.settings import Settings
from storyboard.errors import Conflict, Missing, NoRoom, StepFailed
from storyboard.sound import VoiceParams
from tests.app import fakes

ROOT = Path(__file__).resolve().parents[2]


def task(key: str = "k", module: str = fakes.MODULE, text: str = "hello") -> Task:
    return Task(key, "voice", "fake", module, VoiceParams(text=text, slot_frames=24), {})


def one_result(crew: Crew) -> object:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = crew.results(0.5)
        if found:
            return found[0]
    raise AssertionError("no result in 30 s")


def test_a_task_comes_back_as_a_file(own_crew: LocalCrew):
    assert own_crew.free() == 2
    own_crew.send(task())
    assert own_crew.free() == 1
    result = one_result(own_crew)
    assert result.key == "k" and result.error is None and result.media.path.is_file()
    assert own_crew.free() == 2


def test_a_makers_own_error_comes_back_in_its_words(own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_BAD", "hello")
    own_crew.send(task())
    result = one_result(own_crew)
    assert isinstance(result.error, StepFailed) and "ValueError: this one always fails" in str(result.error)
    assert "this one always fails" in (own_crew._log).read_text()


def test_a_maker_that_does_not_import_fails_its_step(own_crew: LocalCrew):
    own_crew.send(task(module="tests.app.no_such_maker"))
    assert "no_such_maker" in str(one_result(own_crew).error)


def test_a_process_killed_once_is_replaced(own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_PAUSE", "0.6")
    own_crew.send(task())
    time.sleep(0.3)
    first = own_crew._seats[0].process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    result = one_result(own_crew)
    assert result.error is None and result.media.path.is_file()


def test_dropped_tasks_leave_no_process(own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_PAUSE", "30")
    own_crew.send(task("a"))
    own_crew.send(task("b"))
    pids = [seat.process.pid for seat in own_crew._seats if seat.process]
    own_crew.drop()
    assert own_crew.free() == 2 and own_crew.results(0) == []
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_makers_see_no_secrets_and_one_thread(monkeypatch: pytest.MonkeyPatch):
    from app.settings import maker_environment

    monkeypatch.setenv("FABULA_LLM_KEY", "canary")
    given = maker_environment()
    assert "canary" not in given.values() and given["OMP_NUM_THREADS"] == "1"
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "1")
    assert "MALLOC_TRIM_THRESHOLD_" in given and maker_environment()["MALLOC_TRIM_THRESHOLD_"] == "1"  # a person's own word holds


def test_errors_come_over_the_wire_as_what_they_are():
    assert isinstance(rebuilt("NoRoom", "full"), NoRoom)
    assert isinstance(rebuilt("Conflict", "x"), StepFailed) and not isinstance(rebuilt("Conflict", "x"), Conflict)
    assert isinstance(rebuilt("Nonsense", "x"), StepFailed)
    with pytest.raises(Missing, match="there are"):
        module_of("clip", "nosuch")


def test_what_dead_crews_left_is_swept(given: Settings):
    host, boot, *_ = me().split("/")
    dead = given.scratch / f"crew-{host}~{boot}~999999999~1" / "0"
    living = given.scratch / ("crew-" + me().replace("/", "~")) / "0"
    for folder in (dead, living):
        folder.mkdir(parents=True)
    assert sweep(given.scratch) == 1
    assert living.is_dir() and not dead.exists()


def test_a_name_tells_the_dead_from_the_living():
    child = subprocess.Popen([sys.executable, "-c", "from app.process import me; print(me(), flush=True); input()"],
                             cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    name = child.stdout.readline().strip()
    assert not is_gone(name)
    child.communicate("\n")
    assert is_gone(name)
    assert not is_gone("another-machine/boot/1/1")


def test_a_lock_is_held_by_one(tmp_path: Path):
    with only_one(tmp_path / "lock") as mine, only_one(tmp_path / "lock", wait=False) as theirs:
        assert mine and not theirs
    with only_one(tmp_path / "lock", wait=False) as free:
        assert free


PARENT = """
import sys, time
from app.crew import LocalCrew
from app.settings import settings
from tests.app.test_crew import task
crew = LocalCrew(settings())
crew.send(task("a", "tests.app.slow_film"))
while crew._seats[0].process is None or not list(crew._scratch.glob("*/*/film.mp4*")):
    time.sleep(0.05)
print(crew._seats[0].process.pid, flush=True)
time.sleep(60)
"""


def test_when_the_parent_alone_is_killed_its_makers_and_their_ffmpeg_end(given: Settings):
    given.logs.mkdir(parents=True)
    env = {**os.environ, "FABULA_HOME": str(given.home), "FABULA_WORKERS": "1"}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    group = int(parent.stdout.readline())
    members = [pid for pid in living() if group_of(pid) == group]
    assert len(members) >= 2  # the maker and its ffmpeg
    parent.kill()
    parent.wait()
    end = time.monotonic() + 10
    while any(group_of(pid) == group for pid in living()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in living() if group_of(pid) == group]


def living() -> list[int]:
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()]


def group_of(pid: int) -> int:
    """The process group; 0 for one that is gone or a zombie."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if words[0] == "Z" else int(words[2])
