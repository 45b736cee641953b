"""A person's own film as a shot: the part that the shot takes, in its size, at 24 pictures a second, without sound.

Told by its first bytes, held against limits by what its header says, then decoded in a process of its own under limits (see
footage_process) into plain pictures; those are encoded anew, so nothing that was attached to the film comes through.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from app.settings import maker_environment
from app.uploads import what
from storyboard.errors import BadInput
from storyboard.take import Media
from storyboard.timing import HANDLE

if TYPE_CHECKING:
    import numpy as np

RATE = 24  # pictures a second that are kept: the film's own
LEAD = 2 * HANDLE  # of them before the shot, and as many after it
LEAST = 32  # pixels a side, as of a picture
CODECS = (
    "h264,hevc,av1,libdav1d,vp8,vp9,libvpx,libvpx-vp9,mpeg4,msmpeg4v3,mpeg2video,mpeg1video,mjpeg,prores,dnxhd,theora,ffv1,huffyuv,ffvhuff,utvideo,qtrle,png,"
    "rawvideo,h263,wmv2,cinepak"
)  # of pictures; sound is never decoded
STREAM = re.compile(r"Stream #\d+:(\d+)[^\n]*?: Video: (\w+)[^\n]*?, (\d{1,6})x(\d{1,6})")
LENGTH = re.compile(r"Duration: (\d+):(\d+):(\d+(?:\.\d+)?)")
PLAYLISTS = ((b"#extm3u", "a playlist"), (b"ffconcat", "a list of files"), (b"[playlist]", "a playlist"), (b"<mpd", "a playlist"), (b"file '", "a list of files"))
DAMAGED = "is damaged or not whole. Export it again from a video editor, as MP4."


@dataclass(frozen=True)
class Limits:
    """What a film may be and cost: bytes of the file, seconds it lasts, pixels of a picture; seconds and bytes of memory to decode a part."""

    size: int = 4 * 2**30
    length: int = 3 * 3600
    pixels: int = 8192 * 4320
    seconds: int = 180
    memory: int = 3 * 2**30


USUAL = Limits()


class Part(NamedTuple):
    """What of a film is wanted: from a second on, `frames` of the shot at 24 a second, in `size` (width, height). `goes_on`: the shot before
    has what lies before it, so past the film's end its last picture is held."""

    begin: float
    frames: int
    size: tuple[int, int]
    goes_on: bool = False


class Footage(NamedTuple):
    """The file that was made, and what is to be said of it."""

    media: Media
    remarks: tuple[str, ...]


class _Found(NamedTuple):
    """What a film's header says: which stream its pictures are, seconds (None: not said), whether there is sound."""

    stream: int
    seconds: float | None
    has_sound: bool


def footage(source: Path, part: Part, folder: Path, limits: Limits = USUAL) -> Footage:
    """The part as an MP4 in `folder`: the shot's frames with LEAD before and after it, from the film where it has them, else its first
    or last picture held. It is scaled until it covers the size and cut about its middle; transparent places become white. BadInput,
    one sentence, for everything that is no whole MP4, MOV, MKV, WebM or AVI within the limits."""
    from generator.encode import FILM, write_mp4

    name = repr(source.name)[1:-1]
    with _opened(source, name, limits) as file:
        container = _container(file, name)
        found = _looked_at(file, container, name, limits)
        if part.goes_on and found.seconds is not None:
            part = part._replace(begin=max(0.0, min(part.begin, found.seconds - 2 / RATE)))
        if found.seconds is not None and part.begin >= found.seconds:
            raise BadInput(f"{name} lasts {found.seconds:.1f} s; nothing of it is left from {part.begin:g} s on. Give an earlier --from.")
        before = min(LEAD, int(part.begin * RATE))
        pictures = _Pictures(_decoding(file, container, found, (part, before), limits), part, name, limits)
        media = write_mp4(folder / "own.mp4", pictures.fitted(LEAD - before, part.frames + 2 * LEAD), str(RATE), FILM)
    remarks = ["its sound is not taken"] * found.has_sound
    if pictures.held > LEAD:
        remarks.append(f"it ends {(pictures.held - LEAD) / RATE:.1f} s before the shot does, and its last picture is held so long")
    return Footage(media, tuple(remarks))


def _opened(source: Path, name: str, limits: Limits) -> IO[bytes]:
    """The file, opened once: what is looked at is what is decoded. A folder, a pipe or a device is none."""
    try:
        file = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {str(source)!r}.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise BadInput(f"{name} is not a file. Give one film: MP4, MOV, MKV, WebM or AVI.")
    opened = os.fdopen(file, "rb")
    size = os.fstat(file).st_size
    if size == 0 or size > limits.size:
        opened.close()
        raise BadInput(f"{name} is empty. Give a film." if size == 0 else f"{name} is larger than {limits.size // 2**30} GB. Cut out the part you want first.")
    return opened


