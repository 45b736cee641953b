"""The film in other forms: every form is listed once, holds all its pictures, is alike each time, and is refused where there is no film."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import formats
from app.exchange import FILMED, FORMATS, export, poster, release
from generator import wav
from generator.encode import count_frames, run, write_mp4
from storyboard import cut
from storyboard.errors import Missing
from storyboard.story import Story


@pytest.fixture
def film(tale: Story, tmp_path: Path) -> Path:
    """A small film of the right length: grey that grows lighter, and a tone."""
    frames = cut.total_frames(tale)
    media = write_mp4(tmp_path / "picture.mp4", (np.full((48, 64, 3), 40 + at % 180, np.uint8) for at in range(frames)), "24")
    tone = (0.2 * np.sin(np.arange(round(frames / 24 * 48000)) / 20)).astype(np.float32)
    sound = wav.write(tmp_path / "sound.wav", np.stack([tone, tone], 1))
    path = tmp_path / "film.mp4"
    run(["-loglevel", "error", "-i", str(media.path), "-i", str(sound.path), "-c:v", "copy", "-c:a", "aac", "-t", str(frames / 24), str(path)], path.name)
    return path


def test_every_form_is_listed_once_with_what_it_is():
    assert set(formats.WRITTEN) == set(FORMATS) and set(formats.FILMED) == {*FILMED, "sheet.png", "stems.zip"}
    assert len(formats.listed().splitlines()) == len(formats.MEANINGS) and len(set(formats.MEANINGS.values())) == len(formats.MEANINGS)


@pytest.mark.parametrize("name", ["mp4", "webm", "gif", "mp3", "m4a"])
def test_a_film_goes_out_whole_and_alike_each_time(tale: Story, film: Path, tmp_path: Path, name: str):
    once, again = (export(tale, tmp_path / f"{n}.{name}", {"film:film": film}).read_bytes() for n in ("a", "b"))
    assert once == again and len(once) > 1000
    if name == "webm":
        assert count_frames(tmp_path / "a.webm", "matroska") == cut.total_frames(tale)
    if name == "gif":
        with Image.open(tmp_path / "a.gif") as picture:
            assert picture.n_frames > 12 * len(tale.shots) and picture.width <= 480
        assert all(first >= cut.TITLE for first, _ in release.glimpses(tale))


@pytest.mark.parametrize("name", ["webm", "gif", "m4a"])
def test_without_a_film_it_says_what_to_do(tale: Story, tmp_path: Path, name: str):
    with pytest.raises(Missing, match="fabula film"):
        export(tale, tmp_path / f"a.{name}", {})
    assert list(tmp_path.iterdir()) == []


def test_the_poster_bears_the_title(tale: Story, tmp_path: Path):
    bare = tale.model_copy(update={"title": " ", "characters": tale.characters})
    pages = []
    for number, story in enumerate((tale, bare)):
        with Image.open(export(story, tmp_path / f"{number}.poster.png", {})) as page:
            assert page.size == poster.SIZE
            pages.append(np.asarray(page.convert("L"), np.int16))
    light = np.argwhere(pages[0] - pages[1] > 80)
    assert len(light) > 3000 and light[:, 0].max() < 0.3 * poster.SIZE[1]  # letters, in its head
    assert poster.best(tale).subjects
