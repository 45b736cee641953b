"""A cut that comes back as OpenTimelineIO (.otio, or .otioz with its media): read into a Recut. Strangers' files: bounded, and read as JSON first."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.exchange.cutlist import CREDITS_CARD, TITLE_CARD
from app.exchange.recut import Piece, Recut, Spoken, step_of
from storyboard.errors import BadInput
from storyboard.grammar import AT_ONCE, Transition
from storyboard.timing import RATE

LARGEST = 64 * 2**20  # bytes of a timeline
CONTENT = "content.otio"
DISSOLVE = "SMPTE_Dissolve"


def read(path: Path) -> Recut:
    """BadInput: it is no timeline, or has no picture."""
    import opentimelineio as otio

    text = timeline_text(path)
    try:
        json.loads(text)  # its own reader counts no levels
        found = otio.adapters.read_from_string(text, "otio_json")
    except (ValueError, LookupError, TypeError, RuntimeError, otio.exceptions.OTIOError) as error:
        raise BadInput(f"{path.name} is no OpenTimelineIO timeline: {str(error)[:200]}. Export the cut again.") from error
    if not isinstance(found, otio.schema.Timeline) or not found.video_tracks():
        raise BadInput(f"{path.name} holds no timeline with a picture track. Export the cut again.")
    return _Timeline(found).recut()


def timeline_text(path: Path) -> str:
    """The timeline's JSON, out of its bundle if it is in one. BadInput."""
    try:
        if path.suffix.lower() != ".otioz":
            with path.open("rb") as opened:
                data = _limited(opened.read(LARGEST + 1), path)
        else:
            with zipfile.ZipFile(path) as packed, packed.open(CONTENT) as entry:
                data = _limited(entry.read(LARGEST + 1), path)
        return data.decode("utf-8")
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {str(path)!r}.") from error
    except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadInput(f"{path.name} cannot be read as a timeline: {error}. Export the cut again.") from error


def _limited(data: bytes, path: Path) -> bytes:
    if not data or len(data) > LARGEST:
        raise BadInput(f"{path.name} is {'empty' if not data else 'larger'} than a timeline may be ({LARGEST // 2**20} MiB).")
    return data


class _Timeline:
    """A timeline of the OpenTimelineIO library."""

    def __init__(self, found: Any):
        self._found = found
        self._said: list[str] = []

    def recut(self) -> Recut:
        tracks = list(self._found.video_tracks())
        named = next((track for track in tracks if track.name == "Picture"), tracks[0])
        pieces = tuple(self._pieces(named))
        for track in tracks:
            if track is not named and track.enabled and any(hasattr(one, "media_reference") for one in track):
                self._said.append(f"the picture track {track.name!r} lies over the first; only the first is read")
        spoken, revision = tuple(self._spoken()), self._found.metadata.get("fabula", {}).get("revision", "")
        return Recut(pieces, spoken, tuple(self._said), revision if isinstance(revision, str) else "")

    def _pieces(self, track: Any) -> Iterator[Piece]:
        import opentimelineio as otio

        joined: tuple[Transition | None, int | None] = (Transition.CUT, None)
        for one in track:
            if isinstance(one, otio.schema.Transition):
                joined = (_kind(one), self._frames(one.in_offset) + self._frames(one.out_offset))
                continue
            if isinstance(one, otio.schema.Clip) and (one.name not in (TITLE_CARD, CREDITS_CARD) or "step" in one.metadata.get("fabula", {})):
                name = self._step(one).partition(":")
                span = one.trimmed_range()
                if name[0] != "clip":
                    self._said.append(f"{one.name!r} is no shot")
                else:
                    start = self._frames(track.range_of_child(one).start_time)
                    yield Piece(name[2], start, self._frames(span.duration), self._frames(span.start_time), self._said_cut(one, joined[0]), joined[1])
                if one.effects:
                    self._said.append(f"what is done to {one.name!r} ({', '.join(effect.effect_name or effect.name for effect in one.effects)}) stays in the editing program")
            joined = (Transition.CUT, None)

    def _said_cut(self, clip: Any, joined: Transition | None) -> Transition | None:
        """A way to begin that is a cut to the eye (a match cut) is only in the clip's own notes."""
        if joined is not Transition.CUT:
            return joined
        return next((kind for kind in AT_ONCE if str(kind) == clip.metadata.get("fabula", {}).get("transition")), joined)

    def _spoken(self) -> Iterator[Spoken]:
        import opentimelineio as otio

        for track in self._found.audio_tracks():
            for one in track:
                if isinstance(one, otio.schema.Clip) and (step := self._step(one)).startswith("voice:"):
                    late = self._frames(one.trimmed_range().start_time)
                    yield Spoken(step.partition(":")[2], self._frames(track.range_of_child(one).start_time) - late)

    def _step(self, clip: Any) -> str:
        """Which step's media a clip shows: by our notes, the reference's name, its file, or the clip's own name."""
        reference = clip.media_reference
        named = [clip.metadata.get("fabula", {}).get("step", ""), getattr(reference, "name", "") or "", getattr(reference, "target_url", "") or "", clip.name or ""]
        known = [step_of(str(one)) for one in named if one]
        return next((one for one in known if not one.startswith("clip:") or len(one) < 40), "")

    def _frames(self, time: Any) -> int:
        """At the film's rate, whatever the program counts in."""
        found = time.rescaled_to(float(RATE)).value
        if abs(found - round(found)) > 0.01:
            self._said.append(f"{found:.2f} frames are taken for {round(found)}: Fabula counts whole frames at {RATE} a second")
        return round(found)


def _kind(found: Any) -> Transition | None:
    """By our notes, its name, or its type; None: another."""
    named = [str(found.metadata.get("fabula", {}).get("kind", "")), (found.name or "").lower()]
    for kind in Transition:
        if str(kind) in named:
            return kind
    return Transition.DISSOLVE if found.transition_type == DISSOLVE or "dissolve" in named[1] else None
