"""VideoDiT: the video diffusion transformer, in the exact block form and key layout of Wan (Wan team, 2025).

A state dict of diffusers' WanTransformer3DModel (text-to-video form) loads unchanged. Beyond Wan, and off by default:
one vector of numbers per latent frame and how far a step goes, added to its time embedding, a first guess and a pose sketch,
added to the tokens, identity references (see identity.py), and several shots in one sequence (see multi_shot.py).
The residual stream, norms and modulation stay in fp32; linear layers may run in bf16 under autocast.

Three phases: `words` makes what a text needs once (its keys and values in every block), `prepare` what a window needs once
(rotations, numbers, anchor, sketch), `velocity` takes one step.

Letters: B batch, C latent channels, G latent frames, y x latent cells, S tokens, s tokens of one latent frame,
D width, A heads, K = 128 head width, L text places, T text width, N numbers per latent frame, R reference tokens.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.attention import attend
from generator.nets.rope import positions, rotate, rotations
from generator.nets.shapes import LatentShape, TokenGrid

if TYPE_CHECKING:
    from generator.nets.multi_shot import Together


@dataclass(frozen=True)
class VideoDiTConfig:
    """Sizes of the net, under diffusers' names; `numbers` is the width of the per-frame vector (0: none), `anchor` says
    whether a first guess of the clip is shown to the net beside the noisy latents, `pose` how many maps of a pose sketch
    are (0: none), `far` whether the net is told where a step ends (an any-step flow map: see flow.py)."""

    num_layers: int = 8
    num_attention_heads: int = 2
    attention_head_dim: int = 128
    ffn_dim: int = 1024
    in_channels: int = 16
    out_channels: int = 16
    text_dim: int = 256
    freq_dim: int = 256
    patch_size: tuple[int, int, int] = (1, 2, 2)
    eps: float = 1e-6
    numbers: int = 0
    anchor: bool = False
    pose: int = 0
    far: bool = False

    @property
    def dim(self) -> int:
        return self.num_attention_heads * self.attention_head_dim


class KeysValues(NamedTuple):
    """Keys and values (B, A, tokens, K) of one block."""

    keys: Tensor
    values: Tensor


class References(NamedTuple):
    """Keys and values of all reference tokens, per block, the bias on their logits, (B or 1, R) or per token of the clip
    (B or 1, S, R) (log strength, and where the subject is not), and whose token each is (R,): the subject's place from 0."""

    blocks: tuple[KeysValues, ...]
    bias: Tensor
    slots: Tensor


class Hints(NamedTuple):
    """What is told of a window beside its words: numbers (B, G, N), an anchor (B, C, G, y, x), a pose sketch (B, P, G, y, x),
    and references. None for what is not told."""

    numbers: Tensor | None = None
    anchor: Tensor | None = None
    pose: Tensor | None = None
    references: References | None = None


NO_HINTS = Hints()


@dataclass(frozen=True)
class Prepared:
    """All that stays the same over the steps of a window. `shown` (B, G, s, D): anchor and sketch, added to the tokens; `together`: whose
    the tokens are, where they are several shots', with each one's text and references."""

    grid: TokenGrid
    text: tuple[KeysValues, ...]
    cos: Tensor
    sin: Tensor
    numbers: Tensor | None = None
    shown: Tensor | None = None
    references: References | None = None
    together: Together | None = None


class Attention(nn.Module):
    """Projections of an attention layer; q and k are RMS-normed over all heads together."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.heads = config.num_attention_heads
        self.to_q, self.to_k, self.to_v = (nn.Linear(config.dim, config.dim) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(config.dim, config.dim)])
        self.norm_q = nn.RMSNorm(config.dim, eps=config.eps)
        self.norm_k = nn.RMSNorm(config.dim, eps=config.eps)

    def split(self, x: Tensor) -> Tensor:
        return rearrange(x, "b s (a k) -> b s a k", a=self.heads)  # (B, S, A, K)

    def query(self, x: Tensor, extra: Tensor | float = 0.0) -> Tensor:
        return self.split(self.norm_q((self.to_q(x) + extra).float()))  # (B, S, A, K)

    def key(self, x: Tensor, extra: Tensor | float = 0.0) -> Tensor:
        return self.split(self.norm_k((self.to_k(x) + extra).float()))  # (B, S, A, K)

    def out(self, mixed: Tensor) -> Tensor:
        return self.to_out[0](rearrange(mixed, "b a s k -> b s (a k)"))  # (B, S, D)


class Activation(nn.Module):
    """First half of the feed-forward net: linear, tanh-GELU (the key is net.0.proj)."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.proj(x), approximate="tanh")  # (B, S, hidden)


