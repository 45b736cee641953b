"""Budget: calls, tokens and money that one writing may use. Nothing is asked that could pass them.

Tokens are the endpoint's own count where a reply gives one. Before a call, and where none is given, they are counted by one rule: a token
for every BYTES_A_TOKEN bytes of UTF-8 sent (tokenizers of today take about four for English, about three for Chinese). A call is made only
if its prompt and the longest reply it allows still fit.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import NamedTuple

from storyboard.errors import BadInput, LimitReached
from storyboard.story import Limits

BYTES_A_TOKEN = 3


def tokens_of(text: str) -> int:
    """How many tokens a text takes, by the rule."""
    return math.ceil(len(text.encode("utf-8", "replace")) / BYTES_A_TOKEN)


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, sent and received, in the currency the limit is given in."""

    sent: float
    received: float

    def of(self, sent: int, received: int) -> float:
        return (sent * self.sent + received * self.received) / 1e6


class Held(NamedTuple):
    """What is set aside for one call while it runs."""

    sent: int
    received: int


class Budget:
    """Counts what is used and what is set aside. Safe from several threads."""

    def __init__(self, limits: Limits, price: Price | None = None):
        if limits.money is not None and price is None:
            raise BadInput(
                f"limits.money is {limits.money:g}, but what the model's tokens cost is not known: set FABULA_LLM_PRICE "
                "(as in 0.15/0.60, for a million tokens sent and received), or limit calls or tokens instead."
            )
        self.limits, self.price = limits, price
        self.calls = self.sent = self.received = 0
        self.largest = 0  # tokens of the largest call sent, by the rule
        self._held: list[Held] = []
        self._lock = threading.Lock()

    @property
    def tokens(self) -> int:
        return self.sent + self.received

    @property
    def money(self) -> float:
        return self.price.of(self.sent, self.received) if self.price else 0.0

    def reserve(self, sent: int, received: int) -> Held:
        """Set aside one call that sends so many tokens and receives at most so many. LimitReached when it could pass a limit."""
        with self._lock:
            if self.calls >= self.limits.calls:
                raise LimitReached(_stop(f"more than the {self.limits.calls} calls to a model that limits.calls allows"))
            most_sent = self.sent + sum(h.sent for h in self._held) + sent
            most_received = self.received + sum(h.received for h in self._held) + received
            if self.limits.tokens is not None and most_sent + most_received > self.limits.tokens:
                raise LimitReached(_stop(f"more tokens than limits.tokens allows ({self.tokens:,} of {self.limits.tokens:,} are used)"))
            if self.limits.money is not None and self.price is not None and self.price.of(most_sent, most_received) > self.limits.money:
                raise LimitReached(_stop(f"more money than limits.money allows ({self.money:.4f} of {self.limits.money:g} is spent)"))
            self.calls += 1
            self.largest = max(self.largest, sent)
            held = Held(sent, received)
            self._held.append(held)
            return held

    def settle(self, held: Held, sent: int, received: int) -> None:
        """The call is over and used so much."""
        with self._lock:
            self._held.remove(held)
            self.sent += sent
            self.received += received


def _stop(what: str) -> str:
    return f"The story needs {what}: raise it, wish for a shorter film, or write without a model. What is written is kept."
