"""The score beside the picture it is composed for: beats, keys, themes, the end, and how it sounds.

    python -m bench.score [--films 8] [--seconds 60]

The films are written by the offline writer from the premises of bench.premises; their scores are composed, played, and measured:
  beats       scene changes, moments to mark and other cuts within one frame of a beat; the furthest that the tempo bends inside a scene
  keys        scene changes at which the key changes, and those that are reached by a chord of both keys and the new one's dominant
  themes      seconds of tune in a scene that belong to somebody in it; of shots with a lead, seconds that are the lead's; bars in which the
              character's motif keeps its steps
  room        notes a second and their mean level where someone speaks, against elsewhere
  end         frames between the credits' first and the last chord, and between the last sound (-60 dB below the peak) and the film's last frame
  repetition  the most alike two stretches of 8 s are that lie 8 s or more apart: correlation of their constant-Q-like spectra (1: a loop)
  sound       processor seconds to make a minute of music, peak memory of one of 1 and of 8 minutes, and harshness: energy at 2.5-6 kHz above pink noise, dB,
              and the spectrum's centre in Hz
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from agents import Brief, write
from agents.writer_offline import OfflineWriter
from bench.premises import PREMISES
from bench.record import at_least, record
from generator import music_synth, wav
from generator.arrange import arranged, composed
from generator.beats import sections_of
from generator.compose import Bar, Note
from generator.harmony import dominant
from generator.rig import Rig
from generator.themes import themes_of
from storyboard import cut, scoring
from storyboard.memo import MemoryMemo
from storyboard.sound import SAMPLE_RATE, STORY_RATE, MusicParams, samples_of
from storyboard.story import Story

WINDOW_S = 8
FRAME_S = 1 / STORY_RATE


def share(found: list[bool]) -> float | None:
    return round(sum(found) / len(found), 3) if found else None


def beats(params: MusicParams, bars: list[Bar]) -> dict[str, Any]:
    times = [t for bar in bars for t in bar.times]

    def met(frame: int) -> bool:
        at = frame / STORY_RATE
        k = bisect_left(times, at)
        return min(abs(t - at) for t in times[max(k - 1, 0) : k + 1]) <= FRAME_S

    sections = sections_of(params)
    bends = []
    for n, _ in enumerate(sections):
        lengths = [b - a for bar in bars if bar.section == n for a, b in pairwise(bar.times)]
        bends += [abs(length / (sum(lengths) / len(lengths)) - 1) for length in lengths]
    downbeats = {round(bar.start_s * STORY_RATE) for bar in bars}
    return {
        "scene_changes": [s.start_frame in downbeats for s in params.sections], "hits": [met(h) for s in params.sections for h in s.hits],
        "cuts": [met(c) for s in params.sections for c in s.cuts], "bend": max(bends),
        "lean": max(abs(sum(b.beats for b in bars if b.section == n) / ((s.end_frame - s.start_frame) / STORY_RATE * s.tempo_bpm / 60) - 1)
            for n, s in enumerate(sections) if not s.card),
    }  # fmt: skip


def keys(bars: list[Bar], params: MusicParams) -> dict[str, Any]:
    cards = {n for n, s in enumerate(sections_of(params)) if s.card}
    scenes = [[b for b in bars if b.section == n] for n in sorted({b.section for b in bars} - cards)]
    changed, led = [], []
    for before, after in pairwise(scenes):
        old, new = before[0].key, after[0].key
        both = {old.pitch(k) % 12 for k in range(7)} & {new.pitch(k) % 12 for k in range(7)}
        changed.append(old != new)
        led.append(before[-1].chord.classes == dominant(new).classes and (len(before) < 3 or set(before[-2].chord.classes) <= both))
    return {"key_changes": changed, "by_pivot_and_dominant": led}


def themes(story: Story, params: MusicParams, bars: list[Bar], notes: list[Note]) -> dict[str, Any]:
    ids = [c.id for c in story.characters]
    ours = lead = tune = wanted = 0.0
    for scene, start, frames in cut.stretches(story):
        there = {ids.index(p.character) for shot in scene.shots for p in shot.subjects}
        there |= {ids.index(x.speaker) for shot in scene.shots for x in shot.lines if x.speaker}
        for note in notes:
            if note.part == "melody" and note.theme >= 0 and start <= note.start_s * STORY_RATE < start + frames:
                ours, tune = ours + note.seconds * (note.theme in there), tune + note.seconds
    for one in params.leads:
        for bar in bars:
            both = min(bar.times[-1], one.end_frame / STORY_RATE) - max(bar.start_s, one.start_frame / STORY_RATE)
            if both > 0:
                lead, wanted = lead + both * (bar.turn.theme == one.theme), wanted + both
    tunes, kept = themes_of(params.themes, Random(0)), []
    for bar in (b for b in bars if b.turn.place == 0 and b.turn.theme >= 0 and b.turn.beats > 2 and not b.final):
        motif = tunes[bar.turn.theme].motif
        played = [n.pitch for n in notes if n.part == "melody" and n.theme == bar.turn.theme and bar.start_s - 0.01 <= n.start_s < bar.times[-1] - 0.01]
        if len(played) == len(motif) and tunes[bar.turn.theme].player:
            kept.append(all(np.sign(b - a) == np.sign(y - x) for (a, b), (x, y) in zip(pairwise(motif), pairwise(played), strict=True)))
    return {"theme_of_scene": ours / max(tune, 1e-9), "theme_of_lead": lead / max(wanted, 1e-9), "motif_kept": kept}


def room(params: MusicParams, notes: list[Note]) -> dict[str, float]:
    spans = [(a / STORY_RATE, b / STORY_RATE) for a, b in params.speech]
    spoken = sum(b - a for a, b in spans)
    under = [n for n in notes if any(a <= n.start_s < b for a, b in spans) and n.part != "pad"]
    free = [n for n in notes if not any(a <= n.start_s < b for a, b in spans) and n.part != "pad"]
    rest = params.total_frames / STORY_RATE - spoken
    return {
        "spoken_share": spoken / (spoken + rest), "notes_s_spoken": len(under) / max(spoken, 1e-9), "notes_s_free": len(free) / max(rest, 1e-9),
        "level_spoken": statistics.fmean(n.level for n in under), "level_free": statistics.fmean(n.level for n in free),
    }  # fmt: skip


def spectra(samples: np.ndarray) -> np.ndarray:
    """Levels in dB of half-tone bands from 65 Hz to 4.2 kHz, four a second: (n, 72)."""
    size, hop = 8192, SAMPLE_RATE // 4
    mono = samples.mean(axis=1)
    edges = 65.4 * 2 ** (np.arange(73) / 12)
    bins = np.searchsorted(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), edges)
    rows = []
    for at in range(0, len(mono) - size, hop):
        power = np.abs(np.fft.rfft(mono[at : at + size] * np.hanning(size))) ** 2
        rows.append([10 * np.log10(power[a : max(b, a + 1)].mean() + 1e-9) for a, b in pairwise(bins)])
    return np.array(rows)


def repetition(samples: np.ndarray) -> float:
    """How alike two stretches are at most, the mean spectrum being taken away: 1 is the same music again."""
    rows = spectra(samples)
    rows = rows - rows.mean(axis=0)
    long = WINDOW_S * 4
    parts = [rows[k : k + long].ravel() for k in range(0, len(rows) - long, 2)]
    units = np.array([p / np.linalg.norm(p) for p in parts])
    alike = units @ units.T
    return float(max((alike[i, j] for i in range(len(units)) for j in range(i + long // 2, len(units))), default=0.0))


def harshness(samples: np.ndarray) -> tuple[float, float]:
    """Energy at 2.5-6 kHz beside that at 200-2000 Hz, in dB above what pink noise has; and the centre of the spectrum in Hz."""
    mono = samples.mean(axis=1)
    size = 4096
    frames = mono[: len(mono) // size * size].reshape(-1, size) * np.hanning(size)
    power = (np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=0)
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    high, low = (power[(hz >= a) & (hz < b)].sum() for a, b in ((2500, 6000), (200, 2000)))
    pink = np.log(6000 / 2500) / np.log(2000 / 200)
    return round(10 * float(np.log10(high / low / pink)), 1), round(float((hz * power).sum() / power.sum()))


def ending(params: MusicParams, bars: list[Bar], samples: np.ndarray) -> dict[str, float]:
    credits = params.total_frames - cut.CREDITS
    size = np.abs(samples).max(axis=1)
    heard = int(np.flatnonzero(size > size.max() * 1e-3)[-1])
    return {
        "cadence_frames_off": round(abs(bars[-1].start_s * STORY_RATE - credits), 2),
        "last_sound_frames_before_end": round((samples_of(params.total_frames) - heard) / SAMPLE_RATE * STORY_RATE, 1),
    }


def measured(premise: str, seed: int, seconds: float, folder: Path) -> dict[str, Any]:
    story = write(premise, Brief(seconds=seconds, seed=seed), OfflineWriter(), MemoryMemo())
    params = scoring.scored(story)
    bars = composed(params)
    notes = arranged(params, bars)
    began = time.process_time()
    media = music_synth.make(params, {}, Rig(folder))
    made_s = time.process_time() - began
    samples = wav.read(media.path)
    harsh, centre = harshness(samples)
    return {
        "premise": premise, "seconds": round(params.total_frames / STORY_RATE, 1), "scenes": len(story.scenes), "cast": len(story.characters),
        **beats(params, bars), **keys(bars, params), **themes(story, params, bars, notes), **room(params, notes), **ending(params, bars, samples),
        "repetition": round(repetition(samples), 3), "harsh_db_over_pink": harsh, "centre_hz": centre,
        "made_s_per_minute": round(made_s / params.total_frames * STORY_RATE * 60, 2),
    }  # fmt: skip


MEMORY = """
import resource, sys, tempfile
from pathlib import Path
from random import Random
from generator import music_synth
from generator.rig import Rig
from storyboard.sound import Mood, MusicParams, Section
moods, minutes = list(Mood), int(sys.argv[1])
sections = tuple(Section(start_frame=k * 480, end_frame=k * 480 + 480, mood=moods[k % 8], intensity=0.7) for k in range(3 * minutes))
with tempfile.TemporaryDirectory() as folder:
    music_synth.make(MusicParams(sections=sections, total_frames=1440 * minutes), {}, Rig(Path(folder)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def memory(minutes: int) -> int:
    """MiB at most in a process of its own."""
    return int(subprocess.run([sys.executable, "-c", MEMORY, str(minutes)], check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=at_least(1), default=8)
    parser.add_argument("--seconds", type=at_least(24), default=60)
    asked = parser.parse_args()
    rows = []
    for seed, premise in enumerate(PREMISES[: asked.films]):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measured(premise, seed, float(asked.seconds), Path(folder)))
    found: dict[str, Any] = {}
    for name, value in rows[0].items():
        if isinstance(value, list):
            every = [one for row in rows for one in row[name]]
            found[name] = {"share": share(every), "of": len(every)}
        elif isinstance(value, int | float):
            values = [row[name] for row in rows]
            found[name] = {"mean": round(statistics.fmean(values), 3), "least": round(min(values), 3), "most": round(max(values), 3)}
    for name, value in found.items():
        print(f"{name:30} " + "  ".join(f"{k} {v}" for k, v in value.items()))
    used = {str(minutes): memory(minutes) for minutes in (1, 8)}
    print(f"{'peak MiB by minutes':30} {used}")
    record("score", {"films": len(rows), "peak_mib_by_minutes": used, "found": found, "rows": [{k: share(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows]}, parser, asked)


if __name__ == "__main__":
    main()
