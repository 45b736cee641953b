"""The score, played by a person's sound font (General MIDI, .sf2 or .sf3) in our hall: as long, as even and as repeatable as music_synth.

tinysoundfont renders it in blocks, so memory does not grow with the film. Set a font up with `fabula weights --set-up FILE`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from generator import wav
from generator.arrange import score
from generator.compose import Note
from generator.general_midi import PATCHES, Played, channels, played
from generator.music_synth import BLOCK, in_hall
from storyboard.errors import Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, MusicParams, samples_of
from storyboard.take import Media

GAIN_DB = -7.0
SEND = 0.45  # of everything goes to the hall
PAN = 10  # the controller
SEATS = {"violin": -0.4, "harp": -0.5, "cello": 0.4, "bass": 0.5, "plucked bass": 0.3, "horn": -0.3, "celesta": -0.5, "glockenspiel": 0.4, "piano": -0.2,
         "bassoon": 0.2, "oboe": -0.1, "clarinet": 0.15, "flute": 0.1}  # fmt: skip


def make(params: MusicParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Compose and play the film's music into a stereo wav of exactly `total_frames`. Raises Missing, Corrupt, NoRoom."""
    total, notes = samples_of(params.total_frames), score(params)
    with wav.Writer(rig.scratch / "music.wav", 2) as out:
        dry = ((sound * (1 - 0.4 * SEND), sound * SEND) for sound in rendered(notes, total, rig.weights["soundfont"]))
        for block in in_hall(dry, total):
            out.add(block)
    return out.media


def rendered(notes: list[Note], total: int, font: Path) -> Iterator[np.ndarray]:
    """Blocks (n, 2) of the notes as the font plays them, `total` samples in all. Raises Missing, Corrupt."""
    where = channels(notes)
    synth = opened(font, where)
    waiting = deque(events(notes, where))
    for start in range(0, total, BLOCK):
        at, end, parts = start, min(start + BLOCK, total), []
        while waiting and waiting[0].sample < end:
            event = waiting.popleft()
            if event.sample > at:
                parts.append(sounding(synth, event.sample - at))
                at = event.sample
            if event.velocity:
                synth.noteon(event.channel, event.key, event.velocity)
            else:
                synth.noteoff(event.channel, event.key)
        if end > at:
            parts.append(sounding(synth, end - at))
        yield np.concatenate(parts)


class Event(NamedTuple):
    """A key that goes down, or up where `velocity` is 0."""

    sample: int
    velocity: int
    channel: int
    key: int


def events(notes: list[Note], where: Mapping[str, int]) -> list[Event]:
    """In order of time, ups before downs. A key that is struck again while it is down comes up first: the font counts."""
    keys: dict[tuple[int, int], list[Played]] = {}
    for one in sorted(played(note, where[note.instrument]) for note in notes):
        keys.setdefault((one.channel, one.key), []).append(one)
    found = []
    for (channel, key), sounds in keys.items():
        for one, after in zip(sounds, [*sounds[1:], None], strict=True):
            found.append(Event(int(one.start_s * SAMPLE_RATE), one.velocity, channel, key))
            end = one.end_s if after is None else min(one.end_s, after.start_s)
            found.append(Event(max(int(end * SAMPLE_RATE), int(one.start_s * SAMPLE_RATE) + 1), 0, channel, key))
    return sorted(found)


def opened(font: Path, where: Mapping[str, int]) -> Any:
    """A synthesiser with the font, a program and a place in the room for each channel."""
    try:
        import tinysoundfont
    except ImportError as error:
        raise Missing("A sound font needs the package tinysoundfont. Install it: `pip install --no-deps tinysoundfont`.") from error
    synth = tinysoundfont.Synth(gain=GAIN_DB, samplerate=SAMPLE_RATE)
    try:
        number = synth.sfload(str(font))
        for name, channel in where.items():
            program = PATCHES[name].program
            synth.program_select(channel, number, 128 if program is None else 0, program or 0, program is None)
            synth.control_change(channel, PAN, round(64 + 50 * SEATS.get(name, 0.0)))
    except Exception as error:  # whatever the library says of a font it cannot use
        raise Corrupt(f"The sound font {font.name} cannot be used: {error}. Set up a General MIDI one with `fabula weights --set-up FILE`.") from error
    return synth


def sounding(synth: Any, count: int) -> np.ndarray:
    """The next `count` samples, (n, 2)."""
    return np.frombuffer(synth.generate(count), np.float32).reshape(-1, 2).astype(np.float64)
