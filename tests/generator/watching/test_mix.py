"""The watcher hears what is wrong with a film's sound, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from generator import mix as maker
from generator import wav
from generator.rig import Rig
from generator.watching import mix as reader
from storyboard.sound import SAMPLE_RATE, MixParams, Placement, samples_of
from storyboard.take import Media
from storyboard.watching import Reading, WatchMixParams

FRAMES = 240
LINES = (Placement(role="voice", index=0, start_frame=48, frames=48), Placement(role="narration", index=0, start_frame=144, frames=48))
Read = Callable[[np.ndarray], Reading]


def talking(seed: int) -> np.ndarray:
    """Two seconds of something like speech: a buzz that changes, in syllables."""
    dice, at = np.random.default_rng(seed), np.arange(samples_of(48)) / SAMPLE_RATE
    hz = np.interp(at, np.arange(9) / 4, dice.uniform(120, 220, 9))
    buzz = sum(np.sin(k * 2 * np.pi * np.cumsum(hz) / SAMPLE_RATE) * dice.uniform(0.2, 1) / k for k in range(1, 20))
    return 0.2 * buzz * np.clip(np.sin(2 * np.pi * 3 * at), 0, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[Media, ...]], np.ndarray]:
    """What is mixed, and the mix [n, 2]."""
    folder, dice = tmp_path_factory.mktemp("mix"), np.random.default_rng(0)
    music = wav.write(folder / "music.wav", 0.1 * np.sin(2 * np.pi * 330 * np.arange(samples_of(FRAMES)) / SAMPLE_RATE))
    air = wav.write(folder / "air.wav", 0.02 * dice.standard_normal((samples_of(FRAMES), 2)))
    inputs = {"voice": (wav.write(folder / "a.wav", talking(1)),), "narration": (wav.write(folder / "b.wav", talking(2)),), "music": (music,), "ambience": (air,)}
    rest = (Placement(role="music", frames=FRAMES), Placement(role="ambience", frames=FRAMES))
    return inputs, wav.read(maker.make(MixParams(total_frames=FRAMES, placements=LINES + rest), inputs, Rig(folder)).path).copy()


@pytest.fixture
def read(tmp_path: Path, made) -> Read:
    def _read(samples: np.ndarray) -> Reading:
        params = WatchMixParams(total_frames=FRAMES, lufs=-16, peak_dbtp=-1, placements=LINES)
        return reader.read(params, {**made[0], "mix": (wav.write(tmp_path / "mix.wav", samples),)}, Rig(tmp_path))

    return _read


def wrong(found: Reading) -> set[str]:
    return {one.unit for one in found.checks if not one.holds}


def test_a_mix_as_it_was_made_has_nothing_wrong_with_it(read: Read, made):
    assert wrong(read(made[1])) == set()


@pytest.mark.parametrize("late_ms", [80, 160, -320])
def test_a_line_beside_its_place_is_told_to_the_millisecond(read: Read, made, late_ms: int):
    inputs, samples = made
    voice, at, late = wav.read(inputs["voice"][0].path)[:, 0], samples_of(48), late_ms * SAMPLE_RATE // 1000
    gain = float(samples[at : at + len(voice), 0] @ voice / (voice @ voice))
    moved = samples.copy()
    moved[at : at + len(voice)] -= gain * voice[:, None]
    moved[at + late : at + late + len(voice)] += gain * voice[:, None]
    found = next(one for one in read(moved).checks if one.unit == reader.LATE.unit and not one.holds)
    assert found.value == pytest.approx(abs(late_ms), abs=1) and found.at == (48, 96) and ("early" in found.words) == (late_ms < 0)


def test_a_line_that_is_missing_is_told(read: Read, made):
    samples = made[1]
    gone = samples.copy()
    gone[samples_of(144) : samples_of(192)] = 0.01 * np.random.default_rng(3).standard_normal((samples_of(48), 2))
    found = [one for one in read(gone).checks if one.unit == reader.HEARD.unit and not one.holds]
    assert [one.at for one in found] == [(144, 192)] and "not heard" in found[0].words


@pytest.mark.parametrize(("fault", "told"), [
    (lambda x: x * 10 ** (-3 / 20), reader.LOUD), (lambda x: np.clip(2 * x, -1, 1), reader.PEAK), (lambda x: np.clip(x, -0.3, 0.3), reader.FLAT),
    (lambda x: np.where((np.arange(len(x)) == 99_000)[:, None], 0.9, x), reader.CLICK),
    (lambda x: np.where((np.arange(len(x)) // SAMPLE_RATE == 4)[:, None] | (np.arange(len(x)) // SAMPLE_RATE == 5)[:, None], 0.0, x), reader.SILENT),
])  # fmt: skip
def test_faults_of_the_whole_are_told(read: Read, made, fault, told):
    assert told.unit in wrong(read(fault(made[1])))
