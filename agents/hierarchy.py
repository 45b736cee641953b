"""How a film is divided: shots in scenes, scenes in sequences, sequences in acts; and the bounded window each part is written with.

A short film's scenes are one answer. A long film is written sequence by sequence, so that no answer and no prompt grows with the film:
each sees what came before in a few sentences, what comes after in one, and the state carried in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence as Row
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from pydantic import Field, create_model

from agents.drafts import Fact
from storyboard.document import Doc

SECONDS_A_SHOT = 4.2
SHOTS_A_SCENE = 3.2
SCENES_AT_ONCE = 12  # a film of at most so many scenes is told in one answer
SCENES_A_SEQUENCE = 8
SEQUENCES_AN_ACT = 8  # a film of at most so many sequences needs no acts
FEWEST_ACTS = 3
REMEMBERED = 3  # sequences before that are told by their turns; older ones by their acts' turns
BEGINNING, END = "(this is the beginning)", "(this is the end)"

Counted = TypeVar("Counted", bound=Doc)


class Shape(NamedTuple):
    """How many of each a film has, by its wished length."""

    shots: int
    scenes: int
    sequences: int
    acts: int

    @property
    def long(self) -> bool:
        return self.sequences > 1


def shape(seconds: float) -> Shape:
    """The shape of a film of so many seconds."""
    shots = max(8, round(seconds / SECONDS_A_SHOT))
    scenes = max(3, round(shots / SHOTS_A_SCENE))
    if scenes <= SCENES_AT_ONCE:
        return Shape(shots, scenes, 1, 1)
    sequences = math.ceil(scenes / SCENES_A_SEQUENCE)
    acts = 1 if sequences <= SEQUENCES_AN_ACT else max(FEWEST_ACTS, math.ceil(sequences / SEQUENCES_AN_ACT))
    return Shape(shots, scenes, sequences, acts)


def share(total: int, parts: int, index: int) -> int:
    """What part `index` (from 0) gets of `total`, as even as whole numbers allow; all shares together are the total."""
    return total * (index + 1) // parts - total * index // parts


def shots_wanted(seconds: float, scenes: int, number: int) -> int:
    """How many shots scene `number` (from 1) of so many scenes should have."""
    wanted = shape(seconds)
    if not wanted.long:
        return max(2, min(8, math.ceil(wanted.shots / wanted.scenes)))
    return max(2, min(8, share(wanted.shots, scenes, number - 1)))


@cache
def counted(schema: type[Counted], field: str, low: int, high: int) -> type[Counted]:
    """The schema with its list `field` held to low..high items, so that an endpoint which obeys schemas gives as many as are asked for."""
    item = schema.model_fields[field].annotation
    made: Any = create_model(schema.__name__, __base__=schema, **cast(Any, {field: (Annotated[item, Field(min_length=low, max_length=high)], ...)}))
    return cast(type[Counted], made)


def told_before(acts: Row[dict[str, Any]], sequences: Row[dict[str, Any]], number: int) -> str:
    """What came before sequence `number` (from 0): each finished act by its turn, then the last few sequences by theirs."""
    if number == 0:
        return BEGINNING
    act = sequences[number]["act"]
    near = range(max(0, number - REMEMBERED), number)
    finished = [acts[a]["turns"] for a in range(act) if not any(sequences[n]["act"] == a for n in near)]
    return " ".join([*finished, *(f"{sequences[n]['beat']} {sequences[n]['turns']}" for n in near)])


def told_after(sequences: Row[dict[str, Any]], number: int) -> str:
    return sequences[number + 1]["beat"] if number + 1 < len(sequences) else END


def moment(scene: dict[str, Any] | None) -> str:
    """Where and when a scene leaves the film."""
    return "" if scene is None else f"{scene['beat']} {scene['after']} ({scene['place']}, {scene['hour']}, {scene['weather']}, {scene['season']})"


def state_words(facts: Row[dict[str, Any]]) -> list[str]:
    """The carried state, a sentence a fact."""
    return [Fact.model_validate(fact).words() for fact in facts]
