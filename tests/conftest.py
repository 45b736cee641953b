"""What tests share: a small story written by hand, ways with names only, and a guard that lets no test reach beyond loopback."""

from __future__ import annotations

import socket

import pytest

from storyboard.story import Story
from storyboard.ways import KINDS, Way, Ways

LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if "not browser" in config.option.markexpr:
        terminalreporter.write_line("The browser tests were not run: `make test-browser` runs them.")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that opens a connection to another machine fails."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


def shot(name: str, frames: int = 60, **more: object) -> dict[str, object]:
    return {"id": name, "words": f"what happens in {name}", "frames": frames, **more}


def line(name: str, text: str, slot: int, speaker: str | None = None) -> dict[str, object]:
    return {"id": name, "text": text, "slot": slot, "speaker": speaker}


@pytest.fixture
def tale() -> Story:
    """Two characters, two scenes, five shots of different lengths, one line and one narration."""
    mira = {"character": "mira", "action": "walking", "where": "left", "facing": "to the right"}
    bo = {"character": "bo", "action": "waving", "where": "right", "facing": "to the left"}
    tree = {
        "title": "The Lamp",
        "premise": "A fox finds a lamp",
        "characters": [
            {"id": "mira", "name": "Mira", "identity": "Mira is a small rust fox.", "look": {"kind": "fox", "body": "rust"},
             "costumes": [{"id": "day", "outfit": {"garment": "coat"}}]},
            {"id": "bo", "name": "Bo", "identity": "Bo is a round grey mouse.", "look": {"kind": "mouse", "body": "grey"},
             "costumes": [{"id": "day"}]},
        ],
        "settings": [{"id": "wood", "name": "the wood", "place": "forest", "seed": 3}, {"id": "home", "name": "home", "place": "cottage room"}],
        "things": [{"id": "lamp", "name": "the lamp", "prop": "lantern"}],
        "scenes": [
            {"id": "s1", "setting": "wood", "mood": "wonder", "shots": [
                shot("s1-1", 78, subjects=[mira], lines=[line("n1", "Once a fox went out to find a light.", 60)]),
                shot("s1-2", 60, focus="lamp", size="insert"),
                shot("s1-3", 84, subjects=[mira, bo], lines=[line("l1", "Who left you here, little lamp?", 56, "mira")])]},
            {"id": "s2", "setting": "home", "hour": "night", "mood": "joyful", "shots": [
                shot("s2-1", 64, subjects=[bo], transition="fade"), shot("s2-2", 70, subjects=[mira], transition="dissolve")]},
        ],
    }  # fmt: skip
    return Story.model_validate(tree)


@pytest.fixture
def ways() -> Ways:
    """The clips' is a net, with all that steers one; the others are not. Nothing is watched."""
    return Ways(**{kind: Way(name="test") for kind in KINDS if kind != "reading"} | {"clip": Way(name="test", path="fp32", steps=4, reads_portraits=True)})
