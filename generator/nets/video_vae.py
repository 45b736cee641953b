"""The causal 2.5D video autoencoder: 1 + 4 n drawings to n + 1 latent frames of 16 channels at an eighth of the size.

Works at a quarter of the size after a 4 x 4 pixel unshuffle. Space is mixed by 2D convolutions, time only at the
latent rate by causal 1D convolutions, so the cost is that of an image net. The first drawing is a group of its own
(its features stand for all four places of the group), later groups have four drawings folded into channels; no latent
sees a later drawing, so a still picture and the first drawing of a clip have the same latent. There are no norms over
space or time: a crop and the whole picture are treated alike.

Letters: B batch, F drawings, G latent frames (F = 4 G - 3), H W pixels, h w quarter-size cells (H/4, W/4),
y x latent cells (H/8, W/8), C latent channels, E D widths of encoder and decoder, e d their per-drawing widths.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from generator.nets.shapes import FRAMES_PER_LATENT, VideoShape
from generator.nets.weights import fit, read_weights, write_weights


@dataclass(frozen=True)
class VideoVAEConfig:
    """Widths (channels) and depths (residual blocks) of the autoencoder."""

    channels: int = 16
    encoder_drawing_width: int = 64
    encoder_drawing_depth: int = 2
    encoder_width: int = 192
    encoder_depth: int = 2
    decoder_width: int = 256
    decoder_depth: int = 3
    decoder_drawing_width: int = 96
    decoder_drawing_depth: int = 3


class ConvBlock(nn.Module):
    """Residual pair of 3 x 3 convolutions; the second starts at zero, so the block starts as the identity."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(F.silu(self.conv1(F.silu(x))))  # (N, width, h, w)


class TimeBlock(nn.Module):
    """Residual causal convolution over latent frames: each sees itself and the two before (the first is repeated)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3 * width, width, 1)
        nn.init.zeros_(self.conv.weight)
        nn.init.zeros_(self.conv.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor, frames: int) -> Tensor:
        a = rearrange(F.silu(x), "(b g) c y x -> b g c y x", g=frames)  # (B, G, width, y, x)
        past = torch.cat([a[:, :1], a[:, :1], a], dim=1)  # (B, G + 2, width, y, x)
        taps = torch.cat([past[:, :-2], past[:, 1:-1], a], dim=2)  # (B, G, 3 width, y, x)
        return x + self.conv(last_channels(rearrange(taps, "b g c y x -> (b g) c y x")))  # (B G, width, y, x)


class LatentTrunk(nn.Module):
    """Blocks at the latent rate: space, then time, then space, ..."""

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.space = nn.ModuleList(ConvBlock(width) for _ in range(depth))
        self.time = nn.ModuleList(TimeBlock(width) for _ in range(depth))

    def forward(self, x: Tensor, frames: int) -> Tensor:
        for space, time in zip(self.space, self.time, strict=True):
            x = time(space(x), frames)  # (B G, width, y, x)
        return x


class Encoder(nn.Module):
    """Drawings to latents."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        e, width = config.encoder_drawing_width, config.encoder_width
        self.conv_in = nn.Conv2d(48, e, 3, padding=1)
        self.drawings = nn.Sequential(*(ConvBlock(e) for _ in range(config.encoder_drawing_depth)))
        self.fold = nn.Conv2d(e * 4 * FRAMES_PER_LATENT, width, 1)
        self.trunk = LatentTrunk(width, config.encoder_depth)
        self.conv_out = nn.Conv2d(width, config.channels, 3, padding=1)

    def forward(self, video: Tensor) -> Tensor:
        b, f = video.shape[0], video.shape[2]
        cells = rearrange(video, "b c f (h r) (w s) -> (b f) (c r s) h w", r=4, s=4)  # (B F, 48, h, w)
        a = self.drawings(self.conv_in(last_channels(cells)))  # (B F, e, h, w)
        a = rearrange(a, "(b f) e (y r) (x s) -> b f (e r s) y x", b=b, r=2, s=2)  # (B, F, 4 e, y, x)
        a = torch.cat([a[:, :1].expand(-1, FRAMES_PER_LATENT - 1, -1, -1, -1), a], dim=1)  # (B, 4 G, 4 e, y, x)
        a = rearrange(a, "b (g t) e y x -> (b g) (t e) y x", t=FRAMES_PER_LATENT)  # (B G, 16 e, y, x)
        frames = 1 + (f - 1) // FRAMES_PER_LATENT
        a = self.trunk(self.fold(last_channels(a)), frames)  # (B G, E, y, x)
        return rearrange(self.conv_out(F.silu(a)), "(b g) c y x -> b c g y x", g=frames)  # (B, C, G, y, x)


