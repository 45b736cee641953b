"""The other way to show a portrait: decoupled cross-attention (IP-Adapter, Ye et al., 2023) in place of tokens of the self-attention.

Every block's cross-attention answers the same queries twice, from the text and from the portraits, and adds the two; the portraits' keys and values have
projections of their own (low rank, so that as much is learned as in the product's adapter), those of the values zero at first. What a portrait is described
by is the same in both arms: its tokens on their way through the frozen blocks at sigma 0 (identity.py), here without anything added.

Letters: B batch, C latent channels, y x latent cells, R tokens of one reference, S tokens of the clip, L text places, D width, A heads, K head width, r rank.
"""

from __future__ import annotations

from dataclasses import replace

from einops import rearrange
from torch import Tensor, nn

from generator.nets.attention import attend
from generator.nets.clip_net import ClipNet
from generator.nets.dit_block import modulate
from generator.nets.identity import IdentityAdapter, IdentityConfig, LowRank
from generator.nets.rope import positions, rotations
from generator.nets.shapes import LatentShape, TokenGrid
from generator.nets.video_dit import Block, KeysValues, Prepared, VideoDiT, VideoDiTConfig

RANK = 12  # of keys and of values: together as many numbers as rank 8 of queries, keys and values


class DecoupledBlock(Block):
    """A block whose cross-attention sees the references, and whose self-attention does not."""

    def self_attention(self, x: Tensor, made: Prepared, layer: int) -> Tensor:
        return super().self_attention(x, replace(made, references=None), layer)  # (B, S, D)

    def cross_attention(self, x: Tensor, made: Prepared, layer: int) -> Tensor:
        if made.references is None:
            return super().cross_attention(x, made, layer)  # (B, S, D)
        q = rearrange(self.attn2.query(x), "b s a k -> b a s k")  # (B, A, S, K)
        portraits, bias = made.references.blocks[layer], made.references.bias
        k, v = (part.expand(len(q), -1, -1, -1) for part in (portraits.keys, portraits.values))  # (B, A, R, K) each
        shown = attend(q, k, v, bias)  # (B, A, S, K)
        bias = bias if bias.ndim == 3 else bias[:, None]  # (B or 1, S or 1, R)
        acts = bias.amax(-1).exp()[:, None, :, None]  # (B or 1, 1, S or 1, 1): nothing where no subject is
        return self.attn2.out(attend(q, *made.text[layer]) + (acts * shown).to(shown.dtype))  # (B, S, D)


class DecoupledAdapter(IdentityAdapter):
    """Projections of keys and values for every block's cross-attention, and the slot vectors."""

    def __init__(self, config: IdentityConfig, dit: VideoDiTConfig) -> None:
        super().__init__(config, dit)
        self.blocks = nn.ModuleList(nn.ModuleDict({name: LowRank(dit.dim, RANK) for name in ("k", "v")}) for _ in range(dit.num_layers))
        for block in self.blocks:
            nn.init.normal_(dict(block.named_children())["k"].lora_up, std=dit.dim**-0.5)  # type: ignore[arg-type]

    def reference(self, dit: VideoDiT, latent: Tensor, slot: int, grid: TokenGrid) -> tuple[KeysValues, ...]:
        """Keys and values per block of slot `slot` (from 1) for latents (B, C, 1, y, x)."""
        own = LatentShape(*latent.shape[2:]).tokens(dit.config.patch_size)
        cos, sin = (part.to(latent.device) for part in rotations(positions(own), dit.config.attention_head_dim))
        steps = dit.condition_embedder.steps(dit.condition_embedder.time(latent.new_zeros(1, 1)))  # (1, 1, 6, D)
        alone = Prepared(own, (), cos, sin)
        x = dit.patches(latent)  # (B, 1, R, D)
        made = []
        for layer, (block, added) in enumerate(zip(dit.layers, self.blocks, strict=True)):
            low = dict(added.named_children())
            shift1, scale1, gate1, shift2, scale2, gate2 = block.modulation(steps)  # (1, 1, 1, D) each
            a = modulate(block.norm(x), shift1, scale1).flatten(1, 2)  # (B, R, D)
            told = a + self.slots[slot - 1]  # (B, R, D)
            k = block.attn2.split(block.attn2.norm_k(low["k"](told).float()))  # (B, R, A, K)
            v = block.attn2.split(low["v"](told))  # (B, R, A, K)
            made.append(KeysValues(*(rearrange(part, "b s a k -> b a s k") for part in (k, v))))  # (B, A, R, K) each
            x = x + block.self_attention(a, alone, layer).float().view_as(x) * gate1  # (B, 1, R, D)
            x = x + block.ffn(modulate(block.norm(x), shift2, scale2)).float() * gate2  # (B, 1, R, D)
        return tuple(made)


def decoupled(net: ClipNet) -> ClipNet:
    """The net itself, its blocks and adapter put in the other form: the same net where no portrait is shown, and before the adapter has learned."""
    config = net.config
    blocks = nn.ModuleList(DecoupledBlock(config.dit) for _ in net.dit.blocks)
    blocks.load_state_dict(net.dit.blocks.state_dict())
    net.dit.blocks, net.identity = blocks, DecoupledAdapter(config.identity, config.dit)
    return net
