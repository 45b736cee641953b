"""The last gain of a film: its loudness set, its true peak held, in blocks with as much around each as the limiter looks ahead.

The balanced film lies in a file of float32 triples (left, right, the true peak around the sample), so that memory stays flat.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from generator import wav
from generator.acoustics import decibels
from generator.loudness import Loudness
from storyboard.errors import NoRoom

log = logging.getLogger(__name__)

NEAR_LU, TRIES = 0.05, 14
MARGIN_DB = 0.1  # for rounding to 16 bits and for what a changing gain adds
LIMIT_HALF = 882  # samples the limiter looks ahead and lets go: 20 ms
OVERSAMPLED, EDGE = 4, 64
AROUND = 2 * LIMIT_HALF + 2  # samples beside a block that its gain hangs on


class Setting(NamedTuple):
    """How a film is mastered: everything by `gain`, and less around what would pass `ceiling` (factors)."""

    gain: float
    ceiling: float


class Tape:
    """The balanced film on disk, with the true peak around every sample."""

    def __init__(self, path: Path):
        self.path, self.samples = path, 0

    def record(self, blocks: Iterable[np.ndarray]) -> float:
        """Write all blocks (n, 2), peaks still plain; gives their loudness (LUFS). NoRoom."""
        meter = Loudness()
        try:
            with self.path.open("wb") as file:
                for block in blocks:
                    meter.add(block)
                    file.write(np.column_stack([block, loudest(np.abs(block))]).astype(np.float32).tobytes())
                    self.samples += len(block)
        except OSError as error:
            raise NoRoom(f"The mix needs {self.path} to work in, which cannot be written ({error}). Make room and try again.") from error
        return meter.lufs

    def read(self, start: int, stop: int) -> np.ndarray:
        """Samples [start, stop), held to the film, as float32 (n, 3)."""
        start, stop = max(start, 0), min(stop, self.samples)
        return np.fromfile(self.path, np.float32, 3 * (stop - start), offset=12 * start).reshape(-1, 3)

    def chunks(self) -> Iterator[tuple[int, int]]:
        for start in range(0, self.samples, wav.BLOCK):
            yield start, min(start + wav.BLOCK, self.samples)

    def find_peaks(self, floor: float) -> float:
        """Put the true peaks in the place of the plain ones wherever those reach `floor`; the largest of all."""
        highest = 0.0
        with self.path.open("r+b") as file:
            for start, stop in self.chunks():
                found = self.read(start, stop)
                if found[:, 2].max() >= floor:
                    first = max(start - EDGE, 0)
                    around = fine_peaks(self.read(first, stop + EDGE)[:, :2])
                    found[:, 2] = around[start - first : stop - first]
                    file.seek(12 * start)
                    file.write(found.tobytes())
                highest = max(highest, float(found[:, 2].max()))
        return highest

    def gains(self, how: Setting) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """(samples (n, 2), the gain over them (n, 1)), chunk after chunk."""
        for start, stop in self.chunks():
            first = max(start - AROUND, 0)
            found = self.read(first, stop + AROUND)
            gain = limiting(found[:, 2], how)[start - first : stop - first]
            yield found[start - first : stop - first, :2], gain[:, None]

    def played(self, how: Setting) -> Iterator[np.ndarray]:
        for samples, gain in self.gains(how):
            yield samples * gain


def limiting(peaks: np.ndarray, how: Setting) -> np.ndarray:
    """The gain (n,) that turns down smoothly around every peak above the ceiling, 20 ms before and after it."""
    need = np.minimum(1, how.ceiling / np.maximum(peaks * np.float32(how.gain), 1e-9)).astype(np.float32)
    if need.min(initial=1.0) >= 1:
        return np.full(len(peaks), how.gain, np.float32)
    held = minimum_filter1d(need, 2 * LIMIT_HALF + 1, mode="nearest")
    smooth = uniform_filter1d(uniform_filter1d(held, LIMIT_HALF + 1, mode="nearest"), LIMIT_HALF + 1, mode="nearest")
    return smooth * np.float32(how.gain)


def fine_peaks(samples: np.ndarray) -> np.ndarray:
    """The true peak around every sample (n,), both channels, at 4 times the rate."""
    fine = loudest(np.abs(resample_poly(samples, OVERSAMPLED, 1, axis=0)))
    return np.maximum(loudest(fine.reshape(-1, OVERSAMPLED)), loudest(np.abs(samples)))


def loudest(samples: np.ndarray) -> np.ndarray:
    """The largest of each row of a narrow (n, k): numpy's own max along so short an axis is ten times slower."""
    return reduce(np.maximum, samples.T)


class Heard(NamedTuple):
    """What a setting gives: loudness (LUFS), true peak (a factor)."""

    lufs: float
    peak: float


def measured(blocks: Iterable[np.ndarray]) -> Heard:
    """Of a film played in blocks. Only where it comes near the loudest so far is it looked at between its samples."""
    meter, highest, tail = Loudness(), 0.0, np.zeros((EDGE, 2), np.float32)
    for block in blocks:
        meter.add(block)
        highest, tail = max(highest, _peak(tail, block, highest)), np.concatenate([tail, block])[-2 * EDGE :]
    return Heard(meter.lufs, max(highest, _peak(tail, np.zeros((EDGE, 2), np.float32), highest)))


def _peak(before: np.ndarray, block: np.ndarray, highest: float) -> float:
    """The true peak of `before` and the block, but for EDGE samples at either end, which cannot be told yet."""
    heard = np.concatenate([before, block])
    if np.abs(heard).max() < 0.5 * highest or not heard.any():
        return 0.0
    return float(fine_peaks(heard)[EDGE : len(heard) - EDGE].max(initial=0.0))


def true_peak(samples: np.ndarray) -> float:
    """The largest true peak (a factor, 1 is full scale) of (n, 2)."""
    return measured([samples]).peak


def settled(tape: Tape, level: float, lufs: float, peak_dbtp: float) -> Setting:
    """How to play a tape of loudness `level` so that it comes out at `lufs` with its true peak at most `peak_dbtp`: found by playing it
    until both hold. The peak holds even where both cannot; silence stays silence."""
    if not np.isfinite(level):
        return Setting(1.0, 1.0)
    highest, ceiling = float(decibels(peak_dbtp)), float(decibels(peak_dbtp - MARGIN_DB))
    gain_db = first_db = lufs - level
    peak = tape.find_peaks(0.4 * ceiling / float(decibels(gain_db)))
    best, best_off = Setting(min(highest / max(peak * 1.2, 1e-9), float(decibels(gain_db))), np.inf), np.inf
    last: tuple[float, float] | None = None
    for _ in range(TRIES):
        how = Setting(float(decibels(gain_db)), ceiling)
        now = measured(tape.played(how))
        if (over := now.peak / float(decibels(peak_dbtp - MARGIN_DB / 2))) > 1:
            ceiling /= over * 1.001
            continue
        if abs(lufs - now.lufs) < best_off:
            best, best_off = how, abs(lufs - now.lufs)
        if best_off <= NEAR_LU:
            break
        slope = 1.0 if last is None or gain_db == last[0] else float(np.clip((now.lufs - last[1]) / (gain_db - last[0]), 0.15, 1))
        last = (gain_db, now.lufs)
        gain_db = min(gain_db + float(np.clip((lufs - now.lufs) / slope, -6, 6)), first_db + 18)
    if best_off > 0.3:
        log.warning("The film is %.1f LU off %.1f LUFS: its peaks may not pass %.1f dBTP.", best_off, lufs, peak_dbtp)
    return best
