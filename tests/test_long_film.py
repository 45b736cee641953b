"""Benches of a long film: a slideshow is told from a film, and what a stranger is asked has its keys."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from bench.long_motion import by_minute, floors, measured, summed
from bench.retell import SHEETS, asked_of
from storyboard.errors import Missing
from tests.agents.test_saga import RIDDLE, ROAD, TOWN


def still() -> np.ndarray:
    dice = np.random.default_rng(0)
    return cv2.GaussianBlur(dice.integers(0, 255, (144, 256), np.uint8), (0, 0), 3)


def acted() -> np.ndarray:
    """A square that crosses the picture."""
    frames = np.repeat(still()[None], 24, 0)
    for k, frame in enumerate(frames):
        frame[30:110, 20 + 2 * k : 120 + 2 * k] = cv2.resize(still(), (100, 80))
    return frames


def test_slides_are_told_from_a_film():
    found = {way: summed([measured(frames)]) for way, frames in (*floors(still(), 24), ("film", acted()))}
    assert found["slideshow"] == {"redundant": 1.0, "motion": 0.0, "acting": 0.0, "change": 0.0}
    assert found["ken burns"]["redundant"] == 0 and found["ken burns"]["motion"] > 0.5
    assert found["film"]["acting"] > 4 * found["ken burns"]["acting"] and found["film"]["change"] > 2 * found["ken burns"]["change"]


def test_every_minute_has_its_figures():
    ways = {way: measured(acted()) for way in ("film", "slideshow", "ken burns")}
    assert len(by_minute([(3.0, ways), (50.0, ways), (61.0, ways)])) == 2


@pytest.mark.parametrize("premise", [ROAD, TOWN, RIDDLE])
def test_a_stranger_is_asked_twenty_questions(premise: str):
    found = asked_of(premise)["questions"]
    assert len(found) == 20 and all(one["ask"].endswith(("?", ".")) and one["key"] for one in found)
    assert len(list(SHEETS.glob("*.json"))) == 3 and json.dumps(found).isascii()


def test_a_film_without_questions_is_said_to_have_none():
    with pytest.raises(Missing, match="Nobody has written questions"):
        asked_of("A fox")
