"""Which way the camera goes, how fast, and what that does to the picture."""

from __future__ import annotations

import numpy as np
import pytest

from generator.world.camera import TOP_SPEED, path, view_of
from generator.world.layers import Layer
from generator.world.render import render_truth
from storyboard.grammar import Camera, Ease, Move
from storyboard.look import Kind, Look
from storyboard.staging import Place, Staging, Subject

MOVING = [m for m in Move if m not in (Move.STATIC, Move.HANDHELD, Move.FOCUS)]
SIGNS = {Move.PAN: (0, 1), Move.TILT: (1, -1), Move.ZOOM: (2, 1), Move.DOLLY: (2, 1), Move.TRUCK: (0, 1), Move.PEDESTAL: (1, -1), Move.ROLL: (3, 1)}


@pytest.mark.parametrize("move", MOVING, ids=str)
def test_plus_is_right_up_in_and_clockwise(move: Move) -> None:
    axis, sign = SIGNS[move]
    for amount in (1.0, -1.0):
        track = path(Camera(move=move, amount=amount), 33)
        assert track.dtype == np.float32 and track.shape == (33, 4) and not track[0].any()
        assert np.sign(track[-1, axis]) == sign * amount
        assert not np.delete(track, axis, 1).any()


@pytest.mark.parametrize("ease", list(Ease), ids=str)
@pytest.mark.parametrize("frames", [5, 17, 33, 90])
def test_no_move_is_too_fast(ease: Ease, frames: int) -> None:
    for move in MOVING:
        steps = np.abs(np.diff(path(Camera(move=move, amount=1.0, ease=ease), frames), axis=0))
        assert (steps <= np.array(TOP_SPEED) + 1e-6).all()


def test_a_still_camera_stays_and_a_hand_does_not() -> None:
    assert not path(Camera(), 33).any()
    hand = path(Camera(move=Move.HANDHELD, amount=1.0), 33)
    assert (np.abs(np.diff(hand, axis=0)).max(0) > 0).all() and np.abs(hand).max() < 0.08


@pytest.mark.parametrize(("move", "axis", "sign"), [(Move.PAN, 1, -1), (Move.TRUCK, 1, -1), (Move.TILT, 0, 1), (Move.PEDESTAL, 0, 1)])
def test_things_move_against_the_camera(move: Move, axis: int, sign: int) -> None:
    staging = Staging(place=Place.MEADOW, subjects=(Subject(look=Look(kind=Kind.ROBOT)),), camera=Camera(move=move, amount=0.7), motion=0.0)
    first, last = (np.argwhere(render_truth(staging, f, (128, 72)) == 1).mean(0)[axis] for f in (0, 32))
    assert np.sign(last - first) == sign


def test_far_things_pass_slower_than_near_ones_only_when_the_camera_travels() -> None:
    view = view_of(Staging(place=Place.MEADOW), (), (256, 144))
    step = np.array([0.1, 0.0, 0.0, 0.0])

    def shift(near: float, parallax: bool) -> float:
        layer = Layer(near, ())
        return view.moved(step, parallax).matrix(layer)[2] - view.matrix(layer)[2]

    assert shift(0.0, True) == pytest.approx(0.0) and shift(1.0, True) < shift(0.4, True) < 0.0
    assert shift(0.0, False) == pytest.approx(shift(1.0, False)) and shift(1.0, False) == pytest.approx(-25.6)
