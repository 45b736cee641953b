"""The line of action: those who share a scene keep their sides in every shot that shows them (the 180 degree rule).

It may be crossed on purpose: once, in a wide shot that shows both anew after a nearer
one, if it then stays so; or after a lapse of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.space import PLACES, SIDEWAYS, TRAVEL, Axis, every_run, step
from storyboard.edit import Change, Set
from storyboard.staging import Facing, Where
from storyboard.story import Presence, Shot, Story

INWARD = {Where.LEFT: Facing.RIGHT, Where.RIGHT: Facing.LEFT}


def line_of_action(story: Story) -> Iterator[Finding]:
    called = names(story)
    for run in every_run(story):
        axis = Axis(run)
        for at, shot in enumerate(run):
            crossed = _crossed(shot.subjects, axis, at)
            if crossed:
                left, right = crossed[0]
                said = f"{called.get(right, right)} stands left of {called.get(left, left)}; in the other shots it is the other way"
                fix = "Swap their places in the frame."
                yield Finding(shot.id, "line crossed", said, fix, tuple(_sorted(shot, axis, at, fix)))


def _crossed(subjects: Sequence[Presence], axis: Axis, at: int) -> list[tuple[str, str]]:
    """The pairs that stand the wrong way round, each as (who belongs left, who belongs right)."""
    found = []
    for one, other in combinations(subjects, 2):
        first, second = sorted((one.character, other.character))
        if any(i == at for i, _ in axis.seen.get((first, second), ())) and one.where is not other.where:
            left = axis.left((first, second), at)
            if left != (one.character if step(one.where) < step(other.where) else other.character):
                found.append((left, second if left == first else first))
    return found


def _sorted(shot: Shot, axis: Axis, at: int, note: str) -> Iterator[Change]:
    """The figures put at the same places in another order: with the fewest pairs crossed, and the fewest moved. Who moves and faced
    sideways faces inward."""
    ways = []
    for places in permutations([p.where for p in shot.subjects]):
        moved = [p.model_copy(update={"where": where}) for p, where in zip(shot.subjects, places, strict=True)]
        count = sum(old.where is not new.where for old, new in zip(shot.subjects, moved, strict=True))
        ways.append((len(_crossed(moved, axis, at)), count, moved))
    best = min(crossed for crossed, _, _ in ways)
    for _, _, moved in sorted((w for w in ways if w[0] == best and w[1]), key=lambda w: w[1])[:3]:
        ops = [list(_put(shot, new)) for old, new in zip(shot.subjects, moved, strict=True) if old.where is not new.where]
        yield change(note, *(op for of_one in ops for op in of_one))
        yield change(note, *(of_one[0] for of_one in ops))  # each looking where they looked


def _put(shot: Shot, one: Presence) -> Iterator[Set]:
    """A figure at its new place."""
    yield of_presence(shot.id, one.character, "where", one.where)
    if one.where in INWARD and one.facing in SIDEWAYS and one.action not in TRAVEL:
        yield of_presence(shot.id, one.character, "facing", INWARD[one.where])


def same_spot(story: Story) -> Iterator[Finding]:
    """Up to three figures stand at as many places."""
    called = names(story)
    for shot in story.shots:
        taken: dict[object, Presence] = {}
        for one in shot.subjects if len(shot.subjects) <= len(PLACES) else ():
            other = taken.setdefault(one.where, one)
            if other is not one:
                fix = "Put one left and one right."
                said = f"{called.get(other.character)} and {called.get(one.character)} stand at one place"
                yield Finding(shot.id, "same spot", said, fix, tuple(_apart(shot, other, one, fix)))


def _apart(shot: Shot, one: Presence, other: Presence, note: str) -> Iterator[Change]:
    """One of the two moved to a free place, facing inward; where both may go, both moved."""
    free = [where for where in PLACES if where not in {p.where for p in shot.subjects}]
    moves: list[tuple[tuple[Presence, Where], ...]] = [((who, where),) for where in free for who in (other, one)]
    if len(free) == 2:
        moves += [((one, free[0]), (other, free[1])), ((other, free[0]), (one, free[1]))]
    for move in sorted(moves, key=len, reverse=True):
        yield change(note, *(op for who, where in move for op in _put(shot, who.model_copy(update={"where": where}))))
