"""Composes the score of a film: bars, keys and harmony from the sections, and whose theme each bar has. arrange.py gives them to players.

Pure: no arrays, no files; the same params give the same bars.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from random import Random
from typing import NamedTuple

from generator.beats import beats_of, sections_of
from generator.harmony import HARMONIES, HOMES, Chord, Key, chord, dominant, keys_of, led, pivot
from generator.themes import Turn
from storyboard.sound import STORY_RATE, Lead, Mood, MusicParams, Section


class Note(NamedTuple):
    """One note. `level`: 0..1, how hard it is played; `pan`: -1 left, 1 right; `part`: what it is in the piece; `theme`: whose tune it
    sings, into the themes of the cast, -1: nobody's."""

    start_s: float
    seconds: float
    pitch: int
    level: float
    instrument: str
    pan: float = 0.0
    part: str = ""
    theme: int = -1


class Bar(NamedTuple):
    """One bar of the piece and its place in section and phrase (phrases have four bars)."""

    times: tuple[float, ...]  # seconds of its beats, and of its end
    chord: Chord
    key: Key  # of its section: that of the chord may be the next one already
    voices: tuple[int, ...]
    mood: Mood
    intensity: float
    section: int
    phrase: int
    place: int  # 0..3 in the phrase
    last: bool  # the last of its section
    final: bool  # the last of the film
    turn: Turn
    spoken: tuple[bool, ...]  # of each beat: someone speaks over it

    @property
    def beats(self) -> int:
        return len(self.times) - 1

    @property
    def start_s(self) -> float:
        return self.times[0]

    @property
    def seconds(self) -> float:
        return self.times[-1] - self.times[0]

    @property
    def beat_s(self) -> float:
        return self.seconds / self.beats

    @property
    def talk(self) -> float:
        """The share of it that is spoken over."""
        return sum(self.spoken) / self.beats

    def at(self, beat: float) -> float:
        """The second of a beat, halves and all, counted from the bar's first; past its end as fast as its last."""
        whole = min(max(math.floor(beat), 0), self.beats - 1)
        return self.times[whole] + (beat - whole) * (self.times[whole + 1] - self.times[whole])

    def speaks(self, beat: float) -> bool:
        return self.spoken[min(max(int(beat), 0), self.beats - 1)]


HELD_S = 5.0  # credits as short as this are one chord; over longer ones the music plays on to the end
BEATS = {Mood.PLAYFUL: 4, Mood.WONDER: 3, Mood.NIGHT: 3}  # beats in a bar, 4 if not here


