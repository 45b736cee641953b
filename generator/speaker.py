"""Who is speaking: which voice of a cast a line's sound is nearest to.

Every voice is enrolled by the way that speaks the film, in fixed sentences and in the line's delivery; a line is then heard blindly. What is
compared is what makes a speaker: the median pitch, its spread, and the mean shape of the spectrum. Differences are weighed by how much each of
them wanders within one speaker (Fisher's linear discriminant), so that what was said matters little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generator.hearing import CEPSTRA, pitch, speaking_s, tone

PITCH_LEAST = 0.02  # octaves: pitch never counts as steadier than that
SHRINK = 0.25  # share of the plain variances in the covariance, which a few sentences alone would not tell
SHORTEST_S = 0.35  # of speech: less says nothing of its speaker
PARTS = 6  # that an enrolment is heard in


class Heard(NamedTuple):
    """What a line sounds like: (1 + 1 + CEPSTRA,) features, pitch 0 where nothing is voiced; how much of it is speech."""

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


def enrolled(samples: np.ndarray) -> list[Heard]:
    """A voice in its sentences, heard in parts as long as lines are."""
    return [one for one in map(heard, np.array_split(samples, PARTS)) if one.is_enough]


class Cast:
    """Voices enrolled in one delivery, in their order."""

    def __init__(self, prints: Sequence[Sequence[Heard]], pitched: bool):
        self.used = np.arange(0 if pitched else 2, 2 + CEPSTRA)
        groups = [np.stack([one.features for one in group])[:, self.used] for group in prints]
        self.means = np.stack([group.mean(axis=0) for group in groups])
        within = np.concatenate([group - group.mean(axis=0) for group in groups])
        covariance = within.T @ within / max(len(within) - len(groups), 1)
        plain = np.diag(np.maximum(np.diag(covariance), 1e-4))
        if pitched:
            plain[0, 0] = max(plain[0, 0], PITCH_LEAST**2)
            plain[1, 1] = max(plain[1, 1], 0.15**2)
        self.whiten = np.linalg.inv(np.linalg.cholesky((1 - SHRINK) * covariance + SHRINK * plain))

    def distances(self, one: Heard) -> np.ndarray:
        """To each voice, in standard deviations."""
        return np.sqrt(np.square((self.means - one.features[self.used]) @ self.whiten.T).sum(axis=1))

    def margin(self, one: Heard, bound: int) -> tuple[float, int]:
        """How much nearer voice `bound` is than the nearest other, as a share of the latter (below 0: another is nearer), and which is nearest."""
        away = self.distances(one)
        other = float(np.delete(away, bound).min())
        return (other - float(away[bound])) / max(other, 1e-9), int(away.argmin())
