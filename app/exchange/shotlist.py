"""The shot list: one row per shot with its time in the film, what it shows, who is in it and what is said. CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from storyboard import cut
from storyboard.cut import Picture
from storyboard.story import Line, Story
from storyboard.timing import RATE, seconds_of

COLUMNS = ("number", "scene", "shot", "start", "frames", "seconds", "place", "hour", "size", "angle", "lens", "camera", "transition",
           "cast", "words", "lines", "sounds", "file")  # fmt: skip


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """In the format of the path's ending: .csv, .json, .md."""
    found = rows(story, media or {})
    render = {".csv": as_csv, ".json": as_json, ".md": as_markdown}[path.suffix]
    path.write_text(render(found), encoding="utf-8", newline="")


def rows(story: Story, media: Mapping[str, Path]) -> list[dict[str, str | int | float]]:
    return [row(story, number, shown, media) for number, shown in enumerate(cut.picture(story), start=1)]


def row(story: Story, number: int, shown: Picture, media: Mapping[str, Path]) -> dict[str, str | int | float]:
    """One shot. `start`: hours:minutes:seconds:frames from the film's first frame."""
    scene, shot = shown.scene, shown.shot
    file = media.get(f"clip:{shot.id}")
    return {
        "number": number, "scene": scene.id, "shot": shot.id, "start": timecode(shown.start), "frames": shot.shown,
        "seconds": round(seconds_of(shot.shown), 3), "place": story.setting(scene.setting).name, "hour": str(scene.hour),
        "size": str(shot.size), "angle": str(shot.angle), "lens": str(shot.lens), "camera": shot.camera.words(),
        "transition": str(shown.transition), "cast": ", ".join(story.character(p.character).name for p in shot.subjects),
        "words": shot.words, "lines": " / ".join(said(story, line) for line in shot.lines),
        "sounds": ", ".join(shot.sounds), "file": file.name if file else "",
    }  # fmt: skip


def said(story: Story, line: Line) -> str:
    return f"{speaker_of(story, line)}: {line.text}"


def speaker_of(story: Story, line: Line) -> str:
    return "Narrator" if line.speaker is None else story.character(line.speaker).name


def timecode(frame: int) -> str:
    seconds, rest = divmod(frame, int(RATE))
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


def as_csv(found: list[dict[str, str | int | float]]) -> str:
    """RFC 4180. A text that a spreadsheet would run as a formula begins with an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    table.writerows(
        {k: "'" + v if isinstance(v, str) and v[:1] in ("=", "+", "-", "@", "\t", "\r") else v for k, v in r.items()} for r in found
    )
    return out.getvalue()


def as_json(found: list[dict[str, str | int | float]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_markdown(found: list[dict[str, str | int | float]]) -> str:
    shown = [name for name in COLUMNS if name not in ("frames", "file")]
    lines = ["| " + " | ".join(shown) + " |", "|" + " --- |" * len(shown)]
    lines += ["| " + " | ".join(cell(r[name]) for name in shown) + " |" for r in found]
    return "\n".join(lines) + "\n"


def cell(value: str | int | float) -> str:
    """A text on one row, with nothing in it that ends the cell, makes a link or loads a picture."""
    text = " ".join(str(value).split()).replace("\\", "\\\\").replace("<", "&lt;")
    return text.replace("|", "\\|").replace("[", "\\[")
