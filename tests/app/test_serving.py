"""fabula studio: where it may be served, which port it takes, and its worker, which is there whatever dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app import keeper as keeper_module
from app import serving, worker
from app.keeper import Keeper
from app.settings import Settings, settings, worker_environment
from app.studio import Studio
from storyboard.errors import BadInput
from tests.app import fakes

ROOT = Path(__file__).parent.parent.parent
FAKED = (sys.executable, "-c", "import sys; from tests.app import fakes; from app.worker_process import main; fakes.install(); sys.exit(main())")


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """A bound, not a measure: it returns as soon as it is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it never came true; said: {said}"
        time.sleep(0.05)


# where


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "studio.example", ""])
def test_other_machines_come_in_only_by_a_password(host: str):
    with pytest.raises(BadInput, match="FABULA_PASSWORD"):
        serving.guarded(host, "")
    serving.guarded(host, "long enough")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3"])
def test_this_machine_needs_none(host: str):
    serving.guarded(host, "")


def test_a_short_password_is_refused_and_not_repeated():
    with pytest.raises(BadInput) as said:
        serving.guarded("0.0.0.0", "s3cret")
    assert "s3cret" not in str(said.value)


def test_the_password_is_in_no_settings_that_are_shown_and_in_no_child(given: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FABULA_PASSWORD", "not to be seen")
    assert "not to be seen" not in repr(settings({"FABULA_PASSWORD": "not to be seen"}))
    assert "not to be seen" not in str(worker_environment(given))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_port_that_is_taken_is_said(taken: int):
    with pytest.raises(BadInput, match=f"Port {taken} is taken"):
        serving.bound("127.0.0.1", taken)


def test_without_a_wish_the_next_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "PORT", taken)
    with serving.bound("127.0.0.1", None) as found:
        assert taken < found.getsockname()[1] < taken + serving.NEXT_PORTS
        assert serving.address_of(found) == f"http://127.0.0.1:{found.getsockname()[1]}/"


@pytest.mark.parametrize(("host", "port"), [("203.0.113.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 70000)])
def test_an_address_that_cannot_be_served_is_said(host: str, port: int):
    with pytest.raises(BadInput, match=r"--host|--port"):
        serving.bound(host, port)


# the worker


@pytest.fixture
def keep(given: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    monkeypatch.setattr(keeper_module, "AGAIN_S", (0.1,))
    monkeypatch.setattr(keeper_module, "TAKEN_S", 0.1)
    kept = Keeper(given, said.append, FAKED)
    said.clear()
    yield kept
    kept.stop()


said: list[str] = []


def test_a_film_is_made_though_its_worker_is_killed(given: Settings, keep: Keeper, fake_makers: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_PAUSE", "0.2")
    with Studio(given) as studio:
        job = studio.order(studio.add(fakes.story()), "tiny")
        keep.start()
        until(lambda: dict(studio.job(job.id).progress or {}).get("made", 0) > 2)
        killed = keep.pid
        assert killed
        os.kill(killed, signal.SIGKILL)
        until(lambda: not studio.job(job.id).is_open)
        assert (studio.job(job.id).state, studio.job(job.id).attempts, keep.pid == killed) == ("done", 2, False)
        assert "started again" in said[0]
        keep.stop()
        assert not studio.is_served()


def test_a_stopped_studio_puts_its_job_back(given: Settings, keep: Keeper, fake_makers: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_PAUSE", "0.2")
    with Studio(given) as studio:
        job = studio.order(studio.add(fakes.story()), "tiny")
        keep.start()
        until(lambda: studio.job(job.id).state == "making")
        keep.stop()
        assert studio.job(job.id).state == "queued"


def test_a_second_studio_only_serves_and_takes_over(given: Settings, keep: Keeper):
    other = Keeper(given, said.append, FAKED)
    other.start()
    with Studio(given) as studio:
        until(studio.is_served)
        keep.start()
        until(lambda: any("Another worker" in one for one in said))
        other.stop()
        until(studio.is_served)
        assert len([one for one in said if "Another worker" in one]) == 1


# the whole command


@pytest.fixture
def started(given: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "studio", "--port", "0", "--size", "tiny", "--no-open"], cwd=ROOT, env=worker_environment(given), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert child.stdout is not None
    first, second = child.stdout.readline(), child.stdout.readline()
    assert "http://127.0.0.1:" in second, first + second
    yield child, second.split(" at ")[1].split()[0]
    child.kill()
    child.wait()
    child.stdout.close()


def test_it_says_where_it_is_and_ends_at_ctrl_c(given: Settings, started: tuple[subprocess.Popen[str], str]):
    child, address = started
    with Studio(given) as studio:
        until(studio.is_served)
        assert httpx.get(f"{address}health").json()["worker"] is True
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 0
        assert not worker.is_there(studio.store)
    assert child.stdout is not None
    assert "Traceback" not in child.stdout.read()


def test_a_killed_server_leaves_no_worker_and_loses_no_job(given: Settings, started: tuple[subprocess.Popen[str], str]):
    child, _ = started
    with Studio(given) as studio:
        until(studio.is_served)
        job = studio.order(studio.add(fakes.story()), "tiny")
        child.kill()
        until(lambda: not studio.is_served())
        assert studio.job(job.id).state in ("queued", "done")


def test_a_command_that_cannot_serve_says_so(given: Settings):
    with pytest.raises(BadInput, match="needs a password"):
        serving.studio(Namespace(host="0.0.0.0", port=None, open=False, size="tiny"))