class FeedForward(nn.Module):
    """Two linear layers with a tanh-GELU between (keys net.0.proj and net.2)."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.net = nn.ModuleList([Activation(width, hidden), nn.Identity(), nn.Linear(hidden, width)])

    def forward(self, x: Tensor) -> Tensor:
        return self.net[2](self.net[0](x))  # (B, S, D)


class Block(nn.Module):
    """Self-attention, cross-attention to the text, feed-forward; the first and last are modulated by time."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.eps = config.eps
        self.attn1, self.attn2 = Attention(config), Attention(config)
        self.norm2 = nn.LayerNorm(config.dim, config.eps)
        self.ffn = FeedForward(config.dim, config.ffn_dim)
        self.scale_shift_table = nn.Parameter(torch.randn(1, 6, config.dim) / config.dim**0.5)

    def modulation(self, time: Tensor) -> tuple[Tensor, ...]:
        """Shift, scale, gate of attention and of the feed-forward, (B, G, 1, D) each, from time (B, G, 6, D)."""
        return tuple((self.scale_shift_table + time).unsqueeze(3).unbind(2))

    def self_attention(self, x: Tensor, made: Prepared, layer: int) -> Tensor:
        q = rotate(self.attn1.query(x), made.cos, made.sin)  # (B, S, A, K)
        k = rotate(self.attn1.key(x), made.cos, made.sin)  # (B, S, A, K)
        v = self.attn1.split(self.attn1.to_v(x))  # (B, S, A, K)
        q, k, v = (rearrange(part, "b s a k -> b a s k") for part in (q, k, v))  # (B, A, S, K)
        if made.together is not None:
            return self.attn1.out(made.together.among(q, k, v, layer))  # (B, S, D)
        if made.references is None:
            return self.attn1.out(attend(q, k, v))  # (B, S, D)
        more, bias = made.references.blocks[layer], made.references.bias
        k = torch.cat([k, more.keys.to(k.dtype).expand(len(k), -1, -1, -1)], dim=2)  # (B, A, S + R, K)
        v = torch.cat([v, more.values.to(v.dtype).expand(len(v), -1, -1, -1)], dim=2)  # (B, A, S + R, K)
        return self.attn1.out(attend(q, k, v, F.pad(bias, (x.shape[1], 0))))  # (B, S, D); the clip's own keys have no bias

    def cross_attention(self, x: Tensor, made: Prepared, layer: int) -> Tensor:
        if made.together is not None:
            return self.attn2.out(made.together.said(self.attn2.query(x), layer))  # (B, S, D)
        q = rearrange(self.attn2.query(x), "b s a k -> b a s k")  # (B, A, S, K)
        return self.attn2.out(attend(q, *made.text[layer]))  # (B, S, D)

    def text_keys(self, text: Tensor) -> KeysValues:
        k = rearrange(self.attn2.key(text), "b l a k -> b a l k")  # (B, A, L, K)
        v = rearrange(self.attn2.split(self.attn2.to_v(text)), "b l a k -> b a l k")  # (B, A, L, K)
        return KeysValues(k, v)

    def forward(self, x: Tensor, time: Tensor, made: Prepared, layer: int) -> Tensor:
        shift1, scale1, gate1, shift2, scale2, gate2 = self.modulation(time)  # (B, G, 1, D) each
        a = modulate(self.norm(x), shift1, scale1)  # (B, G, s, D)
        a = self.self_attention(a.flatten(1, 2), made, layer)  # (B, S, D)
        x = x + a.float().view_as(x) * gate1  # (B, G, s, D)
        a = self.norm2(x).flatten(1, 2)  # (B, S, D)
        x = x + self.cross_attention(a, made, layer).float().view_as(x)  # (B, G, s, D)
        a = self.ffn(modulate(self.norm(x), shift2, scale2))  # (B, G, s, D)
        return x + a.float() * gate2  # (B, G, s, D)

    def norm(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], eps=self.eps)


