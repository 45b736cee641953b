"""A real HTTP server on loopback that answers like a model: well, badly, or not at all. Each test says how, by call number."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[[int, dict[str, Any]], tuple[int, str, str]]  # call number, request -> status, content type, body

HANG_UP = 0  # as a status: the connection is closed without a word


def reply(content: str | None, finish: str | None = "stop", **message: Any) -> tuple[int, str, str]:
    return completion([{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}])


def completion(choices: Any) -> tuple[int, str, str]:
    body = {"id": "x", "object": "chat.completion", "created": 0, "model": "fake", "choices": choices}
    return 200, "application/json", json.dumps(body)


class Endpoint:
    """What the server was asked, in order."""

    def __init__(self, url: str):
        self.url = url
        self.asked: list[dict[str, Any]] = []


@contextmanager
def serving(play: Play) -> Iterator[Endpoint]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                endpoint.asked.append(request)
                number = len(endpoint.asked)
            status, kind, body = play(number, request)
            if status == HANG_UP:
                self.close_connection = True
                return
            data = body.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


def good(request: dict[str, Any]) -> str:
    """A valid answer to whatever node asks, known by the fields its schema wants."""
    return json.dumps(GOOD[asked_for(request)])


def asked_for(request: dict[str, Any]) -> str:
    form = request.get("response_format", {})
    schema = form.get("json_schema", {}).get("schema")
    if schema is None:
        schema = json.loads(request["messages"][-1]["content"].partition("\n")[2])
    fields = set(schema["properties"])
    return next(name for name, answer in GOOD.items() if set(answer) == fields)


def _seen(who: str, **more: Any) -> dict[str, Any]:
    return {"who": who, "action": "walking", "emotion": "happy", "holds": None, **more}


def _shot(size: str, who: list[str], lines: list[tuple[str, str]], shows: str | None = None) -> dict[str, Any]:
    return {
        "words": "", "size": size, "angle": "eye level", "lens": "normal lens", "move": "dolly", "amount": 0.4,
        "subjects": [_seen(w) for w in who], "shows": shows, "transition": "cut",
        "lines": [{"speaker": s, "text": t, "delivery": "plain"} for s, t in lines],
    }  # fmt: skip


def _member(name: str, kind: str, body: str, cloth: str) -> dict[str, Any]:
    return {
        "name": name, "role": f"a {kind}", "asked": "", "kind": kind, "build": "plain", "body": body, "accent": "cream", "marking": "plain",
        "skin": "peach skin", "hair": "short hair", "hair_color": "brown", "garment": "coat", "garment_color": cloth, "hat": "no hat",
        "hat_color": "red", "extra": "nothing more", "extra_color": "red", "voice": None,
    }  # fmt: skip


def _scene(place: str, who: list[str], beat: str, mood: str) -> dict[str, Any]:
    return {"place": place, "hour": "dusk", "weather": "clear", "mood": mood, "beat": beat, "who": who, "after": ""}


GOOD: dict[str, dict[str, Any]] = {
    "treatment": {
        "title": "The Borrowed Light", "logline": "A fox borrows a light.", "want": "Kit wants light.", "obstacle": "It is dark.",
        "turn": "Ola shares hers.", "ending": "They read together.", "moral": "Light shared is light doubled.", "shape": "fable",
        "style": "gouache", "tint": None,
    },
    "cast": {"members": [_member("Kit", "fox", "rust", "navy"), _member("Ola", "bird", "sky blue", "gold")], "relation": "neighbours"},
    "places": {
        "locales": [{"name": "the wood", "place": "forest", "asked": ""}, {"name": "the den", "place": "cave", "asked": ""}],
        "items": [{"name": "the lamp", "prop": "lantern", "asked": ""}],
    },
    "scenes": {
        "scenes": [
            _scene("the den", ["Kit"], "Kit cannot read in the dark.", "sad"), _scene("the wood", ["Kit", "Ola"], "Ola lends a lamp.", "wonder"),
            _scene("the den", ["Kit", "Ola"], "They read together.", "joyful"),
        ],
    },
    "shots": {
        "shots": [
            _shot("wide", ["Kit"], [("narrator", "Kit had a book and no light.")]), _shot("medium", ["Kit", "Ola"], [("Kit", "May I borrow that?")]),
            _shot("insert", [], [], "the lamp"), _shot("close-up", ["Ola"], [("Ola", "Only if you read aloud.")]),
        ],
    },
    "review": {"wants": "yes", "turns": "yes", "ends": "yes", "refers": "yes", "notes": []},
}  # fmt: skip
