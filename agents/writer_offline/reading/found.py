"""What a premise says: who is in it, what they do and want, what stands against it, where and when. What is not said stays None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from storyboard.look import Color, Kind
from storyboard.sound import Mood
from storyboard.staging import Hour, Place, Prop, Season, Weather

Part = Literal["hero", "friend", "rival", "object", "owner"]


@dataclass(frozen=True)
class Being:
    """Someone the premise names. `noun`: as the story will call them; `asked`: the premise's words; `count`: how many.

    `part`: the hero acts; a friend acts with the hero; a rival is acted against, or acts against the hero; the object is whom the deed
    is done to or for; an owner is only said to have somebody or something."""

    noun: str
    kind: Kind
    exact: bool
    asked: str
    name: str | None = None
    adjectives: tuple[str, ...] = ()
    count: int = 1
    color: Color | None = None
    at: int = 0
    part: Part = "hero"


class Object(NamedTuple):
    """What the verb is done to. `sort`: sky, thing, ability, being, place, or skill ("to dream")."""

    phrase: str
    noun: str
    sort: str
    prop: Prop | None
    exact: bool


@dataclass(frozen=True)
class Reading:
    """`want`: stands after "wants to" ("find the lost key"); `obstacle`: a noun phrase or a clause ("the flooded valley", "he is afraid
    of water"); `lack`: stands after the hero's name ("has lost her sense of smell", "cannot swim")."""

    premise: str
    beings: tuple[Being, ...]
    verb: str | None
    deed: str | None  # the word that said the verb
    object: Object | None
    place: Place | None
    place_word: str | None
    place_exact: bool
    prop: Prop | None
    prop_word: str | None
    prop_exact: bool
    hour: Hour | None
    weather: Weather | None
    season: Season | None
    fear: str | None  # what somebody in it is afraid of
    woman: bool | None  # what the pronouns say of the hero
    latin: bool  # whether the phrases here are English and can stand in an English sentence
    want: str | None = None
    obstacle: str | None = None
    lack: str | None = None
    mood: Mood | None = None
