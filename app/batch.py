"""Many films from one file. One that cannot be made never stops the others; a second run makes only what is missing.

Each film is written, made and handed over before the next begins, and then the report says so. What the report vouches for, and whose files
are whole, is kept. What was cut off in between costs nothing twice: replies and takes are in the home.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app import deliver
from app.authoring import Premise, Script
from app.batch_file import REPORT, Wish
from app.db.stories import Head
from app.orders import ONE_OF_MANY
from app.process import only_one
from app.settings import debug
from app.studio import Studio
from app.worker import Look, summary
from storyboard.digest import digest, file_digest
from storyboard.errors import BadInput, FabulaError, Missing, NoRoom, Stopped, Unapproved

WELL = ("made", "kept")
FORM = 1  # of the report


@dataclass(frozen=True)
class Done:
    """What became of one film. `state`: made, kept (it was there), slated (something in it could not be made), failed, stopped, waits;
    `seconds` of film; `took_s` to make; `files`: their SHA-256 by name; `findings`: of the watcher's (None: nobody watched); `wish`: digest of all that was asked for."""

    film: str
    asked: str
    state: str
    title: str = ""
    seconds: float = 0.0
    took_s: float = 0.0
    story: str = ""
    revision: int = 0
    files: dict[str, str] = field(default_factory=dict)
    findings: int | None = None
    error: str = ""
    wish: str = ""

    @property
    def is_well(self) -> bool:
        return self.state in WELL


@dataclass(frozen=True)
class Report:
    """What became of every film, in the file's order. `ended`: what stopped the whole batch."""

    path: Path
    films: tuple[Done, ...]
    ended: FabulaError | None = None

    def plain(self) -> dict[str, Any]:
        return {"fabula_batch": FORM, "films": [asdict(one) for one in self.films]}


@dataclass(frozen=True)
class Order:
    """Where the films go, who looks on, and who is told."""

    out: Path
    look: Look = field(default_factory=Look)
    say: Callable[[str], None] = print
    writing: Callable[[Any], None] = lambda _: None


def run(studio: Studio, wishes: Sequence[Wish], order: Order) -> Report:
    """Every film in turn. A stop, a full disk and a budget that nobody approves end it; anything else is noted and the next begins. BadInput."""
    check(studio, wishes)
    order.out.mkdir(parents=True, exist_ok=True)
    with only_one(studio.settings.home / "batch.lock", wait=False) as free:
        if not free:
            raise BadInput(f"Another batch is made in {studio.settings.home} now. Wait for it; one machine makes two no faster.")
        return _run(studio, wishes, order)


def check(studio: Studio, wishes: Sequence[Wish]) -> None:
    """All that can be known to be wrong before anything is made: names that the library or the home does not have. BadInput."""
    for wish in wishes:
        try:
            studio.given(wish.asked.get("with", ()))
            if wish.kind == "story" and not Path(wish.source).is_file():
                studio.store.stories.find(wish.source)
        except Missing as error:
            raise BadInput(f"Line {wish.line}: {error}") from error


