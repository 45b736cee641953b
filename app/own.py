"""A person's own pictures and films in a story: kept as takes beside those that were made, and pinned by an edit."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from app import changes
from app.db.stories import Head
from app.ways_of import film_size
from storyboard.edit import Change, Op
from storyboard.errors import BadInput
from storyboard.params import NetStillParams, PictureParams, PortraitParams, StillParams
from storyboard.plan import OWN
from storyboard.steps import Step
from storyboard.story import Shot, Story
from storyboard.take import Media
from storyboard.timing import even

if TYPE_CHECKING:
    from app.studio import Studio

PICTURED = ("still", "portrait")  # kinds a person may bring a picture for
FILMS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".qt")


class Brought(NamedTuple):
    """A file that was fitted to a step, and what is to be said of it."""

    step: Step
    media: Media
    remarks: tuple[str, ...] = ()


def use_picture(studio: Studio, story: str, step: str, path: Path, at: int | Literal["end"] | None, size: str) -> Head:
    """A picture for a step (still:ID, portrait:ID) from now on, cut to what a film of `size` shows of it; `at`: for a later drawing of
    the still's shot. BadInput when it is no picture, or the story has no such step."""
    kind, _, name = step.partition(":")
    shown = next((s for s in studio.plan(studio.store.stories.head(story), size) if s.id == step and kind in PICTURED), None)
    if shown is None or (at is not None and kind != "still"):
        wanted = "still:ID or portrait:ID (or clip:ID, for a film)" if at is None else "the still:ID of a shot"
        raise BadInput(f"{step!r} takes no picture of yours here; name {wanted} of this story. `fabula explain` lists its steps.")
    assert isinstance(shown.params, PortraitParams | StillParams | NetStillParams)  # what PICTURED steps have
    place = Step(id=step if at is None else f"keyframe:{name}-{at}", kind=shown.kind, way=OWN, params=PictureParams(size=shown.params.size))
    with tempfile.TemporaryDirectory(dir=studio.settings.scratch) as folder:
        sha256 = studio.store.bring_own(_picture(path, place, Path(folder)).media, place, story).sha256
    if at is None:
        return studio.choose(story, step, sha256)
    return studio.edit(story, changes.given(studio.story(story), step, sha256, at))


def use_film(studio: Studio, story: str, step: str, path: Path, begin: float, size: str) -> tuple[Head, tuple[str, ...]]:
    """A film for a shot (clip:ID) from now on: the part of it from `begin` seconds on that the shot takes. What is to be said of it
    too. BadInput when it is no film, or the story has no such shot."""
    shot = next((s for s in studio.story(story).shots if f"clip:{s.id}" == step), None)
    if shot is None:
        raise BadInput(f"{step!r} takes no film of yours; name the clip:ID of a shot of this story. `fabula explain` lists its steps.")
    with tempfile.TemporaryDirectory(dir=studio.settings.scratch) as folder:
        found = _film(path, shot, (begin, False), size, Path(folder))
        sha256 = studio.store.bring_own(found.media, found.step, story).sha256
    return studio.choose(story, step, sha256), found.remarks


def fitted(story: Story, files: Sequence[tuple[str, Path, float, bool]], folder: Path) -> list[Brought]:
    """Each shot's file (shot id, path, second to begin at, whether it goes on from the shot before) fitted to its shot, in `folder`: a
    film by its name's ending, else a picture. BadInput names the shot."""
    found = []
    for number, (wanted, path, begin, goes_on) in enumerate(files):
        shot = next(s for s in story.shots if s.id == wanted)
        place = folder / str(number)
        place.mkdir()
        still = Step(id=f"still:{wanted}", kind="still", way=OWN, params=PictureParams(size=film_size("default").size))
        try:
            found.append(_film(path, shot, (begin, goes_on), "default", place) if path.suffix.lower() in FILMS else _picture(path, still, place))
        except BadInput as error:
            raise BadInput(f"Shot {wanted}: {error}") from error
    return found


def placed(studio: Studio, head: Head, brought: Sequence[Brought]) -> Head:
    """The story with every file in its place: one edit."""
    if not brought:
        return head
    story = studio.story(head.id, head.revision)
    ops: list[Op] = []
    for one in brought:
        take = studio.store.bring_own(one.media, one.step, head.id)
        ops += changes.chosen(story, one.step.id, take.sha256).ops
    return studio.edit(head.id, Change(ops=tuple(ops), note=f"{len(brought)} own pictures and films"))


def _picture(path: Path, place: Step, folder: Path) -> Brought:
    from app.db.media import no_room
    from app.uploads import picture

    width, height = place.params.size  # type: ignore[attr-defined]
    data, file = picture(path, (width, height)), folder / "own.png"
    try:
        file.write_bytes(data)
    except OSError as error:
        raise no_room(error, folder) from error
    return Brought(place, Media(file, "png", 1, "0", width, height))


def _film(path: Path, shot: Shot, begin: tuple[float, bool], size: str, folder: Path) -> Brought:
    from app.footage import Part, footage

    shown = film_size(size).size
    found = footage(path, Part(begin[0], even(shot.frames), shown, begin[1]), folder)
    return Brought(Step(id=f"clip:{shot.id}", kind="clip", way=OWN, params=PictureParams(size=shown)), found.media, found.remarks)
