"""What the command about watching does: reads the takes that nobody has read, and tells what was found; and the lines about it at a film's end."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import Any

from app.commands import plain_head, tell, watched
from app.db.stories import Head
from app.progress import Progress
from app.studio import Studio
from app.watching import WATCH, Amiss, Watched, measured
from storyboard.errors import StepFailed
from storyboard.watching import Check

NAMED = 3  # findings told at a film's end


def watch(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.find(given.story)
        known, failures = studio.readings(head, given.size, given.shot), []
        if known.unseen:
            progress = Progress()
            progress.say(f"Reading {len(known.unseen)} takes of {head.title!r}.")
            with watched(progress) as look:
                made = studio.film(head, given.size, look, WATCH)
            failures = [f"Not read: {step}: {event.message}" for step, event in made.failures.items()]
            known = studio.readings(head, given.size, given.shot)
        words = "\n".join([*_told(known, shlex.quote(given.story), given.all), *failures, f"{totals(known)}{_hint(known, given.all)}"])
        return tell(given, document(head, known), words) or (StepFailed.exit_code if failures else 0)


def _told(known: Watched, story: str, everything: bool) -> Iterator[str]:
    """Findings, then notes, then what could not be read, then, where everything is asked for, what holds."""
    for title, several in (("Findings", known.findings), ("Notes: advisory, their readers are not sure enough to act on", known.notes)):
        if several:
            yield f"{title}:"
            yield from (line for one in several for line in _row(one, story, known))
    if known.unread:
        yield "Not read:"
        yield from _unread(known)
    if everything and known.reads:
        yield "Holds:"
        yield from (f"  {read.step:22} {_measured(check)}" for read in known.reads for check in read.reading.checks if check.holds)


def _unread(known: Watched) -> Iterator[str]:
    """The same sentence of many takes is said once."""
    steps: dict[str, list[str]] = {}
    for step, words in known.unread:
        steps.setdefault(words, []).append(step)
    for words, several in steps.items():
        yield f"  {', '.join(several[:NAMED])}{f' and {len(several) - NAMED} more' if len(several) > NAMED else ''}: {words}"


def _row(one: Amiss, story: str, known: Watched) -> Iterator[str]:
    is_old = any(read.step == one.step and not read.is_current for read in known.reads)
    yield f"  {one.step:22} {_measured(one.check)}{' (of an older take)' if is_old else ''}"
    does = f" fabula {one.remedy.command.format(story=story)}" if one.remedy.command else ""
    yield f"  {'':22} {one.remedy.words}{does}"


def _measured(check: Check) -> str:
    value, way, bound = measured(check)
    return f"{check.sort:10} {check.words} [{value}, {way or 'bound'} {bound}]"


def totals(known: Watched) -> str:
    """One line: how much was read and what it came to."""
    if not known.is_watched:
        return "This story is not watched: story.direction.watch is false."
    read, checks = len(known.reads), sum(len(one.reading.checks) for one in known.reads)
    left = f"; {len(known.unread)} things could not be read" if known.unread else ""
    return f"{_count(read, 'take')} read, {_count(checks, 'check')}: {_count(len(known.findings), 'finding')}, {_count(len(known.notes), 'note')}{left}."


def _hint(known: Watched, everything: bool) -> str:
    if known.is_watched and not known.reads and not known.unseen:
        return " Nothing is made yet: `fabula film` makes the film."
    return " --all shows what holds too." if not everything and any(check.holds for read in known.reads for check in read.reading.checks) else ""


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def document(head: Head, known: Watched) -> dict[str, Any]:
    """What scripts read: every check of every take, and what helps where one does not hold."""
    helps = {id(one.check): one for one in known.amiss}
    takes = [
        {
            "step": read.step, "sha256": read.sha256, "is_current": read.is_current, "score": read.reading.score, "unread": list(read.reading.unread),
            "checks": [check.model_dump(mode="json") | _help(helps.get(id(check)), head) for check in read.reading.checks],
        } for read in known.reads
    ]  # fmt: skip
    return plain_head(head) | {"findings": len(known.findings), "notes": len(known.notes), "unseen": list(known.unseen), "takes": takes}


def _help(one: Amiss | None, head: Head) -> dict[str, str]:
    return {"shot": one.shot, "do": one.remedy.words, "command": f"fabula {one.remedy.command.format(story=head.id)}" if one.remedy.command else ""} if one else {}


def at_the_end(studio: Studio, head: Head, size: str) -> tuple[list[str], dict[str, Any]]:
    """After a film: the lines that say what the watcher found in it, and the same for scripts. Nothing where it is not watched."""
    known = studio.readings(head, size)
    if not known.is_watched:
        return [], {}
    name = size.partition(":")[0]
    again = f"fabula watch {head.id}" + (f" --size {name}" if name != "default" else "")
    lines = [f"The watcher: {totals(known)} `{again}` says more."]
    lines += [f"  {one.shot or one.step}: {one.check.words}" for one in known.findings[:NAMED]]
    lines += [f"  and {len(known.findings) - NAMED} more"] if len(known.findings) > NAMED else []
    return lines, {"watched": {"takes": len(known.reads), "findings": len(known.findings), "notes": len(known.notes), "unread": len(known.unread)}}


COMMANDS: dict[str, Callable[[Namespace], int]] = {"watch": watch}
