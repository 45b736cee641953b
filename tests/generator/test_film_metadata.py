"""What a film's file says of itself: chapters that players jump to, and in words and by machine that it is AI-generated, of which recipe."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.encode import run
from generator.film_ffmpeg import make
from generator.film_metadata import SAID, SOURCE_TYPE, XMP_BOX
from storyboard.params import Chapter, FilmParams
from tests.generator.test_film import film_params, moving

SCENE = 30
NAMES = ("The = Lamp; #1\\", "海边, night", "The End")


def params(**more: object) -> FilmParams:
    spans = ((0, 12), (12, 42), (42, 56))
    told = tuple(Chapter(name=name, start=start, end=end) for name, (start, end) in zip(NAMES, spans, strict=True))
    return film_params(**({"title": 'A <Lamp> & "Light"', "chapters": told} | more))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    return make(params(), {"scene": (moving(folder / "scene.mp4", SCENE, 1),)}, SimpleNamespace(scratch=folder)).path


def packet(path: Path) -> ET.Element:
    """The XMP of an mp4: its boxes are walked, so it has to lie where readers look for it."""
    data, at = path.read_bytes(), 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 24] == b"uuid" + XMP_BOX:
            return ET.fromstring(data[at + 24 : at + size].decode())
        at += size
    raise AssertionError("no XMP packet")


def recipe(path: Path) -> str:
    return next(value for one in packet(path).iter() for name, value in one.attrib.items() if name.endswith("recipe"))


def test_its_chapters_title_and_comment_are_read_by_a_player(film: Path) -> None:
    words = run(["-i", str(film), "-f", "ffmetadata", "-"], "film")
    assert words.count("Chapter #") == 2 * 3
    chapters = words[words.index("Chapters:") : words.index("Stream #")]
    assert [row.split(": ", 1)[1].strip() for row in chapters.splitlines() if " title " in row] == list(NAMES)
    assert "start 0.500000, end 1.750000" in chapters
    assert 'title           : A <Lamp> & "Light"' in words and SAID in words


def test_a_machine_reads_that_it_is_generated(film: Path) -> None:
    told = {name.rpartition("}")[2]: value for one in packet(film).iter() for name, value in one.attrib.items()}
    assert told["DigitalSourceType"] == SOURCE_TYPE and told["CreatorTool"] == "Fabula"
    assert 'A <Lamp> & "Light"' in "".join(packet(film).itertext())


def test_the_recipe_is_that_of_params_and_inputs(film: Path, tmp_path: Path) -> None:
    scene = moving(tmp_path / "scene.mp4", SCENE, 1)
    rig = SimpleNamespace(scratch=tmp_path)
    assert recipe(make(params(), {"scene": (scene,)}, rig).path) == recipe(film)
    assert recipe(make(params(title="Another"), {"scene": (scene,)}, rig).path) != recipe(film)
    assert recipe(make(params(), {"scene": (moving(tmp_path / "other.mp4", SCENE, 2),)}, rig).path) != recipe(film)


def test_a_film_without_chapters_has_none(tmp_path: Path) -> None:
    assert "chapters" not in film_params().model_dump()
    made = make(film_params(), {"scene": (moving(tmp_path / "scene.mp4", SCENE, 1),)}, SimpleNamespace(scratch=tmp_path))
    assert "Chapter" not in run(["-i", str(made.path), "-f", "ffmetadata", "-"], "film")
