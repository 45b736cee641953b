"""Gives the bars to instruments: who sings, who moves, who holds, who marks. `score(params)` is the whole piece."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

from generator.beats import sections_of
from generator.compose import Bar, Note, bars_of, swell
from generator.harmony import Chord, Key
from generator.themes import Sung, Theme, Turn, augmented, fragment, inverted, sung, themes_of
from storyboard.sound import STORY_RATE, Mood, MusicParams

Tune = Callable[[Theme, Turn], Sung]
Themes = tuple[Theme, ...]


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

CENTERS = {
    "flute": 76, "ocarina": 75, "violin": 73, "oboe": 71, "clarinet": 66, "cello": 57, "horn": 60, "bassoon": 53, "celesta": 79, "piano": 70,
}  # fmt: skip
LEAD_LEVEL = {
    "celesta": 0.75, "flute": 0.62, "ocarina": 0.6, "violin": 0.62, "oboe": 0.52, "clarinet": 0.6, "cello": 0.75, "horn": 0.6, "bassoon": 0.66,
}  # fmt: skip
SPARED = {"melody": 0.8, "figures": 0.7, "basses": 0.8, "pad": 0.72}  # how hard these play where someone speaks, against elsewhere


def score(params: MusicParams) -> list[Note]:
    """Every note of the film's music, in order of time. Nothing starts after the picture's end."""
    return arranged(params, composed(params))


def composed(params: MusicParams) -> list[Bar]:
    return bars_of(params, Random(f"score-{params.seed}"))


def arranged(params: MusicParams, bars: list[Bar]) -> list[Note]:
    themes = themes_of(params.themes, Random(f"film-{params.seed}"))
    notes = [note._replace(part="pad") for note in pad(bars)]
    for part in (melody, counter, answers, figures, basses, drums, pickups):
        notes += [note._replace(part=part.__name__) for note in part(bars, themes, Random(f"{part.__name__}-{params.seed}"))]
    starts = [bar.start_s for bar in bars]
    for hit in sorted({hit for section in sections_of(params) for hit in section.hits if hit < params.total_frames}):
        bar = bars[max(bisect_right(starts, hit / STORY_RATE + 1e-6) - 1, 0)]
        notes += [note._replace(part="hits") for note in struck(hit / STORY_RATE, bar)]
    end = params.total_frames / STORY_RATE
    kept = (note._replace(seconds=min(note.seconds, end - note.start_s)) for note in notes if 0 <= note.start_s < end - 0.02)
    return sorted(kept, key=lambda note: (note.start_s, note.instrument, note.pitch))


def force(bar: Bar) -> float:
    """How hard everyone plays in a bar, 0.3..1."""
    return (0.35 + 0.65 * bar.intensity) * swell(bar)


def spared(part: str, spoken: bool) -> float:
    """The factor on a part's level that leaves room for a voice."""
    return SPARED[part] if spoken else 1.0


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
            level = max(SCORINGS[first.mood].pad * (0.35 + 0.65 * first.intensity) * spared("pad", first.talk > 0.5), 0.14)
            name = "tremolo" if first.mood is Mood.STORMY or (first.mood is Mood.TENSE and voice > 1) else "strings"
            yield Note(first.start_s, seconds, first.voices[voice], level, name, where)
            k = n


