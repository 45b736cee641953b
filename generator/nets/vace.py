"""VACE (Jiang et al., 2025): a second, shorter row of blocks reads what the clip shall follow and hands a hint to some of the net's blocks.

What it is shown, frame by frame: what to keep and what to make anew (16 latent channels each) and where each is (64: the 8 x 8 pixels of a
latent cell). Reference pictures stand as frames of their own before the clip, and are cut off its latents at the end.

Letters: B batch, V = 96 control channels, G latent frames, y x latent cells, s tokens of one latent frame, D width.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch.nn.functional as F
from torch import Tensor, nn

from generator.nets.dit_block import Block
from generator.nets.dit_values import Prepared, VideoDiTConfig

if TYPE_CHECKING:
    from generator.nets.video_dit import VideoDiT


class VaceBlock(Block):
    """A block of the second row. The first takes in the clip's own tokens; every one has a way out to its hint."""

    def __init__(self, config: VideoDiTConfig, first: bool) -> None:
        super().__init__(config)
        self.proj_in = nn.Linear(config.dim, config.dim) if first else None
        self.proj_out = nn.Linear(config.dim, config.dim)

    def starting(self, control: Tensor, tokens: Tensor) -> Tensor:
        """Control (B, G, s, D), with the clip's tokens added in the first block."""
        return control if self.proj_in is None else self.proj_in(control).float() + tokens  # (B, G, s, D)


def vace_blocks(config: VideoDiTConfig) -> nn.ModuleList:
    """The second row. ValueError where the layers to be told are not those of this net, in order, from the first."""
    layers = config.vace_layers
    if layers and (layers[0] != 0 or layers[-1] >= config.num_layers or list(layers) != sorted(set(layers))):
        raise ValueError(f"hints go to layers that begin with 0 and rise to at most {config.num_layers - 1}, given {list(layers)}")
    return nn.ModuleList(VaceBlock(config, first=number == 0) for number in range(len(layers)))


def control_tokens(dit: VideoDiT, latents: Tensor, frames: int) -> Tensor:
    """Control latents (B, V, G or fewer, y, x) as tokens (B, G, s, D) of a clip of `frames`; frames of which nothing is shown are zero."""
    if dit.vace_patch_embedding is None:
        raise ValueError("this net takes no control: it has no VACE blocks")
    tokens = dit.embedded(dit.vace_patch_embedding, latents)  # (B, G or fewer, s, D)
    if tokens.shape[1] > frames:
        raise ValueError(f"the control has {tokens.shape[1]} latent frames, the clip {frames}")
    return F.pad(tokens, (0, 0, 0, 0, 0, frames - tokens.shape[1]))  # (B, G, s, D)


def vace_hints(dit: VideoDiT, tokens: Tensor, steps: Tensor, made: Prepared) -> dict[int, Tensor]:
    """The hint (B, G, s, D) of each layer that gets one, from the clip's tokens (B, G, s, D) before the first block."""
    if made.control is None:
        return {}
    control, alone = made.control, replace(made, references=None)  # references are the clip's: the second row was never shown any
    hints = {}
    blocks = (block for block in dit.vace_blocks if isinstance(block, VaceBlock))  # one after another, as streamed ones come
    for number, (layer, block, strength) in enumerate(zip(dit.config.vace_layers, blocks, made.strengths, strict=True)):
        control = dit.through(block, dit.config.num_layers + number, block.starting(control, tokens), steps, alone)  # (B, G, s, D)
        hints[layer] = block.proj_out(control).float() * strength  # (B, G, s, D)
    return hints
