"""A spoken line by espeak-ng, in a child process, shaped into a person and fitted to its slot."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import zlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np

from generator import wav
from generator.acoustics import faded
from generator.hearing import pitch
from generator.stretch import stretched
from generator.throat import MANNERS, THROATS, Manner, Throat, in_room, inhaled, resized, trimmed, voiced
from storyboard.errors import Missing, StepFailed
from storyboard.sound import DELIVERY_SEMITONES, SAMPLE_RATE, VoiceParams, line_seconds, pace, pitch_home, samples_of
from storyboard.speech import Phrase, language_of, phrases
from storyboard.take import Media

log = logging.getLogger(__name__)

NATURAL_WPM = 160  # espeak's words a minute at pace 1
ALLOWED = 1.15  # a reading may be this much faster than natural before it is worth a line in the log
SLOWEST, FASTEST_WPM = 0.90, 340
BREATH_GAP_S, BREATH_FOR_S = 0.22, 0.8  # a pause this long before a phrase this long is breathed in
LINGER = 1.22  # the last syllable of a phrase is drawn out so
LEAD_S, TAIL_S = 0.06, 0.12  # silence kept at both ends of a slot
CHILD_LIMIT_S = 60
STRAYS = 1.2  # semitones by which a line's median pitch may stray from its speaker's
RISE, WEIGHT = 25, 'pitch="+30%" volume="+50%" rate="75%"'  # of a question's last word in %, and of a stressed word
WHO = ("who", "what", "where", "when", "why", "how", "which", "whose", "whom")  # these ask by themselves
LANGUAGES = {"en": "en-us", "zh": "cmn", "zh-tw": "cmn", "zh-cn": "cmn", "fr": "fr-fr", "no": "nb", "iw": "he", "en-gb": "en"}


class Reading(NamedTuple):
    """The phrases of a line as heard: mono 44.1 kHz, silence trimmed, with the pause after each in seconds."""

    heard: tuple[np.ndarray, ...]
    pauses: tuple[float, ...]

    @property
    def speech_s(self) -> float:
        return sum(len(one) for one in self.heard) / SAMPLE_RATE

    @property
    def seconds(self) -> float:
        return self.speech_s + sum(self.pauses)


def make(params: VoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Speak `params.text` into a mono wav of exactly the slot. Nothing to say gives silence. Raises Missing, StepFailed."""
    length = samples_of(params.slot_frames)
    said = phrases(params.text)
    out = np.zeros(length)
    if said:
        line = Line(params, said, rig.scratch)
        body = line.fitted(length)
        body = voiced(body, line.throat, line.manner, params.voice.roughness, line.dice(99))
        body += line.breaths(length)
        out = faded(in_room(body, line.throat, line.manner.whisper), 0.005, 0.02)
    return wav.write(rig.scratch / "voice.wav", out.astype(np.float32))


