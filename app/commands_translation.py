"""What `fabula translate` does: the sheet of lines out, a filled one in, or a model asked."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app import deliver
from app.asking import Approver
from app.commands import limits_of, plain_head, tell
from app.db.stories import Head
from app.progress import Progress
from app.studio import Studio
from app.translations import read_sheet, sheet
from storyboard.errors import BadInput
from storyboard.translation import Translation, lacking, too_long


def translate(given: Namespace) -> int:
    if not re.fullmatch(r"[a-z]{2,3}", given.to):
        raise BadInput(f"--to is {given.to!r}; give a language by its code: zh, es, de, fr, ja.")
    out = deliver.writable(given.out or Path(f"lines.{given.to}.csv"), ".csv")
    with Studio() as studio:
        head = studio.find(given.story)
        if given.file is not None:
            return _made(studio, given, head, read_sheet(given.file, given.to))
        if given.sheet or studio.settings.writer == "offline":
            return _sheet(studio, given, head, out)
        return _asked(studio, given, head, out)


def _made(studio: Studio, given: Namespace, head: Head, translation: Translation) -> int:
    found, done = studio.translate(head, translation)
    words = f"{found.title} is story {found.id}, in {given.to}; it shares every picture with {head.title}. `fabula film {found.id}` makes what is new."
    words += f"\nTheir mouths move otherwise: {', '.join(done.moved)}." if done.moved else ""
    words += f"\nYour own recordings of {', '.join(done.unrecorded)} are in the other language and are left out." if done.unrecorded else ""
    return tell(given, plain_head(found) | {"language": given.to, "moved": list(done.moved), "unrecorded": list(done.unrecorded)}, words)


def _sheet(studio: Studio, given: Namespace, head: Head, out: Path, known: Translation | None = None, why: str = "") -> int:
    """The sheet, and what to do with it. `why`: what is still to be done in it."""
    story = studio.story(head.id, head.revision)
    deliver.written(sheet(story, given.to, known), out, bom=True)
    why = why or ("" if given.sheet else "No model is set that could translate (FABULA_LLM_URL), so this is yours to fill. ")
    words = f"{why}{out} holds every line, its time and about how many letters fit. Fill the column translation, then: "
    words += f"fabula translate {shlex.quote(given.story)} --to {given.to} --file {shlex.quote(str(out))}"
    return tell(given, {"sheet": str(out)}, words)


def _asked(studio: Studio, given: Namespace, head: Head, out: Path) -> int:
    progress = Progress()
    studio.approve = Approver(progress, given.approve)
    try:
        found = studio.asked_translation(head, given.to, limits_of(given), progress.writing)
    finally:
        progress.close()
    story = studio.story(head.id, head.revision)
    missing, long = lacking(story, found), too_long(story, found)
    if not missing and not long:
        return _made(studio, given, head, found)
    told = [f"{len(missing)} lines came without a translation: {', '.join(missing)}."] if missing else []
    told += [f"{one.words()}." for one in long]
    return _sheet(studio, given, head, out, found, "The model left something to do:\n" + "\n".join(told) + "\n")


COMMANDS: dict[str, Callable[[Namespace], int]] = {"translate": translate}
