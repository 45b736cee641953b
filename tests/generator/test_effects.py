"""Effects: made when they are drawn, by who makes them and on what; no clicks, no silence, the same bytes."""

from __future__ import annotations

import numpy as np
import pytest

from generator import effect_synth
from generator.footsteps import step
from generator.rig import Rig
from generator.world.heard import events
from generator.world.render import Shoot
from storyboard.effects import Effect, EffectParams, Ground
from storyboard.look import Build, Kind, Look
from storyboard.sound import SAMPLE_RATE
from storyboard.staging import Action, Facing, Place, Staging, Subject, Weather, Where


def staged(action: Action, kind: Kind = Kind.FOX, **more: object) -> Staging:
    subject = Subject(look=Look(kind=kind), action=action, facing=Facing.RIGHT, where=Where.LEFT)
    return Staging(**{"place": Place.COTTAGE, "frames": 48, "subjects": (subject,)} | more)


def acting(staging: Staging, **more: object) -> EffectParams:
    return EffectParams(**{"effect": Effect.ACTING, "ground": Ground.WOOD, "begin": 8, "frames": 80, "seed": 3, "seen": staging} | more)


def onsets(sound: np.ndarray) -> np.ndarray:
    """Seconds at which the sound begins to be loud."""
    power = np.square(sound).sum(axis=1)[: len(sound) // 441 * 441].reshape(-1, 441).mean(axis=1)
    loud = power > power.max() * 0.08
    return np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]])) / 100


@pytest.mark.parametrize("action", [Action.WALK, Action.RUN])
def test_a_step_falls_when_the_foot_does(action):
    staging = staged(action)
    shoot = Shoot(staging, (192, 108), scenery=False)
    feet = [next(pose.feet for _, pose in shoot.posed(frame)) for frame in range(staging.frames)]
    lands = [k for k in range(1, len(feet)) for i in (0, 1) if feet[k - 1][i][1] > 0.02 >= feet[k][i][1]]  # drawings in which a foot is down again
    heard = [one.seconds * 12 for one in events(staging) if one.what == "foot"]
    assert len(lands) >= 4
    assert all(k - 1 <= at <= k for at, k in zip(heard, lands, strict=False))  # a last short step may fall between two drawings
    begun = onsets(effect_synth.sound(acting(staging)))
    due = [at / 12 - 8 / 24 for at in heard if 8 / 24 <= at / 12 < 88 / 24]
    assert all(min(abs(begun - at)) < 0.02 for at in due)


def test_who_walks_is_heard():
    def sounded(kind: Kind, build: Build = Build.PLAIN) -> tuple[float, float]:
        sound = step(Look(kind=kind, build=build), Ground.WOOD, 0.6, False, np.random.default_rng(1))
        power = np.square(np.abs(np.fft.rfft(sound)))
        return float(np.square(sound).sum()), float((np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE) * power).sum() / power.sum())

    (mouse, high), (man, middle), (bear, low) = (sounded(kind) for kind in (Kind.MOUSE, Kind.MAN, Kind.BEAR))
    assert mouse < man < bear and high > middle > low


def test_a_step_moves_with_the_walker():
    found = [one for one in events(staged(Action.WALK)) if one.what == "foot"]
    assert found[0].pan < found[-1].pan - 0.3


@pytest.mark.parametrize("action", list(Action))
def test_every_action_can_be_heard(action):
    sound = effect_synth.sound(acting(staged(action, place=Place.FOREST), ground=Ground.EARTH))
    assert np.isfinite(sound).all() and np.abs(sound).max() < 1 and sound.shape[1] == 2


def test_lightning_is_followed_by_thunder():
    storm = staged(Action.STAND, place=Place.MOUNTAIN, weather=Weather.STORM, frames=64)
    assert [one.what for one in events(storm)] == ["thunder"]
    assert not events(staged(Action.STAND, place=Place.COTTAGE, weather=Weather.STORM, frames=64))


@pytest.mark.parametrize("effect", [one for one in Effect if one is not Effect.ACTING])
def test_every_effect_sounds_and_ends(effect):
    sound = effect_synth.sound(EffectParams(effect=effect, frames=48))
    assert -32 < 20 * np.log10(np.abs(sound).max()) <= -5 and np.isfinite(sound).all()
    assert np.abs(sound[[0, -1]]).max() < 0.002


def test_the_same_bytes(tmp_path):
    params = acting(staged(Action.RUN, Kind.BEAR))
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(effect_synth.make(params, {}, Rig(tmp_path / name)).path.read_bytes())
    assert made[0] == made[1]
