"""The studio's own worker: a process beside the server, nicer than it, that ends when the server does, however that ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress

from app.studio import Studio
from app.worker import Look, unwatched, work

NICER = 10  # steps of niceness: pages answer first
TAKEN = 9  # the exit code when another worker serves this home


def main() -> int:
    """Work until stdin, which the server holds open, ends."""
    with suppress(OSError):
        os.nice(NICER)
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):  # not through the buffer, which this thread would hold at the end
            pass
        asked.set()

    threading.Thread(target=wait, daemon=True).start()
    with Studio() as studio:
        return TAKEN if work(studio.store, Look(unwatched, asked.is_set, afterwards="queued")) < 0 else 0


if __name__ == "__main__":
    sys.exit(main())
