"""The match cut: both shots close in, gently, until what is seen is at the same place and of the same size; across scenes too."""

from __future__ import annotations

import pytest

from storyboard import matching
from storyboard.continuity import joins
from storyboard.edit import edit
from storyboard.grammar import Camera, Move, Size, Transition
from storyboard.matching import Anchor, meet
from storyboard.params import Framing
from storyboard.staging import Facing, Where
from storyboard.story import Presence, Shot
from tests.storyboard.test_plan import found, remade
from tests.storyboard.test_trims import with_


def seen(at: Anchor, framing: Framing) -> Anchor:
    return Anchor(0.5 + (at.x - framing.x) * framing.zoom, 0.5 + (at.y - framing.y) * framing.zoom, at.size * framing.zoom)


@pytest.mark.parametrize(("old", "new"), [((0.5, 0.4, 0.15), (0.54, 0.43, 0.155)), ((0.28, 0.6, 0.1), (0.31, 0.56, 0.1)), ((0.5, 0.5, 0.3), (0.5, 0.5, 0.3))])
def test_what_is_near_comes_together(old, new):
    old, new = Anchor(*old), Anchor(*new)
    one, two = (seen(at, framing) for at, framing in zip((old, new), meet(old, new), strict=True))
    assert tuple(one) == pytest.approx(tuple(two), abs=0.006)


def test_the_picture_closes_in_no_more_than_it_must_and_at_most_by_eight_in_a_hundred():
    far = meet(Anchor(0.2, 0.3, 0.1), Anchor(0.8, 0.7, 0.3))
    assert max(f.zoom for f in far) == matching.MOST and all(f.x - 0.5 / f.zoom >= -1e-3 and f.y + 0.5 / f.zoom <= 1 + 1e-3 for f in far)
    assert meet(Anchor(0.5, 0.4, 0.1), Anchor(0.5, 0.4, 0.1)) == (Framing(zoom=1, x=0.5, y=0.5),) * 2
    assert max(f.zoom for f in meet(Anchor(0.5, 0.4, 0.1), Anchor(0.52, 0.4, 0.1))) <= 1.03


def test_the_anchor_is_where_the_shot_puts_its_first_figure():
    left = Shot(id="a", size=Size.WIDE, frames=60, subjects=(Presence(character="mira", where=Where.LEFT, facing=Facing.RIGHT),))
    at = matching.anchor(left, ends=False)
    assert at is not None and at.x == pytest.approx(0.24) and at == matching.anchor(left, ends=True)
    pushed = left.model_copy(update={"camera": Camera(move=Move.DOLLY, amount=1.0)})
    first, last = (matching.anchor(pushed, ends) for ends in (False, True))
    assert first is not None and last is not None and first.size < at.size < last.size and last.x < at.x < first.x
    assert matching.anchor(left.model_copy(update={"subjects": ()}), ends=False) is None


def test_a_match_cut_remakes_its_scene_and_no_clip(tale, ways):
    after = with_(tale, "shot:s1-3", "transition", "match cut")
    cuts = found(after, ways, "scene:s1").params.cuts
    assert cuts[1].closes and cuts[2].opens and not cuts[0].closes and not cuts[1].opens
    assert remade(tale, with_(tale, "shot:s2-2", "transition", "match cut"), ways) == {"scene:s2", "film:film"}


def test_a_match_cut_goes_over_a_scene_change(tale, ways):
    after = with_(tale, "shot:s2-1", "transition", "match cut")
    one, two = (found(after, ways, name).params.cuts for name in ("scene:s1", "scene:s2"))
    assert one[-1].closes is not None and two[0].opens is not None and two[0].transition is Transition.MATCH
    assert remade(tale, after, ways) == {"scene:s1", "scene:s2", "film:film"}


def test_a_match_cut_that_matches_nothing_is_named_and_mended(tale):
    moved = with_(tale, "shot:s2-2", "subjects.mira.where", "left")
    apart = with_(with_(with_(moved, "shot:s2-2", "transition", "match cut"), "shot:s2-1", "size", "full"), "shot:s2-2", "size", "wide")
    (found_one,) = joins.unmatched(apart)
    assert (found_one.shot, found_one.what) == ("s2-2", "unmatched cut") and len(found_one.changes) >= 2
    for change in found_one.changes:
        assert not list(joins.unmatched(edit(apart, change)))
    assert not list(joins.unmatched(tale))
