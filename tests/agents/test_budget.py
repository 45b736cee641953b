"""Limits that stop: calls, tokens, money. Nothing is asked that could pass them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agents.brief import Brief
from agents.budget import Budget, Price, tokens_of
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from storyboard.errors import BadInput, LimitReached
from storyboard.memo import MemoryMemo
from storyboard.story import Limits
from tests.agents.fake_endpoint import reply, serving
from tests.agents.obedient import obedient

PRICE = Price(sent=1.0, received=4.0)


def counted(sent: int, received: int) -> Any:
    """A server that says how many tokens each call took."""

    def play(n: int, r: dict[str, Any]) -> tuple[int, str, str]:
        status, kind, body = reply(obedient(r))
        return status, kind, json.dumps(json.loads(body) | {"usage": {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}})

    return play


def stopped(limits: Limits, play: Any, says: str, memo: MemoryMemo | None = None) -> tuple[OpenAIWriter, int]:
    """A long film's writing until a limit stops it: the writer, and how often it asked."""
    with serving(play) as endpoint:
        one = OpenAIWriter(Endpoint(endpoint.url, "fake-8b", retries=0, pause_seconds=0.0, most_tokens=1000, price=PRICE))
        with pytest.raises(LimitReached, match=says):
            write("A fox wants to read", Brief(seconds=252, limits=limits), one, memo or MemoryMemo())
    return one, len(endpoint.asked)


def test_tokens_stop_before_they_are_passed():
    one, asked = stopped(Limits(tokens=30_000), counted(1500, 500), r"more tokens than limits.tokens allows \(\d\d,\d00 of 30,000 are used\)")
    assert one.budget.tokens == 2000 * asked <= 30_000
    assert 30_000 - one.budget.tokens < 2 * (one.budget.largest + 1000)  # and not long before


def test_money_stops_before_it_is_passed():
    one, asked = stopped(Limits(money=0.04), counted(1500, 500), r"more money than limits.money allows \(0.0\d+ of 0.04 is spent\)")
    assert one.budget.money == pytest.approx(asked * 0.0035) and 0.02 < one.budget.money <= 0.04


def test_tokens_are_estimated_where_no_server_counts_them():
    one, asked = stopped(Limits(tokens=30_000), lambda n, r: reply(obedient(r)), "limits.tokens")
    assert 3 < asked < 29 and 10_000 < one.budget.tokens <= 30_000


def test_lost_requests_count_too():
    one, asked = stopped(Limits(tokens=30_000), lambda n, r: (500, "text/plain", "no"), "limits.tokens")
    assert asked > 3 and one.budget.received == 0 < one.budget.sent <= 30_000


def test_calls_stop_a_long_film_and_it_goes_on_where_it_was():
    memo = MemoryMemo()
    play = counted(100, 100)
    _, asked = stopped(Limits(calls=11), play, "more than the 11 calls", memo)
    assert asked == 11
    with serving(play) as endpoint:
        story = write("A fox wants to read", Brief(seconds=252), OpenAIWriter(Endpoint(endpoint.url, "fake-8b")), memo)
    assert asked + len(endpoint.asked) == 3 + 1 + 3 + len(story.scenes) + 3


def test_no_money_is_none_spent():
    one, asked = stopped(Limits(money=0), counted(1, 1), "limits.money")
    assert asked == 0 == one.budget.money


def test_a_limit_in_money_needs_a_price():
    with serving(counted(1, 1)) as endpoint, pytest.raises(BadInput, match="what the model's tokens cost is not known: set FABULA_LLM_PRICE"):
        write("A fox", Brief(limits=Limits(money=1)), OpenAIWriter(Endpoint(endpoint.url, "fake-8b")), MemoryMemo())
    assert endpoint.asked == []


def test_calls_in_flight_are_set_aside():
    budget = Budget(Limits(tokens=3000))
    first = budget.reserve(1000, 1000)
    with pytest.raises(LimitReached):
        budget.reserve(1000, 1000)
    budget.settle(first, 900, 100)
    assert budget.tokens == 1000 and budget.reserve(1000, 1000)


def test_the_rule_of_tokens():
    assert tokens_of("") == 0 and tokens_of("fox") == 1 and tokens_of("狐狸") == 2 and tokens_of("\ud800x") == 1
