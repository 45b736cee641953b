"""Training the animating net on latents.

    python -m generator.train.dit --latents FOLDER --preset storybook --out dit.safetensors --minutes 60

Velocity target, sigma = sigmoid(normal) shifted by 3; which latent frames are given differs by sample (see MODES), and one batch in
ten is of single pictures, so that the same net draws stills. Windows inside a shot go on from two given latents; a little noise on
those makes the net forgiving of its own earlier windows (conditioning augmentation: Ho et al., 2022). The loss counts the frames
that are not given, cells with a subject four times. One caption in ten is dropped, and one portrait in five.

`--start-from` goes on from weights of this or an earlier form of the net: what they know is kept, what is new starts at zero.
`--far 0.5`: half of the batches learn the flow map (flow.py), which takes any number of steps: the target of the mean velocity
from sigma to r is v - (sigma - r) du/dsigma, the derivative by differences without gradients (AnyFlow, 2025), in fp32 and between
sigmas that the net knows; what it adds to v is no longer than half of v. Velocities first, long steps last, at a tenth of the rate.
Without `--far` no length of a step is learned, and the net is kept from answering to one (grow.py, `settled`).
`--identity-only` freezes the net and teaches only the adapter.
`--together 2`: neighbouring clips of the shards, shots of one scene there (generator.world.shards --together 2), are learned as one sequence (nets/multi_shot.py),
each shot with given frames and sigmas of its own.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch
from einops import rearrange
from torch import Tensor

from generator.nets.camera import relative_numbers
from generator.nets.clip_net import ClipNet, Told, load_dit, save_dit
from generator.nets.flow import Conditions, conditions, mix, per_frame, random_sigma
from generator.nets.multi_shot import Binding, join_shots
from generator.nets.presets import PRESETS, preset_config
from generator.nets.shapes import LatentShape
from generator.nets.text_encoder import count_words
from generator.nets.video_dit import Prepared, References
from generator.train.data import ClipSet, open_clips
from generator.train.grow import grown, settled
from generator.train.loop import add_arguments, loop_config, train

MODES = {"start": 0.75, "keys": 0.1, "independent": 0.05, "nothing": 0.1}  # which frames are given: see `draw_sigmas`
CARRIED = 2  # latents a window inside a shot goes on from
STEP = 0.02  # of sigma, to either side, over which a derivative is measured
BOUND = 0.5  # of the velocity's norm: the most that a long step's target differs from the velocity


@dataclass(frozen=True)
class DiTTraining:
    """Batch, shift of sigma, extra weight of subjects, shares of dropped captions, portraits and sketches, of batches of single
    pictures and of batches that learn long steps; `first_step`: share of samples at sigma = 1, where every sampler begins; `together`: shots of a
    sequence, which divide the batch."""

    batch: int = 8
    shift: float = 3.0
    subject_weight: float = 4.0
    carried_noise: float = 0.15
    text_drop: float = 0.1
    reference_drop: float = 0.2
    pose_drop: float = 0.05
    stills: float = 0.1
    far: float = 0.0
    first_step: float = 0.0
    together: int = 1


@dataclass(frozen=True)
class Batch:
    """Latents to be learned (B, C, G, y, x), what stands in for them where they are given (a little worn), the anchor, cells of
    subjects (B, G, y, x), numbers (B, F, 16), keypoints (B, F, 4, 11, 3), captions, rows of the clip set, which windows open
    their shot (B,)."""

    data: Tensor
    worn: Tensor
    held: Tensor
    cells: Tensor
    told: Told
    captions: list[str]
    rows: list[int]
    opens: Tensor


def draw_sigmas(opens: Tensor, frames: int, generator: torch.Generator, shift: float) -> tuple[Tensor, Tensor]:
    """Per-frame sigmas (B, G) and which frames are given (B, G) bool, each sample in a random mode: from its start; from its
    start with one or two later frames ("keys"); every frame at a sigma of its own; from nothing. opens (B,) bool says whether it
    opens its shot."""
    batch = len(opens)
    shares = torch.tensor(list(MODES.values()))
    modes = torch.multinomial(shares, batch, replacement=True, generator=generator)
    sigma = random_sigma(batch, generator, shift)[:, None].repeat(1, frames)
    free = random_sigma(batch * frames, generator, shift).view(batch, frames)
    keys = torch.randint(CARRIED, max(frames, CARRIED + 1), (batch, 2), generator=generator)
    given = torch.zeros(batch, frames, dtype=torch.bool)
    names = list(MODES)
    for row, mode in enumerate(modes.tolist()):
        if names[mode] in ("start", "keys") and frames > 1:
            given[row, : 1 if opens[row] else CARRIED] = True
        if names[mode] == "keys" and frames > CARRIED:
            given[row, keys[row]] = True
        if names[mode] == "independent":
            sigma[row] = free[row]
    return torch.where(given, 0.0, sigma), given


class DiTTask:
    """One batch: random windows of random clips."""

    def __init__(self, net: ClipNet, clips: ClipSet, training: DiTTraining, device: str) -> None:
        self.net, self.clips, self.training, self.device = net, clips, training, device
        if training.together > 1 and (training.batch % training.together or clips.together % training.together):
            raise ValueError(f"{training.together} shots cannot be learned together from batches of {training.batch} clips of scenes of {clips.together}")

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        t = self.training
        still = bool(torch.rand(1, generator=generator) < t.stills)
        batch = self._batch(generator, still)
        sigma, given = draw_sigmas(batch.opens, batch.data.shape[2], generator, t.shift)
        first = torch.rand(len(sigma), 1, generator=generator) < t.first_step
        sigma = torch.where(first & ~given, 1.0, sigma)
        noise = torch.randn(batch.data.shape, generator=generator)
        sigma, given, noise = (part.to(self.device) for part in (sigma, given, noise))
        known = conditions(batch.worn, given, batch.held)
        made = self._made(batch, known, generator)
        noisy = torch.where(per_frame(given), batch.worn, mix(batch.data, noise, sigma))
        known = Conditions(*(in_row(part, t.together) for part in known))
        noisy, target, sigma, given, cells = (in_row(part, t.together) for part in (noisy, noise - batch.data, sigma, given, batch.cells))
        if torch.rand(1, generator=generator) < t.far:
            got, target = self._far(noisy, sigma, (known, made, target), generator)
        else:
            got = self.net.velocity(noisy, sigma, known, made)
        error = (got - target).pow(2).mean(dim=1)  # (B, G, y, x)
        weight = (1 + (t.subject_weight - 1) * cells) * (~given)[:, :, None, None]  # (B, G, y, x)
        loss = (error * weight).sum() / weight.sum()
        return loss, self._figures(error.detach(), sigma, given)

    def _batch(self, generator: torch.Generator, still: bool) -> Batch:
        """Random windows, or (`still`) their first drawings alone, which nothing is given of."""
        t, count = self.training, self.training.batch
        firsts = torch.randint(self.clips.count // t.together, (count // t.together,), generator=generator).tolist()
        rows = [first * t.together + place for first in firsts for place in range(t.together)]
        chosen = torch.randint(self.clips.tensor(rows[0], "cells").shape[0], (count // t.together,), generator=generator)
        windows = chosen.repeat_interleave(t.together).tolist()
        data, held, cells, numbers, keypoints, since = (
            torch.stack([self.clips.tensor(row, name)[w].float() for row, w in zip(rows, windows, strict=True)])
            for name in ("latents", "held", "cells", "numbers", "keypoints", "since")
        )
        if still:
            data, held, cells, numbers, keypoints = data[:, :, :1], held[:, :, :1], cells[:, :1], numbers[:, :1], keypoints[:, :1]
        dropped, blind = (torch.rand(2, count, generator=generator) < torch.tensor([[t.text_drop], [t.pose_drop]])).tolist()
        captions = ["" if drop else self.clips.caption(row) for row, drop in zip(rows, dropped, strict=True)]
        keypoints[torch.tensor(blind)] = 0.0
        wear = t.carried_noise * torch.rand(count, generator=generator) * (since > 0)
        worn = data + torch.randn(data.shape, generator=generator) * wear.view(-1, 1, 1, 1, 1)
        data, worn, held, cells, numbers, keypoints = (
            part.to(self.device) for part in (data, worn, held, cells, numbers, keypoints)
        )
        return Batch(data, worn, held, cells, Told(numbers, keypoints), captions, rows, since == 0)

    def _made(self, batch: Batch, known: Conditions, generator: torch.Generator) -> Prepared:
        """The batch, or, of several shots a sequence, each shot with its place in every sequence, joined."""
        count = self.training.together
        made = [self._of(batch, known, slice(place, None, count), generator) for place in range(count)]
        return made[0] if count == 1 else join_shots(made, self.net.config.dit.attention_head_dim, Binding())

    def _of(self, batch: Batch, known: Conditions, which: slice, generator: torch.Generator) -> Prepared:
        references = self._references(batch.rows[which], LatentShape(*batch.data.shape[2:]), generator)
        told = Told(*(None if part is None else part[which] for part in batch.told))
        return self.net.prepare(self.net.words(batch.captions[which]), Conditions(*(part[which] for part in known)), told, references)

    def _far(
        self, noisy: Tensor, sigma: Tensor, rest: tuple[Conditions, Prepared, Tensor], generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """What the net says of steps from sigma to somewhere below, all the way for one in four, and what it should say."""
        known, made, velocity = rest
        share = torch.rand(len(sigma), 1, generator=generator)
        share = torch.where(torch.rand(len(sigma), 1, generator=generator) < 0.25, 0.0, share).to(self.device)
        until = sigma * share
        above, below = (sigma + STEP).clamp(max=1.0), torch.maximum(sigma - STEP, until)  # (B, G): beyond them the net was never asked
        above, below = (torch.where(known.given, sigma, end) for end in (above, below))  # a given frame stays where it is
        with torch.no_grad(), torch.autocast(self.device.split(":")[0], enabled=False):
            up, down = (
                self.net.velocity(noisy + per_frame(end - sigma) * velocity, end, known, made, until) for end in (above, below)
            )
            length = (sigma - until) / (above - below).clamp(min=1e-4)  # (B, G), of the step, in spans of the difference
            target = velocity - bounded(per_frame(length) * (up - down), velocity, ~known.given)
        return self.net.velocity(noisy, sigma, known, made, until), target

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


def in_row(part: Tensor, count: int) -> Tensor:
    """Of so many shots a sequence, their latent frames one after another: (B n, C, G, y, x) to (B, C, n G, y, x), (B n, G, ...) to (B, n G, ...)."""
    if part.ndim == 5:
        return rearrange(part, "(b n) c g y x -> b c (n g) y x", n=count)
    return rearrange(part, "(b n) g ... -> b (n g) ...", n=count)


def bounded(added: Tensor, velocity: Tensor, counted: Tensor) -> Tensor:
    """What a long step adds to its velocity, (B, C, G, y, x) both, made shorter where its norm is more than BOUND times the velocity's, each
    sample by itself; only frames that are counted (B, G) have a say, and only they get anything."""
    added = added * per_frame(counted.to(added.dtype))
    most = BOUND * (velocity * per_frame(counted.to(velocity.dtype))).flatten(1).norm(dim=1)  # (B,)
    share = (most / added.flatten(1).norm(dim=1).clamp(min=1e-6)).clamp(max=1.0)  # (B,)
    return added * share.view(-1, 1, 1, 1, 1)


def measure_numbers(net: ClipNet, clips: ClipSet, most: int = 500) -> None:
    """Put mean and deviation of the (relative) numbers into the net; constant ones keep a deviation of 1."""
    rows = [relative_numbers(clips.tensor(n, "numbers")) for n in range(min(most, clips.count))]
    values = torch.stack(rows).flatten(0, 2)
    std = values.std(dim=0)
    net.numbers_mean.copy_(values.mean(dim=0))
    net.numbers_std.copy_(torch.where(std > 1e-5, std, 1.0))


def build(chosen: argparse.Namespace, clips: ClipSet) -> ClipNet:
    """A net of the preset: fresh, or with what the weights to go on from know."""
    words = count_words([clips.caption(n) for n in range(clips.count)])
    if chosen.start_from is not None:
        return grown(load_dit(chosen.start_from), chosen.preset, words).train().requires_grad_(True)
    net = ClipNet(preset_config(chosen.preset, words))
    measure_numbers(net, clips)
    return net


def keep_settled(net: ClipNet) -> None:
    """Settle a net that will learn velocities only, and keep the lengths of steps out of its training."""
    settled(net)
    if net.dit.condition_embedder.delta_embedder is not None:
        net.dit.condition_embedder.delta_embedder.requires_grad_(False)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--latents", type=Path, required=True)
    parser.add_argument("--preset", choices=list(PRESETS), default="storybook")
    parser.add_argument("--start-from", type=Path, help="weights to go on from, of this or an earlier form of the net")
    parser.add_argument("--first-step", type=float, default=0.0, help="share of samples at sigma = 1, where every sampler begins")
    parser.add_argument("--far", type=float, default=0.0, help="share of batches that learn long steps")
    parser.add_argument("--together", type=int, default=1, help="shots that are learned as one sequence")
    parser.add_argument("--identity-only", action="store_true")
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    clips = open_clips(chosen.latents, "train")
    net = build(chosen, clips).to(config.device)
    if chosen.identity_only:
        net.requires_grad_(False)
        net.identity.requires_grad_(True)
    if not chosen.far:
        keep_settled(net)
    size = sum(p.numel() for p in net.parameters()) / 1e6
    print(f"{size:.2f}M parameters, {clips.count} clips", flush=True)
    training = DiTTraining(batch=config.batch, first_step=chosen.first_step, far=chosen.far, together=chosen.together)
    train(DiTTask(net, clips, training, config.device), config)


if __name__ == "__main__":
    main()
