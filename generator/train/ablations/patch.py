"""Where sixteen pixels become a token: an autoencoder of an eighth with patches of 2 x 2 cells against one of a sixteenth with patches of one.

Both autoencoders learn from nothing on the same crops, then a clip net on the latents of each, on the same windows. As many tokens, numbers in a token
and parameters of the clip net in both arms.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from generator.nets.clip_net import ClipNet
from generator.nets.presets import ClipNetConfig, preset_config
from generator.nets.text_encoder import count_words
from generator.nets.video_vae import VideoVAE, VideoVAEConfig
from generator.train.ablations.budget import Budget, Trained, seeded, spend
from generator.train.ablations.deep import DeepClipNet, DeepConfig, DeepVAE, deep_config
from generator.train.ablations.judge import Figures, Window, apart, decoded, figures, frozen, line, made, round_trip, windows_of
from generator.train.data import ClipSet, open_clips
from generator.train.dit import DiTTask, DiTTraining, keep_settled, measure_numbers
from generator.train.latents import encode_folder
from generator.train.loop import Run
from generator.train.vae import VAETask, VAETraining, measure_latents

STEPS = (1, 4)
FIRST_STEP = 0.3  # of the samples are at sigma = 1
TIMES = 5  # a decoder is timed


@dataclass(frozen=True)
class Arm:
    """How an arm is called, and in the names of its files; how it makes its nets: the autoencoder, and a clip net for a vocabulary."""

    name: str
    place: str
    vae: Callable[[], VideoVAE]
    net: Callable[[tuple[str, ...]], ClipNet]


@dataclass(frozen=True)
class Spending:
    """Budgets of the two stages; side of a crop; how the clip net is called; whether clip nets are trained at all."""

    vae: Budget
    net: Budget
    crop: int = 96
    preset: str = "storybook"
    clips: bool = True


def arms_of(preset: str, shallow: VideoVAEConfig, deep: DeepConfig) -> tuple[Arm, Arm]:
    """Both arms at a size."""

    def near(words: tuple[str, ...]) -> ClipNetConfig:
        return preset_config(preset, words)

    def far(words: tuple[str, ...]) -> ClipNetConfig:
        return deep_config(preset, words, deep.channels)

    eighth = Arm("8x, patch 2", "eighth", lambda: VideoVAE(shallow), lambda words: ClipNet(near(words)))
    return eighth, Arm("16x, patch 1", "sixteenth", lambda: DeepVAE(deep), lambda words: DeepClipNet(far(words)))


def trained_vae(arm: Arm, shards: ClipSet, spending: Spending, budget: Budget, out: Path) -> tuple[VideoVAE, Trained]:
    """The arm's autoencoder, from nothing."""
    seeded(budget.seed)
    task = VAETask(arm.vae(), shards, VAETraining(batch=budget.batch, crop=spending.crop))

    def measure(run: Run) -> None:
        if bool((run.averaged["latent_std"] == 1).all()):  # once: measured again it would differ in a last digit, and all latents be made anew
            measure_latents(run, task)

    return task.net, spend(task, budget, out, measure)


def trained_net(arm: Arm, clips: ClipSet, budget: Budget, out: Path) -> tuple[ClipNet, Trained]:
    """The arm's clip net, from nothing."""
    seeded(budget.seed)
    net = arm.net(count_words([clips.caption(n) for n in range(clips.count)]))
    measure_numbers(net, clips)
    keep_settled(net)
    return net, spend(DiTTask(net, clips, DiTTraining(batch=budget.batch, first_step=FIRST_STEP), "cpu"), budget, out)


def encoded(vae: VideoVAE, arm: Arm, shards: Path, out: Path) -> Path:
    """The folder of an arm's latents of clips."""
    digest = hashlib.sha256((out / f"{arm.place}-vae.safetensors").read_bytes()).hexdigest()
    encode_folder(shards, out / f"{arm.place}-{shards.name}", vae, digest)
    return out / f"{arm.place}-{shards.name}"


def seconds_to_decode(vae: VideoVAE, window: Window) -> float:
    """Of the processor, for a window of 17 drawings in bf16: the median of some, which other work beside it hardly changes."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        decoded(vae, window.latents[None])
        spent.append(time.process_time() - began)
    return sorted(spent)[TIMES // 2]


def judged(vae: VideoVAE, net: ClipNet | None, windows: list[Window]) -> dict[str, list[Figures]]:
    """Figures of every window, way by way; without a clip net, of what the autoencoder alone says."""
    found: dict[str, list[Figures]] = {}
    for window in windows:
        drawn = {"frozen": frozen(window), "autoencoder": round_trip(vae, window), "anchor": decoded(vae, window.held[None])}
        if net is not None:
            drawn |= {f"{n} steps": drawings for n, drawings in made(net, vae, window, STEPS).items()}
        for way, drawings in drawn.items():
            found.setdefault(way, []).append(figures(drawings, window))
    return found


def run(arms: tuple[Arm, Arm], folders: tuple[Path, Path], spending: Spending, count: int, out: Path) -> list[dict[str, object]]:
    """Both arms trained and judged on `count` held-out windows: lines of a table. folders: clips to learn from, clips held out."""
    pixels, budget = open_clips(folders[0], "train"), spending.vae
    costs: list[dict[str, object]] = []
    vaes: dict[str, VideoVAE] = {}
    for arm in arms:
        vaes[arm.name], cost = trained_vae(arm, pixels, spending, budget, out / f"{arm.place}-vae.safetensors")
        budget = budget.after(cost)
        costs.append(cost.told(arm.name, "autoencoder"))
    nets: dict[str, ClipNet] = {}
    budget = spending.net
    for arm in arms if spending.clips else ():
        learned = encoded(vaes[arm.name], arm, folders[0], out)
        nets[arm.name], cost = trained_net(arm, open_clips(learned, "train"), budget, out / f"{arm.place}-dit.safetensors")
        budget = budget.after(cost)
        costs.append(cost.told(arm.name, "clip net"))
    timed: list[dict[str, object]] = []
    found: dict[str, dict[str, list[Figures]]] = {}
    for arm in arms:
        vae = vaes[arm.name]
        windows = windows_of(folders[1], encoded(vae, arm, folders[1], out), count)
        timed.append({"arm": arm.name, "processor seconds to decode 17 drawings": round(seconds_to_decode(vae, windows[0]), 3), "threads": torch.get_num_threads()})
        found[arm.name] = judged(vae, nets.get(arm.name), windows)
    return costs + timed + lines(found)


def lines(found: dict[str, dict[str, list[Figures]]]) -> list[dict[str, object]]:
    """Both arms way by way, then the second less the first."""
    rows = [line(arm, way, of) for arm, ways in found.items() for way, of in ways.items()]
    (_, first), (name, second) = found.items()
    for way in (way for way in first if way != "frozen"):
        for part in ("whole", "inside", "heads"):
            pairs = [(getattr(a, part), getattr(b, part)) for a, b in zip(first[way], second[way], strict=True)]
            rows.append(apart(f"{name} less the other, {way}", part, pairs))
    return rows
