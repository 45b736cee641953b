"""Blocks under torch.compile: one graph for all of them, and the same result."""

import torch
from torch._dynamo.testing import CompileCounterWithBackend

from generator.nets.identity import IdentityAdapter, IdentityConfig, join_references
from generator.nets.video_dit import Hints
from tests.generator.nets.wan_pairs import SHAPE, pair, random, relative, sigmas


def test_one_graph_serves_every_block():
    _, own = pair("t2v")
    x, text = random(1, 16, *SHAPE), random(1, 12, 20, seed=2)
    text[:, 5:] = 0
    face = IdentityAdapter(IdentityConfig(rank=2), own.config).reference(own, random(1, 16, 1, 4, 4, seed=3), 1, SHAPE.tokens())
    hints = Hints(references=join_references([face], torch.ones(1, 1)))
    torch._dynamo.reset()
    graphs = CompileCounterWithBackend("aot_eager")
    with torch.inference_mode():
        made = own.prepare(SHAPE, own.words(text, [5]), hints)
        plain = own.velocity(x, sigmas([713]), made)
        own.compile_blocks(backend=graphs)
        assert relative(own.velocity(x, sigmas([713]), made), plain) < 1e-6
        assert relative(own.velocity(x, sigmas([200]), made), plain) > 1e-3
    assert graphs.frame_count == 1
