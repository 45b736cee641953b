"""Gives the bars to instruments: who sings, who moves, who holds, who marks. `score(params)` is the whole piece."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

from generator.compose import Bar, Note, Theme, augmented, bars_of, fragment, inverted, sections_of, sung, swell, theme_of
from generator.harmony import Chord, Key
from storyboard.sound import STORY_RATE, Mood, MusicParams

Tune = Callable[[Theme, Bar], list[tuple[float, float, int]]]


class Scoring(NamedTuple):
    """The orchestra of a mood. `hold`: share of its written length a sung note sounds; `pad`: level of the held strings."""

    lead: str
    second: str
    figure: str
    pattern: str
    bass: str
    drums: str = ""
    tune: Tune = sung
    hold: float = 1.0
    pad: float = 0.5


SCORINGS = {
    Mood.CALM: Scoring("flute", "clarinet", "piano", "flow", "long"),
    Mood.PLAYFUL: Scoring("clarinet", "flute", "pizzicato", "offbeat", "two", "light", hold=0.62, pad=0.22),
    Mood.WONDER: Scoring("celesta", "flute", "harp", "rise", "long", tune=inverted, pad=0.6),
    Mood.TENSE: Scoring("cello", "clarinet", "pizzicato", "pulse", "long", "heart", tune=fragment, pad=0.6),
    Mood.SAD: Scoring("cello", "flute", "piano", "broken", "long", tune=augmented, pad=0.42),
    Mood.JOYFUL: Scoring("flute", "horn", "harp", "flow", "walk", "march", hold=0.9),
    Mood.STORMY: Scoring("horn", "clarinet", "spiccato", "drive", "pulse", "storm", hold=0.95, pad=0.65),
    Mood.NIGHT: Scoring("ocarina", "celesta", "celesta", "stars", "long", tune=augmented),
}

CENTERS = {"flute": 76, "ocarina": 75, "clarinet": 66, "cello": 57, "horn": 60, "celesta": 79, "piano": 70}
LEAD_LEVEL = {"celesta": 0.75, "flute": 0.62, "ocarina": 0.6, "clarinet": 0.6, "cello": 0.75, "horn": 0.6}


def score(params: MusicParams) -> list[Note]:
    """Every note of the film's music, in order of time. Nothing starts after the picture's end."""
    dice = Random(f"score-{params.seed}")
    sections = sections_of(params)
    theme, bars = theme_of(dice), bars_of(sections, dice)
    notes = list(pad(bars))
    for part in (melody, counter, answers, figures, basses, drums, pickups):
        notes += part(bars, theme, Random(f"{part.__name__}-{params.seed}"))
    for section in sections:
        for hit in sorted(set(section.hits)):
            if hit < params.total_frames:
                notes += struck(hit / STORY_RATE, bars)
    end = params.total_frames / STORY_RATE
    kept = (note._replace(seconds=min(note.seconds, end - note.start_s)) for note in notes if 0 <= note.start_s < end - 0.02)
    return sorted(kept, key=lambda note: (note.start_s, note.instrument, note.pitch))


def force(bar: Bar) -> float:
    """How hard everyone plays in a bar, 0.3..1."""
    return (0.35 + 0.65 * bar.intensity) * swell(bar)


def keys_of(bars: list[Bar]) -> dict[int, Key]:
    """The key each section starts in."""
    keys: dict[int, Key] = {}
    for bar in bars:
        keys.setdefault(bar.section, bar.chord.key)
    return keys


def octaves(who: str, key: Key) -> int:
    """Semitones (whole octaves) that bring a tune in `key` to where `who` sounds best."""
    return 12 * math.floor((CENTERS[who] - key.pitch(2)) / 12 + 0.5)


def fitting(pitch: int, chord: Chord, strong: bool, near: int) -> int:
    """`pitch` moved into the harmony: a chord tone when `strong`, else a scale tone that does not rub against the chord."""
    if strong:
        return chord.nearest(pitch, near)
    pitch = chord.key.nearest(pitch)
    scale = {chord.key.pitch(k) % 12 for k in range(7)}
    if pitch % 12 not in chord.classes and any((pitch + d) % 12 in set(chord.classes) - scale for d in (-1, 1)):
        return chord.nearest(pitch, near)
    return pitch


def pad(bars: list[Bar]) -> Iterator[Note]:
    """Held strings, four voices, tied where the pitch stays; they never pause, so the score never tears at a boundary."""
    for voice, where in enumerate((-0.45, -0.15, 0.2, 0.5)):
        k = 0
        while k < len(bars):
            first = bars[k]
            n = k + 1
            while n < len(bars) and n - k < 4 and bars[n].voices[voice] == first.voices[voice] and bars[n].section == first.section:
                n += 1
            seconds = bars[n - 1].start_s + bars[n - 1].seconds - first.start_s + 0.2
            level = max(SCORINGS[first.mood].pad * (0.35 + 0.65 * first.intensity), 0.14)
            name = "tremolo" if first.mood is Mood.STORMY or (first.mood is Mood.TENSE and voice > 1) else "strings"
            yield Note(first.start_s, seconds, first.voices[voice], level, name, where)
            k = n


def melody(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """The theme. The second player has the third phrase; where little plays, the theme rests every other phrase."""
    keys, near = keys_of(bars), 0
    for bar in bars:
        style = SCORINGS[bar.mood]
        if bar.intensity < 0.12 or (bar.intensity < 0.3 and bar.phrase % 2 and not bar.last):
            continue
        who = style.second if bar.phrase % 4 == 2 else style.lead
        key = keys[bar.section]
        shift = octaves(who, key)
        tune = [(0.0, float(bar.beats), 0)] if bar.final else _tune(style, theme, bar)
        for beat, length, step in tune:
            strong = beat == 0 or length >= 1.5 or (beat == 2 and bar.beats == 4)
            pitch = fitting(key.pitch(step) + shift, bar.chord, strong, near or 70)
            if bar.final:
                pitch = bar.chord.rooted(pitch - 6)
            near = pitch
            level = LEAD_LEVEL[who] * force(bar) * (1.0 if beat == 0 else 0.9) * dice.uniform(0.95, 1.05)
            start = bar.start_s + beat * bar.beat_s + abs(dice.gauss(0, 0.005))
            hold = style.hold if length < 2 else 1.0
            yield Note(start, length * bar.beat_s * hold + (0.05 if hold == 1 else 0), pitch, level, who, 0.12)
            if bar.intensity > 0.75 and who != "horn":
                yield Note(start + 0.008, length * bar.beat_s, pitch - 12, 0.55 * level, "cello" if pitch < 74 else "horn", -0.2)


def _tune(style: Scoring, theme: Theme, bar: Bar) -> list[tuple[float, float, int]]:
    if style.tune is inverted and bar.phrase % 2 == 0:
        return sung(theme, bar)
    if style.tune is augmented and bar.beats == 2:
        return sung(theme, bar)
    return style.tune(theme, bar)


def counter(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """A second line under the tune, in long notes that step from chord to chord, where enough is going on."""
    near = 59
    for bar in bars:
        if bar.intensity < 0.42 or bar.mood in (Mood.TENSE, Mood.NIGHT) or bar.final:
            continue
        who = "horn" if bar.mood in (Mood.JOYFUL, Mood.STORMY) else "cello"
        colours = bar.chord.classes[1:2] + bar.chord.classes[2:]
        for half in (0, 1) if bar.beats == 4 else (0,):
            free = [p for p in range(52, 70) if p % 12 in bar.chord.classes and not any(v > p and (v - p) % 12 == 1 for v in bar.voices)]
            tones = [p for p in free if p % 12 in colours and (half == 0 or p != near)] or free
            near = min(tones, key=lambda p: (abs(p - near), p))
            share = 0.5 if bar.beats == 4 else 1.0
            start = bar.start_s + half * bar.seconds / 2
            yield Note(start, bar.seconds * share + 0.1, near, 0.34 * force(bar), who, -0.35)


def answers(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """Where the tune rests on a long note, another player gives back its first three notes, twice as fast."""
    keys = keys_of(bars)
    for bar in bars:
        if bar.place != 3 or bar.intensity < 0.3 or bar.beats == 2 or bar.final or bar.mood in (Mood.STORMY, Mood.SAD):
            continue
        who = SCORINGS[bar.mood].second if bar.phrase % 4 != 2 else "celesta"
        shift = octaves(who, keys[bar.section])
        near = 70
        for k, step in enumerate(theme.motif[:3]):
            near = fitting(keys[bar.section].pitch(step) + shift, bar.chord, k != 1, near)
            start = bar.start_s + (bar.beats - 2 + 0.5 * k) * bar.beat_s + abs(dice.gauss(0, 0.006))
            yield Note(start, bar.beat_s * (0.45 if k < 2 else 1.0), near, 0.42 * force(bar), who, -0.3)


def figures(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """The moving part: broken chords, off-beats, pulses."""
    for bar in bars:
        style = SCORINGS[bar.mood]
        if bar.final:
            for k, pitch in enumerate(bar.chord.at(48, 6)):
                yield Note(bar.start_s + 0.09 * k, bar.seconds, pitch, 0.5 * force(bar), "harp", -0.1)
            continue
        for beat, pitch, share in PATTERNS[style.pattern](bar, dice):
            level = share * force(bar) * dice.uniform(0.9, 1.08)
            start = max(bar.start_s + beat * bar.beat_s + dice.gauss(0, 0.005), bar.start_s)
            yield Note(start, bar.beat_s * 1.2, pitch, level, style.figure, -0.25 + 0.012 * (pitch - 60))
            if bar.intensity > 0.7 and style.pattern == "flow" and beat == int(beat):
                yield Note(start, bar.beat_s, pitch + 12, 0.5 * level, "pizzicato", 0.4)


Pattern = list[tuple[float, int, float]]  # beat, pitch, level


def _steps(bar: Bar) -> list[float]:
    """The beats of a bar in eighths, in quarters where eighths would rush."""
    unit = 0.5 if bar.beat_s * 0.5 >= 0.17 else 1.0
    return [k * unit for k in range(int(bar.beats / unit))]


def _flow(bar: Bar, dice: Random) -> Pattern:
    tones = bar.chord.at(bar.chord.rooted(45), 4)
    wave = (0, 1, 2, 3, 2, 1) if bar.beats == 3 else (0, 1, 2, 3, 2, 3, 2, 1)
    return [(beat, tones[wave[k % len(wave)]], 0.44 if k == 0 else 0.32) for k, beat in enumerate(_steps(bar))]


def _rise(bar: Bar, dice: Random) -> Pattern:
    tones = bar.chord.at(bar.chord.rooted(48), 7)
    unit = 0.5 if bar.beat_s >= 0.4 else 1.0
    count = min(int(bar.beats / unit) - (0 if bar.place % 2 else 1), 7)
    return [(k * unit, tones[k], 0.42 - 0.02 * k) for k in range(count)]


def _offbeat(bar: Bar, dice: Random) -> Pattern:
    low, middle, high = bar.chord.at(57, 3)
    out = [(float(beat), p, 0.42) for beat in range(1, bar.beats, 2) for p in (middle, high)]
    if bar.place % 2 and bar.beats == 4 and bar.beat_s > 0.4:
        out += [(2.5, low, 0.3), (3.5, high, 0.34)]
    return out


def _broken(bar: Bar, dice: Random) -> Pattern:
    tones = bar.chord.at(bar.chord.rooted(43), 4)
    return [(float(beat), tones[(0, 2, 3, 1)[beat % 4]], 0.42 if beat == 0 else 0.3) for beat in range(bar.beats)]


def _pulse(bar: Bar, dice: Random) -> Pattern:
    root = bar.chord.rooted(40)
    return [(beat, root + (12 if k % 8 == 5 else 0), 0.4 if beat == int(beat) else 0.26) for k, beat in enumerate(_steps(bar))]


def _drive(bar: Bar, dice: Random) -> Pattern:
    tones = bar.chord.at(bar.chord.rooted(43), 3)
    wave = (0, 0, 1, 0, 2, 0, 1, 0)
    unit = 0.25 if bar.beat_s > 0.62 else 0.5
    return [(k * unit, tones[wave[k % 8]], 0.5 if k % 4 == 0 else 0.34) for k in range(int(bar.beats / unit))]


def _stars(bar: Bar, dice: Random) -> Pattern:
    tones = bar.chord.at(72, 5)
    beats = sorted(dice.sample([0.5 * k for k in range(bar.beats * 2)], 3 if bar.beats > 2 else 1))
    return [(beat, dice.choice(tones), 0.36) for beat in beats]


PATTERNS: dict[str, Callable[[Bar, Random], Pattern]] = {
    "flow": _flow, "rise": _rise, "offbeat": _offbeat, "broken": _broken, "pulse": _pulse, "drive": _drive, "stars": _stars,
}  # fmt: skip


def basses(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """The ground: bowed and long, or plucked and stepping."""
    for bar, following in zip(bars, [*bars[1:], bars[-1]], strict=True):
        if bar.intensity < 0.15 and not bar.final:
            continue
        root = bar.chord.rooted(34)
        kind = "long" if bar.final or bar.beats == 2 else SCORINGS[bar.mood].bass
        fifth = root + 7 if root < 41 else root - 5
        if kind == "long":
            yield Note(bar.start_s, bar.seconds + 0.15, root, 0.5 * force(bar), "bass", 0.1)
            continue
        if kind == "two":
            steps = [(0.0, root), (2.0, fifth)] if bar.beats == 4 else [(0.0, root)]
        elif kind == "walk":
            near = following.chord.rooted(34)
            steps = [(0.0, root), (1.0, bar.chord.at(root, 2)[1]), (2.0, root + 7), (3.0, near + (2 if near < root else -1))]
        else:
            steps = [(beat, root) for beat in _steps(bar)]
        for beat, pitch in steps[: bar.beats * 2]:
            level = (0.62 if beat == 0 else 0.48) * force(bar)
            yield Note(bar.start_s + beat * bar.beat_s + abs(dice.gauss(0, 0.004)), bar.beat_s * 0.9, pitch, level, "plucked bass", 0.1)


BEAT_PATTERNS: dict[str, tuple[tuple[str, float, float], ...]] = {  # instrument, beat, level
    "light": (("shaker", 0.5, 0.3), ("shaker", 1.5, 0.3), ("shaker", 2.5, 0.3), ("shaker", 3.5, 0.3), ("tick", 1, 0.3), ("tick", 3, 0.34)),
    "march": (("drum", 0, 0.5), ("drum", 2, 0.42), ("shaker", 1, 0.4), ("shaker", 3, 0.4), ("shaker", 1.5, 0.2), ("shaker", 3.5, 0.22)),
    "heart": (("drum", 0, 0.4), ("drum", 0.45, 0.26)),
    "storm": (("drum", 0, 0.62), ("drum", 1.5, 0.4), ("drum", 2, 0.5), ("drum", 3, 0.42), ("drum", 3.5, 0.36)),
}


DRUM_PANS = {"shaker": 0.3, "tick": -0.3}


def drums(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """Soft drums where the mood has them and enough is going on; a swell leads into a new section."""
    for bar, following in zip(bars, [*bars[1:], bars[-1]], strict=True):
        if bar.last and not bar.final and following.intensity > 0.5:
            length = min(bar.seconds, 2.5)
            yield Note(bar.start_s + bar.seconds - length, length, 60, 0.3 * following.intensity, "swell")
        name = SCORINGS[bar.mood].drums
        if not name or bar.final or bar.intensity < 0.3:
            continue
        for who, beat, level in BEAT_PATTERNS[name]:
            if beat < bar.beats:
                start = bar.start_s + beat * bar.beat_s + abs(dice.gauss(0, 0.003))
                yield Note(start, 0.5, bar.chord.rooted(38), level * force(bar) * dice.uniform(0.88, 1.1), who, DRUM_PANS.get(who, 0.0))


def pickups(bars: list[Bar], theme: Theme, dice: Random) -> Iterator[Note]:
    """A run of four notes over the end of a section, up to the next one's first chord, in the next one's key."""
    for bar, following in pairwise(bars):
        if not bar.last or max(bar.intensity, following.intensity) < 0.3 or following.mood is Mood.TENSE:
            continue
        key = following.chord.key
        goal = next(k for k in range(3, 16) if key.pitch(k) >= 72)
        unit = min(bar.beat_s / 2, 0.3)
        for k in range(4):
            start = bar.start_s + bar.seconds - (4 - k) * unit
            yield Note(start, 0.8, key.pitch(goal - 4 + k), (0.24 + 0.05 * k) * force(following), "harp", -0.3 + 0.1 * k)


def struck(at_s: float, bars: list[Bar]) -> Iterator[Note]:
    """A hit point: what the mood marks a moment with, in the harmony of that moment."""
    bar = next((b for b in reversed(bars) if b.start_s <= at_s), bars[0])
    level = 0.55 + 0.35 * bar.intensity
    if bar.mood in (Mood.TENSE, Mood.STORMY):
        yield Note(at_s, 1.5, bar.chord.rooted(36), level, "drum")
        for pitch in bar.chord.at(bar.chord.rooted(43), 3):
            yield Note(at_s, 0.9, pitch, 0.75 * level, "spiccato")
        if at_s > 0.3:
            yield Note(at_s - min(0.9, at_s), min(0.9, at_s), 60, 0.5 * level, "swell")
        return
    top = bar.chord.at(76, 1)[0]
    yield Note(at_s, 2.0, top + 12, 0.6 * level, "glockenspiel", 0.2)
    yield Note(at_s, 2.0, bar.chord.rooted(48), 0.7 * level, "piano")
    if bar.mood in (Mood.SAD, Mood.NIGHT):
        return
    run = [p for p in bar.chord.at(55, 8) if p <= top][-5:]
    for k, pitch in enumerate(run):
        start = at_s - 0.07 * (len(run) - 1 - k)
        yield Note(max(start, 0.0), 1.5, pitch, (0.4 + 0.08 * k) * level, "harp", -0.2 + 0.1 * k)
    yield Note(at_s, 1.0, bar.chord.rooted(38), 0.4 * level, "drum")
