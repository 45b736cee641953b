"""Eight films from eight premises, seeds 0 to 7 in order, uncurated: contact sheets without words, and a table of times.

    python -m bench.premises --out FOLDER [--size default]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.record import record

PREMISES = (
    "A lighthouse keeper befriends a storm",
    "A clockmaker's robot learns to dream",
    "Two mice steal the moon",
    "The old baker loses her sense of smell",
    "A frog who is afraid of water must cross the river",
    "A wolf and a rabbit share an umbrella in the city",
    "A dragon wants to learn to read in the library",
    "The girl who planted a star in the desert",
)


def fabula(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "app", *words], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", default="default")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ["FABULA_HOME"] = str(asked.out / "home")
    rows = []
    for seed, premise in enumerate(PREMISES):
        film = asked.out / f"film-{seed}.mp4"
        began = time.monotonic()
        fabula("make", premise, "--seed", str(seed), "--size", asked.size, "--out", str(film))
        seconds = time.monotonic() - began
        fabula("sheet", str(film.with_suffix(".story.json")), "--size", asked.size, "--no-words", "--out", str(asked.out / f"sheet-{seed}.png"))
        rows.append({"seed": seed, "premise": premise, "wall_seconds": round(seconds, 1)})
        print(f"{seed}  {seconds:6.1f} s  {premise}", flush=True)
    record("premises", rows, parser, asked)


if __name__ == "__main__":
    main()
