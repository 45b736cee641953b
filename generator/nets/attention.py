"""Attention backends: torch's fused one in fp32 and on a GPU, explicit bf16 chunks on a CPU under bf16 autocast.

On a CPU the fused kernel gains nothing from bf16, while explicit products of chunks whose scores stay in the cache are
about twice as fast (engine-notes 5.1). Letters: B batch, A heads, S queries, U keys, K head width.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

CHUNK_BYTES = 2_600_000


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None = None) -> Tensor:
    """softmax(q k / sqrt(K) + bias) v, (B, A, S, K); `bias` (B or 1, U), or (B or 1, S, U) per query, is added to the logits."""
    if q.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
        with torch.autocast("cpu", enabled=False):
            return _in_chunks(q.bfloat16(), k.bfloat16(), v.bfloat16(), bias)
    mask = None if bias is None else (bias if bias.ndim == 3 else bias[:, None]).to(q.dtype)[:, None]
    return F.scaled_dot_product_attention(q, k.to(q.dtype), v.to(q.dtype), attn_mask=mask)


def _in_chunks(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
    q = q * q.shape[-1] ** -0.5  # (B, A, S, K)
    b, a, s, _ = q.shape
    added = None if bias is None else (bias if bias.ndim == 3 else bias[:, None]).to(q.dtype).expand(b, -1, -1)  # (B, S or 1, U)
    rows = max(1, CHUNK_BYTES // (2 * a * k.shape[2]))
    parts = []
    for n in range(b):
        for start in range(0, s, rows):
            logits = q[n, :, start : start + rows] @ k[n].mT  # (A, rows, U)
            if added is not None:
                here = added[n] if added.shape[1] == 1 else added[n, start : start + rows]
                logits = logits + here  # (A, rows, U)
            parts.append(logits.softmax(dim=-1) @ v[n])  # (A, rows, K)
    return torch.cat(parts, dim=1).view(a, b, s, -1).transpose(0, 1)  # (B, A, S, K)
