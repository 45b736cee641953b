"""Asking a service: the client, and what it raises as one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from generator.rig import Service
from storyboard.errors import BadReply, StepFailed

if TYPE_CHECKING:
    import openai

RETRIES = 2


class Asked(NamedTuple):
    """What is asked of a service, for people. `where`: "The speech service at ..."; `named`: its settings begin so ("FABULA_SPEECH"); `without`: the
    choice that does without it; `refused`: what it may refuse, and what helps then."""

    where: str
    named: str
    without: str
    refused: tuple[str, str]
    endpoint: str


def client(service: Service, limit_s: float) -> openai.OpenAI:
    """Busy servers are asked again; each part of a reply is waited for so long."""
    import openai

    return openai.OpenAI(base_url=service.url, api_key=service.key or "none", timeout=openai.Timeout(limit_s, connect=10.0), max_retries=RETRIES)


@contextmanager
def told(asked: Asked, limit_s: float) -> Iterator[None]:
    """What the client raises inside becomes StepFailed (try again) or BadReply."""
    import openai

    where, (what, help_) = asked.where, asked.refused
    try:
        yield
    except openai.APITimeoutError as error:
        raise StepFailed(f"{where} did not answer within {limit_s:.0f} s. Try again, or {asked.without}.") from error
    except openai.APIConnectionError as error:
        raise StepFailed(f"{where} cannot be reached. Start it, or correct {asked.named}_URL.") from error
    except openai.AuthenticationError as error:
        raise StepFailed(f"{where} does not take the key (401). Correct {asked.named}_KEY.") from error
    except openai.APIStatusError as error:
        raise BadReply(f"{where} refused {what.format(status=error.status_code)}. {help_}") from error
    except (openai.OpenAIError, ValueError) as error:  # or what came is no JSON
        raise BadReply(f"{where} gave no usable reply ({type(error).__name__}). Is it a {asked.endpoint} endpoint?") from error
