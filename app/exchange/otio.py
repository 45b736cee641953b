"""The cut as an OpenTimelineIO timeline: alone (.otio, its media where they lie), or as a bundle with its media (.otioz).

Every clip has an available range (adapters crash without one), the handles that feed a transition lie outside its source range, and every
track lasts as long as the film. The finished mix and the subtitles lie there too, switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from app.exchange.cutlist import USUAL, Cutlist, Files, Note, Origin, Shown, Sound, Track, cutlist
from app.exchange.package import Package, zipped
from storyboard.grammar import Transition
from storyboard.story import Story
from storyboard.timing import RATE, Cue

TYPES = {Transition.DISSOLVE: otio.schema.TransitionTypes.SMPTE_Dissolve}
MARKED = {"scene": otio.schema.MarkerColor.GREEN, "finding": otio.schema.MarkerColor.ORANGE}
BUNDLE_VERSION = "1.0.0"  # of the otioz form


class _Span(NamedTuple):
    """Something on a track: where it begins, how long it is, and the clip."""

    start: int
    frames: int
    clip: Any


def write(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    path.write_text(_text(timeline(cutlist(story, media or {}, origin), _addresses(media or {}))), encoding="utf-8")


def write_bundle(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    """The timeline and its media in one file, as OpenTimelineIO lays it out. The film, for its cards, and every clip at the film's rate."""
    cuts = cutlist(story, media or {}, origin)
    with Package(cuts, media or {}, path.parent) as package:
        texts = {"content.otio": _text(timeline(cuts, package.names)), "version.txt": BUNDLE_VERSION, **package.texts(story, "otioz")}
        zipped(path, texts, package.files)


def timeline(cuts: Cutlist, addresses: Mapping[str, str]) -> otio.schema.Timeline:
    """`addresses`: step id -> the URL of its file, absolute or beside the timeline."""
    made = otio.schema.Timeline(name=cuts.title, global_start_time=_time(0))
    made.metadata["fabula"] = {"language": cuts.language, "width": cuts.size[0], "height": cuts.size[1], "frames": cuts.frames, "revision": cuts.origin.revision}
    made.tracks.append(_picture(cuts, addresses))
    made.tracks.append(_subtitles(cuts))
    for track in cuts.tracks:
        made.tracks.append(_sounds(track, cuts.frames, addresses))
    made.tracks.append(_mix(cuts, addresses))
    for scene in cuts.scenes:
        made.tracks.markers.append(_marker(scene, "scene"))
    return made


def _picture(cuts: Cutlist, addresses: Mapping[str, str]) -> otio.schema.Track:
    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    for shown in cuts.pictures:
        if shown.before + shown.after:
            track.append(_transition(shown))
        track.append(_shown(shown, cuts, addresses))
    return track


def _shown(shown: Shown, cuts: Cutlist, addresses: Mapping[str, str]) -> otio.schema.Clip:
    span, available = TimeRange(_time(shown.begin), _time(shown.frames)), TimeRange(_time(0), _time(shown.available))
    clip = otio.schema.Clip(name=shown.name, media_reference=_media(shown.step, addresses, available), source_range=span)
    if shown.shot is None:
        if shown.step not in addresses:
            clip.media_reference = otio.schema.GeneratorReference(generator_kind=shown.name, available_range=available, parameters={"text": cuts.title})
        clip.metadata["fabula"] = {"card": shown.name}
        return clip
    shot = shown.shot
    about: dict[str, Any] = {"step": shown.step, "scene": shown.scene, "words": shot.words, "note": cuts.notes[shot.id], "transition": str(shown.joined)}
    about |= {"size": str(shot.size), "angle": str(shot.angle), "lens": str(shot.lens), "camera": shot.camera.words()}
    about |= {"seeds": shot.seeds.model_dump(), "trim": shot.trim.model_dump()}
    clip.metadata["fabula"] = about
    for said in cuts.findings.get(shot.id, ()):
        clip.markers.append(_marker(Note(shown.begin, 1, said.partition(":")[0], said), "finding"))
    return clip


