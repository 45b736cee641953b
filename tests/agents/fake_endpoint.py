"""A real HTTP server on loopback that answers like a model: well, badly, or not at all. Each test says how, by call number."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# call number, request -> status, content type (and after "|" another header), body
Play = Callable[[int, dict[str, Any]], tuple[int, str, str]]

HANG_UP = 0  # as a status: the connection is closed without a word
RESET = -1  # as a status: half of the body, then the connection is reset
LONGEST_HANG_S = 60.0
HANG = -2  # as a status: no word until the server ends


def reply(content: str | None, finish: str | None = "stop", **message: Any) -> tuple[int, str, str]:
    return completion([{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}])


def completion(choices: Any) -> tuple[int, str, str]:
    body = {"id": "x", "object": "chat.completion", "created": 0, "model": "fake", "choices": choices}
    return 200, "application/json", json.dumps(body)


PARTIAL = "PARTIALCANARY"  # stands in every text that must not be taken for an answer


def _spoiled(answer: str) -> str:
    """The answer with a word in its texts that no story may have."""
    return json.dumps(_each(json.loads(answer), lambda text: f"{PARTIAL} {text}"[: len(text)] if " " in text and len(text) > len(PARTIAL) else text))


def _each(node: Any, change: Callable[[str], str], keys: tuple[str, ...] | None = None, key: str = "") -> Any:
    if isinstance(node, dict):
        return {k: _each(v, change, keys, k) for k, v in node.items()}
    if isinstance(node, list):
        return [_each(item, change, keys, key) for item in node]
    return change(node) if isinstance(node, str) and (keys is None or key in keys) else node


def _longer(answer: str) -> str:
    """Lists of twenty and more, texts of thousands of signs."""
    found = _each(json.loads(answer), lambda text: f"{PARTIAL} {text} " * 60 if " " in text else text)
    return json.dumps({key: value * 20 if isinstance(value, list) and value else value for key, value in found.items()})


def _fewer(answer: str) -> str:
    """Every second field is missing, and one is too many."""
    found = json.loads(_spoiled(answer))
    return json.dumps({key: found[key] for key in list(found)[::2][1:]} | {"thoughts": PARTIAL})


def _same_names(answer: str) -> str:
    found = json.loads(answer)
    for member in found.get("members", []):
        member["name"] = "Tom"
    return json.dumps(found)


def _strangers(answer: str) -> str:
    return json.dumps(_each(json.loads(answer), lambda text: "Batman", ("who", "speaker", "place", "name")))


# What a server does in place of giving `answer`.
FAULTS: dict[str, Callable[[str], tuple[int, str, str]]] = {
    "HTTP 500": lambda answer: (500, "application/json", json.dumps({"error": {"message": PARTIAL}})),
    "HTTP 429 with Retry-After": lambda answer: (429, "application/json|Retry-After: 0.01", '{"error": {"message": "slow down"}}'),
    "hang": lambda answer: (HANG, "", ""),
    "reset in mid-body": lambda answer: (RESET, *reply(_spoiled(answer))[1:]),
    "wrong content type": lambda answer: (200, "text/html", f"<html><body>{PARTIAL}</body></html>"),
    "no choices": lambda answer: completion([]),
    "empty content": lambda answer: reply(""),
    "cut (finish_reason length)": lambda answer: reply(_spoiled(answer), "length"),
    "no finish_reason": lambda answer: reply(_spoiled(answer), None),
    "refusal": lambda answer: reply(None, refusal="I cannot help with that."),
    "invalid JSON": lambda answer: reply(_spoiled(answer)[:-3]),
    "fenced JSON in prose": lambda answer: reply(f"<think>{{hm}}</think>Sure! Here it is:\n```json\n{answer}\n```\nEnjoy, {PARTIAL}!"),
    "wrong schema": lambda answer: reply(_fewer(answer)),
    "unknown names": lambda answer: reply(_strangers(answer)),
    "over-long texts and lists": lambda answer: reply(_longer(answer)),
    "names given twice": lambda answer: reply(_same_names(answer)),
}  # fmt: skip
HARMLESS = ("fenced JSON in prose", "names given twice")  # a good reply in a bad dress: used as it is
CHANCE = 0.4


def once(fault: str, seed: int, answer: Callable[[dict[str, Any]], str]) -> Play:
    """A server that fails the first request of some questions, by the seed, and answers all others."""
    met: set[str] = set()
    lock = threading.Lock()

    def play(number: int, request: dict[str, Any]) -> tuple[int, str, str]:
        question = request["messages"][1]["content"].partition("\n\nKeep it as short")[0]
        drawn = int(hashlib.sha256(f"{seed}|{question}".encode()).hexdigest()[:8], 16) / 2**32
        with lock:
            first = question not in met
            met.add(question)
        good_one = answer(request)
        return FAULTS[fault](good_one) if first and drawn < CHANCE else reply(good_one)

    return play


def always(fault: str, rules: str, answer: Callable[[dict[str, Any]], str]) -> Play:
    """A server that fails every request whose rules begin so, and answers all others."""

    def play(number: int, request: dict[str, Any]) -> tuple[int, str, str]:
        good_one = answer(request)
        return FAULTS[fault](good_one) if request["messages"][0]["content"].startswith(rules) else reply(good_one)

    return play


class Endpoint:
    """What the server was asked, in order."""

    def __init__(self, url: str):
        self.url = url
        self.asked: list[dict[str, Any]] = []


@contextmanager
def serving(play: Play) -> Iterator[Endpoint]:
    lock, over = threading.Lock(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                self.answer()
            except (BrokenPipeError, ConnectionResetError):  # whoever asked has gone, killed or out of patience
                self.close_connection = True

        def answer(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                endpoint.asked.append(request)
                number = len(endpoint.asked)
            status, kind, body = play(number, request)
            if status in (HANG_UP, HANG):
                if status == HANG:
                    over.wait(LONGEST_HANG_S)
                self.close_connection = True
                return
            data = body.encode()
            self.send_response(200 if status == RESET else status)
            self.send_header("content-type", kind.partition("|")[0])
            for header in kind.split("|")[1:]:
                self.send_header(*header.split(": ", 1))
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            if status == RESET:
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
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
        over.set()
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
    "review": {"wants": "yes", "told": "yes", "follows": "yes", "shown": "yes", "turns": "yes", "ends": "yes", "refers": "yes", "notes": []},
}  # fmt: skip
