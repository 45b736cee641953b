"""Clips by the drawn world: the animatic. Every drawing is rendered from the staging itself, no net takes part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from generator.encode import write_mp4
from generator.retake import spliced
from generator.rig import Rig
from storyboard.params import ClipParams
from storyboard.take import Media


def make(params: ClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second; where it is smooth as many between them, 24 a second. A retake: those of its part."""
    from generator.world.render import drawings

    shown = params if params.retake is None or params.retake.staging is None else params.model_copy(update={"staging": params.retake.staging})
    made = smooth(shown) if params.smooth else drawings(shown.staging, shown.size)
    made = made if params.retake is None else spliced(params, inputs["base"][0], made)
    return write_mp4(rig.scratch / "clip.mp4", made, rate="24" if params.smooth else "12")


def smooth(params: ClipParams) -> Iterator[np.ndarray]:
    """The drawings and those between; what falls before the lens is drawn at its own time."""
    from generator.nets.between import doubled
    from generator.world.lens import Lens
    from generator.world.render import render_frames

    lens = Lens(params.staging, params.size)
    try:
        for number, picture in enumerate(doubled(render_frames(params.staging, params.size))):
            yield lens.over(picture, 0.5 * number)
    finally:
        lens.close()
