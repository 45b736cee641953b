"""The cast: everyone can be drawn doing anything, with finite numbers, feet on the ground, the same each time."""

from __future__ import annotations

import itertools
import math

import pytest

from generator.world import cast, motion
from generator.world.light import Light
from generator.world.render import Shoot
from generator.world.shapes import Gradient, Shape
from storyboard.caption import subject_words
from storyboard.look import AIRY, Build, Color, Extra, Garment, Hair, Hat, Kind, Look, Marking, Outfit, Skin
from storyboard.staging import Action, Emotion, Facing, Hour, Place, Prop, Staging, Subject

LIGHT = Light(rim=(255, 220, 180, 255))
GROUNDED = [a for a in Action if a not in (Action.JUMP, Action.FLOAT, Action.RUN, Action.CHASE, Action.DANCE, Action.DANCE_TOGETHER)]


def drawn(subject: Subject, t: float = 0.7, motion_amount: float = 0.5) -> tuple[Shape, ...]:
    return cast.figure(subject, motion.pose(subject, motion.Moment(t, 2.75), motion_amount, 0, 0.0), LIGHT)


def numbers(shapes: tuple[Shape, ...]) -> list[float]:
    return [float(v) for shape in shapes for op in shape.path for v in op[1:]]


def bottom(shapes: tuple[Shape, ...]) -> float:
    return max(v for shape in shapes for op in shape.path for v in op[2::2])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_does_every_action_facing_everywhere(kind: Kind) -> None:
    for action, facing in itertools.product(Action, Facing):
        shapes = drawn(Subject(look=Look(kind=kind), action=action, facing=facing))
        assert 5 <= len(shapes) < 80
        assert all(math.isfinite(v) and abs(v) < 4 for v in numbers(shapes))


@pytest.mark.parametrize("garment", list(Garment))
def test_every_outfit_can_be_worn(garment: Garment) -> None:
    for i, (hat, extra) in enumerate(itertools.product(Hat, Extra)):
        look = Look(kind=list(Kind)[i % len(Kind)], hair=list(Hair)[i % len(Hair)], marking=list(Marking)[i % len(Marking)], skin=list(Skin)[i % 5])
        outfit = Outfit(garment=garment, hat=hat, extra=extra, color=list(Color)[i % 22])
        shapes = drawn(Subject(look=look, outfit=outfit, facing=list(Facing)[i % 4], emotion=list(Emotion)[i % 7]))
        assert all(math.isfinite(v) for v in numbers(shapes))


@pytest.mark.parametrize("action", GROUNDED)
def test_feet_are_on_the_ground(action: Action) -> None:
    for kind in Kind:
        if kind in AIRY:
            continue
        for t in (0.0, 0.3, 0.9):
            subject = Subject(look=Look(kind=kind), action=action, facing=Facing.RIGHT)
            assert abs(bottom(drawn(subject, t))) < (0.22 if action is Action.SLEEP else 0.13) * cast.height(subject.look), (kind, action)


def test_colours_are_bytes_and_roles_are_said() -> None:
    for kind in Kind:
        for shape in drawn(Subject(look=Look(kind=kind), outfit=Outfit(garment=Garment.COAT, hat=Hat.CAP))):
            fills = [c for _, c in shape.fill.stops] if isinstance(shape.fill, Gradient) else [shape.fill]
            assert shape.role
            assert all(isinstance(v, int) and 0 <= v <= 255 for fill in fills if fill for v in fill)


def test_same_subject_same_shapes() -> None:
    subject = Subject(look=Look(kind=Kind.FOX), action=Action.DANCE, outfit=Outfit(extra=Extra.SCARF))
    assert drawn(subject) == drawn(subject)


def test_what_is_held_is_what_is_drawn_lit_and_said() -> None:
    reader, eater = (Subject(look=Look(kind=Kind.BOY), action=action, prop=Prop.LANTERN) for action in (Action.READ, Action.EAT))
    assert "holding a book" in subject_words(reader) and "lantern" not in subject_words(reader)
    assert "holding a loaf of bread" in subject_words(Subject(look=Look(kind=Kind.BOY), action=Action.EAT))
    staging = Staging(place=Place.MEADOW, hour=Hour.NIGHT, subjects=(reader,))
    shoot = Shoot(staging, (64, 36))
    try:
        dark, warm = (shoot.ground.light_at(0.0, subject) for subject in (Subject(look=Look(kind=Kind.BOY)), Subject(look=Look(kind=Kind.BOY), prop=Prop.LANTERN)))
        assert dark != warm
        assert shoot.ground.light_at(0.0, reader) == shoot.ground.light_at(0.0, eater) == dark
    finally:
        shoot.close()
    assert drawn(reader) == drawn(reader.model_copy(update={"prop": Prop.BOOK}))


def test_props_are_held() -> None:
    for prop in Prop:
        bare = drawn(Subject(look=Look(kind=Kind.CAT)))
        held = drawn(Subject(look=Look(kind=Kind.CAT), prop=prop))
        assert (len(held) > len(bare)) == (prop is not Prop.NONE)
        assert not any(shape.role.startswith("prop:") for shape in held)


def test_heights_and_heads() -> None:
    assert cast.height(Look(kind=Kind.MAN)) == cast.height(Look(kind=Kind.WOMAN)) == 1.0
    for kind, build in itertools.product(Kind, Build):
        look = Look(kind=kind, build=build)
        subject = Subject(look=look)
        x, y, radius = cast.head(look, motion.pose(subject, motion.Moment(0.2, 2.75), 0.5, 0, 0.0))
        assert cast.height(look) >= 0.5
        assert abs(x) < 0.3 and 0.1 * cast.height(look) < radius < 0.36 * cast.height(look)
        assert -1.1 * cast.height(look) < y < -0.5 * cast.height(look)


def test_left_and_right_are_mirrored() -> None:
    spans = {}
    for facing in (Facing.LEFT, Facing.RIGHT):
        xs = [v for s in drawn(Subject(look=Look(kind=Kind.FOX), facing=facing)) for op in s.path for v in op[1::2]]
        spans[facing] = (min(xs), max(xs))
    assert spans[Facing.RIGHT][0] < -0.25 < 0.25 < spans[Facing.LEFT][1]  # the brush trails behind
