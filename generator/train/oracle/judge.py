"""Judging oracle readers on shots of people never seen: shares read rightly, each beside what guessing would reach.

identity: of 100 people, ten of which are look-alikes that differ in one attribute, the one who is shown; attributes: each that the
shot shows; camera and action of whole shots; and for actions that share poses, which of the two, from the shot and from its middle
drawing alone, held still. What a shot shows is found by drawing it: an attribute, when the person drawn otherwise looks otherwise; an answer
counts against a reader unless the person drawn as it says looks the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.train.oracle.lessons import STRIDE, Deeds, Figures, Ways, act, cut_out, from_seed, roam, together
from generator.watching.readers import Readers, identity
from generator.watching.seeing import ATTRIBUTES, SOUGHT, TAKEN, Person, attributes_of
from storyboard.look import PEOPLE, Color, Hair, Kind, Look, Marking, Outfit
from storyboard.staging import Action, Facing, Staging

LEVELS, SHARE = 20, 0.004  # cuts look otherwise where they differ by more than these levels (of 255) over this share of their pixels
LOOKED = (0, 2)  # at which of SOUGHT
ALIKE = 10  # look-alikes of the one sought
PAIRS = ((Action.GIVE, Action.TAKE), (Action.ENTER, Action.LEAVE), (Action.SIT_DOWN, Action.STAND_UP))
FIELDS = {"kind": "kind", "tone": "", "build": "build", "marking": "marking", "hair": "hair", "hair colour": "hair_color", "garment": "garment", "garment colour": "color",
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
    if name == "kind":  # people stay people, by their skin
        words = tuple(kind for kind in Kind if (kind in PEOPLE) == look.is_person)
    if name == "marking" and look.is_person:
        words = (Marking.NONE, Marking.FRECKLES)
    if name == "hair" and not look.is_person:
        words = (Hair.NONE, Hair.TUFT)
    if name == "tone":
        words = tuple(type(look.skin)) if look.is_person else tuple(Color)
    if name.endswith("colour"):
        words = () if own == "nothing" else tuple(Color)
    return [str(word) for word in words if str(word) != str(own)]


class Shown:
    """The first subject of a shot, and how others would look in its place."""

    def __init__(self, staging: Staging) -> None:
        self.staging, self.person = staging, (staging.subjects[0].look, staging.subjects[0].outfit)
        self._cuts = self._drawn(self.person)

    def _drawn(self, person: Person) -> Figures | None:
        first, *rest = self.staging.subjects
        played = first.model_copy(update={"look": person[0], "outfit": person[1]})
        return cut_out(self.staging.model_copy(update={"subjects": (played, *rest)}), [TAKEN[SOUGHT[k]] for k in LOOKED], [0], scenery=False)

    def differs(self, other: Person) -> bool:
        """Whether somebody else can be told from who is shown."""
        cuts = self._drawn(other)
        if cuts is None or self._cuts is None:
            return False
        pairs = zip((*self._cuts.bodies, *self._cuts.busts), (*cuts.bodies, *cuts.busts), strict=False)
        return len(cuts.bodies) != len(self._cuts.bodies) or any((np.abs(a.astype(int) - b).max(2) > LEVELS).mean() > SHARE for a, b in pairs)

    def others(self, dice: np.random.Generator) -> dict[str, list[Person]]:
        """For each attribute two people who are otherwise in it and look it; none where one of two does not: the shot does not show it."""
        out = {}
        for name in ATTRIBUTES:
            words = values(self.person, name)
            tried = [changed(self.person, name, words[k]) for k in dice.permutation(len(words))[:2]]
            out[name] = tried if all(map(self.differs, tried)) else []
        return out


@torch.inference_mode()
def _read(readers: Readers, staging: Staging) -> list[Tensor] | None:
    """Log-probabilities of each attribute of the first subject, over several drawings; None where it is not seen."""
    seen = cut_out(staging, [TAKEN[k] for k in SOUGHT], [0])
    if seen is None:
        return None
    bodies, busts, charts = (torch.from_numpy(part) for part in seen[:3])
    both = (readers.who(bodies[..., :3], busts[..., :3], charts), readers.who(bodies[..., :3].flip(2), busts[..., :3].flip(2), charts))  # and as a mirror shows it
    return [torch.cat(said).mean(0) for said in zip(*both, strict=True)]


def _who(readers: Readers, shots: list[Staging], people: int, dice: np.random.Generator) -> dict[str, Score]:
    read: list[tuple[Shown, list[Tensor]]] = []
    for staging in shots:
        if len(read) < people and staging.subjects[0].facing is not Facing.AWAY and (said := _read(readers, staging)) is not None:
            read.append((Shown(staging), said))
    labels_of = torch.tensor([attributes_of(shown.person) for shown, _ in read])
    known, alone, right = 0, 0, {name: list[tuple[int, int]]() for name in ATTRIBUTES}
    for k, (shown, said) in enumerate(read):
        near = shown.others(dice)
        alikes = [other for column in zip_longest(*near.values()) for other in column if other is not None][:ALIKE]
        doubles = torch.tensor([attributes_of(other) for other in alikes])
        others = labels_of[[n for n in dice.permutation(len(read)).tolist() if n != k][: max(people - 1 - len(alikes), 0)]]
        mine, close, far = (identity([told[None] for told in said], rows)[0] for rows in (labels_of[k : k + 1], doubles, others))
        alone += bool(mine > close.max())
        known += bool(mine > torch.cat([close, far]).max())
        for name, told, true in zip(ATTRIBUTES, said, labels_of[k].tolist(), strict=True):
            answer = int(told.argmax())
            if near[name] and (answer == true or _seen(shown, name, answer)):
                right[name].append((answer, true))
    out = {"identity": Score(known, len(read), 1 / max(people, 1)), "identity among look-alikes": Score(alone, len(read), 1 / (ALIKE + 1))}
    scores = {name: _score(pairs) for name, pairs in right.items() if pairs}
    total = Score(sum(s.right for s in scores.values()), sum(s.of for s in scores.values()), sum(s.guess * s.of for s in scores.values()) / sum(s.of for s in scores.values()))
    return out | {"attributes": total} | scores


def _seen(shown: Shown, name: str, answer: int) -> bool:
    """Whether an answer that is not true can be seen not to be."""
    word = str(ATTRIBUTES[name][answer])
    return word not in map(str, values(shown.person, name)) or shown.differs(changed(shown.person, name, word))


def _score(pairs: list[tuple[int, int]]) -> Score:
    said, true = (np.array(column) for column in zip(*pairs, strict=True))
    return Score(int((said == true).sum()), len(true), float(np.bincount(true).max() / len(true)))


@torch.inference_mode()
def _way(readers: Readers, made: list[Ways]) -> Score:
    flows, moves = together(made)
    said = torch.cat([readers.way(part) for part in torch.from_numpy(flows).split(64)]).argmax(1)
    return _score(list(zip(said.tolist(), moves.tolist(), strict=True)))


@torch.inference_mode()
def _acts(readers: Readers, *cuts: np.ndarray) -> Tensor:
    """Logits of the actions in windows and heads, as seen and as a mirror shows them."""
    parts = list(zip(*(torch.from_numpy(cut[..., :3]).split(32) for cut in cuts), strict=True))
    return torch.cat([readers.deed(*part)[0] + readers.deed(*(cut.flip(3) for cut in part))[0] for part in parts])


def _deed(readers: Readers, made: list[Deeds]) -> Score:
    windows, heads, _, actions = together(made)
    return _score(list(zip(_acts(readers, windows, heads).argmax(1).tolist(), actions.tolist(), strict=True)))


def _acting(start: int, both: tuple[Action, Action]) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Windows and heads of held-out figures that do one of two things, and which."""
    numbers = [tuple(Action).index(action) for action in both]
    for _, made in from_seed(whole, start, "heldout", both):
        for slot, action in enumerate(made.actions.tolist()):
            if action in numbers:
                yield made.windows[slot], made.heads[slot], numbers.index(action)


def _pairs(readers: Readers, start: int, count: int) -> dict[str, Score]:
    out = {}
    for both in PAIRS:
        shots = list(islice(_acting(start, both), count))
        *cuts, true = zip(*shots, strict=True)
        moving = [np.stack(cut) for cut in cuts]
        held = [np.repeat(cut[:, len(TAKEN) // 2, None], len(TAKEN), 1) for cut in moving]
        for name, seen in (("", moving), (", held still", held)):
            said = _acts(readers, *seen)[:, [tuple(Action).index(action) for action in both]].argmax(1)
            out[f"{both[0]} or {both[1]}{name}"] = _score(list(zip(said.tolist(), true, strict=True)))
    return out
