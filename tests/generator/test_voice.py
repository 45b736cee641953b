"""Voices: the slot is filled exactly, nothing is cut, every script is spoken, every throat is another, same bytes."""

from __future__ import annotations

import hashlib
import logging
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from generator import voice_espeak, wav
from generator.acoustics import active_rms
from generator.rig import Rig
from generator.stretch import stretched
from storyboard.errors import Missing, StepFailed
from storyboard.sound import SAMPLE_RATE, Delivery, Voice, VoiceBase, VoiceParams, line_seconds, samples_of, spoken_seconds
from storyboard.speech import language_of, phrases, spoken

LINE = "The lamp went out, and nobody knew why."


@pytest.fixture
def say(tmp_path: Path):
    """say(text, slot in frames, base, delivery, language) -> (samples,)"""

    def _say(text, frames=96, base=VoiceBase.WOMAN, delivery=Delivery.PLAIN, language="en"):
        params = VoiceParams(text=text, voice=Voice(base=base, language=language), delivery=delivery, slot_frames=frames)
        media = voice_espeak.make(params, {}, Rig(tmp_path))
        assert (media.format, media.rate, media.frames) == ("wav", str(SAMPLE_RATE), samples_of(frames))
        samples = wav.read(media.path)
        assert samples.shape == (samples_of(frames), 1)
        return samples[:, 0]

    return _say


