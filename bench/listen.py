"""What the watcher's readers of sound, scenes and subtitles find of planted faults, and what they blame of sound takes.

    python -m bench.listen [--films 8] [--home FOLDER]

Films are written from as many premises and drawn (animatics at preview size, every voice by espeak-ng); in their real takes one fault at a time is planted.
Every reader's bound is set on the takes of one half of the films, so that it blames 5 % of them at most, and is measured on the other half:
share found with its 95 % interval (Wilson), share blamed. Beside it, the same of the bound that is in the code. Faults of pictures are planted in the
decoded frames. `--home`: a home of Fabula in which the films are made and kept; without it they are made in one that is thrown away.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from app.authoring import Premise
from app.explain import explain
from app.settings import settings
from app.studio import Studio
from app.ways_of import reading, ways
from bench.listen_faults import READERS, mixed, pictured, subtitled, voiced
from bench.record import at_least, record
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.take import Media

PREMISES = (
    "A fox finds a lamp that only shines for the truth", "A beekeeper teaches a bear to wait for honey in the meadow",
    "An Inuit girl follows a white fox across the snow to find her grandfather", "Two old sailors quarrel over a map in a storm at sea",
    "A robot learns to paint from a little girl in the city", "A knight loses her shield in a dark cave", "A mouse and an owl share a house through one winter",
    "A baker's bread will not rise until the village sings",
)  # fmt: skip
SIZE, BLAMED = "preview", 0.05


class Made(NamedTuple):
    """A film: its steps, and the takes of those that are made."""

    story: Story
    steps: dict[str, Step]
    media: dict[str, Media]


def films(home: Path, count: int) -> Iterator[Made]:
    """Each with everyone's reference sentences beside it."""
    with Studio(settings({"FABULA_HOME": str(home), "FABULA_WORKERS": "2"})) as studio:
        known = {studio.story(head.id).premise: head for head in studio.stories()}
        for premise in PREMISES[:count]:
            head = known.get(premise) or studio.write(Premise(premise))
            studio.animatic(head, SIZE)
            studio.listen(head, SIZE)
            story = studio.story(head.id)
            drawn = ways(SIZE, story.direction, True, studio.settings).model_copy(update={"reading": reading(studio.settings)})
            steps = plan(story, drawn)
            takes = {e.step.id: studio.store.takes.get([e.key])[e.key] for e in explain(steps, studio.store, head.id) if e.state == "have" and e.key}
            media = {name: Media(studio.file(t.sha256), t.format, t.frames, t.rate, t.width, t.height) for name, t in takes.items()}
            yield Made(story, {one.id: one for one in steps}, media)


class Row(NamedTuple):
    """One fault: suspicions of a reader (more is worse) on sound takes and on planted ones, by half of the films."""

    sound: tuple[list[float], list[float]]
    planted: tuple[list[float], list[float]]


def gathered(made: Iterator[Made]) -> dict[str, Row]:
    """By "reader: fault"."""
    rows: dict[str, Row] = {}
    sound: dict[str, tuple[list[float], list[float]]] = {}
    for number, film in enumerate(made):
        print(f"film {number + 1}: {film.story.title}", flush=True)
        for take in (voiced, mixed, pictured, subtitled):
            for reader, fault, value in take(film):
                if not fault:
                    sound.setdefault(reader, ([], []))[number % 2].append(value)
                else:
                    rows.setdefault(f"{reader}: {fault}", Row(([], []), ([], []))).planted[number % 2].append(value)
    return {name: row._replace(sound=sound[name.partition(":")[0]]) for name, row in rows.items()}


def interval(found: int, count: int) -> tuple[float, float]:
    """Wilson, 95 %."""
    share, z = found / count, 1.96
    middle, half = share + z * z / (2 * count), z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return round((middle - half) / (1 + z * z / count), 3), round((middle + half) / (1 + z * z / count), 3)


def figures(name: str, row: Row) -> dict[str, Any]:
    reader = READERS[name.partition(":")[0]]
    sign = -1 if reader.is_least else 1
    (first, second), (_, planted) = row.sound, row.planted
    set_here = float(np.quantile(first, 1 - BLAMED, method="higher"))
    out: dict[str, Any] = {"fault": name, "planted": len(planted), "sound": len(second), "bound_of_one_half": round(sign * set_here, 4)}
    for which, bound in (("", set_here), ("_in_code", sign * reader.bound)):
        found, blamed = sum(v > bound for v in planted), sum(v > bound for v in second)
        out |= {f"found{which}": round(found / len(planted), 3), f"interval{which}": interval(found, len(planted))}
        out |= {f"blamed{which}": round(blamed / len(second), 3), f"blamed_interval{which}": interval(blamed, len(second))}
    return out | {"bound_in_code": reader.bound, "advisory": reader.is_advisory}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=at_least(2), default=len(PREMISES))
    parser.add_argument("--home", dest="out", type=Path, help="keep what is made there")
    asked = parser.parse_args()
    with ExitStack() as stack:
        home = asked.out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fabula-")))
        rows = [figures(name, row) for name, row in gathered(films(home, asked.films)).items()]
    print(f"{'reader: fault':44} {'planted':>7} {'found':>6} {'interval':>14} {'blamed':>7} {'of':>5} | in the code {'found':>6} {'blamed':>7} {'bound':>7}")
    for one in rows:
        low, high = one["interval"]
        print(
            f"{one['fault']:44} {one['planted']:7} {one['found']:6.1%} {low:6.1%} -{high:6.1%} {one['blamed']:7.1%} {one['sound']:5} |"
            f"             {one['found_in_code']:6.1%} {one['blamed_in_code']:7.1%} {one['bound_in_code']:7g}{' advisory' if one['advisory'] else ''}"
        )
    record("listen", rows, parser, asked)


if __name__ == "__main__":
    main()
