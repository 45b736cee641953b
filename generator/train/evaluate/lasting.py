"""What a shot of more than four windows loses on its way: who is in it, and sharpness, from its first window to its last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.measures import Row, mean_of, share_of, sharpness
from generator.train.evaluate.reading import known
from generator.train.evaluate.shots import LONG
from generator.train.evaluate.stage import Part, Stage
from storyboard.staging import Staging

START, END = tuple(range(2, 14, 3)), tuple(range(LONG - 12, LONG, 3))


def measure(stage: Stage, stagings: Sequence[Staging]) -> Part:
    """Identity and sharpness at the start and at the end, the clip's and the truth's."""
    stage.going("lasting", stagings)
    details: list[dict[str, Any]] = []
    for staging in stagings:
        shot = stage.shot(staging)
        made, people = stage.engine.ways(shot, ("true", "clip")), stage.oracle.people(shot)
        entry: dict[str, Any] = {"caption": shot.caption}
        for way, clip in made.items():
            start, end = (known(stage.oracle.who(shot, clip.seen, span), people) for span in (START, END))
            sharp = [float(sharpness(clip.frames[list(span)]).mean()) for span in (START, END)]
            entry[way] = {"identity at the start": start, "identity at the end": end, "sharpness kept": sharp[1] / max(sharp[0], 1e-3)}
        details.append(entry)
    told = {way: {name: [entry[way][name] for entry in details] for name in details[0][way]} for way in ("true", "clip")}
    begins = mean_of(told["clip"]["identity at the start"])
    ends = {way: mean_of(told[way]["identity at the end"]) for way in told}
    kept = [a / max(b, 1e-3) for a, b in zip(told["clip"]["sharpness kept"], told["true"]["sharpness kept"], strict=True)]
    return Part((
        Row("lasting", "identity at the start", begins, mean_of(told["true"]["identity at the start"]).mean),
        Row("lasting", "identity at the end", ends["clip"], ends["true"].mean, target=share_of(0.85, begins.mean)),
        Row("lasting", "sharpness at the end of that at the start", mean_of(told["clip"]["sharpness kept"]), float(np.mean(told["true"]["sharpness kept"]))),
        Row("lasting", "the same, of the truth's", mean_of(kept), 1.0, target=0.9),
    ), details)  # fmt: skip
