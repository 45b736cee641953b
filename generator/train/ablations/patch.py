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
from generator.train.vae import VAETask, VAETraining, measure_latents

STEPS = (1, 4)
FIRST_STEP = 0.3  # of the samples are at sigma = 1
TIMES = 5  # a decoder is timed


@dataclass(frozen=True)
class Arm:
    """How an arm makes its nets: the autoencoder, and a clip net for a vocabulary."""

    name: str
    vae: Callable[[], VideoVAE]
    net: Callable[[tuple[str, ...]], ClipNet]


@dataclass(frozen=True)
class Spending:
    """Budgets of the two stages; side of a crop; how the clip net is called."""

    vae: Budget
    net: Budget
    crop: int = 96
    preset: str = "storybook"


def arms_of(preset: str, shallow: VideoVAEConfig, deep: DeepConfig) -> tuple[Arm, Arm]:
    """Both arms at a size."""

    def near(words: tuple[str, ...]) -> ClipNetConfig:
        return preset_config(preset, words)

    def far(words: tuple[str, ...]) -> ClipNetConfig:
        return deep_config(preset, words, deep.channels)

    eighth = Arm("8x, patch 2", lambda: VideoVAE(shallow), lambda words: ClipNet(near(words)))
    return eighth, Arm("16x, patch 1", lambda: DeepVAE(deep), lambda words: DeepClipNet(far(words)))


def trained_vae(arm: Arm, shards: ClipSet, spending: Spending, budget: Budget, out: Path) -> tuple[VideoVAE, Trained]:
    """The arm's autoencoder, from nothing."""
    seeded(budget.seed)
    task = VAETask(arm.vae(), shards, VAETraining(batch=budget.batch, crop=spending.crop))
    cost = spend(task, budget, out, lambda run: measure_latents(run, task))
    return task.net, cost


def trained_net(arm: Arm, clips: ClipSet, budget: Budget, out: Path) -> tuple[ClipNet, Trained]:
    """The arm's clip net, from nothing."""
    seeded(budget.seed)
    net = arm.net(count_words([clips.caption(n) for n in range(clips.count)]))
    measure_numbers(net, clips)
    keep_settled(net)
    return net, spend(DiTTask(net, clips, DiTTraining(batch=budget.batch, first_step=FIRST_STEP), "cpu"), budget, out)


def encoded(vae: VideoVAE, weights: Path, shards: Path, out: Path) -> Path:
    """The folder of an autoencoder's latents."""
    encode_folder(shards, out, vae, hashlib.sha256(weights.read_bytes()).hexdigest())
    return out


def seconds_to_decode(vae: VideoVAE, window: Window) -> float:
    """Of a window of 17 drawings, the median of some, in bf16 on the threads there are."""
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        decoded(vae, window.latents[None])
        spent.append(time.perf_counter() - began)
    return sorted(spent)[TIMES // 2]


def judged(arm: Arm, nets: tuple[VideoVAE, ClipNet], windows: list[Window]) -> dict[str, list[Figures]]:
    """Figures of every window, way by way."""
    vae, net = nets
    found: dict[str, list[Figures]] = {}
    for window in windows:
        drawn = {"frozen": frozen(window), "autoencoder": round_trip(vae, window), "anchor": decoded(vae, window.held[None])}
        drawn |= {f"{n} steps": drawings for n, drawings in made(net, vae, window, STEPS).items()}
        for way, drawings in drawn.items():
            found.setdefault(way, []).append(figures(drawings, window))
    return found


def run(arms: tuple[Arm, Arm], folders: tuple[Path, Path], spending: Spending, count: int, out: Path) -> list[dict[str, object]]:
    """Both arms trained and judged on `count` held-out windows: lines of a table. folders: clips to learn from, clips held out."""
    pixels, stages = open_clips(folders[0], "train"), (spending.vae, spending.net)
    costs: list[dict[str, object]] = []
    timed: list[dict[str, object]] = []
    found: dict[str, dict[str, list[Figures]]] = {}
    for arm, place in zip(arms, ("eighth", "sixteenth"), strict=True):
        vae, cost = trained_vae(arm, pixels, spending, stages[0], out / f"{place}-vae.safetensors")
        learned, held = (encoded(vae, out / f"{place}-vae.safetensors", f, out / f"{place}-{f.name}") for f in folders)
        net, more = trained_net(arm, open_clips(learned, "train"), stages[1], out / f"{place}-dit.safetensors")
        stages = stages[0].after(cost), stages[1].after(more)
        windows = windows_of(folders[1], held, count)
        timed.append({"arm": arm.name, "seconds to decode 17 drawings": round(seconds_to_decode(vae, windows[0]), 3), "threads": torch.get_num_threads()})
        costs += [cost.told(arm.name, "autoencoder"), more.told(arm.name, "clip net")]
        found[arm.name] = judged(arm, (vae, net), windows)
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
