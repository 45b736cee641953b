"""Judging oracle readers on shots of people never seen: shares read rightly, each beside what guessing would reach.

identity: of 100 people, ten of which are look-alikes that differ in one attribute, the one who is shown; attributes: each that can be
seen on the person at all; camera and action of whole shots; and for actions that share poses, which of the two, from the shot and
from its middle drawing alone, held still.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.train.oracle.lessons import (
    ATTRIBUTES,
    SOUGHT,
    STRIDE,
    TAKEN,
    Deeds,
    Person,
    Ways,
    act,
    attributes_of,
    cut_out,
    from_seed,
    roam,
    together,
)
from generator.train.oracle.readers import Readers, identity
from generator.world.render import render_portrait
from storyboard.look import Color, Hair, Look, Marking, Outfit
from storyboard.staging import Action, Facing, Staging, Style

PORTRAIT = (96, 128)
LEVELS, SHARE = 20, 0.004  # two portraits differ where they do by more than these levels (of 255) over this share of their pixels
ALIKE = 10  # look-alikes of the one sought
PAIRS = ((Action.GIVE, Action.TAKE), (Action.ENTER, Action.LEAVE), (Action.SIT_DOWN, Action.STAND_UP))
FIELDS = {"tone": "", "build": "build", "marking": "marking", "hair": "hair", "hair colour": "hair_color", "garment": "garment", "garment colour": "color",
          "hat": "hat", "hat colour": "hat_color", "extra": "extra", "extra colour": "extra_color"}  # fmt: skip


class Score(NamedTuple):
    """`right` of `of`; `guess`: the share that always saying the commonest answer would reach."""

    right: int
    of: int
    guess: float

    @property
    def share(self) -> float:
        return self.right / max(self.of, 1)


def judge(readers: Readers, count: int = 300, people: int = 100, pairs: int = 60, seed: int = 7_000) -> dict[str, Score]:
    """Everything, from `count` held-out shots, `people` of the identities in them, and `pairs` shots of each pair of actions."""
    shots = list(islice(from_seed(whole, seed * STRIDE, "heldout"), count))
    found = {"camera": _way(readers, [roam(staging) for staging, _ in shots]), "action": _deed(readers, [made for _, made in shots])}
    return _who(readers, [staging for staging, _ in shots], people, np.random.default_rng(seed)) | found | _pairs(readers, (seed + 1) * STRIDE, pairs)


def whole(staging: Staging) -> Deeds | None:
    """What a staging's subjects do, in whole drawings."""
    return act(staging, scenery=True)


def changed(person: Person, name: str, value: str) -> Person:
    """The person with another value of one of ATTRIBUTES."""
    look, outfit = person
    field = FIELDS[name] or ("skin" if look.is_person else "body")
    owner: Look | Outfit = look if field in Look.model_fields else outfit
    word = type(getattr(owner, field))(value)
    other = owner.model_copy(update={field: word})
    return (other, outfit) if isinstance(other, Look) else (look, other)


def values(person: Person, name: str) -> list[str]:
    """Other values that somebody's attribute could have; none where they have nothing that could be so coloured."""
    look = person[0]
    labels = attributes_of(person)
    words = ATTRIBUTES[name]
    own = words[labels[list(ATTRIBUTES).index(name)]]
    if name == "marking" and look.is_person:
        words = (Marking.NONE, Marking.FRECKLES)
    if name == "hair" and not look.is_person:
        words = (Hair.NONE, Hair.TUFT)
    if name == "tone":
        words = tuple(type(look.skin)) if look.is_person else tuple(Color)
    if name.endswith("colour"):
        words = () if own == "nothing" else tuple(Color)
    return [str(word) for word in words if str(word) != str(own)]


def differ(a: Person, b: Person) -> bool:
    """Whether two people can be told apart in their portraits."""
    one, other = (render_portrait(*person, Style.GOUACHE, PORTRAIT).astype(int) for person in (a, b))
    return bool((np.abs(one - other).max(2) > LEVELS).mean() > SHARE)


def alikes(person: Person, count: int, dice: np.random.Generator) -> list[Person]:
    """Look-alikes that differ from someone in one attribute, so that it can be seen in their portrait; no two the same."""
    out: list[Person] = []
    choices = [(name, value) for name in FIELDS for value in values(person, name)]
    for k in dice.permutation(len(choices)):
        other = changed(person, *choices[k])
        if len(out) < count and differ(person, other):
            out.append(other)
    return out


