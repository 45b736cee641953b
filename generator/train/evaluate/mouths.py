"""Whether mouths open when their own speech says so, and not when another's does: courses over 33 drawings, averaged over 250 ms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.train.evaluate.measures import Row, correlation, mean_of
from generator.train.evaluate.shots import SPEECH, Shot
from generator.train.evaluate.stage import Part, Stage
from storyboard.staging import Facing, Staging

SPAN = 3  # drawings in 250 ms
WAYS = ("true", "clip", "puppet", "held")


def measure(stage: Stage, stagings: Sequence[Staging]) -> Part:
    """Correlation of how open a mouth is read to be with every slot of speech."""
    stage.going("mouths", stagings)
    details = list[dict[str, Any]]()
    for staging in stagings:
        shot = stage.shot(staging)
        made = stage.engine.ways(shot, WAYS)
        details += [{"caption": shot.caption, "way": way} | courses(stage, shot, clip.seen) for way, clip in made.items()]
    own = {way: mean_of([v for entry in details if entry["way"] == way for v in entry["own"]]) for way in WAYS}
    others = {way: mean_of([v for entry in details if entry["way"] == way for v in entry["others"]]) for way in WAYS}
    return Part((
        Row("mouths", "mouth opening and its speech, 250 ms", own["clip"], own["true"].mean, own["held"].mean, 0.6, unit="", note="floor: held"),
        Row("mouths", "mouth opening and others' speech", others["clip"], others["true"].mean, others["held"].mean, 0.1, False, ""),
        Row("mouths", "mouth opening and its speech, puppet", own["puppet"], unit=""),
    ), details)  # fmt: skip


def courses(stage: Stage, shot: Shot, seen: np.ndarray) -> dict[str, list[float]]:
    """Correlations of each face's mouth with its own slot and with those of others."""
    slots = [slot for slot, subject in enumerate(shot.staging.subjects) if subject.facing is not Facing.AWAY]
    speech = {slot: spans(shot.numbers[:, SPEECH + slot]) for slot in range(len(shot.staging.subjects))}
    found: dict[str, list[float]] = {"own": [], "others": []}
    for slot in slots:
        course = stage.oracle.mouth(shot, seen, slot)
        if np.isnan(course).any():
            continue
        read = spans(course)
        for other, told in speech.items():
            if told.std() > 0.05:
                value = correlation(read, told)
                found["own" if other == slot else "others"].append(0.0 if value != value else value)
    return found


def spans(course: np.ndarray) -> np.ndarray:
    """Means over SPAN drawings."""
    return course[: len(course) // SPAN * SPAN].reshape(-1, SPAN).mean(1)
