"""How twenty films sound, measured on the finished mp4: loudness, peak, range, clicks; and on their stems: speech before the rest, effects heard.

    python -m bench.sound [--films 20]

Each film is written from another premise and drawn as an animatic of size tiny. Loudness, true peak and range are ffmpeg's ebur128. A click is a
jump: the power over CLICK_HZ in NARROW samples (0.4 ms) stands JUMP times over the highest in AROUND samples (9 ms) on either side. How many it
finds is told by planting some in each film's sound (steps of 0.1, 0.2 and 0.4 of full scale that die away, single samples of 0.2) and sending that
through the same AAC. A knock or a spark of a fire is a real jump, so marks are told by the stem they are in, and bound the false alarms from above. The
speech ratio is the loudness of the voices less that of all the rest, where somebody speaks. An effect is heard when in the 0.15 s after it begins
it is over the rest of the film in at least one of ten bands.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import butter, sosfiltfilt

from bench.facts import ffmpeg
from bench.record import at_least, record
from generator import wav
from generator.film_ffmpeg import encoded_sound
from generator.loudness import loudness
from storyboard.sound import SAMPLE_RATE

PREMISES = (
    "A lighthouse keeper befriends a storm", "A clockmaker's robot learns to dream", "Two mice steal the moon", "The old baker loses her sense of smell",
    "A frog who is afraid of water must cross the river", "A wolf and a rabbit share an umbrella in the city", "A dragon wants to learn to read in the library",
    "The girl who planted a star in the desert", "A bear digs for a treasure in the snow", "A horse runs through the rain to the castle",
    "A giant dances with a sheep on the theatre stage", "The cat sneaks through the kitchen at night", "A boy and a dog walk along the seashore",
    "An owl cannot sleep in the forest", "A robot works in the workshop until it thunders", "A donkey pushes a heavy stone up the mountain",
    "A ghost haunts the harbor and a girl laughs at it", "Two goats argue on a bridge over the river", "A tortoise chases a butterfly in the meadow",
    "A mouse gives a bear a letter in a cave",
)  # fmt: skip
CLICK_HZ, JUMP, AROUND, NARROW = 11_000, 5.0, 400, 16
PLANTED = 8  # of each sort in a film
BANDS = np.geomspace(60, 12_000, 11)  # Hz
LATE_S = 0.15


def fabula(home: Path, *words: str) -> str:
    env = {**os.environ, "FABULA_HOME": str(home)}
    return subprocess.run([sys.executable, "-m", "app", *words], env=env, check=True, capture_output=True, text=True).stdout


def heard(path: Path) -> np.ndarray:
    """The decoded sound, float32 (n, 2)."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:a:0", "-ac", "2", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32).reshape(-1, 2)


