"""Which files of a folder hold its weights: those its index names, all shards, or the one file there is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from storyboard.errors import BadInput, Corrupt, Missing

INDEX = ".safetensors.index.json"
USUAL = ("diffusion_pytorch_model", "model")  # of several sets of weights in a folder (fp16, ema), the one that is meant
SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})\.safetensors")
PICKLES = (".bin", ".pth", ".pt", ".ckpt", ".pkl")
AGAIN = "Get it again from where the model came from."


class Sources(NamedTuple):
    """The files, and which tensors each should hold (None: nobody says)."""

    names: Mapping[Path, frozenset[str] | None]


def sources(place: Path) -> Sources:
    """The weights files at `place`, a file or a folder. Missing, BadInput, Corrupt."""
    if place.is_file():
        return Sources({place: None})
    several = sets(place)
    if not several:
        raise BadInput(nothing(place))
    meant = next((name for name in USUAL if name in several), None) or (next(iter(several)) if len(several) == 1 else None)
    if meant is None:
        raise BadInput(f"{place} holds several sets of weights ({', '.join(sorted(several)[:4])}). Give the one file that is meant.")
    return sources_of(place, meant, several[meant])


def sets(place: Path) -> dict[str, list[Path]]:
    """The sets of weights of a folder, by name: each is one file, or shards, or what an index names."""
    found: dict[str, list[Path]] = {}
    for file in sorted(place.glob("*.safetensors")):
        match = SHARD.fullmatch(file.name)
        found.setdefault(match[1] if match else file.stem, []).append(file)
    for index in sorted(place.glob(f"*{INDEX}")):
        found.setdefault(index.name.removesuffix(INDEX), [])
    return found


def sources_of(place: Path, name: str, files: list[Path]) -> Sources:
    """The files of one set. Missing, Corrupt."""
    index = place / f"{name}{INDEX}"
    return _indexed(index) if index.is_file() else _counted(files)


def nothing(place: Path) -> str:
    """What to say of a folder without weights."""
    pickle = next((one for one in sorted(place.rglob("*")) if one.suffix in PICKLES), None)
    if pickle is not None:
        return f"{place} holds no .safetensors, only pickles such as {pickle.name}: these can hide programs and are never opened. Get the same model as safetensors."
    return f"{place} is not the folder of a model: it holds no .safetensors. Give the folder as it was downloaded, with config.json and *.safetensors."


def _indexed(index: Path) -> Sources:
    try:
        table = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        pairs = [(str(name), str(file)) for name, file in table.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Corrupt(f"{index} cannot be read: it does not say which file holds which tensor. {AGAIN}") from error
    names: dict[Path, set[str]] = {}
    for name, file in pairs:
        if Path(file).name != file or not file.endswith(".safetensors"):
            raise Corrupt(f"{index} names {file!r}, which is no weights file beside it. {AGAIN}")
        names.setdefault(index.parent / file, set()).add(name)
    if not names:
        raise Corrupt(f"{index} names no tensors. {AGAIN}")
    gone = [file.name for file in names if not file.is_file()]
    if gone:
        raise Missing(f"{index.parent} lacks {gone[0]}{f' and {len(gone) - 1} more' if gone[1:] else ''}, one of {len(names)} files of these weights. {AGAIN}")
    return Sources({file: frozenset(held) for file, held in names.items()})


def _counted(files: list[Path]) -> Sources:
    """Shards without an index: all that the names count must be there."""
    match = SHARD.fullmatch(files[0].name)
    if match:
        wanted = [f"{match[1]}-{n:05}-of-{match[3]}.safetensors" for n in range(1, int(match[3]) + 1)]
        gone = [name for name in wanted if not (files[0].parent / name).is_file()]
        if gone:
            raise Missing(f"{files[0].parent} lacks {gone[0]}{f' and {len(gone) - 1} more' if gone[1:] else ''}, one of {len(wanted)} files of these weights. {AGAIN}")
    return Sources(dict.fromkeys(files))
