"""Blocking: who comes from where, who gets how near, and a gift that changes hands."""

from __future__ import annotations

import numpy as np
import pytest

from generator.world import blocking, cast, render
from generator.world.light import Light
from generator.world.shade import Ground
from generator.world.spots import spots_of
from storyboard.grammar import Size
from storyboard.look import Kind, Look
from storyboard.staging import Action, Emotion, Facing, Hour, Place, Prop, Staging, Subject, Where

BOX = (160, 90)
SIDES = {Where.LEFT: Facing.RIGHT, Where.RIGHT: Facing.LEFT, Where.CENTER: Facing.CAMERA}


def one(action: Action, where: Where, **more: object) -> Subject:
    return Subject(**{"look": Look(kind=Kind.BOY), "action": action, "where": where, "facing": SIDES[where], **more})


def staged(*subjects: Subject, size: Size = Size.FULL, frames: int = 33) -> Staging:
    return Staging(place=Place.MEADOW, size=size, subjects=subjects, frames=frames, motion=0.6)


def at(staging: Staging, slot: int, frame: int) -> float:
    """Where a figure is along the frame, from -0.5 (left edge) to 0.5."""
    shoot = render.Shoot(staging, BOX)
    try:
        actor = next(a for a in shoot.actors if a.slot == slot)
        pose = render.pose_of(staging, slot, frame, render.target_dx(staging, actor, shoot.actors), actor.room)
        return (actor.x - shoot.base.x + pose.dx * actor.travel) * shoot.base.scale / BOX[0]
    finally:
        shoot.close()


@pytest.mark.parametrize(("where", "sign"), [(Where.LEFT, -1), (Where.RIGHT, 1)])
@pytest.mark.parametrize("size", [Size.WIDE, Size.FULL, Size.MEDIUM])
def test_who_enters_begins_at_the_edge_and_ends_inside(where: Where, sign: int, size: Size) -> None:
    staging = staged(one(Action.ENTER, where), size=size)
    assert 0.36 < sign * at(staging, 0, 0) < 0.5
    assert sign * at(staging, 0, 32) < sign * at(staging, 0, 0) - 0.06
    assert (render.render_truth(staging, 0, (64, 36)) == 1).any()


@pytest.mark.parametrize(("where", "sign"), [(Where.LEFT, -1), (Where.RIGHT, 1)])
def test_who_leaves_begins_inside_and_ends_past_the_edge(where: Where, sign: int) -> None:
    facing = Facing.LEFT if sign < 0 else Facing.RIGHT
    for size in (Size.WIDE, Size.FULL, Size.MEDIUM):
        staging = staged(one(Action.LEAVE, where, facing=facing), size=size)
        assert sign * at(staging, 0, 0) < 0.45 and sign * at(staging, 0, 32) > 0.5
        assert (render.render_truth(staging, 0, (64, 36)) == 1).mean() > 0.02
        assert (render.render_truth(staging, 32, (64, 36)) == 1).mean() < 0.01


def test_a_longer_shot_begins_with_the_same_drawing() -> None:
    for action in (Action.WALK, Action.ENTER, Action.LEAVE, Action.RUN, Action.SNEAK):
        short, long = (staged(one(action, Where.LEFT), frames=frames) for frames in (33, 77))
        assert np.array_equal(render.render_frame(short, 0, BOX), render.render_frame(long, 0, BOX))


def test_walkers_stop_before_who_stands_in_their_way() -> None:
    for action in (Action.WALK, Action.RUN, Action.ENTER):
        staging = staged(one(action, Where.LEFT), one(Action.STAND, Where.RIGHT), frames=77)
        assert at(staging, 0, 76) < at(staging, 1, 76) - 0.08


@pytest.mark.parametrize(("stands", "goes", "facing"), [(Where.LEFT, Where.RIGHT, Facing.RIGHT), (Where.RIGHT, Where.LEFT, Facing.LEFT)])
def test_who_walks_away_from_somebody_does_not_begin_where_they_stand(stands: Where, goes: Where, facing: Facing) -> None:
    for size, action in ((Size.WIDE, Action.WALK), (Size.FULL, Action.WALK), (Size.WIDE, Action.RUN)):
        staging = staged(one(Action.READ, stands), one(action, goes, facing=facing), size=size)
        sign = 1 if facing is Facing.RIGHT else -1
        assert sign * (at(staging, 1, 0) - at(staging, 0, 0)) > 0.08 and sign * (at(staging, 1, 32) - at(staging, 1, 0)) > 0.02


def test_who_is_chased_stays_ahead() -> None:
    runner = one(Action.RUN, Where.RIGHT, facing=Facing.RIGHT, emotion=Emotion.AFRAID)
    staging = staged(one(Action.CHASE, Where.LEFT, look=Look(kind=Kind.WOLF), target=1), runner, size=Size.WIDE)
    gaps = [at(staging, 1, k) - at(staging, 0, k) for k in range(0, 33, 4)]
    assert min(gaps) > 0.08


