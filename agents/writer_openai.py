"""A writer behind any OpenAI-compatible endpoint: llama.cpp, vLLM, Ollama, LM Studio, OpenAI.

Time-outs and retries are ours (the client's own hold a step for half an hour). A reply counts only when it is finished, whole, not
refused, and valid; what the client raises outside its own tree of errors counts as a failure too. What the endpoint can do is found out
once: json_schema, then json_object with the schema beside it (llama-cpp-python), then json_object alone, then plain text.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from agents.budget import Budget, Price, tokens_of
from agents.extraction import first_object, legible, skeleton, smaller, strict_schema
from agents.streaming import came, whole
from agents.writer import Prompt, Reply, WriterUnusable
from storyboard.errors import BadReply
from storyboard.story import Limits

RUNGS = ("json_schema", "json_object with schema", "json_object", "text")
REPAIRS = 2  # times a reply is handed back with its errors
BROKEN_AT_MOST = 2  # requests for pieces in a row that failed: from then on replies are asked for whole
DEAD_AFTER = 2  # questions in a row that got no answer at all: the endpoint is not asked again
UNLIMITED = 100_000  # calls
CONNECT_S = 10.0  # an address where nobody is is known sooner than a slow answer


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. `timeout_seconds` bounds one request, `retries` the requests after a failed one; an endpoint that asks for
    a longer pause than `longest_pause_seconds` (Retry-After) is not waited for. `price`: what its tokens cost, where that is known; `spent`: told
    of every request the tokens that were sent and received."""

    base_url: str
    model: str
    api_key: str = field(default="none", repr=False)
    timeout_seconds: float = 90.0
    retries: int = 2
    most_tokens: int = 4096
    temperature: float | None = 0.8
    stream: bool = True  # ask for replies in pieces, for progress; an endpoint that cannot is asked without
    pause_seconds: float = 0.5  # before the first retry; doubled for each
    longest_pause_seconds: float = 30.0
    price: Price | None = None
    spent: Callable[[int, int], None] = lambda _sent, _received: None


class Unsupported(Exception):
    """The endpoint will not take this rung's response_format."""


class Failed(Exception):
    """One request got no usable answer; the next may, after `wait` seconds where the endpoint asks for them."""

    def __init__(self, problem: str, wait: float = 0.0):
        super().__init__(problem)
        self.wait = wait


