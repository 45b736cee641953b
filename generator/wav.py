"""Wav files: 16-bit PCM at 44.1 kHz, mono or stereo, read and written whole or in blocks."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from storyboard.errors import Corrupt, Missing, NoRoom
from storyboard.sound import SAMPLE_RATE
from storyboard.take import Media

FULL = 32768.0
BLOCK = 1 << 16  # samples that are worked on at a time where a film's whole sound is too much


def _opened(path: Path) -> wave.Wave_read:
    try:
        file = wave.open(str(path), "rb")  # noqa: SIM115
    except FileNotFoundError as error:
        raise Missing(f"The sound {path} is not there. Make it again.") from error
    except (wave.Error, EOFError) as error:
        raise Corrupt(f"The sound {path} is not a PCM wav file ({error}). Make it again.") from error
    if file.getsampwidth() != 2 or file.getnchannels() > 2 or file.getframerate() != SAMPLE_RATE:
        form = f"{8 * file.getsampwidth()} bits, {file.getnchannels()} channels, {file.getframerate()} Hz"
        file.close()
        raise Corrupt(f"The sound {path} has {form}; 16 bits, 1 or 2 channels, {SAMPLE_RATE} Hz are needed. Convert it.")
    return file


def _floats(pcm: bytes, channels: int) -> np.ndarray:
    return (np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(FULL)).reshape(-1, channels)


def read(path: Path, start: int = 0, count: int | None = None) -> np.ndarray:
    """Samples [start, start + count) of a wav as float32 (samples, channels) in -1..1; fewer if it ends before."""
    with _opened(path) as file:
        length = file.getnframes()
        start = min(max(start, 0), length)
        file.setpos(start)
        wanted = length - start if count is None else min(count, length - start)
        return _floats(file.readframes(max(wanted, 0)), file.getnchannels())


def blocks(path: Path, size: int) -> Iterator[np.ndarray]:
    """The whole wav as float32 (<= size, channels), one block after another."""
    with _opened(path) as file:
        while pcm := file.readframes(size):
            yield _floats(pcm, file.getnchannels())


def length(path: Path) -> int:
    """How many samples (per channel) a wav has."""
    with _opened(path) as file:
        return file.getnframes()


class Writer:
    """Writes a wav block by block: `with Writer(path, 2) as out: out.add(block)`. Values beyond +-1 are clipped."""

    def __init__(self, path: Path, channels: int):
        self.path, self.channels, self.samples = path, channels, 0

    def __enter__(self) -> Writer:
        try:
            self.file = wave.open(str(self.path), "wb")
        except OSError as error:
            raise NoRoom(f"The sound {self.path} cannot be written ({error}). Make room and try again.") from error
        self.file.setnchannels(self.channels)
        self.file.setsampwidth(2)
        self.file.setframerate(SAMPLE_RATE)
        return self

    def add(self, samples: np.ndarray) -> None:
        """Append (samples, channels) or, for mono, (samples,)."""
        block = samples.reshape(-1, self.channels)
        pcm = np.clip(np.rint(block * FULL), -FULL, FULL - 1).astype("<i2")
        try:
            self.file.writeframes(pcm.tobytes())
        except OSError as error:
            raise NoRoom(f"The sound {self.path} cannot be written ({error}). Make room and try again.") from error
        self.samples += len(block)

    def __exit__(self, *_: object) -> None:
        self.file.close()

    @property
    def media(self) -> Media:
        """What was written, as a Media."""
        return Media(self.path, "wav", frames=self.samples, rate=str(SAMPLE_RATE))


def write(path: Path, samples: np.ndarray) -> Media:
    """Write (samples,) or (samples, channels) floats in -1..1 to `path`. Raises NoRoom."""
    with Writer(path, 1 if samples.ndim == 1 else samples.shape[1]) as out:
        out.add(samples)
    return out.media
