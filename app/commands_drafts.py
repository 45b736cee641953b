"""What the commands of a person in the loop do: revise a story by a note."""

from __future__ import annotations

import shlex
from argparse import Namespace

from app import authoring, deliver
from app.commands import _head as head_of
from app.commands import _saved as saved
from app.commands import tell
from app.progress import Progress
from app.studio import Studio
from storyboard.errors import BadInput


def revise(given: Namespace) -> int:
    """Propose, or accept what was proposed, or both at once."""
    out = None if given.out is None else deliver.writable(given.out, ".json")
    if given.note is None and not given.accept:
        raise BadInput(f'Give a note, as in: fabula revise {shlex.quote(given.story)} "make the fox kinder, and end in the rain"; or --accept what was proposed.')
    with Studio() as studio:
        head, file = studio.take_up(given.story) if given.accept else (studio.find(given.story), None)
        if given.note is None:
            proposal = studio.proposed(head)
        else:
            progress = Progress()
            progress.say(f"The note is read by {studio.writer}.")
            try:
                proposal = studio.revise(head, given.note, progress.writing)
            finally:
                progress.close()
        words = f"{proposal.words()}\nBy {authoring.said(proposal.by)}."
        if not given.accept:
            again = f"fabula revise {shlex.quote(given.story)} --accept"
            return tell(given, proposal.plain() | {"accepted": False}, f"{words} Nothing is changed yet: `{again}` accepts it.")
        head = studio.accept(proposal)
        words += f" {head.title} is at revision {head.revision}; `fabula undo {head.id}` takes it back."
        return tell(given, head_of(head) | {"proposal": proposal.plain(), "accepted": True}, words + saved(studio, head, out or file))