class Line:
    """One line being spoken: who, how, what, and the folder to work in."""

    def __init__(self, params: VoiceParams, said: tuple[Phrase, ...], scratch: Path):
        self.params, self.said, self.scratch = params, said, scratch
        self.throat: Throat = THROATS[params.voice.base]
        self.manner: Manner = MANNERS[params.delivery]
        language = language_of(params.text, params.language or params.voice.language)
        self.voice = f"{espeak_language(language)}+{self.throat.variant}"
        self.wanted_s = line_seconds(params.text, params.voice, params.delivery, language)
        self.wh = frozenset(WHO) if language.split("-")[0].lower() == "en" else frozenset[str]()
        self.shift = 0.0  # semitones that bring this line to the pitch of its speaker
        self.starts: tuple[Span, ...] = ()
        self.salt = zlib.crc32(f"{params.text}|{params.seed}".encode())

    def dice(self, part: int) -> np.random.Generator:
        return np.random.default_rng([self.salt, part])

    def read(self, speed: float, breath: float) -> Reading:
        """Synthesise at `speed` times the natural pace, with pauses `breath` times theirs."""
        wpm = NATURAL_WPM * pace(self.params.voice, self.params.delivery) * speed / self.throat.tract
        jobs = [self._job(k, phrase, min(max(wpm, 80), FASTEST_WPM)) for k, phrase in enumerate(self.said)]
        heard, rate = espeak(self.voice, jobs, self.scratch)
        sized = [resized(one, rate, self.throat, self.dice(k)) for k, one in enumerate(heard)]
        factor = breath * self.manner.pauses / pace(self.params.voice, self.params.delivery)
        return Reading(tuple(trimmed(one) for one in sized), tuple(phrase.pause * factor for phrase in self.said))

    def _job(self, k: int, phrase: Phrase, wpm: float) -> dict[str, Any]:
        """What the child is asked for: pitch falls over the line, rises a little for an exclamation, and never repeats."""
        whim = np.random.default_rng([self.salt, 1000 + k]).uniform(-1, 1, 3)
        lift = DELIVERY_SEMITONES.get(self.params.delivery, 0.0) + 4 * self.params.voice.pitch + (1.0 if phrase.mark in "!！" and phrase.mark else 0.0)
        lift += self.shift + 0.5 * whim[0] + 0.7 - 1.4 * (k + 1) / (len(self.said) + 1)
        spread = 1.3 * self.throat.range * self.manner.range * (1 + 0.12 * whim[1]) * (1 + 0.4 * self.params.voice.pitch)  # as many semitones at any pitch
        closing = phrase.mark if phrase.mark in ",;:.!?" else {"，": ",", "、": ",", "！": "!", "？": "?", "؟": "?"}.get(phrase.mark, ".")
        return {
            "text": marked(phrase, self.wh) + (closing or "."),
            "rate": round(wpm * (1 + 0.03 * whim[2])),
            "pitch": round(min(max(self.throat.pitch + lift * 6, 0), 99)),
            "range": round(min(max(spread, 0), 99)),
            "volume": 60,
        }

    def fitted(self, length: int) -> np.ndarray:
        """The reading in `length` samples: as it comes when it fits, then faster, then with shorter breaths. No word is cut."""
        lead, tail = min(LEAD_S, 0.05 * length / SAMPLE_RATE), min(TAIL_S, 0.10 * length / SAMPLE_RATE)
        slot_s = length / SAMPLE_RATE - lead - tail
        reading = self.tuned(self.read(1.0, 1.0))
        if not reading.speech_s:
            return np.zeros(length)
        aim_s = min(max(reading.seconds * 0.93, min(self.wanted_s, reading.seconds / SLOWEST)), slot_s)
        speed = reading.seconds / aim_s
        if speed > ALLOWED:
            breaths = 0.4 * sum(reading.pauses)
            speed = reading.speech_s / max(aim_s - breaths, 0.5 * aim_s)
            log.warning("A line needs %.1f s and its slot has %.1f s: it is read %.2f times faster.", reading.seconds, slot_s, speed)
            reading = self.read(speed, 0.4)
        elif not 0.97 < speed < 1.03:
            reading = self.read(speed, 1 / speed)
        self.starts = starts(reading, aim_s, int(lead * SAMPLE_RATE))
        return placed(reading, aim_s, self.starts, length)

    def tuned(self, reading: Reading) -> Reading:
        """The reading at its speaker's pitch: words and tones carry a line's median off by more than a person would."""
        own = 0.0 if self.manner.whisper or not reading.speech_s else pitch(np.concatenate(reading.heard)).median
        off = 12 * np.log2(pitch_home(self.params.voice, self.params.delivery) / own) if own else 0.0
        if abs(off) <= STRAYS:
            return reading
        self.shift = float(off - np.copysign(0.5 * STRAYS, off))
        return self.read(1.0, 1.0)

    def breaths(self, length: int) -> np.ndarray:
        """Air drawn in before each long phrase that a pause long enough lies before, as loud as the speech will bear."""
        out = np.zeros(length)
        if not self.throat.breathes:
            return out
        for k, (before, after) in enumerate(pairwise(self.starts)):
            gap_s = (after.at - before.end) / SAMPLE_RATE
            if gap_s >= BREATH_GAP_S and (after.end - after.at) / SAMPLE_RATE >= BREATH_FOR_S:
                breath = inhaled(min(0.7 * gap_s, 0.34), self.throat, self.dice(500 + k))
                end = min(after.at - int(0.02 * SAMPLE_RATE), length)
                out[end - len(breath) : end] += breath[: max(end, 0)] * (0.2 + 0.4 * self.manner.breath)
        return out


