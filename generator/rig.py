"""Rig: the folder, the weights and the device one worker holds. Weights load once and stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Service:
    """Where makers may ask for what is not made here. `key` is never stored, logged or shown; `shown`: its address as people may see it."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    shown: str = ""


class Rig:
    """`scratch`: where a maker writes its one file; the crew gives each step a fresh folder. `weights`: name -> checked file. `speech`: the
    service that speaks, where one is set; `voices`: the folder of voices that were set up; `vision`: the service that looks, where one is set."""

    def __init__(self, scratch: Path, weights: dict[str, Path] | None = None, speech: Service | None = None, voices: Path | None = None, vision: Service | None = None):
        self.scratch = scratch
        self.weights = weights or {}
        self.speech, self.voices, self.vision = speech, voices, vision
        self._loaded: dict[str, object] = {}

    def loaded(self, name: str, load: Callable[[], T]) -> T:
        """What `load` gives, kept under `name` for the steps that follow."""
        if name not in self._loaded:
            self._loaded[name] = load()
        return self._loaded[name]  # type: ignore[return-value]
