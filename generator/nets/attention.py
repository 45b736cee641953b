"""Attention backends: torch's fused one in fp32 and on a GPU, explicit bf16 chunks on a CPU under bf16 autocast.

On a CPU the fused kernel gains nothing from bf16, while explicit products of chunks whose scores stay in the cache are
about twice as fast (`python -m bench.engine`). Letters: B batch, A heads, S queries, U keys, K head width.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

CHUNK_BYTES = 1_200_000  # of scores, all heads: larger ones leave the second-level cache, smaller ones cost calls


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None = None, exact: bool = False) -> Tensor:
    """softmax(q k / sqrt(K) + bias) v, (B, A, S, K); `bias` (B or 1, U), or per query (B or 1, S, U), is added to the logits.

    `exact`: a bias that counts keys is added to bf16 chunks in fp32 (in bf16, log 452 would be one percent more).
    """
    if bias is not None and bias.ndim == 2:
        bias = bias[:, None]  # (B or 1, 1, U)
    if q.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
        with torch.autocast("cpu", enabled=False):
            q, k, v = (part.to(torch.bfloat16, memory_format=torch.contiguous_format) for part in (q, k, v))  # (B, A, S or U, K)
            return _in_chunks(q, k, v, bias if bias is None or exact else bias.to(q.dtype))
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
