"""Composes the score of a film: bars and harmony from the sections, one theme from the seed, then every part, note by note.

Pure: no arrays, no files. `score(params)` gives the notes in order of time; the same params give the same notes.
"""

from __future__ import annotations

import math
from random import Random
from typing import NamedTuple

from generator.harmony import HARMONIES, HOMES, Chord, Key, chord, dominant, key_of, led
from storyboard.sound import STORY_RATE, Mood, MusicParams, Section

SHORTEST_SECTION_S = 1.2  # a shorter one is a breath of the section before it


class Note(NamedTuple):
    """One note. `level`: 0..1, how hard it is played; `pan`: -1 left, 1 right."""

    start_s: float
    seconds: float
    pitch: int
    level: float
    instrument: str
    pan: float = 0.0


class Bar(NamedTuple):
    """One bar of the piece and its place in section and phrase (phrases have four bars)."""

    start_s: float
    seconds: float
    beats: int
    chord: Chord
    voices: tuple[int, ...]
    mood: Mood
    intensity: float
    section: int
    phrase: int
    place: int  # 0..3 in the phrase
    last: bool  # the last of its section
    final: bool  # the last of the film

    @property
    def beat_s(self) -> float:
        return self.seconds / self.beats


BEATS = {Mood.PLAYFUL: 4, Mood.WONDER: 3, Mood.NIGHT: 3}  # beats in a bar, 4 if not here


def sections_of(params: MusicParams) -> tuple[Section, ...]:
    """The sections laid end to end over the whole film, very short ones joined to their neighbour."""
    given = sorted((s for s in params.sections if s.start_frame < params.total_frames), key=lambda s: (s.start_frame, s.end_frame))
    kept: list[Section] = []
    early: tuple[int, ...] = ()  # hits of a breath before the first section
    for k, section in enumerate(given or [Section(start_frame=0, end_frame=params.total_frames)]):
        end = given[k + 1].start_frame if k + 1 < len(given) else params.total_frames
        start = section.start_frame if kept else 0
        if (end - start) < SHORTEST_SECTION_S * STORY_RATE and not kept and k + 1 < len(given):
            early += section.hits
        elif (end - start) < SHORTEST_SECTION_S * STORY_RATE and kept:
            kept[-1] = kept[-1].model_copy(update={"end_frame": end, "hits": kept[-1].hits + section.hits})
        elif end > start:
            kept.append(section.model_copy(update={"start_frame": start, "end_frame": end, "hits": early + section.hits}))
            early = ()
    return tuple(kept)


