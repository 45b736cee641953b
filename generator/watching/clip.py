"""Reading a clip."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from generator.encode import read_frames
from generator.rig import Rig
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchClipParams

SMALL = (128, 72)
STILL = 0.05  # levels by which a drawing differs from the one before, where nothing has moved


def read(params: WatchClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    pictures = [picture.astype(np.int16) for picture in read_frames(inputs["clip"][0], size=SMALL)]
    changed = [float(np.abs(b - a).mean()) for a, b in pairwise(pictures)]
    share = float(np.mean([one < STILL for one in changed])) if changed else 1.0
    words = f"{share:.0%} of the drawings are as the one before."
    return Reading(checks=(Check(sort="freeze", holds=share < 0.9, value=share, bound=0.9, is_advisory=True, words=words),), score=-share)
