"""Rig: the folder, the weights and the device one worker holds. Weights load once and stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Rig:
    """`scratch`: where a maker writes its one file; the crew gives each step a fresh folder. `weights`: name -> checked file."""

    def __init__(self, scratch: Path, weights: dict[str, Path] | None = None):
        self.scratch = scratch
        self.weights = weights or {}
        self._loaded: dict[str, object] = {}

    def loaded(self, name: str, load: Callable[[], T]) -> T:
        """What `load` gives, kept under `name` for the steps that follow."""
        if name not in self._loaded:
            self._loaded[name] = load()
        return self._loaded[name]  # type: ignore[return-value]