def visible(person: Person) -> list[bool]:
    """Of each attribute, whether its being otherwise would be seen in the portrait."""
    tried = {name: values(person, name) for name in FIELDS}
    return [True, *(bool(tried[name]) and any(differ(person, changed(person, name, tried[name][k])) for k in (0, len(tried[name]) // 2)) for name in FIELDS)]


@torch.inference_mode()
def _read(readers: Readers, staging: Staging) -> list[Tensor] | None:
    """Log-probabilities of each attribute of the first subject, over several drawings; None where it is not seen."""
    seen = cut_out(staging, [TAKEN[k] for k in SOUGHT], [0])
    if seen is None:
        return None
    bodies, heads, told = (torch.from_numpy(part) for part in seen[:3])
    return [said.mean(0) for said in readers.who(bodies[..., :3], heads[..., :3], told)]


def _who(readers: Readers, shots: list[Staging], people: int, dice: np.random.Generator) -> dict[str, Score]:
    read: list[tuple[Person, list[Tensor]]] = []
    for staging in shots:
        first = staging.subjects[0]
        if len(read) < people and first.facing is not Facing.AWAY and (said := _read(readers, staging)) is not None:
            read.append(((first.look, first.outfit), said))
    labels_of = torch.tensor([attributes_of(person) for person, _ in read])
    known, alone, right = 0, 0, {name: list[tuple[int, int]]() for name in ATTRIBUTES}
    for k, (person, said) in enumerate(read):
        doubles = torch.tensor([attributes_of(p) for p in alikes(person, ALIKE, dice)])
        others = labels_of[[n for n in dice.permutation(len(read)).tolist() if n != k][: max(people - 1 - len(doubles), 0)]]
        mine, near, far = (identity([told[None] for told in said], rows)[0] for rows in (labels_of[k : k + 1], doubles, others))
        alone += bool(mine > near.max())
        known += bool(mine > torch.cat([near, far]).max())
        for name, told, true, shown in zip(ATTRIBUTES, said, labels_of[k].tolist(), visible(person), strict=True):
            right[name] += [(int(told.argmax()), true)] if shown else []
    out = {"identity": Score(known, len(read), 1 / max(people, 1)), "identity among look-alikes": Score(alone, len(read), 1 / (ALIKE + 1))}
    scores = {name: _score(pairs) for name, pairs in right.items() if pairs}
    total = Score(sum(s.right for s in scores.values()), sum(s.of for s in scores.values()), sum(s.guess * s.of for s in scores.values()) / sum(s.of for s in scores.values()))
    return out | {"attributes": total} | scores


def _score(pairs: list[tuple[int, int]]) -> Score:
    said, true = (np.array(column) for column in zip(*pairs, strict=True))
    return Score(int((said == true).sum()), len(true), float(np.bincount(true).max() / len(true)))


@torch.inference_mode()
def _way(readers: Readers, made: list[Ways]) -> Score:
    flows, moves = together(made)
    said = torch.cat([readers.way(part) for part in torch.from_numpy(flows).split(64)]).argmax(1)
    return _score(list(zip(said.tolist(), moves.tolist(), strict=True)))


@torch.inference_mode()
def _acts(readers: Readers, windows: np.ndarray) -> Tensor:
    return torch.cat([readers.deed(part)[0] for part in torch.from_numpy(windows[..., :3]).split(32)])


def _deed(readers: Readers, made: list[Deeds]) -> Score:
    windows, _, actions = together(made)
    return _score(list(zip(_acts(readers, windows).argmax(1).tolist(), actions.tolist(), strict=True)))


def _acting(start: int, both: tuple[Action, Action]) -> Iterator[tuple[np.ndarray, int]]:
    """Windows of held-out figures that do one of two things, and which."""
    numbers = [tuple(Action).index(action) for action in both]
    for _, made in from_seed(whole, start, "heldout", both):
        for slot, action in enumerate(made.actions.tolist()):
            if action in numbers:
                yield made.windows[slot], numbers.index(action)


def _pairs(readers: Readers, start: int, count: int) -> dict[str, Score]:
    out = {}
    for both in PAIRS:
        shots = list(islice(_acting(start, both), count))
        windows, true = np.stack([window for window, _ in shots]), [which for _, which in shots]
        held = np.repeat(windows[:, len(TAKEN) // 2, None], len(TAKEN), 1)
        for name, seen in (("", windows), (", held still", held)):
            said = _acts(readers, seen)[:, [tuple(Action).index(action) for action in both]].argmax(1)
            out[f"{both[0]} or {both[1]}{name}"] = _score(list(zip(said.tolist(), true, strict=True)))
    return out
