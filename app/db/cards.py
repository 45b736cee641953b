"""All stories at a glance: a page of them with what each looks like and how it stands. What is asked grows with the page, not with the home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.db.jobs import Job, job_of, standing
from app.db.rows import JobRow, MediaRow, RevisionRow, StoryRow, TakeRow, UseRow
from app.db.stories import Head, head_of

FILMS = ("film", "slated", "animatic")  # targets of jobs whose film is shown
SEEN = ("still", "clip", "portrait")  # kinds of steps that give a poster, the best first
State = Literal["waiting", "making", "failed", "made", "stale", "stopped", "unmade"]


@dataclass(frozen=True)
class Card:
    """A story among others. `frames`: of today's revision (None: an older Fabula did not say); `poster`: digest of a picture or clip of it; `film`: of its newest film;
    `stale`: the story was changed since that; `job`: the newest that makes something of it; `changed_at`: when today's revision came."""

    head: Head
    frames: int | None
    poster: str | None
    state: State
    film: str | None
    job: Job | None
    changed_at: str

    @property
    def share(self) -> float | None:
        """How much of what is being made is made: 0 to 1, None while nobody knows."""
        told = dict(self.job.progress or {}) if self.job is not None and self.state == "making" else {}
        return min(1.0, told["done"] / told["total"]) if told.get("total") else None


@dataclass(frozen=True)
class Wall:
    """A page of cards, and how many stories there are in all on such pages."""

    cards: tuple[Card, ...]
    total: int


class Cards:
    """The cards of a database."""

    def __init__(self, database: Database):
        self._database = database

    def wall(self, words: str, is_away: bool, at: int, count: int) -> Wall:
        """`count` stories from the `at`-th on, the one changed last first; only those whose title has `words`."""
        fitting: list[sa.ColumnElement[bool]] = [StoryRow.removed_at.is_(None), StoryRow.away_at.is_not(None) if is_away else StoryRow.away_at.is_(None)]
        fitting += [StoryRow.title.icontains(one, autoescape=True) for one in words.split()[:10]]
        with self._database.reading() as session:
            total = session.scalars(sa.select(sa.func.count()).select_from(StoryRow).where(*fitting)).one()
            rows = session.scalars(sa.select(StoryRow).where(*fitting).order_by(StoryRow.turn.desc(), StoryRow.seq.desc()).offset(at).limit(count)).all()
            return Wall(_cards(session, rows), total)

    def pulse(self) -> str:
        """A word that changes whenever a story comes, goes, or changes."""
        with self._database.reading() as session:
            here = sa.func.count().filter(StoryRow.removed_at.is_(None), StoryRow.away_at.is_(None))
            return " ".join(map(str, session.execute(sa.select(sa.func.max(StoryRow.turn), sa.func.count(), here)).one()))


def _cards(session: Session, rows: Sequence[StoryRow]) -> tuple[Card, ...]:
    ids = [row.id for row in rows]
    today = {row.story: row for row in session.scalars(sa.select(RevisionRow).where(sa.tuple_(RevisionRow.story, RevisionRow.number).in_([(r.id, r.revision) for r in rows])))}
    newest = _newest(session, ids, JobRow.target != "writing")
    films = _newest(session, ids, JobRow.state == "done", JobRow.film.is_not(None), JobRow.target.in_(FILMS))
    return tuple(_card(session, row, today[row.id], (newest.get(row.id), films.get(row.id))) for row in rows)


def _newest(session: Session, ids: list[str], *such: sa.ColumnElement[bool]) -> dict[str, Job]:
    """Of each story the newest such job."""
    last = sa.select(sa.func.max(JobRow.id)).where(JobRow.story.in_(ids), *such).group_by(JobRow.story)
    return {row.story or "": job_of(row) for row in session.scalars(sa.select(JobRow).where(JobRow.id.in_(last)))}


def _card(session: Session, row: StoryRow, today: RevisionRow, jobs: tuple[Job | None, Job | None]) -> Card:
    job, film = None if jobs[0] is None else standing(jobs[0]), jobs[1]
    is_stale = film is not None and not _is_of_today(session, film, today)
    return Card(head_of(row), row.frames, _poster(session, row.id), _state(job, film, is_stale), None if film is None else film.film, job, today.made_at)


def _state(job: Job | None, film: Job | None, is_stale: bool) -> State:
    """What is under way or went wrong last is said before what was made before it."""
    if job is not None and job.is_open:
        return "making" if job.state == "making" else "waiting"
    if job is not None and job.state == "failed" and (film is None or film.id < job.id):
        return "failed"
    if film is not None:
        return "stale" if is_stale else "made"
    return "stopped" if job is not None and job.state == "stopped" else "unmade"


def _is_of_today(session: Session, film: Job, today: RevisionRow) -> bool:
    """Of today's revision, or of another that says the same."""
    if film.revision == today.number:
        return True
    asked = sa.select(RevisionRow.digest).where(RevisionRow.story == film.story, RevisionRow.number == film.revision)
    return session.scalars(asked).first() == today.digest


def _poster(session: Session, story: str) -> str | None:
    """The newest picture of the step whose name comes first: as a rule, of the first shot."""
    for kind in SEEN:
        first = sa.select(UseRow.step).where(UseRow.story == story, UseRow.step >= f"{kind}:", UseRow.step < f"{kind};").order_by(UseRow.step).limit(1)
        step = session.scalars(first).first()
        if step is None:
            continue
        asked = sa.select(TakeRow.sha256).join(UseRow, UseRow.key == TakeRow.key).join(MediaRow, MediaRow.sha256 == TakeRow.sha256)
        asked = asked.where(UseRow.story == story, UseRow.step == step, TakeRow.removed_at.is_(None)).order_by(UseRow.last.desc(), TakeRow.seq.desc())
        found = session.scalars(asked.limit(1)).first()
        if found is not None:
            return found
    return None
