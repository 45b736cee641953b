"""The ear: pitch, tempo and clicks are heard as they are. Who speaks is read in tests/generator/watching/test_voice.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator import voice_espeak, wav
from generator.hearing import clicks, pitch, speaking_s
from generator.rig import Rig
from storyboard.sound import (
    PITCH_HZ,
    SAMPLE_RATE,
    Delivery,
    Voice,
    VoiceBase,
    VoiceParams,
    line_seconds,
    pitch_bounds,
    pitch_home,
    syllables,
)


@pytest.fixture
def say(tmp_path: Path):
    def _say(params: VoiceParams) -> np.ndarray:
        return wav.read(voice_espeak.make(params, {}, Rig(tmp_path)).path)[:, 0]

    return _say


def line(text: str, voice: Voice, delivery: Delivery = Delivery.PLAIN, language: str = "en") -> VoiceParams:
    return VoiceParams(text=text, voice=voice, delivery=delivery, language=language, slot_frames=round(24 * line_seconds(text, voice, delivery, language)) + 8)


@pytest.mark.parametrize("hz", [70, 110, 200, 330, 500])
def test_pitch_is_heard_an_octave_is_never_taken_for_another(hz):
    at = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * hz * k * at) / k for k in range(1, 12))
    assert pitch(buzz).median == pytest.approx(hz, rel=0.01)
    assert pitch(np.random.default_rng(1).standard_normal(SAMPLE_RATE)).median == 0


def test_pauses_are_no_speech_and_a_click_is_a_click():
    noise = 0.1 * np.random.default_rng(1).standard_normal(SAMPLE_RATE)
    both = np.concatenate([noise, np.zeros(SAMPLE_RATE), noise, np.zeros(9)])
    both[0] = 0
    assert speaking_s(both) == pytest.approx(2.0, abs=0.05)
    broken = both.copy()
    broken[SAMPLE_RATE + 9000] = 0.4
    assert (clicks(both) <= 1, clicks(broken) - clicks(both)) == (True, 1)


@pytest.mark.parametrize("base", list(VoiceBase))
def test_every_voice_keeps_to_its_stated_pitch(say, base):
    for own in (-0.7, 0.7):
        voice = Voice(base=base, pitch=own)
        median = pitch(say(line("The old man went down to the water to look for his boat.", voice))).median
        assert PITCH_HZ[base].hold(median), (base, own, median)
        assert abs(12 * np.log2(median / pitch_home(voice))) < 2


def test_bounds_move_with_the_delivery_and_a_whisper_has_none():
    voice = Voice(base=VoiceBase.MAN)
    plain, shout = pitch_bounds(voice), pitch_bounds(voice, Delivery.SHOUT)
    assert plain is not None and shout is not None and shout.high > plain.high and shout.low == plain.low
    assert pitch_bounds(voice, Delivery.WHISPER) is None


def ending(samples: np.ndarray) -> float:
    """How far the last quarter second lies above the whole, in semitones."""
    hz = pitch(samples).hz
    voiced = hz[hz > 0]
    return float(12 * np.log2(np.median(voiced[-18:]) / np.median(voiced)))


@pytest.mark.parametrize(("said", "asked", "language"), [
    ("The lamp is burning now.", "The lamp is burning now?", "en"), ("Das Licht brennt.", "Das Licht brennt?", "de"), ("La lampe est là.", "La lampe est là?", "fr"),
])  # fmt: skip
def test_a_question_ends_higher_than_what_is_said(say, said, asked, language):
    voice = Voice(base=VoiceBase.WOMAN, language=language)
    assert ending(say(line(asked, voice, language=language))) > ending(say(line(said, voice, language=language))) + 2


def test_a_stressed_word_is_louder(say):
    """The same words, weight on the one or on the other."""
    voice = Voice(base=VoiceBase.WOMAN)

    def first_half(text: str) -> float:
        samples = say(line(text, voice))
        samples = samples[np.flatnonzero(np.abs(samples) > 0.01)[0] :]
        half = int(len(samples) * 0.5)
        return float(np.square(samples[:half]).sum() / np.square(samples).sum())

    assert first_half("*My* lamp is under your bed.") > first_half("My lamp is under your *bed*.") + 0.05


@pytest.mark.parametrize(("text", "language"), [
    ("The fox asked the old woman for a lamp.", "en"), ("小狐狸问老奶奶要一盏灯。", "zh"), ("Der Fuchs bat die alte Frau um eine Lampe.", "de"),
    ("Le renard demanda une lampe à la vieille femme.", "fr"), ("El zorro le pidió una lámpara a la anciana.", "es"), ("La volpe chiese una lampada alla signora.", "it"),
    ("Лиса попросила у старушки лампу.", "ru"), ("여우가 할머니에게 등불을 달라고 했어요.", "ko"), ("Tilki yaşlı kadından bir lamba istedi.", "tr"),
    ("लोमड़ी ने बूढ़ी औरत से दीपक माँगा।", "hi"),
])  # fmt: skip
def test_languages_are_spoken_not_spelled(say, text, language):
    """A text read letter by letter takes three times as long."""
    rate = syllables(text, language) / speaking_s(say(line(text, Voice(language=language), language=language)))
    assert 2.5 < rate < 7.5


def test_syllables():
    assert (syllables("The little lamp", "en"), syllables("你好，世界", "zh"), syllables("😀", "en")) == (4, 4, 0)
