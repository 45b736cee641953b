"""What operators are made of: mutants, and stories with shots replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from storyboard.grammar import Size, Transition
from storyboard.staging import Action, Facing, Where
from storyboard.story import Presence, Shot, Story

MIRROR = {Where.LEFT: Where.RIGHT, Where.RIGHT: Where.LEFT, Where.CENTER: Where.CENTER}
TURN = {Facing.LEFT: Facing.RIGHT, Facing.RIGHT: Facing.LEFT}
GOING = (Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE)
ACROSS = (*GOING, Action.FLOAT, Action.ENTER, Action.LEAVE, Action.PUSH)
WIDE = (Size.EXTREME_WIDE, Size.WIDE)
ORDER = (Where.LEFT, Where.CENTER, Where.RIGHT)
Run = tuple[Shot, ...]


class Mutant(NamedTuple):
    """`sorts`: what a finding of this fault may be called; `shots`: where it may be, both sides of a cut for faults between two shots;
    none: it is a fault of the whole story."""

    story: Story
    sorts: frozenset[str]
    shots: frozenset[str]


Operator = Callable[[Story, Random], "Mutant | None"]


def runs(story: Story) -> Iterator[Run]:
    for scene in story.scenes:
        run: list[Shot] = []
        for shot in scene.shots:
            if run and shot.transition is not Transition.CUT:
                yield tuple(run)
                run = []
            run.append(shot)
        yield tuple(run)


def with_shots(story: Story, new: dict[str, Sequence[Shot]]) -> Story:
    """The story with some of its shots replaced by none, one or several."""
    scenes = []
    for scene in story.scenes:
        shots = tuple(one for shot in scene.shots for one in new.get(shot.id, (shot,)))
        scenes.append(scene.model_copy(update={"shots": shots}))
    return story.model_copy(update={"scenes": tuple(s for s in scenes if s.shots)})


def with_shot(story: Story, shot: Shot, **fields: Any) -> Story:
    return with_shots(story, {shot.id: (shot.model_copy(update=fields),)})


def changed(shot: Shot, who: str, **fields: Any) -> tuple[Presence, ...]:
    """The shot's subjects, one of them changed."""
    return tuple(p.model_copy(update=fields) if p.character == who else p for p in shot.subjects)


def mutant(story: Story, sorts: str, *shots: str) -> Mutant:
    return Mutant(story, frozenset(sorts.split(", ")), frozenset(shots))


def orders(run: Run, pair: tuple[str, str]) -> list[tuple[Shot, str]]:
    """The shots of a run that show both apart, and who is left."""
    out = []
    for shot in run:
        two = sorted((p for p in shot.subjects if p.character in pair), key=lambda p: ORDER.index(p.where))
        if len(two) == 2 and two[0].where is not two[1].where:
            out.append((shot, two[0].character))
    return out


def speaks(shot: Shot, one: Presence) -> bool:
    return any(line.speaker == one.character and line.on_screen for line in shot.lines) or one.action is Action.TALK
