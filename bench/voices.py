"""Whether each character sounds like itself: eight characters say the same lines, and an ear that is told nothing says who it was.

    python -m bench.voices [--lines 24] [--judge PYTHON]

Of every line: the speaker it is taken for by the watcher (generator/watching/voice.py, enrolled in other sentences), its pitch and tempo against the
stated bounds (storyboard/sound.py), clicks. `--judge`: a Python that has pocketsphinx and resemblyzer (`pip install pocketsphinx resemblyzer` in a venv of its
own): an outside recogniser writes down what it hears, and an outside speaker encoder says who spoke; without it both are left out, and the table
says so. A recogniser of grown Americans is a hard judge of mice: raw espeak-ng is judged beside them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np

from bench.record import record
from generator import maker, wav
from generator.rig import Rig
from generator.voice_espeak import espeak
from generator.watching import voice as watcher
from storyboard.sound import SAMPLE_RATE, Delivery, Voice, VoiceBase, VoiceParams, line_seconds
from storyboard.speakers import reference
from storyboard.take import Media
from storyboard.watching import Reading, WatchVoiceParams

REFERENCES = 4  # that the outside judge is given

CAST = {
    "narrator": Voice(base=VoiceBase.WOMAN), "mother": Voice(base=VoiceBase.WOMAN_LOW), "aunt": Voice(base=VoiceBase.WOMAN_BRIGHT, pitch=0.3),
    "father": Voice(base=VoiceBase.MAN), "sailor": Voice(base=VoiceBase.MAN_DEEP, tempo=1.1), "girl": Voice(base=VoiceBase.GIRL),
    "boy": Voice(base=VoiceBase.BOY, pitch=-0.4), "grandfather": Voice(base=VoiceBase.OLD_MAN, tempo=1.1, roughness=0.2),
}  # fmt: skip
LINES = (
    ("The lamp went out just before the storm.", "plain"), ("Where are you going with that basket?", "plain"), ("I will not leave you here alone.", "tender"),
    ("Look at the whale, it is right below us!", "excited"), ("We lost the map, and the boat is gone.", "sad"), ("Be quiet, somebody is coming.", "whisper"),
    ("Stop, the bridge is breaking!", "shout"), ("I walked all night and my feet hurt.", "tired"), ("Yes, of course.", "plain"),
    ("Did you see the fox behind the mill?", "plain"), ("My sister gave me six silver buttons.", "plain"), ("The bread is warm, take a piece.", "tender"),
    ("Tomorrow we climb the mountain together.", "plain"), ("Nobody believed a word I said.", "sad"), ("Give me the rope, quickly!", "excited"),
    ("There is a door at the end of the garden.", "plain"), ("Once there was a king without a crown.", "plain"), ("Who painted all these windows blue?", "plain"),
    ("Come back, come back!", "shout"), ("I am so sleepy that I could drop.", "tired"), ("It was *my* idea, not yours.", "plain"),
    ("The snow fell softly on the empty road.", "plain"), ("Thank you for the little wooden horse.", "tender"), ("What a day, what a wonderful day!", "excited"),
)  # fmt: skip


def said(name: str, voice: Voice, number: int) -> VoiceParams:
    text, delivery = LINES[number]
    manner = Delivery(delivery)
    return VoiceParams(text=text, voice=voice, delivery=manner, language="en", slot_frames=round(24 * line_seconds(text, voice, manner, "en")) + 6, seed=number)


class Finding(NamedTuple):
    """What the watcher says of one line."""

    speaker: str
    margin: float
    pitch_hz: float
    tempo: float
    clicks: int
    problems: tuple[str, ...]


def heard(folder: Path, count: int) -> list[tuple[str, int, Finding]]:
    """Every character says every line; each is kept as NAME-NUMBER.wav, and listened to."""
    make, rig, found = maker("voice", "espeak"), Rig(folder), []
    enrolled: dict[Delivery, tuple[Media, ...]] = {}

    def kept(params: VoiceParams, name: str) -> Media:
        return replace(made := make(params, {}, rig), path=made.path.rename(folder / f"{name}.wav"))

    for number in range(count):
        for name, voice in CAST.items():
            params = said(name, voice, number)
            if params.delivery not in enrolled:
                enrolled[params.delivery] = tuple(kept(reference(one, params.delivery, "en"), f"{who}-{params.delivery}") for who, one in CAST.items())
            media = kept(params, f"{name}-{number}")
            reading = watcher.read(WatchVoiceParams(voice=params, bound=list(CAST).index(name)), {"voice": (media,), "cast": enrolled[params.delivery]}, rig)
            found.append((name, number, finding(reading)))
    for name in CAST:  # what the outside judge is enrolled with
        parts = np.array_split(wav.read(folder / f"{name}-{Delivery.PLAIN}.wav")[:, 0], REFERENCES)
        for k, part in enumerate(parts):
            wav.write(folder / f"{name}-reference{k}.wav", part)
    return found


def finding(reading: Reading) -> Finding:
    by_unit = {one.unit: one for one in reading.checks}
    who, values = by_unit.get(watcher.WHO.unit), [by_unit[one.unit].value if one.unit in by_unit else 0.0 for one in (watcher.PITCH, watcher.PACE, watcher.CLICK)]
    wrong = tuple(one.words for one in reading.checks if not one.holds)
    return Finding("" if who is None else list(CAST)[who.who], 0.0 if who is None else who.value, values[0], values[1], int(values[2]), wrong)


def raw(folder: Path, count: int) -> None:
    """The same lines by espeak-ng as it comes: what the outside recogniser makes of it is the yardstick."""
    from scipy.signal import resample_poly

    for number in range(count):
        jobs = [{"text": LINES[number][0].replace("*", ""), "rate": 160, "pitch": 50, "range": 50, "volume": 60}]
        samples, rate = espeak("en-us", jobs, folder)
        assert rate == SAMPLE_RATE // 2
        wav.write(folder / f"raw espeak-ng-{number}.wav", resample_poly(samples[0], 2, 1).astype(np.float32))


def judged(python: str, folder: Path, count: int) -> dict[str, dict[str, float]]:
    """What the outside judges say, by character: share of words wrong, of lines picked out, of lines given to the right speaker."""
    job = {"folder": str(folder), "names": [*CAST, "raw espeak-ng"], "lines": [text for text, _ in LINES[:count]], "references": REFERENCES}
    job["whispered"] = [number for number, (_, delivery) in enumerate(LINES[:count]) if delivery == "whisper"]
    script = Path(__file__).parent / "samples" / "voices_judge.py"
    done = subprocess.run([python, str(script)], input=json.dumps(job), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The judge ended with code {done.returncode}: {done.stderr.strip()[-400:]}")
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def row(name: str, mine: list[Finding], outside: dict[str, float]) -> dict[str, Any]:
    voiced = [one.pitch_hz for one in mine if one.pitch_hz]
    return {
        "character": name, "lines": len(mine), "identified": round(mean(one.speaker == name for one in mine), 3),
        "margin": round(mean(one.margin for one in mine), 2), "pitch_hz": [round(min(voiced)), round(float(np.median(voiced))), round(max(voiced))],
        "tempo": [min(one.tempo for one in mine), max(one.tempo for one in mine)], "clicks": sum(one.clicks for one in mine),
        "in_bounds": round(mean(not [p for p in one.problems if p.startswith(("Its pitch", "It is spoken"))] for one in mine), 3), **outside,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=len(LINES), choices=range(1, len(LINES) + 1), metavar="N", help="of each character (default: all 24)")
    parser.add_argument("--judge", default="", metavar="PYTHON", help="a Python with pocketsphinx and resemblyzer")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fabula-") as name:
        folder = Path(name)
        found = heard(folder, asked.lines)
        right = mean(f.speaker == who for who, _, f in found)
        print(f"all: {len(found)} lines, {right:.1%} given to the bound speaker, {time.monotonic() - began:.0f} s", flush=True)
        raw(folder, asked.lines)
        outside = judged(asked.judge, folder, asked.lines) if asked.judge else {}
    rows = [row(name, [f for who, _, f in found if who == name], outside.get(name, {})) for name in CAST]
    print(f"{'character':12} {'lines':>5} {'identified':>10} {'margin':>6} {'pitch Hz':>14} {'tempo':>12} {'bounds':>6} {'clicks':>6} {'words wrong':>11} {'picked out':>10} {'outside id':>10}")
    for one in rows:
        judges = [f"{one[k]:.0%}" if k in one else "-" for k in ("words_wrong", "picked_out", "outside_id")]
        low, middle, high = one["pitch_hz"]
        print(
            f"{one['character']:12} {one['lines']:5} {one['identified']:10.1%} {one['margin']:6.2f} {low:4}/{middle:4}/{high:4} {one['tempo'][0]:5.2f}-{one['tempo'][1]:5.2f}"
            f" {one['in_bounds']:6.0%} {one['clicks']:6} {judges[0]:>11} {judges[1]:>10} {judges[2]:>10}"
        )
    problems = Counter(f"{who}, line {number}: {'; '.join(f.problems)}" for who, number, f in found if f.problems)
    if outside:
        yardstick = outside["raw espeak-ng"]
        print(f"raw espeak-ng, for comparison: {yardstick['words_wrong']:.0%} words wrong, {yardstick['picked_out']:.0%} picked out")
    else:
        print("left out: intelligibility and the second judge; give --judge PYTHON with pocketsphinx and resemblyzer")
    print(*problems, sep="\n")
    record("voices", {"identified": round(right, 4), "lines": len(found), "rows": rows, "raw": outside.get("raw espeak-ng"), "problems": sorted(problems)}, parser, asked)


if __name__ == "__main__":
    main()
