"""The cut as FCPXML 1.10, for Final Cut Pro and DaVinci Resolve: alone (.fcpxml), or zipped with its media (.fcpxml.zip).

The picture is the primary storyline; sounds, captions and the finished mix (switched off) are connected to the clip they begin over. Times are
whole frames, as fractions of a second. A fade is the picture's strength going down to black and up again; a dissolve is a transition.
Written after Apple's public description of the elements (developer.apple.com, "FCPXML Reference").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from app.exchange.cutlist import USUAL, Cutlist, Files, Origin, Shown, Size, Sound, cutlist
from app.exchange.package import Package, zipped
from storyboard.grammar import AT_ONCE, Transition
from storyboard.sound import SAMPLE_RATE
from storyboard.story import Story
from storyboard.timing import DRAWINGS, RATE, Cue

VERSION = "1.10"
DISSOLVE = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"  # how Final Cut Pro names its cross dissolve
ROLES = {"voice": "dialogue", "narration": "dialogue.narration", "music": "music", "ambience": "effects.ambience", "effect": "effects", "mix": "effects.mix"}
FRAMES, TWOS, CROSS = "r1", "r2", "r3"  # resources: the film's frames, drawings held on twos, the dissolve
STEP, JOINED = "com.fabula.step", "com.fabula.transition"
ORIGIN = "Fabula "  # a sequence's note: of which revision it is the cut
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
Parents = list[tuple[Shown, ET.Element]]


def write(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    files = media or {}
    cuts = cutlist(story, files, origin)
    path.write_bytes(document(cuts, {step: file.resolve().as_uri() for step, file in files.items()}, _held(cuts, files)))


def write_package(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    """The cut, its media in a folder beside it, and a report, in one zip."""
    cuts = cutlist(story, media or {}, origin)
    with Package(cuts, media or {}, path.parent) as package:
        names = {step: f"./{name}" for step, name in package.names.items()}
        zipped(path, {"film.fcpxml": document(cuts, names, frozenset()).decode(), **package.texts(story, "fcpxml.zip")}, package.files)


def document(cuts: Cutlist, addresses: Mapping[str, str], held: frozenset[str]) -> bytes:
    """`addresses`: step id -> the URL of its file; `held`: steps whose files have 12 drawings a second."""
    root = ET.Element("fcpxml", version=VERSION)
    resources = ET.SubElement(root, "resources")
    event = ET.SubElement(root, "event", name=_plain(cuts.title))
    project = ET.SubElement(event, "project", name=_plain(cuts.title))
    sequence = ET.SubElement(project, "sequence", format=FRAMES, duration=_time(cuts.frames), tcStart="0s", tcFormat="NDF", audioLayout="stereo", audioRate="44.1k")
    if cuts.origin.revision:
        ET.SubElement(sequence, "note").text = f"{ORIGIN}{cuts.origin.revision}"
    assets = _Assets(cuts, addresses, held)
    parents = _spine(ET.SubElement(sequence, "spine"), cuts, assets)
    _connect(parents, cuts, assets)
    resources.extend(assets.elements)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


class _Assets:
    """The resources, each named once. A file that is not made yet is an asset all the same: the program shows it as missing."""

    def __init__(self, cuts: Cutlist, addresses: Mapping[str, str], held: frozenset[str]):
        self._cuts, self._addresses, self._held = cuts, addresses, held
        self._known: dict[str, str] = {}
        self.elements = [_format(FRAMES, RATE, cuts.size), *([_format(TWOS, DRAWINGS, cuts.size)] if held else [])]
        self.elements.append(ET.Element("effect", id=CROSS, name="Cross Dissolve", uid=DISSOLVE))

    def has(self, step: str) -> bool:
        return step in self._addresses

    def of(self, step: str, frames: int, is_picture: bool) -> str:
        """The asset's id, for a file that lasts so many frames."""
        if step not in self._known:
            self._known[step] = name = f"a{len(self._known) + 1}"
            about = {"id": name, "name": step, "start": "0s", "duration": _time(frames)}
            if is_picture:
                about |= {"hasVideo": "1", "videoSources": "1", "format": TWOS if step in self._held else FRAMES}
            if not is_picture or step == "film:film":
                about |= {"hasAudio": "1", "audioSources": "1", "audioRate": str(SAMPLE_RATE)}
            asset = ET.Element("asset", about)
            missing = f"./missing/{step.replace(':', '-')}{'.mp4' if is_picture else '.wav'}"
            ET.SubElement(asset, "media-rep", kind="original-media", src=self._addresses.get(step, missing))
            self.elements.append(asset)
        return self._known[step]


def _spine(spine: ET.Element, cuts: Cutlist, assets: _Assets) -> Parents:
    """The pictures in order, dissolves between them. Cards without a film are gaps."""
    parents: Parents = []
    for at, shown in enumerate(cuts.pictures):
        after = cuts.pictures[at + 1] if at + 1 < len(cuts.pictures) else None
        if shown.before and shown.joined is not Transition.FADE:
            _transition(spine, shown)
        if shown.shot is None and not assets.has(shown.step):
            element = ET.SubElement(spine, "gap", name=shown.name, offset=_time(shown.start), start=_time(shown.begin), duration=_time(shown.frames))
        else:
            about = {"ref": assets.of(shown.step, shown.available, True), "name": shown.name, "offset": _time(shown.start)}
            about |= {"start": _time(shown.begin), "duration": _time(shown.frames), "srcEnable": "video", "videoRole": "video"}
            element = ET.SubElement(spine, "asset-clip", about)
            _told(element, shown, cuts)
            _faded(element, shown, after)
        parents.append((shown, element))
    return parents


