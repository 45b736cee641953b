"""Oracle readers of the drawn world, judged on shots of people they have never seen.

    python -m bench.oracle [--weights FOLDER] [--count 300] [--threads 2]

How they were trained: generator/train/LOG.md.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch

from bench.record import at_least, record
from generator.train.oracle.judge import judge
from generator.watching.readers import kept_in, load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="where generator.train.oracle.learn keeps its readers; those that come with Fabula if left out")
    parser.add_argument("--count", type=at_least(20), default=300)
    parser.add_argument("--threads", type=at_least(1), default=2)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    began = time.monotonic()
    found = judge(load(kept_in(asked.weights) if asked.weights else None), asked.count)
    for name, score in found.items():
        print(f"{name:40} {score.right:5} of {score.of:5}  {score.share:6.1%}   (guessing {score.guess:.1%})")
    print(f"in {time.monotonic() - began:.0f} s")
    record("oracle", {name: {**score._asdict(), "share": round(score.share, 4)} for name, score in found.items()}, parser, asked)


if __name__ == "__main__":
    main()
