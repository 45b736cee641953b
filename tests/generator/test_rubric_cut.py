"""The cut's points: a film made of flat pictures, with the change where it should be, beside it, twice, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from generator.rubric_cut import Met, Span, begins, found, stood
from storyboard.grammar import Transition
from storyboard.params import Framing
from storyboard.plan import stage
from storyboard.six_shots import six_shots

CUT = Span(24, 60, Transition.CUT)


def film(*changes: int) -> np.ndarray:
    """72 frames whose grey changes at these, and a mover on twos."""
    frames = np.full((72, 36, 64), 60, np.uint8)
    for n, at in enumerate(changes):
        frames[at:] = (180, 40, 220)[n]
    for t in range(72):
        frames[t, 10:20, t // 2 : t // 2 + 6] += 20
    return frames


@pytest.mark.parametrize(("changes", "points"), [((24,), 2), ((26,), 0), ((), 0), ((24, 44), 1)])
def test_the_picture_changes_where_the_cut_is_and_nowhere_else(changes: tuple[int, ...], points: int):
    assert begins(film(*changes), CUT, {}, None).points == points


def test_a_dissolve_changes_over_its_frames():
    frames = film()
    for t in range(18, 31):
        frames[t:] = 60 + 10 * (t - 18)
    assert begins(frames, CUT._replace(transition=Transition.DISSOLVE), {}, None).points == 2


def test_who_should_be_seen_at_once_is_looked_for():
    story = six_shots()
    should = stood(stage(story, story.scenes[0], story.scenes[0].shots[1]), (384, 216), 4)
    assert set(found(should, should.picture)) == {0, 1} and None not in found(should, should.picture).values()
    nobody = found(should, np.full_like(should.picture, 128))
    assert set(nobody.values()) == {None} and begins(film(24), CUT, nobody, None).points == 0


@pytest.mark.parametrize(("at", "points"), [(0.31, 2), (0.38, 1), (0.6, 0), (None, 0)])
def test_the_figures_of_a_match_cut_meet(at: float | None, points: int):
    met = Met((0.3, 0.4), None if at is None else (at, 0.4), None, Framing(zoom=1.0, x=0.5, y=0.5))
    assert begins(film(24), CUT._replace(transition=Transition.MATCH), {}, met).points == points
