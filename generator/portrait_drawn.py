"""Portraits by the drawn world."""

from __future__ import annotations

from collections.abc import Mapping

from generator.picture import write_png
from generator.rig import Rig
from storyboard.params import PortraitParams
from storyboard.take import Media


def make(params: PortraitParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """The character alone, from the front, on a plain soft ground."""
    from generator.world.portrait import render_portrait

    picture = render_portrait(params.look, params.outfit, params.style, params.size)
    return write_png(rig.scratch / "portrait.png", picture)
