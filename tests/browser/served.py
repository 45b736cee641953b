"""A real studio for a test: `fabula studio` as a process, with a home of its own, on a free port of this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0  # generous: a slow machine is no fault
TAKEN_AWAY = ("FABULA_", "GRADIO_", "OMP_", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")


class Served:
    """One home and the studio that serves it. It can be killed and started again on the same port, so that open pages find it."""

    def __init__(self, home: Path, module: str = "app", size: str = "tiny"):
        self.home, self.module, self.size = home, module, size
        self.port = 0
        self.said: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(TAKEN_AWAY)}
        return kept | {"FABULA_HOME": str(self.home), "FABULA_WORKERS": "2", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    def start(self) -> None:
        """Returns when it answers."""
        words = [sys.executable, "-m", self.module, "studio", "--port", str(self.port), "--size", self.size, "--no-open"]
        self._process = process = subprocess.Popen(
            words, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True, preexec_fn=_ends_with_us
        )
        at: list[int] = []
        listener = threading.Thread(target=self._listen, args=(process, at), daemon=True)
        listener.start()
        until = time.monotonic() + PATIENCE_S
        while not at:
            assert process.poll() is None and time.monotonic() < until, "fabula studio did not start:\n" + "".join(self.said[-40:])
            time.sleep(0.05)
        self.port = at[0]

    def kill(self) -> None:
        """As a power cut would: the server and its worker at once, without a word."""
        assert self._process is not None
        for pid in [*_children(self._process.pid), self._process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def command(self, *words: str) -> str:
        """What `fabula WORDS` says in this home."""
        done = subprocess.run([sys.executable, "-m", self.module, *words], cwd=self.home, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _listen(self, process: subprocess.Popen[str], at: list[int]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line)
            found = re.search(r"The studio is at http://127\.0\.0\.1:(\d+)/", line)
            if found:
                at.append(int(found[1]))


def _ends_with_us() -> None:
    """In the child: a test run that is killed leaves no server behind, and a server that ends takes its worker along."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _children(pid: int) -> list[int]:
    """All processes below one, the deepest first."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += [*_children(int(child)), int(child)]
    return found
