"""The air of a scene, synthesised: wind, rain, waves, birds, crickets, fire, rooms, by place, hour and weather."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from generator import wav
from generator.acoustics import band, coloured, decibels, faded, filtered, reverberated, rms, room, slow, softened
from generator.strokes import grained, lay, puff, ringing
from storyboard.sound import SAMPLE_RATE, AmbienceParams, samples_of
from storyboard.staging import AIRLESS, INDOORS, Hour, Place, Weather
from storyboard.take import Media

FADE_S = 0.03

# What is always heard in a place: layer -> level in dBFS (rms); weather and hour add to it below
Levels = dict[str, float]
PLACES: dict[Place, Levels] = {
    Place.FOREST: {"leaves": -38, "wind": -44},
    Place.MEADOW: {"breeze": -40, "insects": -52},
    Place.VILLAGE: {"breeze": -43, "hum": -50},
    Place.CITY: {"hum": -35, "traffic": -36, "passers": -46},
    Place.CASTLE: {"wind": -38},
    Place.SEASHORE: {"waves": -31, "breeze": -44},
    Place.LIGHTHOUSE: {"waves": -33, "wind": -37},
    Place.HARBOR: {"lapping": -35, "rigging": -46, "breeze": -44},
    Place.SEA: {"swell": -32, "lapping": -40, "wind": -41},
    Place.MOUNTAIN: {"wind": -34},
    Place.DESERT: {"wind": -37, "sand": -46},
    Place.RIVER: {"river": -32, "leaves": -46},
    Place.CAVE: {"hollow": -42, "drips": -41},
    Place.COTTAGE: {"room": -46, "fire": -37},
    Place.KITCHEN: {"room": -45, "fire": -41, "simmer": -46},
    Place.WORKSHOP: {"room": -44, "clock": -42, "hum": -52, "bench": -38, "boards": -44},
    Place.LIBRARY: {"room": -45, "clock": -38, "pages": -40, "boards": -44},
    Place.SPACE: {"drone": -37, "stars": -47},
    Place.CLOUDS: {"breeze": -34, "hollow": -48},
    Place.STAGE: {"room": -42, "hall": -45, "boards": -35, "rustling": -39},
}
WEATHERS: dict[Weather, Levels] = {
    Weather.CLEAR: {},
    Weather.CLOUDY: {"breeze": -43},
    Weather.RAIN: {"rain": -32, "drops": -29},
    Weather.SNOW: {"snow": -38},
    Weather.FOG: {"fog": -42},
    Weather.STORM: {"rain": -31, "drops": -29, "gale": -30, "thunder": -33},
}
WOODED = frozenset({Place.FOREST, Place.MEADOW, Place.VILLAGE, Place.RIVER, Place.CASTLE})
COAST = frozenset({Place.SEASHORE, Place.HARBOR, Place.LIGHTHOUSE})
QUIET_SKY = frozenset({Weather.CLEAR, Weather.CLOUDY, Weather.FOG})
WALLS_DB, WALLS_HZ = -9.0, 480.0  # what a wall takes from the weather, and where it cuts
CAVE_WALLS_DB = -14.0
SPARSE = frozenset({"birds", "gulls", "owl", "drips", "drops", "rigging", "clock", "thunder", "boards", "pages", "bench", "stars", "rustling", "passers"})


def make(params: AmbienceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Write the air of `params` as a stereo wav of exactly `frames`. Takes no inputs. Raises NoRoom."""
    return wav.write(rig.scratch / "ambience.wav", air(params).astype(np.float32))


def air(params: AmbienceParams) -> np.ndarray:
    """All layers together: (samples, 2) in -1..1, faded at both ends."""
    count = samples_of(params.frames)
    out = np.zeros((count, 2))
    behind = np.zeros((count, 2))
    for name, level_db, outside in layers(params):
        salt = zlib.crc32(f"{params.place.value}|{params.hour.value}|{params.weather.value}|{name}".encode())
        sound = LAYERS[name](count, np.random.default_rng([params.seed, salt]))
        (behind if outside else out)[:] += at_level(sound, level_db, name in SPARSE)
    if behind.any():
        out += filtered(behind, band(60, WALLS_HZ, 2))
    return faded(softened(out, 0.35, 0.6), FADE_S, FADE_S)


