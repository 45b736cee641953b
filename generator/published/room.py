"""How a published net fits this machine: where it computes, what it takes, and which of its blocks are brought in from their files in turn.

What is streamed gives the same bits as what is at home on a GPU, and on a processor as unpacked bf16 or fp32 (generator/nets/streaming.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch

from generator.nets.bytewise import Bytewise
from generator.nets.footprint import footprint, hollow
from generator.nets.streaming import Files, Stored, by_layer, put, stream, tensors_of
from generator.nets.video_dit import VideoDiT, VideoDiTConfig
from generator.published.loading import read
from generator.published.opening import Entry, Opened
from generator.published.variants import Variant
from storyboard.errors import BadInput

MEMORY, GROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup")
SPARE = 0.9  # of what is free: the rest is others'
ROWS = ("blocks", "vace_blocks")
WITHIN = tuple(f"{row}." for row in ROWS)
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F8_E4M3": torch.float8_e4m3fn}
GIB = 2**30


class Fit(NamedTuple):
    """`whole`: bytes that the nets take with every block at home; `least`: with two blocks of each; `free`: what may be taken, None where that
    cannot be told; `kept`: how many blocks of each net stay at home, None: all."""

    device: str
    whole: int
    least: int
    free: int | None
    kept: int | None


class Lying(NamedTuple):
    """A tensor in a file; see generator.nets.streaming.Stored."""

    file: Path
    dtype: torch.dtype
    shape: tuple[int, ...]
    offset: int


def device() -> str:
    """Where nets of this size compute: on the GPU, where there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def free(where: str) -> int | None:
    """Bytes that may be taken there now."""
    if where != "cpu":
        return int(SPARE * torch.cuda.mem_get_info(where)[0])
    if not MEMORY.is_file():
        return None
    told = next(int(line.split()[1]) * 1024 for line in MEMORY.read_text().splitlines() if line.startswith("MemAvailable"))
    limit, used = ((GROUP / name).read_text().strip() if (GROUP / name).is_file() else "" for name in ("memory.max", "memory.current"))
    if limit.isdigit() and used.isdigit():  # a container may be given less than there is
        told = min(told, int(limit) - int(used))
    return int(SPARE * told)


def tokens(variant: Variant, canvas: tuple[int, int], frames: int) -> int:
    """Of a clip of so many frames on this canvas."""
    cell = 32 if variant.vae == "2.2" else 16
    return (1 + (frames - 1) // 4) * (canvas[0] // cell) * (canvas[1] // cell)


def fit(variant: Variant, path: str, count: int, here: int | None = None) -> Fit:
    """How a model fits that makes clips of `count` tokens on a numeric path; `here`: bytes to be used, None: what is free."""
    where = device()
    law = footprint(variant.dit, count, form=path)
    whole = law.work + variant.experts * (law.peak() - law.work)
    least = law.work + variant.experts * (law.peak(0) - law.work)
    room = free(where) if here is None else here
    if room is None or whole <= room:
        return Fit(where, whole, least, room, None)
    return Fit(where, whole, least, room, max(0, (room - least) // (variant.experts * law.largest)))


def checked(found: Fit, path: str) -> Fit:
    """The fit, if there is one. BadInput when the net does not fit even in parts, or is packed in bytes, which are not streamed."""
    if found.kept is None or found.free is None:
        return found
    if path == "int8":
        raise BadInput(
            f"These weights take {found.whole / GIB:.1f} GiB in int8 and {found.free / GIB:.1f} are free. Set FABULA_PATH=bf16: its blocks are brought in "
            f"from their files in turn, which takes {found.least / GIB:.1f} GiB or more."
        )
    if found.free < found.least:
        raise BadInput(f"These weights take {found.least / GIB:.1f} GiB even with two blocks in memory, and {found.free / GIB:.1f} are free. Free some, or make the film smaller.")
    return found


def streamed(found: Opened, config: VideoDiTConfig, path: str, fitting: Fit) -> VideoDiT:
    """The net with its first blocks at home and the others brought in from their files; what is kept there in fp8 stays so."""
    net, half = hollow(config, path), torch.float32 if path == "fp32" else torch.bfloat16
    outside = [name for name in found.tensors if not name.startswith(WITHIN)]
    put(net, {name: one.to(fitting.device) for name, one in read(found, outside, half)})
    for name, entry in found.tensors.items():
        if entry.dtype == "F8_E4M3" and name not in outside:
            _in_bytes(net, name.removesuffix(".weight"), entry)
    lying = {key: one for name, entry in found.tensors.items() if name not in outside for key, one in _lying(name, entry)}
    for row in ROWS:
        if layers := by_layer(lying, row):
            stream(net, row, Files(layers), fitting.device, fitting.kept or 0)
    return net


def held(net: VideoDiT, fitting: Fit) -> VideoDiT:
    """The net, which is in the machine's memory, with its blocks brought to the GPU in turn. BadInput where there is none."""
    if fitting.device == "cpu":
        raise BadInput(
            f"With LoRAs merged into them these weights take {fitting.whole / GIB:.1f} GiB, which are not free. Take the LoRAs off: then the blocks are brought in "
            "from their files in turn."
        )
    put(net, {name: one.to(fitting.device) for name, one in tensors_of(net).items() if not name.startswith(WITHIN)})
    for row in ROWS:
        stream(net, row, None, fitting.device, fitting.kept or 0)
    return net.eval()


def _lying(name: str, entry: Entry) -> list[tuple[str, Stored]]:
    """Where a tensor lies, and the scale of what is kept in fp8."""
    if entry.dtype not in DTYPES:
        raise BadInput(f"{entry.file.name} keeps {name} as {entry.dtype}; blocks are brought in from {', '.join(DTYPES)}.")
    here: list[tuple[str, Stored]] = [(name, Lying(entry.file, DTYPES[entry.dtype], entry.shape, entry.offset))]
    if entry.scale is not None:
        one = entry.scale
        here.append((f"{name.removesuffix('weight')}scale", Lying(one.file, DTYPES[one.dtype], one.shape, one.offset)))
    return here


def _in_bytes(net: VideoDiT, name: str, entry: Entry) -> None:
    old = net.get_submodule(name)
    if not isinstance(old, torch.nn.Linear):
        raise BadInput(f"{entry.file.name} keeps {name} in fp8, which is no matrix of a linear layer.")
    weight = torch.empty(entry.shape, dtype=torch.float8_e4m3fn, device="meta")
    scale = torch.ones(()) if entry.scale is None else torch.empty(entry.scale.shape, device="meta")
    bias = None if old.bias is None else torch.empty_like(old.bias, dtype=torch.float32, device="meta")
    net.set_submodule(name, Bytewise(weight, scale, bias))
