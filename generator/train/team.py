"""Training with several processes: on two cores, on several GPUs, on several machines.

    torchrun --standalone --nproc_per_node 2 -m generator.train.dit ...        # two cores: --threads 1
    accelerate launch --num_processes 4 -m generator.train.dit --device cuda ...

Every process draws its own batches; gradients are averaged before a step, so that all nets stay the same. Who is in the team and
how they talk (gloo on CPUs, nccl on GPUs) is found by accelerate; one process alone needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class Team:
    """This process's place among `size`; the first one writes files."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def average(self, params: Iterable[nn.Parameter]) -> None:
        """Put the mean over the team into every gradient (missing ones count as zero): one message."""
        if self.size == 1:
            return
        learning = [p for p in params if p.requires_grad]
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in learning])
        torch.distributed.all_reduce(flat)
        for p, part in zip(learning, flat.div_(self.size).split([p.numel() for p in learning]), strict=True):
            p.grad = part.view_as(p)

    def agreed(self, value: float) -> float:
        """The first process's value, for everyone: clocks differ."""
        if self.size == 1:
            return value
        told = torch.tensor([value], dtype=torch.float64)
        told = told.cuda() if torch.distributed.get_backend() == "nccl" else told
        torch.distributed.broadcast(told, 0)
        return float(told)


def team(device: str) -> tuple[Team, str]:
    """This process's team and the device it computes on; alone unless a launcher started it."""
    if not torch.distributed.is_available() or not _launched():
        return Team(), device
    from accelerate import PartialState

    state = PartialState(cpu=device == "cpu")
    return Team(state.process_index, state.num_processes), "cpu" if state.device.type == "cpu" else str(state.device)


def _launched() -> bool:
    """Whether torchrun or accelerate started this process."""
    return torch.distributed.is_torchelastic_launched()