def layers(params: AmbienceParams) -> Iterator[tuple[str, float, bool]]:
    """What is heard: (layer, level in dBFS, whether it is heard through walls)."""
    place, inside = params.place, params.place in INDOORS
    here = PLACES[place]
    for name, level in here.items():
        yield name, level, False
    if place in AIRLESS:
        return
    sky = dict(WEATHERS[params.weather])
    if inside:
        sky.pop("drops", None)
        wall = CAVE_WALLS_DB if place is Place.CAVE else WALLS_DB
        for name, level in sky.items():
            yield name, level + wall + (9 if name == "rain" else 0), True  # the roof drums, so the rain carries
        return
    for name, level in (_living(params) | sky).items():
        if name not in here:
            yield name, level, False


def _living(params: AmbienceParams) -> Levels:
    """Birds by light, crickets by night, gulls at the coast; all keep still in rain, snow and storm."""
    place, hour = params.place, params.hour
    if params.weather not in QUIET_SKY:
        return {}
    fewer = -4.0 if params.weather is Weather.FOG else 0.0
    out: Levels = {}
    if place in WOODED and hour is not Hour.NIGHT:
        out["birds"] = {Hour.DAWN: -40.0, Hour.DAY: -43.0, Hour.DUSK: -46.0}[hour] + fewer
    if place in COAST and hour is not Hour.NIGHT:
        out["gulls"] = -48.0 + fewer
    if (place in WOODED or place is Place.DESERT) and hour in (Hour.NIGHT, Hour.DUSK):
        out["crickets"] = (-43.0 if hour is Hour.NIGHT else -48.0) + fewer
    if place is Place.FOREST and hour is Hour.NIGHT:
        out["owl"] = -51.0
    return out


def at_level(sound: np.ndarray, level_db: float, sparse: bool) -> np.ndarray:
    """`sound` at `level_db` dBFS; sparse events keep their own level (1 is a plain event), so that one more does not lower the rest."""
    if sparse:
        return sound * decibels(level_db + 14)
    return sound * (decibels(level_db) / max(rms(sound), 1e-9))


def noise(count: int, dice: np.random.Generator, *sections: np.ndarray, width: float = 0.8) -> np.ndarray:
    """Filtered white noise (count, 2) of unit variance; `width` 0: both sides the same, 1: nothing shared."""
    sides = dice.standard_normal((count, 2))
    if width < 1:
        sides = width * sides + (1 - width) * sides[:, ::-1]
    out = filtered(sides, *sections)
    return out / max(rms(out), 1e-9)


def curve(count: int, hz: float, depth: float, dice: np.random.Generator) -> np.ndarray:
    """A slow positive curve (count, 2) around 1 that wanders `depth` (nepers) alike on both sides, a little apart."""
    both = slow(count, hz, dice)
    apart = np.stack([slow(count, hz, dice), slow(count, hz, dice)], axis=1)
    return np.exp(np.clip(depth * (0.85 * both[:, None] + 0.5 * apart), -2.5, 1.2))


def _wind(low_hz: float, high_hz: float, gust_hz: float, depth: float) -> Callable[[int, np.random.Generator], np.ndarray]:
    """A wind whose gusts are both louder and brighter."""

    def layer(count: int, dice: np.random.Generator) -> np.ndarray:
        gust = curve(count, gust_hz, depth, dice)
        dark = noise(count, dice, band(low_hz, (low_hz * high_hz) ** 0.5, 1))
        bright = noise(count, dice, band((low_hz * high_hz) ** 0.5, high_hz, 1))
        return dark * gust + 0.5 * bright * gust**1.7

    return layer


