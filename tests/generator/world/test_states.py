"""States of a figure: each is seen, on everybody and in every style, and nothing of them is where there is none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from generator.world import cast, motion
from generator.world.light import Light
from generator.world.portrait import stand_in
from generator.world.render import render_frame, render_truth
from generator.world.states import stained
from generator.world.truth import truth_of
from storyboard.grammar import Size
from storyboard.look import Color, Garment, Hat, Kind, Look, Outfit
from storyboard.staging import Facing, Place, Prop, Staging, Style, Subject
from storyboard.states import State

SMALL = (256, 144)
COATED = Subject(look=Look(kind=Kind.GIRL), outfit=Outfit(garment=Garment.COAT, color=Color.RED))
FOX = Subject(look=Look(kind=Kind.FOX, body=Color.RUST))


def in_state(subject: Subject, *states: State) -> Subject:
    return subject.model_copy(update={"state": states})


def drawn(subject: Subject, style: Style = Style.GOUACHE, size: Size = Size.FULL) -> np.ndarray:
    return render_frame(Staging(place=Place.MEADOW, size=size, style=style, subjects=(subject,)), 0, SMALL).astype(int)


@pytest.mark.parametrize("style", list(Style), ids=str)
def test_each_state_is_seen_and_unlike_the_others(style: Style) -> None:
    for who in (COATED, FOX):
        pictures = [drawn(who, style), *(drawn(in_state(who, state), style) for state in State)]
        for one, other in itertools.combinations(pictures, 2):
            assert (np.abs(one - other).max(2) > 24).mean() > 0.002


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_everybody_can_be_in_every_state_from_every_side(kind: Kind) -> None:
    for garment, hat in ((Garment.NONE, Hat.NONE), (Garment.DRESS, Hat.WIZARD)):
        for facing in (Facing.CAMERA, Facing.RIGHT, Facing.AWAY):
            who = Subject(look=Look(kind=kind), outfit=Outfit(garment=garment, hat=hat), facing=facing)
            pose = motion.pose(who, motion.Moment(0.0, 2.75), 0.3, 0, 0.0)
            plain = cast.figure(who, pose, Light())
            for state in State:
                assert cast.figure(in_state(who, state), pose, Light()) != plain, (state, facing, garment)


def test_a_figure_without_states_is_drawn_as_ever() -> None:
    pose = motion.pose(COATED, motion.Moment(0.0, 2.75), 0.3, 0, 0.0)
    shapes = cast.figure(COATED, pose, Light())
    assert stained(shapes, ()) == list(shapes) and not {"stain", "gauze"} & {shape.role for shape in shapes}


def test_a_face_can_be_read_in_every_state() -> None:
    """No state covers the eyes."""
    for who in (COATED, FOX):
        eyes = [s for s in cast.figure(who, motion.pose(who, motion.Moment(0.0, 2.75), 0.3, 0, 0.0), Light()) if s.role == "eye"]
        for state in State:
            shapes = cast.figure(in_state(who, state), motion.pose(who, motion.Moment(0.0, 2.75), 0.3, 0, 0.0), Light())
            gauze = [s for s in shapes if s.role in ("gauze", "snow") and s.part == "head"]
            assert all(s.extent[3] <= max(e.extent[3] for e in eyes) or s.extent[2] - s.extent[0] < 0.2 for s in gauze), state
            assert len([s for s in shapes if s.role == "eye"]) == len(eyes)


def test_the_truth_follows_what_is_drawn() -> None:
    """Rags and drops belong to the figure; the joints and the face are where they were."""
    plain = Staging(place=Place.MEADOW, size=Size.FULL, subjects=(COATED,))
    marked = plain.model_copy(update={"subjects": (in_state(COATED, State.TORN, State.WET),)})
    assert truth_of(plain, 0, SMALL).figures == truth_of(marked, 0, SMALL).figures
    both = [render_truth(one, 0, SMALL) == 1 for one in (plain, marked)]
    assert (both[0] & ~both[1]).sum() == 0 and both[1].sum() >= both[0].sum()


def test_stand_ins_and_hands_of_inserts_are_in_the_state_too() -> None:
    plain = Staging(place=Place.KITCHEN, size=Size.FULL, subjects=(COATED,))
    floury = plain.model_copy(update={"subjects": (in_state(COATED, State.FLOURY),)})
    pictures = [stand_in(one, 0, Light(), (144, 144))[0][0].astype(int) for one in (plain, floury)]
    assert (np.abs(pictures[0] - pictures[1]).max(2) > 24).mean() > 0.01
    close = [render_frame(one.model_copy(update={"size": Size.INSERT, "focus": Prop.BREAD}), 0, SMALL).astype(int) for one in (plain, floury)]
    assert (np.abs(close[0] - close[1]).max(2) > 24).mean() > 0.002
