"""What the commands about whole stories do: archives in, copies, stories put away. Archives go out by `fabula export`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from app.commands import plain_head, tell
from app.studio import Studio


def unpack(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.unpack(given.file)
        count = len(studio.takes(head.id))
        words = f"{head.title} is story {head.id}, with {count} take{'s' * (count != 1)}. `fabula explain {head.id}` shows what is there."
        return tell(given, plain_head(head) | {"takes": count}, words)


def duplicate(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.duplicate(studio.find(given.story))
        return tell(given, plain_head(head), f"{head.title} is there twice now: the copy is story {head.id}. Nothing of it has to be made again.")


def away(given: Namespace) -> int:
    with Studio() as studio:
        found = studio.find(given.story)
        head = studio.take_out(found.id) if given.back else studio.put_away(found.id)
        words = f"{head.title} is shown among the others again." if given.back else f"{head.title} is put away; `fabula away {head.id} --back` shows it again."
        return tell(given, plain_head(head), words)


COMMANDS: dict[str, Callable[[Namespace], int]] = {"duplicate": duplicate, "away": away}
