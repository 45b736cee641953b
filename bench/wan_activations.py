"""What one step of Wan needs beside its weights: our forward and diffusers', at the sizes people make.

    python -m bench.wan_activations

Nothing is computed: both forwards run on tensors that have a shape and no numbers, and every tensor that is alive is counted. Matrices in bf16 (ours
under autocast), two blocks of each net (they follow one another, so more need no more), attention as one fused kernel, as a GPU has it. Ours has a
text's keys and values made before; its residual stream is fp32, diffusers' bf16. GiB at the moment of most, the latents and the text among it.
"""

from __future__ import annotations

import argparse
import weakref
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import torch
import torch.nn.functional as F
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from bench.record import record
from generator.nets import dit_block
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import VideoDiT, VideoDiTConfig
from generator.nets.weights import keeps_full

SIZES: dict[str, tuple[dict[str, int], tuple[int, int, int]]] = {  # the net, latent frames, rows, columns
    "1.3B, 832 x 480, 81 frames": ({"num_attention_heads": 12, "ffn_dim": 8960}, (21, 60, 104)),
    "TI2V-5B, 1280 x 704, 121 frames": ({"num_attention_heads": 24, "ffn_dim": 14336, "in_channels": 48, "out_channels": 48}, (31, 44, 80)),
    "14B, 832 x 480, 81 frames": ({"num_attention_heads": 40, "ffn_dim": 13824}, (21, 60, 104)),
    "14B, 1280 x 720, 81 frames": ({"num_attention_heads": 40, "ffn_dim": 13824}, (21, 90, 160)),
}
PLACES, WORDS = 512, 60


class Alive(TorchDispatchMode):
    """Counts the bytes of tensors made inside that are alive, and their most."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0
        self.seen: set[int] = set()

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = function(*args, **(kwargs or {}))
        for one in tree_leaves(out):
            if isinstance(one, torch.Tensor) and one.untyped_storage()._cdata not in self.seen:
                held = one.untyped_storage()
                self.seen.add(held._cdata)
                self.now += held.nbytes()
                weakref.finalize(held, self._gone, held._cdata, held.nbytes())
        self.most = max(self.most, self.now)
        return out

    def _gone(self, which: int, size: int) -> None:
        if which in self.seen:
            self.seen.remove(which)
            self.now -= size


def halved(net: torch.nn.Module, kept: Callable[[str], bool]) -> Any:
    """The net with its matrices in bf16, and in fp32 what it keeps so."""
    for name, parameter in net.named_parameters():
        if not kept(name):
            parameter.data = parameter.data.bfloat16()
    return net.eval().requires_grad_(False)


def theirs(sizes: dict[str, int], shape: tuple[int, int, int], is_spread: bool) -> float:
    """GiB of diffusers' step."""
    from diffusers import WanTransformer3DModel

    kept = WanTransformer3DModel._keep_in_fp32_modules
    net = halved(WanTransformer3DModel(num_layers=2, attention_head_dim=128, text_dim=4096, **sizes), lambda name: any(part in name for part in kept))
    tokens = LatentShape(*shape).tokens().total
    time = torch.ones((1, tokens) if is_spread else (1,))
    with Alive() as alive:
        x, text = (torch.ones(1, *size, dtype=torch.bfloat16) for size in ((net.config.in_channels, *shape), (PLACES, 4096)))
        net(x, time, text, return_dict=False)
    return alive.most / 2**30


def ours(sizes: dict[str, int], shape: tuple[int, int, int], is_spread: bool) -> float:
    """GiB of our step, with what a clip needs once."""
    net: VideoDiT = halved(VideoDiT(VideoDiTConfig(num_layers=2, text_dim=4096, **sizes)), keeps_full)
    sigma = torch.ones(1, shape[0] if is_spread else 1)

    def fused(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, bias: torch.Tensor | None = None, exact: bool = False) -> torch.Tensor:
        return F.scaled_dot_product_attention(q, k, v, None if bias is None else bias[:, None, None].to(q.dtype))

    with patch.object(dit_block, "attend", fused), torch.autocast("cpu", torch.bfloat16), Alive() as alive:
        x, text = torch.ones(1, net.config.in_channels, *shape), torch.zeros(1, WORDS + 1, 4096)
        words = tuple(one._replace(bias=torch.zeros(1, WORDS + 1)) for one in net.words(text))
        net.velocity(x, sigma, net.prepare(LatentShape(*shape), words))
    return alive.most / 2**30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked = parser.parse_args()
    found = {}
    print(f"{'':34}{'tokens':>8}{'diffusers':>12}{'own':>8}{'share':>8}")
    for name, (sizes, shape) in SIZES.items():
        with FakeTensorMode(), torch.inference_mode():
            one = {"diffusers_gib": theirs(sizes, shape, "TI2V" in name), "own_gib": ours(sizes, shape, "TI2V" in name)}
        found[name] = {"tokens": LatentShape(*shape).tokens().total} | {side: round(gib, 2) for side, gib in one.items()}
        print(f"{name:34}{found[name]['tokens']:8}{one['diffusers_gib']:9.2f} GiB{one['own_gib']:5.2f}{one['own_gib'] / one['diffusers_gib']:8.2f}")
    record("wan_activations", found, parser, asked)


if __name__ == "__main__":
    main()
