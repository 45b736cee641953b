"""Schedules of published video models: how noisy the clip is at every step (sigma, 1 to 0), and what time the net is told (0 to 1000).

Four tables are in use for the same models, and few-step weights hang on theirs:
    diffusers   UniPC as Wan's folders configure it: even steps from 1 to 0.001, then the shift
    original    the solvers of Wan's authors: even steps from 0.999 to 0, then the shift
    euler       diffusers' flow-match Euler: the shift is applied to the ends of the table and once more to every step
    even        AnyFlow's, whose net is told where a step ends too: even steps from 1 to 0, then the shift
In the first two the net is told whole numbers. A model that was taught its own few steps brings them: `explicit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np

Table = Literal["diffusers", "original", "euler", "even"]
SCALE = 1000  # times: what the net is told of sigma 1
FULL = 1e-6  # off a first sigma of 1, where a logarithm of the rest is taken


class Schedule(NamedTuple):
    """N + 1 sigmas (fp32 values, the last is 0) and the N times the net is told."""

    sigmas: tuple[float, ...]
    times: tuple[float, ...]

    @property
    def steps(self) -> int:
        return len(self.times)


def sigmas(steps: int, shift: float, table: Table = "diffusers") -> tuple[float, ...]:
    """The N + 1 sigmas of a table. ValueError where there is no such table, or no step."""
    return schedule(steps, shift, table).sigmas


def schedule(steps: int, shift: float, table: Table = "diffusers") -> Schedule:
    """The table of `steps` steps, shifted: a shift above 1 spends more of them where all is noise."""
    if table not in get_args(Table) or steps < 1 or shift <= 0:
        raise ValueError(f"there is no schedule of {steps} steps, shift {shift}, table {table!r}; tables are {', '.join(get_args(Table))}")
    if table == "euler":
        ends = shifted(np.array([1.0, 1 / SCALE]), shift).astype(np.float32).astype(np.float64)
        return _made(shifted(np.linspace(ends[0] * SCALE, ends[1] * SCALE, steps) / SCALE, shift), whole=False)
    if table == "even":
        return _made(shifted(np.linspace(1, 0, steps + 1)[:-1], shift), whole=False)
    first, last = (1.0, 1 / SCALE) if table == "diffusers" else (1 - 1 / SCALE, 0.0)
    return _made(shifted(np.linspace(first, last, steps + 1)[:-1], shift), whole=True)


def explicit(values: Sequence[float], shift: float = 1.0) -> Schedule:
    """The steps a model was taught: sigmas from above 0 to 1, falling. ValueError where they are not."""
    given = np.array(values, dtype=np.float64)
    if not len(given) or given.max() > 1 or given.min() <= 0 or (np.diff(given) >= 0).any():
        raise ValueError(f"sigmas fall from 1 and stay above 0, given {', '.join(f'{value:g}' for value in values) or 'none'}")
    return _made(shifted(given, shift), whole=True)


def shifted(values: np.ndarray, shift: float) -> np.ndarray:
    return shift * values / (1 + (shift - 1) * values)


def _made(values: np.ndarray, whole: bool) -> Schedule:
    if whole and abs(values[0] - 1) < FULL:
        values[0] -= FULL
    kept = tuple(float(value) for value in values.astype(np.float32))
    times = (values * SCALE).astype(np.int64) if whole else values.astype(np.float32) * np.float32(SCALE)
    return Schedule((*kept, 0.0), tuple(float(time) for time in times))
