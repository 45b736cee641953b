"""Oracle readers: trained here on true drawings, tested on looks and stagings they have not seen.

    python -m bench.oracle [--rounds 8] [--looks 300] [--count 100] [--threads 1] [--weights FOLDER]

With --weights the readers of that folder are tested if they are there, and kept there if they are not.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch

from bench.record import at_least, record
from generator.train.oracle import Course, judge, load, train


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=at_least(1), default=8)
    parser.add_argument("--looks", type=at_least(12), default=300)
    parser.add_argument("--count", type=at_least(11), default=100)
    parser.add_argument("--threads", type=at_least(1), default=1)
    parser.add_argument("--weights", type=Path)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    course, began = Course(rounds=asked.rounds, looks=asked.looks), time.monotonic()
    trained = asked.weights is None or not (asked.weights / "oracle-who.safetensors").exists()
    readers, looks = train(course, lambda words: print(words, flush=True)) if trained else (load(asked.weights), 0)
    if trained and asked.weights is not None:
        readers.save(asked.weights)
    minutes = (time.monotonic() - began) / 60
    found = judge(readers, asked.count)
    for name in (n for n in found if not n.endswith(", always")):
        chance = found.get(f"{name}, always", 1 / asked.count if name == "identity" else 1 / 11)
        print(f"{name:28} {found[name]:6.1%}   (guessing {chance:.1%})")
    told = {"tested": asked.count, **{name: round(value, 3) for name, value in found.items()}}
    if trained:
        told |= {"looks": looks, "minutes": round(minutes, 1), "threads": asked.threads}
        print(f"learned from {looks} looks and as many look-alikes in {minutes:.1f} minutes on {asked.threads} thread(s)")
        record("oracle", told, parser, asked)


if __name__ == "__main__":
    main()
