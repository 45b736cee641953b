"""Eyelines: who speaks to somebody, or does something to them, looks at them; within a shot, and from one single to the next."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.space import MOVING, OPPOSITE, SIDEWAYS, Axis, Run, every_run, speaks, way
from storyboard.grammar import Size
from storyboard.staging import Action, Facing
from storyboard.story import Presence, Shot, Story

SPEAKING = frozenset({Action.TALK, Action.ARGUE})  # to somebody, whether or not one hears what


def within(story: Story) -> Iterator[Finding]:
    """Nobody turns their side of the face from whom they speak to or act on in the same shot."""
    called = names(story)
    for shot in story.shots:
        for one in shot.subjects:
            other = addressed(shot, one)
            wanted = None if other is None or one.action in MOVING else way(one, other)
            if other is not None and wanted is not None and one.facing is OPPOSITE[wanted]:
                yield _finding(shot, one, wanted, f"{called.get(one.character)} turns from {called.get(other.character)}", called)


def addressed(shot: Shot, one: Presence) -> Presence | None:
    """Whom somebody in the shot speaks to or acts on, if they are in it too."""
    others = [p for p in shot.subjects if p is not one]
    aimed = next((p for p in others if p.character == one.target), None)
    if aimed is None and len(others) == 1 and (one.action in SPEAKING or speaks(shot, one.character)):
        return others[0]
    return aimed


def between(story: Story) -> Iterator[Finding]:
    """A single of somebody who speaks looks to the side on which the other stands; where no shot shows both, two singles that
    follow each other look opposite ways."""
    called = names(story)
    for run in every_run(story):
        axis = Axis(run)
        for at, shot in enumerate(run):
            one = _single(shot)
            if one is None:
                continue
            ways = axis.ways(at, one.character, one.target)
            before = _single(run[at - 1]) if at and not ways else None
            if ways and one.facing not in ways.values():
                others = " and ".join(called.get(o, o) for o in ways)
                yield _finding(shot, one, OPPOSITE[one.facing], f"{called.get(one.character)} looks away from {others}, as the other shots have them", called)
            elif before is not None and before.character != one.character and before.facing is one.facing and not _known(axis, before):
                said = f"{called.get(before.character)} and {called.get(one.character)} speak in turn and both look {one.facing}"
                yield _finding(shot, one, OPPOSITE[one.facing], said, called, _turned(run, at - 1, before))


def _single(shot: Shot) -> Presence | None:
    """Who is alone in the shot, speaks or acts on somebody, and looks to one side."""
    if len(shot.subjects) != 1 or shot.size is Size.INSERT:
        return None
    one = shot.subjects[0]
    engaged = speaks(shot, one.character) or one.action in SPEAKING or one.target not in (None, one.character)
    return one if engaged and one.facing in SIDEWAYS and one.action not in MOVING else None


def _known(axis: Axis, one: Presence) -> bool:
    return any(one.character in pair for pair in axis.seen)


def _turned(run: Run, at: int, one: Presence) -> tuple[str, str, Facing]:
    return run[at].id, one.character, OPPOSITE[one.facing]


def _finding(shot: Shot, one: Presence, wanted: Facing, said: str, called: dict[str, str], other: tuple[str, str, Facing] | None = None) -> Finding:
    fix = f"Let {called.get(one.character)} face {wanted}."
    changes = [change(fix, of_presence(shot.id, one.character, "facing", wanted))]
    if other is not None:
        changes.append(change(f"Let {called.get(other[1])} face {other[2]}.", of_presence(other[0], other[1], "facing", other[2])))
    return Finding(shot.id, "eyeline", said, fix, tuple(changes))
