"""Blocking: where everyone stands and looks, kept by code so that the line of action holds whatever a writer says.

In a scene the first of its people keeps the left of the frame and looks right, the second the right and looks left (the 180 degree
rule; Mercado, "The Filmmaker's Eye"). Travel goes to the right, the way home to the left.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.drafts import Seen, ShotDraft
from storyboard.grammar import Camera, Ease, Move, Size
from storyboard.staging import Action, Facing, Where

TRAVEL = (Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE)
FRONTAL = (Action.LOOK_UP, Action.SLEEP, Action.CRY, Action.DANCE, Action.LOOK_AROUND)
SIDEWAYS = (Move.PAN, Move.TRUCK)
SHORT = 0.25  # of the largest move: as far as the camera goes sideways when it has figures on both sides
NEAR = (Size.MEDIUM_CLOSE, Size.CLOSE, Size.EXTREME_CLOSE)


def sides(names: Sequence[str]) -> dict[str, Where]:
    """Who keeps which side in this scene, in order of importance. Someone alone has the middle."""
    order = (Where.LEFT, Where.RIGHT, Where.CENTER, Where.CENTER)
    return {names[0]: Where.CENTER} if len(names) == 1 else {name: order[min(i, 3)] for i, name in enumerate(names)}


def place(seen: Seen, draft: ShotDraft, side: dict[str, Where], homeward: bool) -> tuple[Where, Facing]:
    """Where one figure is in the frame, and which way it faces."""
    alone = len(draft.subjects) == 1
    where = side.get(seen.who, Where.CENTER)
    if len(draft.subjects) == 2 and len({side.get(s.who) for s in draft.subjects}) == 1:
        where = (Where.LEFT, Where.RIGHT)[[s.who for s in draft.subjects].index(seen.who)]
    elif len(draft.subjects) == 2 and where is Where.CENTER:  # a third beside one of the two has the other's side: their order from left to right holds
        other = next(side.get(s.who, Where.CENTER) for s in draft.subjects if s.who != seen.who)
        where = {Where.LEFT: Where.RIGHT, Where.RIGHT: Where.LEFT}.get(other, where)
    if seen.action in TRAVEL:
        return (Where.CENTER if alone else where), _way(draft, side, homeward)
    if seen.action is Action.PUSH:  # the same way, whoever helps
        return where, Facing.LEFT if homeward else Facing.RIGHT
    if seen.action is Action.ENTER:  # from the side it keeps
        return where, Facing.LEFT if where is Where.RIGHT else Facing.RIGHT
    if seen.action is Action.LEAVE:  # past the side it keeps
        return where, Facing.LEFT if where is Where.LEFT or (where is Where.CENTER and homeward) else Facing.RIGHT
    if alone and draft.size in NEAR:
        return Where.CENTER, _look(where)
    if alone and len(side) == 1:
        return Where.CENTER, Facing.CAMERA
    if seen.action in FRONTAL:
        return where, Facing.CAMERA
    return where, _look(where)


def _way(draft: ShotDraft, side: dict[str, Where], homeward: bool) -> Facing:
    """Travel goes on, or home; a chase goes from the chaser to the chased."""
    chasers = [side.get(s.who) for s in draft.subjects if s.action is Action.CHASE]
    if len(draft.subjects) > 1 and chasers and chasers[0] in (Where.LEFT, Where.RIGHT):
        return _look(chasers[0])
    return Facing.LEFT if homeward else Facing.RIGHT


def camera(draft: ShotDraft, figures: Sequence[Where]) -> Camera:
    """The camera move. Sideways it leads into the room someone looks into, not past their back (lead room; Mercado), and it
    goes only a little way when several stand in the frame: beyond them there is nothing to find. It stands still for who comes or goes."""
    amount = draft.amount
    if draft.move in SIDEWAYS and any(s.action in (Action.ENTER, Action.LEAVE) for s in draft.subjects):
        return Camera()
    if draft.move in SIDEWAYS and len(figures) > 1:
        amount = max(-SHORT, min(SHORT, amount))
    elif draft.move in SIDEWAYS and figures and figures[0] is not Where.CENTER:
        amount = abs(amount) if figures[0] is Where.LEFT else -abs(amount)
    return Camera(move=draft.move, amount=amount, ease=Ease.IN_OUT)


def _look(where: Where) -> Facing:
    return {Where.LEFT: Facing.RIGHT, Where.RIGHT: Facing.LEFT}.get(where, Facing.CAMERA)
