"""The six-shot film in three ways: drawn throughout, by the net from drawn stills, by the net from stills of its own; points out of 72.

    python -m bench.six [--size default] [--out FOLDER] [--answers FILE ...]

Runs `fabula bench film --six` in the home of FABULA_HOME, where what is made already is kept, and keeps its figures in short. With --answers, the
filled forms of blind readers of an earlier run's sheet in FOLDER are scored beside them.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from app import cli
from app.film_bench_pairs import KEY, preferences, read_answers, read_key
from app.film_bench_report import figures
from app.film_bench_result import Result, read_result
from bench.record import record
from storyboard.rubric import total


def short(result: Result) -> dict[str, Any]:
    """A result without its single marks."""
    ways = {}
    for n, way in enumerate(result.ways):
        rows = {row.name: [round(v, 3) for v in row.values[n][:3]] for row in figures(result)}
        advisory = sum(mark.is_advisory for mark in way.marks)
        ways[way.name] = {"points": total(way.marks), "advisory": advisory, "findings": way.findings, "made_s": way.made_s, "by_kind": way.by_kind, **rows}
    floor = total(result.floor.marks)
    return {"title": result.title, "shots": len(result.shots), "readers": result.readers, "floor": floor, "ways": ways}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="default")
    parser.add_argument("--out", type=Path, help="where the report, the films and the pairs sheet go (default: nowhere)")
    parser.add_argument("--answers", type=Path, nargs="+", default=[], help="of readers of the sheet in --out: nothing is made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = asked.out or Path(folder)
        if not asked.answers and cli.main(["bench", "film", "--six", "--size", asked.size, "--out", str(out)]):
            raise SystemExit(1)
        found = short(read_result(out / "result.json"))
        if asked.answers:
            key, answers = read_key(out / KEY), [read_answers(path) for path in asked.answers]
            found["preferences"] = [one._asdict() for one in preferences(key, answers)]
            print("\n".join(one.words() for one in preferences(key, answers)))
        record("six", found, parser, asked)


if __name__ == "__main__":
    main()
