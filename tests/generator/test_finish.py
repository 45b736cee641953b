"""The film's look: nothing by default, the same levels on every machine, fresh grain without bands, bars that are black, and a soft place behind sharp figures."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from generator.finish import Finisher, bar
from generator.focus import Focus
from generator.planar import from_rgb, planes
from storyboard.finish import STOCKS, Finish, FinishParams, FocusParams, Stock, params_of
from storyboard.grammar import Camera, Move
from storyboard.grammar import Size as Framing
from storyboard.look import Kind, Look
from storyboard.staging import Place, Staging, Subject

SIZE = (192, 108)


def ramp(size: tuple[int, int] = SIZE) -> np.ndarray:
    """A picture that goes from dark to light to the right, and from blue to red down."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    return from_rgb(np.round(255 * np.stack([x * (0.4 + 0.6 * y), x * 0.7, x * (1 - 0.6 * y)], -1)).astype(np.uint8))


def looked(at: int = 0, **parts: float | str) -> np.ndarray:
    return Finisher(params_of(Finish(**parts)), SIZE).over(ramp(), at)


def light(frame: np.ndarray) -> np.ndarray:
    return planes(frame)[0].astype(int)


def test_a_film_without_a_finish_is_left_alone():
    frame = ramp()
    assert params_of(Finish()) == FinishParams() and FinishParams().model_dump() == {}
    assert Finisher(FinishParams(), SIZE).over(frame, 3) is frame


# Mean levels of 3 x 3 fields of light, and of both colours, of the ramp in each stock
GOLDEN = {
    "PAPER": (38.6, 87.1, 127.8, 41.0, 92.8, 138.9, 40.5, 92.9, 137.1, 124.1, 130.2),
    "SIXTEEN": (35.5, 83.0, 122.0, 38.4, 89.9, 136.2, 37.3, 88.7, 131.3, 125.4, 129.6),
    "OLD": (30.6, 76.3, 104.2, 35.1, 87.3, 129.5, 32.2, 81.6, 112.2, 122.0, 131.7),
    "DREAM": (39.0, 88.6, 140.2, 41.0, 94.1, 151.0, 41.0, 95.4, 150.9, 126.3, 129.1),
    "NOIR": (22.4, 66.1, 101.0, 24.7, 77.0, 129.2, 23.7, 72.8, 110.3, 128.0, 128.0),
    "CINEMA": (28.8, 59.3, 86.6, 38.5, 90.4, 139.5, 29.8, 62.4, 91.5, 128.0, 128.0),
}  # fmt: skip


@pytest.mark.parametrize("stock", [one for one in Stock if one is not Stock.CLEAN])
def test_every_stock_looks_as_it_did(stock: Stock):
    light_, blue, red = planes(Finisher(params_of(Finish(stock=stock)), SIZE).over(ramp(), 7))
    fields = light_.reshape(3, 36, 3, 64).mean(axis=(1, 3)).ravel()
    found = [*fields, blue.mean(), red.mean()]
    assert np.abs(np.array(found) - GOLDEN[stock.name]).max() <= 0.6


def test_the_parts_do_what_their_names_say():
    plain, corner = light(ramp()), np.s_[:12, -12:]
    assert light(looked(vignette=0.8))[corner].mean() < 0.75 * plain[corner].mean()
    assert abs(light(looked(vignette=0.8))[48:60, 90:102].mean() - plain[48:60, 90:102].mean()) < 1.5
    assert all((plane == 128).all() for plane in planes(looked(fade=1.0))[1:])
    assert planes(looked(warmth=1.0))[2].mean() > planes(ramp())[2].mean() + 5
    assert light(looked(glow=1.0)).mean() > plain.mean() + 2.5
    assert light(looked(contrast=1.0)).std() > plain.std() + 4
    assert (light(looked(aberration=1.0)) == plain).all() and (planes(looked(aberration=1.0))[1] != planes(ramp())[1]).any()


def test_a_lens_bends_straight_lines_and_leaves_no_empty_edge():
    grid = np.full((108, 192, 3), 40, np.uint8)
    grid[:, 20:24] = 220
    for distortion, moves in ((1.0, 1), (-1.0, -1)):
        rows = light(Finisher(params_of(Finish(distortion=distortion)), SIZE).over(from_rgb(grid), 0))
        line = [np.average(np.arange(70), weights=np.maximum(rows[y, :70] - 60, 0)) for y in (3, 54)]
        assert (line[0] - line[1]) * moves > 0.8 and rows.min() >= 48


