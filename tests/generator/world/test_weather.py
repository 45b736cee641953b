"""Weather that is told at a glance, in a still and small; lightning and its light; figures in poor light."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from generator.world.hatch import around
from generator.world.light import air, lifted, lit
from generator.world.lightning import strike
from generator.world.places import site_of
from generator.world.render import render_clip, render_frame
from generator.world.shapes import luma, rgba
from generator.world.sky import cloud_banks, lamp_of_heaven
from storyboard.look import Skin
from storyboard.staging import AIRLESS, INDOORS, Hour, Place, Staging, Style, Weather

SMALL = (192, 108)
OPEN_AIR = [place for place in Place if place not in INDOORS | AIRLESS]


def still(place: Place, weather: Weather, style: Style = Style.GOUACHE, seed: int = 0) -> np.ndarray:
    return render_clip(Staging(place=place, weather=weather, style=style, place_seed=seed), SMALL, [0])[0].astype(int)


@pytest.mark.parametrize("hour", list(Hour), ids=str)
def test_no_cloud_of_a_clear_sky_covers_its_lamp(hour: Hour) -> None:
    for seed in range(12):
        site = site_of(Staging(place=Place.SEASHORE, hour=hour, place_seed=seed))
        _, (x, _, radius) = lamp_of_heaven(site)
        for cloud in cloud_banks(site):
            left, _, right, _ = around(cloud.shapes)
            for t in (0.0, 30.0, 300.0):
                dx = cloud.motion(t)[0][2] if cloud.motion else 0.0
                assert left + dx > x + radius or right + dx < x - radius


@pytest.mark.parametrize("style", list(Style), ids=str)
def test_a_covered_sky_hides_the_sun_and_a_storm_is_the_darkest(style: Style) -> None:
    top = {weather: still(Place.SEASHORE, weather, style)[:40] for weather in Weather}
    dark = {weather: picture.mean() for weather, picture in top.items()}
    assert dark[Weather.STORM] + 20 < dark[Weather.RAIN] < dark[Weather.CLOUDY] - 20
    assert dark[Weather.CLOUDY] < dark[Weather.CLEAR]


@pytest.mark.parametrize("place", [p for p in Place if p not in AIRLESS], ids=str)
def test_every_place_shows_its_weather(place: Place) -> None:
    """Also through a window, at the mouth of a cave and as card on a stage."""
    clear = still(place, Weather.CLEAR)
    for weather in (Weather.STORM, Weather.RAIN, Weather.SNOW):
        other = still(place, weather)
        assert (np.abs(other - clear).max(2) > 40).mean() > 0.01, weather
    assert np.abs(still(place, Weather.STORM) - still(place, Weather.RAIN)).mean() > 1.0


@pytest.mark.parametrize("place", [*OPEN_AIR, Place.CAVE, Place.COTTAGE, Place.KITCHEN, Place.WORKSHOP, Place.LIBRARY], ids=str)
def test_lightning_is_in_the_still_of_every_storm_and_goes_out(place: Place) -> None:
    for seed in (0, 3):
        staging = Staging(place=place, weather=Weather.STORM, place_seed=seed)
        flash, after = (render_frame(staging, f, SMALL).astype(int) for f in (0, 14))
        fork = (flash - after).min(2) > 40 if place in INDOORS else (flash.min(2) > 225) & (after.min(2) < 170)
        assert fork.sum() >= 8, seed


def test_lightning_strikes_again_and_sinks() -> None:
    for seed in range(6):
        levels = [strike(seed, k / 12) for k in range(12 * 12)]
        assert levels[0] > 0.7 and levels[6] < 0.3 and levels[18] == 0.0 and sum(a < 0.3 < b for a, b in itertools.pairwise(levels)) >= 2


@pytest.mark.parametrize("hour", [Hour.DUSK, Hour.NIGHT], ids=str)
def test_poor_light_does_not_swallow_dark_skin(hour: Hour) -> None:
    light = air(Staging(place=Place.FOREST, hour=hour)).light()
    own = rgba(Skin.DARK.hex)
    seen, plain = lifted(own, lit(own, light), light, 1.7), lit(own, light)
    assert luma(seen) > 1.1 * luma(plain) and luma(seen) < luma(lit(rgba(Skin.OLIVE.hex), light))
    assert seen[0] > seen[2]  # and it keeps its warmth
    day = air(Staging(place=Place.FOREST)).light()
    assert lifted(own, lit(own, day), day, 1.7) == lit(own, day)
