"""A block of the video transformer: self-attention, cross-attention to the words (and pictures), feed-forward, as in Wan.

Letters: B batch, G latent frames, S tokens, s tokens of one latent frame, D width, A heads, K head width, L text places, R reference tokens.
"""

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.attention import attend
from generator.nets.dit_values import KeysValues, Prepared, VideoDiTConfig
from generator.nets.rope import rotate

LONG = 16384  # tokens that the feed-forward layers take at once: what they need for more is most of a long clip's memory


class Attention(nn.Module):
    """Projections of an attention layer; q and k are RMS-normed over all heads together. With `pictures`, those of CLIP's states too."""

    def __init__(self, config: VideoDiTConfig, pictures: bool = False) -> None:
        super().__init__()
        self.heads = config.num_attention_heads
        self.to_q, self.to_k, self.to_v = (nn.Linear(config.dim, config.dim) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(config.dim, config.dim)])
        self.norm_q = nn.RMSNorm(config.dim, eps=config.eps)
        self.norm_k = nn.RMSNorm(config.dim, eps=config.eps)
        self.add_k_proj = nn.Linear(config.dim, config.dim) if pictures else None
        self.add_v_proj = nn.Linear(config.dim, config.dim) if pictures else None
        self.norm_added_k = nn.RMSNorm(config.dim, eps=config.eps) if pictures else None

    def split(self, x: Tensor) -> Tensor:
        return rearrange(x, "b s (a k) -> b s a k", a=self.heads)  # (B, S, A, K)

    def query(self, x: Tensor, extra: Tensor | None = None) -> Tensor:
        q = self.to_q(x)  # (B, S, D)
        q = (q if extra is None else q + extra).float()  # (B, S, D)
        return self.split(self.norm_q(q))  # (B, S, A, K)

    def key(self, x: Tensor, extra: Tensor | None = None) -> Tensor:
        k = self.to_k(x)  # (B, S, D)
        k = (k if extra is None else k + extra).float()  # (B, S, D)
        return self.split(self.norm_k(k))  # (B, S, A, K)

    def out(self, mixed: Tensor) -> Tensor:
        return self.to_out[0](rearrange(mixed, "b a s k -> b s (a k)"))  # (B, S, D)


class Activation(nn.Module):
    """First half of a feed-forward net: linear, GELU (the key is net.0.proj)."""

    def __init__(self, width: int, hidden: int, form: str = "tanh") -> None:
        super().__init__()
        self.proj, self.form = nn.Linear(width, hidden), form

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.proj(x), approximate=self.form)  # (B, S, hidden)


class FeedForward(nn.Module):
    """Two linear layers with a GELU of `form` "tanh" or "none" (exact) between (keys net.0.proj and net.2)."""

    def __init__(self, width: int, hidden: int, out: int, form: str = "tanh") -> None:
        super().__init__()
        self.net = nn.ModuleList([Activation(width, hidden, form), nn.Identity(), nn.Linear(hidden, out)])

    def forward(self, x: Tensor) -> Tensor:
        return self.net[2](self.net[0](x))  # (B, S, out)


