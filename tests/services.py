"""A server on loopback that speaks what services speak: images, videos, speech, chat and moderation. It writes the story of fake_endpoint, paints what it is told
as stripes, and hums what it is to say; a test may say otherwise for a path."""

from __future__ import annotations

import base64
import email
import hashlib
import io
import json
import tempfile
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from generator.encode import write_mp4
from generator.rig import Service
from tests.agents import fake_endpoint

KEY = "sk-not-to-be-told"
RATE = 24_000
Answer = tuple[int, str, bytes]


class Request(NamedTuple):
    """`told`: the fields of its body; `files`: of a form, in order; `headers` with small letters."""

    path: str
    told: dict[str, Any]
    files: tuple[bytes, ...]
    headers: dict[str, str]


class Services:
    """What was asked, in order, and how many at once at most."""

    def __init__(self, url: str):
        self.url, self.asked = url, list[Request]()
        self.now = self.most = 0

    def of(self, path: str) -> list[Request]:
        return [one for one in self.asked if one.path.endswith(path)]

    def as_service(self, model: str = "painter") -> Service:
        return Service(self.url, model, KEY, self.url)

    def environment(self, *names: str) -> dict[str, str]:
        """Settings that name this server for some services ("LLM", "IMAGE", ...)."""
        return {f"FABULA_{name}_{part}": value for name in names for part, value in (("URL", self.url), ("MODEL", "m"), ("KEY", KEY))}


@contextmanager
def serving(otherwise: Callable[[Services, Request], Answer | None] = lambda *_: None) -> Iterator[Services]:
    """`otherwise`: the answer to a request, None: the usual one; a status of 0 hangs up without a word."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with lock:
                known.now += 1
                known.most = max(known.most, known.now)
            try:
                self.answer()
            except (BrokenPipeError, ConnectionResetError):  # whoever asked has gone
                self.close_connection = True
            finally:
                with lock:
                    known.now -= 1

        do_GET = do_POST

        def answer(self) -> None:
            request = self.request_()
            with lock:
                known.asked.append(request)
            status, kind, body = otherwise(known, request) or usual(request)
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def request_(self) -> Request:
            body, kind = self.rfile.read(int(self.headers.get("content-length") or 0)), self.headers.get("content-type") or ""
            headers = {name.lower(): value for name, value in self.headers.items()}
            if not kind.startswith("multipart/"):
                return Request(self.path, json.loads(body) if body else {}, (), headers)
            form = email.message_from_bytes(f"content-type: {kind}\r\n\r\n".encode() + body).get_payload()
            parts = [(one.get_param("name", header="content-disposition"), one.get_filename(), one.get_payload(decode=True)) for one in form]
            return Request(self.path, {name: data.decode() for name, file, data in parts if file is None}, tuple(data for _, file, data in parts if file), headers)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Services(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def usual(request: Request) -> Answer:
    name = request.path.removeprefix("/v1/")
    if name.startswith("images/"):
        return as_json({"created": 0, "data": [{"b64_json": base64.b64encode(painted(request.told["prompt"], request.told["size"])).decode()}]})
    if name == "audio/speech":
        return 200, "audio/wav", hummed(len(request.told["input"]) / 15)
    if name == "videos":
        return as_json({"id": f"video_{hashlib.sha256(json.dumps(request.told).encode()).hexdigest()[:12]}", "object": "video", "status": "queued"})
    if name.startswith("videos/"):
        return (200, "video/mp4", filmed()) if name.endswith("/content") else as_json({"id": name.removeprefix("videos/"), "status": "completed"})
    if name == "moderations":
        return as_json({"results": [{"flagged": False, "categories": {}} for _ in request.told["input"]]})
    status, kind, body = fake_endpoint.reply(fake_endpoint.good(request.told))
    return status, kind, body.encode()


def as_json(document: Any, status: int = 200) -> Answer:
    return status, "application/json", json.dumps(document).encode()


def refusal(status: int, code: str = "") -> Answer:
    return as_json({"error": {"message": f"no, {KEY}", "code": code or None}}, status)


def painted(prompt: str, size: str) -> bytes:
    """A PNG of stripes in colours of the prompt's own."""
    width, height = map(int, size.split("x"))
    colours = np.frombuffer(hashlib.sha256(prompt.encode()).digest()[:24], np.uint8).reshape(8, 3)
    out = io.BytesIO()
    Image.fromarray(np.broadcast_to(colours[np.arange(width) * 8 // width], (height, width, 3)).copy()).save(out, "PNG")
    return out.getvalue()


def filmed(frames: int = 24 * 8, size: tuple[int, int] = (64, 48)) -> bytes:
    """An mp4 of 24 frames a second that grows brighter by one each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mp4"
        write_mp4(path, (np.full((size[1], size[0], 3), n, np.uint8) for n in range(frames)), "24")
        return path.read_bytes()


def hummed(seconds: float, hz: float = 180.0) -> bytes:
    at = np.arange(int(max(0.5, seconds) * RATE)) / RATE
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((8000 * sum(np.sin(2 * np.pi * hz * k * at) / k for k in range(1, 9))).astype("<i2").tobytes())
    return out.getvalue()
