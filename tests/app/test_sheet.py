"""The contact sheet: its pictures, with and without words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from app.sheet import PICTURE, draw_sheet
from generator.encode import write_mp4
from tests.app import fakes

RED, BRIGHT = (200, 30, 30), 200


def test_a_sheet_without_words_has_the_pictures_and_nothing_else(tmp_path: Path) -> None:
    story = fakes.story(scenes=1, shots=2)
    drawings = (np.full((90, 160, 3), RED, np.uint8) for _ in range(12))
    clips = {f"clip:{story.shots[0].id}": write_mp4(tmp_path / "clip.mp4", drawings, "12")}
    said, bare = (np.asarray(Image.open(draw_sheet(story, clips, tmp_path / f"{words}.png", words))) for words in (True, False))
    red = [int((np.abs(page.astype(int) - RED).max(axis=2) < 12).sum()) for page in (said, bare)]
    assert red[0] == red[1] > 0.95 * 3 * PICTURE[0] * PICTURE[1]
    assert (said.min(axis=2) > BRIGHT).any() and not (bare.min(axis=2) > BRIGHT).any()
