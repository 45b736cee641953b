"""Shots animated in one pass: one file, from which each clip is cut to the picture, and what they have to do with the clips made alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator import clip_dit, clip_part, clip_together
from generator.encode import read_frames
from generator.picture import write_png
from generator.rig import Rig
from generator.world.portrait import render_portrait
from generator.world.render import render_frame
from generator.world.sample import sample_staging
from storyboard.caption import caption
from storyboard.params import NetClipParams
from storyboard.take import Media
from storyboard.together import GroupParams, PartParams
from tests.generator.test_clip import SIZE, rig

__all__ = ["rig"]
CAST = [s for s in (sample_staging(n, "heldout") for n in range(300)) if len(s.subjects) == 1]
STAGINGS = [CAST[0].model_copy(update={"frames": 21}), next(s for s in (sample_staging(n, "heldout") for n in range(300)) if not s.subjects).model_copy(update={"frames": 9}), CAST[1].model_copy(update={"frames": 9})]
LENGTHS = [21, 9, 9]


def params(number: int, smooth: bool = False) -> NetClipParams:
    staging = STAGINGS[number]
    strengths = (1.0,) * len(staging.subjects)
    return NetClipParams(staging=staging, prompt=caption(staging), size=SIZE, canvas=SIZE, steps=1, seed=number, strengths=strengths, smooth=smooth)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Media, ...]]:
    folder = tmp_path_factory.mktemp("inputs")
    stills = tuple(write_png(folder / f"still-{n}.png", render_frame(one, 0, SIZE)) for n, one in enumerate(STAGINGS))
    faces = (write_png(folder / f"face-{n}.png", render_portrait(s.look, s.outfit, one.style, (96, 96))) for n, one in enumerate(STAGINGS) for s in one.subjects)
    return {"still": stills, "portrait": tuple(faces)}


def pictures(media: Media) -> np.ndarray:
    return np.stack(list(read_frames(media)))


def fresh(rig: Rig, folder: Path) -> Rig:
    folder.mkdir()
    return Rig(folder, rig.weights)


@pytest.mark.parametrize("smooth", [False, True])
def test_each_clip_is_cut_from_the_file_to_the_picture(rig: Rig, inputs: dict[str, tuple[Media, ...]], tmp_path: Path, smooth: bool):
    each = 2 if smooth else 1
    whole = clip_together.make(GroupParams(shots=tuple(params(n, smooth) for n in range(3))), inputs, fresh(rig, tmp_path / "whole"))
    assert (whole.frames, whole.rate, [one.name for one in (tmp_path / "whole").iterdir()]) == (each * sum(LENGTHS), "24" if smooth else "12", ["clip.mp4"])
    seen, begin = pictures(whole), 0
    for number, length in enumerate(LENGTHS):
        cut = PartParams(**dict(params(number, smooth)), begin=begin)
        made = clip_part.make(cut, {"group": (whole,), "still": inputs["still"][number : number + 1]}, fresh(rig, tmp_path / f"part-{number}"))
        assert (made.frames, made.rate) == (each * length, whole.rate)
        assert np.array_equal(pictures(made), seen[each * begin : each * (begin + length)])
        begin += length


def test_the_same_shots_are_the_same_bytes_and_begin_with_their_stills(rig: Rig, inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    asked = GroupParams(shots=tuple(params(n) for n in range(3)))
    one, two = (clip_together.make(asked, inputs, fresh(rig, tmp_path / name)) for name in ("one", "two"))
    assert one.path.read_bytes() == two.path.read_bytes()
    for begin, staging in zip((0, 21, 30), STAGINGS, strict=True):
        assert np.abs(pictures(one)[begin].astype(int) - render_frame(staging, 0, SIZE)).mean() < 8  # but for the encoding


def test_a_shot_together_goes_otherwise_than_alone_but_begins_alike(rig: Rig, inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    whole = pictures(clip_together.make(GroupParams(shots=(params(1), params(2))), {"still": inputs["still"][1:], "portrait": inputs["portrait"][1:]}, fresh(rig, tmp_path / "whole")))
    alone = pictures(clip_dit.make(params(2), {"still": inputs["still"][2:], "portrait": inputs["portrait"][1:]}, fresh(rig, tmp_path / "alone")))
    assert np.array_equal(whole[9], alone[0]) and not np.array_equal(whole[9:], alone)
