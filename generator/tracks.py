"""The tracks under the film: every placement's samples, block by block, levelled, panned, faded, and ducked under the speech."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator import wav
from generator.acoustics import decibels
from generator.loudness import loudness_of
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, MixParams, Placement, samples_of
from storyboard.take import Media


class Desk(NamedTuple):
    """How a role is treated. A sound moves `pull` of the way from its own level to the usual one, and that to `lufs`."""

    lufs: float
    usual: float | None  # LUFS such sounds come with; None: the median of those that are there
    pull: float
    duck_db: float  # what speech takes away
    fade_in_s: float
    fade_out_s: float  # where a sound is cut; one that ends by itself only gets ENDED_S


DESKS = {
    "voice": Desk(-17.0, None, 0.75, 0.0, 0.001, 0.025),
    "narration": Desk(-17.0, None, 0.85, 0.0, 0.001, 0.025),
    "effect": Desk(-7.0, -21.0, 0.0, -3.0, 0.001, 0.06),  # an effect comes as loud as it is: a mouse is no bear
    "music": Desk(-17.5, None, 1.0, -10.0, 0.025, 0.025),
    "ambience": Desk(-30.0, -30.0, 0.75, -7.0, 0.6, 0.6),
}
SPEECH = ("voice", "narration")
ENDED_S = 0.005
FILM_IN_S, FILM_OUT_S = 0.3, 1.2  # the music's own, at the ends of the film
MOST_LIFT_DB = 30.0  # no sound is raised by more: it would be its noise
HOP = SAMPLE_RATE // 100  # the duck's envelope, 100 points a second
HEARD_DB = -45.0  # speech above this (dBFS, 10 ms) pushes the rest down
ATTACK_S, AHEAD_S, RELEASE_S, HOLD_S = 0.12, 0.1, 0.9, 0.6  # over the breath between two lines nothing comes up, only to go again
AIR_S = 2.0  # as much of an ambience may be heard again, backwards, where it is too short for the join


class Source(NamedTuple):
    """A placement with its input and the gain (dB) that balances it."""

    placement: Placement
    media: Media
    gain_db: float


def levelled(placements: Sequence[Placement], inputs: Mapping[str, tuple[Media, ...]], role: str) -> list[Source]:
    """Every placement of `role` with the gain that brings it to its desk's level. Raises BadInput, Missing, Corrupt."""
    desk, mine, levels = DESKS[role], [p for p in placements if p.role == role], dict[int, float]()
    for placement in mine:
        given = inputs.get(role, ())
        if placement.index >= len(given):
            raise Missing(f"The mix wants {role} number {placement.index}, but there are {len(given)}. Make the missing one first.")
        if placement.index not in levels:
            sound = checked(given[placement.index])
            levels[placement.index] = loudness_of(wav.blocks(sound.path, wav.BLOCK)) if desk.pull else desk.lufs
    there = [level for level in levels.values() if np.isfinite(level)]
    usual = desk.usual if desk.usual is not None else float(np.median(there)) if there else 0.0

    def gain(index: int) -> float:
        level = levels[index]
        return min(desk.lufs - usual + desk.pull * (usual - level), MOST_LIFT_DB) if np.isfinite(level) else 0.0

    return [Source(p, inputs[role][p.index], gain(p.index) + p.gain_db) for p in mine]


def checked(media: Media) -> Media:
    """An input that is whole. Raises BadInput, Missing, Corrupt."""
    if media.format != "wav" or media.rate != str(SAMPLE_RATE):
        raise BadInput(f"The sound {media.path} is {media.format} at {media.rate} Hz; the mix needs wav at {SAMPLE_RATE}. Convert it.")
    promised = max(wav.length(media.path), media.frames)
    try:
        held = sum(len(block) for block in wav.blocks(media.path, wav.BLOCK))
    except ValueError as error:  # half a sample at its end
        raise Corrupt(f"The sound {media.path} is cut off in the middle of a sample. Make it again.") from error
    if held < promised:
        raise Corrupt(f"The sound {media.path} has {held} samples; {promised} are promised. Make it again.")
    return media


