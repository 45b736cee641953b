"""Clean: what was removed a month ago, what no row vouches for, what the dead left behind."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.crew import sweep
from app.db.rows import JobRow, LibraryRow, MediaRow, RevisionRow, StoryRow, TakeRow, UseRow
from app.db.store import Store

KEEP_DAYS = 30  # between removing a story and losing it
ORPHAN_S = 24 * 3600.0  # a file without a row is left alone so long: someone may be about to write the row
FRESH_S = 3600.0  # and so long even when everything is to go: a film may be in the making beside us
BACKUPS = 10


@dataclass(frozen=True)
class Cleaned:
    """What went: stories past their keep time, takes nobody uses any more, files, bytes, folders of dead makers."""

    stories: int
    takes: int
    files: int
    bytes: int
    folders: int


def clean(store: Store, everything: bool = False) -> Cleaned:
    """`everything`: do not wait for keep times (files of the last hour stay). Takes of living stories are never collected."""
    days = 0 if everything else KEEP_DAYS
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    with store.database.writing() as session:
        stories, takes = _rows(session, before)
        known = set(session.scalars(sa.select(MediaRow.sha256)))
    files = size = 0
    for path in store.settings.media.glob("??/*"):
        is_old = time.time() - path.stat().st_mtime > (FRESH_S if everything else ORPHAN_S)
        if path.stem not in known and is_old:
            files, size = files + 1, size + path.stat().st_size
            path.unlink()
    for path in sorted(store.settings.backups.glob("fabula-*.db"))[:-BACKUPS]:
        path.unlink()
    for path in store.settings.scratch.glob("*.part"):
        path.unlink(missing_ok=True)
    shutil.rmtree(store.settings.thumbs, ignore_errors=True)  # made again when they are looked at
    for path in store.settings.replies.glob("*"):  # of services: what was made of them is kept by itself
        if time.time() - path.stat().st_mtime > (FRESH_S if everything else KEEP_DAYS * 24 * 3600.0):
            files, size = files + 1, size + path.stat().st_size
            path.unlink()
    for path in store.settings.scratch.glob("export-*"):  # of downloads that were broken off
        if time.time() - path.stat().st_mtime > FRESH_S:
            shutil.rmtree(path, ignore_errors=True)
    return Cleaned(stories, takes, files, size, sweep(store.settings.scratch))


def _rows(session: Session, before: str) -> tuple[int, int]:
    gone = list(session.scalars(sa.select(StoryRow.id).where(StoryRow.removed_at.is_not(None), StoryRow.removed_at <= before)))
    for row in (UseRow, JobRow, RevisionRow):
        session.execute(sa.delete(row).where(row.story.in_(gone)))
    session.execute(sa.delete(StoryRow).where(StoryRow.id.in_(gone)))
    if not gone:
        return 0, 0
    used = sa.select(UseRow.key)
    unused = list(session.scalars(sa.delete(TakeRow).where(TakeRow.key.not_in(used)).returning(TakeRow.key)))
    pinned = _pinned(session)
    kept = sa.select(TakeRow.sha256)
    session.execute(sa.delete(MediaRow).where(MediaRow.sha256.not_in(kept), MediaRow.sha256.not_in(pinned)))
    return len(gone), len(unused)


def _pinned(session: Session) -> set[str]:
    """Digests any revision or entry of the library names."""
    return digests_in(chain(session.scalars(sa.select(RevisionRow.touched)), session.scalars(sa.select(LibraryRow.entry))))


def digests_in(documents: Iterable[Any]) -> set[str]:
    """Digests that plain documents name, wherever in them."""
    found: set[str] = set()
    queue = list(documents)
    while queue:
        value = queue.pop()
        if isinstance(value, str) and len(value) == 64:
            found.add(value)
        elif isinstance(value, dict):
            queue += value.values()
        elif isinstance(value, list):
            queue += value
    return found
