"""The sound of the whole film: voices in front, the rest ducked under them, set to a loudness and kept below a true peak."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from pyloudnorm import Meter
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from generator import wav
from generator.acoustics import decibels
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, MixParams, Placement, samples_of
from storyboard.take import Media

log = logging.getLogger(__name__)


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
    "effect": Desk(-21.0, -21.0, 0.6, 0.0, 0.001, 0.025),
    "music": Desk(-17.5, None, 1.0, -10.0, 0.025, 0.025),
    "ambience": Desk(-30.0, -30.0, 0.75, -7.0, 0.6, 0.6),
}
SPEECH = ("voice", "narration")
ENDED_S = 0.005
FILM_IN_S, FILM_OUT_S = 0.3, 1.2  # the music's own, at the ends of the film
MOST_LIFT_DB = 30.0  # no sound is raised by more: it would be its noise
HOP = SAMPLE_RATE // 100  # the duck's envelope, 100 points a second
HEARD_DB = -45.0  # speech above this (dBFS, 10 ms) pushes the rest down
ATTACK_S, AHEAD_S, RELEASE_S, HOLD_S = 0.08, 0.06, 0.45, 0.25
BLOCK = 0.4  # seconds, the loudness meter's least
NEAR_LU, TRIES = 0.05, 14
MARGIN_DB = 0.1  # for rounding to 16 bits and for what a changing gain adds
LIMIT_HALF = 882  # samples the limiter looks ahead and lets go: 20 ms
OVERSAMPLED, CHUNK, EDGE = 4, 1 << 16, 64


def make(params: MixParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Mix all placements into a stereo wav of exactly `total_frames`. Raises BadInput, Missing, Corrupt, NoRoom."""
    mix = mixed(params, inputs)
    return wav.write(rig.scratch / "mix.wav", mastered(mix, params.lufs, params.peak_dbtp))


def mixed(params: MixParams, inputs: Mapping[str, tuple[Media, ...]]) -> np.ndarray:
    """The balanced film before its final loudness: float32 (samples, 2), not yet limited."""
    out = np.zeros((samples_of(params.total_frames), 2), np.float32)
    sources = {role: _levelled(params.placements, inputs, role) for role in DESKS}
    for role in SPEECH:
        _place_all(out, sources[role], None)
    ducking = ducked(out)
    for role in ("effect", "music", "ambience"):
        _place_all(out, sources[role], ducking)
    return out


class Source(NamedTuple):
    """A placement with its input and the gain (dB) that balances it."""

    placement: Placement
    media: Media
    gain_db: float


def _levelled(placements: Sequence[Placement], inputs: Mapping[str, tuple[Media, ...]], role: str) -> list[Source]:
    """Every placement of `role` with the gain that brings it to its desk's level."""
    desk, mine, levels = DESKS[role], [p for p in placements if p.role == role], {}
    for placement in mine:
        given = inputs.get(role, ())
        if placement.index >= len(given):
            raise Missing(f"The mix wants {role} number {placement.index}, but there are {len(given)}. Make the missing one first.")
        if placement.index not in levels:
            levels[placement.index] = loudness(read(given[placement.index]))
    there = [level for level in levels.values() if np.isfinite(level)]
    usual = desk.usual if desk.usual is not None else float(np.median(there)) if there else 0.0

    def gain(index: int) -> float:
        level = levels[index]
        return min(desk.lufs - usual + desk.pull * (usual - level), MOST_LIFT_DB) if np.isfinite(level) else 0.0

    return [Source(p, inputs[role][p.index], gain(p.index) + p.gain_db) for p in mine]


def read(media: Media) -> np.ndarray:
    """A whole input as float32 (samples, channels). Raises BadInput, Missing, Corrupt."""
    if media.format != "wav" or media.rate != str(SAMPLE_RATE):
        raise BadInput(f"The sound {media.path} is {media.format} at {media.rate} Hz; the mix needs wav at {SAMPLE_RATE}. Convert it.")
    promised = max(wav.length(media.path), media.frames)
    try:
        samples = wav.read(media.path)
    except ValueError as error:  # half a sample at its end
        raise Corrupt(f"The sound {media.path} is cut off in the middle of a sample. Make it again.") from error
    if len(samples) < promised:
        raise Corrupt(f"The sound {media.path} has {len(samples)} samples; {promised} are promised. Make it again.")
    return samples