def bars_of(sections: tuple[Section, ...], dice: Random) -> list[Bar]:
    """Every bar with its time, chord and voicing. Bars fill their section exactly; the film ends on a slower cadence."""
    keys = _keys(sections, dice)
    bars: list[Bar] = []
    voices: tuple[int, ...] | None = None
    for k, section in enumerate(sections):
        final = k + 1 == len(sections)
        beats = BEATS.get(section.mood, 4)
        lengths = _bar_beats(section, beats, final)
        chords = _chords(section.mood, keys[k], None if final else keys[k + 1], (len(lengths), final), dice)
        at, whole = section.start_frame / STORY_RATE, (section.end_frame - section.start_frame) / STORY_RATE
        after = section.intensity if final else sections[k + 1].intensity
        for n, (length, harmony) in enumerate(zip(lengths, chords, strict=True)):
            seconds = whole * length / sum(lengths)
            last = n + 1 == len(lengths)
            voices = led(voices, harmony)
            intensity = (section.intensity + after) / 2 if last and not final else section.intensity
            beat_count = 2 if length * 2 <= beats + 0.01 and beats == 4 else beats
            place = Bar(at, seconds, beat_count, harmony, voices, section.mood, intensity, k, n // 4, n % 4, last, last and final)
            bars.append(place)
            at += seconds
    return bars


def _keys(sections: tuple[Section, ...], dice: Random) -> list[Key]:
    home = dice.choice(HOMES)
    seen: dict[Mood, int] = {}
    keys: list[Key] = []
    for k, section in enumerate(sections):
        times = seen.get(section.mood, 0)
        seen[section.mood] = times + 1
        keys.append(key_of(home, section.mood, 0 if k + 1 == len(sections) else times))
    return keys


def _bar_beats(section: Section, beats: int, final: bool) -> list[float]:
    """Lengths of the bars in beats: whole bars, in 4/4 a half one at the end where that keeps the tempo; slower at the very end."""
    wanted = (section.end_frame - section.start_frame) / STORY_RATE * section.tempo_bpm / 60
    unit = 2 if beats == 4 and not final else beats
    count = max(round(wanted / unit), beats // unit) * unit
    lengths = [float(beats)] * (count // beats) + ([float(count % beats)] if count % beats else [])
    if final and len(lengths) > 2:
        lengths[-2:] = [beats * 1.08, beats * 1.35]
    return lengths


def _chords(mood: Mood, key: Key, following: Key | None, shape: tuple[int, bool], dice: Random) -> list[Chord]:
    """One chord a bar: phrases A A' B A with cadences; the last bar opens to the next section's key, the film's closes."""
    style, (count, final) = HARMONIES[mood], shape
    first, second = dice.sample(style.progressions, 2)
    degrees = [((first, first, second, first)[n // 4 % 4])[n % 4] for n in range(count)]
    for n in range(7, count, 8):
        degrees[n - 1 : n + 1] = [style.cadence, 1]
    chords = [chord(key, degree, style.size if degree != 5 else 4) for degree in degrees]
    if final:
        close = Key(key.tonic, "ionian") if mood in (Mood.TENSE, Mood.STORMY) else key
        chords[-1] = chord(close, 1)
        if count > 1:
            chords[-2] = chord(key, 4) if mood is Mood.NIGHT else dominant(key)
        if count > 2:
            chords[-3] = chord(key, 2 if not key.minor else 4, 4 if not key.minor else 3)
    elif following is not None and count > 1:
        chords[-1] = dominant(following) if following != key else chord(key, style.cadence, style.size)
    return chords


class Theme(NamedTuple):
    """The film's tune as steps above the tonic: motif (first bar), answer (second), the sequence of the third, and rhythms."""

    motif: tuple[int, ...]
    answer: tuple[int, ...]
    climb: int
    rhythm: int


MOTIFS = (
    (0, 2, 4), (4, 2, 3), (0, 4, 3), (2, 1, 4), (4, 5, 4), (0, 1, 2, 4), (4, 3, 2, 4), (2, 4, 3, 1), (0, 2, 1, 4), (4, 6, 5, 4),
    (0, 1, 2, 1, 4), (4, 3, 2, 3, 4), (0, 2, 4, 3, 2), (2, 3, 4, 2, 0),
)  # fmt: skip
ANSWERS = ((1, 0), (-1, -2), (2, 1), (1, 0, -1), (-1, 1, 0), (2, 1, -1), (1, 2, 0))  # from the motif's last step
RHYTHMS: dict[tuple[int, int], tuple[tuple[float, ...], ...]] = {  # (beats in the bar, notes) -> lengths in beats
    (4, 2): ((2, 2), (3, 1)), (4, 3): ((2, 1, 1), (1.5, 0.5, 2), (1, 1, 2)), (4, 4): ((1.5, 0.5, 1, 1), (1, 0.5, 0.5, 2), (1, 1, 1, 1)),
    (4, 5): ((1, 0.5, 0.5, 1, 1), (0.5, 0.5, 1, 1, 1), (1.5, 0.5, 0.5, 0.5, 1)), (3, 2): ((2, 1), (1.5, 1.5)),
    (3, 3): ((1.5, 0.5, 1), (1, 1, 1)), (3, 4): ((1, 0.5, 0.5, 1), (0.5, 0.5, 1, 1)), (3, 5): ((0.5, 0.5, 0.5, 0.5, 1), (1, 0.5, 0.5, 0.5, 0.5)),
}  # fmt: skip


def theme_of(dice: Random) -> Theme:
    """The one tune of the film."""
    return Theme(dice.choice(MOTIFS), dice.choice(ANSWERS), dice.choice((1, 1, 2, -1)), dice.randrange(6))


def sung(theme: Theme, bar: Bar) -> list[tuple[float, float, int]]:
    """The theme's notes in `bar`: (beat, length in beats, step above the tonic). Phrases 0 and 2 stay open, 1 and 3 close."""
    steps: tuple[int, ...]
    if bar.place == 0:
        steps = theme.motif
    elif bar.place == 1:
        steps = tuple(theme.motif[-1] + step for step in theme.answer)
    elif bar.place == 2:
        steps = tuple(step + theme.climb + (1 if bar.phrase % 2 else 0) for step in theme.motif)
    else:
        steps = (1, 0) if bar.phrase % 2 else (2, 1)
    if bar.beats == 2:
        return [(0.0, 2.0, steps[0])]
    choices = RHYTHMS[bar.beats, len(steps)]
    lengths = choices[theme.rhythm % len(choices)] if bar.place != 3 else ((1.0, bar.beats - 1.0))
    starts = [sum(lengths[:k]) for k in range(len(lengths))]
    return list(zip(starts, lengths, steps, strict=True))


def augmented(theme: Theme, bar: Bar) -> list[tuple[float, float, int]]:
    """The theme twice as slow: half of the motif in each bar."""
    source = bar._replace(place=bar.place // 2 + (0 if bar.phrase % 2 == 0 else 2))
    notes = sung(theme, source._replace(phrase=bar.phrase // 2))
    half = bar.beats / 2
    mine = [n for n in notes if (n[0] < half) == (bar.place % 2 == 0)]
    return [((beat % half) * 2, min(length * 2, bar.beats - (beat % half) * 2), step) for beat, length, step in mine]


def inverted(theme: Theme, bar: Bar) -> list[tuple[float, float, int]]:
    """The theme upside down, around its first note."""
    pivot = theme.motif[0]
    return [(beat, length, 2 * pivot - step + 2) for beat, length, step in sung(theme, bar)]


def fragment(theme: Theme, bar: Bar) -> list[tuple[float, float, int]]:
    """Only the head of the theme, every second bar."""
    return sung(theme, bar._replace(place=0))[:3] if bar.place % 2 == 0 else []


def swell(bar: Bar) -> float:
    """How loud the phrase is here: it rises toward its third bar and falls."""
    return 0.88 + 0.12 * math.sin(math.pi * (bar.place + 0.8) / 4.2)
