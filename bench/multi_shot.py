"""Shots made together against the same shots made alone: held-out scenes of three shots, one cast, one place, three actions and cameras.

    python -m bench.multi_shot [--scenes 4] [--seed 60] [--steps 1] [--path bf16] [--threads 1]

Every way makes the same shots from the same stills, words, poses, noise and anchors; they differ in what the shots' frames see of one another, in
the captions they read and in the jump of rotary time at a cut. Decibels: the net's drawings to the truth, all but the first drawing; at the cut: the
four drawings after it. other: levels by which a pixel differs from the clip made alone. The readers see what a film would show (carried and enlarged).
consistent: how often two shots of a scene are read as the same one of a hundred people. swapped: other again, of the first shot, when the
second shot's caption is another: what leaks. nets_s: processor seconds of the net's passes for a drawing, without the autoencoder; clip_s: of all of a
drawing at the canvas.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, islice
from itertools import count as numbered
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import torch

from bench.record import at_least, record
from generator.checkpoints import checked
from generator.measures import mean_of, psnr
from generator.nets.animate import Sampling, animate_long
from generator.nets.animate_shots import Shot as Going
from generator.nets.animate_shots import animate_together
from generator.nets.clip_net import ClipNet, load_dit
from generator.nets.linears import pack
from generator.nets.multi_shot import Binding
from generator.nets.video_vae import load_vae
from generator.train.evaluate import shots
from generator.train.evaluate.reading import Oracle, acts, known, moves
from generator.train.evaluate.shots import SPLIT, STRIDE, Shot, can_be_read
from generator.train.evaluate.ways import Engine, direction_of, laid_out
from generator.train.oracle.lessons import readable
from generator.watching.readers import identity, load
from generator.world.shards import beside
from storyboard.staging import Staging

CANVAS = (256, 144)
TOGETHER = 3
WAYS: dict[str, Binding | None] = {
    "alone": None,
    "first frames, jump 8": Binding(),
    "all frames, jump 0": Binding(phase=0, sees="all"),
    "all frames, jump 8": Binding(sees="all"),
    "all, all captions, jump 0": Binding(phase=0, sees="all", reads="all"),
    "all, all captions, jump 8": Binding(sees="all", reads="all"),
}
SWAPPED = ("first frames, jump 8", "all, all captions, jump 0", "all, all captions, jump 8")
READ = ("alone", "first frames, jump 8")  # by readers too


class Row(NamedTuple):
    """What was found of one shot made in one way: figures named as in the table."""

    decibels: float
    at_cut: float
    other: float


class Timed:
    """A net's passes, with the seconds they took."""

    def __init__(self, dit: ClipNet) -> None:
        self.velocity, self.seconds = dit.velocity, 0.0
        patch.object(dit, "velocity", self.pass_).start()

    def pass_(self, *given: Any) -> torch.Tensor:
        began = time.process_time()
        out: torch.Tensor = self.velocity(*given)
        self.seconds += time.process_time() - began
        return out


