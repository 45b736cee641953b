"""Blocks brought in one ahead of the other: the same bits as with all of them at home, in the memory of two."""

import json
import struct
from typing import NamedTuple

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from generator.nets.bytewise import FORMS, in_bytes, keep_in_bytes
from generator.nets.shapes import LatentShape
from generator.nets.streaming import Files, by_layer, stream
from generator.nets.video_dit import Block, Control, Hints, VideoDiT, VideoDiTConfig

CONFIG = VideoDiTConfig(num_layers=5, num_attention_heads=2, attention_head_dim=32, ffn_dim=96, text_dim=32, freq_dim=32)
SHAPE = LatentShape(3, 4, 6)
DTYPES = {"F32": torch.float32, "BF16": torch.bfloat16, "I8": torch.int8, "F8_E4M3": torch.float8_e4m3fn}


class Entry(NamedTuple):
    file: object
    dtype: torch.dtype
    shape: tuple
    offset: int


def net(seed=0):
    torch.manual_seed(seed)
    made = VideoDiT(CONFIG).eval().requires_grad_(False)
    nn.init.normal_(made.proj_out.weight)
    return made


def entries(path):
    """Where a safetensors file has its tensors."""
    with path.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
    return {name: Entry(path, DTYPES[one["dtype"]], tuple(one["shape"]), 8 + length + one["data_offsets"][0]) for name, one in header.items()}


def velocities(made, bf16=False):
    """Two steps, so that the walk through the blocks begins anew."""
    random = torch.Generator().manual_seed(1)
    x, text = torch.randn(1, 16, *SHAPE, generator=random), torch.randn(1, 5, 32, generator=random)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        prepared = made.prepare(SHAPE, made.words(text))
        return [made.velocity(x * scale, torch.full((1, 3), 0.5), prepared) for scale in (1, 2)]


def same(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture
def saved(tmp_path):
    """A net's blocks in a file, and the net with none of them in memory."""
    made = net()
    save_file({name: one.contiguous() for name, one in made.state_dict().items()}, tmp_path / "net.safetensors")
    expected = velocities(made)
    made.blocks.to("meta")
    return made, Files(by_layer(entries(tmp_path / "net.safetensors"))), expected, tmp_path / "net.safetensors"


@pytest.mark.parametrize("bf16", [False, True])
@pytest.mark.parametrize("kept", [0, 2, 4, 5])
def test_what_is_streamed_from_memory_gives_the_same_bits(kept, bf16):
    made = net()
    expected = velocities(made, bf16)
    stream(made, "blocks", kept=kept)
    assert same(velocities(made, bf16), expected)
    with pytest.raises(ValueError, match="streamed already"):
        stream(made, "blocks")


@pytest.mark.parametrize("kept", [0, 3])
def test_what_is_streamed_from_files_gives_the_same_bits(saved, kept):
    made, files, expected, _ = saved
    stream(made, "blocks", files, kept=kept)
    assert same(velocities(made), expected)


def test_only_two_blocks_take_memory(saved):
    made, files, expected, _ = saved
    stream(made, "blocks", files, kept=1)
    at_home = [sum(one.numel() for one in block.parameters() if one.device.type != "meta") for block in made.blocks._modules.values()]
    assert at_home[0] > 0 and not any(at_home[1:])
    one = sum(p.numel() * 4 for p in Block(CONFIG).parameters())
    assert len(made.blocks.seats) == 2 and all(one <= len(seat) < 1.05 * one for seat in made.blocks.seats)
    assert same(velocities(made), expected)


def test_files_of_another_precision_are_converted_on_the_way(tmp_path):
    made = net()
    made.blocks.bfloat16().float()
    save_file({name: one.bfloat16() if "blocks" in name else one for name, one in made.state_dict().items()}, tmp_path / "net.safetensors")
    expected = velocities(made)
    made.blocks.to("meta")
    stream(made, "blocks", Files(by_layer(entries(tmp_path / "net.safetensors"))))
    assert same(velocities(made), expected)


def test_a_walk_that_ended_early_leaves_no_trace(saved):
    made, files, expected, _ = saved
    stream(made, "blocks", files)
    for stop in (1, 2, 4):
        for count, _ in enumerate(made.blocks):
            if count == stop:
                break
        assert same(velocities(made), expected)
    first = iter(made.blocks)
    next(first)
    next(iter(made.blocks))
    with pytest.raises(RuntimeError, match="begun while another"):
        next(first)


def test_a_file_that_shrank_or_is_another_is_an_error_in_a_sentence(saved):
    made, files, _, path = saved
    stream(made, "blocks", files)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(OSError, match="ends before its tensors do"):
        velocities(made)
    other = VideoDiT(VideoDiTConfig(num_layers=5, num_attention_heads=1, attention_head_dim=32, ffn_dim=96, text_dim=32, freq_dim=32))
    with pytest.raises(ValueError, match=r"block 0 has .* holds it as"):
        stream(other, "blocks", files, kept=1)
        velocities(other)


@pytest.mark.parametrize("form", FORMS)
def test_bytes_are_near_the_weights_and_stream_too(form):
    made = net()
    plain = velocities(made)
    for block in made.blocks:
        keep_in_bytes(block, form)
    assert not [layer for layer in made.blocks.modules() if isinstance(layer, nn.Linear)]
    assert all(p.dtype == FORMS[form] for name, p in made.blocks.named_parameters() if name.endswith("to_q.weight"))
    home = velocities(made)
    for a, b in zip(home, plain, strict=True):
        assert 0 < float((a - b).norm() / b.norm()) < (0.01 if form == "int8" else 0.03)
    bf16 = velocities(made, bf16=True)
    stream(made, "blocks", kept=1)
    assert same(velocities(made), home) and same(velocities(made, bf16=True), bf16)


@torch.inference_mode()
@pytest.mark.parametrize("form", FORMS)
def test_a_layer_in_bytes_is_the_layer_of_its_rounded_weights(form):
    torch.manual_seed(0)
    layer, x = nn.Linear(64, 48), torch.randn(7, 64)
    kept = in_bytes(layer, form)
    rounded = kept.weight.double() * kept.scale.double()[:, None]
    assert torch.allclose(kept(x).double(), x.double() @ rounded.mT + layer.bias.double(), atol=1e-6)
    assert float((rounded - layer.weight.double()).norm() / layer.weight.double().norm()) < (0.008 if form == "int8" else 0.04)
    with pytest.raises(ValueError, match="cannot be kept in 'fp4'; there are int8, fp8"):
        keep_in_bytes(nn.Sequential(layer), "fp4")


@torch.inference_mode()
def test_both_rows_of_a_net_with_control_are_streamed():
    torch.manual_seed(0)
    config = VideoDiTConfig(num_layers=4, num_attention_heads=2, attention_head_dim=32, ffn_dim=96, text_dim=32, freq_dim=32, vace_layers=(0, 1, 3), vace_channels=24)
    made, x, text = VideoDiT(config).eval().requires_grad_(False), torch.randn(1, 16, *SHAPE), torch.randn(1, 5, 32)
    for layer in (made.proj_out, *(block.proj_out for block in made.vace_blocks)):
        nn.init.normal_(layer.weight)
    hints = Hints(vace=Control(torch.randn(1, 24, *SHAPE)))

    def velocity():
        return made.velocity(x, torch.full((1, 3), 0.5), made.prepare(SHAPE, made.words(text, [3]), hints))

    text[:, 3:] = 0
    expected = velocity()
    for row in ("blocks", "vace_blocks"):
        stream(made, row)
    assert torch.equal(velocity(), expected) and torch.equal(velocity(), expected)
