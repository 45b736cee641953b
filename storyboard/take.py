"""What making yields: a Media (a file a maker has just written), a Take (kept under its key), an Event (told to watchers)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Format = Literal["png", "mp4", "wav", "json"]
State = Literal["have", "will make", "may make"]


@dataclass(frozen=True)
class Media:
    """One finished file. `frames` at `rate` for mp4 (1 for png); for wav `frames` counts samples and `rate` is in Hz."""

    path: Path
    format: Format
    frames: int = 1
    rate: str = "0"  # exact: "12", "24", "24000/1001", "44100"
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Take:
    """A kept result: the key of the step that made it, and what its file is (sha256 of the bytes)."""

    key: str
    kind: str
    way: str
    sha256: str
    format: Format
    size: int
    frames: int
    rate: str
    width: int
    height: int
    seconds: float  # how long making took
    made_at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Event:
    """One thing that happened while making. `state`: queued, making, made, kept (was there), failed, waits (an input failed)."""

    step: str
    kind: str
    state: Literal["queued", "making", "made", "kept", "failed", "waits"]
    done: int = 0
    total: int = 0
    message: str = ""
    take: Take | None = None
