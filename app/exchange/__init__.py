"""Films in the formats of other people's programs, and their scripts in ours. One module per format, loaded when it is asked for.

Each has `write(story, path, media)`: `media` maps a step's id ("clip:shot-3", "voice:line-1", "music:score") to its file, where there is one.
Those of EDITORS, for programs that cut films, are told the picture's size too, and what they cannot say is told by `unrepresented`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from storyboard.breakdown import Breakdown
from storyboard.errors import BadInput, NoRoom
from storyboard.story import Story

if TYPE_CHECKING:
    from app.exchange.losses import Unrepresented
    from app.exchange.recut import Recut

FORMATS: dict[str, str] = {
    "srt": "app.exchange.subtitles",
    "vtt": "app.exchange.subtitles",
    "chapters.vtt": "app.exchange.chapters",
    "fountain": "app.exchange.fountain",
    "otio": "app.exchange.otio",
    "otioz": "app.exchange.otio:write_bundle",
    "fcpxml": "app.exchange.fcpxml",
    "fcpxml.zip": "app.exchange.fcpxml:write_package",
    "capcut.zip": "app.exchange.capcut",
    "premiere.zip": "app.exchange.through_otio:write_premiere",
    "edl": "app.exchange.through_otio:write_edl",
    "csv": "app.exchange.shotlist",
    "md": "app.exchange.shotlist",
    "json": "app.exchange.shotlist",
    "storyboard.json": "app.exchange.storyboard_json",
    "licences.md": "app.exchange.licences",
    "mid": "app.exchange.midi",
}
EDITORS = ("otio", "otioz", "fcpxml", "fcpxml.zip", "capcut.zip", "premiere.zip", "edl")

READERS: dict[str, tuple[str, str]] = {  # formats that come in: the module, and what of it makes a breakdown of a text
    "fountain": ("app.exchange.fountain", "read"),
    "csv": ("app.exchange.shotlist_in", "read_csv"),
    "json": ("app.exchange.shotlist_in", "read_json"),
}
CUTS: dict[str, str] = {"otio": "app.exchange.otio_in", "otioz": "app.exchange.otio_in", "fcpxml": "app.exchange.fcpxml_in", "fcpxmld": "app.exchange.fcpxml_in"}
PROSE = "prose"  # comes in too, told by agents.adapt.prose and not broken down here
ENDINGS = {"fountain": "fountain", "spmd": "fountain", "txt": PROSE, "text": PROSE, "md": PROSE, "markdown": PROSE, "csv": "csv", "tsv": "csv", "json": "json"}


def incoming(path: Path, named: str | None = None, words: str = "") -> str:
    """The format of a text from outside: as it is named, else by the file's ending; of plain text, by its `words`. BadInput when that says nothing."""
    found = (named or ENDINGS.get(path.suffix.lower().lstrip("."), "")).lower()
    if named is None and found == PROSE:
        from app.exchange.fountain import is_screenplay

        found = "fountain" if is_screenplay(words) else PROSE
    if found not in (*READERS, PROSE):
        asked = f"{named!r} is no format that can be read" if named else f"{path.name} does not end in what can be read"
        raise BadInput(f"{asked}. Name the format: {', '.join((*READERS, PROSE))}.")
    return found


def broken_down(words: str, named: str) -> Breakdown:
    """The breakdown of a script's text in one of READERS. BadInput."""
    module, function = READERS[named]
    found: Breakdown = getattr(import_module(module), function)(words)
    return found


def is_cut(path: Path, named: str | None = None) -> bool:
    """Whether this is a cut that comes back from an editing program: for a story that is there, not a story of its own."""
    return (named or path.suffix.lower().lstrip(".")) in CUTS


def read_cut(path: Path, named: str | None = None) -> Recut:
    """A cut that an editing program changed. recut.understood makes an edit of it. BadInput."""
    found: Recut = import_module(CUTS[named or path.suffix.lower().lstrip(".")]).read(path)
    return found


def named_of(path: Path) -> str:
    """The format a file's name asks for; "" when there is none."""
    return max((name for name in FORMATS if path.name.lower().endswith("." + name)), key=len, default="")


def format_of(path: Path) -> str:
    """The format a file's name asks for. BadInput when there is none."""
    if not (named := named_of(path)):
        raise BadInput(f"{path.name} names no format that can be written. Choose an ending of: {', '.join(FORMATS)}, stems.zip.")
    return named


def unrepresented(story: Story, named: str, media: Mapping[str, Path] | None = None) -> tuple[Unrepresented, ...]:
    """What a file of this format cannot say of the film; formats for reading and showing say what they are for, and are not asked."""
    if named not in EDITORS:
        return ()
    from app.exchange import cutlist, losses

    return losses.unrepresented(story, cutlist.cutlist(story, media or {}), media or {}, named)


def export(story: Story, path: Path, media: Mapping[str, Path] | None = None, size: tuple[int, int] | None = None, revision: str = "") -> Path:
    """Write the film as the format its ending names. The file takes its name only when it is whole. `size`: of the picture;
    `revision`: of which story it is which ("STORY@3"), for a cut that comes back."""
    named = format_of(path)
    module, _, function = FORMATS[named].partition(":")
    write = getattr(import_module(module), function or "write")
    more: tuple[object, ...] = ()
    if named in EDITORS:
        from app.exchange.cutlist import USUAL, Origin

        more = (Origin(size or USUAL.size, revision),)
    part = path.with_name(f".part-{os.getpid()}-{path.stem}.{named}")
    try:
        write(story, part, media, *more)
        part.replace(path)
    except OSError as error:
        raise NoRoom(f"{path} could not be written: {error.strerror}. Free some space, or choose another folder.") from error
    finally:
        part.unlink(missing_ok=True)
    return path
