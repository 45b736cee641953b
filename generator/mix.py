"""The sound of the whole film: voices in front, the rest ducked under them, set to a loudness and kept below a true peak.

Nothing is held whole: tracks are mixed block by block onto a tape, which is played until its loudness and its peak are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from generator import wav
from generator.master import Setting, Tape, settled
from generator.tracks import Desktop
from storyboard.sound import MixParams
from storyboard.take import Media

STEMS = {"dialogue": "voice", "narration": "narration", "music": "music", "effects": "effect", "ambience": "ambience"}  # name -> role


def make(params: MixParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Mix all placements into a stereo wav of exactly `total_frames`. Raises BadInput, Missing, Corrupt, NoRoom."""
    with _tape(params, Desktop(params, inputs), rig.scratch) as (tape, how), wav.Writer(rig.scratch / "mix.wav", 2) as out:
        for block in tape.played(how):
            out.add(block)
    return out.media


def stems(params: MixParams, inputs: Mapping[str, tuple[Media, ...]], folder: Path) -> dict[str, Media]:
    """The same film as one wav for each of STEMS in `folder`, every one under the mix's own gain: together they are the mix, but for
    rounding to 16 bits. Raises as `make`."""
    desktop = Desktop(params, inputs)
    with _tape(params, desktop, folder) as (tape, how), ExitStack() as opened:
        writers = {name: opened.enter_context(wav.Writer(folder / f"{name}.wav", 2)) for name in STEMS}
        for (_, gain), *blocks in zip(tape.gains(how), *(desktop.role(role) for role in STEMS.values()), strict=True):
            for writer, block in zip(writers.values(), blocks, strict=True):
                writer.add(block * gain)
    return {name: writer.media for name, writer in writers.items()}


@contextmanager
def _tape(params: MixParams, desktop: Desktop, folder: Path) -> Iterator[tuple[Tape, Setting]]:
    """The balanced film and how it is to be played; gone when it has been."""
    tape = Tape(folder / "mix.f32")
    try:
        level = tape.record(desktop)
        yield tape, settled(tape, level, params.lufs, params.peak_dbtp)
    finally:
        tape.path.unlink(missing_ok=True)