def _container(file: IO[bytes], name: str) -> str:
    """ffmpeg's name of what the first bytes are; nothing else is tried."""
    head = file.read(4096)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip") and head[8:12] not in (b"avif", b"heic", b"heix", b"mif1"):
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    low = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    listed = next((words for magic, words in PLAYLISTS if low.startswith(magic)), None)
    is_picture = low.startswith((b"\x89png", b"\xff\xd8\xff")) or low[8:12] == b"webp"
    more = " A picture is given for a still: --step still:ID." if is_picture else ""
    said = "a picture" if is_picture else listed or ("a sound" if low[8:12] == b"wave" else what(head))
    raise BadInput(f"{name} is {said.replace('not a picture', 'not a film that Fabula knows')}, whatever its name says; Fabula takes MP4, MOV, MKV, WebM and AVI films.{more}")


def _looked_at(file: IO[bytes], container: str, name: str, limits: Limits) -> _Found:
    """What the header says, held against the limits before anything is decoded."""
    with _child(file, ["-v", "info", *_source(container, limits)], limits) as child:
        try:
            said = child.communicate(timeout=limits.seconds)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise BadInput(f"{name} could not be opened in {limits.seconds} s. Export it again from a video editor, as MP4.") from error
    at = said.find("Input #0")
    streams = STREAM.findall(said[at:]) if at >= 0 else []
    if at < 0 or (not streams and "Video:" in said):
        raise BadInput(f"{name} {DAMAGED}")
    shown = [one for one in streams if "attached pic" not in next(line for line in said.splitlines() if f":{one[0]}" in line and "Video:" in line)]
    if not shown:
        raise BadInput(f"{name} holds no moving picture, only sound or text. Give a film.")
    number, codec, width, height = shown[0][0], shown[0][1], int(shown[0][2]), int(shown[0][3])
    if codec not in CODECS.split(","):
        raise BadInput(f"{name} is coded as {codec}, which Fabula does not take. Export it again from a video editor as MP4 (H.264).")
    if width * height > limits.pixels or min(width, height) < LEAST:
        raise BadInput(f"{name} has pictures of {width}x{height} pixels; they may have {LEAST} a side to {limits.pixels // 1_000_000} million in all. Export it again in another size.")
    length = LENGTH.search(said[at:])
    seconds = int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else None
    if seconds is not None and seconds > limits.length:
        raise BadInput(f"{name} lasts {seconds / 3600:.1f} hours; a film may last {limits.length // 3600}. Cut out the part you want first.")
    return _Found(int(number), seconds, "Audio:" in said[at:])


def _source(container: str, limits: Limits) -> list[str]:
    """ffmpeg's options for the open file as its input: one container, a few decoders, no other protocol."""
    allowed = ["-protocol_whitelist", "fd,pipe", "-format_whitelist", container if container != "mov" else "mov,mp4,m4a,3gp,3g2,mj2", "-codec_whitelist", CODECS]
    return ["-hide_banner", "-nostdin", *allowed, "-max_pixels", str(limits.pixels), "-threads", "1", "-f", container]


def _decoding(file: IO[bytes], container: str, found: _Found, wanted: tuple[Part, int], limits: Limits) -> subprocess.Popen[bytes]:
    """The child that gives the part's pictures, RGBA one after another, in the size wanted."""
    part, before = wanted
    (width, height), count = part.size, before + part.frames + LEAD
    fitting = f"scale=w=iw*max(sar\\,1):h=ih/min(sar\\,1),setsar=1,fps={RATE},scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height},format=rgba"
    begin = ["-ss", f"{max(0.0, part.begin - before / RATE):.6f}"] if part.begin > 0 else []
    out = ["-map", f"0:{found.stream}", "-an", "-sn", "-dn", "-filter_threads", "1", "-vf", fitting, "-frames:v", str(count), "-f", "rawvideo", "pipe:1"]
    return _child(file, ["-v", "error", *_source(container, limits), *begin], limits, out)


def _child(file: IO[bytes], options: list[str], limits: Limits, out: list[str] | None = None) -> subprocess.Popen[bytes]:
    """ffmpeg under limits, on the open file, from its beginning. No shell, no secrets."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    asked = [*options, "-fd", str(file.fileno()), "-i", "fd:", *(out or [])]
    command = [sys.executable, "-B", "-m", "app.footage_process", str(limits.seconds), str(limits.memory), *asked]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=(file.fileno(),), env=maker_environment())


def measured(source: Path, limits: Limits = USUAL) -> tuple[int, int, int]:
    """Frames, width and height of a stranger's MP4, by decoding every picture of it under limits. BadInput when it is none, or not whole."""
    with _opened(source, source.name, limits) as file:
        container = _container(file, source.name)
        counting = ["-map", "0:v:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough", "-f", "null", "-progress", "pipe:1", "-nostats", "-"]
        with _child(file, ["-v", "info", "-xerror", *_source("mov", limits)], limits, counting) as child:
            try:
                out, said = (words.decode("utf-8", "replace") for words in child.communicate(timeout=limits.seconds))
            except subprocess.TimeoutExpired as error:
                child.kill()
                raise BadInput(f"{source.name} could not be decoded in {limits.seconds} s.") from error
    counts, size = re.findall(r"^frame=\s*(\d+)", out, re.M), STREAM.search(said)
    if container != "mov" or child.returncode or not counts or not size:
        raise BadInput(f"{source.name} {DAMAGED}")
    return int(counts[-1]), int(size[3]), int(size[4])


