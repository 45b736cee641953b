"""What a person sets up for the score beside the instruments that are built in: a sound font, or a model that makes music.

It is copied (linked where the disk allows it) into FABULA_HOME/weights, and a record beside it holds each file's SHA-256: that is what
enters the keys of what is made with it.
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from generator import BROUGHT
from generator.checkpoints import Brought, record_of, set_up
from storyboard.digest import file_digest
from storyboard.errors import BadInput, LimitReached, Missing, NoRoom

FONT = "soundfont"
NAMES = tuple(BROUGHT.values())
LARGEST = 4 * 2**30  # bytes of a download
ALLOWED = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja"})  # of a model's folder: no file that could be a program
CHUNK = 1 << 20
WAIT_S = 60


def listed(weights: Path) -> dict[str, Brought | None]:
    """Everything that can be set up, and what is."""
    return {name: set_up(name, weights) if record_of(name, weights).is_file() else None for name in NAMES}


def bring(weights: Path, source: str, name: str = FONT) -> Brought:
    """Set up `source`, a file, a folder or an https address, as `name`. Raises BadInput, Missing, LimitReached, NoRoom."""
    if name not in NAMES:
        raise BadInput(f"There is no {name!r} to set up; there are: {', '.join(NAMES)}.")
    weights.mkdir(parents=True, exist_ok=True)
    part = weights / f".part-{os.getpid()}-{name}"
    try:
        if name == FONT:
            _font(source, part)
        else:
            _folder(source, part)
        return _kept(weights, part, name, source)
    except OSError as error:
        raise NoRoom(f"{source} could not be copied into {weights}: {error.strerror or error}. Free some space and try again.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        part.unlink(missing_ok=True)


def _kept(weights: Path, part: Path, name: str, source: str) -> Brought:
    """Give what is whole its name, and write the record last: without it nothing is set up."""
    place = weights / (f"{name}.sf2" if name == FONT else name)
    record = record_of(name, weights)
    record.unlink(missing_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    part.replace(place)
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    digests = {str(one.relative_to(weights)): file_digest(one) for one in files if one.is_file()}
    found = Brought(place.name, digests, source)
    beside = record.with_suffix(".part")
    beside.write_text(json.dumps({"name": found.name, "source": source, "bytes": sum(one.stat().st_size for one in files if one.is_file()), "files": digests}, indent=2) + "\n")
    beside.replace(record)
    return found


def _font(source: str, part: Path) -> None:
    if urlsplit(source).scheme in ("http", "https"):
        _downloaded(source, part)
    elif not Path(source).expanduser().is_file():
        raise Missing(f"{source} is no file. Give the path of a General MIDI sound font (.sf2, .sf3), or its https address.")
    else:
        shutil.copyfile(Path(source).expanduser(), part)
    with part.open("rb") as file:
        head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"sfbk":
        raise BadInput(f"{source} is no sound font: it does not begin as one. Give a .sf2 or .sf3 file; an archive has to be unpacked first.")


def _downloaded(source: str, part: Path) -> None:
    if not source.startswith("https://"):
        raise BadInput(f"{source} is not an https address. Give one, or download the file and give its path.")
    try:
        with urllib.request.urlopen(source, timeout=WAIT_S) as answer, part.open("wb") as file:
            for chunk in iter(lambda: answer.read(CHUNK), b""):
                file.write(chunk)
                if file.tell() > LARGEST:
                    raise LimitReached(f"{source} is larger than {LARGEST // 2**30} GB. Download it yourself and give its path.")
    except (urllib.error.URLError, TimeoutError) as error:
        raise Missing(f"{source} could not be fetched: {error}. Download the file yourself and give its path.") from error


def _folder(source: str, part: Path) -> None:
    given = Path(source).expanduser()
    if not given.is_dir():
        raise Missing(f"{source} is no folder. Give the folder of the model as it was downloaded: config.json, *.safetensors, tokenizer.")
    files = list(_model_files(given))
    if not any(one.suffix == ".safetensors" for one in files):
        raise BadInput(f"{source} holds no .safetensors. Other weight files can hide programs and are not read; get the model's safetensors.")
    for one in files:
        place = part / one.relative_to(given)
        place.parent.mkdir(parents=True, exist_ok=True)
        _linked(one.resolve(), place)


def _model_files(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.rglob("*")) if one.is_file() and one.suffix in ALLOWED)


def _linked(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
