"""Contact sheets have a cell for every word and stay small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from generator.world import sheets
from storyboard.look import Garment, Kind
from storyboard.staging import Action


def test_a_page_is_as_wide_as_its_columns_and_is_kept_within_bounds(tmp_path: Path) -> None:
    dice = np.random.default_rng(0)
    cells = [sheets.Cell(dice.integers(0, 256, (120, 230, 3), dtype=np.uint8), f"cell {n}") for n in range(60)]
    page = sheets.page(cells, 8)
    assert page.shape == (8 * (120 + sheets.GAP + sheets.LETTERS + 2) + sheets.GAP, 8 * (230 + sheets.GAP) + sheets.GAP, 3)
    path = sheets.save(page, tmp_path / "docs" / "noise.jpg")
    with Image.open(path) as image:
        assert image.width <= sheets.WIDEST and image.format == "JPEG"
    assert path.stat().st_size <= sheets.LARGEST


def test_strips_are_of_one_width_whatever_is_done() -> None:
    shapes = {sheets.strip(n, action).shape for n, action in enumerate((Action.SLEEP, Action.WALK, Action.HUG))}
    assert len(shapes) == 1


def test_everyone_on_a_sheet_is_of_the_kind_that_is_asked_for_and_dressed() -> None:
    for n, kind in enumerate(Kind):
        look, outfit = sheets.someone(n, kind)
        assert look.kind is kind and outfit.garment is not Garment.NONE


def test_every_sheet_has_rows_for_its_words(tmp_path: Path) -> None:
    cells, columns = sheets.cameras()
    assert len(cells) % columns in (0, 3) and {c.picture.shape for c in cells} == {cells[0].picture.shape}
    assert [p.name for p in sheets.draw(tmp_path, ["cameras"])] == ["cameras.jpg"]
