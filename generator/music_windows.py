"""The score by a model that makes some seconds at a time: windows that overlap, each continued from the end of the one before, so that
it is one piece. What a window is asked for follows from its sections' moods; memory does not grow with the film.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import gcd
from typing import NamedTuple

import numpy as np
from scipy.signal import resample_poly

from generator.acoustics import rms, softened
from generator.beats import sections_of
from generator.music_synth import ends
from storyboard.sound import SAMPLE_RATE, Mood, NetMusicParams, samples_of

OVERLAP_S = 6.0
LEAST_S = 12.0  # a window that ends with its scene is at least so much new music
USUAL_DB, MOST_DB = -20.0, 9.0  # the level of the first window; later ones are brought to the one before, by so much at most
WORDS = {
    Mood.CALM: "calm, warm, felt piano and soft strings", Mood.PLAYFUL: "playful, light, pizzicato strings and woodwinds",
    Mood.WONDER: "full of wonder, harp, celesta, shimmering strings", Mood.TENSE: "tense, low strings, quiet pulse, minor",
    Mood.SAD: "sad, slow solo cello over strings, minor", Mood.JOYFUL: "joyful, bright orchestra, major",
    Mood.STORMY: "stormy, driving low strings, timpani, brass, minor", Mood.NIGHT: "night, slow, quiet bells and soft pads",
}  # fmt: skip


class Window(NamedTuple):
    """New music for samples [start, end) of the film, asked for in `words`; `bpm`: of most of it. `seed`: its noise."""

    start: int
    end: int
    words: str
    bpm: int
    seed: int


Continue = Callable[[Window, np.ndarray], np.ndarray]  # a window and (n, 2) before it, to the new samples with `n` before them again


def windows(params: NetMusicParams, longest_s: float) -> Iterator[Window]:
    """Laid end to end over the film, each ending with a scene where that leaves it LEAST_S or more."""
    total, at, number = samples_of(params.total_frames), 0, 0
    scenes = [samples_of(section.end_frame) for section in sections_of(params)]
    while at < total:
        furthest = min(at + int((longest_s - OVERLAP_S) * SAMPLE_RATE), total)
        fitting = [end for end in scenes if at + LEAST_S * SAMPLE_RATE <= end <= furthest]
        end = fitting[-1] if fitting else furthest
        words, bpm = asked(params, at, end)
        yield Window(at, end, words, bpm, (params.seed * 1_000_003 + number) % 2**31)
        at, number = end, number + 1


def asked(params: NetMusicParams, start: int, end: int) -> tuple[str, int]:
    """What is asked of [start, end): the author's words, and the moods in their order; and the tempo of most of it."""
    parts = []
    for section in sections_of(params):
        inside = min(end, samples_of(section.end_frame)) - max(start, samples_of(section.start_frame))
        if inside > 0:
            parts.append((inside, section))
    most = max(parts, key=lambda part: part[0])[1]
    moods = list(dict.fromkeys(WORDS[section.mood] for _, section in parts))
    close = ["ending on a final chord"] if end >= samples_of(params.total_frames) else []
    said = [*([params.words.strip().rstrip(".")] if params.words.strip() else []), "instrumental score of an animated film", *moods, *close]
    return f"{', then '.join(['; '.join(said[:2]), *said[2:]])}, {round(most.tempo_bpm)} bpm", round(most.tempo_bpm)


def joined(params: NetMusicParams, longest_s: float, continued: Continue) -> Iterator[np.ndarray]:
    """Blocks (n, 2) of the whole film's music. Where a window meets the one before, its first seconds are faded over what was there."""
    total, overlap = samples_of(params.total_frames), int(OVERLAP_S * SAMPLE_RATE)
    tail, begun = np.zeros((0, 2)), False
    held = np.zeros((0, 2))  # the last seconds, kept back until the next window has been faded in over them
    for window in windows(params, longest_s):
        sound = continued(window, tail).astype(np.float64)
        before, wanted = len(tail), window.end - window.start
        sound = _fitted(sound, before + wanted)
        sound *= _gain(sound[:before] if begun else sound, tail if begun else None)
        if begun:
            fade = 0.5 - 0.5 * np.cos(np.pi * (np.arange(before) + 0.5) / before)
            held = held * (1 - fade[:, None]) + sound[:before] * fade[:, None]
            yield _finished(held, window.start - before, total)
        new, begun = sound[before:], True
        kept = min(overlap, len(new))
        if len(new) > kept:
            yield _finished(new[:-kept], window.start, total)
        tail = held = new[-kept:]
    yield _finished(held, total - len(held), total)


def _fitted(sound: np.ndarray, count: int) -> np.ndarray:
    """Stereo, exactly `count` samples."""
    sound = np.repeat(sound.reshape(len(sound), -1), 2, axis=1)[:, :2] if sound.ndim == 1 or sound.shape[1] == 1 else sound
    return np.concatenate([sound, np.zeros((max(count - len(sound), 0), 2))])[:count]


def _gain(sound: np.ndarray, like: np.ndarray | None) -> float:
    level, wish = rms(sound), 10 ** (USUAL_DB / 20) if like is None else rms(like)
    if level < 1e-6 or wish < 1e-6:
        return 1.0
    most = 10 ** (MOST_DB / 20) if like is not None else 1e3
    return float(np.clip(wish / level, 1 / most, most))


def _finished(sound: np.ndarray, start: int, total: int) -> np.ndarray:
    return softened(sound, 0.55, 0.92) * ends(start, len(sound), total)


def resampled(samples: np.ndarray, given_hz: int, wanted_hz: int) -> np.ndarray:
    """(n, channels) at another rate."""
    common = gcd(given_hz, wanted_hz)
    return samples if given_hz == wanted_hz else resample_poly(samples, wanted_hz // common, given_hz // common, axis=0)
