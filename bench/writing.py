"""What writing with a model costs, and what it survives, against servers on loopback that obey schemas or misbehave on purpose.

    python -m bench.writing [--seeds 50] [--shots 12 60 240 600]

Tokens are counted by the rule of agents/budget.py. Each fault is played two ways: on the first request of some questions (the model's own
words must come through), and on every request of one kind of question (that unit is the embedded writer's and marked, or parked).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import Any

from agents.brief import Brief
from agents.hierarchy import SECONDS_A_SHOT
from agents.prompting import LONGEST_PROMPT
from agents.writer import Parked
from agents.writer_openai import Endpoint, OpenAIWriter
from agents.writing import write
from app.ways_of import ways
from bench.record import at_least, record
from storyboard.continuity import check
from storyboard.memo import MemoryMemo
from storyboard.plan import plan
from storyboard.story import Story, dangling
from tests.agents.fake_endpoint import FAULTS, HARMLESS, PARTIAL, always, once, reply, serving
from tests.agents.obedient import SPOKEN, obedient

PREMISE = "A lighthouse keeper befriends a storm"
KINDS = {
    "treatment": "You are a story editor", "cast": "You cast", "places": "You find the places", "scenes": "You break short animated films into scenes",
    "shots": "You break one scene", "review": "You read the script",
}  # fmt: skip
WORDS = frozenset(SPOKEN.split())


def writer(url: str, timeout: float = 20.0) -> OpenAIWriter:
    return OpenAIWriter(Endpoint(url, "loopback", timeout_seconds=timeout, retries=1, pause_seconds=0.0))


def cost(shots: int) -> dict[str, Any]:
    """One film of about so many shots by a server that obeys schemas."""
    with serving(lambda n, r: reply(obedient(r))) as endpoint:
        one, began = writer(endpoint.url), time.perf_counter()
        story = write(PREMISE, Brief(seconds=max(24.0, shots * SECONDS_A_SHOT)), one, MemoryMemo())
        wrote = time.perf_counter()
    prompts = [sum(len(m["content"]) for m in request["messages"]) for request in endpoint.asked]
    check(story)
    linted = time.perf_counter()
    steps = len(plan(story, ways()))
    return {
        "asked_shots": shots, "shots": len(story.shots), "scenes": len(story.scenes), "calls": len(endpoint.asked), "prompt_tokens": one.budget.sent,
        "reply_tokens": one.budget.received, "largest_prompt_characters": max(prompts), "largest_prompt_tokens": one.budget.largest,
        "write_seconds": round(wrote - began, 2), "lint_seconds": round(linted - wrote, 3), "plan_seconds": round(time.perf_counter() - linted, 3),
        "steps": steps,
    }  # fmt: skip


def fitted(rows: list[dict[str, Any]], key: str) -> dict[str, float]:
    """Least squares of a cost over shots: a line, and how much of the variance it explains."""
    x, y = [row["shots"] for row in rows], [row[key] for row in rows]
    slope, intercept = statistics.linear_regression(x, y)
    return {"per_shot": round(slope, 3), "fixed": round(intercept, 1), "r2": round(statistics.correlation(x, y) ** 2, 5)}


def own_words(story: Story) -> bool:
    """Whether every line is the server's."""
    lines = [line.text for shot in story.shots for line in shot.lines]
    return story.writer == "loopback" and all(set(text.split()[:-1]) <= WORDS for text in lines)


def recovered(fault: str, seed: int) -> str:
    """A server that fails once in a while: "own words", or what happened instead."""
    with serving(once(fault, seed, obedient)) as endpoint:
        memo = MemoryMemo()
        try:
            story = write(f"{PREMISE} {seed}", Brief(seconds=24, seed=seed), writer(endpoint.url, timeout_of(fault)), memo)
        except Exception as error:  # a bench counts whatever comes
            return f"exception {type(error).__name__}: {error}"
    if PARTIAL in story.model_dump_json() or dangling(story):
        return "partial text accepted"
    return "own words" if own_words(story) else f"not its own words: {story.writer}"


