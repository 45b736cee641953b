"""What an FCPXML document has to be, by Apple's public description of its elements: which may stand in which, in what order, with which attributes.

Only the part that a cut needs; an element or attribute that is not named here is refused, so what is written stays inside what is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple
from xml.etree import ElementTree as ET

ANCHORED = "asset-clip|caption|title|spine"
STORY = "asset-clip|gap|title"
MARKERS = "marker|chapter-marker"
INSIDE = {  # children in order, as a pattern over "name " sequences
    "fcpxml": "(resources )(event )+",
    "resources": "(asset |effect |format )*",
    "asset": "(media-rep )+(metadata )?",
    "event": "(project )*",
    "project": "(sequence )",
    "sequence": "(note )?(spine )(metadata )?",
    "spine": f"(({STORY}|transition) )*",
    "gap": f"(note )?(({ANCHORED}) )*(({MARKERS}) )*(metadata )?",
    "asset-clip": f"(note )?(adjust-blend )?(adjust-volume )?(adjust-panner )?(({ANCHORED}) )*(({MARKERS}) )*(filter-video )*(metadata )?",
    "caption": "(text )*(text-style-def )*(note )?",
    "transition": f"(filter-video )?(filter-audio )?(({MARKERS}) )*(metadata )?",
    "adjust-blend": "(param )*",
    "param": "(fadeIn )?(fadeOut )?(keyframeAnimation )?(param )*",
    "text": "(text-style )*",
    "text-style-def": "(text-style )",
    "metadata": "(md )*",
}
NEEDED = {  # attributes that must be there
    "fcpxml": "version", "asset": "id", "media-rep": "src", "effect": "id uid", "format": "id", "sequence": "format", "asset-clip": "ref offset",
    "gap": "duration", "transition": "duration", "filter-video": "ref", "caption": "offset duration", "marker": "start value", "chapter-marker": "start value",
    "md": "key", "param": "name", "fadeIn": "duration", "fadeOut": "duration", "text-style-def": "id",
}  # fmt: skip
ALLOWED = {  # and others that may be
    "asset": "name uid start duration hasVideo format hasAudio videoSources audioSources audioChannels audioRate", "media-rep": "kind sig suggestedFilename",
    "effect": "name src", "format": "name frameDuration fieldOrder width height paspH paspV colorSpace", "event": "name uid", "project": "name uid id modDate",
    "sequence": "duration tcStart tcFormat audioLayout audioRate", "spine": "lane offset name format",
    "asset-clip": "srcEnable lane name start duration enabled format tcStart tcFormat audioRole videoRole audioStart audioDuration", "gap": "name offset start enabled",
    "transition": "name offset", "filter-video": "name enabled", "caption": "lane name start enabled role", "marker": "duration completed note",
    "chapter-marker": "duration note posterOffset", "md": "value", "param": "key value enabled", "fadeIn": "type", "fadeOut": "type", "adjust-blend": "amount mode",
    "adjust-volume": "amount", "adjust-panner": "amount mode", "text": "placement position", "text-style": "ref font fontSize fontColor", "text-style-def": "name",
}  # fmt: skip
TIMES = {"offset", "start", "duration", "tcStart", "frameDuration"}
TIME = re.compile(r"\d+(/\d+)?s")


class Placed(NamedTuple):
    """Something in the film: its name, first frame and frames."""

    name: str
    start: int
    frames: int


def check(root: ET.Element) -> None:
    """AssertionError for the first thing that the format does not allow."""
    assert root.tag == "fcpxml" and root.get("version") == "1.10"
    ids = [one.get("id") for one in root.iter() if one.get("id") is not None]
    assert len(set(ids)) == len(ids)
    for one in root.iter():
        children = "".join(f"{child.tag} " for child in one)
        assert re.fullmatch(INSIDE.get(one.tag, ""), children), f"{one.tag} holds {children}"
        needed, allowed = NEEDED.get(one.tag, "").split(), ALLOWED.get(one.tag, "").split()
        assert set(needed) <= set(one.keys()) <= {*needed, *allowed}, f"{one.tag} has {list(one.keys())}"
        assert one.get("ref") is None or one.get("ref") in ids
        assert one.get("format") is None or one.get("format") in ids
        for name in TIMES & set(one.keys()):
            assert TIME.fullmatch(one.get(name, "")), f"{one.tag} {name}={one.get(name)}"
    _on_frames(root)
    _joined(root)


def _on_frames(root: ET.Element) -> None:
    """Every time is a whole frame of the sequence, and every clip lies inside its asset."""
    assets = {asset.get("id"): asset for asset in root.iter("asset")}
    for one in root.iter("asset-clip"):
        asset = assets[one.get("ref")]
        assert frames(one, "start") + frames(one, "duration") <= frames(asset, "duration")
    for one in root.iter():
        for name in (TIMES - {"frameDuration"}) & set(one.keys()):
            frames(one, name)


def _joined(root: ET.Element) -> None:
    """The storyline has no hole, and a transition lies about the cut between its neighbours, inside the media of both."""
    assets = {asset.get("id"): frames(asset, "duration") for asset in root.iter("asset")}
    line = list(root.find(".//sequence/spine"))
    at = 0
    for place, one in enumerate(line):
        if one.tag != "transition":
            assert frames(one, "offset") == at
            at += frames(one, "duration")
            continue
        start, end = frames(one, "offset"), frames(one, "offset") + frames(one, "duration")
        before, after = line[place - 1], line[place + 1]
        assert start <= at <= end and frames(before, "start") + frames(before, "duration") + end - at <= assets[before.get("ref")]
        assert frames(after, "start") >= at - start


def frames(one: ET.Element, name: str) -> int:
    found = Fraction(one.get(name, "0s").removesuffix("s")) * 24
    assert found.denominator == 1, f"{one.tag} {name} is {found} frames"
    return int(found)


def spine(root: ET.Element) -> list[Placed]:
    """The storyline's pictures."""
    return [Placed(one.get("name", ""), frames(one, "offset"), frames(one, "duration")) for one in root.find(".//spine") if one.tag != "transition"]


def connected(root: ET.Element) -> Iterator[Placed]:
    """What is connected to them, by the names of its assets, at its place in the film. One lane never overlaps itself."""
    names = {asset.get("id"): asset.get("name", "") for asset in root.iter("asset")}
    lanes: dict[str, int] = {}
    for parent in root.find(".//spine"):
        for one in parent:
            if one.tag in ("asset-clip", "caption"):
                start = frames(parent, "offset") + frames(one, "offset") - frames(parent, "start")
                assert frames(parent, "offset") <= start < frames(parent, "offset") + frames(parent, "duration")
                assert start >= lanes.get(one.get("lane", ""), 0)
                lanes[one.get("lane", "")] = start + frames(one, "duration")
                yield Placed(names.get(one.get("ref"), one.get("name", "")), start, frames(one, "duration"))
