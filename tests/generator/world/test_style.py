"""Six styles that differ clearly, mix evenly, and draw light from where the air says."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from generator.world.lamps import Lamp, lamps_of, near_lamps
from generator.world.light import Light, air
from generator.world.places import layers_of
from generator.world.portrait import render_portrait
from generator.world.render import Shoot, render_frame
from generator.world.style import HANDS, hand_of
from storyboard.caption import caption
from storyboard.grammar import Size
from storyboard.look import Color, Garment, Kind, Look, Outfit
from storyboard.staging import Facing, Hour, Place, Prop, Staging, Style, Subject, Weather, Where

SMALL = (128, 72)
BEAR = Subject(look=Look(kind=Kind.BEAR, body=Color.BROWN), outfit=Outfit(garment=Garment.COAT, color=Color.TEAL))
SPIRIT = Subject(look=Look(kind=Kind.SPIRIT, body=Color.SLATE), outfit=Outfit(garment=Garment.NONE))
SCENES = (Staging(place=Place.VILLAGE, hour=Hour.DUSK, subjects=(BEAR,)), Staging(place=Place.FOREST, hour=Hour.DAY, subjects=(BEAR,)))


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("style", list(Style), ids=str)
def test_every_style_draws_every_place(style: Style) -> None:
    for k, place in enumerate(Place):
        staging = Staging(place=place, hour=list(Hour)[k % 4], weather=list(Weather)[k % 6], style=style, subjects=(BEAR,), place_seed=k)
        picture = render_frame(staging, 2, (96, 54))
        assert picture.std() > 3.0, place
        assert np.array_equal(picture, render_frame(staging, 2, (96, 54)))


def test_styles_differ_clearly() -> None:
    pictures = {style: [render_frame(s.model_copy(update={"style": style}), 0, SMALL) for s in SCENES] for style in Style}
    for one, other in combinations(Style, 2):
        assert np.mean([apart(a, b) for a, b in zip(pictures[one], pictures[other], strict=True)]) > 4.0, (one, other)


@pytest.mark.parametrize("pair", [(Style.GOUACHE, Style.INK), (Style.CUTOUT, Style.FLAT), (Style.WOODCUT, Style.SOFT)], ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_a_mixture_lies_between_its_two_ends(pair: tuple[Style, Style]) -> None:
    one, other = pair
    ends = [render_frame(SCENES[0].model_copy(update={"style": style}), 0, SMALL) for style in pair]
    half = render_frame(SCENES[0].model_copy(update={"style": one, "mix": other, "share": 0.5}), 0, SMALL)
    whole = apart(*ends)
    assert apart(half, ends[0]) < whole and apart(half, ends[1]) < whole
    hand = hand_of(one, other, 0.25)
    assert hand.width == pytest.approx(0.75 * HANDS[one].width + 0.25 * HANDS[other].width)


def test_the_drawing_is_the_same_at_every_size() -> None:
    for style in (Style.INK, Style.WOODCUT, Style.CUTOUT):
        staging = SCENES[0].model_copy(update={"style": style})
        large, small = (render_frame(staging, 0, size) for size in ((512, 288), SMALL))
        shrunk = large.reshape(72, 4, 128, 4, 3).mean((1, 3))
        assert apart(shrunk.round(), small) < 3.0, style


def test_a_mixture_is_told_and_none_is_the_style_alone() -> None:
    staging = SCENES[0].model_copy(update={"mix": Style.WOODCUT, "share": 0.3})
    assert caption(staging).startswith("gouache with woodcut. ")
    assert Staging.model_validate_json('{"place": "forest"}').mix is None
    assert hand_of(Style.INK, Style.FLAT, 0.0) == hand_of(Style.INK)


@pytest.mark.parametrize("style", [Style.GOUACHE, Style.SOFT, Style.FLAT, Style.WOODCUT], ids=str)
@pytest.mark.parametrize("hour", [Hour.DAY, Hour.DUSK, Hour.DAWN], ids=str)
def test_the_lit_half_of_a_figure_is_the_one_towards_the_light(style: Style, hour: Hour) -> None:
    snowman = Subject(look=Look(kind=Kind.BEAR, body=Color.WHITE, accent=Color.WHITE), outfit=Outfit(garment=Garment.NONE), facing=Facing.AWAY)
    staging = Staging(place=Place.MEADOW, hour=hour, style=style, size=Size.FULL, subjects=(snowman,))
    shoot = Shoot(staging, (256, 144))
    grey, body = shoot.draw(0).mean(2), shoot.truth(0, (256, 144)) == 1
    shoot.close()
    middle = int(np.median(np.nonzero(body.any(0))[0]))
    left, right = grey[:, :middle][body[:, :middle]].mean(), grey[:, middle:][body[:, middle:]].mean()
    assert (left > right) == (air(staging).side < 0), (left, right)


@pytest.mark.parametrize("hour", [Hour.DAWN, Hour.DUSK], ids=str)
def test_shadows_lengthen_when_the_sun_is_low(hour: Hour) -> None:
    def shaded(at: Hour) -> tuple[float, float]:
        """How far from the figure the ground is darkened, in pixels, and on which side of it most of that lies."""
        staging = Staging(place=Place.MEADOW, hour=at, size=Size.WIDE, subjects=(BEAR,))
        shoot = Shoot(staging, (256, 144))
        body = shoot.truth(0, (256, 144)) > 0
        drawn = shoot.draw(0).astype(int).mean(2)
        shoot.close()
        rows = np.nonzero(body.any(1))[0].max()
        empty = render_frame(staging.model_copy(update={"subjects": (BEAR.model_copy(update={"visible": (0.9, 1.0)}),)}), 0, (256, 144)).astype(int).mean(2)
        darker = (empty - drawn > 6) & ~body
        darker[: rows - 6] = False
        aside = np.nonzero(darker)[1] - np.nonzero(body)[1].mean()
        return float(np.percentile(np.abs(aside), 97)), float(aside.mean())

    (low, away), (high, _) = shaded(hour), shaded(Hour.DAY)
    assert low > 1.4 * high
    assert (away > 0) == (air(Staging(place=Place.MEADOW, hour=hour)).side < 0)


@pytest.mark.parametrize("hour", list(Hour), ids=str)
def test_the_far_goes_to_the_haze_in_fog(hour: Hour) -> None:
    foggy = air(Staging(place=Place.VILLAGE, hour=hour, weather=Weather.FOG))
    haze = np.array(foggy.paint(foggy.haze, 1.0)[:3], int)
    gaps = [np.abs(np.array(foggy.paint("#a04030", far)[:3], int) - haze).sum() for far in (0.0, 0.3, 0.6, 1.0)]
    assert gaps == sorted(gaps, reverse=True) and gaps[-1] <= 3
    assert foggy.fade < air(Staging(place=Place.VILLAGE, hour=hour)).fade


@pytest.mark.parametrize("style", list(Style), ids=str)
def test_a_dark_spirit_reads_against_a_stormy_night(style: Style) -> None:
    staging = Staging(place=Place.SEASHORE, hour=Hour.NIGHT, weather=Weather.STORM, style=style, size=Size.FULL, subjects=(SPIRIT,), place_seed=2)
    shoot = Shoot(staging, (256, 144))
    drawn, body = shoot.draw(0).astype(int).mean(2), shoot.truth(0, (256, 144)) == 1
    shoot.close()
    ring = np.zeros_like(body)
    ring[2:-2, 2:-2] = np.any([np.roll(body, s, a)[2:-2, 2:-2] for s in (-2, 2) for a in (0, 1)], 0) & ~body[2:-2, 2:-2]
    assert np.percentile(drawn[ring], 90) > np.median(drawn[body]) + 12


def test_lamplight_warms_those_near_it() -> None:
    staging = Staging(place=Place.CITY, hour=Hour.NIGHT, subjects=(BEAR,))
    light = air(staging).light()
    near, far = (near_lamps(light, (Lamp(0.0, 1.0, (255, 200, 110, 255), 0.8),), x, 1.0) for x in (0.3, 2.0))
    assert far == light and near.ambient[0] - near.ambient[2] > light.ambient[0] - light.ambient[2] and near.side < light.side
    shoot = Shoot(staging, SMALL)
    assert lamps_of(layers_of(staging), shoot.base), "the street has lamps"
    shoot.close()


def test_a_held_lantern_lights_its_holder_at_night() -> None:
    plain = Staging(place=Place.SEASHORE, hour=Hour.NIGHT, size=Size.FULL, subjects=(BEAR,))
    held = plain.model_copy(update={"subjects": (BEAR.model_copy(update={"prop": Prop.LANTERN}),)})
    shoots = [Shoot(s, SMALL) for s in (plain, held)]
    body = shoots[0].truth(0, SMALL) == 1
    warmth = [float((p[..., 0].astype(int) - p[..., 2])[body].mean()) for p in (shoot.draw(0) for shoot in shoots)]
    for shoot in shoots:
        shoot.close()
    assert warmth[1] > warmth[0] + 3


def test_wet_ground_mirrors_and_snow_lies_on_tops() -> None:
    scene = Staging(place=Place.VILLAGE, size=Size.FULL, subjects=(BEAR.model_copy(update={"where": Where.CENTER}),))
    dry, wet, white = (render_frame(scene.model_copy(update={"weather": w}), 0, SMALL).astype(int) for w in (Weather.CLOUDY, Weather.RAIN, Weather.SNOW))
    assert np.abs(dry[-6:] - wet[-6:]).max() > 20
    assert white[-12:].mean() > dry[-12:].mean() + 25
    roles = [s.role for one in layers_of(scene.model_copy(update={"weather": Weather.SNOW})) for part in one.parts for s in part.shapes]
    assert roles.count("snow") > 3


def test_portraits_need_no_place() -> None:
    assert Light().inks and render_portrait(BEAR.look, BEAR.outfit, Style.WOODCUT, (64, 64)).std() > 10
