"""A stranger's media file held against what is said of it: its digest, its format to the last byte, its pictures or samples.

PNG and WAV are walked here, and nothing but the picture or the sound may be in them; a reading is validated; of an MP4 every picture is decoded under limits
in a process of its own (app.footage). A damaged or disguised file is refused; what passes keeps its bytes.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from app.bundle import PackedFile
from app.db.media import probe
from app.uploads import USUAL
from storyboard.digest import file_digest
from storyboard.errors import BadInput, StepFailed
from storyboard.take import Media
from storyboard.watching import Reading

CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"}  # of a PNG: nothing that carries words
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # samples a pixel, by PNG's colour type
PIECE = 2**16
LARGEST = 2**20  # bytes of a reading


def proven(path: Path, said: PackedFile, is_trusted: bool = False) -> None:
    """BadInput unless the file is what is said of it. `is_trusted`: the archive itself was held against a digest, so its bytes will do."""
    if path.stat().st_size != said.size or file_digest(path) != said.sha256:
        raise _refused(said, "its bytes are not those its name says")
    if is_trusted:
        return
    try:
        if said.format == "mp4":
            from app.footage import measured

            if measured(path) != (said.frames, said.width, said.height):
                raise _refused(said, "it has other pictures than the archive says")
        else:
            probe(Media(path, said.format, said.frames, said.rate, said.width, said.height))
            WALKS[said.format](path, said)
    except (StepFailed, struct.error) as error:
        raise _refused(said, str(error)) from error


def _refused(said: PackedFile, why: str) -> BadInput:
    return BadInput(f"The file {said.sha256[:12]}....{said.format} in this archive is not whole: {why}. Export the archive again.")


def _png(path: Path, said: PackedFile) -> None:
    """Every chunk known, its checksum right, and the pixels exactly as many as the header says."""
    data, at, head, pixels = path.read_bytes(), 8, (0, 0), _Pixels()
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if name not in CHUNKS or struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] != zlib.crc32(name + body):
            raise _refused(said, "it holds more than a picture, or is damaged")
        if name == b"IHDR":
            head = (body[8], body[9])
            pixels.wanted = _picture_bytes(body, said)
        if name == b"IDAT":
            pixels.take(body, said)
        at += 12 + size
        if name == b"IEND" and at != len(data):
            raise _refused(said, "something follows its end")
    if head == (0, 0) or pixels.found != pixels.wanted:
        raise _refused(said, "its pixels are not all there")


def _picture_bytes(head: bytes, said: PackedFile) -> int:
    """How many bytes the pixels of a plain PNG take, one byte a line for its filter."""
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", head)
    if depth != 8 or colour not in CHANNELS or any(rest) or width * height > USUAL.pixels:
        raise _refused(said, "it is not a plain picture of 8 bits a channel")
    return int(height * (1 + width * CHANNELS[colour]))


class _Pixels:
    """Counts what the pixel chunks unpack to, a piece at a time, and stops at the first byte too many."""

    def __init__(self) -> None:
        self.wanted = self.found = 0
        self._unpacker = zlib.decompressobj()

    def take(self, packed: bytes, said: PackedFile) -> None:
        while packed:
            try:
                self.found += len(self._unpacker.decompress(packed, PIECE))
            except zlib.error as error:
                raise _refused(said, f"its pixels are damaged ({error})") from error
            packed = self._unpacker.unconsumed_tail
            if self.found > self.wanted or self._unpacker.unused_data:
                raise _refused(said, "it unpacks to more than its size says")


def _reading(path: Path, said: PackedFile) -> None:
    """What the watcher said of a take, and nothing else."""
    try:
        found = Reading.model_validate_json(path.read_bytes()) if said.size <= LARGEST else None
    except ValueError as error:
        raise _refused(said, "it is no reading of the watcher's") from error
    if found is None or said.frames != 1:
        raise _refused(said, "it is no reading of the watcher's")


def _wav(path: Path, said: PackedFile) -> None:
    """Nothing but the format and the samples."""
    data, at = path.read_bytes(), 12
    while at + 8 <= len(data):
        name, size = struct.unpack("<4sI", data[at : at + 8])
        if name not in (b"fmt ", b"data"):
            raise _refused(said, "it holds more than sound")
        at += 8 + size + size % 2
    if at != len(data):
        raise _refused(said, "its sound is cut or padded")


WALKS = {"png": _png, "wav": _wav, "json": _reading}
