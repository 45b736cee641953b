"""ClipNet: transformer, text encoder, identity adapter and the scale of the numbers, in one weights file.

Letters: B batch, C channels, G latent frames, y x latent cells, L text places, F drawings, N numbers a latent frame.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from generator.nets.camera import NUMBERS, latent_clock, latent_numbers, relative_numbers
from generator.nets.flow import Conditions, Preconditioning, precondition
from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references
from generator.nets.presets import ClipNetConfig
from generator.nets.shapes import LatentShape
from generator.nets.text_encoder import TextEncoder, TextEncoderConfig
from generator.nets.video_dit import Prepared, References, VideoDiT, VideoDiTConfig
from generator.nets.weights import fit, read_weights, write_weights


class ClipNet(nn.Module):
    """Words, numbers and clean frames in; a velocity out."""

    numbers_mean: Tensor
    numbers_std: Tensor

    def __init__(self, config: ClipNetConfig) -> None:
        super().__init__()
        self.config = config
        self.dit = VideoDiT(config.dit)
        self.text = TextEncoder(config.text)
        self.identity = IdentityAdapter(config.identity, config.dit)
        self.register_buffer("numbers_mean", torch.zeros(NUMBERS))
        self.register_buffer("numbers_std", torch.ones(NUMBERS))

    def prepare(
        self,
        captions: list[str],
        numbers: Tensor | None,
        conditions: Conditions,
        references: References | None = None,
    ) -> Prepared:
        """What a batch of clips needs once. `numbers` (B, F, 16) as drawn (any start); None for none."""
        device = self.numbers_mean.device
        states = self.text(self.text.tokens(captions).to(device))  # (B, L, T)
        gathered = None
        if numbers is not None and self.config.dit.numbers:
            numbers = numbers.to(device)
            scaled = (relative_numbers(numbers) - self.numbers_mean) / self.numbers_std
            gathered = torch.cat([latent_numbers(scaled.clamp(-8, 8)), latent_clock(numbers)], dim=-1)  # (B, G, N)
        shape = LatentShape(*conditions.latents.shape[2:])
        return self.dit.prepare(shape, states, gathered, conditions.anchor, references)

    def velocity(self, x: Tensor, sigma: Tensor, conditions: Conditions, made: Prepared) -> Tensor:
        """The velocity (B, C, G, y, x) at x and per-frame sigmas (B, G); that of a given frame means nothing."""
        if self.config.how is None:
            return self.dit.velocity(x, sigma, made)
        seen, base, scale = precondition(x, sigma, conditions.anchor, self.config.how)
        return base + scale * self.dit.velocity(seen, sigma, made)

    def references(
        self, latents: Sequence[Tensor], shape: LatentShape, strengths: Tensor | None = None
    ) -> References | None:
        """Keys and values of the subjects' pictures: latents (B, C, 1, y, x) per slot, strengths (B, slots) or all 1."""
        grid = shape.tokens(self.config.dit.patch_size)
        subjects = [
            self.identity.reference(self.dit, latent, slot, grid) for slot, latent in enumerate(latents, start=1)
        ]
        if strengths is None:
            strengths = torch.ones(1, len(subjects), device=self.numbers_mean.device)
        return join_references(subjects, strengths)


def config_from_json(data: dict[str, Any]) -> ClipNetConfig:
    """The config as written by `save_dit`."""
    dit, text = dict(data["dit"]), dict(data["text"])
    dit["patch_size"], text["words"] = tuple(dit["patch_size"]), tuple(text["words"])
    how = None if data["how"] is None else Preconditioning(*data["how"])
    return ClipNetConfig(
        data["preset"], VideoDiTConfig(**dit), TextEncoderConfig(**text), IdentityConfig(**data["identity"]), how
    )


def load_dit(path: Path) -> ClipNet:
    """The animating net in a dit.safetensors. FileNotFoundError or ValueError with a plain sentence otherwise."""
    tensors, config = read_weights(Path(path), "dit")
    net = ClipNet(config_from_json(config["net"]))
    fit(net, tensors, Path(path).name)
    return net.eval().requires_grad_(False)


def save_dit(path: Path, net: ClipNet, tensors: dict[str, Tensor], notes: dict[str, Any]) -> None:
    """Write `tensors` (usually the averaged weights of `net`) with the config and what is worth noting."""
    write_weights(path, tensors, "dit", {"net": asdict(net.config), **notes})
