"""An archive: a story with all that was made for it in one file (.fabula), to move it, keep it or hand it on.

A zip without folders, links or large-file extensions: archive.json (app.bundle.Bundle), story.json (today's revision), history.json
(every revision; may be missing), media/SHA256.EXT. What comes in was written by a stranger: names are held against an allow-list,
sizes are bounded before and counted while reading, every file is proven, and only then is anything kept.
"""

from __future__ import annotations

import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, TypeVar

from pydantic import ValidationError

from app.bundle import Bundle, History
from app.db.media import no_room
from app.exchange.proof import proven
from storyboard.document import Doc
from storyboard.errors import BadInput, LimitReached, NoRoom
from storyboard.story import Story
from storyboard.upgrade import dump, load

HEAD, STORY, HISTORY = "archive.json", "story.json", "history.json"
NAME = re.compile(r"archive\.json|story\.json|history\.json|media/[0-9a-f]{64}\.(?:png|mp4|wav|json)")
TAIL = struct.Struct("<4s4H2LH")  # the end of a zip: mark, disks, entries, size and place of the directory, comment
LOCATOR, LOCATOR_SIZE = b"PK\6\7", 20  # of the large-file extension, just before the end
PIECE = 2**20
Document = TypeVar("Document", bound=Doc)


@dataclass(frozen=True)
class Limits:
    """What an archive may be: bytes of the file, entries, bytes of their directory, bytes of a document, bytes of all it unpacks to."""

    size: int = 4 * 10**9
    entries: int = 50_000
    directory: int = 16 * 2**20
    document: int = 64 * 2**20
    unpacked: int = 8 * 10**9


USUAL = Limits()


class Unpacked(NamedTuple):
    """What an archive holds, proven: its documents, and its files by digest."""

    bundle: Bundle
    story: Story
    history: History | None
    files: dict[str, Path]


class Content(NamedTuple):
    """What an archive is written from."""

    bundle: Bundle
    story: Story
    history: History | None
    files: Mapping[str, Path]  # by digest, verified


def write(content: Content, path: Path) -> None:
    """LimitReached: it would be larger than an archive may be."""
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as packed:
            packed.writestr(HEAD, content.bundle.model_dump_json(indent=1))
            packed.writestr(STORY, dump(content.story))
            if content.history is not None:
                packed.writestr(HISTORY, content.history.model_dump_json())
            for one in content.bundle.files:  # pictures and films do not become smaller
                packed.write(content.files[one.sha256], one.name, zipfile.ZIP_DEFLATED if one.format in ("wav", "json") else zipfile.ZIP_STORED)
    except (zipfile.LargeZipFile, struct.error) as error:
        raise LimitReached(f"This archive would be larger than {USUAL.size // 10**9} GB. Leave out what can be made again: --lean.") from error


