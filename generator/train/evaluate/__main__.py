"""Measuring the picture engine on shots it has not seen.

    python -m generator.train.evaluate [--rows clips casting lasting obeying mouths pictures] [--count 64] [--seed 90] [--steps 4] [--path bf16]
        [--html FILE] [--sheet FILE] [--out bench/results/engine.json]

Which shots are measured follows from --count and --seed alone; their fingerprint is printed and written before anything is made. Each is made as in a
film: its still, reduced to the canvas, its plate, depth, caption, numbers, keypoints and portraits go in; what a film would show comes out and is reduced by area to be
compared. What each row means is said in the module that measures it; an interval is a bootstrap over shots. All shots are the drawn world's, so true
clips are the ceiling and also what the drawn animatic would show.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch

from generator.checkpoints import checked
from generator.nets.animate import Sampling
from generator.nets.clip_net import load_dit
from generator.nets.video_vae import load_vae
from generator.nets.weights import write_bytes
from generator.train.evaluate import casting, clips, lasting, mouths, obeying, outside, report, shots
from generator.train.evaluate.reading import PEOPLE, Oracle
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import Engine
from generator.watching.readers import load
from storyboard.digest import file_digest
from storyboard.staging import Staging

ROWS = ("clips", "casting", "lasting", "obeying", "mouths", "pictures")
SHARES = {"clips": 1.0, "casting": 0.25, "lasting": 0.125, "obeying": 0.125, "mouths": 0.25, "pictures": 0.5}  # shots of each, in shares of --count


class Plan(NamedTuple):
    """What will be measured: every shot of every row, and how each row is measured."""

    stagings: tuple[Staging, ...]
    work: dict[str, Callable[[Stage], Part]]


def planned(rows: list[str], count: int, seed: int) -> Plan:
    """The split of a count and a seed."""
    many = {row: max(round(SHARES[row] * count), 1) for row in ROWS}
    stagings = list[Staging]()
    work = dict[str, Callable[[Stage], Part]]()
    if "clips" in rows:
        chosen = shots.clips(many["clips"], seed)
        stagings += chosen
        work["clips"] = lambda stage: clips.measure(stage, chosen)
    if "casting" in rows:
        alone, pairs = (shots.entering(many["casting"] // n or 1, seed, n) for n in (1, 2))
        stagings += (*alone, *pairs)
        work["casting"] = lambda stage: casting.measure(stage, alone, pairs)
    if "lasting" in rows:
        long = shots.long_shots(many["lasting"], seed)
        stagings += long
        work["lasting"] = lambda stage: lasting.measure(stage, long)
    if "obeying" in rows:
        changes = obeying.edits(many["obeying"], seed)
        stagings += (staging for change in changes for staging in (change.before, change.after))
        work["obeying"] = lambda stage: obeying.measure(stage, changes)
    if "mouths" in rows:
        speaking = shots.talking(many["mouths"], seed)
        stagings += speaking
        work["mouths"] = lambda stage: mouths.measure(stage, speaking)
    if "pictures" in rows:
        work["pictures"] = lambda stage: outside.measure(stage, many["pictures"], seed)
    return Plan(tuple(stagings), work)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m generator.train.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--seed", type=int, default=90)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--shift", type=float, default=3.0)
    parser.add_argument("--path", choices=("fp32", "bf16", "int8"), default="bf16")
    parser.add_argument("--canvas", type=int, nargs=2, default=(256, 144), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--vae", type=Path, help="weights; those that come with Fabula if left out")
    parser.add_argument("--dit", type=Path, help="weights; those that come with Fabula if left out")
    parser.add_argument("--html", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--out", type=Path, default=Path("bench/results/engine.json"))
    return parser.parse_args(arguments)


def staged(asked: argparse.Namespace) -> tuple[Stage, dict[str, str]]:
    """The engine and the readers, ready; and the digests of the weights."""
    paths = {name: getattr(asked, name) or checked(name) for name in ("vae", "dit")}
    vae, dit = load_vae(paths["vae"]).to(asked.device), load_dit(paths["dit"]).to(asked.device)
    engine = Engine(vae, dit, Sampling(asked.steps, asked.shift, 0, asked.path), tuple(asked.canvas))
    oracle = Oracle(load(), shots.strangers(PEOPLE + 20, asked.seed))
    return Stage(engine, oracle, lambda words: print(words, flush=True)), {name: file_digest(path) for name, path in paths.items()}


def main(arguments: list[str] | None = None) -> None:
    asked = parsed(arguments)
    torch.set_num_threads(asked.threads)
    began = time.monotonic()
    plan = planned(asked.rows, asked.count, asked.seed)
    stage, weights = staged(asked)
    head = {"split": shots.fingerprint(plan.stagings), "count": asked.count, "seed": asked.seed, "steps": asked.steps, "shift": asked.shift, "path": asked.path,
            "weights": weights, "threads": asked.threads, "torch": torch.__version__, "machine": platform.machine()}  # fmt: skip
    print(f"split {head['split']} of {len(plan.stagings)} shots", flush=True)
    write_bytes(asked.out, report.as_json(head | {"state": "begun"}, {}))
    parts = {row: work(stage) for row, work in plan.work.items()}
    spent = stage.engine.seconds
    head |= {"state": "whole", "seconds": round(time.monotonic() - began, 1), "animating, seconds a drawing": sum(spent) / max(len(spent), 1)}
    print(report.table([row for part in parts.values() for row in part.rows]))
    write_bytes(asked.out, report.as_json(head, parts))
    if asked.html:
        write_bytes(asked.html, report.page(head, parts))
    picture = report.sheet(parts) if asked.sheet else None
    if picture is not None:
        write_bytes(asked.sheet, picture)
    print(f"{head['seconds']:.0f} s in all; {asked.out}")


if __name__ == "__main__":
    main()
