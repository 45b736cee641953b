"""Stories and their revisions. Every edit is a new revision; today's is a pointer, so undo is free and nothing is overwritten."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db.documents import Documents, fingerprint, joined, parts, split, touched
from app.db.engine import Database, now
from app.db.rows import RevisionRow, StoryRow
from storyboard.errors import BadInput, Missing
from storyboard.story import Story

SNAPSHOT_EVERY = 20  # revisions between whole copies; of a long film more, so that copies cost no more than a few edits each
CACHED = 8  # stories remembered, with as many of their last revisions as RECENT: they share all that did not change
RECENT = 24
Edited = tuple[Story, dict[str, Any] | None, str]  # the story after, the change as plain values, a note


@dataclass(frozen=True)
class Head:
    """Which story, and which revision of it. `moves` grows whenever today's revision changes. `is_away`: it was put away."""

    id: str
    title: str
    revision: int
    moves: int = 0
    made_at: str = ""
    origin: str = ""
    is_away: bool = False


@dataclass(frozen=True)
class Revision:
    """One line of a story's history."""

    number: int
    parent: int | None
    note: str
    made_at: str
    is_today: bool


@dataclass(frozen=True)
class _WorkedOut:
    """An edit before it is written."""

    after: Story
    change: dict[str, Any] | None
    note: str
    touched: dict[str, dict[str, Any] | None]
    digest: str


