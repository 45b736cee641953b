"""What clips by a published model would take here, told from its headers and a look at the machine: memory and seconds, before anything is loaded."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import torch

from generator.nets.footprint import products
from generator.published.opening import opened
from generator.published.room import Fit, device, fit, tokens
from generator.published.variants import variant_of
from generator.published.whole import parameters
from storyboard.params import SamplingParams

REACHED = 0.62  # of what one large product reaches, by a whole step (`python -m bench.wan_speed`)
# floating-point operations a pixel of a frame, of Wan 2.1's autoencoder (99 s on two cores for 33 frames of 256x144), of 127 million numbers and cells of
# 8 pixels; another's by its numbers, and by how many cells they run on
DECODING, NUMBERS = 13e6, 126.9e6
WORDS = 61  # places of a usual prompt, its pads as one


class Prospect(NamedTuple):
    """`what`: the model; `fitting`: how its nets fit; `step_s`: one step of one window; `clip_s`: a clip, with its pictures decoded."""

    what: str
    fitting: Fit
    tokens: int
    step_s: float
    clip_s: float


def prospect(folder: Path, path: str, steps: int, sampling: SamplingParams, clip: tuple[tuple[int, int], float]) -> Prospect:
    """Of a clip (canvas, seconds). Missing, BadInput, Corrupt as `opened`."""
    canvas, seconds = clip
    variant = variant_of(opened(folder, "transformer"))
    total = 1 + 4 * round(seconds * variant.rate / 4)
    longest = min(total, variant.frames)
    count = tokens(variant, canvas, longest)
    counted = "fp32" if path == "fp32" else "bf16"
    each = (2 if max(sampling.guidance) > 1 else 1) * products(variant.dit, count, WORDS) / (REACHED * speed(counted))
    windows = max(1.0, total / longest)
    share = parameters(opened(folder, "vae")) / NUMBERS / (4 if variant.vae == "2.2" else 1)
    decode = DECODING * share * canvas[0] * canvas[1] * total / speed("fp32")
    return Prospect(variant.name, fit(variant, path, count), count, each, windows * steps * each + decode)


def speed(path: str) -> float:
    """Floating-point operations a second of a large product: of one thread, which is what a maker has, or of the GPU."""
    where, before = device(), torch.get_num_threads()
    dtype = torch.float32 if path == "fp32" else torch.bfloat16
    a, b = torch.ones(1024, 1024, dtype=dtype, device=where), torch.ones(1024, 2048, dtype=dtype, device=where)
    torch.set_num_threads(1)
    try:
        best = min(_seconds(a, b) for _ in range(5))
    finally:
        torch.set_num_threads(before)
    return 2 * a.shape[0] * a.shape[1] * b.shape[1] / best


def _seconds(a: torch.Tensor, b: torch.Tensor) -> float:
    began = time.perf_counter()
    made = a @ b
    if made.device.type != "cpu":
        torch.cuda.synchronize()
    return time.perf_counter() - began


def machine() -> str:
    """The GPU, in words, and what of the packages that make it faster is here."""
    from generator.nets.attention import here

    if device() == "cpu":
        return "no GPU that torch can use"
    found, (free, total) = torch.cuda.get_device_properties(0), torch.cuda.mem_get_info()
    return f"{found.name}, {free / 2**30:.1f} of {total / 2**30:.1f} GiB free, attention by {here('cuda')[0]} (here: {', '.join(here('cuda'))})"
