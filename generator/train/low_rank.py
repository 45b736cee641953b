"""What is trained beside a frozen net of Wan: a low-rank pair for each linear layer of its blocks, written as diffusers writes LoRAs.

Letters: O outputs, I inputs, r rank.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from generator.nets.dit_block import Block
from generator.nets.dit_values import Prepared
from generator.nets.identity import IdentityAdapter
from generator.nets.video_dit import VideoDiT
from generator.nets.weights import write_bytes


class Frugal(VideoDiT):
    """The net as it is, which keeps of a step only what goes into each block, and counts the block once more on the way back."""

    def through(self, block: Block, layer: int, tokens: Tensor, steps: Tensor, made: Prepared) -> Tensor:
        if not torch.is_grad_enabled():
            return super().through(block, layer, tokens, steps, made)  # (B, G, s, D)
        found: Tensor = checkpoint(super().through, block, layer, tokens, steps, made, use_reentrant=False)
        return found  # (B, G, s, D)


class Pair(nn.Module):
    """x A' B', with B starting at zero."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.lora_A = nn.Parameter(torch.randn(rank, layer.in_features) / layer.in_features**0.5)
        self.lora_B = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(F.linear(x.to(self.lora_A.dtype), self.lora_A), self.lora_B)  # (..., O)


class LowRanks(nn.Module):
    """A pair for every linear layer of the blocks of `net`, at work there. Their scale is 1."""

    def __init__(self, net: VideoDiT, rank: int) -> None:
        super().__init__()
        layers = {name: layer for name, layer in net.named_modules() if isinstance(layer, nn.Linear) and name.startswith("blocks.")}
        self.rank = rank
        self.pairs = nn.ModuleDict({name.replace(".", "/"): Pair(layer, rank) for name, layer in layers.items()})  # torch allows no dots here
        for name, layer in layers.items():
            layer.register_forward_hook(_adding(self.pairs[name.replace(".", "/")]))


def _adding(pair: nn.Module) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], Tensor]:
    def hook(_: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> Tensor:
        added: Tensor = pair(given[0])
        return made + added.to(made.dtype)  # (..., O)

    return hook


def write_lora(path: Path, net: LowRanks, tensors: Mapping[str, Tensor], notes: Mapping[str, Any]) -> None:
    """As diffusers reads it, in bf16: transformer.blocks.0.attn1.to_q.lora_A.weight; whole, or not there."""
    named = {}
    for name, tensor in tensors.items():
        module, _, half = name.removeprefix("pairs.").replace("/", ".").rpartition(".")
        named[f"transformer.{module}.{half}.weight"] = tensor
    targets = sorted({name.removeprefix("transformer.").rpartition(".lora_")[0] for name in named})
    told = {"transformer.r": net.rank, "transformer.lora_alpha": net.rank, "transformer.target_modules": targets}
    _write(path, named, {"lora_adapter_metadata": json.dumps(told)}, notes)


def write_stand_in(path: Path, tensors: Mapping[str, Tensor], notes: Mapping[str, Any]) -> None:
    """An identity adapter in the names of Stand-In, in bf16; it knows one subject, so the slots' vectors, which stay zero, are left out."""
    named = {}
    for name, tensor in tensors.items():
        if name != "slots":
            _, block, part, side = name.split(".")
            named[f"blocks.{block}.self_attn.{part}_loras.{side.removeprefix('lora_')}.weight"] = tensor
    _write(path, named, {}, notes)


def one_subject(adapter: IdentityAdapter) -> IdentityAdapter:
    """An adapter as Stand-In has it: its slot vectors stay as they are."""
    adapter.slots.requires_grad_(False)
    return adapter


def _write(path: Path, tensors: Mapping[str, Tensor], told: Mapping[str, str], notes: Mapping[str, Any]) -> None:
    kept = {name: tensor.detach().to("cpu", torch.bfloat16).contiguous() for name, tensor in sorted(tensors.items())}
    write_bytes(path, save(kept, metadata={"format": "pt", **told, "notes": json.dumps(notes, sort_keys=True)}))
