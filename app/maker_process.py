"""A maker's process: takes tasks from its wire, makes them on one thread, says what came of each. Dies with its parent."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from app.db.media import no_room
from app.settings import Settings, settings, shown
from storyboard.errors import FabulaError, StepFailed

if TYPE_CHECKING:
    from app.crew import Task
    from generator.rig import Service

DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
SET_PDEATHSIG = 1  # linux/prctl.h
WATCH_S = 0.2
Said = tuple[str, str] | None  # an error's class and its sentence


def main(wire_number: int, parent: int, scratch: Path) -> None:
    """Serve until the wire closes."""
    _die_with(parent)
    from generator.rig import Rig

    given, wire = settings(), Connection(wire_number)
    rig = Rig(scratch, voices=given.voices, services=services(given), replies=given.replies)
    turn = 0
    while True:
        try:
            task = wire.recv()
        except (EOFError, OSError):
            _end_group()
        if task is None:
            _warm()
            continue
        turn += 1
        rig.begin(_fresh(scratch, turn), task.is_again)
        began = time.monotonic()
        media, error = attempt(task, rig)
        wire.send((media, time.monotonic() - began, error, rig.paid, rig.earlier))


def services(given: Settings) -> dict[str, Service]:
    """Those that are set."""
    from generator.rig import Service

    return {name: Service(one.url, one.model, one.key, shown(one.url)) for name, one in given.services.items() if one.url}


def _warm() -> None:
    """Import what nearly every film begins with, before somebody waits for it."""
    from generator import MAKERS

    for kind in ("portrait", "still"):
        import_module(MAKERS[kind, "drawn"])


def attempt(task: Task, rig: Any) -> tuple[Any, Said]:
    """The media, or the error as (class, sentence). A maker's own bug is told as what it is, its traceback is in the log."""
    try:
        from generator.checkpoints import paths_of

        rig.weights |= paths_of(task.kind, task.way, task.brought)
        make = import_module(task.module).make
        _one_thread()
        return make(task.params, task.inputs, rig), None
    except FabulaError as error:
        return None, (type(error).__name__, str(error))
    except OSError as error:
        _log()
        if error.errno not in DISK_ERRORS:
            return None, _plain(task, error)
        found = no_room(error, rig.scratch)
        return None, (type(found).__name__, str(found))
    except Exception as error:  # a maker may raise anything; it becomes a failed step that says what
        _log()
        return None, _plain(task, error)


def _plain(task: Task, error: Exception) -> Said:
    said = " ".join(str(error).split())[:400] or "it gave no reason"
    return StepFailed.__name__, f"Making this {task.kind} ({task.way}) failed: {type(error).__name__}: {said}"


def _log() -> None:
    traceback.print_exc(file=sys.stderr)
    sys.stderr.flush()


def _fresh(scratch: Path, turn: int) -> Path:
    """A folder for this step; that of the step before is gone."""
    shutil.rmtree(scratch / str(turn - 1), ignore_errors=True)
    folder = scratch / str(turn)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _one_thread() -> None:
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def _die_with(parent: int) -> None:
    """Two ways to notice that the parent is gone: a signal from the kernel, and a look five times a second."""

    def look(_number: int = 0, _frame: FrameType | None = None) -> None:
        if os.getppid() != parent:
            _end_group()

    def watch() -> None:
        while True:
            time.sleep(WATCH_S)
            look()

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what stops
    signal.signal(signal.SIGHUP, look)  # the kernel sends it when the parent's *thread* ends, so look before dying
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(SET_PDEATHSIG, signal.SIGHUP)
    threading.Thread(target=watch, daemon=True).start()
    look()


def _end_group() -> None:
    """End this process and every process it started."""
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
