"""Hand files over: checked before anything is made, written beside and renamed, so that what stands there is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.db.media import no_room, sync
from app.exchange.subtitles import srt
from storyboard.errors import BadInput
from storyboard.story import Story
from storyboard.upgrade import dump


def writable(out: Path, suffix: str = "") -> Path:
    """The absolute path, once it is certain that a file can be written there. BadInput says why not."""
    path = out.expanduser().absolute()
    if path.is_dir():
        raise BadInput(f"{out} is a folder; give a file's name in it, such as {out / ('film' + (suffix or '.mp4'))}.")
    if suffix and path.suffix.lower() != suffix:
        raise BadInput(f"{out} should end in {suffix}.")
    if not path.parent.is_dir():
        raise BadInput(f"The folder {path.parent} is not there. Make it first, or give another --out.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise BadInput(f"Nothing can be written in {path.parent}: {error.strerror}. Give another --out.") from error
    if path.exists() and not os.access(path, os.W_OK):
        raise BadInput(f"{out} is there already and may not be written over. Give another --out.")
    return path


def place(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a working file beside `path`, then put it in place. NoRoom when the disk refuses."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(part)
        sync(part)
        part.replace(path)
        sync(path.parent)
    except OSError as error:
        raise no_room(error, path.parent) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def copied(source: Path, path: Path) -> Path:
    return place(path, lambda part: shutil.copyfile(source, part))


def written(text: str, path: Path, bom: bool = False) -> Path:
    """`bom`: with the mark by which spreadsheets know that it is UTF-8."""
    return place(path, lambda part: part.write_text(text, encoding="utf-8-sig" if bom else "utf-8"))


def film_files(film: Path, story: Story, path: Path, c2pa: tuple[Path, Path] | None = None) -> tuple[Path, ...]:
    """The film at `path`, its subtitles and its story beside it. Returns all three. `c2pa`: the chain and the key it is signed with."""
    return (
        copied(film, path) if c2pa is None else signed(film, story, path, c2pa),
        written(srt(story), path.with_suffix(".srt")),
        written(dump(story), path.with_suffix(".story.json")),
    )


def signed(film: Path, story: Story, path: Path, c2pa: tuple[Path, Path]) -> Path:
    """The film at `path` with content credentials, which name all that went into it. Missing, BadInput."""
    from app.exchange.licences import parts
    from app.exchange.provenance import Credentials, sign

    named = [(f"{part.what}: {part.name}", part.licence) for part in parts(story)]
    return place(path, lambda part: sign(film, part, story.title, Credentials(*c2pa), named))
