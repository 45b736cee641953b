"""The ways a shot is made, the engine's and those it is held against.

    true      the drawn world's own clip, which is what the drawn animatic shows: the ceiling
    vae       the truth through the autoencoder: what the net's decoder can draw at best
    held      the still, frozen
    camera    the still moved by the camera alone (pan and zoom)
    puppet    the still's figures moved by their keypoints before its plate, before any net
    dit       what the net draws, at the canvas
    clip      what a film shows of it: carried and enlarged with the still's own line

All but dit and vae are made at full size, from what a film has: the still, the plate behind its figures, how near everything is, and a drawing of whoever
comes in. What a film takes of another drawing of the same shot, where the camera leaves the still, is left out: here it would be the truth.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch

from generator.fitting import fitted
from generator.known import expressions_of, known_of, stand_ins
from generator.nets.animate import Direction, Sampling, anchor_of, animate_long, stage_of
from generator.nets.carry import Moving, carry, unchanged
from generator.nets.clip_net import ClipNet
from generator.nets.illustrate import illustrate
from generator.nets.pages import Known, arriving
from generator.nets.puppet import Anchor, Theatre, camera_alone, empty_theatre, puppet, theatre_of
from generator.nets.upsampler import upsample
from generator.nets.video_vae import VideoVAE, bytes_from_video, video_from_bytes
from generator.train.evaluate.shots import PICTURE, Shot
from generator.world.portrait import render_portrait
from generator.world.shards import REF
from storyboard.staging import Staging

WAYS = ("true", "vae", "held", "camera", "puppet", "dit", "clip")
PLAIN = "as in a film"


class Made(NamedTuple):
    """Drawings at the canvas, uint8 (F, H, W, 3), and as readers see them, uint8 (F, P, Q, 3)."""

    frames: np.ndarray
    seen: np.ndarray


@dataclass(frozen=True)
class Engine:
    """The nets, how they are run, and the canvas they draw on (width, height). `seconds` gathers what making took."""

    vae: VideoVAE
    dit: ClipNet
    sampling: Sampling
    canvas: tuple[int, int]
    seconds: list[float] = field(default_factory=list)

    def ways(self, shot: Shot, names: Sequence[str] = WAYS) -> dict[str, Made]:
        """The shot made in each of these ways."""
        direction = direction_of(shot)
        laid = {"camera": alone(shot), "puppet": laid_out(shot, direction)}
        made = {name: self.filmed(unchanged(laid[name].anchor), laid[name], shot) for name in laid if name in names}
        made["true"] = Made(shot.video, shot.seen)
        if "held" in names:
            made["held"] = Made(*(np.repeat(frames[:1], len(frames), axis=0) for frames in made["true"]))
        if "vae" in names:
            made["vae"] = small(self.round_trip(shot.video))
        if "dit" in names or "clip" in names:
            drawings = self.animated(shot.first, direction, self.sampling, laid["puppet"].anchor)
            made["dit"] = small(drawings)
            made["clip"] = self.carried(drawings, laid["puppet"], shot)
        return {name: made[name] for name in names}

    def clip(self, shot: Shot, direction: Direction, sampling: Sampling | None = None, laid: Laid | None = None) -> Made:
        """What a film shows of the shot under a direction."""
        laid = laid_out(shot, direction) if laid is None else laid
        return self.carried(self.animated(shot.first, direction, sampling or self.sampling, laid.anchor), laid, shot)

    def animated(self, first: np.ndarray, direction: Direction, sampling: Sampling, anchor: Anchor) -> np.ndarray:
        began = time.monotonic()
        drawings = animate_long(self.dit, self.vae, first, direction, sampling, anchor)
        self.seconds.append((time.monotonic() - began) / len(drawings))
        return drawings

    def carried(self, drawings: np.ndarray, laid: Laid, shot: Shot) -> Made:
        moving = carry(drawings, laid.theatre.sheets(), laid.anchor, laid.theatre.backs(shot.numbers))
        return self.filmed(moving, laid, shot)

    def filmed(self, moving: Moving, laid: Laid, shot: Shot) -> Made:
        """Moving drawings enlarged as a film does, reduced again to be compared."""
        large = upsample(moving, laid.theatre.sheets(shot.still), laid.theatre.backs(shot.numbers, shot.still))
        return reduced(large, self.canvas)

    def still(self, shot: Shot) -> np.ndarray:
        """The first drawing as the net draws it from words and a pose sketch alone, as readers see it, uint8 (P, Q, 3)."""
        told = nameless(direction_of(shot))
        return fitted(illustrate(self.dit, self.vae, told, self.canvas, self.sampling), PICTURE)

    @torch.inference_mode()
    def round_trip(self, frames: np.ndarray) -> np.ndarray:
        """Drawings through encoder and decoder."""
        device = self.vae.latent_mean.device
        with torch.autocast(device.type, torch.bfloat16, enabled=self.sampling.path != "fp32"):
            video = video_from_bytes(torch.from_numpy(frames)[None].to(device))
            return bytes_from_video(self.vae.decode(self.vae.encode(video).float()))[0].cpu().numpy()


class Laid(NamedTuple):
    """What a clip is cut from, and its first guess."""

    theatre: Theatre
    anchor: Anchor


def laid_out(shot: Shot, direction: Direction) -> Laid:
    theatre = stage_of(shot.first, direction)
    return Laid(theatre, anchor_of(theatre, direction))


def alone(shot: Shot) -> Laid:
    """The camera alone, as on a picture of which nothing is known."""
    return Laid(empty_theatre(shot.first), camera_alone(shot.first, shot.numbers))


def direction_of(shot: Shot, cast: Staging | None = None) -> Direction:
    """Everything a film tells the net of a shot; with the portraits of those of another `cast`."""
    cast = cast or shot.staging
    portraits = tuple(render_portrait(subject.look, subject.outfit, cast.style, REF) for subject in cast.subjects)
    known = known_of(shot.staging, (shot.first.shape[1], shot.first.shape[0]))
    known = known._replace(stand_ins=stand_ins(cast, arriving(shot.keypoints), expressions_of(cast)))
    return Direction(shot.caption, shot.numbers, portraits, keypoints=shot.keypoints, known=known)


def nameless(direction: Direction) -> Direction:
    """The same without anybody's portrait."""
    return direction._replace(portraits=(), known=direction.known._replace(stand_ins={}))


def from_opening(shot: Shot, before: Shot, known: Known) -> Laid:
    """The guess at a shot that begins with the first drawing of another, of which `known` tells."""
    numbers, sketch = (np.concatenate([rows[:1], more]) for rows, more in ((shot.numbers, shot.numbers), (before.keypoints, shot.keypoints)))
    worn = None if known.worn is None else np.concatenate([0 * known.worn[:1], known.worn])
    theatre = theatre_of(before.first, sketch, known._replace(worn=worn))
    return Laid(theatre, Anchor(*(part[1:] for part in puppet(theatre, numbers, sketch))))


def reduced(large: Iterable[np.ndarray], canvas: tuple[int, int]) -> Made:
    """Full pictures at the canvas and as readers see them."""
    pairs = [(fitted(picture, canvas), fitted(picture, PICTURE)) for picture in large]
    frames, seen = zip(*pairs, strict=True)
    return Made(np.stack(frames), np.stack(seen))


def small(frames: np.ndarray) -> Made:
    """Drawings that there are at the canvas only."""
    return Made(frames, np.stack([fitted(frame, PICTURE) for frame in frames]))
