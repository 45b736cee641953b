"""Whoever stands and is dealt with answers."""

from __future__ import annotations

import pytest

from storyboard.cues import cued
from storyboard.look import Kind, Look
from storyboard.staging import Action, Emotion, Facing, Place, Prop, Staging, Subject, Where


def staged(action: Action, other: Action = Action.STAND, prop: Prop = Prop.NONE) -> Staging:
    one = Subject(look=Look(kind=Kind.WOLF), action=action, target=1, where=Where.LEFT, facing=Facing.RIGHT)
    two = Subject(look=Look(kind=Kind.BOY), action=other, where=Where.RIGHT, facing=Facing.LEFT, prop=prop)
    return Staging(place=Place.MEADOW, subjects=(one, two))


@pytest.mark.parametrize("action", [Action.HUG, Action.DANCE_TOGETHER, Action.ARGUE])
def test_what_takes_two_is_done_by_both(action: Action) -> None:
    other = cued(staged(action)).subjects[1]
    assert (other.action, other.target) == (action, 0)


def test_who_is_chased_runs_ahead() -> None:
    other = cued(staged(Action.CHASE)).subjects[1]
    assert (other.action, other.facing, other.emotion) == (Action.RUN, Facing.RIGHT, Emotion.AFRAID)


def test_who_has_what_another_takes_holds_it_out() -> None:
    assert cued(staged(Action.TAKE, prop=Prop.STAR)).subjects[1].action is Action.GIVE
    assert cued(staged(Action.TAKE)).subjects[1].action is Action.STAND


def test_who_has_something_else_to_do_goes_on_with_it() -> None:
    for action in (Action.HUG, Action.CHASE, Action.ARGUE):
        assert cued(staged(action, Action.SLEEP)) == staged(action, Action.SLEEP)
    assert cued(cued(staged(Action.HUG))) == cued(staged(Action.HUG))
