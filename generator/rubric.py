"""The readers' part of the rubric: identity, costume, place, prop and action of one shot, from its clip and from what it should show.

Everything is a choice among candidates, of which one is right, so that a picture cannot please by being blurred or still: people of the film and
sixty strangers, their costumes, twenty places and other layouts, all things that can be held, all actions. The same choice is made of the
shot as the drawn world draws it; where even that is not read rightly, the points are advisory.

Letters: T looked-at drawings, A attributes, N candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.rubric_places import nearest_place, nearest_thing
from generator.rubric_truth import LOOKED, SHORTEST, Truth
from generator.watching.readers import Readers
from generator.watching.seeing import (
    AROUND,
    BODY,
    BUST,
    CHEST,
    FACE,
    MARGIN,
    PICTURE,
    ROOM,
    SOUGHT,
    WINDOW,
    Box,
    Person,
    attributes_of,
    box_of,
    chart_of,
    cut,
    head_of,
)
from generator.world.sample import sample_staging
from storyboard.grammar import Size
from storyboard.rubric import MOST, Criterion
from storyboard.staging import Action, Facing, Place

STRANGERS, SPARE = 60, 0.1  # people who are in no film of ours; the share of them who may fit better than who is taken for the right one
LIKELY = 4  # actions among which the right one is worth a point
LOOK, DRESS = slice(0, 6), slice(6, 12)  # attributes of who somebody is, and of what they wear
LEARNED = (Size.FULL, Size.WIDE)  # sizes of shots that the readers learned on


class Around(NamedTuple):
    """What a shot's people and place are chosen among: everyone of the film in every costume, and its places with the seeds of their layouts."""

    people: tuple[Person, ...]
    places: tuple[tuple[Place, int], ...]


class Said(NamedTuple):
    """Points for one thing, or None and what was lacking. `is_sure`: the reader reads the shot's truth rightly."""

    points: int | None
    is_sure: bool = True
    why: str = ""


NOBODY = Said(None, why="nobody is in the shot")
UNSEEN = Said(None, why="too little of anybody is seen to be read")
NO_HANDS = Said(None, why="nobody is near enough to show what they hold")


def judged(readers: Readers, truth: Truth, around: Around, takes: Sequence[np.ndarray]) -> list[dict[Criterion, Said]]:
    """For each of several clips of a shot, seen as uint8 [F, P, Q, 3], its points for all but its cut."""
    short = next((len(seen) for seen in takes if len(seen) < SHORTEST), None)
    if short is not None:
        lacks = Said(None, why=f"the clip has {short} drawings; the readers look at {SHORTEST}")
        return [{one: lacks for one in Criterion if one is not Criterion.CUT} for _ in takes]
    looked = [truth.pictures, *(seen[list(LOOKED)] for seen in takes)]
    places, things = nearest_place(truth, looked, around.places), nearest_thing(truth, looked)
    said = [
        {**_people(readers, truth, around, pictures), Criterion.PLACE: Said(place), Criterion.PROP: Said(thing) if thing is not None else NO_HANDS}
        for pictures, place, thing in zip(looked, places, things, strict=True)
    ]  # fmt: skip
    control, *found = said
    return [{name: _believed(truth, one[name], control[name], name) for name in one} for one in found]


def _believed(truth: Truth, said: Said, control: Said, name: Criterion) -> Said:
    """What was said, and how far it is to be believed."""
    if said.points is None:
        return said
    if control.points != MOST:
        return said._replace(is_sure=False, why=f"even the shot as it is drawn is given {control.points or 0}")
    if name in (Criterion.IDENTITY, Criterion.COSTUME, Criterion.ACTION):
        if truth.staging.size not in LEARNED:
            return said._replace(is_sure=False, why=f"the readers learned on full and wide shots, this one is {truth.staging.size}")
        if any(s.facing is Facing.AWAY for s in truth.staging.subjects):
            return said._replace(is_sure=False, why="somebody is seen from behind")
    return said


def _people(readers: Readers, truth: Truth, around: Around, pictures: np.ndarray) -> dict[Criterion, Said]:
    """Identity, costume and action: of all figures the worst."""
    each = [_person(readers, truth, around, pictures, slot) for slot in range(len(truth.staging.subjects))]
    kept = [one for one in each if one is not None]
    if not kept:
        lacks = NOBODY if not each else UNSEEN
        return dict.fromkeys((Criterion.IDENTITY, Criterion.COSTUME, Criterion.ACTION), lacks)
    return {name: Said(min(one[name] for one in kept)) for name in kept[0]}