def _steady(low_hz: float, high_hz: float, depth: float = 0.1, hz: float = 0.3) -> Callable[[int, np.random.Generator], np.ndarray]:
    """Still air between two frequencies, hardly moving."""

    def layer(count: int, dice: np.random.Generator) -> np.ndarray:
        return noise(count, dice, band(low_hz, high_hz, 1)) * curve(count, hz, depth, dice)

    return layer


def rain(count: int, dice: np.random.Generator) -> np.ndarray:
    hiss = noise(count, dice, band(1200, 7500, 1), width=1.0)
    body = noise(count, dice, band(250, 1100, 1))
    return (hiss + 0.8 * body) * curve(count, 0.25, 0.18, dice)


def drops(count: int, dice: np.random.Generator) -> np.ndarray:
    """Single drops near by, each a short falling tick."""

    def one() -> np.ndarray:
        life = dice.uniform(0.006, 0.02)
        t = np.arange(int(6 * life * SAMPLE_RATE)) / SAMPLE_RATE
        hz = dice.uniform(1200, 4200)
        return 0.5 * dice.uniform(0.15, 1) ** 2 * np.sin(2 * np.pi * hz * (t + 0.3 * t * np.exp(-t / life))) * _pluck(t, 0.0008, life)

    return scattered(count, 11.0, dice, one)


def _waves(period_s: float, bright: float, depth: float) -> Callable[[int, np.random.Generator], np.ndarray]:
    """Swells about every `period_s`: a low rush that rises slowly, foam that follows and draws back."""

    def layer(count: int, dice: np.random.Generator) -> np.ndarray:
        t = np.arange(count) / SAMPLE_RATE
        low, foam = np.zeros((count, 2)), np.zeros((count, 2))
        at = -period_s * dice.uniform(0.2, 1.0)
        while at < t[-1] + period_s:
            size, pan, rise = dice.uniform(0.5, 1), dice.uniform(-0.5, 0.5), period_s * dice.uniform(0.28, 0.36)
            sides = np.array([1 - pan, 1 + pan])
            first, last = (int(np.clip((at + k * period_s) * SAMPLE_RATE, 0, count)) for k in (-1, 2.5))
            x = t[first:last] - at
            swell = np.where(x < 0, np.exp(-((x / rise) ** 2)), np.exp(-np.abs(x) / (0.33 * period_s)))
            late = x - 0.09 * period_s
            spray = np.where(late < 0, np.exp(-((late / (0.5 * rise)) ** 2)), np.exp(-np.abs(late) / (0.27 * period_s)))
            low[first:last] += size * swell[:, None]
            foam[first:last] += size**1.5 * spray[:, None] * sides
            at += period_s * dice.uniform(0.82, 1.2)
        deep = noise(count, dice, band(70, 420, 1)) * (1 - depth + depth * low)
        hiss = noise(count, dice, band(500, 5200, 1), width=1.0) * (0.06 + foam)
        return deep + bright * hiss

    return layer


def lapping(count: int, dice: np.random.Generator) -> np.ndarray:
    """Small water against wood: short soft strokes, at no fixed time."""
    strokes = np.exp(1.3 * np.stack([slow(count, 1.1, dice), slow(count, 1.3, dice)], axis=1) - 1)
    return noise(count, dice, band(250, 1300, 1)) * np.minimum(strokes, 2.5) + 0.3 * noise(count, dice, band(80, 300, 1))


def river(count: int, dice: np.random.Generator) -> np.ndarray:
    """A steady rush with gurgles in three bands that never move together."""
    out = 0.6 * noise(count, dice, band(400, 3800, 1))
    for low, high, hz, level in ((250, 600, 2.5, 0.7), (600, 1300, 4.5, 0.6), (1300, 2800, 7.0, 0.4)):
        out += level * noise(count, dice, band(low, high, 1)) * curve(count, hz, 0.6, dice)
    return out * curve(count, 0.2, 0.1, dice)


