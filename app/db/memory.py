"""The memo of accepted replies, in the database: resuming a writer is replaying what it was answered."""

from __future__ import annotations

import sqlalchemy as sa

from app.db.engine import Database, now
from app.db.rows import MemoRow


class DatabaseMemo:
    """A storyboard.memo.Memo that outlives the process. The first accepted reply owns its key."""

    def __init__(self, database: Database):
        self._database = database

    def get(self, key: str) -> str | None:
        with self._database.reading() as session:
            return session.scalars(sa.select(MemoRow.value).where(MemoRow.key == key)).first()

    def put(self, key: str, value: str) -> None:
        with self._database.writing() as session:
            if session.get(MemoRow, key) is None:
                session.add(MemoRow(key=key, value=value, made_at=now()))
