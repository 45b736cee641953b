"""Loudness by ITU-R BS.1770, gated, met block by block: the same figure as pyloudnorm's, in memory that hardly grows with the sound."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pyloudnorm.iirfilter import IIRfilter
from scipy.signal import lfilter

from storyboard.sound import SAMPLE_RATE

HOP = SAMPLE_RATE // 10  # a gating block begins every 0.1 s
BLOCK = 4 * HOP  # and lasts 0.4 s
GATE_LUFS, BELOW_LU, OFFSET = -70.0, 10.0, -0.691  # BS.1770-4
SILENT = float("-inf")


class Loudness:
    """Takes samples (n, channels) in order; `lufs` is of all that came. Keeps one number for every tenth of a second."""

    def __init__(self) -> None:
        stages = (IIRfilter(4.0, 2**-0.5, 1500.0, SAMPLE_RATE, "high_shelf"), IIRfilter(0.0, 0.5, 38.0, SAMPLE_RATE, "high_pass"))
        self._stages = [(stage.b, stage.a) for stage in stages]
        self._states: list[np.ndarray] | None = None
        self._hops: list[np.ndarray] = []
        self._rest = np.zeros(0)
        self._is_silent, self.samples = True, 0

    def add(self, samples: np.ndarray) -> None:
        if not len(samples):
            return
        self._is_silent = self._is_silent and not samples.any()
        self.samples += len(samples)
        heard = samples.astype(np.float64)
        if self._states is None:
            self._states = [np.zeros((2, heard.shape[1])) for _ in self._stages]
        for k, (b, a) in enumerate(self._stages):
            heard, self._states[k] = lfilter(b, a, heard, axis=0, zi=self._states[k])
        power = np.concatenate([self._rest, np.square(heard).sum(axis=1)])
        whole = len(power) // HOP * HOP
        self._hops.append(power[:whole].reshape(-1, HOP).sum(axis=1))
        self._rest = power[whole:]

    @property
    def lufs(self) -> float:
        """-inf for silence. Less than 0.4 s counts with silence after it."""
        if self._is_silent:
            return SILENT
        if self.samples < BLOCK:
            self.add(np.zeros((BLOCK - self.samples, self._states[0].shape[1] if self._states else 1)))
        hops = np.concatenate([*self._hops, [self._rest.sum()], np.zeros(4)])
        count = round((self.samples - BLOCK) / HOP) + 1
        sums = np.concatenate([[0.0], np.cumsum(hops)])
        power = (sums[4 : 4 + count] - sums[:count]) / BLOCK
        return _gated(np.maximum(power, 0.0))


def _gated(power: np.ndarray) -> float:
    """Of the mean squares of the gating blocks."""
    with np.errstate(divide="ignore"):
        level = OFFSET + 10 * np.log10(power)
        loud = level >= GATE_LUFS
        if not loud.any():
            return SILENT
        gate = OFFSET + 10 * np.log10(power[loud].mean()) - BELOW_LU
        return float(OFFSET + 10 * np.log10(power[loud & (level > gate)].mean()))


def loudness(samples: np.ndarray) -> float:
    """Of (n, channels), whole."""
    return loudness_of([samples])


def loudness_of(blocks: Iterable[np.ndarray]) -> float:
    meter = Loudness()
    for block in blocks:
        meter.add(block)
    return meter.lufs
