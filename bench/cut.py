"""Cutting 60 clips of 4 s at 768x432 to a finished film, beside ffmpeg and moviepy: seconds, peak memory, open files.

    python -m bench.cut [--shots 60] [--long 600] [--workers 2] [--without moviepy]

Dissolves, four tracks (dialogue, narration, music, air), burned subtitles. Ours runs the plan's own steps as the crew runs them: scenes
side by side, a process per core, the mix among them, then the film. "Again" is what one new clip costs. Every way runs in a process of
its own; memory is the resident memory of its whole tree, sampled ten times a second, files are the tree's open ones but for pipes.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.crew import LocalCrew, Task, module_of
from app.settings import Settings
from app.ways_of import ways
from bench.cut_matter import clips, sounds, story
from bench.cut_rivals import Matter, by_ffmpeg, by_moviepy
from bench.record import at_least, record
from generator.encode import count_frames
from storyboard import cut
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.take import Media

OURS = ("scene", "mix", "film")
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        try:
            waiting += [int(c) for t in Path(f"/proc/{one}/task").iterdir() for c in (t / "children").read_text().split()]
            found.append(one)
        except OSError:
            continue
    return found


def weighed(pids: Iterable[int]) -> tuple[int, int]:
    """Resident bytes and open files (all descriptors) of these processes together."""
    memory = files = 0
    for pid in pids:
        try:
            memory += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
            files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except (OSError, IndexError):
            continue
    return memory, files


def measured(way: str, folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    """Run one way to its end and watch it. CalledProcessError when it fails."""
    command = [sys.executable, "-m", "bench.cut", "--run", way, "--folder", str(folder), "--workers", str(asked.workers)]
    began, most, open_most = time.monotonic(), 0, 0
    process = subprocess.Popen(command)
    while (done := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        memory, files = weighed(tree(process.pid))
        most, open_most = max(most, memory), max(open_most, files)
        time.sleep(0.1)
    if done[1]:
        raise subprocess.CalledProcessError(done[1], command)
    out = folder / f"{way}.mp4"
    return {
        "seconds": round(time.monotonic() - began, 1), "cpu_seconds": round(done[2].ru_utime + done[2].ru_stime, 1), "peak_mib": round(most / 2**20),
        "open_files": open_most, "frames": count_frames(out), "megabytes": round(out.stat().st_size / 1e6, 1),
    }  # fmt: skip


def prepared(shots: int, folder: Path) -> None:
    """Everything that the ways read, in files."""
    film = story(shots)
    steps = list(plan(film, ways(animatic=True)))
    made = clips(shots, folder / "clips")
    media = {f"clip:{shot.id}": one for shot, one in zip(film.shots, made, strict=True)} | sounds(steps, folder / "sounds")
    (folder / "matter.pickle").write_bytes(pickle.dumps((film, steps, media)))


def matter(steps: Sequence[Step], media: dict[str, Media], film: Story) -> Matter:
    mix = next(step for step in steps if step.kind == "mix")
    roles: dict[str, list[str]] = {}
    for one in mix.inputs:
        roles.setdefault(one.role, []).append(one.step)
    placed = [(media[roles[p.role][p.index]].path, p) for p in mix.params.placements]
    return Matter([media[f"clip:{shot.id}"].path for shot in film.shots], placed, list(cut.timed(film)))


def ours(steps: Sequence[Step], media: dict[str, Media], folder: Path, workers: int) -> dict[str, Media]:
    """Make what is not in `media` yet, each step once its inputs are there."""
    crew = LocalCrew(Settings(home=folder / "home", database="", workers=workers))
    waiting = {step.id: step for step in steps if step.kind in OURS and step.id not in media}
    busy = 0
    try:
        while waiting or busy:
            ready = [step for step in waiting.values() if all(i.step in media for i in step.inputs)]
            for step in ready[: crew.free()]:
                given: dict[str, tuple[Media, ...]] = {}
                for i in step.inputs:
                    given[i.role] = (*given.get(i.role, ()), media[i.step])
                crew.send(Task(step.id, step.kind, step.way.name, module_of(step.kind, step.way.name), step.params, given))
                del waiting[step.id]
                busy += 1
            for result in crew.results(10.0):
                if result.error is not None or result.media is None:
                    raise result.error or RuntimeError(result.key)
                path = folder / f"{result.key.replace(':', '-')}{result.media.path.suffix}"
                result.media.path.replace(path)
                media[result.key] = Media(path, *[getattr(result.media, name) for name in ("format", "frames", "rate", "width", "height")])
                busy -= 1
    finally:
        crew.close()
    return media


def run(way: str, folder: Path, workers: int) -> None:
    """What a measured process does."""
    film, steps, media = pickle.loads((folder / "matter.pickle").read_bytes())
    out = folder / f"{way}.mp4"
    if way in ("ours", "again"):
        if way == "again":
            media = pickle.loads((folder / "made.pickle").read_bytes())
            middle = len(film.shots) // 2
            media[f"clip:shot-{middle}"] = media[f"clip:shot-{middle + 1}"]
            for step in [s for s in steps if s.kind == "film" or any(i.step == f"clip:shot-{middle}" for i in s.inputs)]:
                media.pop(step.id)
        media = ours(steps, media, folder, workers)
        (folder / "made.pickle").write_bytes(pickle.dumps(media))
        out.unlink(missing_ok=True)
        os.link(media["film:film"].path, out)
    elif way == "moviepy":
        by_moviepy(matter(steps, media, film), out)
    else:
        by_ffmpeg(matter(steps, media, film), out, 1 if way == "ffmpeg" else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=at_least(2), default=60)
    parser.add_argument("--long", type=int, default=600, help="shots of the long film; 0: none")
    parser.add_argument("--workers", type=at_least(1), default=2)
    parser.add_argument("--without", nargs="*", default=[], choices=["ffmpeg", "ffmpeg-threads", "moviepy"])
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        return run(asked.run, asked.folder, asked.workers)
    found: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepared(asked.shots, folder)
        for way in ("ours", "again", "ffmpeg", "ffmpeg-threads", "moviepy"):
            if way not in asked.without:
                found[way] = measured(way, folder, asked)
                told(way, found[way])
    if asked.long:
        with tempfile.TemporaryDirectory() as place:
            prepared(asked.long, Path(place))
            found["long"] = measured("ours", Path(place), asked)
            told(f"ours, {asked.long}", found["long"])
    record("cut", found, parser, asked)


def told(way: str, row: dict[str, object]) -> None:
    print(f"{way:16}" + "  ".join(f"{name} {row[name]}" for name in ("seconds", "cpu_seconds", "peak_mib", "open_files", "frames", "megabytes")), flush=True)


if __name__ == "__main__":
    main()
