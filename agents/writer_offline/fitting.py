"""Fitting: as many of a film's optional shots as its wished length takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from agents.drafts import NARRATOR, Said, ShotDraft
from agents.writer_offline.script import SceneCue
from storyboard.grammar import Size
from storyboard.staging import Hour, Place, Weather

NEAR = (Size.INSERT, Size.CLOSE, Size.MEDIUM_CLOSE)
SPOKEN = 0.69  # share of the film in which someone speaks, at most, while optional shots are chosen


@dataclass
class Part:
    """A shot while it is being told. `level` 0 is needed; `reply` is a line it may have besides; `seconds` without that line; `bond`:
    shots with the same one are all told or none."""

    draft: ShotDraft
    level: int
    reply: Said | None
    seconds: float
    bond: str = ""

    @property
    def spoken(self) -> float:
        return self.seconds - 0.7 if self.draft.lines else 0.0


@dataclass
class Told:
    """A scene while it is being told: its cue, where it is, and its shots."""

    cue: SceneCue
    place: Place
    weather: Weather
    hour: Hour
    beat: str
    shots: list[Part] = field(default_factory=list)


class Telling(Protocol):
    """Whoever tells: dice, whether the film is a tight one, and how long a shot takes."""

    rng: Random
    tight: bool

    def seconds(self, draft: ShotDraft) -> float: ...


def fit(scenes: list[Told], seconds: float, telling: Telling) -> None:
    """What is optional is kept while it fits, the more important first; when enough is said already, a shot may stay silent."""
    parts = [p for t in scenes for p in t.shots]
    kept = [p for p in parts if not p.level]
    for bundle in _bundles(parts, telling.rng):
        total, spoken = sum(p.seconds for p in kept), sum(p.spoken for p in kept)
        if bundle[0].level:
            quiet = bundle if len(bundle) > 1 else [_quieter(bundle[0], total, spoken, telling)]
            more, said = sum(p.seconds for p in quiet), sum(p.spoken for p in quiet)
            talkative = telling.tight and len(bundle) == 1 and (spoken + said) / (total + more) > SPOKEN + 0.07
            heard = any(p.draft.lines for p in quiet)
            if total + more <= seconds + (2.5 if heard else 4.0) and not (talkative and heard):
                kept += quiet
        for part in bundle:
            if part.reply and part in kept:
                _answered(part, total, seconds, telling)
    chosen = {id(p) for p in kept}
    for told in scenes:
        told.shots = [p for p in told.shots if id(p) in chosen]


def _bundles(parts: list[Part], rng: Random) -> list[list[Part]]:
    """What is optional, the more important first: single shots, and those that stand or fall together."""
    options = sorted(
        (p for p in parts if p.level or p.reply), key=lambda p: (p.level or 1, rng.random() * (0.0 if p.bond else 0.4 if p.draft.size in NEAR else 1.0))
    )
    bundles: dict[str, list[Part]] = {}
    for part in options:
        bundles.setdefault(part.bond or str(id(part)), []).append(part)
    return list(bundles.values())


def _quieter(part: Part, total: float, spoken: float, telling: Telling) -> Part:
    """The part, its narration taken out when the film says enough already and the picture tells it alone."""
    narrated = all(said.speaker == NARRATOR for said in part.draft.lines)
    if narrated and part.draft.lines and (spoken + part.spoken) / (total + part.seconds) > (SPOKEN if telling.tight else SPOKEN + 0.06):
        part.draft = part.draft.model_copy(update={"lines": ()})
        part.seconds = telling.seconds(part.draft)
    return part


def _answered(part: Part, total: float, seconds: float, telling: Telling) -> None:
    answered = part.draft.model_copy(update={"lines": (*part.draft.lines, part.reply)})
    longer = telling.seconds(answered)
    if total + longer - part.seconds <= seconds + 2.5:
        part.draft, part.seconds = answered, longer