class Laid(NamedTuple):
    """A source where it is heard: film samples [first, first + length), of which it holds `held` itself; fades in samples."""

    source: Source
    first: int
    length: int
    held: int
    rise: int
    fall: int

    def heard(self, start: int, stop: int) -> np.ndarray:
        """Film samples [start, stop), all of them inside: stereo, levelled, panned, faded."""
        begin, end = start - self.first, stop - self.first
        placement, path = self.source.placement, self.source.media.path
        samples = wav.read(path, begin, min(end, self.held) - begin) if begin < self.held else None
        if end > self.held:  # the air goes on under the join, backwards
            low, high = 2 * self.held - 1 - end, 2 * self.held - 1 - max(begin, self.held)
            more = wav.read(path, low, high - low)[::-1]
            samples = more if samples is None else np.concatenate([samples, more])
        assert samples is not None
        pan = placement.pan if placement.role not in ("music", "ambience") else 0.0
        out = panned(samples, pan) * np.float32(decibels(self.source.gain_db))
        if begin < self.rise:
            out[: self.rise - begin] *= _ramp(self.rise)[begin:end]
        if end > self.length - self.fall:
            at = max(begin, self.length - self.fall)
            out[at - begin :] *= _ramp(self.fall)[::-1][at - (self.length - self.fall) : end - (self.length - self.fall)]
        return out


def laid(sources: Sequence[Source], total: int) -> list[Laid]:
    """Sources of one role where they are heard in a film of `total` samples, by their beginnings; what is not heard is left out."""
    spans = [_span(s.placement, total) for s in sources]
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    found = []
    for source, (start, end) in zip(sources, spans, strict=True):
        before = after = 0
        if source.placement.role == "ambience":  # half of a crossfade on either side of the join
            half = int(DESKS["ambience"].fade_in_s * SAMPLE_RATE) // 2
            before, after = half if start in ends and start else 0, half if end in starts and end < total else 0
        found += _laid(source, max(start - before, 0), min(end + after, total))
    return sorted(found, key=lambda one: one.first)


def _laid(source: Source, start: int, end: int) -> list[Laid]:
    role, held = source.placement.role, wav.length(source.media.path)
    desk, wanted = DESKS[role], end - start
    if wanted <= 0 or not held:
        return []
    is_air, lacking = role == "ambience", wanted - held
    count = wanted if is_air and 0 < lacking <= AIR_S * SAMPLE_RATE and lacking < held else min(wanted, held)
    cut = count == wanted if is_air else held > wanted
    out_s = desk.fade_out_s if cut else max(ENDED_S, desk.fade_in_s if is_air else 0.0)
    rise, fall = (min(int(seconds * SAMPLE_RATE), count // 2) for seconds in (desk.fade_in_s, out_s))
    return [Laid(source, start, count, min(held, count), rise, fall)]


def _span(placement: Placement, total: int) -> tuple[int, int]:
    """Samples [start, end) of the film that a placement may fill; `total` long is the film."""
    start = samples_of(placement.start_frame)
    end = samples_of(placement.start_frame + placement.frames) if placement.frames else total
    return min(start, total), min(end, total)


def _ramp(count: int) -> np.ndarray:
    """A quarter of a sine (count, 1): two of them crossing keep the power of noise."""
    return np.sin(0.5 * np.pi * (np.arange(count) + 0.5) / count).astype(np.float32)[:, None]


def panned(samples: np.ndarray, pan: float) -> np.ndarray:
    """(n, 1 or 2) as a new float32 (n, 2): mono at constant power from -1 left to 1 right, stereo as a balance."""
    angle = (pan + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)], np.float32)
    if samples.shape[1] == 2:
        sides = np.minimum(sides * np.float32(np.sqrt(2)), 1)
    return samples.astype(np.float32) * sides


