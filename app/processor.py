"""What this machine's processor counts fastest in: the path of the nets' linear layers.

It is read from the processor's flags, without importing torch, which takes seconds: `fabula explain` needs the path too.
That the packed layers are right is tried where they are used (generator.nets.linears.works), before a clip is made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from storyboard.errors import BadInput

NumericPath = Literal["fp32", "bf16", "int8"]
CPUINFO = Path("/proc/cpuinfo")
GPU = Path("/proc/driver/nvidia/version")
INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni"})
BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})


def numeric_path(text: str) -> NumericPath | None:
    """What FABULA_PATH says; None when it says nothing. BadInput for a word that is no path."""
    for path in get_args(NumericPath):
        if text == path:
            return path
    if text:
        raise BadInput(f"FABULA_PATH is {text!r}; give one of {', '.join(get_args(NumericPath))}, or nothing for the fastest here.")
    return None


def default_path(setting: str | None = None) -> NumericPath:
    """The path that clips are made on: `setting` if given, else the fastest this processor has instructions for.

    BadInput if `setting` is no path, or int8 on a processor that is known to have no instructions for it.
    """
    flags = flags_of(CPUINFO)
    asked = numeric_path(setting or "")
    if asked == "int8" and flags and not flags & INT8_FLAGS:
        raise BadInput("FABULA_PATH is 'int8', but this processor has no int8 dot products (VNNI); give bf16 or fp32, or nothing.")
    if asked:
        return asked
    if flags & INT8_FLAGS:
        return "int8"
    return "bf16" if flags & BF16_FLAGS else "fp32"


@cache
def flags_of(path: Path) -> frozenset[str]:
    """The processor's flags as Linux tells them on x86; none where it does not."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), ()))


def published_path(setting: NumericPath | None = None) -> NumericPath:
    """The path of nets that compute on a GPU where there is one (NVIDIA's driver tells of it, without torch): bf16 there, unless `setting` says another."""
    return setting or ("bf16" if GPU.exists() else default_path())
