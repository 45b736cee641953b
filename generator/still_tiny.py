"""Stills by the embedded net as illustrator: words, portraits and the poses of the staging become a picture, which is enlarged; then those of whom it
is known where they are in their portrait, or in an earlier view that stands in for it, are laid over it: the net alone makes nobody who can be
told from others (bench.memory). A place that returns is taken from its memory, and the net draws nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.clip_dit import PORTRAIT, nets
from generator.fitting import fitted
from generator.picture import read_png, write_png
from generator.rig import Rig
from storyboard.params import NetStillParams
from storyboard.take import Media

USUAL = 41  # drawings of a shot of usual length: the net was never told of shots of one drawing


def make(params: NetStillParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """The first drawing of `params.staging` at `params.size`. `inputs`: {"portrait": one per subject, in slot order, a portrait or a memory;
    "place": the memory of its place, if there is one}."""
    from generator.layout import laid, views
    from generator.world.keypoints import keypoints

    sketch, portraits = keypoints(params.staging, params.canvas), inputs.get("portrait", ())
    place = inputs.get("place", ())
    ground = read_png(place[0].path) if place else illustrated(params, portraits, sketch, rig)
    return write_png(rig.scratch / "still.png", laid(fitted(ground, params.size), sketch[0], views(params.staging, portraits)))


def illustrated(params: NetStillParams, portraits: Sequence[Media], sketch: np.ndarray, rig: Rig) -> np.ndarray:
    """What the net makes of the words, on its canvas, uint8 (h, w, 3)."""
    from generator.nets.animate import Direction, Sampling
    from generator.nets.illustrate import illustrate
    from generator.world.numbers import numbers

    dit, vae = nets(rig, params.path)
    shown = [fitted(read_png(media.path), PORTRAIT) for media in portraits]
    told = numbers(params.staging.model_copy(update={"frames": USUAL}))[:1]
    direction = Direction(params.prompt, told, shown, params.strengths, sketch)
    return illustrate(dit, vae, direction, params.canvas, Sampling(params.steps, seed=params.staging.seed, path=params.path))
