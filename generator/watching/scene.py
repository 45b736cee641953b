"""Reading a scene as it is cut."""

from __future__ import annotations

from collections.abc import Mapping

from generator.rig import Rig
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchSceneParams


def read(params: WatchSceneParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    frames, planned = inputs["scene"][0].frames, sum(one.frames for one in params.cuts)
    check = Check(sort="cut", holds=frames == planned, value=frames, bound=planned, unit="frames", words=f"The scene has {frames} frames, its shots {planned}.")
    return Reading(checks=(check,))
