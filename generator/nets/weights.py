"""Weights files: safetensors with a JSON config in the metadata, checked before anything is read.

Errors are FileNotFoundError and ValueError with one plain sentence; the caller maps them to the film's own errors.
"""

import json
import os
import struct
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save

_MAX_HEADER_BYTES = 100_000_000


def read_header(path: Path) -> dict[str, Any]:
    """The safetensors header of `path`, after checking that the file is as long as its header says."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no weights file at {path}")
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        length = struct.unpack("<Q", head)[0] if len(head) == 8 else -1
        if not 2 <= length <= min(size - 8, _MAX_HEADER_BYTES):
            raise ValueError(f"{path.name} is not a safetensors file (its header length does not fit its size)")
        header: dict[str, Any] = json.loads(file.read(length))
    ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
    expected = 8 + length + max(ends, default=0)
    if size != expected:
        raise ValueError(f"{path.name} is damaged: it has {size} bytes, its header says {expected}")
    return header


def read_weights(path: Path, kind: str) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Tensors and config of a Fabula weights file of one kind ("vae", "dit")."""
    metadata = read_header(path).get("__metadata__") or {}
    if metadata.get("kind") != kind:
        raise ValueError(f"{path.name} holds {metadata.get('kind') or 'unknown weights'}, expected a {kind}")
    with safe_open(str(path), framework="pt", device="cpu") as file:
        tensors = {name: file.get_tensor(name) for name in sorted(file.keys())}
    return tensors, json.loads(metadata["config"])


def write_weights(path: Path, tensors: dict[str, torch.Tensor], kind: str, config: dict[str, Any]) -> None:
    """Write a weights file whole or not at all. Matrices are stored as bf16; vectors and tables as fp32."""
    stored = {
        name: tensor.detach().to("cpu", torch.bfloat16 if keeps_half(name, tensor) else torch.float32).contiguous()
        for name, tensor in tensors.items()
    }
    data = save(stored, metadata={"kind": kind, "config": json.dumps(config, sort_keys=True)})
    write_bytes(path, data)


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` by way of a temporary file beside it and a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def keeps_half(name: str, tensor: torch.Tensor) -> bool:
    """True for what may be rounded to bf16: matrices and kernels, but no norms, tables or time embedding."""
    return tensor.ndim >= 2 and "scale_shift_table" not in name and "time_embedder" not in name


def fit(net: torch.nn.Module, tensors: dict[str, torch.Tensor], name: str) -> None:
    """Load `tensors` into `net` in fp32; a mismatch is a ValueError that names the first differing keys."""
    own = net.state_dict()
    missing = sorted(own.keys() - tensors.keys())
    extra = sorted(tensors.keys() - own.keys())
    wrong = [key for key in own.keys() & tensors.keys() if own[key].shape != tensors[key].shape]
    if missing or extra or wrong:
        raise ValueError(
            f"{name} does not fit this net: missing {missing[:3]}, unknown {extra[:3]}, other size {wrong[:3]}"
        )
    net.load_state_dict({key: value.to(own[key].dtype) for key, value in tensors.items()})
