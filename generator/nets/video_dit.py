"""VideoDiT: the video diffusion transformer, in the exact block form and key layout of Wan (Wan team, 2025).

A state dict of diffusers' Wan classes loads unchanged: text-to-video, image-to-video (further channels, CLIP's states, first and last
frame), a time per frame, VACE (vace.py) and AnyFlow. Beyond Wan, and off by default: one vector of numbers per latent frame, added to its
time embedding, a first guess and a pose sketch, added to the tokens, identity references (identity.py), and several shots in one sequence
(multi_shot.py). The residual stream, norms and modulation stay in fp32; linear layers may run in bf16 under autocast.

Three phases: `words` (and `pictures`) makes what a text needs once (its keys and values in every block), `prepare` what a window needs once
(rotations, numbers, anchor, sketch, control), `velocity` takes one step.

Letters: B batch, C latent channels, G latent frames, y x latent cells, S tokens, s tokens of one latent frame,
D width, A heads, K = 128 head width, L text places, T text width, N numbers per latent frame, R reference tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.dit_block import Block, modulate
from generator.nets.dit_conditions import ConditionEmbedder, TwoLinear, as_given, in_full, without_pads
from generator.nets.dit_values import NO_HINTS, Control, Hints, KeysValues, Prepared, References, VideoDiTConfig
from generator.nets.rope import positions, rotations
from generator.nets.shapes import LatentShape
from generator.nets.vace import control_tokens, vace_blocks, vace_hints

__all__ = ["Block", "Control", "Hints", "KeysValues", "Prepared", "References", "VideoDiT", "VideoDiTConfig"]


class VideoDiT(nn.Module):
    """The transformer. Latents and velocities are (B, C, G, y, x); sigmas are (B, G), or (B, 1) for one of all frames."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.config = config
        self.patch_embedding = nn.Conv3d(config.in_channels, config.dim, config.patch_size, config.patch_size)
        self.condition_embedder = ConditionEmbedder(config)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.num_layers))
        patch = config.patch_size[0] * config.patch_size[1] * config.patch_size[2]
        self.proj_out = nn.Linear(config.dim, config.out_channels * patch)
        self.scale_shift_table = nn.Parameter(torch.randn(1, 2, config.dim) / config.dim**0.5)
        self.numbers_embedder = TwoLinear(config.numbers, config.dim, "silu") if config.numbers else None
        self.anchor_embedding = nn.Linear(config.in_channels * patch, config.dim) if config.anchor else None
        self.pose_embedding = nn.Linear(config.pose * patch, config.dim) if config.pose else None
        self.vace_blocks = vace_blocks(config)
        shown = nn.Conv3d(config.vace_channels, config.dim, config.patch_size, config.patch_size) if config.vace_layers else None
        self.vace_patch_embedding = shown
        self.compiled = False
        self.start_small()

    def start_small(self) -> None:
        """Zero the last layer and what numbers, sketch and length of a step add: training starts from the preconditioned guess."""
        delta = self.condition_embedder.delta_embedder
        last = [self.proj_out, self.pose_embedding]
        last += [embedder.linear_2 for embedder in (self.numbers_embedder, delta) if embedder is not None]
        for layer in last:
            if layer is not None:
                nn.init.zeros_(layer.weight)
                nn.init.zeros_(layer.bias)

    @property
    def layers(self) -> Iterator[Block]:
        """The blocks, typed, one after another: a streamed one is in place for as long as it is its turn (see streaming.py)."""
        return (block for block in self.blocks if isinstance(block, Block))

    @property
    def readers(self) -> Iterator[Block]:
        """All blocks that read words and pictures, one after another: the net's own, then VACE's."""
        return (block for row in (self.blocks, self.vace_blocks) for block in row if isinstance(block, Block))

    def patches(self, latents: Tensor) -> Tensor:
        """Latents (B, C, G, y, x) to tokens (B, G, s, D)."""
        return self.embedded(self.patch_embedding, latents)

    def embedded(self, embedding: nn.Conv3d, latents: Tensor) -> Tensor:
        """Latents (B, C, G, y, x) to tokens (B, G, s, D): a patch embedding as one linear layer. ValueError for other channels."""
        if latents.shape[1] != embedding.in_channels:
            raise ValueError(f"this net reads latents of {embedding.in_channels} channels here, given {latents.shape[1]}")
        return F.linear(self.cut(latents), embedding.weight.flatten(1), embedding.bias).float()  # (B, G, s, D)

    def cut(self, latents: Tensor) -> Tensor:
        """Latents (B, C, G, y, x) cut into patches (B, G, s, C p q r)."""
        p, q, r = self.config.patch_size
        return rearrange(latents, "b c (g p) (y q) (x r) -> b g (y x) (c p q r)", p=p, q=q, r=r)

    def words(self, text: Tensor, lengths: Sequence[int] | None = None) -> tuple[KeysValues, ...]:
        """Keys and values of text states (B, L, T) in every block. With the `lengths` of the texts, the pads of each count as one key,
        exactly (`without_pads`)."""
        text, bias = (text, None) if lengths is None else without_pads(text, lengths)
        states = self.condition_embedder.text_embedder(text)  # (B, L, D)
        return tuple(block.text_keys(states, bias) for block in self.readers)

    def pictures(self, states: Tensor) -> tuple[KeysValues, ...]:
        """Keys and values in every block of CLIP's states (B, L, image_dim) of a picture, or of the first and the last frame one after
        the other. ValueError for a net that reads none."""
        if self.condition_embedder.image_embedder is None:
            raise ValueError("this net reads no pictures: it has no image branch")
        tokens = self.condition_embedder.image_embedder(states)  # (B, L, D)
        return tuple(block.picture_keys(tokens) for block in self.readers)

    def prepare(self, shape: LatentShape, words: tuple[KeysValues, ...], hints: Hints = NO_HINTS) -> Prepared:
        """What a window of `shape` needs once, beside its `words`."""
        grid, device = shape.tokens(self.config.patch_size), words[0].keys.device
        cos, sin = rotations(positions(grid), self.config.attention_head_dim)  # (S, K / 2) each
        added = shown = control = None
        if hints.numbers is not None and self.numbers_embedder is not None:
            added = self.numbers_embedder(hints.numbers).float()  # (B, G, D)
        for maps, embedding in ((hints.anchor, self.anchor_embedding), (hints.pose, self.pose_embedding)):
            if maps is not None and embedding is not None:
                more = embedding(self.cut(maps)).float()  # (B, G, s, D)
                shown = more if shown is None else shown + more
        strengths = (1.0,) * len(self.config.vace_layers)
        if hints.vace is not None:
            control = control_tokens(self, hints.vace.latents, grid.frames)  # (B, G, s, D)
            strengths = hints.vace.strengths or strengths
        made = Prepared(grid, words, cos.to(device), sin.to(device), added, shown, hints.references)
        return replace(made, image=hints.image, control=control, strengths=strengths, beside=hints.beside)

    def velocity(self, x: Tensor, sigma: Tensor, made: Prepared, until: Tensor | None = None) -> Tensor:
        """One evaluation at noisy latents x (B, C, G, y, x) and per-frame sigmas (B, G); `until`: where the step ends."""
        time = self.condition_embedder.time(sigma, until)  # (B, G, D)
        if made.numbers is not None:
            time = time + made.numbers  # (B, G, D)
        steps = self.condition_embedder.steps(time)  # (B, G, 6, D)
        tokens = self.patches(x if made.beside is None else torch.cat([x, made.beside.to(x.dtype)], dim=1))  # (B, G, s, D)
        if made.shown is not None:
            tokens = tokens + made.shown  # (B, G, s, D)
        hints = vace_hints(self, tokens, steps, made)
        for layer, block in enumerate(self.layers):
            tokens = self.through(block, layer, tokens, steps, made)  # (B, G, s, D)
            if layer in hints:
                tokens = tokens + hints[layer]  # (B, G, s, D)
        return self.last(tokens, time, made)

    def through(self, block: Block, layer: int, tokens: Tensor, steps: Tensor, made: Prepared) -> Tensor:
        """Tokens (B, G, s, D) after one block, the net's own or VACE's."""
        return block(tokens, steps, made.at(layer), 0) if self.compiled else block(tokens, steps, made, layer)

    def compile_blocks(self, **options: Any) -> None:
        """Have `torch.compile` make one block, for all of them, at the first step (`options` are its). Worth it on a GPU; on a CPU it is not."""
        for block in self.readers:
            block.compile(fullgraph=True, **options)
        self.compiled = True

    def last(self, tokens: Tensor, time: Tensor, made: Prepared) -> Tensor:
        """Tokens (B, G, s, D) after the last block to velocities (B, C, G, y, x)."""
        shift, scale = (self.scale_shift_table + time[:, :, None]).unsqueeze(3).unbind(2)  # (B, G, 1, D) each
        a = modulate(F.layer_norm(tokens, tokens.shape[-1:], eps=self.config.eps), shift, scale)  # (B, G, s, D)
        with in_full(tokens.device, self.config):
            out = as_given(self.proj_out, a).float()  # (B, G, s, p q r C)
        p, q, r = self.config.patch_size
        return rearrange(out, "b g (y x) (p q r c) -> b c (g p) (y q) (x r)", y=made.grid.rows, p=p, q=q, r=r)  # (B, C, G, y, x)