class Decoder(nn.Module):
    """Latents to drawings."""

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        d, width = config.decoder_drawing_width, config.decoder_width
        self.conv_in = nn.Conv2d(config.channels, width, 3, padding=1)
        self.trunk = LatentTrunk(width, config.decoder_depth)
        self.unfold = nn.Conv2d(width, d * 4 * FRAMES_PER_LATENT, 1)
        self.drawings = nn.Sequential(*(ConvBlock(d) for _ in range(config.decoder_drawing_depth)))
        self.conv_out = nn.Conv2d(d, 48, 3, padding=1)

    def forward(self, latent: Tensor) -> Tensor:
        b, g = latent.shape[0], latent.shape[2]
        a = self.conv_in(last_channels(rearrange(latent, "b c g y x -> (b g) c y x")))  # (B G, D, y, x)
        a = self.unfold(self.trunk(a, g))  # (B G, 16 d, y, x)
        a = rearrange(a, "(b g) (t d r s) y x -> b (g t) d (y r) (x s)", b=b, t=FRAMES_PER_LATENT, r=2, s=2)
        a = last_channels(rearrange(a[:, FRAMES_PER_LATENT - 1 :], "b f d h w -> (b f) d h w"))  # (B F, d, h, w)
        cells = self.conv_out(self.drawings(a))  # (B F, 48, h, w)
        return rearrange(cells, "(b f) (c r s) h w -> b c f (h r) (w s)", b=b, r=4, s=4)  # (B, 3, F, H, W)


class VideoVAE(nn.Module):
    """Encoder, decoder and the measured mean and standard deviation of each latent channel."""

    latent_mean: Tensor
    latent_std: Tensor

    def __init__(self, config: VideoVAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.register_buffer("latent_mean", torch.zeros(config.channels))
        self.register_buffer("latent_std", torch.ones(config.channels))
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def encode(self, video: Tensor) -> Tensor:
        """Video (B, 3, F, H, W) in [-1, 1] to normalised latents (B, C, G, H/8, W/8)."""
        VideoShape(*video.shape[2:]).latent()
        return (self.encoder(video) - per_channel(self.latent_mean)) / per_channel(self.latent_std)

    def decode(self, latent: Tensor) -> Tensor:
        """Normalised latents (B, C, G, y, x) to video (B, 3, 4 G - 3, 8 y, 8 x), about [-1, 1]."""
        return self.decoder(latent * per_channel(self.latent_std) + per_channel(self.latent_mean))


def per_channel(values: Tensor) -> Tensor:
    """A vector (C,) shaped to meet latents (B, C, G, y, x)."""
    return values.view(1, -1, 1, 1, 1)


def last_channels(x: Tensor) -> Tensor:
    """The same images laid out with the channels last in memory, which the CPU's convolutions prefer."""
    return x.contiguous(memory_format=torch.channels_last)


def video_from_bytes(frames: Tensor) -> Tensor:
    """uint8 drawings (B, F, H, W, 3) to float video (B, 3, F, H, W) in [-1, 1]."""
    return rearrange(frames.float() / 127.5 - 1.0, "b f h w c -> b c f h w")


def bytes_from_video(video: Tensor) -> Tensor:
    """Float video (B, 3, F, H, W) in [-1, 1] to uint8 drawings (B, F, H, W, 3)."""
    levels = ((video.float() + 1.0) * 127.5).round().clamp(0, 255).to(torch.uint8)
    return rearrange(levels, "b c f h w -> b f h w c")


def load_vae(path: Path) -> VideoVAE:
    """The autoencoder in a vae.safetensors. FileNotFoundError or ValueError with a plain sentence otherwise."""
    tensors, config = read_weights(Path(path), "vae")
    net = VideoVAE(VideoVAEConfig(**config["net"]))
    fit(net, tensors, Path(path).name)
    return net.eval().requires_grad_(False)


def save_vae(path: Path, net: VideoVAE, tensors: dict[str, Tensor], notes: dict[str, Any]) -> None:
    """Write `tensors` (usually the averaged weights of `net`) with the config and what is worth noting."""
    write_weights(path, tensors, "vae", {"net": asdict(net.config), **notes})
