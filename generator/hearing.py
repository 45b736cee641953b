"""What an ear takes from speech: its pitch over time, its tone, when it sounds, how fast it goes, and whether it clicks.

Everything takes mono samples at 44.1 kHz. Numbers only; who is speaking is judged in speaker.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.fft import dct, irfft, rfft
from scipy.signal import resample_poly

from storyboard.sound import SAMPLE_RATE

RATE = SAMPLE_RATE // 4  # Hz that pitch is looked for at
WINDOW, HOP = 552, 110  # samples at RATE: 50 ms, every 10 ms
LOWEST_HZ, HIGHEST_HZ = 55.0, 640.0
VOICED = 0.45  # how like the next period must be
OCTAVE_COST = 0.06  # by how much a period twice as long must be more alike
DEEPEST_DB = 30.0  # below the loudest frame: counted as silence
BANDS, CEPSTRA = 28, 18
SHORTEST_PAUSE_S = 0.12
CLICK_DB, CLICK_SHARE = 18.0, 0.6


class Pitch(NamedTuple):
    """`hz`: one for each 10 ms, 0 where nothing is voiced."""

    hz: np.ndarray

    @property
    def median(self) -> float:
        """Of the voiced frames, in Hz; 0 when there are none."""
        found = self.hz[self.hz > 0]
        return float(np.median(found)) if len(found) else 0.0

    @property
    def spread(self) -> float:
        """Semitones between the tenth and the ninetieth percentile."""
        found = self.hz[self.hz > 0]
        return float(12 * np.log2(np.percentile(found, 90) / np.percentile(found, 10))) if len(found) > 4 else 0.0


def pitch(samples: np.ndarray) -> Pitch:
    """By the normalised autocorrelation of 50 ms (Boersma, 1993), a short path preferred to a long one."""
    small = resample_poly(samples, 1, 4)
    if len(small) < WINDOW:
        return Pitch(np.zeros(0))
    frames = np.lib.stride_tricks.sliding_window_view(small, WINDOW)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    window = np.hanning(WINDOW)
    size = 2048
    own = irfft(np.abs(rfft(window, size)) ** 2, size)[:WINDOW]
    alike = irfft(np.abs(rfft(frames * window, size)) ** 2, size)[:, :WINDOW]
    power = alike[:, 0].copy()
    alike = alike / np.maximum(power, 1e-12)[:, None] / (own / own[0])
    low, high = int(RATE / HIGHEST_HZ), int(RATE / LOWEST_HZ)
    lags = np.arange(low, high)
    part = alike[:, low:high]
    peaks = (part >= alike[:, low - 1 : high - 1]) & (part >= alike[:, low + 1 : high + 1])
    score = np.where(peaks, part - OCTAVE_COST * np.log2(lags / low), -1.0)
    best = score.argmax(axis=1)
    rows = np.arange(len(part))
    left, middle, right = (alike[rows, low + best + k] for k in (-1, 0, 1))
    fine = 0.5 * (left - right) / np.minimum(left - 2 * middle + right, -1e-9)
    sounding = power > power.max() * 10 ** (-DEEPEST_DB / 10)
    voiced = sounding & (middle > VOICED) & (score[rows, best] > -1)
    return Pitch(np.where(voiced, RATE / (low + best + np.clip(fine, -0.5, 0.5)), 0.0))


def loudness(samples: np.ndarray, hop_s: float = 0.01) -> np.ndarray:
    """Power of each 10 ms in dB below the loudest, which is 0; -120 where there is nothing."""
    hop = int(hop_s * SAMPLE_RATE)
    whole = len(samples) // hop * hop
    power = np.square(samples[:whole].reshape(-1, hop), dtype=np.float64).mean(axis=1)
    return 10 * np.log10(np.maximum(power / max(power.max(), 1e-12), 1e-12)) if len(power) else np.zeros(0)


def speaking_s(samples: np.ndarray) -> float:
    """Seconds in which somebody speaks: from the first sound to the last, without the pauses between."""
    loud = np.flatnonzero(loudness(samples) > -DEEPEST_DB)
    if not len(loud):
        return 0.0
    gaps = np.diff(loud) - 1
    return float((loud[-1] - loud[0] + 1 - gaps[gaps > SHORTEST_PAUSE_S * 100].sum()) * 0.01)


def tone(samples: np.ndarray) -> np.ndarray:
    """(frames, CEPSTRA): the shape of the spectrum every 10 ms, loudness apart, of the frames that sound."""
    size, hop = 1024, int(0.01 * SAMPLE_RATE)
    if len(samples) < size:
        return np.zeros((0, CEPSTRA))
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop] * np.hanning(size)
    power = np.abs(rfft(frames, axis=1)) ** 2
    level = power.sum(axis=1)
    power = power[level > level.max() * 10 ** (-DEEPEST_DB / 10)]
    return dct(np.log(power @ _mel(size).T + 1e-9), axis=1, norm="ortho")[:, 1 : CEPSTRA + 1]


def _mel(size: int) -> np.ndarray:
    """(BANDS, bins): triangles from 80 Hz to 7.6 kHz, evenly spaced to the ear."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (80.0, 7600.0))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    hz = np.arange(size // 2 + 1) * SAMPLE_RATE / size
    rise = (hz - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - hz) / np.diff(edges)[1:, None]
    return np.maximum(np.minimum(rise, fall), 0)


def clicks(samples: np.ndarray) -> int:
    """Jumps no mouth makes: a sample whose third difference stands CLICK_DB above all others within 12 ms, and is as large as what sounds
    there (the burst of a d or t is spread over several samples, so it is not); or a step at either end."""
    jump = np.abs(np.diff(samples, 3))
    block = 528
    whole = len(jump) // block * block
    if not whole:
        return 0
    parts = jump[:whole].reshape(-1, block)
    ordered = np.sort(parts, axis=1)
    alone = ordered[:, -1] > 10 ** (CLICK_DB / 20) * np.maximum(ordered[:, -9], 1e-4)
    alone &= ordered[:, -1] > CLICK_SHARE * np.abs(samples[:whole]).reshape(-1, block).max(axis=1)
    ends = sum(abs(float(one)) > 0.01 for one in (samples[0], samples[-1]))
    return int(alone.sum()) + ends