def test_grain_is_fresh_in_every_frame_has_no_bands_and_is_least_in_black():
    flat = from_rgb(np.full((108, 192, 3), 120, np.uint8))
    finisher = Finisher(params_of(Finish(grain=0.6)), SIZE)
    frames = [light(finisher.over(flat, at)) - light(flat) for at in range(24)]
    assert all(2.0 < frame.std() < 12.0 and abs(frame.mean()) < 0.7 for frame in frames)
    likeness = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in itertools.pairwise(frames)]
    assert np.abs(likeness).max() < 0.06
    assert max(np.abs(frame.mean(axis=axis)).max() for frame in frames for axis in (0, 1)) < 5
    black = from_rgb(np.zeros((108, 192, 3), np.uint8))
    assert light(finisher.over(black, 1)).max() <= 19
    assert (finisher.over(flat, 5) == Finisher(params_of(Finish(grain=0.6)), SIZE).over(flat, 5)).all()


def test_a_dark_corner_of_a_smooth_sky_does_not_band():
    sky = from_rgb(np.full((432, 768, 3), 90, np.uint8))
    rows = light(Finisher(params_of(Finish(vignette=0.5)), (768, 432)).over(sky, 0))
    runs = np.diff(np.flatnonzero(np.diff(rows[10, :300])))
    assert runs.max() < 60 and np.abs(np.diff(rows, axis=1)).max() <= 2


@pytest.mark.parametrize(("bars", "rows"), [("none", 0), ("1.85", 2), ("2.0", 6), ("2.39", 14)])
def test_bars_are_black_and_even(bars: str, rows: int):
    assert bar(params_of(Finish(letterbox=bars)), SIZE) == rows
    frame = light(looked(letterbox=bars, grain=1.0))
    assert (frame[:rows] == 16).all() and (frame[108 - rows :] == 16).all() and frame[rows : 108 - rows].max() > 100


def test_one_word_sets_a_look_and_every_part_of_it_can_be_taken_back():
    noir = params_of(Finish(stock=Stock.NOIR, grain=0.0, letterbox="2.0"))
    assert (noir.fade, noir.grain, noir.bars) == (1.0, 0.0, 2.0)
    assert params_of(Finish(stock=Stock.CINEMA, letterbox="none")).bars is None
    assert set(STOCKS) == set(Stock) and all(one.meaning for one in Stock)


# --- focus


STAGING = Staging(place=Place.FOREST, size=Framing.MEDIUM_CLOSE, subjects=(Subject(look=Look(kind=Kind.FOX)),), frames=24)


def checks(size: tuple[int, int] = (384, 216)) -> np.ndarray:
    """Fine squares: whatever is soft has lost them."""
    squares = (np.indices((size[1], size[0])) // 3).sum(axis=0) % 2
    return from_rgb(np.repeat((60 + 120 * squares).astype(np.uint8)[..., None], 3, axis=2))


def sharpness(frame: np.ndarray, where: tuple[slice, slice]) -> float:
    return float(np.abs(np.diff(light(frame)[where], axis=1)).mean())


FACE, PLACE = np.s_[90:120, 180:204], np.s_[20:60, 10:70]


def test_an_open_aperture_softens_the_place_and_not_the_face():
    frame = checks()
    shown = Focus(FocusParams(staging=STAGING, aperture=1.0), (384, 216)).over(frame, 8)
    assert sharpness(shown, PLACE) < 0.2 * sharpness(frame, PLACE) and sharpness(shown, FACE) > 0.95 * sharpness(frame, FACE)


@pytest.mark.parametrize("amount", [1.0, -1.0])
def test_a_pull_moves_what_is_sharp_from_the_place_to_the_figures_or_back(amount: float):
    pulling = STAGING.model_copy(update={"camera": Camera(move=Move.FOCUS, amount=amount)})
    focus, frame = Focus(FocusParams(staging=pulling, pulls=True), (384, 216)), checks()
    first, last = (focus.over(frame, at) for at in ((1, 22) if amount > 0 else (22, 1)))
    focus.close()
    assert sharpness(first, FACE) < 0.5 * sharpness(frame, FACE) and sharpness(first, PLACE) > 0.95 * sharpness(frame, PLACE)
    assert sharpness(last, FACE) > 0.95 * sharpness(frame, FACE) and sharpness(last, PLACE) < 0.5 * sharpness(frame, PLACE)


def test_where_nobody_is_nothing_is_soft():
    frame, empty = checks(), STAGING.model_copy(update={"subjects": ()})
    assert Focus(FocusParams(staging=empty, aperture=1.0), (384, 216)).over(frame, 8) is frame
