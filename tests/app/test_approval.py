"""Where a budget is set, nothing is sent before a person has seen what it is likely to cost and said yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.brief import Brief
from agents.estimate import of_writing
from agents.hierarchy import SECONDS_A_SHOT
from agents.levels import Draft
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from app import cli
from app.asking import Approver
from app.progress import Progress
from app.studio import Studio
from storyboard.memo import MemoryMemo
from tests.agents.fake_endpoint import good, reply, serving
from tests.agents.obedient import obedient

PREMISE = "Two neighbours share a lamp"


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with serving(lambda n, request: reply(good(request))) as server:
        for name, value in {"HOME": str(tmp_path / "home"), "LLM_URL": server.url, "LLM_MODEL": "m", "LLM_PRICE": "0.15/0.60"}.items():
            monkeypatch.setenv(f"FABULA_{name}", value)
        monkeypatch.chdir(tmp_path)
        yield server


def test_without_a_yes_nothing_is_sent(endpoint, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["write", PREMISE, "--money", "1"]) == 7
    said = capsys.readouterr().err
    assert "Nothing was sent to the model: writing takes about" in said and "in money" in said and "--approve" in said
    assert endpoint.asked == []


def test_approved_it_is_shown_and_sent(endpoint, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["write", PREMISE, "--money", "1", "--approve"]) == 0
    said = capsys.readouterr().err
    assert "Writing takes about 7 calls" in said and "Reviewing takes about 1 call" in said
    sent = len(endpoint.asked)
    assert cli.main(["write", PREMISE, "--money", "1"]) == 0 and len(endpoint.asked) == sent  # all remembered: nothing to pay, nobody to ask


def test_without_a_budget_nobody_is_asked(endpoint):
    assert cli.main(["write", PREMISE]) == 0 and endpoint.asked


def test_each_stage_is_asked_for_on_a_terminal(endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\n"))
    err = Terminal()
    monkeypatch.setattr(sys, "stderr", err)
    assert cli.main(["write", PREMISE, "--money", "1"]) == 7
    asked = [request["messages"][0]["content"].split(".")[0] for request in endpoint.asked]
    assert len(asked) == 7 and not any(text.startswith("You read the script") for text in asked)
    assert err.getvalue().count("Send it? (y/n)") == 2 and "reviewing takes about 1 call" in err.getvalue()


def test_a_revision_and_a_batch_are_asked_for_too(endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["write", PREMISE, "--out", "story.json"]) == 0
    sent = len(endpoint.asked)
    assert cli.main(["revise", "story.json", "end in the rain", "--tokens", "9000"]) == 7
    (tmp_path / "premises.txt").write_text("A fox\nAn owl\nA bear\n")
    assert cli.main(["batch", "premises.txt", "--calls", "50"]) == 7
    assert len(endpoint.asked) == sent
    said = capsys.readouterr().err
    assert "revising takes about 1 call" in said and said.count("Nothing was sent") == 2


def test_a_batch_is_approved_together(capsys: pytest.CaptureFixture[str]):
    approver = Approver(Progress(), approved=True, films=3)
    found = of_writing(Draft(premise="x", brief=Brief()), None)
    assert approver(found["writing"], "") and approver(found["writing"], "")
    assert capsys.readouterr().err.count("3 films together") == 1


def test_an_estimate_over_the_limit_says_so(endpoint, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["write", PREMISE, "--money", "0.0001"]) == 7
    assert "more than is allowed: limits.money is 0.0001" in capsys.readouterr().err


def test_the_studio_sends_nothing_either(endpoint):
    from app.authoring import Premise
    from storyboard.errors import Unapproved

    with Studio() as studio, pytest.raises(Unapproved):
        studio.write(Premise(PREMISE, limits={"money": 1.0}))
    assert endpoint.asked == []


@pytest.mark.parametrize("shots", [12, 60, 240])
def test_the_estimate_is_near_what_it_takes(shots: int):
    seconds = max(24.0, shots * SECONDS_A_SHOT)
    guess = of_writing(Draft(premise=PREMISE, brief=Brief(seconds=seconds)), None)
    with serving(lambda n, request: reply(obedient(request))) as server:
        writer = OpenAIWriter(Endpoint(server.url, "m", retries=0))
        write(PREMISE, Brief(seconds=seconds), writer, MemoryMemo())
    calls = sum(one.calls for one in guess.values())
    assert calls == pytest.approx(len(server.asked), rel=0.1)
    assert sum(one.sent + one.received for one in guess.values()) == pytest.approx(writer.budget.tokens, rel=0.35)
