"""Square and tall films: the same clips, a window on those who matter; only scenes and film are made anew."""

from __future__ import annotations

import numpy as np
import pytest

from app.ways_of import film_shape, film_size, ways
from generator.planar import planes
from generator.reframe import reframed
from storyboard.errors import BadInput
from storyboard.plan import plan, stage
from storyboard.reframe import Window, window
from storyboard.story import Story

CLIP, TALL, SQUARE = (768, 432), (432, 768), (576, 576)


def of(tale: Story, shot: str, film: tuple[int, int], **more: object) -> Window | None:
    scene = next(s for s in tale.scenes if any(x.id == shot for x in s.shots))
    found = next(x for x in scene.shots if x.id == shot)
    return window(stage(tale, scene, found).model_copy(update=more), found.frames, CLIP, film)


def test_a_profile_is_part_of_the_size_and_has_as_many_pixels():
    assert film_shape("default") is None and film_size("default:tall").size == CLIP
    assert film_shape("default:tall") == TALL and film_shape("default:square") == SQUARE and film_shape("preview:tall") == (216, 384)
    with pytest.raises(BadInput, match="default:round"):
        film_size("default:round")


@pytest.mark.parametrize("profile", ["square", "tall"])
def test_another_shape_makes_only_scenes_and_film_anew(tale: Story, profile: str):
    wide, other = (plan(tale, ways(size, tale.direction)) for size in ("default", f"default:{profile}"))
    changed = {a.kind for a, b in zip(wide, other, strict=True) if a.params != b.params}
    assert changed - {"reading"} == {"scene", "film"} and [s.id for s in wide] == [s.id for s in other]


def test_the_window_follows_who_is_there(tale: Story):
    left = of(tale, "s1-1", TALL)
    assert left is not None and left.middle(0) < 0.4 and left.span == pytest.approx(0.3164, abs=1e-3)
    assert left.ends > left.begins  # Mira walks to the right
    assert of(tale, "s1-1", CLIP) is None


def test_two_who_stand_apart_are_both_in_the_picture(tale: Story):
    one = next(s for s in tale.shots if s.subjects).subjects[0]
    scene = tale.scenes[0].model_copy(update={"shots": (tale.scenes[0].shots[0].model_copy(update={"lines": (), "subjects": (
        one.model_copy(update={"action": "standing"}), one.model_copy(update={"character": "bo", "where": "right", "action": "standing"})
    )}),)})  # fmt: skip
    story = Story.model_validate(tale.model_copy(update={"scenes": (scene, *tale.scenes[1:])}).model_dump(mode="json"))
    both = of(story, "s1-1", TALL)
    assert both is not None and both.span > 0.6 and both.middle(0) == 0.5


@pytest.mark.parametrize("span", [0.3164, 0.7])
def test_the_picture_fills_the_frame_and_keeps_its_middle(span: float):
    picture = np.full((648, 768), 128, np.uint8)
    luma = planes(picture)[0]
    luma[:] = 60
    luma[200:232, 368:400] = 220  # a light spot in the middle
    shown = planes(reframed(picture, Window(span=span, begins=0.5, ends=0.5), 0, TALL))[0]
    rows, columns = np.nonzero(shown > 180)
    assert shown.shape == (768, 432) and abs(columns.mean() - 215.5) < 1 and shown.min() >= 16
    assert abs(rows.mean() - (383.5 if span < 0.4 else 768 * 0.46)) < 2
    assert np.ptp(columns) == pytest.approx(32 * 432 / (768 * span), abs=3)
    assert (reframed(picture, Window(span=span, begins=0.5, ends=0.5), 0, TALL) == reframed(picture, Window(span=span, begins=0.5, ends=0.5), 0, TALL)).all()
