"""Real servers, not ours: a film is written through each, whatever it makes of a request. The model behind them is tiny and random."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.drafts import SceneShots
from agents.extraction import strict_schema
from agents.review import Verdict
from bench import endpoints
from bench.servers import running
from bench.tiny_model import make


def test_a_server_that_obeys_schemas_gives_every_unit(tmp_path: Path):
    with running("llama.cpp", make(tmp_path), tmp_path / "log") as served:
        row = endpoints.film(served, seed=1)
    assert (row["problem"], row["rung"], row["by_embedded"], row["writer"]) == ("", "json_schema", 0, "(model)")
    assert row["by_model"] == row["units"] >= 6


@pytest.mark.slow
def test_a_server_that_ignores_schemas_leaves_every_unit_to_the_embedded_writer(tmp_path: Path):
    with running("transformers", make(tmp_path), tmp_path / "log") as served:
        row = endpoints.film(served, seed=1)
    assert (row["problem"], row["rung"], row["by_model"], row["writer"]) == ("", "text", 0, "offline")


def test_numbers_with_bounds_are_asked_for_as_choices():
    amount = strict_schema(SceneShots, {})["$defs"]["ShotDraft"]["properties"]["amount"]
    assert amount == {"type": "number", "enum": [-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0]}
    scene = strict_schema(Verdict, {})["$defs"]["Note"]["properties"]["scene"]
    assert scene == {"type": "integer", "enum": list(range(1, 41))}


def test_who_wrote_a_film_is_held_against_its_credit():
    assert endpoints._wrong("tiny", 0, 6, "tiny") == "" == endpoints._wrong("tiny (parts by offline)", 2, 6, "tiny")
    assert "was expected" in endpoints._wrong("somebody", 2, 6, "tiny")
