"""Packed linear layers: near the plain ones, in place, and never in silence something else."""

import copy

import pytest
import torch
from torch import nn

from generator.nets import linears
from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references
from generator.nets.linears import PATHS, in_bytes, pack, works
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import Block, Hints, VideoDiT, VideoDiTConfig

CONFIG = VideoDiTConfig(num_layers=2, num_attention_heads=2, attention_head_dim=32, ffn_dim=96, text_dim=32, freq_dim=32)
HERE = [path for path in ("bf16", "int8") if works(path)]


@pytest.fixture
def blind(monkeypatch):
    """A machine without the packed operations."""
    monkeypatch.setattr(linears, "_packed", lambda layer, path: nn.Identity())
    linears.works.cache_clear()
    linears._packs.cache_clear()
    yield
    linears.works.cache_clear()
    linears._packs.cache_clear()


@pytest.fixture
def block():
    torch.manual_seed(0)
    made = Block(CONFIG).eval().requires_grad_(False)
    made.norm2.weight.normal_()
    return made


def relative(a, b):
    return float((a.float() - b.float()).norm() / b.float().norm())


@torch.inference_mode()
@pytest.mark.parametrize("path", HERE)
def test_each_packed_layer_is_near_the_plain_one(block, path):
    x = torch.randn(2, 45, CONFIG.dim)
    packed = copy.deepcopy(block)
    pack(packed, path)
    for part in ("attn1", "attn2"):
        old, new = getattr(block, part), getattr(packed, part)
        with torch.autocast("cpu", torch.bfloat16):
            assert relative(new.query(x, torch.tensor(0.5)), old.query(x, torch.tensor(0.5))) < linears.BOUNDS[path]
            assert relative(new.to_out[0](x), old.to_out[0](x)) < linears.BOUNDS[path]
    with torch.autocast("cpu", torch.bfloat16):
        assert relative(packed.ffn(x), block.ffn(x)) < 2 * linears.BOUNDS[path]


@torch.inference_mode()
@pytest.mark.parametrize("path", HERE)
def test_a_packed_net_makes_nearly_the_same_and_always_the_same(path):
    torch.manual_seed(0)
    net, shape = VideoDiT(CONFIG).eval().requires_grad_(False), LatentShape(3, 4, 6)
    nn.init.normal_(net.proj_out.weight)
    adapter = IdentityAdapter(IdentityConfig(), CONFIG)
    x, text, face, sigma = torch.randn(1, 16, *shape), torch.randn(1, 5, 32), torch.randn(1, 16, 1, 4, 4), torch.full((1, 3), 0.5)

    def velocity():
        with torch.autocast("cpu", torch.bfloat16):
            faces = join_references([adapter.reference(net, face, 1, shape.tokens())], torch.ones(1, 1))
            return net.velocity(x, sigma, net.prepare(shape, net.words(text), Hints(references=faces)))

    plain = velocity()
    pack(net, path)
    assert relative(velocity(), plain) < 0.05
    assert torch.equal(velocity(), velocity()) and not torch.equal(velocity(), plain)


@pytest.mark.parametrize("path", HERE)
def test_what_a_step_runs_is_packed_and_the_rest_is_left(block, path):
    pack(block, path)
    left = {name for name, layer in block.named_modules() if isinstance(layer, nn.Linear)}
    assert left == {"attn2.to_k", "attn2.to_v"}
    with pytest.raises(ValueError, match="packed already"):
        pack(block, "fp32")


def test_fp32_changes_nothing(block):
    before = list(block.named_modules())
    pack(block, "fp32")
    assert list(block.named_modules()) == before


def test_bytes_hold_what_they_were_made_of():
    cases = [torch.randn(7, 9), torch.rand(7, 9) + 4, -torch.rand(7, 9), torch.randn(7, 9) * 1e30, torch.zeros(7, 9), torch.randn(7, 9) * 1e-5]
    for x in cases:
        whole, scale, zero = in_bytes(x)
        back = (whole.float() - zero) * scale
        assert 0 <= zero <= 255 and float((back - x).abs().max()) <= 0.501 * scale + 1e-6 * float(x.abs().max())


@pytest.mark.parametrize("path", HERE)
def test_a_broken_number_is_not_hidden(block, path):
    pack(block, path)
    x = torch.randn(1, 4, CONFIG.dim)
    x[0, 1, 3] = torch.nan
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        assert block.ffn(x).isnan().any()


def test_a_path_that_does_not_work_here_is_refused(blind, block):
    assert [works(path) for path in (*PATHS, "fp8")] == [True, True, False, False]
    with pytest.raises(ValueError, match="int8 do not work on this machine"):
        pack(block, "int8")
    with pytest.raises(ValueError, match="'fp8'; there are fp32, bf16, int8"):
        pack(block, "fp8")


def test_without_packed_layers_bf16_is_left_to_autocast(blind, block):
    pack(block, "bf16")
    assert isinstance(block.ffn.net[2], nn.Linear)


def test_without_vnni_there_is_no_int8(monkeypatch):
    linears._packs.cache_clear()
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "avx512_vnni": False})
    assert not linears._packs("int8")
    linears._packs.cache_clear()
