"""Blind comparison: the net's clip, the drawn animatic and the still with pan, side by side in an order nobody is told.

    python -m generator.train.evaluate.blind --out DIR --count 40 --seed 7        # pages of filmstrips, lettered, and key.json
    python -m generator.train.evaluate.blind --out DIR --own --count 100          # the same of pictures from outside the drawn world, two ways
    python -m generator.train.evaluate.blind --out DIR --answers answers.json     # how often each was preferred

A page shows SHOTS shots; a shot has one strip of six drawings for each letter, and its caption. A reader who has not seen the key
writes {"1": "BAC", "2": "C", "3": "="}: for every number the letters, best first, or only the best, or that all look the same. Pairs count which of two letters comes first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import torch

from generator.blind import beats, orders, panel, ranked, strip
from generator.checkpoints import checked
from generator.measures import mean_of
from generator.nets.animate import Sampling
from generator.nets.clip_net import load_dit
from generator.nets.video_vae import load_vae
from generator.nets.weights import write_bytes
from generator.train.evaluate.outside import taken
from generator.train.evaluate.report import png
from generator.train.evaluate.shots import clips, drawn, fingerprint
from generator.train.evaluate.ways import Engine, Made

NAMES = {"clip": "DiT clip", "true": "drawn animatic", "camera": "still with pan"}
OWN = ("clip", "camera")  # the ways of a picture that nobody drew
TAKEN = (0, 6, 12, 18, 25, 32)
SHOTS = 3  # on a page


def strips(made: Mapping[str, Made], order: Sequence[str]) -> list[np.ndarray]:
    """A strip uint8 (180, 6 x 320, 3) for every letter."""
    return [strip([made[way].seen[frame] for frame in TAKEN]) for way in order]


def shots(engine: Engine, count: int, seed: int) -> Iterator[tuple[str, Mapping[str, Made]]]:
    """Captions of unseen shots, and each way of making them."""
    for staging in clips(count, seed):
        shot = drawn(staging, engine.canvas)
        yield shot.caption, engine.ways(shot, tuple(NAMES))


def pictures(engine: Engine, count: int, seed: int) -> Iterator[tuple[str, Mapping[str, Made]]]:
    """The same of pictures from outside the drawn world."""
    for words, _, ways in taken(engine, count, seed):
        yield words, ways


def write(engine: Engine, out: Path, asked: tuple[int, int, bool]) -> None:
    """Pages page-01.png and on, and key.json, which the reader must not see; `asked`: how many, the seed, whether pictures from outside."""
    count, seed, own = asked
    ways = orders(count, seed, OWN if own else tuple(NAMES))
    split = "pictures from outside" if own else fingerprint(clips(count, seed))
    write_bytes(out / "key.json", json.dumps({"split": split, "seed": seed, "order": {str(n): order for n, order in enumerate(ways, 1)}}, indent=1).encode())
    panels = list[np.ndarray]()
    for number, ((words, made), order) in enumerate(zip((pictures if own else shots)(engine, count, seed), ways, strict=True), 1):
        panels.append(panel(number, words, strips(made, order)))
        if len(panels) == SHOTS or number == count:
            page = out / f"page-{-(-number // SHOTS):02d}.png"
            write_bytes(page, png(np.concatenate(panels)))
            panels.clear()
            print(page, flush=True)


def marked(order: Mapping[str, Sequence[str]], answers: Mapping[str, str]) -> dict[str, float]:
    """Shares of shots in which each way was best, and in which the first of each pair was before the second (half where no difference is
    seen: "="), each with its interval. BadInput."""
    names = sorted({way for ways in order.values() for way in ways}, key=list(NAMES).index)
    ranks = ranked(order, answers).values()
    best = {way: [float(one.get(way) == 0) for one in ranks] for way in names}
    pairs = {(a, b): [said for one in ranks if (said := beats(one, a, b)) is not None] for a, b in combinations(names, 2)}
    found = {f"{NAMES[way]} is best": mean_of(values) for way, values in best.items()}
    found |= {f"{NAMES[a]} over {NAMES[b]}": mean_of(values) for (a, b), values in pairs.items()}
    return {f"{name} ({m.low:.0%} .. {m.high:.0%}, n={m.of})": round(m.mean, 4) for name, m in found.items()}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.train.evaluate.blind", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--own", action="store_true", help="pictures from outside the drawn world, moved by the net and by the camera alone")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--path", choices=("fp32", "bf16", "int8"), default="bf16")
    parser.add_argument("--canvas", type=int, nargs=2, default=(256, 144), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--vae", type=Path, help="weights; those that come with Fabula if left out")
    parser.add_argument("--dit", type=Path, help="weights; those that come with Fabula if left out")
    parser.add_argument("--answers", type=Path, help="a JSON file of answers: mark them instead of writing pages")
    asked = parser.parse_args(arguments)
    if asked.answers:
        order = json.loads((asked.out / "key.json").read_text())["order"]
        for name, share in marked(order, json.loads(asked.answers.read_text())).items():
            print(f"{share:6.1%}  {name}")
        return
    torch.set_num_threads(asked.threads)
    vae, dit = load_vae(asked.vae or checked("vae")), load_dit(asked.dit or checked("dit"))
    write(Engine(vae, dit, Sampling(asked.steps, path=asked.path), tuple(asked.canvas)), asked.out, (asked.count, asked.seed, asked.own))


if __name__ == "__main__":
    main()
