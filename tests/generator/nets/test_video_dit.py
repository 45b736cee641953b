"""VideoDiT's adapters and what it has beyond Wan (Wan itself: test_wan_variants.py)."""

from dataclasses import replace

import pytest
import torch
from diffusers import WanTransformer3DModel

from generator.nets.dit_conditions import TwoLinear
from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references, within
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import Hints, VideoDiT, VideoDiTConfig
from generator.nets.wan_keys import diffusers_names

CONFIG = VideoDiTConfig(
    num_layers=2, num_attention_heads=2, attention_head_dim=24, ffn_dim=40, text_dim=20, freq_dim=32, numbers=0
)
SHAPE = LatentShape(3, 4, 6)


@pytest.fixture(scope="module")
def wan():
    torch.manual_seed(0)
    names = ("num_layers", "num_attention_heads", "attention_head_dim", "ffn_dim", "text_dim", "freq_dim", "patch_size")
    net = WanTransformer3DModel(**{name: getattr(CONFIG, name) for name in names})
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.15)
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def own(wan):
    net = VideoDiT(CONFIG)
    net.load_state_dict(wan.state_dict())
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def inputs():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(2, 16, *SHAPE, generator=generator), torch.randn(2, 7, 20, generator=generator)


def relative(a, b):
    return float((a - b).detach().norm() / b.norm())


def test_bf16_chunks_stay_near_fp32(own, inputs):
    x, text = inputs
    sigma = torch.full((2, SHAPE.frames), 0.5)
    exact = own.velocity(x, sigma, own.prepare(SHAPE, own.words(text)))
    with torch.autocast("cpu", torch.bfloat16):
        rough = own.velocity(x, sigma, own.prepare(SHAPE, own.words(text)))
    assert relative(rough, exact) < 0.05


def test_original_names_map_onto_ours(wan):
    mapped = diffusers_names(sorted(original_names()))
    assert set(mapped.values()) == set(wan.state_dict())
    assert mapped["blocks.1.norm3.weight"] == "blocks.1.norm2.weight"


def original_names():
    """The names of a Wan 2.1 text-to-video checkpoint of two blocks, as its authors store it."""
    for part in ("patch_embedding", "text_embedding.0", "text_embedding.2", "time_embedding.0", "time_embedding.2"):
        yield from (f"{part}.weight", f"{part}.bias")
    yield from ("time_projection.1.weight", "time_projection.1.bias", "head.head.weight", "head.head.bias")
    yield "head.modulation"
    for n in range(2):
        yield f"blocks.{n}.modulation"
        for attention in ("self_attn", "cross_attn"):
            for part in ("q", "k", "v", "o"):
                yield from (f"blocks.{n}.{attention}.{part}.weight", f"blocks.{n}.{attention}.{part}.bias")
            yield from (f"blocks.{n}.{attention}.norm_q.weight", f"blocks.{n}.{attention}.norm_k.weight")
        for part in ("norm3", "ffn.0", "ffn.2"):
            yield from (f"blocks.{n}.{part}.weight", f"blocks.{n}.{part}.bias")


def test_reference_of_no_strength_changes_nothing_and_others_do(own, inputs):
    x, text = inputs
    adapter = IdentityAdapter(IdentityConfig(rank=2), CONFIG)
    latent = torch.randn(1, 16, 1, 4, 4, generator=torch.Generator().manual_seed(2))
    made = adapter.reference(own, latent, 1, SHAPE.tokens())
    sigma = torch.full((2, SHAPE.frames), 0.5)
    base = own.velocity(x, sigma, own.prepare(SHAPE, own.words(text)))
    none = own.velocity(x, sigma, own.prepare(SHAPE, own.words(text), Hints(references=join_references([made], torch.zeros(1, 1)))))
    some = own.velocity(x, sigma, own.prepare(SHAPE, own.words(text), Hints(references=join_references([made], torch.ones(1, 1)))))
    weak = own.velocity(
        x, sigma, own.prepare(SHAPE, own.words(text), Hints(references=join_references([made], torch.full((1, 1), 1e-8))))
    )
    assert torch.equal(base, none)
    assert not torch.allclose(base, some, rtol=1e-3)
    assert relative(weak, base) < 1e-4


