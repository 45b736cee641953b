"""Whoever is not in the first drawing and enters: known by their portrait, by words alone, by another's portrait; and two who both enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from generator.measures import NAN, Row, mean_of
from generator.train.evaluate.reading import known
from generator.train.evaluate.shots import FRAMES, Shot, person_of, recast
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import direction_of, nameless
from generator.watching.seeing import attributes_of
from storyboard.staging import Staging

ARRIVED = tuple(range(FRAMES - 9, FRAMES, 2))  # drawings in which they are read: the last


def measure(stage: Stage, alone: Sequence[Staging], pairs: Sequence[Staging]) -> Part:
    """One who enters, in every way of being told; two who enter."""
    stage.going("casting", (*alone, *pairs))
    details = [_one(stage, staging, alone[(n + 1) % len(alone)]) for n, staging in enumerate(alone)]
    both = [_two(stage, staging) for staging in pairs]
    rows = {name: mean_of([entry[name] for entry in details]) for name in ("true", "portrait", "adapter alone", "text only", "shuffled portrait", "puppet")}
    worth = rows["portrait"].mean / max(rows["text only"].mean, 0.01)
    right = {name: mean_of([entry[name] for entry in both]) for name in ("true", "portrait", "text only")}
    return Part((
        Row("casting", "one enters: identity, with portrait", rows["portrait"], rows["true"].mean, rows["shuffled portrait"].mean, 0.4, note="floor: another's portrait"),
        Row("casting", "one enters: identity, text only", rows["text only"], rows["true"].mean, 0.01, note="floor: guessing"),
        Row("casting", "one enters: identity, adapter without a stand-in", rows["adapter alone"]),
        Row("casting", "one enters: identity, stand-in before any net", rows["puppet"]),
        Row("casting", "one enters: portrait over text only", mean_of([worth])._replace(of=rows["portrait"].of), target=3.0, unit="x"),
        Row("casting", "two enter: attributes on the right one", right["portrait"], right["true"].mean, 0.5, 0.7, note="floor: guessing"),
        Row("casting", "two enter: the same, text only", right["text only"], right["true"].mean, 0.5),
    ), [*details, *both])  # fmt: skip


def _one(stage: Stage, staging: Staging, other: Staging) -> dict[str, Any]:
    shot, engine = stage.shot(staging), stage.engine
    people, told = stage.oracle.people(shot), direction_of(shot)
    made = {"true": shot.seen, "puppet": engine.ways(shot, ("puppet",))["puppet"].seen}
    made["portrait"] = engine.clip(shot, told).seen
    made["adapter alone"] = engine.clip(shot, told._replace(known=told.known._replace(stand_ins={}))).seen
    made["text only"] = engine.clip(shot, nameless(told)).seen
    made["shuffled portrait"] = engine.clip(shot, direction_of(shot, recast(staging, other))).seen
    return {"caption": shot.caption} | {name: known(stage.oracle.who(shot, seen, ARRIVED), people) for name, seen in made.items()}


def _two(stage: Stage, staging: Staging) -> dict[str, Any]:
    shot, told = stage.shot(staging), direction_of(stage.shot(staging))
    made = {"true": shot.seen, "portrait": stage.engine.clip(shot, told).seen, "text only": stage.engine.clip(shot, nameless(told)).seen}
    return {"caption": shot.caption} | {name: _right(shot, [stage.oracle.who(shot, seen, ARRIVED, slot) for slot in (0, 1)]) for name, seen in made.items()}


def _right(shot: Shot, said: list[list[Tensor] | None]) -> float:
    """Share of the attributes in which the two differ that are read off the one who has them rather than off the other."""
    labels = [attributes_of(person_of(shot.staging, slot)) for slot in (0, 1)]
    answers = [float(told[mine] > told[yours])
               for slot, read in enumerate(said) if read is not None
               for told, mine, yours in zip(read, labels[slot], labels[1 - slot], strict=True) if mine != yours]
    return float(np.mean(answers)) if answers else NAN
