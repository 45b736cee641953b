"""Clips by the net: what is told of whose picture, and what a picture far from what it knows becomes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from generator import clip_dit
from generator.nets.clip_net import ClipNet, save_dit
from generator.nets.presets import preset_config
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, save_vae
from generator.picture import write_png
from generator.rig import Rig
from generator.world.portrait import render_portrait
from generator.world.render import render_frame
from generator.world.sample import sample_staging
from storyboard.caption import caption
from storyboard.errors import BadInput
from storyboard.grammar import Camera, Move
from storyboard.params import NetClipParams
from storyboard.staging import Action
from storyboard.take import Media

SIZE = (64, 64)
STAGING = next(s for s in (sample_staging(n, "heldout") for n in range(300)) if len(s.subjects) == 1).model_copy(
    update={"frames": 9, "camera": Camera(move=Move.PAN, amount=1.0)}
)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    """Nets of random weights, the last layer too."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("nets")
    dit, vae = ClipNet(preset_config("tiny", ("fox",))), VideoVAE(VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1))
    torch.nn.init.normal_(dit.dit.proj_out.weight, std=0.05)
    save_dit(folder / "dit.safetensors", dit, dit.state_dict(), {})
    save_vae(folder / "vae.safetensors", vae, vae.state_dict(), {})
    return Rig(folder, {name: folder / f"{name}.safetensors" for name in ("dit", "vae")})


def params(**changed: object) -> NetClipParams:
    return NetClipParams(staging=STAGING, prompt=caption(STAGING), size=SIZE, canvas=SIZE, steps=1).model_copy(update=changed)


def inputs(folder: Path, still: np.ndarray) -> dict[str, tuple[Media, ...]]:
    (folder / "face").mkdir(exist_ok=True)
    subject = STAGING.subjects[0]
    face = render_portrait(subject.look, subject.outfit, STAGING.style, (96, 96))
    return {"still": (write_png(folder / "still.png", still),), "portrait": (write_png(folder / "face" / "p.png", face),)}


@pytest.mark.parametrize(("smooth", "frames", "rate"), [(False, 9, "12"), (True, 18, "24")])
def test_a_clip_has_its_drawings_at_its_rate(rig: Rig, tmp_path: Path, smooth: bool, frames: int, rate: str):
    made = clip_dit.make(params(smooth=smooth), inputs(tmp_path, render_frame(STAGING, 0, SIZE)), rig)
    assert (made.frames, made.rate, made.width, made.height) == (frames, rate, *SIZE)


def test_the_worlds_still_and_a_nets_have_poses_a_persons_picture_has_none(tmp_path: Path):
    given = inputs(tmp_path, render_frame(STAGING, 0, SIZE))
    posed, free = (clip_dit.directed(params(pinned=not ours), given, ours) for ours in (True, False))
    assert posed.keypoints is not None and len(posed.portraits) == 1 and posed.known.plate is not None
    assert free.keypoints is None and not free.portraits and free.known.plate is None
    drawn_by_a_net = clip_dit.directed(params(), given, False)
    assert drawn_by_a_net.keypoints is not None and drawn_by_a_net.known.plate is None
    assert np.array_equal(posed.numbers, free.numbers)


def test_who_comes_in_is_seen_as_drawn_unless_somebody_brought_their_portrait(tmp_path: Path):
    late = STAGING.subjects[0].model_copy(update={"action": Action.ENTER, "visible": (0.1, 1.0)})
    staging = STAGING.model_copy(update={"subjects": (late, *STAGING.subjects[1:]), "frames": 33})
    asked, given = params(staging=staging), inputs(tmp_path, render_frame(staging, 0, SIZE))
    told = clip_dit.directed(asked, given, True)
    assert list(told.known.stand_ins) == [0] and told.known.stand_ins[0].keypoints[:, 2].sum() > 6
    brought = given | {"portrait": (write_png(tmp_path / "mine.png", np.full((96, 96, 3), 90, np.uint8)),)}
    assert not clip_dit.directed(asked, brought, True).known.stand_ins
    assert not clip_dit.directed(asked.model_copy(update={"strengths": (0.0,)}), given, True).known.stand_ins


def test_a_picture_far_from_what_the_net_knows_is_moved_by_the_camera_alone(rig: Rig, tmp_path: Path):
    noise = np.random.default_rng(0).integers(0, 255, (*SIZE, 3), dtype=np.uint8)
    direction = clip_dit.directed(params(pinned=True), inputs(tmp_path, noise), False)
    made = list(clip_dit.drawings(params(pinned=True), noise, direction, (clip_dit.nets(rig, "fp32"), iter(()))))
    path = direction.numbers[:, 0] * SIZE[0]
    shift = round(float(path[-1]))
    assert shift > 2 and np.abs(made[-1][:, : -shift - 2].astype(int) - noise[:, shift : -2]).mean() < 40  # whole pixels only


def test_given_pictures_come_back_where_they_were_given(rig: Rig, tmp_path: Path):
    still, key = render_frame(STAGING, 0, SIZE), np.full((*SIZE, 3), 90, np.uint8)
    given = inputs(tmp_path, still) | {"keyframe": (write_png(tmp_path / "key.png", key),)}
    asked = params(keyframes=(4,))
    made = list(clip_dit.drawings(asked, still, clip_dit.directed(asked, given, True), (clip_dit.nets(rig, "fp32"), iter(()))))
    assert np.array_equal(made[4], key) and np.array_equal(made[0], still)


def test_a_path_this_machine_has_not_is_named(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.nets.linears.works", lambda path: False)
    with pytest.raises(BadInput, match="FABULA_PATH"):
        clip_dit.nets(Rig(rig.scratch, rig.weights), "int8")
