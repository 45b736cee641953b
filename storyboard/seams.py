"""Shared seams: where a cut asks for it one shot goes on from the one before, so that nobody jumps there.

A cut asks for it where both shots show the same people doing the same, from the same side, as large, and neither camera moves: a shot that was
split because it is too long, an action that goes on, a match cut on the same figure. The staging of the second then goes on where that of the first
ends (`run_of`): figures, leaves and rain are drawn on from there, so that drawn pictures, and clips from drawn stills, join by themselves, each made on
its own (where a net animates the leaves stand: it moves nothing of a place). Two stills that a net makes never join: there the second shot's still is taken out of the clip before it (`carried_from`), where its first
drawing stands anyway.

Giving the first clip the second's still as its last drawing instead would bend it into another picture right before the cut. A match cut between two
places shares no picture: its framing alone is matched (matching.py).
"""

from __future__ import annotations

from typing import NamedTuple

from storyboard import timing
from storyboard.grammar import AT_ONCE, Move
from storyboard.staging import Action, Weather
from storyboard.story import Presence, Scene, Shot, Story
from storyboard.ways import Ways

STANDING = (Move.STATIC, Move.FOCUS)  # moves with which the frame stays where it is
FALLING = (Weather.RAIN, Weather.SNOW, Weather.FOG, Weather.STORM)  # laid over every clip
GOING = (Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE, Action.ENTER, Action.LEAVE, Action.FLOAT, Action.PUSH)  # as fast as they have time for


def is_shared(story: Story) -> bool:
    """Whether the film's shots share seams at all."""
    return story.direction.seams == "shared"


class Run(NamedTuple):
    """Of a shot among those it goes on from and those that go on from it: drawings that all that moves has moved already, and of all of them where
    somebody goes a way in them, else 0."""

    begun: int = 0
    whole: int = 0


def run_of(story: Story, scene: Scene, shot: Shot) -> Run:
    """Nothing where seams are not shared."""
    if not is_shared(story):
        return Run()
    shots, at = scene.shots, _number(scene, shot)
    first = last = at
    while first > 0 and asks(shots[first - 1], shots[first]):
        first -= 1
    while last + 1 < len(shots) and asks(shots[last], shots[last + 1]):
        last += 1
    goes = last > first and any(p.action in GOING for p in shot.subjects)
    whole = sum(map(place_in, shots[first:last])) + timing.drawings(shots[last]) if goes else 0
    return Run(sum(map(place_in, shots[first:at])), whole)


def carried_from(story: Story, scene: Scene, shot: Shot, ways: Ways) -> Shot | None:
    """The shot out of whose clip this one's still is taken, if any. Not where something falls before the lens, which would be seen twice,
    nor where shots are made together, which none of them is before."""
    if not (is_shared(story) and ways.clip.is_net and ways.still.is_net) or story.direction.shots_together > 1 or scene.weather in FALLING:
        return None
    at = _number(scene, shot)
    return scene.shots[at - 1] if at > 0 and asks(scene.shots[at - 1], shot) else None


def _number(scene: Scene, shot: Shot) -> int:
    return next((number for number, one in enumerate(scene.shots) if one.id == shot.id), 0)


def asks(before: Shot, after: Shot) -> bool:
    """Whether the cut between two shots of a scene asks for a shared seam. A picture or clip that a person chose shows what it shows."""
    if after.transition not in AT_ONCE or not before.subjects or any(shot.pins.still or shot.pins.clip for shot in (before, after)):
        return False
    alike = all(getattr(before, field) == getattr(after, field) for field in ("size", "angle", "lens", "focus", "motion"))
    still = all(shot.camera.amount == 0 or shot.camera.move in STANDING for shot in (before, after))
    return alike and still and [_doing(p) for p in before.subjects] == [_doing(p) for p in after.subjects]


def _doing(presence: Presence) -> tuple[object, ...]:
    """What a figure is seen as and does; None where that does not go on from one shot into the next, which is then like no other."""
    if presence.visible != (0.0, 1.0):
        return (object(),)
    fields = ("character", "costume", "action", "target", "emotion", "prop", "where", "facing")
    return tuple(getattr(presence, field) for field in fields)


def place_in(shot: Shot) -> int:
    """Which drawing of the shot's clip shows what the next one's first does: both have their handles there."""
    return timing.drawing_at(timing.even(shot.frames)) - timing.HANDLE
