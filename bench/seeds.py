"""Seeds 0 to 7 of one fixed story, uncurated, at native and at delivered size.

    python -m bench.seeds --out FOLDER [--premise "..."] [--shots 3] [--first 0] [--count 8]

The embedded writer's story of the premise (seed 0) stays as it is; what changes is the seed of every clip. native.jpg shows what the net draws
(256x144), delivered.jpg what a film shows (768x432, reduced to be looked at): a row per seed, first, middle and last picture of each shot.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from agents import Brief, OfflineWriter, write
from app.sheet import three
from app.ways_of import ways
from generator import maker
from generator.checkpoints import paths_of
from generator.rig import Rig
from storyboard.memo import MemoryMemo
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.take import Media

SHOWN = (256, 144)  # of one picture on a sheet
GAP, QUALITY = 4, 82


def clips(premise: str, shots: int) -> tuple[dict[str, Step], list[str]]:
    """The plan of the story, by step, and its first clips that show somebody, spread over it."""
    story = write(premise, Brief(seed=0), OfflineWriter(), MemoryMemo())
    steps = {step.id: step for step in plan(story, ways())}
    peopled = [f"clip:{shot.id}" for shot in story.shots if shot.subjects]
    return steps, [peopled[round(k * (len(peopled) - 1) / max(shots - 1, 1))] for k in range(shots)]


class Table:
    """Makes steps and keeps what it made."""

    def __init__(self, steps: dict[str, Step], folder: Path) -> None:
        self.steps, self.folder, self.rig = steps, folder, Rig(folder)
        self.made: dict[str, Media] = {}

    def make(self, step: Step, name: str) -> Media:
        if name not in self.made:
            inputs: dict[str, tuple[Media, ...]] = {}
            for one in step.inputs:
                inputs[one.role] = (*inputs.get(one.role, ()), self.make(self.steps[one.step], one.step))
            self.rig.scratch = self.folder / str(len(self.made))
            self.rig.scratch.mkdir()
            self.rig.weights |= paths_of(step.kind, step.way.name)
            self.made[name] = maker(step.kind, step.way.name)(step.params, inputs, self.rig)
        return self.made[name]

    def seeded(self, shot: str, seed: int, native: bool) -> Media:
        step = self.steps[shot]
        changed = {"seed": seed} | ({"size": dict(step.params)["canvas"]} if native else {})
        return self.make(step.model_copy(update={"params": step.params.model_copy(update=changed)}), f"{shot} {seed} {native}")


def row(pictures: Iterator[np.ndarray]) -> np.ndarray:
    shown = [np.asarray(Image.fromarray(picture).resize(SHOWN, Image.Resampling.LANCZOS)) for picture in pictures]
    return np.concatenate([np.pad(picture, ((0, GAP), (0, GAP), (0, 0)), constant_values=24) for picture in shown], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--premise", default="A lighthouse keeper befriends a storm")
    parser.add_argument("--shots", type=int, default=3)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=8)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    steps, shots = clips(asked.premise, asked.shots)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        table = Table(steps, Path(folder))
        for name, native in (("native", True), ("delivered", False)):
            seeds = range(asked.first, asked.first + asked.count)
            rows = [row(picture for shot in shots for picture in three(table.seeded(shot, seed, native))) for seed in seeds]
            path = asked.out / f"{name}.jpg"
            Image.fromarray(np.concatenate(rows)).save(path, quality=QUALITY)
            print(f"{path}  {', '.join(shots)}; seeds {seeds.start} to {seeds.stop - 1}; {path.stat().st_size // 1000} KB", flush=True)


if __name__ == "__main__":
    main()
