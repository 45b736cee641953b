"""Wan's autoencoders, 2.1 (16 channels, 8 pixels a cell) and 2.2 (48 channels, 16 pixels), through diffusers.

Latents cross this border normed: less the mean and over the deviation of each channel, as Wan's nets read them. Pictures are uint8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from einops import rearrange
from torch import Tensor

from generator.published.loading import load, whole_net
from generator.published.opening import opened
from storyboard.errors import Corrupt, Missing


class Autoencoder:
    """A Wan autoencoder with its numbers: `channels` of a latent, pixels of a cell (`cell`), and frames of a latent frame (`group`)."""

    def __init__(self, net: Any) -> None:
        self.net, config = net, net.config
        self.channels, self.cell, self.group = int(config.z_dim), int(config.scale_factor_spatial), int(config.scale_factor_temporal)
        self.mean = torch.tensor(config.latents_mean).view(1, -1, 1, 1, 1)  # (1, C, 1, 1, 1)
        self.deviation = torch.tensor(config.latents_std).view(1, -1, 1, 1, 1)  # (1, C, 1, 1, 1)

    def latent_frames(self, frames: int) -> int:
        """Of 1 + n groups of frames."""
        return 1 + (frames - 1) // self.group

    def encode(self, video: Tensor) -> Tensor:
        """Normed latents (1, C, G, y, x), the likeliest ones, of a clip (1, 3, F, H, W) in -1 to 1."""
        kept = next(self.net.parameters())
        with torch.inference_mode():
            latents = self.net.encode(video.to(kept.device, kept.dtype)).latent_dist.mode().float().cpu()  # (1, C, G, y, x)
        return ((latents - self.mean) / self.deviation).clone()

    def decode(self, latents: Tensor) -> np.ndarray:
        """Frames uint8 (F, H, W, 3) of normed latents (1, C, G, y, x): no more than one latent frame's are ever held as floating-point numbers."""
        return np.concatenate(list(self.decoded(latents)))

    def decoded(self, latents: Tensor) -> Iterator[np.ndarray]:
        """`decode`, a latent frame at a time: its frames uint8 (1 or 4, H, W, 3). As diffusers decodes, which keeps all of them till the end."""
        net, kept = self.net, next(self.net.parameters())
        with torch.inference_mode():
            known = net.post_quant_conv((latents * self.deviation + self.mean).to(kept.device, kept.dtype))  # (1, C, G, y, x)
        net.clear_cache()
        before = net._feat_map  # what its convolutions keep of the frames before
        for number in range(known.shape[2]):
            with torch.inference_mode():
                made = net.decoder(known[:, :, number : number + 1], feat_cache=before, feat_idx=[0], first_chunk=number == 0)  # (1, 3 p q, f, y, x)
                if side := net.config.patch_size:
                    made = rearrange(made, "b (c q p) f y x -> b c f (y p) (x q)", p=side, q=side)  # (1, 3, f, H, W)
                shown: np.ndarray = ((made[0].float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 3, 0).cpu().numpy()  # (f, H, W, 3)
            yield shown
        net.clear_cache()


def seen(picture: np.ndarray) -> Tensor:
    """A picture uint8 (H, W, 3) as a clip of one frame (1, 3, 1, H, W) in -1 to 1."""
    return torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None, :, None].float() / 127.5 - 1


def autoencoder(folder: Path, device: str = "cpu") -> Autoencoder:
    """From the part `vae` of a folder, on a device. Missing, Corrupt."""
    try:
        from diffusers import AutoencoderKLWan
    except ImportError as error:
        raise Missing("Wan's pictures are read and shown with the package diffusers. Install it: `pip install 'fabula[wan]'`.") from error
    if not (folder / "vae").is_dir():
        raise Missing(f"{folder} has no folder vae, which turns Wan's numbers into pictures. Set up a whole folder of Wan, as diffusers keeps it.")
    try:
        net = _in_authors_names(folder, AutoencoderKLWan) or whole_net("vae", folder / "vae", AutoencoderKLWan)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise Corrupt(f"The autoencoder in {folder} cannot be loaded: {error}. Set the weights up again.") from error
    return Autoencoder(net.to(device))


def _in_authors_names(folder: Path, form: Any) -> Any:
    """The autoencoder of 2.1 from a file in its authors' names, as it is repackaged as a single file; None for one in diffusers' names."""
    found = opened(folder, "vae")
    if "decoder.conv1.weight" not in found.tensors:
        return None
    from diffusers.loaders.single_file_utils import convert_wan_vae_to_diffusers

    names = convert_wan_vae_to_diffusers({name: name for name in found.tensors})
    net = form.from_config(found.config) if found.config else form()
    load(replace(found, tensors={new: found.tensors[old] for new, old in names.items()}), net)
    return net.eval()
