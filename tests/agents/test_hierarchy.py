"""Long films: written in parts, each with a bounded window, at a cost in proportion to their length."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from agents import hierarchy
from agents.brief import LONGEST_PREMISE, LONGEST_SECONDS, Brief
from agents.desk import Remark
from agents.drafts import Act, Fact, Passage, Sequence
from agents.nodes import LONGEST_NOTES
from agents.prompting import LONGEST_PROMPT, TASKS, prompt, template
from agents.sequences import OPENING
from agents.writer_offline import LONGEST_EMBEDDED, OfflineWriter
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from storyboard.errors import LimitReached
from storyboard.memo import MemoryMemo
from storyboard.story import Limits, Story, dangling
from tests.agents.fake_endpoint import reply, serving
from tests.agents.obedient import obedient


def told(shots: int, play: Any = None, heard: list[str] | None = None) -> tuple[Story, list[dict[str, Any]]]:
    """A story of about so many shots by an endpoint that obeys schemas, and what it was asked."""
    with serving(play or (lambda n, r: reply(obedient(r)))) as endpoint:
        writer = OpenAIWriter(Endpoint(endpoint.url, "fake-8b", timeout_seconds=5.0, retries=0, pause_seconds=0.0))
        brief = Brief(seconds=shots * hierarchy.SECONDS_A_SHOT)
        story = write("A fox wants to read", brief, writer, MemoryMemo(), None if heard is None else heard.append)
    return story, endpoint.asked


def texts(request: dict[str, Any]) -> int:
    return sum(len(message["content"]) for message in request["messages"])


def test_a_short_film_is_one_answer_a_level():
    story, asked = told(12)
    assert len(asked) == 4 + len(story.scenes) + 1


def test_a_film_of_sixty_shots_is_written_by_sequences():
    story, asked = told(60)
    assert 54 <= len(story.shots) <= 70 and dangling(story) == []
    assert len(asked) == 3 + 1 + 3 + len(story.scenes) + 3  # no acts; three sequences, each read once
    assert any(scene.state_in for scene in story.scenes) and story.writer == "fake-8b"


def test_calls_and_tokens_grow_with_the_film_and_prompts_do_not():
    small, large = told(60), told(240)
    calls, tokens = (len(one[1]) / len(one[0].shots) for one in (large, small)), [sum(map(texts, one[1])) / len(one[0].shots) for one in (large, small)]
    assert next(calls) <= next(calls) and tokens[0] <= tokens[1] * 1.1
    longest = [max(map(texts, one[1])) for one in (large, small)]
    assert longest[0] <= longest[1] + 2000 <= LONGEST_PROMPT


def test_the_state_is_carried_into_the_next_sequence():
    def play(n: int, r: dict[str, Any]) -> tuple[int, str, str]:
        answer = json.loads(obedient(r))
        if "state" in answer:
            who = re.search(r"Characters: ([^,]+),", r["messages"][1]["content"])
            answer["state"] = [{"who": who and who[1], "sort": "holds", "what": f"the lamp of call {n}"}]
        return reply(json.dumps(answer))

    story, asked = told(60, play)
    passages = [r["messages"][1]["content"] for r in asked if "scenes for sequence" in r["messages"][1]["content"]]
    assert "(nothing yet)" in passages[0] and hierarchy.BEGINNING in passages[0] and hierarchy.END in passages[-1]
    assert all("holds the lamp of call" in text for text in passages[1:])
    held = [scene for scene in story.scenes if any("the lamp of call" in fact for fact in scene.state_in)]
    assert len(held) == len(passages) - 1
    shots = [r["messages"][1]["content"] for r in asked if "You break one scene" in r["messages"][0]["content"]]
    assert sum("State: " in text for text in shots) > len(shots) / 2


def test_what_a_review_finds_sends_only_its_scene_round_again():
    def play(n: int, r: dict[str, Any]) -> tuple[int, str, str]:
        answer = json.loads(obedient(r))
        if "  s9-1 " in r["messages"][1]["content"]:
            answer["notes"] = [{"scene": 2, "problem": "Two lamps.", "fix": "One lamp."}]
        return reply(json.dumps(answer))

    story, asked = told(60, play)
    again = [r for r in asked if "Two lamps." in r["messages"][1]["content"]]
    assert len(again) == 2 and dangling(story) == []  # a critic that is never content is heard twice
    assert len(asked) == 3 + 1 + 3 + len(story.scenes) + 3 + 2 + 1  # only its sequence is read again


def test_every_level_of_a_long_film_can_fall_back():
    for rules in ("You divide one act", "You write the scenes of one sequence", "You read the script of one sequence", "You break one scene"):
        heard: list[str] = []

        def broken(n: int, r: dict[str, Any], rules: str = rules) -> tuple[int, str, str]:
            return reply("Quack." if rules in r["messages"][0]["content"] else obedient(r))

        story, _ = told(60, broken, heard)
        assert dangling(story) == [] and len(story.shots) >= 18
        assert ("parts by offline" in story.writer) == ("read" not in rules)
        assert any(isinstance(h, Remark) for h in heard)


def test_acts_that_no_model_gives_are_the_embedded_writers():
    story, _ = told(240, lambda n, r: reply("Quack." if "into acts" in r["messages"][0]["content"] else obedient(r)))
    assert len(story.shots) > 150 and "parts by offline" in story.writer


def test_a_long_film_of_an_absent_endpoint_is_the_embedded_writers_own():
    brief = Brief(seconds=300)
    one = OpenAIWriter(Endpoint("http://127.0.0.1:9/v1", "fake-8b", retries=0))
    found, own = (write("A snail wins a race", brief, w, MemoryMemo()) for w in (one, OfflineWriter()))
    assert found.shots == own.shots and found.writer == "offline"


def test_the_embedded_writer_says_what_its_longest_is():
    heard: list[str] = []
    story = write("A snail wins a race", Brief(seconds=2520), OfflineWriter(), MemoryMemo(), heard.append)
    remark = next(h for h in heard if isinstance(h, Remark))
    assert "longest film takes 10 minutes; 42 were wished" in remark
    assert story == write("A snail wins a race", Brief(seconds=LONGEST_EMBEDDED, limits=story.limits), OfflineWriter(), MemoryMemo())
    assert len(story.shots) > 60


def test_a_film_longer_than_its_limits_is_refused_before_anything_is_asked():
    with serving(lambda n, r: reply(obedient(r))) as endpoint:
        writer = OpenAIWriter(Endpoint(endpoint.url, "fake-8b"))
        for limits in (Limits(), Limits(seconds=3600, shots=500)):
            with pytest.raises(LimitReached, match="A film of 2520 seconds was wished, about 600 shots"):
                write("A fox", Brief(seconds=2520, limits=limits), writer, MemoryMemo())
    assert endpoint.asked == []


@pytest.mark.parametrize("seconds", [24, 40, 168, 252, 600, 1008, 2520, LONGEST_SECONDS])
def test_shapes_add_up(seconds: float):
    shape = hierarchy.shape(seconds)
    assert shape.acts <= 6 and shape.sequences <= shape.acts * hierarchy.SEQUENCES_AN_ACT
    if shape.long:
        assert all(1 <= hierarchy.share(shape.scenes, shape.sequences, n) <= hierarchy.SCENES_A_SEQUENCE for n in range(shape.sequences))
        assert sum(hierarchy.shots_wanted(seconds, shape.scenes, n) for n in range(1, shape.scenes + 1)) == shape.shots
    assert Brief(seconds=seconds).limits.shots > shape.shots


def test_no_prompt_passes_the_bound_however_full_its_parts_are():
    """The longest a document allows in every slot, in signs that JSON writes as two."""
    phrase, shot = '"' * 200, '"' * 900
    treatment = dict.fromkeys(("title", "logline", "want", "obstacle", "turn", "ending", "moral", "shape", "style", "tint"), phrase)
    acts = [Act(beat=phrase, turns=phrase).model_dump() for _ in range(6)]
    rows = [Sequence(beat=phrase, turns=phrase).model_dump() | {"act": n // 8} for n in range(45)]
    facts = [Fact(who='"' * 60, sort="damage", what='"' * 80).model_dump() for _ in range(Passage.model_fields["state"].metadata[0].max_length)]
    everything = {
        "premise": '"' * LONGEST_PREMISE, "treatment": treatment, "acts": acts, "cast": ", ".join(['"' * 110] * 5), "places": ", ".join(['"' * 60] * 20),
        "items": ", ".join(['"' * 60] * 4), "scene": {"text": shot}, "sequence": rows[0], "act": acts[0], "script": '"' * 12_000, "title": '"' * 80,
        "before": hierarchy.told_before(acts, rows, 44) + "; ".join(hierarchy.state_words(facts)), "state": "; ".join(hierarchy.state_words(facts)),
        "after": phrase, "want": phrase, "now": shot, "notes": '"' * LONGEST_NOTES, "language": "en",
    }  # fmt: skip
    for task in TASKS:
        slots = set(re.findall(r"\{\{([a-z_]+)\}\}", template(task)[1]))
        more = {"premise": '"' * OPENING} if task == "sequences" else {}
        made = prompt(task, {slot: (everything | more).get(slot, "9999") for slot in slots}, {})
        assert len(made.system) + len(made.user) <= LONGEST_PROMPT
    with pytest.raises(ValueError, match="the bound is 30,000"):
        prompt("treatment", {"premise": "x" * LONGEST_PROMPT, "seconds": "40", "language": "en"}, {})
