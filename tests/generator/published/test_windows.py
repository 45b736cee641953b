"""How clips of any length and rate are made of what a published video net makes at once; the nets themselves are stood in for."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import diffusers
import numpy as np
import pytest

from generator.fitting import bordered, cropped
from generator.published import diffusers_video
from generator.published.diffusers_video import Shown, drawings, own_size, window
from generator.published.families import CLIPS, Family, family_of

SIZE = (64, 36)
HUNYUAN, LTX2, COG = (CLIPS[name] for name in ("HunyuanVideo15ImageToVideoPipeline", "LTX2Pipeline", "CogVideoXImageToVideoPipeline"))


def shown(folder: Path = Path(), pictures: dict[int, np.ndarray] | None = None) -> Shown:
    return Shown("A fox.", "", np.zeros((36, 64, 3), np.uint8), pictures or {}, SIZE, 1, 3, folder, folder)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Shown, int]]:
    """What is asked for, window by window; each window counts on from the number its first picture shows."""
    asked: list[tuple[Shown, int]] = []

    def run(pipeline: object, family: Family, one: Shown, size: tuple[int, int], length: int) -> np.ndarray:
        asked.append((one, length))
        return np.stack([np.full((36, 64, 3), (int(one.still[0, 0, 0]) + n) % 256, np.uint8) for n in range(length)])

    monkeypatch.setattr(diffusers_video, "run", run)
    return asked


@pytest.mark.parametrize(("family", "count", "rate", "lengths"), [(HUNYUAN, 9, 12, [17]), (HUNYUAN, 90, 12, [121, 61]), (LTX2, 33, 24, [33]), (LTX2, 30, 12, [65]), (COG, 12, 12, [49])])
def test_a_longer_clip_goes_on_from_the_last_picture_of_the_window_before(family: Family, count: int, rate: int, lengths: list[int], runs: list[tuple[Shown, int]], tmp_path: Path):
    (tmp_path / "transformer").mkdir()
    (tmp_path / "transformer" / "config.json").write_text("{}")
    made = [int(one[0, 0, 0]) for one in drawings(None, family, shown(tmp_path), count, rate)]
    assert made == [round(n * family.rate / rate) for n in range(count)]
    assert [length for _, length in runs] == lengths
    assert len({one.seed for one, _ in runs}) == len(runs)


def test_a_given_picture_is_told_to_the_window_it_lies_in(runs: list[tuple[Shown, int]]):
    given = {4: np.ones((36, 64, 3), np.uint8), 300: np.full((36, 64, 3), 2, np.uint8)}
    list(drawings(None, LTX2, shown(pictures=given), 160, 12))
    assert [sorted(one.pictures) for one, _ in runs] == [[4], [60]]


def test_windows_are_as_the_family_counts_frames():
    assert [window(HUNYUAN, n) for n in (1, 5, 6, 400)] == [5, 5, 9, 121]
    assert window(LTX2, 2) == 9 and window(COG, 3) == 49


def test_a_net_with_learned_places_draws_its_own_size(tmp_path: Path):
    (tmp_path / "transformer").mkdir()
    config = tmp_path / "transformer" / "config.json"
    config.write_text(json.dumps({"use_learned_positional_embeddings": True, "sample_width": 90, "sample_height": 60}))
    assert own_size(COG, shown(tmp_path)) == (720, 480)
    config.write_text(json.dumps({"use_learned_positional_embeddings": False}))
    assert own_size(COG, shown(tmp_path)) == (64, 48) and own_size(LTX2, shown()) == (64, 64)


def test_forms_of_a_family_are_told_by_their_files(tmp_path: Path):
    (tmp_path / "transformer").mkdir()
    for name, config, wanted in (("LTX2Pipeline", {}, ("LTX-2", 24, 40)), ("LTX2Pipeline", {"use_prompt_embeddings": False}, ("LTX-2.3", 24, 30)), ("CogVideoXImageToVideoPipeline", {"patch_size_t": 2}, ("CogVideoX 1.5", 16, 50))):
        (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": name}))
        (tmp_path / "transformer" / "config.json").write_text(json.dumps(config))
        found = family_of(tmp_path, CLIPS)
        assert (found.name, found.rate, found.steps) == wanted


@pytest.mark.parametrize("family", CLIPS.values(), ids=list(CLIPS))
def test_every_family_is_asked_in_words_it_knows(family: Family):
    asked = inspect.signature(getattr(diffusers, family.runs).__call__).parameters
    sizes = set() if family is HUNYUAN else {"width", "height"}
    assert {"prompt", "num_frames", "num_inference_steps", "generator", "output_type", *sizes, *family.words.values(), *family.more} <= set(asked)
    assert ("still" in family.words) != ("pictures" in family.words)


def test_a_picture_of_another_shape_is_bordered_and_comes_back_whole():
    picture = np.random.default_rng(0).integers(0, 255, (36, 64, 3)).astype(np.uint8)
    framed = bordered(picture, (64, 48))
    assert framed.shape == (48, 64, 3) and np.array_equal(framed[6:42], picture)
    assert np.array_equal(cropped(framed, (64, 36)), picture)
