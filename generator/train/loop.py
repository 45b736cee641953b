"""The one training loop: resumable, seeded, bounded by minutes or steps, with averaged weights.

Every step draws from a generator seeded by (seed, step), so a run that is stopped and taken up again goes on as if it
had not been stopped. The learning rate warms up, then falls linearly to zero at the end of the budget: start a run
with the budget you mean to spend.
"""

import argparse
import ctypes
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import safetensors.torch
import torch
from torch import Tensor, nn

from generator.nets.header import read_header
from generator.nets.weights import write_bytes
from generator.train.optim import OptimConfig, optimisers
from generator.train.team import Team, team


@dataclass(frozen=True)
class LoopConfig:
    """Where, how long, how fast. A budget of `steps` (if given) ends the run as well as `minutes`."""

    out: Path
    minutes: float = 25.0
    steps: int | None = None
    stop_after: int | None = None
    seed: int = 0
    threads: int = 2
    device: str = "cpu"
    batch: int = 8
    save_minutes: float = 3.0
    log_every: int = 20
    warmup: float = 0.03
    average: float = 0.9995
    bf16: bool = True
    optim: OptimConfig = field(default_factory=OptimConfig)
    team: Team = field(default_factory=Team)


class Task(Protocol):
    """What a training module brings to the loop."""

    @property
    def net(self) -> Any:
        """The module that is trained."""

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        """The loss of one fresh batch and numbers worth logging; progress runs from 0 to 1."""

    def save(self, path: Path, tensors: dict[str, Tensor], notes: dict[str, object]) -> None:
        """Write the weights file."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options every training command has."""
    parser.add_argument("--out", type=Path, required=True, help="the weights file to write")
    parser.add_argument("--minutes", type=float, default=25.0, help="wall-clock budget over all resumed runs")
    parser.add_argument("--steps", type=int, help="end after so many steps instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--adam-lr", type=float)
    parser.add_argument("--save-minutes", type=float, default=3.0)
    parser.add_argument("--log-every", type=int, default=20)
    parser.add_argument("--fp32", action="store_true", help="no bf16 autocast")


def loop_config(chosen: argparse.Namespace) -> LoopConfig:
    """The loop's config from the shared options; `--steps` alone lifts the limit of minutes."""
    minutes = float("inf") if chosen.steps else chosen.minutes
    here, device = team(chosen.device)
    return LoopConfig(
        team=here,
        out=chosen.out,
        minutes=minutes,
        steps=chosen.steps,
        seed=chosen.seed,
        threads=chosen.threads,
        device=device,
        batch=chosen.batch,
        save_minutes=chosen.save_minutes,
        log_every=chosen.log_every,
        bf16=not chosen.fp32,
        optim=OptimConfig(lr=chosen.lr, adam_lr=chosen.adam_lr or chosen.lr),
    )


