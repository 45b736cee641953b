"""Takes to try the watcher on: shots of held-out people, made as a film makes them, and made as if something had gone wrong.

    python -m bench.watch_takes --takes FOLDER [--count 16] [--talking 8] [--ways vae dit]

Each shot is made whole ("clean") and with its first figure played by another ("person"), in another's clothes ("costume"), doing something
else ("action"), under another camera ("camera"); talking ones also with their speech at other times ("speech"). Two ways: "dit", the
clip maker at preview size, and "vae", the drawn clip through the autoencoder and back. What is there already is kept.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count as numbered
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from bench.record import at_least
from generator import clip_dit, portrait_drawn, still_drawn
from generator.checkpoints import checked
from generator.encode import write_mp4
from generator.fitting import fitted
from generator.nets.video_vae import bytes_from_video, load_vae, video_from_bytes
from generator.rig import Rig
from generator.train.evaluate.shots import STRIDE, recast, talking
from generator.train.oracle.lessons import FRAMES, readable
from generator.world.render import drawings
from generator.world.sample import sample_staging
from storyboard.caption import caption
from storyboard.grammar import Camera, Move, Size
from storyboard.params import NetClipParams, PortraitParams, StillParams
from storyboard.staging import Action, Staging
from storyboard.take import Media

SIZE, CANVAS, REF = (384, 216), (256, 144), (96, 96)
FAULTS = ("clean", "speech", "action", "person", "camera", "costume")
ALONE = (Action.HUG, Action.DANCE_TOGETHER, Action.ARGUE, Action.CHASE)  # nobody does these by themselves: no action to change to


class Shot(NamedTuple):
    """A shot, its name in the folder, and how it is staged where something is wrong with it."""

    name: str
    staging: Staging
    faulty: dict[str, Staging]


def shots(count: int, seed: int = 140) -> tuple[Shot, ...]:
    """As films have them and, in odd places, whole figures with moves and actions sampled evenly; none without anybody."""
    found = list(islice(_peopled(seed), count + 1))
    pairs = pairwise(found)
    return tuple(Shot(f"s{n:02}", staging, faults_of(staging, other)) for n, (staging, other) in enumerate(pairs))


def spoken(count: int, seed: int = 141) -> tuple[Shot, ...]:
    """Near figures who talk; "speech": half a shot too late, and what would come after the end comes first."""
    return tuple(Shot(f"t{n:02}", staging, {"clean": staging, "speech": late(staging)}) for n, staging in enumerate(talking(count, seed)))


def _peopled(seed: int) -> Iterator[Staging]:
    even = True
    for number in numbered(seed * STRIDE):
        staging = sample_staging(number, "heldout") if even else readable(number, "heldout")
        if staging is not None and staging.subjects and staging.size is not Size.INSERT:
            even = not even
            yield staging.model_copy(update={"frames": FRAMES})


def faults_of(staging: Staging, other: Staging) -> dict[str, Staging]:
    dice, (first, *rest) = np.random.default_rng(staging.seed), staging.subjects
    outfits = [subject.outfit for subject in other.subjects if subject.outfit != first.outfit]
    deeds = [action for action in Action if action is not first.action and action not in ALONE]
    moves = [move for move in Move if move not in (staging.camera.move, Move.FOCUS, Move.HANDHELD)]
    move = moves[dice.integers(len(moves))]
    amount = 0.0 if move is Move.STATIC else float(dice.choice([-1.0, 1.0])) * round(float(dice.uniform(0.5, 1.0)), 2)
    made = {"clean": staging, "person": recast(staging, other), "camera": staging.model_copy(update={"camera": Camera(move=move, amount=amount)})}
    changed = {"action": {"action": deeds[dice.integers(len(deeds))]}} | ({"costume": {"outfit": outfits[0]}} if outfits else {})
    return made | {name: staging.model_copy(update={"subjects": (first.model_copy(update=update), *rest)}) for name, update in changed.items()}


def late(staging: Staging) -> Staging:
    """Everyone's speech half a shot later, round its end."""
    half, whole = staging.frames // 2, staging.frames
    subjects = []
    for subject in staging.subjects:
        spans = [(start + half, end + half) for start, end in subject.speech or ((0, half),)]
        turned = [(a - whole, b - whole) if a >= whole else (a, min(b, whole)) for a, b in spans]
        over = [(0, b - whole) for a, b in spans if a < whole < b]
        subjects.append(subject.model_copy(update={"speech": tuple(sorted((*turned, *over)))}))
    return staging.model_copy(update={"subjects": tuple(subjects)})


class Studio:
    """What makes takes, and where they are kept."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.rig = folder, Rig(folder / f"scratch-{os.getpid()}", {name: checked(name) for name in ("vae", "dit")})
        self.rig.scratch.mkdir(exist_ok=True)

    def path(self, shot: str, fault: str, way: str) -> Path:
        return self.folder / f"{shot}-{fault}-{way}.mp4"

    def take(self, shot: str, fault: str, way: str) -> Media | None:
        """A take that was made; None for one that was not."""
        path = self.path(shot, fault, way)
        return Media(path, "mp4", FRAMES, "12", *SIZE) if path.exists() else None

    def make(self, shot: Shot, fault: str, way: str) -> None:
        path = self.path(shot.name, fault, way)
        if not path.exists():
            (self.by_dit if way == "dit" else self.by_vae)(shot.faulty[fault]).path.replace(path)

    def by_dit(self, staging: Staging, seed: int = 0, still: Media | None = None) -> Media:
        still = still or still_drawn.make(StillParams(staging=staging, prompt="", size=SIZE), {}, self.rig)
        params = NetClipParams(staging=staging, size=SIZE, prompt=caption(staging), canvas=CANVAS, steps=1, seed=seed, path="bf16")
        return clip_dit.make(params, {"still": (still,), "portrait": self.portraits(staging)}, self.rig)

    def portraits(self, staging: Staging) -> tuple[Media, ...]:
        portraits = []
        for slot, subject in enumerate(staging.subjects):
            made = portrait_drawn.make(PortraitParams(look=subject.look, outfit=subject.outfit, style=staging.style, size=REF), {}, self.rig)
            portraits.append(replace(made, path=made.path.rename(made.path.with_name(f"portrait-{slot}.png"))))
        return tuple(portraits)

    @torch.inference_mode()
    def by_vae(self, staging: Staging) -> Media:
        vae = self.rig.loaded("vae", lambda: load_vae(self.rig.weights["vae"]))
        drawn = np.stack([fitted(picture, CANVAS) for picture in drawings(staging, SIZE)])
        with torch.autocast("cpu", torch.bfloat16):
            back = bytes_from_video(vae.decode(vae.encode(video_from_bytes(torch.from_numpy(drawn)[None])).float()))[0].numpy()
        return write_mp4(self.rig.scratch / "vae.mp4", (fitted(picture, SIZE) for picture in back), "12")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takes", type=Path, required=True)
    parser.add_argument("--count", type=at_least(4), default=16)
    parser.add_argument("--talking", type=at_least(4), default=8)
    parser.add_argument("--ways", nargs="+", choices=("vae", "dit"), default=["vae", "dit"])
    asked = parser.parse_args()
    torch.set_num_threads(1)
    studio, began = Studio(asked.takes), time.monotonic()
    both = (*shots(asked.count), *spoken(asked.talking))
    for fault in ("clean", *(name for name in FAULTS if name != "clean")):  # what is whole first: with it alone there is something to try
        for shot in both:
            for way in asked.ways if fault in shot.faulty else ():
                studio.make(shot, fault, way)
        print(f"{fault} {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
