"""Solvers: from the net's velocity at one sigma to the clip at the next. One object walks one schedule, once.

    solver = UniPC(schedule.sigmas)
    for time in schedule.times:
        x = solver.step(velocity(x, time), x)

Velocities point from the clean clip to the noise: what is clean at sigma s is x - s v. UniPC (Zhao et al. 2023, order 2, B2, with its
corrector) is what Wan's folders name; Euler goes straight, which is what few-step models were taught.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, inf, log
from typing import Literal, NamedTuple, Protocol

from torch import Tensor

Named = Literal["unipc", "euler"]


class Solver(Protocol):
    """One walk along a schedule."""

    def step(self, velocity: Tensor, x: Tensor) -> Tensor: ...


class Euler:
    """The straight line to the next sigma."""

    def __init__(self, sigmas: Sequence[float]) -> None:
        self.sigmas, self.place = tuple(sigmas), 0

    def step(self, velocity: Tensor, x: Tensor) -> Tensor:
        """x at the next sigma; all shapes alike."""
        here, after = self.sigmas[self.place : self.place + 2]
        self.place += 1
        return x + (after - here) * velocity


class Stretch(NamedTuple):
    """From one sigma to the next, in half the logarithm of signal to noise: its length, and the length back to the step before as a share of
    it (negative), None where none counts. `kept`: how much of x stays, `gain`: what the clean clip adds."""

    length: float
    back: float | None
    kept: float
    gain: float


class UniPC:
    """Predicts with the two last clean guesses, and corrects each x once the net has spoken at it."""

    def __init__(self, sigmas: Sequence[float]) -> None:
        self.sigmas, self.place = tuple(sigmas), 0
        self.clean: list[Tensor] = []  # the guesses of the last steps, newest last
        self.before: Tensor | None = None  # x that the last step set out from
        self.order = 0  # of the last step

    def step(self, velocity: Tensor, x: Tensor) -> Tensor:
        """x at the next sigma; all shapes alike."""
        guess = x - self.sigmas[self.place] * velocity
        if self.before is not None:
            x = self._corrected(guess, self.before)
        self.clean = [*self.clean[-1:], guess]
        self.order = min(2, len(self.sigmas) - 1 - self.place, len(self.clean))
        self.before = x
        stretch = self._stretch(self.place, self.order)
        bend = 0.0 if stretch.back is None else 0.5 * (self.clean[-2] - guess) / stretch.back
        self.place += 1
        return stretch.kept * x + stretch.gain * (guess + bend)

    def _corrected(self, guess: Tensor, before: Tensor) -> Tensor:
        stretch = self._stretch(self.place - 1, self.order)
        anchor = self.clean[-1]
        if stretch.back is None:
            return stretch.kept * before + stretch.gain * (anchor + 0.5 * (guess - anchor))
        one, two = _weights(stretch.length)
        old = (one - two) / (1 - stretch.back)  # the 2 x 2 system of order 2
        bend = old * (self.clean[-2] - anchor) / stretch.back + (one - old) * (guess - anchor)
        return stretch.kept * before + stretch.gain * (anchor + bend)

    def _stretch(self, place: int, order: int) -> Stretch:
        here, after = self.sigmas[place : place + 2]
        length = _clarity(after) - _clarity(here)
        back = None if order == 1 else (_clarity(self.sigmas[place - 1]) - _clarity(here)) / length
        return Stretch(length, back, after / here, -(1 - after) * expm1(-length))


def _clarity(sigma: float) -> float:
    """Half the logarithm of signal to noise."""
    return inf if sigma == 0 else log(1 - sigma) - log(sigma)


def _weights(length: float) -> tuple[float, float]:
    """Of B2: how the first and the second moment of a stretch weigh."""
    first = expm1(-length) / -length - 1
    second = first / -length - 0.5
    return first / expm1(-length), 2 * second / expm1(-length)


def solver(name: Named, sigmas: Sequence[float]) -> Solver:
    return UniPC(sigmas) if name == "unipc" else Euler(sigmas)
