"""The wall: every story of a home at a glance, what is on its way to be one, and the one way in for a file of any kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import uploads
from app.archives import ENDING
from app.authoring import Script
from app.db.cards import Wall
from app.db.jobs import Job, standing
from app.db.store import Store
from app.db.stories import Head
from app.drafting import Draft
from app.guard import Guard
from app.writing_lane import Writing
from storyboard import upgrade
from storyboard.screenplay import cleaned
from storyboard.story import Story

ON_A_PAGE = 24
LOOKED_AT = 60  # writing jobs that are looked through for what is not a story yet
NOTABLE = 5  # things said of a file that came in


@dataclass(frozen=True)
class Unwritten:
    """A premise on its way to a story: its newest job (None: it was written by the command line), and its draft where one waits."""

    premise: str
    job: Job | None
    draft: Draft | None


class Walls:
    """The part of a Studio that shows all stories."""

    store: Store
    guard: Guard

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...
        def drafts(self) -> list[Draft]: ...
        def unpack(self, path: Path) -> Head: ...
        def bring_in(self, script: Script, onto: str | None = None) -> tuple[Head, Any]: ...
        def writing(self, job: Job) -> Writing: ...

    def head(self, story: str) -> Head:
        """A story by its id, and by nothing else: what an address may name. Missing."""
        return self.store.stories.head(story)

    def wall(self, words: str = "", is_away: bool = False, page: int = 1) -> Wall:
        """ON_A_PAGE stories, the one changed last first: all that are shown, or those put away; only those whose title has `words`."""
        found = self.store.cards.wall(words, is_away, max(0, page - 1) * ON_A_PAGE, ON_A_PAGE)
        known = (one if one.frames is not None else replace(one, frames=self.story(one.head.id).frames) for one in found.cards)
        return replace(found, cards=tuple(known))

    def unwritten(self) -> list[Unwritten]:
        """What is being written, could not be, or waits for a person, the newest first. Each premise once."""
        return list(self._unwritten())

    def _unwritten(self) -> Iterator[Unwritten]:
        drafts = {one.id: one for one in self.drafts()}
        seen: set[str] = set()
        for job, is_open in self.store.jobs.written(LOOKED_AT):
            told, writing = dict(job.progress or {}), self.writing(job)
            draft = drafts.get(told.get("draft") or writing.draft)
            names = {writing.premise.text, "" if draft is None else draft.id} - {""}
            if not names & seen and not job.story and is_open and (draft is not None or job.state != "done"):
                yield Unwritten(writing.premise.text, standing(job), draft)
            seen |= names
        yield from (Unwritten(one.premise.text, None, one) for one in drafts.values() if one.id not in seen)

    def give_up(self, job: int, draft: str) -> None:
        """A premise or draft that no longer waits. It is kept, and shown no more."""
        for paper in (draft, self.store.jobs.get(job).paper if job else ""):
            if paper:
                self.store.papers.end(paper)

    def take_in(self, path: Path) -> tuple[Head, tuple[str, ...]]:
        """A file of any kind that can become a story: an archive, a story.json, a screenplay, a shot list, a tale in prose. The story, and
        what is to be said of it. BadInput, Refused."""
        if path.suffix.lower() == ENDING:
            return self.unpack(path), ()
        if path.suffix.lower() == ".json" and _is_story(text := uploads.text(path, upgrade.LARGEST)):
            story = upgrade.load(text)
            self.guard.story(story)
            return self.store.stories.same(story) or self.store.stories.add(story, "", f"read from {cleaned(path.name)}"), ()
        head, adapted = self.bring_in(Script(path))
        more = len(adapted.remarks) - NOTABLE
        said = (*adapted.remarks[:NOTABLE], *([f"And {more} more things like these."] if more > 0 else []))
        return head, (adapted.words(), *said)


def _is_story(text: str) -> bool:
    """A story.json, and not a shot list: it says whom it is about, and who speaks."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and "scenes" in tree and ("characters" in tree or "format_version" in tree)

