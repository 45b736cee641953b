"""Several short shots of one scene animated by the embedded DiT in one pass (nets/multi_shot.py), one after another in one file.

Each has its own still, words, poses, anchor and noise, is carried and enlarged by itself, and begins with a key picture of the file, so that its
clip is cut from it without a new encoding (clip_part.py). An experiment: the net was never taught several shots (bench/multi_shot.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from generator.clip_dit import beyond, directed, enlarged, laid_out, nets, written
from generator.encode import EXACT, count_frames, run, working_name
from generator.familiar import own_drawing
from generator.picture import read_png
from generator.rig import Rig
from storyboard.errors import StepFailed
from storyboard.params import NetClipParams
from storyboard.take import Media
from storyboard.together import GroupParams

Inputs = Mapping[str, tuple[Media, ...]]


def make(params: GroupParams, inputs: Inputs, rig: Rig) -> Media:
    """The drawings of every shot, each at its own size and rate, in order. `inputs`: each role in the order of the shots."""
    from generator.nets.animate import Sampling
    from generator.nets.animate_shots import Shot, animate_together

    first, scene = params.shots[0], list(each(params, inputs))
    stills = [read_png(given["still"][0].path) for _, given in scene]
    ours = [own_drawing(one.staging, still) for (one, _), still in zip(scene, stills, strict=True)]
    told = [directed(one, given, is_ours) for (one, given), is_ours in zip(scene, ours, strict=True)]
    laid = [laid_out(one, still, direction) for (one, _), still, direction in zip(scene, stills, told, strict=True)]
    shots = [Shot(place.first, direction, one.seed, place.anchor) for (one, _), direction, place in zip(scene, told, laid, strict=True)]
    made = animate_together(*nets(rig, first.path), shots, Sampling(first.steps, path=first.path))
    parts = []
    for number, (one, still, is_ours) in enumerate(zip(params.shots, stills, ours, strict=True)):
        further: Iterator[np.ndarray] = beyond(one.staging, still) if is_ours else iter(())
        drawn = (told[number], laid[number], made[number])
        parts.append(written(one, enlarged(one, still, drawn, further), (), rig.scratch / f"part-{number}.mp4"))
    return in_a_row(parts, rig.scratch / "clip.mp4")


def each(params: GroupParams, inputs: Inputs) -> Iterator[tuple[NetClipParams, Inputs]]:
    """Every shot with the inputs that are its own."""
    faces = iter(inputs.get("portrait", ()))
    for one, still in zip(params.shots, inputs["still"], strict=True):
        yield one, {"still": (still,), "portrait": tuple(next(faces) for _ in one.strengths)}


def in_a_row(parts: Sequence[Media], path: Path) -> Media:
    """Clips of one size and rate as one, copied as they are; the parts go. StepFailed."""
    script, part, total = path.with_suffix(".txt"), working_name(path), sum(one.frames for one in parts)
    try:
        rows = [f"file '{one.path.name}'\nduration {one.frames / float(one.rate):.6f}\n" for one in parts]
        script.write_text("ffconcat version 1.0\n" + "".join(rows), encoding="utf-8")
        run(["-loglevel", "error", "-f", "concat", "-i", str(script), "-map", "0:v:0", "-c", "copy", *EXACT, "-movflags", "+faststart", "-f", "mp4", str(part)], path.name)
        found = count_frames(part)
        if found != total:
            raise StepFailed(f"{path.name} holds {found} frames where {total} were joined. Make it again.")
        part.replace(path)
    finally:
        for file in (script, part, *(one.path for one in parts)):
            file.unlink(missing_ok=True)
    return Media(path, "mp4", total, parts[0].rate, parts[0].width, parts[0].height)
