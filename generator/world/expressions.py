"""Expressions: the few faces that stand for all faces of a shot, and which of them everyone wears in every drawing.

A cut-out's face changes by being replaced, as in films of puppets ("replacement animation"): mouths open, eyes blink and look about. Some
drawings of the shot have the faces that are worn; every other drawing wears the one that is nearest (k-center: Gonzalez, 1985).

Letters: F drawings, S subjects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from generator.world.keypoints import SUBJECTS
from generator.world.pose import Pose
from generator.world.render import Shoot
from storyboard.staging import Staging

MOST, ALIKE = 6, 0.15  # faces of one subject, and how far one may be from the face it stands for
WEIGHTS = {"mouth": 1.0, "lid": 0.8, "joy": 0.8, "mouth_width": 0.3, "mouth_round": 0.3, "speaks": 0.2, "teeth": 0.2, "brow": 0.4}  # how much of a face each is
GAZE = 0.4


class Expressions(NamedTuple):
    """By slot the poses whose faces are worn, that of the first drawing first; and which of them in every drawing, uint8 (F, S)."""

    faces: Mapping[int, tuple[Pose, ...]]
    worn: np.ndarray

    def face(self, slot: int, number: int) -> Pose | None:
        """The face of this number, the last for who has fewer; None for who is never seen."""
        own = self.faces.get(slot, ())
        return own[min(number, len(own) - 1)] if own else None

    def most(self) -> int:
        return max(map(len, self.faces.values()), default=0)


def expressions(shoot: Shoot) -> Expressions:
    """Those of a shot."""
    frames = shoot.staging.frames
    seen: dict[int, dict[int, Pose]] = {}
    for frame in range(frames):
        for actor, pose in shoot.posed(frame):
            seen.setdefault(actor.slot, {})[frame] = pose
    faces, worn = dict[int, tuple[Pose, ...]](), np.zeros((frames, SUBJECTS), np.uint8)
    for slot, poses in seen.items():
        chosen, nearest = _centers(np.array([_features(pose) for pose in poses.values()]))
        own = list(poses.values())
        faces[slot] = tuple(own[place] for place in chosen)
        worn[list(poses), slot] = nearest
    return Expressions(faces, worn)


def with_face(pose: Pose, face: Pose | None) -> Pose:
    """The pose with another's face."""
    if face is None:
        return pose
    return replace(pose, gaze=face.gaze, emotion=face.emotion, tears=face.tears, **{name: getattr(face, name) for name in WEIGHTS})


def render_faces(staging: Staging, size: tuple[int, int], acting: Expressions) -> list[np.ndarray]:
    """The first drawing without what is before the lens, uint8 [h, w, 3], once with every further face."""
    shoot = Shoot(staging, size)
    try:
        first = shoot.posed(0)
        found = list[np.ndarray]()
        for number in range(1, max((len(acting.faces[actor.slot]) for actor, _ in first), default=0)):
            faces = {actor.slot: with_face(pose, acting.face(actor.slot, number)) for actor, pose in first}
            found.append(shoot.draw(0, poses=faces))
        return found
    finally:
        shoot.close()


def _features(pose: Pose) -> Sequence[float]:
    return [weight * float(getattr(pose, name)) for name, weight in WEIGHTS.items()] + [GAZE * value for value in pose.gaze]


def _centers(rows: np.ndarray) -> tuple[list[int], np.ndarray]:
    """Rows that stand for all of them, the first first, and of every row the number of its nearest."""
    chosen, away = list[int](), np.empty((0, len(rows)))
    while len(chosen) < MOST and (not chosen or away.min(0).max() > ALIKE):
        chosen.append(int(away.min(0).argmax()) if chosen else 0)
        away = np.vstack([away, np.linalg.norm(rows - rows[chosen[-1]], axis=1)])
    return chosen, away.argmin(0)
