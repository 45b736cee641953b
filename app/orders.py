"""Orders: what a person wants made or written, as jobs. The studio's pages only insert them and look at them; a worker does the work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.authoring import Premise
from app.db.jobs import WRITING, Job, standing
from app.db.store import Store
from app.db.stories import Head
from app.housekeeping import budgeted
from app.settings import Settings
from app.ways_of import film_size
from app.writing_lane import KIND, Writing
from storyboard.errors import LimitReached
from storyboard.rules import Said
from storyboard.story import Story

A_PERSON_WAITS, A_FILM, ONE_OF_MANY = range(3)  # ranks
LONG = ("film", "slated")
LOOKED_AT = 3  # jobs of a story, the newest


class Orders:
    """The part of a Studio that puts wishes in the queue."""

    settings: Settings
    store: Store
    guard: Any

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...
        def affordable(self, head: Head, size: str, target: str) -> None: ...

    def order(self, head: Head, size: str = "default", target: str = "film", rank: int | None = None) -> Job:
        """Insert a job; whoever works makes it. `target`: film, animatic, slated, stills, or the id of one step. What is short goes first."""
        film_size(size)
        within_limits(self.story(head.id, head.revision))
        self.affordable(head, size, target)
        given = (A_FILM if target in LONG else A_PERSON_WAITS) if rank is None else rank
        return self.store.jobs.add(Job(0, head.id, head.revision, target, size, rank=given))

    def order_story(self, writing: Writing) -> Job:
        """Insert a job that writes a premise, or goes on with a draft. Refused at once when the rules do not allow the premise."""
        film_size(writing.premise.size)
        writing = replace(writing, premise=budgeted(self.store, writing.premise))
        self._usable(writing.premise)
        paper = self.store.papers.add(KIND, writing.plain())
        return self.store.jobs.add(Job(0, "", 0, WRITING, writing.premise.size, rank=A_PERSON_WAITS, paper=paper.id))

    def writing(self, job: Job) -> Writing:
        """What a writing job was asked for."""
        return Writing.of(self.store.papers.get(KIND, job.paper))

    def job(self, number: int) -> Job:
        return standing(self.store.jobs.get(number))

    def jobs(self, story: str) -> list[Job]:
        return [standing(job) for job in self.store.jobs.of_story(story)]

    def open_jobs(self) -> list[Job]:
        """Everything that waits or is in hand, of every story, in the order in which it is taken up."""
        return [standing(job) for job in self.store.jobs.open()]

    def is_served(self) -> bool:
        """Whether a worker serves this home now: without one orders wait."""
        from app import worker

        return worker.is_there(self.store)

    def pulse(self, story: str) -> str:
        """A word that changes whenever something changes that a page shows: of a story, or of all where `story` is ""."""
        jobs = self.store.jobs.of_story(story, LOOKED_AT) if story else self.store.jobs.open()
        head = self.store.stories.pulse(story) if story else self.store.cards.pulse()
        return f"{head} {[(job.id, job.state, job.progress) for job in jobs]}"

    def stop(self, number: int) -> Job:
        return self.store.jobs.stop(number)

    def _usable(self, premise: Premise) -> None:
        from agents.brief import clean_premise
        from app.authoring import brief

        clean_premise(premise.text)
        brief(premise)
        self.guard.check([Said("the premise", premise.text)])


def within_limits(story: Story) -> None:
    """LimitReached when the story is longer than its own limits allow."""
    seconds = story.frames / 24
    if len(story.shots) > story.limits.shots or seconds > story.limits.seconds:
        raise LimitReached(
            f"{story.title!r} has {len(story.shots)} shots and {seconds:.0f} s; its limits are {story.limits.shots} shots and "
            f"{story.limits.seconds:.0f} s. Shorten it, or raise story.limits."
        )
