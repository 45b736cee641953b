"""Retake: a part of a shot's clip made anew, the rest left as it is. What a shot is given to show, and whether a retake still fits it."""

from __future__ import annotations

from storyboard import timing
from storyboard.digest import digest
from storyboard.params import RetakeParams
from storyboard.staging import Staging
from storyboard.story import Retake, Sha, Shot


def given_pictures(shot: Shot) -> dict[int, Sha]:
    """Drawings of the shot's clip that a person gives, in order: its keyframes, and what it ends on."""
    found = {timing.drawing_at(one.frame): one.picture for one in shot.keyframes}
    if shot.pins.last is not None:
        found[timing.drawing_at(timing.even(shot.frames) - 1)] = shot.pins.last
    return found


def shown(shot: Shot, staging: Staging) -> Sha:
    """The digest of all that a shot's clip shows, whatever its seed and way."""
    return digest("shown", staging, shot.pins.still, sorted(given_pictures(shot).items()))


def holding(shot: Shot, staging: Staging) -> Retake | None:
    """The shot's retake, if the shot still shows what it showed when that was asked for: else the whole clip is made anew."""
    return shot.retake if shot.retake is not None and shot.retake.of == shown(shot, staging) else None


def retaken(retake: Retake, staging: Staging, slots: tuple[str, ...]) -> RetakeParams:
    """What the clip's maker is told of a retake. `slots`: who the subjects are. A range that begins or ends with the shot takes the
    handle there along, so that a transition shows no seam."""
    last = timing.drawing_at(retake.end - 1) + 1
    first = 0 if retake.begin == 0 else timing.drawing_at(retake.begin)
    after = staging.frames if last >= staging.frames - timing.HANDLE else last
    acting = {slots.index(one.character): one for one in retake.acting if one.character in slots}
    subjects = []
    for slot, subject in enumerate(staging.subjects):
        told = acting.get(slot)
        asked = {} if told is None else {name: value for name, value in (("action", told.action), ("emotion", told.emotion)) if value is not None}
        subjects.append(subject.model_copy(update=asked))
    changed = staging.model_copy(update={"subjects": tuple(subjects)})
    return RetakeParams(first=first, after=after, staging=None if changed == staging else changed)
