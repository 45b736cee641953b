"""The mix: exact length, same bytes, loudness and true peak, ducking, placement, no clicks, bad inputs in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import resample_poly

from generator import mix, wav
from generator.loudness import loudness
from generator.rig import Rig
from generator.tracks import DESKS, Desktop
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, MixParams, Placement, samples_of
from storyboard.take import Media

FRAMES = 144  # six seconds


def speech(seconds: float, level: float = 0.2) -> np.ndarray:
    """Syllables: a buzz of harmonics, four bursts a second."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 14))
    return level * buzz * np.square(np.sin(np.pi * 4 * t)) ** 0.7


def tone(hz: float, seconds: float, level: float = 0.2) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * hz * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.stack([wave, wave], axis=1)


def hiss(seconds: float, level: float = 0.03, seed: int = 1) -> np.ndarray:
    return level * np.random.default_rng(seed).standard_normal((int(seconds * SAMPLE_RATE), 2))


def at(role: str, index: int = 0, start: int = 0, frames: int = 0, **more: float) -> Placement:
    return Placement(role=role, index=index, start_frame=start, frames=frames, **more)


def given(folder: Path, **sounds: list[np.ndarray]) -> dict[str, tuple[Media, ...]]:
    return {role: tuple(wav.write(folder / f"{role}{k}.wav", s) for k, s in enumerate(all_)) for role, all_ in sounds.items()}


@pytest.fixture
def film(tmp_path: Path) -> tuple[MixParams, dict[str, tuple[Media, ...]]]:
    """A line and a narration over music, two scenes of air and an effect with a sharp start."""
    knock = np.exp(-np.arange(4000) / 300) * np.random.default_rng(3).standard_normal(4000) * 0.3
    inputs = given(
        tmp_path,
        voice=[speech(1.5)],
        narration=[speech(1.0, 0.08)],
        music=[tone(440, 6.1)],
        ambience=[hiss(3.0), hiss(3.0, 0.05, 2)],
        effect=[knock],
    )
    placements = (
        at("voice", 0, 30, 36, pan=-0.4), at("narration", 0, 96, 24), at("music", 0, 0, FRAMES), at("effect", 0, 80, pan=0.7),
        at("ambience", 0, 0, 72), at("ambience", 1, 72, 72),
    )  # fmt: skip
    return MixParams(total_frames=FRAMES, placements=placements), inputs


def true_peak_db(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(resample_poly(samples.astype(np.float64), 8, 1, axis=0)).max()))


def rms_db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def made(params: MixParams, inputs: dict[str, tuple[Media, ...]], folder: Path) -> np.ndarray:
    folder.mkdir(exist_ok=True)
    return wav.read(mix.make(params, inputs, Rig(folder)).path)


def mixed(params: MixParams, inputs: dict[str, tuple[Media, ...]]) -> np.ndarray:
    """The balanced film before its final loudness."""
    return np.concatenate(list(Desktop(params, inputs)))


def test_length_bytes_loudness_and_peak(film, tmp_path):
    params, inputs = film
    first, second = tmp_path / "a", tmp_path / "b"
    sound = made(params, inputs, first)
    made(params, inputs, second)
    assert sound.shape == (samples_of(FRAMES), 2)
    assert (first / "mix.wav").read_bytes() == (second / "mix.wav").read_bytes()
    assert loudness(sound) == pytest.approx(-16.0, abs=0.3)
    assert true_peak_db(sound) <= -1.0
    assert np.isfinite(sound).all()


@pytest.mark.parametrize(("speech_db", "rest_db"), [(12, -24), (-24, 12), (-24, -24), (12, 12), (0, -9)])
def test_levels_change_the_balance_and_not_the_loudness(film, tmp_path, speech_db, rest_db):
    params, inputs = film
    gains = {"voice": speech_db, "narration": speech_db, "music": rest_db, "ambience": rest_db, "effect": rest_db}
    placements = tuple(p.model_copy(update={"gain_db": gains.get(p.role, 0)}) for p in params.placements)
    sound = made(params.model_copy(update={"placements": placements}), inputs, tmp_path / "a")
    assert loudness(sound) == pytest.approx(-16.0, abs=0.3)
    assert true_peak_db(sound) <= -1.0


def test_limiter_holds_a_low_ceiling(film, tmp_path):
    params, inputs = film
    sound = made(params.model_copy(update={"lufs": -15.0, "peak_dbtp": -6.0}), inputs, tmp_path / "a")
    assert true_peak_db(sound) <= -6.0
    assert loudness(sound) == pytest.approx(-15.0, abs=0.3)


def test_the_peak_wins_where_both_cannot_hold(tmp_path, caplog):
    inputs = given(tmp_path, music=[tone(440, 2)])
    params = MixParams(total_frames=48, placements=(at("music"),), lufs=-8, peak_dbtp=-12)
    assert true_peak_db(made(params, inputs, tmp_path / "a")) <= -12
    assert "LUFS" in caplog.text


def test_speech_pushes_music_and_air_down(tmp_path):
    quiet = given(tmp_path, voice=[speech(2.0)], music=[tone(3000, 6)], ambience=[tone(5000, 6)])
    alone = (at("music", 0, 0, FRAMES), at("ambience", 0, 0, FRAMES))
    talk = (at("voice", 0, 36, 48),)

    def level(hz: float, placements: tuple[Placement, ...]) -> tuple[float, float]:
        sound = mixed(MixParams(total_frames=FRAMES, placements=placements), quiet)[:, 0]
        return band_level(sound[int(1.8 * SAMPLE_RATE) :][:44100], hz), band_level(sound[int(5.75 * SAMPLE_RATE) :][:8820], hz)

    for hz, least in ((3000, 9), (5000, 6)):
        under, after = level(hz, alone + talk)
        plain, later = level(hz, alone)
        assert plain - under >= least
        assert abs(after - later) < 1  # it comes back


