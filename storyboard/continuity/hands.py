"""Props: one thing is in one pair of hands at a time, and goes from hand to hand where it is seen: by giving or by taking.

A cut may hide that somebody picks a thing up or puts it away, so that is a fault only where they go on doing the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.space import Run, every_run
from storyboard.edit import Change
from storyboard.grammar import Size
from storyboard.staging import Action
from storyboard.story import Presence, Shot, Story

HANDS_SEEN = frozenset({Size.EXTREME_WIDE, Size.WIDE, Size.FULL, Size.MEDIUM})


def twice(story: Story) -> Iterator[Finding]:
    """In one shot."""
    called = names(story)
    for shot in story.shots:
        for thing in sorted({p.prop for p in shot.subjects if p.prop}):
            holders = [p for p in shot.subjects if p.prop == thing]
            if len(holders) > 1:
                fix = "Let one of them hold it."
                said = f"{called.get(thing)} is held by {' and '.join(str(called.get(p.character)) for p in holders)} at once"
                yield Finding(shot.id, "prop twice", said, fix, tuple(_kept_by(shot, holders, fix)))


def _kept_by(shot: Shot, holders: list[Presence], note: str) -> Iterator[Change]:
    """One of them keeps it: who gives before the others."""
    for keeper in sorted(holders, key=lambda p: p.action is not Action.GIVE):
        yield change(note, *(of_presence(shot.id, p.character, "prop", None) for p in holders if p is not keeper))
    yield change("Let nobody hold it here.", *(of_presence(shot.id, p.character, "prop", None) for p in holders))


def passed(story: Story) -> Iterator[Finding]:
    """From shot to shot: what one held, another does not hold unless it was given or taken meanwhile; what one gave away is gone."""
    called = names(story)
    for run in every_run(story):
        for thing in sorted({p.prop for shot in run for p in shot.subjects if p.prop}):
            yield from _followed(run, thing, called)


def _followed(run: Run, thing: str, called: dict[str, str]) -> Iterator[Finding]:
    """The thing's way through a run. `owner`: whose it is; None: nobody's yet, or whoever took it is not said."""
    owner: str | None = None
    for shot in run:
        holders = [p for p in shot.subjects if p.prop == thing]
        if len(holders) == 1:
            one = holders[0]
            if owner is not None and one.character != owner and not _hands_over(shot, one):
                fix = f"Show how it is given or taken, or let {called.get(one.character)} hold nothing here."
                said = f"{called.get(one.character)} holds {called.get(thing)}, and {called.get(owner)} had it; nobody gave or took it"
                yield Finding(shot.id, "prop passed unseen", said, fix, tuple(_undone(shot, one, owner)))
                continue
            if owner == one.character and one.action is Action.TAKE:
                fix = f"Let {called.get(one.character)} only hold it here, or hold nothing before."
                said = f"{called.get(one.character)} takes {called.get(thing)}, and had it already"
                yield Finding(shot.id, "prop taken twice", said, fix, (change(fix, of_presence(shot.id, one.character, "action", Action.STAND)),))
            owner = _after(shot, one)


def _hands_over(shot: Shot, one: Presence) -> bool:
    """Whether somebody is seen getting the thing: they take it, or another gives it."""
    return one.action is Action.TAKE or any(p.action is Action.GIVE and p is not one for p in shot.subjects)


def _after(shot: Shot, one: Presence) -> str:
    """Whose the thing is when the shot is over: who was given it, who took it, else who holds it."""
    others = [p for p in shot.subjects if p is not one]
    if one.action is Action.GIVE and (one.target or others):
        return one.target or others[0].character
    taker = next((p for p in others if p.action is Action.TAKE), None)
    return taker.character if taker is not None else one.character


def _undone(shot: Shot, one: Presence, owner: str) -> Iterator[Change]:
    """The hands emptied; or the thing back in the hands of its owner, if they are in the frame and free."""
    rightful = next((p for p in shot.subjects if p.character == owner and p.prop is None), None)
    empty = of_presence(shot.id, one.character, "prop", None)
    if rightful is not None:
        yield change("Put it back in the hands that had it.", empty, of_presence(shot.id, owner, "prop", one.prop))
    yield change("Let those hands be empty.", empty)


def popping(story: Story) -> Iterator[Finding]:
    """Who goes on doing the same over a cut has the same in their hands after it, if both shots show them."""
    called = names(story)
    for run in every_run(story):
        for before, after in itertools.pairwise(run):
            for one in after.subjects if before.size in HANDS_SEEN and after.size in HANDS_SEEN else ():
                was = next((p for p in before.subjects if p.character == one.character and p.action is one.action), None)
                if was is not None and was.prop != one.prop and one.action not in (Action.GIVE, Action.TAKE):
                    held, then = (called.get(thing or "", "nothing") for thing in (was.prop, one.prop))
                    said = f"{called.get(one.character)} goes on {one.action} over the cut, and holds {then} after it, {held} before"
                    fix = "Let their hands be the same on both sides of the cut."
                    both = [(after.id, was.prop), (before.id, one.prop)] if was.prop else [(before.id, one.prop), (after.id, None)]
                    yield Finding(after.id, "prop pops", said, fix, tuple(change(fix, of_presence(i, one.character, "prop", p)) for i, p in both))