def read(path: Path, folder: Path, limits: Limits = USUAL, is_trusted: bool = False) -> Unpacked:
    """The archive's documents, and its files unpacked into `folder`. BadInput, one sentence, for everything that is no whole archive;
    NoRoom when the disk is too small. `is_trusted`: the file was held against a digest of ours."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{path} is not a file. Give one archive, such as story.fabula.")
        with path.open("rb") as file:
            _bounded(file, path.name, limits)
            with zipfile.ZipFile(file) as packed:
                entries = _allowed(packed, path.name, limits)
                bundle = _document(packed, entries, HEAD, Bundle, limits)
                history = _document(packed, entries, HISTORY, History, limits) if HISTORY in entries else None
                story = load(_bytes(packed, entries[STORY], limits.document))
                return Unpacked(bundle, story, history, _files(packed, entries, bundle, (folder, is_trusted)))
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {str(path)!r}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is damaged: {error}. Export the archive again.") from error
    except OSError as error:
        raise no_room(error, folder) from error


def _bounded(file: IO[bytes], name: str, limits: Limits) -> None:
    """Refuse by the last bytes, before the directory is read: an archive of ours has no comment, no large-file extension and nothing in front."""
    size = file.seek(0, 2)
    if size > limits.size:
        raise BadInput(f"{name} is larger than {limits.size // 10**9} GB; an archive may not be.")
    file.seek(max(0, size - TAIL.size - LOCATOR_SIZE))
    end = file.read()[-TAIL.size - LOCATOR_SIZE :]
    mark, _, _, here, entries, directory, begin, comment = TAIL.unpack(end[-TAIL.size :]) if len(end) > TAIL.size else (b"",) * 8
    if mark != b"PK\5\6":
        raise BadInput(f"{name} is no archive of Fabula, whatever its name says. `fabula export STORY --format fabula` writes one.")
    if end[:4] == LOCATOR or comment or here != entries or begin + directory + TAIL.size != size:
        raise BadInput(f"{name} is a zip of another kind: an archive of Fabula has no comment, no second part and nothing before or after it.")
    if entries > limits.entries or directory > limits.directory:
        raise BadInput(f"{name} holds {entries} entries; an archive may hold {limits.entries}.")
    file.seek(0)


def _allowed(packed: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, each of a name and a kind that an archive has, none twice, together not too large."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for one in packed.infolist():
        if not NAME.fullmatch(one.filename) or one.filename in entries:
            raise BadInput(f"{name} holds {one.filename[:80]!r}, which an archive of Fabula does not. Export it again.")
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or one.flag_bits & 0x41 or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(f"{name} holds {one.filename!r} as a link, encrypted or packed in an unknown way. Export it again.")
        entries[one.filename] = one
    missing = [one for one in (HEAD, STORY) if one not in entries]
    if missing:
        raise BadInput(f"{name} has no {missing[0]}: it is no archive of Fabula.")
    if sum(one.file_size for one in entries.values()) > limits.unpacked:
        raise BadInput(f"{name} would unpack to more than {limits.unpacked // 10**9} GB; an archive may not.")
    return entries


def _bytes(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A document, at most one piece more than allowed whatever its header says."""
    with packed.open(entry) as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise BadInput(f"{entry.filename} in this archive is larger than {most // 2**20} MiB; the largest Fabula reads.")
    return data


def _document(packed: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str, kind: type[Document], limits: Limits) -> Document:
    try:
        return kind.model_validate_json(_bytes(packed, entries[name], limits.document))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{name} in this archive is not as Fabula writes it: {where or 'it'}: {first['msg']}. Update Fabula, or export the archive again.") from error


def _files(packed: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], bundle: Bundle, into: tuple[Path, bool]) -> dict[str, Path]:
    """Every file unpacked and proven. What the archive lists is what it holds."""
    folder, is_trusted = into
    listed, held = {one.name for one in bundle.files}, {name for name in entries if name.startswith("media/")}
    if listed != held or len(listed) != len(bundle.files):
        raise BadInput(f"{HEAD} in this archive lists {len(bundle.files)} files, and it holds {len(held)}. Export the archive again.")
    if sum(one.size for one in bundle.files) > shutil.disk_usage(folder).free:
        raise NoRoom(f"The disk is too full under {folder} to unpack this archive. Free some space and bring it in again.")
    found = {}
    for one in bundle.files:
        if entries[one.name].file_size != one.size:
            raise BadInput(f"{one.name} in this archive has another size than it says. Export the archive again.")
        found[one.sha256] = folder / f"{one.sha256}.{one.format}"
        with packed.open(entries[one.name]) as source, found[one.sha256].open("wb") as target:
            _copied(source, target, one.size)
        proven(found[one.sha256], one, is_trusted)
    return found


def _copied(source: IO[bytes], target: IO[bytes], most: int) -> None:
    """Counted while it is read: what a header promises is not believed."""
    left = most
    while piece := source.read(min(PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise BadInput("A file in this archive unpacks to more than it says. Export the archive again.")
        target.write(piece)
