"""A vision model, for real over HTTP on loopback: what it is asked, what becomes of its answers, and every way in which it can fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator import watch_vision
from generator.encode import write_mp4
from generator.picture import write_png
from generator.rig import Rig, Service
from storyboard.errors import BadReply, FabulaError, Missing, StepFailed
from storyboard.look import Kind, Look
from storyboard.questions import AskedClipParams, questions
from storyboard.staging import Place, Staging, Subject, Weather
from storyboard.take import Media
from storyboard.watching import Reading

KEY = "sk-not-to-be-told"
STAGING = Staging(place=Place.FOREST, weather=Weather.RAIN, subjects=(Subject(look=Look(kind=Kind.FOX)), Subject(look=Look(kind=Kind.GIRL))), frames=12)
PARAMS = AskedClipParams(questions=questions(STAGING))


def said(text: str) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    return json.dumps({"id": "1", "object": "chat.completion", "created": 0, "model": "eye", "choices": [choice]}).encode()


@contextmanager
def served(status: int, reply: bytes, wait_s: float = 0.0) -> Iterator[tuple[Service, list[dict[str, Any]]]]:
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append({**json.loads(self.rfile.read(int(self.headers["content-length"]))), "path": self.path, "key": self.headers["authorization"]})
            time.sleep(wait_s)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has left
                self.wfile.write(reply)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        yield Service(url, "eye", KEY, url), asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    return write_mp4(tmp_path / "clip.mp4", (np.full((64, 96, 3), 20 * k, np.uint8) for k in range(12)), "12")


def look(folder: Path, service: Service | None, clip: Media) -> Reading:
    return Reading.model_validate_json(watch_vision.make(PARAMS, {"clip": (clip,)}, Rig(folder, services={"vision": service} if service else {})).path.read_bytes())


def test_what_a_shot_should_show_is_asked_in_closed_questions():
    assert [(one.text.split(" (")[0], one.answers[-1], one.expected) for one in PARAMS.questions] == [
        ("How many figures", "4", "2"), ("Is a fox", "no", "yes"), ("Is a girl seen?", "no", "yes"), ("Does rain fall?", "no", "yes"),
    ]  # fmt: skip


def test_three_pictures_and_the_questions_are_sent_and_answers_are_held_against_the_story(tmp_path: Path, clip: Media):
    with served(200, said('Sure! {"1": 3, "2": "YES", "3": "no", "4": "yes"}')) as (service, asked):
        found = look(tmp_path, service, clip)
    words, *shown = asked[0]["messages"][0]["content"]
    assert (len(shown), asked[0]["path"], asked[0]["key"]) == (3, "/v1/chat/completions", f"Bearer {KEY}")
    assert all(one["image_url"]["url"].startswith("data:image/jpeg;base64,") for one in shown) and "[yes, no]" in words["text"]
    assert [one.holds for one in found.checks] == [False, True, False, True] and found.unread == ()
    assert found.findings == () and len(found.notes) == 2 and "says 3; the story says 2" in found.notes[0].words


def test_of_a_still_one_picture_is_sent(tmp_path: Path):
    still = write_png(tmp_path / "still.png", np.zeros((64, 96, 3), np.uint8))
    with served(200, said('{"1": 2}')) as (service, asked):
        watch_vision.make(PARAMS, {"still": (still,)}, Rig(tmp_path, services={"vision": service}))
    words, *shown = asked[0]["messages"][0]["content"]
    assert len(shown) == 1 and words["text"].startswith("You are shown a picture of one shot of an animated film. Answer")


@pytest.mark.parametrize("reply", ["I see a lovely fox.", '{"1": "many", "2": "maybe", "3": "", "4": ["yes"]}', '{"1": ', '{"9": "yes"}', '{"1": true}', "x" * 100_000])
def test_anything_but_an_offered_answer_is_unread_and_never_content(tmp_path: Path, clip: Media, reply: str):
    with served(200, said(reply)) as (service, _):
        found = look(tmp_path, service, clip)
    assert found.checks == () and len(found.unread) == 4 and not any("lovely" in one or "maybe" in one for one in found.unread)


@pytest.mark.parametrize(("status", "reply", "error", "told"), [
    (401, b"{}", StepFailed, "FABULA_VISION_KEY"), (400, b'{"error": "no images"}', BadReply, "Choose a model that sees"), (200, b"<html>", BadReply, "chat/completions"),
    (200, b'{"choices": []}', BadReply, "chat/completions"),
])  # fmt: skip
def test_failures_are_sentences_without_the_key(tmp_path: Path, clip: Media, status: int, reply: bytes, error: type[FabulaError], told: str):
    with served(status, reply) as (service, _), pytest.raises(error, match=told) as caught:
        look(tmp_path, service, clip)
    assert KEY not in str(caught.value)


def test_a_model_that_is_slow_or_not_there_is_said(tmp_path: Path, clip: Media, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(StepFailed, match="cannot be reached"):
        look(tmp_path, Service("http://127.0.0.1:9/v1", "eye", KEY, "http://127.0.0.1:9/v1"), clip)
    with pytest.raises(Missing, match="FABULA_VISION_URL"):
        look(tmp_path, None, clip)
    monkeypatch.setattr(watch_vision, "LIMIT_S", 0.2)
    with served(200, said("{}"), wait_s=2.0) as (service, _), pytest.raises(StepFailed, match="did not answer"):
        look(tmp_path, service, clip)