class Run:
    """A run in progress: the net, its running average, the optimisers, how far it is."""

    def __init__(self, task: Task, config: LoopConfig) -> None:
        self.task, self.config = task, config
        self.averaged = {name: value.detach().clone() for name, value in task.net.state_dict().items()}
        self.optimisers = optimisers(task.net, config.optim)
        self.step, self.seconds = 0, 0.0
        self.state_path = config.out.with_suffix(".state")
        if self.state_path.is_file():
            self._resume()

    @property
    def progress(self) -> float:
        """The share of the budget that is spent."""
        by_steps = self.step / self.config.steps if self.config.steps else 0.0
        return min(1.0, max(by_steps, self.seconds / 60 / self.config.minutes))

    def advance(self) -> dict[str, float]:
        """One step: batch, backward, both optimisers, average."""
        progress, net, config = self.progress, self.task.net, self.config
        generator = torch.Generator().manual_seed(config.seed * 1_000_003 + self.step * config.team.size + config.team.rank)
        with torch.autocast(config.device.split(":")[0], torch.bfloat16, enabled=config.bf16):
            loss, numbers = self.task.loss(generator, progress)
        loss.backward()
        config.team.average(net.parameters())
        norm = nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], config.optim.clip)
        share = lr_share(progress, config.warmup)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["full_lr"] * share
            if torch.isfinite(norm):
                optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self._average()
        return {"loss": float(loss.detach()), "norm": float(norm), **numbers}

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(self.config.average, (1 + self.step) / (10 + self.step))
        for name, value in self.task.net.state_dict().items():
            if value.is_floating_point():
                self.averaged[name].lerp_(value, 1 - decay)

    def save(self) -> None:
        """Write the averaged weights and the state to go on from; in a team the first process does."""
        if not self.config.team.leads:
            return
        notes: dict[str, object] = {
            "steps": self.step,
            "samples": self.step * self.config.batch * self.config.team.size,
            "seconds": round(self.seconds),
        }
        notes["loop"] = json.loads(json.dumps(asdict(self.config) | {"out": self.config.out.name}, default=str))
        self.task.save(self.config.out, self.averaged, notes)
        tensors = {f"net.{name}": value for name, value in self.task.net.state_dict().items()}
        tensors |= {f"averaged.{name}": value for name, value in self.averaged.items()}
        for n, optimiser in enumerate(self.optimisers):
            for row, parts in optimiser.state_dict()["state"].items():
                tensors |= {f"optimiser.{n}.{row}.{name}": value for name, value in parts.items()}
        tensors = {name: value.cpu().contiguous().clone() for name, value in tensors.items()}
        words = {"step": str(self.step), "seconds": str(self.seconds)}
        write_bytes(self.state_path, safetensors.torch.save(tensors, words))

    def _resume(self) -> None:
        words = read_header(self.state_path)["__metadata__"]
        tensors = safetensors.torch.load_file(self.state_path, self.config.device)
        self.task.net.load_state_dict(_under(tensors, "net."))
        self.averaged = _under(tensors, "averaged.")
        for n, optimiser in enumerate(self.optimisers):
            rows: dict[int, dict[str, Tensor]] = {}
            for name, value in _under(tensors, f"optimiser.{n}.").items():
                row, part = name.split(".", 1)
                rows.setdefault(int(row), {})[part] = value
            optimiser.load_state_dict({"state": rows, "param_groups": optimiser.state_dict()["param_groups"]})
        self.step, self.seconds = int(words["step"]), float(words["seconds"])


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def lr_share(progress: float, warmup: float) -> float:
    """The share of the full learning rate: up over `warmup` of the budget, then linearly down to (almost) zero."""
    return max(1e-3, min((progress + 1e-4) / warmup if warmup else 1.0, (1 - progress) / (1 - warmup)))


def train(task: Task, config: LoopConfig, after: Callable[[Run], None] | None = None) -> Run:
    """Run (or go on with) a task until its budget is spent; `after` is called once before the last save."""
    torch.set_num_threads(config.threads)
    keep_memory()
    task.net.train()
    run = Run(task, config)
    saved = logged = run.seconds
    config.out.parent.mkdir(parents=True, exist_ok=True)
    while run.progress < 1 and run.step != config.stop_after:
        start = time.monotonic()
        numbers = run.advance()
        run.seconds = config.team.agreed(run.seconds + time.monotonic() - start)
        if run.step % config.log_every == 0 or run.step == 1:
            _log(run, numbers, run.seconds - logged)
            logged = run.seconds
        if run.seconds - saved > 60 * config.save_minutes:
            run.save()
            saved = run.seconds
    if after is not None:
        after(run)
    run.save()
    return run


def keep_memory() -> None:
    """Ask glibc to keep freed memory: big blocks handed back and forth cost a tenth of a step in page faults."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
        libc.mallopt(-1, (1 << 31) - 1)  # M_TRIM_THRESHOLD


def _log(run: Run, numbers: dict[str, float], seconds: float) -> None:
    if not run.config.team.leads:
        return
    rate = run.config.log_every * run.config.batch * run.config.team.size / max(seconds, 1e-9)
    line = {"step": run.step, "minutes": round(run.seconds / 60, 2), "samples_per_hour": round(3600 * rate)}
    line |= {name: round(value, 5) for name, value in numbers.items()}
    text = json.dumps(line)
    print(text, flush=True)
    with run.config.out.with_suffix(".jsonl").open("a") as file:
        file.write(text + os.linesep)
