"""ClipNet: transformer, text encoder, identity adapter and the scale of the numbers, in one weights file.

Letters: B batch, C channels, G latent frames, y x latent cells, L text places, F drawings, N numbers a latent frame.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from generator.nets.camera import NUMBERS, latent_clock, latent_numbers, relative_numbers
from generator.nets.flow import Conditions, Preconditioning, precondition
from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references, within
from generator.nets.pose import pose_maps, regions
from generator.nets.presets import ClipNetConfig
from generator.nets.shapes import LatentShape
from generator.nets.text_encoder import TextEncoder, TextEncoderConfig
from generator.nets.video_dit import Hints, KeysValues, Prepared, References, VideoDiT, VideoDiTConfig
from generator.nets.weights import fit, read_weights, write_weights


class Told(NamedTuple):
    """What is told of each drawing: numbers (B, F, 16) as drawn (any start), keypoints (B, F, 4, 11, 3); None for nothing."""

    numbers: Tensor | None = None
    keypoints: Tensor | None = None


NOTHING_TOLD = Told()


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

    def words(self, captions: list[str]) -> tuple[KeysValues, ...]:
        """What the captions of a batch need once, however long their clips are."""
        return self.dit.words(self.text(self.text.tokens(captions).to(self.numbers_mean.device)))

    def prepare(
        self, words: tuple[KeysValues, ...], conditions: Conditions, told: Told = NOTHING_TOLD, references: References | None = None
    ) -> Prepared:
        """What a batch of windows needs once beside their words. References act where the sketch shows their subjects."""
        device, shape = self.numbers_mean.device, LatentShape(*conditions.latents.shape[2:])
        gathered = maps = None
        if told.numbers is not None and self.config.dit.numbers:
            numbers = told.numbers.to(device)
            scaled = (relative_numbers(numbers) - self.numbers_mean) / self.numbers_std
            gathered = torch.cat([latent_numbers(scaled.clamp(-8, 8)), latent_clock(numbers)], dim=-1)  # (B, G, N)
        if told.keypoints is not None and self.config.dit.pose:
            maps = pose_maps(told.keypoints.to(device), shape)  # (B, P, G, y, x)
            references = within(references, regions(maps))
        return self.dit.prepare(shape, words, Hints(gathered, conditions.anchor, maps, references))

    def velocity(self, x: Tensor, sigma: Tensor, conditions: Conditions, made: Prepared, until: Tensor | None = None) -> Tensor:
        """The (mean) velocity (B, C, G, y, x) at x and per-frame sigmas (B, G), on the way to `until` (None: at once); that of
        a given frame means nothing."""
        if self.config.how is None:
            return self.dit.velocity(x, sigma, made, until)
        seen, base, scale = precondition(x, sigma, conditions.anchor, self.config.how)
        return base + scale * self.dit.velocity(seen, sigma, made, until)

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
    dit, text = {"precise": False, "vace_layers": ()} | data["dit"], dict(data["text"])  # older files say neither
    dit["patch_size"], dit["vace_layers"], text["words"] = (tuple(part) for part in (dit["patch_size"], dit["vace_layers"], text["words"]))
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