class OpenAIWriter:
    """Asks the endpoint. Remembers the rung that works, and stops asking an endpoint that is not there."""

    def __init__(self, endpoint: Endpoint):
        self.endpoint, self.name = endpoint, endpoint.model
        self.rung = 0
        self.answers = 0  # of any kind, errors and cut replies too
        self.silent = 0  # questions in a row without any answer: each of their requests met a broken connection or a time-out
        self.budget = Budget(Limits(calls=UNLIMITED))  # until a writing begins
        self._lock = threading.Lock()
        self.options: dict[str, Any] = {"max_tokens": endpoint.most_tokens}
        if endpoint.temperature is not None:
            self.options["temperature"] = endpoint.temperature
        self.streams, self.broken = endpoint.stream, 0  # whether pieces are asked for; streams in a row that broke off
        self._client: Any = None

    def allow(self, limits: Limits) -> None:
        """So many calls, tokens and so much money may be used from now on, by retries and repairs too; what could pass them raises
        LimitReached. BadInput: a limit in money, and no price."""
        self.budget = Budget(limits, self.endpoint.price)

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        """A whole, valid document. BadReply after the repairs and a smaller ask; WriterUnusable when the key or address is refused."""
        if self.silent >= DEAD_AFTER:
            raise BadReply(f"{self.endpoint.base_url} has not answered {self.silent} questions in a row; it is not asked again.")
        before = self.answers
        try:
            return self._asked(prompt, schema)
        except Failed as error:
            raise BadReply(f"{self.name} at {self.endpoint.base_url} gave no usable answer ({error}).") from error
        finally:
            self.silent = self.silent + 1 if self.answers == before else 0

    def _asked(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        """The answer to the question, or to a shorter one."""
        wanted = strict_schema(schema, prompt.names)
        try:
            return self._repaired(prompt, schema, wanted, REPAIRS)
        except Failed:
            short = prompt.model_copy(update={"user": f"{prompt.user}\n\nKeep it as short as the schema allows."})
            return self._repaired(short, schema, smaller(wanted), 0)

    def _repaired(self, prompt: Prompt, schema: type[Reply], wanted: dict[str, Any], repairs: int) -> Reply:
        """The answer, handed back up to `repairs` times with its errors and a corrected skeleton."""
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        problem = ""
        for _ in range(repairs + 1):
            rung, text = self._answer(messages, wanted)
            given: Any = None
            try:
                given = first_object(text)
                return accepted(given, schema, prompt.names)
            except (ValueError, RecursionError) as error:
                problem = plainly(error)
                if given is None:
                    self._down(rung)  # the format was taken and ignored
                messages = [*messages[:2], *repair(text, problem, skeleton(given, wanted), prompt)]
        raise Failed(problem)

    def _answer(self, messages: list[dict[str, str]], wanted: dict[str, Any]) -> tuple[int, str]:
        """The rung and the text of one finished reply, on the best rung the endpoint takes."""
        while True:
            rung = self.rung
            try:
                return rung, self._retried(messages, wanted)
            except Unsupported as error:
                if rung >= len(RUNGS) - 1:
                    raise Failed(str(error)) from error
                self._down(rung)

    def _down(self, rung: int) -> None:
        """One rung down from `rung`, once, whoever of the scenes written side by side finds out."""
        if self.rung == rung < len(RUNGS) - 1:
            self.rung += 1

    def _retried(self, messages: list[dict[str, str]], wanted: dict[str, Any]) -> str:
        pause, problem = self.endpoint.pause_seconds, "no answer"
        for attempt in range(self.endpoint.retries + 1):
            try:
                return finished(self._request(messages, wanted))
            except Failed as error:
                problem = str(error)
                if error.wait > self.endpoint.longest_pause_seconds:
                    raise
                if attempt < self.endpoint.retries:
                    time.sleep(max(pause, error.wait))
                    pause *= 2
        raise Failed(problem)

    def _request(self, messages: list[dict[str, str]], wanted: dict[str, Any]) -> Any:
        """One request. Everything the client may raise is turned into Failed, Unsupported or WriterUnusable."""
        rung = RUNGS[self.rung]
        extra: dict[str, Any] = {}
        if rung == "json_schema":
            extra["response_format"] = {"type": rung, "json_schema": {"name": "answer", "strict": True, "schema": wanted}}
        elif rung == "json_object with schema":
            extra["response_format"] = {"type": "json_object", "schema": wanted}
        elif rung == "json_object":
            extra["response_format"] = {"type": rung}
        if rung != "json_schema":
            messages = [*messages, {"role": "user", "content": "Answer with one JSON object of this schema:\n" + json.dumps(wanted)}]
        sent = tokens_of(json.dumps([messages, extra], ensure_ascii=False))
        held = self.budget.reserve(sent, self.endpoint.most_tokens)
        used, is_free = (sent, 0), False
        try:
            reply = self._sent(messages, extra)
            used = usage(reply, sent)
            return reply
        except (Failed, Unsupported, WriterUnusable) as error:
            used, is_free = (sent, came(error.__cause__)), nothing_done(error.__cause__)
            raise
        finally:
            self.budget.settle(held, *used)
            if not is_free:
                self.endpoint.spent(*used)

    def _sent(self, messages: list[dict[str, str]], extra: dict[str, Any]) -> Any:
        import openai

        from agents.wire import TooMuch

        try:
            reply = self._created(messages, extra)
        except openai.APITimeoutError as error:
            raise Failed("it did not answer in time") from error
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, TooMuch):
                self.answers += 1
                raise Failed(str(error.__cause__)) from error
            self.answers += came(error) > 0
            raise Failed("it cannot be reached") from error
        except Exception as error:  # a body that is not JSON raises outside the client's tree
            self.answers += 1
            raise self._meaning(error, bool(extra)) from error
        self.answers += 1
        return reply

    def _created(self, messages: list[dict[str, str]], extra: dict[str, Any]) -> Any:
        """What the client gives; in pieces where the endpoint can, put together here. Two streams in a row that break off are the last."""
        completions = self._connected().chat.completions
        if not self.streams or self.broken >= BROKEN_AT_MOST:
            return completions.create(model=self.endpoint.model, messages=messages, **extra, **self.options)
        self.broken += 1
        raw = completions.with_raw_response.create(
            model=self.endpoint.model, messages=messages, stream=True, stream_options={"include_usage": True}, **extra, **self.options
        )
        reply, self.streams = whole(raw)
        self.broken = 0
        return reply

    def _meaning(self, error: Exception, formatted: bool) -> Exception:
        """What an answer that the client raised means."""
        import openai

        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError | openai.NotFoundError):
            return WriterUnusable(refusal(self.endpoint, error.status_code))
        if isinstance(error, openai.APIStatusError):
            return self._status(error, formatted)
        return Failed(f"{type(error).__name__}: {str(error)[:200]}")

    def _status(self, error: Any, formatted: bool) -> Exception:
        """What a status other than 200 means: an option to leave out, a rung to leave, or a failure."""
        text = str(error).lower()
        if error.status_code in (400, 422):
            if self.streams and ("stream" in text or self.rung == len(RUNGS) - 1):
                self.streams = False
                return Failed("streaming is not taken")
            if "max_tokens" in text and "max_tokens" in self.options:
                self.options["max_completion_tokens"] = self.options.pop("max_tokens")
                return Failed("max_tokens is not taken")
            if "temperature" in text and "temperature" in self.options:
                del self.options["temperature"]
                return Failed("temperature is not taken")
        named = any(word in text for word in ("response_format", "json_schema", "json_object", "schema", "grammar", "text' or"))
        if formatted and (error.status_code in (400, 415, 422) or (error.status_code >= 500 and named)):
            return Unsupported(f"HTTP {error.status_code}: {text[:200]}")
        wait = pause_asked(error.response.headers.get("retry-after", ""))
        asks = f" (it asks to wait {wait:.0f} s)" if wait > self.endpoint.longest_pause_seconds else ""
        return Failed(f"HTTP {error.status_code}: {text[:200]}{asks}", wait)

    def _connected(self) -> Any:
        if self._client is None:
            import openai

            from agents.wire import Wire

            seconds = self.endpoint.timeout_seconds
            self._client = openai.OpenAI(
                base_url=self.endpoint.base_url,
                api_key=self.endpoint.api_key or "none",
                timeout=openai.Timeout(seconds, connect=min(seconds, CONNECT_S)),
                max_retries=0,
                http_client=Wire(seconds),
            )
        return self._client


