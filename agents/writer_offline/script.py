"""Plots as text: the little language of plots/*.txt, read strictly into PlotScript.

== home | dusk | clear | calm | what the scene is for          a scene: place role, hour, weather, mood, beat
-- ?1 [tag] wide | in | A walk happy +P ; B talk sad           a shot: only in longer films, only when the tag holds; size, camera, who
-- insert O | in                                               a thing seen close: P the prop, O the object of the story
n[tag]: {a} went out.                                          what is heard: lines with the same voice are variants of one
                                                               voices: n, the narrator; a, the hero; b, the other; c to f, more of the cast
+ b(whisper): Good night.                                      a second line in the same shot; +? only in longer films
@crisis   @trial                                               where trouble, and episodes of longer films, come in; others: see saga.py
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

HEADER = re.compile(r"^== (\w+) \| (\w+) \| (\w+) \| (\w+) \| (.+)$")
SHOT = re.compile(r"^-- (?:\?(\d) )?(?:\[([^\]]+)\] )?(\w+)(?: ([POM]))? \| (\w+)(?: \| (.+))?$")
HEARD = re.compile(r"^(\+\?? )?([nabcdef])(?:\[([^\]]+)\])?(?:\((\w+)\))?: (.+)$")
FIELD = re.compile(r"^(\w+): (.+)$")


@dataclass(frozen=True)
class Variant:
    text: str
    tags: tuple[str, ...] = ()
    delivery: str = ""


@dataclass(frozen=True)
class Speech:
    """One line with its variants; `voice`: n, or a to f; `optional`: a reply only for longer films."""

    voice: str
    variants: tuple[Variant, ...]
    optional: bool = False


@dataclass(frozen=True)
class SubjectCue:
    who: str
    action: str
    emotion: str
    holds: str = ""  # P the prop, O the object


@dataclass(frozen=True)
class ShotCue:
    size: str
    camera: str
    subjects: tuple[SubjectCue, ...]
    speeches: tuple[Speech, ...] = ()
    level: int = 0
    tags: tuple[str, ...] = ()
    shows: str = ""  # what an insert shows: P or O
    macro: str = ""  # "crisis", "trial" or another instead of a shot


@dataclass(frozen=True)
class SceneCue:
    place: str
    hour: str
    weather: str
    mood: str
    beat: str
    shots: tuple[ShotCue, ...]


@dataclass(frozen=True)
class PlotScript:
    """A plot: when it fits (`verbs`), what it is about, and its scenes in order."""

    name: str
    fields: dict[str, tuple[str, ...]] = field(hash=False)
    scenes: tuple[SceneCue, ...] = ()


@cache
def plots() -> tuple[PlotScript, ...]:
    folder = files("agents.writer_offline") / "plots"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(parse(f.name.removesuffix(".txt"), f.read_text(encoding="utf-8")) for f in found)


@cache
def trials() -> tuple[SceneCue, ...]:
    return parse("trials", (files("agents.writer_offline") / "trials.txt").read_text(encoding="utf-8")).scenes


@cache
def company(part: str) -> dict[str, SceneCue]:
    """What one more of the cast brings to a film, by what they are in it: their entry, their deed, their finale."""
    text = (files("agents.writer_offline") / "company" / f"{part}.txt").read_text(encoding="utf-8")
    return {scene.place: scene for scene in parse(part, text).scenes}


@cache
def spines() -> tuple[PlotScript, ...]:
    """The plots of long films."""
    folder = files("agents.writer_offline") / "long"
    return tuple(parse(name, (folder / f"{name}.txt").read_text(encoding="utf-8")) for name in ("road", "town", "riddle"))


@cache
def threads() -> tuple[PlotScript, ...]:
    """What runs through a long film beside its plot: each is somebody's own, in scenes named entry, one, two, three, gift, end."""
    found = sorted((f for f in (files("agents.writer_offline") / "long/threads").iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(parse(f.name.removesuffix(".txt"), f.read_text(encoding="utf-8")) for f in found)


def parse(name: str, text: str) -> PlotScript:
    """ValueError names the line that is not in the language."""
    fields: dict[str, tuple[str, ...]] = {}
    scenes: list[tuple[tuple[str, ...], list[ShotCue]]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if match := HEADER.match(line):
            scenes.append((match.groups(), []))
        elif line.startswith("@") and scenes:
            scenes[-1][1].append(ShotCue(size="", camera="", subjects=(), macro=line[1:]))
        elif match := SHOT.match(line):
            scenes[-1][1].append(_shot(match))
        elif match := HEARD.match(line):
            scenes[-1][1][-1] = _heard(scenes[-1][1][-1], match)
        elif not scenes and (match := FIELD.match(line)):
            fields[match[1]] = tuple(part.strip() for part in match[2].split(" | "))
        else:
            raise ValueError(f"plot {name}, line {number}: not in the language: {line!r}")
    return PlotScript(name, fields, tuple(SceneCue(h[0], h[1], h[2], h[3], h[4], tuple(shots)) for h, shots in scenes))


def _tags(text: str | None) -> tuple[str, ...]:
    return tuple(text.split()) if text else ()


def _shot(match: re.Match[str]) -> ShotCue:
    level, tags, size, shows, camera, who = match.groups()
    return ShotCue(size=size, camera=camera, subjects=cast_of(who or ""), level=int(level or 0), tags=_tags(tags), shows=shows or "")


def cast_of(text: str) -> tuple[SubjectCue, ...]:
    """Who does what in a shot: "A point afraid ; B stand surprised"."""
    return tuple(_subject(part) for part in text.split(";") if part.strip())


def _subject(text: str) -> SubjectCue:
    words = text.split()
    return SubjectCue(who=words[0].lower(), action=words[1], emotion=words[2], holds=next((w[1] for w in words if w in ("+P", "+O")), ""))


def _heard(shot: ShotCue, match: re.Match[str]) -> ShotCue:
    more, voice, tags, delivery, text = match.groups()
    variant = Variant(text=text, tags=_tags(tags), delivery=delivery or "")
    speeches = list(shot.speeches)
    second = bool(more)
    wanted = 1 if second else 0
    if len(speeches) <= wanted:
        speeches.append(Speech(voice, (variant,), more == "+? "))
    elif speeches[wanted].voice == voice:
        speeches[wanted] = Speech(voice, (*speeches[wanted].variants, variant), speeches[wanted].optional)
    else:  # another voice says it in this variant: kept as a variant that carries its own voice
        speeches[wanted] = Speech(speeches[wanted].voice, (*speeches[wanted].variants, _voiced(variant, voice)), speeches[wanted].optional)
    return ShotCue(shot.size, shot.camera, shot.subjects, tuple(speeches), shot.level, shot.tags, shot.shows)


def _voiced(variant: Variant, voice: str) -> Variant:
    return Variant(variant.text, (*variant.tags, f"voice={voice}"), variant.delivery)
