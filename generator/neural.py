"""Asking Kokoro and Piper: their files, checked; their process, kept in the rig for the lines that follow."""

from __future__ import annotations

import contextlib
import json
import select
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from storyboard.digest import digest, file_digest
from storyboard.errors import Corrupt, Missing, StepFailed

LIST = "voices.json"  # beside the files: what they are and must hash to
PACKAGES = {"kokoro": ("kokoro_onnx", "kokoro-onnx"), "piper": ("piper", "piper-tts")}
LIMIT_S = 180.0


class Installed(NamedTuple):
    """Files of a way by name, and one digest for all of them."""

    files: dict[str, Path]
    digest: str


def listed(folder: Path | None, way: str) -> dict[str, dict[str, Any]]:
    """What was set up of the way: file name -> {sha256, bytes}. {} when nothing was. Corrupt."""
    path = None if folder is None else folder / way / LIST
    if path is None or not path.is_file():
        return {}
    try:
        found: dict[str, dict[str, Any]] = json.loads(path.read_text())["files"]
        return {name: dict(one) for name, one in found.items() if one["sha256"] and Path(name).name == name}
    except (ValueError, KeyError, TypeError) as error:
        raise Corrupt(f"{path} cannot be read ({error}). Set the voices up again: fabula voices --set-up {way}.") from error


def digest_of(folder: Path | None, way: str) -> str | None:
    """One digest for all that was set up of the way; None when nothing was."""
    found = listed(folder, way)
    return digest("voices", way, sorted((name, one["sha256"]) for name, one in found.items())) if found else None


def installed(way: str, rig: Any) -> Installed:
    """The way's files, their digests held against what was set up. Missing, Corrupt with what to do."""
    module, package = PACKAGES[way]
    if find_spec(module) is None:
        raise Missing(f"The voices of {way.title()} need the package {package}. Install it with `pip install {package}`.")
    found = listed(rig.voices, way)
    if not found:
        raise Missing(f"No voices of {way.title()} are set up. Set them up with `fabula voices --set-up {way}`.")
    held: Installed = rig.loaded(f"{way} files", lambda: _held(rig.voices / way, way, found))
    return held


def _held(folder: Path, way: str, found: dict[str, dict[str, Any]]) -> Installed:
    for name, one in found.items():
        path = folder / name
        if not path.is_file() or file_digest(path) != one["sha256"]:
            raise Corrupt(f"{path} is gone or not what was set up. Set the voices up again: fabula voices --set-up {way}.")
    return Installed({name: folder / name for name in found}, digest_of(folder.parent, way) or "")


class Child:
    """The way's process: started when it is first asked, and anew after it died."""

    def __init__(self, way: str, files: list[Path]):
        self.way, self.command = way, [sys.executable, "-m", "generator.neural_child", way, *map(str, files)]
        self.process: subprocess.Popen[str] | None = None

    def asked(self, job: dict[str, Any]) -> dict[str, Any]:
        """Its answer. StepFailed when it dies or does not answer in time."""
        if self.process is None:
            root = Path(__file__).resolve().parent.parent
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
        wire, out = self.process.stdin, self.process.stdout
        assert wire is not None and out is not None
        with contextlib.suppress(OSError):  # it died: the empty answer says so
            wire.write(json.dumps(job) + "\n")
            wire.flush()
        ready, _, _ = select.select([out], [], [], LIMIT_S)
        row = out.readline() if ready else ""
        if row.endswith("\n"):
            found: dict[str, Any] = json.loads(row)
            return found
        code = self._end()
        how = f"ended with code {code}" if ready else f"did not answer within {LIMIT_S:.0f} s"
        raise StepFailed(f"The process of {self.way.title()} " + how + ". Try again.")

    def _end(self) -> int:
        assert self.process is not None
        process, self.process = self.process, None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)  # it closed its wire first; let it say how it ended
        process.kill()
        return process.wait()


def say(way: str, files: list[Path], job: dict[str, Any], rig: Any) -> tuple[np.ndarray, int]:
    """One line by the way's process: mono samples and their rate. Raises StepFailed."""
    child: Child = rig.loaded(f"{way} {files[0].name}", lambda: Child(way, files))
    path = rig.scratch / "neural.f32"
    found = child.asked({**job, "path": str(path)})
    if "error" in found:
        raise StepFailed(f"{way.title()} could not say {job['text'][:60]!r}: {found['error']}.")
    samples = np.fromfile(path, "<f4").astype(np.float64)
    path.unlink()
    return samples, int(found["rate"])
