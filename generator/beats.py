"""Where the beats of the score fall: on every scene change, and on the cuts and moments inside a scene where the tempo need not bend far.

Between two of them the beats are even, so the tempo of a section is a chain of straight pieces, each within BEND of the section's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from storyboard.sound import STORY_RATE, MusicParams, Section

SHORTEST_SECTION_S = 1.2  # a shorter one is a breath of the section before it
BEND = 0.06  # a piece of a section is at most so much faster or slower than the section
LEAN, TRIED = 0.14, 8  # a section may be so much faster or slower than it is asked to be, by at most so many beats
HIT, CUT = 3.0, 1.0  # what a moment to mark, and a mere cut, are worth
BACK = 5  # a piece reaches over at most so many cuts
DRIFT = 4  # beats that a cut may be away from where an even tempo has it


class Beats(NamedTuple):
    """The beats of a section: `times` in seconds from its first to its end inclusive; `met`: the frames asked for that a beat falls on."""

    times: tuple[float, ...]
    met: tuple[int, ...]

    @property
    def number(self) -> int:
        return len(self.times) - 1


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
            more = {"hits": kept[-1].hits + section.hits, "cuts": (*kept[-1].cuts, section.start_frame, *section.cuts)}
            kept[-1] = kept[-1].model_copy(update={"end_frame": end, **more})
        elif end > start:
            kept.append(section.model_copy(update={"start_frame": start, "end_frame": end, "hits": early + section.hits}))
            early = ()
    return tuple(kept)


def beats_of(section: Section, bar: int) -> Beats:
    """Of all numbers of beats near the asked tempo the one that meets most; `bar`: beats in a bar, whole bars being better."""
    start, end = section.start_frame / STORY_RATE, section.end_frame / STORY_RATE
    even = (end - start) * section.tempo_bpm / 60
    asked: dict[float, float] = {}
    for worth, frames in ((CUT, section.cuts), (HIT, section.hits)):
        asked |= {frame / STORY_RATE - start: worth for frame in frames if section.start_frame < frame < section.end_frame}
    room = min(even * LEAN, TRIED)
    counts = {max(round(even), 2)} | set(range(max(int(even - room) + 1, 2), int(even + room) + 1))

    def liking(count: int, worth: float) -> float:
        rest = count % bar
        return worth - 12 * abs(count / even - 1) - (0.0 if rest == 0 else 0.35 if rest * 2 == bar else 0.7)

    tried = {count: pinned(asked, end - start, count) for count in sorted(counts)}
    best = max(tried, key=lambda count: (liking(count, tried[count][0]), -count))
    pins = tried[best][1]
    times = [start]
    for (t, k), (after, following) in pairwise(pins):
        times += [start + t + (after - t) * n / (following - k) for n in range(1, following - k + 1)]
    return Beats((*times[:-1], end), tuple(round((start + t) * STORY_RATE) for t, _ in pins[1:-1]))


def pinned(asked: Mapping[float, float], whole_s: float, count: int) -> tuple[float, list[tuple[float, int]]]:
    """The worth of what is met, and the chain of (seconds, beat) from (0, 0) to (`whole_s`, `count`) that meets most, by dynamic programming."""
    beat = whole_s / count
    places = [0.0, *sorted(t for t in asked if 0 < t < whole_s), whole_s]
    known: list[dict[int, tuple[float, int, int]]] = [{0: (0.0, -1, -1)}]  # of a place, by beat: worth so far, place and beat before it
    for n, t in enumerate(places[1:], 1):
        here: dict[int, tuple[float, int, int]] = {}
        last = n == len(places) - 1
        near = round(t / beat)
        for k in [count] if last else range(max(near - DRIFT, 1), min(near + DRIFT, count - 1) + 1):
            reach = [0, *range(max(n - BACK, 1), n)] if last or n > BACK else range(n)
            ways = [
                (worth + (0.0 if last else asked[t]) - 2 * abs(bend), m, j)
                for m in reach for j, (worth, _, _) in known[m].items()
                if j < k and abs(bend := (t - places[m]) / ((k - j) * beat) - 1) <= BEND
            ]  # fmt: skip
            if ways:
                here[k] = max(ways)
        known.append(here)
    worth, n, k = known[-1].get(count, (0.0, 0, 0))
    chain = [(whole_s, count)]
    while n >= 0:
        chain.append((places[n], k))
        _, n, k = known[n][k]
    return worth, chain[::-1]
