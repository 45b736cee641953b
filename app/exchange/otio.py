"""The cut as an OpenTimelineIO timeline: picture with its transitions and handles, dialogue, ambience, music.

Every clip has an available range (adapters crash without one), and the handles that feed a transition lie outside its source range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from storyboard import cut
from storyboard.cut import CREDITS, CROSS, TITLE, Picture
from storyboard.grammar import AT_ONCE, Transition
from storyboard.story import Story
from storyboard.timing import HANDLE, RATE, drawings

Files = Mapping[str, Path]
HEAD = 2 * HANDLE  # frames of the clip before its shot
TYPES = {Transition.DISSOLVE: otio.schema.TransitionTypes.SMPTE_Dissolve}


class Sound(NamedTuple):
    """One sound on a track: the step that makes it, its first frame in the film, its frames."""

    step: str
    name: str
    start: int
    frames: int


def write(story: Story, path: Path, media: Files | None = None) -> None:
    path.write_text(otio.adapters.write_to_string(timeline(story, media or {}), "otio_json"), encoding="utf-8")


def timeline(story: Story, files: Files) -> otio.schema.Timeline:
    made = otio.schema.Timeline(name=story.title, global_start_time=_time(0))
    made.metadata["fabula"] = {"logline": story.logline, "language": story.language, "title_frames": TITLE, "credits_frames": CREDITS}
    spoken = [Sound(f"voice:{h.line.id}", h.line.text, h.start, h.line.slot) for h in cut.dialogue(story)]
    air = [Sound(f"ambience:{s.scene.id}", s.scene.id, s.start, s.frames) for s in cut.air(story)]
    score = [Sound("music:score", "score", 0, cut.total_frames(story))]
    made.tracks.append(picture_track(story, files))
    for name, sounds in (("Dialogue", spoken), ("Ambience", air), ("Music", score)):
        made.tracks.append(sound_track(name, sounds, files))
    for stretch in cut.stretches(story):
        marked = TimeRange(_time(stretch.start), _time(stretch.frames))
        made.tracks.markers.append(
            otio.schema.Marker(name=stretch.scene.id, marked_range=marked, metadata={"fabula": {"beat": stretch.scene.beat}})
        )
    return made


def picture_track(story: Story, files: Files) -> otio.schema.Track:
    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    track.append(_gap(TITLE))
    for shown in cut.picture(story):
        first = shown.shot is shown.scene.shots[0]
        if shown.transition not in AT_ONCE:
            track.append(_transition(shown.transition, first))
        track.append(_shot(shown, files))
    track.append(_gap(CREDITS))
    return track


def sound_track(name: str, sounds: Iterable[Sound], files: Files) -> otio.schema.Track:
    """Sounds one after another, silence between them; one that would begin before the last has ended waits for it."""
    track = otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio)
    at = 0
    for sound in sounds:
        if sound.start > at:
            track.append(_gap(sound.start - at))
            at = sound.start
        frames = sound.start + sound.frames - at
        if frames <= 0:
            continue
        span = TimeRange(_time(0), _time(frames))
        clip = otio.schema.Clip(name=sound.name, media_reference=_media(files.get(sound.step), span), source_range=span)
        clip.metadata["fabula"] = {"step": sound.step}
        track.append(clip)
        at += frames
    return track


def _shot(shown: Picture, files: Files) -> otio.schema.Clip:
    shot = shown.shot
    available = TimeRange(_time(0), _time(2 * drawings(shot)))
    reference = _media(files.get(f"clip:{shot.id}"), available)
    clip = otio.schema.Clip(name=shot.id, media_reference=reference, source_range=TimeRange(_time(HEAD + shot.trim.begin), _time(shot.shown)))
    about: dict[str, Any] = {"step": f"clip:{shot.id}", "scene": shown.scene.id, "words": shot.words}
    about |= {"size": str(shot.size), "angle": str(shot.angle), "lens": str(shot.lens), "camera": shot.camera.words()}
    clip.metadata["fabula"] = about
    return clip


def _transition(kind: Transition, first: bool) -> otio.schema.Transition:
    """As the cut makes it: half on either side, and wholly inside for a scene's first shot."""
    before = 0 if first else CROSS // 2
    return otio.schema.Transition(
        name=str(kind), transition_type=TYPES.get(kind, otio.schema.TransitionTypes.Custom), in_offset=_time(before),
        out_offset=_time(CROSS - before), metadata={"fabula": {"kind": str(kind)}},
    )  # fmt: skip


def _media(file: Path | None, available: TimeRange) -> otio.schema.ExternalReference | otio.schema.MissingReference:
    if file is None:
        return otio.schema.MissingReference(available_range=available)
    return otio.schema.ExternalReference(target_url=file.resolve().as_uri(), available_range=available)


def _gap(frames: int) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=TimeRange(_time(0), _time(frames)))


def _time(frames: int) -> RationalTime:
    return RationalTime(frames, float(RATE))
