"""The task of learning beside a frozen published net: flow matching at the net's own shift, on batches of clips of one size.

Letters: B batch, C latent channels, G latent frames, y x latent cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from generator.nets.dit_values import Hints, References
from generator.nets.flow import mix, random_sigma
from generator.nets.identity import IdentityAdapter, join_references
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import VideoDiT
from generator.published.text import LENGTH
from generator.published.variants import Variant
from generator.train.encoded import Taught, padded
from generator.train.low_rank import LowRanks, write_lora, write_stand_in

DRAWS = 4096  # sigmas that are drawn, until one is between the bounds of an expert


class Base(NamedTuple):
    """The frozen net, which model it is, the shift of its schedule, and the sigmas between which it is asked."""

    net: VideoDiT
    variant: Variant
    shift: float
    between: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Learning:
    """`silent`: share of clips learned without words, which guidance needs; `begun`: share whose first frame is given, in nets that take one so;
    `unseen`: share of clips without a portrait, for an adapter."""

    batch: int = 1
    device: str = "cpu"
    silent: float = 0.1
    begun: float = 0.5
    unseen: float = 0.1


class FrozenTask:
    """What the loop trains: a LoRA that is at work in the base, or an adapter that shows it portraits."""

    def __init__(self, net: LowRanks | IdentityAdapter, base: Base, taught: Taught, learning: Learning, portraits: Sequence[Tensor] = ()) -> None:
        self.net, self.base, self.taught, self.learning, self.portraits = net, base, taught, learning, portraits
        shapes: dict[tuple[int, ...], list[int]] = {}
        self.alike: list[list[int]] = []  # of each clip, those of its size
        for clip in range(taught.clips.count):
            row = shapes.setdefault(taught.clips.array(clip, "latents").shape, [])
            row.append(clip)
            self.alike.append(row)

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        how, base, clips = self.learning, self.base, self.taught.clips
        rows = self._rows(generator)
        data = torch.stack([clips.tensor(row, "latents").float() for row in rows])  # (B, C, G, y, x)
        silent, begun, unseen = torch.rand(3, len(rows), generator=generator) < torch.tensor([[how.silent], [how.begun], [how.unseen]])
        given = torch.zeros(len(rows), data.shape[2], dtype=torch.bool)  # (B, G)
        if base.variant.name == "ti2v" and data.shape[2] > 1:
            given[:, 0] = begun
        sigma = torch.where(given, 0.0, self._sigmas(len(rows), generator)[:, None])  # (B, G)
        noise = torch.randn(data.shape, generator=generator)
        chosen = torch.randint(max(len(self.portraits), 1), (len(rows),), generator=generator).tolist()
        data, noise, sigma, given = (part.to(how.device) for part in (data, noise, sigma, given))
        texts = ["" if quiet else clips.caption(row) for row, quiet in zip(rows, silent.tolist(), strict=True)]
        states, lengths = padded([self.taught.words[text] for text in texts], LENGTH)
        shape = LatentShape(*data.shape[2:])
        hints = self._hints(rows, self._references(chosen, unseen, shape))
        made = base.net.prepare(shape, base.net.words(states.to(how.device), lengths), hints)
        got = base.net.velocity(mix(data, noise, sigma), sigma, made)
        error = (got - (noise - data)).pow(2).mean(dim=1)  # (B, G, y, x)
        weight = (~given)[:, :, None, None].expand_as(error)
        return (error * weight).sum() / weight.sum(), {"sigma": float(sigma.max())}

    def _rows(self, generator: torch.Generator) -> list[int]:
        """Clips of one size, by chance: each clip as likely as another."""
        first = int(torch.randint(self.taught.clips.count, (1,), generator=generator))
        alike = self.alike[first]
        more = torch.randint(len(alike), (self.learning.batch - 1,), generator=generator).tolist()
        return [first, *(alike[one] for one in more)]

    def _sigmas(self, count: int, generator: torch.Generator) -> Tensor:
        """(B,): of the net's own schedule, between its bounds."""
        low, high = self.base.between
        drawn = random_sigma(count if (low, high) == (0.0, 1.0) else DRAWS, generator, self.base.shift)
        inside = drawn[(drawn >= low) & (drawn <= high)]
        return (inside if len(inside) >= count else drawn.clamp(low, high))[:count]

    def _hints(self, rows: list[int], references: References | None) -> Hints:
        """The portraits and, for a net that begins from pictures, what is shown of each clip's."""
        held = self.taught.clips.shard(rows[0])[0].arrays
        shown = {name: torch.stack([self.taught.clips.tensor(row, name).float() for row in rows]).to(self.learning.device) for name in ("beside", "sight") if name in held}
        image = self.base.net.pictures(shown["sight"]) if "sight" in shown else None
        return Hints(references=references, image=image, beside=shown.get("beside"))

    def _references(self, chosen: list[int], unseen: Tensor, shape: LatentShape) -> References | None:
        """A portrait for each clip; None for a LoRA, which is shown none."""
        if not isinstance(self.net, IdentityAdapter):
            return None
        latents = torch.cat([self.portraits[one] for one in chosen]).to(self.learning.device)  # (B, C, 1, y, x)
        made = self.net.reference(self.base.net, latents, 1, shape.tokens(self.base.variant.dit.patch_size))
        strengths = (~unseen).float()[:, None]  # (B, 1)
        if not bool(strengths.any()):  # a step that nobody learned from would be lost
            strengths[0] = 1.0
        return join_references([made], strengths.to(self.learning.device))

    def save(self, path: Path, tensors: dict[str, Tensor], notes: dict[str, object]) -> None:
        told = {**notes, "base": self.base.variant.name}
        if isinstance(self.net, LowRanks):
            write_lora(path, self.net, tensors, told)
        else:
            write_stand_in(path, tensors, told)
