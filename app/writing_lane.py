"""The worker's second lane: jobs that write. A premise goes forward level by level, each kept as a draft, and becomes a story; where a
film was wished too, its job is ordered then. A worker that dies leaves the draft and the replies; the next one goes on from them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.authoring import Premise, has_levels
from app.db.jobs import Job
from app.db.papers import Paper
from app.db.stories import Head
from app.drafting import Draft, became, plain_premise, premise_of
from app.settings import Settings
from app.worker import IDLE_S, Look, Teller
from storyboard.errors import FabulaError, Stopped, Unapproved

if TYPE_CHECKING:
    from app.studio import Studio

KIND = "premise"  # of the paper that a writing job names
SAID = 40  # remarks that a job's row keeps


@dataclass(frozen=True)
class Writing:
    """What is to be written: a premise, up to a level (None: to the end), going on from a draft where there is one. `make`: what is made of
    the story then ("film", "animatic", "": nothing); `is_approved`: a person has seen what it costs."""

    premise: Premise
    stop: str | None = None
    make: str = ""
    draft: str = ""
    is_approved: bool = False

    def plain(self) -> dict[str, Any]:
        return {"premise": plain_premise(self.premise), "stop": self.stop, "make": self.make, "draft": self.draft, "is_approved": self.is_approved}

    @staticmethod
    def of(paper: Paper) -> Writing:
        return Writing(**{**paper.content, "premise": premise_of(paper.content["premise"])})


class WritingLane:
    """Serves writing jobs in a thread of its own while it is entered."""

    def __init__(self, settings: Settings, look: Look):
        self._settings, self._look = settings, look
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="writing")

    def __enter__(self) -> WritingLane:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _is_over(self) -> bool:
        return self._over.is_set() or self._look.stop()

    def _serve(self) -> None:
        from app.studio import Studio

        look = Look(stop=self._is_over, afterwards=self._look.afterwards)
        with Studio(self._settings) as studio:
            while not self._is_over():
                job = studio.store.jobs.claim(lane="writing")
                if job is None:
                    time.sleep(IDLE_S)
                    continue
                try:
                    write(studio, job, look)
                except FabulaError:  # in the job's row
                    time.sleep(IDLE_S)


def write(studio: Studio, job: Job, look: Look) -> Job:
    """Write what a claimed job asks for. Its row says how it ended, whatever happens, and so does the error that is raised."""
    teller, jobs = Teller(studio.store, job, look), studio.store.jobs
    try:
        wish = Writing.of(studio.store.papers.get(KIND, job.paper))
        studio.approve = lambda _estimate, _over: wish.is_approved
        found = _written(studio, wish, teller)
        if isinstance(found, Head):
            jobs.name_story(job, found.id, found.revision)
            if wish.make:
                studio.order(found, job.size, wish.make)
        teller.close({})
    except Stopped as error:
        jobs.end(job, "stopped" if teller.is_stopped else look.afterwards, str(error))
        raise
    except FabulaError as error:
        teller.progress["unapproved"] = isinstance(error, Unapproved)
        teller.close({})
        jobs.end(job, "failed", str(error))
        raise
    except BaseException as error:
        jobs.end(job, "failed", f"Fabula has a fault of its own here: {type(error).__name__}: {error}"[:400])
        raise
    return jobs.end(job, "done")


def _written(studio: Studio, wish: Writing, teller: Teller) -> Head | Draft:
    from agents.levels import LEVELS

    tell = _telling(teller)
    if not has_levels(wish.premise, studio.settings):
        return studio.write(wish.premise, tell)
    levels = LEVELS if wish.stop is None else LEVELS[: LEVELS.index(wish.stop) + 1]
    if wish.draft and (story := became(studio.store, wish.draft)):  # a worker before this one got that far
        return studio.store.stories.head(story)
    draft = studio.find_draft(wish.draft) if wish.draft else studio.draft(wish.premise, levels[0], tell)
    for level in levels[levels.index(draft.level) + 1 if draft.level in levels else len(levels) :]:
        teller.say(draft=draft.id, level=draft.level)
        found = studio.go_on(draft, level, tell)
        assert isinstance(found, Draft)
        draft = found
    teller.say(draft=draft.id, level=draft.level)
    return draft if wish.stop is not None else studio.go_on(draft, None, tell)


def _telling(teller: Teller) -> Callable[[Any], None]:
    """What a writer tells, into the job's row: the unit in hand, and what a person should still be able to read."""

    def tell(said: Any) -> None:
        text = str(getattr(said, "message", "") or getattr(said, "text", "") or said)
        kept = teller.progress.get("said", [])
        teller.say(unit=text, said=[*kept, text][-SAID:] if getattr(said, "stays", False) else kept)

    return tell
