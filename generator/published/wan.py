"""Wan, whole: words, pictures, one or two nets, a schedule and its solver, and the clip.

    clip = Pipeline(text, coder, (net,)).frames(Asked("A cat walks.", "", frames=33, size=(832, 480), steps=30))

Which way pictures go in is the net's: laid on the noise (36 channels, Wan 2.1 and 2.2 image to video), as the first latent frame itself
(Wan 2.2 TI2V), as VACE's context, or not at all. Equal to diffusers' pipelines, step by step, from the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.nets.attention import attending, here
from generator.nets.identity import IdentityAdapter
from generator.nets.linears import pack
from generator.nets.shapes import LatentShape
from generator.nets.solvers import solver
from generator.nets.video_dit import Control, Hints, VideoDiT, VideoDiTConfig
from generator.published.asking import Asked, Shown, beside, context
from generator.published.autoencoder import Autoencoder, autoencoder, seen
from generator.published.faces import faces, portraits
from generator.published.faces import shown as shown_portraits
from generator.published.loading import load
from generator.published.opening import Kind, Opened, opened
from generator.published.room import Fit, checked, fit, held, streamed
from generator.published.sight import Sight, sight
from generator.published.text import TextEncoder, Words
from generator.published.variants import variant_of
from generator.published.wearing import Worn, put_on
from generator.published.words_kept import KeptWords
from storyboard.errors import BadInput

NumericPath = Literal["fp32", "bf16", "int8"]
EXPERTS: tuple[Kind, ...] = ("transformer", "transformer_2")  # for much noise, for little
Takes = Literal["words", "beside", "first", "context"]  # how pictures go into a net


class Told(NamedTuple):
    """What one clip needs once, before any net: states of its words, of what is avoided (None: no guidance), of its pictures (P, T), and what is
    shown of them; portraits as latents, for nets with faces, and how much each counts."""

    words: Words
    avoided: Words | None
    sight: Tensor | None
    shown: Shown
    portraits: Sequence[Tensor] = ()
    strengths: Sequence[float] = ()


class Expert(NamedTuple):
    """One net, what it computes in, and what shows it portraits."""

    net: VideoDiT
    path: NumericPath
    face: IdentityAdapter | None


@dataclass(frozen=True)
class Pipeline:
    """`nets`: one, or the expert for much noise and the one for little; `boundary`: the share of 1000 from which the first is asked; `path`: what the
    nets compute in; `faces`: what shows each of them portraits, if anything does."""

    text: TextEncoder | KeptWords
    coder: Autoencoder
    nets: Sequence[VideoDiT]
    boundary: float | None = None
    sight: Sight | None = None
    path: NumericPath = "fp32"
    faces: Sequence[IdentityAdapter] = ()

    @property
    def takes(self) -> Takes:
        """How pictures go into these nets."""
        config = self.nets[0].config
        if config.vace_layers:
            return "context"
        if config.in_channels != self.coder.channels:
            return "beside"
        return "first" if self.coder.cell == 16 else "words"

    def frames(self, asked: Asked) -> np.ndarray:
        """The clip, uint8 (F, H, W, 3)."""
        return self.coder.decode(self.latents(asked))

    def latents(self, asked: Asked) -> Tensor:
        """Normed latents (1, C, G, y, x) of the clip."""
        return self.sampled(asked, self.told(asked))

    def told(self, asked: Asked) -> Told:
        """All that is read and seen before the first step. BadInput for sizes and pictures that this model does not take."""
        self._checked(asked)
        guided = max(asked.sampling.guidance) > 1
        look = None
        if self.sight is not None and asked.pictures:
            look = self.sight.states([asked.pictures[place] for place in sorted(asked.pictures)]).flatten(0, 1)[None]  # (1, P, 1280)
        words, *avoided = self.text.read([asked.prompt, asked.negative] if guided else [asked.prompt])
        who = portraits(self.coder, asked.references) if self.faces else ()
        return Told(words, avoided[0] if avoided else None, look, self.shown(asked), who, asked.strengths)

    def shown(self, asked: Asked) -> Shown:
        takes = self.takes
        if takes == "beside":
            return beside(self.coder, asked)
        if takes == "context":
            return context(self.coder, asked)
        if takes == "first" and asked.pictures:
            return Shown(clean=self.coder.encode(seen(asked.pictures[0])))
        return Shown()

    def sampled(self, asked: Asked, told: Told) -> Tensor:
        """Normed latents (1, C, G, y, x): the walk from noise along the schedule."""
        shown, plan = told.shown, asked.schedule
        count = self.coder.latent_frames(asked.frames) + shown.ahead
        shape = LatentShape(count, asked.size[1] // self.coder.cell, asked.size[0] // self.coder.cell)
        noise = torch.Generator().manual_seed(asked.seed)
        x = torch.randn(1, self.coder.channels, *shape, generator=noise)  # on the processor: the same on every device
        walk, current, expert = solver(asked.sampling.solver, plan.sigmas), None, -1
        for time, until in zip(plan.times, (*plan.times[1:], 0.0), strict=True):
            if expert != (wanted := self._expert(time)):
                expert, current = wanted, Voice(self.expert(wanted), shape, told, asked.sampling.guidance[wanted], asked.sampling.guided)
            assert current is not None
            x = walk.step(current.velocity(_held(x, shown), time, until), x)
        return _held(x, shown)[:, :, shown.ahead :]

    def expert(self, which: int) -> Expert:
        return Expert(self.nets[which], self.path, self.faces[which] if self.faces else None)

    def _expert(self, time: float) -> int:
        return 0 if self.boundary is None or len(self.nets) == 1 or time >= self.boundary * 1000 else 1

    def _checked(self, asked: Asked) -> None:
        step = 2 * self.coder.cell
        if asked.size[0] % step or asked.size[1] % step or (asked.frames - 1) % self.coder.group:
            raise BadInput(
                f"This model makes clips of sides that are multiples of {step} and of 1 + {self.coder.group} n frames; asked for {asked.frames} of {asked.size}."
            )
        taken = {"words": set(), "first": {0}, "beside": {0, asked.frames - 1}, "context": set(range(asked.frames))}[self.takes]
        if not set(asked.pictures) <= taken:
            places = ", ".join(map(str, sorted(set(asked.pictures) - taken)))
            raise BadInput(f"This model takes no picture for frame {places} of {asked.frames}. Take the pictures off, or set weights up that take them (VACE: any frame).")
        needed = ({0} if self.takes == "beside" else set()) | ({asked.frames - 1} if self.nets[0].config.image_places else set())
        if not needed <= set(asked.pictures):
            which = "its first and its last picture" if len(needed) > 1 else "its first picture"
            raise BadInput(f"This model makes a clip out of {which}, and one is not given. Give it, or set other weights up.")


def pipeline(folder: Path, path: NumericPath = "fp32", worn: Sequence[Worn] = (), count: int = 0, room: int | None = None) -> Pipeline:
    """All of a folder of parts, its nets counting on a numeric path, with LoRAs merged into them, for clips of `count` tokens in `room` bytes (None:
    in what is free): what does not fit is brought in in turn. Missing, BadInput, Corrupt."""
    variant, text = variant_of(opened(folder, "transformer")), KeptWords(folder, folder.with_name(f"{folder.name}.words"))
    fitting = checked(fit(variant, path, count, room), path)
    nets = [_net(opened(folder, kind), variant.dit, path, fitting, worn) for kind in EXPERTS[: variant.experts]]
    boundary = variant.boundary if variant.experts == 2 else None
    look, who = sight(folder) if variant.dit.image_dim else None, faces(folder, [net.config for net in nets])
    return Pipeline(text, autoencoder(folder, fitting.device), nets, boundary, look, path, who)


def _net(found: Opened, config: VideoDiTConfig, path: NumericPath, fitting: Fit, worn: Sequence[Worn]) -> VideoDiT:
    if fitting.kept is not None and not worn:
        return streamed(found, config, path, fitting)
    with torch.device("meta"):
        net = VideoDiT(config)
    load(found, net, torch.float32 if path == "fp32" else torch.bfloat16)
    put_on(net, worn, 1 if found.kind == "transformer" else 2)
    if fitting.kept is not None:
        return held(net, fitting)
    try:
        pack(net.to(fitting.device), path)
    except ValueError as error:
        raise BadInput(f"The clip is to be computed in {path}: {error}. Set FABULA_PATH accordingly.") from error
    return net.eval().requires_grad_(False)


class Voice:
    """One net for one clip: prepared once with the words, and with what is avoided where it is guided: in the span of noise `guided`."""

    def __init__(self, expert: Expert, shape: LatentShape, told: Told, guidance: float, guided: tuple[float, float] = (0.0, 1.0)) -> None:
        self.net, self.path, self.face = expert
        self.guidance, self.guided, self.frames, self.clean = guidance, guided, shape.frames, told.shown.clean is not None
        self.device = next(self.net.parameters()).device
        texts = [told.words] if told.avoided is None or guidance == 1 else [told.words, told.avoided]
        with torch.inference_mode(), self._computing():
            hints = self._hints(told, shape)
            self.prepared = [self.net.prepare(shape, self.net.words(words.states.to(self.device), [words.length]), hints) for words in texts]

    @contextmanager
    def _computing(self) -> Iterator[None]:
        """In bf16, its attention by the fastest kernel that is here, or in fp32 by torch's own."""
        half, where = self.path != "fp32", self.device.type
        with torch.autocast(where, torch.bfloat16, enabled=half), attending(here(where)[0] if half else "torch"):
            yield

    def _hints(self, told: Told, shape: LatentShape) -> Hints:
        """What is seen, on the net's device; pictures are looked at only by nets that learned to."""
        shown = told.shown
        image = None if told.sight is None or not self.net.config.image_dim else self.net.pictures(told.sight.to(self.device))
        control = None if shown.context is None else Control(shown.context.to(self.device))
        who = shown_portraits(self.net, self.face, told.portraits, told.strengths, shape) if self.face is not None and told.portraits else None
        return Hints(references=who, image=image, vace=control, beside=None if shown.beside is None else shown.beside.to(self.device))

    def velocity(self, x: Tensor, time: float, until: float) -> Tensor:
        """Guided velocity (1, C, G, y, x) at latents x, on the way to the time `until` for a net that is told; the first latent frame is told no
        noise where it is given."""
        x, sigma, end = x.to(self.device), self._sigma(time), self._sigma(until)
        count = len(self.prepared) if self.guided[0] <= time / 1000 <= self.guided[1] else 1
        with torch.inference_mode(), self._computing():
            made = [self.net.velocity(x, sigma, prepared, end).float().cpu() for prepared in self.prepared[:count]]
        return made[0] if len(made) == 1 else made[1] + self.guidance * (made[0] - made[1])

    def _sigma(self, time: float) -> Tensor:
        sigma = torch.full((1, self.frames), time / 1000, dtype=torch.float64)  # (1, G)
        if self.clean:
            sigma[:, 0] = 0
        return sigma.to(self.device)


def _held(x: Tensor, shown: Shown) -> Tensor:
    """Latents with the first frame that is given."""
    return x if shown.clean is None else torch.cat([shown.clean, x[:, :, 1:]], dim=2)
