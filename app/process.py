"""Who is at work: a name for this process that another can check, and a lock that dies with its holder."""

from __future__ import annotations

import fcntl
import functools
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@functools.lru_cache(maxsize=8)
def _name(pid: int) -> str:
    return "/".join((socket.gethostname(), _boot(), str(pid), _started(pid)))


def me() -> str:
    """host/boot/pid/start: no other process, on this or another machine, before or after, has this name."""
    return _name(os.getpid())


def is_gone(worker: str) -> bool:
    """True only when the worker certainly no longer runs: it was on this machine, and its process is not there."""
    host, boot, pid, started = (worker.split("/") + [""] * 4)[:4]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return boot != _boot() or _started(int(pid)) != started


def _boot() -> str:
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text().strip() if path.exists() else "boot"


def _started(pid: int) -> str:
    """The start time of a process in clock ticks since boot, "gone" if there is none (a zombie counts as gone)."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return _without_proc(pid)
    return "gone" if words[0] == "Z" else words[19]


def _without_proc(pid: int) -> str:
    """On systems without /proc: only whether the process is there."""
    if Path("/proc/self/stat").exists():
        return "gone"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "there"
    return "there"


@contextmanager
def only_one(path: Path, wait: bool = True) -> Iterator[bool]:
    """Hold the lock file. Yields False when another holds it and `wait` is False. The lock ends with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
