"""Memory frames: an earlier view becomes a portrait, and a still is made of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator import memory_frame
from generator.encode import write_mp4
from generator.layout import laid, views
from generator.picture import read_png, write_png
from generator.remembered import CARD, remembered
from generator.rig import Rig
from generator.world.keypoints import keypoints
from generator.world.portrait import render_portrait
from generator.world.render import Shoot, render_clip
from storyboard.grammar import Size
from storyboard.look import Color, Garment, Kind, Look, Outfit
from storyboard.memory import MemoryParams, Seen
from storyboard.staging import Facing, Place, Staging, Subject, Where
from storyboard.take import Media
from storyboard.watching import Check, Reading

SIZE, CARD_SIZE = (192, 108), (108, 108)
FOX = Subject(look=Look(kind=Kind.FOX, body=Color.RUST), outfit=Outfit(garment=Garment.COAT, color=Color.NAVY))
STAGING = Staging(place=Place.MEADOW, size=Size.FULL, subjects=(FOX,), frames=9)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    (tmp_path / "made").mkdir()
    return Rig(tmp_path / "made")


def given(folder: Path, holds: bool) -> dict[str, tuple[Media, ...]]:
    """A clip of the fox, its reading, and its portrait."""
    read = Reading(checks=(Check(sort="identity", holds=holds, value=1.0, bound=0.0, who=0, words="It is the fox."),))
    (folder / "reading.json").write_text(read.model_dump_json())
    clip = write_mp4(folder / "clip.mp4", list(render_clip(STAGING, SIZE)), "12")
    portrait = write_png(folder / "portrait.png", render_portrait(FOX.look, FOX.outfit, STAGING.style, CARD_SIZE))
    return {"clip": (clip,), "reading": (Media(folder / "reading.json", "json"),), "portrait": (portrait,)}


def params(slot: int = 0) -> MemoryParams:
    wanted = {"facing": Facing.CAMERA, "size": CARD_SIZE} if slot == 0 else {"size": SIZE}
    return MemoryParams(seen=(Seen(staging=STAGING, slot=slot),), **wanted)


def test_a_verified_view_becomes_a_figure_alone_that_says_where_it_is(rig: Rig, tmp_path: Path):
    made = memory_frame.make(params(), given(tmp_path, True), rig)
    picture, told = read_png(made.path), remembered(made.path)
    assert told is not None and told.view == 0 and "View 1" in told.words
    assert (picture[0, 0] == CARD).all() and (np.abs(picture.astype(int) - CARD).max(2) > 20).mean() > 0.1
    x, y, seen = told.points[7]  # the middle of its head
    assert seen and 0 < x < 1 and 0 < y < 0.5


def test_the_same_of_the_same_is_the_same_to_the_byte(rig: Rig, tmp_path: Path):
    inputs = given(tmp_path, True)
    one = memory_frame.make(params(), inputs, rig).path.read_bytes()
    assert memory_frame.make(params(), inputs, rig).path.read_bytes() == one


def test_a_view_that_was_not_found_right_leaves_the_portrait_and_the_picture_says_so(rig: Rig, tmp_path: Path):
    inputs = given(tmp_path, False)
    made = memory_frame.make(params(), inputs, rig)
    told = remembered(made.path)
    assert (read_png(made.path) == read_png(inputs["portrait"][0].path)).all()
    assert told is not None and told.view is None and told.words.startswith("The portrait: none of 1")
    assert remembered(inputs["portrait"][0].path) is None


def test_a_place_is_remembered_without_its_figures(rig: Rig, tmp_path: Path):
    made = memory_frame.make(params(slot=-1), given(tmp_path, True), rig)
    empty = render_clip(STAGING.model_copy(update={"subjects": (), "frames": 1}), SIZE)[0].astype(int)
    shoot = Shoot(STAGING, SIZE)
    figure = shoot.truth(0, SIZE) > 0
    shoot.close()
    with_it = np.abs(render_clip(STAGING, SIZE)[0].astype(int) - empty)[figure].mean()
    assert np.abs(read_png(made.path).astype(int) - empty)[figure].mean() < 0.5 * with_it


def test_figures_are_laid_where_the_shot_has_them_from_their_memory_or_their_portrait(rig: Rig, tmp_path: Path):
    aside = STAGING.model_copy(update={"subjects": (FOX.model_copy(update={"where": Where.LEFT}),), "frames": 1})
    sketch, ground = keypoints(aside, SIZE)[0], np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    inputs = given(tmp_path, True)
    for media in (memory_frame.make(params(), inputs, rig), inputs["portrait"][0]):
        shown = laid(ground, sketch, views(aside, (media,)))
        changed = np.abs(shown.astype(int) - ground).max(2) > 20
        assert changed[:, : SIZE[0] // 2].mean() > 5 * changed[:, SIZE[0] // 2 :].mean()
    strange = write_png(tmp_path / "own.png", np.full((*CARD_SIZE, 3), 40, np.uint8))
    assert views(aside, (strange,)) == {}  # nobody knows where in it the figure is
