"""What Fabula survives, the real command line as a child process: kills, full disks, two at once. The checker is a fresh process.

After every fault: what was acknowledged is there and unchanged; every row's file is what its digest says; the next run goes on and
ends in the same film; nothing was made twice but what was in hand. Few rounds here, many under `-m chaos`.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db.store import open_store
from app.settings import settings
from storyboard.digest import file_digest
from storyboard.upgrade import dump
from tests.app import fakes

ROOT = Path(__file__).resolve().parents[2]
SEATS = 2


@dataclass
class Home:
    """One home and the command line run in it."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "FABULA_HOME": str(self.folder / "home"), "FABULA_WORKERS": str(SEATS), "FAKE_LOG": str(self.folder / "log"),
                "FAKE_PAUSE": "0.03"}  # fmt: skip

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.app.fakes", *words], cwd=ROOT, env={**self.env, **more}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def film(self) -> tuple[str, ...]:
        path = self.folder / "story.json"
        if not path.exists():
            path.write_text(dump(fakes.story()))
        return ("film", str(path), "--out", str(self.folder / "film.mp4"), "--json")

    def noted(self) -> Counter[str]:
        path = self.folder / "log"
        return Counter(path.read_text().split("\n")) if path.exists() else Counter()

    def check(self) -> dict[str, str]:
        """Every take's digest by key, after every row was held against its file."""
        store = open_store(settings({"FABULA_HOME": str(self.folder / "home")}))
        for kept in store.takes.every_media():
            assert file_digest(store.media.path(kept.sha256, kept.format)) == kept.sha256
        with store.database.reading() as session:
            found = dict(session.connection().exec_driver_sql("SELECT key, sha256 FROM takes").all())
        assert store.database.health().endswith("whole")
        store.close()
        return found


@pytest.fixture(scope="module")
def whole(memory: Path) -> tuple[str, dict[str, str], float]:
    """The film nobody disturbs: its digest, its takes, its seconds."""
    home = Home(Path(tempfile.mkdtemp(dir=memory)))
    began = time.monotonic()
    out, said = home.start(*home.film()).communicate(timeout=120)
    assert out, said
    return json.loads(out)["sha256"], home.check(), time.monotonic() - began


def rounds(quick: int, many: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("count", [quick, pytest.param(many, marks=pytest.mark.chaos)])


@rounds(2, 60)
def test_kill_9_of_everything_at_any_moment(count: int, whole: tuple[str, dict[str, str], float], tmp_path: Path):
    film, takes, seconds = whole
    dice = random.Random(count)
    for number in range(count):
        home = Home(tmp_path / str(number))
        home.folder.mkdir()
        before: dict[str, str] = {}
        kills = 0
        for _ in range(2):
            process = home.start(*home.film())
            time.sleep(dice.uniform(0.2, 1.1) * seconds)
            if process.poll() is None:
                kills += 1
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            now = home.check() if (home.folder / "home" / "fabula.db").exists() else {}
            assert before.items() <= now.items()
            before = now
        out, said = home.start(*home.film()).communicate(timeout=120)
        assert json.loads(out)["sha256"] == film, said
        assert home.check() == takes
        started = [n for line, n in home.noted().items() if line.startswith("start")]
        assert sum(started) - len(started) <= kills * SEATS
        assert not [p for p in (home.folder / "home" / "tmp").glob("crew-*") if any(p.iterdir())]


def test_kill_9_of_the_parent_alone(whole: tuple[str, dict[str, str], float], tmp_path: Path):
    home = Home(tmp_path)
    process = home.start(*home.film())
    time.sleep(0.6 * whole[2])
    process.kill()
    process.communicate()
    home.check()
    out, _ = home.start(*home.film()).communicate(timeout=120)
    assert json.loads(out)["sha256"] == whole[0] and home.check() == whole[1]


def test_ctrl_c_leaves_with_130_and_the_next_run_goes_on(whole: tuple[str, dict[str, str], float], tmp_path: Path):
    home = Home(tmp_path)
    process = home.start(*home.film(), FAKE_PAUSE="0.3")
    while home.noted().total() < 12 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130 and "goes on from here" in said and "Traceback" not in said
    kept = home.check()
    out, _ = home.start(*home.film()).communicate(timeout=120)
    assert json.loads(out)["sha256"] == whole[0] and kept.items() <= home.check().items()
    twice = [line for line, n in home.noted().items() if line.startswith("end") and n > 1]
    assert len(twice) <= SEATS  # at most what was in hand


def test_two_at_once_make_every_step_once(whole: tuple[str, dict[str, str], float], tmp_path: Path):
    home = Home(tmp_path)
    words = home.film()[:2]
    home.start("new", words[1]).communicate(timeout=60)
    both = [home.start(*words, "--out", str(tmp_path / f"{n}.mp4"), "--json") for n in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert [json.loads(out)["sha256"] for out, _ in told] == [whole[0]] * 2, told
    assert set(home.noted().values()) <= {1}


@rounds(3, 40)
def test_a_full_disk_says_so_and_goes_on_when_there_is_room(count: int, whole: tuple[str, dict[str, str], float], tmp_path: Path):
    """No file may grow past a limit (what a full disk is to a process): it falls into another stage each time."""
    for number in range(count):
        home = Home(tmp_path / str(number))
        home.folder.mkdir()
        limit = 2**12 + int((2**18 - 2**12) * (number / count) ** 2)
        words = home.film()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.fakes", *words], cwd=ROOT, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda most=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY)),
        )  # fmt: skip
        _, said = process.communicate(timeout=120)
        assert process.returncode in (0, 6), said
        assert "Traceback" not in said
        if process.returncode == 6:
            assert any(word in said.splitlines()[-1] for word in ("disk", "grow", "written")), said
        out, said = home.start(*words).communicate(timeout=120)
        assert json.loads(out)["sha256"] == whole[0], said
        assert home.check() == whole[1]
