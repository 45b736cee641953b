"""The one door for strangers' files. A text is decoded strictly, within a bound. A picture is told by its first bytes, decoded in a process of its own under limits, and comes out
as a plain PNG: upright, opaque, 8 bits, no metadata, cut to the size it is wanted in. What goes in is never kept or run.
"""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.settings import maker_environment
from storyboard.errors import BadInput

KINDS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "WEBP": b"RIFF"}
OTHERS = (
    (b"<?xml", "an XML or SVG document"), (b"<svg", "an SVG document"), (b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"%pdf", "a PDF"),
    (b"gif8", "a GIF"), (b"bm", "a BMP"), (b"ii*\0", "a TIFF"), (b"mm\0*", "a TIFF"), (b"8bps", "a Photoshop document"), (b"pk\x03\x04", "a ZIP or office document"),
    (b"riff", "a sound or film"),
)  # fmt: skip
LARGEST_TEXT = 8 * 2**20  # bytes of a script
DOCUMENTS = (
    (b"<?xml", "an XML document"), (b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"%pdf", "a PDF"), (b"{\\rtf", "an RTF document"),
    (b"pk\x03\x04", "a ZIP or office document"),
)  # fmt: skip
BYTE_ORDER = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
REFUSED = 3  # the child's exit code when what it prints is the reason and no picture


@dataclass(frozen=True)
class Limits:
    """What a picture may cost: bytes of the file, pixels, seconds and bytes of memory to decode it."""

    size: int = 50 * 2**20
    pixels: int = 64_000_000
    seconds: int = 20
    memory: int = 2 * 2**30


USUAL = Limits()


def picture(source: Path | bytes, size: tuple[int, int], limits: Limits = USUAL) -> bytes:
    """A person's picture as an RGB PNG of `size` (width, height).

    It is scaled until it covers that size and cut about its middle; transparent places become white; of an animated picture the first
    is taken. BadInput, one sentence, for everything that is no whole PNG, JPEG or WebP within the limits.
    """
    name, data = ("The picture", source) if isinstance(source, bytes) else (source.name, _read(source, limits))
    if not data:
        raise BadInput(f"{name} is empty. Give a PNG, a JPEG or a WebP.")
    if len(data) > limits.size:
        raise BadInput(f"{name} is larger than {limits.size // 2**20} MB. Give a smaller picture.")
    if not _is_picture(data):
        raise BadInput(f"{name} is {what(data)}, whatever its name says; Fabula takes PNG, JPEG and WebP pictures. Export it as one of them.")
    return _decoded(name, data, size, limits)


def text(path: Path, largest: int = LARGEST_TEXT) -> str:
    """A person's script or list as text: UTF-8, or UTF-16 and UTF-32 that say so by their first bytes. BadInput for everything else."""
    data = _read(path, Limits(size=largest), "one text file")
    if len(data) > largest:
        raise BadInput(f"{path.name} is larger than {largest // 2**20} MB. Split it into parts.")
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, words in DOCUMENTS:
        if head.startswith(magic):
            raise BadInput(f"{path.name} is {words}, whatever its name says. Export it as plain text: a screenplay as Fountain, a shot list as CSV or JSON.")
    mark, encoding = next(((mark, name) for mark, name in BYTE_ORDER if data.startswith(mark)), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not UTF-8 text; Fabula reads text in UTF-8, or in UTF-16 with a byte order mark. Save or export it again as plain text.") from error


def _read(path: Path, limits: Limits, wanted: str = "one PNG, JPEG or WebP picture") -> bytes:
    """The file's bytes, at most one more than allowed. A folder, a pipe or a device is no file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{path} is not a file. Give {wanted}.")
        with path.open("rb") as file:
            return file.read(limits.size + 1)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _is_picture(data: bytes) -> bool:
    return any(data.startswith(magic) for kind, magic in KINDS.items() if kind != "WEBP" or data[8:12] == b"WEBP")


def what(data: bytes) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[4:8] == b"ftyp":
        return "a HEIC or AVIF picture or a film"
    for magic, words in OTHERS:
        if head.startswith(magic):
            return words
    is_text = b"\0" not in head and all(byte > 31 or byte in b"\t\r\n\f" for byte in head)
    return "text" if is_text else "not a picture"


def _decoded(name: str, data: bytes, size: tuple[int, int], limits: Limits) -> bytes:
    """What the child makes of it. It gets bytes and gives bytes: no path, no shell, no secrets."""
    command = [sys.executable, "-B", "-m", "app.upload_process", *map(str, (*size, limits.pixels, limits.seconds, limits.memory))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, env=maker_environment(), check=False)
    except subprocess.TimeoutExpired as error:
        raise BadInput(f"{name} could not be decoded in {limits.seconds} s. Save it again from a picture editor, smaller.") from error
    if done.returncode == REFUSED:
        raise BadInput(f"{name} {done.stdout.decode('utf-8', 'replace')}")
    if done.returncode or not done.stdout.startswith(KINDS["PNG"]):
        raise BadInput(f"{name} cannot be decoded: it is damaged, or made to do harm. Save it again from a picture editor.")
    return done.stdout
