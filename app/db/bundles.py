"""A story and all that was made for it: out of the tables as a bundle, into them from one, and copied beside itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import Bundle, History, PackedFile, PackedJob, PackedRevision, PackedTake, PackedUse, Recipe
from app.db.cards import FILMS
from app.db.documents import fingerprint, joined, replayed, split, touched
from app.db.engine import Database, now
from app.db.janitor import digests_in
from app.db.media import Kept
from app.db.rows import JobRow, MediaRow, RevisionRow, StoryRow, TakeRow, UseRow
from app.db.stories import Head, head_of, next_turn, row_of
from app.db.takes import BROUGHT, MANY, kept_of, put_media
from storyboard import digest
from storyboard.edit import Change
from storyboard.errors import BadInput
from storyboard.story import Story
from storyboard.watched import BEST
from storyboard.ways import KINDS

LEAN = ("portrait", "still", "clip", "film")  # kinds of takes that a lean archive has
SHOTS = 50_000  # shots in all the revisions of a history that a stranger gives: each revision is validated whole


class Told(NamedTuple):
    """A history as stories: number, parent, note, change, the story, when."""

    number: int
    parent: int | None
    note: str
    change: dict[str, Any] | None
    story: Story
    made_at: str


def gather(database: Database, head: Head, is_lean: bool) -> tuple[Bundle, History | None]:
    """All of a story: its history, every take it ever used and their files. Lean: no history, of each step that is seen the take it used
    last, and what today's story names."""
    with database.reading() as session:
        revisions = session.scalars(sa.select(RevisionRow).where(RevisionRow.story == head.id).order_by(RevisionRow.number)).all()
        uses = _uses(session, head.id, is_lean)
        takes = _takes(session, {use.key for use in uses})
        if is_lean and (behind := {sha256 for take in takes if take.way == BEST.name for _, sha256 in take.recipe.inputs}):
            uses += [use for use in _uses(session, head.id, behind) if use not in uses]  # without them what stands among several takes is not known
            takes = _takes(session, {use.key for use in uses})
        job = _newest_film(session, head.id)
        today = next(row for row in revisions if row.number == head.revision)
        named = digests_in(split(_story(revisions, head.revision)).values()) if is_lean else digests_in([row.touched for row in revisions])
        wanted = {take.sha256 for take in takes} | named | ({job.film} if job is not None and job.film else set())
        files = tuple(PackedFile(**vars(kept)) for kept in _kept(session, wanted))
        packed = None if job is None else PackedJob(target=job.target, size=job.size, film=job.film or "", made_at=job.made_at, is_today=job.revision == today.number)
    bundle = Bundle(title=head.title, takes=tuple(takes), uses=tuple(uses), files=files, job=packed)
    return bundle, None if is_lean else History(today=head.revision, revisions=tuple(_packed(row) for row in revisions))


def without_lost(bundle: Bundle, files: set[str]) -> Bundle:
    """Only what these files vouch for, by digest."""
    takes = tuple(take for take in bundle.takes if take.sha256 in files)
    keys = {take.key for take in takes}
    return Bundle(
        title=bundle.title, takes=takes, uses=tuple(use for use in bundle.uses if use.key in keys),
        files=tuple(file for file in bundle.files if file.sha256 in files), job=bundle.job if bundle.job is not None and bundle.job.film in files else None,
    )  # fmt: skip


def plant(database: Database, bundle: Bundle, told: list[Told], today: int) -> Head:
    """The bundle as a story of this home, in one transaction. Its files are in their place. Takes that are here already stay as they are."""
    with database.writing() as session:
        row = StoryRow(id=secrets.token_hex(6), title=bundle.title, origin="", revision=today, turn=next_turn(session), made_at=now())
        session.add(row)
        session.flush()
        _add_revisions(session, row, told)
        for file in bundle.files:
            put_media(session, file.kept)
        session.flush()
        _add_takes(session, bundle.takes)
        session.add_all(UseRow(story=row.id, step=use.step, key=use.key, last=use.last) for use in bundle.uses)
        if bundle.job is not None:
            job = bundle.job
            session.add(JobRow(
                story=row.id, revision=today if job.is_today else 0, target=job.target, size=job.size, state="done", progress={}, film=job.film,
                made_at=job.made_at, ended_at=now(),
            ))  # fmt: skip
        return head_of(row)


