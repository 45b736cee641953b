"""Identity references: pictures of the subjects as extra tokens of the self-attention (Stand-In, CVPR 2026, geometry).

Subject k's picture is a one-frame latent through the net's own patch embedding, at sigma 0, with rotary frame -k and
rows and columns beyond the picture. Only these tokens pass through low-rank additions to q, k, v (up matrices start at
zero) and get a vector per slot. A reference attends to itself alone, so its keys and values do not depend on the clip:
compute them once and keep them. Without a reference the net is the base net, bit for bit. A portrait acts where and
when its subject is seen (`within`), so that two portraits do not mix. Published Stand-In weights are read by `stand_in`.

Letters: B batch, C latent channels, y x latent cells, R tokens of one reference, S tokens of the clip, D width, A heads, K head width, r rank.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.attention import attend
from generator.nets.dit_block import modulate
from generator.nets.rope import positions, rotate, rotations
from generator.nets.shapes import LatentShape, TokenGrid
from generator.nets.video_dit import KeysValues, References, VideoDiT, VideoDiTConfig
from generator.nets.weights import fit

NOTHING = 1e-9


@dataclass(frozen=True)
class IdentityConfig:
    """Rank of the additions and the number of slots (subjects) they know."""

    rank: int = 8
    slots: int = 4


class LowRank(nn.Module):
    """x down up, with up starting at zero."""

    def __init__(self, width: int, rank: int) -> None:
        super().__init__()
        self.lora_down = nn.Parameter(torch.randn(rank, width) / rank)
        self.lora_up = nn.Parameter(torch.zeros(width, rank))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(F.linear(x, self.lora_down), self.lora_up)  # (B, R, D)


class IdentityAdapter(nn.Module):
    """The low-rank additions of all blocks and the slot vectors."""

    def __init__(self, config: IdentityConfig, dit: VideoDiTConfig) -> None:
        super().__init__()
        self.slots = nn.Parameter(torch.zeros(config.slots, dit.dim))
        self.blocks = nn.ModuleList(
            nn.ModuleDict({name: LowRank(dit.dim, config.rank) for name in ("q", "k", "v")})
            for _ in range(dit.num_layers)
        )

    def is_trained(self) -> bool:
        """False while the adapter is as it was made: the base net has never seen a reference then."""
        return any(bool(p.any()) for name, p in self.named_parameters() if "lora_down" not in name)

    def reference(self, dit: VideoDiT, latent: Tensor, slot: int, grid: TokenGrid) -> tuple[KeysValues, ...]:
        """Keys and values per block of slot `slot` (from 1) for latents (B, C, 1, y, x), beside clips of `grid`."""
        own = LatentShape(*latent.shape[2:]).tokens(dit.config.patch_size)
        place = positions(own, (-slot, grid.rows, grid.columns))
        turn = [part.to(latent.device) for part in rotations(place, dit.config.attention_head_dim)]
        steps = dit.condition_embedder.steps(dit.condition_embedder.time(torch.zeros(1, 1, device=latent.device)))  # (1, 1, 6, D)
        x = dit.patches(latent) + self.slots[slot - 1]  # (B, 1, R, D)
        made = []
        for block, added in zip(dit.layers, self.blocks, strict=True):
            low = dict(added.named_children())
            shift1, scale1, gate1, shift2, scale2, gate2 = block.modulation(steps)  # (1, 1, 1, D) each
            a = modulate(block.norm(x), shift1, scale1).flatten(1, 2)  # (B, R, D)
            q = rotate(block.attn1.query(a, low["q"](a)), *turn)  # (B, R, A, K)
            k = rotate(block.attn1.key(a, low["k"](a)), *turn)  # (B, R, A, K)
            v = block.attn1.split(block.attn1.to_v(a) + low["v"](a))  # (B, R, A, K)
            q, k, v = (rearrange(part, "b s a k -> b a s k") for part in (q, k, v))  # (B, A, R, K)
            made.append(KeysValues(k, v))
            x = x + block.attn1.out(attend(q, k, v)).float().view_as(x) * gate1  # (B, 1, R, D)
            x = x + block.ffn(modulate(block.norm(x), shift2, scale2)).float() * gate2  # (B, 1, R, D)
        return tuple(made)


STAND_IN = re.compile(r"(?:model\.|diffusion_model\.)*blocks\.(\d+)\.self_attn\.([qkv])_loras\.(down|up)\.weight")


def stand_in(tensors: Mapping[str, Tensor], dit: VideoDiTConfig) -> IdentityAdapter:
    """The adapter of published Stand-In weights (one of Wan 2.1, one of each expert of Wan 2.2) for a net of these sizes, in fp32.

    They know one subject, ours in slot 1; slot vectors stay zero. ValueError where a name or a size is not this net's.
    """
    found = {name: STAND_IN.fullmatch(name) for name in tensors}
    strange = sorted(name for name, match in found.items() if match is None)
    ranks = {tensors[name].shape[0] for name, match in found.items() if match is not None and match[3] == "down"}
    if strange or len(ranks) != 1:
        raise ValueError(f"these are no Stand-In weights: unknown names {strange[:3]}, ranks {sorted(ranks)}")
    named = {f"blocks.{match[1]}.{match[2]}.lora_{match[3]}": tensors[name] for name, match in found.items() if match is not None}
    adapter = IdentityAdapter(IdentityConfig(rank=ranks.pop()), dit)
    fit(adapter, {"slots": adapter.slots.detach(), **named}, "the Stand-In file")
    return adapter.eval().requires_grad_(False)


def join_references(subjects: Sequence[tuple[KeysValues, ...]], strengths: Tensor) -> References | None:
    """All subjects' keys and values side by side, with strengths (B or 1, subjects): 1 is neutral, 0 switches off.

    A subject without strength in any clip is left out altogether; None if nobody is left.
    """
    kept = [n for n in range(len(subjects)) if bool((strengths[:, n] > 0).any())]
    if not kept:
        return None
    blocks = tuple(
        KeysValues(torch.cat([kv.keys for kv in same], dim=2), torch.cat([kv.values for kv in same], dim=2))
        for same in zip(*(subjects[n] for n in kept), strict=True)
    )
    counts = torch.tensor([subjects[n][0].keys.shape[2] for n in kept], device=strengths.device)
    logs = strengths[:, kept].clamp(min=NOTHING).log()  # (B, kept)
    slots = torch.tensor(kept, device=strengths.device).repeat_interleave(counts)
    return References(blocks, logs.repeat_interleave(counts, dim=1), slots)


def within(references: References | None, inside: Tensor) -> References | None:
    """The references with their bias per token of the clip: where `inside` (B, slots, S) is False a subject's portrait is
    not seen."""
    if references is None:
        return None
    apart = torch.where(inside[:, references.slots], 0.0, math.log(NOTHING))  # (B, R, S)
    return references._replace(bias=references.bias[:, None] + rearrange(apart, "b r s -> b s r"))