def levels(path: Path) -> dict[str, float]:
    said = ffmpeg("-i", str(path), "-filter_complex", "ebur128=peak=true", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    found = {"lufs": r"I:\s+(-?[\d.]+) LUFS", "dbtp": r"Peak:\s+(-?[\d.]+) dBFS", "lra": r"LRA:\s+(-?[\d.]+) LU"}
    return {name: float(re.findall(pattern, summary)[0]) for name, pattern in found.items()}


def clicks(sound: np.ndarray) -> np.ndarray:
    """Samples at which there is a click."""
    high = sosfiltfilt(butter(4, CLICK_HZ, "high", fs=SAMPLE_RATE, output="sos"), sound.mean(axis=1).astype(np.float64))
    power = uniform_filter1d(np.square(high), NARROW)
    beside = maximum_filter1d(power, AROUND)
    far = 3 * NARROW + AROUND // 2
    marks = np.flatnonzero((power > JUMP * np.maximum(np.roll(beside, far), np.roll(beside, -far))) & (power > 1e-8))
    return marks[np.diff(marks, prepend=-SAMPLE_RATE) > SAMPLE_RATE // 50]


def loudest_at(stems: dict[str, np.ndarray], at: int) -> str:
    """The stem that a mark is of: the one that bends most there."""
    return max(stems, key=lambda name: float(np.abs(np.diff(stems[name][max(0, at - 64) : at + 64].mean(axis=1), 2)).max(initial=0.0)))


def planted(mix: np.ndarray, folder: Path, dice: np.random.Generator) -> tuple[dict[str, int], int]:
    """How many planted clicks of each sort are found again after the film's own AAC, and how many other marks there are."""
    sorts = ("step of 0.1", "step of 0.2", "step of 0.4", "sample of 0.2")
    spots = np.sort(dice.choice(np.arange(20, len(mix) // 4410 - 20), len(sorts) * PLANTED, replace=False)) * 4410
    spoiled, kinds = mix.copy(), dice.permutation(np.repeat(sorts, PLANTED))
    for at, kind in zip(spots, kinds, strict=True):
        size = float(kind.rpartition(" ")[2]) * dice.choice((-1, 1))
        shape = np.exp(-np.arange(4000) / 800.0)[:, None] if kind.startswith("step") else np.ones((1, 1))
        spoiled[at : at + len(shape)] += (size * shape).astype(np.float32)
    made = wav.write(folder / "spoiled.wav", np.clip(spoiled, -1, 1))
    found = clicks(heard(encoded_sound(made, len(mix) * 24 // SAMPLE_RATE, folder / "spoiled.m4a")))
    near = np.abs(found[:, None] - spots[None]) < 300
    return {kind: int(near[:, kinds == kind].any(axis=0).sum()) for kind in sorts}, int((~near.any(axis=1)).sum())


def balance(stems: dict[str, np.ndarray]) -> dict[str, float | None]:
    """Speech over the rest in LU where somebody speaks; effects that begin, and the share of them that are heard."""
    speech = stems["dialogue"] + stems["narration"]
    rest = stems["music"] + stems["effects"] + stems["ambience"]
    hop = SAMPLE_RATE // 10
    whole = len(speech) // hop * hop
    talks = np.repeat(np.square(speech[:whole]).reshape(-1, 2 * hop).mean(axis=1) > 10 ** (-45 / 10), hop)
    ratio = loudness(speech[:whole][talks]) - loudness(rest[:whole][talks]) if talks.any() else None
    begins = onsets(stems["effects"])
    others = speech + stems["music"] + stems["ambience"]
    count = sum(bool((bands(stems["effects"], at) > bands(others, at)).any()) for at in begins)
    return {"speech_over_rest": None if ratio is None else round(float(ratio), 1), "effects": len(begins), "heard": count}


def onsets(effects: np.ndarray) -> np.ndarray:
    """Samples at which an effect begins: 10 ms that are loud enough, and much louder than the 50 ms before them."""
    hop = SAMPLE_RATE // 100
    power = np.square(effects[: len(effects) // hop * hop]).reshape(-1, 2 * hop).mean(axis=1)
    before = np.array([power[max(0, k - 5) : k].max(initial=0.0) for k in range(len(power))])
    found = np.flatnonzero((power > 10**-5.5) & (power > 6 * before))
    return found[np.diff(found, prepend=-100) > 8] * hop


def bands(sound: np.ndarray, at: int) -> np.ndarray:
    part = sound[at : at + int(LATE_S * SAMPLE_RATE)].mean(axis=1)
    power = np.square(np.abs(np.fft.rfft(part * np.hanning(len(part)))))
    hz = np.fft.rfftfreq(len(part), 1 / SAMPLE_RATE)
    return np.array([power[(hz >= low) & (hz < high)].sum() for low, high in pairwise(BANDS)])


def measured(number: int, folder: Path) -> dict[str, Any]:
    film, home = folder / "film.mp4", folder / "home"
    fabula(home, "write", PREMISES[number], "--size", "tiny", "--seed", str(number), "--out", str(folder / "tale.json"))
    fabula(home, "animatic", str(folder / "tale.json"), "--size", "tiny", "--out", str(film))
    fabula(home, "export", str(folder / "tale.json"), "--size", "tiny", "--format", "stems.zip", "--out", str(folder / "film.stems.zip"))
    with zipfile.ZipFile(folder / "film.stems.zip") as packed:
        packed.extractall(folder / "stems")
    stems = {path.stem: wav.read(path) for path in sorted((folder / "stems").glob("*.wav"))}
    sound = heard(film)
    hits, others = planted(np.sum(list(stems.values()), axis=0), folder, np.random.default_rng(number))
    seconds = len(sound) / SAMPLE_RATE
    return {"premise": PREMISES[number], "seconds": round(seconds, 1), **levels(film), "clicks": Counter(loudest_at(stems, int(at)) for at in clicks(sound)), "planted": hits, "others": others, **balance(stems)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=at_least(1), default=len(PREMISES))
    asked = parser.parse_args()
    rows = []
    print(f"{'LUFS':>6} {'dBTP':>6} {'LRA':>5} {'clicks':>6} {'planted found':>13} {'speech - rest':>13} {'effects heard':>13}  film")
    for number in range(min(asked.films, len(PREMISES))):
        with tempfile.TemporaryDirectory() as folder:
            row = measured(number, Path(folder))
        rows.append(row)
        found = "/".join(str(n) for n in row["planted"].values())
        print(f"{row['lufs']:6.1f} {row['dbtp']:6.1f} {row['lra']:5.1f} {sum(row['clicks'].values()):6} {found:>13} {row['speech_over_rest'] or 0:13} {row['heard']:6}/{row['effects']:<6}  {row['premise']}", flush=True)
    total = {"minutes": round(sum(r["seconds"] for r in rows) / 60, 1), "clicks": sum((r["clicks"] for r in rows), Counter()), "planted_each": PLANTED * len(rows)}
    total |= {"found": {sort: sum(r["planted"][sort] for r in rows) for sort in rows[0]["planted"]}, "heard": [sum(r["heard"] for r in rows), sum(r["effects"] for r in rows)]}
    total |= {"lufs": [min(r["lufs"] for r in rows), max(r["lufs"] for r in rows)], "dbtp": max(r["dbtp"] for r in rows)}
    print(json.dumps(total))
    record("sound", {"films": rows, "all": total}, parser, asked)


if __name__ == "__main__":
    main()
