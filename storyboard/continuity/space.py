"""What continuity is measured by: runs of shots without a lapse of time, places from left to right, and who stands on whose side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from storyboard.grammar import Size, Transition
from storyboard.staging import Action, Facing, Where
from storyboard.story import Presence, Scene, Shot, Story

PLACES = (Where.LEFT, Where.CENTER, Where.RIGHT)
SIDEWAYS = (Facing.LEFT, Facing.RIGHT)
OPPOSITE = {Facing.LEFT: Facing.RIGHT, Facing.RIGHT: Facing.LEFT}
TRAVEL = frozenset({Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE})  # goes on across the frame, the way it faces
MOVING = TRAVEL | {Action.FLOAT, Action.ENTER, Action.LEAVE, Action.PUSH}  # faces where it goes, not whom it speaks to
FRAMED = frozenset({Size.EXTREME_WIDE, Size.WIDE})
LADDER = (Size.EXTREME_WIDE, Size.WIDE, Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE, Size.EXTREME_CLOSE)

Run = tuple[Shot, ...]


def runs(scene: Scene) -> Iterator[Run]:
    """The scene's shots, parted where one begins by dissolve, fade, wipe or match cut: there time has passed, and anything may have changed."""
    run: list[Shot] = []
    for shot in scene.shots:
        if run and shot.transition is not Transition.CUT:
            yield tuple(run)
            run = []
        run.append(shot)
    yield tuple(run)


def every_run(story: Story) -> Iterator[Run]:
    for scene in story.scenes:
        yield from runs(scene)


def step(where: Where) -> int:
    return PLACES.index(where)


def way(one: Presence, other: Presence) -> Facing | None:
    """Which way `one` looks to see `other`; None when both stand at one place."""
    gap = step(other.where) - step(one.where)
    return None if gap == 0 else Facing.RIGHT if gap > 0 else Facing.LEFT


def pairs(run: Run) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """For each two of a run: the shots that show them apart, by their place in the run, and who is the left one there. Where two who
    travel together turn round, who went before still does and is now on the other side: those shots are left out."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    ways: dict[frozenset[str], Facing] = {}
    for at, shot in enumerate(run):
        for one, other in combinations(shot.subjects, 2):
            both = frozenset((one.character, other.character))
            together = one.action in TRAVEL and other.action in TRAVEL and one.facing is other.facing and one.facing in SIDEWAYS
            if together and ways.setdefault(both, one.facing) is not one.facing:
                continue
            if one.where is not other.where and one.character != other.character:
                left = one if step(one.where) < step(other.where) else other
                first, second = sorted((one.character, other.character))
                found.setdefault((first, second), []).append((at, left.character))
    return found


def is_deliberate(run: Run, seen: Sequence[tuple[int, str]]) -> bool:
    """Whether the line is crossed once, in a wide shot that shows both anew, and stays so to the end of the run. Anew: the last shot
    before it of two or more is nearer."""
    turns = [at for (_, before), (at, now) in pairwise(seen) if before != now]
    if len(turns) != 1 or run[turns[0]].size not in FRAMED:
        return False
    return next(shot for shot in reversed(run[: turns[0]]) if len(shot.subjects) > 1).size not in FRAMED


def held(seen: Sequence[tuple[int, str]]) -> str:
    """Who is the left one in most of the shots; where that is even, in the first."""
    count = Counter(left for _, left in seen)
    return max(count, key=lambda left: (count[left], left == seen[0][1]))


class Axis:
    """Who stands left of whom, throughout a run: as most shots have it, or from a wide shot on as that one has it."""

    def __init__(self, run: Run):
        self.run = run
        self.seen = pairs(run)
        self.deliberate = {pair for pair, seen in self.seen.items() if is_deliberate(run, seen)}

    def left(self, pair: tuple[str, str], at: int) -> str:
        seen = self.seen[pair]
        if pair not in self.deliberate:
            return held(seen)
        return next((left for i, left in reversed(seen) if i <= at), seen[0][1])

    def ways(self, at: int, who: str, target: str | None) -> dict[str, Facing]:
        """Which way `who` looks to see each of the others they share the run with, those apart who have left it; `target`: only that one."""
        found = {}
        for pair in self.seen:
            if who in pair:
                other = pair[0] if pair[1] == who else pair[1]
                if not self._gone(other, at):
                    found[other] = Facing.RIGHT if self.left(pair, at) == who else Facing.LEFT
        return {target: found[target]} if target in found else found

    def _gone(self, who: str, at: int) -> bool:
        before = [p.action for shot in self.run[:at] for p in shot.subjects if p.character == who]
        return bool(before) and before[-1] is Action.LEAVE


def speaks(shot: Shot, who: str) -> bool:
    """Whether somebody's mouth is seen to speak in the shot."""
    return any(line.speaker == who and line.on_screen for line in shot.lines)


def joined(before: Scene, after: Scene) -> bool:
    """Whether the second scene follows without a lapse of time: by a straight cut, in the same place or with somebody who goes over."""
    if after.shots[0].transition is not Transition.CUT:
        return False
    out = {p.character for p in before.shots[-1].subjects if p.action in TRAVEL | {Action.LEAVE}}
    into = {p.character for p in after.shots[0].subjects if p.action in TRAVEL | {Action.ENTER}}
    return before.setting == after.setting or bool(out & into)


def beside(shot: Shot, step: int) -> Size:
    """A size a step of the ladder away: not so near that one of several is cut off, nor so far that nobody is seen."""
    if shot.size not in LADDER:
        return shot.size
    at, nearest = LADDER.index(shot.size), LADDER.index(Size.MEDIUM if len(shot.subjects) > 1 else Size.CLOSE)
    return next((LADDER[i] for i in (at + step, at - step) if 1 <= i <= nearest), LADDER[min(at, nearest)])
