"""What a stranger tells a kind by: it is there whatever the figure wears."""

from __future__ import annotations

import itertools

import pytest

from agents.assemble import look_of
from agents.drafts import Member
from generator.world import cast, motion, sheets
from generator.world.faces import EYES, palette
from generator.world.hatch import around
from generator.world.light import Light
from generator.world.shapes import Gradient, Rgba, Shape, luma
from storyboard.look import Color, Garment, Hair, Hat, Kind, Look, Outfit, Skin
from storyboard.staging import Facing, Subject

OLD = (Kind.OLD_MAN, Kind.OLD_WOMAN)
BARE = Outfit()


def drawn(look: Look, outfit: Outfit = BARE, facing: Facing = Facing.CAMERA) -> tuple[Shape, ...]:
    subject = Subject(look=look, outfit=outfit, facing=facing)
    return cast.figure(subject, motion.pose(subject, motion.Moment(0.0, 2.75), 0.3, 0, 0.0), Light())


def color(shape: Shape) -> Rgba:
    return shape.fill.stops[len(shape.fill.stops) // 2][1] if isinstance(shape.fill, Gradient) else shape.fill or (0, 0, 0, 0)


@pytest.mark.parametrize("kind", OLD)
def test_old_people_are_grey_unless_the_story_says_otherwise(kind: Kind) -> None:
    assert sheets.someone(5, kind)[0].hair_color in (Color.GREY, Color.WHITE)
    plain, dyed = Member(name="Ada", role="hero", kind=kind), Member(name="Ada", role="hero", kind=kind, hair_color=Color.RUST)
    assert look_of(plain).hair_color is Color.GREY and look_of(dyed).hair_color is Color.RUST
    assert look_of(Member(name="Ada", role="hero", kind=Kind.WOMAN)).hair_color is Color.BROWN


def test_old_people_stoop_and_have_white_brows_and_folds_on_every_skin() -> None:
    for (old, young), skin in itertools.product(((Kind.OLD_MAN, Kind.MAN), (Kind.OLD_WOMAN, Kind.WOMAN)), Skin):
        looks = [Look(kind=kind, skin=skin, hair_color=Color.GREY) for kind in (old, young)]
        lines = [[s for s in drawn(look) if s.part == "head" and s.role == "line"] for look in looks]
        assert max(luma(color(s)) for s in lines[0]) > 0.55 > max(luma(color(s)) for s in lines[1])
        heads = [cast.head(look, motion.pose(Subject(look=look, facing=Facing.RIGHT), motion.Moment(0.0, 2.75), 0.3, 0, 0.0)) for look in looks]
        assert heads[0][0] > heads[1][0] + 0.05  # bent forward


def test_children_have_the_larger_heads() -> None:
    for child, grown in ((Kind.BOY, Kind.MAN), (Kind.GIRL, Kind.WOMAN)):
        assert cast.body_of(Look(kind=child)).head > 1.3 * cast.body_of(Look(kind=grown)).head


def test_sheep_wear_their_wool_under_their_clothes() -> None:
    look = Look(kind=Kind.SHEEP, body=Color.CREAM)
    wool, skin = palette(look).hair, palette(look).main
    assert luma(wool) > luma(skin) + 0.2
    for garment in (Garment.NONE, Garment.APRON, Garment.VEST):
        woolly = [s for s in drawn(look, Outfit(garment=garment)) if s.role == "hair" and s.part == ""]
        assert woolly and luma(color(woolly[0])) > 0.7


def test_a_fox_has_a_pale_brush_and_dark_stockings_without_being_told() -> None:
    shapes = drawn(Look(kind=Kind.FOX, body=Color.RUST))
    paws = [s for s in shapes if s.part.endswith(("arm", "leg"))]
    assert min(luma(color(s)) for s in paws) < 0.25
    behind = [s for s in shapes if s.part == "" and s.role == "fur"]
    assert any(luma(color(s)) > 0.8 for s in behind[:3])


def test_a_goats_horns_are_beside_its_hat() -> None:
    for hat in (Hat.TOP, Hat.WIZARD, Hat.STRAW, Hat.BEANIE):
        shapes = drawn(Look(kind=Kind.GOAT), Outfit(hat=hat))
        horns = around([s for s in shapes if s.role == "horn"])
        brim = around([s for s in shapes if s.role == "hat"])
        assert horns[0] < brim[0] and horns[2] > brim[2], hat


def test_a_hat_leaves_a_robots_screen_free() -> None:
    look = Look(kind=Kind.ROBOT)
    for hat in (Hat.CAP, Hat.FLAT, Hat.HELMET, Hat.BEANIE):
        shapes, radius = drawn(look, Outfit(hat=hat)), cast.body_of(look).head * cast.height(look)
        worn = around([s for s in shapes if s.role == "hat"])
        eyes = around([s for s in shapes if s.role == "eye"])
        assert worn[3] < eyes[1] + 0.1 * EYES[Kind.ROBOT].ry * radius, hat


def test_a_crown_has_its_stone_in_front() -> None:
    red = [[s for s in drawn(Look(kind=Kind.LION), Outfit(hat=Hat.CROWN), facing) if color(s) == (206, 62, 78, 255)] for facing in (Facing.CAMERA, Facing.AWAY)]
    assert len(red[0]) == 1 and not red[1]


def test_a_ghosts_clothes_go_round_its_sheet() -> None:
    plain, dressed = Look(kind=Kind.GHOST), Outfit(garment=Garment.SWEATER)
    sheet = around([s for s in drawn(plain) if s.role == "fur" and s.part == ""])
    cloth = around([s for s in drawn(plain, dressed) if s.role == "cloth" and s.part == ""])
    assert cloth[2] - cloth[0] > 0.8 * (sheet[2] - sheet[0])


def test_an_old_man_with_short_hair_is_bald_on_top() -> None:
    tops = [around([s for s in drawn(Look(kind=kind, hair=Hair.SHORT)) if s.role == "hair"])[1] / cast.height(Look(kind=kind)) for kind in (Kind.OLD_MAN, Kind.MAN)]
    assert tops[0] > tops[1] + 0.1
