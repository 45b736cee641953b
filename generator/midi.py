"""The score as a Standard MIDI File: a track for each player, the tempo as it bends to the picture, so that a beat there is a beat here.

After the file format of the MIDI 1.0 specification (format 1, ticks to a quarter note).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable

from generator.arrange import arranged, composed
from generator.compose import Bar, Note
from generator.general_midi import DRUM_CHANNEL, PATCHES, played
from storyboard.sound import MusicParams

TICKS = 480  # to a beat
CHANNELS = 16


def file_of(params: MusicParams, title: str) -> bytes:
    """The whole file."""
    bars = composed(params)
    notes = arranged(params, bars)
    names = [name for name in PATCHES if any(note.instrument == name for note in notes)]
    beats = [(t, k) for k, t in enumerate([t for bar in bars for t in bar.times[:-1]] + [bars[-1].times[-1]])]
    tracks = [_conductor(bars, title)]
    pitched = 0
    for name in names:
        channel = DRUM_CHANNEL
        if PATCHES[name].program is not None:  # past fifteen players two share a channel: each track sets its program before it plays
            channel = [n for n in range(CHANNELS) if n != DRUM_CHANNEL][pitched % (CHANNELS - 1)]
            pitched += 1
        tracks.append(_track(name, channel, [note for note in notes if note.instrument == name], beats))
    head = b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), TICKS)
    return head + b"".join(b"MTrk" + struct.pack(">I", len(track)) + track for track in tracks)


def _conductor(bars: list[Bar], title: str) -> bytes:
    """Title, bars and the length of every beat."""
    events: list[tuple[int, bytes]] = [(0, _said(0x03, title))]
    at, meter = 0, 0
    for bar in bars:
        if bar.beats != meter:
            meter = bar.beats
            events.append((at * TICKS, b"\xff\x58\x04" + bytes((min(meter, 255), 2, 24, 8))))
        if bar.place == 0 and bar.phrase == 0:
            events.append((at * TICKS, _said(0x06, str(bar.mood))))
        for a, b in zip(bar.times, bar.times[1:], strict=False):
            events.append((at * TICKS, b"\xff\x51\x03" + round((b - a) * 1e6).to_bytes(3, "big")))
            at += 1
    return _written(events)


def _track(name: str, channel: int, notes: list[Note], beats: list[tuple[float, int]]) -> bytes:
    events: list[tuple[int, bytes]] = [(0, _said(0x03, name))]
    program = PATCHES[name].program
    if program is not None:
        events.append((0, bytes((0xC0 | channel, program))))
    for note in notes:
        one = played(note, channel)
        start = _ticks(one.start_s, beats)
        events.append((start, bytes((0x90 | channel, one.key, one.velocity))))
        events.append((max(_ticks(one.end_s, beats), start + 1), bytes((0x80 | channel, one.key, 0))))
    return _written(events)


def _ticks(seconds: float, beats: list[tuple[float, int]]) -> int:
    """Where a second of the film is, in ticks, by the beats around it."""
    k = min(max(bisect_right(beats, (seconds, len(beats))) - 1, 0), len(beats) - 2)
    (a, n), (b, _) = beats[k], beats[k + 1]
    return max(round((n + (seconds - a) / (b - a)) * TICKS), 0)


def _said(kind: int, words: str) -> bytes:
    text = words.encode()
    return bytes((0xFF, kind)) + _length(len(text)) + text


def _written(events: Iterable[tuple[int, bytes]]) -> bytes:
    """Events with the ticks between them, ends of notes before beginnings."""
    out, at = b"", 0
    for tick, event in sorted(events, key=lambda one: (one[0], one[1][0] & 0xF0 == 0x90)):
        out += _length(tick - at) + event
        at = tick
    return out + b"\x00\xff\x2f\x00"


def _length(number: int) -> bytes:
    """Seven bits a byte, the first ones marked."""
    out = bytes((number & 0x7F,))
    while number := number >> 7:
        out = bytes((number & 0x7F | 0x80,)) + out
    return out
