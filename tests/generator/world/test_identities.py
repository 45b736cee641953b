"""Who is who: millions of looks, each told from the next by its picture alone."""

from __future__ import annotations

import itertools
from functools import cache
from math import prod

import numpy as np
import pytest

from generator.world.cast import figure
from generator.world.faces import EYES, Head, palette
from generator.world.hats import hat_front
from generator.world.light import Light
from generator.world.motion import Moment, pose
from generator.world.portrait import render_portrait
from generator.world.pose import Pose
from generator.world.render import render_frame
from generator.world.sample import _appearance
from generator.world.shapes import luma
from storyboard.caption import look_words, outfit_words
from storyboard.grammar import Size
from storyboard.look import AIRY, BIRDS, NATURAL, PEOPLE, Build, Color, Extra, Garment, Hair, Hat, Kind, Look, Marking, Outfit, Skin
from storyboard.staging import Hour, Place, Prop, Staging, Style, Subject, Weather

SIZE = (72, 96)
BARE, COATED = Outfit(), Outfit(garment=Garment.COAT)


@cache
def portrait(look: Look, outfit: Outfit = BARE, view: str = "front") -> np.ndarray:
    return render_portrait(look, outfit, Style.GOUACHE, SIZE, view).astype(int)


@cache
def ground() -> np.ndarray:
    """The ground of a portrait, where no figure of this shape stands: the median over the kinds."""
    return np.median([portrait(Look(kind=kind)) for kind in Kind], 0)


def changed(one: np.ndarray, other: np.ndarray, most: int = 28) -> np.ndarray:
    return np.abs(one - other).max(2) > most


def appearances(count: int, seed: int = 3) -> list[tuple[Look, Outfit]]:
    dice = np.random.default_rng(seed)
    return [_appearance(dice, "train") for _ in range(count)]


def test_there_are_millions_of_identities() -> None:
    people = prod(map(len, (PEOPLE, Build, Skin, Hair, Color)))
    others = (len(Kind) - len(PEOPLE)) * prod(map(len, (Build, Color, Color, Marking)))
    dress = prod(map(len, (Garment, Color, Hat, Color, Extra, Color)))
    assert len(Kind) >= 30
    assert people + others > 400_000
    assert (people + others) * dress > 10**12
    assert len({f"{look_words(look)} {outfit_words(outfit)}" for look, outfit in appearances(3000)}) > 2990


def test_two_looks_are_two_pictures() -> None:
    drawn = appearances(120)
    shares = []
    for (one, worn), (other, dressed) in zip(drawn[::2], drawn[1::2], strict=True):
        assert (one, worn) != (other, dressed)
        first, second = portrait(one, worn), portrait(other, dressed)
        body = changed(first, ground()) | changed(second, ground())
        shares.append((changed(first, second) & body).sum() / body.sum())
    assert len(shares) == 60 and min(shares) > 0.25 and np.mean(shares) > 0.6


def test_every_kind_has_its_own_outline() -> None:
    kinds = [k for k in Kind if k not in PEOPLE]
    shapes = {k: [portrait(Look(kind=k), view=v) for v in ("front", "three-quarter")] for k in kinds}
    for one, other in itertools.combinations(kinds, 2):
        share = max(changed(a, b, 40).mean() for a, b in zip(shapes[one], shapes[other], strict=True))
        assert share > 0.03, f"{one} and {other} look alike"


@pytest.mark.parametrize(("field", "words"), [("garment", Garment), ("hat", Hat), ("extra", Extra)])
def test_everything_worn_is_seen(field: str, words: type) -> None:
    look = Look(kind=Kind.WOMAN, hair=Hair.SHORT)
    drawn = [portrait(look, COATED.model_copy(update={field: word})) for word in words]
    for (one, a), (other, b) in itertools.combinations(zip(words, drawn, strict=True), 2):
        assert changed(a, b, 16).sum() >= 5, f"{one} is drawn as {other}"


def test_every_mark_and_every_head_of_hair_is_seen() -> None:
    marks = [Look(kind=Kind.DOG, body=Color.TAN, accent=Color.BLACK, marking=mark) for mark in Marking]
    heads = [Look(kind=Kind.GIRL, hair=hair) for hair in Hair]
    for one, other in (*itertools.combinations(marks, 2), *itertools.combinations(heads, 2)):
        assert max(changed(portrait(one, view=v), portrait(other, view=v), 20).mean() for v in ("front", "face")) > 0.001, (one, other)


@pytest.mark.parametrize("kind", [k for k in Kind if k not in PEOPLE])
def test_every_kind_shows_every_mark(kind: Kind) -> None:
    for body, accent in ((Color.TAN, Color.VIOLET), (Color.WHITE, Color.SLATE)):
        looks = [Look(kind=kind, body=body, accent=accent, marking=mark) for mark in Marking]
        for one, other in itertools.combinations(looks, 2):
            assert max(changed(portrait(one, view=v), portrait(other, view=v), 20).mean() for v in ("front", "face")) > 0.002, (one.marking, other.marking)


def test_hair_is_never_the_colour_of_skin() -> None:
    for skin, hair in itertools.product(Skin, Color):
        colors = palette(Look(kind=Kind.GIRL, skin=skin, hair=Hair.BRAIDS, hair_color=hair))
        assert np.linalg.norm(np.subtract(colors.hair, colors.main)) > 28, (skin, hair)


def test_a_storm_at_night_stands_out_from_the_dark() -> None:
    storm = Subject(look=Look(kind=Kind.SPIRIT, body=Color.BLACK))
    lit = [render_frame(Staging(place=Place.CLOUDS, hour=Hour.NIGHT, weather=Weather.STORM, size=Size.FULL, subjects=who), 0, (128, 72)) for who in ((), (storm,))]
    brighter = lit[1].astype(int).max(2) - lit[0].astype(int).max(2)
    assert (brighter > 25).sum() > 60


def test_a_snake_holds_things_with_its_tail() -> None:
    snake = Subject(look=Look(kind=Kind.SNAKE), prop=Prop.LANTERN)
    held = figure(snake, pose(snake, Moment(0.3, 2.0), 0.5, 0, 0.0), Light())
    free = figure(snake.model_copy(update={"prop": Prop.NONE}), pose(snake, Moment(0.3, 2.0), 0.5, 0, 0.0), Light())
    assert len(held) > len(free)


def test_kinds_belong_to_one_sort() -> None:
    assert not PEOPLE & BIRDS and not PEOPLE & AIRY and not BIRDS & AIRY
    assert set(NATURAL) == set(Kind) - PEOPLE


def test_dark_heads_keep_their_faces() -> None:
    for kind in (Kind.CAT, Kind.SPIRIT, Kind.CROW):
        assert luma(palette(Look(kind=kind, body=Color.BLACK)).main) < 0.294
        shown = [portrait(Look(kind=kind, body=body), view="face") for body in (Color.BLACK, Color.GREY)]
        assert all(picture.max(2)[20:70, 15:57].max() > 180 for picture in shown)


def test_hats_leave_the_eyes_free() -> None:
    for kind, hat, yaw in itertools.product(PEOPLE, set(Hat) - {Hat.NONE, Hat.HOOD, Hat.HEADSCARF}, (0.0, 0.45, -0.58)):
        look = Look(kind=kind)
        head = Head(look, Pose(yaw=yaw, head_yaw=yaw), palette(look), True)
        low = max(v for shape in hat_front(head, hat, (90, 90, 90, 255)) for op in shape.path for v in op[2::2])
        assert low < EYES[kind].y - EYES[kind].ry, (kind, hat)
