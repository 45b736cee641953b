"""The physics of sound on arrays: filters, rooms, levels, noise. Samples are (n,) or (n, channels) at 44.1 kHz."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, rfft, rfftfreq
from scipy.signal import butter, oaconvolve, sosfilt

from storyboard.sound import SAMPLE_RATE


def decibels(gain_db: float | np.ndarray) -> np.ndarray | float:
    """The factor that `gain_db` stands for."""
    return 10.0 ** (gain_db / 20.0)


def peaking(hz: float, gain_db: float, q: float = 1.0) -> np.ndarray:
    """Second-order section that lifts or lowers a band around `hz` (Bristow-Johnson's cookbook)."""
    a, w = 10 ** (gain_db / 40), 2 * np.pi * hz / SAMPLE_RATE
    alpha = np.sin(w) / (2 * q)
    b = np.array([1 + alpha * a, -2 * np.cos(w), 1 - alpha * a])
    d = np.array([1 + alpha / a, -2 * np.cos(w), 1 - alpha / a])
    return np.concatenate([b, d])[None] / d[0]


def shelf(hz: float, gain_db: float, high: bool) -> np.ndarray:
    """Second-order section that lifts or lowers everything above (`high`) or below `hz`."""
    a, w = 10 ** (gain_db / 40), 2 * np.pi * hz / SAMPLE_RATE
    c, alpha, s = np.cos(w), np.sin(w) / np.sqrt(2), 1 if high else -1
    root = 2 * np.sqrt(a) * alpha
    b = a * np.array([a + 1 + s * (a - 1) * c + root, -2 * s * (a - 1 + s * (a + 1) * c), a + 1 + s * (a - 1) * c - root])
    d = np.array([a + 1 - s * (a - 1) * c + root, 2 * s * (a - 1 - s * (a + 1) * c), a + 1 - s * (a - 1) * c - root])
    return np.concatenate([b, d])[None] / d[0]


def band(low_hz: float | None, high_hz: float | None, order: int = 2) -> np.ndarray:
    """Butterworth sections that pass between the two; None: open on that side."""
    if low_hz is None:
        return butter(order, high_hz, "low", fs=SAMPLE_RATE, output="sos")
    if high_hz is None:
        return butter(order, low_hz, "high", fs=SAMPLE_RATE, output="sos")
    return butter(order, [low_hz, high_hz], "band", fs=SAMPLE_RATE, output="sos")


def filtered(samples: np.ndarray, *sections: np.ndarray) -> np.ndarray:
    """`samples` through filters one after another, from silence."""
    return sosfilt(np.concatenate(sections), samples, axis=0)


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0


def active_rms(samples: np.ndarray, hop_s: float = 0.02) -> float:
    """Root mean square over the stretches that are not pauses (within 25 dB of the loudest). 0 for silence."""
    hop = int(hop_s * SAMPLE_RATE)
    whole = len(samples) // hop * hop
    if not whole:
        return rms(samples)
    power = np.square(samples[:whole].reshape(whole // hop, -1), dtype=np.float64).mean(axis=1)
    if power.max() <= 0:
        return 0.0
    return float(np.sqrt(power[power > power.max() * 10**-2.5].mean()))


def faded(samples: np.ndarray, in_s: float, out_s: float) -> np.ndarray:
    """`samples` with raised-cosine fades at both ends (shortened when they would meet)."""
    out = np.array(samples)
    for seconds, back in ((in_s, False), (out_s, True)):
        count = min(int(seconds * SAMPLE_RATE), len(out) // 2)
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / max(count, 1))
        ramp = ramp if out.ndim == 1 else ramp[:, None]
        if count and back:
            out[-count:] *= ramp[::-1]
        elif count:
            out[:count] *= ramp
    return out


def softened(samples: np.ndarray, knee: float = 0.7, ceiling: float = 0.97) -> np.ndarray:
    """`samples` untouched below `knee`, bent smoothly so that nothing passes `ceiling`."""
    size, span = np.abs(samples), ceiling - knee
    return np.where(size <= knee, samples, np.sign(samples) * (knee + span * np.tanh((size - knee) / span)))


def room(seconds: float, bright_hz: float, seed: int, early_s: float = 0.012) -> np.ndarray:
    """Impulse response (n, 2) of a room: noise that fades 60 dB in `seconds` and darkens as it goes. Energy 1 a side."""
    dice = np.random.default_rng(seed)
    n, start = int(1.1 * seconds * SAMPLE_RATE), int(early_s * SAMPLE_RATE)
    t = np.arange(n) / SAMPLE_RATE
    tail = np.zeros((start + n, 2))
    for hz, share, life in ((bright_hz, 0.5, 0.45), (bright_hz * 0.45, 0.8, 0.75), (bright_hz * 0.2, 1.0, 1.0)):
        noise = filtered(dice.standard_normal((n, 2)), band(120, hz, 1))
        tail[start:] += share * noise * np.exp(-6.91 * t / (seconds * life))[:, None]
    tail[start:] *= (1 - np.exp(-t / 0.008))[:, None]
    return tail / np.sqrt(np.square(tail).sum(axis=0))


def reverberated(samples: np.ndarray, response: np.ndarray) -> np.ndarray:
    """The room's answer alone, as long as `samples` plus the response less one; (n,) stays (n,), in the left channel's room."""
    if samples.ndim == 1:
        return oaconvolve(samples, response[:, 0])
    return oaconvolve(samples, response, axes=0)


def slow(count: int, hz: float, dice: np.random.Generator) -> np.ndarray:
    """A wandering (count,) curve of unit variance that changes about `hz` times a second."""
    steps = int(count / SAMPLE_RATE * hz) + 5
    points = dice.standard_normal(steps)
    x = np.arange(count) * (hz / SAMPLE_RATE) + 1.0
    i = x.astype(np.int64)
    x -= i
    a, b, c, d = points[:-3], points[1:-2], points[2:-1], points[3:]
    held = np.bincount(i - 1, minlength=steps - 3)  # how long each stretch between two points is
    b, linear, square, cube = (np.repeat(k, held) for k in (b, c - a, 2 * a - 5 * b + 4 * c - d, 3 * (b - c) + d - a))
    return b + 0.5 * x * (linear + x * (square + x * cube))


def coloured(count: int, slope: float, dice: np.random.Generator) -> np.ndarray:
    """Noise (count,) of unit variance whose power falls by `slope` powers of frequency (0 white, 1 pink, 2 brown) above 30 Hz."""
    size = 1 << max(count - 1, 1).bit_length()
    spectrum = rfft(dice.standard_normal(size))
    hz = np.maximum(rfftfreq(size, 1 / SAMPLE_RATE), 30.0)
    noise = irfft(spectrum * hz ** (-slope / 2), size)[:count]
    return noise / max(rms(noise), 1e-12)
