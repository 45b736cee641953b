"""The score's instruments as those of General MIDI: what a sound font and a MIDI file call them."""

from __future__ import annotations

from typing import NamedTuple

from generator.compose import Note

DRUM_CHANNEL = 9


class Patch(NamedTuple):
    """`program`: 0..127 of General MIDI; None: the drum kit, of which `key` is struck. `gain`: beside the instruments of synth.py;
    `octaves`: where it sounds from where it is written."""

    program: int | None
    gain: float = 1.0
    key: int = 0
    octaves: int = 0


PATCHES = {
    "piano": Patch(0, 0.8), "celesta": Patch(8, 0.9), "glockenspiel": Patch(9, 0.5), "violin": Patch(40, 0.9), "cello": Patch(42, 0.95),
    "bass": Patch(43, 0.8), "tremolo": Patch(44, 0.5), "pizzicato": Patch(45, 0.9), "spiccato": Patch(48, 0.7), "harp": Patch(46, 0.85),
    "strings": Patch(49, 0.55), "plucked bass": Patch(32, 0.75), "horn": Patch(60, 0.85), "oboe": Patch(68, 0.75), "bassoon": Patch(70, 0.85),
    "clarinet": Patch(71, 0.85), "flute": Patch(73, 0.9), "ocarina": Patch(79, 0.7), "drum": Patch(47, 0.8), "shaker": Patch(None, 0.5, 82),
    "tick": Patch(None, 0.4, 76), "swell": Patch(None, 0.35, 57),
}  # fmt: skip


class Played(NamedTuple):
    """A note as a MIDI instrument has it."""

    start_s: float
    end_s: float
    channel: int
    key: int
    velocity: int  # 1..127


def channels(notes: list[Note]) -> dict[str, int]:
    """A channel for each instrument that plays, in the order of PATCHES; all drums share theirs. There may be more than MIDI's sixteen."""
    there = {note.instrument for note in notes}
    pitched = [name for name, patch in PATCHES.items() if name in there and patch.program is not None]
    free = [n for n in range(len(pitched) + 1) if n != DRUM_CHANNEL]
    return dict(zip(pitched, free, strict=False)) | {name: DRUM_CHANNEL for name, patch in PATCHES.items() if name in there and patch.program is None}


def played(note: Note, channel: int) -> Played:
    """A swell has no such instrument: the cymbal is touched where it would have led to."""
    patch = PATCHES[note.instrument]
    key = patch.key if patch.program is None else note.pitch + 12 * patch.octaves
    start = note.start_s + (note.seconds if note.instrument == "swell" else 0.0)
    velocity = min(max(round(18 + 100 * note.level * patch.gain), 1), 127)
    return Played(start, max(note.start_s + note.seconds, start + 0.1), channel, key, velocity)
