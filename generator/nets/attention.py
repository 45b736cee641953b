"""Attention backends: torch's fused one in fp32 and on a GPU, explicit bf16 chunks on a CPU under bf16 autocast.

On a CPU the fused kernel gains nothing from bf16, while explicit products of chunks whose scores stay in the cache are
about twice as fast (`python -m bench.engine`).

Kernels of other packages are never required: `here` tries those that are installed on random matrices, and `attending` chooses one for what
runs inside. Where logits have a bias, which these kernels do not take, torch's own counts. Letters: B batch, A heads, S queries, U keys,
K head width.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module

import torch
import torch.nn.functional as F
from torch import Tensor

CHUNK_BYTES = 1_200_000  # of scores, all heads: larger ones leave the second-level cache, smaller ones cost calls
Kernel = Callable[[Tensor, Tensor, Tensor], Tensor]
# relative error against the formula that a kernel may have on random matrices: Flash is exact in bf16, Sage counts q k in bytes
BOUNDS = {"flash3": 0.01, "flash": 0.01, "sage": 0.06}
_chosen: ContextVar[Kernel | None] = ContextVar("attention", default=None)


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None = None, exact: bool = False) -> Tensor:
    """softmax(q k / sqrt(K) + bias) v, (B, A, S, K); `bias` (B or 1, U), or per query (B or 1, S, U), is added to the logits.

    `exact`: a bias that counts keys is added to bf16 chunks in fp32 (in bf16, log 452 would be one percent more).
    """
    if bias is not None and bias.ndim == 2:
        bias = bias[:, None]  # (B or 1, 1, U)
    if q.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
        with torch.autocast("cpu", enabled=False):
            q, k, v = (part.to(torch.bfloat16).contiguous() for part in (q, k, v))  # (B, A, S or U, K); to() alone leaves them turned, and each chunk would lay the keys out anew
            return _in_chunks(q, k, v, bias if bias is None or exact else bias.to(q.dtype))
    if bias is None and (kernel := _chosen.get()) is not None:
        return kernel(q, k, v)
    mask = None if bias is None else bias.to(q.dtype)[:, None]  # (B or 1, 1, S or 1, U)
    return F.scaled_dot_product_attention(q, k.to(q.dtype), v.to(q.dtype), attn_mask=mask)


def _in_chunks(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
    """`attend` in the dtype of q, a run of queries at a time; `bias` (B or 1, S or 1, U), of that dtype or fp32."""
    b, a, s, width = q.shape
    added = None if bias is None else bias.expand(b, s, -1)  # (B, S, U)
    rows = max(1, CHUNK_BYTES // (q.element_size() * a * k.shape[2]))
    unused = q.new_empty(1)  # baddbmm wants something to add to; beta = 0 leaves it out
    parts = []
    for n in range(b):
        for start in range(0, s, rows):
            here = slice(start, start + rows)
            logits = torch.baddbmm(unused, q[n, :, here], k[n].mT, beta=0, alpha=width**-0.5)  # (A, rows, U)
            if added is not None:
                logits = logits + added[n, here]  # (A, rows, U)
            parts.append(torch.bmm(logits.softmax(dim=-1).to(q.dtype), v[n]))  # (A, rows, K)
    return torch.cat(parts, dim=1).view(a, b, s, -1).transpose(0, 1)  # (B, A, S, K)


@contextmanager
def attending(backend: str) -> Iterator[None]:
    """Attention by this backend, for what runs inside: "torch", or one that is `here` on the device it runs on. ValueError for another name."""
    token = _chosen.set(None if backend == "torch" else _kernel(backend))
    try:
        yield
    finally:
        _chosen.reset(token)


@cache
def here(device: str) -> tuple[str, ...]:
    """The backends that are installed and right on this device, the fastest that rounds as torch does first; torch's own is always among them."""
    exact = [name for name in ("flash3", "flash") if _right(name, device)]
    return (*exact, "torch", *(name for name in ("sage",) if _right(name, device)))


def _kernel(backend: str) -> Kernel:
    """A kernel for q, k, v (B, A, S or U, K) of any dtype, in bf16. ImportError where its package is not installed."""
    if backend not in BOUNDS:
        raise ValueError(f"there is no attention backend {backend!r}; there are torch, {', '.join(BOUNDS)}")
    if backend == "sage":
        sage = import_module("sageattention").sageattn
        return lambda q, k, v: sage(*_half(q, k, v), tensor_layout="HND", is_causal=False)
    flash = import_module("flash_attn_interface" if backend == "flash3" else "flash_attn").flash_attn_func

    def by_flash(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        made = flash(*(part.transpose(1, 2) for part in _half(q, k, v)))  # (B, S, A, K); some releases give the logits' sums beside it
        return (made[0] if isinstance(made, tuple) else made).transpose(1, 2)

    return by_flash


def _half(*parts: Tensor) -> tuple[Tensor, ...]:
    return tuple(part.to(torch.bfloat16) for part in parts)


def _right(backend: str, device: str) -> bool:
    """Whether a kernel is here, runs on this device, and gives what the formula gives within its bound."""
    random = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(2, 3, count, 128, generator=random).to(device) for count in (192, 256, 256))
    try:
        made = _kernel(backend)(q, k, v).double()
    except Exception:  # a package of others, private to its release and its GPU, may fail as it likes: then it is not used
        return False
    expected = F.scaled_dot_product_attention(q.double(), k.double(), v.double())
    return made.shape == expected.shape and float((made - expected).norm() / expected.norm()) < BOUNDS[backend]
