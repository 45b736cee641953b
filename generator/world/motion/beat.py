"""The moment an action is acted at, and the curves that every action is made of."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.world.pose import LEFT, Body, Pose, Room, near
from storyboard.staging import Action, Emotion, Subject

TAU = 2 * math.pi
GOING_YAW = 1.25  # how far a body that goes along the picture is turned: nearly its profile
TOLD = 0.4  # where in its cycle a gesture begins: stretched out, since the first drawing is the still and has to tell what is done


class Temper(NamedTuple):
    """What an emotion does to every movement: how fast, how large, how high the feet come, how far the arms swing."""

    tempo: float = 1.0
    vigour: float = 1.0
    lift: float = 1.0
    swing: float = 1.0


TEMPERS: dict[Emotion, Temper] = {
    Emotion.CALM: Temper(), Emotion.HAPPY: Temper(1.1, 1.1, 1.5, 1.25), Emotion.SAD: Temper(0.72, 0.66, 0.5, 0.3), Emotion.ANGRY: Temper(1.15, 1.1, 1.3, 1.1),
    Emotion.AFRAID: Temper(1.2, 0.72, 0.8, 0.25), Emotion.SURPRISED: Temper(1.0, 1.0, 1.1, 0.7), Emotion.TIRED: Temper(0.66, 0.58, 0.4, 0.45),
}  # fmt: skip


class Moment(NamedTuple):
    """`t` seconds into a shot of `duration` seconds, in which the figure has `room` units to walk; whom it deals with is `rise` units
    taller; its task in this place is worked at with a tool of this name."""

    t: float
    duration: float
    room: float = math.inf
    rise: float = 0.0
    task: str = "hammer"


@dataclass(frozen=True)
class Beat:
    """The moment as one figure lives it: size of the movement 0..1, its slot, how far to the right the target is (units), the figure,
    its proportions and its height in units."""

    moment: Moment
    amount: float
    slot: int
    target_dx: float
    subject: Subject
    body: Body
    tall: float

    @property
    def t(self) -> float:
        return self.moment.t

    @property
    def share(self) -> float:
        """Of the shot."""
        return min(max(self.moment.t / max(self.moment.duration, 1e-6), 0.0), 1.0)

    @property
    def temper(self) -> Temper:
        temper = TEMPERS[self.subject.emotion]
        if self.subject.action in (Action.ENTER, Action.LEAVE):  # who comes or goes has to get there
            return temper._replace(tempo=max(temper.tempo, 0.88), vigour=max(temper.vigour, 0.9))
        return temper

    def face(self, below: float, ahead: float = 0.8) -> Room:
        """Where a hand is before the middle of the face, `below` its centre and `ahead` of it in head radii."""
        body = self.body
        return -0.86 * body.chest / body.arm, (0.14 * body.torso + (0.86 - below) * body.head) / body.arm, ahead * body.head / body.arm

    @property
    def a(self) -> float:
        """Size of the movement: about 0.75, 1.2 at most."""
        fleeing = self.subject.emotion is Emotion.AFRAID and self.subject.action is Action.RUN
        return min((0.45 + 0.7 * self.amount) * (1.1 if fleeing else self.temper.vigour), 1.2)

    @property
    def offset(self) -> float:
        """The figure's own, in cycles: two who do the same do not do it as one."""
        return self.slot * 0.37

    @property
    def leg(self) -> float:
        """In units."""
        return self.body.leg * self.tall

    @property
    def way(self) -> float:
        """To which side of the picture the target is: -1, 1, or 0 without one."""
        return math.copysign(1.0, self.target_dx) if abs(self.target_dx) > 1e-6 else 0.0

    @property
    def climb(self) -> float:
        """How far above its own the other's shoulders are, in arm lengths."""
        return min(max(0.62 * self.moment.rise / (self.tall * self.body.arm), -1.0), 1.0) if self.way else 0.0

    def cycle(self, seconds: float) -> float:
        """Cycles of this length done by now, at the pace of the mood."""
        return self.t * self.temper.tempo / seconds + self.offset

    def wave(self, seconds: float, ahead: float = 0.0) -> float:
        return math.sin(TAU * (self.cycle(seconds) + ahead))

    def told(self, seconds: float) -> float:
        """Where in a gesture of this length: it begins stretched out in every slot."""
        return (self.t * self.temper.tempo / seconds + TOLD) % 1.0

    def reach(self, pose: Pose, share: float) -> float:
        """Arm lengths forward that bring a hand `share` of the way to the target; 0.9 without one."""
        if not self.way:
            return 0.9
        turned = max(abs(math.sin(pose.yaw)), 0.5)
        return min(max(share * abs(self.target_dx) / (self.tall * self.body.arm * turned), 0.45), 1.25)


def ease(x: float) -> float:
    """Smoothstep of x, held to 0..1."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3 - 2 * x)


def once(t: float, start: float, length: float) -> float:
    """0 before `start`, 1 from `start + length` on, eased between."""
    return ease((t - start) / length)


def thud(t: float, at: float, seconds: float = 0.4) -> float:
    """What a blow at `at` leaves: -1..1, dying away. Squash it, nod it, let the ears have it later."""
    late = t - at
    return 0.0 if late <= 0 else math.exp(-2.2 * late / seconds) * math.sin(TAU * late / seconds)


def keys(phase: float, marks: Sequence[tuple[float, float]]) -> float:
    """A value eased between marks (when 0..1, value); the phase wraps, so first and last value should agree."""
    return along(phase % 1.0, marks)


def along(t: float, marks: Sequence[tuple[float, float]]) -> float:
    """A value eased between marks (when, value), held before the first and after the last."""
    if t <= marks[0][0]:
        return marks[0][1]
    for (t0, v0), (t1, v1) in itertools.pairwise(marks):
        if t <= t1:
            return v0 + (v1 - v0) * ease((t - t0) / max(t1 - t0, 1e-6))
    return marks[-1][1]


def lerp3(a: Room, b: Room, share: float) -> Room:
    """a at share 0, b at share 1."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def pair(pose: Pose, main: Room, other: Room) -> tuple[Room, Room]:
    """Hands with `main` on our side."""
    return (main, other) if near(pose) == LEFT else (other, main)


def frontal(pose: Pose) -> bool:
    """Seen from the front or the back."""
    return abs(math.sin(pose.yaw)) < 0.3