def _place_all(out: np.ndarray, sources: Sequence[Source], ducking: np.ndarray | None) -> None:
    """Add `sources` of one role to `out`, in place. `ducking`: the speech envelope; None: they are the speech."""
    ends = {_span(s.placement, len(out))[1] for s in sources}
    starts = {_span(s.placement, len(out))[0] for s in sources}
    for source in sources:
        placement = source.placement
        start, end = _span(placement, len(out))
        before = after = 0
        if placement.role == "ambience":  # half of a crossfade on either side of the join
            half = int(DESKS["ambience"].fade_in_s * SAMPLE_RATE) // 2
            before, after = half if start in ends and start else 0, half if end in starts and end < len(out) else 0
        samples = _heard(source, start - before, end + after, len(out))
        if samples is None:
            continue
        first = max(start - before, 0)
        if ducking is not None and DESKS[placement.role].duck_db:
            samples *= _duck_gain(ducking, DESKS[placement.role].duck_db, first, len(samples))
        if placement.role == "music":
            samples *= _film_fades(first, len(samples), len(out))
        out[first : first + len(samples)] += samples


def _span(placement: Placement, total: int) -> tuple[int, int]:
    """Samples [start, end) of the film that a placement may fill; `total` long is the film."""
    start = samples_of(placement.start_frame)
    end = samples_of(placement.start_frame + placement.frames) if placement.frames else total
    return min(start, total), min(end, total)


def _heard(source: Source, start: int, end: int, total: int) -> np.ndarray | None:
    """Stereo samples of a source from film sample `start` on, levelled, panned, cut to `end` and faded; None: nothing."""
    role, desk = source.placement.role, DESKS[source.placement.role]
    start, end = max(start, 0), min(end, total)
    samples = read(source.media)
    if end <= start or not len(samples):
        return None
    wanted = end - start
    lacking = wanted - len(samples)
    if role == "ambience" and 0 < lacking <= 2 * SAMPLE_RATE and lacking < len(samples):  # the air goes on under the join
        samples = np.concatenate([samples, samples[-2 : -2 - lacking : -1]])
    cut = len(samples) >= wanted if role == "ambience" else len(samples) > wanted
    pan = source.placement.pan if role not in ("music", "ambience") else 0.0
    out = panned(samples[:wanted], pan) * np.float32(decibels(source.gain_db))
    _fade(out, desk.fade_in_s, False)
    _fade(out, desk.fade_out_s if cut else max(ENDED_S, desk.fade_in_s if role == "ambience" else 0.0), True)
    return out


def _fade(samples: np.ndarray, seconds: float, at_end: bool) -> None:
    """Fade (samples, 2) in or out, in place, by a quarter of a sine: two of them crossing keep the power of noise."""
    count = min(int(seconds * SAMPLE_RATE), len(samples) // 2)
    if not count:
        return
    ramp = np.sin(0.5 * np.pi * (np.arange(count) + 0.5) / count).astype(np.float32)[:, None]
    if at_end:
        samples[-count:] *= ramp[::-1]
    else:
        samples[:count] *= ramp


def panned(samples: np.ndarray, pan: float) -> np.ndarray:
    """(n, 1 or 2) as a new float32 (n, 2): mono at constant power from -1 left to 1 right, stereo as a balance."""
    angle = (pan + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)], np.float32)
    if samples.shape[1] == 2:
        sides = np.minimum(sides * np.float32(np.sqrt(2)), 1)
    return samples.astype(np.float32) * sides


def ducked(speech: np.ndarray) -> np.ndarray:
    """How far the rest is pushed down, 0 to 1, at 100 points a second: ahead of the voice, held over short breaths."""
    points = len(speech) // HOP + 2
    power = np.zeros(points)
    whole = len(speech) // HOP
    power[:whole] = np.square(speech[: whole * HOP]).reshape(whole, -1).sum(axis=1) / HOP
    talking = power > 10 ** (HEARD_DB / 10)
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


def _duck_gain(ducking: np.ndarray, duck_db: float, start: int, count: int) -> np.ndarray:
    """The factor (count, 1) of the duck at film samples from `start` on."""
    at = np.arange(start, start + count) / HOP
    return np.asarray(decibels(duck_db * np.interp(at, np.arange(len(ducking)), ducking)), np.float32)[:, None]


