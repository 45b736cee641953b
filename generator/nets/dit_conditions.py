"""What time and words become before the blocks of the video transformer see them.

Letters: B batch, G latent frames, D width, L text places, T text width.
"""

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.nets.dit_values import VideoDiTConfig
from generator.nets.image_branch import ImageEmbedder

OUTPUTS = 4096  # of a layer that are counted at a time where its weights are converted


class TwoLinear(nn.Module):
    """Two linear layers named as in diffusers, with an activation between."""

    def __init__(self, inputs: int, width: int, activation: str) -> None:
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(inputs, width), nn.Linear(width, width)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        a = as_given(self.linear_1, x)  # (..., D)
        a = F.silu(a) if self.activation == "silu" else F.gelu(a, approximate="tanh")  # (..., D)
        return as_given(self.linear_2, a)  # (..., D)


class ConditionEmbedder(nn.Module):
    """Time, text and picture embeddings."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.config = config
        self.time_embedder = TwoLinear(config.freq_dim, config.dim, "silu")
        self.time_proj = nn.Linear(config.dim, 6 * config.dim)
        self.text_embedder = TwoLinear(config.text_dim, config.dim, "gelu")
        self.delta_embedder = TwoLinear(config.freq_dim, config.dim, "silu") if config.far else None
        self.image_embedder = ImageEmbedder(config) if config.image_dim else None

    def waves(self, sigma: Tensor) -> Tensor:
        """Cosines and sines (B, G, freq_dim) of 1000 sigma. Sigmas in fp64 hit times that are whole numbers exactly."""
        half = self.config.freq_dim // 2
        exponents = -math.log(10000.0) * torch.arange(half, device=sigma.device, dtype=torch.float32) / half  # (half,)
        times = (1000 * (sigma if sigma.dtype == torch.float64 else sigma.float())).float()  # (B, G)
        angles = times[..., None] * exponents.exp()  # (B, G, half)
        return torch.cat([angles.cos(), angles.sin()], dim=-1)  # (B, G, freq_dim)

    def time(self, sigma: Tensor, until: Tensor | None = None) -> Tensor:
        """Embedding (B, G, D) of where a step begins and, for a net that is told, where it ends (None: at once)."""
        with in_full(sigma.device, self.config):
            time: Tensor = self.time_embedder(self.waves(sigma))  # (B, G, D)
            if self.delta_embedder is not None:
                end = sigma if until is None else until  # (B, G)
                delta = self.delta_embedder(self.waves(end if self.config.deltatime_type == "r" else sigma - end))  # (B, G, D)
                gate = self.config.gate_value
                time = time + delta if gate is None else (1 - gate) * time + gate * delta  # (B, G, D)
            return time.float()

    def steps(self, time: Tensor) -> Tensor:
        """The six vectors (B, G, 6, D) that modulate every block, from `time` (B, G, D)."""
        with in_full(time.device, self.config):
            return as_given(self.time_proj, F.silu(time)).float().unflatten(-1, (6, -1))


def in_full(device: torch.device, config: VideoDiTConfig) -> AbstractContextManager[object]:
    """Where a precise net counts in fp32 whatever its blocks count in."""
    return torch.autocast(device.type, enabled=False) if config.precise else nullcontext()


def as_given(layer: nn.Linear, x: Tensor) -> Tensor:
    """The layer in the dtype of x, whatever dtype its weights are kept in: a run of its outputs at a time, so that no copy of all of them is made.
    Under autocast it is autocast's."""
    if layer.weight.dtype == x.dtype or torch.is_autocast_enabled(x.device.type):
        return layer(x)
    made = torch.cat([F.linear(x, rows.to(x.dtype)) for rows in layer.weight.split(OUTPUTS)], dim=-1)  # (..., O)
    return made if layer.bias is None else made + layer.bias.to(x.dtype)  # (..., O)


def without_pads(text: Tensor, lengths: Sequence[int]) -> tuple[Tensor, Tensor]:
    """A text's states (B, L, T) with its pads collapsed into one, and the bias (B, shorter L) that makes attention come out the same.

    Wan pads every text to one length with states of zero and masks nothing: n pads are n equal keys with equal values, which count as
    one key whose logit is larger by log n. ValueError where states beyond a length are not equal.
    """
    places = text.shape[1]
    if len(lengths) != len(text) or not all(0 <= length <= places for length in lengths):
        raise ValueError(f"a batch of {len(text)} texts of {places} places needs as many lengths from 0 to {places}, given {list(lengths)}")
    for row, length in zip(text, lengths, strict=True):
        if not torch.equal(row[length:], row[length : length + 1].expand(places - length, -1)):
            raise ValueError(f"the states beyond {length} of a text of {places} places are not equal: they are no pads")
    kept = min(places, max(lengths) + 1)
    bias = torch.full((len(text), kept), -math.inf, device=text.device)  # (B, kept)
    for row, length in zip(bias, lengths, strict=True):
        row[:length] = 0.0
        if length < places:
            row[length] = math.log(places - length)
    return text[:, :kept], bias
