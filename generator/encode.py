"""Moving pictures on disk: H.264 mp4 written from frames and read back as frames, through the bundled ffmpeg.

Frames are uint8 arrays [h, w, 3], RGB, or planar: [3h/2, w], as the file keeps them (planar.py), which costs no conversion.
Same frames, same bytes: one thread, bit-exact flags, no dates in the file.
A file is written under a working name and takes its own only when its frames have been counted: if this process dies, ffmpeg
closes a playable but short film (measured), and that must never stand where a finished one is looked for.
"""

from __future__ import annotations

import contextlib
import functools
import math
import signal
import subprocess
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, Literal, NamedTuple

import numpy as np

from generator.planar import height_of
from storyboard.errors import BadInput, Corrupt, FabulaError, NoRoom, StepFailed
from storyboard.take import Media

Frame = np.ndarray  # uint8 [h, w, 3] or planar [3h/2, w]


class Quality(NamedTuple):
    """How H.264 keeps a picture: the rate factor (less is better, 0 to 51) and how hard the encoder searches for few bytes."""

    crf: int
    preset: Literal["ultrafast", "superfast", "veryfast", "fast"]


CLIP = Quality(14, "ultrafast")  # decoded once by its scene: near the drawing, and soon written
FILM = Quality(16, "veryfast")  # what is watched
QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error", "-y")
EXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
PLAIN = (*EXACT, "-map_metadata", "-1", "-map_chapters", "-1")
KEPT = 200_000  # letters of what ffmpeg says, the last ones
KEPT_AS = "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+bitexact"
SHOWN_AS = "scale=in_range=tv:out_range=pc:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact"
FULL = ("No space left", "File too large", "Disk quota", "Read-only file system", "Permission denied")


def write_mp4(path: Path, frames: Iterable[Frame], rate: str, quality: Quality = CLIP) -> Media:
    """Encode every frame into `path`. Size is the first frame's, both sides even. BadInput, NoRoom, StepFailed."""
    frames = iter(frames)
    first = next(frames, None)
    if first is None:
        raise BadInput(f"{path.name} was given no frames; a film needs at least one.")
    height, width = checked(first, path)
    part = working_name(path)
    try:
        count = _encode(part, _joined(first, frames), picture_options((width, height), rate, quality, planar=first.ndim == 2))
        found = count_frames(part)
        if found != count:
            raise StepFailed(f"{path.name} holds {found} frames where {count} were written. Make it again.")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Media(path=path, format="mp4", frames=count, rate=rate, width=width, height=height)


def picture_options(size: tuple[int, int], rate: str, quality: Quality, planar: bool) -> list[str]:
    """ffmpeg's options for frames of `size` (width, height) on its standard input, as H.264 High in BT.709, streamable. Tuned for
    flat drawn areas; no B-frames: on twos every second frame is free without them, and they cost more than they save (measured)."""
    width, height = size
    gop = str(2 * round(Fraction(rate)))
    told = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    return [
        "-f", "rawvideo", "-pix_fmt", "yuv420p" if planar else "rgb24", "-s", f"{width}x{height}", "-framerate", rate, "-i", "pipe:0",
        "-an", "-filter_threads", "1", "-vf", told if planar else f"{KEPT_AS},format=yuv420p,{told}",
        "-c:v", "libx264", "-profile:v", "high", "-preset", quality.preset, "-tune", "animation", "-bf", "0", "-crf", str(quality.crf),
        "-threads", "1", "-g", gop,
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
        "-movflags", "+faststart", *PLAIN, "-f", "mp4",
    ]  # fmt: skip


def checked(frame: Frame, path: Path) -> tuple[int, int]:
    """Height and width of a frame that can be encoded; BadInput where it cannot."""
    if frame.dtype != np.uint8 or not (frame.ndim == 2 or (frame.ndim == 3 and frame.shape[2] == 3)):
        raise BadInput(f"{path.name} takes uint8 frames [h, w, 3], was given {frame.dtype} {list(frame.shape)}.")
    height, width = height_of(frame) if frame.ndim == 2 else frame.shape[0], frame.shape[1]
    if height % 2 or width % 2:
        raise BadInput(f"{path.name} takes even sides, was given {width}x{height}. Crop one row or column.")
    return height, width


