"""The score, played: notes into instruments, a hall around them, one continuous stereo wav as long as the film."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy.signal import oaconvolve, sosfilt

from generator import wav
from generator.acoustics import band, peaking, room, shelf, softened
from generator.arrange import score
from generator.compose import Note
from generator.synth import played
from storyboard.sound import SAMPLE_RATE, MusicParams, samples_of
from storyboard.take import Media

BLOCK = 8 * SAMPLE_RATE  # the film is played in blocks, so memory does not grow with it
HALL_S, HALL_HZ, HALL = 2.3, 4200.0, 0.55
FADE_IN_S, FADE_OUT_S = 0.03, 1.2
LEVEL = 0.66
SENDS = {  # how far back an instrument sits: share of it that goes to the hall
    "strings": 0.7, "tremolo": 0.7, "cello": 0.5, "bass": 0.2, "plucked bass": 0.15, "flute": 0.55, "ocarina": 0.65, "clarinet": 0.5,
    "horn": 0.75, "violin": 0.6, "oboe": 0.5, "bassoon": 0.5, "piano": 0.35, "harp": 0.5, "pizzicato": 0.4, "spiccato": 0.45, "glockenspiel": 0.6, "celesta": 0.6, "drum": 0.4,
    "shaker": 0.3, "tick": 0.4, "swell": 0.6,
}  # fmt: skip


def make(params: MusicParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Compose and play the film's music into a stereo wav of exactly `total_frames`. Raises NoRoom."""
    with wav.Writer(rig.scratch / "music.wav", 2) as out:
        for block in performed(score(params), samples_of(params.total_frames)):
            out.add(block)
    return out.media


def performed(notes: list[Note], total: int) -> Iterator[np.ndarray]:
    """Blocks (n, 2), `total` samples in all, of `notes` in their hall, faded at the ends."""
    return in_hall(_blocks(notes, total), total)


def in_hall(blocks: Iterator[tuple[np.ndarray, np.ndarray]], total: int) -> Iterator[np.ndarray]:
    """Blocks of `total` samples in all, from what is heard directly in each BLOCK and what of it goes to the hall (both may ring on
    beyond it): with the hall, the tone of the whole, and the fades at the film's ends."""
    hall = room(HALL_S, HALL_HZ, 11, 0.018)
    tone = np.concatenate([band(38, None, 2), shelf(190, -3.0, False), peaking(330, -1.5, 0.8), peaking(2600, 1.5, 0.7)])
    memory = np.zeros((len(tone), 2, 2))
    dry_tail, wet_tail = np.zeros((0, 2)), np.zeros((0, 2))
    for start, (dry, send) in zip(range(0, total, BLOCK), blocks, strict=True):
        size = min(BLOCK, total - start)
        dry_mix, dry_tail = _carried(dry, dry_tail, size)
        send_mix, wet_tail = _carried(oaconvolve(send, hall, axes=0), wet_tail, size)
        block, memory = sosfilt(tone, LEVEL * (dry_mix + HALL * send_mix), axis=0, zi=memory)
        yield softened(block, 0.55, 0.92) * ends(start, size, total)


def _blocks(notes: list[Note], total: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    waiting = iter(notes)
    note = next(waiting, None)
    for start in range(0, total, BLOCK):
        size = min(BLOCK, total - start)
        due = []
        while note is not None and int(note.start_s * SAMPLE_RATE) < start + size:
            due.append(note)
            note = next(waiting, None)
        yield _placed(due, start, size)


def _placed(notes: list[Note], start: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """`notes` that start in the block, laid out from its first sample on: (n, 2) as heard directly and as sent to the hall."""
    sounds = [(int(note.start_s * SAMPLE_RATE) - start, note, played(note)) for note in notes]
    length = max([size, *(at + len(sound) for at, _, sound in sounds)])
    dry, send = np.zeros((length, 2)), np.zeros((length, 2))
    for at, note, sound in sounds:
        angle = (min(max(note.pan, -1.0), 1.0) * 0.7 + 1) * np.pi / 4
        back = SENDS[note.instrument]
        for side, gain in enumerate((np.cos(angle), np.sin(angle))):
            part = sound * gain
            dry[at : at + len(sound), side] += (1 - 0.4 * back) * part
            send[at : at + len(sound), side] += back * part
    return dry, send


def _carried(sound: np.ndarray, tail: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """`sound` with the `tail` of earlier blocks under it, cut into this block and the tail for the next."""
    out = np.zeros((max(len(sound), len(tail), size), 2))
    out[: len(sound)] += sound
    out[: len(tail)] += tail
    return out[:size], out[size:]


def ends(start: int, size: int, total: int) -> np.ndarray:
    """The fades at the film's ends as a factor (size, 1)."""
    at = np.arange(start, start + size) + 0.5
    into = np.clip(at / min(FADE_IN_S * SAMPLE_RATE, total / 4), 0, 1)
    out_of = np.clip((total - at) / min(FADE_OUT_S * SAMPLE_RATE, total / 3), 0, 1)
    return (into * (0.5 - 0.5 * np.cos(np.pi * out_of)))[:, None]
