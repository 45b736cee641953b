"""Which faces a shot's figures wear, and the plate behind them."""

import numpy as np
import pytest

from generator.known import expressions_of, known_of
from generator.world.expressions import ALIKE, MOST, WEIGHTS
from generator.world.render import render_frame, render_plates
from generator.world.sample import sample_staging
from storyboard.grammar import Camera, Size
from storyboard.look import Kind, Look
from storyboard.staging import Action, Hour, Place, Staging, Subject

CANVAS = (96, 54)


@pytest.fixture(scope="module")
def talk() -> Staging:
    speaker = Subject(look=Look(kind=Kind.CROW), action=Action.TALK, speech=((4, 12), (18, 28)))
    return Staging(place=Place.MEADOW, hour=Hour.DAY, size=Size.MEDIUM_CLOSE, camera=Camera(), subjects=(speaker,), frames=33)


def test_few_faces_stand_for_all_and_mouths_follow_speech(talk):
    acting = expressions_of(talk)
    assert acting.worn.shape == (33, 4) and 1 < len(acting.faces[0]) <= MOST and acting.worn[0, 0] == 0
    mouths = np.array([acting.faces[0][number].mouth for number in acting.worn[:, 0]])
    assert mouths[5:12].max() > 0.3 and mouths[13:17].max() < ALIKE / WEIGHTS["mouth"]


def test_the_first_drawing_is_drawn_with_every_face(talk):
    known, still = known_of(talk, CANVAS), render_frame(talk, 0, (288, 162))
    acting = expressions_of(talk)
    assert len(known.faces) == len(acting.faces[0]) - 1
    for face in known.faces:
        changed = np.abs(face.astype(int) - still).max(-1) > 12
        assert 0 < changed.mean() < 0.1  # the face, nothing else


def test_without_acting_nobody_changes_their_face(talk):
    known = known_of(talk, CANVAS, acting=False)
    assert known.faces == () and known.worn is None


@pytest.mark.parametrize("seed", [3, 8, 21, 40])
def test_a_veil_over_the_bare_plate_is_the_shaded_one(seed):
    bare, shaded, veil = render_plates(sample_staging(seed, "heldout"), (192, 108))
    laid = bare * (1 - veil[..., 3:].astype(float) / 255) + veil[..., :3]
    assert np.abs(laid - shaded).mean() < 1.0  # levels: what is rounded on the way
