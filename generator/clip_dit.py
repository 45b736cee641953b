"""Clips by the embedded DiT: the still is the first frame, words and per-drawing numbers say what moves, the upsampler gives
the picture back the still's line and texture.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from generator.encode import write_mp4
from generator.picture import read_png
from generator.rig import Rig
from storyboard.params import ClipParams
from storyboard.take import Media


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second, at `params.size`, from inputs["still"]."""
    from generator.nets.animate import Sampling, animate_long
    from generator.nets.upsampler import load_upsampler, upsample
    from generator.nets.weights import load_dit, load_vae
    from generator.world.numbers import numbers

    still = fitted(read_png(inputs["still"][0].path), params.size)
    vae = rig.loaded("vae", lambda: load_vae(rig.weights["vae"]))
    dit = rig.loaded("dit", lambda: load_dit(rig.weights["dit"]))
    upsampler = rig.loaded("upsampler", lambda: load_upsampler(rig.weights["upsampler"]))
    portraits = [fitted(read_png(m.path), (96, 96)) for m in inputs.get("portrait", ())]
    drawings = animate_long(
        dit, vae, fitted(still, params.canvas), params.prompt, numbers(params.staging), Sampling(params.steps, seed=params.seed), portraits
    )
    shown = upsample(drawings, still, upsampler) if params.size != params.canvas else drawings
    return write_mp4(rig.scratch / "clip.mp4", iter(shown), rate="12")


def fitted(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at `size` (width, height), by area when it shrinks."""
    if picture.shape[1::-1] == size:
        return picture
    shrinks = picture.shape[1] > size[0]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
