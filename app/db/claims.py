"""Claims: who makes a key now. A lease that lapses, or whose worker is certainly gone, is taken over under a higher fence."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import Database, clock
from app.db.rows import ClaimRow
from app.process import is_gone, me

LEASE_S = 60.0


@dataclass(frozen=True)
class Claim:
    """The right to make `key`, until another holds a higher `fence`."""

    key: str
    fence: int
    worker: str


class Claims:
    """The claims of a database."""

    def __init__(self, database: Database, worker: str | None = None):
        self._database = database
        self._worker = worker or f"{me()}/{secrets.token_hex(3)}"  # two productions in one process are two workers

    def take(self, key: str) -> Claim | None:
        """The claim, or None while a living worker has it."""
        with self._database.writing() as session:
            row = session.scalars(sa.select(ClaimRow).where(ClaimRow.key == key).with_for_update()).first()
            at = clock(session)
            if row is None:
                row = ClaimRow(key=key, fence=0, worker="", lease_until=0.0)
                session.add(row)
            elif not _is_free(row, self._worker, at):
                return None
            row.fence, row.worker, row.lease_until = row.fence + 1, self._worker, at + LEASE_S
            return Claim(key, row.fence, self._worker)

    def renew(self, claims: Iterable[Claim]) -> None:
        """The heartbeat: hold what is held for another LEASE_S."""
        wanted = {c.key: c.fence for c in claims}
        if not wanted:
            return
        with self._database.writing() as session:
            at = clock(session)
            for row in session.scalars(sa.select(ClaimRow).where(ClaimRow.worker == self._worker, ClaimRow.key.in_(list(wanted)))):
                if row.fence == wanted[row.key]:
                    row.lease_until = at + LEASE_S

    def release(self, claims: Iterable[Claim]) -> None:
        """Give claims back unused."""
        with self._database.writing() as session:
            for claim in claims:
                release(session, claim)


def holds(session: Session, claim: Claim) -> bool:
    row = session.scalars(sa.select(ClaimRow).where(ClaimRow.key == claim.key).with_for_update()).first()
    return row is not None and (row.fence, row.worker) == (claim.fence, claim.worker)


def release(session: Session, claim: Claim) -> None:
    """The row stays, so that its fence only ever grows."""
    asked = sa.update(ClaimRow).where(ClaimRow.key == claim.key, ClaimRow.fence == claim.fence, ClaimRow.worker == claim.worker)
    session.execute(asked.values(worker="", lease_until=0.0))


def _is_free(row: ClaimRow, worker: str, at: float) -> bool:
    return row.worker in ("", worker) or row.lease_until < at or is_gone(row.worker)
