"""The air of a scene: every place in every weather sounds, none clicks or clips, and no two are alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from generator import wav
from generator.ambience_synth import LAYERS, PLACES, WEATHERS, air, layers, make
from generator.loudness import loudness
from generator.rig import Rig
from storyboard.sound import AmbienceParams, samples_of
from storyboard.staging import Hour, Place, Weather

ROOT = Path(__file__).resolve().parents[2]


def params(place: Place, hour: Hour = Hour.DAY, weather: Weather = Weather.CLEAR, frames: int = 24, seed: int = 0) -> AmbienceParams:
    return AmbienceParams(place=place, hour=hour, weather=weather, frames=frames, seed=seed)


def names(*scene: object) -> set[str]:
    return {name for name, _, _ in layers(params(*scene))}


def test_the_tables_are_whole():
    assert set(PLACES) == set(Place) and set(WEATHERS) == set(Weather)
    for place in Place:
        for hour in Hour:
            for weather in Weather:
                found = [name for name, _, _ in layers(params(place, hour, weather))]
                assert found and set(found) <= set(LAYERS) and len(found) == len(set(found))


@pytest.mark.parametrize("place", Place)
def test_every_weather_sounds(place):
    for weather in Weather:
        sound = air(params(place, Hour.NIGHT if weather is Weather.CLOUDY else Hour.DAY, weather))
        assert sound.shape == (samples_of(24), 2) and np.isfinite(sound).all()
        assert -55 < loudness(sound) < -15
        assert np.abs(sound).max() < 0.65
        assert np.abs(sound[[0, -1]]).max() < 1e-3
        assert np.abs(np.diff(sound, axis=0)).max() < 0.45


def test_the_living_keep_their_hours():
    assert "birds" in names(Place.FOREST, Hour.DAWN) and "crickets" not in names(Place.FOREST, Hour.DAWN)
    assert "crickets" in names(Place.MEADOW, Hour.NIGHT) and "birds" not in names(Place.MEADOW, Hour.NIGHT)
    assert not {"birds", "crickets"} & names(Place.FOREST, Hour.NIGHT, Weather.STORM)
    assert "thunder" in names(Place.SEA, Hour.DAY, Weather.STORM)
    assert names(Place.SPACE, Hour.DAY, Weather.STORM) == {"drone", "stars"}
    assert {"fire", "rain"} <= names(Place.COTTAGE, Hour.NIGHT, Weather.RAIN)


def test_walls_muffle_the_weather():
    def bright(place: Place) -> float:
        power = np.square(np.abs(np.fft.rfft(air(params(place, weather=Weather.RAIN))[:, 0])))
        return float(power[3000:].sum() / power.sum())

    assert bright(Place.STAGE) < 0.3 * bright(Place.CASTLE)


def test_places_differ():
    shapes = []
    for place in Place:
        power = np.square(np.abs(np.fft.rfft(air(params(place)).mean(axis=1))))[: 1 << 14]
        bands = np.log10([part.sum() + 1e-9 for part in np.split(power, 2 ** np.arange(5, 14))])
        shapes.append(bands)
    apart = [np.abs(a - b).max() for k, a in enumerate(shapes) for b in shapes[:k]]
    assert min(apart) > 0.05


def test_nothing_loops():
    sound = air(params(Place.SEASHORE, frames=96))[:, 0]
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: len(sound)]
    assert np.abs(likeness[22050:]).max() < 0.2 * likeness[0]


def test_same_bytes_in_any_process_and_seeds_differ(tmp_path):
    wanted = params(Place.COTTAGE, Hour.NIGHT, Weather.STORM, seed=2**62)
    media = make(wanted, {}, Rig(tmp_path))
    assert (media.frames, media.rate, wav.read(media.path).shape) == (samples_of(24), "44100", (samples_of(24), 2))
    code = (
        "import sys; from pathlib import Path; from generator.ambience_synth import make; from generator.rig import Rig;"
        "from storyboard.sound import AmbienceParams as P; make(P.model_validate_json(sys.argv[1]), {}, Rig(Path(sys.argv[2])))"
    )
    other = tmp_path / "other"
    other.mkdir()
    subprocess.run([sys.executable, "-c", code, wanted.model_dump_json(), str(other)], cwd=ROOT, check=True)
    assert (other / "ambience.wav").read_bytes() == media.path.read_bytes()
    assert not np.array_equal(air(wanted), air(wanted.model_copy(update={"seed": 1})))


@pytest.mark.parametrize("frames", [1, 2])
def test_a_moment_is_enough(frames):
    for place in (Place.FOREST, Place.SEA, Place.CAVE, Place.LIBRARY):
        assert air(params(place, weather=Weather.STORM, frames=frames)).shape == (samples_of(frames), 2)


