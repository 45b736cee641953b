"""LoRA files opened: one for a net, or one each for the two experts of Wan 2.2, told apart by HIGH and LOW in their names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from generator.nets.lora import Addition, read
from generator.published import loading
from generator.published.opening import opened
from storyboard.errors import BadInput, Missing

SIDES = re.compile(r"(?<![a-z])(high|low)(?=[^a-z]|noise|$)", re.IGNORECASE)
SECOND = "transformer_2."


def additions(path: Path, expert: Literal[1, 2] = 1) -> dict[str, Addition]:
    """What the LoRA at `path` (a file, or a folder of at most two) adds to an expert: 1 begins, where there is much noise, or is alone; 2 ends.

    A file that names no side is for both; of one that does, the other side gets nothing. Missing, BadInput, Corrupt.
    """
    wanted = ("high", "low")[expert - 1]
    made: dict[str, Addition] = {}
    for file in files_of(path):
        if side_of(file) in (wanted, None):
            made |= _read(file, expert)
    return made


def files_of(path: Path) -> list[Path]:
    """The files of one LoRA: one, or one for each side."""
    if not path.exists():
        raise Missing(f"There is no LoRA at {path}.")
    found = sorted(path.glob("*.safetensors")) if path.is_dir() else [path]
    sides = [side_of(file) for file in found]
    if not found:
        raise BadInput(f"{path} holds no .safetensors. Give the file of the LoRA, or the folder of its HIGH and its LOW file.")
    if len(found) > 1 and sorted(str(side) for side in sides) != ["high", "low"]:
        raise BadInput(f"{path} holds {', '.join(file.name for file in found[:3])}: a LoRA is one file, or two with HIGH and LOW in their names.")
    return found


def side_of(file: Path) -> str | None:
    """Which expert a file is for, by its name."""
    sides = {side.lower() for side in SIDES.findall(file.stem)}
    return sides.pop() if len(sides) == 1 else None


def _read(file: Path, expert: Literal[1, 2]) -> dict[str, Addition]:
    found = opened(file, "lora")
    names = [name for name in found.tensors if name.startswith(SECOND) == (expert == 2)] if any(n.startswith(SECOND) for n in found.tensors) else found.tensors
    try:
        return read(dict(loading.read(found, names)), found.metadata)
    except ValueError as error:
        raise BadInput(f"{file.name} cannot be used as a LoRA: {error}.") from error
