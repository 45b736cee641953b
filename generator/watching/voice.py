"""Reading a voice: whether it is who it should be, within its pitch and pace, whole, clean, and in its slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from generator import wav
from generator.hearing import clicks
from generator.rig import Rig
from generator.speaker import SHORTEST_S, Cast, Heard, enrolled, heard
from generator.watching.sound import flat, spoken
from generator.watching.trust import Reader
from storyboard.sound import Bounds, Delivery, VoiceParams, pitch_bounds, samples_of, spoken_seconds, tempo_bounds
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchVoiceParams

WHO = Reader("voice", 0.0, "nearer than the next voice", 1.0, 0.0, is_least=True)
PITCH = Reader("voice", 0.0, "Hz", 0.45, 0.0)  # bounds of people of that age: wide
OWN = Reader("voice", 2.5, "semitones off its own pitch", 0.98, 0.0)
PACE = Reader("voice", 0.0, "of the natural pace", 0.93, 0.045)
CLICK = Reader("click", 0, "clicks", 0.98, 0.0)
FLAT = Reader("loudness", 0.001, "of the wave at its very top", 1.0, 0.0)
SLOT = Reader("sync", 0.5, "frames off its slot", 1.0, 0.0)
BEGINS = Reader("sync", 0.12, "s of silence before it", 1.0, 0.0)
SAID = Reader("hole", 0.65, "of what it should last", 1.0, 0.0, is_least=True)
RATE = 24


def read(params: WatchVoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    said, samples = params.voice, wav.read(inputs["voice"][0].path).mean(axis=1)
    off = abs(len(samples) - samples_of(said.slot_frames)) * RATE / 44_100
    checks = [SLOT.check(off, f"It is {off:.1f} frames longer or shorter than its slot.")]
    natural = spoken_seconds(said.text, said.language or said.voice.language)
    if not natural:
        return Reading(checks=tuple(checks), unread=("There is nothing to say in this line, so its voice was not read.",))
    one = heard(samples)
    checks += whole(samples, one.speech_s / natural)
    unread = list[str]()
    if params.is_ours and one.speech_s:
        if one.speech_s < SHORTEST_S:
            unread.append(f"Who speaks was not read: {one.speech_s:.2f} s of speech are too short to tell.")
        else:
            checks += manner(said, one)
            checks += who(params, one, [wav.read(media.path)[:, 0] for media in inputs.get("cast", ())], unread)
    return Reading(checks=tuple(checks), unread=tuple(unread), score=-float(sum(not one.holds for one in checks)))


def whole(samples: np.ndarray, share: float) -> Iterator[Check]:
    """Whether it is a clean sound, and all of it. `share`: what is heard of the speech that was asked for."""
    yield SAID.check(share, f"{share:.0%} of the speech that the text needs is heard.")
    if (where := spoken(samples)) is None:
        return
    count, top = clicks(samples), flat(samples)
    yield CLICK.check(count, f"{count} jump{'s' * (count != 1)} that no mouth makes.")
    yield FLAT.check(top, f"{top:.2%} of the wave lies at its very top; more than {FLAT.bound:.2%} means that its tops are cut off.")
    yield BEGINS.check(where.before, f"It begins {where.before:.2f} s into its slot.")


def manner(said: VoiceParams, one: Heard) -> Iterator[Check]:
    """Its pitch and its pace, each beside the nearer of its two bounds."""
    allowed, paces = pitch_bounds(said.voice, said.delivery), tempo_bounds(said.voice, said.delivery)
    if allowed is not None and one.pitch_hz:
        yield between(PITCH, one.pitch_hz, allowed, f"Its pitch is {one.pitch_hz:.0f} Hz; this voice keeps {allowed.low:.0f} to {allowed.high:.0f}.")
    pace = spoken_seconds(said.text, said.language or said.voice.language) / one.speech_s
    yield between(PACE, pace, paces, f"It is spoken {pace:.2f} times as fast as is natural; this voice keeps {paces.low:.2f} to {paces.high:.2f}.")


def between(reader: Reader, value: float, allowed: Bounds, words: str) -> Check:
    """`reader.bound`: by what share of a bound it may be passed."""
    nearer = allowed.low if value * value < allowed.low * allowed.high else allowed.high
    holds = allowed.low / (1 + reader.bound) <= value <= allowed.high * (1 + reader.bound)
    return reader.check(0, words).model_copy(update={"holds": holds, "value": round(value, 3), "bound": round(nearer, 3)})


def own_pitch(one: Heard, mine: Sequence[Heard]) -> float:
    """Semitones between a line's median pitch and that of its voice's sentences; 0 where either is unvoiced."""
    usual = float(np.median([part.pitch_hz for part in mine if part.pitch_hz] or [0.0]))
    return abs(float(12 * np.log2(one.pitch_hz / usual))) if usual and one.pitch_hz else 0.0


def who(params: WatchVoiceParams, one: Heard, cast: Sequence[np.ndarray], unread: list[str]) -> Iterator[Check]:
    """Whose voice it is of all that are heard in the film, and whether it is at its own pitch."""
    if len(cast) < 2:
        unread.append("Who speaks was not read: no other voice was enrolled that it could be taken for.")
        return
    prints = [enrolled(samples) for samples in cast]
    if not all(len(group) > 1 for group in prints):
        unread.append("Who speaks was not read: a voice says too little in its reference.")
        return
    margin, nearest = Cast(prints, params.voice.delivery is not Delivery.WHISPER).margin(one, params.bound)
    words = "It sounds like who says it." if nearest == params.bound else f"It sounds like voice {nearest + 1} of the cast, and is bound to voice {params.bound + 1}."
    yield WHO.check(margin, words).model_copy(update={"who": nearest})
    off = own_pitch(one, prints[params.bound])
    yield OWN.check(off, f"It is {off:.1f} semitones off the pitch at which this voice says its sentences.")
