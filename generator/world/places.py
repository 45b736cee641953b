"""The table of places: which function lays out which Place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from generator.world import places_cave, places_city, places_far, places_indoor, places_stage, places_town, places_water, places_wild
from generator.world.layers import Layer, Part, Site
from generator.world.light import air
from generator.world.lightning import thunder
from generator.world.seats import seats_in
from generator.world.weather import before, lamplit, settled, shed
from storyboard.staging import AIRLESS, INDOORS, Place, Staging

PLACES: dict[Place, Callable[[Site], list[Layer]]] = {
    Place.FOREST: places_wild.forest,
    Place.MEADOW: places_wild.meadow,
    Place.VILLAGE: places_town.village,
    Place.CITY: places_city.city,
    Place.CASTLE: places_town.castle,
    Place.SEASHORE: places_water.seashore,
    Place.LIGHTHOUSE: places_water.lighthouse,
    Place.HARBOR: places_water.harbor,
    Place.SEA: places_water.open_sea,
    Place.MOUNTAIN: places_wild.mountain,
    Place.DESERT: places_wild.desert,
    Place.RIVER: places_wild.river,
    Place.CAVE: places_cave.cave,
    Place.COTTAGE: places_indoor.cottage,
    Place.KITCHEN: places_indoor.kitchen,
    Place.WORKSHOP: places_indoor.workshop,
    Place.LIBRARY: places_indoor.library,
    Place.SPACE: places_far.moon,
    Place.CLOUDS: places_far.clouds,
    Place.STAGE: places_stage.stage,
}

# Where nothing tall stands before the sky, in units from the middle: on the hand's side of the place, on the other.
FREE_SKY: dict[Place, tuple[float, float]] = {
    Place.FOREST: (0.1, 0.1), Place.MEADOW: (0.46, 1.0), Place.VILLAGE: (0.58, 0.5), Place.CITY: (0.42, 0.42), Place.CASTLE: (1.22, 1.22),
    Place.SEASHORE: (0.5, 0.45), Place.LIGHTHOUSE: (0.85, 0.8), Place.SEA: (0.08, 0.5), Place.DESERT: (1.0, 0.75), Place.CLOUDS: (0.55, 0.9),
}  # fmt: skip


def before_lens(staging: Staging) -> tuple[Part, ...]:
    """What falls or drifts between the scene and the lens; units: frame heights from the middle of the frame."""
    return () if staging.place in INDOORS or staging.place in AIRLESS else before(site_of(staging))


def site_of(staging: Staging) -> Site:
    return Site(air(staging), staging.place_seed, FREE_SKY.get(staging.place, Site.free), 0.46 if staging.place is Place.FOREST else Site.roof)


@lru_cache(maxsize=8)
def _laid_out(place: Place, site: Site) -> tuple[Layer, ...]:
    layers = [replace(x, parts=(*x.parts, *shed(site, place), *seats_in(site, place))) if x.near == 1.0 else x for x in PLACES[place](site)]
    if place in AIRLESS:
        return tuple(layers)
    if place in INDOORS:
        return tuple(lamplit(site, layers))
    return (*layers[:3], *thunder(site), *settled(site, layers[3:]))


def layers_of(staging: Staging) -> tuple[Layer, ...]:
    """The staging's place, laid out by its seed in its air, far to near."""
    return _laid_out(staging.place, site_of(staging))
