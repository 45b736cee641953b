"""What of a shot can be heard as it is drawn, and when: feet that come down, blows of a tool, bites, a seat taken, things that change hands.

    events(staging)   every event of the clip, in order

Feet are read off the poses themselves, so that a step falls when the foot does; the rest is timed by the curves it is acted by.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from generator.world import blocking, cast
from generator.world.camera import cast_in
from generator.world.lightning import strike
from generator.world.motion import GRASPED, HANDED
from generator.world.motion.beat import TEMPERS, TOLD
from generator.world.motion.gestures import WINGED
from generator.world.pose import Pose
from generator.world.render import Actor, Shoot, on_screen, pose_of, target_dx
from generator.world.spots import TASKS
from storyboard.look import AIRY, Kind
from storyboard.staging import INDOORS, Action, Staging, Weather

DRAWINGS = 12  # a second
FINE = 8  # moments looked at in a drawing: a step is found to a hundredth of a second
UP = 0.02  # leg lengths over the ground at which a foot is off it
STEPPING = frozenset({
    Action.WALK, Action.RUN, Action.SNEAK, Action.ENTER, Action.LEAVE, Action.PUSH, Action.CHASE, Action.JUMP, Action.DANCE, Action.DANCE_TOGETHER,
})  # fmt: skip
MOVES = {Action.LOOK_AROUND: (2.9, (0.3, 0.8)), Action.POINT: (2.3, (0.2, 0.6))}  # a cycle in seconds, and where in it the clothes are heard
LOUD = {
    Action.RUN: 1.0, Action.CHASE: 1.0, Action.JUMP: 1.0, Action.WALK: 0.62, Action.ENTER: 0.66, Action.LEAVE: 0.62, Action.PUSH: 0.55, Action.DANCE: 0.5,
    Action.DANCE_TOGETHER: 0.5, Action.SNEAK: 0.22,
}  # fmt: skip
SIZE = (192, 108)  # of the frame that places are read off
CROSSING = 0.7  # how far to a side what is at the edge of the frame is heard
NEAREST_DB, FARTHEST_DB = 2.0, -8.0  # how loud what fills the frame is, and what is small in it
LATE_S = 0.6  # thunder after its flash: a storm quite near


class Event(NamedTuple):
    """`seconds` into the clip (12 drawings a second, handles included) somebody (`slot`, -1: nobody) does something heard: foot, land, hop, strike,
    dig, stir, bite, chew, seat, rise, hand, breath, flap, drag, thunder. `force` 0..1; `pan` -1..1; `gain_db` by how near it is."""

    seconds: float
    slot: int
    what: str
    force: float
    pan: float = 0.0
    gain_db: float = 0.0


def events(staging: Staging) -> tuple[Event, ...]:
    """Of who is in the frame, and of the lightning, in order."""
    if staging.begun:  # what is heard of the whole, from where this begins
        gone = staging.begun / DRAWINGS
        through = staging.model_copy(update={"begun": 0, "frames": staging.begun + staging.frames, "whole": staging.whole or staging.begun + staging.frames})
        return tuple(one._replace(seconds=one.seconds - gone) for one in events(through) if one.seconds >= gone)
    found = list(_lightning(staging))
    if cast_in(staging):
        shoot = Shoot(staging, SIZE, scenery=False)
        for actor in shoot.actors:
            found += [_placed(shoot, actor, one) for one in (*_feet(staging, shoot, actor), *_done(staging, actor))]
    return tuple(sorted(one for one in found if 0.0 <= one.seconds < staging.frames / DRAWINGS))


def _placed(shoot: Shoot, actor: Actor, event: Event) -> Event:
    """With where in the frame it is, and how near."""
    frame = min(int(event.seconds * DRAWINGS), shoot.staging.frames - 1)
    pose, view = _pose(shoot, actor, frame), shoot.view(frame)
    x, _ = view.on_screen(actor.x + pose.dx * actor.travel, actor.y)
    share = cast.height(actor.subject.look) * view.scale / view.dolly / SIZE[1]  # of the frame's height
    near = 9.0 * math.log2(max(share, 0.05) / 0.75) / 2
    return event._replace(pan=max(-1.0, min(1.0, 2.0 * x / SIZE[0] - 1.0)) * CROSSING, gain_db=max(FARTHEST_DB, min(NEAREST_DB, near)))


def _pose(shoot: Shoot, actor: Actor, frame: float) -> Pose:
    now = blocking.handed(shoot.staging, frame / DRAWINGS)
    return pose_of(now, actor.slot, frame, target_dx(shoot.staging, actor, shoot.actors), actor.room)


def _feet(staging: Staging, shoot: Shoot, actor: Actor) -> Iterator[Event]:
    """A foot that was up and comes down, while it is on screen; with both at once it is a landing, with a stop before it a hop."""
    subject = staging.subjects[actor.slot]
    if subject.action not in STEPPING or subject.look.kind in AIRY:
        return
    force = LOUD[subject.action] * TEMPERS[subject.emotion].vigour
    if subject.look.kind is Kind.SNAKE:  # it slides
        yield from (Event(k * 0.9, actor.slot, "drag", 0.25) for k in range(int(staging.frames / DRAWINGS / 0.9) + 1))
        return
    was, x = (False, False), 0.0
    for k in range(FINE * staging.frames):
        frame = k / FINE
        if not on_screen(subject, int(frame), staging.frames):
            continue
        pose = _pose(shoot, actor, frame)
        up = tuple(foot[1] > UP or pose.dy < -UP for foot in pose.feet)
        down = [a and not b for a, b in zip(was, up, strict=True)]
        if subject.action is Action.JUMP and not any(was) and all(up):
            yield Event(frame / DRAWINGS, actor.slot, "hop", 0.4 * force)
        if all(down):
            yield Event(frame / DRAWINGS, actor.slot, "land", force)
        elif any(down):
            yield Event(frame / DRAWINGS, actor.slot, "foot", force)
        if subject.action is Action.PUSH and int(frame) == frame and int(frame) % 6 == 0:
            if abs(pose.dx - x) > 0.01:
                yield Event(frame / DRAWINGS, actor.slot, "drag", 0.6)
            x = pose.dx
        was = (up[0], up[1])


def _done(staging: Staging, actor: Actor) -> Iterator[Event]:
    """What is done once or over and over, by the curves of generator/world/motion."""
    subject, seconds = staging.subjects[actor.slot], staging.frames / DRAWINGS
    action, tempo = subject.action, TEMPERS[subject.emotion].tempo
    if action is Action.WORK:
        what = {"hammer": "strike", "spade": "dig", "ladle": "stir"}[TASKS[staging.place]]
        yield from _every(1.4 / tempo if what == "stir" else 1.1 / tempo, 0.0 if what == "stir" else 0.26 - 0.37 * actor.slot, seconds, Event(0, actor.slot, what, 0.7))
    elif action is Action.EAT:
        yield from _every(2.5 / tempo, 0.04, seconds, Event(0, actor.slot, "bite", 0.6))
        for k in range(3):
            yield from _every(2.5 / tempo, 0.2 + 0.155 * k, seconds, Event(0, actor.slot, "chew", 0.35))
    elif action is Action.SLEEP:
        yield from _every(2.6 / tempo, 0.75 - 0.37 * actor.slot, seconds, Event(0, actor.slot, "breath", 0.4))
    elif action is Action.FLOAT and subject.look.kind in WINGED:
        yield from _every(0.6 / tempo, 0.25 - 0.37 * actor.slot, seconds, Event(0, actor.slot, "flap", 0.4))
    elif action is Action.SIT_DOWN:
        yield Event(0.9 / tempo, actor.slot, "seat", 0.6)
    elif action is Action.STAND_UP:
        yield Event(0.3 / tempo, actor.slot, "rise", 0.5)
    elif action in (Action.GIVE, Action.TAKE):
        lies = action is Action.TAKE and blocking.partner(staging, actor.slot) is None
        yield Event(GRASPED if lies else HANDED, actor.slot, "hand", 0.5 if action is Action.TAKE or blocking.partner(staging, actor.slot) is None else 0.25)
    elif action is Action.HUG:
        yield Event(0.5, actor.slot, "rise", 0.4)
    elif action in MOVES:
        cycle_s, phases = MOVES[action]
        for phase in phases:
            own = 0.37 * actor.slot if action is Action.LOOK_AROUND else TOLD
            yield from _every(cycle_s / tempo, phase - own, seconds, Event(0, actor.slot, "rise", 0.35))


def _every(seconds: float, phase: float, until: float, event: Event) -> Iterator[Event]:
    """The event once in each of the cycles of this length, `phase` of a cycle after it begins."""
    at = (phase % 1.0) * seconds
    while at < until:
        yield event._replace(seconds=at)
        at += seconds


def _lightning(staging: Staging) -> Iterator[Event]:
    if staging.weather is not Weather.STORM or staging.place in INDOORS:
        return
    for k in range(1, int(staging.frames / DRAWINGS * 24)):
        if strike(staging.place_seed, k / 24) - strike(staging.place_seed, (k - 1) / 24) > 0.5:
            yield Event(k / 24 + LATE_S, -1, "thunder", 0.8)
