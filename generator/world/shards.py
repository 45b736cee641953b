"""Training shards: clips of the drawn world with their masks, numbers, portraits and captions, as safetensors.

    python -m generator.world.shards --out DIR --clips N --seed S --split train|heldout --workers 2

A shard holds 32 clips (the last one fewer), each 33 drawings from its shot: half of them (`--openings`: all) from its start,
the others from anywhere in it, so that the net also learns to go on. Clip i of a run is `sample_staging(seed * 1_000_003 + i, split)`, so a run can be
stopped and taken up again: shards that exist are kept.
    video uint8 [N, 33, 144, 256, 3]   opening uint8 [N, 144, 256, 3] (the first drawing of the shot)   mask uint8 [N, 33, 36, 64]
    numbers float32 [N, 33, 16] (the camera's path counted from the opening)   refs uint8 [N, 2, 96, 96, 3]
    keypoints, before float32 [N, 33 and 1, 4, 11, 3] (keypoints.py; `before`: at the opening)
    metadata: captions, strata (the camera's move), starts, stagings (JSON lists), split, seed, together
With `--together 2` (or 4, ...) so many neighbouring clips are shots of one scene: its place, light, style and first figure are those of the first.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from generator.world.keypoints import keypoints
from generator.world.numbers import numbers
from generator.world.portrait import render_portrait
from generator.world.render import Shoot
from generator.world.sample import SPLITS, sample_staging
from storyboard.caption import caption
from storyboard.staging import Staging

SHARD, DRAWINGS = 32, 33
VIDEO, MASK, REF = (256, 144), (64, 36), (96, 96)
STRIDE = 1_000_003


@dataclass(frozen=True)
class Order:
    """One shard to write: clips [start, start + count) of the run."""

    path: Path
    start: int
    count: int
    seed: int
    split: str
    openings: bool = False
    together: int = 1


SHARED = ("place", "hour", "weather", "season", "style", "mix", "share", "tint", "place_seed")


def beside(staging: Staging, first: Staging) -> Staging:
    """The shot in the scene of another: in its place and light, drawn like it, its first figure played by the same one."""
    subjects = staging.subjects
    if subjects and first.subjects:
        lead = first.subjects[0]
        subjects = (subjects[0].model_copy(update={"look": lead.look, "outfit": lead.outfit}), *subjects[1:])
    return staging.model_copy(update={name: getattr(first, name) for name in SHARED} | {"subjects": subjects})


def stagings_of(order: Order) -> list[Staging]:
    """What the clips of a shard show."""
    sampled = [sample_staging(order.seed * STRIDE + order.start + k, order.split) for k in range(order.count)]
    return [beside(staging, sampled[k - k % order.together]) if k % order.together else staging for k, staging in enumerate(sampled)]


def clip_of(staging: Staging, start: int) -> dict[str, np.ndarray]:
    """All arrays of one clip."""
    shoot = Shoot(staging, VIDEO)
    try:
        drawn = [(shoot.draw(f), shoot.truth(f, MASK)) for f in range(start, start + DRAWINGS)]
        opening = shoot.draw(0)
    finally:
        shoot.close()
    told = numbers(staging)[start : start + DRAWINGS]
    video, mask = (np.stack(pictures) for pictures in zip(*drawn, strict=True))
    sketch = keypoints(staging, VIDEO)
    drawn_at = {"keypoints": sketch[start : start + DRAWINGS], "before": sketch[:1]}
    return {"video": video, "opening": opening, "mask": mask, "numbers": told, "refs": portraits(staging)} | drawn_at


def start_of(staging: Staging) -> int:
    """The first drawing of the clip in its shot: the start for even seeds, anywhere for odd ones."""
    return 0 if staging.seed % 2 == 0 else int(np.random.default_rng(staging.seed).integers(staging.frames - DRAWINGS + 1))


def portraits(staging: Staging) -> np.ndarray:
    """uint8 [2, 96, 96, 3]: the first two subjects from the front, zeros where there is none."""
    out = np.zeros((2, REF[1], REF[0], 3), np.uint8)
    for slot, subject in enumerate(staging.subjects[:2]):
        out[slot] = render_portrait(subject.look, subject.outfit, staging.style, REF)
    return out


def write(order: Order) -> tuple[str, float]:
    """Write one shard atomically; returns its name and the seconds it took (0: it was there)."""
    if order.path.exists():
        return order.path.name, 0.0
    began = time.monotonic()
    stagings = stagings_of(order)
    starts = [0 if order.openings else start_of(staging) for staging in stagings]
    clips = [clip_of(staging, start) for staging, start in zip(stagings, starts, strict=True)]
    words: dict[str, list[Any]] = {
        "captions": [caption(s) for s in stagings],
        "strata": [str(s.camera.move) for s in stagings],
        "starts": starts,
        "stagings": [s.model_dump(mode="json") for s in stagings],
    }
    save(order, clips, words)
    return order.path.name, time.monotonic() - began


def save(order: Order, clips: Sequence[Mapping[str, np.ndarray]], words: Mapping[str, Sequence[Any]]) -> None:
    """The clips of an order, and what is said of each by name, as one file: whole or not at all."""
    tensors = {name: np.stack([clip[name] for clip in clips]) for name in clips[0]}
    metadata = {name: json.dumps(said) for name, said in words.items()}
    rough = order.path.with_suffix(f".tmp{os.getpid()}")
    save_file(tensors, rough, metadata | {"split": order.split, "seed": str(order.seed), "start": str(order.start), "together": str(order.together)})
    rough.replace(order.path)


def orders_of(out: Path, clips: int, seed: int, split: str) -> list[Order]:
    starts = range(0, clips, SHARD)
    return [Order(out / f"{split}-{seed:04d}-{start // SHARD:05d}.safetensors", start, min(SHARD, clips - start), seed, split) for start in starts]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.world.shards", description="Write training shards of the drawn world.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", choices=SPLITS, default="train")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--openings", action="store_true", help="every clip starts its shot")
    parser.add_argument("--together", type=int, choices=(1, 2, 4), default=1, help="so many neighbouring clips are shots of one scene")
    ask = parser.parse_args(arguments)
    if ask.clips % ask.together:
        parser.error(f"{ask.clips} clips are no whole scenes of {ask.together}")
    ask.out.mkdir(parents=True, exist_ok=True)
    orders = [replace(o, openings=ask.openings, together=ask.together) for o in orders_of(ask.out, ask.clips, ask.seed, ask.split)]
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(ask.workers) as pool:
        for done, (name, seconds) in enumerate(pool.imap_unordered(write, orders), 1):
            kept = "kept" if seconds == 0.0 else f"{seconds:.1f} s"
            print(f"{done}/{len(orders)} {name} {kept} ({time.monotonic() - began:.0f} s in all)", flush=True)


if __name__ == "__main__":
    main()
