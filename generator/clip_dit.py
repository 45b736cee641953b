"""Clips by the embedded DiT: the still is the first frame, words and per-drawing numbers say what moves, the upsampler gives
the picture back the still's line and texture, and the weather before the lens is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np

from generator.encode import write_mp4
from generator.picture import read_png
from generator.rig import Rig
from storyboard.grammar import Move
from storyboard.params import ClipParams, Size
from storyboard.staging import Staging
from storyboard.take import Media

PORTRAIT = (96, 96)
STANDING = (Move.STATIC, Move.FOCUS)
ALIKE = 4.0  # levels by which a still may differ from the drawing of its staging and be taken for it


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second, at `params.size`, from inputs["still"]."""
    from generator.nets.animate import Direction, Sampling, animate_long
    from generator.nets.clip_net import load_dit
    from generator.nets.upsampler import SCALE, upsample
    from generator.nets.video_vae import load_vae
    from generator.world.lens import Lens
    from generator.world.numbers import numbers

    still = read_png(inputs["still"][0].path)
    vae = rig.loaded("vae", lambda: load_vae(rig.weights["vae"]))
    dit = rig.loaded("dit", lambda: load_dit(rig.weights["dit"]))
    portraits = [fitted(read_png(m.path), PORTRAIT) for m in inputs.get("portrait", ())]
    told = numbers(params.staging)
    drawings = animate_long(dit, vae, fitted(still, params.canvas), Direction(params.prompt, told, portraits), Sampling(params.steps, seed=params.seed))
    pictures: Iterator[np.ndarray] = iter(drawings)
    if params.size != params.canvas:
        full = fitted(still, (SCALE * params.canvas[0], SCALE * params.canvas[1]))
        pictures = (fitted(picture, params.size) for picture in upsample(drawings, full, told, beyond(params.staging, full)))
    lens = Lens(params.staging, params.size)
    try:
        return write_mp4(rig.scratch / "clip.mp4", (lens.over(p, n) for n, p in enumerate(pictures)), rate="12")
    finally:
        lens.close()


def beyond(staging: Staging, still: np.ndarray) -> Iterator[np.ndarray]:
    """What shows what the camera of a shot brings in and the still does not hold: the same shot as the world draws it.
    Nothing when the camera stands or the still is no drawing of this staging."""
    from generator.world.render import render_frame, render_frames

    size = (still.shape[1], still.shape[0])
    if staging.camera.move in STANDING or np.abs(render_frame(staging, 0, size).astype(np.int16) - still).mean() > ALIKE:
        return iter(())
    return render_frames(staging, size)


def fitted(picture: np.ndarray, size: Size) -> np.ndarray:
    """The picture at `size` (width, height), by area when it shrinks."""
    if picture.shape[1::-1] == tuple(size):
        return picture
    shrinks = picture.shape[1] > size[0]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
