"""A reply that comes in pieces, so that a person sees it being written. It counts only when it is whole: pieces of a broken one are thrown away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from agents.budget import tokens_of
from agents.extraction import LONGEST_REPLY

EVERY_S = 0.4  # between two words of progress
EVENTS = "text/event-stream"
_listener: ContextVar[Callable[[int], None] | None] = ContextVar("listener", default=None)


class Passing(str):
    """A word of progress that is out of date at once: worth a line that is overwritten, not one that stays."""

    passes = True


class TooLong(Exception):
    """More has come than any answer has."""


@contextmanager
def heard(tell: Callable[[str], None], unit: str) -> Iterator[None]:
    """While this lasts, `tell` hears how much of the unit has come ("scene 4: 1,204 characters")."""
    last = 0.0

    def count(characters: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            tell(Passing(f"{unit}: {characters:,} characters"))

    token = _listener.set(count)
    try:
        yield
    finally:
        _listener.reset(token)


def whole(raw: Any) -> tuple[Any, bool]:
    """(the reply, whether it came in pieces) of a raw response to a request with stream=True. An endpoint that does not stream answers at
    once, and that is used. Whatever is wrong with it raises; what is not finished has no finish_reason."""
    if not str(raw.headers.get("content-type", "")).lower().startswith(EVENTS):
        from openai.types.chat import ChatCompletion

        found = json.loads(_body(raw.http_response))
        if not isinstance(found, dict):
            raise ValueError("the reply is no JSON object")
        return ChatCompletion.construct(**found), False
    return gathered(raw.parse()), True


def _body(response: Any) -> bytes:
    """The body of an answer that came at once. What breaks meanwhile raises as the client's own requests do."""
    import httpx2
    import openai

    from agents.wire import TooMuch

    try:
        return bytes(response.read())
    except httpx2.TimeoutException as error:
        raise openai.APITimeoutError(request=response.request) from error
    except (httpx2.TransportError, httpx2.StreamError, TooMuch) as error:
        raise openai.APIConnectionError(request=response.request) from error


def gathered(stream: Any) -> Any:
    """The pieces of a stream as one reply, in the form of one that came at once."""
    listener, parts, size = _listener.get(), [], 0
    finish, refusal, usage = None, "", None
    try:
        for chunk in stream:
            usage = getattr(chunk, "usage", None) or usage
            choices = getattr(chunk, "choices", None)
            if not isinstance(choices, list) or not choices:
                continue
            delta = getattr(choices[0], "delta", None)
            finish = getattr(choices[0], "finish_reason", None) or finish
            refusal += str(getattr(delta, "refusal", None) or "")
            text = getattr(delta, "content", None)
            if isinstance(text, str):
                parts.append(text)
                size += len(text)
                if size > LONGEST_REPLY:
                    raise TooLong(f"the reply has more than {LONGEST_REPLY:,} characters, far more than was asked for")
                if listener is not None:
                    listener(size)
    except Exception as error:
        error.received = tokens_of("".join(parts))  # type: ignore[attr-defined]  # it was sent, so it is paid
        raise
    finally:
        stream.close()
    message = SimpleNamespace(content="".join(parts), refusal=refusal or None)
    return SimpleNamespace(choices=[SimpleNamespace(finish_reason=finish, message=message)] if parts or refusal or finish else [], usage=usage)


def came(error: BaseException | None) -> int:
    """How many tokens had come when a reply broke off with this error."""
    return int(getattr(error, "received", 0))
