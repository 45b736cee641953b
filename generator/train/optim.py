"""Muon for hidden matrices, AdamW for the rest (embeddings, first and last layers, norms, tables, biases).

Muon (Jordan, 2024): the momentum of a matrix is replaced by its nearest semi-orthogonal one, found by five
Newton-Schulz steps; scaled by 0.2 sqrt(longer side) (Liu et al., 2025, arXiv 2502.16982) one learning rate serves both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

_ADAM_NAMES = ("embedding", "embedder", "conv_in", "conv_out", "proj_out", "scale_shift_table", "slots", "lora_")


@dataclass(frozen=True)
class OptimConfig:
    """Learning rate of both optimisers, momentum of Muon, weight decay (decoupled)."""

    lr: float = 2e-3
    adam_lr: float = 2e-3
    momentum: float = 0.95
    weight_decay: float = 0.01
    clip: float = 1.0


class Muon(torch.optim.Optimizer):
    """Muon over matrices; kernels of more than two axes are taken as (out, everything else)."""

    def __init__(self, params: Iterable[nn.Parameter], lr: float, momentum: float, weight_decay: float) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                momentum = state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(momentum, group["momentum"])
                matrix = orthogonal(update.reshape(len(update), -1))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(matrix.view_as(p), alpha=-group["lr"] * 0.2 * max(matrix.shape) ** 0.5)


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """About the nearest semi-orthogonal matrix to `matrix` (rows, columns), by a quintic Newton-Schulz iteration."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.mT if tall else matrix).to(torch.bfloat16)
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).to(matrix.dtype)


def optimisers(net: nn.Module, config: OptimConfig) -> list[torch.optim.Optimizer]:
    """Muon and AdamW over the trainable parameters of `net`; either may be left out when it has nothing to do."""
    named = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
    hidden = [p for name, p in named if p.ndim >= 2 and not any(word in name for word in _ADAM_NAMES)]
    chosen = {id(p) for p in hidden}
    rest = [p for _, p in named if id(p) not in chosen]
    made: list[torch.optim.Optimizer] = []
    if hidden:
        made.append(Muon(hidden, config.lr, config.momentum, config.weight_decay))
    if rest:
        made.append(torch.optim.AdamW(rest, config.adam_lr, (0.9, 0.98), 1e-8, config.weight_decay))
    for optimiser in made:
        for group in optimiser.param_groups:
            group["full_lr"] = group["lr"]
    return made
