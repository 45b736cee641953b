"""What a net takes before it is loaded: bytes of memory and products a step, by its configuration. `python -m bench.streaming` measures the law.

    peak = rest + text + work + blocks at home, or (kept + 2) of them where they are streamed

Letters: S tokens, L text places, D width, F hidden width of the feed-forward.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from generator.nets.bytewise import FORMS, keep_in_bytes
from generator.nets.streaming import SEATS, bytes_of, seating, tensors_of
from generator.nets.video_dit import VideoDiT, VideoDiTConfig
from generator.nets.weights import keeps_full

# bytes a token takes while a block computes under bf16 autocast, measured: its attention by width, its feed-forward by both widths
ATTENTION_D, FORWARD_D, FORWARD_F = 41, 30, 5
START = 150 * 2**20  # what the libraries take at the first product


class Footprint(NamedTuple):
    """Bytes: the net outside its blocks, all its blocks, the largest of them, the keys and values of a text, and what a step works with."""

    rest: int
    blocks: int
    largest: int
    text: int
    work: int

    def peak(self, kept: int | None = None) -> int:
        """In bytes, with every block at home (None) or `kept` of them and the two whose turn it is or comes."""
        here = self.blocks if kept is None else min(self.blocks, (kept + SEATS) * self.largest)
        return self.rest + self.text + self.work + here

    def kept(self, room: int) -> int | None:
        """How many blocks may stay where there is `room` in bytes; -1 where the net does not fit even with none, None where all fit."""
        if self.peak() <= room:
            return None
        return max(-1, (room - self.peak(0)) // self.largest) if room >= self.peak(0) else -1


def hollow(config: VideoDiTConfig, form: str = "bf16") -> VideoDiT:
    """The net without any weights (on the meta device): in fp32, or in bf16 what need not be kept in full, or its blocks' matrices in bytes."""
    with torch.device("meta"):
        net = VideoDiT(config).eval().requires_grad_(False)
    for name, one in net.named_parameters() if form != "fp32" else ():
        if not keeps_full(name):
            one.data = one.data.bfloat16()
    for block in net.readers if form in FORMS else ():
        keep_in_bytes(block, form)
    return net


def footprint(config: VideoDiTConfig, tokens: int, places: int = 512, form: str = "bf16") -> Footprint:
    """Of one step at `tokens`, a text of `places` told once."""
    net, width = hollow(config, form), config.dim
    blocks = [bytes_of(seating(tensors_of(block))) for block in net.readers]
    whole = sum(one.numel() * one.element_size() for one in net.parameters())
    number = 4 if form == "fp32" else 2
    text = 2 * len(blocks) * places * width * (4 + number) // 2  # keys are normed in fp32
    work = START + tokens * max(ATTENTION_D * width, FORWARD_D * width + FORWARD_F * config.ffn_dim) * (number + 2) // 4
    if form in FORMS:
        work += 2 * width * max(width, config.ffn_dim)  # one matrix unpacked
    return Footprint(max(0, whole - sum(blocks)), sum(blocks), max(blocks), text, work)


def products(config: VideoDiTConfig, tokens: int, places: int = 512) -> int:
    """Floating-point operations of one step: of its matrices, its attention to itself and to the text."""
    net, width = hollow(config), config.dim
    once = ("attn2.to_k", "attn2.to_v")  # these see the text, once a clip
    inside = sum(m.weight.numel() for block in net.readers for name, m in block.named_modules() if isinstance(m, nn.Linear) and name not in once)
    rows = config.num_layers + len(config.vace_layers)
    outside = net.proj_out.weight.numel() + net.patch_embedding.weight.numel()
    return 2 * tokens * (inside + outside) + 4 * rows * tokens * (tokens + places) * width
