"""What the commands about a series do: names that change everywhere, and a cast kept over several films."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import Any

from app import deliver
from app.commands import _head, _saved, tell
from app.studio import Studio
from storyboard.edit import Change, Set

SHOWN = 12  # changed fields that are listed; --json has all of them


def rename(given: Namespace) -> int:
    out = None if given.out is None else deliver.writable(given.out, ".json")
    with Studio() as studio:
        before, file = (studio.find(given.story), None) if given.dry else studio.take_up(given.story)
        change, again = studio.renaming(before, given.old, given.new)
        head = before if given.dry else studio.edit(before.id, change)
        words = [change.note + ":", *_listed(change), again.words()]
        if any(op.target.startswith("character:") and op.field == "name" for op in change.ops if isinstance(op, Set)):
            words.append("Look, voice and pronouns stay as they were; so does the premise.")
        end = "Nothing is changed: this was only shown." if given.dry else f"{head.title} is at revision {head.revision}; `fabula undo {head.id}` takes it back."
        fields = [op.model_dump(mode="json") for op in change.ops]
        document = {"changed": fields, "will_make": list(again.will), "may_make": list(again.may), "stay": again.stay, "dry": given.dry}
        return tell(given, _head(head) | document, "\n".join([*words, end + ("" if given.dry else _saved(studio, head, out or file))]))


def _listed(change: Change) -> Iterator[str]:
    sets = [op for op in change.ops if isinstance(op, Set)]
    yield from (f"  {op.target}.{op.field}: {_said(op.was)} -> {_said(op.value)}" for op in sets[:SHOWN])
    if len(sets) > SHOWN:
        yield f"  and {len(sets) - SHOWN} more; --json lists them all"


def _said(value: Any) -> str:
    return " / ".join(map(str, value)) if isinstance(value, list) and all(isinstance(one, str) for one in value) else str(value)


COMMANDS: dict[str, Callable[[Namespace], int]] = {"rename": rename}
