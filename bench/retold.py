"""Tales retold without a model: who is cast, how many by stand-ins, whether each is reported, what is told twice, what breaks continuity.

    python -m bench.retold

Ten fables (bench/samples/fables.txt) and our own tales (own_tales.json), whose words the reader's tables know; and fresh ones (fresh_tales.json), written
by somebody who had not seen the reader, never looked at while it was made: whom they name twice or more, and who says what, are held
against their gold. Writes bench/results/retold.json.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from agents.adapt.prose import retell
from bench.gold import FABLES, SAMPLES, read
from bench.record import record
from storyboard import continuity, lexicon
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


def attributed(tale: dict[str, Any]) -> dict[str, int]:
    """How many of those a tale names are cast, and how many of its speeches are their speaker's."""
    story = retell(tale["text"]).story
    cast = [stems(f"{c.name} {c.role}") for c in story.characters]
    crowds = {stem for one in story.substitutions if one.drawn.isdecimal() for stem in stems(one.asked)}
    names = {c.id: stems(f"{c.name} {c.role}") for c in story.characters}
    lines = [(letters(line.text), names.get(line.speaker or "", set())) for shot in story.shots for line in shot.lines]
    right = sum(any(text.startswith(letters(begins)[:40]) and stems(who) & names for text, names in lines) for who, begins in tale["said"])
    found = sum(any(stems(word) <= one for one in cast) or bool(stems(word) & crowds) for word in tale["cast"])
    return {"named": len(tale["cast"]), "named_and_cast": found, "speeches": len(tale["said"]), "speeches_right": right}


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def stems(words: str) -> set[str]:
    return {stem for token in lexicon.tokens(words.lower()) for stem in lexicon.stems(token)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    given = parser.parse_args()
    own = json.loads((SAMPLES / "own_tales.json").read_text(encoding="utf-8"))
    sets = {"fables": [(gold.said["title"], gold.tale) for gold in read(FABLES)], "own": [(tale["title"], tale["text"]) for tale in own],
            "fresh": [(tale["title"], tale["text"]) for tale in json.loads((SAMPLES / "fresh_tales.json").read_text(encoding="utf-8"))]}
    found: dict[str, object] = {}
    for name, tales in sets.items():
        rows = [measured(*tale) for tale in tales]
        cast, near = sum(len(row["cast"]) for row in rows), sum(len(row["stand_ins"]) for row in rows)  # type: ignore[arg-type, misc]
        print(f"{name}: {len(rows)} tales, {cast} cast, {near} by stand-ins ({100 * near / cast:.0f} %), {sum(row['told_twice'] for row in rows)} told twice, {sum(row['findings'] for row in rows)} findings")  # type: ignore[misc]
        for row in rows:
            print(f"  {row['title']}: {row['shots']} shots, {row['seconds']} s; {', '.join(row['cast'])}; {', '.join(row['stand_ins']) or 'all drawn as told'}")  # type: ignore[arg-type]
        found[name] = rows
    fresh = json.loads((SAMPLES / "fresh_tales.json").read_text(encoding="utf-8"))
    marks = {tale["title"]: attributed(tale) for tale in fresh}
    total = {key: sum(one[key] for one in marks.values()) for key in ("named", "named_and_cast", "speeches", "speeches_right")}
    print(f"fresh, against their gold: {total}")
    for title, one in marks.items():
        print(f"  {title}: {one}")
    found["fresh_gold"] = {"total": total, "tales": marks}
    record("retold", found, parser, given)


if __name__ == "__main__":
    main()
