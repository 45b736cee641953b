"""Reading a voice."""

from __future__ import annotations

from collections.abc import Mapping

from generator import wav
from generator.hearing import clicks
from generator.rig import Rig
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchVoiceParams


def read(params: WatchVoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    count = clicks(wav.read(inputs["voice"][0].path).mean(axis=1))
    check = Check(sort="click", holds=count == 0, value=count, bound=0, is_advisory=True, words=f"{count} jumps that no mouth makes.")
    return Reading(checks=(check,))
