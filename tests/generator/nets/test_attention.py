"""Attention: chunks against the formula, with no bias, one per key, one per query and key; kernels of others, if they are right."""

import sys
from types import SimpleNamespace

import pytest
import torch

from generator.nets import attention
from generator.nets.attention import attend, attending, here

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


def flash(calls, lie=0.0, dtype=torch.bfloat16):
    """What flash_attn gives for (B, S, A, K)."""

    def flash_attn_func(q, k, v):
        assert q.dtype == dtype
        calls.append(q.shape)
        made = torch.nn.functional.scaled_dot_product_attention(*(part.transpose(1, 2) for part in (q, k, v)))
        return made.transpose(1, 2) + lie

    return SimpleNamespace(flash_attn_func=flash_attn_func)


def sageattn(q, k, v, tensor_layout, is_causal):
    assert tensor_layout == "HND" and not is_causal
    return torch.nn.functional.scaled_dot_product_attention(q, k, v) * 1.03


@pytest.fixture
def installed(monkeypatch):
    """Packages of others, as they would be installed."""

    def install(**packages):
        for name, package in packages.items():
            monkeypatch.setitem(sys.modules, name, package)
        here.cache_clear()

    yield install
    here.cache_clear()


def test_without_packages_there_is_torch(installed):
    installed(flash_attn=None, flash_attn_interface=None, sageattention=None)
    assert here("cpu") == ("torch",)
    with pytest.raises(ImportError), attending("flash"):
        pass
    with pytest.raises(ValueError, match="no attention backend 'paper'; there are torch, flash3, flash, sage"), attending("paper"):
        pass


def test_a_kernel_that_is_here_counts_what_it_can(installed):
    calls = []
    installed(flash_attn=flash(calls), flash_attn_interface=None, sageattention=SimpleNamespace(sageattn=sageattn))
    assert here("cpu") == ("flash", "torch", "sage")
    q, k, v = drawn(B, A, S, K), drawn(B, A, U, K), drawn(B, A, U, K) + 1
    calls.clear()
    with attending("flash"):
        assert error(attend(q, k, v), formula(q, k, v, None)) < 0.01 and calls == [(B, S, A, K)]
        assert error(attend(q, k, v, drawn(B, U)), formula(q, k, v, drawn(B, U))) < 1e-6 and len(calls) == 1
        with attending("torch"):
            attend(q, k, v)
    attend(q, k, v)
    assert len(calls) == 1


def test_a_kernel_that_is_wrong_is_not_used(installed):
    broken = SimpleNamespace(flash_attn_func=lambda q, k, v: 1 / 0)
    installed(flash_attn=flash([], lie=0.1), flash_attn_interface=broken, sageattention=SimpleNamespace(sageattn=lambda *_, **__: torch.zeros(3)))
    assert here("cpu") == ("torch",)
