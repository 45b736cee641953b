"""What is measured of a sound: tops cut flat, holes, ends, and where one sound lies in another. Mono samples at 44.1 kHz; numbers only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import resample_poly

from generator.hearing import DEEPEST_DB, loudness
from storyboard.sound import SAMPLE_RATE

NEAR_TOP, SOUNDS = 0.02, 0.05  # shares of the highest sample: what counts as the top, and as sound at all
SLOWER = 4  # times slower than the sound is where one lies in another looked for
LEAST_LIKE = 1e-9
HOP_S = 0.01


def flat(samples: np.ndarray) -> float:
    """Share of what sounds that lies at the very top: a wave seldom stands there, one whose tops were cut does (0.0003 at most in speech
    as it was made, 0.002 and more once 3 dB are cut off)."""
    size = np.abs(samples)
    top = float(size.max(initial=0.0))
    sounding = int((size > SOUNDS * top).sum())
    return float((size > (1 - NEAR_TOP) * top).sum() / sounding) if sounding else 0.0


def levels(samples: np.ndarray) -> np.ndarray:
    """dBFS of every 10 ms, -120 for nothing."""
    hop = int(HOP_S * SAMPLE_RATE)
    whole = len(samples) // hop * hop
    power = np.square(samples[:whole].reshape(-1, hop), dtype=np.float64).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))


class Spoken(NamedTuple):
    """Where a line sounds in its file, in seconds: the silence before it, and after it."""

    before: float
    after: float


def spoken(samples: np.ndarray) -> Spoken | None:
    """None where nothing sounds."""
    loud = np.flatnonzero(loudness(samples) > -DEEPEST_DB) if samples.any() else np.zeros(0)
    return Spoken(float(loud[0] * HOP_S), len(samples) / SAMPLE_RATE - float(loud[-1] + 1) * HOP_S) if len(loud) else None


class Span(NamedTuple):
    """10 ms steps [start, end)."""

    start: int
    end: int


def longest(wanted: np.ndarray) -> Span:
    """The longest run of True in a row of booleans; (0, 0) where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wanted.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return Span(0, 0)
    start, end = runs[int((runs[:, 1] - runs[:, 0]).argmax())]
    return Span(int(start), int(end))


class Lies(NamedTuple):
    """Where a sound was found in another: seconds later than asked about (below 0: earlier), and how like it is there, 0 to 1."""

    late_s: float
    like: float


def lies(sound: np.ndarray, around: np.ndarray, at: int) -> Lies:
    """The place of `sound` in `around`, which would begin at sample `at` of it: the lag of the highest normalised correlation, both whitened by
    a first difference, so that what is low and long under speech (music, wind) weighs little."""
    one, field = (np.diff(resample_poly(x, 1, SLOWER)) for x in (sound, around))
    size = next_fast_len(len(one) + len(field), real=True)
    product = irfft(rfft(field, size) * np.conj(rfft(one, size)), size)[: max(len(field) - len(one), 0) + 1]
    energy = np.concatenate([[0.0], np.cumsum(np.square(field))])
    under = np.sqrt(np.maximum(energy[len(one) : len(one) + len(product)] - energy[: len(product)], LEAST_LIKE) * max(float(np.square(one).sum()), LEAST_LIKE))
    like = product[: len(under)] / under[: len(product)]
    best = int(like.argmax())
    return Lies((best - at / SLOWER) * SLOWER / SAMPLE_RATE, float(max(like[best], 0.0)))
