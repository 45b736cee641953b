"""Asking a service: what it raises becomes one sentence, and what it was paid for is kept, so that nothing is paid for twice.

    kept reply there       -> used, nothing is asked
    the service is busy    -> asked again: it said that it did nothing
    no answer came         -> not asked again by itself: it may have been paid
    an answer came         -> on disk before anything is made of it; set aside when nothing can be made of it
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from generator.rig import Rig, Service
from storyboard.digest import digest
from storyboard.errors import BadReply, FabulaError, Missing, NoRoom, Refused, StepFailed

if TYPE_CHECKING:
    import openai

T = TypeVar("T")
BUSY, WAITS_S, LONGEST_WAIT_S = (429, 503), (1.0, 4.0, 15.0), 60.0  # what says that nothing was done; before each further try
GONE = (404, 410)
UNPAYABLE = ("insufficient_quota", "billing_hard_limit_reached")  # codes of a 429 that no waiting helps
NOT_ALLOWED = ("moderation_blocked", "content_policy_violation", "content_filter")


class Asked(NamedTuple):
    """What is asked of a service, for people. `where`: "The speech service at ..."; `named`: its settings begin so ("FABULA_SPEECH"); `without`: the
    choice that does without it; `refused`: what it may refuse, and what helps then; `limit_s`: each part of a reply is waited for so long, the
    whole twice; `largest`: bytes of a reply."""

    where: str
    named: str
    without: str
    refused: tuple[str, str]
    endpoint: str
    limit_s: float
    largest: int = 64 * 2**20


def client(service: Service, limit_s: float) -> openai.OpenAI:
    """It asks once: who asks again, and when, is decided here."""
    import openai

    return openai.OpenAI(base_url=service.url, api_key=service.key or "none", timeout=openai.Timeout(limit_s, connect=10.0), max_retries=0)


def once(key: str) -> dict[str, str]:
    """The header by which a service knows a request again that it was sent before."""
    return {"Idempotency-Key": key}


def key_of(service: Service, *told: Any) -> str:
    """What a reply is kept under: who is asked, and all that is told."""
    return digest("reply", service.shown, service.model, *told)


def answer(rig: Rig, asked: Asked, key: str, ask: Callable[[], AbstractContextManager[Any]], read: Callable[[bytes], T]) -> T:
    """What `read` makes of the reply: of the kept one where there is one, else of what `ask()` streams. What `read` raises says that the reply
    is of no use: it is set aside, and asked for anew the next time. BadReply, StepFailed, Refused, NoRoom."""
    path = rig.replies / key
    rig.earlier = "yes" if path.is_file() else "perhaps" if _mark(path).exists() else "no"
    if not path.is_file():
        _asked(rig, asked, path, ask)
    elif rig.is_again:
        rig.paid = "yes"  # by the process that died
    try:
        return read(path.read_bytes())
    except NoRoom:
        raise
    except FabulaError:
        set_aside(path)
        raise


def set_aside(path: Path) -> None:
    """A reply that is of no use: it is kept beside, and asked for anew the next time."""
    path.replace(path.with_name(f"{path.name}.unusable"))


def fetched(asked: Asked, ask: Callable[[], AbstractContextManager[Any]]) -> bytes:
    """A reply that costs nothing. BadReply, StepFailed; Missing where the service does not know what is asked for."""
    with told(asked, None):
        return patiently(lambda: _whole(asked, ask))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _asked(rig: Rig, asked: Asked, path: Path, ask: Callable[[], AbstractContextManager[Any]]) -> None:
    mark = _mark(path)
    if rig.is_again and mark.exists():
        rig.paid = "perhaps"
        raise StepFailed(f"{asked.where} was asked, and the process that waited for it ended before the answer came. It may be paid for: run again to ask again.")
    put(mark, b"")
    try:
        with told(asked, rig):
            reply = patiently(lambda: _whole(asked, ask))
    except FabulaError:
        if rig.paid == "no":
            mark.unlink()
        raise
    put(path, reply)
    mark.unlink()


def _mark(path: Path) -> Path:
    """What is there while a reply is waited for."""
    return path.with_name(f"{path.name}.asked")


def patiently(ask: Callable[[], T]) -> T:
    """Again, as long as the service says that it is busy and has done nothing."""
    import openai

    for wait_s in WAITS_S:
        try:
            return ask()
        except openai.APIStatusError as error:
            if error.status_code not in BUSY or error.code in UNPAYABLE:
                raise
            time.sleep(min(_asked_to_wait(error) or wait_s, LONGEST_WAIT_S))
    return ask()


def _asked_to_wait(error: openai.APIStatusError) -> float | None:
    with suppress(ValueError):
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    return None


def _whole(asked: Asked, ask: Callable[[], AbstractContextManager[Any]]) -> bytes:
    with ask() as reply:
        return whole(asked, reply.iter_bytes())


def whole(asked: Asked, parts: Iterable[bytes]) -> bytes:
    """The reply in one piece. The client's own limit counts from part to part."""
    found, until = bytearray(), time.monotonic() + 2 * asked.limit_s
    for part in parts:
        found += part
        if time.monotonic() > until:
            raise StepFailed(f"{asked.where} was not done after {2 * asked.limit_s:.0f} s. Try again, or {asked.without}.")
        if len(found) > asked.largest:
            raise BadReply(f"{asked.where} sent more than {asked.largest // 2**20} MiB. Choose another service.")
    return bytes(found)


