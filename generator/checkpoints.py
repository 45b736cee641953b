"""Where weights are and what they must hash to. The manifest beside them is the promise; a file that breaks it never loads."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from generator import WEIGHTS
from storyboard.digest import digest, file_digest
from storyboard.errors import Corrupt, Missing

ASSETS = Path(__file__).resolve().parent.parent / "assets"


@lru_cache(maxsize=1)
def manifest() -> dict[str, dict[str, object]]:
    """assets/MANIFEST.json: path -> {sha256, bytes, licence, command}."""
    path = ASSETS / "MANIFEST.json"
    if not path.is_file():
        raise Missing(f"{path.name} is not in {ASSETS}: the installation is not whole. Install Fabula again.")
    found: dict[str, dict[str, object]] = json.loads(path.read_text())["files"]
    return found


def checked(name: str) -> Path:
    """The weight file `name`, after its digest was held against the manifest. Missing or Corrupt with what to do."""
    listed = manifest().get(f"weights/{name}.safetensors")
    path = ASSETS / "weights" / f"{name}.safetensors"
    if listed is None or not path.is_file():
        raise Missing(f"The weights {path.name} are not in {path.parent}. Restore them with `git checkout -- assets/weights`.")
    _hold(path, str(listed["sha256"]), path.stat().st_mtime_ns)
    return path


@lru_cache(maxsize=64)
def _hold(path: Path, wanted: str, _changed: int) -> None:
    found = file_digest(path)
    if found != wanted:
        raise Corrupt(
            f"The weights {path.name} are damaged: their SHA-256 begins {found[:12]}, the manifest says {wanted[:12]}. "
            "Restore them with `git checkout -- assets/weights`."
        )


def digest_of(kind: str, way: str) -> str | None:
    """One digest for all weights a way loads, from the manifest; None when it loads none."""
    names = WEIGHTS.get((kind, way), ())
    if not names:
        return None
    return digest("weights", *(str(manifest()[f"weights/{n}.safetensors"]["sha256"]) for n in names))


def paths_of(kind: str, way: str) -> dict[str, Path]:
    """The checked files a way loads, by name."""
    return {name: checked(name) for name in WEIGHTS.get((kind, way), ())}
