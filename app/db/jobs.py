"""Jobs: wishes for films, as rows. A worker holds one by a lease; a job whose worker is gone is taken up by the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.claims import LEASE_S
from app.db.engine import Database, clock, now
from app.db.rows import JobRow
from app.process import is_gone, me
from storyboard.errors import Missing

JobState = Literal["queued", "making", "done", "failed", "stopped"]
OPEN = ("queued", "making")


@dataclass(frozen=True)
class Job:
    """A wish: this revision of this story as `target` ("film", "animatic") in `size`. `film`: digest of what came out."""

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

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Jobs:
    """The jobs of a database."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, wish: Job) -> Job:
        """Insert a wish (its id is given here). An equal one that is still open is returned instead."""
        with self._database.writing() as session:
            asked = sa.select(JobRow).where(
                JobRow.story == wish.story, JobRow.revision == wish.revision, JobRow.target == wish.target,
                JobRow.size == wish.size, JobRow.state.in_(OPEN), JobRow.wish == "",
            )  # fmt: skip
            row = session.scalars(asked.order_by(JobRow.id)).first()
            if row is None:
                row = JobRow(
                    story=wish.story, revision=wish.revision, target=wish.target, size=wish.size, state="queued", progress={}, made_at=now()
                )
                session.add(row)
                session.flush()
            return _job(row)

    def get(self, job: int) -> Job:
        with self._database.reading() as session:
            return _job(_row(session, job))

    def of_story(self, story: str) -> list[Job]:
        """The newest first."""
        with self._database.reading() as session:
            return [_job(r) for r in session.scalars(sa.select(JobRow).where(JobRow.story == story).order_by(JobRow.id.desc()))]

    def claim(self, job: int | None = None) -> Job | None:
        """Take up this job, or the oldest that waits or whose worker is gone. None when there is none to take."""
        with self._database.writing() as session:
            asked = sa.select(JobRow).where(JobRow.state.in_(OPEN)).order_by(JobRow.id)
            asked = asked if job is None else asked.where(JobRow.id == job)
            at = clock(session)
            for row in session.scalars(asked.with_for_update(skip_locked=True)):
                if row.state == "queued" or row.lease_until < at or is_gone(row.worker):
                    row.state, row.worker, row.fence = "making", me(), row.fence + 1
                    row.lease_until, row.attempts, row.last_error = at + LEASE_S, row.attempts + 1, ""
                    return _job(row)
        return None

    def tell(self, job: Job, progress: Mapping[str, Any]) -> bool:
        """Heartbeat and progress. False when the job is no longer this worker's, or a person asked it to stop."""
        with self._database.writing() as session:
            row = _row(session, job.id)
            if row.fence != job.fence or row.state != "making":
                return False
            row.progress, row.lease_until = dict(progress), clock(session) + LEASE_S
            return row.wish != "stop"

    def end(self, job: Job, state: JobState, error: str = "", film: str | None = None) -> Job:
        """Close a job that is still this worker's. `queued` puts it back."""
        with self._database.writing() as session:
            row = _row(session, job.id)
            if row.fence == job.fence:
                row.state, row.last_error, row.film, row.worker, row.lease_until = state, error, film, "", 0.0
                row.ended_at = None if state == "queued" else now()
            return _job(row)

    def stop(self, job: int) -> Job:
        """Ask the worker to stop; a job nobody holds stops at once."""
        with self._database.writing() as session:
            row = _row(session, job)
            if row.state == "queued":
                row.state, row.ended_at = "stopped", now()
            elif row.state == "making":
                row.wish = "stop"
            return _job(row)


def standing(job: Job) -> Job:
    """The job as a person should see it: one whose worker is gone waits, whatever its row says."""
    return replace(job, state="queued") if job.state == "making" and is_gone(job.worker) else job


def _row(session: Session, job: int) -> JobRow:
    row = session.get(JobRow, job)
    if row is None:
        raise Missing(f"There is no job {job}.")
    return row


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id, story=row.story, revision=row.revision, target=row.target, size=row.size, state=row.state,  # type: ignore[arg-type]
        worker=row.worker, fence=row.fence, attempts=row.attempts, last_error=row.last_error, progress=row.progress, film=row.film,
    )  # fmt: skip
