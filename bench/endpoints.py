"""Films written through three real OpenAI-compatible servers with a tiny random model: what each takes, and what is left to the embedded writer.

    python -m bench.endpoints [--films 3] [--python PATH] [--only NAME ...]

The servers and what they need: bench/servers.py. `--python`: an interpreter that has them (they need not stand in Fabula's environment).
A unit is one question of the writing (treatment, cast, places, scenes, each scene's shots, review). The model says nothing that means
anything, so a reply counts when it is whole, of the schema asked for, and names nobody unknown; a scene asked for again "stayed" when no
better one came. The command line is asked once each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from agents.brief import Brief
from agents.desk import Remark
from agents.streaming import Passing
from agents.writer_openai import RUNGS, Endpoint, OpenAIWriter
from agents.writing import write
from bench.record import at_least, record
from bench.servers import NEEDS, ROOT, Served, missing, running
from bench.tiny_model import TinyModel, make
from storyboard.memo import MemoryMemo
from storyboard.story import dangling

PREMISE = "A lighthouse keeper befriends a storm"
STEPS_IN, STAYS = "the embedded writer steps in", " stays as it was: "
SECONDS = 36.0
COLUMNS = ("server", "rung", "films", "units", "by_model", "by_embedded", "stayed", "requests", "seconds", "exceptions", "command_line")


def film(served: Served, seed: int) -> dict[str, Any]:
    """One film through the server: its units, who wrote them, and anything that was raised."""
    one = OpenAIWriter(Endpoint(served.url, served.model, retries=1, pause_seconds=0.0, most_tokens=2048))
    heard: list[str] = []
    began, problem = time.perf_counter(), ""
    try:
        story = write(PREMISE, Brief(seconds=SECONDS, seed=seed), one, MemoryMemo(), heard.append)
    except Exception as error:  # a bench counts whatever comes
        problem = f"{type(error).__name__}: {str(error)[:300]}"
    stepped = sum(isinstance(h, Remark) and h.startswith(STEPS_IN) for h in heard)
    stayed = sum(isinstance(h, Remark) and STAYS in h for h in heard)
    units = sum(not isinstance(h, Remark | Passing) for h in heard)
    if not problem:
        problem = _wrong(story.writer, stepped, units, one.name) or "; ".join(dangling(story))
    return {
        "seed": seed, "rung": RUNGS[one.rung], "units": units, "by_embedded": stepped, "stayed": stayed, "by_model": units - stepped - stayed, "requests": one.budget.calls,
        "seconds": round(time.perf_counter() - began, 1), "problem": problem,
        "writer": "" if problem else story.writer.replace(served.model[:60], "(model)"), "shots": 0 if problem else len(story.shots),
    }  # fmt: skip


def _wrong(writer: str, stepped: int, units: int, name: str) -> str:
    """Why a story's credit does not say who wrote it; "" when it does."""
    expected = name if not stepped else "offline" if stepped == units else f"{name[:60]} (parts by offline)"
    reviewed = {name[:80], expected[:80], "offline"}  # a review alone may be the embedded writer's, and leaves no word in the film
    return "" if writer in reviewed else f"the credit is {writer!r} where {expected!r} was expected"


def by_command_line(served: Served, home: Path) -> str:
    """`fabula write` with FABULA_LLM_URL: "written", or the end of what it said."""
    environment = {**os.environ, "FABULA_HOME": str(home), "FABULA_LLM_URL": served.url, "FABULA_LLM_MODEL": served.model, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app.cli", "write", PREMISE, "--minutes", "0.6"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT, timeout=600)
    said = done.stdout + done.stderr
    return "written" if done.returncode == 0 and "Traceback" not in said else f"exit {done.returncode}: {said[-300:]}"


def measured(name: str, model: TinyModel, python: str, films: int, where: Path) -> dict[str, Any]:
    """One server's row."""
    absent = missing(name, python)
    if absent:
        return {"server": name, "missing": absent}
    with running(name, model, where / f"{name}.log", python) as served:
        rows = [film(served, seed) for seed in range(films)]
        said = by_command_line(served, where / f"{name}-home")
    total = {key: sum(row[key] for row in rows) for key in ("units", "by_model", "by_embedded", "stayed", "requests", "seconds")}
    return {
        "server": name, "rung": ", ".join(sorted({row["rung"] for row in rows})), "films": films, **total, "seconds": round(total["seconds"], 1),
        "exceptions": sum(bool(row["problem"]) for row in rows), "command_line": said, "rows": rows,
    }  # fmt: skip


def shown(row: dict[str, Any]) -> str:
    if "missing" in row:
        return f"{row['server']:18} not here: {', '.join(row['missing'])} cannot be imported (see bench/servers.py)"
    return f"{row['server']:18}" + "".join(f"{row[column]!s:>{max(9, len(column) + 2)}}" for column in COLUMNS[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=at_least(1), default=3)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", choices=NEEDS, nargs="+", default=list(NEEDS))
    asked = parser.parse_args()
    print(f"{'server':18}" + "".join(f"{column:>{max(9, len(column) + 2)}}" for column in COLUMNS[1:]))
    found = []
    with tempfile.TemporaryDirectory() as folder:
        model = make(Path(folder))
        for name in asked.only:
            found.append(measured(name, model, asked.python, asked.films, Path(folder)))
            print(shown(found[-1]), flush=True)
    if any("missing" in row for row in found):
        print("results/endpoints.json is left as it is: not every server was here")
        return
    parser.set_defaults(python=asked.python)
    record("endpoints", {"premise": PREMISE, "seconds": SECONDS, "servers": found}, parser, asked)


if __name__ == "__main__":
    main()
