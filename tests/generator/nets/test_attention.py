"""Attention: chunks against the formula, with no bias, one per key, one per query and key."""

import pytest
import torch

from generator.nets import attention
from generator.nets.attention import attend

B, A, S, U, K = 2, 2, 45, 37, 16
BIASES = {"none": None, "keys": (B, U), "keys of one": (1, U), "queries": (B, S, U), "queries of one": (1, S, U)}


def drawn(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(len(shape) + sum(shape)))


def formula(q, k, v, bias):
    logits = q.double() @ k.double().mT / K**0.5
    if bias is not None:
        logits = logits + (bias if bias.ndim == 3 else bias[:, None])[:, None].double()
    return logits.softmax(dim=-1) @ v.double()


@pytest.fixture(params=BIASES.values(), ids=BIASES)
def asked(request):
    return drawn(B, A, S, K), drawn(B, A, U, K), drawn(B, A, U, K) + 1, None if request.param is None else drawn(*request.param)


def error(made, expected):
    return float((made.double() - expected).norm() / expected.norm())


def test_fp32_is_the_formula(asked):
    assert error(attend(*asked), formula(*asked)) < 1e-6


@pytest.mark.parametrize("chunk", [1, 900, 10**6])
def test_bf16_is_near_it_in_chunks_of_any_size(asked, chunk, monkeypatch):
    monkeypatch.setattr(attention, "CHUNK_BYTES", chunk)
    with torch.autocast("cpu", torch.bfloat16):
        made = attend(*asked)
    assert made.shape == (B, A, S, K) and made.dtype == torch.bfloat16
    assert error(made, formula(*asked)) < 0.01


def test_what_a_bias_shuts_out_is_not_seen():
    q, k, v, _ = drawn(1, A, S, K), drawn(1, A, U, K), drawn(1, A, U, K), None
    bias = torch.zeros(1, S, U)
    bias[:, :9, 5:] = -1e4  # the first queries see the first keys only
    other = v.clone()
    other[:, :, 5:] += 3
    with torch.autocast("cpu", torch.bfloat16):
        one, two = attend(q, k, v, bias), attend(q, k, other, bias)
    assert torch.equal(one[:, :, :9], two[:, :, :9]) and not torch.equal(one[:, :, 9:], two[:, :, 9:])
