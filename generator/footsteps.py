"""One step of one foot, by who walks and on what: a mouse patters, a bear thuds, hooves clop, a robot clanks. Mono at 44.1 kHz, 1 = full."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generator.acoustics import decibels
from generator.strokes import grained, lay, puff, ringing
from storyboard.effects import Ground
from storyboard.look import BIRDS, Build, Kind, Look
from storyboard.sound import SAMPLE_RATE

HOOVED = frozenset({Kind.HORSE, Kind.DONKEY, Kind.SHEEP, Kind.GOAT, Kind.PIG})
WEIGHTS: dict[Kind, float] = {  # 0 a mouse, 1 a bear or more
    Kind.MOUSE: 0.0, Kind.BIRD: 0.02, Kind.FROG: 0.08, Kind.CROW: 0.06, Kind.RABBIT: 0.14, Kind.CAT: 0.1, Kind.FOX: 0.22, Kind.EAGLE: 0.16, Kind.STORK: 0.14,
    Kind.TORTOISE: 0.3, Kind.DOG: 0.3, Kind.GIRL: 0.34, Kind.BOY: 0.36, Kind.SHEEP: 0.4, Kind.GOAT: 0.4, Kind.PIG: 0.46, Kind.OLD_WOMAN: 0.42, Kind.WOLF: 0.42,
    Kind.WOMAN: 0.46, Kind.OLD_MAN: 0.48, Kind.MAN: 0.56, Kind.DONKEY: 0.62, Kind.LION: 0.66, Kind.ROBOT: 0.7, Kind.HORSE: 0.8, Kind.DRAGON: 0.92, Kind.BEAR: 0.95,
    Kind.GIANT: 1.25,
}  # fmt: skip
BUILDS = {Build.SMALL: -0.12, Build.SLIM: -0.05, Build.PLAIN: 0.0, Build.TALL: 0.08, Build.ROUND: 0.12}
SHOD = frozenset({Kind.MAN, Kind.WOMAN, Kind.BOY, Kind.GIRL, Kind.OLD_MAN, Kind.OLD_WOMAN, Kind.GIANT})  # who has heels


class Floor(NamedTuple):
    """What a ground answers: noise between two frequencies that rises and dies in these times; how much of the body's thump it gives back, what it
    rings at (Hz, seconds, level), how many grains the noise breaks into (a second; 0: none), and its level in dB."""

    low: float
    high: float
    rise_s: float
    life_s: float
    thump: float
    rings: tuple[tuple[float, float, float], ...] = ()
    grains: float = 0.0
    gain_db: float = 0.0


FLOORS: dict[Ground, Floor] = {
    Ground.GRASS: Floor(700, 4200, 0.014, 0.045, 0.5, (), 900, -3.0),
    Ground.EARTH: Floor(350, 3400, 0.008, 0.04, 0.7, (), 420, -1.0),
    Ground.WOOD: Floor(500, 2600, 0.002, 0.012, 1.0, ((118, 0.05, 0.8), (196, 0.04, 0.6), (331, 0.025, 0.4), (610, 0.012, 0.22)), 0.0, 0.0),
    Ground.STONE: Floor(900, 5200, 0.001, 0.01, 0.55, ((420, 0.012, 0.3), (1280, 0.006, 0.2)), 0.0, 0.0),
    Ground.SNOW: Floor(900, 5600, 0.03, 0.07, 0.45, (), 1500, 0.0),
    Ground.SAND: Floor(350, 3000, 0.02, 0.06, 0.4, (), 2600, -2.0),
    Ground.CLOUD: Floor(150, 900, 0.03, 0.08, 0.3, (), 0.0, -9.0),
}


def weight(look: Look) -> float:
    """From 0, a mouse, to over 1, a giant."""
    return max(0.0, WEIGHTS.get(look.kind, 0.45) + BUILDS[look.build])


def step(look: Look, ground: Ground, force: float, wet: bool, dice: np.random.Generator) -> np.ndarray:
    """A foot that comes down with a force of 0 (on tiptoe) to 1 (a run); no two are alike."""
    heavy, floor = weight(look), FLOORS[ground]
    out = np.zeros(SAMPLE_RATE)
    parts = [(0.0, 1.0, 1.0)]
    if look.kind in SHOD and force < 0.9:  # heel, then ball
        parts = [(0.0, 1.0, 1.0), ((0.055 + 0.05 * heavy) * dice.uniform(0.85, 1.2), 0.55, 1.35)]
    elif look.kind in (Kind.BEAR, Kind.TORTOISE, Kind.DRAGON, Kind.GIANT):
        parts = [(0.0, 1.0, 1.0), (0.05 * dice.uniform(0.8, 1.3), 0.7, 1.2)]
    for at, size, bright in parts:
        lay(out, at, size * _touch(heavy, floor, bright * dice.uniform(0.92, 1.08), dice))
    if look.kind in HOOVED:
        lay(out, 0.0, _clop(heavy, ground, dice))
    if look.kind is Kind.ROBOT:
        lay(out, 0.0, 0.5 * ringing(((740, 0.05, 0.5), (1130, 0.04, 0.4), (1890, 0.025, 0.3)), dice))
    if look.kind in BIRDS:
        lay(out, 0.0, 0.35 * puff(1800, 6500, 0.001, 0.006, dice))
    if wet and ground not in (Ground.SNOW, Ground.CLOUD):
        lay(out, 0.01, (0.25 + 0.4 * heavy) * puff(600, 4800, 0.006, 0.05, dice))
    level_db = -25.0 + 15.0 * min(heavy, 1.2) ** 0.8 + 9.0 * (min(force, 1.1) - 0.6) + floor.gain_db + dice.uniform(-1.5, 1.5)
    return out * decibels(level_db) / max(np.abs(out).max(), 1e-9)


def _touch(heavy: float, floor: Floor, bright: float, dice: np.random.Generator) -> np.ndarray:
    """One part of a foot on a floor: the body's thump, the floor's noise, what rings under it."""
    out = np.zeros(int(0.9 * SAMPLE_RATE))
    slow = 0.7 + 0.8 * heavy
    noise = puff(floor.low * (1.5 - 0.6 * min(heavy, 1)), floor.high * bright, floor.rise_s * slow, floor.life_s * slow, dice)
    if floor.grains:
        noise = grained(noise, floor.grains * (1.3 - 0.5 * min(heavy, 1)), dice)
    lay(out, 0.0, noise)
    thump = ringing(((150 - 88 * min(heavy, 1.0), 0.02 + 0.04 * heavy, 1.0),), dice)
    lay(out, 0.004, (0.25 + 1.5 * heavy) * floor.thump * thump)
    if floor.rings:
        lay(out, 0.0, (0.35 + 0.9 * heavy) * ringing(tuple((hz * (1.35 - 0.4 * min(heavy, 1)), life, size) for hz, life, size in floor.rings), dice))
    return out


def _clop(heavy: float, ground: Ground, dice: np.random.Generator) -> np.ndarray:
    hard = {Ground.STONE: 1.0, Ground.WOOD: 0.9}.get(ground, 0.3)
    first = (980 - 380 * min(heavy, 1)) * dice.uniform(0.94, 1.06)
    return hard * 1.6 * ringing(((first, 0.018, 1.0), (first * 1.83, 0.009, 0.5), (first * 0.42, 0.02, 0.5)), dice)
