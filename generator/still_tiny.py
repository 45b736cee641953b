"""Stills by the embedded net as illustrator: words, portraits and the poses of the staging become a picture, which is enlarged."""

from __future__ import annotations

from collections.abc import Mapping

from generator.clip_dit import PORTRAIT, nets
from generator.fitting import fitted
from generator.picture import read_png, write_png
from generator.rig import Rig
from storyboard.params import NetStillParams
from storyboard.take import Media

USUAL = 41  # drawings of a shot of usual length: the net was never told of shots of one drawing


def make(params: NetStillParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """The first drawing of `params.staging` at `params.size`. `inputs`: {"portrait": one per subject, in slot order}."""
    from generator.nets.animate import Direction, Sampling
    from generator.nets.illustrate import illustrate
    from generator.world.keypoints import keypoints
    from generator.world.numbers import numbers

    dit, vae = nets(rig, params.path)
    portraits = [fitted(read_png(media.path), PORTRAIT) for media in inputs.get("portrait", ())]
    told = numbers(params.staging.model_copy(update={"frames": USUAL}))[:1]
    direction = Direction(params.prompt, told, portraits, params.strengths, keypoints(params.staging, params.canvas))
    picture = illustrate(dit, vae, direction, params.canvas, Sampling(params.steps, seed=params.staging.seed, path=params.path))
    return write_png(rig.scratch / "still.png", fitted(picture, params.size))
