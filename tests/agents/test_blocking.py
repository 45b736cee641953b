"""The camera finds what the figures look at, and does not turn its back on them."""

import pytest

from agents.blocking import camera
from agents.drafts import ShotDraft
from storyboard.grammar import Move, Size
from storyboard.staging import Where


@pytest.mark.parametrize("move", [Move.PAN, Move.TRUCK])
@pytest.mark.parametrize("asked", [0.4, -0.4])
def test_a_sideways_move_leads_into_the_room_before_the_figure(move: Move, asked: float) -> None:
    draft = ShotDraft(size=Size.FULL, move=move, amount=asked)
    assert camera(draft, [Where.LEFT]).amount == 0.4
    assert camera(draft, [Where.RIGHT]).amount == -0.4
    assert camera(draft, [Where.CENTER]).amount == camera(draft, []).amount == asked
    assert abs(camera(draft, [Where.LEFT, Where.RIGHT]).amount) == 0.25


def test_other_moves_are_as_written() -> None:
    draft = ShotDraft(size=Size.FULL, move=Move.DOLLY, amount=-0.6)
    assert camera(draft, [Where.RIGHT]).amount == camera(draft, [Where.LEFT, Where.RIGHT]).amount == -0.6
