"""The other way to sixteen pixels a token: an autoencoder that goes down to a sixteenth itself, and a clip net with patches of one cell.

Against the shipped form (an eighth with 16 channels, patches of 2 x 2 cells) a token holds as many numbers, 64, and a window has as many tokens. Inside
the shipped encoder and decoder, made shallower, sits one more stage at a sixteenth, where most of the parameters go (as deeper autoencoders do: Chen et
al., DC-AE, 2024). The pose sketch is told as finely as to the other net: drawn at an eighth, four cells folded into one.

Letters: B batch, C = 64 latent channels, M channels between the stages, G latent frames, F drawings, H W pixels, h w cells of an eighth, y x of a
sixteenth, D width, P maps of the sketch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.clip_net import NOTHING_TOLD, ClipNet, Told
from generator.nets.flow import Conditions
from generator.nets.identity import within
from generator.nets.pose import POSE, pose_maps, regions
from generator.nets.presets import ClipNetConfig, preset_config
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import KeysValues, Prepared, References
from generator.nets.video_vae import Decoder, Encoder, LatentTrunk, VideoVAE, VideoVAEConfig, last_channels

FOLD = 2  # cells of an eighth along a side of one of a sixteenth


@dataclass(frozen=True)
class DeepConfig(VideoVAEConfig):
    """`channels` are those of the latents; `between` those between the stages; width and depths of the stage at a sixteenth."""

    channels: int = 64
    encoder_depth: int = 1
    decoder_depth: int = 1
    between: int = 32
    deep_width: int = 224
    deep_encoder_depth: int = 1
    deep_decoder_depth: int = 2


class DeepEncoder(nn.Module):
    """Drawings to latents of a sixteenth."""

    def __init__(self, config: DeepConfig) -> None:
        super().__init__()
        self.shallow = Encoder(replace(config, channels=config.between))
        self.fold = nn.Conv2d(config.between * FOLD**2, config.deep_width, 3, padding=1)
        self.trunk = LatentTrunk(config.deep_width, config.deep_encoder_depth)
        self.conv_out = nn.Conv2d(config.deep_width, config.channels, 3, padding=1)

    def forward(self, video: Tensor) -> Tensor:
        a = self.shallow(video)  # (B, M, G, h, w)
        frames = a.shape[2]
        a = rearrange(a, "b m g (y q) (x r) -> (b g) (m q r) y x", q=FOLD, r=FOLD)  # (B G, 4 M, y, x)
        a = self.trunk(self.fold(last_channels(a)), frames)  # (B G, D, y, x)
        return rearrange(self.conv_out(F.silu(a)), "(b g) c y x -> b c g y x", g=frames)  # (B, C, G, y, x)


class DeepDecoder(nn.Module):
    """Latents of a sixteenth to drawings."""

    def __init__(self, config: DeepConfig) -> None:
        super().__init__()
        self.conv_in = nn.Conv2d(config.channels, config.deep_width, 3, padding=1)
        self.trunk = LatentTrunk(config.deep_width, config.deep_decoder_depth)
        self.unfold = nn.Conv2d(config.deep_width, config.between * FOLD**2, 3, padding=1)
        self.shallow = Decoder(replace(config, channels=config.between))

    def forward(self, latent: Tensor) -> Tensor:
        frames = latent.shape[2]
        a = self.conv_in(last_channels(rearrange(latent, "b c g y x -> (b g) c y x")))  # (B G, D, y, x)
        a = self.unfold(F.silu(self.trunk(a, frames)))  # (B G, 4 M, y, x)
        a = rearrange(a, "(b g) (m q r) y x -> b m g (y q) (x r)", g=frames, q=FOLD, r=FOLD)  # (B, M, G, h, w)
        return self.shallow(a)  # (B, 3, F, H, W)


class DeepVAE(VideoVAE):
    """The autoencoder with one more stage at either end of its latents."""

    def __init__(self, config: DeepConfig) -> None:
        super().__init__(config)
        self.encoder, self.decoder = DeepEncoder(config), DeepDecoder(config)  # type: ignore[assignment]
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


class Sketch(NamedTuple):
    """Maps for the net (B, 4 P, G, y, x) and where each subject is, bool (B, 4, S)."""

    maps: Tensor
    inside: Tensor


def folded_sketch(keypoints: Tensor, shape: LatentShape) -> Sketch:
    """The pose sketch of latents of a sixteenth."""
    fine = pose_maps(keypoints, LatentShape(shape.frames, FOLD * shape.height, FOLD * shape.width))  # (B, P, G, h, w)
    return Sketch(rearrange(fine, "b p g (y q) (x r) -> b (p q r) g y x", q=FOLD, r=FOLD), regions(fine))


class DeepClipNet(ClipNet):
    """The clip net on latents of a sixteenth."""

    def prepare(
        self, words: tuple[KeysValues, ...], conditions: Conditions, told: Told = NOTHING_TOLD, references: References | None = None
    ) -> Prepared:
        made = super().prepare(words, conditions, told._replace(keypoints=None))
        if told.keypoints is None or self.dit.pose_embedding is None or made.shown is None:
            return replace(made, references=references)
        keypoints = told.keypoints.to(self.numbers_mean.device)
        sketch = folded_sketch(keypoints, LatentShape(*conditions.latents.shape[2:]))
        shown = made.shown + self.dit.pose_embedding(self.dit.cut(sketch.maps)).float()  # (B, G, s, D)
        return replace(made, shown=shown, references=within(references, sketch.inside))


def deep_config(preset: str, words: tuple[str, ...], channels: int) -> ClipNetConfig:
    """The preset with patches of one cell: as many tokens, and numbers in each, as with patches of 2 x 2 at an eighth."""
    config = preset_config(preset, words)
    dit = replace(config.dit, in_channels=channels, out_channels=channels, patch_size=(1, 1, 1), pose=FOLD**2 * POSE)
    return replace(config, dit=dit)