def melody(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """The theme of whom the picture is about, by that one's player; else the film's own, whose third phrase the second player has. Where little
    plays it rests every other phrase; while someone speaks it is softer, without quick notes, and nobody doubles it."""
    near = 0
    for bar in bars:
        style, theme = SCORINGS[bar.mood], themes[bar.turn.theme]
        if bar.intensity < 0.12 or (bar.intensity < 0.3 and bar.turn.phrase % 2 and not bar.last):
            continue
        who = theme.player or (style.second if bar.phrase % 4 == 2 else style.lead)
        shift = octaves(who, bar.key)
        for beat, length, step, strong in _tune(style, theme, bar):
            spoken = bar.speaks(beat)
            if spoken and length < 1 and not strong:
                continue
            pitch = fitting(bar.key.pitch(step) + shift, bar.chord, strong, near or 70)
            near = pitch = bar.chord.rooted(pitch - 6) if bar.final else pitch
            level = LEAD_LEVEL[who] * force(bar) * (1.0 if beat == 0 else 0.9) * dice.uniform(0.93, 1.07) * spared("melody", spoken)
            start = bar.at(beat) + abs(dice.gauss(0, 0.006))
            seconds = bar.at(beat + length) - bar.at(beat)
            hold = style.hold if length < 2 else 1.0
            yield Note(start, seconds * hold + (0.05 if hold == 1 else 0), pitch, level, who, 0.12, theme=bar.turn.theme)
            if bar.intensity > 0.75 and who != "horn" and not spoken:
                other = pitch - 12 if pitch >= 64 else pitch + 12  # below that an octave down is mud
                yield Note(start + 0.008, seconds, other, 0.5 * level, "cello" if other < 62 else "horn", -0.2)


def _tune(style: Scoring, theme: Theme, bar: Bar) -> list[tuple[float, float, int, bool]]:
    """Beat, length, step and whether it must be in the chord. The whole bar is moved by the few steps that let most of it stay as it is:
    a theme is known by its steps."""
    if bar.final:
        return [(0.0, float(bar.beats), 0, True)]
    plain = style.tune is augmented and bar.beats == 2
    notes = [(*one, one[0] == 0 or one[1] >= 1.5 or (one[0] == 2 and bar.beats == 4)) for one in (sung if plain else style.tune)(theme, bar.turn)]

    def rubs(by: int) -> float:
        return sum(strong and bar.key.pitch(step + by) % 12 not in bar.chord.classes for _, _, step, strong in notes) + 0.3 * abs(by)

    by = min(range(-2, 4), key=lambda k: (rubs(k), abs(k)))
    return [(beat, length, step + by, strong) for beat, length, step, strong in notes]


def counter(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """A second line under the tune, in long notes that step from chord to chord, where enough is going on."""
    near = 59
    for bar in bars:
        if bar.intensity < 0.42 or bar.mood in (Mood.TENSE, Mood.NIGHT) or bar.final or bar.talk > 0.3:
            continue
        who = "horn" if bar.mood in (Mood.JOYFUL, Mood.STORMY) else "cello"
        colours = bar.chord.classes[1:2] + bar.chord.classes[2:]
        for half in (0, 1) if bar.beats == 4 else (0,):
            free = [p for p in range(52, 70) if p % 12 in bar.chord.classes and not any(v > p and (v - p) % 12 == 1 for v in bar.voices)]
            tones = [p for p in free if p % 12 in colours and (half == 0 or p != near)] or free
            near = min(tones, key=lambda p: (abs(p - near), p))
            share = 0.5 if bar.beats == 4 else 1.0
            start = bar.at(half * bar.beats / 2)
            yield Note(start, bar.seconds * share + 0.1, near, 0.34 * force(bar), who, -0.35)


def answers(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """Where the tune rests on a long note, another player gives back its first three notes, twice as fast."""
    for bar in bars:
        if bar.turn.place != 3 or bar.intensity < 0.3 or bar.talk > 0 or bar.beats == 2 or bar.final or bar.mood in (Mood.STORMY, Mood.SAD):
            continue
        who = SCORINGS[bar.mood].second if bar.phrase % 4 != 2 else "celesta"
        shift = octaves(who, bar.key)
        near = 70
        for k, step in enumerate(themes[bar.turn.theme].motif[:3]):
            near = fitting(bar.key.pitch(step) + shift, bar.chord, k != 1, near)
            start = bar.at(bar.beats - 2 + 0.5 * k) + abs(dice.gauss(0, 0.006))
            yield Note(start, bar.beat_s * (0.45 if k < 2 else 1.0), near, 0.42 * force(bar), who, -0.3)


def figures(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """The moving part: broken chords, off-beats, pulses."""
    for bar in bars:
        style = SCORINGS[bar.mood]
        if bar.final:
            for k, pitch in enumerate(bar.chord.at(48, 6)):
                yield Note(bar.start_s + 0.09 * k, bar.seconds, pitch, 0.5 * force(bar), "harp", -0.1)
            continue
        for beat, pitch, share in PATTERNS[style.pattern](bar, dice):
            spoken = bar.speaks(beat)
            if spoken and beat != int(beat):
                continue
            level = share * force(bar) * dice.uniform(0.9, 1.08) * spared("figures", spoken)
            start = max(bar.at(beat) + dice.gauss(0, 0.005), bar.start_s)
            yield Note(start, bar.beat_s * 1.2, pitch, level, style.figure, -0.25 + 0.012 * (pitch - 60))
            if bar.intensity > 0.7 and style.pattern == "flow" and beat == int(beat) and not spoken:
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


def basses(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """The ground: bowed and long, or plucked and stepping."""
    for bar, following in zip(bars, [*bars[1:], bars[-1]], strict=True):
        if bar.intensity < 0.15 and not bar.final:
            continue
        root = bar.chord.rooted(34)
        kind = "long" if bar.final or bar.beats == 2 else SCORINGS[bar.mood].bass
        fifth = root + 7 if root < 41 else root - 5
        if kind == "long":
            yield Note(bar.start_s, bar.seconds + 0.15, root, 0.5 * force(bar) * spared("basses", bar.talk > 0.5), "bass", 0.1)
            continue
        if kind == "two":
            steps = [(0.0, root), (2.0, fifth)] if bar.beats == 4 else [(0.0, root)]
        elif kind == "walk":
            near = following.chord.rooted(34)
            steps = [(0.0, root), (1.0, bar.chord.at(root, 2)[1]), (2.0, root + 7), (3.0, near + (2 if near < root else -1))][: bar.beats]
        else:
            steps = [(beat, root) for beat in _steps(bar)]
        for beat, pitch in steps[: bar.beats * 2]:
            level = (0.62 if beat == 0 else 0.48) * force(bar) * spared("basses", bar.speaks(beat))
            yield Note(bar.at(beat) + abs(dice.gauss(0, 0.004)), bar.beat_s * 0.9, pitch, level, "plucked bass", 0.1)


BEAT_PATTERNS: dict[str, tuple[tuple[str, float, float], ...]] = {  # instrument, beat, level
    "light": (("shaker", 0.5, 0.3), ("shaker", 1.5, 0.3), ("shaker", 2.5, 0.3), ("shaker", 3.5, 0.3), ("tick", 1, 0.3), ("tick", 3, 0.34)),
    "march": (("drum", 0, 0.5), ("drum", 2, 0.42), ("shaker", 1, 0.4), ("shaker", 3, 0.4), ("shaker", 1.5, 0.2), ("shaker", 3.5, 0.22)),
    "heart": (("drum", 0, 0.4), ("drum", 0.45, 0.26)),
    "storm": (("drum", 0, 0.62), ("drum", 1.5, 0.4), ("drum", 2, 0.5), ("drum", 3, 0.42), ("drum", 3.5, 0.36)),
}


DRUM_PANS = {"shaker": 0.3, "tick": -0.3}


def drums(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """Soft drums where the mood has them and enough is going on; a swell leads into a new section."""
    for bar, following in zip(bars, [*bars[1:], bars[-1]], strict=True):
        if bar.last and not bar.final and following.intensity > 0.5:
            length = min(bar.seconds, 2.5)
            yield Note(bar.start_s + bar.seconds - length, length, 60, 0.3 * following.intensity, "swell")
        name = SCORINGS[bar.mood].drums
        if not name or bar.final or bar.intensity < 0.3:
            continue
        for who, beat, level in BEAT_PATTERNS[name]:
            if beat < bar.beats and not bar.speaks(beat):
                start = bar.at(beat) + abs(dice.gauss(0, 0.003))
                yield Note(start, 0.5, bar.chord.rooted(38), level * force(bar) * dice.uniform(0.88, 1.1), who, DRUM_PANS.get(who, 0.0))


def pickups(bars: list[Bar], themes: Themes, dice: Random) -> Iterator[Note]:
    """A run of four notes over the end of a section, up to the next one's first chord, in the next one's key."""
    for bar, following in pairwise(bars):
        if not bar.last or max(bar.intensity, following.intensity) < 0.3 or following.mood is Mood.TENSE or bar.spoken[-1]:
            continue
        key = following.chord.key
        goal = next(k for k in range(3, 16) if key.pitch(k) >= 72)
        unit = min(bar.beat_s / 2, 0.3)
        for k in range(4):
            start = bar.times[-1] - (4 - k) * unit
            yield Note(start, 0.8, key.pitch(goal - 4 + k), (0.24 + 0.05 * k) * force(following), "harp", -0.3 + 0.1 * k)


def struck(at_s: float, bar: Bar) -> Iterator[Note]:
    """A hit point: what the mood marks a moment with, in the harmony of that moment; softer under a voice."""
    spoken = any(says for says, end in zip(bar.spoken, bar.times[1:], strict=True) if end > at_s)
    level = (0.55 + 0.35 * bar.intensity) * (0.7 if spoken else 1.0)
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
