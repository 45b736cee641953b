"""Ground: the place as the author names it, hour, weather, season, light; and how the film is drawn."""

from __future__ import annotations

from storyboard.grammar import Size
from storyboard.prompts.telling import Telling, called, sentence, stands_in, tidy
from storyboard.staging import AIRLESS, INDOORS, Hour, Place, Season, Style, Weather

PLACES: dict[Place, tuple[str, str]] = {  # the noun, and what is seen there
    Place.FOREST: ("a forest", "tall trees, ferns and a narrow path"),
    Place.MEADOW: ("a meadow", "long grass, wild flowers and low hills"),
    Place.VILLAGE: ("a village", "small houses, a lane and a well"),
    Place.CITY: ("a city street", "tall houses, street lamps and a crossing"),
    Place.CASTLE: ("a castle", "towers and a wall on a hill"),
    Place.SEASHORE: ("a seashore", "sand, surf and a far horizon"),
    Place.LIGHTHOUSE: ("a lighthouse", "a lamp tower on a rock by the sea"),
    Place.HARBOR: ("a harbor", "a stone quay, moored boats and masts"),
    Place.SEA: ("the open sea", "waves and the deck of a small boat"),
    Place.MOUNTAIN: ("a mountainside", "rocks and far peaks"),
    Place.DESERT: ("a desert", "dunes and a rock arch"),
    Place.RIVER: ("a riverbank", "reeds and a wooden bridge"),
    Place.CAVE: ("a cave", "rock walls, crystals and a bright opening"),
    Place.COTTAGE: ("a cottage room", "a window, a fireplace and a rug"),
    Place.KITCHEN: ("a kitchen", "a stove, shelves and a table"),
    Place.WORKSHOP: ("a workshop", "a workbench, hanging tools and wheels"),
    Place.LIBRARY: ("a library", "shelves of books, a tall window and a ladder"),
    Place.SPACE: ("the moon", "grey dust, craters and a planet in the sky"),
    Place.CLOUDS: ("a floor of clouds", "white billows below an open sky"),
    Place.STAGE: ("a theatre stage", "curtains, boards and footlights"),
}  # fmt: skip
HOURS = {Hour.DAWN: "at dawn", Hour.DAY: "by day", Hour.DUSK: "at dusk", Hour.NIGHT: "at night"}
WEATHERS = {
    Weather.CLEAR: "under a clear sky", Weather.CLOUDY: "under a cloudy sky", Weather.RAIN: "in steady rain", Weather.SNOW: "in falling snow",
    Weather.FOG: "in thick fog", Weather.STORM: "in a storm of wind and rain",
}  # fmt: skip
OUTSIDE = {Weather.RAIN: "rain", Weather.SNOW: "snow", Weather.FOG: "fog", Weather.STORM: "a storm"}  # what is seen and heard of it from a room
SEASONS = {Season.SPRING: "in spring", Season.AUTUMN: "in autumn", Season.WINTER: "in winter"}
CLEAR_LIGHT = {Hour.DAWN: "low and rosy", Hour.DAY: "high and clear", Hour.DUSK: "low and golden, with long shadows", Hour.NIGHT: "blue moonlight"}
DULL_LIGHT = {Hour.DAWN: "pale and grey", Hour.DAY: "soft and grey", Hour.DUSK: "dim and fading", Hour.NIGHT: "dark and blue"}
ROOM_LIGHT = {Hour.DAWN: "pale and slanting", Hour.DAY: "soft and even", Hour.DUSK: "warm and golden", Hour.NIGHT: "warm lamplight among dark shadows"}
SKYLESS = frozenset({Place.STAGE, Place.CAVE})  # no window: no weather, no season
ALOFT = frozenset({Place.CLOUDS, Place.SEA})  # nothing that grows
MOVING_WEATHER = {
    Weather.RAIN: "Rain keeps falling.", Weather.SNOW: "Snowflakes keep drifting down.", Weather.FOG: "Fog drifts slowly past.",
    Weather.STORM: "Wind drives the rain and lightning flickers.",
}  # fmt: skip
STYLES: dict[Style, tuple[str, str]] = {  # the craft, and what shows it
    Style.GOUACHE: ("hand-painted gouache", "flat shapes, soft light and paper grain, without outlines"),
    Style.INK: ("ink-and-wash", "living dark outlines over pale washes"),
    Style.CUTOUT: ("paper cut-out", "layered sheets of coloured paper that cast soft shadows"),
    Style.WOODCUT: ("woodcut", "bold carved lines, a few inks and bare paper showing through"),
    Style.SOFT: ("softly shaded storybook", "rounded forms and edge light, without outlines"),
    Style.FLAT: ("flat modern", "few colours and hard-edged shadows, without outlines"),
}


def where(telling: Telling) -> str:
    """"the lighthouse at dusk, under a clear sky, in autumn"."""
    at = telling.staging
    said = [f"{_place(telling)} {HOURS[at.hour]}"]
    if at.place in AIRLESS or at.place in SKYLESS:
        return said[0]
    if at.place in INDOORS:
        return f"{said[0]}, with {OUTSIDE[at.weather]} outside" if at.weather in OUTSIDE else said[0]
    said.append("under a clear starry sky" if at.weather is Weather.CLEAR and at.hour is Hour.NIGHT else WEATHERS[at.weather])
    if at.place not in ALOFT and at.season is not Season.SUMMER:  # summer is what a story has that says none, as in captions
        said.append(SEASONS[at.season])
    return ", ".join(said)


def _place(telling: Telling) -> str:
    noun = PLACES[telling.staging.place][0]
    said = called(telling.story, telling.setting, noun)
    return noun if telling.names_absent(said) else said


def seen_there(telling: Telling) -> str:
    """What the place is made of: where it is the drawn world's, and enough of it is in the frame."""
    near = telling.staging.size in (Size.CLOSE, Size.EXTREME_CLOSE, Size.INSERT, Size.MEDIUM_CLOSE)
    if near or stands_in(telling.story, telling.setting):
        return ""
    return f"The background shows {PLACES[telling.staging.place][1]}."


def light(telling: Telling) -> str:
    at = telling.staging
    if at.place in AIRLESS:
        return "Hard clear light falls from a black starry sky."
    if at.place is Place.STAGE:
        return "The light is that of warm stage lamps."
    dull = at.weather is not Weather.CLEAR
    return f"The light is {(ROOM_LIGHT if at.place in INDOORS else DULL_LIGHT if dull else CLEAR_LIGHT)[at.hour]}."


def moving_weather(telling: Telling) -> str:
    """What the weather does while the camera runs."""
    at = telling.staging
    return "" if at.place in INDOORS | AIRLESS else MOVING_WEATHER.get(at.weather, "")


def style(telling: Telling, what: str) -> str:
    """"Hand-painted gouache animation: flat shapes, ...". `what`: animation, illustration."""
    craft, shown = STYLES[telling.staging.style]
    return sentence(f"{craft} {what} with {shown}")


def tint(telling: Telling) -> str:
    return "" if telling.staging.tint is None else f"The palette leans to {telling.staging.tint}."


def directed(telling: Telling) -> str:
    """The director's own words on how the film looks."""
    words = telling.story.direction.words
    return "" if telling.names_absent(words) or tidy(words) in tidy(telling.story.logline) else sentence(words)