def working_name(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _joined(first: Frame, rest: Iterator[Frame]) -> Iterator[Frame]:
    yield first
    for frame in rest:
        if frame.shape != first.shape or frame.dtype != first.dtype:
            raise BadInput(f"frames of one film have one size: {list(first.shape)} first, then {list(frame.shape)} {frame.dtype}.")
        yield frame


def _encode(part: Path, frames: Iterator[Frame], options: Sequence[str]) -> int:
    """Feed the frames to ffmpeg and count them. If drawing a frame fails, the child is ended and the failure goes on up."""
    with Child([*QUIET, *options, str(part)], feed=True) as child:
        count = 0
        try:
            for frame in frames:
                child.pipe.write(np.ascontiguousarray(frame).data)
                count += 1
            child.pipe.close()
        except BrokenPipeError:
            pass  # the child left first: its own words, below, say why
        child.finish(part.name)
    return count


class Child:
    """One ffmpeg process with its words kept. `feed`: we write to it; else we read from it. Ended when the block is left."""

    def __init__(self, options: Sequence[str], feed: bool = False):
        self._feed, self._words = feed, bytearray()
        self.process = subprocess.Popen(
            [ffmpeg(), *options], stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._listener.join(timeout=5)
        with contextlib.suppress(BrokenPipeError):  # frames left in a pipe that nobody reads any more
            self.pipe.close()
        if self.process.stderr:
            self.process.stderr.close()

    @property
    def pipe(self) -> IO[bytes]:
        pipe = self.process.stdin if self._feed else self.process.stdout
        assert pipe is not None
        return pipe

    @property
    def words(self) -> str:
        return self._words.decode(errors="replace")

    def finish(self, name: str) -> None:
        """Wait for the end; NoRoom or StepFailed when it is a bad one."""
        code = self.process.wait()
        self._listener.join(timeout=5)
        if code != 0:
            raise failure(name, code, self.words)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._words = (self._words + line)[-KEPT:]


def failure(name: str, code: int, words: str) -> FabulaError:
    """The error that ffmpeg's exit code and words mean."""
    last = " / ".join(words.strip().splitlines()[-3:])
    if code == -signal.SIGXFSZ or any(sign in words for sign in FULL):
        why = last or "file too large"
        return NoRoom(f"The disk is full or cannot be written: {name} was not finished ({why}). Free some space and go on.")
    return StepFailed(f"ffmpeg left with code {code} while making {name}: {last or 'it said nothing'}")


def run(options: Sequence[str], name: str) -> str:
    """Run ffmpeg to its end and return its words. `name`: what it makes, for the message when it fails."""
    with Child(["-hide_banner", "-nostdin", "-y", *options]) as child:
        child.pipe.read()
        child.finish(name)
        return child.words


def count_frames(path: Path, container: str = "mov") -> int:
    """How many pictures the file's video track holds, counted packet by packet. Corrupt when it cannot be read. `container`: ffmpeg's
    name for the kind of file."""
    options = [*QUIET, "-stats_period", "3600", "-progress", "pipe:1", "-protocol_whitelist", "file", "-format_whitelist", container]
    with Child([*options, "-i", str(path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-"]) as child:
        told = child.pipe.read().decode().splitlines()
        child.process.wait()
        counts = [int(line[6:]) for line in told if line.startswith("frame=")]
        if child.process.returncode != 0 or not counts:
            raise Corrupt(f"{path.name} cannot be read as a film: {child.words.strip() or 'it holds no picture'}. Make it again.")
        return counts[-1]


def read_frames(
    media: Media, rate: str | None = None, size: tuple[int, int] | None = None, planar: bool = False
) -> Generator[Frame, None, None]:
    """Every frame of an mp4 in order, uint8 [h, w, 3] or planar [3h/2, w], decoded as they are asked for. `rate` and `size` (width,
    height), where they differ from the file's, resample it: the picture is scaled to cover and cropped in the middle."""
    width, height = size or (media.width, media.height)
    shape = (height * 3 // 2, width) if planar else (height, width, 3)
    steps = []
    if rate is not None and Fraction(rate) != Fraction(media.rate):
        steps.append(f"fps={rate}:round=near")
    if (width, height) != (media.width, media.height):
        steps.append(f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=lanczos,crop={width}:{height}")
    steps.append(f"{KEPT_AS}:in_range=tv,format=yuv420p" if planar else f"{SHOWN_AS},format=rgb24")
    options = [
        *QUIET, "-threads", "1", "-protocol_whitelist", "file", "-format_whitelist", "mov", "-i", str(media.path), "-map", "0:v:0",
        "-filter_threads", "1", "-vf", ",".join(steps), "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1",
    ]  # fmt: skip
    with Child(options) as child:
        while data := child.pipe.read(math.prod(shape)):
            if len(data) < math.prod(shape):
                raise Corrupt(f"{media.path.name} ends in the middle of a picture. Make it again.")
            yield np.frombuffer(data, np.uint8).reshape(shape)
        child.process.wait()
        if child.process.returncode != 0:
            raise Corrupt(f"{media.path.name} cannot be read to its end: {child.words.strip()[-300:]}. Make it again.")


class Reader:
    """Planar frames of an mp4 by number, for one who mostly goes forward: opened at the first call, a step back opens it again."""

    def __init__(self, media: Media, rate: str | None = None, size: tuple[int, int] | None = None):
        self._media, self._rate, self._size = media, rate, size
        self._frames: Generator[Frame, None, None] | None = None
        self._at = -1
        self._last: Frame | None = None

    def frame(self, index: int) -> Frame:
        """Frame `index`, uint8 [3h/2, w], read-only. Corrupt when the file ends before it."""
        if index < self._at:
            self.close()
        self._frames = self._frames or read_frames(self._media, self._rate, self._size, planar=True)
        while self._at < index:
            self._last = next(self._frames, None)
            self._at += 1
            if self._last is None:
                break
        if self._last is None:
            told = f"should hold {self._media.frames} pictures and ends after {self._at}"
            raise Corrupt(f"{self._media.path.name} {told}. Make it again.")
        return self._last

    def close(self) -> None:
        if self._frames is not None:
            self._frames.close()
        self._frames, self._at, self._last = None, -1, None


@functools.cache
def ffmpeg() -> str:
    """The bundled binary."""
    import imageio_ffmpeg

    return imageio_ffmpeg.get_ffmpeg_exe()
