"""One film out in every form: seconds, bytes, and what a reader that is not ours finds in each file. Then the film in another shape.

    python -m bench.out [--premise "..."] [--seconds 24] [--size preview]

The film is an animatic (drawn clips), made in a home of its own. Readers: OpenCV, Pillow, pysubs2, opentimelineio,
screenplay-tools, pypdfium2, and Python's own csv, json, xml and zip; the sounds are decoded by ffmpeg.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from app.formats import MEANINGS
from app.settings import settings
from app.studio import Studio
from bench.record import record
from storyboard import cut, subtitles
from storyboard.errors import FabulaError
from storyboard.story import Story


def film(path: Path) -> str:
    import cv2

    read, count = cv2.VideoCapture(str(path)), 0
    while read.read()[0]:
        count += 1
    return f"{count} pictures, {read.get(cv2.CAP_PROP_FRAME_WIDTH):.0f}x{read.get(cv2.CAP_PROP_FRAME_HEIGHT):.0f} (OpenCV)"


def picture(path: Path) -> str:
    from PIL import Image

    with Image.open(path) as opened:
        return f"{getattr(opened, 'n_frames', 1)} pictures, {opened.width}x{opened.height} (Pillow)"


def cues(path: Path) -> str:
    import pysubs2

    return f"{len(pysubs2.load(str(path), encoding='utf-8'))} cues (pysubs2)"


def sound(path: Path) -> str:
    from app.exchange.release import _seconds

    return f"{_seconds(path):.2f} s (ffmpeg)"


def board(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as found:
        return f"{len(found)} pages (pypdfium2)"


def screenplay(path: Path) -> str:
    from screenplay_tools.fountain.parser import Parser

    parser = Parser()
    parser.add_text(path.read_text(encoding="utf-8"))
    return f"{len(parser.script.elements)} elements (screenplay-tools)"


def timeline(path: Path) -> str:
    import opentimelineio as otio

    return f"{len(otio.adapters.read_from_file(str(path)).find_clips())} clips (opentimelineio)"


def packed(path: Path) -> str:
    with zipfile.ZipFile(path) as found:
        return f"{len(found.namelist())} files, {'damaged' if found.testzip() else 'whole'} (zipfile)"


READERS: dict[str, Callable[[Path], str]] = {
    "mp4": film, "webm": film, "gif": picture, "png": picture, "jpg": picture, "srt": cues, "vtt": cues, "mp3": sound, "m4a": sound, "pdf": board,
    "fountain": screenplay, "otio": timeline, "otioz": packed, "zip": packed, "fabula": packed,
    "json": lambda path: f"{len(json.loads(path.read_text()))} items (json)",
    "csv": lambda path: f"{len(list(csv.reader(path.open(newline='')))) - 1} rows (csv)",
    "md": lambda path: f"{len(path.read_text().splitlines())} rows",
    "fcpxml": lambda path: f"{len(list(ElementTree.parse(path).iter()))} elements (xml)",
    "edl": lambda path: f"{sum(line[:3].isdigit() for line in path.read_text().splitlines())} events",
    "mid": lambda path: f"begins {path.read_bytes()[:4]!r}",
}  # fmt: skip


def out(studio: Studio, story: str, size: str, folder: Path) -> list[dict[str, Any]]:
    """Every form: seconds, bytes, what is found in it; or why it is not made."""
    found, head = [], studio.find(story)
    for name in MEANINGS:
        began = time.perf_counter()
        try:
            path = studio.export(head, folder / f"film.{name}", size, animatic=True)
        except FabulaError as error:
            found.append({"form": name, "error": str(error)})
            continue
        took = time.perf_counter() - began
        found.append({"form": name, "s": round(took, 2), "bytes": path.stat().st_size, "found": READERS[name.rsplit(".", 1)[-1]](path)})
    return found


def read_rules(story: Story) -> dict[str, Any]:
    """How its subtitles keep the rules of reading, in the wide film and in narrow ones."""
    said = {narrow: [cut.scene_subtitles(story, scene, narrow) for scene in story.scenes] for narrow in (False, True)}
    return {
        "cues": sum(map(len, said[False])), "broken": sum(len(subtitles.broken(cues, story.language)) for cues in said[False]),
        "narrow_cues": sum(map(len, said[True])), "narrow_broken": sum(len(subtitles.broken(cues, story.language, True)) for cues in said[True]),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--premise", default="A fox finds a lamp")
    parser.add_argument("--seconds", type=float, default=24.0)
    parser.add_argument("--size", default="preview")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Studio(settings({"FABULA_HOME": f"{folder}/home"})) as studio:
        from app.authoring import Premise

        head = studio.write(Premise(asked.premise, 1, asked.seconds / 60))
        shapes = []
        for size in (asked.size, f"{asked.size}:square", f"{asked.size}:tall"):
            began = time.perf_counter()
            film_ = studio.animatic(head, size)
            shapes.append({"size": size, "s": round(time.perf_counter() - began, 1), "found": film(film_.path) if film_.path else "no film"})
            print(f"{size:<16} {shapes[-1]['s']:>7} s  {shapes[-1]['found']}")
        forms = out(studio, head.id, asked.size, Path(folder))
        story = studio.story(head.id)
    print(f"{'form':<16} {'s':>7} {'bytes':>12}  found")
    for one in forms:
        print(f"{one['form']:<16} {one['error']}" if "error" in one else f"{one['form']:<16} {one['s']:>7} {one['bytes']:>12,}  {one['found']}")
    rules = read_rules(story)
    print(f"subtitles: {rules}")
    record("out", {"seconds": round(cut.total_frames(story) / 24, 1), "shots": len(story.shots), "shapes": shapes, "forms": forms, "subtitles": rules}, parser, asked)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
