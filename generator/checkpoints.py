"""Where weights are and what they must hash to. The manifest beside them is the promise; a file that breaks it never loads."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator import BROUGHT, WEIGHTS
from storyboard.digest import digest, file_digest
from storyboard.errors import Corrupt, Missing

MUSIC = frozenset(name for (kind, _), name in BROUGHT.items() if kind == "music")
LORA = "lora-"  # before the name of one, in its record
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


def digest_of(kind: str, way: str, folder: Path | None = None) -> str | None:
    """One digest for all weights a way loads, from the manifest, or from the record of what a person brought into `folder`; None when it loads none,
    and when none are set up: then it is the making that fails."""
    if (kind, way) in BROUGHT:
        there = folder is not None and record_of(BROUGHT[kind, way], folder).is_file()
        return set_up(BROUGHT[kind, way], folder).digest if there else None
    names = WEIGHTS.get((kind, way), ())
    if not names:
        return None
    return digest("weights", *(str(manifest()[f"weights/{n}.safetensors"]["sha256"]) for n in names))


def paths_of(kind: str, way: str, folder: Path | None = None) -> dict[str, Path]:
    """The checked files a way loads, by name; what a person brought into `folder` is one file or folder."""
    if (kind, way) in BROUGHT:
        name = BROUGHT[kind, way]
        set_up(name, folder)  # says how to set it up where there is no folder either
        return {name: brought(name, folder)} if folder else {}
    return {name: checked(name) for name in WEIGHTS.get((kind, way), ())}


class Brought(NamedTuple):
    """What a person set up: the folder or file `name` beside the record, each file's SHA-256 and where it came from; `seen`: size and time of
    change (nanoseconds) of each file when its SHA-256 was taken."""

    name: str
    files: dict[str, str]
    source: str
    seen: dict[str, tuple[int, int]]

    @property
    def digest(self) -> str:
        return digest("brought", self.files)


def record_of(name: str, folder: Path) -> Path:
    return folder / f"{name}.json"


def set_up(name: str, folder: Path | None) -> Brought:
    """The record of what was set up as `name`. Missing with the command that sets it up; Corrupt."""
    path = record_of(name, folder) if folder else None
    if path is None or not path.is_file():
        instead = " or choose `direction.music=synth`" if name in MUSIC else ""
        raise Missing(f"No {name} is set up here. Set one up with `fabula weights --set-up FILE --as {name}`{',' if instead else ''}{instead}.")
    try:
        found = json.loads(path.read_text())
        seen = {str(k): (int(size), int(changed)) for k, (size, changed) in found.get("seen", {}).items()}
        return Brought(str(found["name"]), {str(k): str(v) for k, v in found["files"].items()}, str(found["source"]), seen)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Corrupt(f"{path} cannot be read. Set {name} up again with `fabula weights --set-up FILE --as {name}`.") from error


def brought(name: str, folder: Path, whole: bool = False) -> Path:
    """The file or folder that was set up as `name` in `folder`, after every file was held against the record: by size and time of change, which
    takes no time however large it is, and by its SHA-256 where these moved, or where `whole` is asked. Missing, Corrupt."""
    found = set_up(name, folder)
    for relative, wanted in found.files.items():
        path = folder / relative
        if not path.is_file():
            raise Missing(f"{path} is gone. Set {name} up again with `fabula weights --set-up FILE --as {name}`.")
        now = stamp(path)
        size = found.seen.get(relative, now)[0]
        if size == now[0] and not whole and found.seen.get(relative) == now:
            continue
        if size != now[0] or _digest(path, now[1]) != wanted:
            raise Corrupt(f"{path} is not the file that was set up. Set {name} up again with `fabula weights --set-up FILE --as {name}`.")
    return folder / found.name


def loras(folder: Path) -> dict[str, Brought]:
    """The LoRAs that are set up, by name (without the lora- of their records)."""
    names = (one.stem.removeprefix(LORA) for one in sorted(folder.glob(f"{LORA}*.json")))
    return {name: set_up(f"{LORA}{name}", folder) for name in names}


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of change of a file."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int) -> str:
    return file_digest(path)