def copy(database: Database, head: Head) -> Head:
    """The story once more, with its history and the use of every take: nothing of it is made twice."""
    with database.writing() as session:
        old = row_of(session, head.id)
        row = StoryRow(id=secrets.token_hex(6), title=old.title, origin="", revision=old.revision, frames=old.frames, turn=next_turn(session), made_at=now())
        session.add(row)
        session.flush()
        for kind in (RevisionRow, UseRow):
            _copy_rows(session, kind, head.id, row.id)
        job = _newest_film(session, head.id)
        if job is not None:
            plain = {c.key: getattr(job, c.key) for c in sa.inspect(JobRow).column_attrs if c.key not in ("id", "story")}
            session.add(JobRow(story=row.id, **plain))
        return head_of(row)


def retold(history: History, story: Story) -> list[Told] | None:
    """A stranger's history as stories, each validated. None when it is too long to look through. BadInput when it does not hold together."""
    if sum(len(one.touched) for one in history.revisions) > 4 * SHOTS:
        return None
    told: list[Told] = []
    seen = 0
    try:
        for revision, documents in replayed(history.revisions):
            seen += sum(name.startswith("shot:") for name in documents)
            if seen > SHOTS:
                return None
            if revision.number in {one.number for one in told} or revision.parent not in {None, *(one.number for one in told)}:
                raise ValueError("a revision stands twice, or before its parent")
            change = None if revision.change is None else Change.model_validate(revision.change).model_dump(mode="json")
            told.append(Told(revision.number, revision.parent, revision.note, change, joined(documents), revision.made_at))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"The history in this archive does not hold together ({type(error).__name__}). Export it again, or with --lean.") from error
    if next((one.story for one in told if one.number == history.today), None) != story:
        raise BadInput("The history in this archive does not lead to its story. Export it again, or with --lean.")
    return told


def proven_keys(bundle: Bundle) -> None:
    """Every take is kept under the digest of its own recipe, every use and job has its take or file. BadInput."""
    files, keys = {file.sha256: file for file in bundle.files}, {take.key for take in bundle.takes}
    for take in bundle.takes:
        file = files.get(take.sha256)
        try:
            is_its_own = file is not None and file.format == FORMAT[take.kind] and take.key in _keys(take)
        except (ValueError, RecursionError):  # no value a digest takes
            is_its_own = False
        if not is_its_own:
            raise BadInput(f"The take {take.key[:12]}... in this archive is not what its key says. Export the archive again.")
    lost = next((use.step for use in bundle.uses if use.key not in keys), None)
    if lost is not None or (bundle.job is not None and bundle.job.film not in files):
        raise BadInput(f"This archive names a take of {lost or 'the film'} that it does not hold. Export it again.")


FORMAT = dict.fromkeys(KINDS, "wav") | {"portrait": "png", "still": "png", "clip": "mp4", "scene": "mp4", "film": "mp4", "memory": "png", "reading": "json"}


def _keys(take: PackedTake) -> Iterator[str]:
    """The keys that a take with this recipe may have: its params are one of the documents of these modules."""
    from storyboard import effects, memory, params, questions, sound, together, watching

    if take.way == "own":
        yield digest.digest("own", take.kind, take.sha256)
    elif take.recipe.way.get("name") == take.way:
        way, inputs = digest.Named("Way", take.recipe.way), take.recipe.inputs
        for name in sorted({name for module in (effects, memory, params, questions, sound, together, watching) for name in vars(module)}):
            if name.endswith("Params"):
                yield digest.digest("step", take.kind, way, digest.Named(name, take.recipe.params), inputs)