def traffic(count: int, dice: np.random.Generator) -> np.ndarray:
    """Far cars: slow swells that cross from side to side."""
    across = 0.7 * np.tanh(slow(count, 0.12, dice))
    size = np.exp(0.8 * slow(count, 0.15, dice) - 0.5)
    sides = np.stack([np.cos((across + 1) * np.pi / 4), np.sin((across + 1) * np.pi / 4)], axis=1)
    return noise(count, dice, band(150, 900, 1), width=0.6) * np.minimum(size, 2.2)[:, None] * sides


def hum(count: int, dice: np.random.Generator) -> np.ndarray:
    """A town far away: brown noise and the trace of a mains-like chord."""
    out = np.stack([coloured(count, 2.0, dice), coloured(count, 2.0, dice)], axis=1)
    t = np.arange(count) / SAMPLE_RATE
    for hz, level in ((73.0, 0.10), (110.5, 0.06), (164.0, 0.03)):
        out += (level * np.sin(2 * np.pi * hz * t + dice.uniform(0, 6.28)))[:, None] * curve(count, 0.1, 0.4, dice)
    return filtered(out, band(55, 600, 1))


def drone(count: int, dice: np.random.Generator) -> np.ndarray:
    """Space has no sound, so this is what it feels like: slow low tones that lean on each other."""
    t = np.arange(count) / SAMPLE_RATE
    out = 0.25 * noise(count, dice, band(120, 500, 1)) * curve(count, 0.08, 0.3, dice)
    for hz, level in ((55.0, 1.0), (82.6, 0.8), (110.2, 0.6), (165.1, 0.35), (247.2, 0.18), (330.6, 0.1)):
        tones = [np.sin(2 * np.pi * hz * (1 + side * 0.0012) * t + dice.uniform(0, 6.28)) for side in (-1, 1)]
        out += level * np.stack(tones, axis=1) * curve(count, 0.12, 0.8, dice)
    return out


def fire(count: int, dice: np.random.Generator) -> np.ndarray:
    """A low flutter and, over it, crackle in small flurries."""
    flutter = noise(count, dice, band(90, 500, 1), width=0.5) * curve(count, 5.0, 0.35, dice)
    flurry = np.exp(slow(count, 0.5, dice))

    def one() -> np.ndarray:
        life = dice.uniform(0.0015, 0.009)
        t = np.arange(int(6 * life * SAMPLE_RATE)) / SAMPLE_RATE
        return dice.pareto(2.5) * dice.standard_normal(len(t)) * _pluck(t, 0.0004, life)

    snaps = np.clip(filtered(scattered(count, 13.0, dice, one), band(700, 6500, 1)), -3, 3)
    return 0.7 * flutter + 2.0 * np.minimum(flurry, 3)[:, None] * snaps


def simmer(count: int, dice: np.random.Generator) -> np.ndarray:
    """A pot on the stove."""
    return noise(count, dice, band(350, 1400, 2), width=0.3) * curve(count, 9.0, 0.5, dice)


def birds(count: int, dice: np.random.Generator) -> np.ndarray:
    """Four singers, each with a motif of its own that it never sings twice alike, in an open wood."""
    out = np.zeros((count, 2))
    for _ in range(4):
        base, notes, speed = dice.uniform(2300, 4600), int(dice.integers(2, 6)), dice.uniform(0.06, 0.15)
        motif = [(dice.uniform(0.85, 1.2), dice.uniform(-0.25, 0.25)) for _ in range(notes)]
        pan, far = dice.uniform(-0.9, 0.9), dice.uniform(0.25, 1)
        at = dice.uniform(0.0, 4.0)
        while at * SAMPLE_RATE < count:
            here = at
            for ratio, bend in motif[: int(dice.integers(2, notes + 1))]:
                length = speed * dice.uniform(0.8, 1.3)
                _add(out, int(here * SAMPLE_RATE), far * _whistle(base * ratio * dice.uniform(0.98, 1.02), bend, length), pan)
                here += length * dice.uniform(1.15, 1.6)
            at = here + dice.gamma(2.0, 2.2)
    return _outdoors(out, dice, 0.9)


