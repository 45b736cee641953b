"""Shots of one pass: each is its own, reads its own caption, and sees of the others what it is let see."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from generator.nets.animate import Direction, Sampling, animate_long
from generator.nets.animate_shots import Shot, animate_together
from generator.nets.clip_net import ClipNet, Told
from generator.nets.flow import conditions
from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references
from generator.nets.multi_shot import Binding, join_shots
from generator.nets.presets import preset_config
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import Hints, VideoDiT, VideoDiTConfig
from generator.nets.video_vae import VideoVAE, VideoVAEConfig

CONFIG = VideoDiTConfig(num_layers=2, num_attention_heads=2, attention_head_dim=24, ffn_dim=40, text_dim=20, freq_dim=32)
SHAPES = (LatentShape(3, 4, 6), LatentShape(2, 4, 6), LatentShape(3, 4, 6))
APART, CLOSED = Binding(sees="nothing"), Binding(sees="first")


@pytest.fixture(scope="module")
def net() -> VideoDiT:
    torch.manual_seed(0)
    net = VideoDiT(CONFIG)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.15)
    return net.eval().requires_grad_(False)


def latents(seed: int, shape: LatentShape) -> torch.Tensor:
    return torch.randn(1, 16, *shape, generator=torch.Generator().manual_seed(seed))


def caption(seed: int) -> torch.Tensor:
    return torch.randn(1, 7, 20, generator=torch.Generator().manual_seed(100 + seed))


def prepared(net: VideoDiT, count: int = 3, captions: tuple[int, ...] = (0, 1, 2), hints: Hints | None = None):
    return [net.prepare(SHAPES[n], net.words(caption(captions[n])), hints or Hints()) for n in range(count)]


def velocities(net: VideoDiT, made, binding: Binding):
    """Each shot's velocity in one pass."""
    x = torch.cat([latents(n, SHAPES[n]) for n in range(len(made))], dim=2)
    sigma = torch.full((1, x.shape[2]), 0.6)
    together = net.velocity(x, sigma, join_shots(made, CONFIG.attention_head_dim, binding))
    return together.split([one.grid.frames for one in made], dim=2)


def alone(net: VideoDiT, made):
    return [net.velocity(latents(n, SHAPES[n]), torch.full((1, SHAPES[n].frames), 0.6), one) for n, one in enumerate(made)]


def relative(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a - b).norm() / b.norm())


@pytest.mark.parametrize("binding", [Binding(), APART, Binding(sees="all", reads="all")])
def test_one_shot_together_is_that_shot_to_the_bit(net, binding):
    made = prepared(net, 1)
    assert torch.equal(velocities(net, made, binding)[0], alone(net, made)[0])


def test_shots_that_see_nothing_of_each_other_are_the_shots_made_alone_wherever_they_stand_in_time(net):
    made = prepared(net)
    for got, wanted in zip(velocities(net, made, APART), alone(net, made), strict=True):
        assert relative(got, wanted) < 1e-5


@pytest.mark.parametrize("sees", ["first", "all"])
def test_shots_that_see_each_other_are_otherwise(net, sees):
    made = prepared(net)
    assert all(relative(got, wanted) > 1e-3 for got, wanted in zip(velocities(net, made, Binding(sees=sees)), alone(net, made), strict=True))


def test_another_shots_caption_says_nothing_to_a_shot_that_reads_its_own_but_for_what_it_sees_there(net):
    told, otherwise = prepared(net), prepared(net, captions=(0, 9, 2))
    for place in (0, 2):
        before, after = (velocities(net, made, APART)[place] for made in (told, otherwise))
        assert torch.equal(before, after)
        before, after = (velocities(net, made, CLOSED)[place] for made in (told, otherwise))
        assert 0 < relative(after, before) < 0.02  # through the frames it sees alone
    before, after = (velocities(net, made, CLOSED)[1] for made in (told, otherwise))
    assert relative(after, before) > 0.05


