"""Rig: the folder, the weights and the device one worker holds. Weights load once and stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar

from storyboard.errors import Missing

T = TypeVar("T")
MEANT = {"image": "an image service for its stills", "video": "a video service for its clips", "speech": "a speech service for its voices", "vision": "a vision model about its shots"}


@dataclass(frozen=True)
class Service:
    """Where makers may ask for what is not made here. `key` is never stored, logged or shown; `shown`: its address as people may see it."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    shown: str = ""


class Rig:
    """`scratch`: where a maker writes its one file; the crew gives each step a fresh folder. `weights`: name -> checked file. `voices`: the folder of
    voices that were set up. `services`: those that are set, by name; `replies`: the folder of what they answered (asking.py). `paid`: whether
    one was paid for this step ("perhaps": no answer came), `earlier`: whether it was before ("": nobody looked); `is_again`: a process has died
    of this step."""

    def __init__(
        self, scratch: Path, weights: dict[str, Path] | None = None, voices: Path | None = None, services: Mapping[str, Service] | None = None, replies: Path | None = None
    ):
        self.scratch = scratch
        self.weights = weights or {}
        self.voices, self.services = voices, services or {}
        self.replies = replies or scratch / "replies"
        self.paid: Literal["no", "perhaps", "yes"] = "no"
        self.earlier: Literal["", "no", "perhaps", "yes"] = ""
        self.is_again = False
        self._loaded: dict[str, object] = {}

    def begin(self, scratch: Path, is_again: bool) -> None:
        """The next step."""
        self.scratch, self.is_again, self.paid, self.earlier = scratch, is_again, "no", ""

    def service(self, name: str, choice: str, model: str = "") -> Service:
        """Missing where it is not set. `choice`: what does without it; `model`: another than the one that is set."""
        if name not in self.services:
            setting = f"FABULA_{name.upper()}"
            raise Missing(f"This story asks {MEANT[name]}, and none is set. Set {setting}_URL and {setting}_MODEL, or {choice}.")
        return replace(self.services[name], model=model) if model else self.services[name]

    def loaded(self, name: str, load: Callable[[], T]) -> T:
        """What `load` gives, kept under `name` for the steps that follow."""
        if name not in self._loaded:
            self._loaded[name] = load()
        return self._loaded[name]  # type: ignore[return-value]
