"""Longer or shorter without a change of pitch: waveform-similarity overlap-add (Verhelst and Roelands, 1993)."""

from __future__ import annotations

import numpy as np

from storyboard.sound import SAMPLE_RATE

LAST_S = 0.22  # about the last syllable of a phrase
FRAME, SEEK, SKIP = 1024, 384, 4  # samples: window, how far to look for a like place, step of that search


def stretched(samples: np.ndarray, length: int, linger: float = 1.0) -> np.ndarray:
    """Mono `samples` fitted into exactly `length` samples, pitch kept. Any factor is allowed; within 0.8..1.25 it is not heard.
    `linger`: the last LAST_S seconds are drawn out by this much more than the rest."""
    if length <= 0 or len(samples) == 0:
        return np.zeros(max(length, 0))
    if len(samples) == length and linger == 1.0:
        return samples
    hop = FRAME // 2
    padded = np.concatenate([np.zeros(hop), samples, np.zeros(FRAME + 2 * SEEK + hop)])
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)
    count = -(-(length + hop) // hop) + 1
    out = np.zeros(count * hop + FRAME)
    turn = max(len(samples) - int(LAST_S * SAMPLE_RATE), len(samples) // 2)  # from here on it lingers
    whole = turn + (len(samples) - turn) * linger
    times = np.array([0.0, turn / whole * length, length, length + 4 * FRAME])
    places = np.array([0.0, turn, len(samples), len(samples) + 4 * FRAME])
    at = 0
    for k in range(count):
        ideal = min(round(float(np.interp(k * hop, times, places))), len(padded) - FRAME - SEEK)
        at = ideal if k == 0 else _alike(padded, min(at + hop, len(padded) - FRAME), ideal)
        out[k * hop : k * hop + FRAME] += window * padded[at : at + FRAME]
    return out[hop : hop + length]


def _alike(padded: np.ndarray, wanted: int, ideal: int) -> int:
    """The place near `ideal` whose waveform continues the one at `wanted` best."""
    low = max(ideal - SEEK, 0)
    target = padded[wanted : wanted + FRAME : SKIP]
    field = padded[low : low + 2 * SEEK + FRAME : SKIP]
    likeness = np.correlate(field, target, "valid")
    power = np.convolve(field * field, np.ones(len(target)), "valid")
    best = low + SKIP * int(np.argmax(likeness / np.sqrt(np.maximum(power, 0) + 1e-9)))
    return min(best, len(padded) - FRAME)
