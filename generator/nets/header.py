"""The header of a safetensors file, held against the file before a tensor is read. No torch, no copy in memory.

Errors are FileNotFoundError, ValueError (damaged, or not what its header says) and NotWeights (something else altogether), each with one
plain sentence; the caller maps them to the film's own errors.
"""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

LONGEST = 32_000_000  # bytes of a header; the largest published ones are below one million
BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1,
    "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
OTHERS = (
    (b"PK\x03\x04", "is a pickle: such a file can hide a program and is never opened. Get the same weights as .safetensors"),
    (b"GGUF", "is a GGUF file, which is not read here. Get the same weights as .safetensors"),
    (b"version https://git-lfs", "is only a pointer to the weights. Fetch the weights themselves with `git lfs pull`"),
    (b"<", "is a web page, no weights. Download the file itself"),
)


class NotWeights(ValueError):
    """A file that is no safetensors file at all."""


def read_header(path: Path) -> dict[str, Any]:
    """The header of `path`: {tensor: {dtype, shape, data_offsets}} and "__metadata__", after it was found true to the file's size."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no weights file at {path}")
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(32)
        if head[8:9] != b"{":
            raise NotWeights(f"{path.name} {_other(head)}")
        length = struct.unpack("<Q", head[:8])[0]
        if length > LONGEST:
            raise NotWeights(f"{path.name} is not a safetensors file (its header would have {length} bytes)")
        if length > size - 8:
            raise ValueError(f"{path.name} is damaged: it has {size} bytes, its header alone should have {length}")
        file.seek(8)
        header = _parsed(path, file.read(length))
    expected = 8 + length + _laid_out(path, header)
    if size != expected:
        raise ValueError(f"{path.name} is damaged: it has {size} bytes, its header says {expected}")
    return header


def _other(head: bytes) -> str:
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return OTHERS[0][1]
    return next((words for mark, words in OTHERS if head.lstrip().startswith(mark)), "is not a safetensors file: it does not begin as one")


def _parsed(path: Path, text: bytes) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    try:
        header = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is damaged: its header cannot be read ({error})") from error
    if not isinstance(header, dict) or not isinstance(header.get("__metadata__") or {}, dict):
        raise ValueError(f"{path.name} is damaged: its header is no table of tensors")
    return header


def _laid_out(path: Path, header: dict[str, Any]) -> int:
    """How many bytes the tensors take. ValueError unless each fills its place and they follow one another without gap or overlap."""
    places = []
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        try:
            (begin, end), shape, width = entry["data_offsets"], entry["shape"], BYTES[entry["dtype"]]
            whole = all(type(n) is int and n >= 0 for n in (begin, end, *shape))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name} is damaged: its header does not say what {name} is") from error
        if not whole or end - begin != math.prod(shape) * width:
            raise ValueError(f"{path.name} is damaged: its header gives {name} {shape} in {entry['dtype']} a place of another size")
        places.append((begin, end, name))
    at = 0
    for begin, end, name in sorted(places):
        if begin != at:
            raise ValueError(f"{path.name} is damaged: {name} does not begin where the tensor before it ends")
        at = end
    return at