def colour(samples: np.ndarray) -> np.ndarray:
    """The long-term spectrum in 40 bands, unit length: the timbre and pitch of a speaker."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    edges = np.geomspace(60, 8000, 41) * len(samples) / SAMPLE_RATE
    bands = np.array([power[int(a) : int(b) + 1].mean() for a, b in pairwise(edges)])
    level = np.log(bands + 1e-9)
    return level - level.mean()


def ends_at(samples: np.ndarray) -> float:
    return float(np.flatnonzero(np.abs(samples) > 0.01)[-1]) / SAMPLE_RATE


def test_a_line_fills_its_slot_exactly_without_clipping_clicks_or_noise_at_the_ends(say):
    samples = say(LINE, 96)
    assert 0.2 < np.abs(samples).max() < 0.96
    assert np.abs(np.diff(samples)).max() < 0.35
    assert np.abs(samples[:200]).max() < 0.02 and np.abs(samples[-200:]).max() < 0.01
    assert 20 * np.log10(active_rms(samples)) == pytest.approx(-20, abs=1.5)


def test_speech_takes_about_as_long_as_the_plan_thinks(say):
    assert ends_at(say(LINE, 140)) == pytest.approx(line_seconds(LINE, Voice()), rel=0.15)


def test_the_same_line_is_the_same_bytes(tmp_path):
    def digest(folder):
        folder.mkdir()
        params = VoiceParams(text=LINE, voice=Voice(base=VoiceBase.OLD_MAN, roughness=0.4), slot_frames=90)
        return hashlib.sha256(voice_espeak.make(params, {}, Rig(folder)).path.read_bytes()).hexdigest()

    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_throats_differ(say):
    bases = (VoiceBase.WOMAN, VoiceBase.MAN, VoiceBase.OLD_MAN, VoiceBase.GIRL)
    heard = {base: colour(say("Where is it?", 36, base)) for base in bases}
    for one, other in combinations(bases, 2):
        assert np.sqrt(np.mean((heard[one] - heard[other]) ** 2)) > 1.0, (one, other)  # nepers; 0 for the same speaker


def test_a_whisper_is_softer_and_has_no_voice_and_a_shout_is_louder(say):
    plain, whisper, shout = (say("Run to the sea now.", 60, VoiceBase.MAN, delivery) for delivery in ("plain", "whisper", "shout"))
    assert active_rms(whisper) < 0.7 * active_rms(plain) < active_rms(plain) < 0.8 * active_rms(shout)

    def voicing(samples):  # how much one period is like the next
        pieces = [samples[k : k + 2048] for k in range(0, len(samples) - 2048, 1024)]
        loud = sorted(pieces, key=lambda piece: -float(np.square(piece).sum()))[:12]
        lags = [np.correlate(piece, piece, "full")[len(piece) - 1 :] for piece in loud]
        return float(np.median([lag[150:600].max() / lag[0] for lag in lags]))

    assert voicing(plain) > 0.4 > voicing(whisper) + 0.1


def test_a_line_too_long_for_its_slot_is_hurried_not_cut_and_the_log_says_so(say, caplog):
    with caplog.at_level(logging.WARNING):
        samples = say("One two three four five six seven eight nine ten eleven twelve.", 48)
    assert "times faster" in caplog.text
    pieces = np.split(np.abs(samples), range(4410, len(samples), 4410))
    assert sum(piece.max() > 0.02 for piece in pieces) >= len(pieces) - 3  # speech all the way
    assert np.abs(samples[-600:]).max() < 0.02  # and done before the end


@pytest.mark.parametrize("text", ["", "   ", "😀👍🏽✨", "\x00\x07\u200b", "...!?"])
def test_nothing_to_say_is_silence(say, text):
    assert not say(text, 24).any()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("你好，世界！", "zh"), ("你好，世界！", "en"), ("مرحبا، كيف حالك؟", "ar"), ("שלום לכולם", "he"), ("Où vas-tu?", "fr-CA"),
        ("Grüße", "de-AT"), ("¿Adónde vas?", "es"), ("こんにちは", "ja"), ("No 😀 way\x07!", "en"), ("<b>[[hello]]</b> & 7", "en"),
    ],
)  # fmt: skip
def test_every_script_is_spoken(say, text, language):
    assert active_rms(say(text, 40, language=language)) > 0.05


def test_a_slot_of_one_frame_does_not_break(say):
    say("Hello there.", 1)


def test_a_language_without_a_voice_is_missing(say):
    with pytest.raises(Missing, match="no voice"):
        say("Hello.", language="xx")


def test_a_child_that_dies_fails_the_step(say, monkeypatch):
    monkeypatch.setattr(voice_espeak.sys, "executable", "/bin/false")
    with pytest.raises(StepFailed, match="ended with code 1"):
        say("Hello.")


def test_phrases_breathe_at_marks_but_not_in_numbers_or_titles():
    assert [(p.text, p.mark) for p in phrases("Hello, Mr. Fox! It cost 3.5 coins: 1,000 in all... (And then - nothing?)")] == [
        ("Hello", ","), ("Mister Fox", "!"), ("It cost 3.5 coins", ":"), ("1,000 in all", "…"), ("And then", "—"), ("nothing", "?"),
    ]  # fmt: skip
    assert phrases("😀 …") == () and spoken("a\x00*b*") == "a b"
    assert phrases("One.")[-1].pause == 0


def test_the_script_decides_the_language_only_where_it_must():
    assert language_of("你好", "en") == "zh" and language_of("你好", "ja") == "ja" and language_of("これは本です", "en") == "ja"
    assert language_of("Привет", "uk") == "uk" and language_of("hello", "pt-BR") == "pt-BR" and language_of("", "de") == "de"


def test_spoken_seconds_grows_with_the_text_and_is_zero_for_nothing():
    assert spoken_seconds("😀", "en") == 0
    assert 0.2 < spoken_seconds("Yes.", "en") < spoken_seconds("Yes, my friend.", "en") < spoken_seconds(LINE, "en") < 4
    assert 2 < spoken_seconds("从前，有一只小狐狸住在森林边上。", "zh") < 6


@pytest.mark.parametrize("factor", [0.5, 0.85, 1.15, 2.0])
def test_stretching_keeps_pitch_and_gives_the_length(factor):
    tone = 0.5 * np.sin(2 * np.pi * 220 * np.arange(44100) / SAMPLE_RATE)
    out = stretched(tone, int(44100 * factor))
    assert len(out) == int(44100 * factor)
    middle = out[2000:-2000]
    hz = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax() * SAMPLE_RATE / len(middle)
    assert hz == pytest.approx(220, abs=3) and 0.4 < np.abs(middle).max() < 0.6
