"""What mixing costs: seconds and peak memory of the mix of a film of any length, a line and an effect every five seconds.

    python -m bench.mixing [--minutes 10 60]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.record import at_least, record
from generator import mix, wav
from generator.rig import Rig
from storyboard.sound import SAMPLE_RATE, MixParams, Placement, samples_of
from storyboard.take import Media

EVERY, AIR = 120, 720  # frames between two lines, and of an ambience


def film(minutes: int, folder: Path) -> tuple[MixParams, dict[str, tuple[Media, ...]]]:
    total, dice = minutes * 60 * 24, np.random.default_rng(0)
    t = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    spoken = [sum(np.sin(2 * np.pi * (110 + 9 * k) * j * t) / j for j in range(1, 14)) * np.sin(4 * np.pi * t) ** 2 * 0.2 for k in range(6)]
    with wav.Writer(folder / "music.wav", 2) as music:
        for start in range(0, samples_of(total), 10 * SAMPLE_RATE):
            at = np.arange(min(10 * SAMPLE_RATE, samples_of(total) - start)) / SAMPLE_RATE
            music.add(np.outer(0.2 * np.sin(2 * np.pi * dice.uniform(100, 900) * at) * np.exp(-at / 4), (1.0, 1.0)))
    voices = tuple(wav.write(folder / f"voice-{k}.wav", one) for k, one in enumerate(spoken))
    air = wav.write(folder / "air.wav", 0.03 * dice.standard_normal((31 * SAMPLE_RATE, 2)))
    knock = wav.write(folder / "knock.wav", 0.5 * np.exp(-np.arange(8000) / 300) * dice.standard_normal(8000))
    placements = [Placement(role="music", frames=total)]
    placements += [Placement(role="ambience", start_frame=at, frames=min(AIR, total - at)) for at in range(0, total, AIR)]
    for k, at in enumerate(range(48, total - EVERY, EVERY)):
        placements += [Placement(role="voice", index=k % 6, start_frame=at, frames=60), Placement(role="effect", start_frame=at + 70, pan=-0.5)]
    return MixParams(total_frames=total, placements=tuple(placements)), {"voice": voices, "music": (music.media,), "ambience": (air,), "effect": (knock,)}


def alone(minutes: int) -> None:
    """In a process of its own: prints what it cost."""
    with tempfile.TemporaryDirectory() as name:
        params, inputs = film(minutes, Path(name))
        began = time.monotonic()
        mix.make(params, inputs, Rig(Path(name)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"minutes": minutes, "seconds": round(time.monotonic() - began, 1), "peak_mib": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=at_least(1), nargs="+", default=[10, 60])
    asked = parser.parse_args()
    rows = []
    for minutes in asked.minutes:
        work = f"from bench.mixing import alone; alone({minutes})"
        rows.append(json.loads(subprocess.run([sys.executable, "-c", work], check=True, capture_output=True, text=True).stdout))
        print(f"{minutes:4} minutes: {rows[-1]['seconds']:7.1f} s, {rows[-1]['peak_mib']} MiB at most", flush=True)
    record("mixing", rows, parser, asked)


if __name__ == "__main__":
    main()
