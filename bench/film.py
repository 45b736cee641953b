"""One film on a bare machine: wall time, peak memory and the facts of the file.

    python -m bench.film ["premise"] [--seed 0] [--count 1]

Makes the film in a fresh FABULA_HOME with the command line, as a person would, and samples the memory of the whole process tree.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.facts import frames, longest_held, loudness, streams
from bench.record import record
from storyboard.cut import CREDITS, TITLE
from storyboard.upgrade import load


def tree_memory(pid: int) -> int:
    """Bytes of proportional memory (PSS) of a process and all below it: shared pages are counted once."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")) * 1024
            waiting += [int(c) for t in Path(f"/proc/{one}/task").iterdir() for c in (t / "children").read_text().split()]
        except (OSError, StopIteration):
            continue
    return total


def make(premise: str, seed: int, out: Path, home: Path) -> tuple[float, int]:
    """Seconds and peak bytes of `fabula make`. CalledProcessError when it fails."""
    command = [sys.executable, "-m", "app", "make", premise, "--seed", str(seed), "--out", str(out)]
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "FABULA_HOME": str(home)})
    peak = 0
    while process.poll() is None:
        peak = max(peak, tree_memory(process.pid))
        time.sleep(0.25)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.monotonic() - began, peak


def measure(premise: str, seed: int, folder: Path) -> dict[str, object]:
    out = folder / "film.mp4"
    seconds, peak = make(premise, seed, out, folder / "home")
    story = load(out.with_suffix(".story.json").read_text())
    pictures = frames(out)
    inside = pictures[TITLE : len(pictures) - CREDITS]
    return {
        "premise": premise,
        "seed": seed,
        **streams(out),
        **loudness(out),
        "shots": len(story.shots),
        "characters": len(story.characters),
        "clip_seconds": story.frames / 24,
        "cards_share": (TITLE + CREDITS) / len(pictures),
        "longest_held_seconds": longest_held(inside) / 24,
        "wall_seconds": round(seconds, 1),
        "peak_mib": round(peak / 2**20),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("premise", nargs="?", default="A lighthouse keeper befriends a storm")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.premise, asked.seed, Path(folder))
    for name, value in found.items():
        print(f"{name:22} {value}")
    record("film", found, parser, asked)


if __name__ == "__main__":
    main()
