"""Reading the film's sound."""

from __future__ import annotations

from collections.abc import Mapping

from generator import wav
from generator.loudness import loudness_of
from generator.rig import Rig
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchMixParams

BLOCK = 1 << 18  # samples read at once
SLACK = 1.0  # LU off what it was mixed to


def read(params: WatchMixParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    lufs = loudness_of(wav.blocks(inputs["mix"][0].path, BLOCK))
    words = f"The sound is {lufs:.1f} LUFS loud; it was mixed to {params.lufs:.0f}."
    return Reading(checks=(Check(sort="loudness", holds=abs(lufs - params.lufs) <= SLACK, value=lufs, bound=params.lufs, unit="LUFS", words=words),))
