"""The drawn world's speed: drawings a second, by style too; training clips; an animatic of three minutes.

    python -m bench.world [--clips 8] [--minutes 3] [--premise "..."] [--no-animatic]

Drawings are those of sampled stagings, the making of each shot's sheets counted in; a training clip is all that shards.py keeps
of it. The animatic is made by the command line in a fresh FABULA_HOME, as a person would.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.facts import streams
from bench.record import at_least, record
from generator.world.render import Shoot
from generator.world.sample import sample_staging
from generator.world.shards import DRAWINGS, STRIDE, clip_of, start_of
from generator.world.truth import flow_of, truth_of
from storyboard.staging import Staging, Style

SIZES = {"256x144": (256, 144), "1280x720": (1280, 720)}
SEED, DERIVED = 7, 10_000
Job = tuple[Staging, tuple[int, int], int]


def drawn(job: Job) -> int:
    """Draw the first drawings of a staging; how many."""
    staging, size, count = job
    shoot = Shoot(staging, size)
    try:
        for frame in range(count):
            shoot.draw(frame)
    finally:
        shoot.close()
    return count


def kept(staging: Staging) -> int:
    """Make a training clip; its bytes."""
    return sum(array.nbytes for array in clip_of(staging, start_of(staging)).values())


def stagings(count: int, style: Style | None = None) -> list[Staging]:
    found = [sample_staging(SEED * STRIDE + k, "train") for k in range(count)]
    return found if style is None else [s.model_copy(update={"style": style}) for s in found]


def rate(jobs: Sequence[Job], processes: int) -> float:
    """Drawings a second."""
    drawn((*jobs[0][:2], 1))
    if processes == 1:
        began = time.monotonic()
        total = sum(map(drawn, jobs))
        return total / (time.monotonic() - began)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(drawn, [(*jobs[k % len(jobs)][:2], 1) for k in range(processes)], 1)  # everything is imported
        began = time.monotonic()
        total = sum(pool.map(drawn, jobs, 1))
        return total / (time.monotonic() - began)


def clips(count: int) -> dict[str, float]:
    """Seconds and bytes of a training clip on one process, and of DERIVED."""
    sampled = stagings(count)
    began = time.monotonic()
    sizes = [kept(staging) for staging in sampled]
    seconds, size = (time.monotonic() - began) / count, sum(sizes) / count
    return {
        "clip_seconds": round(seconds, 3), "clip_bytes": round(size), f"hours_per_{DERIVED}": round(seconds * DERIVED / 3600, 2),
        f"gigabytes_per_{DERIVED}": round(size * DERIVED / 1e9, 1),
    }  # fmt: skip


def truths(count: int) -> dict[str, float]:
    """Seconds of a Truth and of a Flow between neighbours at 256x144."""
    found, size = {}, SIZES["256x144"]
    for name, work in (("truth_seconds", lambda s: truth_of(s, 6, size)), ("flow_seconds", lambda s: flow_of(s, 6, 7, size))):
        began = time.monotonic()
        for staging in stagings(count):
            work(staging)
        found[name] = round((time.monotonic() - began) / count, 3)
    return found


def animatic(premise: str, minutes: float) -> dict[str, object]:
    """Seconds of writing and of making the animatic of a film of so many minutes."""
    with tempfile.TemporaryDirectory() as folder:
        home, story, film = Path(folder) / "home", Path(folder) / "story.json", Path(folder) / "animatic.mp4"
        environment = {**os.environ, "FABULA_HOME": str(home)}

        def fabula(*words: str) -> float:
            began = time.monotonic()
            subprocess.run([sys.executable, "-m", "app", *words], check=True, env=environment)
            return round(time.monotonic() - began, 1)

        wrote = fabula("write", premise, "--minutes", str(minutes), "--out", str(story))
        began = children_cpu()
        made = fabula("animatic", str(story), "--out", str(film))
        spent, facts = round(children_cpu() - began, 1), streams(film)
    told = {"premise": premise, "minutes": minutes, "write_seconds": wrote, "animatic_seconds": made, "animatic_cpu_seconds": spent}
    return told | facts


def children_cpu() -> float:
    """CPU seconds, user and system, of all ended processes this one started, and of those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=at_least(1), default=8)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--premise", default="A lighthouse keeper befriends a storm")
    parser.add_argument("--no-animatic", action="store_true")
    asked = parser.parse_args()
    found: dict[str, object] = {"cores": os.cpu_count()}

    def tell(name: str, value: object) -> None:
        found[name] = value
        print(f"{name:44} {value}", flush=True)

    for label, size in SIZES.items():
        count = DRAWINGS if size[0] < 1000 else 9
        for processes in (1, 2):
            tell(f"drawings/s at {label}, {processes} process(es)", round(rate([(s, size, count) for s in stagings(asked.clips)], processes), 1))
    for style in Style:
        tell(f"drawings/s at 256x144 in {style}", round(rate([(s, SIZES["256x144"], 9) for s in stagings(asked.clips, style)], 1), 1))
    for name, value in (clips(asked.clips) | truths(asked.clips)).items():
        tell(name, value)
    if not asked.no_animatic:
        tell("animatic", animatic(asked.premise, asked.minutes))
    record("world", found, parser, asked)


if __name__ == "__main__":
    main()
