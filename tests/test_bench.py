"""Benches: what they may be asked for, and which runs are kept."""

from __future__ import annotations

import argparse
import json
import multiprocessing.dummy
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import record, world


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("--clips", type=record.at_least(1), default=8)
    made.add_argument("--out", type=Path)
    return made


def test_only_full_runs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "RESULTS", tmp_path)
    kept = [record.record("x", {"run": k}, parser(), parser().parse_args(words)) for k, words in enumerate((["--out", "there"], ["--clips", "2"]))]
    assert kept == [True, False]
    assert json.loads((tmp_path / "x.json").read_text()) == {"run": 0}


def test_too_few_is_refused() -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--clips", "0"])


def test_one_clip_is_enough_for_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "drawn", lambda job: job[2])
    monkeypatch.setattr(world, "multiprocessing", SimpleNamespace(get_context=lambda how: multiprocessing.dummy))
    assert world.rate([(world.stagings(1)[0], (16, 9), 3)], 2) > 0
