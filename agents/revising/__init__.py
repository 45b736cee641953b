"""revise(): a note becomes an edit of the story, which nobody has accepted yet.

A model is asked once, for edits in names and numbers; where none is set, or it gives no usable reply, the embedded reviser reads the note by
rules. Either way code turns names into ids, and the edit is tried on the story before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from agents.brief import clean_premise
from agents.desk import Desk, Remark
from agents.prompting import prompt
from agents.revising import bound
from agents.revising.deeds import Doing, done
from agents.revising.edits import EVERYONE, NOBODY, Edit, Edits
from agents.revising.reading import CAN, UNREAD, EmbeddedReviser
from agents.revising.shown import shown
from agents.writer import Prompt, Remembering, Writer, allow
from storyboard.continuity import check
from storyboard.differences import Difference, difference
from storyboard.edit import Change, Set, edit, stamped
from storyboard.errors import BadInput
from storyboard.memo import Memo
from storyboard.story import Limits, Story

LONGEST_NOTE = 4000  # characters
OWN = "offline"


class Wish(NamedTuple):
    """A note, and the id of the one shot that it may change; None: whatever it names."""

    note: str
    shot: str | None = None


class Proposal(NamedTuple):
    """An edit that waits to be accepted. `change`: operations that know what they saw; `story`: the story with them; `by`: whose they are;
    `left`: what of the note is not in it, and why; `said`: what to know of what is."""

    note: str
    change: Change
    story: Story
    rows: tuple[Difference, ...]
    by: str
    left: tuple[str, ...]
    said: tuple[str, ...]


def revise(story: Story, wish: Wish, writer: Writer, memo: Memo, limits: Limits | None = None, progress: Callable[[str], None] | None = None) -> Proposal:
    """What a note makes of the story. The story itself is not touched. BadInput: nothing of the note can be done, and why; LimitReached."""
    asked = wish._replace(note=clean_note(wish.note))
    tell = progress or (lambda unit: None)
    allow(writer, limits or story.limits)
    embedded = EmbeddedReviser()
    own = writer.name == OWN
    desk = Desk(embedded if own else Remembering(writer, memo), embedded, tell)
    question = asked_of(story, asked)
    answer, by = desk.ask(question, Edits, "revision")
    doing = done(story, answer.edits, asked.shot)
    if not own and by != OWN and not doing.ops:
        tell(Remark(f"the embedded reviser steps in: none of what {by} wished for can be done"))
        answer, by = embedded.ask(question, Edits), OWN
        doing = done(story, answer.edits, asked.shot)
    return proposed(story, asked.note, answer, doing, by)


def asked_of(story: Story, wish: Wish) -> Prompt:
    """The one question about a note."""
    people = tuple(c.name for c in story.characters)
    data, note = {"note": wish.note, "story": story.model_dump(mode="json")}, wish.note
    if wish.shot is not None:
        here = bound.where(story, wish.shot)
        data, note = data | {"where": list(vars(here).values())}, f"Only of scene {here.scene}, shot {here.shot}: {note}"
    return prompt("revise", {"note": note, "story": shown(story)}, data, {"who": (*people, "narrator", EVERYONE, NOBODY)})


def proposed(story: Story, note: str, answer: Edits, doing: Doing, by: str) -> Proposal:
    """The proposal of what could be done. BadInput when that is nothing."""
    left = [*answer.left, *(f"{words(one)}: {why}" for one, why in doing.undone)]
    ops = tuple(seen(story, op) if isinstance(op, Set) else op for op in doing.ops)
    if not ops:
        why = left or [f'"{note[:200]}": {UNREAD}']
        raise BadInput("Nothing of this note can be done. " + "; ".join(why) + "." + (f" {CAN}" if any(row.endswith(UNREAD) for row in why) else ""))
    change = Change(ops=ops, note=f"revised: {note}"[:300])
    after = edit(story, change)
    rows = difference(story, after)
    if not rows:
        raise BadInput("Nothing of this note changes the story: it is so already.")
    known = {(found.what, found.shot) for found in check(story)}
    lints = [f"{found.shot or 'story'}: {found.detail}. {found.fix}" for found in check(after) if (found.what, found.shot) not in known]
    return Proposal(note, change, after, rows, by, tuple(left), (*doing.said, *(f"The lints now find {one}" for one in lints[:6])))


def seen(story: Story, op: Set) -> Set:
    """The operation with what it saw; as it is where its target is new."""
    try:
        (one,) = stamped(Change(ops=(op,)), story).ops
    except BadInput:  # of a line or shot that the same change adds
        return op
    assert isinstance(one, Set)
    return one


def words(one: Edit) -> str:
    """An edit in words: "weather of scene 2 -> rain"."""
    where = f" of scene {one.scene}" + (f", shot {one.shot}" if one.shot else "") if one.scene else ""
    who = f" of {one.who}" if one.who not in (NOBODY, "") else ""
    line = f' "{one.line}"' if one.line else ""
    return f"{one.what}{line}{who}{where}" + (f" -> {one.to}" if one.to else "")


def clean_note(note: str) -> str:
    """The note without signs that print nothing. BadInput when there is none, or too much."""
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"The note has {len(note):,} characters and the limit is {LONGEST_NOTE:,}: ask for fewer things at once.")
    if not note.strip():
        raise BadInput('The note is empty: say what to change, as in "make the fox kinder, and end in the rain".')
    return clean_premise(note)
