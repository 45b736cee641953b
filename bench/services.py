"""Services: how much sooner stills come when several are asked for at once, and what a film pays for twice when its process is killed again and again.

    python -m bench.services [--stills 12] [--answer-s 5.0] [--kills 6] [--seed 0]

The service is on loopback and answers after a fixed time, so that what is measured is the waiting, not a model. Killed: the whole process group, by
SIGKILL, at a time after its first request drawn by the seed; then the same command again, until the film's stills and voices are there. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from app.crew import LocalCrew
from app.db.store import open_store
from app.production import Production, Wish
from app.settings import settings
from app.studio import Studio
from app.ways_of import ways
from bench.record import at_least, record
from storyboard.plan import plan
from storyboard.steps import STILLS, part
from storyboard.story import Direction, Story
from tests.app import fakes
from tests.services import Services, serving

ROOT = Path(__file__).parent.parent
AT_ONCE = (1, 2, 4, 8)
PRICE = "0.04"
FILM = ["-m", "app", "film", "a.json", "--size", "tiny", "--out", "a.mp4"]


def film(stills: int, voice: str = "espeak") -> Story:
    return fakes.story(scenes=1, shots=stills).model_copy(update={"direction": Direction(still="api", clip="drawn", voice=voice, watch=False)})  # type: ignore[arg-type]


def waiting(story: Story, at_once: int, answer_s: float) -> float:
    """Seconds until every still is there, so many asked for at once; the start of the processes that ask counts."""
    with tempfile.TemporaryDirectory() as folder, serving(lambda *_: time.sleep(answer_s)) as services:
        store = open_store(settings({"FABULA_HOME": folder, "FABULA_WORKERS": "1", "FABULA_IMAGE_AT_ONCE": str(at_once), **services.environment("IMAGE")}))
        steps = part(plan(story, ways("tiny", story.direction, given=store.settings)), STILLS)
        crew = LocalCrew(store.settings, 1)
        try:
            began = time.monotonic()
            production = Production(steps, store, crew, Wish(None))
            for _ in production.events():
                pass
            assert not production.failures and services.most == at_once
            return time.monotonic() - began
        finally:
            crew.close()
            store.close()


def killed(story: Story, kills: int, answer_s: float, drawn: random.Random) -> dict[str, int | float]:
    """What a film that is killed so often asks for, and what its ledger says."""
    with tempfile.TemporaryDirectory() as name, serving(lambda *_: time.sleep(answer_s)) as services:
        folder, told = Path(name), environment(name, services)
        (folder / "a.json").write_text(story.model_dump_json())
        done = sum(run_for(folder, told, services, drawn.uniform(0.0, 2 * answer_s)) for _ in range(kills))
        subprocess.run([sys.executable, *FILM], cwd=folder, env=told, check=True, capture_output=True)
        asked = Counter(one.headers["idempotency-key"] for one in services.asked)
        with Studio(settings({"FABULA_HOME": str(folder / "home")})) as studio:
            lines = studio.ledger(studio.find(story.title))
    paid = [one.paid for one in lines]
    return {
        "kills": kills - done, "steps": len({one.step for one in lines}), "requests": sum(asked.values()), "distinct": len(asked),
        "answered_and_asked_again": paid.count("yes") - len({one.step for one in lines if one.paid == "yes"}), "without_answer": len(paid) - paid.count("yes") - paid.count("no"),
    }  # fmt: skip


def environment(folder: str, services: Services) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FABULA_")}
    ours = {"FABULA_HOME": f"{folder}/home", "FABULA_WORKERS": "1", "FABULA_IMAGE_PRICE": PRICE, "FABULA_SPEECH_PRICE": "15", "PYTHONPATH": str(ROOT)}
    return {**kept, **services.environment("IMAGE", "SPEECH"), **ours}


def run_for(folder: Path, told: dict[str, str], services: Services, seconds: float) -> bool:
    """Begin the film and kill it so long after it has first asked for something; whether it was done before."""
    before = len(services.asked)
    running = subprocess.Popen([sys.executable, *FILM], cwd=folder, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while len(services.asked) == before and running.poll() is None:
        time.sleep(0.05)
    try:
        running.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stills", type=at_least(1), default=12)
    parser.add_argument("--answer-s", type=float, default=5.0)
    parser.add_argument("--kills", type=at_least(1), default=6)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    times = {n: round(waiting(film(asked.stills), n, asked.answer_s), 1) for n in AT_ONCE if n <= asked.stills}
    for number, seconds in times.items():
        print(f"{asked.stills} stills, {number} at once: {seconds:6.1f} s (the service alone: {asked.answer_s * -(-asked.stills // number):.1f} s)")
    found = killed(film(asked.stills, "speech"), asked.kills, asked.answer_s, random.Random(asked.seed))
    print(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.items()))
    record("services", {"answer_s": asked.answer_s, "stills": asked.stills, "seconds_by_at_once": times, "killed": found}, parser, asked)


if __name__ == "__main__":
    main()
