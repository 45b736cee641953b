"""Whole windows and long clips at a tiny size, and the weights file of the animating net."""

import numpy as np
import pytest
import torch

from generator.nets.animate import Direction, Sampling, animate_long
from generator.nets.clip_net import ClipNet, Told, load_dit, save_dit
from generator.nets.flow import conditions
from generator.nets.presets import PRESETS, preset_config
from generator.nets.video_vae import VideoVAE, VideoVAEConfig

TWO_STEPS = Sampling(steps=2, seed=5)


@pytest.fixture(scope="module")
def nets():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    dit = ClipNet(preset_config("tiny", ("a", "fox")))
    torch.nn.init.normal_(dit.dit.proj_out.weight, std=0.05)
    torch.nn.init.normal_(dit.dit.numbers_embedder.linear_2.weight, std=0.5)
    vae = VideoVAE(VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1))
    return dit.eval().requires_grad_(False), vae.eval().requires_grad_(False)


@pytest.fixture
def picture():
    return np.random.default_rng(0).integers(0, 255, (32, 48, 3), dtype=np.uint8)


def numbers(frames):
    return np.random.default_rng(1).normal(size=(frames, 16)).astype(np.float32) * 0.05


def clip(nets, picture, direction, sampling=TWO_STEPS):
    return animate_long(*nets, picture, direction, sampling)


def test_a_window_keeps_its_first_drawing_and_is_the_same_twice(nets, picture):
    made = clip(nets, picture, Direction("a fox", numbers(9)))
    assert made.shape == (9, 32, 48, 3) and made.dtype == np.uint8
    assert np.array_equal(made[0], picture)
    assert np.array_equal(made, clip(nets, picture, Direction("a fox", numbers(9))))
    assert not np.array_equal(made, clip(nets, picture, Direction("a fox", numbers(9)), Sampling(steps=2, seed=6)))


def test_words_numbers_portraits_and_sketches_count(nets, picture):
    direction = Direction("a fox", numbers(5))
    made = clip(nets, picture, direction)
    assert not np.array_equal(made, clip(nets, picture, direction._replace(caption="an owl")))
    assert not np.array_equal(made, clip(nets, picture, direction._replace(numbers=2 * numbers(5))))
    sketch = direction._replace(keypoints=keypoints(5))
    torch.nn.init.normal_(nets[0].dit.pose_embedding.weight, std=0.5)
    assert not np.array_equal(made, clip(nets, picture, sketch))
    torch.nn.init.zeros_(nets[0].dit.pose_embedding.weight)


def test_portraits_count_once_the_adapter_has_learned_and_as_strongly_as_asked(nets, picture):
    direction = Direction("a fox", numbers(5))
    made, shown = clip(nets, picture, direction), direction._replace(portraits=[picture[:32, :32]])
    assert np.array_equal(made, clip(nets, picture, shown))
    slots = nets[0].identity.slots
    slots.data.fill_(0.5)
    assert not np.array_equal(made, clip(nets, picture, shown))
    assert np.array_equal(made, clip(nets, picture, shown._replace(strengths=(0.0,))))
    slots.data.zero_()


def test_given_drawings_come_back_and_draw_the_others_towards_them(nets, picture):
    key = 255 - picture
    made, told = (clip(nets, picture, Direction("a fox", numbers(21), keyframes=keys)) for keys in ({}, {12: key, 20: key}))
    assert np.array_equal(told[12], key) and np.array_equal(told[20], key) and len(told) == 21
    assert not np.array_equal(made[11], told[11])


def keypoints(frames):
    out = np.zeros((frames, 4, 11, 3), np.float32)
    out[:, 0, :8] = (0.5, 0.5, 1.0)
    out[:, 0, :8, 0] += np.linspace(0, 0.2, frames)[:, None]
    out[:, 0, 8] = (0.1, 0.15, 0.5)
    return out


@pytest.mark.parametrize("frames", [1, 3, 17, 20, 31])
def test_long_clips_have_the_length_asked_for(nets, picture, frames):
    made = animate_long(*nets, picture, Direction("a fox", numbers(frames)), TWO_STEPS)
    assert made.shape == (frames, 32, 48, 3)
    assert np.array_equal(made[0], picture)


def test_a_long_clip_begins_like_a_short_one(nets, picture):
    rows = numbers(29)
    long, short = (animate_long(*nets, picture, Direction("a fox", rows[:n]), TWO_STEPS) for n in (29, 17))
    assert np.array_equal(long[:17], short)


def test_no_portrait_is_the_same_as_all_switched_off(nets):
    dit, _ = nets
    generator = torch.Generator().manual_seed(3)
    latents, noise, portrait = (torch.randn(1, 16, g, 4, 4, generator=generator) for g in (3, 3, 1))
    given = torch.tensor([[True, False, False]])
    known = conditions(latents, given, latents)
    off = dit.references([portrait], dit_shape(latents), torch.zeros(1, 1))
    assert off is None
    base = dit.velocity(noise, (~given).float(), known, dit.prepare(dit.words(["a fox"]), known))
    same = dit.velocity(noise, (~given).float(), known, dit.prepare(dit.words(["a fox"]), known, Told(), off))
    assert torch.equal(base, same)


def dit_shape(latents):
    from generator.nets.shapes import LatentShape

    return LatentShape(*latents.shape[2:])


def test_weights_file(nets, tmp_path):
    dit, _ = nets
    path = tmp_path / "dit.safetensors"
    save_dit(path, dit, dit.state_dict(), {"steps": 1})
    loaded = load_dit(path)
    assert loaded.config == dit.config
    assert loaded.text.token("fox") == dit.text.token("fox")
    assert all(torch.allclose(a, b, atol=0.02) for a, b in zip(loaded.parameters(), dit.parameters(), strict=True))


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_small_enough(name):
    net = ClipNet(preset_config(name, tuple(f"w{n}" for n in range(500))))
    assert sum(p.numel() for p in net.parameters()) < 16e6


def test_an_unknown_preset_is_refused():
    with pytest.raises(ValueError, match="storybook"):
        preset_config("huge", ())


def test_a_camera_at_rest_costs_nothing_and_changes_nothing(nets, picture):
    from generator.nets.animate import encode_held
    from generator.nets.video_vae import video_from_bytes

    _, vae = nets
    still = torch.from_numpy(picture)[None, None]
    whole = vae.encode(video_from_bytes(still.expand(1, 9, -1, -1, -1)))
    assert torch.allclose(encode_held(vae, np.repeat(picture[None], 9, axis=0)), whole, atol=1e-5)
