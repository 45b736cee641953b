"""Coverage: what premises ask to be seen, and what becomes of it: drawn as asked, drawn as something near and said so, or left out
and said so. What is left out in silence is dropped; that must not happen.

    python -m bench.coverage [FILE ...]      # files as those of bench/samples; the two of MEASURED when none is given

What a premise asks for was written down by hand beside it, so the measure does not hang on what the writer makes out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from agents import Brief, OfflineWriter, write
from bench.gold import FABLES, SAMPLES, Gold, read, stems
from bench.record import record
from storyboard import lexicon
from storyboard.memo import MemoryMemo
from storyboard.staging import Action
from storyboard.story import LEFT_OUT, Story

MEASURED = (FABLES, SAMPLES / "premises.txt")
SORTS = ("characters", "places", "props", "actions")
FATES = ("drawn as asked", "drawn as near", "left out, said", "dropped")


def shown(story: Story, sort: str) -> set[str]:
    """The values of a sort that some shot shows."""
    shots = story.shots
    if sort == "characters":
        seen = {p.character for shot in shots for p in shot.subjects}
        return {str(c.look.kind) for c in story.characters if c.id in seen}
    if sort == "places":
        return {str(story.setting(scene.setting).place) for scene in story.scenes}
    if sort == "props":
        return {str(story.thing(t).prop) for shot in shots for t in (shot.focus, *(p.prop for p in shot.subjects)) if t}
    return {str(action) for shot in shots for p in shot.subjects for action in (p.action, *((Action.TAKE,) if p.prop else ()))}


TABLES = {"characters": lexicon.kind, "places": lexicon.place, "props": lexicon.prop, "actions": lexicon.action}


def fate(story: Story, sort: str, word: str) -> str:
    """What became of something asked for."""
    said = next((one for one in story.substitutions if stems(word) & stems(one.asked)), None)
    if said is not None:
        return FATES[2] if said.drawn == LEFT_OUT else FATES[1]
    roles = set().union(*(stems(f"{c.role} {c.name}") for c in story.characters))
    if sort == "characters" and stems(word) & roles:
        return FATES[0]
    hit = TABLES[sort](word)
    if sort != "characters" and any(set(lexicon.stems(word)) & lexicon.sights(story.setting(scene.setting).place) for scene in story.scenes):
        return FATES[0]
    return FATES[0] if hit is not None and hit.exact and str(hit.value) in shown(story, sort) else FATES[3]


def measure(samples: list[Gold]) -> tuple[dict[str, Counter[str]], list[str]]:
    """Fates by sort, and what was dropped, in words."""
    table: dict[str, Counter[str]] = {sort: Counter() for sort in SORTS}
    dropped = []
    for asked in samples:
        story = write(asked.premise, Brief(), OfflineWriter(), MemoryMemo())
        for sort, word in ((one, word) for one in SORTS for word in asked.words(one)):
            became = fate(story, sort, word)
            table[sort][became] += 1
            if became == FATES[3]:
                dropped.append(f"{word} ({sort[:-1]}) of {asked.premise[:60]!r}")
    return table, dropped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=list(MEASURED))
    asked = parser.parse_args()
    results = {}
    for path in asked.files:
        samples = read(path)
        table, dropped = measure(samples)
        print(f"\n{path.stem}: {len(samples)} premises\n{'':12}" + "".join(f"{name:>16}" for name in FATES))
        for sort in SORTS:
            print(f"{sort:12}" + "".join(f"{table[sort][name]:16}" for name in FATES))
        print("".join(f"dropped: {words}\n" for words in dropped), end="")
        results[path.stem] = {"premises": len(samples), "dropped": dropped, **{sort: dict(counts) for sort, counts in table.items()}}
    record("coverage", results, parser, asked)


if __name__ == "__main__":
    main()
