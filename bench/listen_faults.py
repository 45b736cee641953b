"""The faults that bench/listen.py plants in the takes of a film, and what the watcher's readers say of each: (reader, fault, suspicion). The fault "" is
the take as it was made; a suspicion is the reader's value, turned so that more is worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.signal import resample_poly

from generator import wav
from generator.captions import captions
from generator.encode import Reader as Frames
from generator.hearing import speaking_s
from generator.loudness import loudness
from generator.planar import planes
from generator.scene_moviepy import joins
from generator.speaker import SHORTEST_S, Cast, Heard, enrolled, heard
from generator.stretch import stretched
from generator.watching import mix, pictures, scene, subtitle, voice
from generator.watching.sound import flat, levels, longest
from generator.watching.trust import Reader
from storyboard.sound import SAMPLE_RATE, Delivery, samples_of, spoken_seconds
from storyboard.speakers import film_voices
from storyboard.timing import Cue
from storyboard.watching import Check

READERS: dict[str, Reader] = {
    "speaker": voice.WHO, "own pitch": voice.OWN, "pitch": voice.PITCH, "pace": voice.PACE, "voice clicks": voice.CLICK, "voice tops": voice.FLAT, "voice begins": voice.BEGINS, "voice said": voice.SAID,
    "loudness": mix.LOUD, "mix tops": mix.FLAT, "mix clicks": mix.CLICK, "mix silence": mix.SILENT, "line heard": mix.HEARD, "line in place": mix.LATE,
    "cut in place": scene.PLACE, "other cut": scene.EXTRA, "seam": scene.SEAM, "black": scene.BLACK, "freeze": scene.FREEZE,
    "subtitle speed": subtitle.SPEED, "subtitle seen": subtitle.SEEN,
}  # fmt: skip
Told = Iterator[tuple[str, str, float]]
Plant = Callable[[np.ndarray], np.ndarray]


def turned(reader: str, value: float) -> float:
    return -value if READERS[reader].is_least else value


def of(checks: Iterator[Check] | list[Check], reader: str) -> float | None:
    """The worst that a reader says, turned; None where it says nothing."""
    found = [turned(reader, one.value) for one in checks if one.unit == READERS[reader].unit]
    return max(found, default=None)


# --- voices


def late(by_ms: int) -> Plant:
    by = by_ms * SAMPLE_RATE // 1000
    return lambda samples: np.concatenate([np.zeros(by), samples[:-by]])


def cut_down(db: float) -> Plant:
    return lambda samples: np.clip(samples, -(top := np.abs(samples).max() * 10 ** (-db / 20)), top)


def clicked(samples: np.ndarray) -> np.ndarray:
    """One sample off by three tenths of the loudest, somewhere in the middle."""
    out = samples.copy()
    out[int(np.random.default_rng(len(samples)).uniform(0.2, 0.8) * len(out))] += 0.3 * np.abs(out).max()
    return out


def broken_off(samples: np.ndarray) -> np.ndarray:
    out = samples.copy()
    out[int(0.5 * len(out)) :] = 0
    return out


def raised(semitones: int) -> Plant:
    def plant(samples: np.ndarray) -> np.ndarray:
        up = round(1000 * 2 ** (semitones / 12))
        short = resample_poly(samples, 1000, up)
        return stretched(short, len(samples))

    return plant


SOUND_FAULTS: tuple[tuple[str, str, Plant], ...] = (
    ("voice tops", "clipped by 3 dB", cut_down(3)), ("voice tops", "clipped by 6 dB", cut_down(6)), ("voice clicks", "one click", clicked),
    ("voice begins", "80 ms late in its slot", late(80)), ("voice begins", "160 ms late in its slot", late(160)), ("voice begins", "320 ms late in its slot", late(320)),
    ("voice said", "broken off in the middle", broken_off), ("voice said", "silent", np.zeros_like),
)  # fmt: skip


PITCH_FAULTS: tuple[tuple[str, Plant], ...] = (
    ("4 semitones up", raised(4)), ("4 semitones down", raised(-4)), ("7 semitones up", raised(7)), ("7 semitones down", raised(-7)),
)  # fmt: skip


def voiced(film: Any) -> Told:
    cast: dict[Delivery, tuple[Cast, list[list[Heard]]]] = {}
    voices = film_voices(film.story)
    lines = [line for shot in film.story.shots for line in shot.lines if f"voice:{line.id}" in film.media]
    for line in lines:
        params, samples = film.steps[f"voice:{line.id}"].params, wav.read(film.media[f"voice:{line.id}"].path)[:, 0]
        natural = spoken_seconds(params.text, params.language)
        for reader, fault, plant in (*((name, "", np.copy) for name in dict.fromkeys(r for r, _, _ in SOUND_FAULTS)), *SOUND_FAULTS):
            heard_now = plant(samples)
            value = of(list(voice.whole(heard_now, speaking_s(heard_now) / natural)), reader)
            if value is not None:
                yield reader, fault, value
        if speaking_s(samples) < SHORTEST_S:
            continue
        yield from mannered(params, samples)
        if line.delivery not in cast and len(voices) > 1:
            said = [wav.read(film.media[f"reference:{line.delivery}.{k}"].path)[:, 0] for k in range(len(voices))]
            prints = [enrolled(one) for one in said]
            cast[line.delivery] = Cast(prints, line.delivery is not Delivery.WHISPER), prints
        if line.delivery in cast:
            yield from spoken_by(cast[line.delivery][0], heard(samples), voices.index(params.voice))
            yield from at_its_pitch(cast[line.delivery][1][voices.index(params.voice)], samples)


def spoken_by(cast: Cast, one: Any, mine: int) -> Told:
    """Bound to who says it; and, as a fault, to everyone else."""
    for bound in range(len(cast.means)):
        yield "speaker", "" if bound == mine else "another character's voice", turned("speaker", cast.margin(one, bound)[0])


def at_its_pitch(mine: list[Heard], samples: np.ndarray) -> Told:
    for fault, plant in (("", np.copy), *PITCH_FAULTS):
        yield "own pitch", fault, voice.own_pitch(heard(plant(samples)), mine)


def mannered(params: Any, samples: np.ndarray) -> Told:
    """How far a bound is passed, as a share of it."""
    for fault, plant in (("", np.copy), *PITCH_FAULTS):
        for check in voice.manner(params, heard(plant(samples))):
            reader = "pitch" if check.unit == voice.PITCH.unit else "pace"
            if not fault or reader == "pitch":
                yield reader, fault, passed(check)
    half = heard(samples)
    for fault, factor in (("spoken 1.6 times as fast", 1 / 1.6), ("spoken 1.6 times as slow", 1.6)):
        yield "pace", fault, passed(next(c for c in voice.manner(params, half._replace(speech_s=half.speech_s * factor)) if c.unit == voice.PACE.unit))


def passed(check: Check) -> float:
    """By what share a two-sided bound is passed; below 0: kept."""
    ratio = check.value / check.bound
    return max(ratio, 1 / ratio) - 1 if not check.holds else -0.001


# --- the mix


def mixed(film: Any) -> Told:
    step = film.steps["mix:film"]
    whole = wav.read(film.media["mix:film"].path)
    params = film.steps["reading:mix:film"].params
    for fault, factor in (("", 1.0), ("3 LU too quiet", 10 ** (-3 / 20)), ("3 LU too loud", 10 ** (3 / 20))):
        yield "loudness", fault, abs(loudness(np.clip(whole * np.float32(factor), -1, 1)) - params.lufs)
    mono = whole.mean(axis=1)
    for at in range(int(2 * SAMPLE_RATE), len(mono) - 12 * SAMPLE_RATE, 10 * SAMPLE_RATE):  # pieces of 10 s
        part = mono[at : at + 10 * SAMPLE_RATE]
        for fault, heard_now in (("", part), ("one click", clicked(part))):
            yield "mix clicks", fault, mix.inner_clicks(heard_now)
        for fault, heard_now in (("", part), ("clipped by 3 dB", cut_down(3)(part))):
            yield "mix tops", fault, flat(heard_now)
        for fault, heard_now in (("", part), ("1.5 s of silence", np.where(np.abs(np.arange(len(part)) / SAMPLE_RATE - 5) < 0.75, 0, part))):
            gap = longest(levels(heard_now) < mix.SILENCE_DB)
            yield "mix silence", fault, (gap.end - gap.start) / 100
    inputs = {role: [i.step for i in step.inputs if i.role == role] for role in ("voice", "narration")}
    for one in params.placements:
        samples = wav.read(film.media[inputs[one.role][one.index]].path)[:, 0]
        start = samples_of(one.start_frame)
        first = max(0, start - SAMPLE_RATE)
        yield from placed(samples, mono[first : start + len(samples) + SAMPLE_RATE], start - first)


def placed(samples: np.ndarray, around: np.ndarray, begin: int) -> Told:
    """A line where it is, gone, and moved."""
    gain = float(around[begin : begin + len(samples)] @ samples / (samples @ samples))
    without = around.copy()
    without[begin : begin + len(samples)] -= gain * samples
    yield from found_in(samples, around, begin, "")
    yield from found_in(samples, without, begin, "missing")
    for by_ms in (80, 160, 320):
        moved, by = without.copy(), by_ms * SAMPLE_RATE // 1000
        moved[begin + by : begin + by + len(samples)] += gain * samples
        yield from found_in(samples, moved, begin, f"{by_ms} ms late")


def found_in(samples: np.ndarray, around: np.ndarray, begin: int, fault: str) -> Told:
    checks = list(mix.looked_for(samples, around, begin, (0, 1)))
    wanted = ("line heard", "line in place") if not fault else ("line heard",) if fault == "missing" else ("line in place",)
    for reader in wanted:
        value = of(checks, reader)
        yield reader, fault, 1e3 if value is None else value


# --- scenes


def pictured(film: Any) -> Told:
    for one in film.story.scenes:
        params = film.steps[f"scene:{one.id}"].params
        found, frames = joins(params.cuts, params.cross), pictures.seen(film.media[f"scene:{one.id}"])
        planned = scene.plain_cuts(found, params)
        for fault, shown in ([("", frames), *planted(frames, planned)]):
            change = pictures.changes(shown)
            now = scene.Film(shown, change, pictures.standing_out(change))
            told, unread = scene.cuts(now, found, params)
            checks = [*told, scene.dark(now, found), scene.frozen(now)]
            for reader in OF_FAULT[fault.split(" ")[0]]:
                value = of(checks, reader)
                if value is not None or (unread and fault):
                    yield reader, fault, -1.0 if value is None else value
        for at in planned:
            yield from lit(frames[at - 1], frames[at])


OF_FAULT = {"": ("cut in place", "other cut", "black", "freeze"), "cut": ("cut in place",), "another": ("other cut",), "black": ("black",), "repeated": ("freeze",)}


def planted(frames: np.ndarray, planned: list[int]) -> Iterator[tuple[str, np.ndarray]]:
    for at in planned[:2]:
        for by in (2, 6):
            later, sooner = frames.copy(), frames.copy()
            later[at : at + by] = frames[at - by - 1 : at - 1][::-1]  # the shot before goes on, backwards
            sooner[at - by : at] = frames[at + 1 : at + by + 1][::-1]
            yield f"cut {by} frames late", later
            yield f"cut {by} frames early", sooner
        dark, held = frames.copy(), frames.copy()
        dark[at - 2 : at] = 0
        held[at - 6 : at] = frames[at - 6]
        yield "black frames at a cut", dark
        yield "repeated drawing, 6 frames before a cut", held
        if at >= 40:
            other = frames.copy()
            other[at - 28 : at - 12] = frames[at : at + 16]
            yield "another shot's pictures for 16 frames", other


def lit(before: np.ndarray, after: np.ndarray) -> Told:
    yield "seam", "", pictures.shifted(before, after)
    for fault, gains in (
        ("12 % lighter", (1.12, 1.12, 1.12)), ("12 % darker", (0.88, 0.88, 0.88)), ("20 % lighter", (1.2, 1.2, 1.2)), ("20 % darker", (0.8, 0.8, 0.8)),
        ("warmer", (1.1, 1.0, 0.88)), ("cooler", (0.88, 1.0, 1.1)),
    ):  # fmt: skip
        yield "seam", fault, pictures.shifted(before, np.clip(after * np.array(gains), 0, 255).astype(np.uint8))


# --- subtitles


def subtitled(film: Any) -> Told:
    for one in film.story.scenes:
        params, media = film.steps[f"scene:{one.id}"].params, film.media[f"scene:{one.id}"]
        for cue in (Cue(s.start, s.end, s.text) for s in params.subtitles):
            yield "subtitle speed", "", subtitle.speed(cue, film.story.language, False)
            yield "subtitle speed", "in half its time", subtitle.speed(cue._replace(end=cue.start + max(1, (cue.end - cue.start) // 2)), film.story.language, False)
        total = sum(cut.frames for cut in params.cuts)
        due = captions(params.subtitles, params.size, total)
        wanted = sorted([(at, k, "") for k, c in enumerate(due) for at in subtitle.moments_of(c, total)] + [(c.start - 1, k, "not there") for k, c in enumerate(due) if c.start])
        frames = Frames(media)
        try:
            for at, k, fault in wanted:
                if at < media.frames and not (fault and any(c.start <= at < c.end for c in due)):
                    yield "subtitle seen", fault, turned("subtitle seen", subtitle.alike(planes(frames.frame(at))[0], due[k]))
        finally:
            frames.close()
