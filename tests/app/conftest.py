"""A home of one's own for each test, and fake makers in place of real ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import generator
from app import ways_of
from app.crew import LocalCrew
from app.db.store import Store, open_store
from app.settings import Settings, settings
from storyboard.ways import KINDS
from tests.app import fakes


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: every transaction waits for the disk, and tests make thousands."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def tmp_path(memory: Path) -> Iterator[Path]:
    """Gone after the test: memory is small."""
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    return settings({"FABULA_HOME": str(tmp_path / "home"), "FABULA_WORKERS": "2"})


@pytest.fixture
def store(given: Settings) -> Iterator[Store]:
    opened = open_store(given)
    yield opened
    opened.close()


@pytest.fixture
def fake_makers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind is made by tests.app.fake_makers, in this process's plans and its crew's children."""
    for kind in KINDS:
        monkeypatch.setitem(generator.MAKERS, (kind, "fake"), fakes.MODULE)
    for kind in ways_of.USUAL:
        monkeypatch.setitem(ways_of.USUAL, kind, "fake")
    for chosen in fakes.CHOSEN:
        monkeypatch.setitem(generator.MAKERS, chosen, fakes.MODULE)
        monkeypatch.delitem(generator.WEIGHTS, chosen, raising=False)


@pytest.fixture(scope="module")
def notes(memory: Path) -> Iterator[Path]:
    """The side file of the fake makers of one test module."""
    path = Path(tempfile.mkdtemp(dir=memory)) / "makers.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAKE_LOG", str(path))
        yield path


@pytest.fixture
def log(notes: Path) -> Callable[[str], list[str]]:
    """What the fake makers noted in this test: log("start"), log("end")."""
    before = notes.read_text().count("\n") if notes.exists() else 0

    def read(word: str) -> list[str]:
        lines = notes.read_text().splitlines()[before:] if notes.exists() else []
        return [line.split()[1] for line in lines if line.startswith(word)]

    return read


@pytest.fixture(scope="module")
def crew(notes: Path, memory: Path) -> Iterator[LocalCrew]:
    """One crew for the tests of a module: starting processes is what takes time."""
    made = LocalCrew(settings({"FABULA_HOME": tempfile.mkdtemp(dir=memory), "FABULA_WORKERS": "2"}))
    yield made
    made.close()


@pytest.fixture
def own_crew(given: Settings) -> Iterator[LocalCrew]:
    """A crew of this test's own, whose processes see its environment."""
    made = LocalCrew(given)
    yield made
    made.close()
