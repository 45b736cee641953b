"""Keys, chords, progressions and how voices move between chords. Pitches are MIDI numbers (60 = middle C)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import NamedTuple

from storyboard.sound import Mood

MODES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
}
HOMES = (60, 62, 63, 65, 67, 57, 58)  # C D E-flat F G A B-flat


class Key(NamedTuple):
    """A tonic and the scale on it."""

    tonic: int
    mode: str

    @property
    def minor(self) -> bool:
        return MODES[self.mode][2] == 3

    def pitch(self, step: int) -> int:
        """The pitch `step` scale steps above the tonic (0 = the tonic itself; negative = below)."""
        octave, degree = divmod(step, 7)
        return self.tonic + 12 * octave + MODES[self.mode][degree]

    def nearest(self, pitch: int) -> int:
        """The pitch of this scale nearest to `pitch`, the lower of two."""
        return min(range(pitch - 2, pitch + 3), key=lambda p: ((p - self.tonic) % 12 not in MODES[self.mode], abs(p - pitch), p))


class Chord(NamedTuple):
    """Pitch classes from the root up, and the key it is heard in."""

    classes: tuple[int, ...]
    key: Key

    @property
    def root(self) -> int:
        return self.classes[0]

    def nearest(self, pitch: int, near: int | None = None) -> int:
        """The chord tone nearest to `pitch`; of two as near, the one nearer to `near`."""
        tones = [p for p in range(pitch - 6, pitch + 7) if p % 12 in self.classes]
        return min(tones, key=lambda p: (abs(p - pitch), abs(p - (pitch if near is None else near)), p))

    def at(self, low: int, count: int) -> list[int]:
        """`count` chord tones in rising order from `low` up."""
        return [p for p in range(low, low + 12 * count) if p % 12 in self.classes][:count]

    def rooted(self, low: int) -> int:
        """The root at or above `low`."""
        return low + (self.root - low) % 12


def chord(key: Key, degree: int, size: int = 3) -> Chord:
    """The chord on `degree` (1..7) of `key`, of `size` thirds; a dominant in minor has its leading tone."""
    pitches = [key.pitch(degree - 1 + 2 * k) for k in range(size)]
    if degree == 5 and key.minor:
        pitches[1] = pitches[0] + 4
    return Chord(tuple(p % 12 for p in pitches), key)


def dominant(key: Key) -> Chord:
    """The dominant seventh that leads to `key`'s tonic."""
    root = key.tonic + 7
    return Chord(tuple((root + k) % 12 for k in (0, 4, 7, 10)), key)


class Harmony(NamedTuple):
    """How a mood is harmonised: mode, distance of its tonic from home, progressions of four bars, size of chords, the cadence."""

    mode: str
    shift: int
    progressions: tuple[tuple[int, int, int, int], ...]
    size: int = 3
    cadence: int = 5


HARMONIES = {
    Mood.CALM: Harmony("ionian", 0, ((1, 5, 6, 4), (1, 6, 4, 5), (1, 3, 4, 5), (1, 6, 2, 5), (4, 1, 2, 5)), 3, 4),
    Mood.PLAYFUL: Harmony("ionian", 7, ((1, 4, 1, 5), (1, 6, 2, 5), (1, 2, 5, 1), (4, 1, 5, 1))),
    Mood.WONDER: Harmony("lydian", 5, ((1, 2, 1, 2), (1, 2, 3, 2), (1, 5, 2, 1), (6, 2, 1, 2)), 4, 2),
    Mood.TENSE: Harmony("aeolian", 4, ((1, 1, 6, 1), (1, 6, 1, 5), (1, 4, 1, 5), (6, 4, 1, 5))),
    Mood.SAD: Harmony("aeolian", 9, ((1, 6, 3, 7), (1, 4, 6, 5), (1, 7, 6, 5), (6, 3, 4, 5))),
    Mood.JOYFUL: Harmony("ionian", 0, ((1, 5, 6, 4), (1, 4, 5, 1), (1, 5, 4, 5), (6, 4, 1, 5))),
    Mood.STORMY: Harmony("aeolian", 0, ((1, 6, 7, 1), (1, 6, 3, 7), (1, 4, 6, 5), (1, 7, 6, 5))),
    Mood.NIGHT: Harmony("dorian", 2, ((1, 4, 1, 4), (1, 7, 4, 1), (1, 3, 4, 1), (1, 4, 7, 3)), 4, 4),
}


