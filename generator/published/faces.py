"""Who is in a clip by Wan: Stand-In's weights, in the folder `stand_in` of a model's folder, show the portraits of its subjects to the net.

One file, or one each for the two experts of Wan 2.2, with HIGH and LOW in their names. They are given out as .ckpt, which may hold programs and is
not opened here: keep their tensors as .safetensors.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from generator.nets.identity import IdentityAdapter, join_references, stand_in
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import References, VideoDiT, VideoDiTConfig
from generator.published.asking import framed
from generator.published.autoencoder import Autoencoder, seen
from generator.published.loading import read
from generator.published.loras import files_of, side_of
from generator.published.opening import opened
from storyboard.errors import BadInput

PLACE = "stand_in"
SIDE = 512  # pixels of a portrait, as these weights were taught


def has_faces(folder: Path) -> bool:
    """Whether portraits can be shown to the model of a folder."""
    return (folder / PLACE).is_dir()


def faces(folder: Path, dits: Sequence[VideoDiTConfig]) -> tuple[IdentityAdapter, ...]:
    """The adapter of each net of a folder; () where it has none. Missing, BadInput, Corrupt."""
    if not has_faces(folder):
        return ()
    files = files_of(folder / PLACE)
    found = []
    for side, dit in zip(("high", "low"), dits, strict=False):
        file = next((one for one in files if side_of(one) in (side, None)), None)
        if file is None or dit.in_channels != dit.out_channels:
            raise BadInput(f"The Stand-In weights in {folder / PLACE} are not for this model: they show portraits to text-to-video nets, one file for each. Take them out.")
        weights = opened(file, "lora")
        try:
            found.append(stand_in(dict(read(weights, weights.tensors, torch.float32)), dit))
        except ValueError as error:
            raise BadInput(f"{file} does not fit this model: {error}. Take it out, or get the one that was made for it.") from error
    return tuple(found)


def portraits(coder: Autoencoder, pictures: Sequence[np.ndarray]) -> tuple[Tensor, ...]:
    """Portraits uint8 (h, w, 3) as latents (1, C, 1, y, x): whole, on white, as large as the weights were taught."""
    return tuple(coder.encode(seen(framed(picture, (SIDE, SIDE)))) for picture in pictures)


def shown(net: VideoDiT, face: IdentityAdapter, latents: Sequence[Tensor], strengths: Sequence[float], shape: LatentShape) -> References | None:
    """What the net sees of portraits beside a clip of `shape`: 1 as learned, 0 not at all; without strengths, all as learned. BadInput for too many."""
    if len(latents) > len(face.slots):
        raise BadInput(f"A clip shows portraits of at most {len(face.slots)}, and was asked for {len(latents)}. Show fewer in one shot.")
    grid, device = shape.tokens(net.config.patch_size), next(net.parameters()).device
    face = face.to(device)
    subjects = [face.reference(net, latent.to(device), slot, grid) for slot, latent in enumerate(latents, start=1)]
    return join_references(subjects, torch.tensor([list(strengths) or [1.0] * len(subjects)], device=device))
