"""Tales retold without a model: who is cast, how many by stand-ins, whether each is reported, what is told twice, what breaks continuity.

    python -m bench.retold

Ten fables (bench/samples/fables.txt) and our own tales (own_tales.json); the reader's word tables hold words of both, so how it fares with
other prose is not measured here. Writes bench/results/retold.json.
"""

from __future__ import annotations

import argparse
import json

from agents.adapt.prose import retell
from bench.gold import FABLES, SAMPLES, read
from bench.record import record
from storyboard import continuity
from storyboard.story import LEFT_OUT


def measured(title: str, text: str) -> dict[str, object]:
    """What one tale's story has."""
    story = retell(text).story
    told = [line.text for shot in story.shots for line in shot.lines if line.speaker is None]
    near = [one for one in story.substitutions if one.kind == "character" and one.drawn != LEFT_OUT and not one.drawn.isdecimal()]
    return {
        "title": title, "shots": len(story.shots), "seconds": round(story.frames / 24), "cast": [c.name for c in story.characters], "stand_ins": [f"{one.asked} as {one.drawn}" for one in near],
        "told_twice": len(told) - len(set(told)), "findings": len(continuity.check(story)),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    given = parser.parse_args()
    own = json.loads((SAMPLES / "own_tales.json").read_text(encoding="utf-8"))
    sets = {"fables": [(gold.said["title"], gold.tale) for gold in read(FABLES)], "own": [(tale["title"], tale["text"]) for tale in own]}
    found: dict[str, object] = {}
    for name, tales in sets.items():
        rows = [measured(*tale) for tale in tales]
        cast, near = sum(len(row["cast"]) for row in rows), sum(len(row["stand_ins"]) for row in rows)  # type: ignore[arg-type, misc]
        print(f"{name}: {len(rows)} tales, {cast} cast, {near} by stand-ins ({100 * near / cast:.0f} %), {sum(row['told_twice'] for row in rows)} told twice, {sum(row['findings'] for row in rows)} findings")  # type: ignore[misc]
        for row in rows:
            print(f"  {row['title']}: {row['shots']} shots, {row['seconds']} s; {', '.join(row['cast'])}; {', '.join(row['stand_ins']) or 'all drawn as told'}")  # type: ignore[arg-type]
        found[name] = rows
    record("retold", found, parser, given)


if __name__ == "__main__":
    main()
