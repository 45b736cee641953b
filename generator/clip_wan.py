"""Clips by Wan's published weights, which a person set up: the still is the first frame, the prompt says what moves.

    fabula weights --set-up FOLDER --as wan
    fabula edit STORY --set story.direction.clip=wan

The model makes frames at its own rate and on a canvas that it takes; a shot longer than it was taught is made in windows, each of which begins with
the last frame of the one before. What falls before the lens is the model's to show: the prompt speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from generator.checkpoints import LORA, brought, set_up
from generator.encode import write_mp4
from generator.fitting import fitted
from generator.picture import read_png
from generator.retake import spliced
from generator.rig import Rig
from storyboard.errors import BadInput, Corrupt
from storyboard.params import NetClipParams
from storyboard.take import Media

if TYPE_CHECKING:
    from generator.published.wan import Pipeline
    from generator.published.wearing import Wardrobe, Worn

DRAWINGS = 12  # a second, of a clip that is not smooth
SEEDS = 2**31


class Loaded(NamedTuple):
    """The model, the frames a second it makes, and how many it was taught at once (1 + 4 n)."""

    model: Pipeline
    rate: int
    longest: int


def make(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second (smooth: twice as many, 24), at `params.size`. BadInput, Missing, Corrupt."""
    folder = rig.weights["wan"]
    wardrobe = rig.loaded(f"wan:{folder}:{params.path}", lambda: wardrobe_of(folder, params))
    loaded = load(folder, wardrobe.wearing(worn(params, folder.parent)))
    pictures: Iterable[np.ndarray] = (fitted(picture, params.size) for picture in drawings(params, frames(params, inputs, loaded), loaded.rate))
    pictures = pictures if params.retake is None else spliced(params, inputs["base"][0], pictures)
    return write_mp4(rig.scratch / "clip.mp4", pictures, rate="24" if params.smooth else str(DRAWINGS))


def wardrobe_of(folder: Path, params: NetClipParams) -> Wardrobe[Pipeline]:
    """The model, as it fits here with clips on the canvas of `params`; it wears what each clip asks for."""
    from generator.published.opening import opened
    from generator.published.room import tokens
    from generator.published.variants import variant_of
    from generator.published.wan import pipeline
    from generator.published.wearing import Wardrobe

    variant = variant_of(opened(folder, "transformer"))
    count = tokens(variant, params.canvas, variant.frames)
    return Wardrobe(lambda worn: pipeline(folder, params.path, worn, count), is_live=params.path == "fp32")


def worn(params: NetClipParams, weights: Path) -> tuple[Worn, ...]:
    """The LoRAs of a clip, as they were set up in `weights`. Missing; Corrupt when one is another than the clip was planned with."""
    from generator.published.wearing import Worn

    found = []
    for one in params.sampling.loras if params.sampling else ():
        name = f"{LORA}{one.name}"
        if set_up(name, weights).digest != one.sha:
            raise Corrupt(f"The LoRA {one.name} was set up anew after this clip was planned. Make the film again.")
        found.append(Worn(brought(name, weights), one.strength))
    return tuple(found)


def load(folder: Path, model: Pipeline) -> Loaded:
    """A model, and what is known of it."""
    from generator.published.opening import opened
    from generator.published.variants import variant_of

    variant = variant_of(opened(folder, "transformer"))
    return Loaded(model, variant.rate, variant.frames)


def frames(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], loaded: Loaded) -> np.ndarray:
    """The frames uint8 (F, H, W, 3) at the model's rate, on the canvas: as many as the shot is long, rounded up to 1 + 4 n."""
    from generator.published.asking import Asked

    if params.sampling is None:
        raise BadInput("This clip by Wan does not say how it is sampled. Set the weights up again (fabula weights --set-up FOLDER --as wan) and make it anew.")
    step, takes = loaded.model.coder.group, loaded.model.takes
    total = 1 + step * -(-(params.staging.frames - 1) * loaded.rate // (DRAWINGS * step))
    given = pictures_of(params, inputs, total)
    if takes == "words" and not params.pinned:
        del given[0]  # the still is drawn from the same words
    portraits = inputs.get("portrait", ())
    strengths = params.strengths or (1.0,) * len(portraits)
    references = tuple(read_png(media.path) for media, much in zip(portraits, strengths, strict=True) if much)
    strengths = tuple(much for much in strengths if much)
    made: list[np.ndarray] = []
    for begin, count in windows(total, total if takes == "words" else loaded.longest):
        shown = {place - begin: picture for place, picture in given.items() if begin <= place < begin + count}
        shown = ({0: made[-1][-1]} if made else {}) | shown
        seed = (params.seed + len(made)) % SEEDS
        asked = Asked(params.prompt, params.negative, count, params.canvas, params.steps, seed, params.sampling, shown, references, strengths)
        made.append(loaded.model.frames(asked))
    return np.concatenate([made[0], *(one[1:] for one in made[1:])])


def windows(total: int, longest: int) -> Iterator[tuple[int, int]]:
    """(begin, count) of the windows of a clip of `total` frames; each begins with the last frame of the one before."""
    begin = 0
    while True:
        count = min(longest, total - begin)
        yield begin, count
        begin += count - 1
        if begin + 1 >= total:
            return


def pictures_of(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], total: int) -> dict[int, np.ndarray]:
    """The given pictures on the canvas, by their frames of `total`: the still is the first."""
    given = {0: inputs["still"][0]} | dict(zip(params.keyframes, inputs.get("keyframe", ()), strict=True))
    return {frame_at(drawing, params.staging.frames, total): fitted(read_png(media.path), params.canvas) for drawing, media in given.items()}


def frame_at(drawing: float, drawings: int, total: int) -> int:
    """The frame of `total` that shows a drawing of `drawings`: first and last are first and last."""
    return round(drawing * (total - 1) / (drawings - 1)) if drawings > 1 else 0


def drawings(params: NetClipParams, made: np.ndarray, rate: int) -> Iterator[np.ndarray]:
    """As many as the shot has; between those of a model slower than a smooth clip, as many are made."""
    from generator.nets.between import doubled

    count = params.staging.frames
    if params.smooth and rate >= 2 * DRAWINGS:
        return (made[frame_at(min(0.5 * number, count - 1), count, len(made))] for number in range(2 * count))
    shown = (made[frame_at(number, count, len(made))] for number in range(count))
    return doubled(shown) if params.smooth else shown
