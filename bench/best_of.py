"""What several takes of a shot are worth: joint success with the best of 1, 2 and 4, chosen by the watcher, and what they cost.

    python -m bench.best_of --takes FOLDER [--shots 6]

Two kinds of candidates: "clip", the same drawn still moved with another seed of the noise; "still", a still of the net's own, drawn anew from another
seed, and the clip from it. Success is that of the picture table (generator/train/evaluate/clips.py): first figure, action and camera named
rightly, motion and sharpness near the truth's. It is judged twice: by the drawings the choice was made on, and each one drawing later, of which the choice
saw nothing; what the first gains over the second is the reader choosing what it reads well. Takes are kept in FOLDER (bench/watch_takes.py).
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from bench.record import at_least, record
from bench.watch_takes import CANVAS, SIZE, Shot, Studio, shots
from generator import still_drawn, still_tiny
from generator.checkpoints import checked
from generator.fitting import fitted
from generator.measures import mean_of, psnr
from generator.nets.animate import Sampling
from generator.nets.clip_net import load_dit
from generator.nets.video_vae import load_vae
from generator.rig import Rig
from generator.train.evaluate.clips import judged
from generator.train.evaluate.reading import PEOPLE, Oracle
from generator.train.evaluate.shots import can_be_read, strangers
from generator.train.evaluate.stage import Stage
from generator.train.evaluate.ways import Engine, Made
from generator.watching.clip import read, seen
from generator.watching.readers import load
from storyboard.caption import caption
from storyboard.params import NetStillParams, StillParams
from storyboard.take import Media
from storyboard.watching import Reading, WatchClipParams, best

KINDS, MANY, UP_TO = ("clip", "still"), (1, 2, 4), 4


def candidate(studio: Studio, shot: Shot, kind: str, number: int) -> tuple[Media, Media, float]:
    """A take, its still, and the seconds they took (0 for one that another bench made)."""
    began, staging = time.monotonic(), shot.staging
    if kind == "still":
        staging = staging.model_copy(update={"seed": staging.seed + number})
        params = NetStillParams(staging=staging, prompt=caption(staging), size=SIZE, canvas=CANVAS, steps=4, path="bf16")
        make = partial(still_tiny.make, params, {"portrait": studio.portraits(staging)}, studio.rig)
    else:
        make = partial(still_drawn.make, StillParams(staging=staging, prompt="", size=SIZE), {}, studio.rig)
    name = f"clean-dit#{number}" if kind == "clip" and number else "clean-dit" if kind == "clip" else f"own-dit#{number}"
    clip, still = studio.folder / f"{shot.name}-{name}.mp4", studio.folder / f"{shot.name}-{kind}-{number if kind == 'still' else 0}.png"
    if not still.exists():
        make().path.replace(still)
    picture = Media(still, "png", 1, "0", *SIZE)
    if not clip.exists():
        studio.by_dit(staging, number if kind == "clip" else 0, picture).path.replace(clip)
        clip.with_suffix(".seconds").write_text(str(time.monotonic() - began))
    spent = clip.with_suffix(".seconds")
    return Media(clip, "mp4", staging.frames, "12", *SIZE), picture, float(spent.read_text()) if spent.exists() else 0.0


def later(pictures: np.ndarray) -> np.ndarray:
    """The same drawings, each one later."""
    return np.concatenate([pictures[1:], pictures[-1:]])


def tried(stage: Stage, studio: Studio, shot: Shot, kind: str) -> dict[str, Any]:
    """Every candidate of a shot: its reading, and whether it succeeds, by the drawings that are read and by the ones after."""
    truth = stage.shot(shot.staging)
    people, rig = stage.oracle.people(truth), Rig(studio.rig.scratch, {f"oracle-{name}": checked(f"oracle-{name}") for name in ("who", "deed", "way")})
    params, entry = WatchClipParams(staging=shot.staging, size=SIZE), dict[str, Any](shot=shot.name, kind=kind, seconds=[], reading=[], same=[], later=[], right=[])
    readings, pictures = list[Reading](), list[np.ndarray]()
    for number in range(UP_TO):
        take, still, seconds = candidate(studio, shot, kind, number)
        began = time.monotonic()
        readings.append(read(params, {"clip": (take,), "still": (still,)}, rig))
        entry["reading"].append(time.monotonic() - began)
        pictures.append(seen(take))
        small = np.stack([fitted(one, CANVAS) for one in pictures[-1]])
        entry["seconds"].append(seconds)
        for name, shown in (("same", pictures[-1]), ("later", later(pictures[-1]))):
            told = judged(stage, truth, Made(small, shown), people)
            entry[name].append(told["joint"])
        entry["right"].append(told["identity"] * told["action"] * told["camera"])
    entry["chosen"] = [best(readings[:many]) for many in MANY]
    entry["findings"] = [len(reading.findings) for reading in readings]
    entry["apart"] = [psnr(pictures[0], other) for other in pictures[1:]]
    return entry


def table(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Success with the best of so many, by both judgements, beside the best there was."""
    out: dict[str, Any] = {"decibels between two candidates": mean_of([v for e in entries for v in e["apart"]])._asdict()}
    for k, many in enumerate(MANY):
        for name in ("same", "later"):
            out[f"best of {many}, {name} drawings"] = mean_of([e[name][e["chosen"][k]] for e in entries])._asdict()
        out[f"best of {many}, who, what and camera right"] = mean_of([e["right"][e["chosen"][k]] for e in entries])._asdict()
        out[f"any of {many}, who, what and camera right"] = mean_of([max(e["right"][:many]) for e in entries])._asdict()
        out[f"any of {many}, later drawings"] = mean_of([max(e["later"][:many]) for e in entries])._asdict()
    made = [v for e in entries for v in e["seconds"] if v]
    return out | {"seconds a candidate": mean_of(made)._asdict(), "seconds a reading": mean_of([v for e in entries for v in e["reading"]])._asdict()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--takes", type=Path, required=True)
    parser.add_argument("--shots", type=at_least(2), default=6)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    studio = Studio(asked.takes)
    engine = Engine(load_vae(checked("vae")), load_dit(checked("dit")), Sampling(1, path="bf16"), CANVAS)
    stage = Stage(engine, Oracle(load(), strangers(PEOPLE + 20, 140)))
    chosen = [shot for shot in shots(4 * asked.shots) if can_be_read(shot.staging)][: asked.shots]
    entries = {kind: list[dict[str, Any]]() for kind in KINDS}
    for shot in chosen:
        for kind in KINDS:
            entries[kind].append(tried(stage, studio, shot, kind))
            print(f"{shot.name} {kind}: {entries[kind][-1]}", flush=True)
    found = {kind: table(rows) for kind, rows in entries.items()}
    for kind, rows in found.items():
        for name, told in rows.items():
            print(f"{kind:6} {name:44} {told['mean']:8.2f} [{told['low']:.2f}, {told['high']:.2f}] of {told['of']}")
    record("best_of", found, parser, asked)


if __name__ == "__main__":
    main()
