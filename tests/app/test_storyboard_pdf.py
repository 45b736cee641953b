"""The storyboard to print, read by another library: every shot has its panel, every script its letters, the same story the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from app.exchange import export
from storyboard.story import Story


def told(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as found:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in found)


@pytest.mark.parametrize(("name", "pages", "size"), [("pdf", 1, (595, 842)), ("letter.pdf", 1, (612, 792)), ("3.pdf", 2, (595, 842)), ("3.letter.pdf", 2, (612, 792))])
def test_every_shot_has_its_panel(tale: Story, tmp_path: Path, name: str, pages: int, size: tuple[int, int]):
    still = tmp_path / "still.png"
    Image.new("RGB", (768, 432), (200, 60, 40)).save(still)
    path = export(tale, tmp_path / f"board.{name}", {f"still:{tale.shots[0].id}": still})
    with pypdfium2.PdfDocument(path) as found:
        assert len(found) == pages and tuple(map(round, found[0].get_size())) == size
        page = np.asarray(found[0].render(scale=1).to_pil().convert("RGB"), np.int16)
    assert (abs(page - (200, 60, 40)).max(axis=2) < 12).mean() > 0.04  # the picture is there
    words = told(path)
    for shot in tale.shots:
        assert shot.words in words and all(line.text.split()[0] in words for line in shot.lines)
    assert "The Lamp" in words and "00:00:02:00" in words and "not drawn yet" in words
    assert path.read_bytes() == export(tale, tmp_path / f"again.{name}", {f"still:{tale.shots[0].id}": still}).read_bytes()


def test_other_scripts_and_long_texts_stay_in_their_panels(tale: Story, tmp_path: Path):
    tree = tale.model_dump(mode="json")
    tree["title"], tree["logline"] = "月亮与灯", "小狐狸寻找丢失的月亮。" * 12
    tree["scenes"][0]["shots"][0]["words"] = "שועל קטן מחפש את הירח"
    tree["scenes"][0]["shots"][1]["words"] = "And then another thing happened, which nobody had seen. " * 6
    words = told(export(Story.model_validate(tree), tmp_path / "board.pdf", {}))
    assert "月亮与灯" in words and "…" in words and ("שועל" in words or "לעוש" in words)
