"""Packed linear layers for a CPU: bf16 with weights laid out once, and int8 with a scale per channel of the weights.

A path is how the linear layers of a net's blocks count: "fp32", "bf16" or "int8". It is part of what a clip is made by
(same path, same kind of machine: same bytes), so it is chosen by the caller and never changed in silence here. The packed
operations are private to torch; `works` tries them on random matrices before they are trusted. A packed net runs as before,
under bf16 autocast, without gradients; its residual stream stays in fp32.

Letters: M rows (tokens), I inputs, O outputs.
"""

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.nets.dit_block import Activation, Block

PATHS = ("fp32", "bf16", "int8")
BOUNDS = {"bf16": 0.01, "int8": 0.03}  # relative error against fp32 that a packed layer may have on random matrices
INT8_FLAGS = ("avx512_vnni", "avx_vnni")  # without these oneDNN's int8 product saturates or falls to a slow reference
TEXT_ONLY = ("attn2.to_k", "attn2.to_v")  # these see the text, once a clip
ROUNDING = 12582912.0  # 1.5 * 2**23: a float32 this large has steps of 1, and its low byte is the integer part's
LEVELS = 253  # of the 256, so that no rounding error leads out of a byte


class Half(nn.Module):
    """x W^T + b in bf16, the weights laid out as oneDNN wants them; with a tanh-GELU if one follows."""

    def __init__(self, layer: nn.Linear, gelu: bool) -> None:
        super().__init__()
        self.weight = torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach().bfloat16().contiguous())
        self.bias = None if layer.bias is None else layer.bias.detach().bfloat16()
        self.after, self.form = ("gelu", "tanh") if gelu else ("none", "")

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x.bfloat16(), self.weight, self.bias, self.after, [], self.form)  # (..., O)
        return made


class Bytes(nn.Module):
    """x W^T + b in int8: the weights with a scale per output, x with one scale and zero for all of it, found anew each time."""

    def __init__(self, layer: nn.Linear, gelu: bool, output: torch.dtype) -> None:
        super().__init__()
        weight = layer.weight.detach().float()  # (O, I)
        self.scales = weight.abs().amax(dim=1).clamp_min(1e-12) / 127  # (O,)
        whole = (weight / self.scales[:, None]).round().to(torch.int8)  # (O, I)
        self.weight = torch.ops.onednn.qlinear_prepack(whole, None)
        self.zeros = torch.zeros(len(weight), dtype=torch.int64)
        self.bias = None if layer.bias is None else layer.bias.detach().float()
        self.after, self.form = ("gelu", "tanh") if gelu else ("none", "")
        self.output = output

    def forward(self, x: Tensor) -> Tensor:
        whole, scale, zero = in_bytes(x.float())
        weights = (self.weight, self.scales, self.zeros, self.bias)
        made: Tensor = torch.ops.onednn.qlinear_pointwise(  # (..., O)
            whole, scale, zero, *weights, 1.0, 0, self.output, self.after, [], self.form
        )
        return made


def in_bytes(x: Tensor) -> tuple[Tensor, float, int]:
    """x fp32 as uint8, and its scale and zero: x is about (bytes - zero) scale. Unsigned, as oneDNN is fast with no other."""
    low, high = (float(end) for end in torch.aminmax(x))
    low, high = min(low, 0.0), max(high, 0.0)
    scale = max((high - low) / LEVELS, 1e-12)
    zero = 1 + round(-low / scale) if low == low and abs(low) < float("inf") else 1
    whole = (x * (1 / scale)).add_(ROUNDING + zero)
    return whole.view(torch.int32).to(torch.uint8), scale, zero


def pack(net: nn.Module, path: str) -> None:
    """Replace, in place, the linear layers that a step runs in the blocks of `net`. ValueError if the path does not work here.

    On a device other than a CPU, and where torch has no packed bf16, "bf16" leaves the layers to autocast.
    """
    if path not in PATHS:
        raise ValueError(f"there is no path {path!r}; there are {', '.join(PATHS)}")
    if any(layer._forward_hooks for layer in net.modules()):
        raise ValueError("something live is added to this net, which a packed one would not see; merge it first")
    if any(isinstance(layer, Half | Bytes) for layer in net.modules()):
        raise ValueError(f"this net is packed already; load it anew to pack it for {path}")
    on_cpu = all(p.device.type == "cpu" for p in net.parameters())
    if not works(path) or (path == "int8" and not on_cpu):
        where = "on this machine" if on_cpu else "away from the CPU"
        raise ValueError(f"linear layers in {path} do not work {where}; choose one of {', '.join(p for p in PATHS if p != path)}")
    if path == "fp32" or not on_cpu or not _packs(path):
        return
    for block in net.modules():
        if isinstance(block, Block):
            _pack_block(block, path)


def _pack_block(block: Block, path: str) -> None:
    found = [(name, layer) for name, layer in block.named_modules() if isinstance(layer, Activation | nn.Linear)]
    for name, layer in found:
        if name in TEXT_ONLY or isinstance(block.get_submodule(name.rpartition(".")[0]), Activation):
            continue
        block.set_submodule(name, _packed(layer, path))


def _packed(layer: nn.Module, path: str) -> nn.Module:
    gelu = isinstance(layer, Activation)
    linear = layer.proj if isinstance(layer, Activation) else layer
    assert isinstance(linear, nn.Linear)
    return Half(linear, gelu) if path == "bf16" else Bytes(linear, gelu, torch.float32)


@cache
def works(path: str) -> bool:
    """Whether linear layers can count on this path here: tried once a process on random matrices."""
    if path == "int8":
        return _packs(path)
    return path in PATHS


@cache
def _packs(path: str) -> bool:
    """Whether torch's packed layers of a path exist here and are equal to F.linear within its bound."""
    able = torch.cpu.get_capabilities()
    if path == "int8" and not any(able.get(flag) for flag in INT8_FLAGS):
        return False
    try:
        return all(_error(path, gelu, extreme) < BOUNDS[path] for gelu in (False, True) for extreme in (False, True))
    except (AttributeError, RuntimeError, NotImplementedError, TypeError):  # private to torch: another release may lack or alter them
        return False


@torch.inference_mode()
def _error(path: str, gelu: bool, extreme: bool) -> float:
    """Relative error of a packed layer on random (or all-largest, where sums in few bits would overflow) matrices."""
    random = torch.Generator().manual_seed(0)
    x = torch.randn(48, 64, generator=random)  # (M, I)
    with torch.random.fork_rng(devices=[]):  # whoever draws at random after this draws the same as without it
        layer = Activation(64, 96) if gelu else nn.Linear(64, 96)
    linear = layer.proj if isinstance(layer, Activation) else layer
    linear.weight.copy_(torch.randn(96, 64, generator=random))  # (O, I)
    linear.bias.copy_(torch.randn(96, generator=random))  # (O,)
    if extreme:
        x, _ = x.sign().sort(dim=1)  # (M, I)
        linear.weight.copy_(linear.weight.sign())  # (O, I)
    expected = F.linear(x, linear.weight, linear.bias)  # (M, O)
    expected = F.gelu(expected, approximate="tanh") if gelu else expected
    return float((_packed(layer, path)(x).float() - expected).norm() / expected.norm())
