"""Who makes: the Crew protocol, and LocalCrew, a process per seat on this machine.

A maker's process keeps its weights loaded between steps, runs on one thread, and dies with its parent, taking its ffmpeg along
(maker_process.py). A process that is killed costs its step one more try, on a fresh process.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any, Protocol

from app.process import is_gone, me
from app.settings import Settings, maker_environment, service_environment
from storyboard import errors
from storyboard.errors import FabulaError, Missing, StepFailed
from storyboard.take import Media

TRIES = 2
LOG_BYTES = 5 * 2**20


@dataclass(frozen=True)
class Task:
    """What a maker is given: exactly what was hashed into `key`. `module`: where its make() is; `brought`: where a person's own weights are;
    `is_again`: a process has died of it; `service`: who is asked to make it ("": nobody)."""

    key: str
    kind: str
    way: str
    module: str
    params: Any
    inputs: Mapping[str, tuple[Media, ...]]
    brought: Path | None = None
    is_again: bool = False
    service: str = ""


@dataclass(frozen=True)
class Result:
    """What came of a task: a media, or the error that says why not; `paid`: whether a service was paid for it now ("perhaps": no answer came); `earlier`:
    whether it was before ("": nobody looked)."""

    key: str
    media: Media | None = None
    seconds: float = 0.0
    error: FabulaError | None = None
    paid: str = "no"
    earlier: str = ""


class Crew(Protocol):
    """Makes tasks side by side. The caller takes a result's file away before it sends the next task."""

    size: int

    def free(self, service: str = "") -> int:
        """How many tasks may be sent now that are made here, or that a service is asked for."""

    def send(self, task: Task) -> None: ...

    def results(self, timeout_s: float) -> list[Result]:
        """What has been finished, waiting at most so long for the first."""

    def drop(self) -> None:
        """Give up every task in hand."""

    def close(self) -> None: ...


@dataclass
class _Seat:
    """One process and what it works on: what is made here, or what it asks a service for."""

    number: int
    service: str = ""
    process: subprocess.Popen[bytes] | None = None
    wire: Connection | None = None
    task: Task | None = None
    tries: int = 0
    ways: set[str] = field(default_factory=set)


class LocalCrew:
    """A crew of `size` processes on this machine, and as many for each service as may ask it at once, since they only wait; all started when
    they are first needed."""

    def __init__(self, settings: Settings, size: int | None = None):
        self.size, self._settings = size or settings.workers, settings
        lanes = [""] * self.size + [name for name, one in settings.services.items() for _ in range(one.at_once)]
        self._seats = [_Seat(n, service) for n, service in enumerate(lanes)]
        self._scratch = settings.scratch / ("crew-" + me().replace("/", "~"))
        self._log = settings.logs / "makers.log"
        self._early: list[Result] = []

    def free(self, service: str = "") -> int:
        return sum(seat.task is None and seat.service == service for seat in self._seats)

    def send(self, task: Task) -> None:
        idle = [seat for seat in self._seats if seat.task is None and seat.service == task.service]
        seat = min(idle, key=lambda s: (task.way not in s.ways, s.process is None, s.number))
        seat.task, seat.tries = task, 0
        self._give(seat)

    def ready(self) -> None:
        """Start the process of every seat that makes things here now, so that the first picture does not wait for it."""
        for seat in self._seats:
            if seat.process is None and not seat.service:
                self._start(seat)
                assert seat.wire is not None
                with contextlib.suppress(OSError):  # it died at once: its first task finds that out
                    seat.wire.send(None)

    def results(self, timeout_s: float) -> list[Result]:
        found, self._early = self._early, []
        wires = {seat.wire: seat for seat in self._seats if seat.task is not None and seat.wire is not None}
        for wire in wait(list(wires), 0 if found else timeout_s) if wires else []:
            result = self._read(wires[wire])  # type: ignore[index]
            if result is not None:
                found.append(result)
        return found

    def drop(self) -> None:
        for seat in self._seats:
            if seat.task is not None:
                self._end(seat)
                seat.task = None

    def close(self) -> None:
        for seat in self._seats:
            self._end(seat)
            seat.task = None
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _give(self, seat: _Seat) -> None:
        assert seat.task is not None
        seat.tries += 1
        if seat.process is None:
            self._start(seat)
        seat.ways.add(seat.task.way)
        try:
            seat.wire.send(seat.task)  # type: ignore[union-attr]
        except OSError:  # it died while idle: the next read finds the closed wire and tries again
            seat.tries -= 1

    def _read(self, seat: _Seat) -> Result | None:
        task = seat.task
        assert task is not None and seat.wire is not None
        try:
            media, seconds, error, paid, earlier = seat.wire.recv()
        except (EOFError, OSError):
            return self._died(seat, task)
        seat.task = None
        return Result(task.key, media, seconds, None if error is None else rebuilt(*error), paid, earlier)

    def _died(self, seat: _Seat, task: Task) -> Result | None:
        assert seat.process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            seat.process.wait(0.5)  # it closed its wire first; let it say how it ended
        how = _how_it_ended(self._end(seat))
        if seat.tries < TRIES:
            seat.task = replace(task, is_again=True)
            self._give(seat)
            return None
        seat.task = None
        said = f"The process making this {task.kind} ({task.way}) {how} {seat.tries} times; its last words are in {self._log}."
        return Result(task.key, error=StepFailed(said), paid="perhaps")

    def _start(self, seat: _Seat) -> None:
        ours, theirs = Pipe()
        folder = self._scratch / str(seat.number)
        folder.mkdir(parents=True, exist_ok=True)
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.replace(self._log.with_suffix(".old.log"))
        command = [sys.executable, "-m", "app.maker_process", str(theirs.fileno()), str(os.getpid()), str(folder)]
        with self._log.open("ab") as log:
            seat.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(theirs.fileno(),), env=maker_environment() | service_environment(self._settings), process_group=0
            )
        theirs.close()
        seat.wire, seat.ways = ours, set()

    def _end(self, seat: _Seat) -> int:
        """Kill the process and all it started. Returns how the process ended."""
        process, wire = seat.process, seat.wire
        seat.process, seat.wire, seat.ways = None, None, set()
        if process is None:
            return 0
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        if wire is not None:
            wire.close()
        return process.wait()


def rebuilt(name: str, message: str) -> FabulaError:
    """An error of our tree that came over a wire by name."""
    kind = getattr(errors, name, StepFailed)
    return kind(message) if isinstance(kind, type) and issubclass(kind, FabulaError) and kind is not errors.Conflict else StepFailed(message)


def module_of(kind: str, way: str) -> str:
    """Where the maker of this kind and way is. Missing when there is none."""
    from generator import MAKERS

    module = MAKERS.get((kind, way))
    if module is None:
        known = ", ".join(sorted(w for k, w in MAKERS if k == kind)) or "none"
        raise Missing(f"There is no way {way!r} to make a {kind}; there are: {known}.")
    return module


def sweep(scratch: Path) -> int:
    """Remove what crews that no longer run left behind. Returns how many folders."""
    left = [p for p in scratch.glob("crew-*") if is_gone(p.name.removeprefix("crew-").replace("~", "/"))]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _how_it_ended(code: int) -> str:
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"was killed ({name}{', often because memory ran out' if -code == signal.SIGKILL else ''})"
    return f"ended by itself (code {code})"
