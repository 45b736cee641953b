"""Effects as documents: what there is to be heard, on which ground, and what the maker of one is given."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from storyboard.document import Doc, Word
from storyboard.sound import Frame, Seed
from storyboard.staging import INDOORS, Place, Season, Staging, Weather


class Effect(Word):
    """What can be heard for once. ACTING is what those of a shot do, each sound when it is drawn."""

    ACTING = "acting", "feet, hands and tools of who acts, as they are drawn"
    STEPS = "footsteps", "somebody goes by, out of sight"
    KNOCK = "knock", "knuckles on a door"
    DOOR = "door", "a latch, a creak, a door that falls shut"
    CREAK = "creak", "old wood"
    BELL = "bell", "a hand bell"
    TOLL = "toll", "a church bell far off"
    SPLASH = "splash", "something falls into water"
    DRIP = "drip", "a few drops into a pool"
    GUST = "gust", "the wind rises and falls"
    RUSTLE = "rustle", "leaves that are brushed"
    CLOTH = "cloth", "a cloak, a sheet, a page"
    THUNDER = "thunder", "near, then rolling away"
    WHOOSH = "whoosh", "something thrown, or quick, goes by"
    THUD = "thud", "something heavy on the ground"
    CRASH = "crash", "crockery on the floor"
    CLINK = "clink", "coins, keys, glasses"
    HAMMER = "hammer", "a hammer on a nail"
    DIG = "dig", "a spade in earth"
    SAW = "saw", "to and fro through a plank"
    CRUNCH = "crunch", "a bite and chewing"
    SNORE = "snore", "somebody sleeps"
    HEART = "heartbeat", "a heart, near"
    WINGS = "wings", "something takes off"
    CHIME = "chime", "magic: a rising run of small bells"
    CLOCK = "clock", "a clock that ticks"
    GEARS = "gears", "wheels and ratchets"
    WHISTLE = "whistle", "two notes through the lips"
    HORN = "horn", "a ship's horn, far"
    APPLAUSE = "applause", "many hands"
    POP = "pop", "a cork, a bubble"
    FIRE = "fire", "a fire that crackles"
    RAIN = "rain", "a shower"
    WAVES = "waves", "one wave that breaks"
    BIRDS = "birdsong", "a bird sings"
    OWL = "owl", "an owl calls"
    GULLS = "gulls", "gulls cry"
    CRICKETS = "crickets", "crickets"
    FROG = "croak", "a frog"


class Ground(Word):
    """What feet come down on."""

    GRASS = "grass", "soft, a swish"
    EARTH = "earth", "leaves and twigs"
    WOOD = "wood", "boards, hollow"
    STONE = "stone", "hard and short"
    SNOW = "snow", "a crunch that gives"
    SAND = "sand", "a soft slide"
    CLOUD = "cloud", "hardly anything"


GROUNDS: dict[Place, Ground] = {
    Place.FOREST: Ground.EARTH, Place.MEADOW: Ground.GRASS, Place.VILLAGE: Ground.EARTH, Place.CITY: Ground.STONE, Place.CASTLE: Ground.STONE,
    Place.SEASHORE: Ground.SAND, Place.LIGHTHOUSE: Ground.STONE, Place.HARBOR: Ground.WOOD, Place.SEA: Ground.WOOD, Place.MOUNTAIN: Ground.STONE,
    Place.DESERT: Ground.SAND, Place.RIVER: Ground.GRASS, Place.CAVE: Ground.STONE, Place.COTTAGE: Ground.WOOD, Place.KITCHEN: Ground.WOOD,
    Place.WORKSHOP: Ground.WOOD, Place.LIBRARY: Ground.WOOD, Place.SPACE: Ground.SAND, Place.CLOUDS: Ground.CLOUD, Place.STAGE: Ground.WOOD,
}  # fmt: skip
BARE = frozenset({Place.SEA, Place.SEASHORE, Place.DESERT, Place.SPACE, Place.CLOUDS})  # where no snow lies
WET = frozenset({Weather.RAIN, Weather.STORM})


def ground(place: Place, weather: Weather, season: Season) -> Ground:
    """What is underfoot there and then."""
    lies = place not in INDOORS and place not in BARE and (season is Season.WINTER or weather is Weather.SNOW)
    return Ground.SNOW if lies else GROUNDS[place]


class EffectParams(Doc):
    """One effect. `ground`: for feet; `wet`: in the rain. `seen`: for ACTING, what the shot shows, with nothing in it that is not heard; of
    its clip what begins in frames [begin, begin + frames) of 24 a second is heard, and rings as long as it does."""

    effect: Effect
    ground: Ground = Ground.EARTH
    wet: bool = False
    frames: Frame = 0
    begin: Frame = 0
    seed: Seed = 0
    seen: Annotated[Staging | None, Field(exclude_if=lambda staging: staging is None)] = None
