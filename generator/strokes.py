"""What short sounds are made of: puffs of noise, grains, damped tones. Mono arrays at 44.1 kHz."""

from __future__ import annotations

import numpy as np

from generator.acoustics import band, filtered
from storyboard.sound import SAMPLE_RATE


def puff(low: float, high: float, rise_s: float, life_s: float, dice: np.random.Generator) -> np.ndarray:
    """A puff of noise, peak about 1."""
    t = np.arange(int((rise_s + 6 * life_s) * SAMPLE_RATE) + 8) / SAMPLE_RATE
    shape = (1 - np.exp(-t / rise_s)) * np.exp(-np.maximum(t - rise_s, 0) / life_s) * (1 - t / t[-1])
    sound = filtered(dice.standard_normal(len(t)), band(low, min(high, 12_000), 1)) * shape
    return sound / max(np.abs(sound).max(), 1e-9)


def grained(noise: np.ndarray, rate_hz: float, dice: np.random.Generator) -> np.ndarray:
    """Noise broken into grains, as snow and leaves are."""
    sparks = (dice.random(len(noise)) < rate_hz / SAMPLE_RATE) * dice.exponential(1.0, len(noise))
    life = np.exp(-np.arange(int(0.006 * SAMPLE_RATE)) / (0.0016 * SAMPLE_RATE))
    gates = np.convolve(sparks, life)[: len(noise)]
    sound = noise * (0.15 + gates)
    return sound / max(np.abs(sound).max(), 1e-9)


def ringing(modes: tuple[tuple[float, float, float], ...], dice: np.random.Generator) -> np.ndarray:
    """Damped tones (Hz, seconds to 1/e, level) that begin together, softly enough not to click."""
    t = np.arange(int(6 * max(life for _, life, _ in modes) * SAMPLE_RATE)) / SAMPLE_RATE
    out = np.zeros(len(t))
    for hz, life, size in modes:
        out += size * np.sin(2 * np.pi * hz * dice.uniform(0.96, 1.04) * t) * np.exp(-t / life)
    return out * (1 - np.exp(-t / 0.0012)) * (1 - t / t[-1])


def lay(out: np.ndarray, at_s: float, sound: np.ndarray) -> None:
    start = int(at_s * SAMPLE_RATE)
    sound = sound[: len(out) - start]
    out[start : start + len(sound)] += sound
