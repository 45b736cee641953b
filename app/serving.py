"""fabula studio: the server and its worker, from start to Ctrl-C."""

from __future__ import annotations

import contextlib
import ipaddress
import signal
import socket
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from app.keeper import Keeper
from app.settings import has_screen
from app.studio import Studio
from storyboard.errors import BadInput, FabulaError

PORT = 7860
NEXT_PORTS = 20  # tried after it, when no port was named
SHORTEST_PASSWORD = 8
GOODBYE_S = 2  # for answers under way; open pages poll again when the next server is there


def studio(given: Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    with Studio() as opened:
        guarded(given.host, opened.settings.password)
        if given.size is not None:
            opened.usual_size = given.size
        listening = bound(given.host, given.port)
        with contextlib.closing(listening):
            return _served(opened, given, listening)


def guarded(host: str, password: str) -> None:
    """BadInput when strangers could come in."""
    if password and len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"FABULA_PASSWORD has {len(password)} characters; give it at least {SHORTEST_PASSWORD}.")
    if not password and not is_loopback(host):
        raise BadInput(f"--host {host} lets other machines in, so it needs a password: set FABULA_PASSWORD, or leave --host out to serve this machine only.")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def bound(host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port that was named, else on the first free one from PORT on. BadInput."""
    if port is not None and not 0 <= port < 2**16:
        raise BadInput(f"--port is {port}; give a number from 1024 to 65535.")
    first = PORT if port is None else port
    for one in range(first, first + (NEXT_PORTS if port is None else 1)):
        try:
            return _listening(host.strip("[]"), one)
        except PermissionError as error:
            raise BadInput(f"Port {one} needs rights that this user has not. Give one above 1023 with --port.") from error
        except OSError as error:
            if error.errno not in _taken():
                raise BadInput(f"{host} cannot be served on port {one}: {error.strerror or error}. Give an address of this machine with --host.") from error
    if port is not None:
        raise BadInput(f"Port {port} is taken. Give another with --port, or leave it out for the next free one.")
    raise BadInput(f"Ports {first} to {first + NEXT_PORTS - 1} are all taken. Give a free one with --port.")


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(512)
    except OSError:
        made.close()
        raise
    return made


def _taken() -> tuple[int, ...]:
    import errno

    return (errno.EADDRINUSE,)


def address_of(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _served(opened: Studio, given: Namespace, listening: socket.socket) -> int:
    from app.server import app

    address = address_of(listening)
    _say("Opening the studio...")
    try:
        opened.example()
    except FabulaError as error:  # the studio is of use without it
        _say(str(error))
    served = server(app(opened))
    keeper = Keeper(opened.settings, _say)

    def ready() -> None:
        lock = " It asks for FABULA_PASSWORD." if opened.settings.password else ""
        _say(f"The studio is at {address}{lock} In Chinese: {address}zh/. Ctrl-C ends it; nothing is lost.")
        if given.open or (given.open is None and sys.stdout.isatty() and has_screen()):
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    served.ready = ready
    keeper.start()
    try:
        with _asked_to_end(served):
            served.run(sockets=[listening])
    finally:
        _say("Stopping; what is finished is kept...")
        keeper.stop()
    return 0


def server(application: Any) -> Any:
    """A uvicorn server of it, that calls its `ready` when it answers and leaves signals to us."""
    import uvicorn

    class Server(uvicorn.Server):
        ready: Callable[[], None] = staticmethod(lambda: None)

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            self.ready()

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    config: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False, "proxy_headers": False, "timeout_graceful_shutdown": GOODBYE_S}
    return Server(uvicorn.Config(application, **config))


@contextlib.contextmanager
def _asked_to_end(served: Any) -> Iterator[None]:
    """Ctrl-C and SIGTERM end it; a second one does not wait for open answers."""

    def end(_number: int, _frame: FrameType | None) -> None:
        served.force_exit = served.should_exit
        served.should_exit = True

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(words: str) -> None:
    print(words, flush=True)


COMMANDS: dict[str, Callable[[Namespace], int]] = {"studio": studio}
