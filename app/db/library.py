"""The library's rows: every version of every entry. What is put again unchanged is no new version."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.engine import Database, now
from app.db.rows import LibraryRow
from storyboard import naming
from storyboard.errors import BadInput, Missing
from storyboard.library import Entry, Kept


class Library:
    """The library of a database."""

    def __init__(self, database: Database):
        self._database = database

    def all(self) -> list[Kept]:
        """The newest version of every entry, in the order of their names."""
        with self._database.reading() as session:
            return [_kept(row) for row in _newest(session).values() if row.removed_at is None]

    def versions(self, name: str) -> list[Kept]:
        """Every version of an entry, the newest first."""
        with self._database.reading() as session:
            asked = sa.select(LibraryRow).where(LibraryRow.name == naming.key(name)).order_by(LibraryRow.version.desc())
            return [_kept(row) for row in session.scalars(asked)]

    def find(self, name: str) -> Kept:
        """The newest version of an entry, by its name in any case, with or without an article. Missing."""
        found = next((one for one in self.all() if naming.key(one.entry.name) == naming.key(name)), None)
        if found is None:
            known = ", ".join(one.entry.name for one in self.all())
            there = f"It has: {known}" if known else "It is empty"
            raise Missing(f"The library has no {name!r}. {there}; `fabula library add STORY NAME` keeps someone, a place or a thing of a story.")
        return found

    def add(self, entries: Iterable[Entry], source: str = "") -> list[Kept]:
        """Keep them, all or none; an entry that changed is a new version of its name. BadInput when a name is of another sort."""
        with self._database.writing() as session:
            newest = _newest(session)
            rows = []
            for entry in entries:
                row = _put(session, newest.get(naming.key(entry.name)), entry, source)
                newest[row.name] = row
                rows.append(row)
            return [_kept(row) for row in rows]

    def remove(self, name: str) -> Kept:
        """Take it out; the films that have it keep it, and to add it again brings it back."""
        found = self.find(name)
        with self._database.writing() as session:
            session.execute(sa.update(LibraryRow).where(LibraryRow.name == naming.key(name)).values(removed_at=now()))
        return found


def _put(session: Session, row: LibraryRow | None, entry: Entry, source: str) -> LibraryRow:
    plain = entry.model_dump(mode="json")
    if row is not None and row.removed_at is None and row.entry["kind"] != entry.kind:
        raise BadInput(f"The library has {entry.name} as a {row.entry['kind']}; give the {entry.kind} another name, with `fabula rename`.")
    if row is not None and row.entry == plain:
        row.removed_at = None
        return row
    fresh = LibraryRow(name=naming.key(entry.name), version=1 if row is None else row.version + 1, entry=plain, source=source, made_at=now())
    session.add(fresh)
    session.flush()
    return fresh


def _newest(session: Session) -> dict[str, LibraryRow]:
    """By key, in the order of the keys; removed ones too."""
    rows = session.scalars(sa.select(LibraryRow).order_by(LibraryRow.name, LibraryRow.version))
    return {row.name: row for row in rows}


def _kept(row: LibraryRow) -> Kept:
    return Kept(Entry.model_validate(row.entry), row.version, row.source, row.made_at)
