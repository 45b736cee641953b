"""Jobs: wishes for films, as rows. A worker holds one by a lease; a job whose worker is gone is taken up by the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.claims import LEASE_S
from app.db.engine import Database, clock, now
from app.db.rows import JobRow, PaperRow
from app.process import is_gone, me
from storyboard.errors import Missing

JobState = Literal["queued", "making", "done", "failed", "stopped"]
Lane = Literal["making", "writing"]
OPEN = ("queued", "making")
WRITING = "writing"  # the target of a job that writes a story; such jobs have a lane of their own


@dataclass(frozen=True)
class Job:
    """A wish: this revision of this story as `target` in `size`: "film", "animatic", "slated", "stills", or the id of one step; or a story
    to be written ("writing") from the premise that is `paper`. `rank`: 0 a person waits for it, 1 a film, 2 one of many; the lowest goes
    first. `film`: digest of what came out."""

    id: int
    story: str
    revision: int
    target: str
    size: str
    state: JobState = "queued"
    worker: str = ""
    fence: int = 0
    attempts: int = 0
    last_error: str = ""
    progress: Mapping[str, Any] | None = None
    film: str | None = None
    rank: int = 1
    paper: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def lane(self) -> Lane:
        return "writing" if self.target == WRITING else "making"


class Jobs:
    """The jobs of a database."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, wish: Job) -> Job:
        """Insert a wish (its id is given here). An equal one that is still open is returned instead, and waits in front if this one would."""
        with self._database.writing() as session:
            asked = sa.select(JobRow).where(
                JobRow.story == (wish.story or None), JobRow.revision == wish.revision, JobRow.target == wish.target, JobRow.paper == wish.paper,
                JobRow.size == wish.size, JobRow.state.in_(OPEN), JobRow.wish == "",
            )  # fmt: skip
            row = session.scalars(asked.order_by(JobRow.id)).first()
            if row is None:
                row = JobRow(
                    story=wish.story or None, revision=wish.revision, target=wish.target, size=wish.size, rank=wish.rank, paper=wish.paper,
                    state="queued", progress={}, made_at=now(),
                )  # fmt: skip
                session.add(row)
                session.flush()
            row.rank = min(row.rank, wish.rank)
            return job_of(row)

    def get(self, job: int) -> Job:
        with self._database.reading() as session:
            return job_of(_row(session, job))

    def of_story(self, story: str, most: int | None = None) -> list[Job]:
        """The newest first, all or so many."""
        with self._database.reading() as session:
            return [job_of(r) for r in session.scalars(sa.select(JobRow).where(JobRow.story == story).order_by(JobRow.id.desc()).limit(most))]

    def open(self) -> list[Job]:
        """Every job that waits or is being made, in the order in which they are taken up."""
        with self._database.reading() as session:
            return [job_of(r) for r in session.scalars(sa.select(JobRow).where(JobRow.state.in_(OPEN)).order_by(JobRow.rank, JobRow.id))]

    def written(self, count: int) -> list[tuple[Job, bool]]:
        """The newest jobs that write, and whether what each was asked for still counts: nobody has given it up."""
        with self._database.reading() as session:
            asked = sa.select(JobRow, PaperRow.ended_at).join(PaperRow, PaperRow.id == JobRow.paper).where(JobRow.target == WRITING)
            return [(job_of(row), ended is None) for row, ended in session.execute(asked.order_by(JobRow.id.desc()).limit(count))]

    def waits_before(self, job: Job) -> bool:
        """Whether something of a lower rank waits in the same lane."""
        with self._database.reading() as session:
            asked = sa.select(JobRow.id).where(JobRow.state == "queued", JobRow.rank < job.rank, _in_lane(job.lane)).limit(1)
            return session.scalars(asked).first() is not None

    def claim(self, job: int | None = None, lane: Lane = "making") -> Job | None:
        """Take up this job, or the first in the lane that waits or whose worker is gone. None when there is none to take."""
        with self._database.writing() as session:
            asked = sa.select(JobRow).where(JobRow.state.in_(OPEN), _in_lane(lane)).order_by(JobRow.rank, JobRow.id)
            asked = asked if job is None else sa.select(JobRow).where(JobRow.state.in_(OPEN), JobRow.id == job)
            at = clock(session)
            for row in session.scalars(asked.with_for_update(skip_locked=True)):
                if row.state == "queued" or row.lease_until < at or is_gone(row.worker):
                    row.state, row.worker, row.fence = "making", me(), row.fence + 1
                    row.lease_until, row.attempts, row.last_error = at + LEASE_S, row.attempts + 1, ""
                    return job_of(row)
        return None

    def tell(self, job: Job, progress: Mapping[str, Any]) -> bool:
        """Heartbeat and progress. False when the job is no longer this worker's, or a person asked it to stop."""
        with self._database.writing() as session:
            row = _row(session, job.id)
            if row.fence != job.fence or row.state != "making":
                return False
            row.progress, row.lease_until = dict(progress), clock(session) + LEASE_S
            return row.wish != "stop"

    def name_story(self, job: Job, story: str, revision: int) -> None:
        """What a writing job wrote."""
        with self._database.writing() as session:
            row = _row(session, job.id)
            row.story, row.revision = story, revision

    def end(self, job: Job, state: JobState, error: str = "", film: str | None = None) -> Job:
        """Close a job that is still this worker's. `queued` puts it back."""
        with self._database.writing() as session:
            row = _row(session, job.id)
            if row.fence == job.fence:
                row.state, row.last_error, row.film, row.worker, row.lease_until = state, error, film, "", 0.0
                row.ended_at = None if state == "queued" else now()
            return job_of(row)

    def stop(self, job: int) -> Job:
        """Ask the worker to stop; a job nobody holds stops at once."""
        with self._database.writing() as session:
            row = _row(session, job)
            if row.state == "queued" or (row.state == "making" and is_gone(row.worker)):
                row.state, row.ended_at, row.wish = "stopped", now(), "stop"
            elif row.state == "making":
                row.wish = "stop"
            return job_of(row)


def standing(job: Job) -> Job:
    """The job as a person should see it: one whose worker is gone waits, whatever its row says."""
    return replace(job, state="queued") if job.state == "making" and is_gone(job.worker) else job


def _in_lane(lane: Lane) -> sa.ColumnElement[bool]:
    return JobRow.target == WRITING if lane == "writing" else JobRow.target != WRITING


def _row(session: Session, job: int) -> JobRow:
    row = session.get(JobRow, job)
    if row is None:
        raise Missing(f"There is no job {job}.")
    return row


def job_of(row: JobRow) -> Job:
    return Job(
        id=row.id, story=row.story or "", revision=row.revision, target=row.target, size=row.size, state=row.state,  # type: ignore[arg-type]
        worker=row.worker, fence=row.fence, attempts=row.attempts, last_error=row.last_error, progress=row.progress, film=row.film,
        rank=row.rank, paper=row.paper,
    )  # fmt: skip
