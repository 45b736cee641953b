"""What a net makes of held-out windows, against their truth.

A window is judged as it is learned: given its first latent (inside a shot two), its anchor, words, numbers, sketch and portraits; noise follows from
its place alone, so that all arms start from the same. Figures are over the drawings that are not given.

Letters: B windows, C latent channels, G latent frames, y x latent cells, F drawings, H W pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.measures import mean_of, psnr, sharpness
from generator.nets.clip_net import ClipNet, Told
from generator.nets.flow import Conditions, conditions, sample, sigma_table
from generator.nets.shapes import FRAMES_PER_LATENT, PIXELS_PER_MASK, WINDOW_FRAMES, LatentShape
from generator.nets.video_dit import Prepared
from generator.nets.video_vae import VideoVAE, bytes_from_video, video_from_bytes
from generator.train.data import ClipSet, open_clips
from generator.train.dit import CARRIED
from generator.train.latents import OFFSETS
from generator.train.vae import heads_of

SEED = 4001


@dataclass(frozen=True)
class Window:
    """One held-out window: latents, anchor (C, G, y, x), numbers, keypoints, portraits (2, C, 1, y, x) and which of them there are (2,);
    its truth uint8 (F, H, W, 3), where subjects and their heads are, bool (F, H, W) both, and how many latents are given."""

    place: int
    caption: str
    latents: Tensor
    held: Tensor
    numbers: Tensor
    keypoints: Tensor
    refs: Tensor
    drawn: Tensor
    video: np.ndarray
    inside: np.ndarray
    heads: np.ndarray
    given: int

    @property
    def first(self) -> int:
        """The first drawing that is not given."""
        return 1 + FRAMES_PER_LATENT * (self.given - 1)


class Figures(NamedTuple):
    """Of a window: decibels over all, inside subjects and inside their heads (nan: none), and how sharp it is (deviation of the Laplacian)."""

    whole: float
    inside: float
    heads: float
    sharp: float


def windows_of(shards: Path, latents: Path, count: int) -> list[Window]:
    """The first window of every even clip and the second of every odd one, up to `count`."""
    pixels, clips = open_clips(shards, "heldout"), open_clips(latents, "heldout")
    return [_window(pixels, clips, row) for row in range(min(count, clips.count))]


def _window(pixels: ClipSet, clips: ClipSet, row: int) -> Window:
    turn = row % clips.tensor(row, "latents").shape[0]
    span = slice(OFFSETS[turn], OFFSETS[turn] + WINDOW_FRAMES)
    mask = np.array(pixels.array(row, "mask")[span])
    inside, heads = mask > 0, heads_of(np.array(pixels.array(row, "keypoints")[span]), mask)
    inside, heads = (cells.repeat(PIXELS_PER_MASK, axis=1).repeat(PIXELS_PER_MASK, axis=2) for cells in (inside, heads))
    names = ("latents", "held", "numbers", "keypoints")
    latents, held, numbers, keypoints = (clips.tensor(row, name)[turn].float() for name in names)
    given = 1 if int(clips.tensor(row, "since")[turn]) == 0 else CARRIED
    portraits = clips.tensor(row, "refs").float(), (clips.tensor(row, "drawn") > 0).float()
    video = np.array(pixels.array(row, "video")[span])
    return Window(row, clips.caption(row), latents, held, numbers, keypoints, *portraits, video, inside, heads, given)


def asked(net: ClipNet, window: Window) -> tuple[Conditions, Prepared]:
    """What the net is told of a window (a batch of one)."""
    given = (torch.arange(window.latents.shape[1]) < window.given)[None]
    known = conditions(window.latents[None], given, window.held[None])
    references = net.references(list(window.refs[None].unbind(1)), LatentShape(*window.latents.shape[1:]), window.drawn[None])
    told = Told(window.numbers[None], window.keypoints[None])
    return known, net.prepare(net.words([window.caption]), known, told, references)


def noise_of(window: Window) -> Tensor:
    """The noise (1, C, G, y, x) every arm starts from."""
    return torch.randn(window.latents[None].shape, generator=torch.Generator().manual_seed(SEED + window.place))


@torch.inference_mode()
def made(net: ClipNet, vae: VideoVAE, window: Window, steps: tuple[int, ...]) -> dict[int, np.ndarray]:
    """The window as the net draws it in so many steps, uint8 (F, H, W, 3) each."""
    with torch.autocast("cpu", torch.bfloat16):
        known, prepared = asked(net, window)
        drawn = {
            n: sample(lambda x, sigma, until: net.velocity(x, sigma, known, prepared, until), noise_of(window), known, sigma_table(n))
            for n in steps
        }
        return {n: decoded(vae, latents) for n, latents in drawn.items()}


@torch.inference_mode()
def decoded(vae: VideoVAE, latents: Tensor) -> np.ndarray:
    """Drawings uint8 (F, H, W, 3) of latents (1, C, G, y, x), in bf16."""
    with torch.autocast("cpu", torch.bfloat16):
        return bytes_from_video(vae.decode(latents.float()))[0].numpy()


@torch.inference_mode()
def round_trip(vae: VideoVAE, window: Window) -> np.ndarray:
    """The truth through the autoencoder."""
    with torch.autocast("cpu", torch.bfloat16):
        return decoded(vae, vae.encode(video_from_bytes(torch.from_numpy(window.video)[None])).float())


def figures(drawings: np.ndarray, window: Window) -> Figures:
    """How near the drawings are to the truth where nothing is given."""
    rest = slice(window.first, None)
    drawn, true = drawings[rest], window.video[rest]
    return Figures(psnr(drawn, true), psnr(drawn, true, window.inside[rest]), psnr(drawn, true, window.heads[rest]), float(sharpness(drawn).mean()))


def frozen(window: Window) -> np.ndarray:
    """The last given drawing, held."""
    return np.repeat(window.video[window.first - 1][None], len(window.video), axis=0)


def line(arm: str, way: str, found: list[Figures]) -> dict[str, object]:
    """Means over windows as a line of a table."""
    whole, inside, heads, sharp = (round(mean_of(values).mean, 2) for values in zip(*found, strict=True))
    return {"arm": arm, "way": way, "all_db": whole, "subjects_db": inside, "heads_db": heads, "sharpness": sharp, "windows": len(found)}


def apart(name: str, of: str, pairs: list[tuple[float, float]]) -> dict[str, object]:
    """The mean of second minus first, window by window, with its bootstrap interval."""
    found = mean_of([second - first for first, second in pairs])
    return {"difference": name, "of": of, "mean": round(found.mean, 4), "low": round(found.low, 4), "high": round(found.high, 4), "windows": found.of}
