"""The cut in older forms, by OpenTimelineIO's adapters: Final Cut Pro 7's XML, which Premiere Pro reads, with its media (.premiere.zip), and the
edit decision list of CMX 3600 (.edl), which has a picture and nothing else. Both are written from the same timeline as .otio."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from app.exchange.cutlist import USUAL, Files, Origin, cutlist
from app.exchange.otio import timeline
from app.exchange.package import Package, zipped
from storyboard.story import Story
from storyboard.timing import RATE


def write_premiere(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    """The XML, its media beside it, subtitles and a report, in one zip."""
    cuts = cutlist(story, media or {}, origin)
    with Package(cuts, media or {}, path.parent) as package:
        made = timeline(cuts, package.names)
        _keep(made, [track.name for track in made.tracks if track.enabled])
        zipped(path, {"film.xml": _written(made, "fcp_xml"), **package.texts(story, "premiere.zip")}, package.files)


def write_edl(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    cuts = cutlist(story, media or {}, origin)
    made = timeline(cuts, {step: file.resolve().as_uri() for step, file in (media or {}).items()})
    _keep(made, ["Picture"])
    path.write_text(_written(made, "cmx_3600", rate=float(RATE)), encoding="utf-8")


def _keep(made: otio.schema.Timeline, names: list[str]) -> None:
    """These tracks alone. A clip whose file is not made yet names the place it would have: the adapters write nothing else."""
    for track in [track for track in made.tracks if track.name not in names]:
        made.tracks.remove(track)
    for clip in made.find_clips():
        if not isinstance(clip.media_reference, otio.schema.ExternalReference):
            known = clip.media_reference.available_range
            clip.media_reference = otio.schema.ExternalReference(f"missing/{clip.media_reference.name or clip.name}".replace(":", "-"), known)


def _written(made: otio.schema.Timeline, adapter: str, **more: float) -> str:
    return str(otio.adapters.write_to_string(made, adapter, **more))
