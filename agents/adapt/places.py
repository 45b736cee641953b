"""Where and when a script's scenes play: a setting for every place its headings name, and for each scene an hour, a weather, a season."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from agents.adapt.headings import LATER, SAME, drawn_place, one_when, shown, when
from storyboard.breakdown import Breakdown, ScenePlan
from storyboard.lexicon import tokens
from storyboard.staging import Hour, Place, Season, Weather
from storyboard.story import Substitution

SOMEWHERE = "somewhere"  # a place no heading names


class Spot(NamedTuple):
    """A setting before it has an id. `words`: how the script's headings begin it ("INT."), or the whole name of a heading without that."""

    name: str
    place: Place
    words: str


class Staged(NamedTuple):
    """Where and when one scene plays; `key`: of its setting."""

    key: str
    hour: Hour
    weather: Weather
    season: Season


@dataclass
class Located:
    """The settings by key, where each scene plays, and what is drawn instead of what is asked for."""

    settings: dict[str, Spot] = field(default_factory=dict)
    scenes: list[Staged] = field(default_factory=list)
    substitutions: list[Substitution] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(self.settings)


def located(script: Breakdown) -> Located:
    """Places and times of all scenes, in order; what a heading does not say is as in the scene before."""
    found = Located()
    told: dict[str, str] = {}
    reads = not script.people  # whether the hour is asked of what happens, too
    for scene in script.scenes:
        told[_key(scene)] = (told.get(_key(scene), "") + " " + _words(scene))[:1000]
    for scene in script.scenes:
        key = _key(scene)
        if key not in found.settings:
            found.settings[key] = _spot(scene, told[key], found)
        found.scenes.append(_staged(scene, key, found, reads))
    return found


def _key(scene: ScenePlan) -> str:
    return f"{scene.side} {' '.join(scene.place.casefold().split()) or SOMEWHERE}".strip()


def _words(scene: ScenePlan) -> str:
    return " ".join(one.words for one in scene.shots[:12])[:600]


def _spot(scene: ScenePlan, told: str, found: Located) -> Spot:
    name = shown(scene.place) or SOMEWHERE.capitalize()
    place, exact = drawn_place(scene.side, scene.place, told)
    if not exact and scene.place:
        found.substitutions.append(Substitution(kind="place", asked=" ".join(filter(None, [scene.side, scene.place]))[:80], drawn=str(place)))
    return Spot(name, place, scene.side or (name.upper()[:600] if scene.place else ""))


def _staged(scene: ScenePlan, key: str, found: Located, reads: bool) -> Staged:
    last = found.scenes[-1] if found.scenes else Staged("", Hour.DAY, Weather.CLEAR, Season.SUMMER)
    said = when(scene.when)
    for part in scene.when:
        if any(word.lower() in LATER for word in tokens(part)) and one_when(part).hour is None:
            found.substitutions.append(Substitution(kind="attribute", asked=part[:80], drawn=str(said.hour or last.hour)))
    same = any(word.lower() in SAME for part in scene.when for word in tokens(part))
    told = one_when(_words(scene) if reads and not scene.planned else "")
    weather = said.weather or told.weather or (last.weather if same else Weather.CLEAR)
    hour = said.hour or (last.hour if same else None) or told.hour or (Hour.DAY if scene.when or not found.scenes else last.hour)
    return Staged(key, hour, weather, said.season or told.season or (last.season if scene.planned is False and found.scenes else Season.SUMMER))
