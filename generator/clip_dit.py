"""Clips by the embedded DiT: the still is the first frame, words and per-drawing numbers say what moves, the upsampler gives
the picture back the still's line and texture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import cv2
import numpy as np

from generator.encode import write_mp4
from generator.picture import read_png
from generator.rig import Rig
from storyboard.params import ClipParams, Size
from storyboard.take import Media

if TYPE_CHECKING:
    from generator.nets.upsampler import Upsampler

PORTRAIT = (96, 96)
BATCH = 16  # drawings enlarged at a time: memory stays flat with length


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second, at `params.size`, from inputs["still"]."""
    from generator.nets.animate import Direction, Sampling, animate_long
    from generator.nets.clip_net import load_dit
    from generator.nets.upsampler import load_upsampler
    from generator.nets.video_vae import load_vae
    from generator.world.numbers import numbers

    still = read_png(inputs["still"][0].path)
    vae = rig.loaded("vae", lambda: load_vae(rig.weights["vae"]))
    dit = rig.loaded("dit", lambda: load_dit(rig.weights["dit"]))
    portraits = [fitted(read_png(m.path), PORTRAIT) for m in inputs.get("portrait", ())]
    told = numbers(params.staging)
    drawings = animate_long(dit, vae, fitted(still, params.canvas), Direction(params.prompt, told, portraits), Sampling(params.steps, seed=params.seed))
    if params.size == params.canvas:
        return write_mp4(rig.scratch / "clip.mp4", iter(drawings), rate="12")
    upsampler = rig.loaded("upsampler", lambda: load_upsampler(rig.weights["upsampler"]))
    return write_mp4(rig.scratch / "clip.mp4", enlarged(drawings, still, params.size, upsampler), rate="12")


def enlarged(drawings: np.ndarray, still: np.ndarray, size: Size, upsampler: Upsampler) -> Iterator[np.ndarray]:
    """The drawings [F, h, w, 3] at `size`, with the line and texture of the still."""
    from generator.nets.upsampler import SCALE, upsample

    full = fitted(still, (SCALE * drawings.shape[2], SCALE * drawings.shape[1]))
    for start in range(0, len(drawings), BATCH):
        chunk = np.concatenate([drawings[:1], drawings[start : start + BATCH]])
        yield from (fitted(picture, size) for picture in upsample(chunk, full, upsampler)[1:])


def fitted(picture: np.ndarray, size: Size) -> np.ndarray:
    """The picture at `size` (width, height), by area when it shrinks."""
    if picture.shape[1::-1] == tuple(size):
        return picture
    shrinks = picture.shape[1] > size[0]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
