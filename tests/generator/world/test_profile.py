"""A head and a body turn on from the front through three-quarter to the profile, and portraits show them whole from every side."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from generator.world import cast, motion
from generator.world.faces import EYES, Head, eyes, palette
from generator.world.hatch import around
from generator.world.light import Light
from generator.world.portrait import PORTRAITS, render_portrait
from generator.world.pose import Pose
from generator.world.shapes import Shape
from storyboard.look import AIRY, Extra, Garment, Hair, Hat, Kind, Look, Outfit
from storyboard.staging import Action, Facing, Style, Subject

SIZE = (72, 96)
SIDE, MARKED = math.pi / 2, (1, 2, 3, 255)
LONG_FACED = (Kind.FOX, Kind.WOLF, Kind.DOG, Kind.HORSE, Kind.DONKEY, Kind.PIG, Kind.DRAGON, Kind.CROW, Kind.EAGLE, Kind.STORK, Kind.BIRD)


def head(kind: Kind, yaw: float) -> Head:
    return Head(Look(kind=kind), Pose(yaw=yaw, head_yaw=yaw), palette(Look(kind=kind)))


def turned(subject: Subject, yaw: float) -> tuple[Shape, ...]:
    pose = motion.pose(subject, motion.Moment(0.0, 2.75), 0.3, 0, 0.0)
    return cast.figure(subject, replace(pose, yaw=yaw, head_yaw=yaw), Light())


def heads(subject: Subject, yaw: float) -> tuple[float, float, float, float]:
    return around([shape for shape in turned(subject, yaw) if shape.part == "head"])


@pytest.mark.parametrize("kind", list(Kind))
def test_two_eyes_are_seen_from_before_and_one_from_the_side(kind: Kind) -> None:
    def whites(yaw: float) -> int:
        return sum(shape.fill == MARKED for shape in eyes(head(kind, yaw), replace(EYES[kind], white=MARKED)))

    assert whites(0.0) == 2
    assert whites(SIDE) == whites(-SIDE) == 1


@pytest.mark.parametrize("kind", list(Kind))
def test_both_profiles_are_each_other_mirrored(kind: Kind) -> None:
    subject = Subject(look=Look(kind=kind, hair=Hair.SHORT))
    right, left = heads(subject, SIDE), heads(subject, -SIDE)
    tilt = 0.06 * cast.height(subject.look)  # the idle head is held a little aslant
    assert right[2] == pytest.approx(-left[0], abs=tilt) and right[0] == pytest.approx(-left[2], abs=tilt)


@pytest.mark.parametrize("kind", LONG_FACED)
def test_muzzles_and_beaks_stand_out_to_the_side(kind: Kind) -> None:
    subject = Subject(look=Look(kind=kind))
    radius = cast.head(subject.look, Pose())[2]
    front, side = heads(subject, 0.0), heads(subject, SIDE)
    assert side[2] > max(1.15 * radius, -side[0] if kind not in (Kind.DRAGON, Kind.HORSE) else 0.0)
    assert kind in (Kind.DRAGON, Kind.DONKEY, Kind.PIG) or side[2] > front[2] * 0.95


@pytest.mark.parametrize("kind", list(Kind))
def test_a_figure_turns_without_a_leap(kind: Kind) -> None:
    look = Look(kind=kind, hair=Hair.LONG)
    subject = Subject(look=look, outfit=Outfit(garment=Garment.TUNIC, hat=Hat.CAP))
    steps = [around(turned(subject, k * SIDE / 24)) for k in range(25)]
    largest = 0.14 if kind not in (Kind.STORK, Kind.CROW) else 0.2  # of its height, between two neighbours: a tail that changes sides apart
    widths = [box[2] for box in steps]
    assert max(abs(a - b) for a, b in itertools.pairwise(widths[9:])) < largest * cast.height(look)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_portrait_shows_all_of_the_figure(kind: Kind) -> None:
    for hat, view in itertools.product((Hat.WIZARD, Hat.NONE), [view for view in PORTRAITS if view != "face"]):
        look, outfit = Look(kind=kind), Outfit(garment=Garment.COAT, hat=hat)
        drawn = render_portrait(look, outfit, Style.FLAT, SIZE, view).astype(int)
        bare = np.concatenate([drawn[0], drawn[:, 0], drawn[:, -1]])
        ground = np.array([223, 215, 203])  # and the rim of a soft shadow
        assert np.abs(bare - ground).max() < 46, (hat, view)


def test_every_view_of_a_portrait_is_a_picture_of_its_own_and_other_words_are_refused() -> None:
    look, outfit = Look(kind=Kind.FOX), Outfit(garment=Garment.COAT)
    views = {view: render_portrait(look, outfit, Style.GOUACHE, SIZE, view).astype(int) for view in PORTRAITS}
    assert list(views) == ["front", "three-quarter", "side", "back", "face"]
    for one, other in itertools.combinations(views, 2):
        assert (np.abs(views[one] - views[other]).max(2) > 28).mean() > 0.03, (one, other)
    with pytest.raises(ValueError, match="three-quarter"):
        render_portrait(look, outfit, Style.GOUACHE, SIZE, "left")


def test_who_runs_is_seen_more_from_the_side_than_who_talks() -> None:
    def yaws(action: Action) -> tuple[float, float]:
        subject = Subject(look=Look(kind=Kind.BOY), action=action, facing=Facing.RIGHT)
        pose = motion.pose(subject, motion.Moment(0.4, 2.75), 0.5, 0, 0.0)
        return pose.yaw, pose.head_yaw

    (talks, speaks), (runs, looks) = yaws(Action.TALK), yaws(Action.RUN)
    assert runs > talks + 0.2 and looks > speaks + 0.2
    assert speaks < 0.66  # a face that talks is turned to us


def test_hats_and_what_is_worn_on_the_face_leave_the_profile_free() -> None:
    for kind, hat in itertools.product((Kind.CROW, Kind.WOLF), (Hat.HOOD, Hat.HEADSCARF)):
        plain, worn = (turned(Subject(look=Look(kind=kind), outfit=Outfit(hat=h)), SIDE) for h in (Hat.NONE, hat))
        cloth = around([shape for shape in worn if shape.role == "hat"])
        assert cloth[2] < 0.75 * around([shape for shape in plain if shape.part == "head"])[2]
    patched = turned(Subject(look=Look(kind=Kind.BEAR), outfit=Outfit(extra=Extra.EYEPATCH)), SIDE)
    assert any(shape.role == "eye" for shape in patched)  # it is over the other eye


def test_the_airy_float_on_a_tail_or_a_hem() -> None:
    outlines = {kind: around([s for s in turned(Subject(look=Look(kind=kind)), 0.0) if s.part == "" and s.role == "fur"]) for kind in AIRY}
    assert outlines[Kind.GHOST][1] < outlines[Kind.SPIRIT][1]  # the sheet begins over the head, the wisp at the shoulders
