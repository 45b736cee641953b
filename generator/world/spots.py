"""Where in a place things are done: where figures sit and hide, and what tells the place from others.

Tables are written for one way round; a place whose seed lays it out the other way is mirrored. Stage units: x = 0 the middle of
the stage, a grown person is 1.0 high. Sights are given in the units of the place's own layers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.world.light import way_round
from generator.world.shapes import rgba
from storyboard.grammar import Angle, Size
from storyboard.look import Hair, Hat
from storyboard.staging import Action, Place, Prop, Staging, Subject, Where

OPEN = frozenset({Size.EXTREME_WIDE, Size.WIDE, Size.FULL})  # the sizes in which feet and seats are seen


@dataclass(frozen=True)
class Furniture:
    """Something to sit on or to hide behind: its middle, its height, what it is (see seats.py)."""

    x: float
    height: float
    kind: str


@dataclass(frozen=True)
class Sight:
    """What tells this place from others: the middle of it (x, y) at its depth, in the units of the layers."""

    x: float
    y: float
    near: float


@dataclass(frozen=True)
class Spots:
    """What there is in a place to sit on and to hide behind, and its sights from left to right."""

    sit: tuple[Furniture, ...]
    hide: tuple[Furniture, ...]
    sights: tuple[Sight, ...]


SEATS: dict[Place, tuple[float, float, str]] = {
    Place.FOREST: (-0.66, 0.17, "log"), Place.MEADOW: (0.66, 0.17, "stump"), Place.VILLAGE: (0.66, 0.22, "bench"), Place.CITY: (-0.66, 0.22, "bench"),
    Place.CASTLE: (-0.66, 0.20, "block"), Place.SEASHORE: (-0.66, 0.15, "log"), Place.LIGHTHOUSE: (-0.66, 0.18, "rock"),
    Place.HARBOR: (-0.66, 0.22, "crate"), Place.SEA: (-0.66, 0.22, "crate"), Place.MOUNTAIN: (-0.66, 0.20, "rock"), Place.DESERT: (-0.66, 0.18, "sandstone"),
    Place.RIVER: (-0.66, 0.17, "log"), Place.CAVE: (-0.66, 0.18, "rock"), Place.COTTAGE: (0.66, 0.22, "stool"), Place.KITCHEN: (0.66, 0.22, "stool"),
    Place.WORKSHOP: (0.66, 0.22, "crate"), Place.LIBRARY: (-0.66, 0.22, "stool"), Place.SPACE: (-0.66, 0.18, "moonstone"),
    Place.CLOUDS: (-0.66, 0.18, "cloud"), Place.STAGE: (-0.66, 0.22, "crate"),
}  # fmt: skip
# What there is to hide behind, and where: its middle and its height.
COVERS: dict[Place, tuple[float, float, str]] = {
    Place.FOREST: (0.95, 0.52, "bush"), Place.MEADOW: (-0.95, 0.46, "bush"), Place.VILLAGE: (-0.95, 0.50, "barrel"), Place.CITY: (0.95, 0.50, "crate"),
    Place.CASTLE: (0.95, 0.50, "block"), Place.SEASHORE: (0.95, 0.46, "rock"), Place.LIGHTHOUSE: (0.95, 0.50, "rock"),
    Place.HARBOR: (0.95, 0.50, "barrel"), Place.SEA: (0.95, 0.50, "barrel"), Place.MOUNTAIN: (0.95, 0.54, "rock"), Place.DESERT: (0.95, 0.50, "sandstone"),
    Place.RIVER: (0.95, 0.48, "bush"), Place.CAVE: (0.95, 0.52, "rock"), Place.COTTAGE: (-0.95, 0.46, "crate"), Place.KITCHEN: (-0.95, 0.50, "barrel"),
    Place.WORKSHOP: (-0.95, 0.52, "crate"), Place.LIBRARY: (0.95, 0.46, "crate"), Place.SPACE: (0.95, 0.52, "moonstone"),
    Place.CLOUDS: (0.95, 0.48, "cloud"), Place.STAGE: (0.95, 0.52, "crate"),
}  # fmt: skip
HEAVY: dict[Place, str] = {  # what there is to push
    **dict.fromkeys(Place, "boulder"), Place.DESERT: "sandboulder", Place.SPACE: "moonboulder", Place.CITY: "crate", Place.HARBOR: "crate", Place.SEA: "barrel", Place.VILLAGE: "barrel", Place.CASTLE: "block",
    Place.COTTAGE: "crate", Place.KITCHEN: "barrel", Place.WORKSHOP: "crate", Place.LIBRARY: "crate", Place.CLOUDS: "cloud", Place.STAGE: "crate",
}  # fmt: skip
BULK: dict[str, tuple[float, float]] = {  # its height in heights of who pushes it, its half-width in its own height
    **dict.fromkeys(("boulder", "sandboulder", "moonboulder"), (0.68, 0.58)), "crate": (0.56, 0.72), "block": (0.6, 0.9), "barrel": (0.74, 0.42), "cloud": (0.5, 1.2),
}  # fmt: skip
TASKS: dict[Place, str] = {  # what there is to work at, by its tool
    **dict.fromkeys(Place, "hammer"), Place.FOREST: "spade", Place.MEADOW: "spade", Place.RIVER: "spade", Place.SEASHORE: "spade", Place.DESERT: "spade",
    Place.MOUNTAIN: "spade", Place.KITCHEN: "ladle", Place.COTTAGE: "ladle",
}  # fmt: skip
PICKED: dict[Place, Prop] = {  # what may lie about to be picked up
    **dict.fromkeys(Place, Prop.GIFT), Place.FOREST: Prop.EGG, Place.MEADOW: Prop.BASKET, Place.RIVER: Prop.BASKET, Place.MOUNTAIN: Prop.EGG, Place.DESERT: Prop.MAP,
    Place.SEASHORE: Prop.STAR, Place.CAVE: Prop.LANTERN, Place.KITCHEN: Prop.BREAD, Place.LIBRARY: Prop.BOOK, Place.WORKSHOP: Prop.GEAR, Place.SPACE: Prop.STAR,
    Place.CLOUDS: Prop.STAR, Place.HARBOR: Prop.BASKET, Place.CITY: Prop.LETTER,
}  # fmt: skip
OTHERS = {"bush": "rock", "rock": "bush", "barrel": "crate", "crate": "barrel", "block": "barrel", "sandstone": "rock", "moonstone": "crate", "cloud": "crate"}
TONES = {"bush": "#5f9148", "rock": "#8f8a90", "barrel": "#9a6b45", "crate": "#b08a5f", "block": "#a39da2", "sandstone": "#c08a5c", "moonstone": "#b5b1bd",
         "cloud": "#ffffff"}  # fmt: skip
UNLIKE = 105.0  # how far apart in red, green and blue the tone of a cover is from what looks out over it
SIGHTS: dict[Place, tuple[tuple[float, float, float], ...]] = {
    Place.FOREST: ((-1.35, -0.6, 0.8), (0.0, -0.7, 0.3)), Place.MEADOW: ((-0.25, -0.62, 0.2), (1.3, -0.72, 0.5)),
    Place.VILLAGE: ((-1.32, -0.42, 0.84), (0.95, -0.5, 0.6)), Place.CITY: ((-1.1, -0.5, 0.62), (1.1, -0.5, 0.62)),
    Place.CASTLE: ((0.0, -0.9, 0.2),), Place.SEASHORE: ((-1.3, -0.34, 0.8), (0.1, -0.62, 0.14)),
    Place.LIGHTHOUSE: ((0.12, -1.0, 0.5),), Place.HARBOR: ((-1.32, -0.66, 0.55), (0.12, -0.7, 0.5)),
    Place.SEA: ((-0.85, -0.3, 0.86), (1.3, -1.0, 0.86)), Place.MOUNTAIN: ((-1.35, -0.62, 0.62), (0.12, -0.55, 0.36)),
    Place.DESERT: ((-1.35, -0.5, 0.62), (0.1, -0.72, 0.3)), Place.RIVER: ((-1.32, -0.72, 0.62), (0.1, -0.46, 0.42)),
    Place.CAVE: ((-1.05, -0.42, 0.62), (0.24, -0.75, 0.42)), Place.COTTAGE: ((-1.3, -0.5, 0.66), (1.05, -1.1, 0.55)),
    Place.KITCHEN: ((-1.3, -0.75, 0.66), (0.95, -1.1, 0.55)), Place.WORKSHOP: ((-0.85, -0.95, 0.55), (1.85, -0.9, 0.55)),
    Place.LIBRARY: ((-1.25, -0.85, 0.55), (1.25, -0.85, 0.55)), Place.SPACE: ((-0.9, -0.5, 0.62), (1.38, -0.62, 0.5)),
    Place.CLOUDS: ((-0.22, -0.75, 0.1), (1.42, -0.85, 0.3)), Place.STAGE: ((-1.36, -0.75, 0.92), (1.36, -0.75, 0.92)),
}  # fmt: skip


@lru_cache(maxsize=64)
def spots_of(place: Place, place_seed: int) -> Spots:
    """The spots of a place as its seed lays it out; see the head of this file."""
    hand = way_round(place_seed)
    seat_x, seat_height, seat = SEATS[place]
    cover_x, cover_height, cover = COVERS[place]
    sights = tuple(sorted((Sight(hand * x, y, near) for x, y, near in SIGHTS[place]), key=lambda s: s.x))
    return Spots((Furniture(hand * seat_x, seat_height, seat),), (Furniture(hand * cover_x, cover_height, cover),), sights)


def over_shoulder(staging: Staging) -> bool:
    """Two figures, near enough for the shoulder of one to frame the other."""
    near = staging.size in (Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE)
    return near and staging.angle is Angle.OVER_SHOULDER and len(staging.subjects) > 1


def seat_of(staging: Staging, slot: int) -> Furniture | None:
    """What this subject sits on in this shot; None when it sits on the ground, does not sit, or is seen over a shoulder. One seat holds one."""
    if staging.size not in OPEN or over_shoulder(staging) or staging.subjects[slot].action is not Action.SIT:
        return None
    for seat in spots_of(staging.place, staging.place_seed).sit:
        side, alone = (Where.LEFT if seat.x < 0 else Where.RIGHT), len(staging.subjects) == 1
        near = [k for k, s in enumerate(staging.subjects) if s.action is Action.SIT and (alone or s.where is side)]
        if near[:1] == [slot]:
            return seat
    return None


def cover_of(staging: Staging, slot: int) -> Furniture | None:
    """What this subject hides behind in this shot; None when it does not hide, or is seen too near or over a shoulder. One cover hides one."""
    hiding = [k for k, s in enumerate(staging.subjects) if s.action is Action.HIDE]
    if staging.size not in OPEN or over_shoulder(staging) or hiding[:1] != [slot]:
        return None
    cover = _unlike(spots_of(staging.place, staging.place_seed).hide[0], staging.subjects[slot])
    side = {Where.LEFT: -1.0, Where.RIGHT: 1.0}.get(staging.subjects[slot].where) if len(staging.subjects) > 1 else None
    return cover if side is None else replace(cover, x=side * abs(cover.x))  # two keep their sides


def hider_of(staging: Staging) -> Staging:
    """Who hides in this place in another shot, there alone."""
    assert staging.hideout is not None
    who = Subject(look=staging.hideout.look, outfit=staging.hideout.outfit, action=Action.HIDE)
    return Staging(place=staging.place, size=Size.FULL, place_seed=staging.place_seed, subjects=(who,))


def hideout_of(staging: Staging) -> Furniture | None:
    """What stands here to hide behind though nobody hides in this shot."""
    one = staging.hideout
    if one is None:
        return None
    cover = _unlike(spots_of(staging.place, staging.place_seed).hide[0], Subject(look=one.look, outfit=one.outfit))
    return replace(cover, x=one.side * abs(cover.x)) if one.side else cover


def _unlike(cover: Furniture, subject: Subject) -> Furniture:
    """A cover that whoever hides stands out from: another kind where its tone is that of the hat, the hair or the hide."""
    look, outfit = subject.look, subject.outfit
    shown = [outfit.hat_color if outfit.hat is not Hat.NONE else look.hair_color if look.is_person and look.hair is not Hair.NONE else look.body, look.hair_color if look.is_person else look.body]
    apart = {kind: min(math.dist(rgba(tone.hex)[:3], rgba(TONES[kind])[:3]) for tone in shown) for kind in (cover.kind, OTHERS[cover.kind])}
    return cover if apart[cover.kind] > UNLIKE else replace(cover, kind=max(apart, key=lambda kind: apart[kind]))