def bars_of(params: MusicParams, dice: Random) -> list[Bar]:
    """Every bar with its beats, chord, voicing and theme. Bars fill their section exactly; the last one holds the film's last chord."""
    sections = sections_of(params)
    keys, bars, voices = _keys(sections, dice), list[Bar](), None
    for k, section in enumerate(sections):
        final = k + 1 == len(sections)
        beats = beats_of(section, BEATS.get(section.mood, 4))
        held = final and section.card and beats.times[-1] - beats.times[0] <= HELD_S
        lengths = bar_lengths(beats.number, BEATS.get(section.mood, 4), held)
        if final and lengths[-1] < 3 and len(lengths) > 1:
            lengths[-2:] = [lengths[-2] + lengths[-1]]  # the last chord has its time
        following = None if final else keys[k + 1]
        chords = _chords(section.mood, keys[k], following, (len(lengths), final), dice)
        after = section.intensity if final else sections[k + 1].intensity
        at = 0
        for n, (length, harmony) in enumerate(zip(lengths, chords, strict=True)):
            times, last = beats.times[at : at + length + 1], n + 1 == len(lengths)
            voices = led(voices, harmony)
            intensity = (section.intensity + after) / 2 if last and not final else section.intensity
            turn = Turn(-1, n // 4, n % 4, length)
            bars.append(Bar(times, harmony, keys[k], voices, section.mood, intensity, k, n // 4, n % 4, last, last and final, turn, (False,) * length))
            at += length
    return _led_by(_spoken(bars, params.speech), params.leads)


def bar_lengths(count: int, beats: int, whole: bool) -> list[int]:
    """Bars for `count` beats: as many whole ones as go, what is left in bars of 2 and 3 at the end. `whole`: one bar of all."""
    if whole:
        return [count]
    rest = {(4, 0): (), (4, 1): (3, 2), (4, 2): (2,), (4, 3): (3,), (3, 0): (), (3, 1): (2, 2), (3, 2): (2,)}[beats, count % beats]
    if count < sum(rest):
        return [count]
    return [beats] * ((count - sum(rest)) // beats) + list(rest)


def _keys(sections: tuple[Section, ...], dice: Random) -> list[Key]:
    """Of each section; a card's is that of the scene beside it."""
    home = dice.choice(HOMES)
    scenes = [s.mood for s in sections if not s.card] or [sections[0].mood]
    keys, found, seen = keys_of(home, scenes), list[Key](), 0
    for section in sections:
        found.append(keys[min(max(seen - (section.card and seen > 0), 0), len(keys) - 1)])
        seen += not section.card
    return found


def _chords(mood: Mood, key: Key, following: Key | None, shape: tuple[int, bool], dice: Random) -> list[Chord]:
    """One chord a bar: phrases A A' B A with cadences. A section goes over to the next one's key by a chord of both and its dominant; a
    film that has no last card closes by itself."""
    style, (count, final) = HARMONIES[mood], shape
    first, second = dice.sample(style.progressions, 2)
    degrees = [((first, first, second, first)[n // 4 % 4])[n % 4] for n in range(count)]
    degrees[0] = 1
    for n in range(7, count, 8):
        degrees[n - 1 : n + 1] = [style.cadence, 1]
    chords = [chord(key, degree, style.size if degree != 5 else 4) for degree in degrees]
    if final:
        close = Key(key.tonic, "ionian") if mood in (Mood.TENSE, Mood.STORMY) else key
        chords[-1] = chord(close, 1)
        if count > 1:
            chords[-2] = dominant(key)
        if count > 2:
            chords[-3] = chord(key, 4 if key.minor else 2)
    elif following is not None and count > 1:
        chords[-1] = dominant(following)
        if count > 2:
            chords[-2] = pivot(key, following)
    return chords


def _spoken(bars: list[Bar], speech: tuple[tuple[int, int], ...]) -> list[Bar]:
    """The bars with the beats that are spoken over."""
    spans = [(begin / STORY_RATE, end / STORY_RATE) for begin, end in speech]
    starts = [begin for begin, _ in spans]

    def over(begin: float, end: float) -> bool:
        return any(b < end and e > begin for b, e in spans[max(bisect_right(starts, begin) - 1, 0) : bisect_right(starts, end)])

    return [bar._replace(spoken=tuple(over(a, b) for a, b in zip(bar.times, bar.times[1:], strict=False))) for bar in bars]


def _led_by(bars: list[Bar], leads: tuple[Lead, ...]) -> list[Bar]:
    """The bars with the theme that leads longest in each. A theme goes on within its scene where it was left, and begins another phrase in the next."""
    turns: Counter[tuple[int, int]] = Counter()
    scenes: Counter[int] = Counter()
    out, first = [], 0
    for bar in bars:
        begin, end = bar.start_s * STORY_RATE, bar.times[-1] * STORY_RATE
        while first < len(leads) and leads[first].end_frame <= begin:
            first += 1
        held: Counter[int] = Counter()
        for lead in leads[first:]:
            if lead.start_frame >= end:
                break
            held[lead.theme] += round(1000 * (min(lead.end_frame, end) - max(lead.start_frame, begin)))
        theme = max(held, key=lambda one: (held[one], -one)) if held else -1
        if (bar.section, theme) not in turns:
            scenes[theme] += 1
        count = turns[bar.section, theme]
        turns[bar.section, theme] += 1
        out.append(bar._replace(turn=Turn(theme, count // 4 + scenes[theme] - 1, count % 4, bar.beats)))
    return out


def swell(bar: Bar) -> float:
    """How loud the phrase is here: it rises toward its third bar and falls."""
    return 0.88 + 0.12 * math.sin(math.pi * (bar.place + 0.8) / 4.2)
