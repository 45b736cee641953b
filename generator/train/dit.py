"""Training the animating net on latents.

    python -m generator.train.dit --latents FOLDER --preset storybook --out dit.safetensors --minutes 60

Velocity target, sigma = sigmoid(normal) shifted by 3; which latent frames are given differs by sample (see MODES).
Windows inside a shot go on from two given latents; a little noise on those makes the net forgiving of its own earlier
windows (conditioning augmentation: Ho et al., 2022). The loss counts the frames that are not given, cells with a subject
four times. One in ten captions is dropped. With
`--identity-only` the base net is frozen and only the identity adapter learns, from portraits.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from generator.nets.camera import relative_numbers
from generator.nets.clip_net import ClipNet, load_dit, save_dit
from generator.nets.flow import conditions, mix, per_frame, random_sigma
from generator.nets.presets import PRESETS, preset_config
from generator.nets.shapes import LatentShape
from generator.nets.text_encoder import count_words
from generator.nets.video_dit import References
from generator.train.data import ClipSet, open_clips
from generator.train.loop import add_arguments, loop_config, train

MODES = {"start": 0.85, "ends": 0.05, "independent": 0.05, "nothing": 0.05}
CARRIED = 2  # latents a window inside a shot goes on from


@dataclass(frozen=True)
class DiTTraining:
    """Batch, shift of sigma, extra weight of subjects, shares of dropped captions and portraits; `first_step`: share of
    samples at sigma = 1, where a sampler of one step works."""

    batch: int = 8
    shift: float = 3.0
    subject_weight: float = 4.0
    carried_noise: float = 0.15
    text_drop: float = 0.1
    reference_drop: float = 0.2
    first_step: float = 0.0


def draw_sigmas(opens: Tensor, frames: int, generator: torch.Generator, shift: float) -> tuple[Tensor, Tensor]:
    """Per-frame sigmas (B, G) and which frames are given (B, G) bool, each sample in a random mode; opens (B,) bool says
    whether it opens its shot."""
    batch = len(opens)
    shares = torch.tensor(list(MODES.values()))
    modes = torch.multinomial(shares, batch, replacement=True, generator=generator)
    sigma = random_sigma(batch, generator, shift)[:, None].repeat(1, frames)
    free = random_sigma(batch * frames, generator, shift).view(batch, frames)
    given = torch.zeros(batch, frames, dtype=torch.bool)
    names = list(MODES)
    for row, mode in enumerate(modes.tolist()):
        if names[mode] in ("start", "ends"):
            given[row, : 1 if opens[row] else CARRIED] = True
        if names[mode] == "ends":
            given[row, -1] = True
        if names[mode] == "independent":
            sigma[row] = free[row]
    return torch.where(given, 0.0, sigma), given


class DiTTask:
    """One batch: random windows of random clips."""

    def __init__(self, net: ClipNet, clips: ClipSet, training: DiTTraining, device: str, portraits: bool) -> None:
        self.net, self.clips, self.training, self.device, self.portraits = net, clips, training, device, portraits

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        t, count = self.training, self.training.batch
        rows = torch.randint(self.clips.count, (count,), generator=generator).tolist()
        windows = torch.randint(self.clips.tensor(rows[0], "cells").shape[0], (count,), generator=generator).tolist()
        data, held, cells, numbers, since = (
            torch.stack([self.clips.tensor(row, name)[w].float() for row, w in zip(rows, windows, strict=True)])
            for name in ("latents", "held", "cells", "numbers", "since")
        )
        dropped = (torch.rand(count, generator=generator) < t.text_drop).tolist()
        captions = ["" if drop else self.clips.caption(row) for row, drop in zip(rows, dropped, strict=True)]
        sigma, given = draw_sigmas(since == 0, data.shape[2], generator, t.shift)
        first = torch.rand(count, 1, generator=generator) < t.first_step
        sigma = torch.where(first & ~given, 1.0, sigma)
        noise, worn = torch.randn(2, *data.shape, generator=generator)
        worn = data + worn * (t.carried_noise * torch.rand(count, generator=generator) * (since > 0)).view(-1, 1, 1, 1, 1)
        data, held, cells, numbers, sigma, given, noise, worn = (
            part.to(self.device) for part in (data, held, cells, numbers, sigma, given, noise, worn)
        )
        known = conditions(worn, given, held)
        references = self._references(rows, LatentShape(*data.shape[2:]), generator) if self.portraits else None
        made = self.net.prepare(captions, numbers, known, references)
        noisy = torch.where(per_frame(given), worn, mix(data, noise, sigma))
        got = self.net.velocity(noisy, sigma, known, made)
        error = (got - (noise - data)).pow(2).mean(dim=1)  # (B, G, y, x)
        weight = (1 + (t.subject_weight - 1) * cells) * (~given)[:, :, None, None]  # (B, G, y, x)
        loss = (error * weight).sum() / weight.sum()
        return loss, self._figures(error.detach(), sigma, given)

    def _references(self, rows: list[int], shape: LatentShape, generator: torch.Generator) -> References | None:
        """The portraits of each clip's subjects, each left out one time in five and where there is none."""
        refs = torch.stack([self.clips.tensor(row, "refs").float() for row in rows]).to(
            self.device
        )  # (B, 2, C, 1, y, x)
        drawn = torch.stack([self.clips.tensor(row, "drawn") for row in rows])  # (B, 2)
        kept = (torch.rand(drawn.shape, generator=generator) >= self.training.reference_drop) & (drawn > 0)
        return self.net.references(list(refs.unbind(1)), shape, kept.float().to(self.device))

    @staticmethod
    def _figures(error: Tensor, sigma: Tensor, given: Tensor) -> dict[str, float]:
        """Error of the predicted data in frames after the first at high noise: what a first step would be off by."""
        data_error = error * (sigma**2)[:, :, None, None]
        high = (sigma > 0.8) & ~given & given[:, :1]
        return {"data_error": float(data_error[high].mean())} if high.any() else {}

    def save(self, path: Path, tensors: dict[str, Tensor], notes: dict[str, object]) -> None:
        save_dit(path, self.net, tensors, notes)


