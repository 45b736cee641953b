"""Places: their spots, their seasons, what inserts rest on, and that the scenery never ends within the frame."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from generator.world.hatch import around
from generator.world.insert import HOVERING, TABLE, insert_shapes
from generator.world.light import air
from generator.world.places import site_of
from generator.world.raster import Board, Sheet, flat
from generator.world.render import Shoot, render_frame
from generator.world.seats import FORMS, cover_shapes
from generator.world.spots import seat_of, spots_of
from generator.world.truth import flow_of, truth_of
from generator.world.weather import LEAFY
from storyboard.grammar import Angle, Camera, Lens, Move, Size
from storyboard.look import Color, Garment, Kind, Look, Outfit
from storyboard.staging import INDOORS, Action, Facing, Place, Prop, Season, Staging, Style, Subject, Where

SMALL = (128, 72)
GIRL = Subject(look=Look(kind=Kind.GIRL))


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_spots_are_on_the_stage(place: Place) -> None:
    for seed in (0, 1, 77):
        spots = spots_of(place, seed)
        assert spots.sit and spots.hide and spots.sights
        assert all(abs(s.x) <= 1.2 and 0.1 <= s.height <= 0.3 and s.kind in FORMS for s in spots.sit)
        assert all(abs(c.x) <= 1.2 and 0.4 <= c.height <= 0.7 and c.kind in FORMS for c in spots.hide)
        assert all(0.0 <= s.near < 1.0 and -1.7 < s.y < 0.0 for s in spots.sights)
    assert spots_of(place, 0).sit[0].x == -spots_of(place, 1).sit[0].x


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_who_sits_sits_on_the_seat(place: Place) -> None:
    sitter = GIRL.model_copy(update={"action": Action.SIT})
    staging = Staging(place=place, size=Size.FULL, subjects=(sitter,))
    seat = seat_of(staging, 0)
    shoot = Shoot(staging, (256, 144))
    actor = shoot.actors[0]
    lowest = np.flatnonzero((shoot.truth(0, (256, 144)) == 1).any(1)).max()
    _, ground = shoot.view(0).on_screen(0.0, 0.0)
    columns = np.flatnonzero((shoot.truth(0, (256, 144)) == 1).any(0))
    shoot.close()
    assert seat is not None and actor.x == seat.x and actor.y == -seat.height
    assert lowest <= ground + 3 and 0.1 * 256 < columns.mean() < 0.9 * 256


def test_only_one_sits_on_a_seat_and_only_where_it_is_seen() -> None:
    sitter = GIRL.model_copy(update={"action": Action.SIT})
    pair = tuple(sitter.model_copy(update={"where": w}) for w in (Where.LEFT, Where.RIGHT))
    staging = Staging(place=Place.COTTAGE, size=Size.FULL, subjects=pair)
    assert [seat_of(staging, k) is not None for k in range(2)].count(True) == 1
    assert seat_of(staging.model_copy(update={"size": Size.CLOSE}), 0) is None
    assert seat_of(Staging(place=Place.COTTAGE, subjects=(GIRL,)), 0) is None


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_there_is_something_to_hide_behind(place: Place) -> None:
    staging = Staging(place=place)
    cover = spots_of(place, 0).hide[0]
    left, _, right, low = around(cover_shapes(site_of(staging), cover))
    assert right - left > 0.3 and -0.01 <= low < 0.12


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_every_place_has_its_seasons(place: Place) -> None:
    pictures = {season: render_frame(Staging(place=place, season=season, style=style), 2, SMALL).astype(int)
                for style in (Style.GOUACHE,) for season in Season}
    assert all(p.std() > 5 for p in pictures.values())
    summer = pictures[Season.SUMMER]
    outdoors = place not in INDOORS and place not in (Place.SPACE, Place.CLOUDS, Place.SEA)
    if outdoors:
        assert all(np.abs(pictures[s] - summer).mean() > (2.0 if place in LEAFY else 0.2) for s in Season if s is not Season.SUMMER), place
        assert pictures[Season.WINTER][-12:].mean() > summer[-12:].mean()


def test_snow_makes_winter() -> None:
    from storyboard.staging import Weather
    assert air(Staging(place=Place.FOREST, weather=Weather.SNOW)).season is Season.WINTER


@pytest.mark.parametrize("prop", list(Prop)[1:], ids=str)
def test_a_thing_of_an_insert_rests_on_the_table(prop: Prop) -> None:
    staging = Staging(place=Place.KITCHEN, size=Size.INSERT, focus=prop)
    bare = len(insert_shapes(staging.model_copy(update={"focus": Prop.NONE}), air(staging).light(), 9.0))
    thing = insert_shapes(staging, air(staging).light(), 9.0)[bare:]
    *_, low = around(thing)
    assert (TABLE - 0.08 < low < TABLE - 0.01) if prop in HOVERING else low == pytest.approx(TABLE, abs=0.012)


def test_inserts_differ_by_place() -> None:
    pictures = [render_frame(Staging(place=p, size=Size.INSERT, focus=Prop.KEY), 0, SMALL)[-20:].astype(int) for p in Place]
    for k, one in enumerate(pictures):
        assert all(np.abs(one - other).mean() > 1.5 for other in pictures[k + 1:]), list(Place)[k]


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_the_scenery_never_ends_in_the_frame(place: Place) -> None:
    """Every pixel is painted, however far the camera goes: at the edges nothing is left black and clear."""
    for move in (Move.PAN, Move.TRUCK):
        for size, lens in ((Size.EXTREME_WIDE, Lens.WIDE), (Size.MEDIUM, Lens.NORMAL)):
            for amount in (-1.0, 1.0):
                subjects = (GIRL.model_copy(update={"facing": Facing.LEFT if amount < 0 else Facing.RIGHT}),)
                staging = Staging(place=place, size=size, lens=lens, camera=Camera(move=move, amount=amount), subjects=subjects)
                shoot = Shoot(staging, SMALL)
                for frame in (0, staging.frames - 1):
                    shoot.draw(frame)
                    assert (shoot.board.pixels[..., 3] == 255).all(), (move, size, amount)
                shoot.close()


def test_no_camera_sees_past_the_drawn_world() -> None:
    """Wherever a camera that opens the frame, rises, sinks or tilts ends, all of the frame is painted."""
    dice = np.random.default_rng(5)
    for n in range(36):
        move, amount = (Move.ZOOM, Move.DOLLY, Move.PEDESTAL, Move.TILT, Move.ROLL, Move.TRUCK)[n % 6], float(dice.choice([-1.0, 1.0]))
        size, angle, lens = (list(kinds)[int(dice.integers(len(list(kinds))))] for kinds in (Size, Angle, Lens))
        staging = Staging(place=list(Place)[n % len(Place)], size=size, angle=angle, lens=lens, camera=Camera(move=move, amount=amount), subjects=(GIRL,), place_seed=n)
        shoot = Shoot(staging, SMALL)
        for frame in (0, staging.frames - 1):
            shoot.draw(frame)
            assert (shoot.board.pixels[..., 3] == 255).all(), (staging.place, size, angle, lens, move, amount)
        shoot.close()


@pytest.mark.parametrize("kind", [Kind.MOUSE, Kind.CAT, Kind.GIRL, Kind.MAN, Kind.GIANT, Kind.HORSE, Kind.DRAGON], ids=str)
def test_what_hides_is_behind_its_cover(kind: Kind) -> None:
    """The cover hides the figure up to its eyes, and its pixels belong to nobody."""
    hiding = Staging(place=Place.KITCHEN, size=Size.FULL, subjects=(Subject(look=Look(kind=kind), action=Action.HIDE),))
    shoot, board = Shoot(hiding, SMALL), Board(SMALL)
    mask, (cover,) = shoot.truth(4, SMALL), (group.laid for group in shoot._figures(4, shoot.view(4), 0.0) if group.part == "cover")
    board.add(Sheet(), "front").replace([(cover[0], flat(cover[1], (255, 255, 255, 255)), 1.0)])
    board.paint("front", True)
    covered = board.pixels[..., 3] > 200
    board.close()
    shoot.close()
    truth = truth_of(hiding, 4, SMALL)
    assert (truth.front == truth.order.index("cover 0")).sum() > 0.9 * covered.sum() > 100
    assert not mask[covered].any() and not truth.slots[covered].any()
    assert (mask == 1).sum() > 20 and (truth.slots == 1).sum() > 20  # it peers out
    assert ((mask == 1) != (truth.slots == 1)).mean() < 0.02
    assert (truth.faces[: int(truth.figures[0].face[1])] == 1).any()
    assert flow_of(hiding, 4, 5, SMALL).valid[covered].mean() > 0.5


def test_every_kind_holds_the_thing_of_an_insert_in_its_own_hands() -> None:
    """A wing, a tail, a hoof or a sheet is no human hand, and a coat has sleeves there too."""
    def held(kind: Kind, garment: Garment = Garment.NONE) -> np.ndarray:
        who = Subject(look=Look(kind=kind, body=Color.TAN), outfit=Outfit(garment=garment))
        return render_frame(Staging(place=Place.MEADOW, size=Size.INSERT, focus=Prop.EGG, subjects=(who,)), 0, SMALL).astype(int)

    pictures = [held(kind) for kind in (Kind.FOX, Kind.CROW, Kind.SNAKE, Kind.HORSE, Kind.GHOST)]
    for one, other in itertools.combinations(pictures, 2):
        assert (np.abs(one - other).max(2) > 24).mean() > 0.02
    for kind in (Kind.GIRL, Kind.FOX, Kind.HORSE):
        assert (np.abs(held(kind) - held(kind, Garment.COAT)).max(2) > 24).mean() > 0.02, kind
