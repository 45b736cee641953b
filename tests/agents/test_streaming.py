"""Replies that come in pieces: seen while they are written, used only when they are whole, whatever breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agents.brief import Brief
from agents.drafts import Treatment
from agents.streaming import Passing, heard
from agents.writer import Prompt
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from storyboard.errors import BadReply
from storyboard.memo import MemoryMemo
from storyboard.story import dangling
from tests.agents.fake_endpoint import FAULTS, GOOD, HARMLESS, PARTIAL, RESET, Play, always, once, reply, serving
from tests.agents.obedient import obedient

QUESTION = Prompt(task="treatment", system="Rules.", user="A question.")
TREATMENT = json.dumps(GOOD["treatment"])


def writer(url: str, **more: Any) -> OpenAIWriter:
    return OpenAIWriter(Endpoint(url, "m", **({"timeout_seconds": 2.0, "retries": 1, "pause_seconds": 0.0} | more)))


def pieces(text: str | None, finish: str | None = "stop", usage: bool = True, size: int = 40, **message: Any) -> str:
    """A whole reply as server-sent events."""
    def event(**chunk: Any) -> str:
        return "data: " + json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", **chunk}) + "\n\n"

    rows = [event(choices=[{"index": 0, "delta": {"role": "assistant", **message}, "finish_reason": None}])]
    rows += [event(choices=[{"index": 0, "delta": {"content": text[i : i + size]}, "finish_reason": None}]) for i in range(0, len(text or ""), size)] if text else []
    rows += [event(choices=[{"index": 0, "delta": {}, "finish_reason": finish}])] if finish else []
    rows += [event(choices=[], usage={"prompt_tokens": 11, "completion_tokens": 22, "total_tokens": 33})] if usage else []
    return "".join([*rows, "data: [DONE]\n\n"])


def in_pieces(play: Play) -> Play:
    """The same server, streaming to whoever asks it to."""
    def streamed(number: int, request: dict[str, Any]) -> tuple[int, str, str]:
        status, kind, body = play(number, request)
        if not request.get("stream") or not kind.startswith("application/json") or status not in (200, RESET):
            return status, kind, body
        found = json.loads(body)
        if not isinstance(found, dict) or not found.get("choices"):
            return status, "text/event-stream", "data: [DONE]\n\n"
        choice = found["choices"][0]
        message = {k: v for k, v in choice["message"].items() if k != "content"}
        return status, "text/event-stream", pieces(choice["message"].get("content"), choice.get("finish_reason"), size=4000, **message)

    return streamed


def test_a_reply_in_pieces_is_used_and_counted():
    told: list[str] = []
    with serving(in_pieces(lambda n, r: reply(TREATMENT))) as endpoint, heard(told.append, "treatment"):
        one = writer(endpoint.url)
        assert one.ask(QUESTION, Treatment).title == "The Borrowed Light"
    assert endpoint.asked[0]["stream"] is True and (one.budget.sent, one.budget.received) == (11, 22)
    assert told and isinstance(told[0], Passing) and told[0].startswith("treatment: ")


def test_without_usage_it_is_counted_by_the_rule():
    with serving(lambda n, r: (200, "text/event-stream", pieces(TREATMENT, usage=False))) as endpoint:
        one = writer(endpoint.url)
        one.ask(QUESTION, Treatment)
    assert one.budget.received > len(TREATMENT) / 4


def test_an_endpoint_that_does_not_stream_is_asked_once_and_then_without():
    with serving(lambda n, r: reply(TREATMENT)) as endpoint:
        one = writer(endpoint.url)
        one.ask(QUESTION, Treatment)
        one.ask(QUESTION, Treatment)
    assert [bool(request.get("stream")) for request in endpoint.asked] == [True, False]


def test_one_that_refuses_streaming_is_asked_without():
    def play(n: int, request: dict[str, Any]) -> tuple[int, str, str]:
        return (400, "application/json", '{"error": {"message": "stream is not supported"}}') if request.get("stream") else reply(TREATMENT)

    with serving(play) as endpoint:
        one = writer(endpoint.url)
        assert one.ask(QUESTION, Treatment).title and one.rung == 0
    assert len(endpoint.asked) == 2


def test_streams_that_break_off_are_given_up_and_their_pieces_thrown_away_but_paid():
    spoiled = TREATMENT.replace("A fox", PARTIAL)
    with serving(lambda n, r: (RESET, "text/event-stream", pieces(spoiled)) if r.get("stream") else reply(TREATMENT)) as endpoint:
        one = writer(endpoint.url, retries=2)
        assert PARTIAL not in one.ask(QUESTION, Treatment).model_dump_json()
    assert [bool(request.get("stream")) for request in endpoint.asked] == [True, True, False] and one.budget.received > 0


@pytest.mark.parametrize("body", [
    pieces(TREATMENT, None), pieces(TREATMENT, "length"), pieces(TREATMENT, "content_filter"), pieces(""), "", "data: {\n\n", "data: [1]\n\n", 'data: {"error": {"message": "full"}}\n\n',
    pieces(None, refusal="no"), pieces(TREATMENT[:50]), "event: x\n\n", 'data: {"choices": [{"delta": 3, "finish_reason": "stop"}]}\n\n', pieces("x" * 300_000),
])  # fmt: skip
def test_what_is_not_whole_is_no_answer(body: str):
    with serving(lambda n, r: (200, "text/event-stream", body)) as endpoint, pytest.raises(BadReply):
        writer(endpoint.url).ask(QUESTION, Treatment)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ("hang", "slow drip")])
@pytest.mark.parametrize("how", ["once", "always"])
def test_every_fault_is_survived_in_pieces_too(fault: str, how: str):
    play = once(fault, 1, obedient) if how == "once" else always(fault, "You break one scene", obedient)
    with serving(in_pieces(play)) as endpoint:
        story = write("Two neighbours share a lamp", Brief(seconds=24), writer(endpoint.url), MemoryMemo())
    assert not dangling(story) and PARTIAL not in story.model_dump_json(exclude={"premise"})
    own = how == "once" or fault in HARMLESS or "offline" in story.writer
    assert own and (how == "always" or story.writer == "m")
