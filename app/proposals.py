"""A note on a story becomes an edit that waits: shown as a diff, kept, and applied only when a person accepts it.

What is accepted is the very edit that was shown, never one worked out anew: a model's second answer, or a later release's, may differ.
If the story has moved meanwhile, the edit is carried onto its newest revision, and refused where that would change anything else than was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app import authoring
from app.accounts import spender
from app.db.documents import split
from app.db.papers import Paper
from app.db.store import Store
from app.db.stories import Head
from app.drafting import Home
from app.guard import Guard
from storyboard.differences import Difference, difference
from storyboard.edit import Change, Remove, edit, rebase
from storyboard.errors import BadInput, Missing
from storyboard.story import Story

KIND = "proposal"


@dataclass(frozen=True)
class Note:
    """What a person wants changed. `limits`: calls, tokens and money a model may take for it, where a person said so; `shot`: the id of the
    one shot that may change."""

    text: str
    limits: Mapping[str, Any] = field(default_factory=dict)
    shot: str | None = None


@dataclass(frozen=True)
class Proposal:
    """An edit that waits. `revision`: of the story when it was asked for; `by`: who made it of the note; `left`: what of the note is not in
    it, and why; `said`: what to know of it."""

    id: str
    story: str
    revision: int
    note: str
    change: Change
    rows: tuple[Difference, ...]
    by: str
    left: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def words(self) -> str:
        """The diff, and what is not in it."""
        rows = [row.words() for row in self.rows] + [f"Not done: {one}" for one in self.left] + [f"Note: {one}" for one in self.said]
        return "\n".join(rows)

    def plain(self) -> dict[str, Any]:
        return {
            "id": self.id, "story": self.story, "revision": self.revision, "note": self.note, "by": self.by, "rows": [row._asdict() for row in self.rows],
            "left": list(self.left), "said": list(self.said), "change": self.change.model_dump(mode="json"),
        }  # fmt: skip


def propose(home: Home, head: Head, note: Note, guard: Guard, progress: Callable[[Any], None]) -> Proposal:
    """The edit that a note asks for, kept until it is accepted. BadInput: nothing of the note can be done, and why; Refused."""
    from agents.revising import Wish, asked_of, clean_note, revise

    store, settings, approve = home
    before = store.stories.load(head.id, head.revision)
    text, limits = clean_note(note.text), before.limits.model_copy(update=dict(note.limits))
    wish = Wish(text, note.shot)
    writer = authoring.asked_first(settings, note.limits, asked_of(before, wish), approve, spender(store, head.id))
    found = revise(before, wish, writer, store.memo, limits, progress)
    guard.story(found.story, before, progress)
    while (older := store.papers.newest(KIND, head.id)) is not None:  # one waits at most: an earlier one, accepted later, would come as a surprise
        store.papers.end(older.id)
    waits = Proposal("", head.id, head.revision, text, found.change, found.rows, found.by, found.left, found.said)
    return _proposal(store.papers.add(KIND, waits.plain(), head.id))


def waiting(store: Store, head: Head) -> Proposal:
    """The last edit that was proposed for a story and not accepted. Missing."""
    paper = store.papers.newest(KIND, head.id)
    if paper is None:
        raise Missing(f'Nothing waits to be accepted for {head.title!r}. `fabula revise {head.id} "make the fox kinder"` proposes an edit.')
    return _proposal(paper)


def accept(store: Store, proposal: Proposal) -> Head:
    """The proposal as a new revision. Conflict or BadInput when the story has moved so that something else would change than was shown."""
    looked_at = store.stories.load(proposal.story, proposal.revision)

    def apply(newest: Story) -> tuple[Story, dict[str, Any], str]:
        moved = rebase(proposal.change, newest)
        after = edit(newest, moved)
        if _shown(difference(newest, after)) != _shown(proposal.rows) or _touched(proposal.change, looked_at, newest):
            raise BadInput(
                f"Since this edit was proposed (on revision {proposal.revision}) the story has changed where it matters, so it would no longer do what "
                "was shown. Nothing is changed; ask for it again with the same note."
            )
        return after, moved.model_dump(mode="json"), proposal.change.note

    head = store.stories.change(proposal.story, apply)
    store.papers.end(proposal.id)
    return head


def _shown(rows: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    """What a reader compares: scenes and shots may be counted otherwise by now."""
    return sorted((row.what, row.before, row.after) for row in rows)


def _touched(change: Change, before: Story, now: Story) -> bool:
    """Whether something that is to go has been worked on since."""
    old, new = split(before), split(now)
    going = [op.target for op in change.ops if isinstance(op, Remove)]
    going += [f"shot:{shot}" for target in going for shot in old.get(target, {}).get("shots", ())]
    return any(old.get(target) != new.get(target) for target in going)


def _proposal(paper: Paper) -> Proposal:
    told = paper.content
    return Proposal(
        paper.id, told["story"], told["revision"], told["note"], Change.model_validate(told["change"]), tuple(Difference(**row) for row in told["rows"]),
        told["by"], tuple(told["left"]), tuple(told["said"]),
    )  # fmt: skip
