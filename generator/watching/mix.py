"""Reading the film's sound: how loud it is, whether it clips, clicks or falls silent, and whether every line is heard where it should be.

A line is looked for in the mix by the sound of its own voice, so that what is late in the mix is told to the millisecond. Read in blocks: memory stays
flat at any length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator import wav
from generator.hearing import clicks
from generator.master import Heard, measured
from generator.rig import Rig
from generator.watching.sound import flat, levels, lies, longest
from generator.watching.trust import Reader
from storyboard.sound import SAMPLE_RATE, STORY_RATE, Placement, samples_of
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchMixParams

LOUD = Reader("loudness", 1.0, "LU off", 1.0, 0.0)
PEAK = Reader("loudness", 0.2, "dB above its true peak", 1.0, 0.0)
FLAT = Reader("loudness", 0.0005, "of the wave at its very top", 1.0, 0.0)
CLICK = Reader("click", 0, "clicks", 1.0, 0.0)
SILENT = Reader("hole", 1.0, "s of silence", 1.0, 0.0)
HEARD = Reader("sync", 0.3, "likeness to the line", 1.0, 0.0, is_least=True)
LATE = Reader("sync", 40.0, "ms off its place", 1.0, 0.0)
BLOCK = 60 * SAMPLE_RATE  # read at once
EDGE_S = 1.5  # at either end of the film, where its music comes and goes
SILENCE_DB = -60.0  # dBFS of 10 ms
SEARCH_S = 1.0  # on either side of its place in which a line is looked for


class Told(NamedTuple):
    """What a pass over the whole sound finds: 10 ms levels (dBFS), clicks, and the worst share of flat tops of a block."""

    levels: np.ndarray
    clicks: int
    flat: float


def read(params: WatchMixParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    path = inputs["mix"][0].path
    checks = [*whole(params, measured(wav.blocks(path, wav.BLOCK)), passed(path)), *lines(params, inputs, path)]
    return Reading(checks=tuple(checks), score=-float(sum(not one.holds for one in checks)))


def passed(path: Path) -> Told:
    found = list[np.ndarray]()
    count, tops = 0, 0.0
    for block in wav.blocks(path, BLOCK):
        mono = block.mean(axis=1)
        found.append(levels(mono))
        count, tops = count + inner_clicks(mono), max(tops, *(flat(side) for side in block.T))
    return Told(np.concatenate(found), count, tops)


def inner_clicks(samples: np.ndarray) -> int:
    """Clicks, but for steps at the ends: a block ends anywhere."""
    ends = sum(abs(float(one)) > 0.01 for one in (samples[0], samples[-1])) if len(samples) else 0
    return clicks(samples) - ends if len(samples) > 528 else 0


def whole(params: WatchMixParams, heard: Heard, told: Told) -> Iterator[Check]:
    yield LOUD.check(abs(heard.lufs - params.lufs) if np.isfinite(heard.lufs) else 99.0, f"It is {heard.lufs:.1f} LUFS loud; it was mixed to {params.lufs:g}.")
    peak = 20 * np.log10(max(heard.peak, 1e-6))
    yield PEAK.check(max(0.0, peak - params.peak_dbtp), f"Its true peak is {peak:.1f} dBTP; at most {params.peak_dbtp:g} was asked for.")
    yield FLAT.check(told.flat, f"{told.flat:.2%} of the wave lies at its very top; more than {FLAT.bound:.2%} means that its tops are cut off.")
    yield CLICK.check(told.clicks, f"{told.clicks} clicks are heard.")
    edge = int(EDGE_S * 100)
    gap = longest(told.levels[edge : len(told.levels) - edge] < SILENCE_DB)
    at = (edge + gap.start) * STORY_RATE // 100, (edge + gap.end) * STORY_RATE // 100
    yield SILENT.check((gap.end - gap.start) / 100, f"The longest silence lasts {(gap.end - gap.start) / 100:.1f} s, from frame {at[0]}.", at)


def lines(params: WatchMixParams, inputs: Mapping[str, tuple[Media, ...]], mix: Path) -> Iterator[Check]:
    for one in params.placements:
        given = inputs.get(one.role, ())
        voice = wav.read(given[one.index].path).mean(axis=1) if one.index < len(given) else np.zeros(0)
        if voice.any():
            yield from line(one, voice[: samples_of(one.frames) if one.frames else None], mix)


def line(placement: Placement, voice: np.ndarray, mix: Path) -> Iterator[Check]:
    """Whether a line is heard, and how far from its place."""
    start, reach = samples_of(placement.start_frame), int(SEARCH_S * SAMPLE_RATE)
    first = max(0, start - reach)
    around = wav.read(mix, first, start - first + len(voice) + reach).mean(axis=1)
    return looked_for(voice, around, start - first, (placement.start_frame, placement.start_frame + max(1, placement.frames)))


def looked_for(voice: np.ndarray, around: np.ndarray, begin: int, at: tuple[int, int]) -> Iterator[Check]:
    """A voice due at sample `begin` of a piece of the mix, which is frames `at` of the film."""
    found = lies(voice, around, begin)
    is_heard = HEARD.holds(found.like)
    yield HEARD.check(found.like, f"The line due at frame {at[0]} is {'' if is_heard else 'not '}heard.", at)
    if is_heard:
        late = 1000 * found.late_s
        yield LATE.check(abs(late), f"The line due at frame {at[0]} is heard {abs(late):.0f} ms too {'late' if late > 0 else 'early'}.", at)
