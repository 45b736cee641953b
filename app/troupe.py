"""Troupe: what a person asks of the cast: pictures and voices before any film, what an edit would come to, the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from app.db.jobs import Job
from app.db.store import Store
from app.db.stories import Head
from app.explain import explain
from app.orders import A_PERSON_WAITS
from app.remade import Remade, remade
from app.settings import Settings
from app.shelf import Shelved, keep, shelved
from app.ways_of import film_size, ways
from storyboard.differences import Difference, difference
from storyboard.edit import Change, edit, stamped
from storyboard.library import Kept, recast
from storyboard.likeness import unsaid
from storyboard.rename import named, rename
from storyboard.sitting import SAMPLE, SITTING, sample, sitting
from storyboard.sound import Voice
from storyboard.story import Story

if TYPE_CHECKING:
    from app.studio import Studio


class Foreseen(NamedTuple):
    """An edit that is not made yet: with what each field was, what it changes, what it would make again, what is to be said of it."""

    change: Change
    rows: tuple[Difference, ...]
    remade: Remade
    remarks: tuple[str, ...]


class Troupe:
    """The part of a Studio that looks after the cast."""

    settings: Settings
    store: Store
    story: Callable[..., Story]

    def foreseen(self, head: Head, change: Change) -> Foreseen:
        """What an edit would come to. BadInput when it cannot be made."""
        story = self.story(head.id, head.revision)
        seen = stamped(change, story)
        after = edit(story, seen)
        return Foreseen(seen, difference(story, after), remade(cast("Studio", self), story, after), unsaid(story, after))

    def renaming(self, head: Head, old: str, new: str) -> tuple[Change, Remade]:
        """The edit that calls `old` `new` wherever it is said, with what each field was, and what it would make again."""
        story = self.story(head.id, head.revision)
        return self._foreseen(story, rename(story, named(story, old), new))

    def recasting(self, head: Head, name: str, as_: str | None) -> tuple[Change, Remade]:
        """The edit that lets `name` of the library play `as_` of the story (None: who has its name); as `renaming`."""
        story = self.story(head.id, head.revision)
        return self._foreseen(story, recast(story, self.store.library.find(name).entry, as_))

    def keep(self, head: Head, names: Sequence[str]) -> list[Kept]:
        """Someone, places and things of a story into the library, as they are there today. BadInput: all of them or none."""
        return keep(cast("Studio", self), head, names)

    def shelved(self) -> list[Shelved]:
        """Everything in the library, by name."""
        return shelved(cast("Studio", self))

    def seated(self, head: Head, size: str = "default") -> dict[str, str | None]:
        """The cast's pictures before any film: step (portrait:mira, portrait:mira.ball, place:shore, thing:lamp) -> digest; None: not made
        yet, or the file that was chosen is gone. `sit` orders them."""
        story = self.story(head.id, head.revision)
        found = explain(sitting(story, ways(size, story.direction, True, self.settings)), self.store)
        takes = self.store.takes.get(one.key for one in found if one.key and one.state == "have")
        return {one.step.id: (one.step.pin or takes[one.key or ""].sha256) if one.state == "have" else None for one in found}

    def sit(self, head: Head, size: str = "default") -> Job:
        """Order all of them; drawn, in a second or so."""
        film_size(size)
        return self.store.jobs.add(Job(0, head.id, head.revision, SITTING, size, rank=A_PERSON_WAITS))

    def hear(self, head: Head, who: str, text: str = "", voice: Voice | None = None) -> Job:
        """Order a sentence in the voice of a character (by id; "narrator" too), or in one that is not saved. The story stays as it is. When the
        job is done its `film` is the sound's digest. BadInput."""
        params = sample(self.story(head.id, head.revision), who, text, voice)
        paper = self.store.papers.add(SAMPLE, params.model_dump(mode="json"), head.id)
        return self.store.jobs.add(Job(0, head.id, head.revision, f"{SAMPLE}:{who}", "default", rank=A_PERSON_WAITS, paper=paper.id))

    def _foreseen(self, story: Story, change: Change) -> tuple[Change, Remade]:
        seen = stamped(change, story)
        return seen, remade(cast("Studio", self), story, edit(story, seen))
