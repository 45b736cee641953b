"""Clips by a published video net that diffusers runs (HunyuanVideo 1.5, LTX-2, CogVideoX): the still moves as the prompt says.

    fabula weights --set-up FOLDER --as clips
    fabula edit STORY --set story.direction.clip=diffusers

Which net: the folder says it (generator/published/families.py). It makes frames at its own rate; a longer shot is made in windows, as by Wan. The
weather before the lens is the net's own affair, and so is who is in the picture: the portraits went into the still.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from generator.clip_wan import DRAWINGS, SEEDS, drawings, frame_at, windows
from generator.encode import write_mp4
from generator.picture import read_png
from generator.published.diffusers_video import Shown, window
from generator.published.families import CLIPS, Family, family_of
from generator.published.pipelines import loaded
from generator.retake import spliced
from generator.rig import Rig
from storyboard.errors import BadInput
from storyboard.params import NetClipParams
from storyboard.take import Media


def make(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second (smooth: twice as many, 24), at `params.size`, from inputs["still"]. Missing, Corrupt, BadInput,
    LimitReached, NoRoom."""
    folder = rig.weights["clips"]
    family = family_of(folder, CLIPS)
    if params.keyframes and "pictures" not in family.words:
        raise BadInput(f"{family.name} begins with the still and takes no other picture. Take the shot's keyframes and its last picture off, or animate it with LTX-2.")
    if params.path == "int8":
        raise BadInput(f"{family.name} computes in fp32 or bf16, and FABULA_PATH asks for int8. Set it to bf16, or leave it out.")
    pipeline = rig.loaded(f"clips:{folder}:{params.path}", lambda: loaded(folder, family, params.path))
    pictures: Iterable[np.ndarray] = drawings(params, frames(params, inputs, family, pipeline, rig), family.rate)
    pictures = pictures if params.retake is None else spliced(params, inputs["base"][0], pictures)
    return write_mp4(rig.scratch / "clip.mp4", pictures, rate="24" if params.smooth else str(DRAWINGS))


def frames(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], family: Family, pipeline: Any, rig: Rig) -> np.ndarray:
    """The frames uint8 (F, h, w, 3) at `params.size`, at the family's rate: as many as the shot is long, rounded up to its beat. Each window begins with the
    last frame of the one before."""
    count = params.staging.frames
    total = 1 + family.beat * max(1, -(-(count - 1) * family.rate // (DRAWINGS * family.beat)))
    places = {0: inputs["still"][0]} | dict(zip(params.keyframes, inputs.get("keyframe", ()), strict=True))
    given = {frame_at(drawing, count, total): read_png(media.path) for drawing, media in places.items()}
    made: list[np.ndarray] = []
    for begin, length in windows(total, family.longest):
        pictures = ({0: made[-1][-1]} if made else {}) | {place - begin: one for place, one in given.items() if begin <= place < begin + length}
        seed = (params.seed + len(made)) % SEEDS
        shown = Shown(params.prompt, params.negative, pictures, length, params.canvas, params.size, params.steps, seed, rig.scratch)
        made.append(window(pipeline, family, shown))
    return np.concatenate([made[0], *(one[1:] for one in made[1:])])
