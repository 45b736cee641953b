"""What Wan is asked for: one clip, in words, pictures and numbers; and what its pictures become before the net."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.nets.schedules import Schedule, explicit, schedule
from generator.published.autoencoder import Autoencoder, seen
from storyboard.errors import BadInput
from storyboard.params import SamplingParams


@dataclass(frozen=True)
class Asked:
    """A clip of `frames` frames (1 + 4 n) of `size` (width, height) in `steps` steps. `pictures`: frames that are given, by their places, uint8
    (H, W, 3) of that size; `references`: who is in it, for nets that take them, with their `strengths` (none: 1 each)."""

    prompt: str
    negative: str
    frames: int
    size: tuple[int, int]
    steps: int
    seed: int = 0
    sampling: SamplingParams = field(default_factory=SamplingParams)
    pictures: Mapping[int, np.ndarray] = field(default_factory=dict)
    references: Sequence[np.ndarray] = ()
    strengths: Sequence[float] = ()

    @property
    def schedule(self) -> Schedule:
        """The steps: the model's own, where it was taught few, else those of a table."""
        asked = self.sampling
        return explicit(asked.sigmas, asked.shift) if asked.sigmas else schedule(self.steps, asked.shift, asked.table)


class Shown(NamedTuple):
    """What the net is given beside noise and words. `beside` (1, 4 + C, G, y, x): a mask and latents, laid on the noise; `clean`
    (1, C, 1, y, x): the first latent frame itself, at no noise; `context` (1, 96, G, y, x): VACE's; `ahead`: so many latent frames of
    references come before the clip."""

    beside: Tensor | None = None
    clean: Tensor | None = None
    context: Tensor | None = None
    ahead: int = 0


def beside(coder: Autoencoder, asked: Asked) -> Shown:
    """The given pictures in a clip that is grey elsewhere, encoded, under a mask of four channels that says which frames are given."""
    clip, given = laid(asked)
    rows, columns = asked.size[1] // coder.cell, asked.size[0] // coder.cell
    first = given[:1].repeat(coder.group)
    mask = torch.cat([first, given[1:]]).view(-1, coder.group).T[None, :, :, None, None]  # (1, 4, G, 1, 1)
    return Shown(beside=torch.cat([mask.expand(-1, -1, -1, rows, columns), coder.encode(clip)], dim=1))


def context(coder: Autoencoder, asked: Asked) -> Shown:
    """VACE: what is given and what is to be made, encoded apart, and the mask of what is to be made in 64 channels; references ahead of them."""
    clip, given = laid(asked)
    there = given[None, None, :, None, None]  # (1, 1, F, 1, 1)
    latents = torch.cat([coder.encode(clip * there), coder.encode(clip * (1 - there))], dim=1)  # (1, 2 C, G, y, x)
    count, rows, columns = latents.shape[2:]
    place = (torch.arange(count, dtype=torch.float64) + 0.5) * (asked.frames / count)
    mask = (1 - given)[place.long()].view(1, 1, -1, 1, 1).expand(-1, coder.cell**2, -1, rows, columns)  # (1, 64, G, y, x)
    for picture in asked.references:
        one = coder.encode(seen(framed(picture, asked.size)))  # (1, C, 1, y, x)
        latents = torch.cat([torch.cat([one, torch.zeros_like(one)], dim=1), latents], dim=2)
        mask = torch.cat([torch.zeros_like(mask[:, :, :1]), mask], dim=2)
    return Shown(context=torch.cat([latents, mask], dim=1), ahead=len(asked.references))


def laid(asked: Asked) -> tuple[Tensor, Tensor]:
    """The clip (1, 3, F, H, W) of the given pictures, grey elsewhere, and which frames are given (F,). BadInput."""
    clip, given = torch.zeros(1, 3, asked.frames, asked.size[1], asked.size[0]), torch.zeros(asked.frames)
    for place, picture in asked.pictures.items():
        if not 0 <= place < asked.frames or picture.shape[1::-1] != tuple(asked.size):
            raise BadInput(f"A clip of {asked.frames} frames of {asked.size} was given a picture of {picture.shape[1::-1]} for frame {place}.")
        clip[:, :, place], given[place] = seen(picture)[:, :, 0], 1
    return clip, given


def framed(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The whole picture uint8 (h, w, 3) as large as it fits into `size` (width, height), on white."""
    from generator.fitting import fitted

    scale = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    small = fitted(picture, (int(picture.shape[1] * scale), int(picture.shape[0] * scale)))
    out = np.full((size[1], size[0], 3), 255, np.uint8)
    top, left = (size[1] - small.shape[0]) // 2, (size[0] - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out
