"""Stills by the drawn world: the first drawing of the shot, at the film's full size."""

from __future__ import annotations

from collections.abc import Mapping

from generator.picture import write_png
from generator.rig import Rig
from storyboard.params import StillParams
from storyboard.take import Media


def make(params: StillParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    from generator.world.render import render_frame

    return write_png(rig.scratch / "still.png", render_frame(params.staging, 0, params.size))
