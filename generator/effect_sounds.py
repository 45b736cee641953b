"""Effects that are heard for once, each a function of the dice: samples (n,) or (n, 2) at 44.1 kHz, at the level they have in a film."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from generator.acoustics import band, coloured, decibels, filtered, reverberated, rms, room, slow
from generator.strokes import grained, lay, puff, ringing
from storyboard.effects import Effect
from storyboard.sound import SAMPLE_RATE

Dice = np.random.Generator


def empty(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * SAMPLE_RATE))


def clock_s(seconds: float) -> np.ndarray:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def swelling(seconds: float, low: float, high: float, top: float, dice: Dice) -> np.ndarray:
    """Noise that rises to its height at a share `top` of its time and falls again."""
    x = clock_s(seconds) / seconds
    shape = np.where(x < top, (x / top) ** 2, ((1 - x) / (1 - top)) ** 1.6)
    sound = filtered(dice.standard_normal(len(x)), band(low, high, 1))
    return sound / max(np.abs(sound).max(), 1e-9) * shape


def knock(dice: Dice) -> np.ndarray:
    out = empty(1.6)
    for k in range(3):
        at = 0.02 + k * 0.24 * dice.uniform(0.92, 1.08)
        blow = ringing(((172, 0.03, 1.0), (318, 0.022, 0.7), (540, 0.012, 0.4), (1150, 0.005, 0.3)), dice)
        lay(out, at, dice.uniform(0.75, 1) * (blow + 0.0))
        lay(out, at, 0.5 * puff(700, 3200, 0.0008, 0.006, dice))
    return in_room(out, 0.35, 0.25, dice)


def door(dice: Dice) -> np.ndarray:
    """A latch, a hinge, and the door that falls shut."""
    out = empty(2.6)
    lay(out, 0.02, 0.3 * ringing(((1900, 0.01, 1.0), (3100, 0.006, 0.6), (720, 0.012, 0.6)), dice))
    lay(out, 0.12, 0.32 * groan(0.9, 210, 330, dice))
    lay(out, 1.25, ringing(((78, 0.09, 1.0), (141, 0.06, 0.7), (232, 0.035, 0.5)), dice))
    lay(out, 1.25, 0.7 * puff(180, 2400, 0.001, 0.03, dice))
    lay(out, 1.33, 0.25 * ringing(((2100, 0.012, 1.0), (1300, 0.012, 0.6)), dice))
    return in_room(out, 0.5, 0.3, dice)


def groan(seconds: float, low: float, high: float, dice: Dice) -> np.ndarray:
    """Wood on wood that sticks and slips: a pulse train of wandering pitch through two resonances."""
    t = clock_s(seconds)
    hz = 14 + 26 * np.sin(np.pi * t / seconds) ** 2 * (1 + 0.25 * slow(len(t), 5, dice))
    phase = np.cumsum(np.maximum(hz, 5)) / SAMPLE_RATE
    slips = np.diff(np.floor(phase), prepend=0.0) * dice.uniform(0.5, 1, len(t))
    sound = sum(filtered(slips, band(c * 0.93, c * 1.07, 1)) / k for k, c in enumerate((low * 2, high * 3, high * 5.3), 1))
    sound = sound + 0.02 * np.abs(slips).max() * filtered(dice.standard_normal(len(t)), band(low, 3 * high, 1))
    return sound / max(np.abs(sound).max(), 1e-9) * np.sin(np.pi * t / seconds) ** 0.7


def creak(dice: Dice) -> np.ndarray:
    out = empty(1.7)
    lay(out, 0.02, 0.8 * groan(1.1, 190 * dice.uniform(0.9, 1.1), 300, dice))
    return in_room(out, 0.4, 0.3, dice)


def bell(dice: Dice) -> np.ndarray:
    """A hand bell, shaken three times."""
    out = empty(2.4)
    for k in range(4):
        modes = tuple((1460 * r, 0.5 / r, a) for r, a in ((1, 1.0), (1.02, 0.6), (2.63, 0.5), (4.9, 0.25)))
        lay(out, 0.02 + k * 0.2 * dice.uniform(0.93, 1.07), dice.uniform(0.5, 1.0) * ringing(modes, np.random.default_rng(7)))
    return in_room(out, 0.6, 0.3, dice)


def toll(dice: Dice) -> np.ndarray:
    """A church bell, two strokes: hum, prime, minor third, fifth, nominal."""
    out = empty(6.5)
    for at in (0.02, 2.4):
        lay(out, at, ringing(tuple((196 * r, life, a) for r, life, a in ((0.5, 1.0, 0.6), (1, 0.8, 0.9), (1.19, 0.6, 0.8), (1.5, 0.35, 0.4), (2, 0.4, 0.7), (3.01, 0.2, 0.3))), dice))
    return in_room(filtered(out, band(80, 2600, 1)), 2.4, 0.7, dice)


def splash(dice: Dice) -> np.ndarray:
    out = empty(1.8)
    lay(out, 0.01, 0.9 * ringing(((92, 0.06, 1.0),), dice))
    lay(out, 0.01, puff(300, 3600, 0.012, 0.16, dice))
    lay(out, 0.1, 0.55 * grained(puff(900, 6500, 0.05, 0.26, dice), 260, dice))
    for _ in range(14):
        lay(out, dice.uniform(0.15, 1.1), dice.uniform(0.05, 0.22) * blip(dice.uniform(500, 1700), dice))
    return in_room(out, 0.8, 0.2, dice)


def blip(hz: float, dice: Dice) -> np.ndarray:
    """A bubble: a tone that rises as it dies."""
    t, life = clock_s(0.14), dice.uniform(0.012, 0.03)
    return np.sin(2 * np.pi * hz * (t + 2.2 * t * t)) * (1 - np.exp(-t / 0.002)) * np.exp(-t / life) * (1 - t / t[-1])


def drip(dice: Dice) -> np.ndarray:
    out = empty(2.6)
    for k in range(3):
        lay(out, 0.02 + k * 0.62 * dice.uniform(0.85, 1.15), dice.uniform(0.6, 1) * blip(dice.uniform(760, 1300), dice))
    return in_room(out, 1.6, 0.6, dice)


def gust(dice: Dice) -> np.ndarray:
    dark, bright = (np.stack([swelling(3.6, low, high, 0.42, dice) for _ in range(2)], axis=1) for low, high in ((110, 520), (420, 1900)))
    return dark + 0.35 * bright * np.abs(bright) ** 0.2


def rustle(dice: Dice) -> np.ndarray:
    out = np.zeros((int(0.9 * SAMPLE_RATE), 2))
    for side in range(2):
        for at, size in ((0.0, 0.8), (0.22, 1.0), (0.42, 0.5)):
            lay(out[:, side], at + dice.uniform(0, 0.03), size * grained(puff(1500, 7500, 0.05, 0.06, dice), 700, dice))
    return out


def cloth(dice: Dice) -> np.ndarray:
    out = empty(0.6)
    lay(out, 0.0, 0.7 * grained(puff(500, 3800, 0.04, 0.05, dice), 2200, dice))
    lay(out, 0.17, grained(puff(700, 4600, 0.03, 0.045, dice), 2600, dice))
    return out


def thunder(dice: Dice) -> np.ndarray:
    """A crack, then lumps that roll away."""
    out = np.zeros((int(5.5 * SAMPLE_RATE), 2))
    for side in range(2):
        shape, t = np.zeros(len(out)), np.arange(len(out)) / SAMPLE_RATE
        for at, size, life in ((0.0, 1.0, 0.25), *((dice.uniform(0.2, 2.6), dice.uniform(0.25, 0.7), dice.uniform(0.3, 0.8)) for _ in range(7))):
            late = np.maximum(t - at, 0)
            shape += size * (1 - np.exp(-late / 0.04)) * np.exp(-late / life)
        deep = filtered(coloured(len(out), 1.2, dice), band(38, 340, 1))
        out[:, side] = deep / rms(deep) * np.minimum(shape, 1.4) * np.minimum((t[-1] - t) / 0.8, 1)
        lay(out[:, side], 0.02, 1.1 * filtered(grained(puff(220, 3000, 0.01, 0.2, dice), 240, dice), band(150, 2600, 1)))
    return out


def whoosh(dice: Dice) -> np.ndarray:
    t = clock_s(0.55)
    x = t / t[-1]
    sides = np.stack([np.sqrt(1 - x), np.sqrt(x)], axis=1)
    return (swelling(0.55, 350, 1600, 0.5, dice)[: len(t)] + 0.6 * swelling(0.55, 1400, 4200, 0.55, dice)[: len(t)])[:, None] * sides


def thud(dice: Dice) -> np.ndarray:
    out = empty(0.9)
    lay(out, 0.0, ringing(((58, 0.09, 1.0), (103, 0.05, 0.6)), dice))
    lay(out, 0.0, 0.4 * puff(150, 1500, 0.002, 0.035, dice))
    return in_room(out, 0.35, 0.2, dice)


def crash(dice: Dice) -> np.ndarray:
    out = empty(1.8)
    lay(out, 0.0, 0.8 * puff(500, 6000, 0.001, 0.05, dice))
    for _ in range(26):
        at, hz = dice.gamma(1.4, 0.14), dice.uniform(1300, 5200)
        lay(out, min(at, 1.3), dice.uniform(0.1, 0.5) * np.exp(-at) * ringing(((hz, 0.03, 1.0), (hz * 1.47, 0.018, 0.6)), dice))
    return in_room(out, 0.5, 0.25, dice)


def clink(dice: Dice) -> np.ndarray:
    out = empty(0.9)
    for k in range(3):
        hz = dice.uniform(2500, 4300)
        lay(out, 0.01 + 0.1 * k * dice.uniform(0.8, 1.3), dice.uniform(0.5, 1) * ringing(((hz, 0.07, 1.0), (hz * 1.62, 0.04, 0.5), (hz * 0.53, 0.03, 0.2)), dice))
    return in_room(out, 0.4, 0.2, dice)


def blow(dice: Dice) -> np.ndarray:
    """A hammer on a nail in wood."""
    out = empty(0.5)
    lay(out, 0.0, ringing(((165, 0.025, 1.0), (410, 0.015, 0.6)), dice))
    lay(out, 0.0, 0.45 * ringing(((2350, 0.035, 1.0), (3720, 0.022, 0.6)), dice))
    lay(out, 0.0, 0.4 * puff(900, 4200, 0.0006, 0.006, dice))
    return out


def spadeful(dice: Dice) -> np.ndarray:
    """The spade goes in, the earth comes off."""
    out = empty(1.0)
    lay(out, 0.0, 0.8 * grained(puff(600, 4200, 0.02, 0.06, dice), 1800, dice))
    lay(out, 0.0, 0.7 * ringing(((88, 0.03, 1.0),), dice))
    lay(out, 0.42, 0.35 * grained(puff(300, 2600, 0.03, 0.08, dice), 500, dice))
    return out


def stirred(dice: Dice) -> np.ndarray:
    """A ladle once round a pot."""
    out = empty(0.9)
    lay(out, 0.0, 0.5 * swelling(0.7, 700, 2600, 0.5, dice))
    lay(out, dice.uniform(0.1, 0.4), 0.3 * ringing(((820, 0.05, 1.0), (1390, 0.03, 0.5)), dice))
    return out


def sawn(dice: Dice) -> np.ndarray:
    """One stroke."""
    t = clock_s(0.36)
    teeth = 0.5 + 0.5 * np.sin(2 * np.pi * np.cumsum(70 + 40 * np.sin(np.pi * t / t[-1])) / SAMPLE_RATE)
    return swelling(0.36, 500, 4200, 0.55, dice)[: len(t)] * teeth


def bite(dice: Dice) -> np.ndarray:
    out = empty(0.35)
    lay(out, 0.0, grained(puff(900, 5200, 0.004, 0.03, dice), 1100, dice))
    lay(out, 0.06, 0.5 * grained(puff(700, 3800, 0.006, 0.03, dice), 700, dice))
    return out


def chew(dice: Dice) -> np.ndarray:
    return grained(puff(350, 2200, 0.02, 0.035, dice), 600, dice)


def breath(dice: Dice) -> np.ndarray:
    """In, a soft snore; out, a sigh."""
    out = empty(2.2)
    drawn = swelling(0.9, 260, 900, 0.6, dice)
    t = np.arange(len(drawn)) / SAMPLE_RATE
    lay(out, 0.0, drawn * (0.55 + 0.45 * np.sign(np.sin(2 * np.pi * 24 * t)) * np.sin(2 * np.pi * 24 * t)))
    lay(out, 1.1, 0.5 * swelling(1.0, 400, 2200, 0.25, dice))
    return out


def beat(dice: Dice) -> np.ndarray:
    """A heart, once."""
    out = empty(0.5)
    lay(out, 0.0, ringing(((52, 0.05, 1.0), (84, 0.03, 0.4)), dice))
    lay(out, 0.2, 0.65 * ringing(((60, 0.04, 1.0), (96, 0.025, 0.4)), dice))
    return out


def flap(dice: Dice) -> np.ndarray:
    return swelling(0.22, 180, 1500, 0.35, dice)


def wings(dice: Dice) -> np.ndarray:
    out, at = empty(1.8), 0.0
    for k in range(9):
        lay(out, at, (1 - 0.08 * k) * flap(dice))
        at += 0.11 + 0.008 * k
    return out


def chime(dice: Dice) -> np.ndarray:
    """A run of small bells up a pentatonic scale."""
    out = np.zeros((int(3.4 * SAMPLE_RATE), 2))
    for k, note in enumerate((0, 2, 4, 7, 9, 12, 14, 16, 19, 24)):
        hz, pan = 1046.5 * 2 ** (note / 12), dice.uniform(0.2, 0.8)
        tone = dice.uniform(0.4, 0.9) * ringing(((hz, 0.5, 1.0), (hz * 2.76, 0.15, 0.3)), np.random.default_rng(3))
        for side, share in enumerate((1 - pan, pan)):
            lay(out[:, side], 0.01 + 0.07 * k + dice.uniform(0, 0.015), share * tone)
    return in_room(out, 1.6, 0.4, dice)


def tick(dice: Dice) -> np.ndarray:
    return ringing(((1650 * dice.uniform(0.97, 1.03), 0.009, 1.0), (2900, 0.005, 0.5)), dice)


def cog(dice: Dice) -> np.ndarray:
    return ringing(((980 * dice.uniform(0.85, 1.15), 0.008, 1.0), (2300, 0.006, 0.6), (310, 0.01, 0.5)), dice)


def whistle(dice: Dice) -> np.ndarray:
    out = empty(1.3)
    for at, hz, bend in ((0.02, 1250, 0.1), (0.45, 1680, -0.12)):
        t = clock_s(0.36)
        tone = np.sin(2 * np.pi * hz * (t + bend * t * t) + 0.02 * np.sin(2 * np.pi * 5.5 * t))
        lay(out, at, (tone + 0.03 * dice.standard_normal(len(t))) * np.sin(np.pi * t / t[-1]) ** 0.6)
    return in_room(out, 0.8, 0.3, dice)


def horn(dice: Dice) -> np.ndarray:
    t = clock_s(2.6)
    shape = np.minimum(t / 0.25, 1) * np.minimum((t[-1] - t) / 0.5, 1)
    tone = sum(np.sin(2 * np.pi * 92 * k * t + dice.uniform(0, 6)) * (1 + 0.15 * slow(len(t), 3, dice)) / k**1.3 for k in range(1, 9))
    return in_room(filtered(tone * shape, band(60, 900, 1)), 2.2, 0.7, dice)


def applause(dice: Dice) -> np.ndarray:
    out = np.zeros((int(3.4 * SAMPLE_RATE), 2))
    for _ in range(170):
        at = 2.9 * dice.beta(1.6, 2.0)
        clap, pan = dice.uniform(0.2, 1) * puff(700 * dice.uniform(0.8, 1.4), 3600, 0.001, dice.uniform(0.006, 0.014), dice), dice.uniform(0.1, 0.9)
        lay(out[:, 0], at, (1 - pan) * clap)
        lay(out[:, 1], at, pan * clap)
    return in_room(out, 0.9, 0.4, dice)


def pop(dice: Dice) -> np.ndarray:
    out = empty(0.3)
    t = clock_s(0.09)
    lay(out, 0.0, np.sin(2 * np.pi * (420 * t + 2600 * t * t)) * np.exp(-t / 0.018) * (1 - np.exp(-t / 0.001)) * (1 - t / t[-1]))
    return in_room(out, 0.3, 0.2, dice)


def croak(dice: Dice) -> np.ndarray:
    out = empty(1.2)
    for at, long in ((0.02, 0.16), (0.3, 0.28)):
        t = clock_s(long)
        pulses = np.maximum(0, np.sin(2 * np.pi * 46 * t)) ** 6
        tone = np.sin(2 * np.pi * 480 * t) + 0.6 * np.sin(2 * np.pi * 940 * t) + 0.3 * np.sin(2 * np.pi * 1650 * t)
        lay(out, at, tone * pulses * np.sin(np.pi * t / long) ** 0.5)
    return in_room(out, 0.6, 0.3, dice)


def wave_breaks(dice: Dice) -> np.ndarray:
    low, foam = (np.stack([swelling(5.0, a, b, top, dice) for _ in range(2)], axis=1) for a, b, top in ((80, 480, 0.4), (600, 5200, 0.52)))
    return low + 0.5 * foam


def in_room(dry: np.ndarray, seconds: float, wet: float, dice: Dice) -> np.ndarray:
    """The sound and what the space answers, (n, 2)."""
    both = np.stack([dry, dry], axis=1) if dry.ndim == 1 else dry
    answer = reverberated(both, room(seconds, 4200, int(dice.integers(2**31)), 0.008))
    out = np.pad(both, ((0, int(0.5 * seconds * SAMPLE_RATE)), (0, 0)))
    level = wet * rms(both) * np.sqrt(len(both)) / max(rms(answer) * np.sqrt(len(answer)), 1e-9)
    return out + level * answer[: len(out)]


SOUNDS: dict[Effect, tuple[Callable[[Dice], np.ndarray], float]] = {  # what makes it, and its peak in dBFS
    Effect.KNOCK: (knock, -12), Effect.DOOR: (door, -12), Effect.CREAK: (creak, -19), Effect.BELL: (bell, -17), Effect.TOLL: (toll, -15), Effect.SPLASH: (splash, -12),
    Effect.DRIP: (drip, -20), Effect.GUST: (gust, -16), Effect.RUSTLE: (rustle, -19), Effect.CLOTH: (cloth, -23), Effect.THUNDER: (thunder, -13),
    Effect.WHOOSH: (whoosh, -16), Effect.THUD: (thud, -12), Effect.CRASH: (crash, -13), Effect.CLINK: (clink, -20), Effect.WINGS: (wings, -18),
    Effect.CHIME: (chime, -17), Effect.WHISTLE: (whistle, -19), Effect.HORN: (horn, -14), Effect.APPLAUSE: (applause, -15), Effect.POP: (pop, -15),
    Effect.FROG: (croak, -18), Effect.WAVES: (wave_breaks, -15),
}  # fmt: skip
ROUNDS: dict[Effect, tuple[Callable[[Dice], np.ndarray], float, float, int]] = {  # one of many: what makes it, peak in dBFS, seconds between, how many (0: they last)
    Effect.HAMMER: (blow, -14, 0.55, 4), Effect.DIG: (spadeful, -17, 1.3, 2), Effect.SAW: (sawn, -19, 0.44, 6), Effect.CRUNCH: (bite, -19, 0.42, 3),
    Effect.SNORE: (breath, -22, 2.6, 0), Effect.HEART: (beat, -13, 0.85, 0), Effect.CLOCK: (tick, -22, 0.5, 0), Effect.GEARS: (cog, -23, 0.11, 0),
}  # fmt: skip
LAYERED = {Effect.FIRE: ("fire", -33.0), Effect.RAIN: ("rain", -30.0), Effect.BIRDS: ("birds", -38.0), Effect.OWL: ("owl", -38.0), Effect.GULLS: ("gulls", -38.0),
           Effect.CRICKETS: ("crickets", -37.0)}  # those an ambience has too, and their level in dBFS  # fmt: skip


def at_peak(sound: np.ndarray, peak_db: float) -> np.ndarray:
    return sound * (decibels(peak_db) / max(np.abs(sound).max(), 1e-9))
