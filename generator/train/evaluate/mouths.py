"""Whether mouths open when their own speech says so, and not when another's does: courses over 33 drawings, averaged over 250 ms.

How open a mouth is is read against silence: the same shot, drawn and made once more with everybody silent, shows what speech changes in each
drawing of a head; how much of the change that speech makes in the truth is found in what it changes in a made clip (least squares) is the
opening. What the head does besides is in both and falls out.
Mouths that cannot be read so (behind a beard, from the side, of somebody seen from behind) are left out: those whose truth does not correlate by READABLE.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.measures import Row, correlation, mean_of
from generator.train.evaluate.shots import SPEECH, Shot, drawn
from generator.train.evaluate.stage import Part, Stage
from generator.watching.seeing import cut, head_of
from generator.world.spots import over_shoulder
from storyboard.staging import Facing, Staging

SPAN = 3  # drawings in 250 ms
SPEAKS = 0.05  # deviation of a slot of speech that speaks
UNSEEN = 200.0  # levels squared, over a head: less than this is no mouth that can be seen
HEAD = (32, 32)
READABLE = 0.7
NEVER = ((4096, 4097),)
WAYS = ("true", "clip", "puppet", "held")


def measure(stage: Stage, stagings: Sequence[Staging]) -> Part:
    """Correlation of how open a mouth is read to be with every slot of speech."""
    stage.going("mouths", stagings)
    details = list[dict[str, Any]]()
    for staging in stagings:
        shot = stage.shot(staging)
        silent = drawn(quiet(staging), stage.engine.canvas)
        spoken, still = (stage.engine.ways(one, WAYS) for one in (shot, silent))
        details += [{"caption": shot.caption, "way": way} | courses((shot, silent), (spoken[way].seen, still[way].seen)) for way in WAYS]
    own = {way: mean_of([v for entry in details if entry["way"] == way for v in entry["own"]]) for way in WAYS}
    others = {way: mean_of([v for entry in details if entry["way"] == way for v in entry["others"]]) for way in WAYS}
    return Part((
        Row("mouths", "mouth opening and its speech, 250 ms", own["clip"], own["true"].mean, own["held"].mean, 0.6, unit="", note="floor: held"),
        Row("mouths", "mouth opening and others' speech", others["clip"], others["true"].mean, others["held"].mean, 0.1, False, ""),
        Row("mouths", "mouth opening and its speech, puppet", own["puppet"], unit=""),
    ), details)  # fmt: skip


Pictures = tuple[np.ndarray, np.ndarray]  # with speech and without, uint8 (F, P, Q, 3)


def courses(shots: tuple[Shot, Shot], seen: Pictures) -> dict[str, list[float]]:
    """Correlations of each mouth with its own slot of speech and, what its own explains taken from both, with those of others. `shots`: the
    truth with speech and without."""
    shot, true_seen = shots[0], (shots[0].seen, shots[1].seen)
    speech = {slot: spans(shot.numbers[:, SPEECH + slot]) for slot in range(len(shot.staging.subjects))}
    found: dict[str, list[float]] = {"own": [], "others": []}
    for slot, own in speech.items():
        true, made = (opening(shot, true_seen, pictures, slot) for pictures in (true_seen, seen))
        if true is None or made is None or not correlation(spans(true), own) >= READABLE:
            continue
        found["own"].append(_known(correlation(spans(made), own)))
        others = [told for other, told in speech.items() if other != slot and told.std() > SPEAKS]
        found["others"] += [_known(correlation(without(spans(made), own), without(told, own))) for told in others]
    return found


def without(course: np.ndarray, told: np.ndarray) -> np.ndarray:
    """What a line through another course leaves of a course."""
    line = np.stack([told, np.ones_like(told)], 1)
    return course - line @ np.linalg.lstsq(line, course, rcond=None)[0]


def _known(value: float) -> float:
    return value if value == value else 0.0


def opening(shot: Shot, true_seen: Pictures, seen: Pictures, slot: int) -> np.ndarray | None:
    """How open a mouth is in each drawing, float (F,), about 0 to 1; None for whom the shot does not show speaking, or from behind."""
    told, turned = shot.numbers[:, SPEECH + slot].astype(np.float64), shot.staging.subjects[slot].facing is Facing.AWAY
    if turned or (slot == 1 and over_shoulder(shot.staging)) or told.std() <= SPEAKS or not all(slot in figures for figures in shot.figures):
        return None
    true, made = (heads(shot, spoken, slot) - heads(shot, silent, slot) for spoken, silent in (true_seen, seen))
    change = (told[:, None] * true).sum(0) / (told**2).sum()
    power = float(change @ change)
    return None if power < UNSEEN else made @ change / power


def heads(shot: Shot, seen: np.ndarray, slot: int) -> np.ndarray:
    """Heads cut out where the truth has them, float (F, pixels)."""
    boxes = [head_of(figures[slot], 0.3) for figures in shot.figures]
    return np.stack([cut(picture, box, 1.2, HEAD).astype(np.float64).ravel() for picture, box in zip(seen, boxes, strict=True)])


def spans(course: np.ndarray) -> np.ndarray:
    """Means over SPAN drawings."""
    return course[: len(course) // SPAN * SPAN].reshape(-1, SPAN).mean(1)


def quiet(staging: Staging) -> Staging:
    """The same shot, in which everyone waits to speak: who talks and is given no speech talks without end."""
    return staging.model_copy(update={"subjects": tuple(subject.model_copy(update={"speech": NEVER}) for subject in staging.subjects)})