def test_where_all_captions_are_read_a_turn_tells_them_apart(net):
    """Of the same two captions a shot reads more of its own: the other one is turned away."""
    both = [prepared(net, 2, captions) for captions in ((0, 1), (1, 0))]
    turned, flat = ([velocities(net, made, Binding(phase=phase, sees="nothing", reads="all"))[0] for made in both] for phase in (8, -3))
    assert relative(*turned) > 1e-3
    assert relative(*flat) < 1e-5  # phase -3: no turn between two shots of which the first has three frames: nothing tells whose a caption is


def test_references_act_in_their_own_shot_as_they_do_alone(net):
    adapter = IdentityAdapter(IdentityConfig(rank=2), CONFIG)
    subject = join_references([adapter.reference(net, latents(7, LatentShape(1, 4, 4)), 1, SHAPES[0].tokens())], torch.ones(1, 1))
    bare, shown = prepared(net, 3), prepared(net, 3, hints=Hints(references=subject))
    made = [bare[0], shown[1], bare[2]]
    with_one, without = velocities(net, made, APART), velocities(net, bare, APART)
    assert relative(with_one[1], alone(net, made)[1]) < 1e-5 and relative(with_one[1], without[1]) > 1e-3
    assert torch.equal(with_one[0], without[0]) and torch.equal(with_one[2], without[2])


@pytest.fixture(scope="module")
def nets():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    dit = ClipNet(preset_config("tiny", ("a", "fox")))
    torch.nn.init.normal_(dit.dit.proj_out.weight, std=0.05)
    torch.nn.init.normal_(dit.dit.numbers_embedder.linear_2.weight, std=0.5)
    vae = VideoVAE(VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1))
    return dit.eval().requires_grad_(False), vae.eval().requires_grad_(False)


def shot(seed: int, frames: int) -> Shot:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 255, (32, 48, 3), dtype=np.uint8)
    return Shot(picture, Direction(f"a fox {seed}", chance.normal(size=(frames, 16)).astype(np.float32) * 0.05), seed)


def test_shots_of_any_length_keep_their_first_drawings_and_their_lengths(nets):
    shots, how = [shot(1, 31), shot(2, 9), shot(3, 20)], Sampling(steps=2)
    made = animate_together(*nets, shots, how)
    assert [len(frames) for frames in made] == [31, 9, 20]
    assert all(np.array_equal(frames[0], one.first) for frames, one in zip(made, shots, strict=True))
    again = animate_together(*nets, shots, how)
    assert all(np.array_equal(a, b) for a, b in zip(made, again, strict=True))


def test_a_clip_alone_is_the_same_through_either_door(nets):
    one = shot(1, 20)
    long = animate_long(*nets, one.first, one.direction, Sampling(steps=2, seed=1))
    assert np.array_equal(animate_together(*nets, [one], Sampling(steps=2))[0], long)


def test_clips_apart_are_the_clips_alone_within_a_level(nets):
    shots, how = [shot(1, 20), shot(2, 9)], Sampling(steps=2)
    for frames, one in zip(animate_together(*nets, shots, how, APART), shots, strict=True):
        wanted = animate_long(*nets, one.first, one.direction, Sampling(steps=2, seed=one.seed))
        assert np.abs(frames.astype(int) - wanted).max() <= 1


def test_shots_of_two_sizes_are_refused(nets):
    one, two = shot(1, 9), shot(2, 9)
    with pytest.raises(ValueError, match="one height"):
        animate_together(*nets, [one, two._replace(first=two.first[:16])], Sampling())


def test_a_shot_of_which_less_is_told_goes_beside_one_of_which_more_is(nets):
    dit, _ = nets
    known = conditions(torch.zeros(1, 16, 3, 4, 4), torch.tensor([[True, False, False]]), torch.zeros(1, 16, 3, 4, 4))
    told = dit.prepare(dit.words(["a fox"]), known, Told(torch.zeros(1, 9, 16)))
    bare = dit.prepare(dit.words(["a fox"]), known, Told())
    joined = join_shots([told, bare], dit.config.dit.attention_head_dim, Binding())
    assert joined.numbers is not None and not joined.numbers[:, 3:].any() and joined.numbers[:, :3].any()