@contextmanager
def told(asked: Asked, rig: Rig | None) -> Iterator[None]:
    """What the client raises inside becomes StepFailed (try again), BadReply or Refused; the rig is told whether it was paid for (None: it
    costs nothing)."""
    _say(rig, "perhaps")
    try:
        yield
    except FabulaError:
        raise
    except Exception as error:
        found, is_free = _understood(asked, error, rig is not None)
        if found is None:
            raise
        if is_free:
            _say(rig, "no")
        raise found from error
    _say(rig, "yes")


def _say(rig: Rig | None, paid: Literal["no", "perhaps", "yes"]) -> None:
    if rig is not None:
        rig.paid = paid


def _understood(asked: Asked, error: Exception, costs: bool) -> tuple[FabulaError | None, bool]:
    """The sentence for what a client raised (None: it is a fault of our own), and whether it is sure that nothing was done."""
    import openai

    where, perhaps = asked.where, "It may be paid for: run again to ask again" if costs else "Run again to go on"
    if isinstance(error, openai.APITimeoutError):
        return StepFailed(f"{where} did not answer within {asked.limit_s:.0f} s. {perhaps}, or {asked.without}."), False
    if isinstance(error, openai.APIConnectionError):
        if "Connect" in type(error.__cause__).__name__:
            return StepFailed(f"{where} cannot be reached. Start it, or correct {asked.named}_URL."), True
        return StepFailed(f"{where} broke off before it had answered. {perhaps}."), False
    if isinstance(error, openai.APIStatusError):
        if not costs and error.status_code in GONE:
            return Missing(f"{where} does not know it any more ({error.status_code})."), True
        return _refused(asked, error), True
    if type(error).__module__.startswith("httpx"):  # while the reply comes
        return StepFailed(f"{where} broke off in the middle of its answer. {perhaps}."), False
    if isinstance(error, openai.OpenAIError | ValueError):  # or what came is no JSON
        return BadReply(f"{where} gave no usable reply ({type(error).__name__}). Is it a {asked.endpoint} endpoint?"), False
    return None, False


def _refused(asked: Asked, error: openai.APIStatusError) -> FabulaError:
    where, (what, help_), status = asked.where, asked.refused, error.status_code
    if status == 401:
        return StepFailed(f"{where} does not take the key (401). Correct {asked.named}_KEY.")
    if error.code in UNPAYABLE:
        return StepFailed(f"{where} says that the account has nothing left to pay with. Top it up and run again.")
    if error.code in NOT_ALLOWED:
        return Refused(f"{where} does not allow what it was asked for: say it otherwise in the story.")
    if status in BUSY:
        return StepFailed(f"{where} is busy ({status}), after {len(WAITS_S) + 1} tries. Run again later, or set {asked.named}_AT_ONCE lower.")
    return BadReply(f"{where} refused {what.format(status=status)}. {help_}")


def put(path: Path, data: bytes) -> None:
    """Whole and on the disk, or not there at all. NoRoom."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise NoRoom(f"What a service answered cannot be kept in {path.parent}: {error.strerror}. Free some space and run again.") from error
