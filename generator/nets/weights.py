"""Weights files: safetensors with a JSON config in the metadata, checked before anything is read.

Errors are FileNotFoundError and ValueError with one plain sentence; the caller maps them to the film's own errors.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save

from generator.nets.header import read_header


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


def keeps_full(name: str) -> bool:
    """True for what a net keeps in fp32 whatever the rest is kept in, as the authors of Wan compute it: norms, tables, time embedding."""
    return "time_embedder" in name or "scale_shift_table" in name or any(part.startswith("norm") for part in name.split("."))


def differs(own: Mapping[str, Sequence[int]], given: Mapping[str, Sequence[int]]) -> str:
    """What is wrong with tensors of `given` names and shapes for a net of `own`: "" when nothing is."""
    missing = sorted(own.keys() - given.keys())
    extra = sorted(given.keys() - own.keys())
    wrong = sorted(f"{key} {tuple(given[key])} instead of {tuple(own[key])}" for key in own.keys() & given.keys() if tuple(own[key]) != tuple(given[key]))
    said = (("missing", missing), ("unknown", extra), ("other size", wrong))
    return "; ".join(f"{what}: {', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}" for what, names in said if names)


def fit(net: torch.nn.Module, tensors: dict[str, torch.Tensor], name: str) -> None:
    """Load `tensors` into `net` in fp32; a mismatch is a ValueError that names the first differing keys."""
    own = net.state_dict()
    wrong = differs({key: value.shape for key, value in own.items()}, {key: value.shape for key, value in tensors.items()})
    if wrong:
        raise ValueError(f"{name} does not fit this net ({wrong})")
    net.load_state_dict({key: value.to(own[key].dtype) for key, value in tensors.items()})
