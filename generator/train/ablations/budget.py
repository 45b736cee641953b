"""What both arms of an ablation are given alike: minutes of the first, as many samples for the second, one seed, one rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from generator.train.loop import LoopConfig, Run, Task, train
from generator.train.optim import OptimConfig


@dataclass(frozen=True)
class Budget:
    """`minutes` of the arm that is trained first, or so many `steps` of every arm; batch, seed, threads, rates of both optimisers."""

    minutes: float
    batch: int
    lr: float
    adam_lr: float
    seed: int = 1
    threads: int = 1
    steps: int | None = None

    def after(self, first: Trained) -> Budget:
        """What the second arm gets: the samples of the first, however long they take."""
        return Budget(self.minutes, self.batch, self.lr, self.adam_lr, self.seed, self.threads, first.steps)


@dataclass(frozen=True)
class Trained:
    """What an arm cost: steps of a batch, samples, minutes, parameters that learned."""

    steps: int
    samples: int
    minutes: float
    parameters: int

    def told(self, arm: str, what: str) -> dict[str, object]:
        """As a line of a table."""
        return {"arm": arm, "trained": what, "minutes": round(self.minutes, 1), "samples": self.samples, "parameters": self.parameters}


def spend(task: Task, budget: Budget, out: Path, after: Callable[[Run], None] | None = None) -> Trained:
    """Train an arm (or go on with it) and leave the averaged weights in its net."""
    minutes = float("inf") if budget.steps else budget.minutes
    optim = OptimConfig(lr=budget.lr, adam_lr=budget.adam_lr)
    config = LoopConfig(
        out, minutes, budget.steps, seed=budget.seed, threads=budget.threads, batch=budget.batch, save_minutes=2.0, optim=optim
    )
    learned = sum(p.numel() for p in task.net.parameters() if p.requires_grad)
    run = train(task, config, after)
    task.net.load_state_dict(run.averaged)
    task.net.eval().requires_grad_(False)
    return Trained(run.step, run.step * budget.batch, run.seconds / 60, learned)


def seeded(seed: int) -> None:
    """The same beginning for every arm."""
    torch.manual_seed(seed)
