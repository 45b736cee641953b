"""The ledger: what services were asked for, step by step, and what that cost. Lines are added and closed, never taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import Database, now
from app.db.rows import LedgerRow
from storyboard.errors import LimitReached

NOT_PAID = "no"  # any other word counts as paid: "asked" is not yet answered, "perhaps" never was


@dataclass(frozen=True)
class Line:
    """One request. `story`: whose it is, before there is one a premise's (accounts.premise_key) or a draft's; `amount`: in units of the service (app/bills.py); `money` None: the price was not known; `paid`: asked, yes, no, perhaps; `key`: the step's."""

    story: str
    step: str
    service: str
    model: str
    amount: float
    money: float | None
    paid: str = "asked"
    made_at: str = ""
    key: str = ""


class Ledger:
    """The ledger of a database."""

    def __init__(self, database: Database):
        self._database = database

    def open(self, line: Line, most: float | None) -> int:
        """Set down what is about to be asked. LimitReached when the story would pass `most`, by whichever worker: what is asked and not yet
        answered counts in full. Returns the line's number."""
        with self._database.writing() as session:
            spent = _spent(session, line.story) if most is not None else 0.0
            if most is not None and spent + (line.money or 0.0) > most + 1e-9:
                raise LimitReached(
                    f"{line.step} would cost {line.money or 0.0:.4f}, and {spent:.4f} of the {most:g} that limits.money allows this film is spent. "
                    "Raise it (`fabula edit STORY --set story.limits.money=...`) and run again: what is made is kept."
                )
            row = LedgerRow(**{**vars(line), "made_at": now()})
            session.add(row)
            session.flush()
            return row.seq

    def add(self, line: Line) -> None:
        """What was asked and is over."""
        with self._database.writing() as session:
            session.add(LedgerRow(**{**vars(line), "made_at": now()}))

    def move(self, before: str, after: str) -> None:
        """What was written for a premise, or for a draft, was written for this story."""
        with self._database.writing() as session:
            session.execute(sa.update(LedgerRow).where(LedgerRow.story == before).values(story=after))

    def close(self, number: int, paid: str, earlier: str = "") -> None:
        """How it ended. `earlier`: what became of requests for the same that were never closed, since whoever asked was killed ("": not known)."""
        with self._database.writing() as session:
            row = session.get_one(LedgerRow, number)
            row.paid = paid
            if earlier:
                open_ = sa.update(LedgerRow).where(LedgerRow.key == row.key, LedgerRow.seq < number, LedgerRow.paid == "asked")
                session.execute(open_.values(paid=earlier))

    def spent(self, story: str) -> float:
        """Money, as far as prices were known."""
        with self._database.reading() as session:
            return _spent(session, story)

    def of(self, story: str) -> list[Line]:
        """Every line of a story, the oldest first."""
        with self._database.reading() as session:
            rows: Iterable[LedgerRow] = session.scalars(sa.select(LedgerRow).where(LedgerRow.story == story).order_by(LedgerRow.seq))
            return [Line(row.story, row.step, row.service, row.model, row.amount, row.money, row.paid, row.made_at, row.key) for row in rows]


def _spent(session: Session, story: str) -> float:
    asked = sa.select(sa.func.coalesce(sa.func.sum(LedgerRow.money), 0.0)).where(LedgerRow.story == story, LedgerRow.paid != NOT_PAID)
    return float(session.execute(asked).scalar_one() or 0.0)
