"""Rotary position embedding over frame, row and column (Wan form).

Letters: N positions, P = head_dim / 2 rotation pairs, S tokens, A heads.
"""

import torch
from torch import Tensor

from generator.nets.shapes import TokenGrid

THETA = 10000.0


def axis_sizes(head_dim: int) -> tuple[int, int, int]:
    """How many channels of a head turn with the frame, the row and the column: 44, 42, 42 of 128."""
    side = 2 * (head_dim // 6)
    return head_dim - 2 * side, side, side


def positions(grid: TokenGrid, start: tuple[int, int, int] = (0, 0, 0)) -> Tensor:
    """Frame, row and column of each token (S, 3), counted from `start` (a reference's frame is negative)."""
    axes = [torch.arange(first, first + count) for first, count in zip(start, grid, strict=True)]
    return torch.stack(torch.meshgrid(*axes, indexing="ij"), dim=-1).flatten(0, 2)


def rotations(where: Tensor, head_dim: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine (N, P) in fp32, computed in fp64, for positions (N, 3)."""
    angles = []
    for axis, size in enumerate(axis_sizes(head_dim)):
        rates = 1.0 / THETA ** (torch.arange(0, size, 2, dtype=torch.float64) / size)  # (size / 2,)
        angles.append(torch.outer(where[:, axis].double(), rates))  # (N, size / 2)
    angle = torch.cat(angles, dim=1)  # (N, P)
    return angle.cos().float(), angle.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn neighbouring pairs of channels of x (B, S, A, 2 P) by the angles (S, P); fp32 in, fp32 out.

    A pair is one complex number: the product is one pass over x instead of eight. A compiler makes one pass of the parts too, and knows
    no complex numbers.
    """
    if torch.compiler.is_compiling():
        even, odd = x.unflatten(-1, (-1, 2)).unbind(-1)  # (B, S, A, P) each
        return torch.stack([even * cos[:, None] - odd * sin[:, None], even * sin[:, None] + odd * cos[:, None]], dim=-1).flatten(-2)
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))  # (B, S, A, P)
    return torch.view_as_real(pairs * torch.complex(cos, sin)[:, None]).flatten(-2)  # (B, S, A, 2 P)
