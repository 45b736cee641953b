"""A voice that was made elsewhere, brought to the character: its size and pitch, its place in the slot, its level, its room.

Services, Kokoro and Piper speak with grown people's voices; children, mice and giants are those voices in a smaller or larger head.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.signal import resample_poly

from generator import wav
from generator.acoustics import active_rms, decibels, faded, softened
from generator.stretch import stretched
from generator.throat import LEVEL, MANNERS, THROATS, in_room, trimmed, whispered
from storyboard.errors import StepFailed
from storyboard.sound import SAMPLE_RATE, Delivery, VoiceBase, VoiceParams, pace, samples_of
from storyboard.take import Media

log = logging.getLogger(__name__)

HEAD = {VoiceBase.GIRL: 1.12, VoiceBase.BOY: 1.10, VoiceBase.SMALL: 1.26, VoiceBase.LARGE: 0.84, VoiceBase.SPIRIT: 1.03}
WOMEN = (VoiceBase.WOMAN, VoiceBase.WOMAN_LOW, VoiceBase.WOMAN_BRIGHT, VoiceBase.GIRL, VoiceBase.OLD_WOMAN, VoiceBase.SPIRIT, VoiceBase.SMALL)
MEN = tuple(base for base in VoiceBase if base not in WOMEN)
LEAD_S, TAIL_S = 0.06, 0.12
SLOWEST, ALLOWED = 0.90, 1.25  # how much slower a reading may be made, and how much faster before the log says so
LONGEST_S = 600


def chosen(params: VoiceParams, women: Sequence[str], men: Sequence[str]) -> str:
    """The voice by its own name: the one the character names, else one for its base, the same for ever and another for each base as far
    as there are any. Voices of no known sex are in both lists."""
    if params.voice.named:
        return params.voice.named
    if women == men:  # nobody knows who is who
        return women[tuple(VoiceBase).index(params.voice.base) % len(women)]
    mine, offered = (WOMEN, women) if params.voice.base in WOMEN else (MEN, men)
    offered = offered or women or men
    return offered[mine.index(params.voice.base) % len(offered)]


def dubbed(samples: np.ndarray, rate: int, params: VoiceParams, rig: Any) -> Media:
    """The samples (mono, at `rate` Hz) as `voice.wav`, exactly the slot long. StepFailed when there is nothing to hear."""
    length = samples_of(params.slot_frames)
    body = trimmed(_sized(samples, rate, params))
    if not len(body):
        raise StepFailed(f"What came back for {params.text[:60]!r} is silence. Try again, or choose another voice.")
    body = _fitted(body, params, length)
    dice = np.random.default_rng([zlib.crc32(params.text.encode()), params.seed])
    manner, throat = MANNERS[params.delivery], THROATS[params.voice.base]
    whisper = params.delivery is Delivery.WHISPER
    if whisper:
        body = whispered(body, dice)
    body = softened(body * (LEVEL * decibels(manner.level_db) / max(active_rms(body), 1e-9)), 0.5, 0.9)
    return wav.write(rig.scratch / "voice.wav", faded(in_room(body, throat, whisper), 0.005, 0.02).astype(np.float32))


def silence(params: VoiceParams, rig: Any) -> Media:
    """Where nothing can be said."""
    return wav.write(rig.scratch / "voice.wav", np.zeros(samples_of(params.slot_frames), np.float32))


def _sized(samples: np.ndarray, rate: int, params: VoiceParams) -> np.ndarray:
    """At 44.1 kHz, in a head of the base's size, up to 4 semitones up or down for the voice's own pitch; as long as it was."""
    if not 8000 <= rate <= 192_000 or len(samples) > LONGEST_S * rate:
        raise StepFailed(f"The voice came back with {len(samples)} samples at {rate} Hz, which is no line of a film. Try again.")
    factor = HEAD.get(params.voice.base, 1.0) * 2 ** (params.voice.pitch * 4 / 12)
    ratio = Fraction(SAMPLE_RATE / (rate * factor)).limit_denominator(441)
    out = resample_poly(samples.astype(np.float64), ratio.numerator, ratio.denominator)
    return out if factor == 1.0 else stretched(out, round(len(samples) * SAMPLE_RATE / rate))


def _fitted(body: np.ndarray, params: VoiceParams, length: int) -> np.ndarray:
    """The body in the slot: at the character's pace where there is room, no word cut."""
    lead, tail = min(int(LEAD_S * SAMPLE_RATE), length // 20), min(int(TAIL_S * SAMPLE_RATE), length // 10)
    room = max(length - lead - tail, 1)
    own = len(body) / min(max(pace(params.voice, params.delivery), SLOWEST), 1.25)
    aim = int(min(own, room))
    if len(body) > ALLOWED * aim:
        log.warning("A line of %.1f s is read %.2f times faster to meet its slot.", len(body) / SAMPLE_RATE, len(body) / aim)
    out = np.zeros(length)
    fitted = faded(stretched(body, aim), 0.004, 0.012)
    out[lead : lead + len(fitted)] = fitted[: length - lead]
    return out
