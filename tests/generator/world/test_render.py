"""The drawn world draws every place alive, and the same in every process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from generator.world.lens import Lens
from generator.world.portrait import render_portrait
from generator.world.render import Shoot, render_clip, render_frame, render_plates, render_truth
from generator.world.sample import SPLITS, sample_staging, split_of
from storyboard.grammar import Angle, Camera, Move, Size
from storyboard.look import Color, Garment, Kind, Look, Outfit
from storyboard.staging import Facing, Hour, Place, Prop, Staging, Style, Subject, Weather, Where

SMALL = (128, 72)
FOX = Subject(look=Look(kind=Kind.FOX, body=Color.RUST), outfit=Outfit(garment=Garment.COAT, color=Color.NAVY), where=Where.LEFT, facing=Facing.RIGHT)
GIRL = Subject(look=Look(kind=Kind.GIRL), outfit=Outfit(garment=Garment.DRESS, color=Color.GOLD), where=Where.RIGHT)
PRINT = """
import hashlib
from generator.world.render import render_clip
from generator.world.sample import sample_staging
print(hashlib.sha256(b"".join(render_clip(sample_staging(k, "train"), (128, 72), [0, 7]).tobytes() for k in range(3))).hexdigest())
"""


def test_another_process_draws_the_same_bytes() -> None:
    here = hashlib.sha256(b"".join(render_clip(sample_staging(k, "train"), SMALL, [0, 7]).tobytes() for k in range(3))).hexdigest()
    there = subprocess.run([sys.executable, "-c", PRINT], capture_output=True, text=True, check=True).stdout.strip()
    assert here == there


def test_a_drawing_does_not_depend_on_the_ones_before_it() -> None:
    staging = sample_staging(11, "train").model_copy(update={"weather": Weather.SNOW})
    clip = render_clip(staging, SMALL)
    assert np.array_equal(clip[20], render_clip(staging, SMALL, [20])[0])


@pytest.mark.parametrize("weather", list(Weather), ids=str)
def test_what_falls_is_laid_over_whatever_was_drawn(weather: Weather) -> None:
    staging = Staging(place=Place.MEADOW, weather=weather)
    grey = np.full((72, 128, 3), 90, np.uint8)
    lens = Lens(staging, SMALL)
    first, second = lens.over(grey, 0), lens.over(grey, 1)
    lens.close()
    falls = weather in (Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG)
    assert (first != grey).any() == falls and (first != second).any() == falls
    assert np.array_equal(render_clip(staging, SMALL, [0])[0], render_frame(staging, 0, SMALL)) != falls


def test_no_rain_falls_indoors() -> None:
    lens = Lens(Staging(place=Place.KITCHEN, weather=Weather.STORM), SMALL)
    grey = np.full((72, 128, 3), 90, np.uint8)
    assert np.array_equal(lens.over(grey, 5), grey)
    lens.close()


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_every_hour_and_weather_of_a_place_is_a_picture(place: Place) -> None:
    for hour in Hour:
        for k, weather in enumerate(Weather):
            style = list(Style)[k % len(Style)]
            picture = render_frame(Staging(place=place, hour=hour, weather=weather, style=style, place_seed=k), 3, SMALL)
            assert picture.shape == (72, 128, 3) and picture.dtype == np.uint8
            floor = 2.5 if weather is Weather.FOG else 5.0
            assert picture.std() > floor, f"{place} {hour} {weather} is nearly blank"


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_a_place_without_figures_never_stands_still(place: Place) -> None:
    clip = render_clip(Staging(place=place, frames=9, place_seed=4), SMALL).astype(int)
    assert all(np.abs(b - a).max() > 0 for a, b in pairwise(clip))


@pytest.mark.parametrize("size", [s for s in Size if s is not Size.INSERT], ids=str)
def test_everyone_who_should_be_in_the_frame_is(size: Size) -> None:
    alone = size in (Size.CLOSE, Size.EXTREME_CLOSE)
    for angle in Angle:
        staging = Staging(place=Place.MEADOW, size=size, angle=angle, subjects=(FOX,) if alone else (FOX, GIRL), camera=Camera(move=Move.PAN, amount=1.0))
        for frame in (0, 32):
            mask = render_truth(staging, frame, SMALL)
            for slot in range(1, len(staging.subjects) + 1):
                assert (mask == slot).mean() > 0.004, f"subject {slot} is not seen: {size}, {angle}, drawing {frame}"


def test_who_is_off_screen_is_not_drawn() -> None:
    late = GIRL.model_copy(update={"visible": (0.5, 1.0)})
    staging = Staging(place=Place.MEADOW, subjects=(FOX, late))
    assert not (render_truth(staging, 0, SMALL) == 2).any()
    assert (render_truth(staging, 30, SMALL) == 2).any()


def test_the_truth_of_a_shoot_is_the_truth_alone() -> None:
    staging = sample_staging(5, "train")
    shoot = Shoot(staging, (256, 144))
    shoot.draw(4)
    assert (shoot.truth(4, (64, 36)) != render_truth(staging, 4, (64, 36))).mean() < 0.02
    shoot.close()


def test_an_insert_shows_the_thing_large() -> None:
    plain = render_frame(Staging(place=Place.COTTAGE, size=Size.INSERT), 0, SMALL).astype(int)
    for prop in list(Prop)[1:]:
        shown = render_frame(Staging(place=Place.COTTAGE, size=Size.INSERT, focus=prop), 0, SMALL).astype(int)
        assert (np.abs(shown - plain).max(2) > 12).mean() > 0.015, prop


def test_portraits_differ_by_view_and_style() -> None:
    pictures = [render_portrait(FOX.look, FOX.outfit, style, (96, 96), view) for style in Style for view in ("front", "three-quarter", "side", "back", "face")]
    assert all(p.shape == (96, 96, 3) for p in pictures)
    assert len({p.tobytes() for p in pictures}) == len(pictures)


def test_samples_keep_their_split_and_their_seed() -> None:
    for split in SPLITS:
        for seed in range(40):
            staging = sample_staging(seed, split)
            assert staging == sample_staging(seed, split)
            assert all(split_of(s.look, s.outfit) == split for s in staging.subjects)


def test_plates_are_the_drawing_without_its_figures() -> None:
    staging = next(s for s in (sample_staging(n, "train") for n in range(60)) if len(s.subjects) == 1 and s.size is Size.FULL)
    shoot = Shoot(staging, (192, 108))
    drawing, mask = shoot.draw(0), shoot.truth(0, (192, 108)) > 0
    shoot.close()
    bare, shaded, _ = render_plates(staging, (192, 108))
    assert mask.sum() > 500 and np.abs(drawing[mask].astype(int) - shaded[mask]).max(-1).mean() > 20
    far = np.ones_like(mask)
    far[:, max(np.flatnonzero(mask.any(0)).min() - 40, 0) : np.flatnonzero(mask.any(0)).max() + 40] = False
    assert np.abs(drawing[far].astype(int) - shaded[far]).max() <= 1 and not (bare == shaded).all()
