"""Screenings: the finished films of a story as somebody watches them, what is said when, and what is taken away from them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from app.db.documents import fingerprint
from app.db.jobs import Job
from app.db.media import Kept
from app.db.store import Store
from app.db.stories import Head
from app.explain import Explained
from app.settings import Settings
from storyboard.cuesheet import CueSheet, cue_sheet
from storyboard.digest import digest
from storyboard.errors import Missing
from storyboard.story import Story
from storyboard.take import Media

WATCHED = ("film", "slated", "animatic")  # targets of jobs that end in something to watch
Watched = Literal["film", "animatic"]


@dataclass(frozen=True)
class Screening:
    """A finished film: its file, and of which revision, in which size, it was made. `target`: film, slated or animatic. `is_today`: it is
    what today's story gives; otherwise the story has moved since, or its ways of making have."""

    sha256: str
    revision: int
    size: str
    target: str
    made_at: str
    frames: int
    width: int
    height: int
    bytes: int
    is_today: bool = False


class Screenings:
    """The part of a Studio that shows films."""

    settings: Settings
    store: Store

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...
        def explain(self, head: Head, size: str = "default", animatic: bool = False) -> list[Explained]: ...

    def screenings(self, head: Head) -> list[Screening]:
        """Every film of the story that is there, the newest first; one that came out the same again counts once. Whether it is today's is
        not asked here: `screening` says it."""
        jobs = [job for job in self.store.jobs.of_story(head.id) if job.film and job.target in WATCHED]
        kept = self.store.takes.media(job.film for job in jobs if job.film)
        found: dict[str, Screening] = {}
        for job in jobs:
            if job.film in kept and job.film not in found and self.store.media.is_there(kept[job.film]):
                found[job.film] = self._shown(job, kept[job.film])
        return list(found.values())

    def screening(self, head: Head, size: str = "default", kind: Watched = "film", steps: Sequence[Explained] = ()) -> Screening | None:
        """What is watched of a story in a size: the film of today's revision if it is there, else the newest one. None: there is none.
        `steps`: what `explain` said of it, where that is known."""
        films = [one for one in self.screenings(head) if one.size == size and (one.target == "animatic") == (kind == "animatic")]
        today = (steps or self.explain(head, size, kind == "animatic"))[-1]
        if today.state != "have" or today.key is None:
            return films[0] if films else None
        take = self.store.takes.get([today.key])[today.key]
        old = next((one for one in films if one.sha256 == take.sha256), None)
        made = old.made_at if old else take.made_at
        return Screening(take.sha256, head.revision, size, kind, made, take.frames, take.width, take.height, take.size, is_today=True)

    def cues(self, story: str, revision: int) -> CueSheet:
        """When each shot, scene and subtitle of the film of this revision begins and ends."""
        return cue_sheet(self.story(story, revision))

    def loudness(self, sha256: str, measure: bool = True) -> tuple[float, float] | None:
        """A film's LUFS and dBTP; measured once (about a second for a minute of film) and remembered. StepFailed when it has no sound.
        `measure` False: only what is known already, else None."""
        from generator.film_ffmpeg import loudness

        key = digest("loudness", sha256)
        said = self.store.memo.get(key)
        if said is None:
            if not measure:
                return None
            said = json.dumps(loudness(self.store.file_of(sha256)[0]))
            self.store.memo.put(key, said)
        lufs, dbtp = json.loads(said)
        return lufs, dbtp

    def contact_sheet(self, head: Head, steps: Sequence[Explained], draw: bool = True) -> str | None:
        """The digest of a story's contact sheet, a png of what is filmed of it. Drawn once for the same clips and words; `draw` False:
        only one that is there already, else None. `steps`: what `explain` said. Missing when nothing is filmed yet."""
        story = self.story(head.id, head.revision)
        clips = self.made(steps, "clip")
        if not clips:
            raise Missing(f"No shot of {head.title!r} is filmed in this size yet. Make the film, or its animatic, first.")
        key = digest("sheet", fingerprint(story), {step: kept.sha256 for step, kept in clips.items()})
        known = self.store.memo.get(key) or ""
        kept = self.store.takes.media([known]).get(known)
        if kept is not None and self.store.media.is_there(kept):
            return known
        return self._drawn(story, clips, key) if draw else None

    def made(self, steps: Sequence[Explained], kind: str) -> dict[str, Kept]:
        """The files of the steps of a kind that are there: step id -> file."""
        there = [one for one in steps if one.step.kind == kind and one.state == "have"]
        takes = self.store.takes.get([one.key for one in there if one.key and not one.step.pin])
        digests = {one.step.id: one.step.pin or takes[one.key or ""].sha256 for one in there}
        kept = self.store.takes.media(digests.values())
        return {step: kept[sha256] for step, sha256 in digests.items()}

    def _shown(self, job: Job, kept: Kept) -> Screening:
        take = self.store.takes.of_file(kept.sha256)
        made_at = take.made_at if take else ""
        return Screening(kept.sha256, job.revision, job.size, job.target, made_at, kept.frames, kept.width, kept.height, kept.size)

    def _drawn(self, story: Story, clips: Mapping[str, Kept], key: str) -> str:
        from app.sheet import draw_sheet

        files = {step: Media(self.store.media.verified(kept), kept.format, kept.frames, kept.rate, kept.width, kept.height) for step, kept in clips.items()}
        with tempfile.TemporaryDirectory(dir=self.settings.scratch) as folder:
            path = draw_sheet(story, files, Path(folder) / "sheet.png")
            with Image.open(path) as picture:
                kept = self.store.bring(Media(path, "png", width=picture.width, height=picture.height))
        self.store.memo.put(key, kept.sha256)
        return kept.sha256


def file_name(title: str) -> str:
    """A title as the name of a file, without its ending: letters of any script and digits, hyphens between."""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:60].strip("-") or "film"


def export_address(head: Head, size: str, named: str) -> str:
    """Where the server hands over a revision in the format `named` of app.exchange.FORMATS (app/export_routes.py)."""
    return f"/export/{head.id}.{named}?size={size}&revision={head.revision}"
