"""A shot's clip, cut from the file in which it was made together with others: the same pictures, not encoded again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.encode import EXACT, count_frames, run, working_name
from generator.rig import Rig
from storyboard.errors import StepFailed
from storyboard.take import Media
from storyboard.together import PartParams


def make(params: PartParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings of inputs["group"] from drawing `params.begin` on, where its file has a key picture. StepFailed."""
    whole, each = inputs["group"][0], 2 if params.smooth else 1
    begin, frames, path = each * params.begin, each * params.staging.frames, rig.scratch / "clip.mp4"
    part = working_name(path)
    inside = (begin + Fraction(1, 4)) / Fraction(whole.rate) if begin else Fraction(0)  # a little into the first picture: the search goes back to a key
    try:
        options = ["-ss", f"{float(inside):.6f}", "-i", str(whole.path), "-map", "0:v:0", "-c", "copy", "-frames:v", str(frames), "-avoid_negative_ts", "make_zero"]
        run(["-loglevel", "error", "-protocol_whitelist", "file", *options, *EXACT, "-movflags", "+faststart", "-f", "mp4", str(part)], path.name)
        found = count_frames(part)
        if found != frames:
            raise StepFailed(f"{path.name} holds {found} pictures where {frames} were cut. Make the shots anew.")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Media(path, "mp4", frames, whole.rate, whole.width, whole.height)
