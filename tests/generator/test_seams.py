"""A shot that goes on from another is drawn on from there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator import still_carried
from generator.encode import write_mp4
from generator.picture import read_png
from generator.rig import Rig
from generator.world import heard
from generator.world.keypoints import keypoints
from generator.world.render import render_clip
from storyboard.errors import BadInput
from storyboard.grammar import Size
from storyboard.look import Color, Kind, Look
from storyboard.params import CarriedParams
from storyboard.staging import Action, Facing, Place, Staging, Subject, Weather, Where

SIZE, EACH = (96, 54), 24


def halves(action: Action) -> tuple[Staging, Staging]:
    """The first of two shots, with its handles, and the second."""
    fox = Subject(look=Look(kind=Kind.FOX, body=Color.RUST), action=action, facing=Facing.RIGHT, where=Where.LEFT)
    first = Staging(place=Place.FOREST, weather=Weather.RAIN, size=Size.FULL, subjects=(fox,), frames=EACH + 8, whole=2 * EACH + 8)
    return first, first.model_copy(update={"begun": EACH, "seed": 5})


@pytest.mark.parametrize("action", [Action.WALK, Action.ENTER, Action.TALK, Action.FLOAT])
def test_where_two_shots_overlap_they_show_the_same_to_the_pixel(action: Action):
    first, second = halves(action)
    assert (render_clip(first, SIZE, range(EACH, EACH + 8)) == render_clip(second, SIZE, range(8))).all()
    assert (keypoints(first)[EACH:] == keypoints(second)[:8]).all()


def test_steps_are_heard_on_through_the_cut():
    first, second = halves(Action.WALK)
    late = [round(e.seconds - EACH / 12, 3) for e in heard.events(first) if e.seconds >= EACH / 12]
    assert late and late == [round(e.seconds, 3) for e in heard.events(second)][: len(late)]


def test_a_carried_still_is_the_drawing_of_the_clip(tmp_path: Path):
    (tmp_path / "made").mkdir()
    pictures = [np.full((54, 96, 3), 10 * k, np.uint8) for k in range(9)]
    clip = {"clip": (write_mp4(tmp_path / "clip.mp4", pictures, "12"),)}
    made = still_carried.make(CarriedParams(drawing=6, size=SIZE), clip, Rig(tmp_path / "made"))
    assert abs(int(read_png(made.path).mean()) - 60) <= 3
    with pytest.raises(BadInput, match="ends before its drawing 12"):
        still_carried.make(CarriedParams(drawing=12, size=SIZE), clip, Rig(tmp_path / "made"))
