"""Linear layers whose weights are kept in one byte each, fp8 or int8 with a scale per output, and counted with in bf16 (or fp32).

They halve what a net takes in memory, on disk's way and over the bus, and cost one unpacking of each weight in each step: for a machine that
the net would not fit otherwise. (What counts in int8 itself, to be faster on a CPU, is in linears.py.)

A byte's number is exact in bf16, so only its own rounding and the product's are made: the scale is applied to what comes out, in fp32.
Letters: I inputs, O outputs.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LARGEST = {torch.int8: 127.0, torch.float8_e4m3fn: 448.0}
FORMS = {"int8": torch.int8, "fp8": torch.float8_e4m3fn}


class Bytewise(nn.Module):
    """x W^T + b with W (O, I) in bytes, times a scale: one for each output (O,), or one for all."""

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.bias = None if bias is None else nn.Parameter(bias.float(), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        kind = x.device.type
        dtype = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else x.dtype
        with torch.autocast(kind, enabled=False):
            made = F.linear(x.to(dtype), self.weight.to(dtype)).float()  # (..., O)
            made = made * self.scale if self.bias is None else torch.addcmul(self.bias, made, self.scale)  # (..., O)
            return made.to(dtype)  # (..., O)


def in_bytes(layer: nn.Linear, form: str) -> Bytewise:
    """The layer with its weights in bytes of this form, each output's largest on the form's largest number."""
    weight, dtype = layer.weight.detach().float(), FORMS[form]  # (O, I)
    scale = weight.abs().amax(dim=1).clamp_min(1e-12) / LARGEST[dtype]  # (O,)
    whole = weight / scale[:, None]  # (O, I)
    whole = whole.round() if dtype == torch.int8 else whole  # (O, I)
    return Bytewise(whole.to(dtype), scale, None if layer.bias is None else layer.bias.detach())


def keep_in_bytes(block: nn.Module, form: str) -> None:
    """Replace, in place, every linear layer of a block. ValueError for a form that there is not."""
    if form not in FORMS:
        raise ValueError(f"weights cannot be kept in {form!r}; there are {', '.join(FORMS)}")
    for name, layer in [(name, layer) for name, layer in block.named_modules() if isinstance(layer, nn.Linear)]:
        block.set_submodule(name, in_bytes(layer, form))
