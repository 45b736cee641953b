"""What a person sets up beside what is built in: a sound font, models that make music, pictures or clips, and LoRAs.

It is copied (linked where the disk allows it) into FABULA_HOME/weights, and a record beside it holds each file's SHA-256: that is what
enters the keys of what is made with it. Nothing is taken before every header in it was found true to its file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from app import bringing
from generator import BROUGHT, checkpoints
from generator.checkpoints import Brought, brought, record_of, set_up, stamp
from storyboard.digest import file_digest
from storyboard.errors import BadInput, NoRoom

FONT = "soundfont"
NAMES = tuple(dict.fromkeys(BROUGHT.values()))
LORA = re.compile(r"lora-[a-z0-9][a-z0-9-]{0,39}")
LONG = 2 * 2**30  # bytes whose digest takes so long that it is said


def listed(weights: Path) -> dict[str, Brought | None]:
    """Everything that can be set up, and what is."""
    fixed = {name: set_up(name, weights) if record_of(name, weights).is_file() else None for name in NAMES}
    return fixed | {f"{checkpoints.LORA}{name}": one for name, one in checkpoints.loras(weights).items()}


def checked(weights: Path, say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Read every file that is set up and hold it against its SHA-256. The names of what was read. Missing, Corrupt."""
    there = [name for name, one in listed(weights).items() if one is not None]
    for name in there:
        say(f"{name} ...")
        brought(name, weights, whole=True)
    return there


def bring(weights: Path, source: str, name: str = "", say: Callable[[str], None] = lambda _: None) -> Brought:
    """Set up `source`, a file, a folder or an https address, as `name`. BadInput, Missing, Corrupt, LimitReached, NoRoom."""
    name = name or _told(source)
    if name not in NAMES and not LORA.fullmatch(name):
        raise BadInput(f"There is no {name!r} to set up; there are: {', '.join(NAMES)}, and LoRAs as lora-NAME.")
    weights.mkdir(parents=True, exist_ok=True)
    part = weights / f".part-{os.getpid()}-{name}"
    try:
        if name == FONT:
            bringing.font(source, part)
        elif LORA.fullmatch(name):
            bringing.lora(source, part)
        else:
            bringing.model(source, part, weights / name)
        return _kept(weights, part, name, source, say)
    except OSError as error:
        raise NoRoom(f"{source} could not be copied into {weights}: {error.strerror or error}. Free some space and try again.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        part.unlink(missing_ok=True)


def _told(source: str) -> str:
    if Path(urlsplit(source).path).suffix.lower() in (".sf2", ".sf3"):
        return FONT
    raise BadInput(f"What is {source}? Say it with --as: {', '.join(NAMES)}, or lora-NAME.")


def _kept(weights: Path, part: Path, name: str, source: str, say: Callable[[str], None]) -> Brought:
    """Give what is whole its name, and write the record last: without it nothing is set up."""
    place = weights / (f"{name}.sf2" if name == FONT else name)
    files = [one for one in sorted(part.rglob("*")) if one.is_file()] if part.is_dir() else [part]
    size = sum(one.stat().st_size for one in files)
    if size > LONG:
        say(f"Reading {size / 2**30:.0f} GiB once, for the SHA-256 of each file ...")
    names = {str((place / one.relative_to(part)).relative_to(weights)): one for one in files}
    digests = {relative: file_digest(one) for relative, one in names.items()}
    bringing.hold(source, {str(one.relative_to(part)) if part.is_dir() else one.name: digests[relative] for relative, one in names.items()})
    found = Brought(place.name, digests, source, {relative: stamp(one) for relative, one in names.items()})
    record = record_of(name, weights)
    record.unlink(missing_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    part.replace(place)
    beside = record.with_suffix(".part")
    beside.write_text(json.dumps({"name": found.name, "source": source, "bytes": size, "files": digests, "seen": found.seen}, indent=2) + "\n")
    beside.replace(record)
    return found
