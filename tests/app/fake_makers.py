"""Tiny makers for the memory's tests: real files of every format in milliseconds, each making noted in a side file.

`FAKE_LOG` in the environment names the side file; `FAKE_PAUSE` seconds a making takes; `FAKE_BAD` a text whose steps always fail.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
import wave
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storyboard.take import Media
from storyboard.watching import Check, Reading


def _note(word: str, seed: str) -> None:
    log = os.environ.get("FAKE_LOG")
    if log:
        with Path(log).open("ab") as file:
            file.write(f"{word} {seed}\n".encode())
            file.flush()


def _seed(params: Any, inputs: Mapping[str, tuple[Media, ...]]) -> str:
    mark = hashlib.sha256(params.model_dump_json().encode())
    for role in sorted(inputs):
        for media in inputs[role]:
            mark.update(role.encode() + media.path.read_bytes())
    return mark.hexdigest()


def make(params: Any, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    seed = _seed(params, inputs)
    kind = type(params).__name__.removesuffix("Params").lower()
    _note("start", f"{kind}-{seed}")
    bad = os.environ.get("FAKE_BAD")
    if bad and bad in params.model_dump_json():
        raise ValueError("this one always fails")
    if os.environ.get("FAKE_DIE") and kind in os.environ["FAKE_DIE"].split(","):
        os.kill(os.getpid(), 9)
    time.sleep(float(os.environ.get("FAKE_PAUSE", "0")))
    if kind.startswith("watch"):
        return reading(rig.scratch / "out.json", kind, inputs)
    if kind == "choice":
        return png(rig.scratch / "out.png", f"{hashlib.sha256(seed.encode()).hexdigest()}")
    media = wav(rig.scratch / "out.wav", seed) if kind in ("voice", "music", "ambience", "mix") else png(rig.scratch / "out.png", seed)
    _note("end", f"{kind}-{seed}")
    return media


def reading(path: Path, kind: str, inputs: Mapping[str, tuple[Media, ...]]) -> Media:
    """Without findings, but of clips whose bytes FAKE_FINDINGS says no to: "all", or first letters of their digests."""
    bad = os.environ.get("FAKE_FINDINGS", "")
    seen = [hashlib.sha256(one.path.read_bytes()).hexdigest() for one in inputs.get("clip", ())]
    found = kind == "watchclip" and (bad == "all" or any(one.startswith(tuple(bad.split(","))) for one in seen if bad))
    check = Check(sort="freeze", holds=not found, value=float(found), bound=0, words="It stands still." if found else "It moves.")
    path.write_text(Reading(checks=(check,)).model_dump_json())
    return Media(path, "json")


def png(path: Path, seed: str) -> Media:
    """8x8 pixels, and a text chunk that makes the bytes those of the seed."""
    rows = b"".join(b"\0" + bytes.fromhex(seed[:48]) for _ in range(8))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return Media(path, "png", width=8, height=8)


def wav(path: Path, seed: str) -> Media:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes.fromhex(seed) * 4)
    return Media(path, "wav", frames=64, rate="8000")
