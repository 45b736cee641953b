"""The batch command: a file of films, made or looked at, with a report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from app.asking import Approver
from app.batch_dry import Planned
from app.commands import limits_of, tell, watched
from app.progress import Progress, clock
from app.studio import Studio
from storyboard.errors import StepFailed

HEAD = {"film": "film", "state": "state", "length": "length", "files": "files", "findings": "findings", "error": "what was wrong"}


def batch(given: Namespace) -> int:
    from app import batch as films
    from app.batch_file import read

    wishes = read(given.file, _usual(given))
    with Studio() as studio:
        if given.dry:
            return _dry(studio, given, wishes)
        progress = Progress()
        progress.say(f"The stories are written by {studio.writer}.")
        studio.approve = Approver(progress, given.approve, sum(one.kind == "premise" for one in wishes))
        with watched(progress) as look:
            report = films.run(studio, wishes, films.Order(given.out, look, progress.say, progress.writing))
        rows = [
            {"film": d.film, "state": d.state, "length": clock(d.seconds) if d.files else "", "files": str(len(d.files) or ""), "findings": "" if d.findings is None else str(d.findings), "error": d.error}
            for d in report.films
        ]  # fmt: skip
        count = ", ".join(f"{n} {state}" for state in ("made", "kept", "slated", "failed", "stopped", "waits") if (n := sum(d.state == state for d in report.films)))
        again = "" if all(d.is_well for d in report.films) else " The same command makes what is missing."
        tell(given, report.plain(), f"{table(HEAD, rows)}\n{count}. The report is {report.path}.{again}")
        if report.ended is not None:
            raise report.ended
        return 0 if all(d.is_well for d in report.films) else StepFailed.exit_code


def table(head: dict[str, str], rows: Sequence[dict[str, str]]) -> str:
    """Columns as wide as what is in them; those that nobody fills are left out."""
    names = [name for name in head if any(row[name] for row in rows)]
    wide = {name: max(len(head[name]), *(len(row[name]) for row in rows)) for name in names}
    return "\n".join("  ".join(f"{row[name]:{wide[name]}}" for name in names).rstrip() for row in (head, *rows))


def _usual(given: Namespace) -> dict[str, Any]:
    """What the command line says of every film that says nothing else."""
    return {"size": given.size, "seed": given.seed, "limits": limits_of(given), "with": tuple(given.with_ or ())}


def _dry(studio: Studio, given: Namespace, wishes: Sequence[Any]) -> int:
    from app.batch_dry import dry

    found = dry(studio, wishes, given.out)
    head = {"film": "film", "state": "", "shots": "shots", "length": "length", "making": "making", "calls": "calls", "requests": "services", "money": "money", "error": "what is wrong"}
    rows = [
        {
            "film": one.film, "state": one.state, "shots": str(one.shots or ""), "length": "" if one.seconds is None else clock(one.seconds),
            "making": "" if not one.making_s else f"about {clock(one.making_s)}", "calls": str(one.calls or ""), "requests": str(one.requests or ""),
            "money": "" if one.money is None else f"{one.money:.4f}", "error": one.error,
        }
        for one in found
    ]  # fmt: skip
    tell(given, {"fabula_batch_dry": 1, "films": [asdict(one) for one in found]}, f"{table(head, rows)}\n{_sum(found)} Nothing was made.")
    return StepFailed.exit_code if any(one.state == "fails" for one in found) else 0


def _sum(found: Sequence[Planned]) -> str:
    made = [one for one in found if one.state == "make"]
    words = f"{len(made)} film{'s' * (len(made) != 1)} to make, {clock(sum(one.seconds or 0 for one in made))} long together"
    known = [one.making_s for one in made if one.making_s is not None]
    words += f", about {clock(sum(known))} to make" if known else ""
    words += " (without those a model is still to write)" if known and len(known) < len(made) else ""
    calls, money = sum(one.calls for one in made), sum(one.money or 0 for one in made)
    words += f", about {calls} calls of a model" if calls else ""
    requests = sum(one.requests for one in made)
    words += f", {requests} requests to services at most" if requests else ""
    words += f", {money:.4f} in money" if money else ""
    kept, lost = sum(one.state == "keep" for one in found), sum(one.state == "fails" for one in found)
    return words + (f"; {kept} there already" if kept else "") + (f"; {lost} cannot be made" if lost else "") + "."


COMMANDS: dict[str, Callable[[Namespace], int]] = {"batch": batch}
