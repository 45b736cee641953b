"""What stands among several takes of a step, a clip or a still: a copy of the one its readings speak for, byte by byte."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace

from generator.rig import Rig
from storyboard.take import Media
from storyboard.watching import ChoiceParams, Reading, best


def make(params: ChoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`inputs`: takes of a clip ("clip") or of a still ("still") and, in the same order, their readings ("reading")."""
    readings = [Reading.model_validate_json(one.path.read_bytes()) for one in inputs["reading"]]
    chosen = inputs["still" if "still" in inputs else "clip"][best(readings)]
    path = rig.scratch / f"best.{chosen.format}"
    shutil.copyfile(chosen.path, path)
    return replace(chosen, path=path)
