"""Clips by the drawn world: the animatic. Every drawing is rendered from the staging itself, no net takes part."""

from __future__ import annotations

from collections.abc import Mapping

from generator.encode import write_mp4
from generator.rig import Rig
from storyboard.params import ClipParams
from storyboard.take import Media


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second; where it is smooth as many between them, 24 a second."""
    from generator.world.render import drawings

    drawn = drawings(params.staging, params.size)
    if not params.smooth:
        return write_mp4(rig.scratch / "clip.mp4", drawn, rate="12")
    from generator.nets.between import doubled

    return write_mp4(rig.scratch / "clip.mp4", doubled(drawn), rate="24")
