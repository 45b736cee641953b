"""Clips by Wan's published weights, which a person set up: the still is the first frame, the prompt says what moves.

    fabula weights --set-up FOLDER --as wan
    fabula edit STORY --set story.direction.clip=wan

The model makes frames at its own rate and on a canvas that it takes; a shot longer than it was taught is made in windows, each of which begins with
the last frame of the one before. What falls before the lens is the model's to show: the prompt speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from generator.checkpoints import brought, set_up
from generator.encode import write_mp4
from generator.fitting import fitted
from generator.picture import read_png
from generator.retake import spliced
from generator.rig import Rig
from storyboard.errors import BadInput
from storyboard.params import LoraParams, NetClipParams
from storyboard.take import Media

if TYPE_CHECKING:
    from generator.nets.video_dit import VideoDiT
    from generator.published.wan import NumericPath, Pipeline

DRAWINGS = 12  # a second, of a clip that is not smooth
SEEDS = 2**31


class Loaded(NamedTuple):
    """The model, the frames a second it makes, and how many it was taught at once (1 + 4 n)."""

    model: Pipeline
    rate: int
    longest: int

    def told(self, nets: Sequence[VideoDiT]) -> Loaded:
        """With other nets."""
        return self._replace(model=replace(self.model, nets=nets))


def make(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second (smooth: twice as many, 24), at `params.size`. BadInput, Missing, Corrupt."""
    if params.sampling is None:
        raise BadInput("This clip by Wan does not say how it is sampled. Set the weights up again (fabula weights --set-up FOLDER --as wan) and make it anew.")
    seat = rig.loaded("wan", Seat)
    loaded = seat.taken(rig.weights["wan"], params.path, params.sampling.loras)
    pictures: Iterable[np.ndarray] = (fitted(picture, params.size) for picture in drawings(params, frames(params, inputs, loaded), loaded.rate))
    pictures = pictures if params.retake is None else spliced(params, inputs["base"][0], pictures)
    return write_mp4(rig.scratch / "clip.mp4", pictures, rate="24" if params.smooth else str(DRAWINGS))


class Seat:
    """Where one model is held, with what is added to it: there is room for no second one. What reads words and pictures stays when only that
    changes."""

    def __init__(self) -> None:
        self.of: tuple[Path, NumericPath] | None = None
        self.added: tuple[LoraParams, ...] | None = None
        self.held: Loaded | None = None

    def taken(self, folder: Path, path: NumericPath, loras: tuple[LoraParams, ...]) -> Loaded:
        """The model of a folder with its LoRAs. Missing, BadInput, Corrupt."""
        from generator.published.wan import nets

        if self.held is None or self.of != (folder, path):
            self.held, self.added = None, None
            self.held, self.of = load(folder, path), (folder, path)
        if self.added != loras:
            added = [(lora(folder.parent, one), one.strength) for one in loras]
            self.held, self.added = self.held.told(()), None  # the nets before go first
            self.held, self.added = self.held.told(nets(folder, path, added)), loras
        return self.held


def lora(weights: Path, asked: LoraParams) -> Path:
    """The file or folder of a LoRA that was set up, checked. Missing, Corrupt, BadInput when it is another than the clip was asked for with."""
    place = brought(f"lora-{asked.name}", weights)
    if set_up(f"lora-{asked.name}", weights).digest != asked.sha:
        raise BadInput(f"The LoRA {asked.name} was set up anew since this clip was asked for. Make the film again.")
    return place


def load(folder: Path, path: NumericPath) -> Loaded:
    """The model without its nets. Missing, BadInput, Corrupt."""
    from generator.published.opening import opened
    from generator.published.variants import variant_of
    from generator.published.wan import readers

    variant = variant_of(opened(folder, "transformer"))
    return Loaded(readers(folder, path), variant.rate, variant.frames)


def frames(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], loaded: Loaded) -> np.ndarray:
    """The frames uint8 (F, H, W, 3) at the model's rate, on the canvas: as many as the shot is long, rounded up to 1 + 4 n."""
    from generator.published.asking import Asked

    assert params.sampling is not None
    step, takes = loaded.model.coder.group, loaded.model.takes
    total = 1 + step * -(-(params.staging.frames - 1) * loaded.rate // (DRAWINGS * step))
    given = pictures_of(params, inputs, total)
    if takes == "words" and not params.pinned:
        del given[0]  # the still is drawn from the same words
    references = tuple(read_png(media.path) for media in inputs.get("portrait", ()))
    made: list[np.ndarray] = []
    for begin, count in windows(total, total if takes == "words" else loaded.longest):
        shown = {place - begin: picture for place, picture in given.items() if begin <= place < begin + count}
        shown = ({0: made[-1][-1]} if made else {}) | shown
        seed = (params.seed + len(made)) % SEEDS
        made.append(loaded.model.frames(Asked(params.prompt, params.negative, count, params.canvas, params.steps, seed, params.sampling, shown, references)))
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