class Desktop:
    """All that is heard in a film, ready to be mixed block by block."""

    def __init__(self, params: MixParams, inputs: Mapping[str, tuple[Media, ...]]):
        self.total = samples_of(params.total_frames)
        self._laid = {role: laid(levelled(params.placements, inputs, role), self.total) for role in DESKS}
        self._ducking = ducked(self.role(*SPEECH), self.total)

    def role(self, *roles: str) -> Iterator[np.ndarray]:
        """The sum of some roles as float32 (n, 2) blocks, the film long. Speech is not ducked; the rest is."""
        waiting = {role: list(reversed(self._laid[role])) for role in roles}
        going: list[Laid] = []
        for start in range(0, self.total, wav.BLOCK):
            stop = min(start + wav.BLOCK, self.total)
            out = np.zeros((stop - start, 2), np.float32)
            for role in roles:
                while waiting[role] and waiting[role][-1].first < stop:
                    going.append(waiting[role].pop())
            going = [one for one in going if one.first + one.length > start]
            for one in going:
                first, last = max(one.first, start), min(one.first + one.length, stop)
                out[first - start : last - start] += self._placed(one, first, last)
            yield out

    def _placed(self, one: Laid, start: int, stop: int) -> np.ndarray:
        samples, role = one.heard(start, stop), one.source.placement.role
        if DESKS[role].duck_db:
            samples *= _duck_gain(self._ducking, DESKS[role].duck_db, start, stop)
        if role == "music":
            samples *= _film_fades(start, stop, self.total)
        return samples

    def __iter__(self) -> Iterator[np.ndarray]:
        """Everything: the balanced film before its final loudness, not yet limited."""
        return self.role(*DESKS)


def ducked(speech: Iterator[np.ndarray], total: int) -> np.ndarray:
    """How far the rest is pushed down, 0 to 1, at 100 points a second: ahead of the voice, held over short breaths."""
    points = total // HOP + 2
    power, rest = [np.zeros(0)], np.zeros((0, 2), np.float32)
    for block in speech:
        rest = np.concatenate([rest, block])
        full = len(rest) // HOP
        power.append(np.square(rest[: full * HOP]).reshape(full, 2 * HOP).sum(axis=1) / HOP)
        rest = rest[full * HOP :]
    talking = [*(np.concatenate(power) > 10 ** (HEARD_DB / 10)).tolist(), False, False]
    until, level, ahead = -1, 0.0, round(AHEAD_S * SAMPLE_RATE / HOP)
    up, down = (1 - np.exp(-2.3 * HOP / (s * SAMPLE_RATE)) for s in (ATTACK_S, RELEASE_S))  # 2.3: to 90 % in that time
    out = np.zeros(points, np.float32)
    for k in range(points):
        if talking[min(k + ahead, points - 1)]:
            until = k + ahead + round(HOLD_S * SAMPLE_RATE / HOP)
        aim = 1.0 if k <= until else 0.0
        level += (up if aim > level else down) * (aim - level)
        out[k] = level
    return out


def _duck_gain(ducking: np.ndarray, duck_db: float, start: int, stop: int) -> np.ndarray:
    """The factor (stop - start, 1) of the duck at film samples [start, stop)."""
    low, high = start // HOP, stop // HOP + 2
    at = np.arange(start, stop) / HOP
    points = ducking[low:high]
    return np.asarray(decibels(duck_db * np.interp(at, np.arange(low, low + len(points)), points)), np.float32)[:, None]


def _film_fades(start: int, stop: int, total: int) -> np.ndarray:
    """The music's fades at the ends of the film, as a factor (stop - start, 1)."""
    at = np.arange(start, stop) + 0.5
    factor = np.ones(stop - start)
    rising, falling = min(FILM_IN_S * SAMPLE_RATE, total / 4), min(FILM_OUT_S * SAMPLE_RATE, total / 2)
    begins, ends = at < rising, at > total - falling
    factor[begins] = np.sin(0.5 * np.pi * (at[begins] / rising))
    factor[ends] *= 0.5 - 0.5 * np.cos(np.pi * ((total - at[ends]) / falling))
    return factor.astype(np.float32)[:, None]