def refusal(endpoint: Endpoint, status: int) -> str:
    what = {401: "refused the key", 403: "does not allow this key to use the model"}.get(
        status, f"knows no model {endpoint.model!r} at this address"
    )
    return f"The endpoint {endpoint.base_url} {what} (HTTP {status}): check the key, the address and the model's name, or write without a model."


def pause_asked(header: str) -> float:
    """Seconds that a Retry-After header asks for; 0 when it gives none (a date is not read: our own pauses hold then)."""
    try:
        seconds = float(header)
    except ValueError:
        return 0.0
    return seconds if 0.0 <= seconds < float("inf") else 0.0


def usage(reply: Any, sent: int) -> tuple[int, int]:
    """Tokens sent and received, as the reply counts them; by the rule where it does not, or not in whole numbers."""
    said = getattr(reply, "usage", None)
    asked, told = (getattr(said, name, None) for name in ("prompt_tokens", "completion_tokens"))
    if isinstance(asked, int) and isinstance(told, int) and min(asked, told) >= 0 and (asked or told):
        return int(asked), int(told)
    choices = getattr(reply, "choices", None)
    return sent, tokens_of(str(choices)) if choices else 0


def finished(reply: Any) -> str:
    """The text of a reply that is whole. Failed for no choice, not finished, cut, refused, empty. The client checks no types: each
    part of the reply may be anything that JSON holds."""
    choices = getattr(reply, "choices", None)
    if not isinstance(choices, list) or not choices:
        raise Failed("the reply has no choices")
    choice = choices[0]
    message = getattr(choice, "message", None)
    if getattr(message, "refusal", None):
        raise Failed("the model refused")
    reason = getattr(choice, "finish_reason", None)
    if reason != "stop":
        raise Failed("the reply was cut" if reason == "length" else f"the reply did not finish ({str(reason)[:40]!r})")
    text = getattr(message, "content", None)
    if not isinstance(text, str) or not text.strip():
        raise Failed("the reply is empty")
    return text


def accepted(given: dict[str, Any], schema: type[Reply], names: dict[str, tuple[str, ...]]) -> Reply:
    """The reply as a document whose names all exist. ValueError says what is wrong."""
    document = schema.model_validate(legible(given))
    unknown = sorted(set(strangers(document.model_dump(mode="json"), names)))
    if unknown:
        raise ValueError("these names do not exist: " + "; ".join(unknown))
    return document


def strangers(node: Any, names: dict[str, tuple[str, ...]]) -> list[str]:
    """Names in the reply that nobody gave, as "field: name"."""
    if isinstance(node, list):
        return [found for item in node for found in strangers(item, names)]
    if not isinstance(node, dict):
        return []
    out = []
    for key, value in node.items():
        allowed = {n.lower() for n in names.get(key, ())}
        for said in (value if isinstance(value, list) else [value]) if allowed else []:
            if isinstance(said, str) and said.lower() not in allowed:
                out.append(f"{key}: {said[:40]!r}")
        out += strangers(value, names)
    return out


def plainly(error: Exception) -> str:
    """The first few errors, one a line, without the model's own text in them."""
    if isinstance(error, ValidationError):
        rows = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors(include_input=False, include_url=False)[:6]]
        return "\n".join(rows)
    return str(error)[:400]


def repair(text: str, problem: str, corrected: Any, prompt: Prompt) -> list[dict[str, str]]:
    """The model's reply, what is wrong with it, and a skeleton to fill: with ids and names in it, small models succeed."""
    allowed = "\n".join(f"{key}: {', '.join(values)}" for key, values in prompt.names.items())
    ask = f'That cannot be used:\n{problem}\n\nAnswer again with this JSON, every "?" filled in and nothing added:\n{json.dumps(corrected)[:6000]}'
    if allowed:
        ask += f"\n\nThe only names there are:\n{allowed}"
    return [{"role": "assistant", "content": text[:4000]}, {"role": "user", "content": ask}]


def nothing_done(error: BaseException | None) -> bool:
    """Whether what the client raised says that no model was asked: nobody was reached, or the request was refused."""
    import openai

    if isinstance(error, openai.APIConnectionError):
        return "Connect" in type(error.__cause__).__name__
    return isinstance(error, openai.APIStatusError)