def gulls(count: int, dice: np.random.Generator) -> np.ndarray:
    """Now and then a few falling cries, far out."""
    out = np.zeros((count, 2))
    at = dice.uniform(0.5, 4.0)
    while at * SAMPLE_RATE < count:
        pan, base = dice.uniform(-0.9, 0.9), dice.uniform(950, 1350)
        for _ in range(int(dice.integers(2, 5))):
            length = dice.uniform(0.22, 0.4)
            cry = _whistle(base, -0.3, length) + 0.5 * _whistle(2 * base, -0.3, length) + 0.2 * _whistle(3 * base, -0.3, length)
            _add(out, int(at * SAMPLE_RATE), 0.6 * cry, pan)
            at += length * dice.uniform(1.2, 1.6)
        at += dice.gamma(2.0, 3.5)
    return _outdoors(out, dice, 1.2)


def owl(count: int, dice: np.random.Generator) -> np.ndarray:
    """A far call, one long and two short."""
    out, at = np.zeros((count, 2)), dice.uniform(1.0, 5.0)
    while at * SAMPLE_RATE < count:
        pan, hz = dice.uniform(-0.7, 0.7), dice.uniform(340, 400)
        for length, gap in ((0.5, 0.75), (0.18, 0.25), (0.45, 0.5)):
            _add(out, int(at * SAMPLE_RATE), _whistle(hz, -0.05, length), pan)
            at += gap
        at += dice.gamma(3.0, 4.0)
    return _outdoors(out, dice, 1.6)


def crickets(count: int, dice: np.random.Generator) -> np.ndarray:
    """Five crickets, each at its own pitch and pace, slowly coming and going."""
    t = np.arange(count) / SAMPLE_RATE
    out = np.zeros((count, 2))
    for _ in range(5):
        hz, pace, pulses = dice.uniform(3600, 4900), dice.uniform(1.2, 2.2), dice.uniform(26, 38)
        phase = pace * t + 0.15 * slow(count, 0.4, dice) + dice.uniform()
        beat = np.clip(np.sin(2 * np.pi * phase) * 2.2 - 0.3, 0, 1)
        chirp = np.square(np.sin(np.pi * pulses * t + dice.uniform(0, 3.1))) * beat * np.exp(0.6 * slow(count, 0.2, dice))
        angle = (dice.uniform(-0.9, 0.9) + 1) * np.pi / 4
        out += (chirp * np.sin(2 * np.pi * hz * t))[:, None] * np.array([np.cos(angle), np.sin(angle)]) * dice.uniform(0.3, 1)
    return out


def drips(count: int, dice: np.random.Generator) -> np.ndarray:
    """Drops into a pool, deep in stone."""

    def one() -> np.ndarray:
        life, hz = dice.uniform(0.02, 0.06), dice.uniform(700, 1900)
        t = np.arange(int(6 * life * SAMPLE_RATE)) / SAMPLE_RATE
        return dice.uniform(0.3, 1) * np.sin(2 * np.pi * hz * (t + 0.8 * t * t)) * _pluck(t, 0.002, life)

    return _outdoors(scattered(count, 0.9, dice, one), dice, 2.6, 1.6)


def rigging(count: int, dice: np.random.Generator) -> np.ndarray:
    """Ropes and rings tapping on masts."""

    def one() -> np.ndarray:
        t = np.arange(int(0.5 * SAMPLE_RATE)) / SAMPLE_RATE
        hz = dice.uniform(1500, 2400)
        return dice.uniform(0.2, 0.8) * (np.sin(2 * np.pi * hz * t) + 0.5 * np.sin(2 * np.pi * 2.76 * hz * t)) * _pluck(t, 0.002, 0.08)

    return _outdoors(scattered(count, 0.7, dice, one), dice, 0.8)


