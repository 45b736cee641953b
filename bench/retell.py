"""What a stranger makes of a film who sees its pictures and reads its subtitles, and nothing else.

    python -m bench.retell --home DIR --story X --out FOLDER [--size preview] [--animatic]    # pages of pictures, and the questions
    python -m bench.retell --marks FILE                                                         # JSON {"town": [1, 0, ...], ...}: which answers are right

A page shows twelve shots in their order, three pictures of each and under them what a subtitle says, with the time; no title, no names, no list of
shots. The reader retells the plot, then answers the questions of bench/samples/retold/NAME.json, whose premise is the story's; the keys stay there.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from PIL import Image

from app.settings import settings
from app.sheet import GAP, MARGIN, PAPER, PICTURE, SOFT, Ink, fitted, letter, three
from app.studio import Studio
from bench.gold import SAMPLES
from storyboard.errors import Missing
from storyboard.timing import RATE

COLUMNS, ROWS = 2, 6
TEXT_H, LINE_H, ACROSS = 66, 20, 96
SHEETS = SAMPLES / "retold"


def asked_of(premise: str) -> dict[str, Any]:
    """The questions of the film with this premise. Missing when nobody has written any."""
    for path in sorted(SHEETS.glob("*.json")):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found["premise"] == premise:
            return found
    raise Missing(f"Nobody has written questions for a film of {premise!r}: add a file to {SHEETS.name}/ with the premise, and 20 of them with keys.")


def pack(home: Path, wanted: str, out: Path, size: str, animatic: bool) -> int:
    """The pages and questions for a reader, in `out`; how many pages."""
    with Studio(settings({"FABULA_HOME": str(home)})) as studio:
        head = studio.find(wanted)
        story = studio.story(head.id, head.revision)
        questions = asked_of(story.premise)["questions"]
        clips = {one.step.id: one for one in studio.explain(head, size, animatic) if one.step.kind == "clip" and one.state == "have"}
        out.mkdir(parents=True, exist_ok=True)
        seconds, pages = 0.0, 0
        for begin in range(0, len(story.shots), COLUMNS * ROWS):
            page = blank()
            for place, shot in enumerate(story.shots[begin : begin + COLUMNS * ROWS]):
                clip = clips.get(f"clip:{shot.id}")
                put(page, place, three(studio._media(clip), shot.trim) if clip else [], seconds, " ".join(line.text for line in shot.lines))
                seconds += float(shot.shown / RATE)
            pages += 1
            Image.fromarray(page).save(out / f"page-{pages:02}.png")
    told = "\n".join(f"{n}. {one['ask']}" for n, one in enumerate(questions, 1))
    (out / "questions.md").write_text(f"Look at page-01.png to page-{pages:02}.png in order. First retell the plot in ten sentences. Then answer:\n\n{told}\n", encoding="utf-8")
    return pages


def blank() -> np.ndarray:
    height = MARGIN + ROWS * (PICTURE[1] + TEXT_H)
    return np.full((height, MARGIN + COLUMNS * (3 * PICTURE[0] + 2 * GAP + MARGIN), 3), PAPER, np.uint8)


def put(page: np.ndarray, place: int, pictures: list[np.ndarray], seconds: float, words: str) -> None:
    """One shot in its place: down the first column, then down the second."""
    column, row = divmod(place, ROWS)
    left, top = MARGIN + column * (3 * PICTURE[0] + 2 * GAP + MARGIN), MARGIN + row * (PICTURE[1] + TEXT_H)
    for n, picture in enumerate(pictures):
        x = left + n * (PICTURE[0] + GAP)
        page[top : top + PICTURE[1], x : x + PICTURE[0]] = fitted(picture)
    under = top + PICTURE[1] + 4
    letter(page, (left, under), f"{int(seconds // 60)}:{int(seconds % 60):02}", Ink(13, color=SOFT))
    for n, line in enumerate(wrap(words, ACROSS)[:3]):
        letter(page, (left + 44, under + n * LINE_H), line, Ink(16))


def marked(path: Path) -> None:
    marks = json.loads(path.read_text())
    for name, row in marks.items():
        print(f"{name}: {sum(row)} of {len(row)}, {sum(row) / len(row):.0%}")
        keys = json.loads((SHEETS / f"{name}.json").read_text())["questions"]
        for number, (mark, one) in enumerate(zip(row, keys, strict=True), 1):
            if not mark:
                print(f"  wrong: {number}. {one['ask']} ({one['key']})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--story")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--size", choices=("default", "preview", "tiny"), default="preview")
    parser.add_argument("--animatic", action="store_true")
    parser.add_argument("--marks", type=Path)
    asked = parser.parse_args()
    if asked.marks:
        marked(asked.marks)
    elif asked.home and asked.story and asked.out:
        print(f"{pack(asked.home, asked.story, asked.out, asked.size, asked.animatic)} pages in {asked.out}")
    else:
        parser.error("give --home, --story and --out, or --marks")


if __name__ == "__main__":
    main()