def _told(element: ET.Element, shown: Shown, cuts: Cutlist) -> None:
    if shown.shot is not None:
        ET.SubElement(element, "note").text = _plain(cuts.notes[shown.shot.id])


def _faded(element: ET.Element, shown: Shown, after: Shown | None) -> None:
    """A fade is made of two: the picture before goes, this one comes."""
    coming = shown.after if shown.joined is Transition.FADE else 0
    going = after.before if after is not None and after.joined is Transition.FADE else 0
    if coming or going:
        strength = ET.SubElement(ET.SubElement(element, "adjust-blend", amount="1"), "param", name="amount")
        if coming:
            ET.SubElement(strength, "fadeIn", type="easeInOut", duration=_time(coming))
        if going:
            ET.SubElement(strength, "fadeOut", type="easeInOut", duration=_time(going))


def _transition(spine: ET.Element, shown: Shown) -> None:
    name = "Cross Dissolve" if shown.joined is Transition.DISSOLVE else str(shown.joined).capitalize()
    element = ET.SubElement(spine, "transition", name=name, offset=_time(shown.start - shown.before), duration=_time(shown.before + shown.after))
    ET.SubElement(element, "filter-video", ref=CROSS, name="Cross Dissolve")


def _connect(parents: Parents, cuts: Cutlist, assets: _Assets) -> None:
    """Sounds below the picture, a lane for each track; captions above; then the markers, which come after what is connected."""
    rows = [(-lane, one) for lane, track in enumerate(cuts.tracks, 1) for one in track.sounds]
    if assets.has("mix:film"):
        rows.append((-len(cuts.tracks) - 1, Sound("mix:film", "mix", "the finished mix", 0, cuts.frames, cuts.frames)))
    for lane, sound in rows:
        shown, element = _under(parents, sound.start)
        _sound(element, sound, {"lane": str(lane), "offset": _time(shown.begin + sound.start - shown.start)}, assets)
    for number, cue in enumerate(cuts.cues, 1):
        shown, element = _under(parents, cue.start)
        _caption(element, cue, {"lane": "1", "offset": _time(shown.begin + cue.start - shown.start)}, (cuts.language, number))
    scenes = {scene.start: scene for scene in cuts.scenes}
    for shown, element in parents:
        if shown.shot is None:
            continue
        if (scene := scenes.get(shown.start)) is not None:
            ET.SubElement(element, "chapter-marker", start=_time(shown.begin), duration=_time(1), value=_plain(scene.title), note=_plain(scene.words))
        for said in cuts.findings.get(shown.shot.id, ()):
            ET.SubElement(element, "marker", start=_time(shown.begin), duration=_time(1), value=_plain(said.partition(":")[0]), note=_plain(said))
        known = ET.SubElement(element, "metadata")
        ET.SubElement(known, "md", key=STEP, value=shown.step)
        if shown.joined is not Transition.CUT and shown.joined in AT_ONCE:
            ET.SubElement(known, "md", key=JOINED, value=str(shown.joined))


def _under(parents: Parents, frame: int) -> tuple[Shown, ET.Element]:
    """The picture that is seen at a frame of the film."""
    return next((one for one in parents if one[0].start <= frame < one[0].end), parents[-1])


def _sound(parent: ET.Element, sound: Sound, placed: Mapping[str, str], assets: _Assets) -> None:
    about = {"ref": assets.of(sound.step, sound.available, False), "name": _plain(sound.name), **placed, "start": "0s", "duration": _time(sound.frames)}
    about |= {"audioRole": ROLES.get(sound.role, "effects")} | ({"enabled": "0"} if sound.role == "mix" else {})
    element = ET.SubElement(parent, "asset-clip", about)
    if sound.gain_db:
        ET.SubElement(element, "adjust-volume", amount=f"{sound.gain_db:g}dB")
    if sound.pan:
        ET.SubElement(element, "adjust-panner", mode="1", amount=f"{100 * sound.pan:g}")
    ET.SubElement(ET.SubElement(element, "metadata"), "md", key=STEP, value=sound.step)


def _caption(parent: ET.Element, cue: Cue, placed: Mapping[str, str], named: tuple[str, int]) -> None:
    language, number = named
    about = {"name": _plain(cue.text), **placed, "start": "0s", "duration": _time(cue.end - cue.start), "role": f"iTT?captionFormat=ITT.{language}"}
    element = ET.SubElement(parent, "caption", about)
    style = f"ts{number}"
    ET.SubElement(ET.SubElement(element, "text", placement="bottom"), "text-style", ref=style).text = _plain(cue.text)
    ET.SubElement(ET.SubElement(element, "text-style-def", id=style), "text-style", font=".AppleSystemUIFont", fontSize="13", fontColor="1 1 1 1")


def _format(name: str, rate: Fraction, size: Size) -> ET.Element:
    return ET.Element("format", id=name, frameDuration=f"{1 / rate}s", width=str(size[0]), height=str(size[1]), colorSpace="1-1-1 (Rec. 709)")


def _held(cuts: Cutlist, files: Files) -> frozenset[str]:
    """Clips whose files have a picture for every second frame only."""
    from generator.encode import count_frames

    clips = [shown for shown in cuts.pictures if shown.shot is not None and shown.step in files]
    return frozenset(shown.step for shown in clips if count_frames(files[shown.step]) < shown.available)


def _time(frames: int) -> str:
    """Whole frames as a fraction of a second."""
    return f"{Fraction(frames) / RATE}s"


def _plain(text: str) -> str:
    """The text without what XML cannot hold."""
    return UNSAYABLE.sub("", text)