class Block(nn.Module):
    """Self-attention, cross-attention to the text, feed-forward; the first and last are modulated by time."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.eps = config.eps
        self.attn1, self.attn2 = Attention(config), Attention(config, pictures=bool(config.image_dim))
        self.norm2 = nn.LayerNorm(config.dim, config.eps)
        self.ffn = FeedForward(config.dim, config.ffn_dim, config.dim)
        self.scale_shift_table = nn.Parameter(torch.randn(1, 6, config.dim) / config.dim**0.5)

    def modulation(self, time: Tensor) -> tuple[Tensor, ...]:
        """Shift, scale, gate of attention and of the feed-forward, (B, G, 1, D) each, from time (B, G, 6, D)."""
        return tuple((self.scale_shift_table + time).unsqueeze(3).unbind(2))

    def self_attention(self, x: Tensor, made: Prepared, layer: int) -> Tensor:
        q = as_products(rotate(self.attn1.query(x), made.cos, made.sin))  # (B, S, A, K)
        k = as_products(rotate(self.attn1.key(x), made.cos, made.sin))  # (B, S, A, K)
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
        q = rearrange(as_products(self.attn2.query(x)), "b s a k -> b a s k")  # (B, A, S, K)
        mixed = attend(q, *made.text[layer], exact=True)  # (B, A, S, K)
        if made.image is not None:
            mixed = mixed + attend(q, *made.image[layer])  # (B, A, S, K)
        return self.attn2.out(mixed)  # (B, S, D)

    def text_keys(self, text: Tensor, bias: Tensor | None = None) -> KeysValues:
        """What a text's states (B, L, D) say to this block, with the bias (B, L) of their logits."""
        k = rearrange(self.attn2.key(text), "b l a k -> b a l k")  # (B, A, L, K)
        v = rearrange(self.attn2.split(self.attn2.to_v(text)), "b l a k -> b a l k")  # (B, A, L, K)
        return KeysValues(k, v, bias)

    def picture_keys(self, pictures: Tensor) -> KeysValues:
        """What the states of pictures (B, L, D) say to this block, through projections of their own."""
        attention = self.attn2
        assert attention.add_k_proj is not None and attention.add_v_proj is not None and attention.norm_added_k is not None
        k = attention.split(attention.norm_added_k(attention.add_k_proj(pictures).float()))  # (B, L, A, K)
        v = attention.split(attention.add_v_proj(pictures))  # (B, L, A, K)
        return KeysValues(*(rearrange(part, "b l a k -> b a l k") for part in (k, v)))  # (B, A, L, K) each

    def forward(self, x: Tensor, time: Tensor, made: Prepared, layer: int) -> Tensor:
        shift1, scale1, gate1, shift2, scale2, gate2 = self.modulation(time)  # (B, G, 1, D) each
        # nothing is given a name that is not needed again: each would hold the memory of the whole clip
        x = x + self.self_attention(self.asked(modulate(self.norm(x), shift1, scale1)), made, layer).float().view_as(x) * gate1  # (B, G, s, D)
        x = x + self.cross_attention(self.asked(self.norm2(x)), made, layer).float().view_as(x)  # (B, G, s, D)
        if x.shape[1] * x.shape[2] <= LONG or torch.is_grad_enabled():
            return x + self.fed(x, shift2, scale2) * gate2  # (B, G, s, D)
        count = max(1, LONG // x.shape[2])
        for frames in (slice(first, first + count) for first in range(0, x.shape[1], count)):
            shift, scale, gate = (one if one.shape[1] == 1 else one[:, frames] for one in (shift2, scale2, gate2))
            x[:, frames] += self.fed(x[:, frames], shift, scale) * gate  # (B, g, s, D); in place, as x was made just above
        return x

    def fed(self, x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
        return self.ffn(modulate(self.norm(x), shift, scale)).float()  # (B, G, s, D)

    def asked(self, x: Tensor) -> Tensor:
        """x (B, G, s, D) in a row (B, S, D), at once in the dtype that all three plain linear layers would take it in (packed ones see to it themselves)."""
        return (as_products(x) if isinstance(self.attn1.to_q, nn.Linear) else x).flatten(1, 2)

    def norm(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], eps=self.eps)


def as_products(x: Tensor) -> Tensor:
    """x in the dtype that autocast has matrix products in: half the memory while the rest is made."""
    device = x.device.type
    return x.to(torch.get_autocast_dtype(device)) if torch.is_autocast_enabled(device) else x


def modulate(x: Tensor, shift: Tensor, scale: Tensor) -> Tensor:
    """x (B, G, s, D) scaled and shifted per latent frame."""
    return torch.addcmul(shift, x, 1 + scale)
