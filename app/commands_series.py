"""What the commands about a series do: names that change everywhere, and a cast kept over several films."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from app import deliver
from app.commands import plain_head, saved, tell
from app.db.stories import Head
from app.remade import Remade
from app.studio import Studio
from storyboard.edit import Change, Set
from storyboard.library import Kept

if TYPE_CHECKING:
    from app.shelf import Shelved

SHOWN = 12  # changed fields that are listed; --json has all of them


def rename(given: Namespace) -> int:
    return _changed(given, lambda studio, head: studio.renaming(head, given.old, given.new))


def use(given: Namespace) -> int:
    return _changed(given, lambda studio, head: studio.recasting(head, given.name, given.as_))


def _changed(given: Namespace, foresee: Callable[[Studio, Head], tuple[Change, Remade]]) -> int:
    """An edit that is shown with what it makes again, and done unless --dry."""
    out = None if given.out is None else deliver.writable(given.out, ".json")
    with Studio() as studio:
        before, file = (studio.find(given.story), None) if given.dry else studio.take_up(given.story)
        change, again = foresee(studio, before)
        head = before if given.dry else studio.edit(before.id, change)
        words = [change.note + ":", *_listed(change), again.words(), *_stays(change)]
        end = "Nothing is changed: this was only shown." if given.dry else f"{head.title} is at revision {head.revision}; `fabula undo {head.id}` takes it back."
        fields = [op.model_dump(mode="json") for op in change.ops]
        document = {"changed": fields, "will_make": list(again.will), "may_make": list(again.may), "stay": again.stay, "dry": given.dry}
        return tell(given, plain_head(head) | document, "\n".join([*words, end + ("" if given.dry else saved(studio, head, out or file))]))


def _stays(change: Change) -> Iterator[str]:
    """What a change of somebody's name does not change."""
    fields = {op.field for op in change.ops if isinstance(op, Set) and op.target.startswith("character:")}
    if "look" in fields:
        yield "Pronouns, and words for what the one before was, stay as they were; so does the premise."
    elif "name" in fields:
        yield "Look, voice and pronouns stay as they were; so does the premise."


def shelf(given: Namespace) -> int:
    """`fabula library` and its parts."""
    return PARTS[given.part or "list"](given)


def _list(given: Namespace) -> int:
    from app.shelf import shelved

    with Studio() as studio:
        found = shelved(studio)
        rows = [_plain(one.kept) | {"stories": [plain_head(f.head) | {"version": f.version, "is_today": f.is_today} for f in one.films]} for one in found]
        words = "\n".join(line for one in found for line in _shelved(one))
        return tell(given, rows, words or "The library is empty. `fabula library add STORY NAME` keeps someone, a place or a thing of a story.")


def _shelved(one: Shelved) -> Iterator[str]:
    kept = one.kept
    yield f"{kept.entry.name}, {kept.entry.kind}, version {kept.version}: {kept.entry.words()}"
    for film in one.films:
        older = "" if film.is_today else f", version {film.version}: older; `fabula library use {film.head.id} {shlex.quote(kept.entry.name)}` brings it up to date"
        yield f"    in {film.head.id} ({film.head.title}){older}"


def _add(given: Namespace) -> int:
    from app.shelf import keep

    with Studio() as studio:
        found = keep(studio, studio.find(given.story), given.names)
        words = [f"{one.entry.name} is in the library, version {one.version}: {one.entry.words()}." for one in found]
        with_ = " ".join(f"--with {shlex.quote(one.entry.name)}" for one in found)
        return tell(given, [_plain(one) for one in found], "\n".join([*words, f'`fabula make "..." {with_}` makes a film with them.']))


def _remove(given: Namespace) -> int:
    with Studio() as studio:
        gone = studio.store.library.remove(given.name)
        return tell(given, _plain(gone), f"{gone.entry.name} is out of the library. The films that have it keep it; adding it again brings it back.")


def _export(given: Namespace) -> int:
    from app.shelf import export

    with Studio() as studio:
        count = export(studio, given.file)
        return tell(given, {"file": str(given.file), "entries": count}, f"{given.file}: {count} of the library.")


def _import(given: Namespace) -> int:
    from app.shelf import bring

    with Studio() as studio:
        found, remarks = bring(studio, given.file)
        words = [f"{one.entry.name} is in the library, version {one.version}." for one in found]
        return tell(given, {"entries": [_plain(one) for one in found], "remarks": remarks}, "\n".join([*words, *remarks]) or "The file holds nothing.")


def _plain(one: Kept) -> dict[str, Any]:
    return {"name": one.entry.name, "version": one.version, "source": one.source, **one.entry.model_dump(mode="json")}


def _listed(change: Change) -> Iterator[str]:
    sets = [op for op in change.ops if isinstance(op, Set) and op.was != op.value]
    yield from (f"  {op.target}.{op.field}: {_said(op.was)} -> {_said(op.value)}" for op in sets[:SHOWN])
    if len(sets) > SHOWN:
        yield f"  and {len(sets) - SHOWN} more; --json lists them all"


def _said(value: Any) -> str:
    return " / ".join(map(str, value)) if isinstance(value, list) and all(isinstance(one, str) for one in value) else str(value)


PARTS: dict[str, Callable[[Namespace], int]] = {"list": _list, "add": _add, "remove": _remove, "export": _export, "import": _import, "use": use}
COMMANDS: dict[str, Callable[[Namespace], int]] = {"rename": rename, "library": shelf}
