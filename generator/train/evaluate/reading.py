"""Asking the oracle readers about a shot, however it was made: they look where the truth says that figures are.

Letters: A attributes, K actions, M moves, F drawings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from generator.train.evaluate.shots import PICTURE, Shot, person_of
from generator.train.oracle.judge import ALIKE, Shown
from generator.watching.readers import Readers, identity
from generator.watching.seeing import (
    AROUND,
    ATTRIBUTES,
    BODY,
    BUST,
    CHEST,
    FACE,
    MARGIN,
    MOVES,
    ROOM,
    SOUGHT,
    TAKEN,
    WINDOW,
    Box,
    attributes_of,
    box_of,
    chart_of,
    cut,
    flows_of,
    head_of,
    move_of,
)
from storyboard.look import Garment
from storyboard.staging import Action

PEOPLE = 100
LOOKED = tuple(TAKEN[k] for k in SOUGHT)  # drawings in which somebody is known: the whole clip but its first


class Answers(NamedTuple):
    """What readers say of one clip: log-probabilities of each attribute (A x [values]), of the actions [K] and of the moves [M]; None where
    there is nobody to be read."""

    who: list[Tensor] | None
    deed: Tensor | None
    way: Tensor


class Oracle:
    """The readers, and the people among whom somebody is sought."""

    def __init__(self, readers: Readers, strangers: list[list[int]]) -> None:
        self.readers, self.strangers = readers, strangers

    def answers(self, shot: Shot, seen: np.ndarray) -> Answers:
        """All three readers, about the first subject of a shot of 33 drawings, seen as uint8 (F, P, Q, 3)."""
        alone = bool(shot.staging.subjects)
        return Answers(self.who(shot, seen) if alone else None, self.deed(shot, seen) if alone else None, self.way(seen))

    @torch.inference_mode()
    def who(self, shot: Shot, seen: np.ndarray, drawings: Sequence[int] = LOOKED, slot: int = 0) -> list[Tensor] | None:
        """Log-probabilities of each attribute, the mean over those of the drawings in which the truth shows enough of the subject."""
        cuts = [_cuts(shot, seen[frame], frame, slot) for frame in drawings]
        found = [pair for pair in cuts if pair is not None]
        if not found:
            return None
        bodies, busts = (torch.from_numpy(np.stack(part)) for part in zip(*found, strict=True))
        charts = torch.from_numpy(chart_of(shot.staging))[None].expand(len(bodies), -1, -1)
        both = (self.readers.who(bodies, busts, charts), self.readers.who(bodies.flip(2), busts.flip(2), charts))  # and as a mirror shows it
        return [torch.cat(said).mean(0) for said in zip(*both, strict=True)]

    @torch.inference_mode()
    def deed(self, shot: Shot, seen: np.ndarray) -> Tensor | None:
        """Logits of what the first subject does."""
        place = _found(shot)
        if place is None:
            return None
        frame, box = place
        squares = ((box, ROOM, WINDOW), (head_of(shot.figures[frame][0]), AROUND, FACE))
        windows, heads = (torch.from_numpy(np.stack([cut(picture, *square) for picture in seen[list(TAKEN)]]))[None] for square in squares)
        return (self.readers.deed(windows, heads)[0] + self.readers.deed(windows.flip(3), heads.flip(3))[0])[0]

    @torch.inference_mode()
    def way(self, seen: np.ndarray) -> Tensor:
        """Logits of what the camera does."""
        flows = flows_of([seen[k] for k in TAKEN])
        return self.readers.way(torch.from_numpy(flows)[None])[0]

    def people(self, shot: Shot, slot: int = 0) -> Tensor:
        """Labels [P, A] of a hundred people, the subject first, then up to ten look-alikes who differ from it in one attribute that is seen."""
        own = attributes_of(person_of(shot.staging, slot))
        near: list[list[int]] = []
        if slot == 0:
            pairs = Shown(shot.staging).others(np.random.default_rng(shot.staging.seed)).values()
            near = [attributes_of(other) for column in zip_longest(*pairs) for other in column if other is not None][:ALIKE]
        far = [labels for labels in self.strangers if labels != own]
        return torch.tensor([own, *near, *far[: PEOPLE - 1 - len(near)]])


def _cuts(shot: Shot, picture: np.ndarray, frame: int, slot: int) -> tuple[np.ndarray, np.ndarray] | None:
    box, figure = box_of(_large(shot.masks[frame] == slot + 1)), shot.figures[frame].get(slot)
    if box is None or figure is None or not (0 <= figure.face[0] < PICTURE[0] and 0 <= figure.face[1] < PICTURE[1]):
        return None
    return cut(picture, box, MARGIN, BODY), cut(picture, head_of(figure, 0.15), CHEST, BUST)


def _large(mask: np.ndarray) -> np.ndarray:
    return cv2.resize(mask.astype(np.uint8), PICTURE, interpolation=cv2.INTER_NEAREST) > 0


def _found(shot: Shot) -> tuple[int, Box] | None:
    """In which drawing, the nearest to the middle, enough of the first subject is seen, and the box round it."""
    for k in sorted(SOUGHT, key=lambda k: abs(k - len(TAKEN) // 2)):
        box = box_of(_large(shot.masks[TAKEN[k]] == 1))
        if box is not None and 0 in shot.figures[TAKEN[k]]:
            return TAKEN[k], box
    return None


def known(said: list[Tensor] | None, people: Tensor) -> float:
    """1 where the first of the people is the likeliest, else 0; nan where nobody was read."""
    if said is None:
        return float("nan")
    return float(int(identity([told[None] for told in said], people)[0].argmax()) == 0)


def acts(said: Tensor | None, action: Action) -> float:
    """1 where the action is the likeliest; nan where nobody was read."""
    return float("nan") if said is None else float(int(said.argmax()) == tuple(Action).index(action))


def moves(said: Tensor, shot: Shot) -> float:
    """1 where the camera's move is the likeliest, by its name and direction."""
    words = shot.staging.camera.words().removeprefix("slow ")
    return float("nan") if words not in MOVES else float(int(said.argmax()) == move_of(shot.staging))


def colour(said: list[Tensor]) -> int:
    """The likeliest colour of the garment."""
    return int(said[list(ATTRIBUTES).index("garment colour")].argmax())


def is_dressed(shot: Shot) -> bool:
    return bool(shot.staging.subjects) and shot.staging.subjects[0].outfit.garment is not Garment.NONE