def _film_fades(start: int, count: int, total: int) -> np.ndarray:
    """The music's fades at the ends of the film, as a factor (count, 1) from film sample `start` on."""
    at = np.arange(start, start + count) + 0.5
    factor = np.ones(count)
    rising, falling = min(FILM_IN_S * SAMPLE_RATE, total / 4), min(FILM_OUT_S * SAMPLE_RATE, total / 2)
    begins, ends = at < rising, at > total - falling
    factor[begins] = np.sin(0.5 * np.pi * (at[begins] / rising))
    factor[ends] *= 0.5 - 0.5 * np.cos(np.pi * ((total - at[ends]) / falling))
    return factor.astype(np.float32)[:, None]


def loudness(samples: np.ndarray) -> float:
    """Integrated loudness in LUFS (BS.1770, gated) of (n, channels); -inf for silence. Less than 0.4 s counts with silence after it."""
    least = int(BLOCK * SAMPLE_RATE)
    if not samples.any():
        return float("-inf")
    if len(samples) < least:
        samples = np.pad(samples, ((0, least - len(samples)), (0, 0)))
    return float(Meter(SAMPLE_RATE).integrated_loudness(samples.astype(np.float64)))


def peaks_of(samples: np.ndarray, floor: float) -> np.ndarray:
    """The true peak around every sample (n,), both channels, at 4 times the rate; where nothing reaches `floor`, the plain samples."""
    out = loudest(np.abs(samples))
    for start in range(0, len(samples), CHUNK):
        stop = min(start + CHUNK, len(samples))
        if out[start:stop].max() < floor:
            continue
        first, last = max(start - EDGE, 0), min(stop + EDGE, len(samples))
        fine = loudest(np.abs(resample_poly(samples[first:last], OVERSAMPLED, 1, axis=0)))
        around = np.maximum(loudest(fine.reshape(-1, OVERSAMPLED)), out[first:last])
        out[start:stop] = around[start - first : stop - first]
    return out


def loudest(samples: np.ndarray) -> np.ndarray:
    """The largest of each row of a narrow (n, k): numpy's own max along so short an axis is ten times slower."""
    return reduce(np.maximum, samples.T)


def true_peak(samples: np.ndarray) -> float:
    """The largest true peak (a factor, 1 is full scale)."""
    loudest = float(np.abs(samples).max(initial=0.0))
    return float(peaks_of(samples, 0.5 * loudest).max(initial=0.0)) if loudest else 0.0


def limited(mix: np.ndarray, peaks: np.ndarray, gain: float, ceiling: float) -> np.ndarray:
    """`mix` times `gain`, turned down smoothly around every peak above `ceiling`, 20 ms before and after it."""
    need = np.minimum(1, ceiling / np.maximum(peaks * np.float32(gain), 1e-9)).astype(np.float32)
    if need.min(initial=1.0) >= 1:
        return mix * np.float32(gain)
    held = minimum_filter1d(need, 2 * LIMIT_HALF + 1, mode="nearest")
    smooth = uniform_filter1d(uniform_filter1d(held, LIMIT_HALF + 1, mode="nearest"), LIMIT_HALF + 1, mode="nearest")
    return mix * (smooth * np.float32(gain))[:, None]


def mastered(mix: np.ndarray, lufs: float, peak_dbtp: float) -> np.ndarray:
    """`mix` at `lufs` with its true peak at most `peak_dbtp`; silence stays silence. The peak holds even where both cannot."""
    level = loudness(mix)
    if not np.isfinite(level):
        return mix
    highest, ceiling = float(decibels(peak_dbtp)), float(decibels(peak_dbtp - MARGIN_DB))
    gain_db = first_db = lufs - level
    peaks = peaks_of(mix, 0.4 * ceiling / float(decibels(gain_db)))
    best, best_off, last = mix * np.float32(min(highest / max(float(peaks.max()) * 1.2, 1e-9), decibels(gain_db))), np.inf, None
    for _ in range(TRIES):
        out = limited(mix, peaks, float(decibels(gain_db)), ceiling)
        over = true_peak(out) / float(decibels(peak_dbtp - MARGIN_DB / 2))
        if over > 1:
            ceiling /= over * 1.001
            continue
        now = loudness(out)
        if abs(lufs - now) < best_off:
            best, best_off = out, abs(lufs - now)
        if best_off <= NEAR_LU:
            break
        slope = 1.0 if last is None or gain_db == last[0] else float(np.clip((now - last[1]) / (gain_db - last[0]), 0.15, 1))
        last = (gain_db, now)
        gain_db = min(gain_db + float(np.clip((lufs - now) / slope, -6, 6)), first_db + 18)
    if best_off > 0.3:
        log.warning("The film is %.1f LU off %.1f LUFS: its peaks may not pass %.1f dBTP.", best_off, lufs, peak_dbtp)
    return best
