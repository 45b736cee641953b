"""Who is framed, and how: everyone in the frame, heads whole and apart, feet on the ground, nothing before a face."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bench.stagings import CHECKS, SMALL, WHOLE, heads, held
from generator.world.camera import pulled
from generator.world.places import layers_of
from generator.world.render import Shoot, kept_whole, render_frame
from storyboard.grammar import Angle, Camera, Move, Size
from storyboard.look import Build, Extra, Garment, Hat, Kind, Look, Outfit
from storyboard.staging import Action, Facing, Hour, Place, Staging, Subject, Where

CROWDS = ((Kind.BOY, Kind.GIRL, Kind.BOY), (Kind.BEAR, Kind.MOUSE, Kind.OLD_WOMAN), (Kind.GIANT, Kind.CAT, Kind.SPIRIT), (Kind.FOX, Kind.EAGLE, Kind.GIRL, Kind.HORSE))
SAMPLES = 200
WIDER = sorted(WHOLE, key=str)


@cache
def found() -> tuple[dict[str, bool], ...]:
    return tuple(held(seed) for seed in range(SAMPLES))


@pytest.mark.parametrize("name", ["drawn", *CHECKS])
def test_random_stagings_owe_their_viewer_nothing(name: str) -> None:
    asked = [(seed, one[name]) for seed, one in enumerate(found()) if name in one]
    assert len(asked) > 20 and not [seed for seed, holds in asked if not holds]


@pytest.mark.slow
def test_five_thousand_random_stagings_owe_their_viewer_nothing() -> None:
    """At most one in a thousand of what is asked; all are drawn."""
    checks = [(name, seed, holds) for seed in range(SAMPLES, SAMPLES + 5000) for name, holds in held(seed).items()]
    wrong = [(name, seed) for name, seed, holds in checks if not holds]
    assert len(wrong) <= len(checks) / 1000 and "drawn" not in {name for name, _ in wrong}, wrong


@pytest.mark.parametrize("kind", list(Kind), ids=str)
@pytest.mark.parametrize("size", WIDER, ids=str)
def test_a_tall_hat_beside_a_storm_spirit_fits(kind: Kind, size: Size) -> None:
    tall = Outfit(garment=Garment.COAT, hat=Hat.WIZARD, extra=Extra.SCARF)
    pair = (Subject(look=Look(kind=kind, build=Build.TALL), outfit=tall, where=Where.LEFT, facing=Facing.RIGHT),
            Subject(look=Look(kind=Kind.SPIRIT, build=Build.ROUND), where=Where.RIGHT, facing=Facing.LEFT))
    for subjects in (pair, pair[:1]):
        shoot = Shoot(Staging(place=Place.LIGHTHOUSE, size=size, subjects=subjects), SMALL)
        found = heads(shoot, 16)
        shoot.close()
        assert all(r <= x <= SMALL[0] - r and r <= y <= SMALL[1] - r for _, x, y, r in found), (kind, size)
        if len(found) == 2:
            (_, ax, ay, ar), (_, bx, by, br) = found
            assert np.hypot(ax - bx, ay - by) > ar + br


@pytest.mark.parametrize("kinds", CROWDS, ids=str)
@pytest.mark.parametrize("action", [Action.STAND, Action.SIT, Action.TALK], ids=str)
def test_three_and_four_are_whole_and_apart(kinds: tuple[Kind, ...], action: Action) -> None:
    sides = (Where.LEFT, Where.RIGHT, Where.CENTER, Where.RIGHT)
    subjects = tuple(Subject(look=Look(kind=kind), where=where, action=Action.STAND if n else action) for n, (kind, where) in enumerate(zip(kinds, sides, strict=False)))
    for size in WIDER:
        shoot = Shoot(Staging(place=Place.MEADOW, place_seed=1, size=size, subjects=subjects), SMALL)
        found, mask = heads(shoot, 16), shoot.truth(16, SMALL)
        shoot.close()
        assert {head[0] + 1 for head in found} == set(np.unique(mask)) - {0} == set(range(1, len(kinds) + 1))
        assert all(0.9 * r <= x <= SMALL[0] - 0.9 * r and r <= y <= SMALL[1] - r for _, x, y, r in found), size
        assert all(np.hypot(a[1] - b[1], a[2] - b[2]) > a[3] + b[3] for a in found for b in found if a[0] < b[0]), size


def boys(count: int, action: Action, size: Size) -> Staging:
    """The outer ones of three or four boys do something together, the others stand between them."""
    sides = (Where.LEFT, Where.RIGHT, Where.CENTER, Where.CENTER)[:count]
    subjects = tuple(Subject(look=Look(kind=Kind.BOY), where=where, action=action if k < 2 else Action.STAND, target=1 - k if k < 2 else -1)
                     for k, where in enumerate(sides))  # fmt: skip
    return Staging(place=Place.MEADOW, size=size, subjects=subjects)


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("action", [Action.HUG, Action.GIVE, Action.DANCE_TOGETHER], ids=str)
def test_nobody_stands_between_two_who_touch(action: Action, count: int) -> None:
    for size in WIDER:
        shoot = Shoot(boys(count, action, size), SMALL)
        at, found = {actor.slot: actor.x for actor in shoot.actors}, heads(shoot, 0)
        shoot.close()
        assert not any(min(at[0], at[1]) < at[k] < max(at[0], at[1]) for k in range(2, count)), size
        assert all(np.hypot(a[1] - b[1], a[2] - b[2]) > a[3] + b[3] for a in found for b in found if a[0] < b[0] and b[0] > 1), size
        assert all(r <= x <= SMALL[0] - r for _, x, _, r in found), size


@pytest.mark.parametrize("action", [Action.STAND, Action.SIT, Action.HIDE], ids=str)
def test_over_a_shoulder_there_are_no_seats_no_covers_and_no_shadow_of_whose_feet_are_not_seen(action: Action) -> None:
    pair = (Subject(look=Look(kind=Kind.BOY), action=action, where=Where.LEFT, facing=Facing.RIGHT),
            Subject(look=Look(kind=Kind.WOMAN), action=action, where=Where.RIGHT, facing=Facing.LEFT))
    for place in (Place.MEADOW, Place.FOREST):
        shoot = Shoot(Staging(place=place, size=Size.FULL, angle=Angle.OVER_SHOULDER, subjects=pair), SMALL)
        groups, actors = shoot._figures(16, shoot.view(16), 16 / 12), {actor.slot: actor for actor in shoot.actors}
        _, low = shoot.view(16).on_screen(0.0, actors[1].y)
        shoot.close()
        assert {(g.part, g.slot) for g in groups} == {("shadow", 0), ("glow", 0), ("edge", 0), ("body", 0), ("glow", 1), ("edge", 1), ("body", 1)}
        assert actors[0].y == 0.0 and actors[1].scale > 1.0 and low > SMALL[1]


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_the_frame_never_cuts_the_sun_or_the_moon(place: Place) -> None:
    for hour in Hour:
        for size in (Size.WIDE, Size.FULL):
            staging = Staging(place=place, hour=hour, size=size, place_seed=3, subjects=(Subject(look=Look(kind=Kind.FOX)),))
            shoot = Shoot(staging, SMALL)
            for layer in layers_of(staging):
                if layer.lamp is not None:
                    x, y, radius = layer.lamp
                    a, _, c, _, e, f = shoot._matrix(shoot.view(0), layer)
                    px, py, r = a * x + c, e * y + f, a * radius
                    whole = r <= px <= SMALL[0] - r and r <= py <= SMALL[1] - r
                    out = px < -r or px > SMALL[0] + r or py < -r or py > SMALL[1] + r
                    assert whole or out, (hour, size)
            shoot.close()


def test_a_lamp_that_is_wholly_out_of_the_frame_stays_there() -> None:
    one = (100.0, 0.0, 0.0, 0.0, 100.0, 0.0)
    assert kept_whole(one, (0.5, 0.5, 0.1), (100, 100)) == (0.0, 0.0)
    assert kept_whole(one, (0.5, -0.2, 0.1), (100, 100)) == (0.0, 0.0)
    assert kept_whole(one, (0.5, 0.02, 0.1), (100, 100)) == (0.0, pytest.approx(14.0))


def test_a_focus_pull_trades_the_place_for_the_figures() -> None:
    def edges(picture: np.ndarray, mask: np.ndarray) -> float:
        return float(np.abs(np.diff(picture.astype(int), axis=1)).sum(2)[mask[:, 1:]].mean())

    size = (384, 216)
    staging = Staging(place=Place.LIBRARY, size=Size.FULL, subjects=(Subject(look=Look(kind=Kind.FOX)),), motion=0.0, camera=Camera(move=Move.FOCUS, amount=1.0))
    shoot = Shoot(staging, size)
    mask = shoot.truth(0, size) > 0
    first, last = shoot.draw(0).copy(), shoot.draw(staging.frames - 1).copy()
    shoot.close()
    assert edges(first, ~mask) > 1.3 * edges(last, ~mask) and edges(last, mask) > 1.15 * edges(first, mask)
    back = pulled(Camera(move=Move.FOCUS, amount=-1.0), staging.frames)
    assert back[0] == 1.0 and back[-1] == 0.0 and (np.diff(back) <= 0).all()


def test_a_close_figure_stands_before_what_tells_its_place() -> None:
    """The backgrounds of two places are told apart behind the same face."""
    face = Subject(look=Look(kind=Kind.BEAR), where=Where.LEFT, facing=Facing.RIGHT)
    for size in (Size.MEDIUM, Size.CLOSE):
        for place in Place:
            staging = Staging(place=place, size=size, subjects=(face,))
            picture = render_frame(staging, 0, SMALL)[:, SMALL[0] * 6 // 10:].astype(int)
            strong = (np.abs(np.diff(picture, axis=1)).max(2) > 14).mean()
            assert strong > 0.004, f"{place} is a plain area behind a {size}"
