"""Stills out of the clip before them: where a shot goes on from another, its first drawing is there already."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np

from generator.encode import read_frames
from generator.fitting import fitted
from generator.picture import write_png
from generator.rig import Rig
from storyboard.errors import BadInput
from storyboard.params import CarriedParams
from storyboard.take import Media


def make(params: CarriedParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """Drawing `params.drawing` of inputs["clip"], 12 a second. BadInput when it ends before."""
    frames = read_frames(inputs["clip"][0], "12")
    try:
        found = next(islice(frames, params.drawing, None), None)
    finally:
        frames.close()
    if found is None:
        raise BadInput(f"The clip that this shot goes on from ends before its drawing {params.drawing}. Make it again, or cut the two shots apart.")
    return write_png(rig.scratch / "still.png", fitted(np.ascontiguousarray(found), params.size))
