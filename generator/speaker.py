"""Who is speaking: the check that a line's sound is the voice that it is bound to.

Every voice of a cast is enrolled by the way that speaks the film, in fixed sentences and in the line's delivery; a line is then heard
blindly. What is compared is what makes a speaker: the median pitch, its spread, and the mean shape of the spectrum. Differences are weighed
by how much each of them wanders within one speaker (Fisher's linear discriminant), so that what was said matters little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator.hearing import CEPSTRA, clicks, pitch, speaking_s, tone
from storyboard.sound import SYLLABLES, Delivery, Voice, VoiceParams, line_seconds, pitch_bounds, spoken_seconds, syllables, tempo_bounds

REFERENCE = {  # said by everyone: short, and rich in different sounds
    "en": (
        "The old keeper climbed the stairs and looked out over the dark water.", "We found a small blue boat under the bridge by the mill.",
        "Nobody knew why her lamp went out that cold night.", "Come with me now, and I will show you five good things.",
        "Please wait here a moment.", "They sang and laughed in the warm kitchen.",
    ),
    "zh": ("老爷爷走上楼梯，看着外面的大海。", "我们在桥下找到一条蓝色的小船。", "没有人知道那盏灯为什么灭了。", "跟我来吧，我给你看五样好东西。", "请在这里等一下。", "他们在暖和的厨房里唱歌。"),
}  # fmt: skip
PITCH_LEAST = 0.02  # octaves: pitch never counts as steadier than that
SHRINK = 0.25  # share of the plain variances in the covariance, which a few sentences alone would not tell
SHORTEST_S = 0.35  # of speech: less says nothing of its speaker

Say = Callable[[VoiceParams], np.ndarray]  # a line's samples, mono at 44.1 kHz


class Heard(NamedTuple):
    """What a line sounds like: (1 + 1 + CEPSTRA,) features, pitch 0 where nothing is voiced; whether there is enough of it."""

    features: np.ndarray
    pitch_hz: float
    speech_s: float

    @property
    def is_enough(self) -> bool:
        return self.speech_s >= SHORTEST_S


def heard(samples: np.ndarray) -> Heard:
    found = pitch(samples)
    shape = tone(samples)
    mean = shape.mean(axis=0) if len(shape) else np.zeros(CEPSTRA)
    octaves = np.log2(found.median) if found.median else 0.0
    return Heard(np.concatenate([[octaves, found.spread / 12], mean]), found.median, speaking_s(samples))


class Cast:
    """Voices enrolled by name, for one delivery. `name(samples)` says whose voice that is."""

    def __init__(self, prints: Mapping[str, list[Heard]], pitched: bool, also: Sequence[np.ndarray] = ()):
        """`also`: how the same voices wander in another delivery, features less their means."""
        self.names = tuple(prints)
        self.used = np.arange(0 if pitched else 2, 2 + CEPSTRA)
        groups = [np.stack([one.features for one in prints[name]])[:, self.used] for name in self.names]
        self.means = np.stack([group.mean(axis=0) for group in groups])
        self.wander = np.concatenate([np.stack([one.features for one in prints[n]]) - np.mean([one.features for one in prints[n]], axis=0) for n in self.names])
        within = np.concatenate([self.wander, *also])[:, self.used]
        covariance = within.T @ within / max(len(within) - len(groups), 1)
        plain = np.diag(np.maximum(np.diag(covariance), 1e-4))
        if pitched:
            plain[0, 0] = max(plain[0, 0], PITCH_LEAST**2)
            plain[1, 1] = max(plain[1, 1], 0.15**2)
        self.whiten = np.linalg.inv(np.linalg.cholesky((1 - SHRINK) * covariance + SHRINK * plain))

    def distances(self, one: Heard) -> np.ndarray:
        """To each voice, in standard deviations."""
        return np.sqrt(np.square((self.means - one.features[self.used]) @ self.whiten.T).sum(axis=1))


class Finding(NamedTuple):
    """A line as it was heard. `margin`: how much nearer the bound voice is than the nearest other, as a share of the latter (below 0: another
    is nearer); `speaker`: who it sounds like, "" where too little is said; `problems`: sentences, none when all is well."""

    bound: str
    speaker: str
    margin: float
    pitch_hz: float
    tempo: float
    clicks: int
    problems: tuple[str, ...]


class Ear:
    """Listens to a film's lines. `voices`: of the cast by name; `say`: the way that speaks this film."""

    def __init__(self, voices: Mapping[str, Voice], language: str, say: Say):
        self.voices, self.language, self.say = dict(voices), language, say
        self._casts: dict[Delivery, Cast] = {}

    def cast(self, delivery: Delivery) -> Cast:
        if delivery not in self._casts:
            prints = {name: [heard(self.say(one)) for one in references(voice, delivery, self.language)] for name, voice in self.voices.items()}
            also = () if delivery is Delivery.PLAIN else (self.cast(Delivery.PLAIN).wander,)
            self._casts[delivery] = Cast(prints, delivery is not Delivery.WHISPER, also)
        return self._casts[delivery]

    def listen(self, bound: str, params: VoiceParams, samples: np.ndarray) -> Finding:
        """One line of the film: whose voice it is, and whether it keeps its bounds."""
        one, cast = heard(samples), self.cast(params.delivery)
        away = cast.distances(one)
        mine = away[cast.names.index(bound)]
        other = min((d for d, name in zip(away, cast.names, strict=True) if name != bound), default=np.inf)
        margin = 1.0 if not np.isfinite(other) else float((other - mine) / max(other, 1e-9))
        speaker = cast.names[int(away.argmin())] if one.is_enough else ""
        tempo = spoken_seconds(params.text, params.language or self.language) / one.speech_s if one.speech_s else 0.0
        count = clicks(samples)
        problems = tuple(_problems(bound, params, one, speaker, tempo, count))
        return Finding(bound, speaker, round(margin, 3), round(one.pitch_hz, 1), round(tempo, 2), count, problems)


def references(voice: Voice, delivery: Delivery, language: str) -> list[VoiceParams]:
    """The sentences that a voice is enrolled with, each in a slot of its natural length."""
    sentences = REFERENCE.get(language.split("-")[0], REFERENCE["en"])
    return [
        VoiceParams(text=text, voice=voice, delivery=delivery, language=language, slot_frames=round(24 * line_seconds(text, voice, delivery, language)) + 8)
        for text in sentences
    ]


def _problems(bound: str, params: VoiceParams, one: Heard, speaker: str, tempo: float, count: int) -> list[str]:
    if not one.speech_s:
        return ["nothing is heard"]
    found = []
    if speaker and speaker != bound:
        found.append(f"sounds like {speaker}")
    allowed, pace = pitch_bounds(params.voice, params.delivery), tempo_bounds(params.voice, params.delivery)
    if allowed is not None and one.pitch_hz and one.is_enough and not allowed.hold(one.pitch_hz):
        found.append(f"pitch {one.pitch_hz:.0f} Hz is outside {allowed.low:.0f} to {allowed.high:.0f}")
    rate = syllables(params.text, params.language or params.voice.language) / one.speech_s
    if one.is_enough and not (pace.hold(tempo) and SYLLABLES.hold(rate)):
        found.append(f"tempo {tempo:.2f} is outside {pace.low:.2f} to {pace.high:.2f}, or {rate:.1f} syllables a second outside {SYLLABLES.low} to {SYLLABLES.high}")
    if count:
        found.append(f"{count} click{'s' * (count > 1)}")
    return found