def modulate(x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
    """x (B, G, s, D) scaled and shifted per latent frame."""
    return torch.addcmul(shift, x, 1 + scale)


class TwoLinear(nn.Module):
    """Two linear layers named as in diffusers, with an activation between."""

    def __init__(self, inputs: int, width: int, activation: str) -> None:
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(inputs, width), nn.Linear(width, width)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        a = self.linear_1(x)  # (..., D)
        a = F.silu(a) if self.activation == "silu" else F.gelu(a, approximate="tanh")  # (..., D)
        return self.linear_2(a)  # (..., D)


class ConditionEmbedder(nn.Module):
    """Time and text embeddings."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.freq_dim = config.freq_dim
        self.time_embedder = TwoLinear(config.freq_dim, config.dim, "silu")
        self.time_proj = nn.Linear(config.dim, 6 * config.dim)
        self.text_embedder = TwoLinear(config.text_dim, config.dim, "gelu")
        self.delta_embedder = TwoLinear(config.freq_dim, config.dim, "silu") if config.far else None

    def waves(self, sigma: Tensor) -> Tensor:
        half = self.freq_dim // 2
        exponents = -math.log(10000.0) * torch.arange(half, device=sigma.device, dtype=torch.float32) / half  # (half,)
        angles = (1000 * sigma.float())[..., None] * exponents.exp()  # (B, G, half)
        return torch.cat([angles.cos(), angles.sin()], dim=-1)  # (B, G, freq_dim)

    def time(self, sigma: Tensor, until: Tensor | None = None) -> Tensor:
        """Embedding (B, G, D) of where a step begins and, for a net that is told, where it ends (None: at once)."""
        time: Tensor = self.time_embedder(self.waves(sigma))  # (B, G, D)
        if self.delta_embedder is not None:
            time = time + self.delta_embedder(self.waves(sigma - (sigma if until is None else until)))  # (B, G, D)
        return time


class VideoDiT(nn.Module):
    """The transformer. Latents and velocities are (B, C, G, y, x); sigmas are (B, G)."""

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

    def patches(self, latents: Tensor) -> Tensor:
        """Latents (B, C, G, y, x) to tokens (B, G, s, D): the patch embedding as one linear layer."""
        weight = self.patch_embedding.weight.flatten(1)  # (D, C p q r)
        return F.linear(self.cut(latents), weight, self.patch_embedding.bias).float()  # (B, G, s, D)

    def cut(self, latents: Tensor) -> Tensor:
        """Latents (B, C, G, y, x) cut into patches (B, G, s, C p q r)."""
        p, q, r = self.config.patch_size
        return rearrange(latents, "b c (g p) (y q) (x r) -> b g (y x) (c p q r)", p=p, q=q, r=r)

    def words(self, text: Tensor) -> tuple[KeysValues, ...]:
        """Keys and values of text states (B, L, T) in every block."""
        states = self.condition_embedder.text_embedder(text)  # (B, L, D)
        return tuple(block.text_keys(states) for block in self.layers)

    def prepare(self, shape: LatentShape, words: tuple[KeysValues, ...], hints: Hints = NO_HINTS) -> Prepared:
        """What a window of `shape` needs once, beside its `words`."""
        grid, device = shape.tokens(self.config.patch_size), words[0].keys.device
        cos, sin = rotations(positions(grid), self.config.attention_head_dim)  # (S, K / 2) each
        added = shown = None
        if hints.numbers is not None and self.numbers_embedder is not None:
            added = self.numbers_embedder(hints.numbers).float()  # (B, G, D)
        for maps, embedding in ((hints.anchor, self.anchor_embedding), (hints.pose, self.pose_embedding)):
            if maps is not None and embedding is not None:
                more = embedding(self.cut(maps)).float()  # (B, G, s, D)
                shown = more if shown is None else shown + more
        return Prepared(grid, words, cos.to(device), sin.to(device), added, shown, hints.references)

    def velocity(self, x: Tensor, sigma: Tensor, made: Prepared, until: Tensor | None = None) -> Tensor:
        """One evaluation at noisy latents x (B, C, G, y, x) and per-frame sigmas (B, G); `until`: where the step ends."""
        time = self.condition_embedder.time(sigma, until).float()  # (B, G, D)
        if made.numbers is not None:
            time = time + made.numbers  # (B, G, D)
        steps = self.condition_embedder.time_proj(F.silu(time)).float().unflatten(-1, (6, -1))  # (B, G, 6, D)
        tokens = self.patches(x)  # (B, G, s, D)
        if made.shown is not None:
            tokens = tokens + made.shown  # (B, G, s, D)
        for layer, block in enumerate(self.layers):
            tokens = block(tokens, steps, made, layer)  # (B, G, s, D)
        shift, scale = (self.scale_shift_table + time[:, :, None]).unsqueeze(3).unbind(2)  # (B, G, 1, D) each
        a = modulate(F.layer_norm(tokens, tokens.shape[-1:], eps=self.config.eps), shift, scale)  # (B, G, s, D)
        p, q, r = self.config.patch_size
        return rearrange(  # (B, C, G, y, x)
            self.proj_out(a).float(),
            "b g (y x) (p q r c) -> b c (g p) (y q) (x r)",
            y=made.grid.rows,
            p=p,
            q=q,
            r=r,
        )