def test_slots_are_told_apart(own):
    adapter = IdentityAdapter(IdentityConfig(rank=2), CONFIG)
    latent = torch.randn(1, 16, 1, 4, 4, generator=torch.Generator().manual_seed(2))
    first, second = (adapter.reference(own, latent, slot, SHAPE.tokens()) for slot in (1, 2))
    assert not torch.allclose(first[0].keys, second[0].keys)
    assert torch.equal(first[0].values, second[0].values)


@torch.inference_mode()
def test_what_embeds_rounds_under_autocast_as_autocast_does():
    """The net that is built in was taught, and its takes are kept, under it."""
    net = TwoLinear(20, 48, "gelu")
    x = torch.randn(2, 7, 20, generator=torch.Generator().manual_seed(1))
    with torch.autocast("cpu", torch.bfloat16):
        made = net(x)
        assert torch.equal(made, net.linear_2(torch.nn.functional.gelu(net.linear_1(x), approximate="tanh"))) and made.dtype == torch.bfloat16


def test_numbers_start_without_effect(inputs):
    x, text = inputs
    torch.manual_seed(0)
    net = VideoDiT(VideoDiTConfig(**{**CONFIG.__dict__, "numbers": 8})).eval()
    torch.nn.init.normal_(net.proj_out.weight)
    sigma = torch.full((2, SHAPE.frames), 0.5)
    with_numbers = net.velocity(x, sigma, net.prepare(SHAPE, net.words(text), Hints(torch.randn(2, SHAPE.frames, 8))))
    assert torch.equal(with_numbers, net.velocity(x, sigma, net.prepare(SHAPE, net.words(text))))


def test_a_sketch_and_the_length_of_a_step_start_without_effect_and_count_once_learned(inputs):
    x, text = inputs
    torch.manual_seed(0)
    net = VideoDiT(replace(CONFIG, pose=5, far=True)).eval()
    torch.nn.init.normal_(net.proj_out.weight)
    sigma, until = torch.full((2, SHAPE.frames), 0.8), torch.full((2, SHAPE.frames), 0.2)
    plain, sketched = (net.prepare(SHAPE, net.words(text), Hints(pose=pose)) for pose in (None, torch.rand(2, 5, *SHAPE)))
    base = net.velocity(x, sigma, plain)
    assert torch.equal(base, net.velocity(x, sigma, sketched)) and torch.equal(base, net.velocity(x, sigma, plain, until))
    torch.nn.init.normal_(net.pose_embedding.weight)
    torch.nn.init.normal_(net.condition_embedder.delta_embedder.linear_2.weight)
    sketched = net.prepare(SHAPE, net.words(text), Hints(pose=torch.rand(2, 5, *SHAPE)))
    assert not torch.allclose(net.velocity(x, sigma, plain), net.velocity(x, sigma, sketched))
    assert not torch.allclose(net.velocity(x, sigma, plain), net.velocity(x, sigma, plain, until))


def test_a_portrait_acts_only_where_its_subject_is(own, inputs):
    x, text = inputs
    adapter, tokens = IdentityAdapter(IdentityConfig(rank=2), CONFIG), SHAPE.tokens()
    latent = torch.randn(1, 16, 1, 4, 4, generator=torch.Generator().manual_seed(2))
    joined = join_references([adapter.reference(own, latent, 1, tokens)], torch.ones(1, 1))
    sigma = torch.full((2, SHAPE.frames), 0.5)
    nowhere, everywhere = (torch.full((2, 4, tokens.total), there) for there in (False, True))
    base, some, off, on = (
        own.velocity(x, sigma, own.prepare(SHAPE, own.words(text), Hints(references=references)))
        for references in (None, joined, within(joined, nowhere), within(joined, everywhere))
    )
    assert relative(off, base) < 1e-4 and relative(on, some) < 1e-5 and not torch.allclose(off, on, rtol=1e-3)