def test_who_hugs_or_dances_comes_near() -> None:
    apart = {a: at(staged(one(a, Where.LEFT), one(a, Where.RIGHT)), 1, 0) - at(staged(one(a, Where.LEFT), one(a, Where.RIGHT)), 0, 0)
             for a in (Action.HUG, Action.DANCE_TOGETHER, Action.STAND)}  # fmt: skip
    assert apart[Action.HUG] < apart[Action.DANCE_TOGETHER] < apart[Action.STAND]


@pytest.mark.parametrize("action", [a for a in blocking.GAPS if a is not Action.TAKE], ids=str)
def test_who_sits_stays_on_the_seat_and_the_other_comes(action: Action) -> None:
    for place in (Place.MEADOW, Place.FOREST):
        seat = spots_of(place, 0).sit[0]
        sides = (Where.LEFT, Where.RIGHT) if seat.x > 0 else (Where.RIGHT, Where.LEFT)
        near, far = (staged(one(a, sides[0], target=1), one(Action.SIT, sides[1])).model_copy(update={"place": place}) for a in (action, Action.STAND))
        shoot = render.Shoot(near, BOX)
        sitter = next(a for a in shoot.actors if a.slot == 1)
        shoot.close()
        assert sitter.x == pytest.approx(seat.x) and sitter.y == pytest.approx(-seat.height)
        assert abs(at(near, 0, 0) - at(near, 1, 0)) < abs(at(far, 0, 0) - at(far, 1, 0))


def test_a_gift_changes_hands_once() -> None:
    staging = staged(one(Action.GIVE, Where.LEFT, prop=Prop.STAR), one(Action.TAKE, Where.RIGHT))
    before, after = blocking.handed(staging, 0.5), blocking.handed(staging, 2.0)
    assert [s.prop for s in before.subjects] == [Prop.STAR, Prop.NONE] and [s.prop for s in after.subjects] == [Prop.NONE, Prop.STAR]
    kept = staged(one(Action.GIVE, Where.LEFT, prop=Prop.STAR), one(Action.STAND, Where.RIGHT))
    assert blocking.handed(kept, 2.0) == kept


def test_the_edge_of_a_figure_is_lit_by_what_it_holds_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    staging = staged(one(Action.GIVE, Where.LEFT, prop=Prop.LANTERN), one(Action.TAKE, Where.RIGHT)).model_copy(update={"hour": Hour.NIGHT})
    asked: list[tuple[Where, Prop]] = []
    plain = Ground.light_at

    def noted(ground: Ground, x: float, subject: Subject) -> Light:
        asked.append((subject.where, subject.prop))
        return plain(ground, x, subject)

    monkeypatch.setattr(Ground, "light_at", noted)
    for frame, holds in ((6, Where.LEFT), (30, Where.RIGHT)):
        asked.clear()
        render.render_frame(staging, frame, BOX)
        assert set(asked) == {(where, Prop.LANTERN if where is holds else Prop.NONE) for where in (Where.LEFT, Where.RIGHT)}


def test_hands_meet_over_a_gift_whatever_their_height() -> None:
    for kinds in ((Kind.WOLF, Kind.MOUSE), (Kind.BOY, Kind.GIRL), (Kind.BOY, Kind.BEAR)):
        giver, taker = (Look(kind=kind) for kind in kinds)
        staging = staged(one(Action.GIVE, Where.LEFT, look=giver, prop=Prop.STAR), one(Action.TAKE, Where.RIGHT, look=taker))
        shoot = render.Shoot(staging, BOX)
        hands = []
        for slot in (0, 1):
            actor = next(a for a in shoot.actors if a.slot == slot)
            pose = render.pose_of(staging, slot, 15, render.target_dx(staging, actor, shoot.actors), actor.room)
            joints = cast.rig(cast.body_of(actor.subject.look), pose)
            tall = cast.height(actor.subject.look)
            hands.append((actor.x + tall * np.mean([a.end[0] for a in joints.arms]), tall * np.mean([a.end[1] for a in joints.arms])))
        shoot.close()
        assert np.hypot(hands[0][0] - hands[1][0], hands[0][1] - hands[1][1]) < 0.22, kinds


def test_speech_moves_the_mouth_of_the_speaker_only() -> None:
    staging = staged(one(Action.STAND, Where.LEFT, speech=((0, 20),)), one(Action.STAND, Where.RIGHT), size=Size.MEDIUM)
    mouths = [[render.pose_of(staging, slot, k).mouth for k in range(33)] for slot in (0, 1)]
    assert len(set(mouths[0][:20])) > 5 and not any(mouths[0][20:]) and not any(mouths[1])