class Stories:
    """The stories of a database."""

    def __init__(self, database: Database):
        self._database = database
        self._cache: dict[str, dict[int, Story]] = {}

    def add(self, story: Story, origin: str = "", note: str = "written") -> Head:
        with self._database.writing() as session:
            row = StoryRow(id=secrets.token_hex(6), title=story.title, origin=origin, frames=story.frames, turn=next_turn(session), made_at=now())
            session.add(row)
            session.flush()
            session.add(
                RevisionRow(
                    story=row.id, number=1, parent=None, digest=fingerprint(story), note=note, change=None,
                    touched=split(story), whole=True, made_at=now(),
                )
            )  # fmt: skip
            return head_of(row)

    def is_empty(self) -> bool:
        """Whether this home never had a story; one that was removed counts."""
        with self._database.reading() as session:
            return session.scalars(sa.select(StoryRow.seq).limit(1)).first() is None

    def all(self) -> list[Head]:
        """Every story, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(sa.select(StoryRow).where(StoryRow.removed_at.is_(None)).order_by(StoryRow.seq.desc()))
            return [head_of(row) for row in rows]

    def pulse(self, story: str = "") -> str:
        """A word that changes with every change of the story, or of any story."""
        with self._database.reading() as session:
            asked = sa.select(sa.func.count(), sa.func.sum(StoryRow.moves), sa.func.max(StoryRow.seq)).where(StoryRow.removed_at.is_(None))
            return str(tuple(session.execute(asked.where(StoryRow.id == story) if story else asked).one()))

    def head(self, story: str) -> Head:
        with self._database.reading() as session:
            return head_of(row_of(session, story))

    def find(self, wanted: str) -> Head:
        """By id, title, the beginning of either, or a part of the title. BadInput when several fit, Missing when none does."""
        with self._database.reading() as session:
            row = session.scalars(sa.select(StoryRow).where(StoryRow.id == wanted, StoryRow.removed_at.is_(None))).first()
        found = head_of(row) if row is not None else _fitting(self.all(), wanted)
        if found is None:
            raise Missing(f"There is no story {wanted!r}. `fabula stories` lists those there are; `fabula write` makes one.")
        return found

    def load(self, story: str, revision: int | None = None) -> Story:
        """A revision of a story, today's if none is named."""
        with self._database.reading() as session:
            row = row_of(session, story)
            return self._load(session, row.id, row.revision if revision is None else revision)

    def casts(self) -> Iterator[tuple[Head, Documents]]:
        """Today's revision of every story as plain documents, the oldest story first: for a look over all of them."""
        with self._database.reading() as session:
            for row in session.scalars(sa.select(StoryRow).where(StoryRow.removed_at.is_(None)).order_by(StoryRow.seq)):
                yield head_of(row), _documents(session, row.id, row.revision)

    def same(self, story: Story) -> Head | None:
        """Where this very story is already kept: today's revision if it equals it, else the newest that does."""
        with self._database.reading() as session:
            asked = (
                sa.select(StoryRow, RevisionRow.number)
                .join(RevisionRow, RevisionRow.story == StoryRow.id)
                .where(RevisionRow.digest == fingerprint(story), StoryRow.removed_at.is_(None))
                .order_by((RevisionRow.number == StoryRow.revision).desc(), RevisionRow.seq.desc())
            )
            for row, number in session.execute(asked):
                head = head_of(row)
                return replace(head, revision=number)
        return None

    def from_file(self, origin: str) -> Head | None:
        """The story that this file stands for: the last one saved to it, or made from it."""
        with self._database.reading() as session:
            asked = sa.select(StoryRow).where(StoryRow.origin == origin, StoryRow.removed_at.is_(None)).order_by(StoryRow.seq.desc())
            row = session.scalars(asked.limit(1)).first()
            return None if row is None else head_of(row)

    def set_origin(self, story: str, origin: str) -> None:
        """From now on this file stands for this story, and for no other."""
        with self._database.writing() as session:
            row = row_of(session, story)
            session.execute(sa.update(StoryRow).where(StoryRow.origin == origin, StoryRow.seq != row.seq).values(origin=""))
            row.origin = origin

    def turn_to(self, story: str, revision: int) -> Head:
        """Make this revision today's. The others stay as they are. Missing when there is none of that number."""
        with self._database.writing() as session:
            row = row_of(session, story, lock=True)
            return head_of(row) if row.revision == revision else self._move(session, row, revision)

    def change(self, story: str, apply: Callable[[Story], Edited]) -> Head:
        """Replace today's revision by what `apply` makes of it, of exactly that; an edit without effect is no revision.

        The edit is worked out first and written if nobody else has written meanwhile; else once more, with the others held off."""
        seen = self.head(story)
        before = self.load(story, seen.revision)
        edited = _worked_out(before, apply)
        with self._database.writing() as session:
            row = row_of(session, story, lock=True)
            if row.revision != seen.revision:
                before = self._load(session, row.id, row.revision)
                edited = _worked_out(before, apply)
            if edited.touched:
                row.revision, row.title, row.moves = self._append(session, row, edited), edited.after.title, row.moves + 1
                row.frames, row.turn = edited.after.frames, next_turn(session)
            head = head_of(row)
        self._keep(head.id, head.revision, edited.after if edited.touched else before)
        return head

    def undo(self, story: str) -> Head:
        """Back to the revision today's was made from."""
        with self._database.writing() as session:
            row = row_of(session, story, lock=True)
            parent = _revision(session, row.id, row.revision).parent
            if parent is None:
                raise BadInput(f"{row.title!r} is at its first revision; there is nothing to undo.")
            return self._move(session, row, parent)

    def redo(self, story: str) -> Head:
        """Forward to the newest revision made from today's."""
        with self._database.writing() as session:
            row = row_of(session, story, lock=True)
            asked = sa.select(sa.func.max(RevisionRow.number)).where(RevisionRow.story == row.id, RevisionRow.parent == row.revision)
            child = session.execute(asked).scalar_one_or_none()
            if child is None:
                raise BadInput(f"{row.title!r} is at its newest revision; there is nothing to redo.")
            return self._move(session, row, child)

    def history(self, story: str) -> list[Revision]:
        with self._database.reading() as session:
            row = row_of(session, story)
            asked = sa.select(RevisionRow).where(RevisionRow.story == row.id).order_by(RevisionRow.number)
            return [Revision(r.number, r.parent, r.note, r.made_at, r.number == row.revision) for r in session.scalars(asked)]

    def put_away(self, story: str, is_away: bool) -> Head:
        """Kept, but not shown among the others; or shown again."""
        with self._database.writing() as session:
            row = row_of(session, story, lock=True)
            row.away_at = (row.away_at or now()) if is_away else None
            return head_of(row)

    def remove(self, story: str) -> None:
        """A tombstone: `fabula clean` collects it after its keep time."""
        with self._database.writing() as session:
            row_of(session, story).removed_at = now()

    def restore(self, wanted: str) -> Head:
        """A removed story is there again, while it is kept; named as in `find`. BadInput when several fit, Missing when none does."""
        with self._database.writing() as session:
            rows = {row.id: row for row in session.scalars(sa.select(StoryRow).where(StoryRow.removed_at.is_not(None)).order_by(StoryRow.seq.desc()))}
            found = _fitting([head_of(row) for row in rows.values()], wanted)
            if found is None:
                kept = "; ".join(f"{row.id} ({row.title})" for row in list(rows.values())[:5]) or "none"
                raise Missing(f"There is no removed story {wanted!r}. Kept since their removal: {kept}.")
            rows[found.id].removed_at = None
            return found

    def _move(self, session: Session, row: StoryRow, number: int) -> Head:
        row.revision, row.moves = number, row.moves + 1
        story = self._load(session, row.id, number)
        row.title, row.frames, row.turn = story.title, story.frames, next_turn(session)
        return head_of(row)

    def _append(self, session: Session, row: StoryRow, edited: _WorkedOut) -> int:
        last = session.execute(sa.select(sa.func.max(RevisionRow.number)).where(RevisionRow.story == row.id)).scalar_one()
        number = int(last) + 1
        whole = number % max(SNAPSHOT_EVERY, len(edited.after.shots) // SNAPSHOT_EVERY) == 0
        session.add(
            RevisionRow(
                story=row.id, number=number, parent=row.revision, digest=edited.digest, note=edited.note, change=edited.change,
                touched=split(edited.after) if whole else edited.touched, whole=whole, made_at=now(),
            )
        )  # fmt: skip
        return number

    def _keep(self, story: str, number: int, value: Story) -> Story:
        """Revisions never change, so the last few are remembered."""
        kept = self._cache.pop(story, {}) | {number: value}
        while len(kept) > RECENT:
            kept.pop(next(iter(kept)))
        while len(self._cache) >= CACHED:
            self._cache.pop(next(iter(self._cache)))
        self._cache[story] = kept
        return value

    def _load(self, session: Session, story: str, number: int) -> Story:
        known = self._cache.get(story, {})
        if number in known:
            return known[number]
        chain = _chain(session, story, number, known)
        parent = known.get(chain[-1].parent or 0)
        documents: dict[str, Any] = {} if chain[-1].whole or parent is None else dict(parts(parent))
        return self._keep(story, number, joined(_after(documents, chain)))


def _chain(session: Session, story: str, number: int, known: Container[int] = ()) -> list[RevisionRow]:
    """The revision and those it was made from, back to one that is whole, or is made from a known one."""
    chain = [_revision(session, story, number)]
    while not chain[-1].whole and chain[-1].parent is not None and chain[-1].parent not in known:
        chain.append(_revision(session, story, chain[-1].parent))
    return chain


def _after(documents: dict[str, Any], chain: list[RevisionRow]) -> dict[str, Any]:
    """The documents after every revision of the chain, the oldest of which is its last."""
    for revision in reversed(chain):
        documents |= {name: one for name, one in revision.touched.items() if one is not None}
        for gone in [name for name, one in revision.touched.items() if one is None]:
            documents.pop(gone, None)
    return documents


def _documents(session: Session, story: str, number: int) -> Documents:
    return _after({}, _chain(session, story, number))


def _worked_out(before: Story, apply: Callable[[Story], Edited]) -> _WorkedOut:
    after, change, note = apply(before)
    return _WorkedOut(after, change, note, touched(before, after), fingerprint(after))


def _fitting(heads: list[Head], wanted: str) -> Head | None:
    """The one that the words mean: the first sort of likeness that any has. BadInput when several have it."""
    fold = wanted.strip().casefold()
    tests: tuple[Callable[[Head], bool], ...] = (
        lambda h: h.id == fold,
        lambda h: h.title.casefold() == fold,
        lambda h: h.id.startswith(fold),
        lambda h: h.title.casefold().startswith(fold),
        lambda h: fold in h.title.casefold(),
    )
    for test in tests if fold else ():
        found = [head for head in heads if test(head)]
        if len(found) == 1:
            return found[0]
        if found:
            several = "; ".join(f"{h.id} ({h.title})" for h in found[:5])
            raise BadInput(f"{wanted!r} fits {len(found)} stories: {several}. Name one by its id.")
    return None


def head_of(row: StoryRow) -> Head:
    return Head(row.id, row.title, row.revision, row.moves, row.made_at, row.origin, row.away_at is not None)


def next_turn(session: Session) -> int:
    """One more than any story has."""
    return (session.scalars(sa.select(sa.func.max(StoryRow.turn))).first() or 0) + 1


def row_of(session: Session, story: str, lock: bool = False) -> StoryRow:
    asked = sa.select(StoryRow).where(StoryRow.id == story, StoryRow.removed_at.is_(None))
    row = session.scalars(asked.with_for_update() if lock else asked).first()
    if row is None:
        raise Missing(f"There is no story {story!r}. `fabula stories` lists those there are.")
    return row


def _revision(session: Session, story: str, number: int) -> RevisionRow:
    row = session.scalars(sa.select(RevisionRow).where(RevisionRow.story == story, RevisionRow.number == number)).first()
    if row is None:
        raise Missing(f"The story {story} has no revision {number}.")
    return row
