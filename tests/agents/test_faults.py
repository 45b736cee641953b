"""Every failure mode we know of, at random places of a whole writing. `python -m bench.writing` plays each with fifty seeds."""

from __future__ import annotations

import json
import time

import pytest

from agents.brief import Brief
from agents.desk import Remark
from agents.writer import Parked
from agents.writer_openai import Endpoint, OpenAIWriter, pause_asked
from agents.writing import write
from bench import writing
from storyboard.errors import BadReply
from storyboard.memo import MemoryMemo
from tests.agents.fake_endpoint import FAULTS, HARMLESS, always, once, reply, serving
from tests.agents.obedient import obedient


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_fails_once_in_a_while_still_writes_every_word(fault: str):
    assert writing.recovered(fault, 1) == "own words"


@pytest.mark.parametrize("fault", [f for f in FAULTS if f != "hang"])
def test_what_a_server_never_answers_is_marked_or_waits(fault: str):
    found = {writing.lost(fault, seed) for seed in (2, 3)}
    assert found == ({"own words"} if fault in HARMLESS else {"embedded and marked", "parked, then own words"})


def test_a_parked_scene_names_itself_and_the_others_are_written():
    memo, brief = MemoryMemo(), Brief(seconds=24, park=True)
    heard: list[str] = []
    with serving(always("wrong schema", writing.KINDS["shots"], obedient)) as endpoint, pytest.raises(Parked) as error:
        write("A fox", brief, OpenAIWriter(Endpoint(endpoint.url, "loopback", retries=0, pause_seconds=0.0)), memo, heard.append)
    assert all(f"scene {n}: " in str(error.value) for n in (1, 2, 3)) and "the same command goes on from there" in str(error.value)
    assert not [h for h in heard if isinstance(h, Remark)]
    with serving(lambda n, r: reply(obedient(r))) as endpoint:
        story = write("A fox", brief, writing.writer(endpoint.url), memo)
    assert {r["messages"][0]["content"][:12] for r in endpoint.asked} == {"You break on", "You read the"}  # what waited, and the review
    assert writing.own_words(story)


def test_a_review_that_fails_parks_nothing():
    with serving(always("refusal", writing.KINDS["review"], obedient)) as endpoint:
        story = write("A fox", Brief(seconds=24, park=True), writing.writer(endpoint.url), MemoryMemo())
    assert writing.own_words(story)


def test_a_pause_that_is_asked_for_is_kept():
    def play(n: int, r: dict) -> tuple[int, str, str]:
        return (429, "application/json|Retry-After: 0.3", "{}") if n == 1 else reply(obedient(r))

    with serving(play) as endpoint:
        began = time.monotonic()
        assert writing.writer(endpoint.url).ask(*_question())
    assert time.monotonic() - began >= 0.3


def test_a_pause_that_is_too_long_is_not_waited_for():
    with serving(lambda n, r: (429, "application/json|Retry-After: 3600", "{}")) as endpoint:
        began = time.monotonic()
        with pytest.raises(BadReply, match=r"it asks to wait 3600 s"):
            writing.writer(endpoint.url).ask(*_question())
    assert time.monotonic() - began < 20 and len(endpoint.asked) == 2


@pytest.mark.parametrize(("header", "seconds"), [("", 0), ("3", 3), ("0.5", 0.5), ("-4", 0), ("nan", 0), ("inf", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0)])
def test_what_a_retry_after_header_says(header: str, seconds: float):
    assert pause_asked(header) == seconds


def test_the_same_faults_come_with_the_same_seed():
    request = {"messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "y"}]}
    plays = [[once("refusal", seed, lambda r: "{}")(1, request) for seed in range(20)] for _ in range(2)]
    assert plays[0] == plays[1] and 2 < sum("refusal" in body for *_, body in plays[0]) < 18


def _question() -> tuple:
    from agents.drafts import Treatment
    from agents.prompting import prompt

    return prompt("treatment", {"premise": "A fox", "seconds": "24", "language": "en"}, {}), Treatment


def test_a_scene_that_is_to_be_bettered_stays_when_nothing_better_comes():
    """The second time a scene is asked for, no reply can be used: the model's own first words are kept, not the embedded writer's put in their place."""
    asked_once: set[str] = set()

    def play(n: int, r: dict) -> tuple[int, str, str]:
        rules = r["messages"][0]["content"]
        if rules.startswith(writing.KINDS["review"]):
            return reply(json.dumps({"wants": "yes", "turns": "yes", "ends": "no", "refers": "yes", "notes": [{"scene": 2, "problem": "It ends.", "fix": "Go on."}]}))
        if rules.startswith(writing.KINDS["shots"]) and "It ends." in r["messages"][1]["content"]:
            asked_once.add(r["messages"][1]["content"])
            return reply("Quack.")
        return reply(obedient(r))

    heard: list[str] = []
    for park in (False, True):
        with serving(play) as endpoint:
            story = write("A fox", Brief(seconds=24, park=park), OpenAIWriter(Endpoint(endpoint.url, "loopback", retries=0, pause_seconds=0.0)), MemoryMemo(), heard.append)
        assert writing.own_words(story) and asked_once
    assert [h for h in heard if h.startswith("scene 2 stays as it was: ")]