def earlier(path: Path) -> dict[str, dict[str, Any]]:
    """What a report says was made: the wish's digest -> its row. Nothing, where there is none or it is no report."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        return {row["wish"]: row for row in tree["films"] if row["state"] in WELL}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def wish_of(studio: Studio, wish: Wish) -> str:
    """The digest of all that is asked for, by content: a script's bytes, a story's file or revision, who is given."""
    content: Any = wish.source
    if wish.kind != "premise" and Path(wish.source).is_file():
        content = file_digest(Path(wish.source))
    elif wish.kind == "story":
        head = studio.store.stories.find(wish.source)
        content = [head.id, head.revision]
    given = [one.model_dump(mode="json") for one in studio.given(wish.asked.get("with", ()))]
    return digest("batch", FORM, wish.kind, content, wish.out, wish.asked, given, studio.writer)


def is_whole(folder: Path, row: dict[str, Any]) -> bool:
    """Whether all the files that a row vouches for are there, as they were handed over."""
    files = row.get("files")
    return isinstance(files, dict) and bool(files) and all((folder / n).is_file() and file_digest(folder / n) == sha for n, sha in files.items())


def _run(studio: Studio, wishes: Sequence[Wish], order: Order) -> Report:
    path = order.out / REPORT
    before = earlier(path)
    films = [Done(wish.out, wish.source, "waits", wish=wish_of(studio, wish)) for wish in wishes]
    ended: FabulaError | None = None
    for at, wish in enumerate(wishes):
        row = before.get(films[at].wish)
        if row is not None and is_whole(order.out, row):
            films[at] = Done(**{**row, "state": "kept"})
            order.say(f"{at + 1} of {len(wishes)}: {wish.out} is there and whole: kept.")
        else:
            order.say(f"{at + 1} of {len(wishes)}: {wish.out}: {wish.source[:70]}")
            films[at], ended = _one(studio, wish, films[at], order)
        deliver.written(json.dumps(Report(path, tuple(films)).plain(), ensure_ascii=False, indent=2) + "\n", path)
        if ended is not None:
            break
    return Report(path, tuple(films), ended)


def _one(studio: Studio, wish: Wish, blank: Done, order: Order) -> tuple[Done, FabulaError | None]:
    """What became of a film, and the error that ends the batch, if it was one of those."""
    began = time.monotonic()
    try:
        if order.look.stop():
            raise Stopped("Stopped. What is finished is kept; the same command goes on from here.")
        done = _made(studio, wish, blank, order)
        if done.error:
            order.say(f"{wish.out}: {done.error}")
    except (Stopped, NoRoom, Unapproved) as error:
        return replace(blank, state="stopped" if isinstance(error, Stopped) else "failed", error=str(error)), error
    except FabulaError as error:
        order.say(f"failed: {error}")
        done = replace(blank, state="failed", error=str(error))
    except Exception as bug:  # a fault of ours in one film is no reason to lose the night's others
        if debug():
            raise
        order.say(f"failed: {type(bug).__name__}: {bug}")
        done = replace(blank, state="failed", error=f"Fabula has a fault of its own here: {type(bug).__name__}: {bug}. FABULA_DEBUG=1 shows where.")
    return replace(done, took_s=round(time.monotonic() - began, 1)), None


def _made(studio: Studio, wish: Wish, blank: Done, order: Order) -> Done:
    """The film and all that goes with it, handed over."""
    out = order.out / wish.out
    out.parent.mkdir(parents=True, exist_ok=True)
    head = told(studio, wish, order)
    size = wish.asked.get("size", "default")
    film = studio.film(head, size, order.look, "slated" if wish.asked.get("slates") else "film", ONE_OF_MANY)
    files = list(studio.deliver(film, deliver.writable(out, ".mp4")))
    for ending in wish.asked.get("exports", ()):
        if ending == "sheet":
            files.append(studio.sheet(head, out.with_suffix(".sheet.png"), size))
        else:
            files.append(studio.export(head, out.with_suffix(f".{ending}"), size))
    seconds = 0.0 if film.take is None else round(film.take.frames / 24, 2)
    sums = {path.relative_to(order.out.absolute()).as_posix(): file_digest(path) for path in dict.fromkeys(files)}
    failed = summary(film.failures) if film.failures else ""
    watched = studio.readings(head, size)
    return replace(
        blank, state="slated" if failed else "made", title=head.title, seconds=seconds, story=head.id, revision=head.revision, files=sums, error=failed,
        findings=len(watched.findings) if watched.is_watched else None,
    )  # fmt: skip


def told(studio: Studio, wish: Wish, order: Order) -> Head:
    """The story of a wish: written, read or found."""
    if wish.kind == "story":
        return studio.direct(studio.find(wish.source), wish.asked.get("pictures", {}))
    if wish.kind == "script":
        head, read = studio.bring_in(script_of(wish))
        for remark in read.remarks:
            order.say(f"{wish.out}: {remark}")
        return head
    return studio.write(premise_of(studio, wish), order.writing)


def premise_of(studio: Studio, wish: Wish) -> Premise:
    asked = {name: value for name, value in wish.asked.items() if name in ("title", "seed", "minutes", "style", "size", "language", "pictures", "limits")}
    return Premise(wish.source, given=studio.given(wish.asked.get("with", ())), **asked)


def script_of(wish: Wish) -> Script:
    asked = {name: value for name, value in wish.asked.items() if name in ("title", "seed", "minutes", "style", "pictures")}
    return Script(Path(wish.source), **asked)
