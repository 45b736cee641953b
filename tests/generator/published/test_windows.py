"""How clips of any length and rate are made of what a published video net makes at once; the nets themselves are stood in for."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import diffusers
import numpy as np
import pytest

from generator import clip_diffusers
from generator.fitting import bordered, covering
from generator.picture import write_png
from generator.published.diffusers_video import Shown
from generator.published.families import CLIPS, INDEX, Family, canvas_of, family_of
from generator.rig import Rig
from generator.world.sample import sample_staging
from storyboard.errors import BadInput
from storyboard.params import NetClipParams

HUNYUAN, LTX2, COG = (CLIPS[name] for name in ("HunyuanVideo15ImageToVideoPipeline", "LTX2Pipeline", "CogVideoXImageToVideoPipeline"))
FRAME = (36, 64, 3)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    """What is asked for, window by window; each window counts on from the number its first picture shows."""
    asked: list[Shown] = []

    def window(pipeline: object, family: Family, shown: Shown) -> np.ndarray:
        asked.append(shown)
        return np.stack([np.full(FRAME, (int(shown.pictures[0][0, 0, 0]) + n) % 256, np.uint8) for n in range(shown.length)])

    monkeypatch.setattr(clip_diffusers, "window", window)
    return asked


def frames(family: Family, count: int, folder: Path, keyframes: tuple[int, ...] = ()) -> np.ndarray:
    staging = sample_staging(0, "heldout").model_copy(update={"frames": count})
    params = NetClipParams(staging=staging, prompt="A fox.", size=(64, 36), canvas=(64, 48), steps=1, seed=3, keyframes=keyframes)
    given = {"still": (write_png(folder / "still.png", np.zeros(FRAME, np.uint8)),)}
    given["keyframe"] = (write_png(folder / "key.png", np.full(FRAME, 7, np.uint8)),) * len(keyframes)
    return clip_diffusers.frames(params, given, family, None, Rig(folder))


@pytest.mark.parametrize(("family", "count", "lengths"), [(HUNYUAN, 9, [17]), (HUNYUAN, 90, [121, 61]), (LTX2, 33, [65]), (COG, 12, [9]), (COG, 90, [49, 13]), (LTX2, 1, [9])])
def test_a_longer_clip_goes_on_from_the_last_picture_of_the_window_before(family: Family, count: int, lengths: list[int], runs: list[Shown], tmp_path: Path):
    made = frames(family, count, tmp_path)
    assert [int(one[0, 0, 0]) for one in made] == list(range(len(made)))
    assert [one.length for one in runs] == lengths and all((one - 1) % family.beat == 0 for one in lengths)
    assert len({one.seed for one in runs}) == len(runs)


def test_a_given_picture_is_told_to_the_window_it_lies_in(runs: list[Shown], tmp_path: Path):
    frames(LTX2, 160, tmp_path, keyframes=(4, 159))
    assert [sorted(one.pictures) for one in runs] == [[0, 8], [0, 80]]
    assert runs[1].pictures[80].mean() == 7


def test_a_net_with_learned_places_draws_its_own_size(tmp_path: Path):
    (tmp_path / "transformer").mkdir()
    config = tmp_path / "transformer" / "config.json"
    config.write_text(json.dumps({"use_learned_positional_embeddings": True, "sample_width": 90, "sample_height": 60}))
    assert canvas_of(tmp_path, COG, (768, 432)) == (720, 480)
    config.write_text(json.dumps({"use_learned_positional_embeddings": False}))
    assert canvas_of(tmp_path, COG, (768, 432)) == (768, 432) and canvas_of(tmp_path, LTX2, (768, 432)) == (768, 448)


@pytest.mark.parametrize(
    ("name", "config", "wanted"),
    [
        ("LTX2Pipeline", {}, ("LTX-2", 24, 40)), ("LTX2Pipeline", {"use_prompt_embeddings": False}, ("LTX-2.3", 24, 30)),
        ("CogVideoXImageToVideoPipeline", {"patch_size_t": 2}, ("CogVideoX 1.5", 16, 50)),
    ],
)  # fmt: skip
def test_forms_of_a_family_are_told_by_their_files(name: str, config: dict[str, object], wanted: tuple[str, int, int], tmp_path: Path):
    (tmp_path / "transformer").mkdir()
    (tmp_path / INDEX).write_text(json.dumps({"_class_name": name}))
    (tmp_path / "transformer" / "config.json").write_text(json.dumps(config))
    found = family_of(tmp_path, CLIPS)
    assert (found.name, found.rate, found.steps) == wanted


def test_a_person_says_the_steps_of_a_form_that_no_file_tells(tmp_path: Path):
    (tmp_path / INDEX).write_text(json.dumps({"_class_name": "HunyuanVideo15ImageToVideoPipeline"}))
    (tmp_path / "sampling.json").write_text('{"steps": 8}')
    assert family_of(tmp_path, CLIPS).steps == 8
    for wrong, says in (('{"steps": 0}', "from 1 to 100"), ('{"shift": 3}', "it may say steps"), ('{"guidance": 1}', "has none to set")):
        (tmp_path / "sampling.json").write_text(wrong)
        with pytest.raises(BadInput, match=says):
            family_of(tmp_path, CLIPS)


@pytest.mark.parametrize("family", CLIPS.values(), ids=list(CLIPS))
def test_every_family_is_asked_in_words_it_knows(family: Family):
    """Of the installed diffusers: the class, and each argument that the table says it has."""
    asked = inspect.signature(getattr(diffusers, family.runs).__call__).parameters
    sizes = {"width", "height"} & set(asked)
    assert {"prompt", "num_frames", "num_inference_steps", "generator", "output_type", *family.words.values(), *family.more} <= set(asked)
    assert family.sized == (sizes == {"width", "height"}) and ("still" in family.words) != ("pictures" in family.words)


def test_a_picture_of_another_shape_is_bordered_and_comes_back_whole():
    picture = np.random.default_rng(0).integers(0, 255, (36, 64, 3)).astype(np.uint8)
    framed = bordered(picture, (64, 48))
    assert framed.shape == (48, 64, 3) and np.array_equal(framed[6:42], picture)
    assert np.array_equal(covering(framed, (64, 36)), picture)
