"""The library of a home: what is in it, which films have it, keeping, and files of it for other homes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app import deliver, uploads
from app.db.documents import Documents
from app.db.stories import Head
from storyboard import library, naming
from storyboard.library import Entry, Kept, Shelf

if TYPE_CHECKING:
    from app.studio import Studio


class Showing(NamedTuple):
    """A film that has an entry: in which version, and whether that is the newest."""

    head: Head
    version: int
    is_today: bool


class Shelved(NamedTuple):
    """An entry and the films that have it, the oldest first."""

    kept: Kept
    films: tuple[Showing, ...]


def shelved(studio: Studio) -> list[Shelved]:
    """Everything in the library, by name."""
    versions = {one.entry.name: studio.store.library.versions(one.entry.name) for one in studio.store.library.all()}
    films: dict[str, list[Showing]] = {name: [] for name in versions}
    for head, documents in studio.store.stories.casts() if versions else ():
        for name, known in versions.items():
            found = next((one.version for one in known if _shows(documents, one.entry)), None)
            if found is not None:
                films[name].append(Showing(head, found, found == known[0].version))
    return [Shelved(known[0], tuple(films[name])) for name, known in versions.items()]


def keep(studio: Studio, head: Head, names: Sequence[str]) -> list[Kept]:
    """Someone, places and things of a story, as they are there today. BadInput: all of them or none."""
    story = studio.story(head.id, head.revision)
    return studio.store.library.add([library.entry_of(story, name) for name in names], head.id)


def export(studio: Studio, path: Path) -> int:
    """The newest versions as one JSON file; how many there are."""
    entries = [one.entry for one in studio.store.library.all()]
    deliver.written(Shelf(entries=tuple(entries)).model_dump_json(indent=1) + "\n", deliver.writable(path, ".json"))
    return len(entries)


def bring(studio: Studio, path: Path) -> tuple[list[Kept], list[str]]:
    """The entries of a file; what was kept, and what is to be said of it: a portrait of one's own stays in the home it is in."""
    entries, remarks = [], []
    for entry in library.read_shelf(uploads.text(path)).entries:
        pin = getattr(entry.document, "pin", None)
        if pin and pin not in studio.store.takes.media([pin]):
            remarks.append(f"{entry.name} had a portrait of its maker's own, which is not in this home; it is drawn instead.")
            entry = entry.model_copy(update={"document": entry.document.model_copy(update={"pin": None})})
        entries.append(entry)
    return studio.store.library.add(entries, path.name), remarks


def _shows(documents: Documents, entry: Entry) -> bool:
    """Whether a story has the very one: things by name too, since many look alike."""
    return any(
        library.same(entry.kind, entry.document, one) and (entry.kind != "thing" or naming.key(one["name"]) == naming.key(entry.name))
        for one in _documents(documents, entry.kind)
    )


def _documents(documents: Documents, kind: str) -> Iterator[dict[str, Any]]:
    if kind == "character":
        yield from (documents[f"character:{one}"] for one in documents["story"]["characters"])
    else:
        yield from documents["story"][f"{kind}s"]