def _transition(shown: Shown) -> otio.schema.Transition:
    """As the cut makes it: half on either side, and wholly inside for a scene's first shot."""
    return otio.schema.Transition(
        name=str(shown.joined), transition_type=TYPES.get(shown.joined, otio.schema.TransitionTypes.Custom), in_offset=_time(shown.before),
        out_offset=_time(shown.after), metadata={"fabula": {"kind": str(shown.joined)}},
    )  # fmt: skip


def _sounds(track: Track, total: int, addresses: Mapping[str, str]) -> otio.schema.Track:
    spans = [_Span(one.start, one.frames, _sound(one, addresses)) for one in track.sounds]
    return _track(track.name, otio.schema.TrackKind.Audio, spans, total)


def _sound(sound: Sound, addresses: Mapping[str, str]) -> otio.schema.Clip:
    reference = _media(sound.step, addresses, TimeRange(_time(0), _time(sound.available)))
    clip = otio.schema.Clip(name=sound.name, media_reference=reference, source_range=TimeRange(_time(0), _time(sound.frames)))
    clip.metadata["fabula"] = {"step": sound.step, "role": sound.role}
    if sound.gain_db or sound.pan:
        level = {"fabula": {"gain_db": sound.gain_db, "pan": sound.pan}}
        clip.effects.append(otio.schema.Effect(name="level", effect_name="level", metadata=level))
    return clip


def _mix(cuts: Cutlist, addresses: Mapping[str, str]) -> otio.schema.Track:
    """The film's finished sound, to hear what is meant: switched off, since the tracks above are what it is made of."""
    whole = Sound("mix:film", "mix", "the finished mix", 0, cuts.frames, cuts.frames)
    track = _track("Mix", otio.schema.TrackKind.Audio, [_Span(0, cuts.frames, _sound(whole, addresses))], cuts.frames)
    track.enabled = False
    return track


def _subtitles(cuts: Cutlist) -> otio.schema.Track:
    """Subtitles as generated text: switched off, for programs that would show them as missing pictures."""
    spans = [_Span(cue.start, cue.end - cue.start, _cue(cue)) for cue in cuts.cues]
    track = _track("Subtitles", otio.schema.TrackKind.Video, spans, cuts.frames)
    track.enabled = False
    return track


def _cue(cue: Cue) -> otio.schema.Clip:
    span = TimeRange(_time(0), _time(cue.end - cue.start))
    reference = otio.schema.GeneratorReference(generator_kind="subtitle", available_range=span, parameters={"text": cue.text})
    return otio.schema.Clip(name=cue.text, media_reference=reference, source_range=span, metadata={"fabula": {"subtitle": True}})


def _track(name: str, kind: str, spans: Iterable[_Span], total: int) -> otio.schema.Track:
    """Spans in order, silence or nothing between them and up to the film's end."""
    track, at = otio.schema.Track(name=name, kind=kind), 0
    for span in spans:
        if span.start > at:
            track.append(_gap(span.start - at))
        track.append(span.clip)
        at = span.start + span.frames
    if at < total:
        track.append(_gap(total - at))
    return track


def _marker(note: Note, sort: str) -> otio.schema.Marker:
    marked = TimeRange(_time(note.start), _time(note.frames))
    return otio.schema.Marker(name=note.title, marked_range=marked, color=MARKED[sort], metadata={"fabula": {"words": note.words}})


def _media(step: str, addresses: Mapping[str, str], available: TimeRange) -> otio.schema.ExternalReference | otio.schema.MissingReference:
    if step not in addresses:
        return otio.schema.MissingReference(name=step, available_range=available)
    made = otio.schema.ExternalReference(target_url=addresses[step], available_range=available)
    made.name = step
    return made


def _addresses(files: Files) -> dict[str, str]:
    return {step: file.resolve().as_uri() for step, file in files.items()}


def _text(made: otio.schema.Timeline) -> str:
    return str(otio.adapters.write_to_string(made, "otio_json"))


def _gap(frames: int) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=TimeRange(_time(0), _time(frames)))


def _time(frames: int) -> RationalTime:
    return RationalTime(frames, float(RATE))