FIFTHS = {"ionian": 0, "lydian": 1, "dorian": -2, "aeolian": -3}  # sharps of a mode beside those of the major scale on its tonic


def distance(a: Key, b: Key) -> int:
    """By how many sharps or flats two scales differ, the short way round the circle of fifths: 0..6."""
    apart = (7 * (a.tonic - b.tonic) + FIFTHS[a.mode] - FIFTHS[b.mode]) % 12
    return min(apart, 12 - apart)


def keys_of(home: int, moods: Sequence[Mood]) -> list[Key]:
    """A key for each scene, home at the end: never the one before, near enough to it to go over smoothly, and about where the mood lives
    around `home`; of all such ways through the film the smoothest."""
    ways: dict[Key, tuple[float, list[Key]]] = {}
    for k, mood in enumerate(moods):
        mode, wish = HARMONIES[mood].mode, _placed(home + HARMONIES[mood].shift, HARMONIES[mood].mode)
        tonics = [home] if k + 1 == len(moods) else list(range(57, 69))
        found: dict[Key, tuple[float, list[Key]]] = {}
        for key in (_placed(tonic, mode) for tonic in tonics):
            so_far = [(cost + STEP[distance(key, old)] + 0.8 * (key in path[-3:]), path) for old, (cost, path) in ways.items() if old != key or len(ways) == 1]
            cost, path = min(so_far, default=(0.0, []))
            found[key] = (cost + 0.6 * distance(key, wish), [*path, key])
        ways = found
    return min(ways.values(), default=(0.0, []))[1]


STEP = (2.5, 0.0, 0.3, 2.5, 4.0, 6.0, 8.0)  # what it costs to go to a key of so many other sharps or flats: beyond two no chord is in both


def _placed(tonic: int, mode: str) -> Key:
    """The key with its tonic from 57 to 68."""
    return Key(57 + (tonic - 57) % 12, mode)


def pivot(old: Key, new: Key) -> Chord:
    """A triad of both scales that leads on in the new one; where there is none, the new key's second or fourth."""
    ours = {old.pitch(k) % 12 for k in range(7)}
    for degree in (2, 4, 6, 3, 1, 7, 5):
        classes = tuple(new.pitch(degree - 1 + 2 * k) % 12 for k in range(3))
        if set(classes) <= ours and (classes[2] - classes[0]) % 12 == 7:
            return Chord(classes, old)
    return chord(new, 4 if new.minor else 2)


def led(previous: tuple[int, ...] | None, to: Chord, low: int = 50, high: int = 74) -> tuple[int, ...]:
    """Four voices of `to`, each moving as little as it can from `previous`: no crossing, no gap, every tone there."""
    if previous is None:
        tones = to.at(low + 3, 4)
        return tuple(tones)
    reach = [[p for p in range(voice - 6, voice + 7) if p % 12 in to.classes and low <= p <= high] for voice in previous]
    if not all(reach):
        return led(None, to, low, high)
    return min(product(*reach), key=lambda voices: (_strain(previous, voices, to), voices))


def _strain(before: tuple[int, ...], after: tuple[int, ...], to: Chord) -> float:
    moves = [b - a for a, b in zip(before, after, strict=True)]
    gaps = [b - a for a, b in pairwise(after)]
    cost = sum(abs(move) + 0.1 * move * move for move in moves)
    cost += 25 * len(set(to.classes[:4]) - {p % 12 for p in after})
    cost += sum(40 if gap <= 0 else 6 if gap < 3 else 3 * max(gap - 9, 0) for gap in gaps)
    if all(move > 0 for move in moves) or all(move < 0 for move in moves):
        cost += 6
    for i in range(len(after)):
        for j in range(i):
            if (after[i] - after[j]) % 12 == 1:  # a minor second or ninth grates; the same two notes as a seventh do not
                cost += 14
            if (after[i] - after[j]) % 12 in (0, 7) and moves[i] == moves[j] != 0:
                cost += 5
    return cost
