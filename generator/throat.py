"""From a synthesiser's buzz to a person in a room: size of the throat, breath, tremble, hoarseness, tone, air.

Everything here takes mono float samples at 44.1 kHz and a seeded generator, and is deterministic.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.fft import irfft, rfft
from scipy.signal import resample_poly

from generator.acoustics import active_rms, band, decibels, filtered, peaking, reverberated, rms, room, shelf, slow, softened
from storyboard.sound import SAMPLE_RATE, Delivery, VoiceBase


class Throat(NamedTuple):
    """One base voice. `variant`: of espeak-ng; `tract`: size of the resonances (above 1 smaller head, brighter)."""

    variant: str
    tract: float
    pitch: float  # espeak's own pitch, 0..99, before the tract moves it
    range: float  # espeak's range of intonation, 0..99
    breath: float = 0.25  # share of noise above 3.5 kHz, 0..1
    tremble: float = 0.0  # depth of a 5 Hz waver, semitones
    rough: float = 0.0  # hoarseness added to the voice's own
    room_s: float = 0.22
    room_share: float = 0.08
    tone: tuple[float, ...] = (0.0,) * 5  # dB at TONE_HZ
    air: float = 0.4  # noise made above 4 kHz, where espeak's voices end or whistle
    metal: bool = False
    breathes: bool = True  # heard to draw breath


class Manner(NamedTuple):
    """What a delivery does, its pitch (DELIVERY_SEMITONES) apart: factor on the range, level in dB, breath added, presence in dB, low-pass in Hz."""

    range: float = 1.0
    level_db: float = 0.0
    breath: float = 0.0
    presence_db: float = 0.0
    bright_hz: float = 10500.0
    pauses: float = 1.0
    whisper: bool = False


# What brings each throat to the long-term average spectrum of speech (Byrne et al., 1994), measured over five sentences of each.
TONE_HZ = (500, 1000, 2000, 4000, 8000)
THROATS = {
    VoiceBase.WOMAN: Throat("f5", 1.0, 48, 55, tone=(2.5, -3, -1, -5.5, 2)),
    VoiceBase.WOMAN_LOW: Throat("f2", 0.96, 40, 45, tone=(3, -2.5, 0, -2.5, 6.5)),
    VoiceBase.WOMAN_BRIGHT: Throat("f5", 1.06, 58, 65, tone=(6, -3, 0, -5.5, 3)),
    VoiceBase.MAN: Throat("klatt5", 1.0, 52, 55, air=1.5, tone=(0.5, -3, 0, 1, 3)),
    VoiceBase.MAN_DEEP: Throat("klatt4", 0.9, 42, 45, air=1.5, tone=(-0.5, -2, 0.5, 1, 3.5)),
    VoiceBase.MAN_LIGHT: Throat("edward2", 1.07, 76, 62, air=1.5, tone=(2.5, -1.5, -1.5, 1, 0.5)),
    VoiceBase.GIRL: Throat("f5", 1.24, 56, 65, tone=(7, -3, -0.5, -4.5, 1.5)),
    VoiceBase.BOY: Throat("f2", 1.2, 52, 60, tone=(6.5, -4.5, -1, -3.5, 5)),
    VoiceBase.OLD_WOMAN: Throat("f2", 1.02, 44, 50, tremble=0.35, rough=0.25, tone=(3, -3.5, -0.5, -4, 6)),
    VoiceBase.OLD_MAN: Throat("benjamin", 1.0, 62, 50, tremble=0.3, rough=0.35, air=1.5, tone=(-2, -1, 1, 3.5, 0)),
    VoiceBase.SMALL: Throat("f5", 1.34, 66, 70, tone=(7, -4, -2, -3, 1)),
    VoiceBase.LARGE: Throat("klatt5", 0.78, 40, 45, rough=0.3, room_s=0.5, room_share=0.16, air=1.5, tone=(-1, -0.5, 1.5, 1, 4)),
    VoiceBase.ROBOT: Throat("klatt4", 1.05, 55, 6, metal=True, breathes=False, tone=(2, -3.5, -0.5, 0.5, 7)),
    VoiceBase.SPIRIT: Throat("f2", 1.07, 45, 40, breath=0.7, room_s=1.6, room_share=0.35, tone=(0, -3, 1, -2, 7)),
}

MANNERS = {
    Delivery.PLAIN: Manner(),
    Delivery.WHISPER: Manner(level_db=-6, whisper=True, pauses=1.1),
    Delivery.SHOUT: Manner(range=1.25, level_db=4, presence_db=4, pauses=0.8),
    Delivery.TENDER: Manner(range=0.85, level_db=-2, breath=0.25, bright_hz=8500, pauses=1.15),
    Delivery.SAD: Manner(range=0.6, level_db=-2, breath=0.15, bright_hz=8500, pauses=1.35),
    Delivery.EXCITED: Manner(range=1.4, level_db=1.5, presence_db=1.5, pauses=0.75),
    Delivery.TIRED: Manner(range=0.5, level_db=-2.5, breath=0.2, bright_hz=7800, pauses=1.4),
}

LEVEL = 0.1  # root mean square of plain speech while it sounds: -20 dB


def resized(samples: np.ndarray, rate: int, throat: Throat, dice: np.random.Generator) -> np.ndarray:
    """espeak's samples at `rate` as 44.1 kHz with the tract's size, the small drift of a living pitch, and the tremble.

    A tract of 1.2 also lifts the pitch and shortens the sound by 1.2: who asks for the speech allows for it.
    """
    if len(samples) < 16:
        return np.zeros(0)
    dense = resample_poly(samples, 8, 1)
    step = throat.tract * 8 * rate / SAMPLE_RATE
    count = int(len(dense) / step)
    drift = 0.0035 * slow(count, 5.0, dice) + 0.0025 * slow(count, 25.0, dice)
    if throat.tremble:
        sway = np.sin(2 * np.pi * 5.0 * np.arange(count) / SAMPLE_RATE + 1.5 * slow(count, 1.5, dice))
        drift += 0.0595 * throat.tremble * sway
    where = np.cumsum(step * (1 + drift)) - step
    return np.interp(where * ((len(dense) - 1) / max(where[-1], len(dense) - 1)), np.arange(len(dense)), dense)


def trimmed(samples: np.ndarray) -> np.ndarray:
    """`samples` without the near-silence at both ends (40 dB below the loudest), 10 ms kept."""
    if not samples.any():
        return np.zeros(0)
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    keep = int(0.01 * SAMPLE_RATE)
    return samples[max(loud[0] - keep, 0) : loud[-1] + keep]


def whispered(samples: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """The same mouth without a voice: noise under the speech's own moving spectrum (12 ms frames)."""
    size, hop = 512, 128
    count = len(samples) // hop + size // hop
    window = np.hanning(size + 1)[:size]
    padded = np.concatenate([np.zeros(size), samples, np.zeros(2 * size)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][:count] * window
    power = np.abs(rfft(frames, axis=1)) ** 2
    kernel = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
    smooth = sum(weight * np.roll(power, shift, axis=1) for shift, weight in zip((-2, -1, 0, 1, 2), kernel, strict=True))
    noise = dice.standard_normal(len(padded))
    hiss = rfft(np.lib.stride_tricks.sliding_window_view(noise, size)[::hop][:count] * window, axis=1)
    parts = irfft(hiss * np.sqrt(smooth), size, axis=1) * window
    out = np.zeros(len(padded) + size)
    for k, part in enumerate(parts):
        out[k * hop : k * hop + size] += part
    out = out[size : size + len(samples)]
    return out * (rms(samples) / max(rms(out), 1e-9))


def aired(samples: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Noise between 4 and 10 kHz that moves with the speech just below it: the breath a narrow voice lost."""
    moving = np.maximum(filtered(np.abs(filtered(samples, band(2000, 4000))), band(None, 60)), 0)
    return moving * filtered(dice.standard_normal(len(samples)), band(4000, 10500))


def inhaled(seconds: float, throat: Throat, dice: np.random.Generator) -> np.ndarray:
    """Air drawn in through an open mouth, rising and stopping short, in a mouth of this size; 26 dB under the speech that follows."""
    count = int(seconds * SAMPLE_RATE)
    noise = filtered(dice.standard_normal(count), band(350 * throat.tract, 5500), peaking(1100 * throat.tract, 7, 2.5), peaking(2700 * throat.tract, 5, 3.0))
    at = np.arange(count) / max(count, 1)
    swell = np.sin(np.pi * at**1.6) ** 2 * (1 + 0.15 * slow(count, 12.0, dice))
    return noise * swell * (0.05 / max(rms(noise), 1e-9))


def voiced(samples: np.ndarray, throat: Throat, manner: Manner, roughness: float, dice: np.random.Generator) -> np.ndarray:
    """The line in this throat and manner: breath, hoarseness, tone, level. The pauses stay silent, the length stays."""
    breath = min(throat.breath + manner.breath, 1.0)
    hiss = whispered(samples, dice)
    if manner.whisper:
        body = filtered(hiss, band(350, None), shelf(1500, 3.0, True))
    else:
        high = band(3500, None)
        body = samples + 0.35 * max(breath - 0.3, 0.0) * filtered(hiss, band(1500, None))
        body = body - breath * filtered(samples, high) + breath * filtered(hiss, high)
    if throat.air:
        body = body + throat.air * aired(body, dice)
    rough = min(roughness + throat.rough, 1.0)
    if rough and not manner.whisper:
        flutter = np.clip(slow(len(body), 70.0, dice), -2, 2)
        body = body * (1 - 0.28 * rough * (1 + flutter))
    if throat.metal:
        body = 0.85 * body + 0.3 * body * np.sin(2 * np.pi * 62.0 * np.arange(len(body)) / SAMPLE_RATE)
        body = body + 0.5 * np.concatenate([np.zeros(310), body[:-310]])[: len(body)] if len(body) > 310 else body
    tone = [
        band(75, None),
        shelf(220, 1.5, False),
        *(peaking(hz, gain_db, 1.2) for hz, gain_db in zip(TONE_HZ, throat.tone, strict=True)),
        peaking(3000, manner.presence_db, 0.9),
    ]
    body = filtered(body, *tone, band(None, manner.bright_hz, 3))
    level = LEVEL * decibels(manner.level_db) / max(active_rms(body), 1e-9)
    return softened(body * level, 0.5, 0.9)


def in_room(samples: np.ndarray, throat: Throat, whisper: bool) -> np.ndarray:
    """`samples` with the air of a small room around them, as long as before; the tail past the end is let go."""
    share = throat.room_share * (0.6 if whisper else 1.0)
    wet = reverberated(samples, room(throat.room_s, 5000, 7))[: len(samples)]
    return softened((samples + share * wet) / np.sqrt(1 + (2 * share) ** 2), 0.6, 0.95)
