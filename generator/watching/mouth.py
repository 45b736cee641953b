"""A mouth against speech: how open it is in a drawing is read by drawing the same head shut and wide open, and finding it between the two.

Letters: N drawings looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from generator.watching.likeness import Measure
from generator.world.render import Shoot
from generator.world.spots import over_shoulder
from generator.world.truth import Figure, figures_of
from storyboard.staging import Facing, Staging

WIDE = 0.8  # how open a mouth is drawn that is wide open
NEAR = 20.0  # pixels of half a face's height: of a smaller one no mouth is seen
LEAST = 400.0  # levels, summed over the picture, by which the two must differ: a mouth that can be seen
SPEAKS = 0.08  # deviation of how open a mouth is, of one that speaks
MOST = 24  # drawings that are looked at, spread over the shot
FEWEST = 8


def speaking(staging: Staging) -> tuple[int, ...]:
    """Slots of those who speak with their face to be seen."""
    return tuple(slot for slot, subject in enumerate(staging.subjects)
                 if subject.speech and subject.facing is not Facing.AWAY and not (slot == 1 and over_shoulder(staging)))


def mouths(pictures: np.ndarray, staging: Staging) -> Iterator[Measure]:
    """For everyone who speaks one less the correlation of how open their mouth is seen with how open it should be; nothing of whom it cannot be
    read. Drawings of `pictures` uint8 (F, h, w, 3) are looked at without their scenery."""
    slots, count = speaking(staging), min(len(pictures), staging.frames)
    if not slots:
        return
    shoot, read = Shoot(staging, (pictures.shape[2], pictures.shape[1]), scenery=False), dict[int, list[tuple[float, float]]]()
    try:
        near = {figure.slot for frame in (0, count // 2, count - 1) for figure in figures_of(shoot, frame) if figure.face[3] >= NEAR}
        slots = tuple(slot for slot in slots if slot in near)
        for frame in range(0, count if slots else 0, -(-count // MOST)):
            posed = {actor.slot: pose for actor, pose in shoot.posed(frame) if actor.slot in slots}
            shut, wide = (shoot.draw(frame, poses={slot: replace(pose, mouth=how) for slot, pose in posed.items()}).astype(np.float32) for how in (0.0, WIDE))
            heads = {figure.slot: figure for figure in figures_of(shoot, frame)}
            for slot, pose in posed.items():
                opened = _between(pictures[frame], (shut, wide), _face(heads[slot], shut.shape)) if slot in heads else None
                if opened is not None:
                    read.setdefault(slot, []).append((opened, pose.mouth))
    finally:
        shoot.close()
    for slot, pairs in read.items():
        seen, asked = np.array(pairs).T
        if len(pairs) >= FEWEST and asked.std() >= SPEAKS:
            yield Measure("mouth", 1 - _alike(seen, asked), slot)


def _face(figure: Figure, shape: tuple[int, ...]) -> np.ndarray:
    """bool (h, w): about somebody's face."""
    x, y, wide, high = figure.face
    out = np.zeros(shape[:2], bool)
    out[max(int(y - 1.2 * high), 0) : max(int(y + 1.5 * high), 0), max(int(x - 1.4 * wide), 0) : max(int(x + 1.4 * wide), 0)] = True
    return out


def _between(picture: np.ndarray, ends: tuple[np.ndarray, np.ndarray], where: np.ndarray) -> float | None:
    """Where between two drawings a picture lies, 0 the first and 1 the second; None where they do not differ enough to tell."""
    apart = np.where(where[..., None], ends[1] - ends[0], 0.0)
    rows, columns = np.nonzero(np.abs(apart).max(2) > 8)
    if len(rows) < 4 or np.abs(apart).mean(2).sum() < LEAST:
        return None
    part = np.s_[max(rows.min() - 1, 0) : rows.max() + 2, max(columns.min() - 1, 0) : columns.max() + 2]
    weight = apart[part] - apart[part].mean((0, 1))
    off = cv2.GaussianBlur(picture, (0, 0), 0.6)[part] - ends[0][part]
    return float((off * weight).sum() / (apart[part] * weight).sum())


def _alike(a: np.ndarray, b: np.ndarray) -> float:
    return 0.0 if a.std() < 1e-6 or b.std() < 1e-6 else float(np.corrcoef(a, b)[0, 1])