def clock(count: int, dice: np.random.Generator) -> np.ndarray:
    """A pendulum clock across the room; no two strokes are quite alike."""
    out, at, k, pan = np.zeros((count, 2)), dice.uniform(0.1, 0.6), 0, dice.uniform(-0.6, 0.6)
    base = dice.uniform(1300, 1800)
    t = np.arange(int(0.08 * SAMPLE_RATE)) / SAMPLE_RATE
    while at * SAMPLE_RATE < count:
        hz = base * (1.0 if k % 2 else 0.84) * dice.uniform(0.99, 1.01)
        _add(out, int(at * SAMPLE_RATE), dice.uniform(0.6, 0.9) * np.sin(2 * np.pi * hz * t) * _pluck(t, 0.0015, 0.011), pan)
        at, k = at + 0.86 * dice.uniform(0.995, 1.005), k + 1
    return _outdoors(out, dice, 0.5)


def _seldom(one: Callable[[np.random.Generator], np.ndarray], rate_hz: float, seconds: float) -> Callable[[int, np.random.Generator], np.ndarray]:
    """A sound of the place now and then, never quite alike, in a space that rings for `seconds`."""

    def layer(count: int, dice: np.random.Generator) -> np.ndarray:
        return _outdoors(scattered(count, rate_hz, dice, lambda: dice.uniform(0.3, 1) * one(dice)), dice, seconds)

    return layer


def _board(dice: np.random.Generator) -> np.ndarray:
    """Wood that settles: a knock, or a few slips of a creak."""
    return np.concatenate([dice.uniform(0.3, 1) * ringing(((dice.uniform(160, 420), 0.02, 1.0), (dice.uniform(600, 1300), 0.008, 0.4)), dice) for _ in range(dice.integers(1, 5))])


def _page(dice: np.random.Generator) -> np.ndarray:
    return grained(puff(900, 5200, 0.09, 0.05, dice), 1800, dice)


def _tool(dice: np.random.Generator) -> np.ndarray:
    """Something small of metal or wood laid down."""
    first = dice.uniform(700, 2600)
    return ringing(((first, 0.03, 1.0), (first * 1.58, 0.018, 0.5), (first * 0.37, 0.02, 0.5)), dice)


def _shoe(dice: np.random.Generator) -> np.ndarray:
    """Two or three steps on a pavement across the way."""
    out = np.zeros(int(2.2 * SAMPLE_RATE))
    for k in range(int(dice.integers(2, 5))):
        lay(out, 0.5 * k * dice.uniform(0.97, 1.03), dice.uniform(0.5, 1) * (puff(500, 2600, 0.001, 0.009, dice)))
    return out


def _star(dice: np.random.Generator) -> np.ndarray:
    """A far tone that swells and is gone."""
    t = np.arange(int(dice.uniform(2.5, 4.5) * SAMPLE_RATE)) / SAMPLE_RATE
    hz = 220.0 * 2 ** (float(dice.choice((12, 14, 19, 21, 24, 26))) / 12)
    return np.sin(np.pi * t / t[-1]) ** 2 * np.sin(2 * np.pi * hz * t + 0.6 * np.sin(2 * np.pi * 0.7 * t)) * 0.3


def thunder(count: int, dice: np.random.Generator) -> np.ndarray:
    """Far thunder: a few long rolls, each of several lumps."""
    shape, at = np.zeros((count, 2)), dice.uniform(1.0, 5.0)
    while at * SAMPLE_RATE < count:
        pan, size = dice.uniform(-0.6, 0.6), dice.uniform(0.4, 1)
        for _ in range(int(dice.integers(4, 8))):
            life = dice.uniform(0.4, 1.3)
            t = np.arange(int(5 * life * SAMPLE_RATE)) / SAMPLE_RATE
            _add(shape, int((at + dice.uniform(0, 2.2)) * SAMPLE_RATE), size * dice.uniform(0.3, 1) * _pluck(t, 0.12, life), pan)
        at += dice.uniform(9, 17)
    return 0.45 * noise(count, dice, band(38, 170, 1), width=0.6) * np.minimum(shape, 1.8)