def marked(phrase: Phrase, wh: frozenset[str]) -> str:
    """The phrase as SSML: weight on the words that are stressed, and a question that ends higher than it began, less so after one of `wh`."""
    words = phrase.text.split()
    if len(words) == 1 and len(phrase.text) > 2 and "\u3040" <= phrase.text[-1] <= "\ud7af":  # written without spaces, a letter a syllable
        words = [phrase.text[:-2], phrase.text[-2:]]
        joint = ""
    else:
        joint = " "
    out = [escape(word) for word in words]
    for at in phrase.stressed if joint else ():
        out[at] = ('<break time="1ms"/>' if at and words[at].lower() == "not" else "") + f'<prosody {WEIGHT}>{out[at]}</prosody>'
    if phrase.asks and len(words) - 1 not in phrase.stressed:
        out[-1] = f'<prosody pitch="+{8 if words[0].lower() in wh else RISE}%">{out[-1]}</prosody>'
    return joint.join(out)


class Span(NamedTuple):
    """Where a phrase sounds: samples [at, end) of the slot."""

    at: int
    end: int


def starts(reading: Reading, aim_s: float, lead: int) -> tuple[Span, ...]:
    """The phrases laid out over `aim_s` seconds from sample `lead`, their pauses between them."""
    factor, at, found = aim_s / reading.seconds, float(lead), []
    for heard, pause in zip(reading.heard, reading.pauses, strict=True):
        found.append(Span(int(at), int(at) + max(int(len(heard) * factor), 1)))
        at += found[-1].end - found[-1].at + pause * factor * SAMPLE_RATE
    return tuple(found)


def placed(reading: Reading, aim_s: float, spans: tuple[Span, ...], length: int) -> np.ndarray:
    """The phrases in their spans; what is over or under is stretched away, most of it from the last syllable, which a speaker draws out."""
    out = np.zeros(length)
    for heard, span in zip(reading.heard, spans, strict=True):
        fitted = faded(stretched(heard, span.end - span.at, LINGER), 0.004, 0.012)
        start = min(span.at, length)
        out[start : start + len(fitted)] += fitted[: length - start]
    return out


def espeak_language(language: str) -> str:
    """espeak's name for a language tag."""
    tag = language.lower()
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-")[0]) or tag


def espeak(voice: str, jobs: list[dict[str, Any]], scratch: Path) -> tuple[list[np.ndarray], int]:
    """Have the child say each job; returns the phrases as floats and their rate in Hz. Raises Missing, StepFailed."""
    path = scratch / "espeak.wav"
    answer = _asked({"voice": voice, "phrases": jobs, "path": str(path)})
    if answer.get("voice") and "-" in voice.split("+")[0]:  # a region espeak does not know: its language without it
        voice = voice.split("-")[0] + "+" + voice.split("+")[1]
        answer = _asked({"voice": voice, "phrases": jobs, "path": str(path)})
    if answer.get("voice"):
        raise Missing(f"There is no voice for {voice.split('+')[0]!r} in espeak-ng. Choose another language for the voice.")
    if "error" in answer:
        raise StepFailed(f"The voice could not be made: {answer['error']}")
    pcm = np.frombuffer(path.read_bytes()[44:], "<i2").astype(np.float64) / wav.FULL
    path.unlink()
    return np.split(pcm, np.cumsum(answer["lengths"])[:-1]), int(answer["rate"])


def _asked(job: dict[str, Any]) -> dict[str, Any]:
    """One question to a fresh child. Raises StepFailed when it dies or does not answer in time."""
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "generator.espeak_child"]
    try:
        done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, cwd=root, timeout=CHILD_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise StepFailed(f"espeak-ng did not answer within {CHILD_LIMIT_S} s. Try again.") from error
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        tail = done.stderr.strip()[-200:]
        raise StepFailed(f"espeak-ng ended with code {done.returncode} and no answer: {tail or 'it said nothing'}.") from error
