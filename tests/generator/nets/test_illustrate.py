"""The animating net as illustrator: a picture from words, a pose sketch and portraits, and the still that is made of it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generator import still_tiny
from generator.nets.animate import Direction, Sampling
from generator.nets.clip_net import ClipNet, save_dit
from generator.nets.illustrate import illustrate
from generator.nets.presets import preset_config
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, save_vae
from generator.picture import read_png, write_png
from generator.rig import Rig
from storyboard.look import Kind, Look
from storyboard.params import NetStillParams
from storyboard.staging import Place, Staging, Subject

SIZE = (64, 32)
TWO_STEPS = Sampling(steps=2, seed=5)


@pytest.fixture(scope="module")
def nets():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    dit = ClipNet(preset_config("tiny", ("a", "fox")))
    for layer, deviation in ((dit.dit.proj_out, 0.05), (dit.dit.numbers_embedder.linear_2, 0.5), (dit.dit.pose_embedding, 0.5)):
        torch.nn.init.normal_(layer.weight, std=deviation)
    dit.identity.slots.data.fill_(0.5)
    vae = VideoVAE(VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1))
    return dit.eval().requires_grad_(False), vae.eval().requires_grad_(False)


@pytest.fixture
def direction():
    sketch = np.zeros((1, 4, 11, 3), np.float32)
    sketch[0, 0, :8] = (0.5, 0.5, 1.0)
    portrait = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    return Direction("a fox", np.full((1, 16), 0.1, np.float32), [portrait], (1.0,), sketch)


def test_a_picture_is_of_the_size_asked_for_and_the_same_twice(nets, direction):
    made = illustrate(*nets, direction, SIZE, TWO_STEPS)
    assert made.shape == (32, 64, 3) and made.dtype == np.uint8
    assert np.array_equal(made, illustrate(*nets, direction, SIZE, TWO_STEPS))
    assert not np.array_equal(made, illustrate(*nets, direction, SIZE, Sampling(steps=2, seed=6)))


def test_words_sketch_and_portraits_count(nets, direction):
    made = illustrate(*nets, direction, SIZE, TWO_STEPS)
    for other in (
        direction._replace(caption="an owl"), direction._replace(keypoints=None), direction._replace(portraits=()),
        direction._replace(strengths=(0.3,)),
    ):  # fmt: skip
        assert not np.array_equal(made, illustrate(*nets, other, SIZE, TWO_STEPS))


def test_only_the_first_drawing_of_a_direction_counts(nets, direction):
    longer = direction._replace(
        numbers=np.concatenate([direction.numbers, np.ones((4, 16), np.float32)]), keypoints=np.repeat(direction.keypoints, 5, axis=0)
    )
    assert np.array_equal(illustrate(*nets, direction, SIZE, TWO_STEPS), illustrate(*nets, longer, SIZE, TWO_STEPS))


def test_a_size_the_net_cannot_draw_is_refused(nets, direction):
    with pytest.raises(ValueError, match="patches"):
        illustrate(*nets, direction, (40, 32), TWO_STEPS)


def test_a_still_is_made_at_the_films_size_from_its_params_alone(nets, tmp_path: Path):
    dit, vae = nets
    save_dit(tmp_path / "dit.safetensors", dit, dit.state_dict(), {})
    save_vae(tmp_path / "vae.safetensors", vae, vae.state_dict(), {})
    rig = Rig(tmp_path, {name: tmp_path / f"{name}.safetensors" for name in ("dit", "vae")})
    portrait = write_png(tmp_path / "portrait.png", np.full((64, 64, 3), 90, np.uint8))
    staging = Staging(place=Place.FOREST, subjects=(Subject(look=Look(kind=Kind.FOX)),), frames=1)
    params = NetStillParams(staging=staging, prompt="a fox", size=(96, 48), canvas=SIZE, steps=1, strengths=(1.0,))

    def made(params: NetStillParams) -> np.ndarray:
        media = still_tiny.make(params, {"portrait": (portrait,)}, rig)
        assert (media.format, media.width, media.height) == ("png", 96, 48)
        return read_png(media.path)

    first = made(params)
    assert np.array_equal(first, made(params))
    assert not np.array_equal(first, made(params.model_copy(update={"staging": staging.model_copy(update={"seed": 1})})))
