"""Effects, synthesised: what is done in a shot, each sound when it is drawn; and single sounds by name."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from generator import wav
from generator.acoustics import decibels, faded, softened
from generator.ambience_synth import LAYERS, SPARSE, at_level
from generator.effect_sounds import LAYERED, ROUNDS, SOUNDS, at_peak, bite, blow, breath, chew, cloth, flap, spadeful, stirred, thunder
from generator.footsteps import step, weight
from generator.strokes import lay, puff
from generator.tracks import panned
from storyboard.effects import Effect, EffectParams
from storyboard.look import Kind, Look
from storyboard.sound import SAMPLE_RATE, STORY_RATE, samples_of
from storyboard.staging import Staging
from storyboard.take import Media

EDGE_S = 0.004
RINGS_S = 6.0  # the most that a sound goes on after what it is of
LATEST_S, EARLY = 8, SAMPLE_RATE // 50  # how late such a one may begin; samples kept before it does
SINGLE_S = 4.0  # how long what an ambience has too is heard, when nothing says
BYSTANDER = Look(kind=Kind.MAN)  # who goes by out of sight
DONE: dict[str, tuple[Callable[[np.random.Generator], np.ndarray], float]] = {  # besides feet: what makes it, and its peak in dBFS at full force
    "strike": (blow, -9), "dig": (spadeful, -12), "stir": (stirred, -16), "bite": (bite, -14), "chew": (chew, -19), "hand": (cloth, -16), "rise": (cloth, -15),
    "breath": (breath, -13), "flap": (flap, -13), "thunder": (thunder, -18),
}  # fmt: skip


def make(params: EffectParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Write the effect as a stereo wav, as long as it rings. Takes no inputs. Raises NoRoom."""
    return wav.write(rig.scratch / "effect.wav", sound(params).astype(np.float32))


def sound(params: EffectParams) -> np.ndarray:
    """(samples, 2) in -1..1, faded at both ends."""
    found = acting(params, params.seen) if params.effect is Effect.ACTING and params.seen is not None else single(params)
    return faded(np.clip(found, -0.98, 0.98), EDGE_S if params.effect is not Effect.RAIN else 0.1, 0.03)


def acting(params: EffectParams, seen: Staging) -> np.ndarray:
    """What those in a shot do, from frame `begin` of its clip on, as long as the shot is and what it leaves ringing."""
    from generator.world.heard import events  # the drawn world is read only where somebody acts

    start, stop = params.begin / STORY_RATE, (params.begin + params.frames) / STORY_RATE
    out, last = np.zeros((samples_of(params.frames) + int(RINGS_S * SAMPLE_RATE), 2)), SAMPLE_RATE // 10
    for number, event in enumerate(events(seen)):
        if not start <= event.seconds < stop:
            continue
        dice = np.random.default_rng([params.seed, number, zlib.crc32(event.what.encode())])
        look = seen.subjects[event.slot].look if event.slot >= 0 else BYSTANDER
        heard = done(params, event.what, event.force, look, dice) * decibels(event.gain_db)
        both = panned(heard if heard.ndim == 2 else heard[:, None], event.pan)
        at = round((event.seconds - start) * SAMPLE_RATE)
        both = both[: len(out) - at]
        out[at : at + len(both)] += both
        last = max(last, at + len(both))
    return out[:last]


def done(params: EffectParams, what: str, force: float, look: Look, dice: np.random.Generator) -> np.ndarray:
    """One thing that somebody does."""
    if what == "foot":
        return step(look, params.ground, force, params.wet, dice)
    if what == "land":
        out = step(look, params.ground, 1.0, params.wet, dice)
        lay(out, 0.02 * dice.uniform(0.6, 1.4), 0.8 * step(look, params.ground, 1.0, params.wet, dice))
        return 1.25 * out
    if what == "hop":
        return 0.6 * step(look, params.ground, 0.5, params.wet, dice)
    if what == "seat":
        out = np.pad(at_peak(cloth(dice), -22), (0, SAMPLE_RATE))
        lay(out, 0.0, 0.9 * step(look, params.ground, 0.7, False, dice))
        return out
    if what == "drag":
        return at_peak(puff(160, 1700, 0.16, 0.11, dice), -26 + 8 * force * min(weight(look) + 0.4, 1.2))
    make_one, peak_db = DONE[what]
    return at_peak(make_one(dice), peak_db + 20 * np.log10(max(force, 0.05)))


def single(params: EffectParams) -> np.ndarray:
    """A sound by name; what lasts fills its frames."""
    dice = np.random.default_rng([params.seed, zlib.crc32(params.effect.value.encode())])
    seconds = params.frames / STORY_RATE
    if params.effect in SOUNDS:
        made, peak_db = SOUNDS[params.effect]
        return _both(at_peak(made(dice), peak_db))
    if params.effect in LAYERED:
        name, level_db = LAYERED[params.effect]
        count = int((seconds or SINGLE_S) * SAMPLE_RATE)
        layer = softened(at_level(LAYERS[name](count + LATEST_S * SAMPLE_RATE, dice), level_db, name in SPARSE), 0.12, 0.25)
        first = int(np.argmax(np.abs(layer).max(axis=1) > 0.05 * np.abs(layer).max()))  # a bird may take its time in an ambience
        return layer[max(0, min(first - EARLY, LATEST_S * SAMPLE_RATE)) :][:count]
    if params.effect is Effect.STEPS:
        return _both(_rounds(lambda: step(BYSTANDER, params.ground, 0.6, params.wet, dice), 0.52, int((seconds or SINGLE_S) / 0.52), dice))
    made, peak_db, apart_s, count = ROUNDS[params.effect]
    return _both(_rounds(lambda: at_peak(made(dice), peak_db + dice.uniform(-2, 0)), apart_s, count or max(1, int(seconds / apart_s)), dice))


def _rounds(one: Callable[[], np.ndarray], apart_s: float, count: int, dice: np.random.Generator) -> np.ndarray:
    """A sound again and again, never quite alike."""
    out, last = np.zeros(int((count * apart_s + 3.0) * SAMPLE_RATE)), 0
    for k in range(count):
        heard, at = one(), (k + dice.uniform(-0.04, 0.04) * (k > 0)) * apart_s
        lay(out, at, heard)
        last = max(last, int(at * SAMPLE_RATE) + len(heard))
    return out[:last]


def _both(sound: np.ndarray) -> np.ndarray:
    return np.stack([sound, sound], axis=1) * np.sqrt(0.5) if sound.ndim == 1 else sound
