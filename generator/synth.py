"""Instruments: `played(note)` gives the sound of one note as (samples,) at 44.1 kHz, soft ones, made of sines and a little noise.

Struck and plucked notes are sums of damped partials and are kept, since a score repeats them; bowed and blown ones are read from
a cycle of their waveform with vibrato, breath and slow attacks. Everything is a pure function of the note.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from generator.acoustics import band, filtered, rms, slow
from generator.compose import Note
from storyboard.sound import SAMPLE_RATE

CYCLE = 4096  # samples in a stored waveform
STEP = 64  # samples between changes of a held note's pitch
HIGHEST_HZ = 12_000.0  # no partial above
LAYERS = 5  # strengths at which struck notes are kept
BRIGHTEST = 5
HARD = 1.7  # notes of level 1 / HARD and above sound as bright as they can


class Struck(NamedTuple):
    """A string or bar that is hit and rings. `ratios`: of its partials, () for harmonic; `tilt`: how fast they weaken."""

    ring_s: float  # time in which the fundamental at middle C falls to 1/e
    tilt: float
    partials: int = 12
    ratios: tuple[float, ...] = ()
    stiff: float = 0.0  # stretches the upper partials of a string
    damp: float = 0.35  # how much sooner each higher partial dies
    attack_s: float = 0.002
    thump: float = 0.0  # noise of the hammer or finger
    release_s: float = 0.25
    position: float = 0.13  # where along the string it is plucked: which partials are weak
    gain: float = 1.0
    octaves: int = 0


class Held(NamedTuple):
    """A tone that is bowed or blown. `harmonics`: strengths of the partials; `body`: where its body sounds with it: Hz, how much, octaves wide."""

    harmonics: tuple[float, ...]
    attack_s: float
    release_s: float
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.2
    voices: int = 1  # players in unison, a few cents apart
    breath: float = 0.0
    shake_hz: float = 0.0  # tremolo
    gain: float = 1.0
    body: tuple[tuple[float, float, float], ...] = ()


def _saw(tilt: float, count: int) -> tuple[float, ...]:
    return tuple(1 / k**tilt for k in range(1, count + 1))


STRUCK = {
    "piano": Struck(1.2, 1.5, 16, stiff=0.0004, thump=0.05, attack_s=0.004, release_s=0.35, gain=0.68),
    "harp": Struck(0.8, 1.3, 14, stiff=0.0001, thump=0.02, release_s=0.6, position=0.3, gain=0.7),
    "pizzicato": Struck(0.16, 1.25, 10, damp=0.5, thump=0.08, release_s=0.15, position=0.2, gain=1.3),
    "spiccato": Struck(0.2, 1.15, 14, damp=0.2, thump=0.06, attack_s=0.018, release_s=0.12, position=0.12, gain=0.55),
    "plucked bass": Struck(0.4, 1.5, 10, damp=0.45, thump=0.04, attack_s=0.004, release_s=0.15, position=0.25, gain=1.0),
    "glockenspiel": Struck(0.9, 1.0, 4, (1.0, 2.756, 5.404, 8.933), damp=0.9, attack_s=0.001, release_s=1.5, gain=0.33),
    "celesta": Struck(0.7, 1.0, 4, (1.0, 2.0, 4.02, 6.7), damp=0.8, attack_s=0.003, thump=0.03, release_s=0.9, gain=0.55),
    "tick": Struck(0.03, 1.0, 3, (1.0, 2.6, 4.1), attack_s=0.001, thump=0.25, release_s=0.08, gain=1.5, octaves=3),
}
STRING_BODY = ((480.0, 0.8, 0.5), (1100.0, 0.5, 0.6), (2800.0, 1.3, 0.7))
HELD = {
    "strings": Held(_saw(1.25, 24), 0.42, 0.6, 9, 5.4, voices=3, gain=0.3, body=STRING_BODY),
    "tremolo": Held(_saw(1.2, 20), 0.2, 0.45, 6, 5.4, voices=3, shake_hz=9.0, gain=0.3, body=STRING_BODY),
    "violin": Held(_saw(1.1, 22), 0.09, 0.25, 17, 5.6, gain=0.5, body=STRING_BODY),
    "cello": Held(_saw(1.15, 24), 0.12, 0.3, 15, 5.0, gain=0.56, body=((250.0, 0.9, 0.5), (620.0, 0.7, 0.5), (1700.0, 1.0, 0.8))),
    "bass": Held(_saw(1.3, 16), 0.12, 0.35, 4, 4.6, voices=2, gain=0.4, body=((160.0, 0.6, 0.7), (700.0, 0.8, 0.8))),
    "flute": Held((1, 0.42, 0.22, 0.1, 0.06, 0.03), 0.07, 0.16, 15, 5.1, breath=0.03, gain=0.85, body=((900.0, 0.4, 0.8),)),
    "ocarina": Held((1, 0.06, 0.12, 0.02, 0.02), 0.06, 0.15, 11, 4.8, breath=0.022, gain=0.8),
    "oboe": Held(_saw(0.55, 16), 0.045, 0.14, 9, 5.2, breath=0.006, gain=0.46, body=((1150.0, 1.6, 0.45), (2900.0, 0.8, 0.4))),
    "clarinet": Held((1, 0.05, 0.6, 0.06, 0.4, 0.08, 0.24, 0.07, 0.14, 0.06, 0.09), 0.045, 0.12, 5, 4.9, breath=0.01, gain=0.66, body=((1500.0, 0.6, 0.6),)),
    "bassoon": Held(_saw(0.7, 18), 0.055, 0.16, 6, 4.9, breath=0.008, gain=0.52, body=((470.0, 1.6, 0.5), (1200.0, 0.6, 0.5))),
    "horn": Held(_saw(0.9, 14), 0.08, 0.22, 5, 4.6, breath=0.006, gain=0.56, body=((450.0, 1.2, 0.6),)),
}


def hertz(pitch: float) -> float:
    return 440.0 * 2 ** ((pitch - 69) / 12)


def played(note: Note) -> np.ndarray:
    """The sound of `note` from its start to the end of its release."""
    seed = zlib.crc32(f"{note.instrument}|{note.pitch}|{note.start_s:.4f}".encode())
    if note.instrument in STRUCK:
        return _struck_note(note)
    if note.instrument in HELD:
        return _held_note(note, np.random.default_rng(seed))
    return NOISES[note.instrument](note, np.random.default_rng(seed))


def _struck_note(note: Note) -> np.ndarray:
    how = STRUCK[note.instrument]
    layer = min(max(round(note.level * HARD * LAYERS), 1), LAYERS)
    ringing = rung(note.instrument, note.pitch, layer)
    length = min(int((note.seconds + how.release_s) * SAMPLE_RATE), len(ringing))
    sound = ringing[:length] * np.float64(note.level)
    release = min(int(how.release_s * SAMPLE_RATE), length)
    sound[length - release :] *= np.cos(np.linspace(0, np.pi / 2, release)) ** 2
    return sound


@lru_cache(maxsize=96)
def rung(instrument: str, pitch: int, layer: int) -> np.ndarray:
    """A struck note left to ring. `layer`: 1 soft and dark to LAYERS hard and bright."""
    how = STRUCK[instrument]
    first = hertz(pitch + 12 * how.octaves)
    life = how.ring_s * (261.6 / first) ** 0.45
    length = int(min(5.5 * life, 5.0) * SAMPLE_RATE)
    tilt = how.tilt + 0.5 * (1 - layer / LAYERS)
    out = np.zeros(length)
    for k in range(1, how.partials + 1):
        ratio = how.ratios[k - 1] if how.ratios else k * np.sqrt(1 + how.stiff * k * k)
        if first * ratio > HIGHEST_HZ:
            break
        strength = k**-tilt * (1.0 if how.ratios else abs(np.sin(np.pi * k * how.position)) / np.sin(np.pi * how.position))
        out += strength * _damped(first * ratio, life / (1 + how.damp * (k - 1)), length)
        if instrument == "piano" and k < 4:  # two strings, not quite alike
            out += 0.5 * strength * _damped(first * ratio * 1.0007, 1.3 * life / (1 + how.damp * (k - 1)), length)
    if how.thump:
        dice = np.random.default_rng(pitch)
        count = int(0.05 * SAMPLE_RATE)
        knock = dice.standard_normal(count) * np.exp(-np.arange(count) / (0.009 * SAMPLE_RATE))
        out[:count] += 2.5 * how.thump * filtered(knock, band(150, 1800, 1))[: len(out)]
    rise = max(int(how.attack_s * SAMPLE_RATE), 2)
    out[:rise] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    out *= how.gain * 0.32 * (261.6 / max(first, 120.0)) ** 0.25
    out = out.astype(np.float32)
    out.setflags(write=False)
    return out


def _damped(hz: float, life_s: float, length: int) -> np.ndarray:
    """A sine at `hz` that falls to 1/e in `life_s`: powers of one complex number, as an outer product."""
    step = complex(-1 / (life_s * SAMPLE_RATE), 2 * np.pi * hz / SAMPLE_RATE)
    rows = -(-length // 512)
    wave = np.multiply.outer(np.exp(step * 512 * np.arange(rows)), np.exp(step * np.arange(512)))
    return wave.imag.reshape(-1)[:length]


@lru_cache(maxsize=256)
def cycle(instrument: str, pitch: int, bright: int) -> np.ndarray:
    """One period of a held tone, (CYCLE + 1,), peak about 1. `bright`: 0 dark .. BRIGHTEST: a tone played harder has more of its upper partials."""
    how, first = HELD[instrument], hertz(pitch)
    phase = 2 * np.pi * np.arange(CYCLE + 1) / CYCLE
    out = np.zeros(CYCLE + 1)
    for k, strength in enumerate(how.harmonics, 1):
        if first * k < HIGHEST_HZ:
            sounding = 1 + sum(more * np.exp(-((np.log2(first * k / hz) / wide) ** 2)) for hz, more, wide in how.body)
            out += strength * sounding * (0.78 + 0.04 * bright) ** (k - 1) * np.sin(k * phase + 0.7 * k * k)
    return out / np.abs(out).max()


def _held_note(note: Note, dice: np.random.Generator) -> np.ndarray:
    how = HELD[note.instrument]
    release = how.release_s
    length = max(int((note.seconds + release) * SAMPLE_RATE), 64)
    t = np.arange(length) / SAMPLE_RATE
    out = sum(_player(note, how, (k - (how.voices - 1) / 2) * 6.0, dice, length) for k in range(how.voices))
    if how.breath:
        hiss = filtered(dice.standard_normal(length), band(hertz(note.pitch) * 0.9, min(hertz(note.pitch) * 4, 6000), 2))
        out = out + how.breath * hiss / max(rms(hiss), 1e-9) * (1 + 2.0 * np.exp(-t / 0.05))
    attack = min(how.attack_s * (1.25 - 0.5 * note.level), 0.5 * note.seconds + 0.02)
    envelope = np.minimum(t / attack, 1.0)
    envelope = envelope * envelope * (3 - 2 * envelope)
    arc = 0.86 + 0.14 * np.sin(np.pi * np.clip(t / max(note.seconds, 0.1), 0, 1)) if note.seconds > 0.8 else 1.0
    fall = np.clip((t - note.seconds) / release, 0, 1)
    envelope = envelope * arc * (0.5 + 0.5 * np.cos(np.pi * fall))
    if how.shake_hz:
        envelope = envelope * (0.78 + 0.22 * np.sin(2 * np.pi * how.shake_hz * t + dice.uniform(0, 6.28)))
    return out * envelope * (how.gain * note.level * 0.32 / how.voices**0.5)


def _player(note: Note, how: Held, cents: float, dice: np.random.Generator, length: int) -> np.ndarray:
    """One player's tone without its envelope: the waveform read at a pitch that wavers and drifts (moved every STEP samples)."""
    bright = min(int(note.level * HARD * 5), BRIGHTEST - 1)
    dark, table = cycle(note.instrument, note.pitch, max(bright - 1, 0)), cycle(note.instrument, note.pitch, bright + 1)
    steps = -(-length // STEP)
    t = np.arange(steps) * (STEP / SAMPLE_RATE)
    depth = how.vibrato_cents * np.clip((t - 0.15) / 0.5, 0, 1)
    rate = how.vibrato_hz * dice.uniform(0.93, 1.07)
    waver = depth * np.sin(2 * np.pi * rate * t + dice.uniform(0, 6.28)) + 2.0 * slow(steps, 1.5 * STEP, dice) + cents
    hz = hertz(note.pitch) * (1 + waver * 5.7779e-4)
    phase = np.cumsum(np.repeat(hz * (CYCLE / SAMPLE_RATE), STEP)[:length]) + dice.uniform(0, CYCLE)
    at = phase.astype(np.int64)
    phase -= at
    at &= CYCLE - 1
    bloom = np.repeat(np.clip(0.5 + 0.22 * slow(steps, 1.2 * STEP, dice), 0, 1) * np.clip(t / (2.5 * how.attack_s), 0.15, 1), STEP)[:length]
    soft, hard = dark[at], table[at]
    soft += phase * (dark[at + 1] - soft)
    hard += phase * (table[at + 1] - hard)
    return soft + bloom * (hard - soft)


def _drum(note: Note, dice: np.random.Generator) -> np.ndarray:
    """A soft large drum with a pitch, which sinks a little as it fades."""
    t = np.arange(int(1.3 * SAMPLE_RATE)) / SAMPLE_RATE
    first = hertz(note.pitch)
    phase = 2 * np.pi * first * (t + 0.18 * 0.04 * (1 - np.exp(-t / 0.04)))
    out = (
        np.sin(phase) * np.exp(-t / 0.32) + 0.4 * np.sin(1.504 * phase) * np.exp(-t / 0.2) + 0.2 * np.sin(1.742 * phase) * np.exp(-t / 0.14)
    )
    skin = filtered(dice.standard_normal(len(t)) * np.exp(-t / 0.02), band(120, 900, 1))
    out = (out + 0.5 * skin) * np.minimum(t / 0.004, 1) * np.minimum((t[-1] - t) / 0.1, 1)
    return 0.42 * note.level * out


def _shaker(note: Note, dice: np.random.Generator) -> np.ndarray:
    t = np.arange(int(0.14 * SAMPLE_RATE)) / SAMPLE_RATE
    shape = np.minimum(t / 0.018, 1) * np.exp(-np.maximum(t - 0.018, 0) / 0.024)
    return 0.24 * note.level * filtered(dice.standard_normal(len(t)) * shape, band(3500, 9000, 1))


def _swell(note: Note, dice: np.random.Generator) -> np.ndarray:
    """A cymbal rolled from nothing up to the note's end, then let go."""
    tail = 0.7
    t = np.arange(int((note.seconds + tail) * SAMPLE_RATE)) / SAMPLE_RATE
    shape = np.where(t < note.seconds, (t / note.seconds) ** 2.5, np.exp(-(t - note.seconds) / 0.16) * np.minimum((t[-1] - t) / 0.1, 1))
    return 0.1 * note.level * filtered(dice.standard_normal(len(t)), band(1800, 7000, 1)) * shape


NOISES = {"drum": _drum, "shaker": _shaker, "swell": _swell}