def _pluck(t: np.ndarray, rise_s: float, life_s: float) -> np.ndarray:
    """Rises within `rise_s`, dies away over `life_s`, and is nothing at its end."""
    end = max(t[-1], 1e-6) if len(t) else 1.0
    return (1 - np.exp(-t / rise_s)) * np.exp(-t / life_s) * (1 - t / end)


def _whistle(hz: float, bend: float, seconds: float) -> np.ndarray:
    """One note that glides by `bend` of its pitch, soft at both ends."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    glide = hz * (t + bend * t * t / (2 * seconds))
    return np.sin(np.pi * t / seconds) ** 1.5 * (np.sin(2 * np.pi * glide) + 0.12 * np.sin(4 * np.pi * glide))


def _add(out: np.ndarray, at: int, sound: np.ndarray, pan: float) -> None:
    """Add mono `sound` to (n, 2) `out` from sample `at`, at constant power, as far as there is room."""
    sound = sound[: max(len(out) - at, 0)]
    angle = (pan + 1) * np.pi / 4
    out[at : at + len(sound)] += sound[:, None] * np.array([np.cos(angle), np.sin(angle)])


def scattered(count: int, rate_hz: float, dice: np.random.Generator, one: Callable[[], np.ndarray]) -> np.ndarray:
    """(count, 2) with about `rate_hz` sounds a second by `one()`, anywhere in time and space."""
    out = np.zeros((count, 2))
    for at in np.sort(dice.integers(0, count, dice.poisson(rate_hz * count / SAMPLE_RATE))):
        _add(out, int(at), one(), dice.uniform(-0.85, 0.85))
    return out


def _outdoors(dry: np.ndarray, dice: np.random.Generator, seconds: float, wet: float = 0.7) -> np.ndarray:
    """`dry` with the answer of a space that rings for `seconds`."""
    answer = reverberated(dry, room(seconds, 5000, int(dice.integers(2**31)), 0.02))
    return dry + wet * answer[: len(dry)]


LAYERS: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "wind": _wind(110, 900, 0.22, 0.6), "breeze": _wind(180, 1500, 0.3, 0.45), "gale": _wind(90, 1400, 0.35, 0.7),
    "leaves": _wind(900, 5200, 0.35, 0.6), "sand": _wind(2200, 7000, 0.3, 0.8), "insects": _wind(3200, 5600, 0.2, 0.5),
    "room": _steady(60, 420), "hall": _steady(110, 1400, 0.15, 0.15), "hollow": _steady(70, 260, 0.35, 0.15),
    "snow": _steady(200, 1100, 0.3, 0.15), "fog": _steady(90, 600, 0.25, 0.12),
    "waves": _waves(7.0, 0.8, 0.8), "swell": _waves(9.0, 0.3, 0.7), "lapping": lapping, "river": river,
    "rain": rain, "drops": drops, "thunder": thunder, "hum": hum, "traffic": traffic, "drone": drone, "fire": fire, "simmer": simmer,
    "birds": birds, "gulls": gulls, "owl": owl, "crickets": crickets, "drips": drips, "rigging": rigging, "clock": clock,
    "boards": _seldom(_board, 0.28, 0.6), "pages": _seldom(_page, 0.16, 0.7), "bench": _seldom(_tool, 0.35, 0.5), "stars": _seldom(_star, 0.3, 2.5),
    "rustling": _seldom(_page, 0.35, 1.4), "passers": _seldom(_shoe, 0.22, 0.9),
}  # fmt: skip