class Bench:
    """The nets and the readers, and by way what was found."""

    def __init__(self, asked: argparse.Namespace) -> None:
        dit, vae = load_dit(checked("dit")), load_vae(checked("vae"))
        pack(dit, asked.path)
        self.engine = Engine(vae, dit, Sampling(asked.steps, path=asked.path), CANVAS)
        self.oracle = Oracle(load(), shots.strangers(100, asked.seed))
        self.timed, self.drawings = Timed(dit), 0
        self.rows: dict[str, list[Row]] = {way: [] for way in WAYS}
        self.seconds: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        self.read: dict[str, list[dict[str, float]]] = {way: [] for way in ("true", *READ)}
        self.swapped: dict[str, list[float]] = {way: [] for way in WAYS}

    def made(self, scene: Sequence[Going], binding: Binding | None) -> list[np.ndarray]:
        """The net's drawings of each shot."""
        engine = self.engine
        if binding is not None:
            return animate_together(engine.dit, engine.vae, scene, engine.sampling, binding)
        return [
            animate_long(engine.dit, engine.vae, one.first, one.direction, replace(engine.sampling, seed=one.seed), one.anchor) for one in scene
        ]

    def scene(self, stagings: Sequence[Staging]) -> None:
        """Everything of one scene."""
        scene = [shots.drawn(staging, CANVAS) for staging in stagings]
        told = [direction_of(shot) for shot in scene]
        laid = [laid_out(shot, direction) for shot, direction in zip(scene, told, strict=True)]
        going = [Going(shot.first, direction, n, one.anchor) for n, (shot, direction, one) in enumerate(zip(scene, told, laid, strict=True))]
        alone = list[np.ndarray]()
        for way, binding in WAYS.items():
            began, self.timed.seconds = time.process_time(), 0.0
            drawings = self.made(going, binding)
            alone, frames = alone or drawings, sum(map(len, drawings))
            self.seconds[way].append(((time.process_time() - began) / frames, self.timed.seconds / frames))
            self.rows[way] += [_row(*three) for three in zip(drawings, scene, alone, strict=True)]
            if way in SWAPPED:
                self.swapped[way].append(self._leak(going, drawings[0], binding))
            if way in READ:
                seen = [self.engine.carried(*three).seen for three in zip(drawings, laid, scene, strict=True)]
                self.read[way].append(self._said(scene, seen))
        self.read["true"].append(self._said(scene, [shot.seen for shot in scene]))

    def _leak(self, going: Sequence[Going], first: np.ndarray, binding: Binding | None) -> float:
        """By how much the first shot differs when the second is told otherwise."""
        other = going[1]._replace(direction=going[1].direction._replace(caption=going[2].direction.caption))
        return _apart(self.made([going[0], other, *going[2:]], binding)[0], first)

    def _said(self, scene: Sequence[Shot], seen: Sequence[np.ndarray]) -> dict[str, float]:
        """What readers say of the shots of a scene."""
        people = self.oracle.people(scene[0])
        answers = [self.oracle.answers(*pair) for pair in zip(scene, seen, strict=True)]
        who = [None if one.who is None else int(identity([told[None] for told in one.who], people)[0].argmax()) for one in answers]
        pairs = [float(a == b) for a, b in combinations(who, 2) if a is not None and b is not None]
        parts = zip(answers, scene, strict=True)
        action, camera = zip(*((acts(one.deed, shot.staging.subjects[0].action), moves(one.way, shot)) for one, shot in parts), strict=True)
        means = {"identity": [known(one.who, people) for one in answers], "consistent": pairs, "action": action, "camera": camera}
        return {name: mean_of(values).mean for name, values in means.items()}


def _row(made: np.ndarray, shot: Shot, alone: np.ndarray) -> Row:
    return Row(psnr(made[1:], shot.video[1:]), psnr(made[1:5], shot.video[1:5]), _apart(made, alone))


def _apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(np.int16) - b).mean())


def scenes(count: int, seed: int) -> list[tuple[Staging, ...]]:
    """So many scenes: the first shot's place, light, style and first figure, in every shot; actions, cameras and sizes are each one's own."""
    found = (s for n in numbered(seed * STRIDE + 1_300_000) if (s := readable(n, SPLIT)) is not None and can_be_read(s))
    out = []
    for _ in range(count):
        first, *others = islice(found, TOGETHER)
        out.append((first, *(beside(other, first) for other in others)))
    return out


def table(bench: Bench) -> dict[str, dict[str, Any]]:
    """By way, every figure with its interval."""
    found: dict[str, dict[str, Any]] = {}
    for way in ("true", *WAYS):
        figures: dict[str, Sequence[float]] = {}
        if way in WAYS:
            figures |= {name: [getattr(row, name) for row in bench.rows[way]] for name in Row._fields}
            clip, nets = zip(*bench.seconds[way], strict=True)
            figures |= {"swapped": bench.swapped[way]} if way in SWAPPED else {}
            figures |= {"nets_s": nets, "clip_s": clip}
        if way in bench.read:
            figures |= {name: [said[name] for said in bench.read[way]] for name in bench.read[way][0]}
        found[way] = {name: mean_of(values)._asdict() for name, values in figures.items()}
    return found


COLUMNS = ("decibels", "at_cut", "other", "swapped", "nets_s", "clip_s", "identity", "consistent", "action", "camera")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=at_least(1), default=4)
    parser.add_argument("--seed", type=at_least(0), default=60)
    parser.add_argument("--steps", type=at_least(1), default=1)
    parser.add_argument("--path", choices=("fp32", "bf16", "int8"), default="bf16")
    parser.add_argument("--threads", type=at_least(1), default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    bench = Bench(asked)
    for number, scene in enumerate(scenes(asked.scenes, asked.seed), 1):
        bench.scene(scene)
        print(f"scene {number} of {asked.scenes}", flush=True)
        show(table(bench))
    record("multi_shot", table(bench), parser, asked)


def show(found: dict[str, dict[str, Any]]) -> None:
    print(f"{'':30}" + "".join(f"{name:>11}" for name in COLUMNS))
    for way, figures in found.items():
        print(f"{way:30}" + "".join(f"{figures[name]['mean']:11.3f}" if name in figures else " " * 11 for name in COLUMNS), flush=True)


if __name__ == "__main__":
    main()