def _person(readers: Readers, truth: Truth, around: Around, pictures: np.ndarray, slot: int) -> dict[Criterion, int] | None:
    """Points of one figure; None where too little of it should be seen."""
    said, deed = who(readers, truth, pictures, slot), does(readers, truth, pictures, slot)
    if said is None or deed is None:
        return None
    subject = truth.staging.subjects[slot]
    own, film = attributes_of((subject.look, subject.outfit)), [attributes_of(one) for one in around.people]
    rank = int((deed > deed[tuple(Action).index(subject.action)]).sum())
    return {
        Criterion.IDENTITY: _known(said, LOOK, own, film),
        Criterion.COSTUME: _dressed(said, own, film),
        Criterion.ACTION: 2 if rank == 0 else 1 if rank < LIKELY else 0,
    }


def _known(said: list[Tensor], part: slice, own: list[int], film: Sequence[list[int]]) -> int:
    """2: likelier than everyone; 1: likelier than everyone of the film, and than nearly all strangers; else 0."""
    mine, others, far = likely(said, part, own), [likely(said, part, one) for one in film if one[part] != own[part]], [likely(said, part, one) for one in strangers() if one[part] != own[part]]
    if others and max(others) > mine:
        return 0
    better = sum(one > mine for one in far)
    return 2 if better == 0 else 1 if better <= SPARE * len(far) else 0


def _dressed(said: list[Tensor], own: list[int], film: Sequence[list[int]]) -> int:
    """As POINTS says of costumes."""
    if _known(said, DRESS, own, film) == 2:
        return 2
    mine, others = likely(said, DRESS, own), [likely(said, DRESS, one) for one in film if one[DRESS] != own[DRESS]]
    right = any(int(said[k].argmax()) == own[k] for k in (DRESS.start, DRESS.start + 1))
    return int(right and (not others or max(others) <= mine))


def likely(said: list[Tensor], part: slice, labels: list[int]) -> float:
    """Log-probability of these attributes."""
    return float(sum(told[label] for told, label in zip(said[part], labels[part], strict=True)))


@lru_cache(maxsize=1)
def strangers() -> tuple[list[int], ...]:
    """Attributes of people who are in no film."""
    found = (sample_staging(number, "heldout") for number in range(STRANGERS * 3))
    people = [attributes_of((one.look, one.outfit)) for staging in found for one in staging.subjects]
    return tuple(people[:STRANGERS])


@torch.inference_mode()
def who(readers: Readers, truth: Truth, pictures: np.ndarray, slot: int) -> list[Tensor] | None:
    """Log-probabilities of each attribute, A x [values], where a figure should be; None where too little of it should be seen."""
    found = [pair for k in SOUGHT if (pair := _cuts(truth, pictures[k], k, slot)) is not None]
    if not found:
        return None
    bodies, busts = (torch.from_numpy(np.stack(part)) for part in zip(*found, strict=True))
    charts = torch.from_numpy(chart_of(truth.staging))[None].expand(len(bodies), -1, -1)
    both = (readers.who(bodies, busts, charts), readers.who(bodies.flip(2), busts.flip(2), charts))  # and as a mirror shows it
    return [torch.cat(said).mean(0) for said in zip(*both, strict=True)]


@torch.inference_mode()
def does(readers: Readers, truth: Truth, pictures: np.ndarray, slot: int) -> Tensor | None:
    """Logits of what a figure does where it should be."""
    places = ((k, _box(truth, k, slot)) for k in sorted(SOUGHT, key=lambda k: abs(k - len(LOOKED) // 2)))
    k, box = next(((k, box) for k, box in places if box is not None), (0, None))
    if box is None:
        return None
    squares = ((box, ROOM, WINDOW), (head_of(truth.figures[k][slot]), AROUND, FACE))
    windows, heads = (torch.from_numpy(np.stack([cut(picture, *square) for picture in pictures]))[None] for square in squares)
    return (readers.deed(windows, heads)[0] + readers.deed(windows.flip(3), heads.flip(3))[0])[0]


def _cuts(truth: Truth, picture: np.ndarray, k: int, slot: int) -> tuple[np.ndarray, np.ndarray] | None:
    box = _box(truth, k, slot)
    if box is None:
        return None
    figure = truth.figures[k][slot]
    inside = 0 <= figure.face[0] < PICTURE[0] and 0 <= figure.face[1] < PICTURE[1]
    return (cut(picture, box, MARGIN, BODY), cut(picture, head_of(figure, 0.15), CHEST, BUST)) if inside else None


def _box(truth: Truth, k: int, slot: int) -> Box | None:
    return box_of(truth.masks[k] == slot + 1) if slot in truth.figures[k] else None
