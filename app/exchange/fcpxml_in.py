"""A cut that comes back as FCPXML (from Final Cut Pro or DaVinci Resolve): read into a Recut. Strangers' files: bounded, and without entities."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from app.exchange.cutlist import CREDITS_CARD, TITLE_CARD
from app.exchange.fcpxml import JOINED, ORIGIN, STEP
from app.exchange.recut import Piece, Recut, Spoken, step_of
from storyboard.errors import BadInput
from storyboard.grammar import AT_ONCE, Transition
from storyboard.timing import RATE

LARGEST = 64 * 2**20  # bytes
BUNDLED = "Info.fcpxml"  # the cut in a folder that Final Cut Pro exports as .fcpxmld
CLIPS = ("asset-clip", "clip", "video", "ref-clip", "sync-clip", "title", "gap", "audition", "mc-clip")


def read(path: Path) -> Recut:
    """BadInput: it is no FCPXML, or has no project."""
    try:
        with (path / BUNDLED if path.is_dir() else path).open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error
    if not data or len(data) > LARGEST or b"<!ENTITY" in data:
        raise BadInput(f"{path.name} is no FCPXML that Fabula reads: it is empty, larger than {LARGEST // 2**20} MiB, or defines entities.")
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BadInput(f"{path.name} is no whole FCPXML: {error}. Export the cut again.") from error
    spine = root.find(".//project/sequence/spine")
    if root.tag != "fcpxml" or spine is None:
        raise BadInput(f"{path.name} holds no project with a storyline. Select the project in Final Cut Pro, then File > Export XML.")
    return _Storyline(root, spine).recut()


class _Storyline:
    """The primary storyline of a project, and the voices connected to it."""

    def __init__(self, root: ET.Element, spine: ET.Element):
        self._spine = spine
        self._named = {asset.get("id", ""): (asset.get("name", ""), _source(asset)) for asset in root.iter("asset")}
        self._said: list[str] = []
        note = (root.findtext(".//project/sequence/note") or "").strip()
        self._revision = note.removeprefix(ORIGIN) if note.startswith(ORIGIN) else ""

    def recut(self) -> Recut:
        pieces, spoken = [], []
        joined: tuple[Transition | None, int | None] = (Transition.CUT, None)
        at = 0
        for one in self._spine:
            if one.tag == "transition":
                joined = (_kind(one), self._frames(one, "duration"))
                continue
            if one.tag not in CLIPS:
                continue
            start = self._frames(one, "offset") if one.get("offset") else at
            piece = self._piece(one, start, joined)
            pieces += [] if piece is None else [piece]
            spoken += list(self._voices(one, start))
            at, joined = start + self._frames(one, "duration"), (Transition.CUT, None)
        return Recut(tuple(pieces), tuple(sorted(spoken, key=lambda s: s.start)), tuple(self._said), self._revision)

    def _piece(self, one: ET.Element, start: int, joined: tuple[Transition | None, int | None]) -> Piece | None:
        step = self._step(one)
        kind, _, shot = step.partition(":")
        if one.tag == "gap" or kind == "film" or one.get("name") in (TITLE_CARD, CREDITS_CARD):
            return None
        if kind != "clip":
            self._said.append(f"{one.get('name') or one.tag!r} is no shot")
            return None
        faded = one.find("./adjust-blend/param/fadeIn")
        if faded is not None and joined[0] is Transition.CUT:
            joined = (Transition.FADE, None)
        if joined[0] is Transition.CUT:
            joined = (next((kind for kind in AT_ONCE if str(kind) == _said(one, JOINED)), Transition.CUT), None)
        if one.find("timeMap") is not None:
            self._said.append(f"shot {shot} is played at another speed; Fabula's clips keep theirs")
        return Piece(shot, start, self._frames(one, "duration"), self._frames(one, "start"), *joined)

    def _voices(self, parent: ET.Element, start: int) -> Iterator[Spoken]:
        """Voices connected to a clip, or to a storyline of their own above or below it."""
        began = self._frames(parent, "start")
        for one in parent:
            if one.tag == "spine":
                yield from self._voices_in(one, start + self._frames(one, "offset") - began)
            elif (step := self._step(one)).startswith("voice:") and one.get("enabled") != "0":
                yield Spoken(step.partition(":")[2], start + self._frames(one, "offset") - began - self._frames(one, "start"))

    def _voices_in(self, spine: ET.Element, start: int) -> Iterator[Spoken]:
        for one in spine:
            if (step := self._step(one)).startswith("voice:"):
                yield Spoken(step.partition(":")[2], start + self._frames(one, "offset") - self._frames(one, "start"))

    def _step(self, one: ET.Element) -> str:
        """Which step's media a clip shows: by our note, its asset's name or file, its own name."""
        inner = one if one.get("ref") else next((child for child in one.iter() if child is not one and child.get("ref") in self._named), one)
        name, file = self._named.get(inner.get("ref", ""), ("", ""))
        known = [step_of(text) for text in (_said(one, STEP), name, file) if text] + [step_of(one.get("name", ""))]
        return next((step for step in known if step and (not step.startswith("clip:") or len(step) < 40)), "")

    def _frames(self, one: ET.Element, name: str) -> int:
        """A time of the document in whole frames of the film; where none is written, 0."""
        try:
            found = Fraction(one.get(name, "0s").strip().removesuffix("s")) * RATE
        except (ValueError, ZeroDivisionError) as error:
            raise BadInput(f"The cut says {name}={one.get(name)!r}, which is no time. Export it again.") from error
        if found.denominator != 1:
            self._said.append(f"{float(found):.2f} frames are taken for {round(found)}: Fabula counts whole frames at {RATE} a second")
        return round(found)


def _source(asset: ET.Element) -> str:
    found = asset.find("media-rep")
    return asset.get("src", "") if found is None else found.get("src", "")


def _said(one: ET.Element, key: str) -> str:
    """Our own note on a clip; "" where the program dropped it."""
    return next((md.get("value", "") for md in one.findall("./metadata/md") if md.get("key") == key), "")


def _kind(transition: ET.Element) -> Transition | None:
    """By its name; the programs' own names of dissolves and dips count too. None: another."""
    name = transition.get("name", "").lower()
    told = next((kind for kind in Transition if str(kind) == name), None)
    if told is not None:
        return told
    return Transition.DISSOLVE if "dissolve" in name and "dip" not in name else Transition.FADE if "fade" in name or "dip" in name else None
