"""The watermark: unseen, found after re-encoding, scaling and cropping with its number, and never found where it is not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from generator.encode import FILM, read_frames, run, write_mp4
from generator.planar import plain
from generator.watermark import marked, onto
from generator.watermark_reader import ALARM, LONGER, Mark, read
from storyboard.take import Media

SIZE = (768, 432)


def drawing(seed: int) -> np.ndarray:
    """A planar picture with flat areas and lines, as drawn ones are."""
    chance = np.random.default_rng(seed)
    luma = np.full((SIZE[1], SIZE[0]), int(chance.integers(90, 200)), np.uint8)
    for _ in range(24):
        x, y, r = (int(v) for v in chance.integers((0, 0, 10), (SIZE[0], SIZE[1], 130)))
        cv2.circle(luma, (x, y), r, int(chance.integers(20, 230)), -1, cv2.LINE_AA)
        cv2.circle(luma, (x, y), r, 20, 2, cv2.LINE_AA)
    picture = plain((16, 128, 128), np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8))
    picture[: SIZE[1]] = luma
    return picture


def film(path: Path, number: int | None) -> Media:
    """Six shots of four frames each."""
    return write_mp4(path, onto((drawing(k // 4) for k in range(24)), number), "24", FILM)


def found(path: Path, size: tuple[int, int] = SIZE) -> Mark:
    width, height = (round(side * LONGER / max(size)) for side in size)
    frames = read_frames(Media(path, "mp4", 24, "24", *size), planar=True)
    return read(cv2.resize(np.ascontiguousarray(one[: size[1]]), (width, height), interpolation=cv2.INTER_AREA) for one in frames)


@pytest.fixture(scope="module")
def film_of_ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("marked") / "film.mp4", 40_961).path


def test_no_pixel_moves_by_more_than_one_level_and_colours_stay() -> None:
    before = drawing(1)
    after = marked(before, 7)
    moved = after.astype(int) - before
    assert abs(moved).max() == 1
    assert not moved[SIZE[1] :].any()
    assert 10 * np.log10(255**2 / (moved[: SIZE[1]] ** 2).mean()) > 48


def test_held_drawings_stay_held_and_a_film_without_a_number_is_left_alone() -> None:
    one = drawing(2)
    first, second = onto([one, one], 0)
    assert np.array_equal(first, second)
    assert next(onto([one], None)) is one


def test_it_is_found_with_its_number(film_of_ours: Path) -> None:
    mark = found(film_of_ours)
    assert mark.found and mark.number == 40_961 and mark.chance < 1e-12


@pytest.mark.parametrize(
    ("change", "size"),
    [("scale=384:216", (384, 216)), ("scale=1280:720", (1280, 720)), ("crop=iw*0.9:ih*0.9,scale=768:432", SIZE), ("hflip", SIZE), ("pad=768:768:0:168", (768, 768))],
)
def test_it_survives_strong_compression_and_another_size(film_of_ours: Path, tmp_path: Path, change: str, size: tuple[int, int]) -> None:
    other = tmp_path / "other.mp4"
    run(["-threads", "1", "-i", str(film_of_ours), "-vf", change, "-c:v", "libx264", "-crf", "28", "-threads", "1", str(other)], "other.mp4")
    mark = found(other, size)
    assert mark.found and mark.chance < ALARM
    assert mark.mirrored == (change == "hflip")


def test_films_without_it_are_not_accused(tmp_path: Path) -> None:
    assert not found(film(tmp_path / "plain.mp4", None).path).found
    chance = np.random.default_rng(5)
    assert not read(chance.integers(0, 256, (216, 384), dtype=np.uint8) for _ in range(4)).found
    assert not read(iter(())).found
    assert not read([np.zeros((216, 384), np.uint8)]).found
