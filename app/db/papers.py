"""Papers: documents that wait for a person. A draft of a story, level by level; an edit that was proposed and not yet accepted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import Database, now
from app.db.rows import PaperRow
from storyboard.errors import Conflict, Missing


@dataclass(frozen=True)
class Paper:
    """One document as it stands. `moves` grows with every change of it."""

    id: str
    kind: str
    subject: str
    content: dict[str, Any]
    moves: int = 0
    made_at: str = ""
    ended_at: str | None = None


class Papers:
    """The papers of a database."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, kind: str, content: dict[str, Any], subject: str = "") -> Paper:
        with self._database.writing() as session:
            row = PaperRow(id=secrets.token_hex(6), kind=kind, subject=subject, content=content, made_at=now())
            session.add(row)
            session.flush()
            return _paper(row)

    def get(self, kind: str, wanted: str) -> Paper:
        """By id or the beginning of one. Missing."""
        with self._database.reading() as session:
            rows = session.scalars(sa.select(PaperRow).where(PaperRow.kind == kind, PaperRow.id.startswith(wanted.strip().lower(), autoescape=True))).all()
            found = [row for row in rows if row.id == wanted] or rows
            if len(found) != 1 or not wanted.strip():
                raise Missing(f"There is no {kind} {wanted!r}. `fabula {kind}s` lists those there are.")
            return _paper(found[0])

    def newest(self, kind: str, subject: str) -> Paper | None:
        """The last that still waits, of a story."""
        with self._database.reading() as session:
            asked = sa.select(PaperRow).where(PaperRow.kind == kind, PaperRow.subject == subject, PaperRow.ended_at.is_(None))
            row = session.scalars(asked.order_by(PaperRow.seq.desc())).first()
            return None if row is None else _paper(row)

    def all(self, kind: str) -> list[Paper]:
        """Those that wait, the newest first."""
        with self._database.reading() as session:
            asked = sa.select(PaperRow).where(PaperRow.kind == kind, PaperRow.ended_at.is_(None)).order_by(PaperRow.seq.desc())
            return [_paper(row) for row in session.scalars(asked)]

    def put(self, paper: Paper, content: dict[str, Any]) -> Paper:
        """The paper with other content. Conflict when somebody else has changed it since it was read."""
        with self._database.writing() as session:
            row = _row(session, paper.id)
            if row.moves != paper.moves:
                raise Conflict(f"content of {paper.kind} {paper.id}", content, row.content)
            row.content, row.moves = content, row.moves + 1
            return _paper(row)

    def end(self, paper: str, subject: str | None = None) -> None:
        """It was used, for `subject`: it waits no more, and is kept."""
        with self._database.writing() as session:
            row = _row(session, paper)
            row.ended_at, row.subject = now(), row.subject if subject is None else subject


def _row(session: Session, wanted: str) -> PaperRow:
    row = session.scalars(sa.select(PaperRow).where(PaperRow.id == wanted)).first()
    if row is None:
        raise Missing(f"There is no paper {wanted!r} any more.")
    return row


def _paper(row: PaperRow) -> Paper:
    return Paper(row.id, row.kind, row.subject, row.content, row.moves, row.made_at, row.ended_at)
