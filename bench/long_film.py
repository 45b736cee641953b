"""A long film: what making it costs, and whether it stays one film.

    python -m bench.long_film --home DIR --premise "..." [--minutes 10] [--size preview]    # makes it, watched, then reads it
    python -m bench.long_film --home DIR --story X [--beside Y] [--size preview]             # reads one that is made, and another beside it

Making: wall time, the most memory of all its processes together (sampled twice a second), calls to a model. Reading: every minute's
redundancy, motion and change beside a slideshow and a slow zoom of the same pictures (bench/long_motion.py); identity, costume and place by how many
shots lie between two looks (bench/long_likeness.py); what the watcher found; loudness and true peak; how varied the coverage is.
`--beside`: a film made otherwise: another story, the same one at another size (X@default), or another of its revisions (X#3: with another
direction.memory, say). Both must be made.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from app.explain import Explained
from app.settings import settings
from app.studio import Studio
from bench.long_likeness import as_asked, by_distance, look
from bench.long_motion import WAYS, by_minute, floors, measured, shown
from bench.record import at_least
from bench.told import sentences
from storyboard.params import ClipParams
from storyboard.story import Story
from storyboard.timing import RATE

EVERY = 0.5  # seconds between two looks at memory
MEBI = 2**20


def made(home: Path, premise: str, minutes: float, size: str) -> dict[str, Any]:
    """One command makes the film: what it takes."""
    home.mkdir(parents=True, exist_ok=True)
    out = home / "film.mp4"
    words = [sys.executable, "-m", "app", "make", premise, "--minutes", f"{minutes:g}", "--size", size, "--out", str(out), "--json"]
    began, most = time.perf_counter(), 0
    with subprocess.Popen(words, env=_environment(home), stdout=subprocess.PIPE, text=True) as child:
        while child.poll() is None:
            most = max(most, resident(child.pid))
            time.sleep(EVERY)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"fabula make ended with {child.returncode}; what it said stands above")
    document = json.loads(told)
    calls = 0 if not settings({**os.environ, "FABULA_HOME": str(home)}).llm_url else None  # None: a model was there to be asked
    return {"story": document.get("story", document.get("id")), "calls to a model": calls, "wall_s": round(time.perf_counter() - began), "most_memory_mib": round(most / MEBI), "out": str(out)}


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "FABULA_HOME": str(home)}


def resident(pid: int) -> int:
    """Bytes that a process and all it started hold: shared pages counted once where the system tells (pss), else as often as they are mapped."""
    total = 0
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for one in family:
        try:
            held = one.memory_full_info()
            total += getattr(held, "pss", held.rss)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # it has ended since
    return total


def read(home: Path, wanted: str, size: str, animatic: bool = False, shots: int | None = None) -> dict[str, Any]:
    """Everything that is read of a film that is there, or of its first `shots`."""
    from generator.watching.readers import load

    with Studio(settings({"FABULA_HOME": str(home)})) as studio:
        name, _, revision = wanted.partition("#")
        head = studio.find(name)
        head = replace(head, revision=int(revision)) if revision else head
        story = studio.story(head.id, head.revision)
        found = {one.step.id: one for one in studio.explain(head, size, animatic)}
        have = {name: one for name, one in found.items() if one.state == "have"}
        files = studio.media_of(list(have.values()))
        readers, moved, looks, begins = load(), [], [], 0.0
        rows = [(scene.setting, shot) for scene in story.scenes for shot in scene.shots][:shots]
        for number, (place, shot) in enumerate(rows):
            step = have.get(f"clip:{shot.id}")
            if step is not None:
                clip = studio._media(step)
                frames = shown(clip, shot)
                moved.append((begins, {"film": measured(frames)} | {way: measured(slides) for way, slides in floors(frames[0], len(frames))}))
                names = tuple(subject.character for subject in shot.subjects)
                assert isinstance(step.step.params, ClipParams)
                looks.append(look(readers, number, clip, step.step.params, names, place))
            begins += float(shot.shown / RATE)
        sound = _sound(files.get("film:film") or files.get("film"))
    return {
        "title": story.title, "minutes": round(begins / 60, 2), "filmed": len(moved), **coverage(story), "by minute": by_minute(moved),
        "by distance": by_distance(looks), "attributes as asked": as_asked(looks), "sound": sound, "readings": _findings(have, files),
    }  # fmt: skip


def coverage(story: Story) -> dict[str, Any]:
    """How varied it is: what is said, how it is shot, where, and how far apart the same ones return."""
    said = sentences(story)
    designs = Counter(
        (shot.size, shot.angle, shot.camera.words(), tuple((p.action, p.emotion) for p in shot.subjects), scene.setting, tuple(p.character for p in shot.subjects))
        for scene in story.scenes for shot in scene.shots
    )  # fmt: skip
    places = [scene.setting for scene in story.scenes]
    visits = Counter(here for n, here in enumerate(places) if not n or places[n - 1] != here)
    gaps: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, shot in enumerate(story.shots):
        for who in {p.character for p in shot.subjects}:
            if who in last:
                gaps.setdefault(who, []).append(number - last[who])
            last[who] = number
    lines = Counter(line.speaker or "narrator" for shot in story.shots for line in shot.lines)
    return {
        "scenes": len(story.scenes), "shots": len(story.shots), "characters": len(story.characters), "sentences": len(said), "sentences said twice": len(said) - len(set(said)),
        "shot designs used twice": sum(n - 1 for n in designs.values()), "places": len(set(places)), "returns to a place": sum(n - 1 for n in visits.values()),
        "longest absence, in shots": max((max(g) for g in gaps.values()), default=0),
        "shots of each": {who: sum(any(p.character == who for p in shot.subjects) for shot in story.shots) for who in sorted(last)}, "lines of each": dict(lines),
    }  # fmt: skip


def _findings(have: dict[str, Explained], files: dict[str, Path]) -> dict[str, Any]:
    """What the watcher's readings say, by sort: how many hold, how many do not."""
    from storyboard.watching import Reading

    held, broken, notes, unread = Counter[str](), Counter[str](), Counter[str](), 0
    for name, one in have.items():
        if one.step.kind == "reading" and name in files:
            reading = Reading.model_validate_json(files[name].read_text())
            held.update(check.sort for check in reading.checks if check.holds)
            broken.update(check.sort for check in reading.findings)
            notes.update(check.sort for check in reading.notes)
            unread += len(reading.unread)
    return {"hold": dict(held), "findings": dict(broken), "notes": dict(notes), "unread": unread}


