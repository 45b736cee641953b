"""Takes: what steps made, under their keys, and which steps of which story used them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from app.db.claims import Claim, holds, release
from app.db.engine import Database, now
from app.db.media import Kept
from app.db.rows import MediaRow, TakeRow, UseRow
from app.process import me
from storyboard.digest import digest
from storyboard.errors import FabulaError
from storyboard.plan import OWN
from storyboard.steps import Step
from storyboard.take import Take

Inputs = list[tuple[str, str]]  # (role, digest) of each input
Used = tuple[str, Sequence[tuple[str, str]]]  # a story, and (step id, key): several takes of one step may be made in one film
MANY = 500  # keys asked at once: SQLite's oldest bound on variables is 999
BROUGHT = "brought"  # the worker of a take that came in an archive: how long it took there says nothing of this machine
PACE = 20  # the newest takes that say how long the next will take


class LateResult(FabulaError):
    """A result came under a claim that another has taken over meanwhile; it is not kept."""


class Takes:
    """The takes of a database."""

    def __init__(self, database: Database):
        self._database = database

    def get(self, keys: Iterable[str]) -> dict[str, Take]:
        """The kept takes among these keys."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, Take] = {}
        with self._database.reading() as session:
            for at in range(0, len(wanted), MANY):
                asked = _joined().where(TakeRow.key.in_(wanted[at : at + MANY]), TakeRow.removed_at.is_(None))
                found |= {row.key: _take(row, media) for row, media in session.execute(asked)}
        return found

    def media(self, digests: Iterable[str]) -> dict[str, Kept]:
        """The files among these digests that have a row."""
        wanted = list(dict.fromkeys(digests))
        found: dict[str, Kept] = {}
        with self._database.reading() as session:
            for at in range(0, len(wanted), MANY):
                asked = sa.select(MediaRow).where(MediaRow.sha256.in_(wanted[at : at + MANY]), MediaRow.removed_at.is_(None))
                found |= {row.sha256: kept_of(row) for row in session.scalars(asked)}
        return found

    def every_media(self) -> list[Kept]:
        """Every file that has a row."""
        with self._database.reading() as session:
            return [kept_of(row) for row in session.scalars(sa.select(MediaRow).where(MediaRow.removed_at.is_(None)).order_by(MediaRow.seq))]

    def weight(self) -> tuple[int, int]:
        """How many files have a row, and their bytes together."""
        with self._database.reading() as session:
            asked = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(MediaRow.size), 0)).where(MediaRow.removed_at.is_(None))
            files, size = session.execute(asked).one()
            return int(files), int(size)

    def add_media(self, kept: Kept) -> None:
        """A file without a step, such as a slate."""
        with self._database.writing() as session:
            put_media(session, kept)

    def add_own(self, kept: Kept, step: Step, story: str) -> Take:
        """A person's own file as a take of a step. The same file given again is the same take, used anew."""
        key = digest("own", step.kind, kept.sha256)
        with self._database.writing() as session:
            put_media(session, kept)
            session.flush()
            row = session.scalars(sa.select(TakeRow).where(TakeRow.key == key)).first()
            if row is None:
                row = TakeRow(
                    key=key, kind=step.kind, way=OWN.name, sha256=kept.sha256, width=kept.width,
                    recipe=recipe(step, []), seconds=0.0, worker=me(), made_at=now(),
                )  # fmt: skip
                session.add(row)
            row.removed_at = None
            _use(session, story, [(step.id, key)])
            session.flush()
            return _take(row, session.scalars(sa.select(MediaRow).where(MediaRow.sha256 == kept.sha256)).one())

    def keep(self, claim: Claim, step: Step, inputs: Inputs, made: tuple[Kept, float], used: Used | None = None) -> Take:
        """Write a take, what uses it, and end its claim, in one transaction. LateResult when the claim is no longer ours."""
        kept, seconds = made
        with self._database.writing() as session:
            if not holds(session, claim):
                raise LateResult(f"Another worker took over {claim.key[:12]} meanwhile; this late result is not kept.")
            put_media(session, kept)
            session.flush()
            row = session.scalars(sa.select(TakeRow).where(TakeRow.key == claim.key)).first()
            if row is None:
                row = TakeRow(
                    key=claim.key, kind=step.kind, way=step.way.name, sha256=kept.sha256, width=breadth(step),
                    recipe=recipe(step, inputs), seconds=seconds, worker=me(), made_at=now(),
                )  # fmt: skip
                session.add(row)
            elif row.sha256 != kept.sha256:  # only after its file was lost or damaged, by a maker that is not exact
                row.sha256, row.made_at = kept.sha256, now()
            row.removed_at = None
            release(session, claim)
            if used is not None:
                _use(session, *used)
            session.flush()
            media = session.scalars(sa.select(MediaRow).where(MediaRow.sha256 == row.sha256)).one()
            return _take(row, media)

    def use(self, story: str, used: Sequence[tuple[str, str]]) -> None:
        """Remember which keys the steps of a story, as (id, key), use now."""
        with self._database.writing() as session:
            _use(session, story, used)

    def of_step(self, story: str, step: str | None = None) -> list[tuple[str, Take]]:
        """Every take a story's steps (or one of them) ever used, (step id, take), the newest use first."""
        with self._database.reading() as session:
            asked = _joined().add_columns(UseRow.step).join(UseRow, UseRow.key == TakeRow.key).where(UseRow.story == story)
            if step is not None:
                asked = asked.where(UseRow.step == step)
            asked = asked.where(TakeRow.removed_at.is_(None)).order_by(UseRow.last.desc(), TakeRow.seq.desc())
            return [(name, _take(row, media)) for row, media, name in session.execute(asked)]

    def of_steps(self, story: str, steps: Iterable[str]) -> dict[str, list[tuple[Take, int]]]:
        """Every take these steps of a story ever used, by step, the newest use first; with the breadth it was asked for."""
        wanted = list(dict.fromkeys(steps))
        found: dict[str, list[tuple[Take, int]]] = {}
        with self._database.reading() as session:
            for at in range(0, len(wanted), MANY):
                asked = _joined().add_columns(UseRow.step).join(UseRow, UseRow.key == TakeRow.key).where(UseRow.story == story)
                asked = asked.where(UseRow.step.in_(wanted[at : at + MANY]), TakeRow.removed_at.is_(None)).order_by(UseRow.last.desc(), TakeRow.seq.desc())
                for row, media, name in session.execute(asked):
                    found.setdefault(name, []).append((_take(row, media), row.width))
        return found

    def of_file(self, sha256: str) -> Take | None:
        """The newest take with these bytes."""
        with self._database.reading() as session:
            found = session.execute(_joined().where(TakeRow.sha256 == sha256).order_by(TakeRow.seq.desc()).limit(1)).first()
            return None if found is None else _take(found[0], found[1])

    def recipes(self, story: str, step: str) -> list[dict[str, Any]]:
        """What each take of a step was made from."""
        with self._database.reading() as session:
            asked = sa.select(TakeRow.recipe).join(UseRow, UseRow.key == TakeRow.key).where(UseRow.story == story, UseRow.step == step)
            return [dict(found) for found in session.scalars(asked)]

    def with_recipes(self, story: str, step: str) -> list[tuple[dict[str, Any], Take]]:
        """Every take of a step with what it was made from, the newest use first."""
        with self._database.reading() as session:
            asked = _joined().add_columns(TakeRow.recipe).join(UseRow, UseRow.key == TakeRow.key)
            asked = asked.where(UseRow.story == story, UseRow.step == step, TakeRow.removed_at.is_(None))
            return [(dict(recipe), _take(row, media)) for row, media, recipe in session.execute(asked.order_by(UseRow.last.desc(), TakeRow.seq.desc()))]

    def last_recipes(self, story: str, steps: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What each of these steps of the story was made from the last time it was made here: step id -> recipe."""
        wanted = list(dict.fromkeys(steps))
        found: dict[str, dict[str, Any]] = {}
        with self._database.reading() as session:
            for at in range(0, len(wanted), MANY):
                asked = sa.select(UseRow.step, TakeRow.recipe).join(TakeRow, TakeRow.key == UseRow.key)
                asked = asked.where(UseRow.story == story, UseRow.step.in_(wanted[at : at + MANY]), TakeRow.way != OWN.name)
                found |= {step: dict(recipe) for step, recipe in session.execute(asked.order_by(UseRow.last, UseRow.seq))}
        return found

    def readings(self, story: str, steps: Iterable[str]) -> dict[str, list[tuple[Kept, frozenset[str]]]]:
        """The file of every reading that these reading steps of a story ever used, by step, the newest use first; with the digests of what was read."""
        wanted = list(dict.fromkeys(steps))
        found: dict[str, list[tuple[Kept, frozenset[str]]]] = {}
        file = [getattr(MediaRow, one.name) for one in fields(Kept)]
        asked = sa.select(UseRow.step, TakeRow.recipe["inputs"], *file).join(TakeRow, TakeRow.key == UseRow.key).join(MediaRow, MediaRow.sha256 == TakeRow.sha256)
        asked = asked.where(UseRow.story == story, TakeRow.removed_at.is_(None)).order_by(UseRow.last.desc(), TakeRow.seq.desc())
        with self._database.reading() as session:
            for at in range(0, len(wanted), MANY):
                for name, inputs, *kept in session.execute(asked.where(UseRow.step.in_(wanted[at : at + MANY]))):
                    found.setdefault(name, []).append((Kept(*kept), frozenset(sha256 for _, sha256 in inputs)))
        return found

    def pace(self) -> dict[tuple[str, str, int], float]:
        """Median seconds of the newest takes: (kind, way, width) -> seconds."""
        with self._database.reading() as session:
            asked = sa.select(TakeRow.kind, TakeRow.way, TakeRow.width, TakeRow.seconds).where(TakeRow.worker != BROUGHT).order_by(TakeRow.seq.desc()).limit(1000)
            found: dict[tuple[str, str, int], list[float]] = {}
            for kind, way, width, seconds in session.execute(asked):
                found.setdefault((kind, way, width), []).append(seconds)
        return {name: statistics.median(seconds[:PACE]) for name, seconds in found.items()}


def breadth(step: Step) -> int:
    """Width of what the step shows, in pixels; 0 for sound. With kind and way it says how long making takes."""
    return int(getattr(step.params, "size", (0, 0))[0])


def _use(session: Session, story: str, used: Sequence[tuple[str, str]]) -> None:
    turn = (session.execute(sa.select(sa.func.max(UseRow.last)).where(UseRow.story == story)).scalar_one() or 0) + 1
    keys = sorted({key for _, key in used})
    known: dict[tuple[str, str], UseRow] = {}
    for at in range(0, len(keys), MANY):
        asked = sa.select(UseRow).where(UseRow.story == story, UseRow.key.in_(keys[at : at + MANY]))
        known |= {(row.step, row.key): row for row in session.scalars(asked)}
    for step, key in dict.fromkeys(used):
        row = known.get((step, key))
        if row is None:
            session.add(UseRow(story=story, step=step, key=key, last=turn))
        else:
            row.last = turn


def recipe(step: Step, inputs: Inputs) -> dict[str, Any]:
    """What goes into a step, as plain values: its way, its params, (role, digest) of its inputs."""
    return {
        "way": step.way.model_dump(mode="json"),
        "params": step.params.model_dump(mode="json"),
        "inputs": [list(pair) for pair in inputs],
    }


def kept_of(row: MediaRow) -> Kept:
    return Kept(row.sha256, row.format, row.size, row.frames, row.rate, row.width, row.height)  # type: ignore[arg-type]


def kept_take(take: Take) -> Kept:
    return Kept(take.sha256, take.format, take.size, take.frames, take.rate, take.width, take.height)


def _joined() -> sa.Select[TakeRow, MediaRow]:
    """Takes and their files. A take's recipe is long: it is read when it is asked for."""
    return sa.select(TakeRow, MediaRow).join(MediaRow, MediaRow.sha256 == TakeRow.sha256).options(defer(TakeRow.recipe))


def put_media(session: Session, kept: Kept) -> None:
    row = session.scalars(sa.select(MediaRow).where(MediaRow.sha256 == kept.sha256)).first()
    if row is None:
        session.add(MediaRow(**vars(kept), made_at=now()))
    else:
        row.removed_at = None


def _take(row: TakeRow, media: MediaRow) -> Take:
    return Take(
        key=row.key, kind=row.kind, way=row.way, sha256=row.sha256, format=media.format, size=media.size, frames=media.frames,  # type: ignore[arg-type]
        rate=media.rate, width=media.width, height=media.height, seconds=row.seconds, made_at=row.made_at,
    )  # fmt: skip
