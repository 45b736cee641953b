"""What counts in fp32 whatever the matrices are kept in: time, modulation, the residual stream, the last layer."""

import copy

import torch

from generator.nets.weights import keeps_full
from tests.generator.nets.wan_pairs import SHAPE, pair, random, relative, sigmas


def halved(net, kept):
    """The net with its matrices in bf16, and in fp32 what it keeps so."""
    net = copy.deepcopy(net)
    for name, parameter in net.named_parameters():
        if not kept(name):
            parameter.data = parameter.data.bfloat16()
    return net


@torch.inference_mode()
def test_bf16_is_nearer_to_fp32_than_diffusers_bf16():
    wan, own = pair("ti2v")
    x, text = random(1, 48, *SHAPE), random(1, 12, 20, seed=2)
    times = torch.tensor([[0, 713, 713]])
    each = times.repeat_interleave(SHAPE.tokens().per_frame, dim=1)
    exact = wan(x, each, text, return_dict=False)[0]
    theirs = halved(wan, lambda name: any(part in name for part in wan._keep_in_fp32_modules))(x.bfloat16(), each, text.bfloat16(), return_dict=False)[0]
    net = halved(own, keeps_full)
    with torch.autocast("cpu", torch.bfloat16):
        ours = net.velocity(x, times.double() / 1000, net.prepare(SHAPE, net.words(text)))
    assert ours.dtype == torch.float32
    assert relative(ours, exact) < 0.8 * relative(theirs, exact)


@torch.inference_mode()
def test_times_and_modulation_are_those_of_fp32_under_autocast():
    _, own = pair("anyflow")
    embedder = own.condition_embedder
    exact = embedder.time(sigmas([713]), sigmas([500]))
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(embedder.time(sigmas([713]), sigmas([500])), exact)
        modulation = embedder.steps(exact)
    assert torch.equal(modulation, embedder.steps(exact)) and modulation.dtype == torch.float32
    rounded = copy.deepcopy(embedder.time_proj).bfloat16()
    embedder.time_proj = copy.deepcopy(rounded).float()
    expected = embedder.steps(exact)
    embedder.time_proj = rounded
    assert torch.equal(embedder.steps(exact), expected)
