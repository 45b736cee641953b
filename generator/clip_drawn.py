"""Clips by the drawn world: the animatic. Every drawing is rendered from the staging itself, no net takes part."""

from __future__ import annotations

from collections.abc import Mapping

from generator.encode import write_mp4
from generator.rig import Rig
from storyboard.params import ClipParams
from storyboard.take import Media


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    from generator.world.render import drawings

    return write_mp4(rig.scratch / "clip.mp4", drawings(params.staging, params.size), rate="12")
