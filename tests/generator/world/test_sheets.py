"""Contact sheets have a cell for every word and stay small."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator.world import sheets
from storyboard.grammar import Angle, Move, Size
from storyboard.look import Garment, Kind
from storyboard.staging import Action, Emotion, Hour, Place, Prop, Season, Style


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


WORDS: dict[str, Iterable[object]] = {
    "kinds": Kind, "places": [f"{place}, {hour}" for place in Place for hour in (Hour.DAY, Hour.DUSK, Hour.NIGHT)], "actions": Action,
    "seasons": [f"{place}, {season}" for place in (Place.FOREST, Place.MOUNTAIN, Place.RIVER) for season in Season],
    "framings": [f"{size}, {angle}" for size in Size for angle in Angle], "styles": Style, "emotions": Emotion, "props": tuple(Prop)[1:],
}  # fmt: skip


@pytest.mark.parametrize("name", list(sheets.SHEETS))
def test_every_sheet_has_a_cell_for_each_of_its_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted on blank pictures: what is drawn in them is looked at elsewhere."""
    monkeypatch.setattr(sheets, "render_portrait", lambda look, outfit, style, size, view: np.zeros((size[1], size[0], 3), np.uint8))
    monkeypatch.setattr(sheets, "render_clip", lambda staging, size, frames: np.zeros((len(frames), size[1], size[0], 3), np.uint8))
    cells, columns = sheets.SHEETS[name]()
    labels = {cell.label for cell in cells}
    assert {str(word) for word in WORDS.get(name, ())} <= labels and len({cell.picture.shape for cell in cells}) == 1
    assert len(cells) >= columns and (name != "cameras" or len(labels - {""}) == len(Move))


def test_a_sheet_is_kept_under_its_name(tmp_path: Path) -> None:
    assert [path.name for path in sheets.draw(tmp_path, ["cameras"])] == ["cameras.jpg"]
