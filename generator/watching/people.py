"""What the nets read of a take: who somebody is, what they do, what the camera does. They hold for whole figures, from a certain size on.

Letters: F drawings of the take, A attributes, P people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from generator.watching.drawn import Drawn, taken
from generator.watching.likeness import Measure
from generator.watching.readers import Readers, identity
from generator.watching.seeing import (
    AROUND,
    BODY,
    BUST,
    CHEST,
    FACE,
    FRAMES,
    MARGIN,
    MOVES,
    ROOM,
    TAKEN,
    WINDOW,
    Person,
    attributes_of,
    box_of,
    chart_of,
    cut,
    flows_of,
    head_of,
    move_of,
)
from generator.world.sample import sample_staging
from storyboard.grammar import Size
from storyboard.staging import Action, Facing, Staging

KNOWN = (Size.FULL, Size.WIDE)  # what the nets learned on
SHORTEST, LONGEST = 25, 45  # drawings of a shot whose whole course the nets may be asked about
STRANGERS = 60


def strangers() -> list[list[int]]:
    """Labels of people who are in no film: the same ones always."""
    cast = [subject for seed in range(2 * STRANGERS) for subject in sample_staging(seed, "train").subjects]
    return [attributes_of((subject.look, subject.outfit)) for subject in cast][:STRANGERS]


@torch.inference_mode()
def known(readers: Readers, pictures: np.ndarray, staging: Staging, drawn: Drawn, others: Sequence[list[int]]) -> Iterator[Measure]:
    """For every subject how much likelier than themselves the likeliest of the `others` (labels) is, in nats an attribute."""
    chart = torch.from_numpy(chart_of(staging))
    for slot, subject in enumerate(staging.subjects):
        found = [pair for pair in (_cuts(pictures, drawn, k, slot) for k in range(len(drawn.at)) if drawn.at[k] in drawn.bare) if pair is not None]
        if not found or subject.facing is Facing.AWAY:
            continue
        bodies, busts = (torch.from_numpy(np.stack(part)) for part in zip(*found, strict=True))
        said = [told.mean(0, keepdim=True) for told in readers.who(bodies, busts, chart[None].expand(len(bodies), -1, -1))]
        own = attributes_of((subject.look, subject.outfit))
        people = torch.tensor([own, *(labels for labels in others if labels != own)])
        likely = identity(said, people)[0]
        yield Measure("person", float(likely[1:].max() - likely[0]) / len(own), slot)


def _cuts(pictures: np.ndarray, drawn: Drawn, k: int, slot: int) -> tuple[np.ndarray, np.ndarray] | None:
    box, figure, picture = box_of(drawn.masks[k] == slot + 1), drawn.figures[k].get(slot), pictures[drawn.at[k]]
    if box is None or figure is None or not (0 <= figure.face[0] < picture.shape[1] and 0 <= figure.face[1] < picture.shape[0]):
        return None
    return cut(picture, box, MARGIN, BODY), cut(picture, head_of(figure, 0.15), CHEST, BUST)


@torch.inference_mode()
def deeds(readers: Readers, pictures: np.ndarray, staging: Staging, drawn: Drawn) -> Iterator[Measure]:
    """For every subject how much likelier than what they should do the likeliest other action is, in nats: in the part of a long shot that speaks
    most for it."""
    for slot, subject in enumerate(staging.subjects):
        said = [read for span in spans(len(pictures)) if (read := _deed(readers, pictures[list(span)], drawn, (slot, span))) is not None]
        if said:
            asked = tuple(Action).index(subject.action)
            yield Measure("deed", min(float(_beside(one, asked).max() - one[asked]) for one in said), slot)


def spans(frames: int) -> tuple[tuple[int, ...], ...]:
    """Which drawings of a take of so many the nets take: eleven over the whole; of a long one eleven in each of three parts of it."""
    if frames <= LONGEST:
        return (taken(frames),)
    return tuple(tuple(start + k for k in TAKEN) for start in (0, (frames - FRAMES) // 2, frames - FRAMES))


def _deed(readers: Readers, seen: np.ndarray, drawn: Drawn, about: tuple[int, tuple[int, ...]]) -> torch.Tensor | None:
    slot, span = about
    middle = span[len(span) // 2]
    for k in sorted(range(len(drawn.at)), key=lambda k: abs(drawn.at[k] - middle)):
        box, figure = box_of(drawn.masks[k] == slot + 1), drawn.figures[k].get(slot)
        if box is not None and figure is not None:
            squares = ((box, ROOM, WINDOW), (head_of(figure), AROUND, FACE))
            windows, heads = (torch.from_numpy(np.stack([cut(picture, *square) for picture in seen]))[None] for square in squares)
            return (readers.deed(windows, heads)[0] + readers.deed(windows.flip(3), heads.flip(3))[0])[0]
    return None


@torch.inference_mode()
def moves(readers: Readers, pictures: np.ndarray, staging: Staging) -> Iterator[Measure]:
    """How much likelier than what the camera should do the likeliest other move is, in nats."""
    if staging.camera.words().removeprefix("slow ") in MOVES:
        said = readers.way(torch.from_numpy(flows_of([pictures[k] for k in taken(len(pictures))]))[None])[0]
        asked = move_of(staging)
        yield Measure("way", float(_beside(said, asked).max() - said[asked]))


def _beside(said: torch.Tensor, asked: int) -> torch.Tensor:
    return torch.cat([said[:asked], said[asked + 1 :]])


def labels(cast: Sequence[Person]) -> list[list[int]]:
    return [attributes_of(person) for person in cast]
