"""Tables. Everything is inserted and kept; what goes is marked, and `fabula clean` collects it later."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(DeclarativeBase):
    """Root of the tables. Times are ISO 8601 in UTC and never decide an order: `seq` does."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: sa.JSON, list[Any]: sa.JSON}  # noqa: RUF012


class StoryRow(Row):
    """A story: which of its revisions is today's, and how many frames that has. `moves` counts every change of that, so that watchers can
    poll it; `turn` grows over all stories, so that the one changed last comes first. `away_at`: it was put away, kept but not shown among the others."""

    __tablename__ = "stories"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(default="", index=True)
    revision: Mapped[int] = mapped_column(default=1)
    moves: Mapped[int] = mapped_column(default=0)
    frames: Mapped[int | None]
    turn: Mapped[int] = mapped_column(default=0, index=True)
    made_at: Mapped[str]
    away_at: Mapped[str | None]
    removed_at: Mapped[str | None]


class RevisionRow(Row):
    """One state of a story: the change that led here and the documents it touched (null = gone), now and then all of them."""

    __tablename__ = "revisions"
    __table_args__ = (sa.UniqueConstraint("story", "number"), sa.Index("ix_revisions_digest", "digest"))
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    story: Mapped[str] = mapped_column(sa.ForeignKey("stories.id"))
    number: Mapped[int]
    parent: Mapped[int | None]
    digest: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(default="")
    change: Mapped[dict[str, Any] | None]
    touched: Mapped[dict[str, Any]]
    whole: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[str]


class MediaRow(Row):
    """A file that exists, is whole, and is what its digest says."""

    __tablename__ = "media"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    format: Mapped[str] = mapped_column(sa.String(8))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    frames: Mapped[int] = mapped_column(sa.BigInteger)
    rate: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[str]
    removed_at: Mapped[str | None]


class TakeRow(Row):
    """What a step made, under its key. The first accepted result owns the key. `recipe`: what went in, to explain later changes."""

    __tablename__ = "takes"
    __table_args__ = (sa.Index("ix_takes_kind", "kind", "way", "width"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    way: Mapped[str] = mapped_column(sa.String(64))
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("media.sha256"), index=True)
    width: Mapped[int]
    recipe: Mapped[dict[str, Any]]
    seconds: Mapped[float]
    worker: Mapped[str]
    made_at: Mapped[str]
    removed_at: Mapped[str | None]


class UseRow(Row):
    """A step of a story used this key: how takes of a shot are found, though ids never enter keys."""

    __tablename__ = "uses"
    __table_args__ = (sa.UniqueConstraint("story", "step", "key"), sa.Index("ix_uses_key", "key"))
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    story: Mapped[str] = mapped_column(sa.ForeignKey("stories.id"))
    step: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(64))
    last: Mapped[int] = mapped_column(default=0)


class ClaimRow(Row):
    """Who makes a key now. `fence` grows with each claim; a result that comes under an old fence is refused."""

    __tablename__ = "claims"
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    fence: Mapped[int]
    worker: Mapped[str]
    lease_until: Mapped[float]


class JobRow(Row):
    """A wish: story, revision and what is to be made of it, or a premise (`paper`) to be written. The lowest `rank` goes first.
    `lease_until` and `fence`: as in claims."""

    __tablename__ = "jobs"
    __table_args__ = (sa.Index("ix_jobs_state", "state", "rank", "id"), sa.Index("ix_jobs_story", "story", "id"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    story: Mapped[str | None] = mapped_column(sa.ForeignKey("stories.id"))
    revision: Mapped[int]
    target: Mapped[str] = mapped_column(sa.String(200))
    rank: Mapped[int] = mapped_column(default=1)
    paper: Mapped[str] = mapped_column(sa.String(16), default="")
    size: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(16))
    wish: Mapped[str] = mapped_column(sa.String(16), default="")
    worker: Mapped[str] = mapped_column(default="")
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[float] = mapped_column(default=0.0)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    progress: Mapped[dict[str, Any]]
    film: Mapped[str | None] = mapped_column(sa.String(64))
    made_at: Mapped[str]
    ended_at: Mapped[str | None]


class MemoRow(Row):
    """A reply that was accepted, under the digest of what was asked."""

    __tablename__ = "memo"
    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[str]


class LibraryRow(Row):
    """One version of someone, a place or a thing kept over several films, under the key of its name. The newest version counts;
    the older tell which films have them."""

    __tablename__ = "library"
    __table_args__ = (sa.UniqueConstraint("name", "version"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(sa.String(320))
    version: Mapped[int]
    entry: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str]
    removed_at: Mapped[str | None]


class PaperRow(Row):
    """A document that waits for a person: a draft of a story ("draft"), an edit proposed for one ("proposal", of the story `subject`).
    `moves` counts its changes, so that two people do not overwrite each other; `ended_at`: it was used or given up."""

    __tablename__ = "papers"
    __table_args__ = (sa.Index("ix_papers_kind", "kind", "subject"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    subject: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]
    moves: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[str]
    ended_at: Mapped[str | None]


class LedgerRow(Row):
    """What a service was asked for, for a step, and what that cost. It stays when its story goes: what is paid is paid."""

    __tablename__ = "ledger"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    story: Mapped[str] = mapped_column(sa.String(16), index=True)
    step: Mapped[str]
    key: Mapped[str] = mapped_column(sa.String(64), index=True)
    service: Mapped[str] = mapped_column(sa.String(16))
    model: Mapped[str]
    amount: Mapped[float]
    money: Mapped[float | None]
    paid: Mapped[str] = mapped_column(sa.String(8))
    made_at: Mapped[str]
