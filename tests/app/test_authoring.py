"""What a person asks of a writer: lengths, limits, prices, parking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import authoring, cli
from app.settings import settings
from storyboard.errors import BadInput
from tests.agents.fake_endpoint import always, reply, serving
from tests.agents.obedient import obedient


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A fresh home, and a model's name; a test sets the address."""
    for name in ("FABULA_DB", "FABULA_DEBUG", "FABULA_LLM_PRICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FABULA_LLM_MODEL", "loopback")
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_a_long_film_has_limits_of_its_length():
    assert authoring.brief(authoring.Premise("fox", minutes=42)).limits.shots == 900
    asked = authoring.brief(authoring.Premise("fox", minutes=42, limits={"tokens": 5000}))
    assert (asked.limits.tokens, asked.limits.shots, asked.limits.seconds) == (5000, 900, 3780)
    assert authoring.brief(authoring.Premise("fox", limits={"calls": 7})).limits.calls == 7
    with pytest.raises(BadInput, match="calls"):
        authoring.brief(authoring.Premise("fox", limits={"calls": -1}))


def test_what_tokens_cost_is_read_strictly():
    assert settings({"FABULA_LLM_PRICE": "0.15/0.60"}).llm_price == (0.15, 0.6) and settings({}).llm_price is None
    for text in ("0.15", "a/b", "1/-2", "1/2/3", "inf/1"):
        with pytest.raises(BadInput, match="FABULA_LLM_PRICE"):
            settings({"FABULA_LLM_PRICE": text})
    given = settings({"FABULA_LLM_URL": "http://127.0.0.1:1/v1", "FABULA_LLM_MODEL": "m", "FABULA_LLM_PRICE": "1/2"})
    assert authoring.writer(given).endpoint.price.of(10**6, 10**6) == 3


def written(home: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], play: Any, *words: str) -> tuple[int, str]:
    with serving(play) as endpoint:
        home.setenv("FABULA_LLM_URL", endpoint.url)
        return cli.main(["write", "A fox", "--minutes", "0.4", *words]), capsys.readouterr().err


def test_limits_stop_the_command(home: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def well(n: int, r: dict[str, Any]) -> tuple[int, str, str]:
        return reply(obedient(r))

    code, said = written(home, capsys, well, "--tokens", "9000")
    assert code == 7 and "limits.tokens" in said
    code, said = written(home, capsys, well, "--money", "1")
    assert code == 2 and "FABULA_LLM_PRICE" in said
    home.setenv("FABULA_LLM_PRICE", "1/2")
    code, said = written(home, capsys, well, "--money", "0.001", "--approve")
    assert code == 7 and "limits.money" in said
    assert written(home, capsys, well, "--money", "1", "--approve")[0] == 0


def test_a_parked_story_goes_on_with_the_same_command(home: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    code, said = written(home, capsys, always("cut (finish_reason length)", "You break one scene", obedient), "--park")
    assert code == 3 and "scene 1: " in said and "the same command goes on from there" in said
    asked: list[str] = []
    code, _ = written(home, capsys, lambda n, r: (asked.append(r["messages"][0]["content"]), reply(obedient(r)))[1], "--park")
    assert code == 0 and not any(rules.startswith(("You are a story editor", "You cast")) for rules in asked)