def measure_numbers(net: ClipNet, clips: ClipSet, most: int = 500) -> None:
    """Put mean and deviation of the (relative) numbers into the net; constant ones keep a deviation of 1."""
    rows = [relative_numbers(clips.tensor(n, "numbers")) for n in range(min(most, clips.count))]
    values = torch.stack(rows).flatten(0, 2)
    std = values.std(dim=0)
    net.numbers_mean.copy_(values.mean(dim=0))
    net.numbers_std.copy_(torch.where(std > 1e-5, std, 1.0))


def build(chosen: argparse.Namespace, clips: ClipSet) -> ClipNet:
    """A fresh net of the preset, or the weights to go on from."""
    if chosen.start_from is not None:
        return load_dit(chosen.start_from).train().requires_grad_(True)
    net = ClipNet(preset_config(chosen.preset, count_words([clips.caption(n) for n in range(clips.count)])))
    measure_numbers(net, clips)
    return net


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--latents", type=Path, required=True)
    parser.add_argument("--preset", choices=list(PRESETS), default="storybook")
    parser.add_argument("--start-from", type=Path, help="weights to go on from (fine-tuning, identity)")
    parser.add_argument("--first-step", type=float, default=0.0, help="share of samples at sigma = 1, for sampling in one step")
    parser.add_argument("--identity-only", action="store_true")
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    clips = open_clips(chosen.latents, "train")
    net = build(chosen, clips).to(config.device)
    if chosen.identity_only:
        net.requires_grad_(False)
    net.identity.requires_grad_(chosen.identity_only)
    size = sum(p.numel() for p in net.parameters()) / 1e6
    print(f"{size:.2f}M parameters, {clips.count} clips", flush=True)
    train(DiTTask(net, clips, DiTTraining(batch=config.batch, first_step=chosen.first_step), config.device, chosen.identity_only), config)


if __name__ == "__main__":
    main()
