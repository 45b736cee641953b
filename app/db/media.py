"""Files by digest: media/ab/<sha256>.<ext>. A file is written elsewhere, held against what its maker says, synced, then renamed.

A playable file may still be a third of the film (measured: a killed parent's ffmpeg closes 5.8 s of 20), so a film's frames are
counted by decoding all of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from storyboard.digest import file_digest
from storyboard.errors import Corrupt, FabulaError, Missing, NoRoom, StepFailed
from storyboard.take import Format, Media

DECODE_SECONDS = 900
PNG_HEAD, PNG_TAIL = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class Kept:
    """A file that is in its place: digest of its bytes, and what it holds."""

    sha256: str
    format: Format
    size: int
    frames: int
    rate: str
    width: int
    height: int


class MediaFolder:
    """The folder of finished files. `scratch` is on the same disk."""

    def __init__(self, folder: Path, scratch: Path):
        self.folder, self.scratch = folder, scratch

    def path(self, sha256: str, format: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.{format}"

    def accept(self, media: Media) -> Kept:
        """Take a finished file in. StepFailed when it is not what its maker says; NoRoom when the disk is full."""
        try:
            return self._accept(media)
        except OSError as error:
            raise no_room(error, self.folder) from error

    def _accept(self, media: Media) -> Kept:
        probe(media)
        sync(media.path)
        kept = Kept(file_digest(media.path), media.format, media.path.stat().st_size, media.frames, media.rate, media.width, media.height)
        self._place(media.path, kept)
        return kept

    def place(self, source: Path, kept: Kept) -> None:
        """Take in a file that was held against `kept` already. NoRoom when the disk is full."""
        try:
            sync(source)
            self._place(source, kept)
        except OSError as error:
            raise no_room(error, self.folder) from error

    def _place(self, source: Path, kept: Kept) -> None:
        place = self.path(kept.sha256, kept.format)
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.stat().st_dev != place.parent.stat().st_dev:
            copy = self.scratch / f"{kept.sha256}.{os.getpid()}.part"
            self.scratch.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
            sync(copy)
            source = copy
        source.replace(place)
        sync(place.parent)

    def is_there(self, kept: Kept) -> bool:
        """Whether a file of the right size is in its place: cheap, asked of everything."""
        try:
            return self.path(kept.sha256, kept.format).stat().st_size == kept.size
        except FileNotFoundError:
            return False

    def verified(self, kept: Kept) -> Path:
        """The file, after its bytes were held against its digest: asked before any use. Missing or Corrupt."""
        path = self.path(kept.sha256, kept.format)
        if not path.is_file():
            raise Missing(f"The file {path.name} is not in {path.parent}. Run the film again: it is made anew.")
        if path.stat().st_size != kept.size or file_digest(path) != kept.sha256:
            raise Corrupt(f"The file {path.name} is damaged. Run the film again: it is made anew.")
        return path


def probe(media: Media) -> None:
    """Hold a file against what its maker says it is. StepFailed with both."""
    if not media.path.is_file() or media.path.stat().st_size == 0:
        raise StepFailed(f"The maker left no file at {media.path.name}.")
    looks = {"png": _png, "wav": _wav, "mp4": _mp4, "json": _json}
    looks[media.format](media)


def _differs(media: Media, what: str, said: object, found: object) -> StepFailed:
    return StepFailed(f"{media.path.name} is not whole: its maker says {what} {said}, the file has {found}. Make it again.")


def _png(media: Media) -> None:
    data = media.path.read_bytes()
    if not data.startswith(PNG_HEAD) or not data.rstrip(b"\0").endswith(PNG_TAIL):
        raise _differs(media, "format", "png", "no whole PNG")
    found = struct.unpack(">II", data[16:24])
    if found != (media.width, media.height):
        raise _differs(media, "size", f"{media.width}x{media.height}", f"{found[0]}x{found[1]}")


def _wav(media: Media) -> None:
    """Walk the chunks: the data chunk's length is the file's, and holds the samples the maker says."""
    data = media.path.read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE" or struct.unpack("<I", data[4:8])[0] + 8 != len(data):
        raise _differs(media, "format", "wav", "a header that does not fit its length")
    at, block, rate = 12, 0, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        if name == b"fmt ":
            rate, block = struct.unpack("<I", data[at + 12 : at + 16])[0], struct.unpack("<H", data[at + 20 : at + 22])[0]
        if name == b"data":
            found = (min(size, len(data) - at - 8) // max(block, 1), str(rate))
            if found != (media.frames, media.rate):
                raise _differs(media, "samples and rate", (media.frames, media.rate), found)
            return
        at += 8 + size + size % 2
    raise _differs(media, "format", "wav", "no samples")


def _json(media: Media) -> None:
    try:
        json.loads(media.path.read_bytes())
    except ValueError as error:
        raise _differs(media, "format", "json", error) from error


def _mp4(media: Media) -> None:
    found = decode(media.path)
    said = (media.frames, media.width, media.height)
    if found != said:
        raise _differs(media, "frames, width, height", said, found)


def decode(path: Path) -> tuple[int, int, int]:
    """Frames, width and height of a film, by decoding all of it."""
    import imageio_ffmpeg

    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-v", "info", "-xerror", "-protocol_whitelist", "file",
        "-threads", "1", "-i", f"file:{path}", "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "null", "-progress", "pipe:1", "-nostats", "-",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=DECODE_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise StepFailed(f"{path.name} could not be decoded in {DECODE_SECONDS} s.") from error
    counts, size = re.findall(r"^frame=\s*(\d+)", done.stdout, re.M), re.search(r"Video: .*?(\d{2,5})x(\d{2,5})", done.stderr)
    if done.returncode or not counts or not size:
        said = done.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise StepFailed(f"{path.name} is not a whole film: the decoder said {said[0][:200]!r}.")
    return int(counts[-1]), int(size[1]), int(size[2])


def sync(path: Path) -> None:
    """Bytes (or, for a folder, names) on the disk, not only in its cache."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def no_room(error: OSError, where: Path) -> FabulaError:
    """What an operating system's error about a disk means to a person."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NoRoom(f"The disk is full under {where}. Free some space and run the same command again; what is finished is kept.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return NoRoom(f"Nothing can be written under {where}: {error.strerror}. Set FABULA_HOME to a folder you may write.")
    return NoRoom(f"The disk refused under {where}: {error}. Check it and run the same command again.")