def band_level(sound: np.ndarray, hz: float) -> float:
    """dB of a sine of `hz` in `sound`."""
    t = np.arange(len(sound)) / SAMPLE_RATE
    return float(20 * np.log10(np.abs(np.mean(sound * np.hanning(len(sound)) * np.exp(-2j * np.pi * hz * t))) + 1e-12))


def test_the_balance(tmp_path):
    inputs = given(tmp_path, voice=[speech(2.0, 0.02)], music=[hiss(6, 0.2)], ambience=[hiss(6, 0.01)])
    span = slice(samples_of(54), samples_of(90))
    only = {
        role: mixed(MixParams(total_frames=FRAMES, placements=(at(role, 0, start, 0),)), inputs)
        for role, start in (("voice", 48), ("music", 0), ("ambience", 0))
    }
    voice, music, air = (loudness(only[role][span]) for role in ("voice", "music", "ambience"))
    assert voice == pytest.approx(-17, abs=1)
    assert 8 <= voice - (music + DESKS["music"].duck_db) <= 12
    assert 12 <= voice - air <= 24


def test_a_placement_starts_on_its_sample(tmp_path):
    inputs = given(tmp_path, voice=[tone(1000, 0.5)[:, 0] + 0.1])
    for start in (0, 7, 31):
        sound = made(MixParams(total_frames=60, placements=(at("voice", 0, start),)), inputs, tmp_path / "a")
        heard = np.flatnonzero(np.abs(sound).max(axis=1) > 0)
        assert samples_of(start) <= heard[0] <= samples_of(start) + 2  # the first is almost nothing: it fades in


def test_frames_cut_with_a_fade_and_pan_moves(tmp_path):
    inputs = given(tmp_path, voice=[tone(200, 2)[:, 0]])
    sound = made(MixParams(total_frames=72, placements=(at("voice", 0, 12, 24, pan=-1),)), inputs, tmp_path / "a")
    assert not sound[samples_of(36) :].any()
    assert sound[samples_of(30) : samples_of(35), 0].any() and not sound[:, 1].any()
    assert np.abs(np.diff(sound, axis=0)).max() < 0.06  # a cut sine would jump by its height


def test_scenes_join_without_click_or_hole(tmp_path):
    inputs = given(tmp_path, ambience=[hiss(3), hiss(3, 0.03, 2)])
    params = MixParams(total_frames=FRAMES, placements=(at("ambience", 0, 0, 72), at("ambience", 1, 72, 72)))
    sound = mixed(params, inputs)
    join = samples_of(72)
    around = [rms_db(sound[join + k : join + k + 4410]) for k in range(-22050, 22050, 4410)]
    assert max(around) - min(around) < 2.5


def test_music_fades_at_the_ends(tmp_path):
    sound = made(MixParams(total_frames=96, placements=(at("music"),)), given(tmp_path, music=[tone(440, 5)]), tmp_path / "a")
    assert np.abs(sound[0]).max() < 0.01 and np.abs(sound[-1]).max() < 0.01
    assert rms_db(sound[-22050:]) < rms_db(sound[44100:88200]) - 6


@pytest.mark.parametrize("frames", [1, 5, 96])
def test_silence_stays_silence(tmp_path, frames):
    inputs = given(tmp_path, voice=[np.zeros(44100)], music=[np.zeros((44100, 2))])
    sound = made(MixParams(total_frames=frames, placements=(at("voice"), at("music"))), inputs, tmp_path / "a")
    assert len(sound) == samples_of(frames) and not sound.any()
    assert not made(MixParams(total_frames=frames), {}, tmp_path / "b").any()


def test_a_missing_input_is_named(film, tmp_path):
    params, inputs = film
    with pytest.raises(Missing, match="ambience number 1"):
        mix.make(params, inputs | {"ambience": inputs["ambience"][:1]}, Rig(tmp_path))


def test_unusable_inputs_are_refused(tmp_path):
    (music,) = given(tmp_path, music=[tone(440, 1)])["music"]
    params = MixParams(total_frames=24, placements=(at("music"),))
    with pytest.raises(BadInput, match="44100"):
        mix.make(params, {"music": (replace(music, rate="48000"),)}, Rig(tmp_path))
    for short in (-1000, -1001):
        music.path.write_bytes(wav.write(tmp_path / "whole.wav", tone(440, 1)).path.read_bytes()[:short])
        with pytest.raises(Corrupt, match="Make it again"):
            mix.make(params, {"music": (music,)}, Rig(tmp_path))


def test_stems_are_the_mix_in_parts(film, tmp_path):
    params, inputs = film
    whole = made(params, inputs, tmp_path / "a")
    (tmp_path / "parts").mkdir()
    parts = {name: wav.read(media.path) for name, media in mix.stems(params, inputs, tmp_path / "parts").items()}
    assert list(parts) == ["dialogue", "narration", "music", "effects", "ambience"]
    assert np.abs(sum(parts.values()) - whole).max() <= 3.5 / 32768  # five roundings and one
    assert parts["effects"].any() and not parts["dialogue"][samples_of(96) :].any()
    assert sorted(p.name for p in (tmp_path / "parts").iterdir()) == sorted(f"{name}.wav" for name in parts)
