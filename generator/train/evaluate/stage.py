"""What every part of the evaluation works with, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from generator.measures import Row
from generator.train.evaluate.reading import Oracle
from generator.train.evaluate.shots import Shot, drawn
from generator.train.evaluate.ways import Engine
from storyboard.staging import Staging

Tell = Callable[[str], None]


class Part(NamedTuple):
    """What one part found: lines of the table, figures clip by clip, and clips to be looked at (a title and, by way, drawings (F, H, W, 3))."""

    rows: tuple[Row, ...]
    details: list[dict[str, Any]]
    shown: tuple[tuple[str, dict[str, np.ndarray]], ...] = ()


@dataclass(frozen=True)
class Stage:
    """The engine, the readers, and what is drawn already."""

    engine: Engine
    oracle: Oracle
    tell: Tell = print
    shots: dict[str, Shot] = field(default_factory=dict)

    def shot(self, staging: Staging) -> Shot:
        """The shot of a staging, drawn once."""
        key = staging.model_dump_json()
        if key not in self.shots:
            self.shots[key] = drawn(staging, self.engine.canvas)
        return self.shots[key]

    def going(self, part: str, stagings: Sequence[Staging]) -> None:
        self.tell(f"{part}: {len(stagings)} shots")
