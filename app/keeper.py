"""Keeps a worker at work: a child process, started again when it dies, and only looked for while another worker serves the home."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.settings import Settings, worker_environment
from app.worker_process import TAKEN

AGAIN_S = (1.0, 2.0, 5.0, 15.0, 30.0)  # before the next start, after so many deaths in a row
WELL_S = 60.0  # a worker that lived so long is counted as well
TAKEN_S = 5.0  # between looks while another worker serves this home
END_S = 20.0  # for a worker to put down what it makes
LARGEST_LOG = 4 * 2**20  # bytes; the one before is kept beside it


@dataclass
class Keeper:
    """The worker of one home. `say`: told in a sentence what becomes of it."""

    settings: Settings
    say: Callable[[str], None] = print
    command: tuple[str, ...] = (sys.executable, "-m", "app.worker_process")
    _ended: threading.Event = field(default_factory=threading.Event)
    _child: subprocess.Popen[bytes] | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the worker put its job back; what is finished is kept."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def pid(self) -> int | None:
        """Of the worker, while there is one."""
        child = self._child
        return None if child is None or child.poll() is not None else child.pid

    def _keep(self) -> None:
        deaths, told = 0, False
        while not self._ended.is_set():
            code, lived_well = self._lived()
            if self._ended.is_set():
                return
            if code == TAKEN:
                if not told:
                    self.say("Another worker serves this home already; this studio only shows what it makes, and takes over when it ends.")
                told, wait_s = True, TAKEN_S
            else:
                deaths = 0 if lived_well else deaths
                wait_s = AGAIN_S[min(deaths, len(AGAIN_S) - 1)]
                deaths, told = deaths + 1, False
                self.say(f"The worker ended ({code}); it is started again. {self.log} says more. What was finished is kept.")
            self._ended.wait(wait_s)

    def _lived(self) -> tuple[int, bool]:
        """One life of a worker: its exit code, and whether it was a long one."""
        import time

        began = time.monotonic()
        with self._fresh_log().open("ab") as log:
            child = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=worker_environment(self.settings), start_new_session=True
            )
        self._child = child
        while child.poll() is None and not self._ended.wait(0.2):
            pass
        if child.stdin is not None:
            child.stdin.close()  # which asks it to end
        try:
            child.wait(END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        return child.returncode, time.monotonic() - began > WELL_S

    @property
    def log(self) -> Path:
        return self.settings.logs / "worker.log"

    def _fresh_log(self) -> Path:
        self.settings.logs.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        return self.log
