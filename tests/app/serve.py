"""A real server on loopback, in a thread of the test."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from app.server import app
from app.serving import address_of, bound, server
from app.studio import Studio


@contextlib.contextmanager
def serving(studio: Studio) -> Iterator[str]:
    """Its address, as in http://127.0.0.1:43210/."""
    listening = bound("127.0.0.1", 0)
    served = server(app(studio))
    ready = threading.Event()
    served.ready = ready.set
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield address_of(listening)
    finally:
        served.should_exit = True
        thread.join(10)
        listening.close()
