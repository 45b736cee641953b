"""Clips by a published video net that diffusers runs (HunyuanVideo 1.5, LTX-2, CogVideoX): the still moves as the prompt says.

Which net: the folder that was set up as `clips` says it (generator/published/families.py). It draws at about the clip's size, at its own rate; the
weather before the lens is its own affair, and so is who is in the picture: the portraits went into the still.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.encode import write_mp4
from generator.picture import read_png
from generator.published.diffusers_video import Shown, drawings
from generator.published.families import CLIPS, family_of
from generator.published.pipelines import loaded
from generator.retake import spliced
from generator.rig import Rig
from storyboard.errors import BadInput
from storyboard.params import NetClipParams
from storyboard.take import Media


def make(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second (smooth: twice as many, 24), at `params.size`, from inputs["still"]. Missing, Corrupt, BadInput,
    LimitReached, NoRoom."""
    folder, rate = rig.weights["clips"], 24 if params.smooth else 12
    family = family_of(folder, CLIPS)
    if params.keyframes and "pictures" not in family.words:
        raise BadInput(f"{family.name} begins with the still and takes no other picture. Take the shot's keyframes and its last picture off, or animate it with LTX-2.")
    if params.path == "int8":
        raise BadInput(f"{family.name} computes in fp32 or bf16, and FABULA_PATH asks for int8. Set it to bf16, or leave it out.")
    pipeline = rig.loaded(f"clips:{folder}:{params.path}", lambda: loaded(folder, family, params.path))
    given = {place * family.rate // 12: read_png(media.path) for place, media in zip(params.keyframes, inputs.get("keyframe", ()), strict=True)}
    shown = Shown(params.prompt, params.negative, read_png(inputs["still"][0].path), given, params.size, params.steps, params.seed, folder, rig.scratch)
    made = drawings(pipeline, family, shown, params.staging.frames * rate // 12, rate)
    return write_mp4(rig.scratch / "clip.mp4", made if params.retake is None else spliced(params, inputs["base"][0], made), rate=str(rate))