def _sound(film: Path | None) -> dict[str, float] | None:
    """Integrated loudness and true peak of the film's own track, as ffmpeg's ebur128 measures them."""
    from generator.encode import ffmpeg

    if film is None:
        return None
    words = [ffmpeg(), "-hide_banner", "-nostdin", "-i", str(film), "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stderr.rpartition("Summary:")[2]
    levels = [float(x) for x in re.findall(r"(?:I|LRA|Peak):\s+(-?[\d.]+)", told)]
    return dict(zip(("lufs", "range_lu", "true_peak_dbtp"), levels, strict=False))


def table(title: str, films: list[dict[str, Any]]) -> str:
    """One film, or two beside each other."""
    out = [title]
    for film in films:
        out.append(f"\n{film['title']}: {film['minutes']} minutes, {film['shots']} shots ({film['filmed']} filmed), {film['scenes']} scenes, {film['characters']} characters")
        out += [f"  {name}: {film[name]}" for name in ("sentences said twice", "shot designs used twice", "places", "returns to a place", "longest absence, in shots", "shots of each", "sound", "readings", "attributes as asked")]
        out.append("  minute  " + "".join(f"{way:>34}" for way in WAYS))
        out.append("          " + "  redundant  motion  acting  change" * len(WAYS))
        for minute, ways in enumerate(film["by minute"], 1):
            out.append(f"  {minute:>6}  " + "".join(f"{w['redundant']:>11}{w['motion']:>8}{w['acting']:>8}{w['change']:>8}" for w in (ways[way] for way in WAYS)))
        names = list(film["by distance"][0])
        out.append("  " + " | ".join(names))
        out += ["  " + " | ".join(f"{'-' if row[n] is None else row[n]:>{len(n)}}" for n in names) for row in film["by distance"]]
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--premise")
    parser.add_argument("--story")
    parser.add_argument("--beside", help="STORY, STORY#REVISION or STORY@SIZE of this home")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--size", choices=("default", "preview", "tiny"), default="preview")
    parser.add_argument("--animatic", action="store_true")
    parser.add_argument("--shots", type=at_least(2), help="read the first so many only")
    parser.add_argument("--out", type=Path, help="a file for the figures, JSON")
    asked = parser.parse_args()
    if bool(asked.premise) is bool(asked.story):
        parser.error("give --premise, to make a film, or --story, to read one")
    cost = made(asked.home, asked.premise, asked.minutes, asked.size) if asked.premise else None
    films = [read(asked.home, cost["story"] if cost else asked.story, asked.size, asked.animatic, asked.shots)]
    if asked.beside:
        name, _, size = asked.beside.partition("@")
        films.append(read(asked.home, name, size or asked.size, asked.animatic, asked.shots))
    found = {"made": cost, "films": films}
    print(table(f"made: {cost}" if cost else "", films))
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