def _uses(session: Session, story: str, wanted: bool | set[str]) -> list[PackedUse]:
    """Every use, the oldest first. True: of each step that is seen the newest; digests: of takes with these files."""
    asked = sa.select(UseRow.step, UseRow.key, UseRow.last).join(TakeRow, TakeRow.key == UseRow.key)
    asked = asked.where(UseRow.story == story, TakeRow.removed_at.is_(None)).order_by(UseRow.last.desc(), UseRow.seq.desc())
    is_lean = wanted is True
    if is_lean:
        asked = asked.where(TakeRow.kind.in_(LEAN))
    if isinstance(wanted, set):
        asked = asked.where(TakeRow.sha256.in_(wanted))
    found: dict[tuple[str, ...], PackedUse] = {}
    for step, key, last in session.execute(asked):
        found.setdefault((step,) if is_lean else (step, key), PackedUse(step=step, key=key, last=last))
    return list(found.values())[::-1]  # in the order in which they were used


def _takes(session: Session, keys: set[str]) -> list[PackedTake]:
    found, wanted = [], sorted(keys)
    for at in range(0, len(wanted), MANY):
        for row in session.scalars(sa.select(TakeRow).where(TakeRow.key.in_(wanted[at : at + MANY])).order_by(TakeRow.seq)):
            found.append(
                PackedTake(key=row.key, kind=row.kind, way=row.way, sha256=row.sha256, width=row.width, recipe=Recipe.model_validate(row.recipe), seconds=row.seconds, made_at=row.made_at)
            )
    return found


def _kept(session: Session, digests: set[str]) -> Iterator[Kept]:
    wanted = sorted(digests)
    for at in range(0, len(wanted), MANY):
        yield from map(kept_of, session.scalars(sa.select(MediaRow).where(MediaRow.sha256.in_(wanted[at : at + MANY]), MediaRow.removed_at.is_(None))))


def _newest_film(session: Session, story: str) -> JobRow | None:
    asked = sa.select(JobRow).where(JobRow.story == story, JobRow.state == "done", JobRow.target.in_(FILMS), JobRow.film.is_not(None))
    return session.scalars(asked.order_by((JobRow.target == "animatic"), JobRow.id.desc()).limit(1)).first()


def _story(revisions: Any, number: int) -> Story:
    return next(joined(documents) for revision, documents in replayed(revisions) if revision.number == number)


def _packed(row: RevisionRow) -> PackedRevision:
    return PackedRevision(number=row.number, parent=row.parent, note=row.note, change=row.change, touched=row.touched, whole=row.whole, made_at=row.made_at)


def _add_revisions(session: Session, row: StoryRow, told: list[Told]) -> None:
    """Written anew from validated stories, so that nothing gets in that they do not say."""
    stories: dict[int | None, Story] = {one.number: one.story for one in told}
    for one in told:
        whole = one.parent is None
        session.add(RevisionRow(
            story=row.id, number=one.number, parent=one.parent, digest=fingerprint(one.story), note=one.note, change=one.change,
            touched=split(one.story) if whole else touched(stories[one.parent], one.story), whole=whole, made_at=one.made_at,
        ))  # fmt: skip
    row.title, row.frames = stories[row.revision].title, stories[row.revision].frames


def _add_takes(session: Session, takes: tuple[PackedTake, ...]) -> None:
    known: dict[str, TakeRow] = {}
    for at in range(0, len(takes), MANY):
        known |= {row.key: row for row in session.scalars(sa.select(TakeRow).where(TakeRow.key.in_([one.key for one in takes[at : at + MANY]])))}
    for one in takes:
        if one.key in known:
            known[one.key].removed_at = None
        else:
            session.add(TakeRow(**one.model_dump(mode="json"), worker=BROUGHT))
    session.flush()


def _copy_rows(session: Session, kind: type[RevisionRow | UseRow], old: str, new: str) -> None:
    names = [c.key for c in kind.__table__.columns if c.key not in ("seq", "story")]
    columns: list[Any] = [getattr(kind, name) for name in names]
    rows = sa.select(sa.literal(new), *columns).where(kind.story == old).order_by(kind.seq)
    session.execute(sa.insert(kind).from_select(["story", *names], rows))