def looked_over(source: Path, rate: int, longer: int, limits: Limits = USUAL) -> Iterator[np.ndarray]:
    """Luma of a stranger's film, `rate` pictures a second, uint8 [h, w] with the longer side `longer`. BadInput when it is none, or has none."""
    import numpy as np

    name = repr(source.name)[1:-1]
    fitting = f"scale=w=iw*max(sar\\,1):h=ih/min(sar\\,1),setsar=1,fps={rate},scale={longer}:{longer}:force_original_aspect_ratio=decrease:flags=area,format=gray"
    with _opened(source, name, limits) as file:
        container = _container(file, name)
        found = _looked_at(file, container, name, limits)
        out = ["-map", f"0:{found.stream}", "-an", "-sn", "-dn", "-filter_threads", "1", "-vf", fitting, "-f", "image2pipe", "-c:v", "pgm", "pipe:1"]
        with _child(file, ["-v", "error", *_source(container, limits)], limits, out) as child:
            late = threading.Timer(limits.seconds, child.kill)
            late.start()
            words, count = _Words(child), 0
            try:
                assert child.stdout is not None
                while child.stdout.readline() == b"P5\n":
                    width, height = map(int, child.stdout.readline().split())
                    child.stdout.readline()
                    yield np.frombuffer(child.stdout.read(width * height), np.uint8).reshape(height, width)
                    count += 1
                child.wait()
            finally:
                late.cancel()
                child.kill()
                words.all()
    if not count or child.returncode < 0:
        raise BadInput(f"{name} {DAMAGED}")


class _Pictures:
    """The decoded pictures, fitted to what the shot takes. `held`: how many are its last picture again."""

    def __init__(self, child: subprocess.Popen[bytes], part: Part, name: str, limits: Limits):
        self._child, self._part, self._name, self._limits = child, part, name, limits
        self.held = 0

    def fitted(self, before: int, count: int) -> Iterator[np.ndarray]:
        """`before` times the first picture, then all, then the last one until there are `count`. BadInput when there is none."""
        given, last = 0, None
        for last in self._all():
            for _ in range(1 + (before if given == 0 else 0)):
                yield last
                given += 1
        if last is None:
            raise BadInput(f"{self._name} has no picture{f' from {self._part.begin:g} s on' if self._part.begin else ''}. Give another film, or another --from.")
        self.held = max(0, count - given)
        for _ in range(self.held):
            yield last

    def _all(self) -> Iterator[np.ndarray]:
        """uint8 [h, w, 3] of each; BadInput when the decoder gives up, or takes too long."""
        import numpy as np

        width, height = self._part.size
        late = threading.Timer(self._limits.seconds, self._child.kill)
        late.start()
        words = _Words(self._child)
        try:
            assert self._child.stdout is not None
            while len(data := self._child.stdout.read(width * height * 4)) == width * height * 4:
                yield _flat(np.frombuffer(data, np.uint8).reshape(height, width, 4))
            code = self._child.wait()
        finally:
            late.cancel()
            self._child.kill()
            self._child.wait()
            said = words.all()
        if code < 0:
            raise BadInput(f"{self._name} could not be decoded in {self._limits.seconds} s and {self._limits.memory // 2**30} GB of memory. Export it again in a smaller size, as MP4.")
        if code or data or re.search(r"partial file|truncat|invalid data|ended prematurely|error (?:while|submitting|during)", said, re.IGNORECASE):
            raise BadInput(f"{self._name} {DAMAGED}")


class _Words:
    """What a child says on stderr, read beside its pictures so that it never waits for us."""

    def __init__(self, child: subprocess.Popen[bytes]):
        self._kept = bytearray()
        self._child = child
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._child.stderr is not None
        while data := self._child.stderr.read(4096):
            self._kept += data[: max(0, 100_000 - len(self._kept))]

    def all(self) -> str:
        self._reader.join(timeout=5)
        return self._kept.decode("utf-8", "replace")


def _flat(picture: np.ndarray) -> np.ndarray:
    """RGB over white."""
    import numpy as np

    alpha = picture[..., 3:]
    if alpha.min() == 255:
        return picture[..., :3]
    share = alpha.astype(np.uint16)
    return ((picture[..., :3] * share + 255 * (255 - share) + 127) // 255).astype(np.uint8)
