"""Where figures stand and go in the frame: who deals with whom, how near they come for it, the way of those who walk, and the
moment at which a given thing changes hands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.world import cast, motion
from generator.world.camera import cast_in
from generator.world.spots import BULK, HEAVY, OPEN, PICKED, seat_of
from storyboard.staging import Action, Prop, Staging, Subject, Where

GAPS: dict[Action, float] = {  # how far apart two are who do this to each other, in their mean height
    Action.HUG: 0.42, Action.DANCE_TOGETHER: 0.66, Action.GIVE: 0.8, Action.TAKE: 0.8, Action.ARGUE: 0.82,
}  # fmt: skip
ROUNDS = 32  # in which those who stand too near make room for each other
CHEEKS = 1.3  # how far apart, in radii of both heads, two stand who lean toward each other or make room for a pair
WINDOW = 2.75  # seconds for which a way is laid out: longer shots begin with the same drawing
BESIDE = 0.5  # mean heights between one who comes and one who stands
HELP = 0.38  # mean heights that one who helps to push is behind
TAIL = 0.95  # mean heights that one who goes behind is behind
DRIFT = 0.12  # frame widths that a walker moves in a frame that does not show the feet


class Way(NamedTuple):
    """Where a figure is at the first drawing (units), its height over the stage line, how far it may go, and how much of that is shown."""

    x: float
    y: float = 0.0
    room: float = math.inf
    travel: float = 1.0


def partner(staging: Staging, slot: int) -> int | None:
    """The slot of the one this figure deals with: its target; for what takes two the other one there is."""
    subject, shown = staging.subjects[slot], [k for k in cast_in(staging) if k != slot]
    other = subject.target if subject.target in shown else shown[0] if subject.action in GAPS and len(shown) == 1 else None
    if subject.action is Action.TAKE and other is not None and staging.subjects[other].action is not Action.GIVE:
        return None  # it takes what lies there
    return other


def together(staging: Staging, where: Sequence[float], heads: Sequence[float]) -> tuple[float, ...]:
    """The places, with those who touch each other brought near enough to, but not head before head (`heads`: radii, units).
    Who sits on a seat stays on it; a third makes room."""
    at, pairs = list(where), dict[frozenset[int], float]()
    for slot in cast_in(staging):
        other = partner(staging, slot)
        gap = GAPS.get(staging.subjects[slot].action)
        if other is not None and gap is not None and not motion.travels(staging.subjects[other]):
            gap = max(gap * _mean(staging, slot, other), CHEEKS * (heads[slot] + heads[other]))
            middle, apart = (at[slot] + at[other]) / 2, at[other] - at[slot]
            pairs[frozenset((slot, other))] = min(gap, abs(apart))
            if abs(apart) > gap and seat_of(staging, other):
                at[slot] = at[other] - math.copysign(gap, apart)
            elif abs(apart) > gap:
                at[slot], at[other] = middle - math.copysign(gap / 2, apart), middle + math.copysign(gap / 2, apart)
    return tuple(_apart(staging, (where, at), heads, pairs) if pairs and len(cast_in(staging)) > 2 else at)


def _apart(staging: Staging, places: tuple[Sequence[float], list[float]], heads: Sequence[float], pairs: dict[frozenset[int], float]) -> list[float]:
    """The places with nobody between those of a pair (`pairs`: how far apart they are) and no head before another: the others step
    aside, then all move together until none is nearer to the edge than before. `places`: before the pairs came near, and since."""
    (where, at), shown = places, cast_in(staging)
    out, fixed = list(at), [k for k in shown if seat_of(staging, k)]
    rank = {k: (at[k], len(at), at[k]) for k in shown}
    rank |= {k: (sum(at[n] for n in pair) / 2, min(pair), at[k]) for pair in pairs for k in pair}
    order = sorted(shown, key=lambda k: rank[k])
    for _ in range(ROUNDS):
        for a, b in pairwise(order):
            short = pairs.get(frozenset((a, b)), CHEEKS * (heads[a] + heads[b])) - (out[b] - out[a])
            if short > 0:
                share = 0.0 if a in fixed else 1.0 if b in fixed else 0.5
                out[a], out[b] = out[a] - share * short, out[b] + (1.0 - share) * short
    edges, now = [where[k] for k in shown], [out[k] for k in shown]
    back = 0.0 if fixed else max(0.0, min(edges) - min(now)) - max(0.0, max(now) - max(edges))
    return [x + back if k in shown else x for k, x in enumerate(out)]


def ways(staging: Staging, where: Sequence[float], wide: float) -> dict[int, Way]:
    """The way of everyone in a frame `wide` units wide: those who stand have none; walkers go about their place, begin beyond
    who stands behind it, and stop before who is in their way and before the edge; who enters begins at the edge, who leaves is past it at the end."""
    out = {slot: Way(where[slot]) for slot in cast_in(staging)}
    goers = [k for k in out if motion.travels(staging.subjects[k])]
    for slot in sorted(goers, key=lambda k: -where[k] * motion.heading(staging.subjects[k])):  # who is ahead first
        out[slot] = _way(staging, slot, out, wide)
    return out


def _way(staging: Staging, slot: int, at: dict[int, Way], wide: float) -> Way:
    subject, spot = staging.subjects[slot], at[slot].x
    sign, tall = motion.heading(subject), cast.height(subject.look)
    far = motion.pace(subject, staging.motion, slot) * WINDOW
    edge = wide / 2 - 0.05 * tall
    if subject.action is Action.ENTER:
        start = -sign * edge
        return Way(start, room=max(sign * (_before(staging, slot, at, sign) - start), 0.0)) if sign * spot > sign * start else Way(spot, room=0.0)
    if subject.action is Action.LEAVE:
        end = wide / 2 + 0.3 * tall
        start = min(max(_beside(staging, slot, at, -sign) * sign, end - 0.94 * far), wide / 2 - 0.3 * tall)
        return Way(sign * start, room=end + 0.4 * tall - start)
    if staging.size not in OPEN:
        travel = min(1.0, DRIFT * wide / far)
        return Way(spot - sign * travel * far / 2, travel=travel)
    limit = _limit(staging, slot, at, wide)
    inside = wide / 2 - 0.34 * tall
    fellows = {k: (HELP if subject.action is Action.PUSH else TAIL) * _mean(staging, slot, k) for k in at if k != slot and _goes(staging, k) == sign}
    behind = sum(gap for k, gap in fellows.items() if sign * (spot - at[k].x) > 0)
    before = min((sign * at[k].x - gap for k, gap in fellows.items() if sign * (at[k].x - spot) > 0), default=inside)
    passed = [sign * other.x + BESIDE * _mean(staging, slot, k) for k, other in at.items() if sign * (spot - other.x) > 0 and not _goes(staging, k)]
    start = sign * max(min(sign * spot - far / 2 - _load(staging, slot) / 2, inside, before), behind - inside, min(max(passed, default=-math.inf), sign * spot))
    ahead = [other.room for k, other in at.items() if k != slot and _goes(staging, k) == sign and sign * (other.x - start) > 0]
    return Way(start, room=max(min([sign * (limit - start), *ahead]), 0.0))


def _limit(staging: Staging, slot: int, at: dict[int, Way], wide: float) -> float:
    """How far along the stage a walker gets: to the edge, or to who stands or goes before it."""
    subject, me = staging.subjects[slot], at[slot].x
    sign = motion.heading(subject)
    tall = cast.height(subject.look)
    chased = any(s.action is Action.CHASE and s.target == slot and k in at for k, s in enumerate(staging.subjects))
    limit = sign * (wide / 2 + (0.5 if chased else -0.3) * tall)  # who is chased runs on, out of the frame
    limit -= sign * 0.6 * _load(staging, slot)
    for k, other in at.items():
        if k == slot or sign * (other.x - me) <= 0:
            continue
        theirs = _goes(staging, k)
        if staging.subjects[k].action is Action.LEAVE and theirs == sign:
            continue
        end = other.x + theirs * other.room if theirs == sign and math.isfinite(other.room) else (me + other.x) / 2 if theirs == -sign else other.x
        limit = sign * min(sign * limit, sign * (end - sign * BESIDE * _mean(staging, slot, k) * (0.6 if theirs == -sign else 1.0)) - _load(staging, slot) * (theirs == 0.0))
    return limit


def leads(staging: Staging, slot: int) -> bool:
    """Of several who push, the foremost has the thing before it; the others help."""
    sign = motion.heading(staging.subjects[slot])
    pushing = [k for k, s in enumerate(staging.subjects) if s.action is Action.PUSH]
    return slot == max(pushing, key=lambda k: (sign * (Where.LEFT, Where.CENTER, Where.RIGHT).index(staging.subjects[k].where), -k))


def bulk(staging: Staging, subject: Subject) -> tuple[float, float]:
    """Height and half-width, in units, of what this figure pushes in this place."""
    share, half = BULK[HEAVY[staging.place]]
    high = share * min(max(cast.height(subject.look), 0.6), 1.15)
    return high, half * high


def _load(staging: Staging, slot: int) -> float:
    """How much room the thing takes that a figure pushes; 0 for who pushes nothing."""
    subject = staging.subjects[slot]
    return 2.0 * bulk(staging, subject)[1] if subject.action is Action.PUSH and leads(staging, slot) else 0.0


def _goes(staging: Staging, slot: int) -> float:
    """Which way a figure goes: -1, 1, or 0 when it stays."""
    return motion.heading(staging.subjects[slot]) if motion.travels(staging.subjects[slot]) else 0.0


def _before(staging: Staging, slot: int, at: dict[int, Way], sign: float) -> float:
    """The place of one who enters, or just before who stands on the way to it."""
    spot = at[slot].x
    for k, other in at.items():
        if k != slot and sign * (spot - other.x) > -BESIDE * _mean(staging, slot, k) and not motion.travels(staging.subjects[k]):
            spot = sign * min(sign * spot, sign * (other.x - sign * BESIDE * _mean(staging, slot, k)))
    return spot


def _beside(staging: Staging, slot: int, at: dict[int, Way], sign: float) -> float:
    """How far back one who leaves may begin: beside the next one on that side, a little past the middle without one."""
    nearest = [o.x - sign * 1.6 * BESIDE * _mean(staging, slot, k) for k, o in at.items() if k != slot and sign * (o.x - at[slot].x) > 0]
    return min(nearest, key=lambda x: sign * x, default=sign * 0.15)


def _mean(staging: Staging, one: int, two: int) -> float:
    return (cast.height(staging.subjects[one].look) + cast.height(staging.subjects[two].look)) / 2


def handed(staging: Staging, seconds: float) -> Staging:
    """The staging as it is by then: what one gives another who takes it goes over when their hands have met; what one takes that nobody
    gives lies on the ground until it is grasped."""
    subjects = list(staging.subjects)
    for slot, taker in enumerate(staging.subjects):
        if taker.action is Action.TAKE and partner(staging, slot) is None:
            subjects[slot] = _with(taker, Prop.NONE if seconds < motion.GRASPED else taken(staging, taker))
    for slot, giver in enumerate(staging.subjects if seconds >= motion.HANDED else ()):
        to = partner(staging, slot)
        if giver.action is Action.GIVE and giver.prop is not Prop.NONE and to is not None and _takes(staging.subjects[to]):
            subjects[slot], subjects[to] = _with(giver, Prop.NONE), _with(staging.subjects[to], giver.prop)
    return staging.model_copy(update={"subjects": tuple(subjects)})


def taken(staging: Staging, subject: Subject) -> Prop:
    """What one picks up: what it is said to have, or what may lie about in such a place."""
    return PICKED[staging.place] if subject.held is Prop.NONE else subject.held


def _takes(subject: Subject) -> bool:
    return subject.action is Action.TAKE and subject.prop is Prop.NONE


def _with(subject: Subject, prop: Prop) -> Subject:
    return subject.model_copy(update={"prop": prop})
