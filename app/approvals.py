"""Approvals: what a person decides while a story is written and changed. Drafts wait level by level, proposed edits wait to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app import authoring, drafting, proposals
from app.authoring import Approve
from app.db.store import Store
from app.db.stories import Head
from app.drafting import Draft, Home
from app.guard import Guard
from app.proposals import Note, Proposal
from app.settings import Settings
from storyboard.errors import BadInput
from storyboard.rules import Said


def quiet(_said: Any) -> None:
    """Nobody follows the writer."""


class Approvals:
    """The part of a Studio that waits for a person."""

    settings: Settings
    store: Store
    guard: Guard
    approve: Approve | None = None  # asked before the first paid call of a stage where a budget is set; None: nothing is sent then

    @property
    def home(self) -> Home:
        return Home(self.store, self.settings, self.approve)

    def draft(self, premise: authoring.Premise, stop: str, progress: Callable[[Any], None] = quiet) -> Draft:
        """A premise written up to a level (treatment, cast, outline, shots), and kept for a person to look at."""
        self.guard.check([Said("the premise", premise.text)], progress)
        return drafting.start(self.home, premise, stop, progress)

    def go_on(self, draft: Draft, stop: str | None = None, progress: Callable[[Any], None] = quiet) -> Draft | Head:
        """What is there of the draft is approved, and the rest written: up to `stop`, or to its end, which is a story."""
        found = drafting.go_on(self.home, draft, stop, progress)
        if isinstance(found, Draft):
            return found
        self.guard.story(found, tell=progress)
        head = self.store.stories.same(found) or self.store.stories.add(found)
        self.store.papers.end(draft.id, head.id)
        self.store.ledger.move(draft.id, head.id)
        return head

    def kept(self, premise: authoring.Premise) -> str:
        """Where a story that was refused can be found and mended, in words; "" for a told tale, whose words are its premise's."""
        try:
            draft = drafting.start(self.home, premise, "shots", quiet)  # replies are remembered: it is the same story, and costs nothing
        except BadInput:
            return ""
        return f"It is kept as draft {draft.id}: `fabula draft {draft.id}` shows it and changes it, `fabula write --draft {draft.id}` goes on."

    def drafts(self) -> list[Draft]:
        return drafting.all_of(self.store)

    def find_draft(self, wanted: str) -> Draft:
        """By id, or the beginning of it."""
        return drafting.of(self.store, wanted)

    def change_draft(self, draft: Draft, sets: Sequence[str], file: Path | None = None) -> Draft:
        """Fields ("treatment.ending=...") or whole levels changed; later levels that nobody approved are taken back, to be written from them."""
        return drafting.change(self.store, draft, sets, file)

    def revise(self, head: Head, note: str | Note, progress: Callable[[Any], None] = quiet) -> Proposal:
        """The edit that a note asks for, as a diff. It is kept and changes nothing until it is accepted. BadInput: nothing of it can be done."""
        asked = Note(note) if isinstance(note, str) else note
        self.guard.check([Said("the note", asked.text)], progress)
        return proposals.propose(self.home, head, asked, self.guard, progress)

    def proposed(self, head: Head) -> Proposal:
        """The last edit that was proposed for a story and waits. Missing."""
        return proposals.waiting(self.store, head)

    def accept(self, proposal: Proposal) -> Head:
        """Exactly the edit that was shown, as a new revision. Conflict or BadInput when the story has moved where it matters."""
        return proposals.accept(self.store, proposal)
