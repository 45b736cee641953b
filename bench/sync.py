"""Picture and sound against one another over a long film: flashes and beeps that belong together, found again in the finished mp4.

    python -m bench.sync [--minutes 10] [--size tiny]

Every shot of the film is a person's own footage (black, with one white picture), every line a wav of their own (silence, with one beep), both taken
in by the product's own doors and made to a film by it, with music and ambience under them. In the decoded mp4 the white pictures and the beeps are
looked for without knowing where they should be; each flash is held against the nearest beep, and both against the frame the story says.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from scipy.signal import butter, sosfiltfilt

from app.settings import settings
from app.studio import Studio
from app.ways_of import film_size
from bench.facts import frames
from bench.record import at_least, record
from generator import wav
from generator.encode import FILM, write_mp4
from storyboard import cut, timing
from storyboard.sound import SAMPLE_RATE, samples_of
from storyboard.story import Story

SHOT, SLOT, SCENE = 96, 48, 10  # frames of a shot and of its line, shots of a scene
BEEPS = (5, 12, 19, 26, 33)  # frames into the line at which it beeps
HZ, BEEP_S = 5200.0, 0.06


def story_of(count: int) -> Story:
    shots = [
        {"id": f"x{n}", "frames": SHOT, "words": f"flash {n}", "lines": [{"id": f"l{n}", "text": "beep", "slot": SLOT}],
         "transition": ("cut", "dissolve", "cut", "fade")[n % 4]} for n in range(count)
    ]  # fmt: skip
    scenes = [{"id": f"s{k}", "setting": "wood", "shots": shots[k * SCENE : (k + 1) * SCENE]} for k in range(-(-count // SCENE))]
    return Story.model_validate({
        "title": "Sync", "premise": "flashes and beeps", "settings": [{"id": "wood", "name": "the wood", "place": "forest"}], "scenes": scenes,
        "subtitles": "beside", "levels": {"music": -20, "ambience": -10}, "limits": {"shots": 10_000, "seconds": 7200},
    })  # fmt: skip


def flash(beep: int, size: tuple[int, int], folder: Path) -> Path:
    """A film of one shot's length, black but for the picture at which its line beeps (which begins after the shot's lead)."""
    black, white = (np.full((size[1], size[0], 3), level, np.uint8) for level in (0, 255))
    return write_mp4(folder / f"flash-{beep}.mp4", (white if k == timing.LEAD + beep else black for k in range(SHOT)), "24", FILM).path


def beeping(beep: int, folder: Path) -> Any:
    out = np.zeros(samples_of(SLOT), np.float32)
    start, t = samples_of(beep), np.arange(int(BEEP_S * SAMPLE_RATE)) / SAMPLE_RATE
    out[start : start + len(t)] = 0.5 * np.sin(2 * np.pi * HZ * t)
    return wav.write(folder / f"beep-{beep}.wav", out)


def made(studio: Studio, count: int, size: str, folder: Path) -> tuple[Path, Story]:
    """The film, by the product's own path."""
    head = studio.add(story_of(count))
    films = {beep: flash(beep, film_size(size).size, folder) for beep in BEEPS}
    sounds = {beep: studio.store.bring(beeping(beep, folder)).sha256 for beep in BEEPS}
    pinned: dict[int, str] = {}
    for n in range(count):
        beep = BEEPS[n % len(BEEPS)]
        if beep not in pinned:
            studio.own_film(head.id, f"clip:x{n}", films[beep], 0.0, size)
            pinned[beep] = next(s.pins.clip for s in studio.story(head.id).shots if s.id == f"x{n}") or ""
    story = studio.story(head.id)
    scenes = []
    for scene in story.scenes:
        shots = []
        for shot in scene.shots:
            beep = BEEPS[int(shot.id[1:]) % len(BEEPS)]
            line = shot.lines[0].model_copy(update={"pin": sounds[beep]})
            shots.append(shot.model_copy(update={"pins": shot.pins.model_copy(update={"clip": pinned[beep]}), "lines": (line,)}))
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    story = story.model_copy(update={"scenes": tuple(scenes)})
    film = studio.film(studio.add(story), size)
    if film.path is None:
        raise SystemExit(f"The film was not made: {film.failures}")
    return film.path, story


def flashes(path: Path) -> np.ndarray:
    """Frames in which a white picture begins, and how many frames there are last."""
    light = frames(path, 16, 16).mean(axis=(1, 2))
    inside = np.arange(len(light))
    white = (light > 128) & (inside >= cut.TITLE) & (inside < len(light) - cut.CREDITS)
    return np.append(np.flatnonzero(white & ~np.roll(white, 1)), len(light))


def beeps(path: Path) -> tuple[np.ndarray, int]:
    """Seconds at which a beep begins, and how many samples were decoded."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    sound = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)
    tone = np.abs(sosfiltfilt(butter(2, [HZ - 600, HZ + 600], "band", fs=SAMPLE_RATE, output="sos"), sound))
    level = np.convolve(tone, np.ones(64) / 64, mode="same")
    loud = level > 0.3 * np.percentile(level, 99.5)
    begins = np.flatnonzero(loud & ~np.roll(loud, 1))
    return begins[np.diff(begins, prepend=-SAMPLE_RATE) > SAMPLE_RATE // 4] / SAMPLE_RATE, len(sound)


def measured(count: int, size: str) -> dict[str, Any]:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Studio(settings({"FABULA_HOME": str(Path(folder) / "home")})) as studio:
        path, story = made(studio, count, size, Path(folder))
        seen, (heard, samples) = flashes(path), beeps(path)
    due = np.array([start + BEEPS[n % len(BEEPS)] for n, (_, start) in enumerate(cut.dialogue(story))])
    seen, total = seen[:-1], int(seen[-1])
    apart = np.array([24 * (heard[np.argmin(np.abs(heard - f / 24))] - f / 24) for f in seen]) if len(heard) else np.array([np.nan])
    tenth = max(1, len(apart) // 10)
    return {
        "shots": count, "size": size, "frames": total, "frames_due": cut.total_frames(story), "picture_seconds": total / 24, "sound_seconds": round(samples / SAMPLE_RATE, 4),
        "flashes": len(seen), "beeps": len(heard), "flashes_off_their_frame": int(np.abs(seen - due).max()) if len(seen) == len(due) else None,
        "beep_after_flash_frames": {"mean": round(float(apart.mean()), 4), "least": round(float(apart.min()), 4), "most": round(float(apart.max()), 4)},
        "first_tenth": round(float(apart[:tenth].mean()), 4), "last_tenth": round(float(apart[-tenth:].mean()), 4), "wall_seconds": round(time.monotonic() - began),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=at_least(1), default=10)
    parser.add_argument("--size", default="tiny")
    asked = parser.parse_args()
    found = measured(asked.minutes * 60 * 24 // SHOT, asked.size)
    for name, value in found.items():
        print(f"{name:26} {value}")
    record("sync", found, parser, asked)


if __name__ == "__main__":
    main()
