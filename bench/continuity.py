"""Continuity lints against planted faults: what share is found, fault by fault, in stories from four sources; what is found in the
stories before anything was planted; and whether the edits that findings carry mend them.

    python -m bench.continuity [--embedded 60] [--model 20] [--imported 40] [--hand 4] [--seeds 2]

Sources: the embedded writer (premises and lengths of all kinds); a mediocre model on loopback (bench/mediocre.py), through the whole
writing graph, then mended; screenplays in Fountain brought in (other films' scripts without their shots, covered anew); shot lists by hand (bench/by_hand.py) with alterations. Operators and what is no fault: bench/mutations.
A mutant counts as found if a finding of the fault's own sort, that the story did not have before, names a shot of the fault.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from agents import Brief, Endpoint, OfflineWriter, OpenAIWriter, write
from agents.adapt import adapt
from agents.adapt.screenplays import breakdown
from app.exchange.fountain import screenplay
from bench import by_hand
from bench.coverage import MEASURED
from bench.gold import read
from bench.mediocre import mediocre
from bench.mutations import OPERATORS, Mutant
from bench.record import at_least, record
from storyboard.continuity import Finding, check, mend
from storyboard.edit import edit
from storyboard.errors import BadInput
from storyboard.memo import MemoryMemo
from storyboard.screenplay import Note, parse, text
from storyboard.story import Story

HEROES = ("fox", "robot", "baker", "ghost", "wolf", "girl", "dragon", "sailor", "penguin", "wizard")
DEEDS = ("befriends the wind", "steals a star", "loses a key", "learns to swim", "travels to the castle")
LENGTHS = (30.0, 40.0, 60.0, 90.0, 150.0, 300.0)  # seconds wished


def premises() -> tuple[str, ...]:
    own = (f"A {hero} {deed}" for deed in DEEDS for hero in HEROES)
    return (*(gold.premise for path in MEASURED for gold in read(path)), *own)


def embedded(count: int) -> Iterator[Story]:
    told = premises()
    for seed in range(count):
        yield write(told[seed % len(told)], Brief(seed=seed, seconds=LENGTHS[seed % len(LENGTHS)]), OfflineWriter(), MemoryMemo())


def of_a_model(count: int) -> Iterator[Story]:
    """As the writing graph gives them; `measured` mends them before anything is planted."""
    told = premises()
    for seed in range(count):
        with mediocre(seed) as server:
            writer = OpenAIWriter(Endpoint(base_url=server.url, model="mediocre", api_key="none", timeout_seconds=20.0, retries=1, pause_seconds=0.0))
            yield write(told[seed % len(told)], Brief(seed=seed, seconds=LENGTHS[seed % 4]), writer, MemoryMemo())


def imported(count: int) -> Iterator[Story]:
    """Films written for further premises, exported as screenplays, their notes of shots taken out, brought in again."""
    told = premises()
    for seed in range(1000, 1000 + count):
        script = screenplay(write(told[seed % len(told)], Brief(seed=seed, seconds=LENGTHS[seed % len(LENGTHS)]), OfflineWriter(), MemoryMemo()))
        bare = script.model_copy(update={"elements": tuple(one for one in script.elements if not isinstance(one, Note))})
        yield adapt(breakdown(parse(text(bare)))).story


def by_people(count: int) -> Iterator[Story]:
    """Each shot list as it is, and `count` - 1 alterations of it."""
    for listed in by_hand.ALL:
        story = by_hand.story(listed)
        yield story
        yield from (by_hand.altered(story, Random(f"{story.title}|{seed}")) for seed in range(count - 1))


SOURCES: dict[str, Callable[[int], Iterator[Story]]] = {"embedded": embedded, "model": of_a_model, "imported": imported, "hand": by_people}


def is_found(mutant: Mutant, before: Counter[tuple[str, str]]) -> Finding | None:
    """The finding of the planted fault, if there is one: of its sort, in its place, and not there before."""
    found = [f for f in check(mutant.story) if f.what in mutant.sorts and (not mutant.shots or f.shot in mutant.shots)]
    return next((f for f in found if Counter((x.shot, x.what) for x in found)[(f.shot, f.what)] > before[(f.shot, f.what)]), None)


def mends(story: Story, finding: Finding) -> str:
    """What its edits come to: "first" (the first one leaves this finding gone and nothing new), "other" (a later one does), "none"."""
    before = Counter((f.shot, f.what) for f in check(story))
    this = (finding.shot, finding.what)
    for number, change in enumerate(finding.changes):
        try:
            after = Counter((f.shot, f.what) for f in check(edit(story, change)))
        except BadInput:
            continue
        if after[this] < before[this] and after <= before:
            return "other" if number else "first"
    return "none"


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle, half = share + z * z / (2 * of), z * ((share * (1 - share) + z * z / (4 * of)) / of) ** 0.5
    low, high = ((middle + side * half) / (1 + z * z / of) for side in (-1, 1))
    return round(max(0.0, low), 4), round(min(1.0, high), 4)


def share(hits: int, of: int) -> dict[str, Any]:
    low, high = interval(hits, of)
    return {"hits": hits, "of": of, "share": round(hits / of, 4) if of else None, "low": low, "high": high}


def measured(stories: list[Story], seeds: int) -> dict[str, Any]:
    """False alarms, then every operator `seeds` times on every story."""
    alarms, shots, dirty = Counter[str](), 0, 0
    found, edits, missed = defaultdict(Counter), Counter[str](), defaultdict(list)
    for number, story in enumerate(stories):
        clean = check(story)
        dirty, shots = dirty + bool(clean), shots + len(story.shots)
        alarms.update(f.what for f in clean)
        before = Counter((f.shot, f.what) for f in clean)
        for operator in OPERATORS:
            for seed in range(seeds):
                mutant = operator(story, Random(f"{operator.__name__}|{number}|{seed}"))
                if mutant is None:
                    continue
                finding = is_found(mutant, before)
                found[operator.__name__]["planted"] += 1
                if finding is None:
                    missed[operator.__name__].append(f"{number} {story.title[:30]} {' '.join(sorted(mutant.shots))} seed {seed}")
                    continue
                found[operator.__name__]["found"] += 1
                edits[mends(mutant.story, finding)] += 1
    faults = {op.__name__: share(found[op.__name__]["found"], found[op.__name__]["planted"]) for op in OPERATORS}
    hits, planted = (sum(c[k] for c in found.values()) for k in ("found", "planted"))
    return {
        "stories": len(stories), "shots": shots, "stories_with_findings": share(dirty, len(stories)), "alarms": dict(alarms),
        "found": share(hits, planted), "faults": faults, "mended": {**share(edits["first"] + edits["other"], hits), "by_the_first_edit": edits["first"]},
        "missed": {name: rows[:5] for name, rows in missed.items()},
    }  # fmt: skip


def table(results: dict[str, Any]) -> None:
    names = list(results)
    print(f"{'planted':24}" + "".join(f"{name:>22}" for name in names))
    for operator in OPERATORS:
        cells = [results[name]["faults"][operator.__name__] for name in names]
        print(f"{operator.__name__:24}" + "".join(f"{c['hits']:>12} of {c['of']:<6}" if c["of"] else f"{'-':>22}" for c in cells))
    for name in names:
        row = results[name]
        print(f"\n{name}: {row['stories']} stories, {row['shots']} shots")
        for what in ("found", "mended", "stories_with_findings"):
            cell = row[what]
            print(f"  {what.replace('_', ' '):24} {cell['hits']} of {cell['of']}: {100 * (cell['share'] or 0):.1f} % ({100 * cell['low']:.1f}..{100 * cell['high']:.1f})")
        print("".join(f"  {count} x {what} before anything was planted\n" for what, count in row["alarms"].items()), end="")
        print("".join(f"  missed {what}: {rows[0]} ...\n" for what, rows in row["missed"].items()), end="")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, count in (("embedded", 60), ("model", 20), ("imported", 40), ("hand", 4), ("seeds", 2)):
        parser.add_argument(f"--{name}", type=at_least(1), default=count)
    asked = parser.parse_args()
    results: dict[str, Any] = {}
    for name, source in SOURCES.items():
        stories = list(source(getattr(asked, name)))
        written = Counter(f.what for story in stories for f in check(story))
        if name == "model":
            stories = [mend(story).story for story in stories]
        results[name] = measured(stories, asked.seeds) | {"as_written": dict(written)}
    table(results)
    record("continuity", results, parser, asked)


if __name__ == "__main__":
    main()
