"""Digests: type-tagged SHA-256 of canonical JSON, so that 1, 1.0, "1" and True never share a key.

After the hashing rules of redun (type in the hash) and RFC 8785 (sorted keys, no white space); floats by their exact hex form.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True)
class Named:
    """A document known by its type's name and its plain values: it has the digest of the document itself."""

    name: str
    plain: Mapping[str, Any]


def digest(*parts: Any) -> str:
    """64 hex digits naming the value. Takes documents, mappings, sequences, strings, numbers, bools, None."""
    return hashlib.sha256(json.dumps(tagged(parts), ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def tagged(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return ["doc", type(value).__name__, tagged(value.model_dump(mode="json"))]
    if isinstance(value, Named):
        return ["doc", value.name, tagged(value.plain)]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return ["i", str(int(value))]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a digest takes finite numbers only, was given {value!r}")
        return ["f", (value + 0.0).hex()]
    if isinstance(value, str):
        return ["s", str(value)]
    if isinstance(value, Mapping):
        return ["m", *([str(k), tagged(value[k])] for k in sorted(value, key=str))]
    if isinstance(value, list | tuple):
        return ["l", *(tagged(v) for v in value)]
    raise TypeError(f"a digest takes plain values only, was given {type(value).__name__}")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