def lost(fault: str, seed: int) -> str:
    """A server that never answers one kind of question: "embedded and marked", or "parked and finished later", in turn by seed."""
    kinds = ("scenes", "shots") if fault == "unknown names" else [k for k in KINDS if k != "review"]
    kind = random.Random(f"{fault}|{seed}").choice(kinds)
    memo, park = MemoryMemo(), bool(seed % 2)
    brief = Brief(seconds=24, seed=seed, park=park)
    try:
        with serving(always(fault, KINDS[kind], obedient)) as endpoint:
            story = write(f"{PREMISE} {seed}", brief, writer(endpoint.url, timeout_of(fault)), memo)
    except Parked:
        return _resumed(brief, memo) if park else "parked unasked"
    except Exception as error:
        return f"exception {type(error).__name__}: {error}"
    if PARTIAL in story.model_dump_json() or dangling(story):
        return "partial text accepted"
    if own_words(story):
        return "own words"
    return "not parked" if park else "embedded and marked" if "parts by offline" in story.writer else f"not marked: {story.writer}"


def _resumed(brief: Brief, memo: MemoryMemo) -> str:
    """The same writing again, with a server that is well."""
    with serving(lambda n, r: reply(obedient(r))) as endpoint:
        story = write(f"{PREMISE} {brief.seed}", brief, writer(endpoint.url), memo)
    return "parked, then own words" if own_words(story) else "parked and lost"


def timeout_of(fault: str) -> float:
    return 0.4 if fault in ("hang", "slow drip") else 20.0


def faults(seeds: int) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for fault in FAULTS:
        began = time.perf_counter()
        rows: dict[str, dict[str, int]] = {"once": {}, "always": {}}
        for seed in range(seeds):
            for way, run in (("once", recovered), ("always", lost)):
                said = run(fault, seed)
                rows[way][said] = rows[way].get(said, 0) + 1
        found[fault] = rows
        print(f"{fault:28} once: {rows['once']}  always: {rows['always']}  {time.perf_counter() - began:.0f} s", flush=True)
    return found


def summed(found: dict[str, dict[str, dict[str, int]]]) -> dict[str, int | float]:
    runs = [(fault, way, said, count) for fault, rows in found.items() for way, row in rows.items() for said, count in row.items()]
    return {
        "modes": len(found), "runs": sum(count for *_, count in runs),
        "unhandled_exceptions": sum(count for *_, said, count in runs if said.startswith("exception")),
        "partial_texts_accepted": sum(count for *_, said, count in runs if said.startswith("partial")),
        "recoverable_runs": sum(count for _, way, _, count in runs if way == "once"),
        "recoverable_in_own_words": sum(count for _, way, said, count in runs if way == "once" and said == "own words"),
        "lost_units_embedded_and_marked": sum(count for *_, said, count in runs if said == "embedded and marked"),
        "lost_units_parked_and_finished_later": sum(count for *_, said, count in runs if said == "parked, then own words"),
        "harmless_though_always": sum(count for fault, way, said, count in runs if way == "always" and said == "own words" and fault in HARMLESS),
        "anything_else": sum(
            count for fault, way, said, count in runs
            if said not in ("embedded and marked", "parked, then own words") and not (said == "own words" and (way == "once" or fault in HARMLESS))
        ),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=at_least(1), default=50)
    parser.add_argument("--shots", type=at_least(8), nargs="+", default=[12, 60, 240, 600])
    asked = parser.parse_args()
    rows = []
    for shots in asked.shots:
        rows.append(cost(shots))
        print(rows[-1], flush=True)
    found: dict[str, Any] = {"bound_characters": LONGEST_PROMPT, "costs": rows}
    if len(rows) > 1:
        found["fit"] = {key: fitted(rows, key) for key in ("calls", "prompt_tokens")}
        per = {row["asked_shots"]: row["calls"] / row["shots"] for row in rows}
        found["calls_a_shot_at_600_over_60"] = round(per[600] / per[60], 3) if {60, 600} <= set(per) else None
        print(found["fit"], found["calls_a_shot_at_600_over_60"])
    found["faults"] = faults(asked.seeds)
    found["summary"] = summed(found["faults"])
    print(found["summary"])
    record("writing", found, parser, asked)


if __name__ == "__main__":
    main()
