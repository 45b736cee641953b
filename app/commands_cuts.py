"""What the commands of cuts do: a film goes out to other programs, and comes back as an editor left it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import deliver
from app.commands import plain_head, saved, tell
from app.db.stories import Head
from app.studio import Studio
from storyboard.errors import BadInput

if TYPE_CHECKING:
    from app.exchange.losses import Unrepresented


def export(given: Namespace) -> int:
    out = given.out
    if given.format and not out.name.lower().endswith("." + given.format.lower()):
        out = out / f"story.{given.format}" if out.is_dir() else out.with_name(f"{out.name}.{given.format}")
    with Studio() as studio:
        head = studio.find(given.story)
        path = studio.export(head, out, given.size, given.lean)
        report, words = _reported(studio, head, path, given.size)
        return tell(given, {"file": str(path), "unrepresented": [one._asdict() for one in report]}, "\n".join([f"{path}", *words]))


def _reported(studio: Studio, head: Head, path: Path, size: str) -> tuple[Sequence[Unrepresented], list[str]]:
    """What the file cannot say of the film, and that in words; beside the file too, where it has no room inside."""
    from app.exchange import EDITORS, losses, named_of

    named = named_of(path)
    if named not in EDITORS:
        return (), []
    found = studio.unrepresented(head, named, size)
    if named not in losses.PACKED:
        deliver.written(losses.report(found), path.with_name(path.name[: -len(named)] + "report.txt"))
    return found, [f"  {one.words()}" for one in found]


def recut(given: Namespace, out: Path | None) -> int:
    """A cut comes back: what arrived, and what was left as it was."""
    if given.into is None:
        raise BadInput(f"{given.file.name} is a cut. Say of which story: --into STORY.")
    with Studio() as studio:
        before, file = studio.take_up(given.into)
        head, found = studio.recut(before.id, given.file, given.format)
        words = [f"{head.title}: {found.words()}; it is at revision {head.revision}.", *(f"  {one}." for one in found.arrived)]
        words += [f"  Left as it was: {one}." for one in found.left]
        document = {"arrived": list(found.arrived), "left": list(found.left), "out": None if out is None else str(out)}
        return tell(given, plain_head(head) | document, "\n".join(words) + saved(studio, head, out or file))


COMMANDS: dict[str, Callable[[Namespace], int]] = {"export": export}
