"""Kill -9 while a story is written: only what was in flight is asked again, and the story is the same."""

from __future__ import annotations

import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from agents.writing import AT_ONCE
from tests.agents.fake_endpoint import Endpoint, reply, serving
from tests.agents.obedient import obedient

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def start(home: Path, url: str, seconds: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.agents.killed_writing", str(home), url, str(seconds)], cwd=ROOT)


def digests(endpoint: Endpoint) -> list[str]:
    """The questions; whether their replies were to come in pieces is not part of them."""
    asked = [{key: value for key, value in request.items() if not key.startswith("stream")} for request in list(endpoint.asked)]
    return [hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest() for request in asked]


def kept(home: Path) -> int:
    """How many replies the home remembers."""
    path = home / "fabula.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM memo").fetchone()[0])


def survived(folder: Path, kills: int, seconds: float) -> dict[str, int]:
    """Write with so many kills, then without any; what was asked twice."""
    rng, in_flight, repeated = random.Random(kills), 0, 0
    wake = threading.Event()

    def play(n: int, r: dict[str, Any]) -> tuple[int, str, str]:
        if n >= stop_at[0]:
            wake.set()
        time.sleep(0.03)
        return reply(obedient(r))

    stop_at = [10**9]
    with serving(play) as endpoint:
        for _ in range(kills):
            before = digests(endpoint)
            stop_at[0] = len(before) + rng.randint(1, 4)
            wake.clear()
            process = start(folder / "killed", endpoint.url, seconds)
            assert wake.wait(PATIENCE_S), "the writing was over before it could be killed"
            time.sleep(rng.random() * 0.06)  # before, while or after the reply is kept
            process.send_signal(signal.SIGKILL)
            process.wait()
            time.sleep(0.1)  # the server's threads note what had been sent
            asked = digests(endpoint)
            assert len(set(asked[len(before) :]) & set(before)) <= AT_ONCE
            in_flight += len(set(asked)) - kept(folder / "killed")
            assert len(set(asked)) - kept(folder / "killed") <= AT_ONCE
        stop_at[0] = 10**9
        assert start(folder / "killed", endpoint.url, seconds).wait(PATIENCE_S) == 0
        asked = digests(endpoint)
        repeated = len(asked) - len(set(asked))
        assert start(folder / "whole", endpoint.url, seconds).wait(PATIENCE_S) == 0
        assert len(digests(endpoint)) - len(asked) == len(set(asked))
    assert (folder / "killed" / "story.json").read_bytes() == (folder / "whole" / "story.json").read_bytes()
    return {"kills": kills, "calls": len(set(asked)), "in_flight_at_kills": in_flight, "repeated": repeated}


def test_two_kills_repeat_what_was_in_flight(tmp_path: Path):
    found = survived(tmp_path, 2, 40)
    assert found["repeated"] <= found["in_flight_at_kills"] <= 2 * AT_ONCE  # one killed twice before it is asked again is in flight twice


@pytest.mark.chaos
def test_twenty_kills_repeat_what_was_in_flight(tmp_path: Path):
    found = survived(tmp_path, 20, 504)
    print(found)
    assert 0 < found["repeated"] <= found["in_flight_at_kills"] <= 20 * AT_ONCE
