"""What the commands of a person in the loop do: a story written level by level, and one revised by a note."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app import authoring, deliver
from app.asking import Approver
from app.commands import asked_for, limits_of, plain_head, saved, tell, told_of
from app.drafting import Draft
from app.progress import Progress
from app.proposals import Note
from app.studio import Studio
from storyboard.errors import BadInput

BEGUN_WITH = ("seed", "minutes", "style", "park", "with_", "size", "still", "clip", "smooth")  # of `write`: they are in the draft


def write_on(given: Namespace) -> int:
    """Write a premise up to a level; or go on with a draft, up to a later one or to the end."""
    if given.draft is not None and (given.premise is not None or given.file is not None):
        raise BadInput("Give either a premise or --draft, not both.")
    begun_with = [f"--{name.strip('_')}" for name in BEGUN_WITH if getattr(given, name) not in (None, 0, False, "default")]
    if given.draft is not None and begun_with:
        raise BadInput(f"A draft keeps what it was begun with: leave out {', '.join(begun_with)}, or begin another draft with a premise.")
    if given.stop is not None and given.out is not None:
        raise BadInput("--out is for the finished story, which --stop does not write: leave one of them out. The draft is kept in the home, and `fabula draft ID --json` prints it.")
    progress = Progress()
    with Studio() as studio:
        wanted = None if given.draft is None else studio.find_draft(given.draft)
        progress.say(f"The story is written by {studio.writer}.")
        studio.approve = Approver(progress, given.approve)
        try:
            if wanted is None:
                found: Any = studio.draft(asked_for(studio, given), given.stop, progress.writing)
            else:
                raised = replace(wanted.premise, limits={**wanted.premise.limits, **limits_of(given)})
                found = studio.go_on(replace(wanted, premise=raised), given.stop, progress.writing)
        finally:
            progress.close()
        if not isinstance(found, Draft):
            return told_of(studio, given, found)
        return tell(given, found.plain(), f"{found.words(found.level)}\n\n{_how_on(found)}")


def _how_on(draft: Draft) -> str:
    example = {"treatment": "treatment.ending=...", "cast": "cast.NAME.garment=coat", "outline": "outline.1.weather=rain", "shots": "shots.1.1.size=wide"}[draft.level]
    return f"It is draft {draft.id}. `fabula draft {draft.id} --set {example}` changes it; `fabula write --draft {draft.id}` approves it and goes on."


def draft(given: Namespace) -> int:
    """Show a draft, or change it."""
    with Studio() as studio:
        found = studio.find_draft(given.draft)
        if not (given.set or given.change):
            return tell(given, found.plain(), f"{found.words()}\n\n{_how_on(found)}")
        found = studio.change_draft(found, given.set, given.change)
        words = f"{found.words(found.level)}\n\n"
        if found.taken_back:
            words += f"Taken back, to be written anew from what is changed: {', '.join(found.taken_back)}.\n"
        return tell(given, found.plain() | {"taken_back": list(found.taken_back)}, words + _how_on(found))


def drafts(given: Namespace) -> int:
    with Studio() as studio:
        found = studio.drafts()
        words = "\n".join(f"{one.id}  {one.level:9} {one.paper.made_at[:19]}  {one.premise.text[:70]}" for one in found)
        return tell(given, [one.plain() for one in found], words or 'No draft waits. `fabula write "one sentence" --stop treatment` begins one.')


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
            studio.approve = Approver(progress, given.approve)
            try:
                proposal = studio.revise(head, Note(given.note, limits_of(given), given.shot), progress.writing)
            finally:
                progress.close()
        words = f"{proposal.words()}\nBy {authoring.said(proposal.by)}."
        if not given.accept:
            again = f"fabula revise {shlex.quote(given.story)} --accept"
            return tell(given, proposal.plain() | {"accepted": False}, f"{words} Nothing is changed yet: `{again}` accepts it.")
        head = studio.accept(proposal)
        words += f" {head.title} is at revision {head.revision}; `fabula undo {head.id}` takes it back."
        return tell(given, plain_head(head) | {"proposal": proposal.plain(), "accepted": True}, words + saved(studio, head, out or file))


COMMANDS: dict[str, Callable[[Namespace], int]] = {"revise": revise, "draft": draft, "drafts": drafts}
